"""Saving an addition to the workspace, taking it back, and taking it along as a file or a patch."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Set
from functools import partial

import streamlit as st

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.extend import panels
from app.extend.boxes import key_of
from app.extend.draft import Draft
from app.widgets import error_box
from kg import shipped
from kg.author.entry import Entry
from kg.author.faults import AdditionError, Fault
from kg.author.history import Record
from kg.author.inference import ask_hermit
from kg.author.naming import UNNAMED, author_name, remember_name
from kg.author.patch import patch
from kg.author.proposal import Proposal
from kg.author.service import same_address
from kg.author.workspace import Workspace
from kg.author.yaml_writing import to_yaml
from kg.errors import ThreatPraxisError
from kg.store.remote.address import ENDPOINT_VARIABLE
from kg.terms import individual

_SAVED, _NAME = "extend-saved", "extend-name"


def draw(draft: Draft, entry: Entry, faults: list[Fault], paths: Set[str]) -> None:
    """Who saves, where to, and what keeps it from being saved.

    :param paths: the fields that stand on the page
    """
    name_field()
    if st.button("Save to my workspace", type="primary", key=f"extend-save-{draft.key}"):
        draft.check()
        if faults:
            st.rerun()  # now the fields tell what is missing
        _save(draft, entry)
    if faults and draft.checked:
        put(_refusal(draft, faults, paths), key="extend-faults")
    where_it_goes()


def name_field() -> None:
    """Who it is, kept for the next time."""
    folder = session.graph().workspaces[0]
    if _NAME not in st.session_state:
        name = st.session_state.get(f"{_NAME}-typed") or author_name(folder)
        st.session_state[_NAME] = "" if name == UNNAMED else name
    st.session_state[f"{_NAME}-typed"] = st.text_input("Your name, for the record", key=_NAME, max_chars=80)


def where_it_goes() -> None:
    """The folder, and what an engine elsewhere does not see."""
    where = session.graph().workspaces[0]
    put(
        el("p.small.muted", "It goes to ", el("code", str(where)), ". Nothing leaves this machine."), key="extend-where"
    )
    if os.environ.get(ENDPOINT_VARIABLE):
        words = (
            "The pages show an endpoint elsewhere: what you save stays here, and is seen there once it is published."
        )
        put(el("div.box.warn", el("p", words)), key="extend-remote")


def field_of(fault: Fault) -> str:
    """The field of a fault: one value of a list belongs to the list."""
    return fault.field[: fault.field.rindex("[")] if fault.field.endswith("]") else fault.field


def _refusal(draft: Draft, faults: list[Fault], paths: Set[str]) -> Node:
    """What is wrong, each with a way to its field."""
    items = []
    for fault in faults:
        path, words = field_of(fault), draft.form.said(fault.field)
        target = re.sub(r"[^A-Za-z0-9_-]", "-", key_of(draft, path))  # as Streamlit names its elements
        place = el("button.link", words, type="button", data_focus=f"st-key-{target}") if path in paths else words
        items.append(el("li", place, ": ", f"{fault.message} {fault.remedy}".strip()))
    count = f"{len(faults)} {'field needs' if len(faults) == 1 else 'fields need'} another look"
    return el("div.box.bad", el("p.strong", f"Nothing was saved: {count}."), el("ul", items), role="alert")


def _save(draft: Draft, entry: Entry) -> None:
    """Try it out, let the reasoner look, and write it."""
    folders = session.graph().workspaces
    try:
        proposal = panels.proposed(draft, entry)
        same_address(proposal, draft.own)
        with st.spinner("Checking it against everything that is known …"):
            panels.must_fit(draft, entry, proposal)
        with st.spinner("The reasoner looks for contradictions: some seconds …"):
            asked = ask_hermit(proposal, folders)
        if asked.contradictions:
            error_box("It contradicts what is known, so nothing was saved.", "\n".join(asked.contradictions))
            return
        record = write(proposal, expecting=draft.digest or None)
    except AdditionError as error:
        panels.keep(panels.proposed(draft, entry), error)  # it is told where the consequences stand
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    else:
        st.session_state[_SAVED] = (record, f"The reasoner was not asked: {asked.not_asked}" if asked.not_asked else "")
        draft.done()
        st.rerun()


def write(proposal: Proposal, expecting: str | None = None) -> Record:
    """Write a file of the workspace in the name of who sits here, and remember the name.

    :raises ThreatPraxisError: where it cannot be written; then nothing was
    """
    folder = session.graph().workspaces[0]
    typed = str(st.session_state.get(_NAME) or st.session_state.get(f"{_NAME}-typed") or "").strip()
    by = author_name(folder, typed or None)
    record = Workspace(folder).save(proposal, by=by, expecting=expecting)
    if typed and typed != author_name(folder):
        remember_name(folder, typed)
    return record


def saved(record: Record, note: str = "") -> None:
    """Show at the next run that it was saved."""
    st.session_state[_SAVED] = (record, note)


def outcome() -> None:
    """What was saved last, where to see it, and a way back."""
    if _SAVED not in st.session_state:
        return
    record, note = st.session_state[_SAVED]
    seen = [[el("a", name, href=href), " · "] for name, href in _places(record).items()]
    put(
        el(
            "div.box.note", el("p.strong", f"Saved: {record.title}"),
            el("p", el("code", record.path), f", by {record.by}. It is in every page, question and endpoint now."),
            el("p", seen, el("a", "History", href=links.page("/extend", view="history"))),
            el("p.small", note) if note else None, role="status",
        ),
        key="extend-outcome",
    )  # fmt: skip
    with st.container(horizontal=True):
        if st.button("Take it back", key="extend-undo"):
            undo(record)
        if st.button("Close", key="extend-close"):
            del st.session_state[_SAVED]
            st.rerun()


def _places(record: Record) -> dict[str, str]:
    """Where what was saved can be seen."""
    kind, _, slug = record.path.removeprefix("ontology/").removesuffix(".ttl").partition("-")
    if kind == "attack":
        return {
            "Its card": links.page("/attack", id=slug), "Matrix": "/matrix",
            "Taxonomy": links.page("/taxonomy", id=slug), "Assess a system": "/assess",
            "Query": links.query("evidence/thing", {"thing": f"attack:{slug}"}),
            "Change it": links.page("/extend", edit=f"attack:{slug}"),
        }  # fmt: skip
    found = links.thing(individual(kind, slug)) if kind in ("model", "work", "study") else None
    return {"Look at it": found} if found else {}


def undo(record: Record) -> None:
    """Take a change back."""
    folder = session.graph().workspaces[0]
    try:
        by = author_name(folder, st.session_state.get(f"{_NAME}-typed") or None)
        Workspace(folder).undo(record.id, by=by)
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    else:
        st.session_state.pop(_SAVED, None)
        st.rerun()


def tools(draft: Draft, proposal: Proposal | None) -> None:
    """Take it along, begin anew."""
    with st.container(horizontal=True):
        if proposal is not None:
            downloads(proposal, {"YAML": (partial(to_yaml, draft.form, draft.values), ".yaml")})
        if draft.filled:
            st.button("Clear the form", key=f"extend-clear-{draft.key}", on_click=draft.clear)
        elif draft.cleared:
            st.button("Bring back what was cleared", key=f"extend-back-{draft.key}", on_click=draft.bring_back)


def downloads(proposal: Proposal, more: dict[str, tuple[Callable[[], str], str]]) -> None:
    """Buttons that give the addition as a file.

    :param more: what makes further texts, with their endings, by label
    """
    name = proposal.path.rpartition("/")[2].removesuffix(".ttl")
    files: dict[str, tuple[Callable[[], str], str]] = {
        "Turtle": (lambda: proposal.text or "", ".ttl"), **more,
        "Patch": (partial(patch, proposal, shipped.root()), ".patch"),
    }  # fmt: skip
    for label, (text, suffix) in files.items():
        st.download_button(
            label, text, file_name=name + suffix, mime="text/plain", on_click="ignore", key=f"extend-get-{suffix}"
        )
