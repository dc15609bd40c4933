"""Where a hasty reader of the sources goes wrong, and whether the graph did.

Each test is one trap: a total that looks like a bin, a bound that looks like a share, a base that is
nowhere stated. The arithmetic is done here anew, with decimals, and not taken from the graph.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise

import pytest

from kg.graph import Graph
from tests.ontology.paper_grosse2024 import BY_KEY, TABLE_1, TABLE_1_SIGNS, Statement
from tests.ontology.test_paper_numbers import PAPER, Node, only, read_nodes, text_of

Nodes = dict[str, Node]

COLUMNS = (
    "access:know-training-data",
    "access:know-test-data",
    "access:know-parameters",
    "access:alter-training-samples",
    "access:alter-training-labels",
    "access:alter-test-samples",
    "access:observe-outputs",
)
DEGREES = {"requires": "R", "sometimesRequires": "S", "doesNotRequire": "N"}
PUBLISHED_PHASES = {
    "stage:data-design": {"attack:poisoning", "attack:backdoor"},
    "stage:training": {"attack:adversarial-initialization", "attack:weight-perturbation"},
    "stage:model": {"attack:model-stealing", "attack:reverse-engineering", "attack:membership-inference"},
    "stage:deployment": {"attack:evasion", "attack:adversarial-reprogramming", "attack:sponge"},
}


@pytest.fixture(scope="module")
def observations(graph: Graph) -> Nodes:
    """The numbers of the practitioner survey."""
    return read_nodes(graph, "Observation", "grosse2024")


@pytest.fixture(scope="module")
def bases(graph: Graph) -> Nodes:
    """All bases."""
    return read_nodes(graph, "Base")


@pytest.fixture(scope="module")
def bins(graph: Graph) -> Nodes:
    """All bins."""
    return read_nodes(graph, "Bin")


def obs(name: str) -> str:
    """The name of an observation of the study."""
    return f"obs:grosse2024-{name}"


def number(node: Node, name: str = "share") -> Decimal:
    """A number of an observation."""
    return Decimal(str(only(node, name)))


def note(node: Node) -> str:
    """The editors' notes on a thing."""
    return text_of(node, "skos:editorialNote")


def select(nodes: Nodes, **wanted: str | int) -> Nodes:
    """The things that have all these values."""
    return {
        name: node
        for name, node in nodes.items()
        if all(value in node.get(property_, set()) for property_, value in wanted.items())
    }


def people(printed: str, base: int) -> list[int]:
    """How many of `base` people give the printed share, rounded half up to the printed digits."""
    share = Decimal(printed.strip("%"))
    unit = Decimal(1).scaleb(int(share.as_tuple().exponent))
    return [k for k in range(base + 1) if (Decimal(100 * k) / base).quantize(unit, ROUND_HALF_UP) == share]


def bases_that_fit(*printed: str, up_to: int = 271) -> list[int]:
    """The sizes out of which whole numbers of people give all these shares."""
    return [n for n in range(1, up_to + 1) if all(people(share, n) for share in printed)]


def printed_shares(*keys: str) -> list[str]:
    """The printed forms of statements of the paper, by the start of their keys."""
    return [s.printed for s in BY_KEY.values() if s.kind == "share" and s.key.startswith(keys)]


# -- Table 3: totals, bins and budgets --


@pytest.mark.parametrize(
    ("attack", "total", "parts"),
    [("attack:evasion", 11, [2, 8, 1]), ("attack:model-stealing", 40, [5, 9, 16, 10])],
    ids=["evasion", "model stealing"],
)
def test_papers_in_the_unlimited_row_are_the_total_of_their_column(
    observations: Nodes, attack: str, total: int, parts: list[int]
) -> None:
    column = select(observations, role="role:research", onDimension="dim:query-budget", aboutAttack=attack)
    totals = select(column, observationKind="kind:total")
    assert [only(node, "count") for node in totals.values()] == [total]
    assert not any("bin" in node or "withBin" in node for node in totals.values())

    binned = select(column, observationKind="kind:bin")
    counts = [number(node, "count") for node in binned.values() if "count" in node]
    assert sum(counts) == total == sum(parts)
    assert Counter(count for count in counts if count) == Counter(Decimal(part) for part in parts)
    assert not select(binned, bin="bin:queries-unlimited"), "no paper stands in the unlimited bin"


def test_the_unlimited_row_of_practice_is_a_bin(observations: Nodes) -> None:
    node = observations[obs("table3-practice-unlimited")]
    assert only(node, "observationKind") == "kind:bin"
    assert only(node, "bin") == "bin:queries-unlimited"
    assert number(node) == Decimal("15.5")
    assert not select(observations, role="role:practice", observationKind="kind:total")


def test_practice_of_table_3_leaves_room_for_missing_answers(observations: Nodes) -> None:
    binned = select(observations, role="role:practice", onDimension="dim:query-budget", observationKind="kind:bin")
    assert len(binned) == 6
    assert sum(number(node) for node in binned.values()) == Decimal("80.9")


def test_the_unlimited_bin_has_no_ends(bins: Nodes) -> None:
    assert not {"lower", "upper"} & set(bins["bin:queries-unlimited"])


# -- Table 2: bounds, the figure printed twice, and what its practice column is --


@pytest.mark.parametrize(("name", "bound"), [("10-30", "10.7"), ("gt-30", "30.3")])
def test_starred_figures_of_table_2_are_estimated_bounds(observations: Nodes, name: str, bound: str) -> None:
    node = observations[obs(f"table2-practice-{name}")]
    assert number(node, "shareUpperBound") == Decimal(bound)
    assert "share" not in node
    assert "reproducible" not in node, "a bound is no share that people could give"
    assert only(node, "qualifier") == "qualifier:upper-bound"
    assert only(node, "status") == "status:estimated"


def test_only_the_starred_figures_are_estimated(observations: Nodes) -> None:
    estimated = {name for name, node in observations.items() if node["status"] == {"status:estimated"}}
    assert estimated == {obs("table2-practice-10-30"), obs("table2-practice-gt-30")}


def test_30_3_stands_twice_and_both_places_say_so(observations: Nodes) -> None:
    column = select(observations, role="role:practice", onDimension="dim:altered-data")
    twice = {
        name
        for name, node in column.items()
        if Decimal("30.3") in (node.get("share", set()) | node.get("shareUpperBound", set()))
    }
    assert twice == {obs("table2-practice-none"), obs("table2-practice-gt-30")}
    for name in twice:
        assert "30.3 stands twice" in note(column[name])


def test_practice_of_table_2_is_said_to_be_about_public_sources(observations: Nodes) -> None:
    column = select(observations, role="role:practice", onDimension="dim:altered-data")
    assert len(column) == 4
    for node in column.values():
        assert "Q28" in node["question"]
        assert "public sources" in note(node)
        assert "Q28" in note(node)


# -- dashes and stars --


def test_a_dash_or_a_star_is_kept_and_is_not_zero_on_its_own(observations: Nodes) -> None:
    signs = {
        name: node for name, node in observations.items() if str(only(node, "printedAs")) in {"—", "–", "-", "*", "∅"}
    }
    assert {name.removeprefix("obs:grosse2024-"): str(only(node, "printedAs")) for name, node in signs.items()} == {
        "table2-backdoor-none": "—",
        "table2-backdoor-gt-30": "—",
        "table3-evasion-none": "*",
        "table3-evasion-gt-100k": "—",
        "table3-stealing-none": "—",
    }
    zero = {name for name, node in signs.items() if node.get("count") == {0}}
    assert zero == {obs("table2-backdoor-gt-30"), obs("table3-evasion-gt-100k")}
    for name in set(signs) - zero:
        assert not {"count", "share", "shareUpperBound", "value"} & set(signs[name])
        assert "not 0" in note(signs[name])


def test_a_dash_read_as_zero_rests_on_a_formula_or_on_the_text(observations: Nodes) -> None:
    evasion = observations[obs("table3-evasion-gt-100k")]
    assert only(evasion, "status") == "status:derived"
    assert re.sub(r"\s", "", text_of(evasion, "formula")) == "11-(2+8+1)=0"
    backdoor = observations[obs("table2-backdoor-gt-30")]
    assert "Sect. 3.1" in text_of(backdoor, "locator")
    assert "text says" in note(backdoor)


def test_the_star_of_evasion_without_queries_means_transfer(observations: Nodes) -> None:
    node = observations[obs("table3-evasion-none")]
    assert only(node, "qualifier") == "qualifier:transferability"


def test_every_zero_is_accounted_for(observations: Nodes) -> None:
    zero = {name for name, node in observations.items() for p in ("count", "share", "value") if 0 in node.get(p, set())}
    assert zero == {obs("table2-backdoor-gt-30"), obs("table3-evasion-gt-100k")}


# -- bases --


def _shares_on_stated_271(observations: Nodes, bases: Nodes) -> Nodes:
    stated = select(bases, baseStatus="base-status:stated", n=271)
    return {name: node for name, node in observations.items() if only(node, "base") in stated}


def test_no_share_but_those_by_gender_states_its_base(observations: Nodes, bases: Nodes) -> None:
    stated = _shares_on_stated_271(observations, bases)
    shares = {name for name, node in stated.items() if {"share", "shareUpperBound"} & set(node)}
    assert shares == {obs("gender-male"), obs("gender-female")}


def test_no_other_figure_than_the_count_itself_has_the_stated_271_as_base(observations: Nodes, bases: Nodes) -> None:
    # A confidence level or a margin of error is no share of 271, and the limitations do not print 271.
    stated = _shares_on_stated_271(observations, bases)
    others = {name for name, node in stated.items() if not {"share", "shareUpperBound"} & set(node)}
    assert others == {obs("participants")}


def test_no_share_of_practice_is_without_base(observations: Nodes, bases: Nodes) -> None:
    for name, node in observations.items():
        assert only(node, "base") in bases, name
        if {"share", "shareUpperBound"} & set(node):
            assert bases[str(only(node, "base"))]["baseStatus"] != {"base-status:not-applicable"}, name


def test_an_inferred_base_gives_its_size_and_its_reasons(observations: Nodes, bases: Nodes) -> None:
    used = {str(only(node, "base")) for node in observations.values()}
    inferred = {name for name in used if bases[name]["baseStatus"] == {"base-status:inferred"}}
    assert {only(bases[name], "n") for name in inferred} == {271, 212, 121, 139, 11}
    for name in inferred:
        assert re.search(r"\d", note(bases[name])), f"{name} gives no arithmetic"


def test_the_base_of_q23_follows_from_arithmetic(bases: Nodes) -> None:
    shares = printed_shares("3.1 / Q23 / ")
    assert sum(Decimal(share.strip("%")) for share in shares) == 100
    fitting = bases_that_fit(*shares)
    # Figure 1 prints 6.6 for the same people as a share of 271: only one size gives that number of people.
    outsiders = set(people("6.6", 271))
    assert [n for n in fitting if outsiders & set(people("8.5", n))] == [212]
    base = bases["base:grosse2024-q23"]
    assert only(base, "n") == 212
    assert only(base, "baseStatus") == "base-status:inferred"
    assert set(re.findall(r"\b\d{3}\b", note(base))) >= {str(n) for n in fitting}


def test_the_base_of_closed_training_data_follows_from_arithmetic(bases: Nodes) -> None:
    assert people("57.1", 212) == [121]
    assert bases_that_fit(*printed_shares("3.1 / Q23 x Q28 / closed data")) == [121, 242]
    base = bases["base:grosse2024-q23-none"]
    assert only(base, "n") == 121
    assert only(base, "baseStatus") == "base-status:inferred"


def test_the_base_of_q21_is_unknown(observations: Nodes, bases: Nodes) -> None:
    fitting = bases_that_fit(*printed_shares("3.1 / Q21 / "))
    assert len(fitting) > 1, "several sizes fit, so none can be inferred"
    assert 271 not in fitting
    answers = select(observations, question="Q21")
    assert len(answers) == 2
    for node in answers.values():
        base = bases[str(only(node, "base"))]
        assert only(base, "baseStatus") == "base-status:unknown"
        assert "n" not in base
        assert "reproducible" not in node, "without a base nothing can be reproduced"
        assert set(re.findall(r"\b\d{3}\b", note(base))) >= {str(n) for n in fitting}


def test_the_location_of_participants_fits_no_base_but_271() -> None:
    assert bases_that_fit(*printed_shares("2.3 / location / ")) == [271]


def _irreproducible(observations: Nodes, bases: Nodes, size: int) -> tuple[set[str], set[str]]:
    """Shares as printed on an inferred base: those no number of people gives, and those the graph says so of."""
    computed, marked = set(), set()
    for name, node in observations.items():
        base = bases[str(only(node, "base"))]
        if base.get("n") != {size} or base["baseStatus"] != {"base-status:inferred"} or "share" not in node:
            continue
        if only(node, "status") != "status:published" or only(node, "qualifier") != "qualifier:as-printed":
            continue
        assert "reproducible" in node, f"{name} is printed on an inferred base and not said to fit or not"
        if not people(str(only(node, "printedAs")), size):
            computed.add(name)
        if node["reproducible"] == {False}:
            marked.add(name)
    return computed, marked


def test_shares_that_no_number_of_271_gives_are_exactly_the_marked_ones(observations: Nodes, bases: Nodes) -> None:
    computed, marked = _irreproducible(observations, bases, 271)
    assert computed == marked
    assert {str(only(observations[name], "printedAs")) for name in marked} == {
        # 48.1 and 24.3 fit no k / 271 either, but their base is unknown rather than inferred.
        *("15.6%", "20.4%", "4.7%", "34.6%", "35.3%", "44.5%", "5.1%", "11.3%", "9.3%"),
    }


@pytest.mark.parametrize("size", [212, 121, 139])
def test_on_the_other_inferred_bases_every_share_fits(observations: Nodes, bases: Nodes, size: int) -> None:
    assert _irreproducible(observations, bases, size) == (set(), set())


def test_what_is_marked_irreproducible_says_so_in_words(observations: Nodes) -> None:
    marked = select(observations, reproducible=False)
    assert marked
    for name, node in marked.items():
        assert re.search(r"\bk / 271\b|sum of", note(node)), name


def test_no_count_of_people_is_invented(observations: Nodes) -> None:
    counted = {name for name, node in select(observations, role="role:practice").items() if "count" in node}
    assert counted == {obs("participants")}


# -- Figures 1 to 3 --


def test_figure_1_speaks_of_outsiders(observations: Nodes, bases: Nodes) -> None:
    node = observations[obs("fig1-training-data")]
    assert number(node) == Decimal("6.6")
    assert only(node, "standpoint") == "standpoint:outsider"
    assert only(node, "withBin") == "bin:training-data-access-public"
    assert people("6.6", 271) == people("8.5", 212) == [18]
    assert only(bases[str(only(node, "base"))], "n") == 271
    for told in ("Q23", "271", "212", "18"):
        assert told in note(node)
    both = observations[obs("fig1-training-and-test-data")]
    assert both["within"] == {obs("fig1-training-data")}


def test_figures_1_to_3_speak_of_outsiders_only(observations: Nodes) -> None:
    figures = {name: node for name, node in observations.items() if "Figure " in text_of(node, "locator")}
    assert len(figures) == 10
    for name, node in figures.items():
        assert only(node, "standpoint") == "standpoint:outsider", name


def test_figure_2_is_mapped_to_no_answer_on_test_data(observations: Nodes) -> None:
    test_data = [number(observations[obs(f"q26-{level}")]) for level in ("access-control", "public")]
    assert sum(test_data) == Decimal("28.3")
    for name in ("fig2-white-box", "fig2-black-box"):
        node = observations[obs(name)]
        assert not {"bin", "withBin", "givenBin", "onDimension"} & set(node)
        assert node["question"] == {"Q24", "Q33"}
    black_box = observations[obs("fig2-black-box")]
    assert number(black_box) > sum(test_data)
    assert "28.3" in note(black_box)


def test_black_box_evasion_includes_white_box_evasion(observations: Nodes) -> None:
    assert observations[obs("fig2-white-box")]["within"] == {obs("fig2-black-box")}
    assert "4.1" in note(observations[obs("fig2-black-box")])


def test_a_seventh_of_figure_3_is_noted_as_what_it_is(observations: Nodes) -> None:
    open_anyway, queried = (
        observations[obs("fig3-model-also-accessible")],
        observations[obs("fig3-outputs-and-queries")],
    )
    ratio = (100 * number(open_anyway) / number(queried)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert ratio == Decimal("11.6")
    assert number(open_anyway) == Decimal("4.1")
    assert "seventh" in note(open_anyway)
    assert str(ratio) in note(open_anyway)


@pytest.mark.parametrize(
    ("name", "access_class"),
    [
        ("fig1-training-and-test-data", "academic-threat-model"),
        ("fig1-training-data-only", "insufficient-access"),
        ("fig2-white-box", "white-box"),
        ("fig2-black-box", "black-box"),
        ("fig3-outputs-and-queries", "academic-threat-model"),
        ("fig3-model-also-accessible", "obsolete"),
        ("fig3-outputs-only", "rarely-studied"),
    ],
)
def test_figures_have_classes_of_their_own(observations: Nodes, name: str, access_class: str) -> None:
    assert only(observations[obs(name)], "accessClass") == f"access-class:{access_class}"


def test_all_classes_of_the_figures_exist(graph: Graph) -> None:
    classes = set(read_nodes(graph, "AccessClass"))
    assert classes >= {
        f"access-class:{name}"
        for name in (
            "no-access",
            "insufficient-access",
            "academic-threat-model",
            "white-box",
            "black-box",
            "rarely-studied",
            "obsolete",
            "incomplete-or-irrelevant",
        )
    }


def test_what_no_caption_or_text_prints_is_marked_as_derived(observations: Nodes) -> None:
    for name, formula, minuend in (
        ("fig1-training-data-only", "6.6-4.7=1.9", "fig1-training-data"),
        ("fig3-outputs-only-derived", "44.5-35.3=9.2", "fig3-outputs"),
    ):
        node, whole = observations[obs(name)], observations[obs(minuend)]
        assert only(node, "status") == "status:derived"
        for same in ("locator", "base", "aboutAttack", "role", "standpoint", "question"):
            assert node.get(same) == whole.get(same), f"{name} differs in its {same}"
        assert re.sub(r"\s", "", text_of(node, "formula")) == formula
        left, minus, right = re.split(r"[-=]", formula)
        assert Decimal(left) - Decimal(minus) == Decimal(right) == number(node)


# -- figures that exceed their wholes --


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("q24xq33-unconstrained", "q24-public"),
        ("q24xq33-100k-100m", "table3-practice-gt-100k"),
        ("fig3-outputs", "q25-public"),
    ],
)
def test_a_part_that_exceeds_its_whole_is_recorded_as_a_conflict(observations: Nodes, part: str, whole: str) -> None:
    node = observations[obs(part)]
    assert number(node) > number(observations[obs(whole)])
    assert obs(whole) in node["conflictsWith"]
    assert str(number(observations[obs(whole)])) in note(node)
    assert obs(whole) not in node.get("within", set())


def test_few_queries_by_input_size_exceed_few_queries_at_large(observations: Nodes) -> None:
    parts = select(observations, withBin="bin:query-limit-lt-10")
    whole = observations[obs("table3-practice-lt-100")]
    assert sum(number(node) for node in parts.values()) == Decimal("26.3") > number(whole)
    assert len(parts) == 3
    for node in parts.values():
        assert node["conflictsWith"] == {obs("table3-practice-lt-100")}
        assert "26.3" in note(node)


def test_public_models_by_queries_exceed_public_models(observations: Nodes) -> None:
    parts = select(observations, observationKind="kind:combination", withBin="bin:model-access-public")
    assert len(parts) == 4
    assert sum(number(node) for node in parts.values()) == Decimal("16.6") > number(observations[obs("q24-public")])
    for name, node in parts.items():
        assert obs("q24-public") in node["conflictsWith"], name


def test_finer_answers_on_queries_are_no_part_of_the_bins_of_table_3(bins: Nodes) -> None:
    finer = select(bins, ofDimension="dim:query-limit-detailed")
    assert len(finer) == 5
    assert not any("partOfBin" in node for node in finer.values())


def test_no_part_exceeds_its_whole_where_the_graph_calls_it_a_part(observations: Nodes) -> None:
    parts = {name: node for name, node in observations.items() if "within" in node}
    assert parts
    for name, node in parts.items():
        assert number(node) <= number(observations[str(only(node, "within"))]), name
        assert not node["within"] & node.get("conflictsWith", set()), name


# -- the threat matrix --


def test_the_threat_matrix_has_the_printed_cells(graph: Graph) -> None:
    models = read_nodes(graph, "ThreatModel", "grosse2024")
    for attack, printed in TABLE_1.items():
        node = models[f"model:{attack.replace(' ', '-')}-grosse2024"]
        assert only(node, "status") == "status:published"
        assert only(node, "ofAttack") == f"attack:{attack.replace(' ', '-')}"
        assert "Table 1" in text_of(node, "locator")
        cells = {access: letter for degree, letter in DEGREES.items() for access in node.get(degree, set())}
        assert sum(len(node.get(degree, set())) for degree in DEGREES) == len(COLUMNS) == len(cells)
        assert [cells[column] for column in COLUMNS] == [sign.rstrip("*") for sign in printed]
    published = {name for name, node in models.items() if node["status"] == {"status:published"}}
    assert len(published) == 3, "everything beside the three printed rows is derived"
    assert sum(len(row) for row in TABLE_1.values()) == 21


def test_the_star_of_the_matrix_is_an_alternative_of_both_starred_accesses(graph: Graph) -> None:
    models = read_nodes(graph, "ThreatModel", "grosse2024")
    alternatives = read_nodes(graph, "Alternative")
    for attack, printed in TABLE_1.items():
        node = models[f"model:{attack.replace(' ', '-')}-grosse2024"]
        starred = {column for column, sign in zip(COLUMNS, printed, strict=True) if sign.endswith("*")}
        options: set[object] = set()
        for alternative in node.get("requiresOneOf", set()):
            options |= alternatives[str(alternative)]["option"]
        assert options == starred


def test_the_expected_matrix_is_the_printed_one() -> None:
    if not PAPER.is_file():
        pytest.skip("the text of the paper is not shipped; this test needs it beside the repository")
    for line in PAPER.read_text(encoding="utf-8").splitlines():
        attack, *cells = line.split("\t")
        if len(cells) == len(COLUMNS) and (found := re.match(r"([\w ]+) \(", attack)):
            assert tuple(TABLE_1_SIGNS[cell] for cell in cells) == TABLE_1[found[1].lower()]


# -- the interview study and the published grouping --


def test_the_commentary_is_a_secondary_source(graph: Graph) -> None:
    study = read_nodes(graph, "InterviewStudy")["study:bieringer2022"]
    assert only(study, "sourceType") == "secondary"
    assert "not read" in note(study)


@pytest.mark.parametrize("class_name", ["Claim", "Observation", "Placement"])
def test_whatever_comes_from_the_interview_study_is_secondary(graph: Graph, class_name: str) -> None:
    told = read_nodes(graph, class_name, "bieringer2022")
    assert told
    assert not [name for name, node in told.items() if node.get("sourceType") != {"secondary"}]


def test_the_practitioner_survey_was_read_itself(graph: Graph) -> None:
    for class_name in ("Claim", "Observation"):
        told = read_nodes(graph, class_name, "grosse2024")
        # Of what a law asks the survey is itself a second-hand source.
        own = {name: node for name, node in told.items() if node.get("claimKind") != {"claim-kind:demand"}}
        assert own
        assert not [name for name, node in own.items() if node.get("sourceType") == {"secondary"}]


def test_the_published_grouping_has_ten_attacks_in_four_phases(graph: Graph) -> None:
    placements = read_nodes(graph, "Placement", "bieringer2022")
    grouped: dict[str, set[str]] = {}
    for node in placements.values():
        assert only(node, "status") == "status:published"
        grouped.setdefault(str(only(node, "atStage")), set()).add(str(only(node, "placesAttack")))
    assert grouped == PUBLISHED_PHASES
    assert len(placements) == 10


def test_the_phases_stand_in_the_published_order(graph: Graph) -> None:
    stages = read_nodes(graph, "PipelineStage")
    for earlier, later in pairwise(PUBLISHED_PHASES):
        assert later in stages[earlier].get("directlyPrecedes", set())


def test_an_attack_strikes_at_the_phase_it_is_published_under_and_no_other(graph: Graph) -> None:
    attacks = read_nodes(graph, "Attack")
    for phase, placed in PUBLISHED_PHASES.items():
        for attack in placed:
            assert attacks[attack].get("strikesAt") == {phase}, attack


# -- the same number for different things --


def test_4_1_has_six_meanings(observations: Nodes) -> None:
    same = {name: node for name, node in observations.items() if node.get("share") == {Decimal("4.1")}}
    assert len(same) == len([s for s in BY_KEY.values() if _is_4_1(s)]) == 6
    meant = ("question", "onDimension", "bin", "withBin", "givenBin", "underCondition", "aboutAttack", "base")
    for (one, first), (other, second) in combinations(same.items(), 2):
        assert any(first.get(name) != second.get(name) for name in meant), f"{one} and {other} mean the same"


def _is_4_1(statement: Statement) -> bool:
    return statement.kind == "share" and statement.number == Decimal("4.1")
