"""What an assessment says: verdicts with their reasons, line by line. Data only; nothing here computes a verdict.

Ids are short names such as ``attack:evasion``; individuals of other namespaces keep their full IRI.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from kg.exposure.profile import GrantLine, Limit, Profile


class Value(IntEnum):
    """How far an access is granted; the better value is the greater, so that MIN and MAX are AND and OR."""

    NO = 0
    UNKNOWN = 1
    INDIRECT = 2
    YES = 3

    @property
    def word(self) -> str:
        """The value in a word for people."""
        return ("refused", "not answered", "by a detour", "granted")[self]


class Verdict(StrEnum):
    """What becomes of an attack's assumptions on one system from one standpoint."""

    FEASIBLE = "feasible"
    INDIRECT = "feasible-indirectly"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    POINTLESS = "pointless"
    NOT_STATED = "needs-not-stated"

    @property
    def words(self) -> str:
        """The verdict for people: it speaks of assumptions, never of a system being vulnerable."""
        return _WORDS[self]


_WORDS = {
    Verdict.FEASIBLE: "assumptions met",
    Verdict.INDIRECT: "assumptions met by a detour",
    Verdict.UNKNOWN: "not decided: an answer is missing",
    Verdict.BLOCKED: "assumptions not met",
    Verdict.POINTLESS: "pointless: the prize is open anyway",
    Verdict.NOT_STATED: "needs not stated by any source",
}
VERDICT_OF_VALUE = {
    Value.YES: Verdict.FEASIBLE, Value.INDIRECT: Verdict.INDIRECT,
    Value.UNKNOWN: Verdict.UNKNOWN, Value.NO: Verdict.BLOCKED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the graph that a verdict names."""

    id: str
    label: str


class ReasonKind(StrEnum):
    """Why an access has its value."""

    GRANTED = "granted"  # the level of its own line is open to the standpoint
    CONFERRED = "conferred"  # another access that is granted gives it too, or contains it
    DETOUR = "detour"  # another access that is granted opens a path to it
    REFUSED = "refused"  # the level of its own line is not open to the standpoint
    BUDGET = "budget"  # granted, but its limit decides against it or leaves it open
    UNANSWERED = "unanswered"  # nobody has said


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line of the profile comes from: an answer to a question, or an explicit grant (then no question)."""

    question: Thing | None = None
    answer: Thing | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for the value of an access.

    :param via: the access that confers it or opens the path to it; None where its own line decides
    :param level: level of the line that decides; None where there is no line
    :param origin: where that line comes from; for an unanswered access, the question that would settle it
    :param text: the ground in one sentence
    """

    kind: ReasonKind
    value: Value
    text: str
    via: Thing | None = None
    level: Thing | None = None
    limit: Limit | None = None
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Amount:
    """The quantity in which a threat model needs an access."""

    at_least: Decimal
    unit: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An access that a threat model names, and how far the profile grants it.

    :param reasons: the grounds, the deciding ones first
    """

    access: Thing
    value: Value
    reasons: tuple[Reason, ...]
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition of a threat model: one required access, or an alternative of which one option is enough.

    :param alternative: the alternative; None for a single required access
    """

    lines: tuple[Line, ...]
    value: Value
    alternative: Thing | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ModelVerdict:
    """One threat model against the profile.

    :param clauses: what it requires
    :param sometimes: what only some forms of the attack require; shown, never decisive
    :param blocked_by: for each refused clause, the accesses of which one would have to be granted
    :param unanswered: the accesses on which an unknown verdict waits; ``questions``: those that would settle them
    :param indirect_by: the accesses that open the detours of a verdict by a detour
    :param source: the study or work that states the threat model; ``status`` says who vouches for it
    """

    id: str
    label: str
    verdict: Verdict
    clauses: tuple[Clause, ...]
    sometimes: tuple[Line, ...]
    blocked_by: tuple[tuple[Thing, ...], ...]
    unanswered: tuple[Thing, ...]
    questions: tuple[Thing, ...]
    indirect_by: tuple[Thing, ...]
    source: Thing
    locator: str
    status: str
    variant_of: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A joint figure that a study printed for exactly this combination and standpoint."""

    id: str
    label: str
    share: Decimal
    base: int | None
    base_status: str
    source: Thing
    locator: str
    status: str
    qualifier: str = ""
    conditions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers on the attack that the graph has coded, and those whose every coded assumption the profile meets.

    :param counted: how many papers a study counts under the attack (or the attack it is a form of) and codes
    :param fit: ids of those whose assumptions are met
    :param under: the attack under which they are counted
    """

    counted: int
    fit: tuple[str, ...]
    under: Thing
    source: Thing


@dataclass(frozen=True, slots=True)
class Control:
    """A mitigation of an outside catalogue, or a defence of this graph."""

    id: str
    label: str
    definition: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique of MITRE ATLAS to which the attack is mapped, with the mitigations set against it.

    :param mapping: the SKOS relation, such as ``skos:exactMatch``
    """

    id: str
    label: str
    mapping: str
    mitigations: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One answer changed: the unit in which a system is tightened.

    Either ``question`` and ``to_answer`` are set (an answer of the questionnaire), or ``grant`` (an explicit line).

    :param accesses: the accesses that the attack loses by it
    :param was: what holds now, in words; ``becomes``: what would hold
    """

    accesses: tuple[Thing, ...]
    was: str
    becomes: str
    question: Thing | None = None
    to_answer: str = ""
    grant: GrantLine | None = None

    @property
    def unit(self) -> str:
        """What changes: the slug of the question, or else of the access."""
        thing = self.question or self.accesses[0]
        return thing.id.partition(":")[2] or thing.id


@dataclass(frozen=True, slots=True)
class Cut:
    """A smallest set of changes after which the attack is blocked."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AttackVerdict:
    """One attack against the profile.

    :param because: the verdict's ground in one sentence
    :param concerns: ``aml``, ``classical`` or ``both``
    :param acts_at: stages at which the attacker must act; ``effect_at``: at which the harm shows
    :param disagree: whether threat models of different sources come to different verdicts
    :param under_studied: feasible here, and at most one coded paper assumes such conditions; None without paper data
    :param prize: the accesses that the attack is after
    :param no_figure: why no joint figure is shown; empty where there is one
    :param no_cut: why there is no cut; empty where there is one
    """

    id: str
    label: str
    definition: str
    verdict: Verdict
    because: str
    models: tuple[ModelVerdict, ...]
    concerns: tuple[str, ...]
    acts_at: tuple[Thing, ...]
    effect_at: tuple[Thing, ...]
    objectives: tuple[Thing, ...]
    disagree: bool
    under_studied: bool | None
    prize: tuple[Thing, ...]
    figures: tuple[Figure, ...]
    no_figure: str
    papers: tuple[Papers, ...]
    techniques: tuple[Technique, ...]
    defences: tuple[Control, ...]
    cuts: tuple[Cut, ...]
    no_cut: str

    @property
    def iri(self) -> str:
        """The attack's full IRI."""
        from kg.terms import expand

        return expand(self.id) or self.id


@dataclass(frozen=True, slots=True)
class ConcernGroup:
    """Attacks of one concern whose assumptions are met, directly or by a detour, with the controls against them."""

    concern: str
    label: str
    attacks: tuple[AttackVerdict, ...]
    defences: tuple[Control, ...]
    mitigations: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the pipeline.

    :param acting: attacks whose attacker acts there; ``passing``: those that have to get past it unnoticed
    """

    stage: Thing
    acting: tuple[Thing, ...]
    passing: tuple[Thing, ...]
    defences: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Concerns:
    """The three views of one assessment; the steps are in the order of the pipeline."""

    groups: tuple[ConcernGroup, ...]
    pipeline: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All attacks against one profile.

    :param verdicts: in the order in which a reader wants them: feasible first, then by label
    :param unanswered: questions of the questionnaire without an answer
    :param concerns: the attacks whose assumptions are met, by whose worry they are
    :param version: version of ThreatPraxis
    """

    profile: Profile
    standpoint: Thing
    verdicts: tuple[AttackVerdict, ...]
    unanswered: tuple[Thing, ...]
    concerns: Concerns
    version: str
    by_id: dict[str, AttackVerdict] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {v.id: v for v in self.verdicts})

    def __getitem__(self, attack: str) -> AttackVerdict:
        """The verdict on ``attack:evasion`` or ``evasion``."""
        return self.by_id.get(attack) or self.by_id[f"attack:{attack}"]

    def counts(self) -> dict[Verdict, int]:
        """How many attacks have each verdict, zeros included."""
        found = Counter(v.verdict for v in self.verdicts)
        return {verdict: found[verdict] for verdict in Verdict}

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data for JSON; decimals as numbers, enumerations as their words."""
        from kg.exposure.plain import plain

        return {
            "threatpraxis": self.version,
            "profile": plain(self.profile),
            "standpoint": plain(self.standpoint),
            "counts": {verdict.value: n for verdict, n in self.counts().items()},
            "unanswered": plain(self.unanswered),
            "concerns": _concerns(self.concerns),
            "verdicts": plain(self.verdicts),
        }


def _concerns(concerns: Concerns) -> dict[str, Any]:
    """The views with attacks by id only: they stand in full among the verdicts."""
    from kg.exposure.plain import plain

    groups = [{**plain(replace(g, attacks=())), "attacks": [a.id for a in g.attacks]} for g in concerns.groups]
    return {"groups": groups, "pipeline": plain(concerns.pipeline)}
