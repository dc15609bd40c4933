"""How far one profile grants each access to one standpoint: the three-valued logic below every verdict.

The value of an access is the best over its own lines and those of every access that gives it; without a line of its own
it is unknown unless another access decides, and a missing line of a giver says nothing. A detour counts between
granted and unknown. Kleene's strong logic with MAX and MIN.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UnknownNameError
from kg.exposure.knowledge import Answer, Knowledge, Question, Standpoint, ident
from kg.exposure.model import Amount, Line, Origin, Reason, ReasonKind, Thing, Value
from kg.exposure.profile import Limit, Profile


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be changed: the answer to a question, or else the explicit line of an access."""

    question: Question | None = None
    access: str = ""


@dataclass(frozen=True, slots=True)
class GrantedLine:
    """A line of the profile about one access after answers are expanded.

    :param unit: what to change in order to change the level; ``limit_unit``: in order to change the limit
    """

    level: str
    limit: Limit | None
    unit: Unit
    limit_unit: Unit
    origin: Origin


class Standing:
    """One profile seen from its standpoint.

    :raises UnknownNameError: for a question, an answer, an access, a level or a standpoint that does not exist
    """

    def __init__(self, knowledge: Knowledge, profile: Profile) -> None:
        self.knowledge = knowledge
        self.profile = profile
        self.standpoint = _standpoint(knowledge, profile)
        self.answers = {q: knowledge.question(q).answer(code) for q, code in profile.answers.items()}
        self.lines = self._expand()
        self._cache: dict[tuple[str, Amount | None], Line] = {}

    def line(self, access: str, amount: Amount | None = None) -> Line:
        """The value of an access with its reasons, where ``amount`` of it is needed."""
        key = (access, amount)
        if key not in self._cache:
            reasons = [*self._own(access, amount), *self._given(access), *self._detours(access, amount)]
            value = max(r.value for r in reasons)
            reasons.sort(key=lambda r: -r.value)
            self._cache[key] = Line(self.knowledge.thing(access), value, tuple(reasons), amount)
        return self._cache[key]

    def plainly(self, access: str) -> Value:
        """The value of an access by grants alone, without detours and whatever the amount."""
        return max(r.value for r in [*self._own(access, None), *self._given(access)])

    def value_of(self, line: GrantedLine) -> Value:
        """What one line gives to the standpoint."""
        rank = self.knowledge.levels[line.level].rank
        if rank is None:
            return Value.UNKNOWN
        nothing = line.limit is not None and line.limit.most == 0
        return Value.YES if self.standpoint.rank >= rank and not nothing else Value.NO

    def unit_of(self, access: str) -> Unit:
        """What to change in order to answer for an access without a line."""
        question = self.knowledge.settles.get(access)
        return Unit(question) if question else Unit(access=access)

    def _expand(self) -> dict[str, list[GrantedLine]]:
        found: dict[str, list[GrantedLine]] = {}
        limits: dict[str, tuple[Limit, Unit]] = {}
        for slug, answer in self.answers.items():
            unit = Unit(self.knowledge.question(slug))
            for grant in answer.grants:
                if grant.level is None and grant.limit is not None:
                    limits[grant.access] = (grant.limit, unit)
        for slug, answer in self.answers.items():
            unit = Unit(self.knowledge.question(slug))
            for grant in answer.grants:
                if grant.level is not None:
                    limit, limit_unit = limits.get(grant.access, (None, unit))
                    if grant.limit is not None:
                        limit, limit_unit = grant.limit, unit
                    line = GrantedLine(grant.level, limit, unit, limit_unit, _origin(unit, answer))
                    found.setdefault(grant.access, []).append(line)
        for grant_line in self.profile.grants.values():
            access = self._known("access", grant_line.access, self.knowledge.accesses)
            level = self._known("level", grant_line.level, self.knowledge.levels)
            unit = Unit(access=access)
            found[access] = [GrantedLine(level, grant_line.limit, unit, unit, Origin())]
        return found

    def _known(self, kind: str, name: str, known: object) -> str:
        id_ = ident(kind, name)
        assert isinstance(known, dict)
        if id_ not in known:
            raise UnknownNameError(kind, name, [k.removeprefix(f"{kind}:") for k in known])
        return id_

    # -- the grounds of a value --

    def _own(self, access: str, amount: Amount | None) -> list[Reason]:
        lines = self.lines.get(access)
        if not lines:
            question = self.knowledge.settles.get(access)
            origin = Origin(Thing(question.id, question.label)) if question else Origin()
            return [Reason(ReasonKind.UNANSWERED, Value.UNKNOWN, "Nobody has answered for it.", origin=origin)]
        return [self._own_line(line, amount) for line in lines]

    def _own_line(self, line: GrantedLine, amount: Amount | None) -> Reason:
        value = self.value_of(line)
        level = self.knowledge.thing(line.level)
        who = self.standpoint.label.lower()
        if value is Value.UNKNOWN:
            return Reason(
                ReasonKind.UNANSWERED,
                value,
                "It was answered 'unknown'.",
                level=level,
                limit=line.limit,
                origin=line.origin,
            )
        if value is Value.NO:
            kind, text = ReasonKind.REFUSED, f"{_source(line)}: {level.label.lower()}, which is closed to: {who}."
            if line.limit is not None and line.limit.most == 0:
                kind, text = ReasonKind.BUDGET, f"{_source(line)}: nothing of it is granted."
            return Reason(kind, value, text, level=level, limit=line.limit, origin=line.origin)
        text = f"{_source(line)}: {level.label.lower()}, which is open to: {who}."
        kind = ReasonKind.GRANTED
        if amount is not None:
            value, kind, text = weigh(line.limit, amount), ReasonKind.BUDGET, _weighed(line.limit, amount)
        return Reason(kind, value, text, level=level, limit=line.limit, origin=line.origin)

    def _given(self, access: str) -> list[Reason]:
        found = []
        for giver in self.knowledge.givers.get(access, ()):
            for line in self.lines.get(giver, ()):
                value = self.value_of(line)
                if value is not Value.NO:  # a giver's refusal takes nothing away
                    via = self.knowledge.thing(giver)
                    word = (
                        "is granted and gives it too"
                        if value is Value.YES
                        else "is answered 'unknown' and would give it"
                    )
                    text = f"'{via.label}' {word}."
                    level = self.knowledge.thing(line.level)
                    found.append(Reason(ReasonKind.CONFERRED, value, text, via, level, origin=line.origin))
        return found

    def _detours(self, access: str, amount: Amount | None) -> list[Reason]:
        found = []
        for opener in self.knowledge.openers.get(access, ()):
            value = min(self.plainly(opener), Value.INDIRECT)
            if self._too_little(opener, amount):
                continue
            if value > Value.NO:
                found.append(self._detour(opener, Value.INDIRECT if value is Value.INDIRECT else Value.UNKNOWN))
        return found

    def _detour(self, opener: str, value: Value) -> Reason:
        via = self.knowledge.thing(opener)
        word = (
            "is granted and opens a path to it"
            if value is Value.INDIRECT
            else "is not settled and may open a path to it"
        )
        lines = self.lines.get(opener)
        question = self.knowledge.settles.get(opener)
        origin = Origin(Thing(question.id, question.label)) if question else Origin()
        level = self.knowledge.thing(lines[0].level) if lines else None
        limit = lines[0].limit if lines else None
        text = f"'{via.label}' {word}."
        return Reason(ReasonKind.DETOUR, value, text, via, level, limit, lines[0].origin if lines else origin)

    def _too_little(self, opener: str, amount: Amount | None) -> bool:
        """Whether the path is surely too narrow: every line that opens it has a limit below the need."""
        if amount is None:
            return False
        lines = [line for line in self.lines.get(opener, ()) if self.value_of(line) is Value.YES]
        return bool(lines) and all(weigh(line.limit, amount) is Value.NO for line in lines) and not self._given(opener)


def weigh(limit: Limit | None, amount: Amount) -> Value:
    """Whether a limit allows the amount that is needed; unknown where it lies within the limit or none is stated."""
    if limit is None:
        return Value.UNKNOWN
    if limit.least >= amount.at_least:
        return Value.YES
    return Value.NO if limit.most is not None and limit.most < amount.at_least else Value.UNKNOWN


def _weighed(limit: Limit | None, amount: Amount) -> str:
    need = f"At least {Limit(amount.at_least, amount.at_least)} {amount.unit}".rstrip() + " needed"
    return f"{need}; granted: {limit if limit is not None else 'how much is not said'}."


def _source(line: GrantedLine) -> str:
    if line.origin.question is None or line.origin.answer is None:
        return "Stated in the profile"
    return f"Answered '{line.origin.answer.label}'"


def _origin(unit: Unit, answer: Answer) -> Origin:
    assert unit.question is not None
    return Origin(Thing(unit.question.id, unit.question.label), Thing(answer.id, answer.label))


def _standpoint(knowledge: Knowledge, profile: Profile) -> Standpoint:
    id_ = ident("standpoint", profile.standpoint)
    if id_ not in knowledge.standpoints:
        names = [s.removeprefix("standpoint:") for s in knowledge.standpoints]
        raise UnknownNameError("standpoint", profile.standpoint, names, remedy=f"Standpoints: {', '.join(names)}.")
    return knowledge.standpoints[id_]
