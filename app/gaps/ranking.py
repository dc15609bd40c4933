"""The ranking of the gaps page: bins by the size of their gap, attacks by distance and by reach."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app import session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.components.svg import FONT, line, shape
from app.gaps import known, twin, words
from app.gaps.address import State
from app.gaps.bins import bases
from app.gaps.lanes import lane
from app.gaps.marks import whisker
from app.widgets import empty, show_query
from kg import gaps
from kg.gaps import Interval, Range, RankedAttack, RankedBin

_WIDTH, _HEIGHT = 230, 22


def draw(state: State) -> None:
    """The view."""
    found = known.comparisons()
    by_gap = gaps.rank_bins(found, state.base)
    put(
        bases(state),
        el("h2", "All gaps, largest first"),
        el(
            "p.small.muted",
            "In the order of what is certain of a gap, whatever its sign. Where upper bounds enter, the gap is a range "
            "and so is its place. Budgets differ in unit: what a bin counts is not the same for every attack.",
        ),
        _bins(by_gap, state) if by_gap else empty("No source in the graph has figures of both research and practice."),
        key="by-gap",
    )
    put(
        el("div.two.even", _attacks("Farthest from practice", "by total variation distance, 0 alike, 1 apart",
                               gaps.rank_by_distance(found), state, 1, 3),
           _attacks("Farthest reach", "by the share of systems that grant what the papers need",
                    gaps.rank_by_reach(found, state.base), state, 100, 1)),
        el("div.bar.takeaway", el("span.muted.small", "Download"), el("a", "CSV", href=state.file("ranking.csv")),
           el("a", "JSON", href=state.file("ranking.json"))),
        key="by-attack",
    )  # fmt: skip
    show_query(session.ask("gaps/figures"))


def _bins(ranked: Sequence[RankedBin], state: State) -> Node:
    end = _end(ranked)
    names = ("th.num", "Place"), ("th", "Attack"), ("th", "Dimension"), ("th", "Bin"), ("th.num", "Research")
    more = ("th.num", "Practice"), ("th.num", "Gap"), ("th", f"−{end} … 0 … +{end} pp, 95% interval"), ("th.num", "")
    head = el("tr", [el(tag, name, scope="col") for tag, name in (*names, *more) if name])
    body = [_bin(r, state, end) for r in ranked]
    table = el("table.table.ranking", el("caption", "Bins by the size of their gap"),
               el("thead", head), el("tbody", body))  # fmt: skip
    return el("div.scroll", table, tabindex="0", role="region", aria_label="All gaps, largest first")


def _end(ranked: Sequence[RankedBin]) -> int:
    ends = [r.gap.points.greatest for r in ranked]
    ends += [max(abs(i.low), abs(i.high)) for r in ranked if (i := r.gap.interval)]
    return next((s for s in (20, 40, 60, 80) if max(ends, default=Decimal(0)) <= s), 100)


def _bin(r: RankedBin, state: State, end: int) -> Node:
    c, research, practice = r.comparison, r.bin.research, r.bin.side(state.base)
    address = state.address(view="", attack=words.slug(c.attack), dimension=words.slug(c.dimension))
    return el(
        "tr",
        el("td.num", place(r.place, r.best, r.worst)),
        el("td", twin.attack_link(c.attack, c.attack_label)),
        el("td", el("a", c.dimension_label, href=address), el("small", _of_survey(c))),
        el("th", r.bin.label, scope="row"),
        el("td.num", words.percent(research.percent) if research else "", el("small", _of(research))),
        el("td.num", words.percent(practice.percent) if practice else "", el("small", _of(practice)),
           words.status(practice) if practice else None),
        el("td.num", el("strong", words.points(r.gap.points)), _interval(r.gap.interval, r.gap.no_interval)),
        el("td", strip(r.gap.points, r.gap.interval, end)),
    )  # fmt: skip


def _of_survey(one: gaps.Comparison) -> str:
    """The survey, where several ask about the same dimension; empty otherwise."""
    alike = {c.survey for c in known.comparisons() if c.dimension == one.dimension}
    if len(alike) < 2:
        return ""
    return f" {dict(session.graph().individuals('study')).get(words.slug(one.survey), one.survey)}"


def _of(share: gaps.Share | None) -> str:
    if share is None:
        return ""
    inferred = share.base.n is not None and share.base.status == "inferred"
    return f" {words.of_base(share)}" + (", inferred" if inferred else "")


def _interval(found: Interval | None, why: str) -> Node:
    return el("small", f" {words.ends(found, sign=True)}" if found else f" no interval: {why}")


def place(own: int, best: int, worst: int) -> list[Child]:
    """A place, with the places that bounds leave open."""
    return [str(own), el("small", f" ({best}–{worst})")] if (best, worst) != (own, own) else [str(own)]


def strip(value: Range, interval: Interval | None, end: int) -> Node:
    """A difference on an axis with 0 in the middle; the cell beside it says the same."""
    middle, scale, y = _WIDTH / 2, (_WIDTH / 2 - 6) / end, _HEIGHT / 2

    def at(number: Decimal) -> float:
        return middle + float(number) * scale

    certain = value.certain if value.high > 0 and value.low >= 0 else -value.certain
    role = "research" if value.low >= 0 else "practice"
    parts: list[Child] = [line(middle, 0, middle, _HEIGHT, "muted", 1)]
    inner = at(certain)
    if inner != middle:
        parts.append(shape("rect", fill=role, x=min(middle, inner), y=y - 6, width=abs(inner - middle), height=12))
    if not value.is_point:
        low, high = sorted((inner, at(value.high if role == "research" else value.low)))
        hatch = [line(x, y + 6, min(x + 5, high), y - 6, role, 1.4) for x in _steps(low, high)]
        parts += hatch
    if interval:
        parts += whisker(at(interval.low), at(interval.high), y)
    return el(
        "svg.picture.strip", parts, viewBox=f"0 0 {_WIDTH} {_HEIGHT}", width=_WIDTH, height=_HEIGHT, aria_hidden="true",
        font_family=FONT,
    )  # fmt: skip


def _steps(low: float, high: float) -> list[float]:
    return [low + 5 * i for i in range(int((high - low) / 5) + 1)] if high > low else []


def _attacks(
    title: str, by: str, ranked: Sequence[RankedAttack], state: State, end: int, digits: int
) -> Node:  # fmt: skip
    if not ranked:
        return el("div", el("h2", title), empty("No comparison in the graph has it."))
    unit = "%" if end == 100 else ""
    head = el(
        "tr", el("th.num", "Place", scope="col"), el("th", "Attack", scope="col"), el("th", "Dimension", scope="col"),
        el("th", "From lowest to highest", scope="col"),
    )  # fmt: skip
    body = []
    for r in ranked:
        low, high = r.value.low, r.value.high
        shown = words.number(low, digits) + ("" if r.value.is_point else f"–{words.number(high, digits)}") + unit
        address = state.address(view="", attack=words.slug(r.comparison.attack),
                                dimension=words.slug(r.comparison.dimension))  # fmt: skip
        body.append(
            el(
                "tr",
                el("td.num", place(r.place, r.best, r.worst)),
                el("th", twin.attack_link(r.comparison.attack, r.comparison.attack_label), scope="row"),
                el("td", el("a", r.comparison.dimension_label, href=address), el("small", _of_survey(r.comparison))),
                el("td", lane(r.value, end, shown, "reach" if end == 100 else "research")),
            )
        )
    table = el("table.table", el("caption", by), el("thead", head), el("tbody", body))
    return el("div", el("h2", title), el("div.scroll", table, tabindex="0", role="region", aria_label=title))
