"""Questions of the library as forms: a choice of all, and a typed field for each parameter of the chosen one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.listing import listing
from kg.errors import QueryFileError
from kg.question import Parameter, Query

#: Names in the address that are no parameters of a question.
RESERVED = ("id", "q", "show", "from", "edit")


def given(address: dict[str, str]) -> dict[str, str]:
    """The parameters in an address."""
    return {n: v for n, v in address.items() if n not in RESERVED and v}


def choose(chosen: str) -> None:
    """The choice of a question, with those of the workspace and those that cannot be read among them."""
    library = session.graph().library
    good, bad = library.all()
    titles = {q.id: f"{q.id}: {q.title}" + (" (yours)" if q.origin == "workspace" else "") for q in good}
    titles |= {i: f"{i}: cannot be read" for i in library.ids() if i not in titles and bad}
    key = "query-question"
    if st.session_state.get(key) != (chosen or None):
        st.session_state[key] = chosen if chosen in titles else None
    st.selectbox(
        "Question of the library", list(titles), index=None, key=key, on_change=_chosen,
        placeholder="choose one, or write SPARQL below", format_func=lambda i: titles.get(i, i),
    )  # fmt: skip


def _chosen() -> None:
    chosen = st.session_state["query-question"]
    st.query_params.from_dict({"id": chosen} if chosen else {})


def form(query: Query, values: dict[str, str]) -> None:
    """The question in words, and a field for each parameter."""
    put(el("p", query.question, " ", el("span.mark", "yours") if query.origin == "workspace" else None),
        el("p.small.muted", query.note) if query.note else None, key="question")  # fmt: skip
    if query.parameters:
        places = st.columns(max(len(query.parameters), 3))
        for place, parameter in zip(places, query.parameters.values(), strict=False):
            with place:
                _field(parameter, values.get(parameter.name) or parameter.default or "")


def _field(parameter: Parameter, value: str) -> None:
    """A field of the parameter's type, holding what the address says."""
    key = f"query-{parameter.name}"
    label = parameter.label + (" (needed)" if parameter.required else "")
    changed: dict[str, Any] = {"on_change": _changed, "args": (parameter.name,)}
    if options := _options(parameter):
        _hold(key, value if value in options else None)
        changed["format_func"] = lambda i: options.get(i, i)
        st.selectbox(label, list(options), index=None, key=key, placeholder="any", **changed)
    elif parameter.type in ("integer", "decimal"):
        number: Any = int if parameter.type == "integer" else float
        _hold(key, _number(value, number))
        st.number_input(label, value=None, step=number(1), key=key, placeholder="any", **changed)
    else:
        _hold(key, value)
        hint = "attack:evasion or a full IRI" if parameter.type == "iri" else "any"
        st.text_input(label, key=key, placeholder=hint, **changed)


def _hold(key: str, value: Any) -> None:
    if st.session_state.get(key) != value or key not in st.session_state:
        st.session_state[key] = value


def _number(text: str, number: Any) -> Any:
    try:
        return number(text)
    except ValueError:  # the answer says what does not fit
        return None


def _options(parameter: Parameter) -> dict[str, str]:
    graph = session.graph()
    kept = st.session_state.get("query-options")
    if not kept or kept[0] is not graph:
        nothing: dict[Any, dict[str, str]] = {}
        kept = st.session_state["query-options"] = (graph, nothing)
    known: dict[Any, dict[str, str]] = kept[1]
    name = (parameter.type, parameter.allowed)
    if name not in known:
        known[name] = dict(graph.values(parameter))
    return known[name]


def _changed(name: str) -> None:
    value = st.session_state[f"query-{name}"]
    kept = {n: v for n, v in st.query_params.to_dict().items() if n not in (name, "from")}
    if value not in (None, ""):
        kept[name] = f"{value:g}" if isinstance(value, float) else str(value)
    st.query_params.from_dict(kept)


def broken(error: QueryFileError) -> Node:
    """A query file that cannot be read: what is wrong, at its line."""
    message = error.message.partition(f":{error.line}: ")[2] or error.message
    try:
        text = error.path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    return el(
        "div.box.bad",
        el("p.strong", f"{error.path.name}:{error.line}: {message}"),
        el("p", error.remedy) if error.remedy else None,
        listing(text, error.line, message, f"Lines of {error.path.name}") if text else None,
        role="alert",
    )


def overview() -> list[Node | None]:
    """All questions: ours by folder, those of the workspace, and those that cannot be read."""
    library = session.graph().library
    good, bad = library.all()
    own = [q for q in good if q.origin == "workspace"]
    folders: dict[str, list[Query]] = {}
    for query in good:
        if query.origin != "workspace":
            folders.setdefault(query.id.split("/")[0], []).append(query)
    checks = folders.pop("checks", [])
    yours = _yours(own, bad)
    cards = [el("article.card", el("h3", name.capitalize()), _list(group)) for name, group in folders.items()]
    return [
        el("h2", "Questions of the library"),
        el("div.cards", [yours, *cards] if own or bad else [*cards, yours]),
        el("details.query", el("summary", f"Checks of the knowledge files ({len(checks)})"), _list(checks))
        if checks
        else None,
    ]


def _yours(own: list[Query], bad: list[QueryFileError]) -> Node:
    folder = (session.graph().workspace or Path()) / "queries"
    faults = [el("li", _opener(e, folder), ": ", el("span.fault", e.message.rpartition("/")[2])) for e in bad]
    if own or faults:
        return el("article.card", el("h3", "Yours"), _list(own) if own else None, el("ul", faults) if faults else None)
    return el(
        "article.card", el("h3", "Yours"),
        el("p", "None yet. A file FOLDER/NAME.rq below ", el("code", str(folder)), " appears here as a form."),
    )  # fmt: skip


def _opener(error: QueryFileError, folder: Path) -> Node:
    inside = error.path.relative_to(folder) if error.path.is_relative_to(folder) else Path(error.path.name)
    return el("a", error.path.stem, href=links.page("/query", id=inside.with_suffix("").as_posix()))


def _list(queries: list[Query]) -> Node:
    return el("ul", [el("li", el("a", q.question, href=links.query(q.id, {}))) for q in queries])
