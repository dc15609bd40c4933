"""Answers on the query page: count, time, cut note, files, and the answer as table, grid, chart, drawing or Turtle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from app import links
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.components.network import network
from app.query import charts, downloads, pictures, snippets
from app.widgets import empty, table_node
from kg.question import Query
from kg.results import Table, Term, Triple
from kg.store.engine import Answer
from kg.store.limits import ROW_LIMIT
from kg.terms import compact
from kg.turtle import write_found

#: Rows of a table that stand on one page.
PAGE = 200
_TABS = {"table": "Table", "grid": "Grid", "chart": "Chart", "graph": "Drawing", "turtle": "Turtle"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks.

    :param address: all that stands in it
    :param sparql: the query, with parameters bound
    :param query: the question of the library, if it is one
    :param values: its parameters
    """

    address: dict[str, str]
    sparql: str
    query: Query | None
    values: dict[str, str]

    @property
    def core(self) -> dict[str, str]:
        """The part of the address that says what is asked, without how it is shown."""
        return {"id": self.query.id, **self.values} if self.query else {"q": self.sparql}


def show(answer: Answer, asked: Asked) -> None:
    """An answer of any form."""
    if isinstance(answer, bool):
        said = el("p.box.note", "The answer is ", el("strong", "true" if answer else "false"), ".")
        put(_bar(asked, "One truth value", None, []), said, key="truth")
    elif isinstance(answer, Table):
        _table(answer, asked)
    else:
        _triples(answer, asked)
    _elsewhere(asked)


def _bar(asked: Asked, count: str, cut: Child, views: list[str]) -> Node:
    files = downloads.offered(asked.sparql, asked.core)
    links_ = [el("a", name, href=address, download=True) for name, address in files.items()]
    here = server() + links.page("/query", **asked.address)
    return el(
        "div.resultbar",
        el("strong", count),
        cut,
        el("span.files", "Download ", links_) if links_ else None,
        el("button.small", "Copy link", type="button", data_copy=here),
        _tabs(asked, views) if len(views) > 1 else None,
    )


def _tabs(asked: Asked, views: list[str]) -> Node:
    current = _current(asked, views)
    kept = {n: v for n, v in asked.address.items() if n not in ("show", "from")}
    tabs = [
        el("a", _TABS[v], href=links.page("/query", **kept, show="" if v == views[0] else v),
           aria_current="page" if v == current else None)
        for v in views
    ]  # fmt: skip
    return el("nav.tabs.right", tabs, aria_label="Show as")


def _current(asked: Asked, views: list[str]) -> str:
    wanted = asked.address.get("show", "")
    return wanted if wanted in views else views[0]


def _table(table: Table, asked: Asked) -> None:
    chart = pictures.kind(asked.query.chart if asked.query else "", table)
    views = ["table", "grid", "chart"] if chart else ["table", "grid"]
    view = _current(asked, views) if table.rows else "table"
    count = f"{len(table):,} row{'' if len(table) == 1 else 's'} in {table.milliseconds:.1f} ms"
    cut = el("span.mark.estimated", f"cut after {len(table):,} rows") if table.cut else None
    bar = _bar(asked, count, cut, views if table.rows else [])
    if not table.rows:
        why = table.empty_because or "No rows. The query is well-formed and nothing in the graph fits it."
        put(bar, empty(why), key="result")
    elif view == "table":
        put(bar, _page(table, asked), key="result")
    elif view == "chart" and chart != "bars":
        put(bar, pictures.draw(chart, table), key="result")
    else:
        put(bar, key="result")
        _bars(table) if view == "chart" else st.dataframe(_frame(table), hide_index=True, height=460)


def _page(table: Table, asked: Asked) -> list[Node]:
    """One page of the rows, and links to the others."""
    given = asked.address.get("from", "")
    first = int(given) if given.isdecimal() and len(given) < 9 else 1
    first = max(1, min(first, len(table)) - 1) // PAGE * PAGE
    rows = replace(table, rows=table.rows[first : first + PAGE])
    shown = [table_node(rows, limit=PAGE)]
    if len(table) > PAGE:
        shown.append(_pager(asked, first, len(table)))
    return shown


def _pager(asked: Asked, first: int, rows: int) -> Node:
    def link(text: str, start: int) -> Node | None:
        if not 0 <= start < rows:
            return None
        number = str(start + 1) if start else ""
        return el("a", text, href=links.page("/query", **(asked.address | {"from": number})))

    said = f"Rows {first + 1:,} to {min(first + PAGE, rows):,} of {rows:,}"
    return el(
        "nav.pager", link("Previous", first - PAGE), el("span.muted", said), link("Next", first + PAGE),
        aria_label="Rows",
    )  # fmt: skip


def _frame(table: Table) -> Any:
    import pandas

    labels = [table.shown(n).label for n in table.names]
    headings = [n if labels.count(label) > 1 else label for n, label in zip(table.names, labels, strict=True)]
    return pandas.DataFrame([[_short(term) for term in row] for row in table.rows], columns=headings)


def _short(term: Term | None) -> Any:
    if term is None:
        return None
    value = compact(term.value) if term.kind == "iri" else term.python()
    return value if isinstance(value, str | int) else float(value)


def _bars(table: Table) -> None:
    label, shares = pictures.bars_of(table)
    bars = min(len(table), charts.LIMIT) * len(shares)
    alt = f"Bars of {', '.join(table.shown(n).label for n in shares)} by {table.shown(label).label}"
    st.echarts_chart(charts.bars(table, label, shares), height=90 + 30 * bars, key="chart", alt=alt)
    if len(table) > charts.LIMIT:
        put(el("p.small.muted", f"The chart shows the first {charts.LIMIT} of {len(table):,} rows."), key="chart-note")


def _triples(triples: list[Triple], asked: Asked) -> None:
    drawing = network(triples)
    views = ["graph", "turtle"] if drawing else ["turtle"]
    count = f"{len(triples):,} triple{'' if len(triples) == 1 else 's'}"
    cut = el("span.mark.estimated", f"cut after {len(triples):,} triples") if len(triples) >= ROW_LIMIT else None
    bar = _bar(asked, count, cut, views)
    if not triples:
        put(bar, empty("No triples. The query is well-formed and nothing in the graph fits it."), key="result")
    elif drawing and _current(asked, views) == "graph":
        put(bar, drawing.node, el("p.small.muted", _left_out(drawing.things, drawing.all_things, drawing.literals)),
            key="result")  # fmt: skip
    else:
        put(bar, el("pre", write_found(triples), tabindex="0", aria_label="Turtle"), key="result")


def _left_out(things: int, all_things: int, literals: int) -> str:
    said = [f"Drawn are the {things} best connected of {all_things:,} things."] if things < all_things else []
    if literals:
        said.append(f"{literals:,} statements with texts and numbers stand in the Turtle only.")
    return " ".join(said) or "Everything is drawn."


def _elsewhere(asked: Asked) -> None:
    base = server()
    found = (
        snippets.of_question(base, asked.query.id, asked.values)
        if asked.query
        else snippets.of_text(base, asked.sparql, rows=downloads.tabular(asked.sparql))
    )
    parts = [
        el("section", el("h3", name, " ", el("button.small", f"Copy as {name}", type="button", data_copy=text)),
           el("pre", text, tabindex="0", aria_label=f"As {name}"))
        for name, text in found.items()
    ]  # fmt: skip
    put(el("details.query", el("summary", "Ask the same from curl, Python or R"), parts), key="elsewhere")


def server() -> str:
    """The address of this server as the browser sees it."""
    url = st.context.url or "http://127.0.0.1:8501/"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
