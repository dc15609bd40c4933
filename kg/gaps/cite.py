"""A sentence to cite for one gap, and the sources of a figure as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import ParameterError
from kg.exporters.bibtex import Work, bibtex
from kg.gaps.bins import SILENCE_INFERRED, UNITS_BEGIN
from kg.gaps.figures import Row, text, whole
from kg.gaps.model import NORMALISATIONS, BinGap, Comparison, Gap, Interval, Normalisation, Range, Share
from kg.graph import Graph
from kg.results import show_number


def works(graph: Graph, studies: Iterable[str]) -> tuple[Work, ...]:
    """The works in which studies are printed, or were read, each once, in the order of the studies.

    :raises UnknownNameError: for a study that does not exist
    """
    return tuple(dict.fromkeys(_work(row) for study in studies for row in _rows(graph, study)))


def sources(graph: Graph, comparison: Comparison) -> str:
    """BibTeX of all works behind a comparison."""
    return bibtex(works(graph, comparison.studies))


def sentence(graph: Graph, comparison: Comparison, one: BinGap, base: Normalisation = "published") -> str:
    """One gap in words: both shares with base, the gap with its interval, source, place, and version of the graph.

    :raises ParameterError: where the bin has no gap under this normalisation
    """
    research, practice, gap = one.research, one.side(base), one.gap_on(base)
    if research is None or practice is None or gap is None:
        raise ParameterError(
            f"There is no gap in the bin {one.label!r} {NORMALISATIONS[base]}.",
            remedy=comparison.no_answered if base == "answered" else "One side has no figure there.",
        )
    rows = {study: _rows(graph, study) for study in comparison.studies}
    name = {study: text(found[0], "label") if found else study for study, found in rows.items()}
    version = next((text(row, "version") for found in rows.values() for row in found), "unknown")
    corpus = f", which counts the papers of {name[research.source.corpus]}" if research.source.corpus else ""
    return (
        f"{comparison.attack_label}, {comparison.dimension_label.lower()}, {one.label}: "
        f"{_percent(research.percent)} of papers ({_base(research)}) against {_percent(practice.percent)} of practice "
        f"({_base(practice)}; {NORMALISATIONS[base]}), a gap of {_gap(gap)}. {_caution(comparison)}"
        f"Source: {name[practice.source.study]}, {_places(research, practice)}{corpus}. "
        f"Computed with ThreatPraxis from its knowledge graph, version {version}."
    )


def _places(*shares: Share) -> str:
    places = (place.strip() for s in shares for locator in s.source.locators for place in locator.split(";"))
    return "; ".join(dict.fromkeys(places))


def _caution(comparison: Comparison) -> str:
    """What no reader of the sentence may miss: units above all, else what the sources measured."""
    notes = [c for c in comparison.cautions if c != SILENCE_INFERRED]
    units = [c for c in notes if c.startswith(UNITS_BEGIN)]
    return f"{(units or notes)[0]} " if notes else ""


def _rows(graph: Graph, study: str) -> list[Row]:
    return list(graph.query("evidence/works", study=study))


def _work(row: Row) -> Work:
    return Work(
        key=text(row, "work").rpartition(":")[2],
        title=text(row, "title"),
        authors=text(row, "authors"),
        year=whole(row, "year"),
        venue=text(row, "venue"),
        pages=text(row, "pages"),
        doi=text(row, "doi"),
        arxiv=text(row, "arxiv"),
        url=str(row["homepage"] or ""),
    )


def _percent(value: Range) -> str:
    if value.is_point:
        return f"{show_number(value.low, 1)} %"
    if value.low == 0:
        return f"at most {show_number(value.high, 1)} %"
    return f"{show_number(value.low, 1)} to {show_number(value.high, 1)} %"


def _base(share: Share) -> str:
    n, status = share.base.n, share.base.status
    if n is None:
        return "base unknown"
    count = f"{share.count} of {n}" if share.count is not None else f"of {n}"
    return count if status == "stated" else f"{count}, base {status}"


def _gap(gap: Gap) -> str:
    low, high = show_number(gap.points.low, 1), show_number(gap.points.high, 1)
    points = f"{low} percentage points" if gap.points.is_point else f"{low} to {high} percentage points"
    return f"{points} ({_interval(gap.interval) if gap.interval else f'no interval: {gap.no_interval}'})"


def _interval(interval: Interval) -> str:
    marks = "".join(f", {mark}" for mark in interval.marks)
    return f"95 % interval {show_number(interval.low, 1)} to {show_number(interval.high, 1)}, {interval.method}{marks}"
