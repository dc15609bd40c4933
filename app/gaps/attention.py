"""Attention by attack class: papers, worries, incidents and tools side by side, each column with its own base."""

from __future__ import annotations

from app import session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.gaps import twin, words
from app.gaps.address import State
from app.gaps.lanes import lane
from app.widgets import empty, show_query, source_line
from kg import gaps
from kg.gaps import AttentionColumn, AttentionRow, Share
from kg.terms import expand

#: Which hue a column has: what research does, what practice says or meets, what tools offer.
_HUES = {
    "papers": "research", "organisations": "practice", "incidents": "practice", "exercises": "practice",
    "avid_reports": "practice", "avid_vulnerabilities": "practice", "art": "reach", "cleverhans": "reach",
}  # fmt: skip


def draw(state: State) -> None:
    """The view."""
    found = gaps.attention(session.graph())
    joined = [r for r in found.rows if r.attack]
    lists = [r for r in found.rows if not r.attack]
    put(
        el("h2", "Where attention goes, by attack class"),
        el("p", el("span.mark.curator", "curators’ judgement"), " Which label of which source counts as which attack "
           "is ours and stands as data in the graph. Columns are never added up: there is no total score."),
        _table(found.columns, joined) if joined else empty("The graph holds no labels joined to attacks."),
        el("p.small.muted", found.note),
        _labels(lists),
        el("div.bar.takeaway", el("span.muted.small", "Download"), el("a", "CSV", href=state.file("attention.csv")),
           el("a", "JSON", href=state.file("attention.json"))),
        key="attention",
    )  # fmt: skip
    show_query(session.ask("gaps/attention"), session.ask("gaps/attention-columns"))


def _table(columns: tuple[AttentionColumn, ...], rows: list[AttentionRow]) -> Node:
    sampled = {name for r in rows for name, s in r.cells.items() if s.interval and s.interval.as_if_sampled}
    head = el(
        "tr",
        el("th", "Attack class", scope="col"),
        [_column(c, sampled) for c in columns],
        el("th.num", "Papers − organisations", scope="col"),
    )
    ordered = sorted(rows, key=lambda r: (-len(r.cells), r.label))
    body = [
        el(
            "tr",
            el("th", twin.attack_link(r.attack, r.label), scope="row"),
            [_cell(r.cells.get(c.id), _HUES.get(c.id, "reach")) for c in columns],
            _gap(r),
        )
        for r in ordered
    ]
    caption = "Shares of each column’s own base with Wilson’s 95% interval; an empty cell is no data and not 0"
    table = el("table.table.attention", el("caption", caption), el("thead", head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label="Attention by attack class")


def _column(column: AttentionColumn, sampled: set[str]) -> Node:
    n = f"n = {column.base.n:,}" if column.base.n is not None else "base unknown"
    status = f", {column.base.status}" if column.base.n is not None else ""
    census = "as if sampled" if column.id in sampled else ""
    place = ", ".join(filter(None, (column.locator, column.period)))
    return el(
        "th", el("span", column.counts[:1].upper() + column.counts[1:]), el("small", f"{n}{status}"),
        el("small", census) if census else None,
        el("small", source_line(expand(column.study) or column.study, place)), scope="col",
        title=column.base.note or None,
    )  # fmt: skip


def _cell(share: Share | None, hue: str) -> Node:
    if share is None:
        return el("td.none", el("small", "no data"))
    ends = words.ends(share.interval) if share.interval else f"no interval: {share.no_interval}"
    return el("td", lane(share.percent, 100, words.percent(share.percent), hue),
              el("small", words.of_base(share)), el("small", ends))  # fmt: skip


def _gap(row: AttentionRow) -> Node:
    if row.gap is None:
        return el("td.none", el("small", "no gap: a side has no data"))
    ends: Child = el("small", words.ends(row.gap.interval, sign=True)) if row.gap.interval else None
    return el("td.num", el("strong", words.points(row.gap.points)), ends)


def _labels(rows: list[AttentionRow]) -> Node | None:
    if not rows:
        return None
    items = [
        el("li", el("strong", r.label), f" ({r.label_of}): ",
           "; ".join(f"{name.replace('_', ' ')} {share.count} of {share.base.n:,}"
                     for name, share in r.cells.items() if share.base.n is not None))
        for r in rows
    ]  # fmt: skip
    summary = f"{len(rows)} labels that count as none of our attacks"
    return el("details.query", el("summary", summary), el("ul.small", items))
