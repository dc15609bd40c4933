"""The first tab of the matrix page: attacks by stage."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import links, session
from app.attacks import Attack, Forest, forest
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.components.stagegrid import Cell, stage_grid
from app.matrix.filters import Filters, choose, models_by_attack
from app.matrix.shading import CHOICES, Shade, shade
from app.widgets import choice, label_link, show_query

Models = dict[str, dict[str, dict[str, str]]]


def draw() -> None:
    """Filters, shading, count and grid."""
    stages, grouping, said, needs = (
        session.ask(q) for q in ("taxonomy/stages", "taxonomy/attacks-by-stage", "taxonomy/attacks", "taxonomy/needs")
    )
    trees = forest(said.rows, grouping.rows, stages.rows)
    own = models_by_attack(needs.rows)
    places = st.columns(5)
    filters = choose(places, trees.by_iri.values(), needs.rows)
    tint = shade(choice(places[4], "Shade by", "shade", CHOICES), own)
    cells = {iri: _cell(a, filters, own, tint) for iri, a in trees.by_iri.items()}
    put(_count(trees, cells, filters, own), _legend(tint) if tint else None, stage_grid(stages.rows, trees, cells),
        _nowhere(trees), el("p.small.muted", session.graph().library.get(grouping.id).note), key="grid")  # fmt: skip
    show_query(grouping, said, stages, needs, *(tint.asked if tint else ()))


def _cell(attack: Attack, filters: Filters, models: Models, tint: Shade | None) -> Cell:
    fits = filters.fits(attack, list(models.get(attack.iri, {}).values())) if filters else None
    if tint is None:
        return Cell(fits)
    figure = tint.figures.get(attack.iri)
    return Cell(fits, figure.text if figure else None, figure.weight if figure else 0, tint.hue)


def _count(trees: Forest, cells: dict[str, Cell], filters: Filters, models: Models) -> Node:
    total, grouped, others = len(trees.by_iri), len(trees.grouped), len(trees.others)
    if not filters:
        return el(
            "p.small",
            el("strong", f"{total} attacks: "),
            f"{grouped} as the published taxonomy groups them, {others} that it does not group, and "
            f"{total - grouped - others} special forms below the attack they belong to.",
        )
    found = sum(1 for c in cells.values() if c.fits)
    first = sum(1 for a in trees.grouped if cells[a.iri].fits)
    text = f" {first} of them stand in the published grouping, {found - first} do not or are special forms."
    if filters.asks_for_needs:
        silent = sum(1 for iri in trees.by_iri if iri not in models)
        text += (
            f" Of {silent} attacks the graph holds no threat model, which does not mean that they fit or do not; "
            "threat models may be published, derived or our own reading."
        )
    return el(
        "p.small",
        el("strong", f"{found} of {total} attacks fit."),
        text, " ", el("a", "Clear filters", href=links.page("/matrix", shade=session.state("shade"))),
    )  # fmt: skip


def _legend(tint: Shade) -> Node:
    return el(
        "div.shadekey",
        el(
            "p.legend",
            el("span", tint.least, el(f"span.ramp.{tint.hue}", aria_hidden="true"), tint.most),
            el("span", el("b", "–"), f"no data, for {_missing(tint)}"),
        ),
        el("p.small.muted", tint.note),
    )


def _missing(tint: Shade) -> str:
    return f"all attacks but {len(tint.figures)}"


def _nowhere(trees: Forest) -> Any:
    """Attacks that have no place in the grid."""
    if not trees.nowhere:
        return None
    return [
        el("h2", "Outside the published grouping, and no stage stated"),
        el("ul", [el("li", label_link(a.iri, a.label)) for a in trees.nowhere]),
    ]
