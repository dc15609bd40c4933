"""The query page without a browser."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from app.components.network import LIMIT, network
from app.query import downloads, running, snippets
from app.views import query as view
from kg import shipped
from kg.results import Term, Triple
from kg.terms import expand

Open = Any
CONSTRUCT = "CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }"


def editor(seen: Any) -> dict[str, Any]:
    """What the editor was told."""
    told = [json.loads(piece.proto.json) for piece in seen.test.get("bidi_component")]
    (found,) = [t for t in told if "version" in t]
    return found


def shown_as(seen: Any) -> list[str]:
    """The ways in which an answer can be shown, the present one first."""
    tabs = next(n for n in seen.nodes() if n.get("a", {}).get("aria-label") == "Show as")
    return [t["k"][0] for t in sorted(tabs["k"], key=lambda t: "aria-current" not in t["a"])]


def test_a_question_of_the_library_is_answered_at_its_address(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="evasion")
    assert "72.7" in seen.texts
    assert seen.test.selectbox[0].value == "gaps/query-budget"
    assert seen.test.selectbox[1].value == "evasion"
    assert "id/attack/evasion>" in seen.text
    assert editor(seen)["compact"] is True
    assert "/query?id=gaps%2Fquery-budget&attack=evasion&edit=1" in seen.links


def test_a_question_can_be_edited_as_sparql_beside_its_form(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="evasion", edit="1")
    assert editor(seen)["compact"] is False
    assert "id/attack/evasion>" in editor(seen)["text"]
    assert "72.7" in seen.texts


def test_sparql_in_the_address_is_run(page: Open) -> None:
    seen = page("query", q="SELECT ?x WHERE { VALUES ?x { 1 2 3 } }")
    assert any(t.startswith("3 rows in ") for t in seen.texts)
    assert editor(seen)["text"] == "SELECT ?x WHERE { VALUES ?x { 1 2 3 } }"


def test_ask_and_construct_are_answered_too(page: Open) -> None:
    assert "true" in page("query", q="ASK { attack:evasion a praxis:Attack }").texts
    assert "attack:evasion" in page("query", q=CONSTRUCT, show="turtle").text


def test_statements_are_drawn_with_links_and_the_turtle_is_one_click_away(page: Open) -> None:
    seen = page("query", q=CONSTRUCT)
    assert shown_as(seen) == ["Drawing", "Turtle"]
    assert "Evasion" in seen.texts  # the thing in the middle bears its label
    assert "/taxonomy?id=deployment" in seen.links
    assert not any(n["t"] in ("image", "foreignObject", "script", "style") for n in seen.nodes())


def test_a_drawing_is_bounded_and_says_what_it_leaves_out(page: Open) -> None:
    seen = page("query", q="CONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 500")
    boxes = [n for n in seen.nodes() if n["t"] == "rect"]
    assert len(boxes) == LIMIT
    assert any(t.startswith(f"Drawn are the {LIMIT} best connected of ") for t in seen.texts)


def test_an_error_is_told_with_line_column_and_remedy(page: Open) -> None:
    seen = page("query", q="SELECT ?x WHERE {\n  ?x a praxis:Attack")
    assert any(t.startswith("line 2, column ") for t in seen.texts)
    assert editor(seen)["text"].startswith("SELECT")


@pytest.mark.parametrize(
    "text", ["DELETE WHERE { ?s ?p ?o }", "SELECT * WHERE { SERVICE <http://e.example/> { ?s ?p ?o } }"]
)
def test_updates_and_remote_access_are_refused(page: Open, text: str) -> None:
    seen = page("query", q=text)
    assert not any("rows in" in t for t in seen.texts)
    assert any(n.get("a", {}).get("role") == "alert" for n in seen.nodes())


def run_text(name: str, text: str) -> None:
    """A page on which the user has just run a text; Streamlit runs its source, so it stands alone."""
    import streamlit as st

    from app.views import query

    if not st.session_state.get("sent"):
        st.session_state["sent"] = True
        query.draw()
        query.run(text)
        st.rerun()
    query.draw()


@pytest.mark.parametrize(
    ("address", "text", "after"),
    [
        ({"id": "gaps/query-budget", "attack": "evasion", "edit": "1"}, "SELECT (1 AS ?one) WHERE {}",
         {"q": "SELECT (1 AS ?one) WHERE {}"}),
        ({"q": "SELECT (1 AS ?one) WHERE {}", "show": "grid"}, "SELECT (1 AS ?one) WHERE {}",
         {"q": "SELECT (1 AS ?one) WHERE {}", "show": "grid"}),
        ({"q": "ASK {}"}, "  ", {"q": "ASK {}"}),
    ],
)  # fmt: skip
def test_a_text_that_is_run_goes_into_the_address(address: dict[str, str], text: str, after: dict[str, str]) -> None:
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_function(run_text, kwargs={"name": "query", "text": text}, default_timeout=30)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    # AppTest keeps a list per name once the script has written one.
    assert {n: "".join(v) for n, v in test.query_params.items()} == after


def test_what_the_user_ran_is_not_put_into_the_editor_again(page: Open) -> None:
    seen = page("query", q="SELECT (1 AS ?one) WHERE {}")
    first = editor(seen)["version"]
    seen.test.query_params["show"] = "grid"
    seen.test.run()
    assert editor(seen)["version"] == first
    seen.test.query_params["q"] = "SELECT (2 AS ?two) WHERE {}"
    seen.test.run()
    assert editor(seen)["version"] == first + 1


def test_another_view_of_an_answer_asks_nothing_anew(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = running.ask
    monkeypatch.setattr(running, "ask", lambda graph, text, name: asked.append(text) or ask(graph, text, name))
    seen = page("query", q="SELECT ?x WHERE { VALUES ?x { 1 2 3 } }")
    seen.test.query_params["show"] = "grid"
    seen.test.run()
    assert len(seen.test.dataframe[0].value) == 3
    assert len(asked) == 1


def test_choosing_a_parameter_puts_it_into_the_address(page: Open) -> None:
    test = page("query", id="gaps/query-budget").test
    test.selectbox[1].select("model-stealing").run()
    assert test.query_params["attack"] == "model-stealing"
    assert test.query_params["id"] == "gaps/query-budget"


def test_an_empty_answer_says_why(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="sponge")
    assert "No source in the graph states query budgets for this attack." in seen.texts


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { { ?s praxis:strikesAt ?x } { ?x praxis:noSuch ?y } }", "speaks of praxis:noSuch"),
        ("SELECT * { ?s a praxis:Attack FILTER(1 > 2) }", "it removes all of them: FILTER(1 > 2)"),
        ("SELECT * { GRAPH <x:nowhere> { ?s ?p ?o } }", "There is no graph <x:nowhere>"),
    ],
)
def test_an_empty_answer_to_a_typed_query_says_why(page: Open, query: str, said: str) -> None:
    assert said in page("query", q=query).text


def test_a_value_that_names_nothing_is_told(page: Open) -> None:
    assert any("evasoin" in t for t in page("query", id="gaps/query-budget", attack="evasoin").texts)


def test_a_long_answer_has_pages_with_addresses_and_every_row_in_a_grid(page: Open) -> None:
    text = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1234"
    seen = page("query", q=text)
    assert any(t.startswith("1,234 rows in ") for t in seen.texts)
    assert "Rows 1 to 200 of 1,234" in seen.texts
    last = page("query", q=text, **{"from": "1201"})
    assert "Rows 1,201 to 1,234 of 1,234" in last.texts
    assert sum(1 for n in last.nodes() if n["t"] == "tr") == 1 + 34
    assert len(page("query", q=text, show="grid").test.dataframe[0].value) == 1234


@pytest.mark.parametrize("value", ["0", "-5", "x", "99999", "999999999999999999"])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(page: Open, value: str) -> None:
    seen = page("query", q="SELECT ?s WHERE { ?s ?p ?o } LIMIT 250", **{"from": value})
    assert any(t.startswith("Rows ") for t in seen.texts)


def test_an_answer_beyond_the_limit_is_marked_as_cut(page: Open) -> None:
    seen = page("query", q="SELECT ?a ?b WHERE { ?a a ?x . ?b a ?y }")
    assert any(t.startswith("cut after 10,000 rows") for t in seen.texts)


def test_a_chart_is_an_address_of_its_own(page: Open) -> None:
    seen = page("query", id="gaps/query-budget", attack="evasion", show="chart")
    assert "/query?id=gaps%2Fquery-budget&attack=evasion" in seen.links
    assert shown_as(seen)[0] == "Chart"


@pytest.mark.parametrize(
    ("query_id", "values", "drawn"),
    [
        ("gaps/by-bin", {"attack": "evasion", "dimension": "query-budget"}, "tp-mirror"),
        ("taxonomy/needs", {"attack": "evasion"}, "tp-needs"),
        ("taxonomy/subtree", {"root": "sponge"}, "tp-tree"),
        ("taxonomy/stages", {}, "tp-tree"),
    ],
)
def test_the_front_matter_says_which_chart(page: Open, query_id: str, values: dict[str, str], drawn: str) -> None:
    seen = page("query", id=query_id, show="chart", **values)
    assert any(drawn in n.get("c", "").split() for n in seen.nodes())


def test_a_table_of_texts_and_numbers_is_drawn_as_bars(page: Open) -> None:
    seen = page("query", q='SELECT ?name ?n { VALUES (?name ?n) { ("a" 1) ("b" 2) } }', show="chart")
    assert len(seen.test.get("echarts_chart")) == 1


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ({"q": "ASK {}"}, ["csv", "tsv", "json", "xml"]),
        ({"q": CONSTRUCT}, ["ttl", "nt"]),
        ({"id": "gaps/query-budget", "attack": "evasion"}, ["csv", "tsv", "json", "xml"]),
    ],
)
def test_every_form_of_file_is_offered(page: Open, address: dict[str, str], files: list[str]) -> None:
    offered = [link for link in page("query", **address).links if link.startswith("/api/download/")]
    assert [link.partition("?")[0].rpartition(".")[2] for link in offered] == files


def test_no_file_is_offered_at_an_address_that_no_server_reads() -> None:
    text = "SELECT * { ?s ?p '" + "x" * 60_000 + "' }"
    assert downloads.offered(text, {"q": text}) == {}


def test_a_query_file_of_the_workspace_is_a_form_and_a_broken_one_shows_where(
    page: Open, tmp_path: Path, monkeypatch: Any
) -> None:
    folder = tmp_path / "queries" / "own"
    folder.mkdir(parents=True)
    (folder / "good.rq").write_text(
        "#+ title: Good\n#+ question: Which numbers are above this one?\n#+ parameters:\n"
        "#+   least: {type: integer, label: Least, default: 2}\n#+   word: {type: string, label: Word}\n"
        "SELECT ?n WHERE {\n  VALUES ?least { UNDEF }\n  VALUES ?word { UNDEF }\n"
        "  VALUES ?n { 1 2 3 }\n  FILTER(?n >= ?least)\n}\n"
    )
    (folder / "bad.rq").write_text("#+ title: Bad\n#+ qestion: Oops?\nSELECT * WHERE {}\n", encoding="utf-8")
    (folder / "syntax.rq").write_text(
        "#+ title: Syntax\n#+ question: What?\nSELECT * WHERE {\n  ?s ?p ?o FLTER(?o = 1)\n}\n", encoding="utf-8"
    )
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    start = page("query")
    assert "Which numbers are above this one?" in start.texts
    assert any("bad.rq:2" in t for t in start.texts)
    good = page("query", id="own/good")
    assert any(t.startswith("2 rows in ") for t in good.texts)
    assert good.test.number_input[0].value == 2
    good.test.number_input[0].set_value(3).run()
    assert good.test.query_params["least"] == "3"
    bad = page("query", id="own/bad")
    wrong = next(n for n in bad.nodes() if n.get("c") == "tp-wrong")
    assert wrong["a"]["value"] == "2"
    assert "qestion" in bad.text
    syntax = page("query", id="own/syntax")
    wrong = next(n for n in syntax.nodes() if n.get("c") == "tp-wrong")
    assert "FLTER" in wrong["k"][0]["k"][0]


def test_a_needed_value_that_is_missing_is_asked_for(page: Open) -> None:
    seen = page("query", id="evidence/thing")
    assert "evidence/thing needs a value for thing." in seen.texts
    assert seen.test.text_input[0].label == "Thing (needed)"


@pytest.mark.parametrize(
    "text", ["plain", 'a "quoted" \\ one', '"""', "it's $HOME `x`", ')-"', 'ends in "', "two\nlines"]
)
def test_snippets_say_the_query_exactly(text: str) -> None:
    found = snippets.of_text("http://127.0.0.1:1/", text)
    assert shlex.split(found["curl"].replace("\\\n", ""))[-1] == f"query={text}"
    scope: dict[str, str] = {}
    code = found["Python"]
    exec(code[code.index("query = ") : code.index("answer = ")], scope)  # noqa: S102  # the very lines a reader copies
    assert scope["query"] == text
    raw = found["R"]
    opening = raw[raw.index('r"') + 2 : raw.index("(", raw.index('r"'))]
    assert raw[raw.index("(", raw.index('r"')) + 1 :].partition(f'){opening}"')[0] == text


def test_a_drawing_puts_what_a_thing_points_to_at_its_right_and_the_rest_at_its_left() -> None:
    def term(name: str) -> Term:
        return Term("iri", expand(name) or "")

    drawing = network(
        [Triple(term("attack:a"), term("praxis:x"), term("attack:b")),
         Triple(term("attack:a"), term("praxis:y"), term("attack:b")),
         Triple(term("attack:c"), term("praxis:x"), term("attack:a")),
         Triple(term("attack:a"), term("skos:prefLabel"), Term("literal", "In the middle"))]
    )  # fmt: skip
    assert drawing is not None
    svg = drawing.node["k"][0]
    x = {n["k"][0]["k"][0].rpartition("/")[2]: float(n["k"][1]["a"]["x"]) for n in svg["k"] if n["t"] == "a"}
    assert x["c"] < x["a"] < x["b"]
    assert "praxis:x, praxis:y →" in json.dumps(svg, ensure_ascii=False)
    assert (drawing.things, drawing.all_things, drawing.literals) == (3, 3, 1)


def test_stopping_what_does_not_run_stops_nothing() -> None:
    assert running.stop("none") is False
    with running.announced() as name:
        assert running.stop(name) is True
    assert running.stop(name) is False


def test_the_examples_of_the_page_find_something(page: Open) -> None:
    for text in view.EXAMPLES.values():
        seen = page("query", q=text)
        assert any("rows in" in t or "triples" in t for t in seen.texts), text
