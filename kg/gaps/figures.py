"""From rows of queries to shares with base, source and interval."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kg.errors import ThreatPraxisError
from kg.gaps.intervals import count_behind, share_interval
from kg.gaps.model import Base, Range, Share, Source
from kg.results import Scalar
from kg.terms import compact

#: A row of a query, or one that :func:`merge` put together.
Row = Mapping[str, Scalar | tuple[str, ...]]
HUNDRED = Decimal(100)
#: Units that say little unless one knows per what.
_BARE_UNITS = ("queries",)
_NUMBER = re.compile(r"\d+(?:\.(\d+))?")


class FigureError(ThreatPraxisError):
    """A figure of the graph that cannot be one, such as more papers than there are."""

    exit_code = 5

    def __init__(self, observation: str, message: str) -> None:
        self.observation = observation
        super().__init__(f"{observation}: {message}", remedy=f"'threatpraxis show {observation}' tells its file.")


def text(row: Row, name: str) -> str:
    """A cell as text, ids in short form, nothing as the empty text."""
    value = row.get(name)
    return "" if value is None else compact(str(value))


def slug(row: Row, name: str) -> str:
    """The last part of an id, such as ``published`` of ``status:published``."""
    return text(row, name).rpartition(":")[2]


def number(row: Row, name: str) -> Decimal | None:
    """A cell as a number."""
    value = row.get(name)
    return Decimal(value) if isinstance(value, (int, Decimal)) else None


def whole(row: Row, name: str) -> int | None:
    """A cell as a whole number."""
    value = row.get(name)
    return value if isinstance(value, int) else None


def merge(
    rows: Iterable[Mapping[str, Scalar]], key: str = "observation", several: tuple[str, ...] = ("note", "locator")
) -> list[Row]:
    """One row per thing where a query gives one per note or place; those stand under ``note`` and so on, as tuples."""
    first: dict[Scalar, Mapping[str, Scalar]] = {}
    lists: dict[Scalar, dict[str, dict[str, None]]] = {}
    for row in rows:
        first.setdefault(row[key], row)
        found = lists.setdefault(row[key], {name: {} for name in several})
        for name in several:
            if row.get(name) is not None:
                found[name][str(row[name])] = None
    return [
        dict[str, Scalar | tuple[str, ...]](row) | {name: tuple(lists[k][name]) for name in several}
        for k, row in first.items()
    ]


def base_of(row: Row) -> Base:
    """The base of a figure."""
    return Base(text(row, "base"), str(row["base_label"]), whole(row, "base_n"), slug(row, "base_status"))


def share_of(row: Row) -> Share:
    """A figure of :data:`gaps/figures` or of a query with the same columns as a share with its interval.

    :param row: merged, with a count, a share or a bound
    :raises FigureError: where the number is no share of its base
    """
    observation = text(row, "observation")
    base = base_of(row)
    count, percent = _numbers(row, base, observation)
    if not 0 <= percent.low <= percent.high <= HUNDRED:
        raise FigureError(observation, f"{percent.low} to {percent.high} % is no share.")
    share = Share(
        percent=percent,
        count=count,
        base=base,
        status=slug(row, "status"),
        printed=text(row, "printed"),
        source=Source(observation, text(row, "study"), texts(row, "locator"), text(row, "corpus")),
        qualifier=slug(row, "qualifier"),
        standpoint=slug(row, "standpoint"),
        question=text(row, "survey_question"),
        unit=text(row, "unit") or text(row, "dimension_unit"),
        unit_basis=unit_basis(text(row, "unit") or text(row, "dimension_unit")),
        formula=text(row, "formula"),
        notes=texts(row, "note"),
    )
    return with_interval(share, census=row.get("side") == "research")


def with_interval(share: Share, *, census: bool = False, approximate: bool = False) -> Share:
    """The share with Wilson's interval, or with the reason why it has none."""
    if reason := _why_no_interval(share):
        return replace(share, interval=None, no_interval=reason)
    assert share.base.n is not None
    interval = share_interval(
        share.percent.low, share.count, share.base.n,
        inferred_base=share.base.status == "inferred", as_if_sampled=census, approximate=approximate,
    )  # fmt: skip
    return replace(share, interval=interval, no_interval="")


def unit_basis(unit: str) -> str:
    """Per what a unit counts: ``sample`` in "queries per sample"; ``not stated`` where that matters and is missing."""
    _, _, basis = unit.partition(" per ")
    return basis or ("not stated" if unit.split(" ")[0] in _BARE_UNITS else "")


def _numbers(row: Row, base: Base, observation: str) -> tuple[int | None, Range]:
    count = whole(row, "count")
    if count is not None:
        if not base.n or count > base.n:
            raise FigureError(observation, f"{count} cannot be counted out of {base.n or 'an unknown number'}.")
        return count, Range.point(HUNDRED * count / base.n)
    bound, percent = number(row, "bound_pct"), number(row, "share_pct")
    if bound is not None:
        return None, Range(Decimal(0), bound, bounded=True)
    if percent is None:
        raise FigureError(observation, "it has neither a count nor a share nor a bound.")
    if not base.known or row.get("reproducible") is False:
        return None, Range.point(percent)
    assert base.n is not None
    return count_behind(percent, base.n, _digits(row, percent)), Range.point(percent)


def _digits(row: Row, percent: Decimal) -> int:
    # As many as are printed: 24 % may stand as 24.0 in the graph, and was not counted to a tenth.
    printed = _NUMBER.search(text(row, "printed"))
    if printed and Decimal(printed[0]) == percent:
        return len(printed[1] or "")
    exponent = percent.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _why_no_interval(share: Share) -> str:
    if not share.percent.is_point:
        return "an upper bound or a range has no interval"
    if not share.base.known:
        return "the base is not known"
    return ""


def texts(row: Row, name: str) -> tuple[str, ...]:
    """The texts of a merged cell, or the one text of another."""
    value = row.get(name)
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)
