"""An addition is the same by file, in a terminal and from a form, and comes back out of its Turtle as it went in."""

from __future__ import annotations

from typing import Any

import pytest

from kg.author import service
from kg.author.beyond import beyond_form
from kg.author.forms import ATTACK
from kg.author.given import Given, from_yaml, plain
from kg.author.known import Known
from kg.author.prompts import Prompts
from kg.author.proposal import Proposal
from kg.author.reverse import given_again
from kg.author.writing import module_iri, propose
from kg.author.yaml_writing import to_yaml
from kg.store.embedded import EmbeddedEngine
from tests.unit.additions.generator import Chance, answers

SEED, COUNT = 20260401, 100
Additions = list[tuple[dict[str, Any], Proposal]]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


def proposed(given: Given, known: Known, own: str = "") -> Proposal:
    """The file that an attack becomes, which must have no fault."""
    return propose(service.understand(ATTACK, given, known, own=own), known, "")


@pytest.fixture(scope="module")
def additions(known: Known) -> Additions:
    """A hundred attacks by chance, as mappings and as the files they become."""
    chance = Chance(known, SEED)
    drawn = [chance.attack(number) for number in range(COUNT)]
    return [(values, proposed(plain(values), known)) for values in drawn]


@pytest.fixture(scope="module")
def loaded(additions: Additions, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    """What ships, and all of them in a workspace."""
    workspace = tmp_path_factory.mktemp("hundred")
    (workspace / "ontology").mkdir()
    for _, proposal in additions:
        (workspace / proposal.path).write_text(proposal.text or "", encoding="utf-8", newline="\n")
    engine = service.load_known(workspace)[0]
    assert engine.report.problems == ()
    return engine


def test_the_additions_by_chance_use_every_field(additions: Additions) -> None:
    used = {path for values, _ in additions for path in paths(values)}
    assert used >= {path for path, _ in ATTACK.walk()} - {"works.venue", "works.arxiv"}


def paths(values: dict[str, Any], prefix: str = "") -> set[str]:
    """The fields that are given, those of parts too."""
    found = {prefix + name for name in values}
    for name, value in values.items():
        for part in value if isinstance(value, list) else ():
            found |= paths(part, f"{prefix}{name}.") if isinstance(part, dict) else set()
    return found


def test_what_was_added_reads_back_and_gives_the_same_bytes(
    additions: Additions, loaded: EmbeddedEngine, known: Known
) -> None:
    for _, proposal in additions:
        form, again = given_again(loaded, module_iri(proposal.path), known)
        text = to_yaml(form, again)
        assert proposed(from_yaml(text.encode(), "again.yaml"), known, proposal.path).text == proposal.text, text


def test_what_was_added_by_the_form_says_nothing_beyond_it(
    additions: Additions, loaded: EmbeddedEngine, known: Known
) -> None:
    for _, proposal in additions:
        form, again = given_again(loaded, module_iri(proposal.path), known)
        assert beyond_form(form, again, proposal.path, proposal.text or "", known) == []


def test_a_file_gives_the_same_bytes_as_a_mapping(additions: Additions, known: Known) -> None:
    for values, proposal in additions:
        data = to_yaml(ATTACK, values).encode()
        assert proposed(from_yaml(data, "x.yaml"), known).text == proposal.text
        windows = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        assert proposed(from_yaml(windows, "x.yaml"), known).text == proposal.text


def test_answers_in_a_terminal_give_the_same_bytes_as_a_mapping(additions: Additions, known: Known) -> None:
    for values, proposal in additions[:25]:
        lines = answers(ATTACK, values)
        told: list[str] = []
        given = Prompts(known, lambda _, lines=lines: next(lines), told.append).form(ATTACK)  # type: ignore[misc]
        assert next(lines, None) is None
        assert len(told) == 1, told[1:]  # nothing was asked again
        assert proposed(plain(given), known).text == proposal.text


def test_the_order_in_which_parts_and_values_are_given_makes_no_difference(additions: Additions, known: Known) -> None:
    for values, proposal in additions[:40]:
        turned = {n: v[::-1] if isinstance(v, list) else v for n, v in reversed(values.items())}
        assert proposed(plain(turned), known).text == proposal.text
