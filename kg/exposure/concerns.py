"""An assessment sorted by whose worry it is: machine learning, classical security, and the pipeline as a whole.

Practitioners mix the first two and think in terms of the third; shown apart, each has its own attacks and its own
controls. The pipeline view follows every attack whose assumptions are met from the step where the attacker acts to the
step where the harm shows: all steps on that way, such as validation and monitoring, are places to stop or notice it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.exposure.knowledge import Knowledge, Stage
from kg.exposure.model import AttackVerdict, ConcernGroup, Concerns, Control, Step, Thing, Verdict

_LABELS = {
    "aml": "Adversarial machine learning",
    "classical": "Classical security",
    "both": "Both at once",
}


def concerns(knowledge: Knowledge, verdicts: Sequence[AttackVerdict]) -> Concerns:
    """The attacks whose assumptions are met, by concern and by step."""
    met = [v for v in verdicts if v.verdict in (Verdict.FEASIBLE, Verdict.INDIRECT)]
    groups = (_group(concern, label, met) for concern, label in _LABELS.items())
    ways = [(Thing(v.id, v.label), *_way(knowledge.stages, v)) for v in met]
    steps = (_step(stage, ways) for stage in knowledge.stages)
    return Concerns(tuple(g for g in groups if g.attacks), tuple(s for s in steps if s.acting or s.passing))


def _group(concern: str, label: str, met: Sequence[AttackVerdict]) -> ConcernGroup:
    attacks = tuple(v for v in met if concern in v.concerns)
    defences = _controls(c for v in attacks for c in v.defences)
    mitigations = _controls(c for v in attacks for t in v.techniques for c in t.mitigations)
    return ConcernGroup(concern, label, attacks, defences, mitigations)


def _controls(found: Iterable[Control]) -> tuple[Control, ...]:
    return tuple(sorted({c.id: c for c in found}.values(), key=lambda c: c.id))


def _way(stages: Sequence[Stage], verdict: AttackVerdict) -> tuple[set[str], int, int]:
    """The steps where the attacker acts, and the places of the first and the last step on the way."""
    acts, shows = {t.id for t in verdict.acts_at}, {t.id for t in verdict.effect_at}
    named = [s for s in stages if s.id in acts]  # a step counts where one is named; else all steps of the phase
    phases = {s.phase for s in named}
    acting = [s for s in stages if s.id in acts or (s.phase in acts and s.phase not in phases)]
    ends = [s for s in stages if s.id in shows or s.phase in shows] or acting
    first = min((s.position for s in acting), default=0)
    return {s.id for s in acting}, first, max((s.position for s in ends), default=first)


def _step(stage: Stage, ways: Sequence[tuple[Thing, set[str], int, int]]) -> Step:
    acting = tuple(attack for attack, acts, _, _ in ways if stage.id in acts)
    passing = tuple(
        attack for attack, acts, first, last in ways if stage.id not in acts and first < stage.position <= last
    )
    return Step(Thing(stage.id, stage.label), acting, passing, stage.defences)
