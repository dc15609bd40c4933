"""How a statement follows: rules over the axioms, each step remembered. Explains what HermiT says; never replaces it.

HermiT gives no reasons, so the statements it infers are derived once more by plain rules: sub-properties, chains,
transitivity, inverses, domains, ranges, sub-classes and the definitions of classes. What the rules do not reach is
true all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.reason.knowledge import Triple, union
from kg.reason.words import Words
from kg.terms import compact

_ROUNDS = 50
#: Datatypes whose values are exact numbers.
DECIMALS = {XSD.decimal, XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger}


@dataclass(frozen=True, slots=True)
class Step:
    """Why a statement holds: an axiom, and the statements it was applied to.

    :param axiom: the axiom as ``praxis:WhiteBoxThreatModel owl:equivalentClass``
    :param words: the axiom in words
    """

    axiom: str
    words: str
    premises: tuple[Triple, ...]


class Derivation:
    """All statements that the rules reach, each with its first and therefore short reason.

    :param asserted: axioms and facts
    :param words: renders axioms
    """

    def __init__(self, asserted: Graph, words: Words) -> None:
        self._axioms = asserted
        self._words = words
        self.facts = union(asserted)
        self.steps: dict[Triple, Step] = {}
        for _ in range(_ROUNDS):
            new: dict[Triple, list[Step]] = {}
            for triple, step in self._round():
                if triple not in self.facts:
                    new.setdefault(triple, []).append(step)
            for triple, steps in new.items():
                self.steps[triple] = min(steps, key=_preference)
                self.facts.add(triple)
            if not new:
                break

    def asserted(self, triple: Triple) -> bool:
        """Whether a statement is stated and not derived."""
        return triple in self._axioms

    def leaves(self, triple: Triple) -> list[Triple]:
        """The stated facts on which a statement rests, in the order of the argument."""
        step = self.steps.get(triple)
        if step is None:
            return [triple]
        return list(dict.fromkeys(leaf for premise in step.premises for leaf in self.leaves(premise)))

    def axioms(self, triple: Triple) -> list[str]:
        """The names of all axioms by which a statement follows."""
        step = self.steps.get(triple)
        if step is None:
            return []
        return list(dict.fromkeys([step.axiom, *(a for premise in step.premises for a in self.axioms(premise))]))

    # -- rules --

    def _round(self) -> Iterator[tuple[Triple, Step]]:
        yield from self._definitions()
        yield from self._subproperties()
        yield from self._chains()
        yield from self._transitive()
        yield from self._inverses()
        yield from self._domains_and_ranges()
        yield from self._subclasses()
        yield from self._hierarchy()

    def _named(self, relation: URIRef) -> Iterator[tuple[Node, Node]]:
        for low, high in self._axioms.subject_objects(relation):
            if isinstance(low, URIRef) and isinstance(high, URIRef):
                yield low, high

    def _name(self, subject: Node, relation: URIRef) -> str:
        return f"{compact(str(subject))} {compact(str(relation))}"

    def _subproperties(self) -> Iterator[tuple[Triple, Step]]:
        label = self._words.label
        for low, high in self._named(RDFS.subPropertyOf):
            words = f"“{label(low)}” is a special case of “{label(high)}”"
            for s, o in self.facts.subject_objects(low):
                yield (s, high, o), Step(self._name(low, RDFS.subPropertyOf), words, ((s, low, o),))

    def _chains(self) -> Iterator[tuple[Triple, Step]]:
        label = self._words.label
        for head, chain in self._axioms.subject_objects(OWL.propertyChainAxiom):
            links = list(Collection(self._axioms, chain))
            words = f"“{label(head)}” is inherited along the chain {', then '.join(f'“{label(p)}”' for p in links)}"
            for path in self._paths(links):
                triple = (path[0][0], head, path[-1][2])
                yield triple, Step(self._name(head, OWL.propertyChainAxiom), words, path)

    def _paths(self, links: list[Node]) -> Iterator[tuple[Triple, ...]]:
        paths: list[tuple[Triple, ...]] = [((s, links[0], o),) for s, o in self.facts.subject_objects(links[0])]
        for link in links[1:]:
            paths = [(*p, (p[-1][2], link, o)) for p in paths for o in self.facts.objects(p[-1][2], link)]
        yield from paths

    def _transitive(self) -> Iterator[tuple[Triple, Step]]:
        for relation in self._axioms.subjects(RDF.type, OWL.TransitiveProperty):
            words = f"“{self._words.label(relation)}” is transitive"
            for path in self._paths([relation, relation]):
                triple = (path[0][0], relation, path[1][2])
                yield triple, Step(f"{compact(str(relation))} a owl:TransitiveProperty", words, path)

    def _inverses(self) -> Iterator[tuple[Triple, Step]]:
        label = self._words.label
        pairs = list(self._named(OWL.inverseOf))
        for one, other in [*pairs, *((b, a) for a, b in pairs)]:
            words = f"“{label(other)}” is “{label(one)}” read backwards"
            for s, o in self.facts.subject_objects(one):
                yield (o, other, s), Step(self._name(one, OWL.inverseOf), words, ((s, one, o),))
        for relation in self._axioms.subjects(RDF.type, OWL.SymmetricProperty):
            for s, o in self.facts.subject_objects(relation):
                step = Step(f"{compact(str(relation))} a owl:SymmetricProperty",
                            f"“{label(relation)}” holds both ways", ((s, relation, o),))  # fmt: skip
                yield (o, relation, s), step

    def _domains_and_ranges(self) -> Iterator[tuple[Triple, Step]]:
        label = self._words.label
        for relation, kind in self._named(RDFS.domain):
            words = f"only {self._words.a_class(kind)} can stand before “{label(relation)}”"
            for s, o in self.facts.subject_objects(relation):
                yield (s, RDF.type, kind), Step(self._name(relation, RDFS.domain), words, ((s, relation, o),))
        for relation, kind in self._named(RDFS.range):
            words = f"only {self._words.a_class(kind)} can stand behind “{label(relation)}”"
            for s, o in self.facts.subject_objects(relation):
                if isinstance(o, URIRef):
                    yield (o, RDF.type, kind), Step(self._name(relation, RDFS.range), words, ((s, relation, o),))

    def _subclasses(self) -> Iterator[tuple[Triple, Step]]:
        for low, high in self._axioms.subject_objects(RDFS.subClassOf):
            if isinstance(low, URIRef):
                step_words = f"every {self._words.label(low)} is {self._words.a_class(high)}"
                yield from self._consequences(low, high, self._name(low, RDFS.subClassOf), step_words)

    def _definitions(self) -> Iterator[tuple[Triple, Step]]:
        for name, expression in self._axioms.subject_objects(OWL.equivalentClass):
            for one, other in ((name, expression), (expression, name)):
                if not isinstance(one, URIRef):
                    continue
                axiom = self._name(one, OWL.equivalentClass)
                words = f"{self._words.a_class(one)} is by definition {self._words.expression(other)}"
                for thing in self._candidates(other):
                    premises = self._satisfies(thing, other)
                    if premises is not None and (thing, RDF.type, one) not in premises:
                        yield (thing, RDF.type, one), Step(axiom, words, tuple(dict.fromkeys(premises)))
                yield from self._consequences(one, other, axiom, words)

    def _hierarchy(self) -> Iterator[tuple[Triple, Step]]:
        """Definitions that ask for all that another asks for, and for more."""
        pairs = self._axioms.subject_objects(OWL.equivalentClass)
        defined = {name: self._demands(expression) for name, expression in pairs if isinstance(name, URIRef)}
        for name, demands in defined.items():
            words = f"{self._words.a_class(name)} is by definition {' and '.join(sorted(demands))}"
            for wider in demands.values():
                if isinstance(wider, URIRef):
                    yield (name, RDFS.subClassOf, wider), Step(self._name(name, OWL.equivalentClass), words, ())
            for other, asked in defined.items():
                if other != name and asked.keys() <= demands.keys():
                    more = f"the definition of {self._words.a_class(name)} asks for all that is asked of "
                    step = Step(self._name(name, OWL.equivalentClass), more + self._words.a_class(other), ())
                    yield (name, RDFS.subClassOf, other), step

    def _demands(self, expression: Node) -> dict[str, Node]:
        """The parts of a definition by what they say in words."""
        parts = self._words.members(expression, OWL.intersectionOf) or [expression]
        return {self._words.expression(part): part for part in parts}

    def _consequences(self, name: Node, expression: Node, axiom: str, words: str) -> Iterator[tuple[Triple, Step]]:
        """What members of a class have because they are members."""
        parts = self._words.members(expression, OWL.intersectionOf) or [expression]
        for thing in self.facts.subjects(RDF.type, name):
            step = Step(axiom, words, ((thing, RDF.type, name),))
            for part in parts:
                if isinstance(part, URIRef):
                    yield (thing, RDF.type, part), step
                elif (value := self._axioms.value(part, OWL.hasValue)) is not None:
                    yield (thing, self._axioms.value(part, OWL.onProperty), value), step  # type: ignore[misc]

    # -- membership --

    def _candidates(self, expression: Node) -> set[Node]:
        """Things that may satisfy an expression: those of its first named class, else all that have a type."""
        if isinstance(expression, URIRef):
            return set(self.facts.subjects(RDF.type, expression))
        for part in self._words.members(expression, OWL.intersectionOf) or []:
            if isinstance(part, URIRef):
                return set(self.facts.subjects(RDF.type, part))
        return {s for s in self.facts.subjects(RDF.type, None) if isinstance(s, URIRef)}

    def _satisfies(self, thing: Node, expression: Node) -> list[Triple] | None:
        """The statements by which a thing satisfies an expression; None where it does not, as far as is known."""
        graph, members = self._axioms, self._words.members
        if not isinstance(expression, BNode):
            return self._is_a(thing, expression)
        if (parts := members(expression, OWL.intersectionOf)) is not None:
            found = [self._satisfies(thing, part) for part in parts]
            return None if None in found else [t for premises in found for t in premises or ()]
        if (parts := members(expression, OWL.unionOf)) is not None:
            return next((p for part in parts if (p := self._satisfies(thing, part)) is not None), None)
        if (parts := members(expression, OWL.oneOf)) is not None:
            return [] if thing in parts else None
        if (kind := graph.value(expression, OWL.onDatatype)) is not None:
            return self._fits(thing, kind, members(expression, OWL.withRestrictions) or [])
        return self._restricted(thing, expression)

    def _is_a(self, thing: Node, kind: Node) -> list[Triple] | None:
        if kind == OWL.Thing:
            return []
        if isinstance(thing, Literal):
            return [] if thing.datatype == kind or kind == RDFS.Literal else None
        return [(thing, RDF.type, kind)] if (thing, RDF.type, kind) in self.facts else None

    def _restricted(self, thing: Node, restriction: Node) -> list[Triple] | None:
        relation = self._axioms.value(restriction, OWL.onProperty)
        if not isinstance(relation, URIRef):
            return None
        if (value := self._axioms.value(restriction, OWL.hasValue)) is not None:
            return [(thing, relation, value)] if (thing, relation, value) in self.facts else None
        if (some := self._axioms.value(restriction, OWL.someValuesFrom)) is not None:
            for o in sorted(self.facts.objects(thing, relation), key=str):
                if (premises := self._satisfies(o, some)) is not None:
                    return [(thing, relation, o), *premises]
        return None

    def _fits(self, value: Node, kind: Node, facets: Iterable[Node]) -> list[Triple] | None:
        number = as_number(value)
        if number is None or (kind == XSD.integer and number != int(number)):
            return None
        tests = {
            XSD.maxExclusive: number.__lt__, XSD.maxInclusive: number.__le__,
            XSD.minExclusive: number.__gt__, XSD.minInclusive: number.__ge__,
        }  # fmt: skip
        for facet in facets:
            for relation, bound in self._axioms.predicate_objects(facet):
                limit, test = as_number(bound), tests.get(relation)  # type: ignore[call-overload]
                if limit is None or test is None or not test(limit):
                    return None
        return []


def _preference(step: Step) -> tuple[bool, str, str]:
    """Of several reasons the definition is the one people ask for; among equals the choice must not change by run."""
    return not step.axiom.endswith(" owl:equivalentClass"), step.axiom, str(step.premises)


def as_number(node: Node) -> Decimal | None:
    """The exact value of a number; None for anything else."""
    if not isinstance(node, Literal) or node.datatype not in DECIMALS:
        return None
    try:
        return Decimal(str(node))
    except InvalidOperation:
        return None
