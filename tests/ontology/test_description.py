"""The description of the modules is that of the files beside it."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCTERMS, RDF

from kg import modules, shipped
from kg.describe import FILE, WHOLE, dataset, turtle

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
PATH = shipped.ontology_dir() / FILE


def test_the_shipped_description_is_the_one_that_the_files_give() -> None:
    given = turtle(modules.shipped_inventory())
    assert PATH.read_text(encoding="utf-8") == given, "run: threatpraxis describe --write ontology/description.ttl"


@pytest.mark.slow
def test_every_module_is_a_data_set_of_the_size_that_another_reader_counts() -> None:
    described, total = rdflib.Graph().parse(PATH, format="turtle"), 0
    for file in modules.shipped_inventory().files:
        read = rdflib.Graph().parse(file.path, format="turtle")
        part = rdflib.URIRef(dataset(file.iri or ""))
        assert described.value(part, VOID.triples) == rdflib.Literal(len(read)), file.name
        assert {VOID.Dataset, DCAT.Dataset} <= set(described.objects(part, RDF.type)), file.name
        for told in (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.source):
            said = set(read.objects(rdflib.URIRef(file.iri or ""), told))
            assert set(described.objects(part, told)) == said, (file.name, told)
        (distribution,) = described.objects(part, DCAT.distribution)
        assert described.value(distribution, DCTERMS.identifier) == rdflib.Literal(file.name)
        assert (rdflib.URIRef(WHOLE), VOID.subset, part) in described
        total += len(read)
    assert described.value(rdflib.URIRef(WHOLE), VOID.triples) == rdflib.Literal(total)
