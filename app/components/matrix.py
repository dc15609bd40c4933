"""Threat models by what they need, as the published table draws them, and a denser table for many of them."""

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


def needs_matrix(rows: Sequence[Row], labels: Mapping[str, str], caption: str, *, link: bool = True) -> Node:
    """Threat models as rows, the published columns first, symbols as the table prints them.

    :param rows: of ``taxonomy/needs``
    :param labels: names of attacks by IRI
    """
    columns = _columns(rows)
    split = _split(columns)
    models = list(dict.fromkeys((r["model"]) for r in rows))
    body = [_model([r for r in rows if r["model"] == m], columns, split, labels, link) for m in models]
    head = el(
        "tr",
        el("th.rowhead", "Threat model", scope="col"),
        [_heading(c, i == split) for i, c in enumerate(columns)],
    )
    return _table("table.needs", caption, [_groups(columns), head], body)


def dense_matrix(rows: Sequence[Row], names: Mapping[str, tuple[str, int]], caption: str) -> Node:
    """Many threat models of many attacks: upright headings, and an empty cell for what is not stated.

    :param rows: of ``taxonomy/needs``
    :param names: by IRI of the attack its name and how deep it is indented, in the order of the rows
    """
    columns = _columns(rows)
    split = _split(columns)
    order = {iri: i for i, iri in enumerate(names)}
    by_model: dict[str, list[Row]] = {}
    for row in rows:
        by_model.setdefault(str(row["model"]), []).append(row)
    models = sorted(by_model.values(), key=lambda own: order.get(str(own[0]["of_attack"]), len(order)))
    heads = [
        el("th.split" if i == split else "th", el("span.upright", str(c["access_label"])), scope="col")
        for i, c in enumerate(columns)
    ]
    head = el("tr", el("th.rowhead", "Attack", scope="col"), heads)
    body = [_dense_row(own, columns, split, names) for own in models]
    return _table("table.needs.dense", caption, [_groups(columns), head], body)


def _dense_row(rows: Sequence[Row], columns: Sequence[Row], split: int, names: Mapping[str, tuple[str, int]]) -> Node:
    attack = str(rows[0]["of_attack"])
    label, depth = names.get(attack, (str(rows[0]["model_label"]), 0))
    needs = {r["access"]: r for r in rows}
    cells = []
    for i, column in enumerate(columns):
        spec, need = "td.split" if i == split else "td", needs.get(column["access"])
        cells.append(el(spec, dot(str(need["need"]), str(need["one_of"] or ""))) if need else el(spec))
    name = el("a", label, href=links.thing(attack), title=f"{rows[0]['model_label']}: {rows[0]['locator']}")
    return el("tr", el("th.rowhead", name, scope="row", vars={"depth": depth}), cells)


def _table(spec: str, caption: str, head: list[Node], body: list[Node]) -> Node:
    table = el(spec, el("caption", caption), el("thead", head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label=caption)


def _split(columns: Sequence[Row]) -> int:
    """How many columns are knowledge: those before the capabilities."""
    return sum(1 for c in columns if c["access_kind"] == "Knowledge")


def _groups(columns: Sequence[Row]) -> Node:
    split = _split(columns)
    rest = len(columns) - split
    return el(
        "tr",
        el("td.rowhead"),
        el("th", "Knowledge", scope="colgroup", colspan=str(split)) if split else None,
        el("th.split", "Capabilities", scope="colgroup", colspan=str(rest)) if rest else None,
    )


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
    elif not variant and links.slug(first["model_status"]) == "published":
        name = "As published"
    cells = []
    for i, column in enumerate(columns):
        need = next((r for r in rows if r["access"] == column["access"]), None)
        cells.append(_need(need, i == split))
    study = "" if link else f"{links.slug(first['study'])}, "  # several sources stand on the card of one attack
    source = el("small", f" {study}{first['locator']}" if not variant else " derived")
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
