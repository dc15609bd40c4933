"""What the guard refuses, and what it must let through."""

from __future__ import annotations

import pytest

from kg.errors import QueryRefusedError
from kg.store import guard

REFUSED = {
    "a remote endpoint": ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
    "a remote endpoint in small letters": ("select * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
    "a remote endpoint spelt with an escape": (r"SELECT * { \u0053ERVICE <http://example.org/> {} }", "SERVICE"),
    "an escape that closes an IRI early": (r"SELECT * { ?s <http://a\u003E ?o . SERVICE <http://b> {} }", "SERVICE"),
    "loading": ("LOAD <http://example.org/data.ttl>", "LOAD"),
    "inserting": ("INSERT DATA { <a:a> <a:a> <a:a> }", "INSERT"),
    "deleting after a comment": ("# harmless\nDELETE WHERE { ?s ?p ?o }", "DELETE"),
    "clearing": ("CLEAR ALL", "CLEAR"),
    "a service between comparison signs": ("SELECT * { FILTER(?a < ?b) SERVICE <x:y> {} FILTER(?c > ?d) }", "SERVICE"),
}


@pytest.mark.parametrize(("query", "word"), REFUSED.values(), ids=REFUSED)
def test_the_guard_names_the_word_it_refuses(query: str, word: str) -> None:
    with pytest.raises(QueryRefusedError, match=f"{word} is not allowed"):
        guard.check(query)


ALLOWED = {
    "keyword in a text": 'SELECT * { ?s ?p "SERVICE LOAD FROM" }',
    "keyword in a long text": 'SELECT * { ?s ?p """he said "FROM" here""" }',
    "keyword in an IRI": "SELECT * { ?s <http://example.org/LOAD#SERVICE> ?o }",
    "keyword in a comment": "SELECT * { ?s ?p ?o } # FROM here on",
    "keyword as a variable": "SELECT ?from ?load { ?from ?service ?load }",
    "keyword as a local name": "SELECT * { ?s a:load b:from , service:x }",
    "keyword as a language tag": "SELECT * { ?s ?p 'x'@from }",
    "fifty brackets": "SELECT * " + "{" * 50 + "}" * 50,
}


@pytest.mark.parametrize("query", ALLOWED.values(), ids=ALLOWED)
def test_the_guard_lets_words_pass_that_are_no_keywords(query: str) -> None:
    guard.check(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s ?p '" + "x" * guard.MAX_LENGTH + "' }", "characters"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, "deep"),
        ("SELECT * { ?s ?p ?o FILTER(" + "!" * 3000 + "?o) }", "in a row"),
        ("SELECT * { ?s " + "^" * 3000 + "<a:b> ?o }", "in a row"),
        ("SELECT (" + "- " * 3000 + "1 AS ?x) {}", "in a row"),
    ],
    ids=["too long", "nested brackets", "negations", "inverse paths", "minus signs"],
)
def test_the_guard_refuses_what_would_overflow_the_parser(query: str, message: str) -> None:
    with pytest.raises(QueryRefusedError, match=message):
        guard.check(query)
