"""Syntax errors: the place is counted by hand, the remedy names what was meant."""

from __future__ import annotations

import pytest

from kg.errors import QueryRefusedError, SparqlSyntaxError
from kg.graph import Graph

CASES = {
    "misspelt SELECT": ("SELEC ?a { }", 1, 1, "'SELEC'", "SELECT"),
    "misspelt SELECT behind a prefix": ("PREFIX a: <http://a/>\n  SELCT ?a { }", 2, 3, "'SELCT'", "SELECT"),
    "misspelt FILTER": ("SELECT ?a {\n ?a a praxis:Attack\n FLTER(?a) }", 3, 2, "'FLTER'", "FILTER"),
    "misspelt ORDER": ("SELECT ?a { ?a a praxis:Attack } ORDR BY ?a", 1, 34, "'ORDR'", "ORDER"),
    "open bracket": ("SELECT ?a { { ?a a praxis:Attack }", 1, 35, "1 bracket is not closed", "Close"),
    "open quote": ('SELECT ?a { ?a ?b "x }', 1, 19, "not closed", "quote"),
    "nothing but a comment": ("# what?", 1, 8, "no query", "SELECT"),
}


@pytest.mark.parametrize(("query", "line", "column", "message", "remedy"), CASES.values(), ids=CASES)
def test_a_syntax_error_tells_place_word_and_remedy(
    graph: Graph, query: str, line: int, column: int, message: str, remedy: str
) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_an_undeclared_prefix_is_named_with_its_neighbour(graph: Graph) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql("SELECT ?a { ?a skso:prefLabel ?b }")
    assert "'skso:'" in caught.value.message
    assert "skos:" in caught.value.remedy


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("SELECT ?a { ?a foo:bar ?b }", 16),
        ("SELECT ?a { ?a foo: ?b }", 16),
        ("SELECT ?a { foo:x ?p ?a }", 13),
        ("SELECT ?a { ?a a praxis:Attack ; foo:bar ?b . ?b zzz:c 1 }", 34),
        ("SELECT ?a { ?a ^foo:bar/praxis:n ?b }", 17),
        ("SELECT ?a { ?a praxis:n ?b FILTER(?b > foo:bar(3)) }", 40),
        ('SELECT ?a { ?a rdfs:comment "qux:quux <x:y>" ; foo:bar ?b }', 48),
    ],
)
def test_an_undeclared_prefix_is_blamed_wherever_it_stands(graph: Graph, query: str, column: int) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql(query)
    assert "'foo:'" in caught.value.message
    assert (caught.value.word, caught.value.line, caught.value.column) == ("foo:", 1, column)


@pytest.mark.parametrize(("query", "column"), [("SELECT ?a { ?a :bar ?b }", 16), ("SELECT ?a { :x ?p ?a }", 13)])
def test_the_empty_prefix_has_to_be_declared_too(graph: Graph, query: str, column: int) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql(query)
    assert "the prefix ':' is not declared" in caught.value.message
    assert (caught.value.word, caught.value.line, caught.value.column) == (":", 1, column)


def test_an_undeclared_prefix_behind_from_is_named(graph: Graph) -> None:
    with pytest.raises(QueryRefusedError, match="the prefix 'foo:' is not declared"):
        graph.sparql("SELECT ?a FROM foo:bar { ?a ?b ?c }")


def test_our_prefixes_need_no_declaration(graph: Graph) -> None:
    assert graph.sparql("ASK { attack:evasion a praxis:Attack }") is True


def test_a_prefix_that_is_used_elsewhere_is_offered_with_its_declaration(graph: Graph) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql("SELECT ?a { ?a dc:title ?b }")
    assert caught.value.fixes == ("PREFIX dc: <http://purl.org/dc/elements/1.1/>",)
    assert caught.value.fixes[0] in caught.value.remedy


def test_an_error_tells_the_word_what_was_expected_and_what_may_be_put_instead(graph: Graph) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql("SELECT ?a { ?a a praxis:Attack FLTER(?a) }")
    assert (caught.value.word, caught.value.fixes[0]) == ("FLTER", "FILTER")
    with pytest.raises(SparqlSyntaxError) as caught:
        graph.sparql("SELECT ?a { ?a a praxis:Attack } LIMIT many:")
    assert (caught.value.line, caught.value.column) != (0, 0)
