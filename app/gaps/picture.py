"""The mirrored picture: research to the left, practice to the right, one row per bin, with intervals and reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.components.dom import Child, Node, el
from app.components.svg import FONT, fitting, line, shape, text, wrapped
from app.gaps import words
from kg.gaps import BinGap, Comparison, Normalisation, Range, Share

#: Ends of the common scale of both panels, in percent.
_SCALES = (10, 20, 40, 60, 80, 100)
_BAR = 18
_HATCH = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in pixels. Panels stand left and right of the names of the bins.

    :param gap: width of a column for the gap at the right; 0 puts it below the bars
    :param row: height of a bin
    """

    width: float
    panel: float
    centre: float
    gap: float
    row: float
    size: float
    margin: float = 8

    @property
    def left(self) -> float:
        """Where the left panel has its 0."""
        return self.margin + self.panel

    @property
    def right(self) -> float:
        """Where the right panel has its 0."""
        return self.left + self.centre

    @property
    def edge(self) -> float:
        """Where the right panel ends."""
        return self.right + self.panel


WIDE = Layout(width=1010, panel=356, centre=124, gap=158, row=58, size=13.5)
NARROW = Layout(width=358, panel=136, centre=70, gap=0, row=80, size=11.5)


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
    top = (30 if picture.title else 0) + (66 if layout.gap else 74)
    bottom = top + layout.row * len(picture.rows)
    height = bottom + 24 + _legend_height(picture, layout) + (18 if picture.source else 0)
    parts: list[Child] = [
        text(layout.margin, 22, picture.title, size=layout.size + 4, bold=True) if picture.title else None,
        _head(picture, layout, top),
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


def _head(picture: Mirror, layout: Layout, top: float) -> list[Node]:
    research = next((r.bin.research for r in picture.rows if r.bin.research), None)
    practice = next((r.practice for r in picture.rows if r.practice), None)
    unit = next((s.unit_basis for r in picture.rows if (s := r.bin.research) and s.unit_basis), "")
    small, begin = layout.size - 1.5, top - 54
    said = ["as published" if picture.base == "published" else "those who answered"]
    left = [*_based(research, "papers"), "as if sampled" if research else ""]
    right = [*_based(practice, "participants"), *said]
    heads = (
        ("Research", left, layout.left - 6, "end", "research", layout.panel),
        (_unit_name(picture.comparison.unit), [f"per: {unit}" if unit else ""],
         (layout.left + layout.right) / 2, "middle", "ink", layout.centre),
        ("Practice", right, layout.right + 6, "start", "practice", layout.panel),
    )  # fmt: skip
    found = []
    for name, lines, x, anchor, role, width in heads:
        parts = wrapped(name, width, layout.size + 1, 3)
        found += [
            text(x, begin + i * 15, part, size=layout.size + 1, fill=role, anchor=anchor, bold=True)
            for i, part in enumerate(parts)
        ]
        below = [", ".join(filter(None, lines))] if layout.gap else [part for part in lines if part]
        found += [
            text(x, begin + (len(parts) + i) * 15 + 1, fitting(part, width + 10, small), size=small, fill="muted",
                 anchor=anchor)
            for i, part in enumerate(below)
        ]  # fmt: skip
    if layout.gap:
        x = layout.width - layout.margin
        found += [
            text(x, begin, "Gap", size=layout.size + 1, anchor="end", bold=True),
            text(x, begin + 16, "95% interval, as if sampled", size=small - 1, fill="muted", anchor="end"),
        ]
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
    middle = y + 22 + _BAR / 2
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
        said = fitting(words.missing(row.bin, picture.total), layout.panel, layout.size - 1)
        return [text(x, y + 16, said, size=layout.size - 1, fill="muted", anchor="end")]
    said = words.of_base(share) + (f" · {share.status}" if share.status != "published" else "")
    label = text(
        x, y + 16, el("tspan", f"{said}  ", font_size=layout.size - 1.5, font_weight=400),
        words.percent(share.percent), size=layout.size + 0.5, fill="research", anchor="end", bold=True,
    )  # fmt: skip
    return [label, _bar(share, "research", layout.left, -layout.panel / picture.end, y)]


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
    return [label, reach]


def _gap(picture: Mirror, row: Row, layout: Layout, y: float) -> list[Child]:
    gap = row.bin.gap_on(picture.base)
    if gap is None:
        return []
    value = words.points(gap.points)
    ends = words.ends(gap.interval, sign=True) if gap.interval else "no interval"
    if not layout.gap:
        said = el("tspan", f"  {ends}", font_weight=400, font_size=layout.size - 1)
        return [text(layout.width / 2, y + 66, f"gap {value}", said, size=layout.size, anchor="middle", bold=True)]
    x = layout.width - layout.margin
    return [
        text(x, y + 29, value, size=layout.size + 1, anchor="end", bold=True),
        text(x, y + 45, ends, size=layout.size - 1.5, fill="muted", anchor="end"),
    ]


def _bar(share: Share, role: str, zero: float, scale: float, y: float) -> Node:
    """A bar from 0: full to what is certain, hatched and fading to what a bound allows, with its interval."""

    def at(value: Decimal) -> float:
        return zero + float(value) * scale

    low, high = at(share.percent.low), at(share.percent.high)
    parts: list[Child] = [el("title", f"{words.percent(share.percent)}, {words.base(share)}, {words.interval(share)}")]
    if share.percent.low > 0:
        parts.append(shape("rect", fill=role, x=min(zero, low), y=y + 22, width=abs(low - zero), height=_BAR))
    if not share.percent.is_point:
        parts += _open_end(low, high, role, y)
    if share.interval:
        parts += whisker(at(share.interval.low), at(share.interval.high), y + 22 + _BAR / 2)
    return el("g.bar", parts)


def _open_end(low: float, high: float, role: str, y: float) -> list[Node]:
    way = 1 if high >= low else -1
    steps = max(int(abs(high - low) / _HATCH), 1)
    found = []
    for i in range(steps):
        x = low + way * abs(high - low) * i / steps
        opacity = round(0.9 - 0.65 * i / steps, 2)
        found.append(line(x, y + 22 + _BAR, x + way * _HATCH, y + 22, role, 1.6, stroke_opacity=opacity))
    # An arrow back from the bound: the share lies somewhere on this side of it.
    middle = y + 22 + _BAR / 2
    arrow = f"M{high:.1f} {middle - 7:.1f}L{high - way * 7:.1f} {middle:.1f}L{high:.1f} {middle + 7:.1f}"
    return [*found, shape("path", d=arrow, stroke=role, stroke_width=2)]


def whisker(low: float, high: float, y: float) -> list[Node]:
    """An interval as a line with ends, on a paper-coloured edge so that it shows on bars."""
    d = f"M{low:.1f} {y:.1f}L{high:.1f} {y:.1f}M{low:.1f} {y - 5:.1f}v10M{high:.1f} {y - 5:.1f}v10"
    return [shape("path", d=d, stroke="paper", stroke_width=3.5), shape("path", d=d, stroke="ink", stroke_width=1.3)]


def _reach_line(picture: Mirror, layout: Layout, top: float) -> list[Child]:
    """The line of reach, the band down to its lower end behind it, and the bars of practice between the two."""
    scale = layout.panel / picture.end
    at: list[tuple[float, float, float]] = []
    for i, row in enumerate(picture.rows):
        if row.reach is not None:
            y = top + i * layout.row + 22 + _BAR / 2
            at.append((layout.right + float(row.reach.low) * scale, layout.right + float(row.reach.high) * scale, y))
    band = [f"{x:.1f} {y:.1f}" for _, x, y in at] + [f"{x:.1f} {y:.1f}" for x, _, y in reversed(at)]
    behind = shape("path", d=f"M{'L'.join(band)}Z", fill="reach", fill_opacity=0.13) if len(at) > 1 else None
    bars = [
        _bar(row.practice, "practice", layout.right, scale, top + i * layout.row)
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
        room = layout.width - x - 34
        found.append(text(x + 34, line_y, fitting(said, room, layout.size - 2), size=layout.size - 2, fill="muted"))
        if layout.gap:
            x += 60 + len(said) * (layout.size - 2) * 0.5
    return found


def _key(kind: str, x: float, y: float) -> list[Node]:
    if kind == "interval":
        return whisker(x, x + 24, y)
    if kind == "bound":
        return _open_end(x, x + 24, "practice", y - 22 - _BAR / 2)
    return [line(x, y, x + 24, y, "reach", 1.8), shape("circle", cx=x + 12, cy=y, r=4.0, fill="reach")]
