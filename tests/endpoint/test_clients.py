"""Clients as people use them get the same answers in every form: SPARQLWrapper, rdflib and curl."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import rdflib

from tests.endpoint.conftest import G, Server

SELECT = f"""SELECT ?thing ?text {{
  VALUES ?g {{ <{G}1> <{G}2> <{G}3> }} GRAPH ?g {{ ?thing <http://example.org/says> ?text }}
}} ORDER BY ?thing"""
TEXTS = ["plain, with comma", 'Grüße\n"quoted"', "42"]
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{G}2> {{ ?s ?p ?o }} }}"
XML = "{http://www.w3.org/2005/sparql-results#}"


def values_of(media: str, body: bytes) -> list[str]:
    """The texts of SELECT, read by another reader for each form."""
    if media == "json":
        return [row["text"]["value"] for row in json.loads(body)["results"]["bindings"]]
    if media == "xml":
        results = ET.fromstring(body).iter(f"{XML}result")  # noqa: S314  # our own server wrote it
        return [str(e.text) for r in results for b in r if b.get("name") == "text" for e in b]
    if media == "csv":
        return [row["text"] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]
    lines = body.decode().split("\n")[1:-1]
    return [str(rdflib.util.from_n3(line.split("\t")[1])) for line in lines]


MEDIA = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}  # fmt: skip
GRAPHS = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml",
          "application/ld+json": "json-ld"}  # fmt: skip


def in_graph_two(graph: rdflib.Graph) -> bool:
    says = graph.value(rdflib.URIRef(f"{G}2/thing"), rdflib.URIRef("http://example.org/says"))
    return len(graph) == 3 and says == rdflib.Literal(TEXTS[1], lang="de")


@pytest.mark.parametrize("form", MEDIA)
def test_curl_reads_tables(server: Server, form: str) -> None:
    assert values_of(form, curl(server, SELECT, MEDIA[form])) == TEXTS


@pytest.mark.parametrize("media", GRAPHS)
def test_curl_reads_graphs(server: Server, media: str) -> None:
    assert in_graph_two(rdflib.Graph().parse(data=curl(server, CONSTRUCT, media), format=GRAPHS[media]))


def curl(server: Server, query: str, accept: str) -> bytes:
    if shutil.which("curl") is None:
        pytest.skip("curl is missing: apt-get install curl")
    command = ["curl", "-sS", "--fail", server.url, "-H", f"Accept: {accept}", "--data-urlencode", f"query={query}"]
    return subprocess.run(command, check=True, capture_output=True, timeout=20).stdout


@pytest.mark.parametrize("post", [False, True], ids=["GET", "POST"])
@pytest.mark.parametrize("form", MEDIA)
def test_sparqlwrapper_reads_tables(server: Server, form: str, post: bool) -> None:
    wrapper = wrapped(server, SELECT, form, post)
    answer: Any = wrapper.query().convert()
    if form == "json":
        assert [row["text"]["value"] for row in answer["results"]["bindings"]] == TEXTS
    else:
        assert values_of(form, answer.toxml().encode() if form == "xml" else answer) == TEXTS


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld", "n3", "rdf+xml"])
def test_sparqlwrapper_reads_graphs(server: Server, form: str) -> None:
    answer: Any = wrapped(server, CONSTRUCT, form, post=False).query().convert()
    if isinstance(answer, bytes):
        answer = rdflib.Graph().parse(data=answer, format="turtle")
    assert in_graph_two(answer)


def test_sparqlwrapper_asks_and_names_graphs(server: Server) -> None:
    wrapper = wrapped(server, f"ASK {{ <{G}1/thing> ?p ?o }}", "json", post=True)
    wrapper.addDefaultGraph(f"{G}2")
    assert wrapper.query().convert() == {"head": {}, "boolean": False}  # type: ignore[comparison-overlap]
    wrapper.addDefaultGraph(f"{G}1")
    assert wrapper.query().convert() == {"head": {}, "boolean": True}  # type: ignore[comparison-overlap]


def test_sparqlwrapper_meets_a_mistake_as_its_own_error(server: Server) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed, match="Did you mean FILTER"):
        wrapped(server, "SELECT * { ?s ?p ?o FLTER(?o) }", "json", post=False).query()


def wrapped(server: Server, query: str, form: str, post: bool) -> Any:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(server.url, returnFormat=form)
    wrapper.setTimeout(20)
    wrapper.setMethod("POST" if post else "GET")
    wrapper.setQuery(query)
    return wrapper


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_through_its_sparql_store(server: Server, form: str, method: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(server.url, method=method, returnFormat=form))
    rows: Any = graph.query(SELECT)
    assert [str(row.text).replace("\r\n", "\n") for row in rows] == TEXTS
    if form in ("xml", "json"):
        assert (rdflib.URIRef(f"{G}3/thing"), rdflib.URIRef("http://example.org/says"), rdflib.Literal(42)) in graph
        assert graph.query("ASK { attack:evasion a praxis:Attack }", initNs={}).askAnswer is True


def test_rdflib_constructs_through_its_sparql_store(server: Server) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    answer = rdflib.Graph(SPARQLStore(server.url)).query(CONSTRUCT).graph
    assert answer is not None
    assert in_graph_two(answer)
