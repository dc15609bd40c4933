"""What the arithmetic of gaps returns: figures with their base and source, and what is derived from them.

Shares are percentages and differences are percentage points, as :class:`~decimal.Decimal`, never rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Normalisation = Literal["published", "answered"]
#: Which people a share of practice is a share of.
NORMALISATIONS: dict[Normalisation, str] = {
    "published": "as published, people without an answer in the base",
    "answered": "among those who answered",
}
#: How intervals of research are to be read.
AS_IF_SAMPLED = (
    "As if sampled: the papers of a survey's corpus, or the cases of a collection, are all there are and no sample."
)


@dataclass(frozen=True, slots=True)
class Range:
    """A number that is known, or known to lie between two ends, both included.

    :param bounded: whether a published upper bound entered, so that the figure is no point even if its ends meet
    """

    low: Decimal
    high: Decimal
    bounded: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"The range begins at {self.low} above its end {self.high}.")

    @classmethod
    def point(cls, value: Decimal) -> Range:
        """A number that is known."""
        return cls(value, value)

    @property
    def is_point(self) -> bool:
        """Whether the number is known."""
        return self.low == self.high and not self.bounded

    @property
    def value(self) -> Decimal | None:
        """The number where it is known; None for a range, which has no middle that anybody published."""
        return self.low if self.is_point else None

    @property
    def certain(self) -> Decimal:
        """How far from 0 the number lies for certain: the end nearer to 0, or 0 where the range holds it."""
        return max(self.low, -self.high, Decimal(0))

    @property
    def greatest(self) -> Decimal:
        """How far from 0 the number may lie."""
        return max(abs(self.low), abs(self.high))

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low, self.bounded or other.bounded)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high, self.bounded or other.bounded)

    def scaled(self, factor: Decimal) -> Range:
        """The range times a factor that is not negative."""
        return Range(self.low * factor, self.high * factor, self.bounded)


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval in percent or percentage points.

    :param method: ``"Wilson"`` for a share, ``"Newcombe hybrid score"`` for a difference of shares
    :param approximate: whether a printed share stood in for a count, since no single count gives it
    :param inferred_base: whether a base entered that the source does not state
    :param as_if_sampled: whether papers entered; see :data:`AS_IF_SAMPLED`
    """

    low: Decimal
    high: Decimal
    method: str
    approximate: bool = False
    inferred_base: bool = False
    as_if_sampled: bool = False
    level: Decimal = Decimal("0.95")

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be said beside the interval."""
        marks = {
            "approximate": self.approximate,
            "base inferred": self.inferred_base,
            "as if sampled": self.as_if_sampled,
        }
        return tuple(name for name, holds in marks.items() if holds)


@dataclass(frozen=True, slots=True)
class Base:
    """What a share is a share of.

    :param n: how many; None where it is not known
    :param status: ``stated``, ``inferred``, ``derived`` (counted here), ``unknown`` or ``not-applicable``
    """

    id: str
    label: str
    n: int | None
    status: str
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a number of things that the share is a share of."""
        return self.n is not None and self.n > 0 and self.status in ("stated", "inferred", "derived")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands: ids of observation, study and, for papers, the survey whose corpus was counted."""

    observation: str
    study: str
    locators: tuple[str, ...]
    corpus: str = ""

    @property
    def locator(self) -> str:
        """The places in the study, in one line."""
        return "; ".join(self.locators)


@dataclass(frozen=True, slots=True)
class Share:
    """A share with all that must be shown beside it.

    :param percent: the share; ``[0, bound]`` where only an upper bound is published
    :param count: how many of the base, where a single whole number gives the share
    :param status: slug of who vouches for it: ``published``, ``derived``, ``estimated`` or ``curator``
    :param printed: the characters in the source
    :param interval: Wilson's 95 % interval; None where ``no_interval`` says why
    :param unit: what the bins count; ``unit_basis`` says per what, or ``"not stated"``
    """

    percent: Range
    count: int | None
    base: Base
    status: str
    printed: str
    source: Source
    interval: Interval | None = None
    no_interval: str = ""
    qualifier: str = ""
    standpoint: str = ""
    question: str = ""
    unit: str = ""
    unit_basis: str = ""
    formula: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Share of research minus share of practice, in percentage points; positive where research assumes it more often.

    :param interval: Newcombe's 95 % interval of the difference; None where ``no_interval`` says why
    """

    points: Range
    interval: Interval | None = None
    no_interval: str = ""


@dataclass(frozen=True, slots=True)
class BinGap:
    """One answer of a dimension: what research assumes, what practice grants.

    :param research: None where the source has no figure; ``mark`` is what it prints instead, such as ``*`` or a dash
    :param practice: the share as published; None where practice has no figure for the bin
    :param answered: the same among those who answered; None where ``no_answered`` of the comparison says why
    :param gap: against ``practice``; None where one side is missing
    :param gap_answered: against ``answered``
    """

    bin: str
    label: str
    position: int
    research: Share | None
    practice: Share | None
    answered: Share | None
    gap: Gap | None
    gap_answered: Gap | None
    mark: str = ""

    def side(self, base: Normalisation) -> Share | None:
        """The share of practice under a normalisation."""
        return self.practice if base == "published" else self.answered

    def gap_on(self, base: Normalisation) -> Gap | None:
        """The gap under a normalisation."""
        return self.gap if base == "published" else self.gap_answered


@dataclass(frozen=True, slots=True)
class Distance:
    """Total variation distance over the bins for which both sides have figures, each side renormalised to 1.

    :param value: from 0 (alike) to 1 (nothing in common); a range where upper bounds enter
    :param bins: labels of the common bins
    :param reason: how the ends of a range were found
    """

    value: Range
    bins: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BinReach:
    """Systems that grant at least what an attack with a need in this bin needs, in percent.

    :param percent: from bins above alone (bounds as 0) to the own bin and all above (bounds in full)
    :param exact: own bin and all above, bounds left out
    """

    bin: str
    label: str
    position: int
    papers: int | None
    percent: Range
    exact: Decimal


@dataclass(frozen=True, slots=True)
class JointFigure:
    """A published share of systems that grant a whole combination of accesses; outsiders only where it says so.

    :param within: id of the figure that this one is a part of, or empty
    """

    label: str
    share: Share
    within: str = ""
    access_class: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the papers on an attack reach: the paper-weighted mean of the reach of their bins, in percent.

    :param percent: the range as published
    :param exact: the mean with own bins included and published bounds left out
    :param silent: the share of people without an answer; None where ``silent_because`` says why
    :param if_silent_grant: the upper end if everybody silent granted enough; None without ``silent``
    :param answered: the range among those who answered; None without ``silent``
    :param joint: published joint figures of the same attack, to be preferred where they fit
    :param cautions: what the figure ignores
    """

    papers: int
    percent: Range
    exact: Decimal
    bins: tuple[BinReach, ...]
    silent: Decimal | None
    silent_because: str
    if_silent_grant: Decimal | None
    answered: Range | None
    joint: tuple[JointFigure, ...]
    cautions: tuple[str, ...]

    def on(self, base: Normalisation) -> Range | None:
        """The range under a normalisation."""
        return self.percent if base == "published" else self.answered

    def of_bin(self, one: BinReach, base: Normalisation) -> Range | None:
        """The reach of one bin under a normalisation; None where those who answered are not known."""
        if base == "published":
            return one.percent
        return None if self.silent is None else one.percent.scaled(Decimal(100) / (100 - self.silent))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Research and practice on one dimension for one attack: all bins, their distance, and the reach of the papers.

    :param no_answered: why shares among those who answered cannot be given; empty where they can
    :param answered_percent: the share of the base that gave one of the answers
    :param distance: None where no two bins are in common
    :param reach: None where the dimension has no order, or a side is missing
    :param cautions: what must be said beside every figure, units above all
    """

    attack: str
    attack_label: str
    dimension: str
    dimension_label: str
    unit: str
    corpus: str
    survey: str
    bins: tuple[BinGap, ...]
    answered_percent: Range
    no_answered: str
    distance: Distance | None
    reach: Reach | None
    cautions: tuple[str, ...]

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies behind the figures, each once: of research, of its corpus, of practice."""
        shares = [s for b in self.bins for s in (b.research, b.practice) if s]
        return tuple(dict.fromkeys(i for s in shares for i in (s.source.study, s.source.corpus) if i))
