"""Reach: in how many systems is what the papers need granted?

An attack that needs at most q queries works wherever at least q are granted. The reach of a bin is the sum of the
practice shares of all bins that grant as much; of a literature, the mean over its papers. Within the bin of the need
the figure is an upper bound: a bin says <100, the paper needs 50, a system grants 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg.gaps.model import BinGap, BinReach, JointFigure, Range, Reach

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
OWN_BIN = "Within the bin of the need itself the upper end is too high: nobody knows who grants less than is needed."
ONE_CONDITION = "Reach looks at this dimension alone and ignores what else an attack needs."
OVERLAP = "Several published upper bounds enter in full; where their answers overlap, the upper end is too high."


def reach(
    bins: Sequence[BinGap], answered: Range, no_answered: str, joint: tuple[JointFigure, ...] = ()
) -> Reach | None:
    """The reach of the papers on an ordered dimension; None without papers or without practice.

    :param bins: of one comparison, in order; the bin at position 0 grants nothing
    :param answered: share of the base that gave one of the answers, in percent
    :param no_answered: why shares among those who answered cannot be given; empty where they can
    """
    by_bin = tuple(_of_bin(need, bins) for need in bins if need.position > 0 and need.practice)
    papers = sum(b.papers or 0 for b in by_bin)
    if not papers:
        return None
    low = _mean([(b.papers or 0, b.percent.low) for b in by_bin], papers)
    high = _mean([(b.papers or 0, b.percent.high) for b in by_bin], papers)
    exact = _mean([(b.papers or 0, b.exact) for b in by_bin], papers)
    bounded = any(b.percent.bounded and b.papers for b in by_bin)
    percent = Range(low, high, bounded)
    because = no_answered or ("" if answered.is_point else "where upper bounds enter, who gave no answer is not known")
    silent = None if because else max(_ZERO, _HUNDRED - answered.low)
    return Reach(
        papers=papers,
        percent=percent,
        exact=exact,
        bins=by_bin,
        silent=silent,
        silent_because=because,
        if_silent_grant=None if silent is None else min(_HUNDRED, high + silent),
        answered=None if silent is None else percent.scaled(_HUNDRED / (_HUNDRED - silent)),
        joint=joint,
        cautions=_cautions(bins),
    )


def _of_bin(need: BinGap, bins: Sequence[BinGap]) -> BinReach:
    granted = [(b.position, b.practice.percent) for b in bins if b.practice and b.position >= need.position]
    above = sum((p.low for position, p in granted if position > need.position), _ZERO)
    most = sum((p.high for _, p in granted), _ZERO)
    papers = need.research.count if need.research else None
    percent = Range(min(above, _HUNDRED), min(most, _HUNDRED), any(p.bounded for _, p in granted))
    exact = sum((p.low for _, p in granted if p.is_point), _ZERO)
    return BinReach(need.bin, need.label, need.position, papers, percent, min(exact, _HUNDRED))


def _mean(weighted: Sequence[tuple[int, Decimal]], total: int) -> Decimal:
    return sum((weight * value for weight, value in weighted), _ZERO) / total


def _cautions(bins: Sequence[BinGap]) -> tuple[str, ...]:
    bounds = sum(b.practice.percent.bounded for b in bins if b.practice)
    return (OWN_BIN, ONE_CONDITION, *((OVERLAP,) if bounds > 1 else ()))
