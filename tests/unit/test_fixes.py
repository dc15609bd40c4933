"""Mistakes in SPARQL: marked at their place, and mended by the change that is offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.sparql.checker import Checker
from kg.sparql.fixes import Fix, Mistake


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    found = Checker()
    yield found
    found.close()


def apply(text: str, fix: Fix) -> str:
    return text[: fix.start] + fix.text + text[fix.end :]


def fault(checker: Checker, text: str) -> Mistake:
    found = checker.check(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "marked", "label", "mended"),
    [
        ("SELECT * WHERE { ?s ?p ?o FLTER(?s = 1) }", "FLTER", "Replace by FILTER",
         "SELECT * WHERE { ?s ?p ?o FILTER(?s = 1) }"),
        ("# first\nSLECT * { ?s ?p ?o }", "SLECT", "Replace by SELECT", "# first\nSELECT * { ?s ?p ?o }"),
        ("SELECT * {\n  ?s atack:x ?o }", "atack:x", "Replace by attack:", "SELECT * {\n  ?s attack:x ?o }"),
        ("SELECT * { ?s foo:x ?o . ?o ?p 3 }", "foo:x", "Declare foo:",
         "PREFIX foo: <http://example.org/foo#>\nSELECT * { ?s foo:x ?o . ?o ?p 3 }"),
        ("SELECT * { ?s ?p \"abc\n}", '"', 'Close it with "', 'SELECT * { ?s ?p "abc"\n}'),
    ],
)  # fmt: skip
def test_a_mistake_is_marked_and_the_change_mends_it(
    checker: Checker, text: str, marked: str, label: str, mended: str
) -> None:
    found = fault(checker, text)
    assert text[found.start : found.end] == marked
    before = text[: found.start]
    assert (found.line, found.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    (fix,) = [f for f in found.fixes if f.label == label]
    assert apply(text, fix) == mended
    assert checker.check(mended) is None


def test_brackets_that_are_open_at_the_end_are_closed_in_their_order(checker: Checker) -> None:
    text = "SELECT * { ?s ?p ?o FILTER(?o = (1"
    found = fault(checker, text)
    assert (found.line, found.column) == (1, len(text) + 1)
    assert text[found.start : found.end] == "1"  # there is nothing to mark behind the end
    (fix,) = found.fixes
    assert apply(text, fix) == text + " ))}"
    assert checker.check(text + " ))}") is None


def test_a_declaration_goes_below_those_that_are_there(checker: Checker) -> None:
    text = "PREFIX a: <http://a.example/>\nSELECT * { ?s b:x a:y }"
    (fix,) = [f for f in fault(checker, text).fixes if f.label == "Declare b:"]
    assert apply(text, fix).splitlines()[:2] == [
        "PREFIX a: <http://a.example/>", "PREFIX b: <http://example.org/b#>"
    ]  # fmt: skip


def test_our_prefixes_need_no_declaration_and_unknown_names_are_no_syntax_error(checker: Checker) -> None:
    assert checker.check("SELECT * { attack:none praxis:strikesAt ?x }") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [("DELETE WHERE { ?s ?p ?o }", "DELETE"), ("SELECT * { SERVICE <http://e.example/> {} }", "SERVICE")],
)
def test_what_is_refused_is_marked_at_its_word(checker: Checker, text: str, word: str) -> None:
    found = fault(checker, text)
    assert text[found.start : found.end] == word
    assert "not allowed" in found.message


def test_a_query_that_computes_for_ever_is_no_mistake_and_the_next_check_answers(checker: Checker) -> None:
    many = " ".join(f"VALUES ?{v} {{ 1 2 3 4 5 6 7 8 9 }}" for v in "abcdefghi")
    assert checker.check(f"ASK {{ {many} FILTER(?a + ?b + ?c + ?d + ?e + ?f + ?g + ?h + ?i = 0) }}") is None
    assert checker.check("SELECT * { ?s ?p ?o }") is None
    assert fault(checker, "SELECT * {").line == 1
