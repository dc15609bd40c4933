"""Who changed what in the workspace, with a way back; and what is wrong with records that were changed by hand."""

from __future__ import annotations

import streamlit as st

from app import links, session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.extend.saving import undo
from app.widgets import empty, escape_markdown
from kg.author.history import Record
from kg.author.workspace import Workspace

#: Changes that stand on the page, and those of them that a button takes back.
_SHOWN, _BUTTONS = 100, 8


def draw() -> None:
    """The log, the newest change first."""
    workspace = Workspace(session.graph().workspaces[0])
    records, problems = workspace.history()
    if problems:
        items = [el("li", str(problem)) for problem in problems]
        put(el("div.box.warn", el("p.strong", "Records that cannot be read"), el("ul", items)), key="extend-problems")
    if not records:
        put(empty("Nothing was added yet. What you save stands here, with who and when."), key="extend-none")
        return
    now = {path: workspace.digest(path) for path in {record.path for record in records}}
    put(_table(records, now), key="extend-history")
    words = "A change can be taken back while its file is as it left it. Nothing is lost: the log keeps both."
    put(el("h2", "Take back"), el("p.small.muted", words), key="extend-undo-head")
    undoable = [record for record in reversed(records) if now[record.path] == record.after]
    for record in list({record.path: record for record in reversed(undoable)}.values())[::-1][:_BUTTONS]:
        label = "Bring back" if record.kind == "undone" else "Take back"
        words = escape_markdown(f"{label}: {record.title}, {record.kind} {record.when:%Y-%m-%d %H:%M}")
        if st.button(words, key=f"extend-undo-{record.id}"):
            undo(record)


def _table(records: list[Record], now: dict[str, str]) -> list[Node | None]:
    rows = [_row(record, now[record.path]) for record in reversed(records[-_SHOWN:])]
    head = el("tr", [el("th", name, scope="col") for name in ("When (UTC)", "Who", "What", "Title", "File", "From")])
    table = el("table.table", el("thead", head), el("tbody", rows))
    older = len(records) - _SHOWN
    return [
        el("div.scroll", table, tabindex="0", role="region", aria_label="History"),
        el("p.small.muted", f"{older:,} older: ", el("code", "threatpraxis log")) if older > 0 else None,
    ]


def _row(record: Record, now: str) -> Node:
    kind, _, slug = record.path.removeprefix("ontology/").removesuffix(".ttl").partition("-")
    title: Child = record.title
    if kind == "attack" and now:
        title = el("a", record.title, href=links.page("/attack", id=slug))
    elif kind in ("model", "work") and now:
        title = el("a", record.title, href=links.page("/extend", edit=f"{kind}:{slug}"))
    cells = (f"{record.when:%Y-%m-%d %H:%M:%S}", record.by, record.kind, title, el("code", record.path), record.origin)
    return el("tr", [el("td", cell) for cell in cells])
