"""``/query?q=|id=``: SPARQL, or a question of the library with its parameters."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import charts, links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.gapview import download
from app.widgets import empty, error_box, heading, table_node
from kg.errors import ThreatPraxisError
from kg.question import Parameter, Query
from kg.results import Table, Term, Triple, turtle

EXAMPLES = {
    "Attacks and their phases": "SELECT ?attack ?label ?phase WHERE {\n  ?attack praxis:strikesAt ?s ; skos:prefLabel ?label .\n"
    "  ?s skos:prefLabel ?phase .\n} ORDER BY ?phase ?label",
    "Every number of Table 3": "SELECT ?what ?printed ?status WHERE {\n  ?o a praxis:Observation ; praxis:locator ?where ; "
    'skos:prefLabel ?what ;\n     praxis:printedAs ?printed ; praxis:status ?status .\n  FILTER(STRSTARTS(?where, "Table 3"))\n} ORDER BY ?what',
    "How many of each class": "SELECT ?class (COUNT(?thing) AS ?number) WHERE {\n  ?thing a ?class .\n"
    "  FILTER(STRSTARTS(STR(?class), STR(praxis:)))\n} GROUP BY ?class ORDER BY DESC(?number)",
    "All that is said of evasion": "CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }",
}

#: Names in the address that are no parameters of a query.
_OWN = ("id", "q", "show")
#: Beyond this an answer is shown in a scrolling grid instead of a plain table.
_PLAIN = 200


def draw() -> None:
    """The page."""
    heading("Query", "Ask the graph in SPARQL, or take a question of the library and change it. Every query has an address.")
    library = session.graph().library
    address = st.query_params.to_dict()
    query = library.get(address["id"]) if address.get("id") in library.ids() else None
    values = {n: v for n, v in address.items() if n not in _OWN and v}
    _synchronise(address, query, values)
    _choose(query)
    if address.get("id") and query is None:
        _report(lambda: library.get(address["id"]))
    _editor(query)
    if query is not None:
        _report(lambda: _answer_question(query, values, address))
    elif address.get("q"):
        _report(lambda: _answer_text(address["q"], address))
    else:
        _start()


def _synchronise(address: dict[str, str], query: Query | None, values: dict[str, str]) -> None:
    """Bring the widgets to what the address says, where it has changed since they were last drawn."""
    state = st.session_state
    if state.get("query-seen") == address and "query-text" in state:
        return
    state["query-seen"] = address
    state["query-question"] = query.id if query else None
    for name, parameter in (query.parameters if query else {}).items():
        state[f"query-{name}"] = values.get(name) or parameter.default
    state["query-text"] = address.get("q") or (_bound(query, values) if query else "")


def _bound(query: Query, values: dict[str, str]) -> str:
    try:
        return query.bind(values)
    except ThreatPraxisError:  # a value is missing or does not fit: the message stands below the editor
        return query.text


def _choose(query: Query | None) -> None:
    good, bad = session.graph().library.all()
    titles = {q.id: f"{q.id}: {q.title}" for q in good}
    st.selectbox(
        "Question of the library", list(titles), index=None, key="query-question", placeholder="choose one, or write SPARQL below",
        format_func=lambda i: titles.get(i, i), on_change=_question_chosen,
    )  # fmt: skip
    for error in bad:
        error_box(error.message, error.remedy)
    if query is None:
        return
    put(el("p", query.question), el("p.small.muted", query.note) if query.note else None, key="question")
    if query.parameters:
        for place, parameter in zip(st.columns(max(len(query.parameters), 3)), query.parameters.values(), strict=False):
            with place:
                _parameter(parameter)


def _parameter(parameter: Parameter) -> None:
    key = f"query-{parameter.name}"
    options = dict(session.graph().values(parameter))
    label = parameter.label + (" (needed)" if parameter.required else "")
    if not options:
        st.text_input(label, key=key, on_change=_parameter_chosen, args=(parameter.name,))
        return
    if st.session_state.get(key) not in options:
        st.session_state[key] = None
    st.selectbox(
        label, list(options), index=None, key=key, placeholder="any", format_func=lambda i: options.get(i, i),
        on_change=_parameter_chosen, args=(parameter.name,),
    )  # fmt: skip


def _question_chosen() -> None:
    chosen = st.session_state["query-question"]
    st.query_params.from_dict({"id": chosen} if chosen else {})


def _parameter_chosen(name: str) -> None:
    value = st.session_state[f"query-{name}"]
    kept = {n: v for n, v in st.query_params.to_dict().items() if n != name}
    st.query_params.from_dict(kept | ({name: value} if value else {}))


def _editor(query: Query | None) -> None:
    with st.form("query-form", border=False):
        st.text_area("SPARQL", key="query-text", height=220, help="Our prefixes need no declaration. Ctrl+Enter runs the query.")
        values = {n: v for n, v in st.query_params.to_dict().items() if n not in _OWN and v}
        st.form_submit_button("Run", type="primary", on_click=_run, args=(_bound(query, values) if query else None,))


def _run(unchanged: str | None) -> None:
    text = st.session_state["query-text"]
    if text.strip() and text != unchanged:
        st.query_params.from_dict({"q": text})


def _report(act: Any) -> None:
    """Do something; an error becomes a box and leaves the page as it is."""
    try:
        act()
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)


def _answer_question(query: Query, values: dict[str, str], address: dict[str, str]) -> None:
    table = session.graph().answer(query, values)
    files = [
        el("a", "Download CSV", href=download(query.id, values)),
        el("a", "Download JSON", href=download(query.id, values, "json")),
    ]
    _table(table, address, files)


def _answer_text(text: str, address: dict[str, str]) -> None:
    answer = session.graph().sparql(text)
    if isinstance(answer, bool):
        put(el("p.box.note", "The answer is ", el("strong", "true" if answer else "false"), "."), key="truth")
    elif isinstance(answer, Table):
        _table(answer, address, [])
        if answer.rows:
            left, right, _ = st.columns([1, 1, 4])
            left.download_button("Download CSV", answer.render("csv"), "answer.csv", "text/csv", on_click="ignore")
            right.download_button("Download JSON", answer.render("json"), "answer.json", "application/json", on_click="ignore")
    else:
        _triples(answer)


def _triples(triples: list[Triple]) -> None:
    text = turtle(triples)
    put(el("p.small", f"{len(triples):,} triples as Turtle"), el("pre", text, tabindex="0", aria_label="Turtle"), key="turtle")
    st.download_button("Download Turtle", text, "answer.ttl", "text/turtle", on_click="ignore")


def _table(table: Table, address: dict[str, str], files: list[Node]) -> None:
    count = f"{len(table):,} row{'' if len(table) == 1 else 's'} in {table.milliseconds:.1f} ms"
    cut = el("span.mark.estimated", f"cut after {len(table):,} rows") if table.cut else None
    texts, numbers = charts.columns(table)
    charted = address.get("show") == "chart" and texts and numbers
    switch = [
        el("a", name, href=links.page("/query", **(address | {"show": show})), aria_current="page" if bool(charted) == bool(show) else None)
        for name, show in (("Table", ""), ("Chart", "chart"))
    ]
    bar = el("div.resultbar", el("strong", count), cut, files, el("nav.tabs.right", switch, aria_label="Show as") if texts and numbers else None)
    if not table.rows:
        put(bar, empty(table.empty_because or "No rows. The query is well-formed and nothing in the graph fits it."), key="result")
    elif charted:
        put(bar, key="result")
        _chart(table, texts, numbers)
    elif len(table) <= _PLAIN:
        put(bar, table_node(table, caption=""), key="result")
    else:
        put(bar, key="result")
        st.dataframe(_frame(table), hide_index=True, height=460)


def _frame(table: Table) -> Any:
    import pandas

    shown = [[_short(term) for term in row] for row in table.rows]
    return pandas.DataFrame(shown, columns=[table.shown(n).label for n in table.names])


def _short(term: Term | None) -> Any:
    from kg.terms import compact

    if term is None:
        return None
    value = compact(term.value) if term.kind == "iri" else term.python()
    return value if isinstance(value, str | int) else float(value)


def _chart(table: Table, texts: list[str], numbers: list[str]) -> None:
    label = next((n for n in ("label", "attack_label") if n in texts), texts[-1])
    shares = [n for n in numbers if table.shown(n).unit == "%"] or numbers[-1:]
    st.echarts_chart(
        charts.bars(table, label, shares), height=90 + 34 * min(len(table), charts.LIMIT) * max(1, len(shares)) // 1, key="chart",
        alt=f"Bars of {', '.join(table.shown(n).label for n in shares)} by {table.shown(label).label}",
    )  # fmt: skip
    if len(table) > charts.LIMIT:
        put(el("p.small.muted", f"The chart shows the first {charts.LIMIT} of {len(table):,} rows."), key="chart-note")


def _start() -> None:
    good, _ = session.graph().library.all()
    folders: dict[str, list[Query]] = {}
    for query in good:
        folders.setdefault(query.id.split("/")[0], []).append(query)
    examples = [el("li", el("a", name, href=links.page("/query", q=text))) for name, text in EXAMPLES.items()]
    columns = [
        el("article.card", el("h3", name.capitalize()), el("ul", [el("li", el("a", q.question, href=links.query(q.id, {}))) for q in group]))
        for name, group in folders.items()
    ]
    put(el("h2", "Examples"), el("ul", examples), el("h2", "Questions of the library"), el("div.cards", columns), key="start")
