"""Who changed what in the workspace, with a way back; and what is wrong with files that were changed by hand."""

from __future__ import annotations

import streamlit as st

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.extend.saving import undo
from app.widgets import empty
from kg.author.history import Record
from kg.author.workspace import Workspace


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
    rows = [_row(record) for record in reversed(records)]
    head = el("tr", [el("th", name, scope="col") for name in ("When (UTC)", "Who", "What", "Title", "File", "From")])
    put(
        el("div.scroll", el("table.table", el("thead", head), el("tbody", rows)), tabindex="0", role="region",
           aria_label="History"),
        key="extend-history",
    )  # fmt: skip
    undone = {record.undoes for record in records}
    last = next((r for r in reversed(records) if r.kind != "undone" and r.id not in undone), None)
    if last and st.button(f"Take back: {last.title}", key="extend-undo-last"):
        undo(last)


def _row(record: Record) -> object:
    name = record.path.removeprefix("ontology/").removesuffix(".ttl")
    kind, _, slug = name.partition("-")
    title = (
        el("a", record.title, href=links.page("/attack", id=slug))
        if kind == "attack" and record.after
        else record.title
    )
    cells = (f"{record.when:%Y-%m-%d %H:%M:%S}", record.by, record.kind, title, el("code", record.path), record.origin)
    return el("tr", [el("td", cell) for cell in cells])
