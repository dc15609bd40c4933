"""The mirrored picture: research to the left, practice to the right, one row per bin, with intervals and reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.components.dom import Child, Node, el
from app.components.svg import FONT, behind, fitting, line, room, shape, text, wrapped
from app.gaps import marks, words
from app.gaps.layout import Layout
from kg.gaps import BinGap, Comparison, Normalisation, Range, Share

#: Ends of the common scale of both panels, in percent.
_SCALES = (10, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Row:
    """A bin as it is drawn."""

    bin: BinGap
    practice: Share | None
    reach: Range | None


@dataclass(frozen=True, slots=True)
class Mirror:
    """Everything that one picture shows.

    :param total: printed total of the papers, which is no bin
    :param title: above the picture, and ``source`` below it; both empty on a page, which says them itself
    """

    comparison: Comparison
    base: Normalisation
    rows: Sequence[Row]
    end: int
    total: str
    title: str = ""
    source: str = ""


def mirror(comparison: Comparison, base: Normalisation, total: str = "", title: str = "", source: str = "") -> Mirror:
    """Choose what is drawn of a comparison under a normalisation, and the scale."""
    reach = comparison.reach
    reached = {b.bin: reach.of_bin(b, base) for b in reach.bins} if reach else {}
    rows = [Row(b, b.side(base), reached.get(b.bin)) for b in comparison.bins]
    return Mirror(comparison, base, rows, _end(rows), total, title, source)


def draw(picture: Mirror, layout: Layout) -> Node:
    """The picture as one SVG element; its label says the whole in words."""
    heads = _heads(picture, layout)
    begin = 48 if picture.title else 14
    top = begin + 15 * max(len(h.names) + len(h.below) for h in heads) + 2
    bottom = top + layout.row * len(picture.rows)
    height = bottom + 24 + _legend_height(picture, layout) + (18 if picture.source else 0)
    parts: list[Child] = [
        text(layout.margin, 22, picture.title, size=layout.size + 4, bold=True) if picture.title else None,
        _head(heads, layout, begin),
        _grid(picture.end, layout, top, bottom),
        _reach_line(picture, layout, top),
        [_row(picture, row, layout, top + i * layout.row) for i, row in enumerate(picture.rows)],
        _legend(picture, layout, bottom + 38),
        text(layout.margin, height - 6, picture.source, size=10.5, fill="muted") if picture.source else None,
    ]
    return el(
        "svg.picture", parts, viewBox=f"0 0 {layout.width:g} {height:g}", width=layout.width, height=height,
        role="img", aria_label=in_words(picture), font_family=FONT,
    )  # fmt: skip


def in_words(picture: Mirror) -> str:
    """The picture as sentences, for those who cannot see it; the table beside it holds the same in cells."""
    said = [f"{picture.comparison.attack_label}: {picture.comparison.dimension_label.lower()}."]
    for row in picture.rows:
        research = words.percent(row.bin.research.percent) if row.bin.research else words.missing(row.bin, "")
        practice = words.percent(row.practice.percent) if row.practice else "no figure"
        gap = row.bin.gap_on(picture.base)
        said.append(
            f"{row.bin.label}: research {research}, practice {practice}"
            + (f", gap {words.points(gap.points)}" if gap else "")
            + (f", reach {words.span(row.reach)}" if row.reach else "")
            + "."
        )
    return " ".join(said)


def _end(rows: Sequence[Row]) -> int:
    highs = [Decimal(0)]
    for row in rows:
        for share in (row.bin.research, row.practice):
            if share:
                highs += [share.percent.high, *([share.interval.high] if share.interval else [])]
        if row.reach:
            highs.append(row.reach.high)
    return next((s for s in _SCALES if max(highs) <= s), _SCALES[-1])


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a panel, the middle, or the column of gaps."""

    names: list[str]
    below: list[str]
    x: float
    anchor: str
    role: str


def _heads(picture: Mirror, layout: Layout) -> list[Head]:
    research = next((r.bin.research for r in picture.rows if r.bin.research), None)
    practice = next((r.practice for r in picture.rows if r.practice), None)
    unit = next((s.unit_basis for r in picture.rows if (s := r.bin.research) and s.unit_basis), "")
    said = "as published" if picture.base == "published" else "those who answered"
    left = [*_based(research, "papers"), *(["as if sampled"] if research else [])]
    right = [*_based(practice, "participants"), said]
    if layout.gap:
        left, right = [", ".join(left)], [", ".join(right)]
    names = wrapped(_unit_name(picture.comparison.unit), layout.centre, layout.size + 1, 3)
    middle = (layout.left + layout.right) / 2
    heads = [
        Head(["Research"], left, layout.left - 6, "end", "research"),
        Head(names, [f"per: {unit}"] if unit else [], middle, "middle", "ink"),
        Head(["Practice"], right, layout.right + 6, "start", "practice"),
    ]
    if layout.gap:
        heads.append(Head(["Gap"], ["95% interval,", "as if sampled"], layout.width - layout.margin, "end", "ink"))
    return heads


def _head(heads: Sequence[Head], layout: Layout, begin: float) -> list[Node]:
    size, small = layout.size + 1, layout.size - 1.5
    found = []
    for head in heads:
        width = layout.centre if head.anchor == "middle" else layout.panel
        for i, part in enumerate(head.names):
            found.append(text(head.x, begin + i * 15, part, size=size, fill=head.role, anchor=head.anchor, bold=True))
        for i, part in enumerate(head.below, len(head.names)):
            cut = fitting(part, width + 10, small)
            found.append(text(head.x, begin + i * 15 + 1, cut, size=small, fill="muted", anchor=head.anchor))
    return found


def _unit_name(unit: str) -> str:
    return unit[:1].upper() + unit[1:] if unit else "Answer"


def _based(share: Share | None, what: str) -> list[str]:
    if share is None:
        return ["no figures"]
    if share.base.n is None:
        return [f"share of {what}", "base unknown"]
    return [f"{share.base.n:,} {what}", f"base {share.base.status}"]


def _grid(end: int, layout: Layout, top: float, bottom: float) -> list[Node]:
    found = []
    for i in range(5):
        step = layout.panel * i / 4
        label = f"{end * i / 4:g}" + ("%" if i == 4 else "")
        for x, outer in ((layout.left - step, "start"), (layout.right + step, "end")):
            found.append(line(x, top, x, bottom, "ink" if i == 0 else "line", 1))
            anchor = outer if i == 4 else "middle"
            if layout.gap or i % 2 == 0:
                found.append(text(x, bottom + 15, label, size=layout.size - 2.5, fill="muted", anchor=anchor))
    return found


def _row(picture: Mirror, row: Row, layout: Layout, y: float) -> list[Child]:
    middle = y + marks.BELOW + marks.BAR / 2
    names = wrapped(row.bin.label, layout.centre - 8, layout.size, 3)
    begin = middle + 4.5 - (len(names) - 1) * 7.5
    centre = (layout.left + layout.right) / 2
    return [
        line(layout.margin, y, layout.width - layout.margin, y, "line", 1),
        [text(centre, begin + i * 15, n, size=layout.size, anchor="middle", bold=True) for i, n in enumerate(names)],
        _research(picture, row, layout, y),
        _practice(row, layout, y),
        _gap(picture, row, layout, y),
    ]


def _research(picture: Mirror, row: Row, layout: Layout, y: float) -> list[Child]:
    share, x = row.bin.research, layout.left - 6
    if share is None:
        said = words.missing(row.bin, picture.total)
        said = fitting(said if layout.gap else said.rpartition("no figure, ")[2], layout.panel, layout.size - 1)
        return [text(x, y + 16, said, size=layout.size - 1, fill="muted", anchor="end")]
    said = words.of_base(share) + (f" · {share.status}" if share.status != "published" else "")
    label = text(
        x, y + 16, el("tspan", f"{said}  ", font_size=layout.size - 1.5, font_weight=400),
        words.percent(share.percent), size=layout.size + 0.5, fill="research", anchor="end", bold=True,
    )  # fmt: skip
    return [label, marks.bar(share, "research", layout.left, -layout.panel / picture.end, y)]


def _practice(row: Row, layout: Layout, y: float) -> list[Child]:
    share, x = row.practice, layout.right + 6
    reach = None
    if row.reach is not None:
        said = f"reach {words.span(row.reach)}" if layout.gap else words.span(row.reach)
        reach = text(layout.edge, y + 16, said, size=layout.size - 1.5, fill="reach", anchor="end")
    if share is None:
        return [text(x, y + 16, "no figure", size=layout.size - 1, fill="muted"), reach]
    said = words.of_base(share) + (f" · {share.status}" if share.status != "published" else "")
    label = text(
        x, y + 16, words.percent(share.percent),
        el("tspan", f"  {said}", font_size=layout.size - 1.5, font_weight=400) if layout.gap else None,
        size=layout.size + 0.5, fill="practice", bold=True,
    )  # fmt: skip
    shown = words.percent(share.percent) + (f"  {said}" if layout.gap else "")
    return [behind(x, y + 16, shown, layout.size - 1), label, reach]


def _gap(picture: Mirror, row: Row, layout: Layout, y: float) -> list[Child]:
    gap = row.bin.gap_on(picture.base)
    if gap is None:
        return []
    value = words.points(gap.points)
    ends = words.ends(gap.interval, sign=True) if gap.interval else "no interval"
    if not layout.gap:
        said = el("tspan", f"  {ends}", font_weight=400, font_size=layout.size - 1)
        middle, size = layout.width / 2, layout.size
        return [
            behind(middle, y + 68, f"gap {value}  {ends}", size + 1, "middle"),
            text(middle, y + 68, f"gap {value}", said, size=size, anchor="middle", bold=True),
        ]
    x = layout.width - layout.margin
    return [
        text(x, y + 29, value, size=layout.size + 1, anchor="end", bold=True),
        text(x, y + 45, ends, size=layout.size - 1.5, fill="muted", anchor="end"),
    ]


def _reach_line(picture: Mirror, layout: Layout, top: float) -> list[Child]:
    """The line of reach, the band down to its lower end behind it, and the bars of practice between the two."""
    scale = layout.panel / picture.end
    at: list[tuple[float, float, float]] = []
    for i, row in enumerate(picture.rows):
        if row.reach is not None:
            y = top + i * layout.row + marks.BELOW + marks.BAR / 2
            at.append((layout.right + float(row.reach.low) * scale, layout.right + float(row.reach.high) * scale, y))
    band = [f"{x:.1f} {y:.1f}" for _, x, y in at] + [f"{x:.1f} {y:.1f}" for x, _, y in reversed(at)]
    behind = shape("path", d=f"M{'L'.join(band)}Z", fill="reach", fill_opacity=0.13) if len(at) > 1 else None
    bars = [
        marks.bar(row.practice, "practice", layout.right, scale, top + i * layout.row)
        for i, row in enumerate(picture.rows)
        if row.practice
    ]
    links = [line(a[1], a[2], b[1], b[2], "reach", 1.8) for a, b in pairwise(at)]
    dots = [shape("circle", cx=x, cy=y, r=4.0, fill="reach", stroke="paper", stroke_width=1.2) for _, x, y in at]
    return [behind, bars, links, dots]


def _legend_entries(picture: Mirror) -> list[tuple[str, str]]:
    shares = [s for r in picture.rows for s in (r.bin.research, r.practice) if s]
    entries = [("interval", "95% interval (Wilson)")] if any(s.interval for s in shares) else []
    if any(not s.percent.is_point for s in shares):
        entries.append(("bound", "open end: somewhere below the bound"))
    if any(r.reach for r in picture.rows):
        entries.append(("reach", "reach: grants at least this much, from bins above to own bin"))
    return entries


def _legend_height(picture: Mirror, layout: Layout) -> float:
    entries = _legend_entries(picture)
    return (26 if layout.gap else 18 * len(entries) + 6) if entries else 6


def _legend(picture: Mirror, layout: Layout, y: float) -> list[Node]:
    found: list[Node] = []
    x = layout.margin
    for i, (kind, said) in enumerate(_legend_entries(picture)):
        line_y = y if layout.gap else y + i * 18
        found += _key(kind, x, line_y - 4)
        cut = fitting(said, layout.width - x - 34, layout.size - 2)
        found.append(text(x + 34, line_y, cut, size=layout.size - 2, fill="muted"))
        if layout.gap:
            x += 56 + room(said, layout.size - 2)
    return found


def _key(kind: str, x: float, y: float) -> list[Node]:
    if kind == "interval":
        return marks.whisker(x, x + 24, y)
    if kind == "bound":
        return marks.open_end(x, x + 24, "practice", y - marks.BELOW - marks.BAR / 2)
    return [line(x, y, x + 24, y, "reach", 1.8), shape("circle", cx=x + 12, cy=y, r=4.0, fill="reach")]
