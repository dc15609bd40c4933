"""What is wrong with knowledge files: files that cannot be read, check queries, and SHACL shapes.

A check is a query below ``queries/checks`` whose every row is a fault. Shapes are SHACL and say what each single thing
must state. Nothing here reaches for the network: imports are not followed. The only home of pyshacl.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.errors import ModuleError, QueryFileError, SparqlSyntaxError, ThreatPraxisError, did_you_mean, shorten
from kg.library import Library
from kg.modules import Inventory, Problem
from kg.places import Places
from kg.question import Query
from kg.results import Scalar, Table, Term
from kg.store.embedded import EmbeddedEngine, load_files
from kg.terms import compact, is_iri

if TYPE_CHECKING:
    import rdflib

Severity = Literal["error", "warning"]

#: Queries below this folder are checks.
CHECKS = "checks/"
_SHACL = "http://www.w3.org/ns/shacl#"
_SHAPES = "https://w3id.org/threatpraxis/shapes#"
#: Columns of a check that are not details of the fault.
_ROLES = {"subject", "message", "severity", "module", "other"}
#: Rows of one check that are told; thousands of the same fault help nobody.
_ROW_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    :param rule: what found it: ``load``, ``query``, ``checks/NAME`` or ``shapes/NAME``
    :param subject: the IRI of the thing at fault; empty where it is a file
    :param message: what is wrong
    :param remedy: what to do
    :param path: the file to mend; empty where none is known
    :param line: the line in it, from 1; 0 where it is not known
    """

    severity: Severity
    rule: str
    subject: str
    message: str
    remedy: str
    path: str = ""
    line: int = 0


def validate(inventory: Inventory, library: Library, *, shapes: bool = True) -> list[Finding]:
    """Everything that is wrong with modules and queries, errors first.

    :param inventory: the modules that are checked together
    :param library: the queries; those below ``checks/`` are put to the modules
    :param shapes: whether to apply the SHACL shapes of the inventory too
    """
    queries, broken = library.all()
    findings = [_of_query_file(error) for error in broken]
    try:
        engine = EmbeddedEngine.load(inventory)
    except ModuleError as error:  # nothing can be asked of knowledge whose core is missing
        return [*findings, _of_module_error(error), *map(_of_problem, inventory.problems)]
    findings += [_of_problem(problem) for problem in engine.report.problems]
    places = Places(engine)
    empty = load_files(())
    for query in queries:
        fault = _fault_of(query, empty)
        if fault is not None:
            findings.append(fault)
        elif query.id.startswith(CHECKS):
            findings += _run_check(query, engine, places)
    if shapes:
        findings += _apply_shapes(inventory, engine, places)
    return sorted(dict.fromkeys(findings), key=lambda f: (f.severity, f.path, f.line, f.rule, f.subject, f.message))


# -- files --


def _of_problem(problem: Problem) -> Finding:
    return Finding(problem.severity, "load", "", problem.message, problem.remedy, problem.path, problem.line)


def _of_module_error(error: ModuleError) -> Finding:
    return Finding("error", "load", "", _without_place(error.message), error.remedy, str(error.path), error.line)


def _of_query_file(error: QueryFileError) -> Finding:
    return Finding("error", "query", "", _without_place(error.message), error.remedy, str(error.path), error.line)


def _without_place(message: str) -> str:
    return message.split(": ", 1)[-1]


def _fault_of(query: Query, empty: EmbeddedEngine) -> Finding | None:
    """What is wrong with the text of a query. It is run without data, which costs nothing, however heavy it is."""
    line, rule, remedy = 1, "query", "Compare with a query of the library."
    try:
        answer = empty.run(query.text)
    except SparqlSyntaxError as error:
        return Finding(
            "error", rule, "", _without_place(error.message), error.remedy, str(query.path), _line_of(query, error.line)
        )
    except ThreatPraxisError as error:
        return Finding("error", rule, "", error.message, error.remedy, str(query.path), line)
    names = answer.names if isinstance(answer, Table) else []
    if query.id.startswith(CHECKS) and not {"subject", "message"} <= set(names):
        return Finding("error", rule, "", "a check must return ?subject and ?message", remedy, str(query.path), line)
    for column in query.columns:
        if column not in names:
            message = f"the front matter describes the column {column!r}, which the query does not return"
            return Finding("warning", rule, "", message, f"It returns: {', '.join(names)}.", str(query.path), line)
    return None


def _line_of(query: Query, line: int) -> int:
    """The line in the file of a line in the text, which has no front matter; 1 where the text stands elsewhere."""
    source = query.path.read_text(encoding="utf-8")
    start = source.find(query.text.rstrip("\n"))
    return source[:start].count("\n") + max(line, 1) if start >= 0 else 1


# -- check queries --


def _run_check(query: Query, engine: EmbeddedEngine, places: Places) -> Iterator[Finding]:
    try:
        table = engine.select(query.text, row_limit=_ROW_LIMIT)
    except ThreatPraxisError as error:
        yield Finding("error", "query", "", error.message, error.remedy, str(query.path), 1)
        return
    for row in table:
        subject = str(row["subject"] or "")
        subject = subject if is_iri(subject) else ""  # a blank node has no name that anybody could look for
        modules = [str(row[name]) for name in ("module", "other") if row.get(name)]
        others = [str(value) for name, value in row.items() if name not in _ROLES and is_iri(str(value))]
        path, line = places.find(subject, modules, str(row.get("property") or ""), others)
        severity: Severity = "warning" if row.get("severity") == "warning" else "error"
        message = f"{_name(subject)}: {row['message']}{_details(query, row, subject)}"
        yield Finding(severity, query.id, subject, message, _remedy(query, row, engine), path, line)
    if table.cut:
        message = f"{query.title}: only the first {_ROW_LIMIT} faults of this kind are told."
        yield Finding("warning", query.id, "", message, "Mend these and check again.")


def _name(iri: str) -> str:
    return compact(iri) if is_iri(iri) else "something without a name"


def _details(query: Query, row: Mapping[str, Scalar], subject: str) -> str:
    parts = [
        f"{query.columns[name].label.lower() if name in query.columns else name} {shorten(_shown(value), 120)}"
        for name, value in row.items()
        if name not in _ROLES and value not in (None, "", subject)
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _shown(value: Scalar) -> str:
    return compact(value) if isinstance(value, str) else f"{value:f}" if hasattr(value, "quantize") else str(value)


def _remedy(query: Query, row: Mapping[str, Scalar], engine: EmbeddedEngine) -> str:
    missing = str(row.get("missing") or "")
    if not is_iri(missing):
        return query.note
    # A name that nothing describes is most often a misspelt one.
    namespace = missing[: max(missing.rfind("/"), missing.rfind("#")) + 1]
    table = engine.select(
        f'SELECT DISTINCT ?known WHERE {{ ?known a ?type . FILTER(STRSTARTS(STR(?known), "{namespace}")) }}'
    )
    known = [str(name).removeprefix(namespace) for name in table.column("known")]
    near = [compact(namespace + name) for name in did_you_mean(missing.removeprefix(namespace), known)]
    return f"Did you mean {' or '.join(near)}? {query.note}" if near else query.note


# -- shapes --


def _apply_shapes(inventory: Inventory, engine: EmbeddedEngine, places: Places) -> list[Finding]:
    files = inventory.shapes()
    if not files:
        return []
    try:
        # The store leaves shapes out; under another name they are read like any module, with the same messages.
        shapes = load_files(replace(file, name=f"loaded/{file.name}") for file in files)
    except ModuleError as error:
        return [_of_module_error(error)]
    findings = [_of_problem(problem) for problem in shapes.report.problems]
    with _quiet():
        data = _to_rdflib(engine)
        report = _report(data, _to_rdflib(shapes))
    if isinstance(report, str):
        path = str(files[-1].path)
        return [
            *findings,
            Finding("error", "shapes", "", f"the shapes cannot be applied: {report}", "Mend the shapes.", path),
        ]
    return findings + list(_of_results(report, data, places))


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph | str:
    """The validation report, or why there is none."""
    import pyshacl
    import rdflib
    from pyshacl import errors

    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            do_owl_imports=False,
            advanced=False,
            meta_shacl=False,
            inplace=True,
        )
    except errors.ReportableRuntimeError as error:
        return shorten(str(error), 300)
    return report if isinstance(report, rdflib.Graph) else shorten(str(text), 300)


def _of_results(report: rdflib.Graph, data: rdflib.Graph, places: Places) -> Iterator[Finding]:
    """One finding per thing and shape: a value may break one shape in several ways, and one message tells them all."""
    import rdflib

    shacl = rdflib.Namespace(_SHACL)
    merged: dict[tuple[rdflib.term.Node, str], tuple[rdflib.term.Node, list[str]]] = {}
    results = set(report.objects(None, shacl.result))  # a result may hold others that tell why: those are left out
    for result, focus in report.subject_objects(shacl.focusNode):
        value = report.value(result, shacl.value)
        if result not in results:
            continue
        values = merged.setdefault((focus, str(report.value(result, shacl.sourceShape))), (result, []))[1]
        if value is not None and value != focus:
            values.append(compact(str(value)))
    for (focus, shape), (result, values) in merged.items():
        owner = _owner(focus, data)
        path, line = places.find(owner, (), str(report.value(result, shacl.resultPath)))
        severity: Severity = "error" if report.value(result, shacl.resultSeverity) == shacl.Violation else "warning"
        message, _, remedy = _text(report.objects(result, shacl.resultMessage)).partition(". ")
        found = f" Found: {shorten(', '.join(sorted(values)), 120)}." if values else ""
        rule = "shapes/" + (shape.removeprefix(_SHAPES) if shape.startswith(_SHAPES) else "unnamed")
        yield Finding(severity, rule, owner, f"{_name(owner)}: {message.rstrip('.')}.{found}", remedy, path, line)


def _owner(focus: rdflib.term.Node, data: rdflib.Graph) -> str:
    """The thing itself, or the thing that a nameless one speaks of or belongs to; empty where there is none."""
    import rdflib

    if not isinstance(focus, rdflib.BNode):
        return str(focus)
    about = data.value(focus, rdflib.OWL.annotatedSource) or next(data.subjects(None, focus), None)
    return str(about) if isinstance(about, rdflib.URIRef) else ""


def _text(messages: Iterable[rdflib.term.Node]) -> str:
    return min((str(m) for m in messages), default="A shape is not met.")


def _to_rdflib(engine: EmbeddedEngine) -> rdflib.Graph:
    import rdflib

    def node(term: Term) -> rdflib.term.Node:
        if term.kind == "iri":
            return rdflib.URIRef(term.value)
        if term.kind == "blank":
            return rdflib.BNode(term.value)
        datatype = rdflib.URIRef(term.datatype) if term.datatype else None
        return rdflib.Literal(term.value, lang=term.lang or None, datatype=datatype, normalize=False)

    graph = rdflib.Graph()
    for s, p, o in engine.construct("CONSTRUCT WHERE { ?s ?p ?o }", row_limit=engine.report.triples + 1):
        graph.add((node(s), node(p), node(o)))
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for every literal that does not fit its datatype: shapes speak of those."""
    loggers = [logging.getLogger(name) for name in ("rdflib", "rdflib.term", "pyshacl")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


# -- places --
