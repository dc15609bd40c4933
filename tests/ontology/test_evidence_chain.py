"""Every number and every claim can be followed to who says it, where, of whom, how sure, and under which licence."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, SKOS

from kg import modules, terms

PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
DERIVED = rdflib.URIRef(terms.PREFIXES["prov"] + "wasDerivedFrom")
ID = terms.ID
Node = rdflib.term.Node


@pytest.fixture(scope="module")
def files() -> dict[str, rdflib.Graph]:
    """The data modules as rdflib alone reads them."""
    return {f.name: rdflib.Graph().parse(f.path, format="turtle") for f in modules.shipped_inventory().data()}


@pytest.fixture(scope="module")
def whole(files: dict[str, rdflib.Graph]) -> rdflib.Graph:
    union = rdflib.Graph()
    for graph in files.values():
        union += graph
    return union


def statements(graph: rdflib.Graph, *kinds: str) -> list[Node]:
    return [s for kind in kinds for s in graph.subjects(RDF.type, PRAXIS[kind])]


def only(graph: rdflib.Graph, subject: Node, name: rdflib.URIRef) -> Node:
    (value,) = set(graph.objects(subject, name))
    return value


def test_there_are_numbers_and_claims_to_follow(whole: rdflib.Graph) -> None:
    assert len(statements(whole, "Observation")) >= 475
    assert len(statements(whole, "Claim")) >= 184


def test_every_statement_has_a_study_that_is_described_and_a_place_in_it(whole: rdflib.Graph) -> None:
    for statement in statements(whole, "Observation", "Claim"):
        studies = set(whole.objects(statement, DERIVED))
        assert studies, statement
        for study in studies:
            assert str(study).startswith((ID + "study/", ID + "work/")), statement
            assert (study, SKOS.prefLabel, None) in whole, study
        places = set(whole.objects(statement, PRAXIS.locator))
        assert places, statement
        assert all(str(place).strip() for place in places), statement


def test_every_statement_has_one_status_that_the_lists_hold(whole: rdflib.Graph) -> None:
    known = {s for s in whole.subjects() if str(s).startswith(ID + "status/")}
    for statement in statements(whole, "Observation", "Claim"):
        assert only(whole, statement, PRAXIS.status) in known, statement


def test_every_number_has_a_base_with_a_status_and_says_how_it_is_to_be_read(whole: rdflib.Graph) -> None:
    qualifiers = {s for s in whole.subjects() if str(s).startswith(ID + "qualifier/")}
    for statement in statements(whole, "Observation"):
        base = only(whole, statement, PRAXIS.base)
        base_status = only(whole, base, PRAXIS.baseStatus)
        assert str(base_status).startswith(ID + "base-status/"), statement
        # A base whose size is given or worked out has one; where the source lets it open, none is made up.
        unknown = str(base_status).endswith(("unknown", "not-applicable"))
        assert unknown or (base, PRAXIS.n, None) in whole, base
        assert only(whole, statement, PRAXIS.qualifier) in qualifiers, statement
        assert (statement, PRAXIS.printedAs, None) in whole, statement


def test_every_statement_stands_in_a_module_with_a_licence(files: dict[str, rdflib.Graph]) -> None:
    for name, graph in files.items():
        if statements(graph, "Observation", "Claim"):
            (header,) = graph.subjects(RDF.type, OWL.Ontology)
            assert str(only(graph, header, DCTERMS.license)).startswith("https://"), name
            assert set(graph.objects(header, DCTERMS.source)), f"{name} does not say what it was made from"


def test_the_modules_as_asked_for_have_the_statements_their_files_have(
    graph: object, files: dict[str, rdflib.Graph]
) -> None:
    told = {row["module"]: row["triples"] for row in graph.query("evidence/modules")}  # type: ignore[attr-defined]
    by_iri = {file.iri: len(files[file.name]) for file in modules.shipped_inventory().data()}
    assert told == by_iri
