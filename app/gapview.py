"""The pictures of gaps that more than one page shows."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.bars import mirrored, nested, percent
from app.components.dom import Node, el
from app.session import Asked
from app.widgets import empty, source_line, table_node
from kg.errors import UnknownNameError

_UNITS = {"query-budget": "Queries", "altered-data": "Data altered", "third-party-models": "Setting"}
#: Dimensions for which a question of the library holds what must be said beside every figure.
_NOTES = {"third-party-models": "fine-tuning"}


_TWIN = (
    "label", "papers", "of_papers", "research_pct", "research_printed", "research_status", "practice_pct",
    "practice_below_pct", "practice_printed", "practice_status", "base_n", "base_status", "gap_low_pp", "gap_high_pp",
)  # fmt: skip


def dimensions(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of attack and dimension, as slugs, in the order of their first row."""
    return list(dict.fromkeys((links.slug(r["attack"]), links.slug(r["dimension"])) for r in rows))


def picture(attack: str, dimension: str, labels: dict[str, str]) -> tuple[list[Node], list[Asked]]:
    """Mirrored bars of one attack and one dimension with notes and the same as a table; the queries asked."""
    asked = session.ask("gaps/by-bin", attack=attack, dimension=dimension)
    if not asked.rows:
        return [empty(asked.table.empty_because)], [asked]
    totals = session.ask("evidence/totals")
    total = next((str(t["printed"]) for t in totals.rows if _about(t, attack, dimension)), "")
    caption = f"{labels.get(attack, attack)}: {labels.get(dimension, dimension).lower()}"
    text = note(dimension)
    nodes: list[Node | None] = []
    for rows in by_survey(asked.rows).values():  # surveys stand side by side and are never pooled
        nodes += [
            mirrored(rows, unit=_UNITS.get(dimension, "Bin"), caption=caption, total=total),
            _how_to_read(rows, total),
            el("p.small.muted", text) if text else None,
            el("p.small.muted", "Research from ", source_line(rows[0]["corpus"], ""), ", practice from ",
               source_line(rows[0]["survey"], str(rows[0]["locator"]).split(";")[0]), "."),
        ]  # fmt: skip
    return [n for n in (*nodes, _twin(asked, caption)) if n], [asked, totals]


def by_survey(rows: list[dict[str, Any]]) -> dict[Any, list[dict[str, Any]]]:
    """The rows of ``gaps/by-bin`` by survey: those that are printed first, then surveys of one's own."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda r: _counted(r, rows)):
        found.setdefault(row["survey"], []).append(row)
    return found


def _counted(row: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    own = [r for r in rows if r["survey"] == row["survey"]]
    return all(links.slug(r["practice_status"]) == "derived" for r in own)


def combinations(attack: str, label: str) -> tuple[list[Node], list[Asked]]:
    """Nested bars of the access combinations of one attack."""
    asked = session.ask("gaps/access-combinations", attack=attack)
    rows = merged(asked.rows, "observation")
    if not rows:
        return [empty(asked.table.empty_because)], [asked]
    studies: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        studies.setdefault(row["study"], []).append(row)
    nodes = [_nested(own, label, several=len(studies) > 1) for own in studies.values()]
    notes = [
        el("li", el("strong", percent(r["share_pct"])), f" {r['label']}: ", " ".join(r["notes"]))
        for r in rows
        if r["notes"]
    ]
    details = el("details.small", el("summary", "Notes on these figures"), el("ul", notes)) if notes else None
    general = el("p.small.muted", session.graph().library.get("gaps/access-combinations").note)
    return [n for n in (*nodes, general, details) if n], [asked]


def _nested(rows: list[dict[str, Any]], label: str, *, several: bool) -> Node:
    """The figures of one study; its name where there are several."""
    figure = str(rows[0]["figure"]).split(";")[0]
    if several:
        study = links.slug(rows[0]["study"])
        figure = f"{dict(session.graph().individuals('study')).get(study, study)}, {figure}"
    caption = f"{label}: shares of participants whose systems grant these accesses to third parties ({figure})"
    return nested(rows, caption)


def merged(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """One row per thing where a query gives one per note; all notes stand under ``notes``."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        kept = found.setdefault(row[key], {**row, "notes": []})
        if row.get("note") and row["note"] not in kept["notes"]:
            kept["notes"].append(row["note"])
    return list(found.values())


def download(query_id: str, values: dict[str, str], form: str = "csv") -> str:
    """The address at which an answer can be fetched as a file."""
    return links.page(f"/api/queries/{query_id}", **values, format=form)


def _about(total: dict[str, Any], attack: str, dimension: str) -> bool:
    return links.slug(total["attack"]) == attack and links.slug(total["dimension"]) == dimension


def _how_to_read(rows: list[dict[str, Any]], total: str) -> Node | None:
    parts = []
    marks = {r["research_printed"] for r in rows if r["research_pct"] is None}
    if "*" in marks:
        parts.append(
            "A star means that attacks may be possible by transfer from another model; it is no count of papers."
        )
    if "—" in {r["research_printed"] for r in rows}:
        parts.append(
            "A dash is kept as printed; it is read as 0 only where the printed total proves it, and then marked "
            "derived."
        )
    if total:
        parts.append(f"The {total} papers printed beside the last bin are the total of the column, not a bin.")
    if any(r["practice_below_pct"] is not None for r in rows):
        parts.append("Hatched bars are upper bounds: the share lies somewhere below their end, and the gap is a range.")
    return el("p.small", " ".join(parts)) if parts else None


def note(dimension: str) -> str:
    """What must be said beside every figure of a dimension; empty where the library says nothing."""
    try:
        return session.graph().library.get(f"gaps/{_NOTES.get(dimension, dimension)}").note
    except UnknownNameError:
        return ""


def _twin(asked: Asked, caption: str) -> Node:
    several = len({row["survey"] for row in asked.rows}) > 1
    names = [n for n in (*_TWIN, *(["survey"] if several else [])) if n in asked.table.names]
    return el(
        "details.query",
        el("summary", "The same as a table"),
        el(
            "div.bar",
            el("a", "Download CSV", href=download(asked.id, asked.values)),
            el("a", "Download JSON", href=download(asked.id, asked.values, "json")),
        ),
        table_node(asked.table, caption=f"{caption}, as a table", names=names),
    )
