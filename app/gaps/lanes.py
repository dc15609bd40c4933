"""A number in a cell of a table, with a bar."""

from __future__ import annotations

from app.components.dom import Child, Node, el
from kg.gaps import Range


def lane(value: Range, end: float, shown: str, role: str) -> Node:
    """A number with a bar; a range has a full bar to its lower end and a hatched one to its upper end."""
    low, high = (round(float(v) * 100 / end, 2) for v in (value.low, value.high))
    fills: list[Child] = [el("span.full", vars={"w": low})] if low else []
    if not value.is_point:
        fills.append(el("span.open", vars={"at": low, "w": round(high - low, 2)}))
    return el("div.meter", el("span.pct", shown), el(f"span.meter-track.hue-{role}", fills, aria_hidden="true"))
