"""Beside the form: names that are alike, the Turtle, what would follow, and the file that would give the same."""

from __future__ import annotations

import hashlib

import streamlit as st

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.extend.draft import Draft, known
from app.widgets import error_box
from kg.author import service
from kg.author.entry import Entry
from kg.author.faults import AdditionError
from kg.author.proposal import BROWSER, Proposal
from kg.author.service import Examined
from kg.author.writing import propose
from kg.author.yaml_writing import to_yaml
from kg.errors import ThreatPraxisError

_HEADINGS = {
    "class": "It becomes", "gap": "It fills a gap", "verdict": "On the example systems",
    "answer": "Answers that change",
}  # fmt: skip


def alike(draft: Draft) -> None:
    """Attacks with a name like the one that is typed."""
    name = str(draft.values.get("label") or "")
    if draft.form.kind != "attack" or not name:
        return
    slug = draft.own.removeprefix("ontology/attack-").removesuffix(".ttl")
    found = [a for a in service.alike_names(name, known()) if a.id != f"attack:{slug}"][:5]
    if found:
        items = [
            el("li", el("a", a.label, href=links.page("/attack", id=a.id.partition(":")[2])),
               f" (“{a.name}”)" if a.name != a.label else "") for a in found
        ]  # fmt: skip
        put(
            el("div.box.note", el("p.strong", "There are attacks with a name like it"), el("ul", items),
               el("p.small", "If it is the same attack, add a threat model to it instead.")),
            key="extend-alike",
        )  # fmt: skip


def proposed(draft: Draft, entry: Entry) -> Proposal:
    """The file that the draft would become."""
    return propose(entry, known(), BROWSER, "changed" if draft.own else "added")


def preview(draft: Draft, proposal: Proposal | None) -> None:
    """The Turtle, and the YAML file that would give the same."""
    turtle, file = st.tabs(["Turtle", "As a file"])
    with turtle:
        text = proposal.text if proposal else "The Turtle stands here once nothing is missing."
        put(el("pre", text or "", tabindex="0", aria_label="Turtle"), key="extend-turtle")
    with file:
        put(
            el("p.small.muted", "'threatpraxis add ", draft.form.kind, " FILE' gives the same."),
            el("pre", to_yaml(draft.form, draft.values), tabindex="0", aria_label="YAML"),
            key="extend-yaml",
        )


def follows(draft: Draft, entry: Entry, proposal: Proposal | None) -> None:
    """What would follow; worked out when asked for, and kept until the draft changes."""
    if proposal is None or proposal.text is None:
        return
    digest = hashlib.sha256(proposal.text.encode()).hexdigest()
    kept = st.session_state.get("extend-follows")
    asked = st.button(
        "What follows?", key=f"extend-ask-{draft.key}", help="Classes, gaps, verdicts, answers: 3 seconds."
    )
    if asked:
        with st.spinner("Trying it out …"):
            kept = st.session_state["extend-follows"] = (digest, _examined(draft, entry))
    if kept and kept[0] == digest:
        outcome = kept[1]
        if isinstance(outcome, Examined):
            put(told(outcome), key="extend-told")
        else:
            error_box("It cannot be taken as it is.", outcome)


def _examined(draft: Draft, entry: Entry) -> Examined | str:
    try:
        kind = "changed" if draft.own else "added"
        return service.examine(entry, known(), session.graph().workspaces, BROWSER, kind=kind)
    except AdditionError as error:
        return " ".join(fault.told() for fault in error.faults)
    except ThreatPraxisError as error:
        return f"{error.message} {error.remedy}"


def told(examined: Examined) -> Node:
    """The consequences of an addition in words."""
    blocks: list[Node] = [
        el("h3", "What changes"), el("ul", [el("li", change) for change in examined.changes]) if examined.changes
        else el("p.muted", "Nothing."),
    ]  # fmt: skip
    for kind, heading in _HEADINGS.items():
        if own := [c for c in examined.consequences if c.kind == kind]:
            items = [
                el("li", _linked(c.subject, c.text) if kind == "answer" else c.text,
                   el("p.small.muted", f"because {c.why}") if c.why else None) for c in own
            ]  # fmt: skip
            blocks += [el("h3", heading), el("ul", items)]
    for fault in examined.warnings:
        blocks.append(el("p", el("strong", "Worth a look: "), f"{fault.message} {fault.remedy}"))
    return el("div.box.note", blocks)


def _linked(query_id: str, text: str) -> Node:
    return el("a", text, href=links.query(query_id, {}))
