"""The third tab of the matrix page: the matrix of MITRE ATLAS with the attacks of ours that correspond to it."""

from __future__ import annotations

from typing import Any

from app import session
from app.components.atlasgrid import RELATED, Counterpart, Technique, atlas_grid, atlas_legend
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.widgets import empty, show_query

Row = dict[str, Any]


def draw() -> None:
    """Count, legend and matrix."""
    listed = session.ask("atlas/techniques")
    if not listed.rows:
        put(empty(listed.table.empty_because), key="atlas")
        return
    mapped = session.ask("crosswalks/entries", catalogue="atlas")
    ours = _counterparts(mapped.rows)
    tactics = _tactics(listed.rows, ours)
    library = session.graph().library
    put(_count(listed.rows, ours), atlas_legend(), atlas_grid(tactics),
        el("p.small.muted", library.get(mapped.id).note), el("p.small.muted", library.get(listed.id).note),
        key="atlas")  # fmt: skip
    show_query(listed, mapped)


def _counterparts(rows: list[Row]) -> dict[str, list[Counterpart]]:
    """By id of the technique, the attacks of ours that correspond to it."""
    found: dict[str, list[Counterpart]] = {}
    for row in rows:
        if row["attack"] is not None:
            one = Counterpart(str(row["attack"]), str(row["attack_label"]), str(row["predicate_label"]))
            found.setdefault(str(row["id"]), []).append(one)
    return found


def _tactics(rows: list[Row], ours: dict[str, list[Counterpart]]) -> dict[tuple[str, str], list[Technique]]:
    """By id and name of the tactic, its techniques with their sub-techniques, in the order of ATLAS."""
    tactics: dict[tuple[str, str], list[Technique]] = {}
    for row in rows:
        key, name = (str(row["tactic"]), str(row["tactic_label"])), str(row["technique"])
        one = Technique(name, str(row["iri"]), str(row["label"]), row["maturity"], ours.get(name, []))
        column = tactics.setdefault(key, [])
        whole = next((t for t in column if t.id == row["parent"]), None)
        (whole.parts if whole else column).append(one)
    return tactics


def _count(rows: list[Row], ours: dict[str, list[Counterpart]]) -> Node:
    known = {str(r["technique"]): r["parent"] for r in rows}
    tactics = len({r["tactic"] for r in rows})
    close = sum(1 for i in known if any(c.relation != RELATED for c in ours.get(i, [])))
    related = sum(1 for i in known if i in ours) - close
    parts = sum(1 for parent in known.values() if parent)
    attacks = len({c.attack for i in known for c in ours.get(i, []) if c.relation != RELATED})
    return el(
        "p.small",
        el("strong", f"{len(known) - parts} techniques with {parts} sub-techniques under {tactics} tactics. "),
        f"{close} of the {len(known)} correspond to {attacks} attacks of ours, {related} are related to some, and "
        f"{len(known) - close - related} have none: many of these are steps of any intrusion.",
    )
