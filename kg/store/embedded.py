"""The embedded engine: Oxigraph in memory, loaded from the module files. The only home of pyoxigraph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg.errors import ModuleError
from kg.modules import Inventory, ModuleFile, Problem
from kg.results import Table, Term, Triple
from kg.store import guard
from kg.store.engine import ROW_LIMIT, Answer, EngineBase, LoadedModule, LoadReport
from kg.store.syntax import explain
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ONTOLOGY = ox.NamedNode("http://www.w3.org/2002/07/owl#Ontology")


class EmbeddedEngine(EngineBase):
    """All modules in one in-memory store. Not for untrusted queries by itself: it cannot be interrupted."""

    def __init__(self, store: ox.Store, report: LoadReport) -> None:
        self._store = store
        self._report = report

    @classmethod
    def load(cls, inventory: Inventory) -> EmbeddedEngine:
        """Read all data modules of an inventory.

        A workspace file that cannot be read is left out whole and reported; one that came with ThreatPraxis ends it.

        :raises ModuleError: with file and line, for a shipped module
        """
        start = time.perf_counter()
        store = ox.Store()
        loaded: list[LoadedModule] = []
        problems = list(inventory.problems)
        for file in inventory.data():
            try:
                module, wrong = _load_module(store, file, {m.iri: m for m in loaded})
                loaded.append(module)
                problems += wrong
            except ModuleError as error:
                if file.origin == "shipped":
                    raise
                message = error.message.split(": ", 1)[-1] + "; the module was left out"
                problems.append(Problem(str(error.path), error.line, message, error.remedy, error.column))
        elapsed = (time.perf_counter() - start) * 1000
        return cls(store, LoadReport(tuple(loaded), tuple(problems), elapsed))

    @property
    def report(self) -> LoadReport:
        """What is loaded."""
        return self._report

    def run(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Answer:
        """See :class:`~kg.store.engine.Engine`."""
        guard.check(sparql)
        start = time.perf_counter()
        try:
            found = self._store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES)
        except SyntaxError as error:
            raise explain(sparql, str(error)) from error
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return [Triple(_term(t.subject), _term(t.predicate), _term(t.object)) for t in islice(found, row_limit)]
        names = [v.value for v in found.variables]
        rows: list[tuple[Term | None, ...]] = []
        cut = False
        for solution in found:
            if len(rows) == row_limit:
                cut = True
                break
            rows.append(tuple(None if t is None else _term(t) for t in solution))
        return Table(names, rows, cut, milliseconds=(time.perf_counter() - start) * 1000)

    def as_dataset(self) -> rdflib.Dataset:
        """The same graphs as an rdflib Dataset whose default graph is the union of all.

        Ask it with plain strings: a *prepared* rdflib query falls back to rdflib's own evaluation, 50 times slower.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self._store), default_union=True)


def _load_module(
    store: ox.Store, file: ModuleFile, loaded: dict[str, LoadedModule]
) -> tuple[LoadedModule, list[Problem]]:
    iri = file.iri or _read(file, _declared_iri) or file.fallback_iri()
    if (other := loaded.get(iri)) is not None:
        raise ModuleError(
            file.path, 1, f"the module IRI {iri} is taken by {other.path}",
            remedy="Give every module an owl:Ontology IRI of its own.",
        )  # fmt: skip
    graph, before = ox.NamedNode(iri), len(store)
    # One transaction: a file that breaks off leaves nothing behind. Blank nodes are renamed by load() itself.
    _read(file, lambda path: store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph))
    module = LoadedModule(iri, str(file.path), file.origin, len(store) - before)
    declared = sorted({_term(q.subject).value for q in store.quads_for_pattern(None, _TYPE, _ONTOLOGY, graph)})
    if file.iri is None or declared == [iri]:
        return module, []
    message = f"the catalog calls this module {iri}, the file says {', '.join(declared) or 'nothing'}"
    return module, [Problem(str(file.path), 1, message, "Make catalog and owl:Ontology header agree.")]


def _declared_iri(path: str) -> str | None:
    """The IRI of the first owl:Ontology in a file; stops reading there."""
    for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if triple.predicate == _TYPE and triple.object == _ONTOLOGY and isinstance(triple.subject, ox.NamedNode):
            return str(triple.subject.value)
    return None


T = TypeVar("T")


def _read(file: ModuleFile, action: Callable[[str], T]) -> T:
    """Do something with a file, and say where it is broken if it is.

    :raises ModuleError: with line and column
    """
    try:
        return action(str(file.path))
    except SyntaxError as error:
        message = str(error.msg).split(": ", 1)[-1]
        raise ModuleError(
            file.path, error.lineno or 1, f"no valid Turtle: {message}", column=error.offset or 0,
            remedy="Mend the file at that place; 'threatpraxis check' tells when it is right.",
        ) from error  # fmt: skip
    except (OSError, ValueError) as error:
        raise ModuleError(file.path, 1, f"cannot be read: {error}", remedy="Turtle files are UTF-8 text.") from error


def _term(term: Any) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, "" if term.language else term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term("blank", term.value)
    return Term("literal", str(term))  # a quoted triple: shown, not taken apart


def load_files(files: Iterable[ModuleFile]) -> EmbeddedEngine:
    """An engine over just these files."""
    return EmbeddedEngine.load(Inventory(tuple(files), ()))
