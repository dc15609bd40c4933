"""``/query?q=|id=``: SPARQL, or a question of the library with its parameters."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import links, session
from app.answers import show_table, show_triples
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.gapview import download
from app.widgets import error_box, heading
from kg.errors import ThreatPraxisError
from kg.question import Parameter, Query
from kg.results import Table

EXAMPLES = {
    "Attacks and their phases": """SELECT ?attack ?label ?phase WHERE {
  ?attack praxis:strikesAt ?stage ; skos:prefLabel ?label .
  ?stage skos:prefLabel ?phase .
} ORDER BY ?phase ?label""",
    "Every number of Table 3": """SELECT ?what ?printed ?status WHERE {
  ?number a praxis:Observation ; praxis:locator ?where ; skos:prefLabel ?what ;
          praxis:printedAs ?printed ; praxis:status ?status .
  FILTER(STRSTARTS(?where, "Table 3"))
} ORDER BY ?what""",
    "How many things of each class": """SELECT ?class (COUNT(?thing) AS ?number) WHERE {
  ?thing a ?class .
  FILTER(STRSTARTS(STR(?class), STR(praxis:)))
} GROUP BY ?class ORDER BY DESC(?number)""",
    "All that is said of evasion": "CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }",
}

#: Names in the address that are no parameters of a query.
_OWN = ("id", "q", "show")


def draw() -> None:
    """The page."""
    heading(
        "Query", "Ask the graph in SPARQL, or take a question of the library and change it. Every query has an address."
    )
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
        "Question of the library", list(titles), index=None, key="query-question", on_change=_question_chosen,
        placeholder="choose one, or write SPARQL below", format_func=lambda i: titles.get(i, i),
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
        st.text_area(
            "SPARQL", key="query-text", height=220, help="Our prefixes need no declaration. Ctrl+Enter runs the query."
        )
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
    show_table(table, address, files)


def _answer_text(text: str, address: dict[str, str]) -> None:
    answer = session.graph().sparql(text)
    if isinstance(answer, bool):
        put(el("p.box.note", "The answer is ", el("strong", "true" if answer else "false"), "."), key="truth")
    elif isinstance(answer, Table):
        show_table(answer, address, [])
        if answer.rows:
            left, right, _ = st.columns([1, 1, 4])
            left.download_button("Download CSV", answer.render("csv"), "answer.csv", "text/csv", on_click="ignore")
            right.download_button(
                "Download JSON", answer.render("json"), "answer.json", "application/json", on_click="ignore"
            )
    else:
        show_triples(answer)


def _start() -> None:
    good, _ = session.graph().library.all()
    folders: dict[str, list[Query]] = {}
    for query in good:
        folders.setdefault(query.id.split("/")[0], []).append(query)
    checks = folders.pop("checks", [])
    examples = [el("li", el("a", name, href=links.page("/query", q=text))) for name, text in EXAMPLES.items()]
    cards = [el("article.card", el("h3", name.capitalize()), _questions(group)) for name, group in folders.items()]
    put(
        el("h2", "Examples"),
        el("ul", examples),
        el("h2", "Questions of the library"),
        el("div.cards", cards),
        el("details.query", el("summary", f"Checks of the knowledge files ({len(checks)})"), _questions(checks))
        if checks
        else None,
        key="start",
    )


def _questions(queries: list[Query]) -> Node:
    return el("ul", [el("li", el("a", q.question, href=links.query(q.id, {}))) for q in queries])
