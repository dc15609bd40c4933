"""What every engine offers, whichever product stands behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from kg.errors import QueryRefusedError, shorten
from kg.modules import Problem
from kg.results import Table, Triple
from kg.store.formats import Dataset, Document
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT
from kg.terms import is_iri

Answer = Table | bool | list[Triple]


@dataclass(frozen=True, slots=True)
class LoadedModule:
    """One named graph: its IRI, the file it came from, where that file lies, and how many triples it holds."""

    iri: str
    path: str
    origin: str
    triples: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was loaded and what was not."""

    modules: tuple[LoadedModule, ...]
    problems: tuple[Problem, ...]
    milliseconds: float

    @property
    def triples(self) -> int:
        """All triples of all modules."""
        return sum(m.triples for m in self.modules)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "modules": [[m.iri, m.path, m.origin, m.triples] for m in self.modules],
            "problems": [p.to_dict() for p in self.problems],
            "milliseconds": self.milliseconds,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> LoadReport:
        """The inverse of :meth:`to_dict`."""
        return cls(
            tuple(LoadedModule(*m) for m in data["modules"]),
            tuple(Problem(**p) for p in data["problems"]),
            data["milliseconds"],
        )


class Engine(Protocol):
    """Read access to a set of named graphs, whose union is the default graph.

    All methods raise :class:`~kg.errors.SparqlSyntaxError` for text that is no SPARQL 1.1 query, and
    :class:`~kg.errors.QueryRefusedError` for a query of another form than the method answers.
    """

    @property
    def name(self) -> str:
        """Which product answers, and where."""
        ...

    @property
    def report(self) -> LoadReport:
        """What is loaded."""
        ...

    def run(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Answer:
        """Answer a query of any form: a table, a truth value, or triples."""
        ...

    def select(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Table:
        """Answer a SELECT query."""
        ...

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query."""
        ...

    def construct(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> list[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        ...

    def describe(self, iri: str, *, row_limit: int = ROW_LIMIT) -> list[Triple]:
        """All statements in which an IRI is subject or object, and all about blank nodes that speak of it, such as the
        notes on its mappings.
        """
        ...

    def graphs(self) -> list[str]:
        """The names of all named graphs."""
        ...

    def document(
        self, sparql: str, form: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None,
    ) -> Document:  # fmt: skip
        """Answer a query of any form as a document.

        :param form: a short name of :mod:`kg.store.formats` that suits the query
        :param dataset: the graphs to ask; wins over the query's own FROM clauses
        :param handle: with it the query can be cancelled from another thread, where the engine can
        """
        ...

    def run_briefly(self, sparql: str, seconds: float, *, row_limit: int = ROW_LIMIT) -> Answer:
        """:meth:`run` with a shorter time limit, where the engine can stop a query."""
        ...

    def metrics(self) -> dict[str, Any]:
        """What the engine does and has done, where it counts that."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


class EngineBase(ABC):
    """The methods that follow from :meth:`Engine.run`; ``run`` and ``document`` are each engine's own."""

    @property
    def name(self) -> str:
        """See :class:`Engine`."""
        return "Oxigraph on this machine"

    @abstractmethod
    def run(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Answer:
        """See :class:`Engine`."""

    def select(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Table:
        """See :class:`Engine`."""
        answer = self.run(sparql, row_limit=row_limit)
        if not isinstance(answer, Table):
            raise _wrong_form("SELECT")
        return answer

    def ask(self, sparql: str) -> bool:
        """See :class:`Engine`."""
        answer = self.run(sparql)
        if not isinstance(answer, bool):
            raise _wrong_form("ASK")
        return answer

    def construct(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> list[Triple]:
        """See :class:`Engine`."""
        answer = self.run(sparql, row_limit=row_limit)
        if not isinstance(answer, list):
            raise _wrong_form("CONSTRUCT or DESCRIBE")
        return answer

    def describe(self, iri: str, *, row_limit: int = ROW_LIMIT) -> list[Triple]:
        """See :class:`Engine`."""
        if not is_iri(iri):
            raise QueryRefusedError(
                f"{shorten(iri)!r} is no absolute IRI.", remedy="Give it in full or as attack:evasion."
            )
        either = f"{{ BIND(<{iri}> AS ?s) ?s ?p ?o }} UNION {{ BIND(<{iri}> AS ?o) ?s ?p ?o }}"
        either += f" UNION {{ ?s ?any <{iri}> . FILTER(isBlank(?s)) ?s ?p ?o }}"
        return self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {either} }}", row_limit=row_limit)

    def graphs(self) -> list[str]:
        """See :class:`Engine`."""
        table = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        return [str(row["g"]) for row in table]

    @abstractmethod
    def document(
        self, sparql: str, form: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None,
    ) -> Document:  # fmt: skip
        """See :class:`Engine`."""

    def run_briefly(self, sparql: str, seconds: float, *, row_limit: int = ROW_LIMIT) -> Answer:  # noqa: ARG002
        """See :class:`Engine`."""
        return self.run(sparql, row_limit=row_limit)

    def metrics(self) -> dict[str, Any]:
        """See :class:`Engine`."""
        return {}

    def close(self) -> None:
        """See :class:`Engine`."""
        return  # what lives in this process goes with it


def _wrong_form(wanted: str) -> QueryRefusedError:
    return QueryRefusedError(f"This is no {wanted} query.", remedy="Use run() for a query of any form.")
