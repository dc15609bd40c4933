"""Matrices: attacks by stage, and threat models by what they need, as the published table draws them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app import links
from app.components.dom import Child, Node, el

Row = Mapping[str, Any]

_GREEK = {"\\omega": "ω", "\\delta": "δ", "\\theta": "θ"}
_DOTS = {
    "required": ("full", "required"),
    "sometimes": ("half", "sometimes required"),
    "not required": ("", "not required"),
}


def symbol(latex: str) -> list[Child]:
    """A short formula such as ``X_t, Y_t`` as text with subscripts.

    >>> symbol("x_t")
    ['x', {'t': 'sub', 'k': ['t']}]
    """
    for name, letter in _GREEK.items():
        latex = latex.replace(name, letter)
    parts: list[Child] = []
    for piece in re.split(r"(_\w)", latex):
        if piece:
            parts.append(el("sub", piece[1:]) if piece.startswith("_") else piece)
    return parts


def stage_grid(stages: Sequence[Row], attacks: Sequence[Row], cells: Mapping[str, tuple[str, list[str]]]) -> Node:
    """Phases as columns, attacks as cells that are links.

    :param stages: of ``taxonomy/stages``
    :param attacks: of ``taxonomy/attacks-by-stage``
    :param cells: by attack IRI: class of the cell and the lines below its name
    """
    columns = []
    for phase in (s for s in stages if s["parent"] is None):
        own = [a for a in attacks if a["stage"] == phase["stage"]]
        steps = [str(s["label"]) for s in stages if s["parent"] == phase["stage"]]
        columns.append(
            el(
                "div.stagecol",
                el(
                    "div.stagehead",
                    el(
                        "h2.plain",
                        el("a", str(phase["label"]), href=links.thing(str(phase["stage"]))),
                        el("span.count", f" {len(own)}"),
                    ),
                    el("small", " → ".join(steps)),
                ),
                [_cell(a, *cells.get(str(a["attack"]), ("", []))) for a in own],
            )
        )
    return el("div.scroll", el("div.stages", columns), tabindex="0", role="region", aria_label="Attacks by stage")


def _cell(attack: Row, kind: str, lines: list[str]) -> Node:
    return el(
        f"a.cell.{kind}" if kind else "a.cell",
        str(attack["label"]),
        [el("small", line) for line in lines if line],
        href=links.thing(str(attack["attack"])),
        title=str(attack["definition"]),
    )


def needs_matrix(rows: Sequence[Row], labels: Mapping[str, str], caption: str, *, link: bool = True) -> Node:
    """Threat models as rows, the published columns first, symbols as the table prints them.

    :param rows: of ``taxonomy/needs``
    :param labels: names of attacks by IRI
    """
    columns = _columns(rows)
    knowledge = [c for c in columns if c["access_kind"] == "Knowledge"]
    models = list(dict.fromkeys((r["model"]) for r in rows))
    body = [_model([r for r in rows if r["model"] == m], columns, len(knowledge), labels, link) for m in models]
    groups = el(
        "tr",
        el("td.rowhead"),
        el("th", "Knowledge", scope="colgroup", colspan=str(len(knowledge))) if knowledge else None,
        el("th.split", "Capabilities", scope="colgroup", colspan=str(len(columns) - len(knowledge))),
    )
    head = el(
        "tr",
        el("th.rowhead", "Threat model", scope="col"),
        [_heading(c, i == len(knowledge)) for i, c in enumerate(columns)],
    )
    table = el("table.needs", el("caption", caption), el("thead", groups, head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label=caption)


def _columns(rows: Iterable[Row]) -> list[Row]:
    seen: dict[str, Row] = {}
    for row in rows:
        seen.setdefault(str(row["access"]), row)
    order = {"Knowledge": 0, "Capability": 1}
    return sorted(seen.values(), key=lambda r: (order.get(r["access_kind"], 2), r["position"] or 99, r["access_label"]))


def _heading(column: Row, first_capability: bool) -> Node:
    return el(
        "th.split" if first_capability else "th",
        el("span.sym", symbol(str(column["symbol"]))) if column["symbol"] else None,
        str(column["access_label"]),
        scope="col",
    )


def _model(rows: Sequence[Row], columns: Sequence[Row], split: int, labels: Mapping[str, str], link: bool) -> Node:
    first = rows[0]
    variant = first["variant_of"] is not None
    attack = str(first["attack"])
    name: Child = str(first["model_label"])
    if not variant and link:
        name = el("a", labels.get(attack, str(first["model_label"])), href=links.thing(attack))
    elif not variant:
        name = "As published"
    cells = []
    for i, column in enumerate(columns):
        need = next((r for r in rows if r["access"] == column["access"]), None)
        cells.append(_need(need, i == split))
    source = el("small", f" {first['locator']}" if not variant else " derived")
    return el("tr.variant" if variant else "tr", el("th.rowhead", name, el("br"), source, scope="row"), cells)


def _need(row: Row | None, first_capability: bool) -> Node:
    spec = "td.split" if first_capability else "td"
    if row is None:
        return el(spec, el("span.muted", "·", aria_hidden="true"), el("span.hidden", "not stated"), title="not stated")
    return el(spec, dot(str(row["need"]), str(row["one_of"] or "")))


def dot(need: str, one_of: str = "") -> Node:
    """The circle of the published table, with its meaning in words; a star where one of several suffices."""
    kind, words = _DOTS[need]
    said = f"{words}; at least one of: {one_of}" if one_of else words
    return el(
        "span",
        el(f"span.dot.{kind}" if kind else "span.dot", aria_hidden="true"),
        el("span.star", "*", aria_hidden="true") if one_of else None,
        el("span.hidden", said),
        title=said,
    )


def legend() -> Node:
    """What the circles mean."""
    return el(
        "p.legend",
        [
            el("span", el(f"span.dot.{k}" if k else "span.dot", aria_hidden="true"), words)
            for k, words in _DOTS.values()
        ],
        el("span", el("b", "*"), "at least one of the starred"),
        el("span", el("b", "·"), "not stated by the source, which does not mean not required"),
    )
