"""Whether knowledge lies within OWL 2 DL, and within what HermiT can read.

The checker is OWL API's, of 2013, inside HermiT's archive. It is run from a source file, which needs a Java
*development kit*. What it misses and HermiT dies of is checked here, without Java.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as Choice

from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef

from kg.errors import shorten
from kg.reason.knowledge import PRAXIS, Knowledge, n_triples
from kg.reason.process import ReasonerStoppedError, run_java, workplace
from kg.terms import compact

_PROGRAM = Path(__file__).parent / "Profile.java"
#: Datatypes that OWL 2 has not and that HermiT refuses with a crash.
_REFUSED = {
    XSD.date, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay, XSD.gMonth, XSD.gDay, XSD.time, XSD.duration,
    XSD.dayTimeDuration, XSD.yearMonthDuration, XSD.QName, XSD.NOTATION,
}  # fmt: skip
#: Where a list belongs to an axiom and not to the data.
_LISTS = {
    OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.members, OWL.distinctMembers, OWL.propertyChainAxiom, OWL.hasKey,
    OWL.disjointUnionOf, OWL.withRestrictions, OWL.onProperties, RDF.rest,
}  # fmt: skip
_RUNTIME_ONLY = (
    "The profile was not checked: this Java is a runtime, and the checker needs a development kit (JDK 11 or later)."
)
_IRI = re.compile(r"<([^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Violation:
    """Something outside OWL 2 DL, or beyond what HermiT reads.

    :param found_by: the OWL API's checker, or this module
    """

    message: str
    found_by: Choice["OWL API", "ThreatPraxis"]


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """All violations, and why the OWL API's checker was not asked, if it was not."""

    violations: tuple[Violation, ...]
    not_asked: str = ""


def check_profile(knowledge: Knowledge) -> ProfileReport:
    """Both checks over all that enters the reasoner, annotations included."""
    own = tuple(unreadable(knowledge.all))
    with workplace() as folder:
        path = folder / "profile.nt"
        path.write_bytes(n_triples(knowledge.all))
        code, told = run_java(folder, [_PROGRAM, path])
    if "jdk.compiler" in told or "com.sun.tools.javac" in told:
        return ProfileReport(own, _RUNTIME_ONLY)
    if code:
        raise ReasonerStoppedError(f"The profile checker failed: {shorten(told, 300)}")
    lines = sorted({line.removeprefix("violation ") for line in told.splitlines() if line.startswith("violation ")})
    return ProfileReport(own + tuple(Violation(_short(line), "OWL API") for line in lines))


def unreadable(graph: Graph) -> list[Violation]:
    """What the OWL API's checker lets pass and HermiT does not, and data that OWL cannot see."""
    return [Violation(message, "ThreatPraxis") for message in sorted({*_datatypes(graph), *_data_lists(graph)})]


def _datatypes(graph: Graph) -> list[str]:
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    found = [
        f"{compact(str(s))} {compact(str(p))} {o.n3(graph.namespace_manager)}: OWL 2 has no datatype "
        f"{compact(str(o.datatype))}. Use an annotation property, or an integer for a year."
        for s, p, o in graph
        if isinstance(o, Literal) and o.datatype in _REFUSED and p not in annotations and _ours(p)
    ]
    return found + [
        f"{compact(str(s))} {compact(str(p))} {compact(str(o))}: OWL 2 has no such datatype."
        for s, p, o in graph
        if o in _REFUSED and s not in annotations and isinstance(s, URIRef)
    ]


def _ours(relation: object) -> bool:
    return not str(relation).startswith(str(OWL))


def _data_lists(graph: Graph) -> list[str]:
    cells = set(graph.subjects(RDF.first, None)) | {RDF.nil}
    return [
        f"{compact(str(s))} {compact(str(p))} leads to a list: OWL cannot have lists in data. "
        f"Use one statement per item, and {compact(str(PRAXIS.position))} for the order."
        for s, p, o in graph
        if o in cells and p not in _LISTS
    ]


def _short(text: str) -> str:
    return shorten(_IRI.sub(lambda m: compact(m[1]), text), 300)
