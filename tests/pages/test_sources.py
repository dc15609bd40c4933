"""The page of sources and the classes on the card of an attack, against the papers and the rules of the reasoner."""

from __future__ import annotations

from typing import Any

import pytest

from app import session, standing
from app.card import classes

Open = Any


def test_secondary_sources_are_marked(page: Open) -> None:
    assert "seen as secondary source" in page("sources").texts


def test_contradictions_within_a_study_are_listed(page: Open) -> None:
    text = page("sources", study="grosse2024").text
    assert "Figures that contradict each other" in text
    assert "8.9%" in text
    assert "7.7%" in text


def test_a_study_tells_under_which_terms_its_source_is_published_or_that_nobody_saw(page: Open) -> None:
    seen = page("sources", study="backdoorbench")
    assert "https://creativecommons.org/licenses/by-nc/4.0/" in seen.links
    assert "not seen, which is no permission" in page("sources", study="kaggle2021").text


@pytest.mark.slow
@pytest.mark.parametrize("view", standing.PARTS)
def test_the_count_on_a_tab_is_the_number_of_rows_below_it(page: Open, view: str) -> None:
    seen = page("sources", view=view)
    count = next(int(t.split()[-1]) for t in seen.texts if t.rpartition(" ")[0] == standing.PARTS[view].name)
    tables = [n for n in seen.nodes() if n["t"] == "tbody"]
    assert sum(len(t["k"]) for t in tables) == count > 0


@pytest.mark.parametrize("view", [v for v in standing.PARTS if v not in ("disagreements", "unseen")])
def test_every_row_leads_to_its_statement_and_to_its_source(page: Open, view: str) -> None:
    rows = [row for n in page("sources", view=view).nodes() if n["t"] == "tbody" for row in n["k"]]
    for row in rows:
        assert len([1 for cell in row["k"] if "href" in str(cell)]) >= 2


def test_only_the_two_starred_bounds_of_table_2_are_estimated(page: Open) -> None:
    seen = page("sources", view="estimated")
    assert [t for t in seen.texts if t.startswith("* <")] == ["* <10.7%", "* <30.3%"]
    assert "/sources?view=estimated" in seen.links


def test_a_part_can_be_narrowed_to_one_study_and_the_tabs_keep_it(page: Open) -> None:
    seen = page("sources", view="bases", study="grosse2024")
    assert "48.1%" in seen.texts
    assert "boenisch2021" not in seen.texts
    assert "/sources?view=derived&study=grosse2024" in seen.links


def test_an_empty_part_says_why(page: Open) -> None:
    seen = page("sources", view="estimated", study="he2022")
    assert "The graph holds nothing with this status from this source." in seen.texts


def test_where_two_sources_place_an_attack_both_are_shown(page: Open) -> None:
    seen = page("sources", view="disagreements")
    # Poisoning: Data/Design in the pipeline of 2022, Training in NIST AI 100-2.
    assert "Sources that disagree (3)" in seen.texts
    assert {"Data/Design", "Training", "nist-ai-100-2", "bieringer2022"} <= set(seen.texts)


def test_an_unknown_part_is_named(page: Open) -> None:
    assert any(t.startswith("Unknown view") for t in page("sources", view="nothing").texts)


def test_an_inferred_class_stands_on_the_card_with_its_reason(page: Open) -> None:
    text = page("attack", id="adversarial-patch").text
    assert "attacker must act on the deployed system : acts at “Deployment” (as does “Evasion”)." in text


def test_a_threat_model_tells_its_class_and_why(page: Open) -> None:
    text = page("attack", id="model-stealing").text
    assert "Black-box threat model" in text
    assert "does not require “Know the parameters”" in text


def test_every_inferred_class_of_the_shipped_module_is_explained_by_a_fact() -> None:
    graph = session.graph()
    inferred = graph.engine.select(
        "SELECT ?thing ?class { GRAPH <https://w3id.org/threatpraxis/module/inferred> { ?thing a ?class }"
        " ?class rdfs:label ?l }"
    )
    explained = {(r["thing"], r["class"]) for r in graph.query("evidence/classes") if r["how"] == "inferred"}
    assert {(r["thing"], r["class"]) for r in inferred} == explained


def test_without_the_inferred_module_the_card_says_that_only_stated_classes_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.components.dom import text_of
    from kg.graph import open_graph

    with open_graph(in_process=True, inferred=False) as stated:
        monkeypatch.setattr(session, "graph", lambda: stated)
        nodes, asked = classes.section("evasion")
    assert "the inferred module is switched off" in text_of(nodes)
    assert {row["how"] for row in asked[0].rows} == {"stated"}


def test_a_threat_model_that_only_we_state_is_not_called_published(page: Open) -> None:
    ours, theirs = page("attack", id="adversarial-patch"), page("attack", id="evasion")
    assert not any("published threat model" in t for t in ours.texts)
    assert any("our own reading, which no source we have seen states" in t for t in ours.texts)
    assert any("published threat model and derived variants" in t for t in theirs.texts)
