"""The stage matrix: phases as columns, attacks as cells with their special forms nested below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import links
from app.attacks import DEPTH, Attack, Forest
from app.components.dom import Node, el

Row = Mapping[str, Any]

#: So many special forms are listed at once; more can be unfolded.
FEW = 2
#: A longer figure gets a line of its own.
_SHORT = 6
#: The largest width of a column in shares of the narrowest.
_WIDEST = 2.2


@dataclass(frozen=True, slots=True)
class Cell:
    """How an attack is drawn.

    :param fits: whether it fits the filters; None where none is set
    :param figure: the number by which it is shaded; None where it has no data
    :param weight: depth of the shade from 0 to 100
    :param hue: class of the shade; empty where nothing is shaded
    """

    fits: bool | None = None
    figure: str | None = None
    weight: float = 0
    hue: str = ""


def stage_grid(stages: Sequence[Row], forest: Forest, cells: Mapping[str, Cell]) -> Node:
    """The published grouping, and below it what stands outside it by where the attacker acts.

    :param stages: of ``taxonomy/stages``
    :param cells: by IRI of the attack
    """
    phases = [s for s in stages if s["parent"] is None]
    tops = [_column(p, stages, forest.published[str(p["stage"])], cells) for p in phases]
    others = [_outside(p, forest.acting[str(p["stage"])], cells) for p in phases]
    band = el(
        "div.band",
        el("h2.plain", "Outside the published grouping, by where the attacker acts"),
        el("small", "Our judgement (curators). An attack that acts at several phases stands in each of them."),
    )
    sizes = " ".join(f"minmax({10.5 if w == 1 else 13}rem, {w:g}fr)" for w in _widths(forest, phases))
    return el(
        "div.scroll",
        el("div.stages", tops, band if forest.others else None, others if forest.others else None,
           vars={"columns": sizes}),
        tabindex="0", role="region", aria_label="Attacks by stage",
    )  # fmt: skip


def _widths(forest: Forest, phases: Sequence[Row]) -> list[float]:
    """A column with many attacks is wider, so that they stand side by side."""
    counts = [len(forest.acting[str(p["stage"])]) for p in phases]
    mean = sum(counts) / len(counts) if counts else 0
    return [_WIDEST if mean and n > 2 * mean else 1 for n in counts]


def _column(phase: Row, stages: Sequence[Row], attacks: Sequence[Attack], cells: Mapping[str, Cell]) -> Node:
    steps = [str(s["label"]) for s in stages if s["parent"] == phase["stage"]]
    name = el("a", str(phase["label"]), href=links.thing(str(phase["stage"])))
    head = el(
        "div.stagehead",
        el("h2.plain", name, el("span.count", f" {len(attacks)}")),
        el("small", " → ".join(steps)),
    )
    return el("div.stagecol", head, el("div.cells", [_attack(a, cells) for a in attacks]))


def _outside(phase: Row, attacks: Sequence[Attack], cells: Mapping[str, Cell]) -> Node:
    head = el("h3.plain", f"Acts at {phase['label']}", el("span.count", f" {len(attacks)}"))
    body = el("div.cells", [_attack(a, cells) for a in attacks]) if attacks else el("p.small.muted", "None.")
    return el("div.stagecol.outside", head, body)


def _attack(attack: Attack, cells: Mapping[str, Cell]) -> Node:
    return el("div.attack", _cell(attack, cells.get(attack.iri, Cell())), _forms(attack, cells))


def _cell(attack: Attack, cell: Cell) -> Node:
    violates = ", ".join(sorted(attack.related("violates").values()))
    return el(
        f"a.cell{_state(cell)}",
        el("span.name", attack.label),
        _figure(cell),
        el("small", violates) if violates else None,
        href=links.thing(attack.iri),
        title=attack.definition or None,
        vars={"shade": round(cell.weight)} if cell.figure else None,
    )


def _state(cell: Cell) -> str:
    fits = {None: "", True: ".on", False: ".off"}[cell.fits]
    return fits + (f".shade.{cell.hue}" if cell.hue and cell.figure else "")


def _figure(cell: Cell) -> Node | None:
    if not cell.hue:
        return None
    if cell.figure:
        return el("span.tally.long" if len(cell.figure) > _SHORT else "span.tally", cell.figure)
    return el("span.tally.none", el("span", "–", aria_hidden="true"), el("span.hidden", "no data"), title="no data")


def _forms(attack: Attack, cells: Mapping[str, Cell]) -> Node | None:
    """Special forms; where filters are set only those that fit, and then unfolded."""
    filtered = cells.get(attack.iri, Cell()).fits is not None
    items = [n for n in (_form(c, cells, DEPTH) for c in attack.children) if n]
    if not items:
        return None
    count = len({a.iri for a in attack.below() if cells.get(a.iri, Cell()).fits is not False})
    if count <= FEW:
        return el("ul.forms", items)
    words = f"{count} special forms{' that fit' if filtered else ''}"
    return el("details.forms", el("summary", words), el("ul", items), open=True if filtered else None)


def _form(attack: Attack, cells: Mapping[str, Cell], depth: int) -> Node | None:
    cell = cells.get(attack.iri, Cell())
    below = [n for n in (_form(c, cells, depth - 1) for c in attack.children) if n] if depth else []
    if cell.fits is False and not below:
        return None
    link = el(
        f"a.form{_state(cell)}", el("span.name", attack.label), _figure(cell), href=links.thing(attack.iri),
        title=attack.definition or None, vars={"shade": round(cell.weight)} if cell.figure else None,
    )  # fmt: skip
    return el("li", link, el("ul", below) if below else None)
