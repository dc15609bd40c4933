"""Additions that are not as they must be, each with what a person has to read to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field

#: What stands behind the line that a message must name.
MARK = "#!"
#: An attack that is as it must be, field by field, so that a case can change a single one.
GOOD = {
    "label": "label: Sponge attack on early-exit networks",
    "id": "id: sponge-early-exit",
    "definition": "definition: Inputs that keep a network from leaving early, so that each one costs the full price.",
    "acts-at": "acts-at: deployment",
    "objective": "objective: availability",
    "needs": "needs:\n  - {source: work:biggio2018, locator: Sect. 3, requires: [query-model]}",
}


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that must be refused.

    :param field: the path that the message names; empty where it is the whole file
    :param reason: what the message says of it, a part of it
    :param remedy: what it says to do, a part of it
    :param kind: of the addition
    """

    text: str
    field: str
    reason: str
    remedy: str
    kind: str = "attack"
    line: int = field(init=False)

    def __post_init__(self) -> None:
        lines = [number for number, line in enumerate(self.text.splitlines(), 1) if MARK in line]
        object.__setattr__(self, "line", lines[0] if lines else 1)


def attack(field: str, reason: str, remedy: str, **changes: str) -> Bad:
    """An attack with some fields changed, added, or (by an empty text) left out; ``_`` stands for ``-`` in names."""
    parts = GOOD | {name.replace("_", "-"): text for name, text in changes.items()}
    return Bad("\n".join(text for text in parts.values() if text) + "\n", field, reason, remedy)


def needs(field: str, reason: str, remedy: str, lines: str) -> Bad:
    """An attack whose first needs are these lines of YAML."""
    return attack(field, reason, remedy, needs="needs:\n  - " + lines.strip().replace("\n", "\n    "))


def counterpart(field: str, reason: str, remedy: str, *lines: str) -> Bad:
    """An attack with these mappings."""
    return attack(field, reason, remedy, mappings="mappings:\n" + "\n".join(f"  - {line}" for line in lines))
