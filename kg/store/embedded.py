"""The embedded engine: Oxigraph in memory, loaded from the module files. :mod:`kg.store.disk` keeps it on disk."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar, cast

import pyoxigraph as ox

from kg.errors import ModuleError, QueryRefusedError
from kg.modules import Inventory, ModuleFile, Problem
from kg.results import Table, Triple
from kg.store import dataset as datasets
from kg.store import guard, tsv
from kg.store.engine import Answer, EngineBase, LoadedModule, LoadReport
from kg.store.formats import Dataset, Document, forms_for
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT
from kg.store.rows import Capped, Counted, as_term, distinct, first_rows, terms, used_prefixes
from kg.store.syntax import explain
from kg.store.writers import write_rows, write_truth
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ONTOLOGY = ox.NamedNode("http://www.w3.org/2002/07/owl#Ontology")
_RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
#: Bytes of an answer kept in memory before they go to a temporary file.
_SPOOL = 1024**2


class EmbeddedEngine(EngineBase):
    """All modules in one in-memory store. Not for untrusted queries by itself: it cannot be interrupted."""

    def __init__(self, store: ox.Store, report: LoadReport) -> None:
        self._store = store
        self._report = report

    @classmethod
    def load(cls, inventory: Inventory, *, trusting: bool = False) -> EmbeddedEngine:
        """Read all data modules of an inventory.

        A workspace file that cannot be read is left out whole and reported; one that came with ThreatPraxis ends it.

        :param trusting: do not check each IRI of shipped modules again, which takes a third of the time; 'threatpraxis
            check' and the tests do
        :raises ModuleError: with file and line, for a shipped module
        """
        start = time.perf_counter()
        store = ox.Store()
        loaded: list[LoadedModule] = []
        problems = list(inventory.problems)
        for file in inventory.data():
            try:
                module, wrong = load_module(
                    store, file, {m.iri: m for m in loaded}, trusting=trusting and file.origin == "shipped"
                )
                loaded.append(module)
                problems += wrong
            except ModuleError as error:
                if file.origin == "shipped":
                    raise
                problems.append(left_out(error))
        elapsed = (time.perf_counter() - start) * 1000
        return cls(store, LoadReport(tuple(loaded), tuple(problems), elapsed))

    @property
    def report(self) -> LoadReport:
        """What is loaded."""
        return self._report

    def run(self, sparql: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None) -> Answer:
        """See :class:`~kg.store.engine.Engine`."""
        body = io.BytesIO()
        found = self.answer(sparql, body, row_limit=row_limit, dataset=dataset)
        if not isinstance(found, Document):
            return found
        names, rows = tsv.read(body.getvalue())
        return Table(names, rows, found.cut, milliseconds=found.milliseconds)

    def answer(
        self, sparql: str, output: IO[bytes], *, row_limit: int, dataset: Dataset | None = None
    ) -> Document | bool | list[Triple]:
        """As :meth:`run`, but the rows of a table are written as :mod:`~kg.store.tsv` while they come."""
        start = time.perf_counter()
        found = self._query(sparql, dataset)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return [
                Triple(as_term(t.subject), as_term(t.predicate), as_term(t.object)) for t in islice(found, row_limit)
            ]
        written = first_rows(found, output, row_limit)
        elapsed = (time.perf_counter() - start) * 1000
        return Document("tsv", written.rows, written.cut, written.size, output, elapsed)

    def document(
        self, sparql: str, form: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None,  # noqa: ARG002  # nothing in this process can stop a query
    ) -> Document:  # fmt: skip
        """See :class:`~kg.store.engine.Engine`."""
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL))  # noqa: SIM115  # the reader closes it
        document = self.write(sparql, form, body, row_limit=row_limit, dataset=dataset)
        body.seek(0)
        return document

    def write(
        self, sparql: str, form: str, output: IO[bytes], *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None
    ) -> Document:
        """Write the answer to a query while it comes; no more than ``row_limit`` rows and a fixed number of bytes."""
        start = time.perf_counter()
        if form not in (forms := forms_for(sparql)):
            raise QueryRefusedError(f"This query has no answer in the form {form!r}.", remedy=f"One of {list(forms)}.")
        found = self._query(sparql, dataset)
        counted = Counted(output)
        rows, cut = 1, False
        if isinstance(found, ox.QueryBoolean):
            write_truth(form, bool(found), counted.text)
        elif isinstance(found, ox.QueryTriples):
            capped = Capped(distinct(found), row_limit)
            triples = list(capped)
            shown = Capped(triples, row_limit, counted)
            output_file = cast(IO[bytes], counted)
            ox.serialize(shown, output_file, format=_RDF_FORMATS[form], prefixes=used_prefixes(triples))
            rows, cut = shown.count, capped.cut or shown.cut
        elif form == "tsv":
            written = first_rows(found, cast(IO[bytes], counted), row_limit)
            rows, cut = written.rows, written.cut
        else:
            solutions = Capped(found, row_limit, counted)
            write_rows(form, [v.value for v in found.variables], terms(solutions), counted.text)
            rows, cut = solutions.count, solutions.cut
        elapsed = (time.perf_counter() - start) * 1000
        return Document(form, rows, cut, counted.size, output, elapsed)

    def _query(self, sparql: str, dataset: Dataset | None) -> Any:
        guard.check(sparql)
        chosen = dataset or datasets.stated(sparql)
        try:
            if not chosen:
                return self._store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES)
            datasets.must_hold(chosen, {graph.value for graph in self._store.named_graphs()})
            return self._store.query(
                sparql, prefixes=PREFIXES, default_graph=[ox.NamedNode(g) for g in chosen.default],
                named_graphs=[ox.NamedNode(g) for g in chosen.named],
            )  # fmt: skip
        except SyntaxError as error:
            raise explain(sparql, str(error)) from error

    def dump(self, output: IO[bytes]) -> None:
        """Write all triples with their graphs as N-Quads."""
        self._store.dump(output, format=ox.RdfFormat.N_QUADS)

    def as_dataset(self) -> rdflib.Dataset:
        """The same graphs as an rdflib Dataset whose default graph is the union of all.

        Ask it with plain strings: a *prepared* rdflib query falls back to rdflib's own evaluation, 50 times slower.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self._store), default_union=True)


T = TypeVar("T")


class Load(Protocol):
    """Reads a Turtle file into a graph."""

    def __call__(self, store: ox.Store, path: str, graph: ox.NamedNode, *, lenient: bool) -> None:
        """Leaves a part of it there where it breaks off.

        :raises SyntaxError: with the place
        """


def left_out(error: ModuleError) -> Problem:
    """What to say of a module that cannot be read and that the rest does without."""
    message = error.message.split(": ", 1)[-1] + "; the module was left out"
    return Problem(str(error.path), error.line, message, error.remedy, error.column)


def load_module(
    store: ox.Store, file: ModuleFile, loaded: dict[str, LoadedModule], *, trusting: bool, load: Load | None = None
) -> tuple[LoadedModule, list[Problem]]:
    """Read one file into a named graph of its own; a file that breaks off leaves nothing behind.

    :param loaded: the modules that are there already, by IRI
    :param trusting: do not check each IRI
    :param load: what reads it; by default one transaction, in which blank nodes get names of their own
    :raises ModuleError: with file and line
    """
    iri = module_iri(file)
    if (other := loaded.get(iri)) is not None:
        raise ModuleError(
            file.path, 1, f"the module IRI {iri} is taken by {other.path}",
            remedy="Give every module an owl:Ontology IRI of its own.",
        )  # fmt: skip
    graph = ox.NamedNode(iri)
    load = load or _transaction
    try:
        _read(file, lambda path: load(store, path, graph, lenient=trusting))
    except ModuleError:
        store.remove_graph(graph)
        raise
    module = LoadedModule(iri, str(file.path), file.origin, _size(store, graph))
    declared = sorted({as_term(q.subject).value for q in store.quads_for_pattern(None, _TYPE, _ONTOLOGY, graph)})
    if file.iri is None or declared == [iri]:
        return module, []
    message = f"the catalog calls this module {iri}, the file says {', '.join(declared) or 'nothing'}"
    return module, [Problem(str(file.path), 1, message, "Make catalog and owl:Ontology header agree.")]


def _transaction(store: ox.Store, path: str, graph: ox.NamedNode, *, lenient: bool) -> None:
    store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph, lenient=lenient)


def _size(store: ox.Store, graph: ox.NamedNode) -> int:
    # len(store) would count all modules again after each: half of the time that loading took.
    (row,) = cast(ox.QuerySolutions, store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))
    return int(row["n"].value)


def module_iri(file: ModuleFile) -> str:
    """The name of the graph that a file becomes: as the catalog says, else the file itself, else its path.

    :raises ModuleError: where the file cannot be read as far as its header
    """
    return file.iri or _read(file, _declared_iri) or file.fallback_iri()


def _declared_iri(path: str) -> str | None:
    """The IRI of the first owl:Ontology in a file; stops reading there."""
    for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if triple.predicate == _TYPE and triple.object == _ONTOLOGY and isinstance(triple.subject, ox.NamedNode):
            return str(triple.subject.value)
    return None


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


def load_files(files: Iterable[ModuleFile]) -> EmbeddedEngine:
    """An engine over just these files."""
    return EmbeddedEngine.load(Inventory(tuple(files), ()))
