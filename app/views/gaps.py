"""``/gaps?attack=&dimension=``: research against practice, bin by bin, and the ranking of all gaps."""

from __future__ import annotations

from typing import Any

from app import gapview, links, session
from app.components.bars import gap_text, percent
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.session import Asked
from app.widgets import empty, heading, label_link, show_query
from kg.errors import UnknownNameError


def draw() -> None:
    """The page."""
    attack, dimension = session.state("attack"), session.state("dimension")
    ranked, bins = session.ask("gaps/largest"), session.ask("gaps/by-bin")
    pairs = gapview.dimensions(bins.rows)
    labels = dict(session.graph().individuals("attack")) | dict(session.graph().individuals("dim"))
    heading(
        "Gaps",
        "How often research assumes what practice grants. Left: the share of papers. Right: the share of "
        "practitioners. The gap is the one minus the other, in percentage points.",
    )
    put(_tabs(pairs, labels, attack, dimension), key="tabs")
    chosen = [p for p in pairs if p[0] == (attack or p[0]) and p[1] == (dimension or p[1])]
    asked: list[Asked] = []
    if attack and attack not in labels:
        raise UnknownNameError("attack", attack, sorted({a for a, _ in pairs}))
    if not chosen:
        put(empty(_why_empty(attack, dimension, labels)), key="nothing")
    if not attack and not dimension:
        put(el("h2", "All gaps, largest first"), _ranking(ranked.rows), _note("gaps/largest"), key="ranking")
        asked.append(ranked)
    for one, other in chosen:
        asked += _section(one, other, labels)
    for one in dict.fromkeys(a for a, _ in chosen):
        nodes, more = gapview.combinations(one, labels.get(one, one))
        put(el("h2", f"{labels.get(one, one)}: access combinations"), nodes, key=f"combinations-{one}")
        asked += more
    show_query(*{(a.id, tuple(a.values.items())): a for a in asked}.values())


def _section(attack: str, dimension: str, labels: dict[str, str]) -> list[Asked]:
    nodes, asked = gapview.picture(attack, dimension, labels)
    title = el(
        "h2",
        el("a", labels.get(attack, attack), href=links.page("/attack", id=attack)),
        f": {labels.get(dimension, dimension).lower()}",
    )
    put(title, nodes, key=f"picture-{attack}-{dimension}")
    return asked


def _tabs(pairs: list[tuple[str, str]], labels: dict[str, str], attack: str, dimension: str) -> Node:
    def tab(name: str, one: str, other: str, current: bool) -> Node:
        href = links.page("/gaps", attack=one, dimension=other)
        return el("a", name, href=href, aria_current="page" if current else None)

    single = list(dict.fromkeys(a for a, _ in pairs))
    tabs = [tab("All", "", "", not attack and not dimension)]
    for one in single:
        own = [d for a, d in pairs if a == one]
        tabs.append(tab(labels.get(one, one), one, "", attack == one and not dimension))
        if attack == one and len(own) > 1:
            tabs += [tab(f"{labels.get(one, one)} · {labels.get(d, d).lower()}", one, d, dimension == d) for d in own]
    return el("nav.tabs", tabs, aria_label="Attack")


def _why_empty(attack: str, dimension: str, labels: dict[str, str]) -> str:
    where = f" on the dimension {labels.get(dimension, dimension)!r}" if dimension else ""
    who = f" for {labels.get(attack, attack).lower()}" if attack else ""
    return f"No source in the graph has figures of both research and practice{who}{where}."


def _note(query_id: str) -> Node:
    return el("p.small.muted", session.graph().library.get(query_id).note)


def _ranking(rows: list[dict[str, Any]]) -> Node:
    names = ("Attack", "Dimension", "Bin")
    numbers = ("Research", "Practice", "Gap")
    head = el("tr", [el("th", n, scope="col") for n in names], [el("th.num", n, scope="col") for n in numbers])
    body = [
        el(
            "tr",
            el("td", label_link(r["attack"], r["attack_label"])),
            el("td", el("a", str(r["dimension_label"]), href=_address(r))),
            el("td", str(r["label"])),
            el("td.num", percent(r["research_pct"])),
            el("td.num", _practice(r)),
            el("td.num", gap_text(r)),
        )
        for r in rows
    ]
    table = el("table.table", el("thead", head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label="All gaps, largest first")


def _practice(row: dict[str, Any]) -> list[Child]:
    if row["practice_pct"] is not None:
        return [percent(row["practice_pct"])]
    return [el("span.mark.estimated", "upper bound"), f" < {percent(row['practice_below_pct'])}"]


def _address(row: dict[str, Any]) -> str:
    return links.page("/gaps", attack=links.slug(row["attack"]), dimension=links.slug(row["dimension"]))
