"""One change of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.results import Term, Triple
from kg.terms import compact

ChangeKind = Literal["removed", "retired", "renamed", "moved", "added", "changed"]
#: All kinds of change, in the order in which they are told: that of releases of ATLAS.
KINDS: tuple[ChangeKind, ...] = ("removed", "retired", "renamed", "moved", "added", "changed")


class Value(NamedTuple):
    """A value that came or went.

    :param text: as it is shown: a short name, a text, or what a blank node says in the manner of Turtle
    :param property: of a note on a statement, what it says of it; else empty
    """

    term: Term
    text: str
    property: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing.

    :param kind: of thing: ``attack``, ``model``, ``work``, ``module``, ``class`` … or ``axiom`` for what has no name
    :param thing: an IRI; a blank node for an axiom that speaks of no thing in particular
    :param label: what the thing is called, after the change where it is still there; empty where nothing says; of what
        has no name, its type
    :param field: what changed, as a short name; ``deprecated`` of what was retired, ``module`` of what stands in
        another, ``note on …`` for a note on a statement, with slashes for a place within a blank node; empty for a
        whole thing
    :param predicate: the IRI of the property behind ``field``; empty where there is none
    :param old: the values that went, or the names of what was removed
    :param new: the values that came, or the names of what was added; of what was retired, what takes its place
    :param about: the statement that a note is about
    :param under: what an added thing hangs below
    :param gone: the statements that this change takes away
    :param come: the statements that it brings
    :param modules: where it happened, as IRIs
    :param links: of what was removed or retired: statements of the new state that still name it
    """

    change: ChangeKind
    kind: str
    thing: Term
    label: str
    field: str = ""
    predicate: str = ""
    old: tuple[Value, ...] = ()
    new: tuple[Value, ...] = ()
    about: Triple | None = None
    under: tuple[Value, ...] = ()
    gone: frozenset[Triple] = frozenset()
    come: frozenset[Triple] = frozenset()
    modules: tuple[str, ...] = ()
    links: tuple[tuple[str, Triple], ...] = ()

    @property
    def id(self) -> str:
        """The short name of the thing; of what has none, its type in brackets."""
        return compact(self.thing.value) if self.thing.kind == "iri" else f"[{self.label}]"

    @property
    def before(self) -> str:
        """What went, as a text."""
        return _joined(self.old)

    @property
    def after(self) -> str:
        """What came, as a text."""
        return _joined(self.new)


def _joined(values: tuple[Value, ...]) -> str:
    return ", ".join(f"{compact(v.property)} {v.text}" if v.property else v.text for v in values)
