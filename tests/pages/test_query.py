"""The query page without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import shipped

Open = Any


def test_a_question_of_the_library_is_answered_at_its_address(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="evasion")
    assert "72.7" in seen.texts
    assert "id/attack/evasion>" in seen.test.text_area[0].value
    assert seen.test.selectbox[0].value == "gaps/query-budget"
    assert "/api/answer/gaps/query-budget.csv?attack=evasion" in seen.links


def test_sparql_in_the_address_is_run(page: Open) -> None:
    seen = page("query", q="SELECT ?x WHERE { VALUES ?x { 1 2 3 } }")
    assert any(t.startswith("3 rows in ") for t in seen.texts)


def test_ask_and_construct_are_answered_too(page: Open) -> None:
    assert "true" in page("query", q="ASK { attack:evasion a praxis:Attack }").texts
    assert "attack:evasion" in page("query", q="CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }").text


def test_an_error_is_told_with_line_column_and_remedy(page: Open) -> None:
    seen = page("query", q="SELECT ?x WHERE {\n  ?x a praxis:Attack")
    assert any(t.startswith("line 2, column ") for t in seen.texts)
    assert seen.test.text_area[0].value.startswith("SELECT")


@pytest.mark.parametrize(
    "text", ["DELETE WHERE { ?s ?p ?o }", "SELECT * WHERE { SERVICE <http://e.example/> { ?s ?p ?o } }"]
)
def test_updates_and_remote_access_are_refused(page: Open, text: str) -> None:
    seen = page("query", q=text)
    assert not any("rows in" in t for t in seen.texts)
    assert any(n.get("a", {}).get("role") == "alert" for n in seen.nodes())


def test_running_changed_text_puts_it_into_the_address(page: Open) -> None:
    test = page("query", id="gaps/query-budget", attack="evasion").test
    test.text_area[0].set_value("SELECT (1 AS ?one) WHERE {}")
    test.button[0].click().run()
    assert test.query_params["q"] == "SELECT (1 AS ?one) WHERE {}"
    assert "id" not in test.query_params


def test_choosing_a_parameter_puts_it_into_the_address(page: Open) -> None:
    test = page("query", id="gaps/query-budget").test
    test.selectbox[1].select("model-stealing").run()
    assert test.query_params["attack"] == "model-stealing"
    assert "id/attack/model-stealing>" in test.text_area[0].value


def test_an_empty_answer_says_why(page: Open) -> None:
    assert (
        "No source in the graph states query budgets for this attack."
        in page("query", id="gaps/query-budget", attack="sponge").texts
    )


def test_a_long_answer_is_shown_in_a_grid_with_every_row(page: Open) -> None:
    seen = page("query", q="SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1234")
    assert any(t.startswith("1,234 rows in ") for t in seen.texts)
    assert len(seen.test.dataframe[0].value) == 1234


def test_an_answer_beyond_the_limit_is_marked_as_cut(page: Open) -> None:
    seen = page("query", q="SELECT ?a ?b WHERE { ?a a ?x . ?b a ?y }")
    assert any(t.startswith("cut after 10,000 rows") for t in seen.texts)


def test_a_chart_is_an_address_of_its_own(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="evasion", show="chart")
    assert len(seen.test.get("echarts_chart")) == 1
    assert "/query?id=gaps%2Fquery-budget&attack=evasion" in seen.links


def test_a_query_file_of_the_workspace_that_is_broken_is_named(page: Open, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "queries" / "own").mkdir(parents=True)
    (tmp_path / "queries" / "own" / "bad.rq").write_text("SELECT * WHERE {}", encoding="utf-8")
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    assert any("bad.rq:1" in t for t in page("query").texts)
