"""What only one of two states says, by the thing it is said of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.difference.state import TYPE, State
from kg.results import Term, Triple
from kg.terms import PREFIXES

_OWL = PREFIXES["owl"]
_AXIOM = Term("iri", _OWL + "Axiom")
_ABOUT = (_OWL + "annotatedSource", _OWL + "annotatedProperty", _OWL + "annotatedTarget")


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a statement: an ``owl:Axiom`` without a name.

    :param about: the statement
    :param says: property and value
    :param triples: of which it is made, with all that hangs below it
    """

    about: Triple
    says: frozenset[tuple[str, Term]]
    triples: frozenset[Triple]


class Side:
    """What one of two states says and the other does not.

    :param state: the one
    :param other: the other
    """

    def __init__(self, state: State, other: State) -> None:
        self.state = state
        self._only = state.triples - other.triples
        self._own: dict[Term, list[Triple]] = defaultdict(list)
        for triple in self._only:
            self._own[triple.subject].append(triple)
        self._inner = {t.object for t in self._only if t.object.kind == "blank"}
        self.notes: dict[Term, list[Note]] = defaultdict(list)
        self._noted = set[Term]()
        for node in self._own:
            if node.kind == "blank" and node not in self._inner and (note := self._note(node)):
                self.notes[note.about.subject].append(note)
                self._noted.add(node)

    def things(self) -> set[Term]:
        """All things with a name of which something is said here alone, or of whose statements."""
        return {term for term in self._own if term.kind == "iri"} | {t for t in self.notes if t.kind == "iri"}

    def properties(self, thing: Term) -> set[str]:
        """The properties with values that are only here."""
        return {triple.predicate.value for triple in self._own.get(thing, ())}

    def values(self, thing: Term, *properties: str) -> list[Term]:
        """The values that are only here, in order."""
        return sorted({t.object for t in self._own.get(thing, ()) if t.predicate.value in properties})

    def statements(self, thing: Term, *properties: str) -> frozenset[Triple]:
        """The statements that are only here, of these properties or all, with what hangs below their values."""
        own = [t for t in self._own.get(thing, ()) if not properties or t.predicate.value in properties]
        return self._with_inner(own)

    def axioms(self) -> Iterator[tuple[Term, frozenset[Triple]]]:
        """What is said by blank nodes that belong to no thing with a name, and are no notes on a statement of one."""
        told = {t.subject for term in self.things() for t in self.statements(term)}
        told |= {t.subject for thing, own in self.notes.items() if thing.kind == "iri" for n in own for t in n.triples}
        # First those that hang below nothing; what is left then goes round in a circle.
        for node in sorted((n for n in self._own if n.kind == "blank"), key=lambda n: (n in self._inner, n)):
            if node not in told:
                triples = self.statements(node)
                told |= {t.subject for t in triples}
                yield node, triples

    def _with_inner(self, triples: Iterable[Triple]) -> frozenset[Triple]:
        found = set(triples)
        waiting = list(found)
        while waiting:
            value = waiting.pop().object
            if value.kind == "blank":
                more = set(self._own.get(value, ())) - found
                found |= more
                waiting += more
        return frozenset(found)

    def _note(self, node: Term) -> Note | None:
        own = self._own[node]
        if Triple(node, Term("iri", TYPE), _AXIOM) not in own:
            return None
        about = [[t.object for t in own if t.predicate.value == part] for part in _ABOUT]
        if any(len(values) != 1 for values in about):
            return None
        says = {
            (t.predicate.value, t.object)
            for t in own
            if t.predicate.value not in _ABOUT and not (t.predicate.value == TYPE and t.object == _AXIOM)
        }
        (subject,), (predicate,), (value,) = about
        return Note(Triple(subject, predicate, value), frozenset(says), self._with_inner(own))
