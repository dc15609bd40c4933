"""``/taxonomy?id=``: phases, their steps and attacks as a tree, with the chosen one beside it."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.pipeline import pipeline
from app.components.tree import Branch, tree
from app.widgets import heading, id_line, label_link, show_query
from kg import terms
from kg.errors import UnknownNameError

Row = dict[str, Any]


def draw() -> None:
    """The page."""
    stages, attacks = session.ask("taxonomy/stages"), session.ask("taxonomy/attacks-by-stage")
    below = session.ask("taxonomy/subtree")
    chosen = links.slug(terms.resolve(session.state("id")) or session.state("id"))
    known = {links.slug(r["stage"]): r for r in stages.rows} | {links.slug(r["attack"]): r for r in below.rows}
    heading(
        "Taxonomy",
        "The pipeline in phases and steps, and the attacks that the published taxonomy groups under each phase.",
    )
    if chosen and chosen not in known:
        raise UnknownNameError("stage or attack", chosen, known)
    branches = [_phase(s, stages.rows, attacks.rows, below.rows, chosen) for s in stages.rows if s["parent"] is None]
    if loose := _ungrouped(attacks.rows, below.rows):
        branches.append(
            Branch(
                "Not grouped",
                None,
                "stage",
                count=len(loose),
                children=[_attack(i, t, below.rows, chosen) for i, t in loose.items()],
            )
        )
    detail = _detail(chosen, stages.rows, attacks.rows, below.rows)
    put(el("div.two", tree(branches, "Taxonomy"), el("div", detail)), key="tree")
    show_query(stages, attacks, below)


def _phase(phase: Row, stages: list[Row], attacks: list[Row], below: list[Row], chosen: str) -> Branch:
    own = [a for a in attacks if a["stage"] == phase["stage"]]
    branch = _branch(phase["stage"], phase["label"], "stage", chosen, len(own))
    branch.children += [
        _branch(s["stage"], s["label"], "step", chosen) for s in stages if s["parent"] == phase["stage"]
    ]
    branch.children += [_attack(a["attack"], a["label"], below, chosen) for a in own]
    return branch


def _ungrouped(attacks: list[Row], below: list[Row]) -> dict[object, object]:
    """Attacks that the published taxonomy does not group and that are no special form of another."""
    grouped = {a["attack"] for a in attacks}
    return {r["attack"]: r["label"] for r in below if r["parent"] is None and r["attack"] not in grouped}


def _attack(iri: object, label: object, below: list[Row], chosen: str, depth: int = 0) -> Branch:
    children = {r["attack"]: r["label"] for r in below if r["parent"] == iri}
    branch = _branch(iri, label, "attack", chosen, len(children) or None)
    if depth < 8:  # a circle in the user's files must not hang the page
        branch.children = [_attack(i, text, below, chosen, depth + 1) for i, text in children.items()]
    return branch


def _branch(iri: object, label: object, kind: str, chosen: str, count: int | None = None) -> Branch:
    slug = links.slug(iri)
    return Branch(str(label), links.page("/taxonomy", id=slug), kind, slug == chosen, count)


def _detail(chosen: str, stages: list[Row], attacks: list[Row], below: list[Row]) -> list[Node | None]:
    if stage := next((s for s in stages if links.slug(s["stage"]) == chosen), None):
        return _stage(stage, stages, attacks)
    if attack := next((a for a in below if links.slug(a["attack"]) == chosen), None):
        return _attack_detail(attack, attacks, below)
    steps = sum(1 for s in stages if s["parent"] is not None)
    phases = len(stages) - steps
    count = len({r["attack"] for r in below})
    return [
        el("p", f"{phases} phases with {steps} steps and {count} attacks. Choose one in the tree."),
        pipeline(stages, {}),
        el("p.small.muted", session.graph().library.get("taxonomy/attacks-by-stage").note),
    ]


def _stage(stage: Row, stages: list[Row], attacks: list[Row]) -> list[Node | None]:
    names = {s["stage"]: s["label"] for s in stages}
    phase = stage["parent"] or stage["stage"]
    own = [a for a in attacks if a["stage"] == stage["stage"]]
    facts = []
    for title, key in (("Part of", "parent"), ("Next", "next"), ("Feeds back to", "feeds_back_to")):
        if stage[key] is not None:
            facts += [el("dt", title), el("dd", label_link(stage[key], names.get(stage[key], stage[key])))]
    items = [el("li", el("strong", label_link(a["attack"], a["label"])), ". ", str(a["definition"])) for a in own]
    return [
        el("h2", str(stage["label"])),
        el("p", str(stage["definition"])),
        id_line(str(stage["stage"])),
        el("dl.facts", facts) if facts else None,
        pipeline(stages, {str(phase): ["chosen"]}),
        el("h3", f"{len(own)} attacks")
        if own
        else el("p.empty", session.graph().library.get("taxonomy/attacks-by-stage").empty),
        el("ul", items) if items else None,
    ]


def _attack_detail(attack: Row, attacks: list[Row], below: list[Row]) -> list[Node | None]:
    grouped = next((a for a in attacks if a["attack"] == attack["attack"]), None)
    children = {r["attack"]: r["label"] for r in below if r["parent"] == attack["attack"]}
    return [
        el("h2", str(attack["label"])),
        el("p", str(grouped["definition"])) if grouped else None,
        id_line(str(attack["attack"])),
        el("p", el("a", "Open the card of this attack", href=links.thing(str(attack["attack"])))),
        el("p.small", "Grouped under ", label_link(grouped["stage"], grouped["stage_label"])) if grouped else None,
        el("h3", "Sub-attacks") if children else el("p.empty", "The graph holds no special forms of this attack."),
        el("ul", [el("li", label_link(i, text)) for i, text in children.items()]) if children else None,
    ]
