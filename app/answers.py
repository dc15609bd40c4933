"""Answers on the query page: a table, a chart, triples, with count, time, cut note and downloads."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import charts, links
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.widgets import empty, table_node
from kg.results import Table, Term, Triple, turtle
from kg.terms import compact

#: Beyond this many rows an answer is shown in a scrolling grid instead of a plain table.
_PLAIN = 200


def show_triples(triples: list[Triple]) -> None:
    """Triples as Turtle."""
    text = turtle(triples)
    put(
        el("p.small", f"{len(triples):,} triples as Turtle"),
        el("pre", text, tabindex="0", aria_label="Turtle"),
        key="turtle",
    )
    st.download_button("Download Turtle", text, "answer.ttl", "text/turtle", on_click="ignore")


def show_table(table: Table, address: dict[str, str], files: list[Node]) -> None:
    """A table or its chart, as the address says, below a line with count, time and downloads."""
    texts, numbers = charts.columns(table)
    charted = address.get("show") == "chart" and bool(texts and numbers)
    switch = _switch(address, charted) if texts and numbers else None
    count = f"{len(table):,} row{'' if len(table) == 1 else 's'} in {table.milliseconds:.1f} ms"
    cut = el("span.mark.estimated", f"cut after {len(table):,} rows") if table.cut else None
    below: Node | None = None
    if not table.rows:
        below = empty(table.empty_because or "No rows. The query is well-formed and nothing in the graph fits it.")
    elif not charted and len(table) <= _PLAIN:
        below = table_node(table)
    put(el("div.resultbar", el("strong", count), cut, files, switch), below, key="result")
    if below is not None:
        return
    if charted:
        _chart(table, texts, numbers)
    else:
        st.dataframe(_frame(table), hide_index=True, height=460)


def _switch(address: dict[str, str], charted: bool) -> Node:
    def link(name: str, show: str) -> Node:
        current = "page" if charted == bool(show) else None
        return el("a", name, href=links.page("/query", **(address | {"show": show})), aria_current=current)

    return el("nav.tabs.right", link("Table", ""), link("Chart", "chart"), aria_label="Show as")


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


def _chart(table: Table, texts: list[str], numbers: list[str]) -> None:
    label = next((n for n in ("label", "attack_label") if n in texts), texts[-1])
    shares = [n for n in numbers if table.shown(n).unit == "%"] or numbers[-1:]
    bars = min(len(table), charts.LIMIT) * len(shares)
    alt = f"Bars of {', '.join(table.shown(n).label for n in shares)} by {table.shown(label).label}"
    st.echarts_chart(charts.bars(table, label, shares), height=90 + 30 * bars, key="chart", alt=alt)
    if len(table) > charts.LIMIT:
        put(el("p.small.muted", f"The chart shows the first {charts.LIMIT} of {len(table):,} rows."), key="chart-note")
