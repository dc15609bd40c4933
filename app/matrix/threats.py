"""The second tab of the matrix page: threat models by access, each group with its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import streamlit as st

from app import links, session
from app.attacks import DEPTH, Attack, Forest, forest
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.components.matrix import dense_matrix, legend, needs_matrix
from app.widgets import choice, empty, show_query, source_line

Row = dict[str, Any]

#: The study whose table is the published matrix.
MATRIX = "grosse2024"
#: Statuses in the order of how far a reader may rely on them, and what each means for a threat model.
_STATUSES = {
    "published": "As the source states or links it.",
    "derived": "Follows from what the source states; no source prints it.",
    "curator": "Our own reading, where no source that we have seen states what the attack needs.",
}


def draw() -> None:
    """A filter by attack, the published matrix, and every other group of threat models."""
    needs, stages, grouping, said = (
        session.ask(q) for q in ("taxonomy/needs", "taxonomy/stages", "taxonomy/attacks-by-stage", "taxonomy/attacks")
    )
    trees = forest(said.rows, grouping.rows, stages.rows)
    own = [r for r in needs.rows if r["attack"] == r["of_attack"]]
    modelled = {links.slug(r["attack"]) for r in own}
    labels = {a.slug: a.label for a in trees.by_iri.values() if modelled & {a.slug, *(b.slug for b in a.below())}}
    chosen = trees.find(choice(st.columns(3)[0], "Attack, with its special forms", "attack", labels))
    kept = {chosen.iri, *(a.iri for a in chosen.below())} if chosen else set(trees.by_iri)
    own = [r for r in own if str(r["attack"]) in kept]
    put(_count(own, chosen), legend(), _published(own, trees), _groups(own, trees),
        el("p.small.muted", session.graph().library.get(needs.id).note), key="threats")  # fmt: skip
    show_query(needs, said, grouping, stages)


def _ordered(trees: Forest, present: set[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Every attack in the order of the trees, with its name and how many of those present it is a form of."""

    def walk(attacks: Iterable[Attack], depth: int, left: int) -> Iterator[tuple[str, tuple[str, int]]]:
        for attack in attacks:
            yield attack.iri, (attack.label, depth)
            yield from walk(attack.children if left else [], depth + (attack.iri in present), left - 1)

    yield from walk([*trees.grouped, *trees.others], 0, DEPTH)


def _models(rows: Iterable[Row]) -> int:
    return len({r["model"] for r in rows})


def _count(rows: list[Row], chosen: Attack | None) -> Node:
    if chosen and not rows:
        return empty(f"No source in the graph states what {chosen.label.lower()} needs.")
    by_status = {s: _models(r for r in rows if links.slug(r["model_status"]) == s) for s in _STATUSES}
    attacks = len({r["attack"] for r in rows})
    parts = ", ".join(f"{n} {status}" for status, n in by_status.items() if n)
    about = f"of {chosen.label.lower()} and its special forms" if chosen else f"of {attacks} attacks"
    clear = el("a", "Show all", href=links.page("/matrix", view="threats")) if chosen else None
    return el("p.small", el("strong", f"{_models(rows)} threat models "), f"{about}: {parts}. ", clear)


def _published(rows: list[Row], trees: Forest) -> list[Node]:
    """The published matrix as printed, and the variants that spell it out."""
    labels = {a.iri: a.label for a in trees.by_iri.values()}
    printed = [
        r for r in rows
        if r["variant_of"] is None and links.slug(r["study"]) == MATRIX and links.slug(r["model_status"]) == "published"
    ]  # fmt: skip
    variants = [r for r in rows if r["variant_of"] is not None]
    found: list[Node] = []
    if printed:
        caption = "The threat models of three attacks as the survey prints them (Grosse et al. 2024, Table 1)"
        found += [el("h2", "The published matrix"), needs_matrix(printed, labels, caption)]
    if variants:
        found += [
            el("h2", "With their derived variants"),
            el(
                "p",
                "The published rows leave things open: some accesses are only sometimes required, and a star asks for "
                "one of two. The variants spell out the cases; they are derived, not printed.",
            ),
            needs_matrix(_families(printed, variants), labels, "Published threat models and their variants"),
        ]
    return found


def _families(printed: list[Row], variants: list[Row]) -> list[Row]:
    """Each published threat model with its variants right below it."""
    found: list[Row] = []
    for model in dict.fromkeys([*(r["model"] for r in printed), *(r["variant_of"] for r in variants)]):
        found += [r for r in printed if r["model"] == model] + [r for r in variants if r["variant_of"] == model]
    return found


def _groups(rows: list[Row], trees: Forest) -> list[Node]:
    """All other threat models: a table for each status and source."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        status, study = links.slug(row["model_status"]), str(row["study"])
        printed = links.slug(study) == MATRIX and status == "published"
        if row["variant_of"] is None and not printed:
            groups.setdefault((status, study), []).append(row)
    order = list(_STATUSES)
    ranked = sorted(groups, key=lambda k: (order.index(k[0]) if k[0] in order else len(order), k[1]))
    return [node for key in ranked for node in _group(*key, groups[key], trees)]


def _group(status: str, study: str, rows: list[Row], trees: Forest) -> list[Node]:
    count = _models(rows)
    names = dict(_ordered(trees, {str(r["attack"]) for r in rows}))
    source = dict(session.graph().individuals("study")).get(links.slug(study), links.slug(study))
    title = "Our own reading" if status == "curator" else source
    marks: list[Child] = [el(f"span.mark.{status}", status)]
    if any(r["source_type"] == "secondary" for r in rows):
        marks += [" ", el("span.mark.secondary", "seen as secondary source")]
    caption = f"{title}: {count} threat model{'' if count == 1 else 's'}, {status}"
    return [
        el("h2", title, " ", marks, el("span.count", f" {count}")),
        el("p.small", _STATUSES.get(status, f"Status: {status}."), " ", source_line(study, "")),
        dense_matrix(rows, names, caption),
    ]
