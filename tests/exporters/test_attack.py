"""One attack as STIX, SSSOM, JSON-LD and Turtle, read by the libraries that others read it with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import ParameterError, UnknownNameError
from kg.exporters.attack import export
from kg.graph import Graph
from kg.importers.sssom import LABELS, read

NOW = datetime(2027, 1, 31, 12, tzinfo=UTC)
ATTACK = rdflib.URIRef("https://w3id.org/threatpraxis/id/attack/evasion")
SKOS = rdflib.SKOS


def test_the_stix_library_takes_the_attack_pattern(graph: Graph) -> None:
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse(export(graph, "attack:evasion", "stix", now=NOW), allow_custom=False)
    author, pattern = bundle.objects
    assert (author.type, pattern.type) == ("identity", "attack-pattern")
    assert pattern.name == "Evasion"
    assert [phase.phase_name for phase in pattern.kill_chain_phases] == ["deployment"]
    assert pattern.external_references[0].external_id == "attack:evasion"
    assert ("mitre-atlas", "AML.T0015") in {(r.source_name, r.external_id) for r in pattern.external_references}


def test_an_attack_has_the_same_id_in_every_bundle(graph: Graph) -> None:
    def number(text: str) -> str:
        return str(json.loads(text)["objects"][1]["id"])

    later = datetime(2028, 1, 1, tzinfo=UTC)
    assert number(export(graph, "evasion", "stix", now=NOW)) == number(export(graph, "evasion", "stix", now=later))


@pytest.mark.parametrize("catalogue", ["atlas", "nistaml", "owasp-ml-2023", "owasp-llm-2025", "owasp-llm-2026"])
def test_our_own_import_finds_no_fault_in_the_crosswalk(graph: Graph, tmp_path: Path, catalogue: str) -> None:
    labels = {str(row["thing"]): str(row["label"]) for row in graph.engine.select(LABELS)}
    path = tmp_path / "mine.sssom.tsv"
    path.write_text(export(graph, "attack:evasion", "sssom", catalogue=catalogue), encoding="utf-8")
    mapping_set, faults = read(path, labels)
    assert faults == []
    assert {row.cells["subject_id"] for row in mapping_set.rows} == {"attack:evasion"}


def test_json_ld_and_turtle_say_the_same(graph: Graph) -> None:
    turtle = rdflib.Graph().parse(data=export(graph, "attack:evasion", "ttl"), format="turtle")
    linked = rdflib.Graph().parse(data=export(graph, "attack:evasion", "jsonld"), format="json-ld")
    assert isomorphic(turtle, linked)
    assert str(turtle.value(ATTACK, SKOS.prefLabel)) == "Evasion"
    model = rdflib.URIRef("https://w3id.org/threatpraxis/id/model/evasion-grosse2024")
    option = rdflib.URIRef("https://w3id.org/threatpraxis/id/alt/evasion-grosse2024")
    assert (model, None, ATTACK) in turtle
    assert (option, None, None) in turtle  # what the threat model consists of comes along


def test_wrong_names_are_told_with_what_there_is(graph: Graph) -> None:
    with pytest.raises(UnknownNameError, match="evasoin") as raised:
        export(graph, "evasoin", "stix")
    assert "evasion" in raised.value.remedy
    with pytest.raises(UnknownNameError, match="atlass"):
        export(graph, "evasion", "sssom", catalogue="atlass")
    with pytest.raises(ParameterError, match="one catalogue") as several:
        export(graph, "evasion", "sssom")
    assert "atlas" in several.value.remedy
    with pytest.raises(UnknownNameError, match="pdf"):
        export(graph, "evasion", "pdf")
