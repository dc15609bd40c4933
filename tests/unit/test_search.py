"""Search: what a person types and what they must find first."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.search import search


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("evasion", "attack:evasion"),
        ("EVASION", "attack:evasion"),
        ("adversarial examples", "attack:evasion"),
        ("model extraction", "attack:model-stealing"),
        ("attack:sponge", "attack:sponge"),
        ("membership inference", "attack:membership-inference"),
        ("evason", "attack:evasion"),
        ("backdor", "attack:backdoor"),
        ("cina et al. 2023", "work:cina2023"),
        ("ThreatModel", "praxis:ThreatModel"),
    ],
)
def test_search_forgives_case_accents_and_spelling(graph: Graph, text: str, first: str) -> None:
    assert search(graph, text)[0].id == first


def test_search_says_which_synonym_matched(graph: Graph) -> None:
    hit = search(graph, "MIA")[0]
    assert (hit.id, hit.matched) == ("attack:membership-inference", "MIA")


def test_search_can_keep_to_one_kind(graph: Graph) -> None:
    assert {h.kind for h in search(graph, "model", kind="attack", limit=50)} == {"attack"}


@pytest.mark.parametrize("text", ["", "   ", "xqzzyv", '"} DROP', "<script>"])
def test_search_finds_nothing_where_there_is_nothing(graph: Graph, text: str) -> None:
    assert search(graph, text) == []
