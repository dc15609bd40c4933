"""What changes between two systems, or when one answer changes, and why."""

from __future__ import annotations

from dataclasses import dataclass

from kg.exposure.assess import ORDER
from kg.exposure.model import Assessment, Line, ModelVerdict, Thing, Value, Verdict


@dataclass(frozen=True, slots=True)
class Moved:
    """An access whose value differs, with the ground on either side."""

    access: Thing
    before: Value
    after: Value
    reason_before: str
    reason_after: str


@dataclass(frozen=True, slots=True)
class Flip:
    """An attack whose verdict differs, with the ground of either verdict and the needed accesses that moved."""

    attack: Thing
    before: Verdict
    after: Verdict
    because_before: str
    because_after: str
    moved: tuple[Moved, ...]

    @property
    def better(self) -> bool:
        """Whether the attacker has it harder afterwards."""
        return ORDER.index(self.after) > ORDER.index(self.before)


def compare(before: Assessment, after: Assessment) -> tuple[Flip, ...]:
    """The attacks whose verdicts differ, those that become feasible first; each with the accesses that moved."""
    flips = []
    for id_, now in after.by_id.items():
        then = before.by_id.get(id_)
        if then is not None and then.verdict is not now.verdict:
            moved = _moved(then.models, now.models)
            flips.append(Flip(Thing(id_, now.label), then.verdict, now.verdict, then.because, now.because, moved))
    return tuple(sorted(flips, key=lambda f: (f.better, ORDER.index(f.after), f.attack.label.lower())))


def _lines(models: tuple[ModelVerdict, ...]) -> dict[str, Line]:
    return {line.access.id: line for m in models for clause in m.clauses for line in clause.lines}


def _moved(before: tuple[ModelVerdict, ...], after: tuple[ModelVerdict, ...]) -> tuple[Moved, ...]:
    then, now = _lines(before), _lines(after)
    return tuple(
        Moved(now[a].access, then[a].value, now[a].value, then[a].reasons[0].text, now[a].reasons[0].text)
        for a in now
        if a in then and then[a].value is not now[a].value
    )
