"""``/extend``: add an attack, a threat model, a work and more of one's own, without knowing Turtle."""

from __future__ import annotations

import streamlit as st

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.extend import draft as drafts
from app.extend import history, panels, saving, upload
from app.extend.draft import Draft
from app.extend.fields import Fields
from app.widgets import error_box, heading
from kg.author.faults import Fault
from kg.errors import ParameterError

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
    if view == "upload":
        saving.outcome()
        upload.draw()
    elif view == "history":
        saving.outcome()
        history.draw()
    else:
        _asked()


def _asked() -> None:
    try:
        draft = drafts.current()
    except ParameterError as error:  # it came with ThreatPraxis, or was written by hand
        error_box(error.message, error.remedy)
        kind, _, slug = session.state("edit").rpartition(":")
        if kind in ("", "attack"):
            more = links.page(drafts.PATH, kind="model", attack=slug)
            put(el("p", el("a", "Add what another source says it needs", href=more)), key="extend-instead")
    else:
        _form(draft)


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
    with right, st.container(key="extend-side"):
        saving.outcome()
        panels.alike(draft)
        saving.draw(draft, entry, faults, form.paths)
        panels.follows(draft, entry, proposal)
        panels.preview(draft, proposal)
        saving.tools(draft, proposal)


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
        if draft.checked or not fault.only_missing:
            found.setdefault(saving.field_of(fault), []).append(fault)
    return found
