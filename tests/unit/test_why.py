"""Empty answers say why."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.results import Table

CASES = {
    "a thing that is not there": ("SELECT * { attack:evason ?p ?o }", "term", "attack:evasion"),
    "a class that is misspelt": ("SELECT * { ?a a praxis:Atack }", "term", "praxis:Attack"),
    "a term under a prefix of the query's own": (
        "PREFIX p: <https://w3id.org/threatpraxis/ontology#> SELECT * { ?a a p:Atack }", "term", "praxis:Attack",
    ),
    "a graph that is not there": (
        "SELECT * { GRAPH <https://w3id.org/threatpraxis/ontolog> { ?s ?p ?o } }", "graph", "threatpraxis/ontology>",
    ),
    "a condition that nothing fulfils": (
        "SELECT * { ?a a praxis:Attack ; skos:prefLabel ?l . FILTER(STRLEN(?l) > 1000) }", "filter",
        "STRLEN(?l) > 1000",
    ),
    "a condition in the middle, with dots on both sides": (
        'SELECT * { ?a a praxis:Attack . FILTER(?a = "x") . ?a skos:prefLabel ?l }', "filter", 'FILTER(?a = "x")',
    ),
    "two conditions that exclude one another": (
        'SELECT * { ?a a praxis:Attack ; skos:prefLabel ?l FILTER(?l = "x") FILTER(?l = "y") }', "filter", "together",
    ),
    "a pattern that nothing fits": (
        "SELECT * { ?a a praxis:Attack . ?a skos:prefLabel ?l . ?l skos:prefLabel ?m . }", "pattern",
        "?l skos:prefLabel ?m",
    ),
    "a property that nothing of these has": (
        "SELECT * { ?a a praxis:Attack ; skos:prefLabel ?l ; praxis:share ?s ; skos:definition ?d }", "pattern",
        "nothing left: praxis:share ?s",
    ),
    "a pattern within a graph": (
        "SELECT * { GRAPH ?g { ?a a praxis:Attack . ?a praxis:share ?s . ?a skos:prefLabel ?l } }", "pattern",
        "nothing left: ?a praxis:share ?s",
    ),
    "one of two groups": (
        "SELECT * { { ?a praxis:share ?s ; a praxis:Attack } UNION { ?a a praxis:Attack ; a praxis:Study } }",
        "pattern", "Nothing in the graph fits { ?a praxis:share",
    ),
    "a pattern within groups": (
        "SELECT * WHERE { { { ?a praxis:share ?s ; a praxis:Attack } } }", "pattern", "nothing left: a praxis:Attack",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("query", "kind", "said"), CASES.values(), ids=CASES)
def test_an_empty_answer_says_why(graph: Graph, query: str, kind: str, said: str) -> None:
    reasons = graph.why_empty(query)
    assert [r.kind for r in reasons] == [kind]
    assert said in reasons[0].text
    answer = graph.sparql(query)
    assert isinstance(answer, Table)
    assert said in answer.empty_because


def test_the_place_of_an_unknown_term_is_told(graph: Graph) -> None:
    query = "SELECT * { attack:evasion a ?c . attack:evason a ?c }"
    (reason,) = graph.why_empty(query)
    assert query[reason.place :].startswith("attack:evason")
    assert "attack:evasion" in reason.suggestions


def test_an_answer_with_rows_gives_no_reason(graph: Graph) -> None:
    answer = graph.sparql("SELECT * { attack:evasion ?p ?o }")
    assert isinstance(answer, Table)
    assert answer.empty_because == ""


def test_what_cannot_be_found_out_is_not_made_up(graph: Graph) -> None:
    assert graph.why_empty("SELECT * { ?s ?p ?o } LIMIT 0") == []
