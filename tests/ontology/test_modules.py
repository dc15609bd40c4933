"""Every module: it parses, its header is complete, the catalog knows it, and it uses declared terms only."""

from __future__ import annotations

import socket
from functools import cache

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from kg import __version__, modules, shipped, terms
from kg.library import Library
from kg.modules import ModuleFile
from kg.validate import validate

FILES = {file.name: file for file in modules.shipped_inventory().files}
ONTOLOGY = shipped.ontology_dir()
PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
DECLARING = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: The languages in which terms are declared and shapes written.
META = tuple(terms.PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd", "sh"))


@cache
def read(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(FILES[name].path, format="turtle")


@cache
def union() -> rdflib.Graph:
    whole = rdflib.Graph()
    for name, file in FILES.items():
        if not file.is_shapes:
            whole += read(name)
    return whole


@cache
def declared() -> set[rdflib.term.Node]:
    return {term for kind in DECLARING for term in union().subjects(RDF.type, kind)}


module = pytest.mark.parametrize("file", FILES.values(), ids=FILES)


@module
def test_the_header_names_the_module_as_the_catalog_does(file: ModuleFile) -> None:
    headers = list(read(file.name).subjects(RDF.type, OWL.Ontology))
    assert [str(header) for header in headers] == [file.iri]


OURS = (__version__, "https://creativecommons.org/licenses/by/4.0/")
#: Imported modules carry the version and the licence of what they were made from.
UPSTREAM = {
    "atlas.ttl": ("5.6.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    "catalogues/atlas-history.ttl": ("5.6.1", "https://www.apache.org/licenses/LICENSE-2.0"),
}


@module
def test_the_header_tells_version_licence_title_and_description(file: ModuleFile) -> None:
    graph, header = read(file.name), rdflib.URIRef(file.iri or "")
    path = str(header).removeprefix(terms.BASE)
    version, licence = UPSTREAM.get(file.name, OURS)
    assert list(graph.objects(header, OWL.versionInfo)) == [rdflib.Literal(version)]
    address = f"{header}/{version}" if file.name in UPSTREAM else f"{terms.BASE}{version}/{path}"
    assert list(graph.objects(header, OWL.versionIRI)) == [rdflib.URIRef(address)]
    assert list(graph.objects(header, DCTERMS.license)) == [rdflib.URIRef(licence)]
    for text in (DCTERMS.title, DCTERMS.description):
        assert [value.language for value in graph.objects(header, text)] == ["en"]  # type: ignore[attr-defined]


@module
def test_imports_lead_to_modules_of_the_catalog(file: ModuleFile) -> None:
    known = {other.iri for other in FILES.values()}
    assert {str(iri) for iri in read(file.name).objects(None, OWL.imports)} <= known


@module
def test_only_declared_terms_are_used(file: ModuleFile) -> None:
    graph = read(file.name)
    used = set(graph.predicates()) | {t for t in graph.objects(None, RDF.type) if isinstance(t, rdflib.URIRef)}
    used = {term for term in used if not str(term).startswith(META)}
    assert used - declared() == set()


@module
def test_data_modules_have_no_lists_and_no_things_without_a_name(file: ModuleFile) -> None:
    graph = read(file.name)
    nameless = {s for s in graph.subjects() if isinstance(s, rdflib.BNode)}
    # Blank nodes carry axioms: class expressions in the core, notes on statements and AllDifferent elsewhere.
    spoken_of = {t for s in nameless for t in graph.objects(s, RDF.type)}
    if file.name not in ("core.ttl",) and not file.is_shapes:
        assert spoken_of <= {OWL.Axiom, OWL.AllDifferent}


def test_catalog_and_folder_hold_the_same_files() -> None:
    listed = [name for _, name, _ in modules.read_catalog(ONTOLOGY / modules.CATALOG)]
    on_disk = [path.relative_to(ONTOLOGY).as_posix() for path in ONTOLOGY.rglob("*.ttl")]
    assert sorted(listed) == sorted(on_disk)
    assert len(set(listed)) == len(listed)


def test_no_module_iri_is_used_twice() -> None:
    iris = [file.iri for file in FILES.values()]
    assert len(set(iris)) == len(iris)


def test_every_label_of_the_shipped_knowledge_is_there_in_english() -> None:
    graph = union()
    labelled = set(graph.subjects(SKOS.prefLabel))
    english = {s for s, label in graph.subject_objects(SKOS.prefLabel) if label.language == "en"}  # type: ignore[attr-defined]
    assert labelled - english == set()


@pytest.mark.slow
def test_the_shipped_knowledge_has_no_findings_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("validation reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    findings = validate(modules.shipped_inventory(), Library([(shipped.queries_dir(), "shipped")]))
    assert [str(finding) for finding in findings] == []


def test_borrowed_terms_have_an_english_label_and_no_definition_of_ours() -> None:
    vocabulary = read("vocab.ttl")
    for term in {t for kind in DECLARING for t in vocabulary.subjects(RDF.type, kind)}:
        assert not str(term).startswith(terms.BASE)
        assert [label.language for label in vocabulary.objects(term, RDFS.label)] == ["en"]  # type: ignore[attr-defined]
        assert list(vocabulary.objects(term, SKOS.definition)) == []
