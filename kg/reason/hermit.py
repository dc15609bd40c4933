"""HermiT's word: whether knowledge is consistent, and what follows from it."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.errors import shorten
from kg.reason.knowledge import Triple, n_triples
from kg.reason.process import TIME_LIMIT, ReasonerStoppedError, run_java, run_worker, workplace
from kg.reason.worker import INPUT, OUTPUT

_COMMAND_LINE = "org.semanticweb.HermiT.cli.CommandLine"
_TRIVIAL = {OWL.Thing, OWL.Nothing, OWL.topObjectProperty, OWL.NamedIndividual, OWL.Ontology}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run said.

    :param inferred: every named statement that follows and is not asserted; empty where inconsistent
    :param empty: classes that can have no member
    """

    consistent: bool
    inferred: frozenset[Triple]
    empty: tuple[str, ...]
    seconds: float


def infer(logic: Graph, *, seconds: float = TIME_LIMIT) -> Outcome:
    """Classify and realise.

    :param logic: triples without annotations
    :raises ReasonerStoppedError: out of time, or HermiT refuses the input
    """
    start = time.perf_counter()
    with workplace() as folder:
        (folder / INPUT).write_bytes(n_triples(logic))
        code, told = run_worker(folder, seconds=seconds)
        if code or not (folder / OUTPUT).is_file():
            raise _crash(told)
        found = json.loads((folder / OUTPUT).read_text(encoding="utf-8"))
    elapsed = time.perf_counter() - start
    if "error" in found:
        raise _crash(found["error"])
    if not found["consistent"]:
        return Outcome(False, frozenset(), (), elapsed)
    direct = {(URIRef(s), URIRef(p), URIRef(o)) for s, p, o in found["triples"]}
    return Outcome(True, frozenset(complete(direct, logic)), tuple(found["empty"]), elapsed)


def consistent(logic: Graph, *, seconds: float = TIME_LIMIT) -> bool:
    """Whether HermiT finds no contradiction; quicker than :func:`infer`."""
    with workplace() as folder:
        path = folder / INPUT
        path.write_bytes(n_triples(logic))
        code, told = run_java(folder, [_COMMAND_LINE, "-k", path.as_uri()], seconds=seconds)
    if "Inconsistent ontology" in told or "is not satisfiable" in told:
        return False
    if code or "is satisfiable" not in told:
        raise _crash(told)
    return True


def complete(direct: Iterable[Triple], logic: Graph) -> set[Triple]:
    """All that follows, from the most specific types, superclasses and properties, which are all that HermiT names."""
    found = {t for t in direct if t[2] not in _TRIVIAL and t[0] not in _TRIVIAL and t[0] != t[2]}
    above = _closure({(s, o) for s, p, o in found if p == RDFS.subClassOf}, logic, RDFS.subClassOf)
    wider = _closure({(s, o) for s, p, o in found if p == RDFS.subPropertyOf}, logic, RDFS.subPropertyOf)
    for s, kind in [*logic.subject_objects(RDF.type), *((s, o) for s, p, o in found if p == RDF.type)]:
        found |= {(s, RDF.type, c) for c in above[kind]}
    for s, p, o in [*logic, *found]:
        found |= {(s, q, o) for q in wider[p] if q != p}
    return {t for t in found if t not in logic and t[2] not in _TRIVIAL and not _stated_by_subclass(t, logic)}


def _closure(pairs: set[tuple[Node, Node]], logic: Graph, relation: URIRef) -> defaultdict[Node, set[Node]]:
    edges = defaultdict(set)
    for low, high in pairs | set(logic.subject_objects(relation)):
        if isinstance(low, URIRef) and isinstance(high, URIRef):
            edges[low].add(high)
    above: defaultdict[Node, set[Node]] = defaultdict(set)
    for start in list(edges):
        ahead = [start]
        while ahead:
            for high in edges.get(ahead.pop(), ()):
                if high not in above[start]:
                    above[start].add(high)
                    ahead.append(high)
    return above


def _stated_by_subclass(triple: Triple, logic: Graph) -> bool:
    """Whether any reader of rdfs:subClassOf knows it without a reasoner; repeating it would bury what is new."""
    s, p, o = triple
    if p == RDFS.subClassOf:
        return o in set(logic.transitive_objects(s, RDFS.subClassOf))
    return p == RDF.type and any(
        o in set(logic.transitive_objects(kind, RDFS.subClassOf)) for kind in logic.objects(s, RDF.type)
    )


def _crash(told: str) -> ReasonerStoppedError:
    if "OutOfMemoryError" in told:
        return ReasonerStoppedError("The reasoner ran out of memory.", remedy="Reason over fewer statements.")
    lines = [line for line in told.splitlines() if "Exception" in line or "Error" in line] or told.splitlines()[-1:]
    return ReasonerStoppedError(
        f"The reasoner could not read the knowledge: {shorten(' '.join(lines[:1]) or 'it said nothing', 300)}",
        remedy="Most often a statement leaves OWL 2 DL: 'threatpraxis reason' names it before it starts.",
    )
