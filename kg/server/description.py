"""The description of the service: SPARQL 1.1 Service Description (21 March 2013) and VoID, as a query that makes it.

The text is a CONSTRUCT of constants, so that it leaves through the same door as any answer, in any form.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.describe import WHOLE, dataset, sizes
from kg.store.engine import LoadReport
from kg.store.formats import FORMAT_IRIS
from kg.terms import ONTOLOGY

_VOCABULARIES = (f"{ONTOLOGY}#", "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/")
_SD, _VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"


def description(report: LoadReport, address: str) -> str:
    """A CONSTRUCT query whose answer describes the service.

    :param address: the full address of the endpoint as the client knows it
    """
    statements = "\n".join(_statements(report, address))
    return f"PREFIX sd: <{_SD}>\nPREFIX void: <{_VOID}>\nCONSTRUCT {{\n{statements}\n}} WHERE {{}}"


def _statements(report: LoadReport, address: str) -> Iterator[str]:
    formats = ", ".join(f"<{iri}>" for iri in dict.fromkeys(FORMAT_IRIS.values()))
    yield f"_:service a sd:Service ; sd:endpoint <{address}> ; sd:supportedLanguage sd:SPARQL11Query ;"
    yield f"  sd:resultFormat {formats} ; sd:feature sd:UnionDefaultGraph ; sd:defaultDataset <{WHOLE}> ."
    # The data sets are those that the shipped description describes, counted as they are loaded here.
    for triple in sizes((module.iri, module.triples) for module in report.modules):
        yield " ".join(term.sparql() for term in triple) + " ."
    yield f"<{WHOLE}> a sd:Dataset ; void:sparqlEndpoint <{address}> ; sd:defaultGraph _:union ;"
    yield f"  void:vocabulary {', '.join(f'<{v}>' for v in _VOCABULARIES)} ."
    yield f"_:union a sd:Graph, void:Dataset ; void:triples {report.triples} ."
    for number, module in enumerate(report.modules):
        part = dataset(module.iri)
        yield f"<{WHOLE}> sd:namedGraph _:n{number} . _:n{number} a sd:NamedGraph ; sd:name <{module.iri}> ;"
        yield f"  sd:graph <{part}> . <{part}> a sd:Graph ."
