"""To which classes an attack and its threat models belong, as its card shows it: stated or inferred, and why."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.dom import Child, Node, el
from app.session import Asked
from app.widgets import empty
from kg import modules

Row = dict[str, Any]


def section(attack: str) -> tuple[list[Node], list[Asked]]:
    """The classes of an attack and of its threat models with the reason in words; the question asked."""
    asked = session.ask("evidence/classes", attack=attack)
    by_thing: dict[str, list[Row]] = {}
    for row in asked.rows:
        by_thing.setdefault(str(row["thing"]), []).append(row)
    nodes = [el("dl.facts", [_thing(rows) for rows in by_thing.values()])] if by_thing else []
    if not any(module.iri == modules.INFERRED for module in session.graph().engine.report.modules):
        nodes.append(
            empty("Only stated classes are shown: the inferred module is switched off, so nothing is inferred.")
        )
    return nodes, [asked]


def _thing(rows: list[Row]) -> list[Node]:
    name = el("a", str(rows[0]["label"]), href=links.thing(str(rows[0]["thing"])))
    by_class: dict[str, list[Row]] = {}
    for row in rows:
        by_class.setdefault(str(row["class"]), []).append(row)
    return [el("dt", name), *(el("dd", _membership(own)) for own in by_class.values())]


def _membership(rows: list[Row]) -> list[Child]:
    """One class: its name, whether it is stated, what it is, and the facts that make this thing a member."""
    first = rows[0]
    label = str(first["class_label"])
    definition = str(first["definition"] or "").rstrip(".")
    facts = "; ".join(_facts(rows))
    told = f" {definition[:1].lower()}{definition[1:]}" if definition else ""
    mark = el("span.mark.derived" if first["how"] == "inferred" else "span.mark", str(first["how"]))
    return [el("strong", label[:1].upper() + label[1:]), " ", mark, told, f": {facts}." if facts else "."]


def _facts(rows: list[Row]) -> list[str]:
    """The facts in words, each once, with where a fact comes from that is not of this thing alone."""
    from_where: dict[str, list[str]] = {}
    for row in rows:
        if row["property"] is None:
            continue
        origins = from_where.setdefault(f"{row['property_label']} “{row['value_label']}”", [])
        for origin in (
            f"as does “{row['wider_label']}”" if row["wider_label"] else "",
            f"by its step “{row['step_label']}”" if row["step_label"] else "",
        ):
            if origin and origin not in origins:
                origins.append(origin)
    return [f"{fact} ({', '.join(origins)})" if origins else fact for fact, origins in from_where.items()]
