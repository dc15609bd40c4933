"""The matrix of MITRE ATLAS: tactics as columns, techniques that unfold to what corresponds to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app import links
from app.components.dom import Node, el, safe_href

#: The relation that is no correspondence.
RELATED = "related match"
#: Depth of the shade by maturity, in the order in which ATLAS ranks them.
_MATURITY = {"feasible": 12, "demonstrated": 50, "realized": 100}
#: How a relation is drawn and how it reads from the technique to our attack.
_RELATIONS = {
    "exact match": ("full", "the same"),
    "close match": ("full", "about the same"),
    "broad match": ("half", "broader than"),
    "narrow match": ("half", "narrower than"),
    RELATED: ("", "related to"),
}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An attack of ours that corresponds to a technique, and how the technique relates to it."""

    attack: str
    label: str
    relation: str


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique under a tactic.

    :param maturity: as ATLAS says; None where it does not
    :param parts: its sub-techniques
    """

    id: str
    iri: str
    label: str
    maturity: str | None
    ours: Sequence[Counterpart]
    parts: list[Technique] = field(default_factory=list)


def atlas_grid(tactics: Mapping[tuple[str, str], Sequence[Technique]]) -> Node:
    """One column for each tactic."""
    columns = [
        el(
            "div.stagecol",
            el("div.stagehead", el("h2.plain", name, el("span.count", f" {len(own)}")), el("small", tactic)),
            el("div.cells", [_technique(t) for t in own]),
        )
        for (tactic, name), own in tactics.items()
    ]
    return el(
        "div.scroll", el("div.stages.atlas", columns, vars={"columns": f"repeat({len(columns)}, 11rem)"}),
        tabindex="0", role="region", aria_label="ATLAS matrix",
    )  # fmt: skip


def _technique(technique: Technique) -> Node:
    weight = _weight(technique)
    parts = len(technique.parts)
    below = sum(1 for p in technique.parts if _mark(p))
    return el(
        f"details.technique{'.shade.practice' if weight else ''}",
        el(
            "summary",
            el("span.name", technique.label),
            _dot(technique),
            el("small", f"{technique.id} · {technique.maturity or 'maturity not stated'}"),
            el("small", f"{parts} sub-technique{'' if parts == 1 else 's'}, {below} with attacks of ours")
            if parts else None,
        ),
        el("div.inside", _facts(technique), el("ul.parts", [_part(p) for p in technique.parts]) if parts else None),
        vars={"shade": weight} if weight else None,
    )  # fmt: skip


def _part(part: Technique) -> Node:
    head = el("p", el("strong", part.label), " ", _dot(part), el("small", f" {part.id} · {part.maturity or '–'}"))
    return el("li", head, _facts(part))


def _facts(technique: Technique) -> Node:
    official = technique.iri if safe_href(technique.iri) else None
    ours = [
        el("li", f"{_RELATIONS.get(c.relation, ('', c.relation))[1]} ", el("a", c.label, href=links.thing(c.attack)))
        for c in technique.ours
    ]
    return el(
        "div",
        el("ul.ours", ours) if ours else el("p.muted", "No attack of ours corresponds to it."),
        el(
            "p",
            el("a", "Cases", href=links.query("atlas/case-studies", {"technique": technique.id})), " · ",
            el("a", "Mitigations", href=links.query("atlas/mitigations", {"technique": technique.id})), " · ",
            el("a", "All facts", href=links.query("evidence/thing", {"thing": technique.iri})), " · ",
            el("a", "atlas.mitre.org", href=official, aria_label=f"{technique.id} at atlas.mitre.org"),
        ),
    )  # fmt: skip


def _weight(technique: Technique) -> int:
    return _MATURITY.get(str(technique.maturity), 0)


def _mark(technique: Technique) -> str | None:
    """The nearest relation that an attack of ours has to the technique itself."""
    found = {c.relation for c in technique.ours}
    return next((r for r in _RELATIONS if r in found), None)


def _dot(technique: Technique) -> Node | None:
    relation = _mark(technique)
    if relation is None:
        return None
    kind, _ = _RELATIONS[relation]
    names = "; ".join(f"{_RELATIONS.get(c.relation, ('', c.relation))[1]} {c.label}" for c in technique.ours)
    return el(
        "span", el(f"span.dot.{kind}" if kind else "span.dot", aria_hidden="true"), el("span.hidden", names),
        title=names,
    )  # fmt: skip


def atlas_legend() -> Node:
    """What shade and circles mean."""
    dots = {"full": "the same, or about", "half": "broader or narrower", "": "related only"}
    return el(
        "p.legend",
        el("span", "Maturity as ATLAS states it:"),
        [
            el("span", el("span.swatch.shade.practice", aria_hidden="true", vars={"shade": weight}), name)
            for name, weight in _MATURITY.items()
        ],
        el("span", "Attacks of ours:"),
        [
            el("span", el(f"span.dot.{kind}" if kind else "span.dot", aria_hidden="true"), said)
            for kind, said in dots.items()
        ],
    )
