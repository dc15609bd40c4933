"""What every page shows in the same way: headings, errors, problems, the query behind a view, sources, tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app import links, session
from app.components.dom import Child, Node, draw, el
from kg import terms
from kg.question import Query
from kg.results import Column, Table, Term, show_number

#: Characters beyond which a cell of text gets room to wrap.
_LONG = 32
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def escape_markdown(text: str) -> str:
    """A text that Markdown shows as it is: no emphasis, links, images, HTML, formulas or directives.

    >>> escape_markdown("![x](http://e)")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\:\\\\/\\\\/e\\\\)'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace("/", "\\/")


def heading(title: str, lead: Child = None, *, over: Child = None, key: str = "heading") -> None:
    """The head of a page: an optional line above, the title, and a sentence of what the page is for."""
    draw(
        el(
            "header.head", el("div.over", over) if over else None, el("h1", title), el("p.lead", lead) if lead else None
        ),
        key=key,
    )


def error_box(message: str, remedy: str = "") -> None:
    """What went wrong and what to do."""
    draw(
        el("div.box.bad", el("p.strong", message), el("p", remedy) if remedy else None, role="alert"),
        key="error",
    )


def problems_banner() -> None:
    """What is wrong with knowledge files, with file and line, on every page until it is mended."""
    problems = session.graph().problems
    if not problems:
        return
    items = [
        el(
            "li",
            el("code", f"{Path(p.path).name}:{p.line}" + (f":{p.column}" if p.column else ""), title=p.path),
            f" {p.message}. " if not p.message.endswith(".") else f" {p.message} ",
            el("span.muted", p.remedy),
        )
        for p in problems
    ]
    count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in knowledge files"
    draw(
        el(
            "details.box.warn", el("summary", el("strong", count), ". The rest was loaded."), el("ul", items), open=True
        ),
        key="problems",
    )


def query_details(query: Query, values: Mapping[str, str], table: Table | None = None) -> Node:
    """The SPARQL text behind a view, to be copied or changed."""
    text = query.bind(values)
    summary = f"{len(table)} rows in {table.milliseconds:.1f} ms" if table is not None else ""
    return el(
        "details.query",
        el("summary", "Show the query", el("span.muted", f" {query.id}"), el("span.muted.right", summary)),
        el(
            "div.bar",
            el("button.small", "Copy", type="button", data_copy=text),
            el("a", "Edit and run it", href=links.query(query.id, {**values, "edit": "1"})),
        ),
        el("pre", text, tabindex="0", aria_label=f"SPARQL text of {query.id}"),
    )


def show_query(*asked: session.Asked, key: str = "query") -> None:
    """The queries behind what stands above."""
    library = session.graph().library
    draw([query_details(library.get(a.id), a.values, a.table) for a in asked], key=key)


def label_link(iri: object, label: object) -> Node:
    """A label that leads to the page of its thing."""
    return el("a", str(label), href=links.thing(str(iri)))


def id_line(iri: str) -> Node:
    """Short id and IRI of a thing, each with a button that copies it."""
    short = terms.compact(iri)
    return el(
        "p.idline",
        el("code", short),
        el("button.small", "Copy id", type="button", data_copy=short),
        el("code.iri", iri),
        el("button.small", "Copy IRI", type="button", data_copy=iri),
        el("a.small", "Turtle", href=iri_path(iri)) if iri_path(iri) else None,
    )


def iri_path(iri: str) -> str | None:
    """The address below this server that answers for an IRI in Turtle."""
    kind, slug = links.kind_and_slug(iri)
    return f"/id/{kind}/{slug}?format=ttl" if kind else None


def status_mark(iri: object) -> Node | None:
    """A mark for a status that a reader must see: anything but 'published' and 'stated'."""
    name = links.slug(iri) if iri else ""
    if name in ("", "published", "stated"):
        return None
    return el(f"span.mark.{name}", {"unknown": "base unknown", "inferred": "base inferred"}.get(name, name))


def source_line(study: object, locator: object) -> Node:
    """Where a statement stands."""
    name = links.slug(study)
    return el("span.source", el("a", name, href=links.thing(str(study))), f", {locator}" if locator else "")


def table_node(table: Table, *, limit: int = 200, caption: str = "", names: list[str] | None = None) -> Node:
    """A table with links for IRIs and numbers aligned; beyond ``limit`` rows it says so."""
    shown = names or table.names
    index = [table.names.index(n) for n in shown]
    numeric = {n for i, n in zip(index, shown, strict=True) if _all_numbers([row[i] for row in table.rows])}
    head = [el("th.num" if n in numeric else "th", _heading(table.shown(n)), scope="col", title=n) for n in shown]
    body = [
        el("tr", [_cell(row[i], table.shown(n), n in numeric) for i, n in zip(index, shown, strict=True)])
        for row in table.rows[:limit]
    ]
    note = f"The first {limit} of {len(table):,} rows." if len(table) > limit else None
    return el(
        "div.scroll",
        el("table.table", el("caption", caption) if caption else None, el("thead", el("tr", head)), el("tbody", body)),
        el("p.muted", note) if note else None,
        tabindex="0",
        role="region",
        aria_label=caption or "Table",
    )


def _heading(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _all_numbers(terms_: list[Term | None]) -> bool:
    found = [t for t in terms_ if t is not None]
    return bool(found) and all(not isinstance(t.python(), str | bool) for t in found)


def _cell(term: Term | None, column: Column, number: bool) -> Node:
    if term is None:
        return el("td.none", "")
    if term.kind == "iri":
        return el("td.id", el("a", terms.compact(term.value), href=links.thing(term.value)))
    value: Any = term.python()
    if number and not isinstance(value, int):
        return el("td.num", show_number(value, column.digits))
    text = str(value)
    return el("td.num" if number else "td.long" if len(text) > _LONG else "td", text)


def empty(why: str) -> Node:
    """An empty state that says why it is empty."""
    return el("p.empty", why or "No rows.")


def choice(
    place: Any, label: str, name: str, options: Mapping[str, str], *, placeholder: str = "any", help: str | None = None
) -> str:
    """A select box whose value stands in the address under ``name``; empty where nothing is chosen.

    Streamlit's own binding writes labels into the address; ids are stable and labels are not.

    :param options: by id, what a person reads
    :param placeholder: what stands there while nothing is chosen
    :param help: Markdown shown on request beside the label
    """
    import streamlit as st

    key, seen = f"choice-{name}", f"choice-{name}-seen"
    wanted = st.query_params.get(name) or None
    wanted = wanted if wanted in options else None
    if key not in st.session_state or st.session_state.get(seen) != wanted:
        st.session_state[key] = st.session_state[seen] = wanted
    chosen = place.selectbox(
        label, list(options), index=None, key=key, placeholder=placeholder, format_func=lambda i: options.get(i, i),
        on_change=_chosen, args=(name,), help=help,
    )  # fmt: skip
    return chosen or ""


def _chosen(name: str) -> None:
    import streamlit as st

    value = st.session_state[f"choice-{name}"]
    st.session_state[f"choice-{name}-seen"] = value
    kept = {n: v for n, v in st.query_params.to_dict().items() if n != name}
    st.query_params.from_dict(kept | ({name: value} if value else {}))
