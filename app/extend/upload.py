"""Additions out of files: YAML goes into the form, Turtle and bibliographies are checked and saved as they are."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.extend import draft as drafts
from app.widgets import error_box
from kg.author.faults import AdditionError
from kg.author.given import Given, from_yaml
from kg.author.kinds import FORMS
from kg.author.naming import author_name
from kg.author.proposal import Proposal
from kg.author.uploads import propose_bibliography, propose_turtle
from kg.author.workspace import Workspace
from kg.errors import ThreatPraxisError

#: Megabytes that an upload may have.
_MOST = 5
_TYPES = ["yaml", "yml", "ttl", "bib", "json", "txt"]


def draw() -> None:
    """Choose a file, see what it would do, save it."""
    put(
        el("p", "A YAML file fills the form of its kind (", el("code", "threatpraxis add attack --template"),
           " prints one). Turtle, BibTeX and CSL-JSON are checked and saved as they are. Nothing leaves this machine."),
        key="extend-upload-lead",
    )  # fmt: skip
    given = st.file_uploader("A file", type=_TYPES, max_upload_size=_MOST, key="extend-upload")
    if given is None:
        return
    data, name = given.read(), given.name
    try:
        if name.lower().endswith((".yaml", ".yml")):
            _yaml(data, name)
        else:
            _ready(_proposal(data, name))
    except AdditionError as error:
        put(
            el("div.box.bad", el("p.strong", f"{name} cannot be taken; nothing was saved."),
               el("ul", [el("li", fault.told(name)) for fault in error.faults[:20]]), role="alert"),
            key="extend-upload-faults",
        )  # fmt: skip
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)


def _yaml(data: bytes, name: str) -> None:
    kind = st.selectbox(
        "It describes", list(drafts.KINDS), format_func=lambda k: drafts.KINDS[k], key="extend-upload-kind"
    )
    given = from_yaml(data, name)
    if st.button("Put it into the form", type="primary", key="extend-upload-take"):
        drafts.take(FORMS[kind], _plain(given))
        st.session_state["extend-upload-taken"] = kind
    if st.session_state.get("extend-upload-taken") == kind:
        put(el("p", "It stands in the form now: ", el("a", "look at it", href=links.page(drafts.PATH, kind=kind)), "."),
            key="extend-upload-there")  # fmt: skip


def _plain(given: Given) -> Any:
    """What a file gave, without its lines."""
    if isinstance(given.value, dict):
        return {name: _plain(value) for name, value in given.value.items()}
    return [_plain(value) for value in given.value] if isinstance(given.value, list) else given.value


def _proposal(data: bytes, name: str) -> tuple[Proposal, list[str]]:
    folders = session.graph().workspaces
    if name.lower().endswith(".ttl"):
        return propose_turtle(data, name, folders)
    return propose_bibliography(data, name, folders)


def _ready(found: tuple[Proposal, list[str]]) -> None:
    proposal, notes = found
    for number, note in enumerate(notes):
        put(el("p.small", note), key=f"extend-upload-note-{number}")
    put(el("pre", proposal.text or "", tabindex="0", aria_label="Turtle"), key="extend-upload-turtle")
    if st.button("Save to my workspace", type="primary", key="extend-upload-save"):
        folder = session.graph().workspaces[0]
        by = author_name(folder, st.session_state.get("extend-name") or None)
        record = Workspace(folder).save(proposal, by=by)
        st.session_state["extend-saved"] = (record, "file", "")
        st.rerun()
