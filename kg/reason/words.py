"""OWL in words: labels of things, class expressions and facts as a person would say them."""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.reason.knowledge import Triple
from kg.terms import compact

_FACETS = {
    XSD.maxExclusive: "below", XSD.maxInclusive: "at most", XSD.minExclusive: "above", XSD.minInclusive: "at least",
}  # fmt: skip
_COUNTS = {
    OWL.minCardinality: "at least", OWL.maxCardinality: "at most", OWL.cardinality: "exactly",
    OWL.minQualifiedCardinality: "at least", OWL.maxQualifiedCardinality: "at most",
    OWL.qualifiedCardinality: "exactly",
}  # fmt: skip
_CHARACTERISTICS = {
    OWL.FunctionalProperty: "functional: nothing has two values for it",
    OWL.InverseFunctionalProperty: "inverse functional: no two things share a value for it",
    OWL.TransitiveProperty: "transitive", OWL.SymmetricProperty: "symmetric: it holds both ways",
    OWL.AsymmetricProperty: "asymmetric: it never holds both ways", OWL.ReflexiveProperty: "reflexive",
    OWL.IrreflexiveProperty: "irreflexive: nothing has it to itself",
}  # fmt: skip
_DEEPEST = 12


class Words:
    """Renders terms of one graph.

    :param graph: where labels and class expressions are looked up
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def label(self, node: Node) -> str:
        """The English label of a thing, or its short name."""
        if isinstance(node, Literal):
            return f"“{node}”"
        if isinstance(node, BNode):
            return self.expression(node)
        for relation in (SKOS.prefLabel, RDFS.label):
            found = [v for v in self._graph.objects(node, relation) if getattr(v, "language", None) in ("en", None)]
            if found:
                return min(map(str, found))
        return compact(str(node))

    def thing(self, node: Node) -> str:
        """A thing with its label in quotation marks, so that it cannot be taken for a word of the sentence."""
        return self.label(node) if isinstance(node, Literal) else f"“{self.label(node)}”"

    def fact(self, triple: Triple) -> str:
        """A triple as a sentence without full stop."""
        s, p, o = triple
        if p == RDF.type and o in _CHARACTERISTICS:
            return f"{self.thing(s)} is {_CHARACTERISTICS[o]}"  # type: ignore[index]
        if p == RDF.type:
            return f"{self.thing(s)} is {self.a_class(o)}"
        if p == RDFS.subClassOf:
            return f"every {self.label(s)} is {self.a_class(o)}"
        if p == OWL.disjointWith:
            return f"nothing is both {self.a_class(s)} and {self.a_class(o)}"
        if p in (RDFS.domain, RDFS.range):
            return f"only {self.a_class(o)} can stand {'before' if p == RDFS.domain else 'behind'} {self.thing(s)}"
        if p == OWL.equivalentClass:
            return f"{self.a_class(s)} is by definition {self.a_class(o)}"
        if p == OWL.differentFrom:
            return f"{self.thing(s)} and {self.thing(o)} are different things"
        if p == OWL.sameAs:
            return f"{self.thing(s)} and {self.thing(o)} are the same thing"
        return f"{self.thing(s)} {self.label(p)} {self.thing(o)}"

    def a_class(self, node: Node) -> str:
        """A class with its article."""
        if isinstance(node, BNode):
            return self.expression(node)
        label = self.label(node)
        return f"{'an' if label[:1].lower() in 'aeiou' else 'a'} {label}"

    def expression(self, node: Node, depth: int = 0) -> str:
        """A class or a data range in words."""
        if depth > _DEEPEST:
            return "…"
        if not isinstance(node, BNode):
            return self.a_class(node)
        if (parts := self.members(node, OWL.intersectionOf)) is not None:
            return self._intersection(parts, depth)
        if (parts := self.members(node, OWL.unionOf)) is not None:
            return " or ".join(self.expression(part, depth + 1) for part in parts)
        if (parts := self.members(node, OWL.oneOf)) is not None:
            return self.one_of(parts)
        if (other := self._graph.value(node, OWL.complementOf)) is not None:
            return f"anything but {self.expression(other, depth + 1)}"
        if self._graph.value(node, OWL.onDatatype) is not None:
            return self._range(node)
        if self._graph.value(node, OWL.onProperty) is not None:
            return f"something that {self.restriction(node, depth)}"
        return "a class without a name"

    def one_of(self, parts: list[Node]) -> str:
        """A choice of things."""
        names = [self.thing(part) for part in parts]
        return names[0] if len(names) == 1 else f"one of {', '.join(names[:-1])} and {names[-1]}"

    def restriction(self, node: Node, depth: int = 0) -> str:
        """A restriction as what stands after 'that'."""
        value, graph = self._graph.value, self._graph
        name = self.label(value(node, OWL.onProperty) or node)
        if (fixed := value(node, OWL.hasValue)) is not None:
            return f"{name} {self.thing(fixed)}"
        if (some := value(node, OWL.someValuesFrom)) is not None:
            return f"{name} {self.expression(some, depth + 1)}"
        if (only := value(node, OWL.allValuesFrom)) is not None:
            return f"{name} nothing but {self.expression(only, depth + 1)}"
        if (value(node, OWL.hasSelf)) is not None:
            return f"{name} itself"
        for relation, words in _COUNTS.items():
            if (count := graph.value(node, relation)) is not None:
                of = graph.value(node, OWL.onClass)
                return f"{name} {words} {count}" + (f" × {self.label(of)}" if of is not None else "")
        return f"has the property “{name}” in some way"

    def group(self, axiom: Node, among: set[Node]) -> str:
        """An axiom over a list of things, of which only some are of interest."""
        kind = self._graph.value(axiom, RDF.type)
        items = [m for r in (OWL.members, OWL.distinctMembers) for m in self.members(axiom, r) or [] if m in among]
        text = {
            OWL.AllDisjointClasses: "nothing belongs to two of these",
            OWL.AllDifferent: "these are different things",
            OWL.AllDisjointProperties: "no two of these hold between the same two things",
        }
        names = ", ".join(sorted(self.thing(item) for item in items))
        return f"{text.get(kind, 'an axiom over these')}: {names}"  # type: ignore[call-overload]

    def members(self, node: Node, relation: URIRef) -> list[Node] | None:
        """The items of the list that a relation leads to; None where there is no such relation."""
        head = self._graph.value(node, relation)
        return None if head is None else list(Collection(self._graph, head))

    def _intersection(self, parts: list[Node], depth: int) -> str:
        named = [p for p in parts if not self._is_restriction(p)]
        conditions = [self.restriction(p, depth + 1) for p in parts if self._is_restriction(p)]
        head = " and ".join(self.expression(p, depth + 1) for p in named) or "something"
        return head + (f" that {' and '.join(conditions)}" if conditions else "")

    def _is_restriction(self, node: Node) -> bool:
        return isinstance(node, BNode) and self._graph.value(node, OWL.onProperty) is not None

    def _range(self, node: Node) -> str:
        kind = compact(str(self._graph.value(node, OWL.onDatatype)))
        limits = []
        for facet in self.members(node, OWL.withRestrictions) or []:
            for relation, limit in self._graph.predicate_objects(facet):
                limits.append(f"{_FACETS.get(relation, compact(str(relation)))} {limit}")  # type: ignore[call-overload]
        what = "a number" if kind in ("xsd:decimal", "xsd:integer", "xsd:double") else f"a value of {kind}"
        return f"{what} {' and '.join(sorted(limits))}"
