"""Planted contradictions: each is found, and told with the axiom and the statements that break it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.reason import contradiction
from kg.reason.contradiction import shrink
from kg.reason.knowledge import Statement
from tests.reasoning.conftest import FIXTURES, Reason, triple

CASES = {
    "required-and-not": (
        "owl:AllDisjointProperties",
        {"model:evasion-grosse2024 praxis:doesNotRequire access:know-test-data"},
        {"model:evasion-grosse2024 praxis:requires access:know-test-data"},
    ),
    "bin-as-access": (
        "owl:AllDisjointClasses",
        {"model:mine praxis:requires bin:queries-lt-100"},
        {"bin:queries-lt-100 a praxis:Bin"},
    ),
    "two-attacks": (
        "praxis:ofAttack a owl:FunctionalProperty",
        {"model:mine praxis:ofAttack attack:evasion", "model:mine praxis:ofAttack attack:poisoning"},
        set(),
    ),
    "attack-and-stage": (
        "owl:AllDisjointClasses", {"attack:sponge a praxis:PipelineStage"}, {"attack:sponge a praxis:Attack"},
    ),
    "order-both-ways": (
        "praxis:directlyPrecedes a owl:AsymmetricProperty",
        {"stage:training praxis:directlyPrecedes stage:data-design"},
        {"stage:data-design praxis:directlyPrecedes stage:training"},
    ),
    "before-itself": (
        "praxis:directlyPrecedes a owl:IrreflexiveProperty",
        {"stage:retraining praxis:directlyPrecedes stage:retraining"},
        set(),
    ),
    "knowledge-and-capability": (
        "praxis:Knowledge owl:disjointWith",
        {"access:query-model a praxis:Knowledge"},
        {"access:query-model a praxis:Capability"},
    ),
    "wrong-subject": (
        "owl:AllDisjointClasses",
        {"attack:backdoor praxis:requires access:query-model"},
        {"attack:backdoor a praxis:Attack"},
    ),
}  # fmt: skip


def test_every_fixture_has_a_case() -> None:
    planted = {path.stem for path in (FIXTURES / "contradictions").glob("*.ttl")}
    assert planted == CASES.keys() | {"position-in-words", "two-positions", "only-hermit"}


@pytest.mark.parametrize("name", CASES)
def test_a_planted_contradiction_is_told_with_axiom_and_statements(reasoned: Reason, name: str) -> None:
    axiom, added, shipped = CASES[name]
    told = reasoned(f"contradictions/{name}.ttl")
    assert not told.consistent
    assert told.inferred == ()
    [found] = told.contradictions
    assert found.minimal
    assert (found.axiom, set(found.added)) == (axiom, set(map(triple, added)))
    assert set(found.shipped) == set(map(triple, shipped))
    assert any(f"{name}.ttl" in line for line in found.lines)


@pytest.mark.parametrize(
    ("name", "axiom", "words"),
    [
        ("position-in-words", "praxis:position rdfs:range", "the value of “position” is xsd:integer"),
        ("two-positions", "praxis:rank a owl:FunctionalProperty", "nothing has more than one value for “rank”"),
    ],
)
def test_a_wrong_value_is_told(reasoned: Reason, name: str, axiom: str, words: str) -> None:
    [found] = reasoned(f"contradictions/{name}.ttl").contradictions
    assert (found.axiom, found.words, len(found.added), found.minimal) == (axiom, words, 1, True)


def test_what_only_hermit_finds_is_shrunk_to_the_statements_and_axioms_that_are_needed(reasoned: Reason) -> None:
    [found] = reasoned("contradictions/only-hermit.ttl").contradictions
    assert found.minimal
    assert len(found.added) == 3
    assert triple("model:passive praxis:requires access:query-model") in found.added
    assert found.axiom == "praxis:Knowledge owl:disjointWith"
    assert triple("access:query-model a praxis:Capability") in found.shipped
    assert "something that requires nothing but a knowledge" in "\n".join(found.lines)


# -- the search, without Java --


def _statements(count: int) -> list[Statement]:
    return [Statement((triple(f"attack:a{n} praxis:targets asset:outputs"),)) for n in range(count)]


@pytest.mark.parametrize("needed", [{0}, {99}, {3, 77}, {10, 11, 12}, set(range(0, 100, 9))])
def test_the_search_leaves_exactly_what_is_needed(needed: set[int]) -> None:
    statements = _statements(100)
    wanted, runs = {statements[n] for n in needed}, 0

    def contradicts(some: Sequence[Statement]) -> bool:
        nonlocal runs
        runs += 1
        return wanted <= set(some)

    kept, minimal = shrink(statements, contradicts)
    assert (set(kept), minimal) == (wanted, True)
    assert runs <= 4 * len(needed) * 7 + 10


def test_a_search_that_is_cut_short_says_so_and_still_contradicts() -> None:
    statements = _statements(100)
    runs = 0

    def contradicts(some: Sequence[Statement]) -> bool:
        nonlocal runs
        runs += 1
        if runs > 5:
            raise contradiction._OutOfRunsError
        return {statements[3], statements[77]} <= set(some)

    kept, minimal = shrink(statements, contradicts)
    assert not minimal
    assert {statements[3], statements[77]} <= set(kept)
