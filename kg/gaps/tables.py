"""The arithmetic of gaps as tables: one row per figure, each with its base, status, source and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.gaps.attention import Attention
from kg.gaps.model import BinGap, Comparison, Interval, Normalisation, Range, Share
from kg.gaps.ranking import RankedBin, rank_by_distance, rank_by_reach
from kg.gaps.sides import Answer, Awareness, BenchmarkBin
from kg.results import Column, Table, Term, iri, literal
from kg.terms import expand

Cell = str | int | Decimal | None
_PERCENT = ("%", 1)
_POINTS = ("pp", 1)
_FRACTION = ("", 3)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How columns are shown: label, then unit and digits by the end of the column's name."""

    labels: Mapping[str, str]

    def column(self, name: str) -> Column:
        unit, digits = _shown(name)
        return Column(self.labels.get(name, name.replace("_", " ").capitalize()), unit, digits)


def bins(comparisons: Iterable[Comparison], base: Normalisation) -> Table:
    """Research against practice, bin by bin."""
    return _table((_bin(c, b, base) for c in comparisons for b in c.bins), _BINS)


def reach(comparisons: Iterable[Comparison], base: Normalisation) -> Table:
    """Reach of each bin, of all papers on each attack, and the published joint figures of the same attack."""
    rows: list[dict[str, Cell]] = []
    for c in comparisons:
        if c.reach is None:
            continue
        # Among those who answered: the same sums over the share that answered, where that is known.
        factor = Decimal(1) if base == "published" else _factor(c)
        for b in c.reach.bins:
            of_bin = _survey(c) | {"bin": b.label, "papers": b.papers}
            rows.append(of_bin | _ends("reach", _times(b.percent, factor)))
        whole = _survey(c) | {"bin": "all papers", "papers": c.reach.papers}
        whole |= _ends("reach", c.reach.on(base))
        silent: dict[str, Cell] = {"silent_pct": c.reach.silent, "if_silent_grant_pct": c.reach.if_silent_grant}
        rows.append(whole | silent | {"note": " ".join(filter(None, (*c.reach.cautions, c.reach.silent_because)))})
        for joint in c.reach.joint:  # a published joint figure is worth more than a sum over one dimension
            note = f"Published for {joint.share.standpoint}: {joint.share.source.locator}."
            rows.append(_survey(c) | {"joint": joint.label, "note": note} | _ends("reach", joint.share.percent))
    return _table(rows, _REACH)


def ranking(ranked: Iterable[RankedBin], comparisons: Iterable[Comparison], base: Normalisation) -> Table:
    """Bins by gap, then attacks by distance and by reach."""
    chosen = tuple(comparisons)
    rows = [
        _survey(r.comparison)
        | {"by": "gap", "place": r.place, "best": r.best, "worst": r.worst, "bin": r.bin.label}
        | _ends("gap", r.gap.points, "pp")
        | {"note": _marks(r.gap.interval, r.gap.no_interval)}
        for r in ranked
    ]
    attacks = (("distance", rank_by_distance(chosen), "tv"), ("reach", rank_by_reach(chosen, base), "pct"))
    for by, places, unit in attacks:
        for p in places:
            numbers: dict[str, Cell] = {"by": by, "place": p.place, "best": p.best, "worst": p.worst}
            rows.append(_survey(p.comparison) | numbers | _ends(by, p.value, unit))
    return _table(rows, _RANKING)


def attention(found: Attention) -> Table:
    """One row per attack class and column, so that each share stands beside its own base."""
    columns = {c.id: c for c in found.columns}
    rows: list[dict[str, Cell]] = []
    for row in found.rows:
        for name, share in row.cells.items():
            column = columns[name]
            cells: dict[str, Cell] = {
                "attack": row.attack or None, "label": row.label, "label_of": row.label_of, "column": name,
                "counts": column.counts, "join_status": row.join_status, "period": column.period,
            }  # fmt: skip
            rows.append(cells | _share("", share))
        if row.gap:
            difference: dict[str, Cell] = {
                "attack": row.attack or None, "label": row.label, "column": "gap",
                "counts": "papers less organisations", "join_status": row.join_status,
            }  # fmt: skip
            rows.append(difference | _gap(row.gap.points, row.gap.interval, row.gap.no_interval))
    return _table(rows, _ATTENTION)


def knowledge(answers: Iterable[Answer]) -> Table:
    """What papers let the attacker know beside what practice opens."""
    return _table(
        (
            {"access": a.access, "access_label": a.access_label, "side": a.side, "answer": a.answer}
            | _share("", a.share)
            for a in answers
        ),
        _KNOWLEDGE,
    )


def benchmarks(rows: Iterable[BenchmarkBin]) -> Table:
    """Default settings of benchmark suites beside what practice grants."""
    return _table((_benchmark(r) for r in rows), _BENCHMARKS)


def awareness(things: Iterable[Awareness]) -> Table:
    """How familiar practitioners are with attacks."""
    return _table(
        (
            {"asked": t.label, "attack": t.attack or None, "answer": answer, "period": t.period} | _share("", share)
            for t in things
            for answer, share in t.answers
        ),
        _AWARENESS,
    )


def _bin(c: Comparison, b: BinGap, base: Normalisation) -> dict[str, Cell]:
    practice, gap = b.side(base), b.gap_on(base)
    row = _names(c) | {"bin": b.label, "unit": c.unit, "research_mark": b.mark}
    row |= _share("research_", b.research) | _share("practice_", practice)
    if gap:
        row |= _gap(gap.points, gap.interval, gap.no_interval)
    return row


def _benchmark(r: BenchmarkBin) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "attack": r.attack, "dimension": r.dimension, "suite": r.suite, "bin": r.label, "settings": r.settings.count,
        "of_settings": r.settings.base.n, "settings_pct": r.settings.percent.value, "least": r.least, "most": r.most,
        "unit": r.unit, "release": r.settings.source.locator,
    }  # fmt: skip
    row |= _share("practice_", r.practice)
    return row | (_ends("reach", r.reach.percent) if r.reach else {})


def _names(c: Comparison) -> dict[str, Cell]:
    return {"attack": c.attack, "dimension": c.dimension}


def _survey(c: Comparison) -> dict[str, Cell]:
    """The names of a comparison with the survey, where no other column tells it."""
    return _names(c) | {"survey": c.survey}


def _share(prefix: str, share: Share | None) -> dict[str, Cell]:
    if share is None:
        return {}
    interval = share.interval
    cells: dict[str, Cell] = {
        "count": share.count, "n": share.base.n, "base": share.base.status, "status": share.status,
        "ci_low_pct": interval.low if interval else None, "ci_high_pct": interval.high if interval else None,
        "note": _marks(interval, share.no_interval), "study": share.source.study, "locator": share.source.locator,
    }  # fmt: skip
    return {prefix + name: value for name, value in (cells | _ends("", share.percent)).items()}


def _gap(points: Range, interval: Interval | None, reason: str) -> dict[str, Cell]:
    ends = {"gap_ci_low_pp": interval.low, "gap_ci_high_pp": interval.high} if interval else {}
    return _ends("gap", points, "pp") | ends | {"gap_note": _marks(interval, reason)}


def _ends(name: str, value: Range | None, unit: str = "pct") -> dict[str, Cell]:
    begin = f"{name}_" if name else ""
    return {f"{begin}low_{unit}": value.low, f"{begin}high_{unit}": value.high} if value else {}


def _marks(interval: Interval | None, reason: str) -> str:
    return ", ".join(interval.marks) if interval else reason and f"no interval: {reason}"


def _factor(c: Comparison) -> Decimal | None:
    if c.reach is None or c.reach.silent is None:
        return None
    return 100 / (100 - c.reach.silent)


def _times(value: Range, factor: Decimal | None) -> Range | None:
    return None if factor is None else value.scaled(factor)


def _shown(name: str) -> tuple[str, int | None]:
    if name.endswith("_pct"):
        return _PERCENT
    if name.endswith("_pp"):
        return _POINTS
    return _FRACTION if name.endswith("_tv") else ("", None)


def _table(rows: Iterable[Mapping[str, Cell]], names: tuple[str, ...]) -> Table:
    layout = _Layout(_LABELS)
    cells = [tuple(_term(name, row.get(name)) for name in names) for row in rows]
    return Table(list(names), cells, columns={n: layout.column(n) for n in names}, empty_because=EMPTY)


def _term(name: str, value: Cell) -> Term | None:
    if value is None or value == "":
        return None
    if name in _IDS and (full := expand(str(value))) is not None:
        return iri(full)
    return literal(value)


_IDS = ("attack", "dimension", "access", "suite", "study", "survey", "research_study", "practice_study")
EMPTY = "No source in the graph has these figures for this attack on this dimension."
_LABELS = {
    "research_n": "Papers in all", "research_count": "Papers", "practice_n": "Base", "practice_base": "Base is",
    "survey": "Practice from",
    "gap_low_pp": "Gap (least)", "gap_high_pp": "Gap (most)", "n": "Base size", "base": "Base is", "of_settings": "Of",
}  # fmt: skip
_SHARE = (
    "count",
    "n",
    "base",
    "status",
    "low_pct",
    "high_pct",
    "ci_low_pct",
    "ci_high_pct",
    "note",
    "study",
    "locator",
)
_GAP = ("gap_low_pp", "gap_high_pp", "gap_ci_low_pp", "gap_ci_high_pp", "gap_note")
_BINS = (
    "attack", "dimension", "bin", "unit", "research_low_pct", "research_mark", "practice_low_pct", "practice_high_pct",
    *_GAP, "research_count", "research_n", "research_base", "research_status", "research_ci_low_pct",
    "research_ci_high_pct", "practice_n", "practice_base", "practice_status", "practice_ci_low_pct",
    "practice_ci_high_pct", "practice_note", "research_study", "research_locator", "practice_study", "practice_locator",
)  # fmt: skip
_REACH = (
    "attack", "dimension", "bin", "joint", "papers", "reach_low_pct", "reach_high_pct", "silent_pct",
    "if_silent_grant_pct", "note", "survey",
)  # fmt: skip
_RANKING = (
    "by", "place", "best", "worst", "attack", "dimension", "bin", "gap_low_pp", "gap_high_pp", "distance_low_tv",
    "distance_high_tv", "reach_low_pct", "reach_high_pct", "note", "survey",
)  # fmt: skip
_ATTENTION = ("attack", "label", "label_of", "column", "counts", *_SHARE, "period", *_GAP, "join_status")
_KNOWLEDGE = ("access", "access_label", "side", "answer", *_SHARE)
_BENCHMARKS = (
    "attack", "dimension", "suite", "bin", "settings", "of_settings", "settings_pct", "least", "most", "unit",
    "practice_low_pct", "practice_high_pct", "reach_low_pct", "reach_high_pct", "practice_n", "practice_base",
    "practice_locator", "release",
)  # fmt: skip
_AWARENESS = ("asked", "attack", "answer", *_SHARE, "period")
