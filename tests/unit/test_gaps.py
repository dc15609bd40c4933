"""Gaps, reach, distance and attention from the graph, against figures worked by hand from the paper's tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg import gaps, shipped
from kg.errors import ParameterError, UnknownNameError
from kg.gaps.model import Comparison
from kg.graph import Graph
from kg.results import show_number


def one(graph: Graph, attack: str, dimension: str) -> Comparison:
    (found,) = gaps.comparisons(graph, attack, dimension)
    return found


def shown(*values: Decimal | None, digits: int = 1) -> tuple[str, ...]:
    return tuple("" if v is None else show_number(v, digits) for v in values)


# Grosse et al. 2024, Tables 2 and 3; intervals of differences by statsmodels, see test_gaps_numbers.
GAPS = {
    ("evasion", "<100"): ("2.6", "-11.3", "32.3"),
    ("evasion", "100-1k"): ("67.9", "38.5", "85.6"),
    ("evasion", "1k-100k"): ("1.7", "-6.7", "30.4"),
    ("evasion", ">100k"): ("-1.1", "-3.2", "24.8"),
    ("model-stealing", "<100"): ("-3.1", "-11.6", "11.0"),
    ("model-stealing", "100-1k"): ("17.7", "7.0", "32.8"),
    ("model-stealing", "1k-100k"): ("32.6", "18.4", "48.2"),
    ("model-stealing", ">100k"): ("23.9", "12.9", "39.1"),
}
PRINTED = {"<100": "0.156", "100-1k": "0.048", "1k-100k": "0.074", ">100k": "0.011"}


@pytest.mark.parametrize(("attack", "label"), GAPS)
def test_a_gap_and_its_interval_come_out_of_the_graph(graph: Graph, attack: str, label: str) -> None:
    found = {b.label: b for b in one(graph, attack, "query-budget").bins}[label].gap
    assert found is not None
    assert found.interval is not None
    assert shown(found.points.low, found.interval.low, found.interval.high) == GAPS[attack, label]
    assert found.points.is_point


@pytest.mark.parametrize(("attack", "label"), GAPS)
def test_the_expected_intervals_are_those_of_statsmodels(attack: str, label: str) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    of = {"evasion": (11, {"<100": 2, "100-1k": 8, "1k-100k": 1, ">100k": 0})}
    of["model-stealing"] = (40, {"<100": 5, "100-1k": 9, "1k-100k": 16, ">100k": 10})
    n, papers = of[attack]
    ends = confint_proportions_2indep(
        papers[label], n, float(PRINTED[label]) * 271, 271, method="newcomb", compare="diff"
    )
    assert tuple(show_number(Decimal(repr(float(e))) * 100, 1) for e in ends) == GAPS[attack, label][1:]


def test_every_interval_says_what_must_be_said_of_it(graph: Graph) -> None:
    bins = {b.label: b for b in one(graph, "evasion", "query-budget").bins}
    few, some = bins["<100"], bins["100-1k"]
    assert few.practice is not None and few.practice.interval is not None and few.practice.count is None
    assert few.practice.interval.marks == ("approximate", "base inferred")
    assert some.practice is not None and some.practice.interval is not None and some.practice.count == 13
    assert some.practice.interval.marks == ("base inferred",)
    assert some.research is not None and some.research.interval is not None
    assert some.research.interval.marks == ("base inferred", "as if sampled")
    assert some.gap is not None and some.gap.interval is not None
    assert some.gap.interval.method == "Newcombe hybrid score"


def test_figures_carry_base_status_source_and_place(graph: Graph) -> None:
    share = {b.label: b for b in one(graph, "evasion", "query-budget").bins}["100-1k"].practice
    assert share is not None
    assert (share.base.n, share.base.status, share.status) == (271, "inferred", "published")
    assert (share.source.study, share.source.locator) == ("study:grosse2024", "Table 3; Sect. 3.2, Evasion")
    assert (share.printed, share.question, share.unit, share.unit_basis) == ("4.8%", "Q33", "queries", "not stated")
    assert any("range reported least often" in note for note in share.notes)


def test_a_mark_is_no_figure_and_missing_is_not_nothing(graph: Graph) -> None:
    bins = {b.label: b for b in one(graph, "evasion", "query-budget").bins}
    assert (bins["none"].research, bins["none"].mark, bins["none"].gap) == (None, "*", None)
    assert (bins["unlimited"].research, bins["unlimited"].gap) == (None, None)
    nobody = bins[">100k"].research
    assert nobody is not None
    assert (nobody.count, nobody.status) == (0, "derived")


def test_an_upper_bound_stays_a_range_in_every_figure(graph: Graph) -> None:
    comparison = one(graph, "backdoor", "altered-data")
    found = {b.label: b for b in comparison.bins}["10-30%"]
    assert found.practice is not None and found.gap is not None
    assert shown(found.practice.percent.low, found.practice.percent.high) == ("0.0", "10.7")
    assert shown(found.gap.points.low, found.gap.points.high) == ("51.8", "62.5")
    assert (found.practice.interval, found.gap.interval) == (None, None)
    assert "upper bound" in found.gap.no_interval
    assert comparison.distance is not None and comparison.reach is not None
    for value in (comparison.distance.value, comparison.reach.percent, comparison.answered_percent):
        assert value.bounded and value.value is None
    # Exact shares become ranges too when they are divided by what bounds add up to: 20.4 / 91.7 and 20.4 / 50.7.
    few = {b.label: b for b in comparison.bins}["<10%"]
    assert few.answered is not None and few.answered.interval is None
    assert shown(few.answered.percent.low, few.answered.percent.high) == ("22.2", "40.2")


def test_without_a_base_there_is_no_interval_and_nobody_knows_who_answered(graph: Graph) -> None:
    comparison = one(graph, "backdoor", "third-party-models")
    found = {b.label: b for b in comparison.bins}["fine-tuned third-party models"]
    assert found.gap is not None
    assert shown(found.gap.points.low) == ("-10.6",)
    assert (found.gap.interval, found.gap.no_interval) == (None, "the base is not known")
    assert (found.answered, found.gap_answered) == (None, None)
    assert "not known" in comparison.no_answered
    assert (comparison.distance, comparison.reach) == (None, None)  # one common bin, and no order


def test_among_those_who_answered_shares_are_over_what_the_bins_add_up_to(graph: Graph) -> None:
    # 36.5 + 15.6 + 4.8 + 7.4 + 1.1 + 15.5 = 80.9; 4.8 / 80.9 = 5.9; 271 x 0.809 = 219.2; 72.7 - 5.9 = 66.8.
    found = {b.label: b for b in one(graph, "evasion", "query-budget").bins}["100-1k"]
    assert found.answered is not None and found.answered.interval is not None and found.gap_answered is not None
    assert shown(found.answered.percent.low, found.gap_answered.points.low) == ("5.9", "66.8")
    assert (found.answered.base.n, found.answered.base.status, found.answered.status) == (219, "inferred", "derived")
    assert "approximate" in found.answered.interval.marks


@pytest.mark.parametrize(
    ("attack", "dimension", "low", "high"),
    [
        ("evasion", "query-budget", "0.561", "0.561"),
        ("model-stealing", "query-budget", "0.415", "0.415"),
        ("backdoor", "altered-data", "0.281", "0.625"),
    ],
)
def test_the_distance_is_over_common_bins(graph: Graph, attack: str, dimension: str, low: str, high: str) -> None:
    distance = one(graph, attack, dimension).distance
    assert distance is not None
    assert shown(distance.value.low, distance.value.high, digits=3) == (low, high)
    assert len(distance.bins) == (3 if attack == "backdoor" else 4)


@pytest.mark.parametrize(
    ("attack", "expected"),
    # (2 x 44.4 + 8 x 28.8 + 1 x 24.0) / 11 and so on; 100 - 80.9 = 19.1 on top; over 0.809 among those who answered.
    [
        ("evasion", ("24.2", "31.2", "19.1", "50.3", "38.6")),
        ("model-stealing", ("19.5", "25.8", "19.1", "44.9", "31.9")),
    ],
)
def test_the_reach_of_a_literature_is_an_interval_with_the_silent_share(
    graph: Graph, attack: str, expected: tuple[str, ...]
) -> None:
    reach = one(graph, attack, "query-budget").reach
    assert reach is not None and reach.answered is not None
    ends = (reach.percent.low, reach.percent.high, reach.silent, reach.if_silent_grant, reach.answered.high)
    assert shown(*ends) == expected


def test_the_reach_of_bins_is_the_sum_of_all_that_grant_as_much(graph: Graph) -> None:
    reach = one(graph, "evasion", "query-budget").reach
    assert reach is not None
    assert [(b.label, *shown(b.percent.low, b.percent.high)) for b in reach.bins] == [
        ("<100", "28.8", "44.4"),
        ("100-1k", "24.0", "28.8"),
        ("1k-100k", "16.6", "24.0"),
        (">100k", "15.5", "16.6"),
        ("unlimited", "0.0", "15.5"),
    ]
    # Figure 2: the published joint figures stand beside the sum.
    assert sorted(shown(*(j.share.percent.low for j in reach.joint))) == ["34.6", "4.1"]


def test_the_reach_of_bounds_runs_from_nothing_and_says_that_bounds_overlap(graph: Graph) -> None:
    reach = one(graph, "backdoor", "altered-data").reach
    assert reach is not None
    # (12 x 61.4 + 20 x 41.0) / 32; own bins that are exact: 12 x 20.4 / 32.
    assert (*shown(reach.percent.low, reach.percent.high, reach.exact, digits=2), reach.silent) == (
        "0.00",
        "48.65",
        "7.65",
        None,
    )
    assert any("overlap" in caution for caution in reach.cautions)


def test_units_that_are_not_stated_are_never_compared_in_silence(graph: Graph) -> None:
    for attack in ("evasion", "model-stealing"):
        cautions = one(graph, attack, "query-budget").cautions
        assert any("queries are counted is not stated for research and practice" in c for c in cautions)


def test_kg_gaps_and_the_query_of_the_library_agree_on_every_bin(graph: Graph) -> None:
    def ends(*values: Decimal | None) -> tuple[str, ...]:
        return shown(*values, digits=9)

    ours = {
        (c.attack, c.dimension, b.label): ends(b.gap.points.low, b.gap.points.high) if b.gap else ("", "")
        for c in gaps.comparisons(graph)
        for b in c.bins
    }
    table = graph.query("gaps/by-bin")
    theirs = {}
    for row, cells in zip(table, table.cells(short_iris=True), strict=True):
        theirs[cells[0], cells[1], row["label"]] = ends(row["gap_low_pp"], row["gap_high_pp"])  # type: ignore[arg-type]
    assert ours == theirs


def test_bins_are_ranked_by_what_is_certain_and_places_are_ranges(graph: Graph) -> None:
    ranked = gaps.rank_bins(gaps.comparisons(graph))
    assert [(r.comparison.attack, r.bin.label) for r in ranked[:3]] == [
        ("attack:evasion", "100-1k"),
        ("attack:backdoor", "10-30%"),
        ("attack:model-stealing", "1k-100k"),
    ]
    # At most 30.3 against nobody: no gap for certain, yet it may be as large as 30.3, which only three surpass.
    last = ranked[-1]
    assert (last.bin.label, last.place, last.best, last.worst) == (">30%", 12, 4, 12)


def test_attacks_are_ranked_by_distance_and_by_reach(graph: Graph) -> None:
    found = gaps.comparisons(graph)
    by_distance = [(r.comparison.attack, r.best, r.worst) for r in gaps.rank_by_distance(found)]
    # 0.281 to 0.625 may lie before 0.561 and after 0.415.
    assert by_distance == [("attack:evasion", 1, 2), ("attack:model-stealing", 2, 3), ("attack:backdoor", 1, 3)]
    assert [r.comparison.attack for r in gaps.rank_by_reach(found)] == [
        "attack:evasion",
        "attack:model-stealing",
        "attack:backdoor",
    ]
    assert len(gaps.rank_by_reach(found, "answered")) == 2


def test_attention_keeps_the_base_of_every_column(graph: Graph) -> None:
    found = gaps.attention(graph)
    row = {r.attack: r for r in found.rows}["attack:poisoning"]
    # 18 / 88, 14 / 28, 2 / 17; 20.5 - 50.0.
    assert shown(*(row.cells[c].percent.low for c in ("papers", "organisations", "incidents"))) == (
        "20.5",
        "50.0",
        "11.8",
    )
    assert [row.cells[c].base.n for c in ("papers", "organisations", "incidents", "exercises", "art")] == [
        88,
        28,
        17,
        40,
        76,
    ]
    assert row.gap is not None and row.gap.interval is not None
    assert shown(row.gap.points.low) == ("-29.5",)
    assert row.join_status == "curator"
    assert row.cells["organisations"].interval is not None
    assert row.cells["organisations"].interval.marks == ("base inferred",)  # the table adds up to 29


def test_an_attack_without_figures_of_a_column_has_no_share_there(graph: Graph) -> None:
    row = {r.attack: r for r in gaps.attention(graph).rows}["attack:model-inversion"]
    assert (set(row.cells), row.gap) == ({"organisations", "art"}, None)


def test_the_places_of_the_columns_of_attention_are_those_of_their_figures(graph: Graph) -> None:
    for column in gaps.attention(graph).columns:
        study = graph.query("evidence/statements", study=column.study)
        places = {str(place) for place in study.column("locator")}
        if column.id != "papers":  # rows of papers are no statements
            assert column.locator in places, column.id


def test_knowledge_stands_beside_access_and_is_never_subtracted(graph: Graph) -> None:
    found = [a for a in gaps.knowledge(graph) if a.access == "access:know-parameters"]
    assert [(a.side, a.answer, *shown(a.share.percent.low)) for a in found] == [
        ("research", "none", "67.0"),
        ("research", "partial", "8.0"),
        ("research", "full", "25.0"),
        ("practice", "not accessible", "49.8"),
        ("practice", "access control", "25.8"),
        ("practice", "public", "7.7"),
    ]
    assert [a.share.base.n for a in found] == [88, 88, 88, 271, 271, 271]


def test_benchmark_defaults_stand_beside_what_practice_grants(graph: Graph) -> None:
    found = {b.label: b for b in gaps.benchmarks(graph, "evasion")}["1k-100k"]
    # 21 of 23 settings; 7.4 % of practice grant as much, 16.6 to 24.0 % at least as much.
    assert found.practice is not None and found.reach is not None
    assert shown(found.settings.percent.low, found.practice.percent.low) == ("91.3", "7.4")
    assert shown(found.reach.percent.low, found.reach.percent.high) == ("16.6", "24.0")
    assert found.settings.interval is None and found.settings.unit_basis == "not stated"


def test_awareness_is_told_per_label_with_its_status(graph: Graph) -> None:
    evasion = {a.label: a for a in gaps.awareness(graph)}["Evasion"]
    assert evasion.attack == "attack:evasion"
    assert [(answer, share.count, share.status, share.qualifier) for answer, share in evasion.answers] == [
        ("unfamiliar", 37, "derived", "read-off-figure"),
        ("familiar only", 32, "derived", "read-off-figure"),
        ("implemented or used", 14, "derived", "read-off-figure"),
    ]


def test_unknown_names_are_refused_and_no_figures_are_no_comparison(graph: Graph) -> None:
    assert gaps.comparisons(graph, "sponge") == ()
    with pytest.raises(UnknownNameError, match="nope"):
        gaps.comparisons(graph, "nope")
    with pytest.raises(ParameterError, match="everybody"):
        gaps.normalisation("everybody")


@pytest.fixture(scope="module")
def changed_ontology(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Graph]:
    """The graph with one text of the survey's file changed."""
    folder = tmp_path_factory.mktemp("changed")

    def opened(old: str, new: str) -> Graph:
        target = folder / f"ontology-{abs(hash((old, new)))}"
        shutil.copytree(shipped.ontology_dir(), target)
        file = target / "practice" / "grosse2024.ttl"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        return _open_folder(target)

    return opened


def _open_folder(folder: Path) -> Graph:
    from kg import modules
    from kg.library import Library
    from kg.store.embedded import EmbeddedEngine

    engine = EmbeddedEngine.load(modules.discover(folder))
    return Graph(engine, Library([(shipped.queries_dir(), "shipped")]))


def test_changing_one_number_of_one_file_changes_the_answer(changed_ontology: Callable[[str, str], Graph]) -> None:
    named = 'praxis:question "Q33" ;\n    praxis:reproducible true ;\n    praxis:role role:practice ;\n    praxis:share'
    with changed_ontology(f"{named} 4.8 ;", f"{named} 14.8 ;") as graph:
        comparison = one(graph, "evasion", "query-budget")
    found = {b.label: b for b in comparison.bins}["100-1k"]
    assert found.gap is not None and comparison.reach is not None
    # 8/11 - 14.8 = 57.9; all papers but the one above reach 10 points more: (2 x 54.4 + 8 x 38.8 + 24.0) / 11.
    assert shown(found.gap.points.low, comparison.reach.percent.high) == ("57.9", "40.3")


def test_a_count_above_its_base_is_refused_with_its_name(changed_ontology: Callable[[str, str], Graph]) -> None:
    with (
        changed_ontology(
            "bin:queries-100-1k ;\n    praxis:count 8 ;", "bin:queries-100-1k ;\n    praxis:count 80 ;"
        ) as graph,
        pytest.raises(gaps.FigureError, match=r"obs:grosse2024-table3-evasion-100-1k: 80 cannot be counted out of 11"),
    ):
        gaps.comparisons(graph, "evasion")
