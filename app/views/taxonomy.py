"""``/taxonomy?id=``: phases, their steps and attacks as a tree, with the chosen one beside it."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.attacks import DEPTH, Attack, Forest, forest
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.pipeline import ROLES, pipeline
from app.components.tree import Branch, tree
from app.session import Asked
from app.widgets import heading, id_line, label_link, show_query, source_line, status_mark
from kg import terms
from kg.errors import UnknownNameError

Row = dict[str, Any]

#: Relations of ``taxonomy/attacks`` shown as facts, with their headings.
_FACTS = {
    "special form of": "Special form of",
    "violates": "Violates",
    "counts as": "Concern",
    "targets": "Targets",
    "grouped under": "Grouped under",
}
#: Relations drawn on the pipeline, with the words that its diagram uses.
_ROLES = {"grouped under": "strikesAt", "acts at": "actsAt", "takes effect at": "takesEffectAt"}
_NEEDS = {"required": "needs", "sometimes": "sometimes needs", "not required": "does not need"}


def draw() -> None:
    """The page."""
    stages, grouping, said = (
        session.ask(q) for q in ("taxonomy/stages", "taxonomy/attacks-by-stage", "taxonomy/attacks")
    )
    trees = forest(said.rows, grouping.rows, stages.rows)
    chosen = links.slug(terms.resolve(session.state("id")) or session.state("id"))
    known = {links.slug(r["stage"]) for r in stages.rows} | {a.slug for a in trees.by_iri.values()}
    heading(
        "Taxonomy",
        "The pipeline in phases and steps, and the attacks: as the published taxonomy groups them, and by where the "
        "attacker acts where it does not.",
    )
    if chosen and chosen not in known:
        raise UnknownNameError("stage or attack", chosen, known)
    detail, asked = _detail(chosen, stages.rows, trees)
    put(el("div.two", tree(_branches(stages.rows, trees, chosen), "Taxonomy"), el("div.stays", detail)), key="tree")
    show_query(stages, grouping, said, *asked)


def _branches(stages: list[Row], trees: Forest, chosen: str) -> list[Branch]:
    phases = [s for s in stages if s["parent"] is None]
    branches = [_phase(s, stages, trees, chosen) for s in phases]
    outside = [
        Branch(f"Acts at {p['label']}", None, "step", folds=f"{len(own)} attack{'' if len(own) == 1 else 's'}",
               children=[_attack(a, chosen) for a in own])
        for p in phases if (own := trees.acting[str(p["stage"])])
    ]  # fmt: skip
    if trees.nowhere:
        outside.append(
            Branch("No stage stated", None, "step", count=len(trees.nowhere),
                   children=[_attack(a, chosen) for a in trees.nowhere])
        )  # fmt: skip
    if outside:
        branches.append(
            Branch("Not in the published grouping", None, "stage", count=len(trees.others), children=outside)
        )
    return branches


def _phase(phase: Row, stages: list[Row], trees: Forest, chosen: str) -> Branch:
    own = trees.published[str(phase["stage"])]
    branch = _branch(phase["stage"], phase["label"], "stage", chosen, len(own))
    branch.children = [
        _branch(s["stage"], s["label"], "step", chosen) for s in stages if s["parent"] == phase["stage"]
    ] + [_attack(a, chosen) for a in own]
    return branch


def _attack(attack: Attack, chosen: str, depth: int = DEPTH) -> Branch:
    branch = _branch(attack.iri, attack.label, "attack", chosen)
    branch.children = [_attack(a, chosen, depth - 1) for a in attack.children] if depth else []
    count = len({a.iri for a in attack.below()})
    branch.folds = f"{count} special form{'' if count == 1 else 's'}"
    return branch


def _branch(iri: object, label: object, kind: str, chosen: str, count: int | None = None) -> Branch:
    slug = links.slug(iri)
    return Branch(str(label), links.page("/taxonomy", id=slug), kind, slug == chosen, count)


def _detail(chosen: str, stages: list[Row], trees: Forest) -> tuple[list[Node | None], list[Asked]]:
    if stage := next((s for s in stages if links.slug(s["stage"]) == chosen), None):
        return _stage(stage, stages, trees), []
    if attack := trees.find(chosen):
        needs = session.ask("taxonomy/needs", attack=attack.iri)
        return _attack_detail(attack, stages, needs), [needs]
    steps = sum(1 for s in stages if s["parent"] is not None)
    total, grouped, others = len(trees.by_iri), len(trees.grouped), len(trees.others)
    return [
        el("p", f"{len(stages) - steps} phases with {steps} steps and {total} attacks: {grouped} of the published "
           f"grouping, {others} outside it, {total - grouped - others} special forms. Choose one in the tree."),
        pipeline(stages, {}),
        el("p.small.muted", session.graph().library.get("taxonomy/attacks-by-stage").note),
    ], []  # fmt: skip


def _stage(stage: Row, stages: list[Row], trees: Forest) -> list[Node | None]:
    names = {s["stage"]: s["label"] for s in stages}
    iri, phase = str(stage["stage"]), str(stage["parent"] or stage["stage"])
    facts = []
    for title, key in (("Part of", "parent"), ("Next", "next"), ("Feeds back to", "feeds_back_to")):
        if stage[key] is not None:
            facts += [el("dt", title), el("dd", label_link(stage[key], names.get(stage[key], stage[key])))]
    own = trees.published.get(iri, [])
    items = [el("li", el("strong", label_link(a.iri, a.label)), ". ", a.definition) for a in own]
    acting = sorted((a for a in trees.by_iri.values() if iri in a.related("acts at")), key=lambda a: a.label)
    return [
        el("h2", str(stage["label"])),
        el("p", str(stage["definition"])),
        id_line(iri),
        el("dl.facts", facts) if facts else None,
        pipeline(stages, {phase: ["chosen"]}),
        el("h3", f"{len(own)} attacks grouped here")
        if own
        else el("p.empty", session.graph().library.get("taxonomy/attacks-by-stage").empty),
        el("ul", items) if items else None,
        el("details.small", el("summary", f"{len(acting)} attacks in which the attacker acts here"),
           el("ul", [el("li", label_link(a.iri, a.label)) for a in acting])) if acting else None,
    ]  # fmt: skip


def _attack_detail(attack: Attack, stages: list[Row], needs: Asked) -> list[Node | None]:
    facts = []
    for relation, title in _FACTS.items():
        if values := attack.related(relation):
            facts += [el("dt", title), [el("dd", _value(iri, label)) for iri, label in values.items()]]
    return [
        el("h2", attack.label),
        el("p", attack.definition) if attack.definition else el("p.empty", "The graph holds no definition of it."),
        id_line(attack.iri),
        el("p", el("a", "Open the card of this attack", href=links.thing(attack.iri))),
        el("dl.facts", facts) if facts else None,
        pipeline(stages, _roles(attack)),
        el("h3", "What the attacker needs"),
        _needs(needs),
        el("h3", "Special forms") if attack.children else None,
        el("ul", [el("li", _tree_link(a)) for a in attack.children]) if attack.children else None,
    ]


def _value(iri: str, label: str) -> Node | str:
    kind, slug = links.kind_and_slug(iri)
    return el("a", label, href=links.page("/taxonomy", id=slug)) if kind in ("attack", "stage") else label


def _tree_link(attack: Attack) -> Node:
    return el("a", attack.label, href=links.page("/taxonomy", id=attack.slug), title=attack.definition or None)


def _roles(attack: Attack) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for relation, name in _ROLES.items():
        for iri in attack.related(relation):
            roles.setdefault(iri, []).append(ROLES[name])
    return roles


def _needs(asked: Asked) -> Node:
    """One line for each threat model, with its status and source; what is not named is not stated."""
    if not asked.rows:
        return el("p.empty", asked.table.empty_because)
    models: dict[str, list[Row]] = {}
    for row in asked.rows:
        models.setdefault(str(row["model"]), []).append(row)
    return el("ul", [_model(rows) for rows in models.values()])


def _model(rows: list[Row]) -> Node:
    first = rows[0]
    parts = []
    for need, words in _NEEDS.items():
        names = [str(r["access_label"]).lower() + ("*" if r["one_of"] else "") for r in rows if r["need"] == need]
        if names:
            parts.append(f"{words}: {', '.join(names)}")
    star = next((f"; * at least one of: {r['one_of'].lower()}" for r in rows if r["one_of"]), "")
    return el(
        "li", el("strong", str(first["model_label"])), " ", status_mark(first["model_status"]), " ",
        "; ".join(parts), star, ". ", source_line(first["study"], first["locator"]),
    )  # fmt: skip
