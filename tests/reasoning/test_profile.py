"""The shipped knowledge lies within OWL 2 DL; what leaves it, or what HermiT cannot read, is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import modules
from kg.reason import assemble, check_profile, unreadable
from tests.reasoning.conftest import with_file

PREFIXES = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "mine.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_the_shipped_knowledge_has_no_violation(reasoner: None) -> None:
    report = check_profile(assemble(modules.shipped_inventory()))
    assert report.not_asked or report.violations == ()
    assert report.violations == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("praxis:requires owl:propertyChainAxiom ( praxis:hasNeed praxis:needAccess ) .", "praxis:requires"),
        ("attack:evasion praxis:undeclared attack:sponge .", "praxis:undeclared"),
        ("praxis:strikesAt a owl:FunctionalProperty .", "praxis:strikesAt"),
    ],
)
def test_the_checker_finds_what_leaves_the_profile(reasoner: None, tmp_path: Path, text: str, words: str) -> None:
    report = check_profile(assemble(with_file(_file(tmp_path, text))))
    if report.not_asked:
        pytest.skip(report.not_asked)
    assert any(words in v.message and v.found_by == "OWL API" for v in report.violations)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('attack:evasion praxis:position "1990"^^xsd:gYear .', "OWL 2 has no datatype xsd:gYear"),
        ('attack:evasion praxis:symbol "2024-01-01"^^xsd:date .', "OWL 2 has no datatype xsd:date"),
        ("praxis:since a owl:DatatypeProperty ; rdfs:range xsd:date .", "OWL 2 has no such datatype"),
        ("attack:evasion praxis:targets ( attack:sponge ) .", "leads to a list"),
    ],
)
def test_what_hermit_cannot_read_is_found_without_java(tmp_path: Path, text: str, words: str) -> None:
    [violation] = unreadable(assemble(with_file(_file(tmp_path, text))).all)
    assert words in violation.message
    assert violation.found_by == "ThreatPraxis"


def test_a_date_on_an_annotation_property_is_allowed(tmp_path: Path) -> None:
    path = _file(tmp_path, 'attack:evasion <http://purl.org/dc/terms/issued> "2024-01-01"^^xsd:date .')
    assert unreadable(assemble(with_file(path)).all) == []


def test_a_java_runtime_without_compiler_is_told(reasoner: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "--limit-modules=java.se")
    assert "needs a development kit" in check_profile(assemble(modules.shipped_inventory())).not_asked
