"""Numbers, ranges and bounds that people typed, and the bins into which they may fall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kg.importers.survey.model import Bin

_ONE = r"([0-9]{1,15}(?:[.][0-9]{1,6})?)\s*([kKmM%]?)"
_PLAIN = re.compile(_ONE)
_SPAN = re.compile(rf"{_ONE}\s*(?:-|–|to|\.\.)\s*{_ONE}")
_LOW = re.compile(rf"(at least|>=|≥|from|more than|over|above|>)\s*{_ONE}")
_HIGH = re.compile(rf"(at most|<=|≤|up to|less than|fewer than|under|below|<)\s*{_ONE}")
_GROUPED = re.compile(r"(?<=[0-9])[,’' \u00a0\u202f](?=[0-9]{3}(?![0-9]))")
_STRICT = {"more than", "over", "above", ">", "less than", "fewer than", "under", "below", "<"}
_TIMES = {"k": 1000, "m": 1_000_000}


class Amount(NamedTuple):
    """What somebody said: from ``low`` to ``high``; None where there is no end.

    :param above: whether the lower end itself is not meant; ``under``: whether the upper end is not
    """

    low: Decimal | None
    high: Decimal | None
    above: bool = False
    under: bool = False


def amount(text: str) -> Amount | None:
    """A number, a range or a bound; None where the text is none of them.

    >>> amount("at least 1,000")
    Amount(low=Decimal('1000'), high=None, above=False, under=False)
    """
    said = _GROUPED.sub("", " ".join(text.lower().split()))
    if found := _PLAIN.fullmatch(said):
        value = _value(found[1], found[2])
        return Amount(value, value)
    if found := _SPAN.fullmatch(said):
        low, high = _value(found[1], found[2] or found[4]), _value(found[3], found[4])
        return Amount(low, high) if low <= high else None
    if found := _LOW.fullmatch(said):
        return Amount(_value(found[2], found[3]), None, above=found[1] in _STRICT)
    if found := _HIGH.fullmatch(said):
        return Amount(None, _value(found[2], found[3]), under=found[1] in _STRICT)
    return None


def bins_of(said: Amount, bins: Iterable[Bin]) -> tuple[str, ...]:
    """The bins in which an amount may lie, in their order.

    A bin holds its lower end and not its upper one, so that no number lies in two; a bin whose ends are equal holds
    that number, and the last bin without ends holds what has no bound.
    """
    ordered = sorted(bins, key=lambda b: b.position)
    points = {b.lower for b in ordered if b.lower is not None and b.lower == b.upper}
    return tuple(b.id for b in ordered if _may_hold(b, said, points))


def _may_hold(bin_: Bin, said: Amount, points: set[Decimal]) -> bool:
    if bin_.lower is None and bin_.upper is None:  # such as "unlimited": beyond every number
        return said.high is None
    if bin_.lower is not None and bin_.lower == bin_.upper:
        return _holds(said, bin_.lower)
    if said.low is not None and said.low == said.high:
        if said.low in points:  # 0 has a bin of its own and is not "fewer than 100"
            return False
        return (bin_.lower is None or said.low >= bin_.lower) and (bin_.upper is None or said.low < bin_.upper)
    begins = bin_.upper is None or said.low is None or said.low < bin_.upper
    if bin_.lower is None or said.high is None:
        return begins
    # A range such as "100 to 1,000" ends where the next bin begins: its end alone does not reach into that bin.
    return begins and said.high > bin_.lower


def _holds(said: Amount, value: Decimal) -> bool:
    low = said.low is None or value > said.low or (value == said.low and not said.above)
    return low and (said.high is None or value < said.high or (value == said.high and not said.under))


def _value(digits: str, unit: str) -> Decimal:
    return Decimal(digits) * _TIMES.get(unit, 1)
