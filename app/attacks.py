"""The attacks of the graph as a forest: the published ten, their special forms, and those that nobody groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import links

Row = Mapping[str, Any]

#: A circle in the user's files must not hang a page; deeper special forms are not drawn.
DEPTH = 8


@dataclass(slots=True)
class Attack:
    """One attack with what ``taxonomy/attacks`` says of it.

    :param values: by relation such as ``violates``, the IRIs with their labels
    :param children: its special forms, ordered by label
    """

    iri: str
    label: str
    definition: str = ""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    children: list[Attack] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The id without its kind."""
        return links.slug(self.iri)

    def related(self, relation: str) -> dict[str, str]:
        """The values of a relation with their labels; empty where nothing is said."""
        return self.values.get(relation, {})

    def slugs(self, relation: str) -> set[str]:
        """The values of a relation as slugs."""
        return {links.slug(iri) for iri in self.related(relation)}

    def below(self, depth: int = DEPTH) -> Iterator[Attack]:
        """All special forms at any depth; one that is reached on two ways comes twice."""
        for child in self.children if depth else []:
            yield child
            yield from child.below(depth - 1)


@dataclass(frozen=True, slots=True)
class Forest:
    """All attacks.

    :param by_iri: every attack
    :param published: by IRI of the phase, the attacks that the published taxonomy groups there, in its order
    :param acting: by IRI of the phase, the top attacks outside that grouping that act there
    :param nowhere: top attacks outside it of which no stage is stated
    """

    by_iri: dict[str, Attack]
    published: dict[str, list[Attack]]
    acting: dict[str, list[Attack]]
    nowhere: list[Attack]

    def find(self, slug: str) -> Attack | None:
        """The attack with a slug."""
        return next((a for a in self.by_iri.values() if a.slug == slug), None)

    @property
    def grouped(self) -> list[Attack]:
        """The attacks of the published grouping."""
        return [a for own in self.published.values() for a in own]

    @property
    def others(self) -> list[Attack]:
        """The top attacks outside the published grouping, each once."""
        found = {a.iri: a for own in self.acting.values() for a in own} | {a.iri: a for a in self.nowhere}
        return list(found.values())


def forest(said: Iterable[Row], grouping: Sequence[Row], stages: Sequence[Row]) -> Forest:
    """The attacks by phase.

    :param said: of ``taxonomy/attacks``
    :param grouping: of ``taxonomy/attacks-by-stage``, which has the order of the published taxonomy
    :param stages: of ``taxonomy/stages``; an attack that acts at a step acts at the phase of the step
    """
    known = _read(said)
    for attack in known.values():
        for parent in attack.related("special form of"):
            if parent in known:
                known[parent].children.append(attack)
    phases = [str(s["stage"]) for s in stages if s["parent"] is None]
    phase_of = {str(s["stage"]): str(s["parent"] or s["stage"]) for s in stages}
    published = {p: [known[str(r["attack"])] for r in grouping if str(r["stage"]) == p] for p in phases}
    placed = {a.iri for own in published.values() for a in own}
    loose = [a for a in known.values() if a.iri not in placed and not _hangs(a, known)]
    acts = {a.iri: {phase_of.get(s, "") for s in a.related("acts at")} for a in loose}
    acting = {p: [a for a in loose if p in acts[a.iri]] for p in phases}
    return Forest(known, published, acting, [a for a in loose if not acts[a.iri] & set(phases)])


def _read(said: Iterable[Row]) -> dict[str, Attack]:
    known: dict[str, Attack] = {}
    for row in said:
        iri, value = str(row["attack"]), str(row["value"])
        attack = known.setdefault(iri, Attack(iri, str(row["label"])))
        if row["relation"] == "defined as":
            attack.definition = attack.definition or value
        else:
            attack.values.setdefault(str(row["relation"]), {}).setdefault(value, str(row["value_label"] or value))
    return known


def _hangs(attack: Attack, known: Mapping[str, Attack]) -> bool:
    """Whether it is drawn below another attack; in a circle of parents nobody would draw it."""
    seen: set[str] = set()
    above = [p for p in attack.related("special form of") if p in known]
    while above:
        parent = above.pop()
        if parent == attack.iri:
            return False
        if parent not in seen:
            seen.add(parent)
            above += [p for p in known[parent].related("special form of") if p in known]
    return bool(seen)
