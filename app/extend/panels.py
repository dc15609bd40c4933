"""Beside the form: names that are alike, the Turtle, what would follow, and the file that would give the same."""

from __future__ import annotations

import hashlib

import streamlit as st

from app import links, session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.extend.draft import Draft
from app.widgets import error_box
from kg import reason
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
#: Consequences of one kind that stand open; the rest is folded.
_OPEN = 6
_KEPT = "extend-examined"


def alike(draft: Draft) -> None:
    """Attacks with a name like the one that is typed."""
    name = str(draft.values.get("label") or "")
    if draft.form.kind != "attack" or not name:
        return
    slug = draft.own.removeprefix("ontology/attack-").removesuffix(".ttl")
    found = [a for a in service.alike_names(name, draft.known) if a.id != f"attack:{slug}"][:5]
    if found:
        items = [_like(a) for a in {a.id: a for a in reversed(found)}.values()]
        put(
            el("div.box.note", el("p.strong", "There are attacks with a name like it"), el("ul", items),
               el("p.small", "If it is the same attack, say what your source adds to it. If yours is a special form, "
                  "choose it under “Is a form of”.")),
            key="extend-alike",
        )  # fmt: skip


def _like(found: service.Alike) -> Node:
    slug = found.id.partition(":")[2]
    card = el("a", found.label, href=links.page("/attack", id=slug))
    more = el("a.small", "add a threat model to it", href=links.page("/extend", kind="model", attack=slug))
    return el("li", card, f" (“{found.name}”)" if found.name != found.label else "", " · ", more)


def proposed(draft: Draft, entry: Entry) -> Proposal:
    """The file that the draft would become."""
    return propose(entry, draft.known, BROWSER, "changed" if draft.own else "added")


def preview(draft: Draft, proposal: Proposal | None) -> None:
    """The Turtle, and the YAML file that would give the same."""
    turtle, file = st.tabs(["Turtle", "As a file"])
    with turtle:
        text = proposal.text if proposal else "The Turtle stands here once nothing is missing."
        put(
            el("p.small.muted", el("code", proposal.path)) if proposal else None,
            el("pre", text or "", tabindex="0", aria_label="Turtle"), key="extend-turtle",
        )  # fmt: skip
    with file:
        put(
            el("p.small.muted", "'threatpraxis add ", draft.form.kind, " FILE' gives the same."),
            el("pre", to_yaml(draft.form, draft.values), tabindex="0", aria_label="YAML"),
            key="extend-yaml",
        )


def follows(draft: Draft, entry: Entry, proposal: Proposal | None) -> None:
    """What would follow; worked out when asked for, and kept until the draft or the graph changes."""
    if proposal is None:
        return
    if st.button("What follows?", key=f"extend-ask-{draft.key}"):
        with st.spinner("Trying it out on a copy of the graph: some seconds …"):
            _try(draft, entry, proposal)
    outcome = kept(proposal)
    if isinstance(outcome, Examined):
        put(told(outcome), key="extend-told")
    elif outcome is not None:
        put(refused(outcome), key="extend-refused")


def _try(draft: Draft, entry: Entry, proposal: Proposal) -> None:
    try:
        keep(proposal, service.examine(entry, draft.known, session.graph().workspaces, BROWSER, kind=proposal.kind))
    except AdditionError as error:
        keep(proposal, error)
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)


def must_fit(draft: Draft, entry: Entry, proposal: Proposal) -> None:
    """Refuse a draft in which shapes, checks or axioms find a fault.

    :raises AdditionError: with what they find
    """
    if not isinstance(kept(proposal), Examined):
        folders = session.graph().workspaces
        service.examine(entry, draft.known, folders, BROWSER, kind=proposal.kind, brief=True)


def kept(proposal: Proposal) -> Examined | AdditionError | None:
    """What was found out of this very text with this very graph, if it was."""
    state, outcome = st.session_state.get(_KEPT, ("", None))
    found: Examined | AdditionError | None = outcome if state == _state(proposal) else None
    return found


def keep(proposal: Proposal, outcome: Examined | AdditionError) -> None:
    """Keep what was found out, until the draft or the graph changes."""
    st.session_state[_KEPT] = (_state(proposal), outcome)


def _state(proposal: Proposal) -> str:
    return f"{session.live.swaps} {hashlib.sha256((proposal.text or '').encode()).hexdigest()}"


def refused(error: AdditionError) -> Node:
    """Why an addition cannot be taken, beyond its single fields."""
    items = [el("li", fault.told()) for fault in error.faults]
    return el("div.box.bad", el("p.strong", "It cannot be taken as it is."), el("ul", items), role="alert")


def told(found: Examined) -> Node:
    """The consequences of an addition in words."""
    blocks: list[Child] = [el("h3", "What changes")]
    blocks.append(_list([el("li", change) for change in found.changes]) if found.changes else el("p.muted", "Nothing."))
    for kind, heading in _HEADINGS.items():
        if own := [c for c in found.consequences if c.kind == kind]:
            items = [
                el("li", el("a", c.text, href=links.query(c.subject, {})) if kind == "answer" else c.text,
                   el("p.small.muted", f"because {c.why[0].lower()}{c.why[1:]}") if c.why else None) for c in own
            ]  # fmt: skip
            blocks += [el("h3", heading), _list(items)]
    for fault in found.warnings:
        blocks.append(el("p", el("strong", "Worth a look: "), f"{fault.message} {fault.remedy}"))
    hint = reason.missing()
    words = f"The reasoner cannot be asked: {hint}" if hint else "No rule finds a contradiction; HermiT is asked too "
    blocks.append(el("p.small.muted", words if hint else f"{words}before anything is saved."))
    return el("div.box.note", blocks)


def _list(items: list[Node]) -> list[Node]:
    shown = [el("ul", items[:_OPEN])]
    if rest := items[_OPEN:]:
        shown.append(el("details", el("summary", f"{len(rest)} more"), el("ul", rest)))
    return shown
