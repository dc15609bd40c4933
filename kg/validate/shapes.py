"""SHACL shapes: what each single thing must state. The only home of pyshacl; imports are not followed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import ModuleError, shorten
from kg.modules import Inventory
from kg.places import Places
from kg.results import Term, Triple
from kg.store.embedded import EmbeddedEngine, load_files
from kg.terms import compact
from kg.validate.findings import Finding, Severity, named, of_module_error, of_problem

if TYPE_CHECKING:
    import rdflib

_SHACL = "http://www.w3.org/ns/shacl#"
_SHAPES = "https://w3id.org/threatpraxis/shapes#"
_EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"


def apply_shapes(
    inventory: Inventory, engine: EmbeddedEngine, places: Places, part: str = _EVERYTHING, focus: Sequence[str] = ()
) -> list[Finding]:
    """What breaks the shapes of an inventory.

    :param part: which triples the shapes are put to, as a CONSTRUCT query; it must hold all that they look at
    :param focus: the only things that are looked at; everything where it is empty
    """
    files = inventory.shapes()
    if not files:
        return []
    try:
        # The store leaves shapes out; under another name they are read like any module, with the same messages.
        shapes = load_files(replace(file, name=f"loaded/{file.name}") for file in files)
    except ModuleError as error:
        return [of_module_error(error)]
    findings = [of_problem(problem) for problem in shapes.report.problems]
    with _quiet():
        data = _to_rdflib(engine.construct(part, row_limit=engine.report.triples + 1))
        shapes_graph = _to_rdflib(shapes.construct(_EVERYTHING, row_limit=shapes.report.triples + 1))
        report = _report(data, shapes_graph, focus)
    if isinstance(report, str):
        message, path = f"the shapes cannot be applied: {report}", str(files[-1].path)
        return [*findings, Finding("error", "shapes", "", message, "Mend the shapes.", path)]
    return findings + list(_of_results(report, data, places))


def _report(data: rdflib.Graph, shapes: rdflib.Graph, focus: Sequence[str]) -> rdflib.Graph | str:
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
            focus_nodes=[rdflib.URIRef(iri) for iri in focus] or None,
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
        step = report.value(result, shacl.resultPath)
        about = str(step) if isinstance(step, rdflib.URIRef) else ""
        path, line = places.find(owner, (), about)
        severity: Severity = "error" if report.value(result, shacl.resultSeverity) == shacl.Violation else "warning"
        message, _, remedy = _text(report.objects(result, shacl.resultMessage)).partition(". ")
        found = f" Found: {shorten(', '.join(sorted(values)), 120)}." if values else ""
        rule = "shapes/" + (shape.removeprefix(_SHAPES) if shape.startswith(_SHAPES) else "unnamed")
        yield Finding(
            severity, rule, owner, f"{named(owner)}: {message.rstrip('.')}.{found}", remedy, path, line, about
        )


def _owner(focus: rdflib.term.Node, data: rdflib.Graph) -> str:
    """The thing itself, or the thing that a nameless one speaks of or belongs to; empty where there is none."""
    import rdflib

    if not isinstance(focus, rdflib.BNode):
        return str(focus)
    about = data.value(focus, rdflib.OWL.annotatedSource) or next(data.subjects(None, focus), None)
    return str(about) if isinstance(about, rdflib.URIRef) else ""


def _text(messages: Iterable[rdflib.term.Node]) -> str:
    return min((str(m) for m in messages), default="A shape is not met.")


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    import rdflib

    def node(term: Term) -> rdflib.term.Node:
        if term.kind == "iri":
            return rdflib.URIRef(term.value)
        if term.kind == "blank":
            return rdflib.BNode(term.value)
        datatype = rdflib.URIRef(term.datatype) if term.datatype else None
        return rdflib.Literal(term.value, lang=term.lang or None, datatype=datatype, normalize=False)

    graph = rdflib.Graph()
    for s, p, o in triples:
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
