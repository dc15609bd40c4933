"""What an assessment has to know: accesses, levels, questions, threat models and what stands beside a verdict.

Plain data, read from the graph once by :mod:`kg.exposure.load` and then used for any number of profiles.
Ids are short names such as ``access:query-model``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kg.errors import UnknownNameError
from kg.exposure.model import Amount, Control, Technique, Thing
from kg.exposure.profile import Limit, Profile

#: The level of an access for which nobody has answered.
UNKNOWN_LEVEL = "level:unknown"


@dataclass(frozen=True, slots=True)
class Access:
    """An attacker access and where it leads.

    :param gives: what it confers or contains, directly
    :param opens: to what it opens a path, directly
    """

    id: str
    label: str
    definition: str
    gives: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A level; ``rank`` is None for the unknown one."""

    id: str
    label: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A standpoint with a rank, which it reaches levels with."""

    id: str
    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class AnswerGrant:
    """One thing that an answer stands for; without a level it only limits the access.

    :param bin: the bin of a survey's dimension in which the limit lies; empty where there is none
    """

    access: str
    level: str | None
    limit: Limit | None
    bin: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a question offers.

    :param code: what people write in a profile file
    :param bins: answers of a survey that say the same
    """

    id: str
    code: str
    label: str
    note: str
    grants: tuple[AnswerGrant, ...]
    bins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, with its answers in order."""

    id: str
    label: str
    short: str
    help: str
    example: str
    section: str
    answers: tuple[Answer, ...]

    @property
    def slug(self) -> str:
        """The name that people write in a profile file."""
        return slug(self.id)

    def answer(self, code: str) -> Answer:
        """The answer with this code.

        :raises UnknownNameError: with the close ones
        """
        for answer in self.answers:
            if answer.code == code:
                return answer
        codes = [a.code for a in self.answers]
        raise UnknownNameError(f"answer to {self.slug}", code, codes, remedy=f"Answers: {', '.join(codes)}.")

    @property
    def accesses(self) -> tuple[str, ...]:
        """All accesses about which some answer says something."""
        return tuple(dict.fromkeys(g.access for a in self.answers for g in a.grants))


@dataclass(frozen=True, slots=True)
class Need:
    """One access in a clause, with the amount in which it is needed."""

    access: str
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A clause of a threat model: a required access, or the options of an alternative."""

    needs: tuple[Need, ...]
    alternative: Thing | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ThreatModel:
    """What one source says one attack needs."""

    id: str
    label: str
    attack: str
    requirements: tuple[Requirement, ...]
    sometimes: tuple[Need, ...]
    without: tuple[str, ...]
    source: Thing
    locator: str
    status: str
    variant_of: str = ""


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack and what a verdict shows of it."""

    id: str
    label: str
    definition: str
    concerns: tuple[str, ...] = ()
    acts_at: tuple[Thing, ...] = ()
    effect_at: tuple[Thing, ...] = ()
    objectives: tuple[Thing, ...] = ()
    parents: tuple[Thing, ...] = ()
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JointFigure:
    """A printed share of organisations that grant a combination of accesses.

    :param bins: answers of the survey that hold together; ``granted`` and ``refused``: accesses that the text names
    """

    id: str
    label: str
    attack: str
    share: Decimal
    base: int | None
    base_status: str
    standpoint: str
    source: Thing
    locator: str
    status: str
    qualifier: str
    bins: tuple[str, ...]
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedPaper:
    """A paper as a survey codes it: for each question, the answers, and for each answer the accesses it assumes."""

    id: str
    assumes: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The papers that one survey counts under one attack."""

    source: Thing
    papers: tuple[CodedPaper, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline: its place in the order, the phase it is part of, and the defences applied there."""

    id: str
    label: str
    position: int
    phase: str
    defences: tuple[Control, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """All facts that an assessment uses.

    :param corpora: coded papers by attack; ``techniques`` and ``defences``: controls by attack
    :param stages: the steps of the pipeline in order
    :param examples: profiles that stand in the graph, by slug
    """

    accesses: Mapping[str, Access]
    levels: Mapping[str, Level]
    standpoints: Mapping[str, Standpoint]
    questions: tuple[Question, ...]
    attacks: Mapping[str, Attack]
    models: Mapping[str, tuple[ThreatModel, ...]]
    figures: tuple[JointFigure, ...] = ()
    corpora: Mapping[str, tuple[Corpus, ...]] = field(default_factory=dict)
    techniques: Mapping[str, tuple[Technique, ...]] = field(default_factory=dict)
    defences: Mapping[str, tuple[Control, ...]] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    examples: Mapping[str, Profile] = field(default_factory=dict)

    @cached_property
    def givers(self) -> Mapping[str, tuple[str, ...]]:
        """For each access, all others that give it, however far up."""
        up: dict[str, set[str]] = {a: set() for a in self.accesses}
        for start in self.accesses:
            found, front = {start}, [start]
            while front:
                for given in self._gives(front.pop()):
                    if given not in found:
                        found.add(given)
                        front.append(given)
            for given in found - {start}:
                up.setdefault(given, set()).add(start)
        return {a: tuple(sorted(g)) for a, g in up.items()}

    @cached_property
    def openers(self) -> Mapping[str, tuple[str, ...]]:
        """For each access, the others that open a path to it."""
        found: dict[str, list[str]] = {}
        for access in self.accesses.values():
            for goal in access.opens:
                found.setdefault(goal, []).append(access.id)
        return {goal: tuple(sorted(from_)) for goal, from_ in found.items()}

    @cached_property
    def settles(self) -> Mapping[str, Question]:
        """For each access, the question that settles it: the first with an answer other than that it is not there."""
        found: dict[str, Question] = {}
        for question in self.questions:
            for answer in question.answers:
                for grant in answer.grants:
                    level = self.levels.get(grant.level or "")
                    rank = level.rank if level else None
                    if rank is not None and rank <= max(s.rank for s in self.standpoints.values()):
                        found.setdefault(grant.access, question)
        return found

    @cached_property
    def by_slug(self) -> Mapping[str, Question]:
        """The questions by the name that people write."""
        return {q.slug: q for q in self.questions}

    def question(self, name: str) -> Question:
        """The question with this slug.

        :raises UnknownNameError: with the close ones
        """
        if name not in self.by_slug:
            remedy = "'threatpraxis assess --questions' lists all."
            raise UnknownNameError("question", name, self.by_slug, remedy=remedy)
        return self.by_slug[name]

    def thing(self, id_: str) -> Thing:
        """An access, a level, a question or a standpoint by its id, with its label."""
        for group in (self.accesses, self.levels, self.standpoints, self.attacks):
            if id_ in group:
                return Thing(id_, group[id_].label)
        return Thing(id_, id_.partition(":")[2] or id_)

    def _gives(self, access: str) -> tuple[str, ...]:
        return self.accesses[access].gives if access in self.accesses else ()


def slug(id_: str) -> str:
    """The part after the prefix; an id in another namespace stays whole.

    >>> slug("access:query-model")
    'query-model'
    """
    return id_ if "://" in id_ else id_.partition(":")[2] or id_


def ident(kind: str, name: str) -> str:
    """The id of what a person calls by its slug.

    >>> ident("access", "query-model")
    'access:query-model'
    """
    return name if ":" in name else f"{kind}:{name}"
