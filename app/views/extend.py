"""``/extend``: add an attack, a threat model, a work or a counterpart of one's own, without knowing Turtle."""

from __future__ import annotations

import streamlit as st

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.extend import draft as drafts
from app.extend import history, panels, saving, upload
from app.extend.draft import Draft
from app.extend.fields import Fields
from app.widgets import heading
from kg.author.faults import Fault

VIEWS = {"": "Fill in a form", "upload": "From a file", "history": "History"}


def draw() -> None:
    """The page."""
    heading(
        "Extend",
        "Add what the graph lacks. Each field tells what is wrong; you see what would follow before anything is saved.",
    )
    view = session.state("view") if session.state("view") in VIEWS else ""
    tabs = [
        el("a", name, href=links.page(drafts.PATH, view=key or None), aria_current="page" if key == view else None)
        for key, name in VIEWS.items()
    ]
    put(el("nav.tabs", tabs, aria_label="View"), key="extend-views")
    saving.outcome()
    if view == "upload":
        upload.draw()
    elif view == "history":
        history.draw()
    else:
        _form(drafts.current())


def _form(draft: Draft) -> None:
    _kinds(draft)
    put(el("p.muted", draft.form.intro), key="extend-intro")
    left, right = st.columns([6, 5], gap="large")
    with left:
        form = Fields(draft)
        form.draw()
    entry, faults = draft.judged()
    form.tell(_by_field(draft, faults))
    proposal = None if faults else panels.proposed(draft, entry)
    with right:
        panels.alike(draft)
        saving.draw(draft, entry, faults, proposal)
        panels.follows(draft, entry, proposal)
        panels.preview(draft, proposal)


def _kinds(draft: Draft) -> None:
    if draft.own:
        put(el("p", "You are changing ", el("code", draft.own), ". ", el("a", "Add something new", href=drafts.PATH)),
            key="extend-kinds")  # fmt: skip
        return
    chips = [
        el("a.chip", name, href=links.page(drafts.PATH, kind=kind), aria_current="page" if kind == draft.key else None)
        for kind, name in drafts.KINDS.items()
    ]
    put(el("nav.tabs", chips, aria_label="What to add"), key="extend-kinds")


def _by_field(draft: Draft, faults: list[Fault]) -> dict[str, list[Fault]]:
    """What is wrong, by field; what is only missing is told once somebody wants to save."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        if draft.checked or not fault.message.startswith("it is missing"):
            found.setdefault(_field(fault.field), []).append(fault)
    return found if draft.checked or draft.values else {}


def _field(path: str) -> str:
    """The field of a fault: one value of a list belongs to the list."""
    return path[: path.rindex("[")] if path.endswith("]") else path
