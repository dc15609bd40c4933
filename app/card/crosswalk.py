"""An attack in other catalogues, as its card shows it: the counterparts, and what MITRE ATLAS has for them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from app import links, session
from app.components.dom import Child, Node, el
from app.session import Asked
from app.widgets import empty
from kg.results import show_number

Row = dict[str, Any]

#: Mapping relations in words, from our attack to their entry.
_RELATIONS = {
    "exactMatch": "the same", "closeMatch": "about the same", "broadMatch": "theirs is broader",
    "narrowMatch": "theirs is narrower", "relatedMatch": "related", "mappingRelation": "some relation",
}  # fmt: skip
_COLUMNS = ("Catalogue", "Counterpart", "Relation", "Confidence", "Status")
_KINDS = {"mitigation": "Mitigations", "case study": "Case studies"}


def counterparts(attack: str) -> tuple[list[Node], list[Asked]]:
    """What corresponds to an attack in each catalogue, or that nothing does, as a table; the question asked."""
    asked = session.ask("crosswalks/counterparts", attack=attack)
    if not asked.rows:
        return [empty(asked.table.empty_because)], [asked]
    head = [el("th.num" if n == "Confidence" else "th", n, scope="col") for n in _COLUMNS]
    body = [_line(row, first) for _, rows in groupby(asked.rows, _catalogue) for first, row in _with_first(rows)]
    table = el(
        "div.scroll",
        el("table.table", el("caption", "Counterparts in other catalogues"),
           el("thead", el("tr", head)), el("tbody", body)),
        tabindex="0", role="region", aria_label="Counterparts in other catalogues",
    )  # fmt: skip
    versions = sorted({str(r["our_version"]) for r in asked.rows})
    note = (
        f"Status curator: our own judgement, made for version {', '.join(versions)} of our attacks; confidence is how "
        "sure we are, from 0 to 1."
    )
    return [table, el("p.small.muted", note)], [asked]


def _catalogue(row: Row) -> str:
    return str(row["catalogue"])


def _with_first(rows: Any) -> list[tuple[bool, Row]]:
    return [(number == 0, row) for number, row in enumerate(rows)]


def _line(row: Row, first: bool) -> Node:
    name: Child = None
    if first:
        name = [str(row["catalogue_label"]), el("div.small.muted", f"version {row['version']}")]
    relation = links.slug_of(row["predicate"])
    comment = el("div.small.muted", str(row["comment"])) if row["comment"] else None
    if row["entry"] is None:
        found: list[Child] = [el("span.muted", "no counterpart"), comment]
        words = ""
    else:
        found = [el("a", f"{row['id']} {row['label']}", href=links.thing(str(row["entry"]))), comment]
        words = _RELATIONS.get(relation, str(row["predicate_label"]))
    how = links.slug_of(row["justification"])
    return el(
        "tr", el("td", name), el("td.long", found), el("td", words, title=f"skos:{relation}"),
        el("td.num", show_number(row["confidence"], 2)),
        el("td", el(f"span.mark.{links.slug(row['status'])}", links.slug(row["status"]), title=how)),
    )  # fmt: skip


def atlas(attack: str) -> tuple[list[Node], list[Asked]]:
    """The techniques of ATLAS for an attack, each with the mitigations and case studies that ATLAS gives it."""
    asked = session.ask("crosswalks/atlas-of-attack", attack=attack)
    if not asked.rows:
        return [empty(asked.table.empty_because)], [asked]
    techniques = [r for r in asked.rows if r["kind"] == "technique"]
    blocks = [node for technique in techniques for node in _technique(technique, asked.rows)]
    library = session.graph().library
    return [*blocks, el("p.small.muted", library.get("crosswalks/atlas-of-attack").note)], [asked]


def _technique(technique: Row, rows: list[Row]) -> list[Node]:
    relation = el("span.mark", str(technique["predicate_label"]))
    title = el("h3", _link(technique), " ", relation)
    items: list[Node] = []
    for kind, heading in _KINDS.items():
        own = [r for r in rows if r["kind"] == kind and r["via"] == technique["id"]]
        items += [el("dt", f"{heading} ({len(own)})"), el("dd", _listed([_link(r) for r in own]) or "none in ATLAS")]
    return [title, el("dl.facts", items)]


def _link(row: Row) -> Node:
    return el("a", f"{row['id']} {row['label']}", href=links.thing(str(row["entry"])))


def _listed(nodes: list[Node]) -> list[Child]:
    found: list[Child] = []
    for node in nodes:
        found += [", ", node] if found else [node]
    return found
