"""Figures by which the cells of the stage matrix are shaded. What has no figure stays without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app import links, session
from app.components.bars import percent
from app.session import Asked

#: By value of the address, what a person reads.
CHOICES = {
    "papers": "Papers",
    "reach": "Practice reach",
    "incidents": "Incidents",
    "models": "Threat models",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell shows.

    :param weight: from 0 to 100, of the largest figure
    """

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Shade:
    """One choice of shading.

    :param hue: the class of the colour: research, practice or neutral
    :param figures: by IRI of the attack; an attack that is not here has no data
    """

    hue: str
    figures: Mapping[str, Figure]
    least: str
    most: str
    note: str
    asked: tuple[Asked, ...] = ()


def shade(name: str, models: Mapping[str, Mapping[str, Any]]) -> Shade | None:
    """The shading of a name of :data:`CHOICES`; None for any other.

    :param models: by IRI of the attack, its threat models
    """
    if name == "models":
        counts = {iri: len(own) for iri, own in models.items()}
        return _counted(counts, "neutral", "Threat models that the graph holds of the attack itself, of any status.")
    if name == "reach":
        return _reach()
    if name in ("papers", "incidents"):
        asked = session.ask("gaps/attention")
        counts = {str(r["attack"]): int(str(r[name])) for r in asked.rows if r["attack"] and r[name] is not None}
        note = session.graph().library.get(asked.id).note
        return _counted(counts, "research" if name == "papers" else "practice", note, asked)
    return None


def _counted(counts: Mapping[str, int], hue: str, note: str, *asked: Asked) -> Shade:
    most = max(counts.values(), default=0)
    figures = {iri: Figure(str(n), 100 * n / most if most else 0) for iri, n in counts.items()}
    return Shade(hue, figures, str(min(counts.values(), default=0)), str(most), note, asked)


def _reach() -> Shade:
    """Shaded by the least share, as the most counts the paper's own bin in full and is too high."""
    asked = session.ask("gaps/literature-reach")
    figures: dict[str, Figure] = {}
    least: dict[str, Decimal] = {}
    top = max((Decimal(str(r["low_pct"])) for r in asked.rows), default=Decimal(0))
    several = len({r["survey"] for r in asked.rows}) > 1
    for row in asked.rows:
        iri, low = str(row["attack"]), Decimal(str(row["low_pct"]))
        if iri in least and low >= least[iri]:
            continue
        least[iri] = low
        text = f"{percent(low).removesuffix('%')} to {percent(row['high_pct'])}"
        about = links.slug(row["dimension"]).replace("-", " ") + (f", {links.slug(row['survey'])}" if several else "")
        figures[iri] = Figure(f"{text} ({about})", _part(low, top))
    note = session.graph().library.get(asked.id).note + " Cells are shaded by the least share."
    ends = (percent(min(least.values(), default=Decimal(0))), percent(top))
    return Shade("practice", figures, *ends, note, (asked,))


def _part(value: Decimal, of: Decimal) -> float:
    return float(100 * value / of) if of else 0.0
