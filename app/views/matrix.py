"""``/matrix``: attacks by stage, and the published threat matrix."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import streamlit as st

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.matrix import legend, needs_matrix, stage_grid
from app.widgets import choice, heading, show_query
from kg import terms

TABS = {"": "Attacks by stage", "threats": "Threat models by access"}


def draw() -> None:
    """The page."""
    view = session.state("view") if session.state("view") in TABS else ""
    heading("Matrix", "Where in the pipeline attacks strike, and what their authors let the attacker know and do.")
    tabs = [
        el("a", name, href=links.page("/matrix", view=key), aria_current="page" if key == view else None)
        for key, name in TABS.items()
    ]
    put(el("nav.tabs", tabs, aria_label="View"), key="tabs")
    _threats() if view else _stages()


def _stages() -> None:
    stages, attacks, needs = (
        session.ask(q) for q in ("taxonomy/stages", "taxonomy/attacks-by-stage", "taxonomy/needs")
    )
    facts = {
        str(a["attack"]): session.ask("taxonomy/attack-facts", attack=links.slug(a["attack"])) for a in attacks.rows
    }
    bins = session.ask("gaps/by-bin")
    chosen = _filters(needs.rows)
    cells: dict[str, tuple[str, list[str]]] = {}
    found = 0
    for iri, asked in facts.items():
        aims = {links.slug(r["value"]): str(r["value_label"]) for r in asked.rows if _is_objective(r)}
        fits = _fits(iri, needs.rows, aims, *chosen)
        found += fits
        kind = "" if not any(chosen) else "on" if fits else "off"
        cells[iri] = (kind, [", ".join(aims.values()), _held(iri, needs.rows, bins.rows)])
    count = _count(found, len(facts), needs.rows, *chosen)
    put(stage_grid(stages.rows, attacks.rows, cells), count, _ungrouped(facts), key="grid")
    show_query(attacks, stages, needs)


def _is_objective(fact: dict[str, Any]) -> bool:
    return links.slug_of(fact["property"]) == "hasObjective"


def _ungrouped(grouped: Container[str]) -> list[Node]:
    """The attacks that have no place in the grid."""
    known = session.graph().individuals("attack")
    loose = [(slug, text) for slug, text in known if terms.individual("attack", slug) not in grouped]
    items = [el("li", el("a", text, href=links.page("/attack", id=slug))) for slug, text in loose]
    return [el("h2", "Not grouped by the published taxonomy"), el("ul", items)] if items else []


def _held(attack: str, needs: list[dict[str, Any]], bins: list[dict[str, Any]]) -> str:
    """What the graph holds of an attack beyond its definition."""
    models = len({r["model"] for r in needs if r["attack"] == attack})
    gaps = len({r["dimension"] for r in bins if r["attack"] == attack})
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((models, "threat model"), (gaps, "gap")) if n]
    return " · ".join(parts)


def _filters(needs: list[dict[str, Any]]) -> tuple[str, str, str]:
    accesses = {links.slug(r["access"]): (str(r["access_label"]), str(r["access_kind"])) for r in needs}
    knowledge = {k: label for k, (label, kind) in accesses.items() if kind == "Knowledge"}
    anything = {k: label for k, (label, _) in sorted(accesses.items(), key=lambda i: (i[1][1], i[1][0]))}
    first, second, third = st.columns(3)
    return (
        choice(first, "Objective", "objective", dict(session.graph().individuals("objective"))),
        choice(second, "Needs (always or sometimes)", "needs", anything),
        choice(third, "Does without knowing", "without", {k: v.removeprefix("Know ") for k, v in knowledge.items()}),
    )


def _fits(
    attack: str, needs: list[dict[str, Any]], aims: Container[str], objective: str, needed: str, without: str
) -> bool:
    if objective and objective not in aims:
        return False
    if not (needed or without):
        return True
    by_model: dict[str, dict[str, str]] = {}
    for row in needs:
        if row["attack"] == attack:
            by_model.setdefault(str(row["model"]), {})[links.slug(row["access"])] = str(row["need"])
    return any(
        (not needed or model.get(needed) in ("required", "sometimes"))
        and (not without or model.get(without) == "not required")
        for model in by_model.values()
    )


def _count(found: int, of: int, needs: list[dict[str, Any]], objective: str, needed: str, without: str) -> Node:
    if not (objective or needed or without):
        return el(
            "p.small.muted",
            f"{of} attacks, grouped as the published taxonomy groups them. Below each: what it violates, and what the "
            "graph holds of it.",
        )
    stated = len({r["attack"] for r in needs})
    text = f"{found} of {of} attacks fit."
    if needed or without:
        text += (
            f" The graph holds needs of {stated}; for the other {of - stated} no source states them, which does not "
            "mean that they fit or do not."
        )
    return el("p.small", text, " ", el("a", "Clear filters", href="/matrix"))


def _threats() -> None:
    needs, attacks = session.ask("taxonomy/needs"), session.ask("taxonomy/attacks-by-stage")
    labels = {str(r["attack"]): str(r["label"]) for r in attacks.rows}
    published = [r for r in needs.rows if r["variant_of"] is None]
    seven = [r for r in published if r["position"] is not None]
    put(
        needs_matrix(
            seven, labels, "The threat models of three attacks as the survey prints them (Grosse et al. 2024, Table 1)"
        ),
        legend(),
        el("h2", "With their derived variants"),
        el(
            "p",
            "The published rows leave things open: some accesses are only sometimes required, and a star asks for one "
            "of two. The variants spell out the cases; they are derived, not printed.",
        ),
        needs_matrix(needs.rows, labels, "Published threat models and their variants"),
        el("p.small.muted", session.graph().library.get("taxonomy/needs").note),
        key="threats",
    )
    show_query(needs)
