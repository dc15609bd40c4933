"""Total variation distance between two distributions of which one is known up to bounds.

With q the shares of practice over their sum, TV = 1/2 sum |r - q|. As a function of the unnormalised shares p in their
box this is a convex function over a positive linear one, hence quasi-convex:

- its largest value lies at a corner of the box;
- its smallest may lie anywhere inside. Put u = 1 / sum p. For a given u every q_i may be anything in
  [low_i u, high_i u] as long as all add up to 1, and the least distance is the larger of what must lie above r,
  A(u) = sum (low_i u - r_i)+, and what must lie below it, B(u) = sum (r_i - high_i u)+. A grows with u and B falls,
  both in straight pieces, so the smallest distance lies where they cross, or at an end of u.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, product

from kg.gaps.model import Range

#: More bounds than this are more corners than anybody publishes.
MOST_BOUNDS = 12
_ZERO, _ONE = Decimal(0), Decimal(1)


def total_variation(research: Sequence[Decimal], practice: Sequence[Range]) -> Range | None:
    """The distance, or its true least and greatest value over all shares that the bounds allow.

    Both sides are renormalised to a sum of 1 first. None where a side is 0 throughout.

    :raises ValueError: where the sides differ in length, a share is negative, or more than 12 shares are bounds
    """
    if len(research) != len(practice):
        raise ValueError(f"{len(research)} shares of research stand against {len(practice)} of practice.")
    if min([*research, *(p.low for p in practice)], default=_ZERO) < 0:
        raise ValueError("A share is negative.")
    if sum(p.low != p.high for p in practice) > MOST_BOUNDS:
        raise ValueError(f"More than {MOST_BOUNDS} shares are bounds.")
    total = sum(research, _ZERO)
    if total == 0 or not any(p.high for p in practice):
        return None
    r = [value / total for value in research]
    bounded = any(p.bounded or p.low != p.high for p in practice)
    greatest = max(_corners(r, practice))
    return Range(min(_least(r, practice), greatest), greatest, bounded) if bounded else Range.point(greatest)


def _corners(r: Sequence[Decimal], practice: Sequence[Range]) -> list[Decimal]:
    # A corner at which all shares are 0 has no distribution; the corners next to it hold what it tends to.
    ends = [sorted({p.low, p.high}) for p in practice]
    return [_distance(r, corner) for corner in product(*ends) if any(corner)]


def _distance(r: Sequence[Decimal], p: Sequence[Decimal]) -> Decimal:
    total = sum(p, _ZERO)
    return sum((abs(a - b / total) for a, b in zip(r, p, strict=True)), _ZERO) / 2


def _least(r: Sequence[Decimal], practice: Sequence[Range]) -> Decimal:
    def above(u: Decimal) -> Decimal:
        return sum((max(_ZERO, p.low * u - x) for x, p in zip(r, practice, strict=True)), _ZERO)

    def below(u: Decimal) -> Decimal:
        return sum((max(_ZERO, x - p.high * u) for x, p in zip(r, practice, strict=True)), _ZERO)

    kinks = {x / end for x, p in zip(r, practice, strict=True) for end in (p.low, p.high) if end}
    first = _ONE / sum((p.high for p in practice), _ZERO)
    lows = sum((p.low for p in practice), _ZERO)
    # Without any exact share the sum may be as small as one likes; beyond the last kink nothing changes.
    last = _ONE / lows if lows else max(kinks | {first})
    points = sorted({first, last, *(u for u in kinks if first < u < last)})
    for a, b in pairwise(points):
        start, end = above(a) - below(a), above(b) - below(b)
        if start <= 0 <= end and start != end:  # both are straight between kinks, so the crossing is exact
            u = a + (b - a) * -start / (end - start)
            return max(above(u), below(u))
    return min(max(above(u), below(u)) for u in points)
