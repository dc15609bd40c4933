"""The marks of pictures: bars, open ends, whiskers."""

from __future__ import annotations

from decimal import Decimal

from app.components.dom import Child, Node, el
from app.components.svg import line, shape
from app.gaps import words
from kg.gaps import Share

#: Height of a bar, and how far below the top of its row it begins.
BAR, BELOW = 18, 22
_HATCH = 6


def bar(share: Share, role: str, zero: float, scale: float, y: float) -> Node:
    """A bar from 0: full to what is certain, hatched and fading to what a bound allows, with its interval."""

    def at(value: Decimal) -> float:
        return zero + float(value) * scale

    low, high = at(share.percent.low), at(share.percent.high)
    parts: list[Child] = [el("title", f"{words.percent(share.percent)}, {words.base(share)}, {words.interval(share)}")]
    if share.percent.low > 0:
        parts.append(shape("rect", fill=role, x=min(zero, low), y=y + BELOW, width=abs(low - zero), height=BAR))
    if not share.percent.is_point:
        parts += open_end(low, high, role, y)
    if share.interval:
        parts += whisker(at(share.interval.low), at(share.interval.high), y + BELOW + BAR / 2)
    return el("g.bar", parts)


def open_end(low: float, high: float, role: str, y: float) -> list[Node]:
    """The part of a bar that a bound leaves open: a hatch that fades towards the bound, and an arrow back from it."""
    way = 1 if high >= low else -1
    steps = max(int(abs(high - low) / _HATCH), 1)
    found = []
    for i in range(steps):
        x = low + way * abs(high - low) * i / steps
        opacity = round(0.9 - 0.65 * i / steps, 2)
        found.append(line(x, y + BELOW + BAR, x + way * _HATCH, y + BELOW, role, 1.6, stroke_opacity=opacity))
    # An arrow back from the bound: the share lies somewhere on this side of it.
    middle = y + BELOW + BAR / 2
    arrow = f"M{high:.1f} {middle - 7:.1f}L{high - way * 7:.1f} {middle:.1f}L{high:.1f} {middle + 7:.1f}"
    return [*found, shape("path", d=arrow, stroke=role, stroke_width=2)]


def whisker(low: float, high: float, y: float) -> list[Node]:
    """An interval as a line with ends, on a paper-coloured edge so that it shows on bars."""
    d = f"M{low:.1f} {y:.1f}L{high:.1f} {y:.1f}M{low:.1f} {y - 5:.1f}v10M{high:.1f} {y - 5:.1f}v10"
    return [shape("path", d=d, stroke="paper", stroke_width=3.5), shape("path", d=d, stroke="ink", stroke_width=1.3)]
