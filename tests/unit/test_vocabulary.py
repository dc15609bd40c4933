"""The terms that an editor offers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import Graph, open_graph
from kg.sparql.vocabulary import Entry, vocabulary

MODULE = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/own> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:own a praxis:Attack ; skos:prefLabel "Own attack"@en ; skos:altLabel "Mine"@en ; skos:hiddenLabel "Myne"@en ;
    skos:definition "What it is."@en .
attack:bare a praxis:Attack .
<http://elsewhere.example/x> a praxis:Attack ; skos:prefLabel "No prefixed name"@en .
"""


@pytest.fixture(scope="module")
def terms(graph: Graph) -> dict[str, Entry]:
    return {e.id: e for e in vocabulary(graph)}


def test_classes_properties_and_individuals_are_there_with_label_kind_and_definition(terms: dict[str, Entry]) -> None:
    assert (terms["praxis:Attack"].kind, terms["praxis:strikesAt"].kind) == ("class", "property")
    evasion = terms["attack:evasion"]
    assert (evasion.label, evasion.kind) == ("Evasion", "attack")
    assert "Adversarial examples" in [s.capitalize() for s in evasion.synonyms]
    assert len(evasion.definition) > 20


def test_every_attack_of_the_library_is_offered(graph: Graph, terms: dict[str, Entry]) -> None:
    known = {f"attack:{slug}" for slug, _ in graph.individuals("attack")}
    assert known
    assert known <= set(terms)


def test_what_a_workspace_adds_is_offered_too_and_only_with_a_prefixed_name(workspace: Path) -> None:
    (workspace / "ontology" / "own.ttl").write_text(MODULE, encoding="utf-8")
    with open_graph(workspace, in_process=True) as graph:
        found = {e.id: e for e in vocabulary(graph)}
    own = found["attack:own"]
    assert (own.label, sorted(own.synonyms), own.definition) == ("Own attack", ["Mine", "Myne"], "What it is.")
    assert found["attack:bare"].label == ""
    assert not any("elsewhere" in i for i in found)
