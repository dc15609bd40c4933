"""The graph as Python users meet it: the question library and SPARQL over one engine."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg import modules, shipped, terms
from kg.errors import ParameterError, UnknownNameError
from kg.modules import Folders, Problem
from kg.results import Table
from kg.shipped import GivenWorkspace
from kg.store.engine import Answer, Engine
from kg.store.limits import ROW_LIMIT
from kg.store.remote.address import ENDPOINT_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    import rdflib

    from kg.library import Library
    from kg.question import Parameter, Query
    from kg.store.limits import Limits
    from kg.store.remote.address import Login
    from kg.store.why import Reason


class Graph:
    """Questions and SPARQL over the shipped knowledge and a workspace.

    :param engine: what holds the triples
    :param library: the questions
    :param workspace: the user's folder, several of which the first is the one that additions go to, or None
    """

    def __init__(self, engine: Engine, library: Library, workspace: Folders = None) -> None:
        self.engine = engine
        self.library = library
        self.workspaces = modules.as_folders(workspace)

    @property
    def workspace(self) -> Path | None:
        """The folder that additions go to."""
        return self.workspaces[0] if self.workspaces else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes behind the engine."""
        self.engine.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files of knowledge and questions; the rest is there all the same."""
        return (*self.engine.report.problems, *self.library.problems)

    def query(self, query_id: str, **parameters: str) -> Table:
        """Answer a question of the library.

        :param query_id: such as ``gaps/query-budget``
        :param parameters: by name; ids may be given as ``evasion``, ``attack:evasion`` or a full IRI
        :raises UnknownNameError: for a query, parameter or individual that does not exist
        """
        return self.answer(self.library.get(query_id), parameters)

    def answer(self, query: Query, values: dict[str, str]) -> Table:
        """Answer a question that may stand outside the library."""
        text = query.bind(values)
        table = self.engine.select(text)
        if not table.rows:
            for name, value in values.items():
                self._must_exist(query.parameters[name], value)
        return replace(table, columns=query.columns, empty_because=query.empty)

    def sparql(self, text: str, *, row_limit: int = ROW_LIMIT) -> Answer:
        """Answer any SPARQL query; our prefixes need no declaration. A table without rows says why, where it can."""
        answer = self.engine.run(text, row_limit=row_limit)
        if isinstance(answer, Table) and not answer.rows and row_limit > 0:
            answer.empty_because = " ".join(reason.text for reason in self.why_empty(text))
        return answer

    def why_empty(self, text: str) -> list[Reason]:
        """Why a SELECT query has no row, as far as smaller questions tell."""
        from kg.store.why import STEP, why_empty

        def ask(sparql: str) -> bool:
            return bool(self.engine.run_briefly(sparql, STEP))

        def column(sparql: str) -> list[str]:
            table = self.engine.run_briefly(sparql, STEP)
            assert isinstance(table, Table)
            return [str(value) for value in table.column(table.names[0])]

        return why_empty(text, ask, column)

    def values(self, parameter: Parameter) -> list[tuple[str, str]]:
        """The values a parameter may take, as id and label: the allowed ones, or all individuals of its kind."""
        if parameter.allowed:
            return [(a, a) for a in parameter.allowed]
        if parameter.type not in terms.KINDS:
            return []
        return self.individuals(parameter.type)

    def individuals(self, kind: str) -> list[tuple[str, str]]:
        """All individuals of a kind that have a label, as slug and label, ordered by label."""
        namespace = terms.PREFIXES[kind]
        table = self.engine.select(
            f"""SELECT ?iri (MIN(?l) AS ?label) WHERE {{
              ?iri a ?class ; skos:prefLabel ?l . FILTER(STRSTARTS(STR(?iri), "{namespace}"))
            }} GROUP BY ?iri ORDER BY LCASE(STR(?label))"""
        )
        return [(str(row["iri"])[len(namespace) :], str(row["label"])) for row in table]

    def _must_exist(self, parameter: Parameter, value: str) -> None:
        # An empty answer may mean that the thing asked about does not exist: then say that instead.
        if parameter.type not in terms.KINDS or not value:
            return
        term = parameter.term(value)
        if not self.engine.ask(f"ASK {{ <{term.value}> ?p ?o }}"):
            slugs = [slug for slug, _ in self.individuals(parameter.type)]
            slug = term.value.removeprefix(terms.PREFIXES[parameter.type])
            raise UnknownNameError(parameter.type, slug, slugs, remedy=f"'threatpraxis search {slug}' may find it.")

    def as_dataset(self) -> rdflib.Dataset:
        """The same knowledge as an rdflib Dataset whose default graph is the union; loads it into this process."""
        from kg.store.embedded import EmbeddedEngine
        from kg.store.remote.engine import RemoteEngine

        engine = self.engine
        if isinstance(engine, RemoteEngine):
            return engine.as_dataset()
        if not isinstance(engine, EmbeddedEngine):
            inferred = any(module.iri == modules.INFERRED for module in engine.report.modules)
            engine = EmbeddedEngine.load(modules.shipped_inventory(self.workspaces, inferred=inferred))
        return engine.as_dataset()


def open_graph(
    workspace: GivenWorkspace = None,
    *,
    in_process: bool = False,
    limits: Limits | None = None,
    inferred: bool = True,
    endpoint: str | None = None,
    login: Login | None = None,
    store: str | Path | None = None,
    progress: Callable[[int, int], object] | None = None,
    wait: bool = False,
) -> Graph:
    """Open the shipped knowledge together with a workspace.

    :param workspace: a folder with ``ontology`` and ``queries`` of its own, or several: the first wins where two have
        the same module or question; by default the user's
    :param in_process: load into this process instead of a sandboxed one: quicker for many small questions, but a query
        that runs away cannot be stopped
    :param limits: what queries may use in the sandbox: time, memory, processes
    :param inferred: whether what the reasoner inferred is there too; without it only what the modules state
    :param endpoint: the address of a SPARQL endpoint to ask instead, http or https; by default, unless ``in_process``,
        what the environment variable THREATPRAXIS_ENDPOINT names. Nothing else makes the program use a network.
    :param login: for an endpoint that asks for one; by default what THREATPRAXIS_ENDPOINT_USER and
        THREATPRAXIS_ENDPOINT_PASSWORD say
    :raises ModuleError: where a shipped module cannot be read
    :param store: a folder in which the triples are kept on disk instead of in memory, for large knowledge; built where
        there is none that fits the files; by default, unless ``in_process``, what THREATPRAXIS_STORE names
    :param progress: told how many bytes of all are done while the store is built
    :param wait: whether to wait for a store that somebody else builds; without it, one of before answers meanwhile
    :raises EndpointError: later, where the endpoint cannot be reached
    """
    folders = shipped.workspace_dirs(workspace)
    for folder in folders if workspace else ():
        if not folder.is_dir():
            raise ParameterError(f"There is no workspace folder {str(folder)!r}.", remedy="Create it, or leave it out.")
    engine: Engine
    if store and (in_process or endpoint):
        raise ParameterError("A store on disk is neither in this process nor at an endpoint.", remedy="Give one.")
    address = endpoint or ("" if in_process or store else os.environ.get(ENDPOINT_VARIABLE, ""))
    if address:
        from kg.store.remote.engine import TIME_LIMIT, RemoteEngine

        seconds = limits.seconds if limits else TIME_LIMIT
        engine = RemoteEngine(address, login, seconds, inferred=inferred)
    elif in_process:
        from kg.store.embedded import EmbeddedEngine

        engine = EmbeddedEngine.load(modules.shipped_inventory(folders, inferred=inferred))
    else:
        from kg.store import snapshot as snapshots
        from kg.store.sandbox import SandboxedEngine

        snapshot = None
        if kept := store or os.environ.get(snapshots.STORE_VARIABLE, ""):
            sources = snapshots.Sources(shipped.ontology_dir(), folders, inferred)
            snapshot = snapshots.ensure(sources, Path(kept).expanduser().absolute(), progress, wait=wait)
        sandboxed = SandboxedEngine(shipped.ontology_dir(), folders, limits, inferred=inferred, snapshot=snapshot)
        sandboxed.start()
        engine = sandboxed
    # Only now: while questions are read, the process just started reads the modules.
    from kg.library import open_library

    return Graph(engine, open_library(folders), folders)
