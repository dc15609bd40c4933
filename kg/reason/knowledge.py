"""What enters the reasoner: the shipped taxonomy, and beside it, told apart, what the user adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from kg import terms
from kg.modules import INFERRED, Inventory, ModuleFile
from kg.store.embedded import EmbeddedEngine

Triple = tuple[Node, Node, Node]
PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
#: Modules of these names, and those in folders of these names, are reasoned over; evidence is not: thousands of
#: observations take HermiT past every time limit and nothing follows from them.
REASONED = ("vocab", "core", "values", "access", "attacks", "threat-models")
#: The graph that ships, and the graph of what follows from a user's files beside it.
WORKSPACE_INFERRED_IRI = terms.MODULE + "workspace/inferred"
_EVIDENCE = {PRAXIS.Observation, PRAXIS.Claim}
_HEADER = URIRef(terms.MODULE + "reasoned")
_DECLARATIONS = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype, OWL.NamedIndividual
}  # fmt: skip
_BUILT_IN = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.deprecated}


def new_graph() -> Graph:
    """An empty graph of the plain kind: adding to one that can hold contexts takes twice as long."""
    return Graph("SimpleMemory")


def union(*graphs: Graph) -> Graph:
    """A graph of its own with the triples of all."""
    whole = new_graph()
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    return whole


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest piece that can be left out: one triple with the nameless things that hang on it."""

    triples: tuple[Triple, ...]

    @property
    def main(self) -> Triple:
        """The triple itself."""
        return self.triples[0]


@dataclass(frozen=True)
class Knowledge:
    """Triples to be reasoned over.

    :param shipped: those that came with ThreatPraxis
    :param added: those of the user's files
    :param rest: those of all other modules; they give labels and types, and do not enter the reasoner
    :param known: what the shipped inferred module holds; it does not enter either
    :param sources: the file that states a triple
    :param modules: what enters: ontology IRI and file, the shipped ones first
    """

    shipped: Graph
    added: Graph
    rest: Graph
    known: Graph
    sources: dict[Triple, Path]
    modules: tuple[tuple[str, ModuleFile], ...]

    @property
    def has_additions(self) -> bool:
        """Whether files of the user's enter."""
        return any(file.origin == "workspace" for _, file in self.modules)

    @cached_property
    def all(self) -> Graph:
        """Shipped and added together."""
        return union(self.shipped, self.added)

    @cached_property
    def everything(self) -> Graph:
        """Whatever is stated anywhere."""
        return union(self.all, self.rest)

    @cached_property
    def annotations(self) -> set[Node]:
        """The properties that carry no logic."""
        return _BUILT_IN | set(self.all.subjects(RDF.type, OWL.AnnotationProperty))

    def source(self, triple: Triple) -> Path | None:
        """The file that states a triple."""
        return self.sources.get(triple)

    def logic(self, triples: Iterable[Triple]) -> Graph:
        """The triples without annotations, which cost time and decide nothing."""
        kept = new_graph()
        for s, p, o in _without_statements_on_statements(triples):
            if p not in self.annotations:
                kept.add((s, p, o))
        return kept

    @cached_property
    def ground(self) -> Graph:
        """What every run over the added statements starts from: the shipped logic and all declarations."""
        graph = self.logic(self.shipped)
        for s, _, o in self.added.triples((None, RDF.type, None)):
            if o in _DECLARATIONS and not isinstance(s, BNode):
                graph.add((s, RDF.type, o))
        return graph

    @cached_property
    def statements(self) -> list[Statement]:
        """The added logic in pieces that can be left out one by one."""
        return split(self.logic(self.added), self.ground)

    @cached_property
    def declarations(self) -> Graph:
        """Which term is a class, a property or a datatype: without these nothing is read right."""
        graph = new_graph()
        for triple in self.all.triples((None, RDF.type, None)):
            if triple[2] in _DECLARATIONS and not isinstance(triple[0], BNode):
                graph.add(triple)
        return graph


def split(logic: Graph, without: Graph) -> list[Statement]:
    """Triples in pieces that can be left out one by one, except those of another graph."""
    hanging = {o for o in logic.objects() if isinstance(o, BNode)}
    heads = sorted((t for t in logic if t[0] not in hanging and t not in without), key=_order)
    taken: dict[Node, list[Triple]] = {}
    for triple in heads:  # all triples of a nameless head, such as an owl:AllDifferent, belong together
        key = triple[0] if isinstance(triple[0], BNode) else BNode()
        taken.setdefault(key, []).append(triple)
    return [Statement(tuple(t for head in group for t in _closure(head, logic))) for group in taken.values()]


def assemble(inventory: Inventory) -> Knowledge:
    """Read an inventory for reasoning.

    :raises ModuleError: where a file cannot be read
    """
    engine = EmbeddedEngine.load(inventory)
    dataset = engine.as_dataset()
    by_path = {str(file.path): file for file in inventory.data()}
    parts = {name: new_graph() for name in ("shipped", "added", "rest", "known")}
    sources: dict[Triple, Path] = {}
    entering = []
    for module in sorted(engine.report.modules, key=lambda m: m.origin):
        file = by_path[module.path]
        part = _part(file, module.iri)
        if part in ("shipped", "added"):
            entering.append((module.iri, file))
        for triple in _without_header(dataset.graph(URIRef(module.iri))):
            parts[part].add(triple)
            sources.setdefault(triple, file.path)
    added = _without_evidence(parts["added"])
    for triple in _types_of_mentioned(added, parts["rest"]):
        parts["shipped"].add(triple)
    return Knowledge(parts["shipped"], added, parts["rest"], parts["known"], sources, tuple(entering))


def is_reasoned(file: ModuleFile) -> bool:
    """Whether a shipped file enters the reasoner."""
    return file.origin == "shipped" and file.name.split("/")[0].removesuffix(".ttl") in REASONED


def _part(file: ModuleFile, iri: str) -> str:
    if iri in (INFERRED, WORKSPACE_INFERRED_IRI):  # what was inferred before is no evidence for itself
        return "known" if file.origin == "shipped" else "rest"
    if file.origin == "workspace":
        return "added"
    return "shipped" if is_reasoned(file) else "rest"


def n_triples(graph: Graph) -> bytes:
    """The triples as a file that owlready2 and the OWL API read, without imports and under one header."""
    whole = union(graph)
    whole.add((_HEADER, RDF.type, OWL.Ontology))
    return b"".join(sorted(whole.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)))


def _without_header(graph: Graph) -> Iterator[Triple]:
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for s, p, o in graph:
        if s not in headers and p != OWL.imports:  # imports would be fetched over the network
            yield s, p, o


def _without_evidence(graph: Graph) -> Graph:
    kinds = set(graph.subjects(RDF.type, None))
    evidence = {s for s in kinds if set(graph.objects(s, RDF.type)) <= _EVIDENCE | {OWL.NamedIndividual}}
    kept = new_graph()
    for s, p, o in graph:
        if s not in evidence and o not in evidence:
            kept.add((s, p, o))
    return kept


def _types_of_mentioned(added: Graph, rest: Graph) -> Iterator[Triple]:
    # A bin used as an access can be told from an access only when the reasoner knows that it is a bin.
    for node in set(added.objects()) | set(added.subjects()):
        if isinstance(node, URIRef):
            for kind in rest.objects(node, RDF.type):
                if str(kind).startswith(str(PRAXIS)):
                    yield node, RDF.type, kind


def _without_statements_on_statements(triples: Iterable[Triple]) -> Iterator[Triple]:
    graph = list(triples)
    reified = {s for s, p, o in graph if p == RDF.type and o in (OWL.Axiom, OWL.Annotation)}
    return (t for t in graph if t[0] not in reified)


def _closure(head: Triple, graph: Graph) -> list[Triple]:
    found, ahead = [head], [head[2]]
    seen: set[Node] = set()
    while ahead:
        node = ahead.pop()
        if isinstance(node, BNode) and node not in seen:
            seen.add(node)
            more = sorted(graph.triples((node, None, None)), key=_order)
            found += more
            ahead += [o for _, _, o in more]
    return found


def _order(triple: Triple) -> tuple[str, ...]:
    return tuple(term.n3() for term in triple)
