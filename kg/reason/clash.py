"""Contradictions in words: axioms that forbid a pair of statements, and the pairs that break them.

HermiT says only that there is a contradiction. The patterns here are those that occur in practice; each one found is
put to HermiT again before it is told (see :mod:`kg.reason.contradiction`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.reason.derive import DECIMALS, Derivation, as_number
from kg.reason.knowledge import Triple
from kg.reason.words import Words
from kg.terms import compact


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that an axiom forbids to hold together.

    :param axiom: its name, such as ``praxis:ofAttack a owl:FunctionalProperty``
    :param words: the axiom in words
    :param statements: stated or derived
    """

    axiom: str
    words: str
    statements: tuple[Triple, ...]


def clashes(axioms: Graph, derivation: Derivation, words: Words) -> list[Clash]:
    """All contradictions that the patterns recognise."""
    found = _Finder(axioms, derivation.facts, words).all()
    return list(dict.fromkeys(found))


class _Finder:
    def __init__(self, axioms: Graph, facts: Graph, words: Words) -> None:
        self._axioms, self._facts, self._words = axioms, facts, words

    def all(self) -> Iterator[Clash]:
        yield from self._disjoint_properties()
        yield from self._disjoint_classes()
        yield from self._functional()
        yield from self._directed()
        yield from self._ranges()
        yield from self._denied()

    def _pairs(self, kind: URIRef, direct: URIRef) -> Iterator[tuple[Node, Node, str]]:
        """Pairs that exclude each other, by a list or one by one, with the name of the axiom."""
        for axiom in self._axioms.subjects(RDF.type, kind):
            for members in self._lists(axiom, OWL.members, OWL.distinctMembers):
                for one, other in combinations(members, 2):
                    yield one, other, compact(str(kind))
        for one, other in self._axioms.subject_objects(direct):
            yield one, other, f"{compact(str(one))} {compact(str(direct))}"

    def _lists(self, node: Node, *relations: URIRef) -> Iterable[list[Node]]:
        return [list(Collection(self._axioms, head)) for r in relations for head in self._axioms.objects(node, r)]

    def _disjoint_properties(self) -> Iterator[Clash]:
        label = self._words.label
        for one, other, axiom in self._pairs(OWL.AllDisjointProperties, OWL.propertyDisjointWith):
            words = f"“{label(one)}” and “{label(other)}” never hold between the same two things"
            for s, o in self._facts.subject_objects(one):
                if (s, other, o) in self._facts:
                    yield Clash(axiom, words, ((s, one, o), (s, other, o)))

    def _disjoint_classes(self) -> Iterator[Clash]:
        for one, other, axiom in self._pairs(OWL.AllDisjointClasses, OWL.disjointWith):
            words = f"nothing is both {self._words.a_class(one)} and {self._words.a_class(other)}"
            both = set(self._facts.subjects(RDF.type, one)) & set(self._facts.subjects(RDF.type, other))
            for s in sorted(both, key=str):
                yield Clash(axiom, words, ((s, RDF.type, one), (s, RDF.type, other)))

    def _functional(self) -> Iterator[Clash]:
        for relation in sorted(self._axioms.subjects(RDF.type, OWL.FunctionalProperty), key=str):
            words = f"nothing has more than one value for “{self._words.label(relation)}”"
            name = f"{compact(str(relation))} a owl:FunctionalProperty"
            for s in sorted(set(self._facts.subjects(relation, None)), key=str):
                for one, other in combinations(sorted(self._facts.objects(s, relation), key=str), 2):
                    if (why := self._different(one, other)) is not None:
                        yield Clash(name, words + why, ((s, relation, one), (s, relation, other)))
        for relation in sorted(self._axioms.subjects(RDF.type, OWL.InverseFunctionalProperty), key=str):
            words = f"no two things share a value for “{self._words.label(relation)}”"
            for o in sorted(set(self._facts.objects(None, relation)), key=str):
                for one, other in combinations(sorted(self._facts.subjects(relation, o), key=str), 2):
                    if (why := self._different(one, other)) is not None:
                        yield Clash(f"{compact(str(relation))} a owl:InverseFunctionalProperty", words + why,
                                    ((one, relation, o), (other, relation, o)))  # fmt: skip

    def _different(self, one: Node, other: Node) -> str | None:
        """The rest of the sentence where two values are known to be different; None where they may be one."""
        if isinstance(one, Literal) and isinstance(other, Literal):
            numbers = as_number(one), as_number(other)
            same = numbers[0] == numbers[1] if None not in numbers else one == other
            return None if same else ""
        if (one, OWL.differentFrom, other) in self._facts or (other, OWL.differentFrom, one) in self._facts:
            return f", and {self._words.fact((one, OWL.differentFrom, other))} (owl:differentFrom)"
        for axiom in self._axioms.subjects(RDF.type, OWL.AllDifferent):
            if any({one, other} <= set(m) for m in self._lists(axiom, OWL.members, OWL.distinctMembers)):
                return f", and {self._words.fact((one, OWL.differentFrom, other))} (owl:AllDifferent)"
        return None

    def _directed(self) -> Iterator[Clash]:
        for relation in sorted(self._axioms.subjects(RDF.type, OWL.AsymmetricProperty), key=str):
            words = f"“{self._words.label(relation)}” never holds both ways"
            for s, o in self._facts.subject_objects(relation):
                if str(s) < str(o) and (o, relation, s) in self._facts:
                    yield Clash(f"{compact(str(relation))} a owl:AsymmetricProperty", words,
                                ((s, relation, o), (o, relation, s)))  # fmt: skip
        for relation in sorted(self._axioms.subjects(RDF.type, OWL.IrreflexiveProperty), key=str):
            words = f"nothing “{self._words.label(relation)}” itself"
            for s in self._facts.subjects(relation, None):
                if (s, relation, s) in self._facts:
                    yield Clash(f"{compact(str(relation))} a owl:IrreflexiveProperty", words, ((s, relation, s),))

    def _ranges(self) -> Iterator[Clash]:
        for relation in sorted(self._axioms.subjects(RDF.type, OWL.DatatypeProperty), key=str):
            for kind in self._axioms.objects(relation, RDFS.range):
                words = f"the value of “{self._words.label(relation)}” is {compact(str(kind))}"
                for s, o in self._facts.subject_objects(relation):
                    if isinstance(o, Literal) and not _within(o, kind):
                        yield Clash(f"{compact(str(relation))} rdfs:range", words, ((s, relation, o),))

    def _denied(self) -> Iterator[Clash]:
        for s in self._facts.subjects(RDF.type, OWL.Nothing):
            yield Clash("owl:Nothing", "the empty class has no members", ((s, RDF.type, OWL.Nothing),))
        for s, o in self._facts.subject_objects(OWL.sameAs):
            if self._different(s, o) is not None:
                yield Clash("owl:AllDifferent", self._words.fact((s, OWL.differentFrom, o)), ((s, OWL.sameAs, o),))
        for axiom in self._axioms.subjects(RDF.type, OWL.NegativePropertyAssertion):
            get = self._axioms.value
            triple = (get(axiom, OWL.sourceIndividual), get(axiom, OWL.assertionProperty),
                      get(axiom, OWL.targetIndividual) or get(axiom, OWL.targetValue))  # fmt: skip
            if triple in self._facts:
                yield Clash("owl:NegativePropertyAssertion", "the opposite is stated too", (triple,))  # type: ignore[arg-type]


def _within(value: Literal, kind: Node) -> bool:
    """Whether a literal belongs to a datatype; unknown datatypes are given the benefit of the doubt."""
    actual = value.datatype or (RDF.langString if value.language else XSD.string)
    if actual == kind or kind in (RDFS.Literal, RDF.PlainLiteral):
        return not value.ill_typed
    if kind == XSD.decimal:
        return actual in DECIMALS and not value.ill_typed
    if kind == XSD.integer:
        number = as_number(value)
        return number is not None and number == int(number)
    return kind not in (XSD.string, XSD.boolean)
