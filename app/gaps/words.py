"""How figures of gaps are said: shares, differences, intervals, bases. Rounding happens here and nowhere before."""

from __future__ import annotations

from decimal import Decimal

from app.components.dom import Node, el
from kg.gaps import BinGap, Gap, Interval, Range, Share
from kg.results import show_number


def number(value: Decimal, digits: int = 1) -> str:
    """A number with a proper minus."""
    return show_number(value, digits).replace("-", "−")


def signed(value: Decimal) -> str:
    """A difference with its sign; 0 has none."""
    shown = number(value)
    return shown if shown.startswith("−") or not Decimal(show_number(value, 1)) else f"+{shown}"


def percent(value: Range) -> str:
    """A share: a number, a bound, or a range."""
    if value.is_point:
        return f"{number(value.low)}%"
    if value.low == 0:
        return f"< {number(value.high)}%"
    return f"{number(value.low)}–{number(value.high)}%"


def span(value: Range) -> str:
    """A range from end to end; one number where it is known."""
    if value.is_point:
        return f"{number(value.low)}%"
    return f"{number(value.low)}–{number(value.high)}%"


def points(value: Range) -> str:
    """A difference in percentage points, as a range where bounds enter."""
    if value.is_point:
        return f"{signed(value.low)} pp"
    return f"{signed(value.low)} to {signed(value.high)} pp"


def ends(interval: Interval, *, sign: bool = False) -> str:
    """The ends of an interval in brackets."""
    shown = signed if sign else number
    return f"[{shown(interval.low)}, {shown(interval.high)}]"


def interval(figure: Share | Gap) -> str:
    """An interval with method and marks, or why there is none."""
    found = figure.interval
    if found is None:
        return f"no interval: {figure.no_interval}" if figure.no_interval else "no interval"
    said = ", ".join((found.method, *found.marks))
    return f"95% interval {ends(found, sign=isinstance(figure, Gap))} ({said})"


def of_base(share: Share) -> str:
    """How many of how many."""
    n = share.base.n
    if n is None:
        return "base unknown"
    return f"{share.count} of {n:,}" if share.count is not None else f"of {n:,}"


def base(share: Share) -> str:
    """What a share is a share of, with the status of that number."""
    if share.base.n is None:
        return "base unknown"
    return f"n = {share.base.n:,}, base {share.base.status}"


def status(share: Share) -> Node | None:
    """A mark for a figure that nobody printed as it stands."""
    return el(f"span.mark.{share.status}", share.status) if share.status not in ("", "published") else None


def missing(one: BinGap, total: str) -> str:
    """What stands where research has no figure.

    :param total: the printed total of the column, which stands beside the last bin and is none
    """
    if one.mark:
        return f"no figure, printed {one.mark}"
    return f"no figure, printed {total}, the total" if total else "no figure"


def slug(short: str) -> str:
    """The last part of a short id."""
    return short.partition(":")[2] or short
