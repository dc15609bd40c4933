"""The published taxonomy and the published matrix, as their sources have them."""

from __future__ import annotations

from itertools import pairwise

from kg.graph import Graph

PUBLISHED = {
    "data-design": ["poisoning", "backdoor"],
    "training": ["adversarial-initialization", "weight-perturbation"],
    "model": ["model-stealing", "reverse-engineering", "membership-inference"],
    "deployment": ["evasion", "adversarial-reprogramming", "sponge"],
}

COLUMNS = {
    1: ("know-training-data", "X, Y"),
    2: ("know-test-data", "X_t, Y_t"),
    3: ("know-parameters", "\\omega"),
    4: ("alter-training-samples", "x"),
    5: ("alter-training-labels", "y"),
    6: ("alter-test-samples", "x_t"),
    7: ("observe-outputs", "F(\\omega, x)"),
}


def _slug(iri: object) -> str:
    return str(iri).rsplit("/", 1)[-1]


def _column(graph: Graph, text: str, name: str) -> list[str]:
    return [_slug(value) for value in graph.engine.select(text).column(name)]


def test_the_phases_are_the_published_four_in_their_order(graph: Graph) -> None:
    phases = _column(
        graph,
        """SELECT ?stage { ?stage a praxis:PipelineStage ; praxis:position ?place .
             FILTER NOT EXISTS { ?stage praxis:partOfStage ?whole } } ORDER BY ?place""",
        "stage",
    )
    assert phases == list(PUBLISHED)


def test_every_phase_leads_directly_to_the_next(graph: Graph) -> None:
    order = list(PUBLISHED)
    for stage, following in pairwise(order):
        assert graph.engine.ask(f"ASK {{ stage:{stage} praxis:directlyPrecedes stage:{following} }}")
    assert not graph.engine.ask("ASK { stage:deployment praxis:directlyPrecedes ?stage }")


def test_the_steps_form_one_chain_that_feeds_back_to_its_beginning(graph: Graph) -> None:
    chain = _column(
        graph,
        """SELECT ?step { ?step praxis:partOfStage ?phase ; praxis:position ?place .
             ?step praxis:directlyPrecedes* stage:feedback } ORDER BY ?place""",
        "step",
    )
    assert chain == [
        "data-collection", "labelling", "preprocessing", "model-training", "validation", "packaging", "serving",
        "monitoring", "feedback",
    ]  # fmt: skip
    assert _column(graph, "SELECT ?stage { stage:feedback praxis:feedsBackTo ?stage }", "stage") == ["data-collection"]


def test_no_step_of_an_earlier_phase_comes_after_one_of_a_later_phase(graph: Graph) -> None:
    backwards = """SELECT ?one ?two { ?one praxis:directlyPrecedes+ ?two .
        ?one praxis:partOfStage ?early . ?two praxis:partOfStage ?late .
        ?early praxis:position ?p . ?late praxis:position ?q . FILTER(?p > ?q) }"""
    assert graph.engine.select(backwards).rows == []


def test_the_published_figure_is_reproduced_by_strikes_at_and_by_placements(graph: Graph) -> None:
    for stage, attacks in PUBLISHED.items():
        strikes = f"SELECT ?a {{ ?a praxis:strikesAt stage:{stage} ; praxis:position ?place }} ORDER BY ?place"
        assert _column(graph, strikes, "a") == attacks
        placed = f"""SELECT ?a {{ ?p praxis:placesAttack ?a ; praxis:atStage stage:{stage} ; praxis:position ?place ;
            praxis:inPlacementScheme scheme:pipeline-2022 }} ORDER BY ?place"""
        assert _column(graph, placed, "a") == attacks


def test_the_seven_columns_of_the_matrix_stand_in_their_order_with_their_symbols(graph: Graph) -> None:
    table = graph.engine.select(
        "SELECT ?access ?symbol ?place { ?access praxis:symbol ?symbol ; praxis:position ?place } ORDER BY ?place"
    )
    assert {row["place"]: (_slug(row["access"]), row["symbol"]) for row in table} == COLUMNS


def test_a_backdoor_acts_before_and_after_training_and_stealing_acts_on_the_deployed_model(graph: Graph) -> None:
    acts = "SELECT ?s {{ attack:{} praxis:actsAt ?s }} ORDER BY ?s"
    assert _column(graph, acts.format("backdoor"), "s") == ["data-design", "deployment"]
    assert _column(graph, acts.format("model-stealing"), "s") == ["deployment"]
    assert _column(graph, acts.format("membership-inference"), "s") == ["deployment"]
