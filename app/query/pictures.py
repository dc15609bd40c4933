"""Pictures of answers: the one that a question's front matter names, where the columns allow it; else bars."""

from __future__ import annotations

from app import links
from app.components.bars import mirrored
from app.components.dom import Node, el
from app.components.matrix import legend, needs_matrix
from app.components.tree import Branch, tree
from app.query import charts
from kg.results import Column, Scalar, Table, Term

#: Groups of mirrored bars that one page shows.
_GROUPS = 12
_DEPTH = 20
_MIRRORED = {
    "attack", "dimension", "label", "papers", "of_papers", "research_pct", "research_printed", "research_status",
    "practice_pct", "practice_below_pct", "practice_status", "base_n", "base_status", "gap_low_pp", "gap_high_pp",
}  # fmt: skip
_MATRIX = {
    "attack", "model", "model_label", "variant_of", "access", "access_label", "access_kind", "symbol", "position",
    "need", "one_of", "locator",
}  # fmt: skip


def kind(wanted: str, table: Table) -> str:
    """How a table can be drawn: the wanted chart, ``bars``, or nothing.

    :param wanted: the chart of the front matter; may be empty
    """
    names = set(table.names)
    if not table.rows:
        return ""
    if (wanted == "mirrored-bars" and names >= _MIRRORED) or (wanted == "matrix" and names >= _MATRIX):
        return wanted
    if wanted == "tree" and _own_column(table):
        return wanted
    texts, numbers = charts.columns(table)
    return "bars" if texts and numbers else ""


def draw(chart: str, table: Table) -> list[Node]:
    """The picture, for every kind but ``bars``, which the browser draws."""
    if chart == "mirrored-bars":
        return _mirrored(table)
    if chart == "matrix":
        return [needs_matrix(list(table), {}, "Threat models and what they need", link=False), legend()]
    return [tree(_branches(table), "Answer as a tree")]


def _mirrored(table: Table) -> list[Node]:
    groups: dict[tuple[Scalar, Scalar], list[dict[str, Scalar]]] = {}
    for row in table:
        groups.setdefault((row["attack"], row["dimension"]), []).append(row)
    drawn: list[Node] = []
    for (attack, dimension), rows in list(groups.items())[:_GROUPS]:
        title = f"{links.slug(attack)}: {links.slug(dimension)}".replace("-", " ")
        drawn += [el("h2", title[:1].upper() + title[1:]), mirrored(rows, unit="Bin", caption=title)]
    if len(groups) > _GROUPS:
        drawn.append(el("p.small.muted", f"The first {_GROUPS} of {len(groups)} pairs of attack and dimension."))
    return drawn


def _own_column(table: Table) -> str:
    """The column of the things whose parents stand in the column ``parent``; empty where there is none."""
    if "parent" not in table.names or "label" not in table.names:
        return ""
    parents = {p for p in _terms(table, "parent") if p is not None}
    candidates = [n for n in table.names if n != "parent" and any(t and t.kind == "iri" for t in _terms(table, n))]
    best = max(candidates, key=lambda n: len(parents & set(_terms(table, n))), default="")
    return best if best and (not parents or parents & set(_terms(table, best))) else ""


def _terms(table: Table, name: str) -> list[Term | None]:
    index = table.names.index(name)
    return [row[index] for row in table.rows]


def _branches(table: Table) -> list[Branch]:
    own = _own_column(table)
    labels: dict[Scalar, str] = {}
    parents: dict[Scalar, set[Scalar]] = {}
    for row in table:
        labels.setdefault(row[own], str(row["label"]))
        parents.setdefault(row[own], set()).add(row["parent"])
    children: dict[Scalar, list[Scalar]] = {}
    for thing, above in parents.items():
        for parent in above:
            children.setdefault(parent if parent in labels and parent != thing else None, []).append(thing)

    def branch(thing: Scalar, depth: int) -> Branch:
        below = children.get(thing, []) if depth < _DEPTH else []  # a circle in the data must not hang the page
        href = links.thing(str(thing))
        return Branch(labels[thing], href, "step" if depth else "stage", children=[branch(b, depth + 1) for b in below])

    tops = [t for t in labels if t in children.get(None, [])]
    return [branch(t, 0) for t in tops]


def bars_of(table: Table) -> tuple[str, list[str]]:
    """The column that names the bars, and those that are their lengths: shares where there are any, else the last."""
    texts, numbers = charts.columns(table)
    label = next((n for n in ("label", "attack_label") if n in texts), texts[-1])
    columns: dict[str, Column] = {n: table.shown(n) for n in numbers}
    shares = [n for n, column in columns.items() if column.unit == "%"]
    return label, shares or numbers[-1:]
