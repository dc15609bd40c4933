"""From a profile to verdicts: every threat model, then every attack, with what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import kg
from kg.exposure.beside import figures, papers, under_studied
from kg.exposure.concerns import concerns
from kg.exposure.cuts import cuts
from kg.exposure.knowledge import Attack, Knowledge, Requirement, ThreatModel
from kg.exposure.model import (
    VERDICT_OF_VALUE,
    Assessment,
    AttackVerdict,
    Clause,
    ModelVerdict,
    ReasonKind,
    Thing,
    Value,
    Verdict,
)  # fmt: skip
from kg.exposure.profile import Profile
from kg.exposure.standing import Standing

#: Best first: what an attack is worth when its threat models disagree, and the order in which attacks are shown.
ORDER = (
    Verdict.FEASIBLE, Verdict.INDIRECT, Verdict.UNKNOWN, Verdict.BLOCKED, Verdict.POINTLESS, Verdict.NOT_STATED,
)  # fmt: skip
_WITHOUT_CUT = {
    Verdict.BLOCKED: "It is blocked already.",
    Verdict.POINTLESS: "The prize is open anyway; closing that is another matter.",
    Verdict.NOT_STATED: "Without stated needs there is nothing to refuse.",
}


def assess(knowledge: Knowledge, profile: Profile) -> Assessment:
    """All attacks against one profile.

    :raises UnknownNameError: where the profile names what does not exist
    """
    standing = Standing(knowledge, profile)
    found = [assess_attack(standing, attack) for attack in knowledge.attacks.values()]
    found.sort(key=lambda v: (ORDER.index(v.verdict), v.label.lower()))
    open_ = (q for q in knowledge.questions if _open(standing, q.slug))
    return Assessment(
        profile, knowledge.thing(standing.standpoint.id), tuple(found),
        tuple(Thing(q.id, q.label) for q in open_), concerns(knowledge, found), kg.__version__,
    )  # fmt: skip


def _open(standing: Standing, question: str) -> bool:
    """Whether the profile leaves some access of a question without a line, and the question without an answer."""
    if question in standing.answers:
        return False
    accesses = {g.access for a in standing.knowledge.question(question).answers for g in a.grants if g.level}
    limits_only = not accesses
    return limits_only or not accesses <= standing.lines.keys()


def assess_attack(standing: Standing, attack: Attack) -> AttackVerdict:
    """One attack against one profile."""
    knowledge = standing.knowledge
    stated = knowledge.models.get(attack.id, ())
    models = tuple(_model(standing, m) for m in stated)
    verdict = _verdict(standing, attack, models)
    tightened = () if verdict in _WITHOUT_CUT else cuts(standing, stated)
    shown, no_figure = figures(standing, attack)
    counted = papers(standing, attack)
    return AttackVerdict(
        id=attack.id, label=attack.label, definition=attack.definition, verdict=verdict,
        because=_because(standing, attack, verdict, models), models=models, concerns=attack.concerns,
        acts_at=attack.acts_at, effect_at=attack.effect_at, objectives=attack.objectives,
        disagree=_disagree(models), under_studied=under_studied(verdict, counted),
        prize=tuple(knowledge.thing(a) for a in attack.yields), figures=shown, no_figure=no_figure, papers=counted,
        techniques=knowledge.techniques.get(attack.id, ()), defences=knowledge.defences.get(attack.id, ()),
        cuts=tightened, no_cut="" if tightened else _WITHOUT_CUT.get(verdict, "No change of answers blocks it here."),
    )  # fmt: skip


def verdict_of(standing: Standing, attack: Attack) -> Verdict:
    """The verdict alone, for many systems at once."""
    models = standing.knowledge.models.get(attack.id, ())
    if not models:
        return Verdict.NOT_STATED
    if _pointless(standing, attack):
        return Verdict.POINTLESS
    return VERDICT_OF_VALUE[max(_worst(standing, m) for m in models)]


def _worst(standing: Standing, model: ThreatModel) -> Value:
    clauses = (max(standing.line(n.access, n.amount).value for n in r.needs) for r in model.requirements)
    return min(clauses, default=Value.YES)


def _pointless(standing: Standing, attack: Attack) -> bool:
    return bool(attack.yields) and all(standing.plainly(a) is Value.YES for a in attack.yields)


def _verdict(standing: Standing, attack: Attack, models: Sequence[ModelVerdict]) -> Verdict:
    if not models:
        return Verdict.NOT_STATED
    if _pointless(standing, attack):
        return Verdict.POINTLESS
    return min((m.verdict for m in models), key=ORDER.index)


def _model(standing: Standing, model: ThreatModel) -> ModelVerdict:
    clauses = tuple(_clause(standing, r) for r in model.requirements)
    value = min((c.value for c in clauses), default=Value.YES)
    blocked = tuple(tuple(ln.access for ln in c.lines) for c in clauses if c.value is Value.NO)
    unanswered = _unanswered(clauses)
    detours = (
        r.via
        for c in clauses if c.value is Value.INDIRECT
        for ln in c.lines
        for r in ln.reasons if r.kind is ReasonKind.DETOUR and r.value is Value.INDIRECT and r.via
    )  # fmt: skip
    return ModelVerdict(
        id=model.id, label=model.label, verdict=VERDICT_OF_VALUE[value], clauses=clauses,
        sometimes=tuple(standing.line(n.access, n.amount) for n in model.sometimes),
        blocked_by=blocked, unanswered=unanswered, questions=_questions(standing, unanswered),
        indirect_by=_unique(detours), source=model.source, locator=model.locator, status=model.status,
        variant_of=model.variant_of,
    )  # fmt: skip


def _disagree(models: Sequence[ModelVerdict]) -> bool:
    """Whether two sources come to different verdicts; two readings of one source do not count."""
    return any(a.source != b.source and a.verdict is not b.verdict for a, b in combinations(models, 2))


def _clause(standing: Standing, requirement: Requirement) -> Clause:
    lines = tuple(standing.line(n.access, n.amount) for n in requirement.needs)
    return Clause(lines, max(ln.value for ln in lines), requirement.alternative, requirement.locator)


def _unanswered(clauses: Sequence[Clause]) -> tuple[Thing, ...]:
    """The accesses on which unknown clauses wait: their own, their givers and the starts of their detours."""
    waiting = (
        r.via or ln.access
        for c in clauses if c.value is Value.UNKNOWN
        for ln in c.lines
        for r in ln.reasons if r.value is Value.UNKNOWN
    )  # fmt: skip
    return _unique(waiting)


def _questions(standing: Standing, accesses: Sequence[Thing]) -> tuple[Thing, ...]:
    found = (standing.knowledge.settles.get(a.id) for a in accesses)
    return _unique(Thing(q.id, q.label) for q in found if q)


def _unique(things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(sorted(set(things), key=lambda t: t.id))


def _because(standing: Standing, attack: Attack, verdict: Verdict, models: Sequence[ModelVerdict]) -> str:
    if verdict is Verdict.NOT_STATED:
        return "No source in the graph states what it needs."
    if verdict is Verdict.POINTLESS:
        prize = _and(standing.knowledge.thing(a).label for a in attack.yields)
        return f"What it is after is open to this standpoint anyway: {prize}."
    best = next(m for m in models if m.verdict is verdict)
    if verdict is Verdict.BLOCKED:
        return f"Not granted: {_and(_or(t.label for t in c) for c in best.blocked_by)} ({best.label})."
    if verdict is Verdict.UNKNOWN:
        return f"Not settled: {_and(t.label for t in best.unanswered)} ({best.label})."
    if verdict is Verdict.INDIRECT:
        return f"Reached by a detour: {_and(t.label for t in best.indirect_by)} ({best.label})."
    return f"All that is required is granted ({best.label})."


def _and(words: Iterable[str]) -> str:
    return "; ".join(words)


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)
