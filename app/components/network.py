"""Statements as a drawing: things as boxes that are links, in columns by their distance from the one in the middle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app import links
from app.components.dom import Node, el
from kg.errors import shorten
from kg.results import Term, Triple
from kg.terms import compact

#: Things that are drawn; the others are counted and left to the Turtle text.
LIMIT = 60
_WIDTH, _HEIGHT, _GAP, _STEP, _MARGIN = 210, 40, 90, 48, 8
#: Characters of a name and, in smaller type, of a property that fit into a box.
_LETTERS, _SMALL_LETTERS = 29, 37
_NAMES = ("prefLabel", "label", "title")


@dataclass(slots=True)
class _Thing:
    name: str
    level: int = 0
    row: float = 0.0
    caption: str = ""

    @property
    def x(self) -> float:
        return self.level * (_WIDTH + _GAP)

    @property
    def y(self) -> float:
        return self.row * _STEP


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing, and what is in it."""

    node: Node
    things: int
    all_things: int
    literals: int


def network(triples: Sequence[Triple]) -> Network | None:
    """Statements between things as an SVG; None where there are none."""
    edges = [t for t in triples if t.object.kind != "literal"]
    if not edges:
        return None
    degree: Counter[Term] = Counter()
    for s, _, o in edges:
        degree.update((s, o) if s != o else (s,))
    kept = {term for term, _ in sorted(degree.items(), key=lambda p: (-p[1], p[0].value))[:LIMIT]}
    drawn = [t for t in edges if t.subject in kept and t.object in kept]
    names = {t.subject: t.object.value for t in triples if t.predicate.value.endswith(_NAMES)}
    things = _placed({t: degree[t] for t in kept}, drawn, names)
    label = f"{len(things)} things and {len(drawn)} statements between them"
    return Network(_svg(things, drawn, label), len(things), len(degree), len(triples) - len(edges))


def _placed(degree: dict[Term, int], edges: Sequence[Triple], names: dict[Term, str]) -> dict[Term, _Thing]:
    """Each component from its best connected thing outwards: what it points to at the right, the rest at the left."""
    nearby: dict[Term, list[tuple[Term, str, int]]] = defaultdict(list)
    between: dict[tuple[Term, Term], list[str]] = defaultdict(list)
    for s, p, o in edges:
        between[s, o].append(compact(p.value))
    for (s, o), predicates in between.items():
        nearby[s].append((o, ", ".join(predicates), 1))
        nearby[o].append((s, ", ".join(predicates), -1))
    things: dict[Term, _Thing] = {}
    below = 0.0
    for root in sorted(degree, key=lambda t: (-degree[t], t.value)):
        if root in things:
            continue
        part = _component(root, nearby, names, things)
        below += _rows(part, below) + 0.6
    left = min(t.level for t in things.values())
    for thing in things.values():
        thing.level -= left
    return things


def _component(
    root: Term, nearby: dict[Term, list[tuple[Term, str, int]]], names: dict[Term, str], things: dict[Term, _Thing]
) -> list[_Thing]:
    things[root] = _Thing(_name(root, names))
    found, queue = [things[root]], [root]
    while queue:
        here = queue.pop(0)
        level = things[here].level
        for other, predicate, way in sorted(nearby[here], key=lambda n: (n[2], n[1], n[0].value)):
            if other in things:
                continue
            side = way if level == 0 else (1 if level > 0 else -1)
            caption = f"{predicate} →" if way == side else f"← {predicate}"
            things[other] = _Thing(_name(other, names), level + side, 0.0, caption)
            found.append(things[other])
            queue.append(other)
    return found


def _rows(part: list[_Thing], below: float) -> float:
    """Put the things of a component below each other in their columns; the height it takes."""
    columns: dict[int, list[_Thing]] = defaultdict(list)
    for thing in part:
        columns[thing.level].append(thing)
    for column in columns.values():
        for index, thing in enumerate(column):
            thing.row = below + index
    return float(max(len(c) for c in columns.values()))


def _name(term: Term, names: dict[Term, str]) -> str:
    return names.get(term) or (compact(term.value) if term.kind == "iri" else f"_:{term.value}")


def _svg(things: dict[Term, _Thing], edges: Sequence[Triple], label: str) -> Node:
    width = max(t.x for t in things.values()) + _WIDTH + 2 * _MARGIN
    height = max(t.y for t in things.values()) + _HEIGHT + 2 * _MARGIN
    svg = el(
        "svg.network",
        [_edge(things[s], things[o], compact(p.value)) for s, p, o in edges],
        [_box(term, thing) for term, thing in things.items()],
        viewBox=f"{-_MARGIN} {-_MARGIN} {width:.0f} {height:.0f}", width=f"{width:.0f}", height=f"{height:.0f}",
        role="group", aria_label=label,
    )  # fmt: skip
    return el("div.scroll.canvas", svg, tabindex="0", role="region", aria_label=f"Drawing: {label}")


def _edge(start: _Thing, end: _Thing, predicate: str) -> Node:
    a, b = (start, end) if start.level <= end.level else (end, start)
    x1, y1 = a.x + _WIDTH, a.y + _HEIGHT / 2
    x2, y2 = b.x, b.y + _HEIGHT / 2
    if a.level == b.level:  # within a column: around its right side
        x2 = x1
        bend = x1 + _GAP * 0.6
        path = f"M{x1:.0f} {y1:.0f}C{bend:.0f} {y1:.0f} {bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    else:
        middle = (x1 + x2) / 2
        path = f"M{x1:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return el("path.edge", el("title", f"{start.name} {predicate} {end.name}"), d=path)


def _box(term: Term, thing: _Thing) -> Node:
    x, y = thing.x, thing.y
    href = links.thing(term.value) if term.kind == "iri" else None
    caption = _clip(thing.caption, _SMALL_LETTERS)
    parts = [
        el("title", term.value if term.kind == "iri" else thing.name),
        el("rect", x=f"{x:.0f}", y=f"{y:.0f}", width=str(_WIDTH), height=str(_HEIGHT), rx="5"),
        el("text.by", _clip(thing.caption, _SMALL_LETTERS), x=f"{x + 9:.0f}", y=f"{y + 14:.0f}")
        if thing.caption
        else None,
        el("text", _clip(thing.name), x=f"{x + 9:.0f}", y=f"{y + (30 if caption else 25):.0f}"),
    ]
    kind = "" if caption else ".middle"
    return el(f"a.thing{kind}", parts, href=href) if href else el(f"g.thing{kind}", parts)


def _clip(text: str, letters: int = _LETTERS) -> str:
    return shorten(text, letters)
