"""Confidence intervals of shares and of their differences, from SciPy.

Wilson's score interval: E. B. Wilson, 1927. The interval of a difference is method 10 of R. G. Newcombe, "Interval
estimation for the difference between independent proportions", 1998: Wilson's limits of both shares, put together.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import sqrt

from kg.gaps.model import Interval, Share

LEVEL = 0.95
_HUNDRED = Decimal(100)


def count_behind(percent: Decimal, n: int, digits: int) -> int | None:
    """The one whole number of ``n`` whose share, rounded half up to ``digits``, is ``percent``.

    None where there is no such number, or more than one.

    >>> count_behind(Decimal("4.8"), 271, 1), count_behind(Decimal("15.6"), 271, 1)
    (13, None)
    """
    unit = Decimal(1).scaleb(-digits)
    near = int(percent * n / _HUNDRED)
    width = int(unit * n / _HUNDRED) + 2
    found = [
        k
        for k in range(max(0, near - width), min(n, near + width) + 1)
        if (_HUNDRED * k / n).quantize(unit, ROUND_HALF_UP) == percent.quantize(unit, ROUND_HALF_UP)
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def wilson(count: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of ``count`` out of ``n``, as fractions.

    :raises ValueError: where ``count`` does not lie between 0 and ``n``, or ``n`` is not above 0
    """
    from scipy.stats import binomtest

    found = binomtest(count, n).proportion_ci(confidence_level=LEVEL, method="wilson")
    return float(found.low), float(found.high)


@lru_cache(maxsize=4096)
def wilson_of_share(fraction: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share that no whole number gives, as fractions.

    :raises ValueError: where ``fraction`` does not lie between 0 and 1, or ``n`` is not above 0
    """
    from scipy.stats import norm

    if not 0 <= fraction <= 1 or n <= 0:
        raise ValueError(f"{fraction} of {n} is no share.")
    z = float(norm.ppf((1 + LEVEL) / 2))
    centre = (fraction + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(fraction * (1 - fraction) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def share_interval(
    percent: Decimal, count: int | None, n: int, *, inferred_base: bool = False, as_if_sampled: bool = False,
    approximate: bool = False,
) -> Interval:  # fmt: skip
    """Wilson's interval of a share in percent; approximate where there is no count.

    :raises ValueError: where the share is none of ``n``
    """
    low, high = wilson(count, n) if count is not None else wilson_of_share(float(percent) / 100, n)
    return Interval(
        _percent(low), _percent(high), "Wilson",
        approximate=approximate or count is None, inferred_base=inferred_base, as_if_sampled=as_if_sampled,
    )  # fmt: skip


def difference_interval(first: Share, second: Share) -> Interval:
    """Newcombe's interval of ``first - second`` in percentage points, for two shares that have intervals.

    It belongs to the difference of the shares as printed, so Wilson's limits are taken at the printed shares too, not
    at the counts behind them; the two differ by less than the rounding of the shares.
    """
    marks = [share.interval for share in (first, second) if share.interval]
    below_first, above_first = _limits(first)
    below_second, above_second = _limits(second)
    difference = first.percent.low - second.percent.low
    return Interval(
        difference - (below_first**2 + above_second**2).sqrt(),
        difference + (above_first**2 + below_second**2).sqrt(),
        "Newcombe hybrid score",
        approximate=any(m.approximate for m in marks),
        inferred_base=any(m.inferred_base for m in marks),
        as_if_sampled=any(m.as_if_sampled for m in marks),
    )


def _limits(share: Share) -> tuple[Decimal, Decimal]:
    """How far Wilson's limits lie below and above a share, in percentage points."""
    assert share.base.n is not None
    low, high = wilson_of_share(float(share.percent.low) / 100, share.base.n)
    return share.percent.low - _percent(low), _percent(high) - share.percent.low


def _percent(fraction: float) -> Decimal:
    return Decimal(repr(fraction)) * _HUNDRED
