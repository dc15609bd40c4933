"""Laying out SPARQL: the same query, readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import shipped
from kg.sparql.pretty import pretty

FILES = sorted(shipped.queries_dir().rglob("*.rq"))


def test_a_query_on_one_line_is_laid_out_statement_by_statement() -> None:
    text = (
        "prefix ex: <http://e.example/> select ?x (count(*) as ?n) where { ?x a ex:A ; ex:b ?y, 1.5 . "
        "optional { ?x ex:c ?z } filter not exists { ?x ex:d 2 } { ?x ex:e ?y } union { ?y ex:e ?x } } "
        "group by ?x order by desc(?n) limit 5"
    )
    assert pretty(text) == (
        "PREFIX ex: <http://e.example/>\n"
        "SELECT ?x (COUNT(*) AS ?n) WHERE {\n"
        "  ?x a ex:A ;\n"
        "    ex:b ?y, 1.5 .\n"
        "  OPTIONAL { ?x ex:c ?z }\n"
        "  FILTER NOT EXISTS { ?x ex:d 2 }\n"
        "  { ?x ex:e ?y } UNION { ?y ex:e ?x }\n"
        "}\n"
        "GROUP BY ?x\n"
        "ORDER BY DESC(?n)\n"
        "LIMIT 5\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_question_of_the_library_parses_to_the_same_algebra_after_layout(path: Path) -> None:
    from rdflib.plugins.sparql import prepareQuery

    text = path.read_text(encoding="utf-8")
    if "WHERE" not in text:
        pytest.skip("this file uses another question's SPARQL")
    laid_out = pretty(text)
    assert pretty(laid_out) == laid_out
    assert len(text.split()) <= len(laid_out.split())  # blanks were added, no word was lost
    assert "".join(text.split()).lower() == "".join(laid_out.split()).lower()
    # A second parser agrees that it is still the same query. (It numbers its blank nodes anew each time.)
    before, after = (prepareQuery(t).algebra for t in (text, laid_out))
    if "[" not in text:
        assert repr(before) == repr(after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("select * {?s ?p 'a . b {'}", "SELECT * { ?s ?p 'a . b {' }\n"),
        ("# only a comment", "# only a comment\n"),
        ("SELECT * WHERE { ?s ?p ?o # why\n . ?o ?q 1 }",
         "SELECT * WHERE {\n  ?s ?p ?o # why\n  .\n  ?o ?q 1\n}\n"),
        ("SELECT * WHERE { ?s ?p", "SELECT * WHERE {\n  ?s ?p\n"),
        ("SELECT * { <http://e.example/a#b> ?p \"x # y\" }", 'SELECT * { <http://e.example/a#b> ?p "x # y" }\n'),
    ],
)  # fmt: skip
def test_texts_comments_iris_and_unfinished_queries_keep_what_they_hold(text: str, expected: str) -> None:
    assert pretty(text) == expected


def test_what_cannot_be_laid_out_safely_stays_as_it_is() -> None:
    assert "".join(pretty('SELECT * { ?s ?p "unclosed }').split()) == 'SELECT*{?s?p"unclosed}'
