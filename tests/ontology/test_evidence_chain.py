"""Every number and every claim can be followed to who says it, where, of whom, how sure, and under which licence."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, SKOS

from kg import modules, shipped, terms
from kg.library import Library

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


@pytest.mark.slow
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


def _terms_of(whole: rdflib.Graph, source: Node) -> Node:
    """The licence status of a source: its own, or that of the study that it prints."""
    studies = set(whole.subjects(PRAXIS.publishedIn, source))
    (status,) = {s for node in {source, *studies} for s in whole.objects(node, PRAXIS.licenceStatus)}
    return status


def test_every_statement_leads_to_a_source_that_says_whether_its_licence_was_seen(whole: rdflib.Graph) -> None:
    for statement in statements(whole, "Observation", "Claim"):
        for source in set(whole.objects(statement, DERIVED)):
            assert str(_terms_of(whole, source)) in ("seen", "not seen"), statement


def test_the_licences_are_those_that_the_sources_state(whole: rdflib.Graph) -> None:
    # From the licence files of the repositories and the first page of the short paper; of no other source were terms
    # seen that allow or reserve anything.
    mit, apache = "https://spdx.org/licenses/MIT", "https://www.apache.org/licenses/LICENSE-2.0"
    by_nc = "https://creativecommons.org/licenses/by-nc/4.0/"
    expected = {
        "art-coverage": mit, "cleverhans-coverage": mit, "model-extraction-benchmark": mit, "backdoor-list": mit,
        "avid": mit, "atlas-case-studies": apache, "blackboxbench": by_nc, "backdoorbench": by_nc,
    }  # fmt: skip
    studies = set(whole.subjects(PRAXIS.licenceStatus, rdflib.Literal("seen")))
    found = {str(s).removeprefix(ID + "study/"): str(o) for s in studies for o in whole.objects(s, DCTERMS.license)}
    assert found == expected
    in_words = {str(s).removeprefix(ID + "study/") for s in studies if not set(whole.objects(s, DCTERMS.license))}
    assert in_words == {"grosse2024", "nist-ai-100-2"}


def test_every_demand_of_a_framework_leads_to_questions_that_exist(whole: rdflib.Graph) -> None:
    demands = set(whole.subjects(PRAXIS.claimKind, rdflib.URIRef(ID + "claim-kind/demand")))
    assert len(demands) == 4
    known = Library([(shipped.queries_dir(), "shipped")]).ids()
    for demand in demands:
        questions = set(whole.objects(demand, PRAXIS.shownBy))
        assert questions, demand
        assert {str(question) for question in questions} <= set(known), demand
        # Which question shows it is our judgement, and says so.
        for question in questions:
            (note,) = (
                n for n in whole.subjects(OWL.annotatedSource, demand) if (n, OWL.annotatedTarget, question) in whole
            )
            assert only(whole, note, PRAXIS.status) == rdflib.URIRef(ID + "status/curator"), (demand, question)


def test_the_modules_as_asked_for_have_the_statements_their_files_have(
    graph: object, files: dict[str, rdflib.Graph]
) -> None:
    told = {row["module"]: row["triples"] for row in graph.query("evidence/modules")}  # type: ignore[attr-defined]
    by_iri = {file.iri: len(files[file.name]) for file in modules.shipped_inventory().data()}
    assert told == by_iri
