"""``/query?q=|id=``: SPARQL in an editor, or a question of the library as a form."""

from __future__ import annotations

import streamlit as st

from app import links, session
from app.components import editor
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.listing import listing
from app.query import answers, questions, running
from app.query.answers import Asked
from app.widgets import error_box, heading
from kg.errors import EngineBusyError, QueryFileError, SparqlSyntaxError, ThreatPraxisError
from kg.results import Table
from kg.store.engine import Answer

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
    "All that is said of evasion, as a drawing": "CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }",
}
_TEXT, _VERSION, _ANSWER = "query-text", "query-version", "query-answer"


def draw() -> None:
    """The page."""
    heading(
        "Query", "Ask the graph in SPARQL, or take a question of the library and change it. Every query has an address."
    )
    asked, fault = _asked(st.query_params.to_dict())
    questions.choose(asked.address.get("id", ""))
    if asked.query is not None:
        questions.form(asked.query, asked.values)
    with running.announced() as run:
        will_run = fault is None and bool(asked.sparql.strip()) and _kept(asked.sparql) is None
        compact = asked.query is not None and not asked.address.get("edit")
        editor.editor(asked.sparql, _version(asked.sparql), run if will_run else "", _run, compact=compact)
        if asked.query is not None:
            _text_of(asked, compact)
        if fault is not None:
            _fault(fault, asked, compact)
        elif asked.sparql.strip():
            _answered(asked, run, compact)
        put(el("span.hidden", data_answered=run), key="answered")
    if fault is None and not asked.sparql.strip():
        _start()


def _asked(address: dict[str, str]) -> tuple[Asked, ThreatPraxisError | None]:
    """What the address asks, and what is wrong with it."""
    values, query = questions.given(address), None
    try:
        if address.get("id"):
            query = session.graph().library.get(address["id"])
            return Asked(address, query.bind(values), query, values), None
    except ThreatPraxisError as error:  # the file is broken, or a value is missing or does not fit
        return Asked(address, query.text if query else "", query, values), error
    return Asked(address, address.get("q", ""), None, {}), None


def _version(text: str) -> int:
    """Counts the texts that the page puts into the editor; what the user ran is there already."""
    state = st.session_state
    if state.get(_TEXT) != text:
        state[_TEXT] = text
        state[_VERSION] = state.get(_VERSION, 0) + 1
    return int(state[_VERSION])


def _run() -> None:
    """The user runs what the editor holds: it goes into the address, unless the address means it already."""
    run(editor.sent())


def run(text: str) -> None:
    """Ask for a text; asked again, it is run again."""
    if not text.strip():
        return
    st.session_state.pop(_ANSWER, None)
    asked, fault = _asked(st.query_params.to_dict())
    st.session_state[_TEXT] = text
    if text != asked.sparql or fault is not None:
        st.query_params.from_dict({"q": text})


def _kept(sparql: str) -> Answer | ThreatPraxisError | None:
    """The answer to this text, if it was asked before and nothing has changed: other views of it run nothing."""
    kept = st.session_state.get(_ANSWER)
    if kept is None or kept[0] is not session.graph() or kept[1] != sparql:
        return None
    found: Answer | ThreatPraxisError = kept[2]
    return found


def _answered(asked: Asked, run: str, compact: bool) -> None:
    found = _kept(asked.sparql)
    if found is None:
        graph = session.graph()
        try:
            found = _answer(asked, run)
        except ThreatPraxisError as error:
            found = error
        if not isinstance(found, EngineBusyError):
            st.session_state[_ANSWER] = (graph, asked.sparql, found)
    if isinstance(found, ThreatPraxisError):
        _fault(found, asked, compact)
    else:
        answers.show(found, asked)


def _answer(asked: Asked, run: str) -> Answer:
    graph = session.graph()
    found = running.ask(graph, asked.sparql, run)
    if not isinstance(found, Table):
        return found
    if asked.query is None:
        if not found.rows:
            found.empty_because = " ".join(reason.text for reason in graph.why_empty(asked.sparql))
        return found
    if not found.rows:
        return graph.answer(asked.query, asked.values)  # says so where a value names nothing
    found.columns, found.empty_because = asked.query.columns, asked.query.empty
    return found


def _fault(error: ThreatPraxisError, asked: Asked, compact: bool) -> None:
    """What went wrong; where no editor shows the text, with the place in it."""
    if isinstance(error, QueryFileError):
        put(questions.broken(error), key="error")
        return
    error_box(error.message, error.remedy)
    if compact and isinstance(error, SparqlSyntaxError) and error.line:
        said = error.message.partition(": ")[2]
        put(listing(asked.sparql, error.line, said, "The query around the mistake"), key="place")


def _text_of(asked: Asked, compact: bool) -> None:
    """Below a form: its SPARQL text and the way into the editor, or the way back."""
    address = asked.address | {"from": "", "edit": "1" if compact else ""}
    if not compact:
        put(el("p.small", el("a", "Hide the SPARQL text", href=links.page("/query", **address))), key="text")
        return
    put(
        el("p.bar", el("a.chip", "Edit as SPARQL", href=links.page("/query", **address))),
        el(
            "details.query",
            el("summary", "Show the query", el("span.muted", f" {asked.address['id']}")),
            el("div.bar", el("button.small", "Copy", type="button", data_copy=asked.sparql)),
            el("pre", asked.sparql, tabindex="0", aria_label="SPARQL text of the question"),
        ),
        key="text",
    )


def _start() -> None:
    put(
        el("h2", "Examples"),
        el("ul", [_example(*pair) for pair in EXAMPLES.items()]),
        questions.overview(),
        key="start",
    )


def _example(name: str, text: str) -> Node:
    return el("li", el("a", name, href=links.page("/query", q=text)))
