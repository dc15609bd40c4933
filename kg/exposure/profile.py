"""An access profile: what one system grants to whom, as a person states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

#: What a limit without an end amounts to.
UNLIMITED = Decimal("Infinity")
#: The standpoint of a profile that names none.
DEFAULT_STANDPOINT = "outsider"


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of an access is granted, in the unit of its dimension (queries, or percent of the training data).

    The amount lies somewhere from ``least`` to ``most``: the two are equal where the number is known, and differ where
    only a bin was chosen. ``most`` is None where the bin has no upper end; both are infinite where there is no limit.
    """

    least: Decimal
    most: Decimal | None

    def __str__(self) -> str:
        if self.least == UNLIMITED:
            return "no limit"
        if self.most is None:
            return f"at least {_number(self.least)}"
        return _number(self.most) if self.least == self.most else f"{_number(self.least)} to {_number(self.most)}"


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One line that a person wrote about one access, in place of what the questions say about it.

    :param access: slug of the access, such as ``query-model``
    :param level: slug of the level: ``public``, ``access-control``, ``none``, ``absent`` or ``unknown``
    :param limit: how much of it; None where the line does not say
    """

    access: str
    level: str
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The input of an assessment.

    :param id: slug of a profile that stands in the graph; empty for one that came from a file
    :param standpoint: slug of the standpoint from which the attacker comes
    :param answers: answer code by slug of the question, such as ``{"model-parameters": "none"}``
    :param grants: explicit lines by slug of the access; each overrides what the answers say about its access
    """

    title: str
    standpoint: str = DEFAULT_STANDPOINT
    answers: Mapping[str, str] = field(default_factory=dict)
    grants: Mapping[str, GrantLine] = field(default_factory=dict)
    id: str = ""
    description: str = ""
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers)))
        object.__setattr__(self, "grants", MappingProxyType(dict(self.grants)))

    def seen_from(self, standpoint: str) -> Profile:
        """The same system, seen by somebody else."""
        return replace(self, standpoint=standpoint)

    def with_answer(self, question: str, answer: str | None) -> Profile:
        """The same system with one answer changed, or with the question left open where ``answer`` is None."""
        answers = {q: a for q, a in self.answers.items() if q != question}
        return replace(self, answers=answers if answer is None else {**answers, question: answer})

    def with_grant(self, line: GrantLine) -> Profile:
        """The same system with one explicit line set."""
        return replace(self, grants={**self.grants, line.access: line})


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
