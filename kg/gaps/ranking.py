"""Bins by gap; attacks by distance and by reach. Where figures are ranges, places are ranges too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.gaps.model import BinGap, Comparison, Gap, Normalisation, Range


@dataclass(frozen=True, slots=True)
class RankedBin:
    """A bin in the order of its gap.

    :param place: by the part of the gap that is certain, counted from 1
    :param best: the place if this gap were as large, and all others as small, as they may be
    :param worst: the other way round
    """

    place: int
    best: int
    worst: int
    comparison: Comparison
    bin: BinGap
    gap: Gap


@dataclass(frozen=True, slots=True)
class RankedAttack:
    """An attack on one dimension in the order of its distance or reach; places as in :class:`RankedBin`."""

    place: int
    best: int
    worst: int
    comparison: Comparison
    value: Range


def rank_bins(comparisons: Iterable[Comparison], base: Normalisation = "published") -> tuple[RankedBin, ...]:
    """All bins with a gap, the largest certain gap first, whatever its sign.

    Gaps of different dimensions, and budgets in different units, stand in one list: each carries its comparison, whose
    cautions say so.
    """
    found = [(c, b, gap) for c in comparisons for b in c.bins if (gap := b.gap_on(base)) is not None]
    found.sort(key=lambda item: (-item[2].points.certain, -item[2].points.greatest, item[0].attack, item[1].bin))
    sizes = [_size(gap.points) for _, _, gap in found]
    return tuple(
        RankedBin(place, *_places(sizes, place - 1), comparison, one, gap)
        for place, (comparison, one, gap) in enumerate(found, 1)
    )


def rank_by_distance(comparisons: Iterable[Comparison]) -> tuple[RankedAttack, ...]:
    """Attacks by total variation distance, the farthest from practice first."""
    return _ranked(comparisons, lambda c: c.distance.value if c.distance else None)


def rank_by_reach(comparisons: Iterable[Comparison], base: Normalisation = "published") -> tuple[RankedAttack, ...]:
    """Attacks by the reach of their papers, the farthest-reaching first; without a known reach they are left out."""
    return _ranked(comparisons, lambda c: c.reach.on(base) if c.reach else None)


def _ranked(comparisons: Iterable[Comparison], value: Callable[[Comparison], Range | None]) -> tuple[RankedAttack, ...]:
    found = [(c, v) for c in comparisons if (v := value(c)) is not None]
    found.sort(key=lambda item: (-item[1].low, -item[1].high, item[0].attack, item[0].dimension))
    sizes = [v for _, v in found]
    return tuple(RankedAttack(i + 1, *_places(sizes, i), c, v) for i, (c, v) in enumerate(found))


def _size(points: Range) -> Range:
    return Range(points.certain, points.greatest, points.bounded)


def _places(sizes: list[Range], own: int) -> tuple[int, int]:
    others = sizes[:own] + sizes[own + 1 :]
    best = 1 + sum(o.low > sizes[own].high for o in others)
    worst = 1 + sum(o.high >= sizes[own].low for o in others)
    return best, worst
