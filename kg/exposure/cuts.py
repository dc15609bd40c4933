"""The smallest sets of answers to change so that an attack is blocked.

To block an attack, each of its threat models needs one clause all of whose options are refused; to refuse an option,
every line that grants it, gives it, opens a path to it or leaves it open has to change. That gives, per attack, an OR
of ANDs of changes; the ANDs with the fewest units are the cuts. A unit is one answer of the questionnaire, or one
explicit line where no question settles the access.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from kg.exposure.knowledge import Answer, Need, Question, ThreatModel, slug
from kg.exposure.model import Amount, Change, Cut, Origin, Thing, Value
from kg.exposure.profile import GrantLine
from kg.exposure.standing import GrantedLine, Standing, Unit, weigh

#: How many cuts of the smallest size are listed at most.
MOST_CUTS = 8
#: How many combinations are carried along at most; the shipped threat models need a handful.
_MOST_WAYS = 512


class Refusal(NamedTuple):
    """One access to be refused by one unit; with an amount, limiting it to less is enough."""

    unit: Unit
    access: str
    below: Amount | None = None


Way = frozenset[Refusal]


def cuts(standing: Standing, models: Sequence[ThreatModel]) -> tuple[Cut, ...]:
    """All smallest cuts for an attack with these threat models, at most :data:`MOST_CUTS`; empty where none exists."""
    ways: list[Way] = [frozenset()]
    for model in models:
        if _value(standing, model) is Value.NO:
            continue
        clauses = [way for requirement in model.requirements for way in _refuse_clause(standing, requirement.needs)]
        ways = _join(ways, clauses)
    found: dict[frozenset[Unit], Cut] = {}
    for way in sorted(ways, key=_order):
        units = frozenset(r.unit for r in way)
        smallest = min((len(u) for u in found), default=len(units))
        if units and units not in found and len(units) <= smallest and (cut := _cut(standing, way)):
            found[units] = cut
    return tuple(found.values())[:MOST_CUTS]


def _order(way: Way) -> tuple[int, list[tuple[str, str]]]:
    names = sorted((r.unit.question.id if r.unit.question else r.unit.access, r.access) for r in way)
    return len({r.unit for r in way}), names


def _value(standing: Standing, model: ThreatModel) -> Value:
    clauses = (max(standing.line(n.access, n.amount).value for n in r.needs) for r in model.requirements)
    return min(clauses, default=Value.YES)


def _join(ways: Iterable[Way], more: Iterable[Way]) -> list[Way]:
    """Every one of the first with every one of the second; those that contain another are left out."""
    both = sorted({a | b for a, b in product(ways, list(more))}, key=_order)
    kept: list[Way] = []
    for way in both:
        if len(kept) < _MOST_WAYS and not any(k <= way for k in kept):
            kept.append(way)
    return kept


def _refuse_clause(standing: Standing, needs: Sequence[Need]) -> list[Way]:
    ways: list[Way] = [frozenset()]
    for need in needs:
        ways = _join(ways, _refuse_option(standing, need))
    return ways


def _refuse_option(standing: Standing, need: Need) -> list[Way]:
    ways = _refuse_plainly(standing, need.access, need.amount)
    for reason in standing.line(need.access, need.amount).reasons:
        if reason.via is not None and reason.via.id in standing.knowledge.openers.get(need.access, ()):
            ways = _join(ways, _refuse_plainly(standing, reason.via.id, need.amount))
    return ways


def _refuse_plainly(standing: Standing, access: str, amount: Amount | None) -> list[Way]:
    """What refuses an access but for detours: its own lines, or the missing answer, and the lines that give it."""
    own = standing.lines.get(access)
    if not own:
        ways: list[Way] = [frozenset({Refusal(standing.unit_of(access), access)})]
    else:
        ways = [frozenset()]
        for line in own:
            if _counts(standing, line, amount):
                ways = _join(ways, _refuse_line(line, access, amount))
    for giver in standing.knowledge.givers.get(access, ()):
        for line in standing.lines.get(giver, ()):
            if standing.value_of(line) is not Value.NO:
                ways = _join(ways, [frozenset({Refusal(line.unit, giver)})])
    return ways


def _counts(standing: Standing, line: GrantedLine, amount: Amount | None) -> bool:
    value = standing.value_of(line)
    if value is Value.YES and amount is not None:
        value = weigh(line.limit, amount)
    return value is not Value.NO


def _refuse_line(line: GrantedLine, access: str, amount: Amount | None) -> list[Way]:
    ways: list[Way] = [frozenset({Refusal(line.unit, access)})]
    if amount is not None and line.limit_unit != line.unit:
        ways.append(frozenset({Refusal(line.limit_unit, access, amount)}))
    return ways


# -- from refusals to changes that a person can make --


def _cut(standing: Standing, way: Way) -> Cut | None:
    changes = []
    for unit in sorted({r.unit for r in way}, key=lambda u: u.question.id if u.question else u.access):
        refusals = [r for r in way if r.unit == unit]
        change = _answer(standing, unit.question, refusals) if unit.question else _explicit(standing, unit.access)
        if change is None:
            return None
        changes.append(change)
    return Cut(tuple(changes))


def _explicit(standing: Standing, access: str) -> Change | None:
    levels = standing.knowledge.levels.values()
    above = [(lv.rank, lv) for lv in levels if lv.rank is not None and lv.rank > standing.standpoint.rank]
    if not above:
        return None
    level = min(above, key=lambda pair: pair[0])[1]
    lines = standing.lines.get(access)
    was = standing.knowledge.levels[lines[0].level].label if lines else "not answered"
    thing = standing.knowledge.thing(access)
    return Change((thing,), was, level.label, grant=GrantLine(slug(access), slug(level.id)))


def _answer(standing: Standing, question: Question, refusals: list[Refusal]) -> Change | None:
    """The most open answer that refuses what has to be refused and opens nothing that was closed."""
    now = standing.answers.get(question.slug)
    for answer in question.answers:
        if answer is not now and _refuses(standing, answer, refusals) and not _opens(standing, question, answer):
            things = tuple(standing.knowledge.thing(a) for a in sorted({r.access for r in refusals}))
            was = now.label if now else "not answered"
            return Change(things, was, answer.label, Thing(question.id, question.short), answer.code)
    return None


def _refuses(standing: Standing, answer: Answer, refusals: list[Refusal]) -> bool:
    return all(_answer_value(standing, answer, r.access, r.below) is Value.NO for r in refusals)


def _opens(standing: Standing, question: Question, answer: Answer) -> bool:
    now = standing.answers.get(question.slug)
    for access in question.accesses:
        if slug(access) in standing.profile.grants:
            continue  # the explicit line stands
        before = _answer_value(standing, now, access, None) if now else Value.UNKNOWN
        if _answer_value(standing, answer, access, None) > before:
            return True
    return False


def _answer_value(standing: Standing, answer: Answer, access: str, below: Amount | None) -> Value:
    """What an answer gives of an access; an answer that only limits is asked whether it allows the amount."""
    for grant in answer.grants:
        if grant.access != access:
            continue
        if grant.level is None:
            return weigh(grant.limit, below) if below is not None else Value.UNKNOWN
        return standing.value_of(GrantedLine(grant.level, grant.limit, Unit(), Unit(), Origin()))
    return Value.UNKNOWN
