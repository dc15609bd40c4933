"""Things that stand side by side without one scale: knowledge and access, defaults and grants, and awareness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.gaps.bins import comparisons
from kg.gaps.figures import HUNDRED, Row, number, share_of, slug, text, unit_basis, whole, with_interval
from kg.gaps.model import Base, BinGap, BinReach, Comparison, Range, Share, Source
from kg.graph import Graph

NO_SAMPLE = "default settings are neither papers nor a sample of anything"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about one access: of papers on what the attacker knows, or of participants on what is accessible.

    :param side: ``research`` or ``practice``; the two are different questions and are never subtracted
    """

    access: str
    access_label: str
    side: str
    answer: str
    position: int
    share: Share


@dataclass(frozen=True, slots=True)
class BenchmarkBin:
    """How many default settings of a suite fall into a bin, beside what practice grants there.

    :param settings: a share of the settings of the suite, without an interval
    :param least: smallest value as printed, in ``unit``
    :param practice: the share of practice in the same bin; None without a survey
    :param reach: share of practice that grants at least as much; None without a survey
    """

    attack: str
    attack_label: str
    dimension: str
    suite: str
    suite_label: str
    bin: str
    label: str
    position: int
    settings: Share
    least: Decimal
    most: Decimal
    unit: str
    practice: Share | None
    reach: BinReach | None


@dataclass(frozen=True, slots=True)
class Awareness:
    """How familiar participants are with one thing.

    :param attack: the attack it is, in our judgement; empty where it is none
    :param answers: shares by label of the answer, from unfamiliar to used
    """

    asked: str
    label: str
    attack: str
    answers: tuple[tuple[str, Share], ...]
    period: str


def knowledge(graph: Graph, attack: str = "") -> tuple[Answer, ...]:
    """What papers let the attacker know, and what practice opens, by access.

    :param attack: one of the four families of the 88-paper study; empty for all
    :raises ParameterError: for another attack
    """
    rows = graph.query("gaps/knowledge-assumed", **({"attack": attack} if attack else {}))
    return tuple(
        Answer(
            text(row, "access"), text(row, "access_label"), text(row, "side"), text(row, "answer"),
            whole(row, "position") or 0, _answer(row),
        )
        for row in rows
    )  # fmt: skip


def benchmarks(graph: Graph, attack: str = "", dimension: str = "") -> tuple[BenchmarkBin, ...]:
    """Default budgets of benchmark suites beside what practice grants, by suite, bin and survey."""
    given = {name: value for name, value in (("attack", attack), ("dimension", dimension)) if value}
    practice: dict[tuple[str, str], list[Comparison | None]] = {}
    for c in comparisons(graph, attack, dimension):
        practice.setdefault((c.attack, c.dimension), []).append(c)
    note = graph.library.get("gaps/benchmarks").note
    return tuple(
        _benchmark(row, comparison, note)
        for row in graph.query("gaps/benchmarks", **given)
        for comparison in practice.get((text(row, "attack"), text(row, "dimension")), [None])
    )


def awareness(graph: Graph, topic: str = "boenisch2021-attack") -> tuple[Awareness, ...]:
    """How familiar practitioners are with attacks, or with the things of another dimension.

    :param topic: the dimension that lists what was asked about: ``boenisch2021-attack``, ``-defence`` or ``-library``
    """
    things: dict[str, list[Row]] = {}
    for row in graph.query("gaps/awareness", topic=topic):
        things.setdefault(text(row, "asked"), []).append(row)
    return tuple(
        Awareness(
            asked,
            text(rows[0], "asked_label"),
            text(rows[0], "attack"),
            tuple((text(row, "answer_label"), share_of(row)) for row in rows),
            text(rows[0], "period"),
        )
        for asked, rows in things.items()
    )


def _answer(row: Row) -> Share:
    if row["side"] == "practice":
        named = {"share_pct": row["pct"], "base_n": row["of_n"], "study": row["source"]}
        return share_of({**row, **named})
    n, count = whole(row, "of_n") or 0, whole(row, "count")
    percent = number(row, "pct") or Decimal(0)
    if count is not None and n:
        percent = HUNDRED * count / n
    share = Share(
        percent=Range.point(percent),
        count=count,
        base=Base("", f"{n} papers counted", n, "derived"),
        status=slug(row, "status"),
        printed="",
        source=Source("", text(row, "source"), (text(row, "locator"),)),
        formula=f"{count} / {n}",
    )
    return with_interval(share, census=True)


def _benchmark(row: Row, comparison: Comparison | None, note: str) -> BenchmarkBin:
    n, count = whole(row, "of_settings") or 0, whole(row, "settings") or 0
    unit, name = text(row, "unit"), text(row, "bin")
    settings = Share(
        percent=Range.point(HUNDRED * count / n),
        count=count,
        base=Base("", f"{n} default settings", n, "derived"),
        status="derived",
        printed="",
        source=Source("", text(row, "suite"), (text(row, "suite_locator"),)),
        no_interval=NO_SAMPLE,
        unit=unit,
        unit_basis=unit_basis(unit),
        formula=f"{count} / {n}",
        notes=(note,),
    )
    one = _only(comparison.bins if comparison else (), name)
    reached = comparison.reach.bins if comparison and comparison.reach else ()
    return BenchmarkBin(
        attack=text(row, "attack"),
        attack_label=text(row, "attack_label"),
        dimension=text(row, "dimension"),
        suite=text(row, "suite"),
        suite_label=text(row, "suite_label"),
        bin=name,
        label=text(row, "bin_label"),
        position=whole(row, "position") or 0,
        settings=settings,
        least=number(row, "least") or Decimal(0),
        most=number(row, "most") or Decimal(0),
        unit=unit,
        practice=one.practice if one else None,
        reach=next((replace(b, papers=None) for b in reached if b.bin == name), None),
    )


def _only(bins: Iterable[BinGap], name: str) -> BinGap | None:
    return next((b for b in bins if b.bin == name), None)
