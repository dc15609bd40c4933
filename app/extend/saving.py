"""Saving an addition to the workspace, taking it back, and taking it along as a file or a patch."""

from __future__ import annotations

import difflib
import os
from datetime import UTC, datetime

import streamlit as st

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.extend.draft import Draft, known
from app.widgets import error_box
from kg.author import service
from kg.author.entry import Entry
from kg.author.faults import AdditionError, Fault
from kg.author.history import Record
from kg.author.inference import ask_hermit
from kg.author.naming import UNNAMED, author_name
from kg.author.proposal import BROWSER, Proposal
from kg.author.workspace import Workspace
from kg.author.yaml_writing import to_yaml
from kg.errors import ThreatPraxisError
from kg.store.remote.address import ENDPOINT_VARIABLE

_SAVED = "extend-saved"


def draw(draft: Draft, entry: Entry, faults: list[Fault], proposal: Proposal | None) -> None:
    """The buttons below the form."""
    where = session.graph().workspaces[0]
    if "extend-name" not in st.session_state:
        name = author_name(where)
        st.session_state["extend-name"] = "" if name == UNNAMED else name
    st.text_input("Your name, for the record", key="extend-name", max_chars=80)
    if st.button("Save to my workspace", type="primary", key=f"extend-save-{draft.key}"):
        draft.check()
        if faults:
            st.session_state["extend-refused"] = draft.key
            st.rerun()
        _save(draft, entry)
    if faults and st.session_state.get("extend-refused") == draft.key and draft.checked:
        count = f"{len(faults)} {'field needs' if len(faults) == 1 else 'fields need'} another look"
        error_box(f"Nothing was saved: {count}.", "; ".join(f"{f.field}: {f.message}" for f in faults[:6]))
    put(
        el("p.small.muted", "It goes to ", el("code", str(where)), ". Nothing leaves this machine."), key="extend-where"
    )
    if os.environ.get(ENDPOINT_VARIABLE):
        words = (
            "The pages show an endpoint elsewhere: what you save stays here, and is seen there once it is published."
        )
        put(el("div.box.warn", el("p", words)), key="extend-remote")
    _downloads(draft, proposal)


def _save(draft: Draft, entry: Entry) -> None:
    """Try it out, let the reasoner look, and write it."""
    folders = session.graph().workspaces
    place = Workspace(folders[0])
    try:
        with st.spinner("Checking it against everything that is known …"):
            kind = "changed" if draft.own else "added"
            examined = service.examine(entry, known(), folders, BROWSER, kind=kind)
            asked = ask_hermit(examined.proposal, folders)
        if asked.contradictions:
            error_box("It contradicts what is known, so nothing was saved.", "\n".join(asked.contradictions))
            return
        by = author_name(folders[0], st.session_state.get("extend-name") or None)
        record = place.save(examined.proposal, by=by, expecting=draft.digest or None)
    except AdditionError as error:
        error_box("It cannot be taken as it is; nothing was saved.", " ".join(f.told() for f in error.faults))
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    else:
        st.session_state[_SAVED] = (record, draft.form.kind, asked.not_asked)
        draft.clear()
        st.session_state.pop("extend-refused", None)
        st.rerun()


def outcome() -> None:
    """What was saved last, where to see it, and a way back."""
    if _SAVED not in st.session_state:
        return
    record, kind, not_asked = st.session_state[_SAVED]
    slug = record.path.removeprefix(f"ontology/{kind}-").removesuffix(".ttl")
    places = {
        "Its card": links.page("/attack", id=slug), "Matrix": "/matrix", "Taxonomy": links.page("/taxonomy", id=slug),
        "Assess a system": "/assess",
    }  # fmt: skip
    seen = [[el("a", name, href=href), " · "] for name, href in places.items()] if kind == "attack" else []
    put(
        el(
            "div.box.note", el("p.strong", f"Saved: {record.title}"),
            el("p", el("code", record.path), f", by {record.by}. It is in every page, question and endpoint now."),
            el("p", seen, el("a", "History", href=links.page("/extend", view="history"))),
            el("p.small", f"The reasoner was not asked: {not_asked}") if not_asked else None, role="status",
        ),
        key="extend-outcome",
    )  # fmt: skip
    if st.button("Take it back", key="extend-undo"):
        undo(record)


def undo(record: Record) -> None:
    """Take a change back."""
    folders = session.graph().workspaces
    try:
        by = author_name(folders[0], st.session_state.get("extend-name") or None)
        Workspace(folders[0]).undo(record.id, by=by)
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    else:
        st.session_state.pop(_SAVED, None)
        st.rerun()


def _downloads(draft: Draft, proposal: Proposal | None) -> None:
    if proposal is None or proposal.text is None:
        return
    name = proposal.path.rpartition("/")[2].removesuffix(".ttl")
    with st.expander("Take it along"):
        for label, text, suffix, mime in (
            ("Turtle", proposal.text, ".ttl", "text/turtle"),
            ("YAML", to_yaml(draft.form, draft.values), ".yaml", "application/yaml"),
            ("Patch for a pull request", patch(proposal), ".patch", "text/x-diff"),
        ):
            st.download_button(
                label, text, file_name=name + suffix, mime=mime, on_click="ignore", key=f"extend-get-{suffix}"
            )


def patch(proposal: Proposal) -> str:
    """A unified diff that adds the file to a workspace kept in git, with a line for a change log above it."""
    lines = difflib.unified_diff([], (proposal.text or "").splitlines(keepends=True), "/dev/null", f"b/{proposal.path}")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    head = f"CHANGELOG: {proposal.title} {proposal.kind} ({day})\n\n"
    path = proposal.path
    return f"{head}diff --git a/{path} b/{path}\nnew file mode 100644\n{''.join(lines)}"
