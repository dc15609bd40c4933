"""Bars as tables: every bar stands in a cell with its number, so the picture can be read, copied and spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app import links
from app.components.dom import Node, el
from kg.results import show_number

Row = Mapping[str, Any]

#: Ends of the scale; each has four equal steps.
_SCALES = (20, 40, 80, 100)


def percent(value: Any, digits: int = 1) -> str:
    """A share as text: 72.7%."""
    return f"{show_number(Decimal(value), digits)}%"


def gap_text(row: Row) -> str:
    """The gap in percentage points with its sign; a range where a bound leaves one; empty where there is none."""
    low, high = row["gap_low_pp"], row["gap_high_pp"]
    if low is None or high is None:
        return ""
    if low == high:
        return f"{_signed(low)} pp"
    return f"{_signed(low)} to {_signed(high)} pp"


def _signed(value: Decimal) -> str:
    text = show_number(Decimal(value), 1)
    return text.replace("-", "−") if text.startswith("-") else f"+{text}" if Decimal(text) else text


def scale(rows: Sequence[Row]) -> int:
    """The end of the common scale of both sides."""
    largest = max(
        (Decimal(r[n] or 0) for r in rows for n in ("research_pct", "practice_pct", "practice_below_pct")), default=0
    )
    return next((s for s in _SCALES if largest <= s), 100)


def mirrored(rows: Sequence[Row], *, unit: str, caption: str, total: str = "") -> Node:
    """Research to the left, practice to the right, one row per bin.

    :param rows: of ``gaps/by-bin`` for one attack and one dimension
    :param unit: what the bins count, the heading of the middle column
    :param total: the printed total of the papers, which stands in a row of the table and is no bin
    """
    end = scale(rows)
    gaps = [abs(r["gap_low_pp"]) for r in rows if r["gap_low_pp"] is not None]
    body = [
        el(
            "tr",
            el("td.left", _side(*_research(r, total), end)),
            el("th.bin", str(r["label"]), scope="row"),
            el("td.rightside", _side(*_practice(r), end)),
            el("td.gap.big" if gaps and _weight(r) == max(gaps) else "td.gap", gap_text(r)),
        )
        for r in rows
    ]
    first = rows[0]
    head = el(
        "tr",
        el("th.left", el("b", "Research"), el("small", f"share of {first['of_papers']} papers"), scope="col"),
        el("th.bin", unit, scope="col"),
        el("th.rightside", el("b", "Practice"), el("small", _base(first)), scope="col"),
        el("th.gap", "Gap", scope="col"),
    )
    table = el("table.mirror", el("caption.hidden", caption), el("thead", head), el("tbody", body, _axis(end)))
    return el("div.scroll", table, tabindex="0", role="region", aria_label=caption)


def mini(rows: Sequence[Row], hit: object, caption: str) -> Node:
    """The same in little: for a card, with one bin brought forward."""
    end = scale(rows)
    body = []
    for r in rows:
        research = percent(r["research_pct"]) if r["research_pct"] is not None else ""
        pct, bound = r["practice_pct"], r["practice_below_pct"]
        practice = percent(pct) if pct is not None else f"< {percent(bound)}"
        body.append(
            el(
                "tr.hit" if r["bin"] == hit else "tr",
                el("td.left", _side([research], r["research_pct"], False, end)),
                el("th.bin", str(r["label"]), scope="row"),
                el("td.rightside", _side([practice], pct if pct is not None else bound, pct is None, end)),
            )
        )
    head = el(
        "tr.hidden", el("th", "Research", scope="col"), el("th", "Bin", scope="col"), el("th", "Practice", scope="col")
    )
    return el("table.mirror.mini", el("caption.hidden", caption), el("thead", head), el("tbody", body))


def _weight(row: Row) -> Decimal:
    return abs(row["gap_low_pp"]) if row["gap_low_pp"] is not None else Decimal(-1)


def _base(row: Row) -> str:
    status = links.slug(row["base_status"])
    return (
        f"share of participants, n = {row['base_n']} ({status})"
        if row["base_n"]
        else "share of participants, base unknown"
    )


def _research(row: Row, total: str) -> tuple[list[Any], Any, bool]:
    if row["research_pct"] is not None:
        derived = links.slug(row["research_status"]) == "derived"
        printed = str(row["research_printed"])
        note: list[Any] = [f"{row['papers']} of {row['of_papers']}"]
        if not printed.startswith(str(row["papers"])):
            note.append(f", printed {printed}")
        if derived:
            note = [el("span.mark.derived", "derived"), f" printed {row['research_printed']}"]
        return [percent(row["research_pct"]), el("small", note)], row["research_pct"], False
    printed = row["research_printed"]
    if printed:
        return [el("span.nofigure", "no figure"), el("small", f"printed {printed}")], None, False
    said = f"printed {total}, the total" if total else "not printed"
    return [el("span.nofigure", "no figure"), el("small", said)], None, False


def _practice(row: Row) -> tuple[list[Any], Any, bool]:
    status = links.slug(row["practice_status"])
    mark = el(f"span.mark.{status}", status) if status != "published" else None
    if row["practice_pct"] is not None:
        return [percent(row["practice_pct"]), el("small", mark) if mark else None], row["practice_pct"], False
    return [f"< {percent(row['practice_below_pct'])}", el("small", "bound, ", mark)], row["practice_below_pct"], True


def _side(text: list[Any], value: Any, bound: bool, end: int) -> Node:
    width = float(value) / end * 100 if value is not None else 0
    kind = "span.fill.bound" if bound else "span.fill" if width else "span.fill.zero"
    fill = el(kind, vars={"w": round(width, 2)}) if value is not None else None
    return el("div.side", el("span.val", text), el("span.track", fill, aria_hidden="true"))


def _axis(end: int) -> Node:
    ticks = [f"{end * i // 4}" for i in range(5)]
    ticks[-1] += "%"

    def side(names: list[str]) -> Node:
        return el("div.side", el("span.val"), el("span.ticks", [el("span", n) for n in names]))

    return el(
        "tr.axis", el("td.left", side(ticks[::-1])), el("td.bin"), el("td.rightside", side(ticks)), el("td.gap"),
        aria_hidden="true",
    )  # fmt: skip


_LANES = {
    "insufficient-access": "weak", "no-access": "weak", "incomplete-or-irrelevant": "weak",
    "rarely-studied": "rare", "obsolete": "gone",
}  # fmt: skip


def nested(rows: Sequence[Row], caption: str) -> Node:
    """Shares within shares: each part is indented below its whole and drawn to the same scale of 100 %.

    :param rows: of ``gaps/access-combinations`` for one attack, one row per observation
    """
    body = [_combination(row, depth) for row, depth in _ordered(rows)]
    head = el(
        "tr",
        el("th", "Third parties can …", scope="col"),
        el("th", "Share of participants", scope="col"),
        el("th", "Class in the figure", scope="col"),
        el("th", "Base", scope="col"),
    )
    table = el("table.nested", el("caption", caption), el("thead", head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label=caption)


def _ordered(rows: Sequence[Row], parent: Any = None, depth: int = 0) -> list[tuple[Row, int]]:
    ids = {r["observation"] for r in rows}
    found = []
    for row in rows:
        whole = row["within"] if row["within"] in ids else None
        if whole == parent:
            found += [(row, depth), *(_ordered(rows, row["observation"], depth + 1) if depth < 6 else [])]
    return found


def _combination(row: Row, depth: int) -> Node:
    lane = _LANES.get(links.slug(row["access_class"]), "") if row["access_class"] else "whole"
    status, base = links.slug(row["status"]), links.slug(row["base_status"])
    share = percent(row["share_pct"])
    printed = str(row["printed"])
    marks = [
        el(f"span.mark.{status}", status) if status != "published" else None,
        el("small", f" printed {printed}") if printed != share else None,
    ]
    base_text = f"n = {row['base_n']}, {base}" if row["base_n"] else "unknown"
    if row["reproducible"] is False:
        base_text += f"; no k / {row['base_n']} gives this share"
    label = str(row["label"]).removeprefix("Outsiders can ")
    return el(
        "tr",
        el("th", label, " ", marks, scope="row", vars={"depth": depth}),
        el(
            "td",
            el(
                "div.hbar",
                el("span.pct", share),
                el(
                    f"span.lane.{lane}" if lane else "span.lane",
                    el("span", vars={"w": float(row["share_pct"])}),
                    aria_hidden="true",
                ),
            ),
        ),
        el("td", str(row["access_class_label"]) if row["access_class_label"] else el("span.muted", "spans several")),
        el("td.muted", el("small", base_text)),
    )
