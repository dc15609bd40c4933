"""Search: what a person types and what they must find first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.author.proposal import Proposal
from kg.author.workspace import Workspace
from kg.graph import Graph, open_graph
from kg.search import search
from kg.terms import MODULE, individual


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


def test_what_was_added_is_found_once_and_not_by_its_records(workspace: Path) -> None:
    module = f"{MODULE}workspace/attack-zebra"
    text = f'<{module}> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://purl.org/dc/terms/title> "Zebra"@en .\n'
    text += f'<{individual("attack", "zebra")}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Zebra"@en .\n'
    Workspace(workspace).save(Proposal("ontology/attack-zebra.ttl", text, "added", "Zebra", "z.yaml"), by="curator")
    with open_graph(workspace, in_process=True) as graph:
        assert [hit.id for hit in search(graph, "zebra")] == ["attack:zebra"]
        assert [hit.label for hit in search(graph, "zebra", kind="change")] == ["Zebra"]
        assert [hit.iri for hit in search(graph, "zebra", kind="module") if "history" not in hit.iri] == [module]
