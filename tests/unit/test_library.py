"""Query files: what they may say, how values are bound, and how faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ParameterError, QueryFileError, UnknownNameError
from kg.graph import open_graph
from kg.library import Library
from kg.queryfile import parse_query
from kg.question import Query

GOOD = """\
#+ title: A title
#+ question: A question?
#+ parameters:
#+   attack: {type: attack, label: Attack}
#+   least: {type: integer, label: At least, default: 3}
#+   word: {type: string, label: Word, allowed: [one, two]}
SELECT ?attack WHERE {
  VALUES ?attack { UNDEF }
  VALUES ?least { UNDEF }
  VALUES ?word { UNDEF }
  ?attack ?p ?o
}
"""


def read(text: str) -> Query:
    return parse_query(text, Path("q.rq"), "q")


def test_a_value_becomes_a_term_and_no_value_leaves_no_trace() -> None:
    text = read(GOOD).bind({"attack": "evasion"})
    assert "VALUES ?attack { <https://w3id.org/threatpraxis/id/attack/evasion> }" in text
    assert '"3"^^<http://www.w3.org/2001/XMLSchema#integer>' in text
    assert "?word" not in text


@pytest.mark.parametrize("given", ["evasion", "attack:evasion", "https://w3id.org/threatpraxis/id/attack/evasion",
                                   "<https://w3id.org/threatpraxis/id/attack/evasion>"])  # fmt: skip
def test_a_thing_may_be_named_in_four_ways(given: str) -> None:
    assert "<https://w3id.org/threatpraxis/id/attack/evasion>" in read(GOOD).bind({"attack": given})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"attack": "evasion> } DELETE {"}, "is no value for attack"),
        ({"attack": "stage:model"}, "is no value for attack"),
        ({"attack": "http://x/> } #"}, "is no value for attack"),
        ({"least": "three"}, "is no value for least"),
        ({"word": "three"}, "Unknown value of word"),
        ({"atack": "evasion"}, "Unknown parameter"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises((ParameterError, UnknownNameError), match=message):
        read(GOOD).bind(values)


def test_a_text_value_cannot_end_its_quotes() -> None:
    query = read(GOOD.replace(", allowed: [one, two]", ""))
    assert r'"a\" } #\\"' in query.bind({"word": 'a" } #\\'})


def test_a_required_parameter_is_asked_for() -> None:
    query = read(GOOD.replace("label: Attack}", "label: Attack, required: true}"))
    with pytest.raises(ParameterError, match="needs a value for attack"):
        query.bind({})


BAD = {
    "no front matter": ("SELECT * {}", 1, "no front matter"),
    "no question": (GOOD.replace("#+ question: A question?\n", ""), 1, "'question' must be a text"),
    "misspelt field": (GOOD.replace("#+ question:", "#+ qestion: x\n#+ question:"), 2, "unknown field 'qestion'"),
    "unknown type": (GOOD.replace("type: integer", "type: number"), 5, "unknown type 'number'"),
    "parameter bound nowhere": (GOOD.replace("  VALUES ?word { UNDEF }\n", ""), 7, "'word' is bound nowhere"),
    "mark without parameter": (GOOD.replace("?attack ?p", "VALUES ?p { UNDEF } ?attack ?p"), 7, "?p is marked"),
    "broken YAML": (GOOD.replace("A question?", "what: why: how"), 2, "front matter"),
    "unknown chart": ("#+ chart: pie\n" + GOOD, 1, "unknown chart 'pie'"),
    "source without prefix": ("#+ sources: [grosse2024]\n" + GOOD, 1, "'sources' must list ids"),
    "digits as text": (
        GOOD.replace("#+ parameters:", "#+ columns:\n#+   n: {digits: many}\n#+ parameters:"),
        4,
        "'digits'",
    ),
    "uses nothing": ("#+ title: a\n#+ question: b?\n#+ uses: no/where\n#+ set: {a: b}\n", 3, "no query 'no/where'"),
}


@pytest.mark.parametrize(("text", "line", "message"), BAD.values(), ids=BAD)
def test_a_faulty_query_file_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(QueryFileError) as caught:
        read(text)
    assert caught.value.line == line
    assert message in caught.value.message


def test_a_workspace_query_stands_beside_ours_and_takes_precedence(workspace: Path, attack_count: int) -> None:
    (workspace / "queries" / "my").mkdir()
    (workspace / "queries" / "my" / "attacks.rq").write_text(
        "#+ title: Mine\n#+ question: Mine?\n"
        "SELECT (COUNT(?a) AS ?n) { ?a a <https://w3id.org/threatpraxis/ontology#Attack> }\n"
    )
    with open_graph(workspace, in_process=True) as graph:
        assert graph.query("my/attacks").column("n") == [attack_count]
        assert graph.library.get("my/attacks").origin == "workspace"


def test_one_broken_query_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.rq").write_text(GOOD)
    (tmp_path / "bad.rq").write_text("SELECT")
    good, bad = Library([(tmp_path, "workspace")]).all()
    assert [q.id for q in good] == ["good"]
    assert [e.path.name for e in bad] == ["bad.rq"]
