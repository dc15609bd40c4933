"""Research against practice, bin by bin: the comparisons that the graph holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from kg.errors import ParameterError
from kg.gaps.distance import total_variation
from kg.gaps.figures import HUNDRED, FigureError, Row, merge, share_of, slug, text, texts, whole, with_interval
from kg.gaps.intervals import difference_interval
from kg.gaps.joint import combinations
from kg.gaps.model import (
    NORMALISATIONS,
    Base,
    BinGap,
    Comparison,
    Distance,
    Gap,
    JointFigure,
    Normalisation,
    Range,
    Share,
)
from kg.gaps.reach import reach
from kg.graph import Graph

_ZERO = Decimal(0)
BASE_UNKNOWN = "the base is not known, so nobody knows who gave no answer"
SILENCE_INFERRED = (
    "Who gave no answer is inferred: it is what the printed bins leave of 100 %. An answer that no bin holds counts as "
    "none."
)
UNITS_BEGIN = "Per what the "
UNITS = (
    UNITS_BEGIN
    + "{unit} are counted is not stated for {side}; a need per attacked sample and one per stolen model are "
    "not the same, so compare bins, and attacks, with care."
)
_CORNERS = (
    "Upper bounds enter. The distance is quasi-convex in them: its greatest value lies at a corner of what they allow, "
    "and its least one is found along the sum of the shares."
)


def comparisons(graph: Graph, attack: str = "", dimension: str = "") -> tuple[Comparison, ...]:
    """All comparisons of one attack, one dimension, or all, ordered by dimension and attack.

    Each survey is compared by itself and none is pooled with another: those that are printed first, then surveys of
    one's own.

    :param attack: slug, short id or IRI; empty for all
    :param dimension: the same
    :raises UnknownNameError: for an attack or a dimension that does not exist
    :raises FigureError: where a figure of the graph cannot be one
    """
    given = {name: value for name, value in (("attack", attack), ("dimension", dimension)) if value}
    rows = merge(graph.query("gaps/figures", **given), several=("note", "locator", "dimension_note"))
    research, practice = _grouped(rows, "research"), _printed_first(_grouped(rows, "practice"))
    joint = combinations(graph, attack)
    found = []
    for (topic, about, *_), assumed in research.items():
        for (other, *_), granted in practice.items():
            if topic == other:
                own = tuple(j for j in joint.get(about, ()) if j.share.source.study == text(granted[0], "study"))
                found.append(_compare(assumed, granted, own))
    return tuple(found)


def normalisation(name: str) -> Normalisation:
    """The name of a normalisation, checked.

    :raises ParameterError: for any other name
    """
    for known in NORMALISATIONS:
        if name == known:
            return known
    raise ParameterError(f"{name!r} is no base.", remedy="Give 'published' or 'answered'.")


def _grouped(rows: Iterable[Row], side: str) -> dict[tuple[str, ...], list[Row]]:
    # Figures of different surveys, corpora or standpoints are never put into one distribution.
    names = ("dimension", "attack", "corpus", "study") if side == "research" else ("dimension", "study", "standpoint")
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["side"] == side:
            groups[tuple(text(row, name) for name in names)].append(row)
    return groups


def _printed_first(groups: dict[tuple[str, ...], list[Row]]) -> dict[tuple[str, ...], list[Row]]:
    """Surveys of which some figure is printed before those that were only counted; otherwise in the order given."""
    counted = {name: all(slug(row, "status") == "derived" for row in rows) for name, rows in groups.items()}
    return {name: groups[name] for name in sorted(groups, key=counted.__getitem__)}


def _compare(assumed: Sequence[Row], granted: Sequence[Row], joint: tuple[JointFigure, ...]) -> Comparison:
    research, practice = _by_bin(assumed), _by_bin(granted)
    shares = {name: share_of(row) for name, row in practice.items()}
    answered, reason = _answered(shares.values())
    order = sorted({**practice, **research}.items(), key=lambda item: (whole(item[1], "position") or 0, item[0]))
    bins = tuple(_bin(row, research.get(name), shares.get(name), shares, answered, reason) for name, row in order)
    first = assumed[0]
    distance = _distance(bins)
    return Comparison(
        attack=text(first, "attack"),
        attack_label=text(first, "attack_label"),
        dimension=text(first, "dimension"),
        dimension_label=text(first, "dimension_label"),
        unit=text(first, "dimension_unit"),
        corpus=text(first, "corpus"),
        survey=text(granted[0], "study"),
        bins=bins,
        answered_percent=answered,
        no_answered=reason,
        distance=distance,
        reach=reach(bins, answered, reason, joint) if first.get("ordered") is True else None,
        cautions=_cautions(bins, first, reason),
    )


def _by_bin(rows: Sequence[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        name = text(row, "bin")
        if name in found:
            raise FigureError(
                text(row, "observation"), f"{text(found[name], 'observation')} gives a second figure for the same bin."
            )
        found[name] = row
    return found


def _bin(
    row: Row, assumed: Row | None, practice: Share | None, shares: dict[str, Share], total: Range, no_answered: str
) -> BinGap:
    has_figure = assumed is not None and assumed.get("count") is not None
    research = share_of(assumed) if assumed is not None and has_figure else None
    answered = _among(practice, shares, total) if practice and not no_answered else None
    return BinGap(
        bin=text(row, "bin"),
        label=text(row, "bin_label"),
        position=whole(row, "position") or 0,
        research=research,
        practice=practice,
        answered=answered,
        gap=gap(research, practice),
        gap_answered=gap(research, answered),
        mark=text(assumed, "printed") if assumed is not None and not has_figure else "",
    )


def gap(first: Share | None, second: Share | None) -> Gap | None:
    """The first share minus the second in percentage points, with Newcombe's interval; None where one is missing."""
    if first is None or second is None:
        return None
    points = first.percent - second.percent
    if first.interval is None or second.interval is None:
        return Gap(points, no_interval=second.no_interval or first.no_interval)
    return Gap(points, difference_interval(first, second))


def _answered(shares: Iterable[Share]) -> tuple[Range, str]:
    """Which share of the base gave one of the answers, and why that cannot be told."""
    found = list(shares)
    total = sum((s.percent for s in found), Range.point(_ZERO))
    capped = Range(min(total.low, HUNDRED), min(total.high, HUNDRED), total.bounded)
    if len({s.base.id for s in found}) > 1:
        return capped, "the bins have different bases"
    if not all(s.base.known for s in found):
        return capped, BASE_UNKNOWN
    return capped, "" if total.low > 0 else "no bin has a share above 0"


def _among(share: Share, shares: dict[str, Share], total: Range) -> Share:
    """A share of practice as a share of those who answered; exact shares become ranges where others are bounds."""
    others = [s.percent for s in shares.values() if s is not share]
    least, most = sum((o.low for o in others), _ZERO), sum((o.high for o in others), _ZERO)
    low, high = share.percent.low, share.percent.high
    percent = Range(
        HUNDRED * low / min(low + most, max(HUNDRED, low)) if low else _ZERO,
        HUNDRED * high / (high + least) if high else _ZERO,
        total.bounded,
    )
    moved = replace(share, percent=percent, base=_answering(share.base, total), status="derived", formula=(
        f"{share.printed} over what the bins add up to"
    ))  # fmt: skip
    return with_interval(moved, approximate=True)


def _answering(base: Base, total: Range) -> Base:
    n = None
    if total.is_point and base.n:
        n = int((base.n * total.low / HUNDRED).quantize(Decimal(1), ROUND_HALF_UP))
    note = f"{base.n} times what the bins add up to, rounded" if n else "unknown where bins are upper bounds"
    return Base(base.id, f"{base.label}, those who answered", n, "inferred" if n else "unknown", note)


def _distance(bins: Sequence[BinGap]) -> Distance | None:
    common = [(b.label, b.research.percent.low, b.practice.percent) for b in bins if b.research and b.practice]
    if len(common) < 2:
        return None
    value = total_variation([r for _, r, _ in common], [p for _, _, p in common])
    if value is None:
        return None
    return Distance(value, tuple(label for label, *_ in common), _CORNERS if value.bounded else "")


def _cautions(bins: Sequence[BinGap], row: Row, no_answered: str) -> tuple[str, ...]:
    found = dict.fromkeys(texts(row, "dimension_note"))
    sides = {"research": [b.research for b in bins], "practice": [b.practice for b in bins]}
    silent = [side for side, shares in sides.items() if any(s and s.unit_basis == "not stated" for s in shares)]
    bases = {s.unit_basis for shares in sides.values() for s in shares if s and s.unit_basis}
    if silent:
        found[UNITS.format(unit=text(row, "dimension_unit"), side=" and ".join(silent))] = None
    elif len(bases) > 1:
        units = " against per ".join(sorted(bases))
        found[f"{UNITS_BEGIN}figures are counted differs: per {units}. Bins of the same name are not the same."] = None
    if not no_answered:
        found[SILENCE_INFERRED] = None
    return tuple(found)
