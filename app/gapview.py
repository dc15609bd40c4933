"""The pictures of gaps that more than one page shows."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.bars import mirrored, nested, percent
from app.components.dom import Node, el
from app.session import Asked
from app.widgets import empty, source_line, table_node
from kg import library
from kg.errors import UnknownNameError

#: Dimensions whose papers are counted out of all papers of a survey have a query of their own.
FINE_TUNING = "third-party-models"
_UNITS = {"query-budget": "Queries", "altered-data": "Data altered", FINE_TUNING: "Setting"}


def dimensions(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of attack and dimension, as slugs, in the order of their first row."""
    return list(dict.fromkeys((links.slug(r["attack"]), links.slug(r["dimension"])) for r in rows))


def picture(attack: str, dimension: str, labels: dict[str, str]) -> tuple[list[Node], list[Asked]]:
    """Mirrored bars of one attack and one dimension with notes and the same as a table; the queries asked."""
    if dimension == FINE_TUNING:
        return fine_tuning(attack, labels)
    asked = session.ask("gaps/by-bin", attack=attack, dimension=dimension)
    rows = asked.rows
    if not rows:
        return [empty(asked.table.empty_because)], [asked]
    totals = session.ask("evidence/totals")
    total = next((str(t["printed"]) for t in totals.rows if _about(t, attack, dimension)), "")
    caption = f"{labels.get(attack, attack)}: {labels.get(dimension, dimension).lower()}"
    source = el("p.small", "Practice from ", source_line(rows[0]["survey"], str(rows[0]["locator"]).split(";")[0]), ".")
    notes = [_how_to_read(rows, total), _note(dimension), source]
    return [mirrored(rows, unit=_UNITS.get(dimension, "Bin"), caption=caption, total=total), *notes, _twin(asked, caption)], [asked, totals]


def fine_tuning(attack: str, labels: dict[str, str]) -> tuple[list[Node], list[Asked]]:
    """The one setting for which papers and practice are both counted."""
    asked = session.ask("gaps/fine-tuning", attack=attack)
    if not asked.rows:
        return [empty(asked.table.empty_because)], [asked]
    rows = [
        {**r, "research_status": "", "research_printed": "", "practice_below_pct": None, "practice_status": "published",
         "base_n": None, "gap_low_pp": r["gap_pp"], "gap_high_pp": r["gap_pp"]}
        for r in asked.rows
    ]  # fmt: skip
    caption = f"{labels.get(attack, attack)}: fine-tuning of third-party models"
    note = session.graph().library.get("gaps/fine-tuning").note
    source = el("p.small", "Practice from ", source_line(rows[0]["survey"], rows[0]["locator"]), ".")
    return [mirrored(rows, unit="Setting", caption=caption), el("p.small.muted", note), source, _twin(asked, caption)], [asked]


def combinations(attack: str, label: str) -> tuple[list[Node], list[Asked]]:
    """Nested bars of the access combinations of one attack."""
    asked = session.ask("gaps/access-combinations", attack=attack)
    rows = merged(asked.rows, "observation")
    if not rows:
        return [empty(asked.table.empty_because)], [asked]
    figure = str(rows[0]["figure"]).split(";")[0]
    caption = f"{label}: shares of participants whose systems grant these accesses to third parties ({figure})"
    notes = [el("li", el("strong", percent(r["share_pct"])), f" {r['label']}: ", " ".join(r["notes"])) for r in rows if r["notes"]]
    details = el("details.small", el("summary", "Notes on these figures"), el("ul", notes)) if notes else None
    general = el("p.small.muted", session.graph().library.get("gaps/access-combinations").note)
    return [n for n in (nested(rows, caption), general, details) if n], [asked]


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
    return links.page(f"/api/answer/{query_id}.{form}", **values)


def _about(total: dict[str, Any], attack: str, dimension: str) -> bool:
    return links.slug(total["attack"]) == attack and links.slug(total["dimension"]) == dimension


def _how_to_read(rows: list[dict[str, Any]], total: str) -> Node | None:
    parts = []
    marks = {r["research_printed"] for r in rows if r["research_pct"] is None}
    if "*" in marks:
        parts.append("A star means that attacks may be possible by transfer from another model; it is no count of papers.")
    if "—" in {r["research_printed"] for r in rows}:
        parts.append("A dash is kept as printed; it is read as 0 only where the printed total proves it, and then marked derived.")
    if total:
        parts.append(f"The {total} papers printed beside the last bin are the total of the column, not a bin.")
    if any(r["practice_below_pct"] is not None for r in rows):
        parts.append("Hatched bars are upper bounds: the share lies somewhere below their end, and the gap is a range.")
    return el("p.small", " ".join(parts)) if parts else None


def _note(dimension: str) -> Node | None:
    try:
        query: library.Query = session.graph().library.get(f"gaps/{dimension}")
    except UnknownNameError:
        return None
    return el("p.small.muted", query.note) if query.note else None


def _twin(asked: Asked, caption: str) -> Node:
    hidden = {"attack", "dimension"}
    names = [n for n in asked.table.names if n not in hidden]
    return el(
        "details.query",
        el("summary", "The same as a table"),
        el(
            "div.bar",
            el("a", "Download CSV", href=download(asked.id, asked.values)),
            el("a", "Download JSON", href=download(asked.id, asked.values, "json")),
        ),
        table_node(asked.table, caption=caption, names=names),
    )


