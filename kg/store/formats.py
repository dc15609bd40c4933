"""The forms in which an answer leaves the engine, by short name, and which of them a query can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from kg.store.guard import tokens
from kg.store.syntax import no_form

#: For SELECT and ASK, by short name; the first is the one for a client that does not mind.
TABLE_FORMS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
#: For CONSTRUCT and DESCRIBE.
GRAPH_FORMS = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
#: Names of the W3C for these forms, as service descriptions use them.
FORMAT_IRIS = {
    "json": "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
    "xml": "http://www.w3.org/ns/formats/SPARQL_Results_XML",
    "csv": "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
    "tsv": "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
    "ttl": "http://www.w3.org/ns/formats/Turtle",
    "nt": "http://www.w3.org/ns/formats/N-Triples",
    "rdf": "http://www.w3.org/ns/formats/RDF_XML",
    "jsonld": "http://www.w3.org/ns/formats/JSON-LD",
}

_KINDS = {"SELECT": "table", "ASK": "table", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


def query_form(sparql: str) -> str:
    """The first of SELECT, ASK, CONSTRUCT and DESCRIBE in a query; empty where there is none."""
    words = (t[0].upper() for t in tokens(sparql) if t.lastgroup == "word")
    return next((w for w in words if w in _KINDS), "")


def forms_for(sparql: str) -> dict[str, str]:
    """The forms an answer to a query can have: short names and media types.

    :raises SparqlSyntaxError: where the text is no query of any form
    """
    form = query_form(sparql)
    if not form:
        raise no_form(sparql)
    return TABLE_FORMS if _KINDS[form] == "table" else GRAPH_FORMS


@dataclass(slots=True)
class Dataset:
    """The graphs a query sees: ``default`` are merged into the default graph, ``named`` can be asked with GRAPH."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(slots=True)
class Document:
    """An answer already serialised.

    :param form: a short name of :data:`TABLE_FORMS` or :data:`GRAPH_FORMS`
    :param rows: rows or triples in it
    :param cut: whether more were there
    :param body: the bytes, from the beginning; whoever takes the document closes it
    """

    form: str
    rows: int
    cut: bool
    size: int
    body: IO[bytes]
    milliseconds: float = 0.0

    def read(self) -> bytes:
        """All bytes; closes the document."""
        with self.body as body:
            return body.read()
