"""What a client gets that accepts this or that: worked out by hand from RFC 9110, section 12.5.1."""

from __future__ import annotations

import pytest

from kg.server.negotiation import choose, named, wants_html
from kg.store.formats import GRAPH_FORMS, TABLE_FORMS

TABLES = {
    "": "json",
    "*/*": "json",
    "text/csv": "csv",
    "text/*": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "text/csv;q=0.4, application/sparql-results+xml;q=0.6": "xml",
    "text/csv, */*;q=0.1": "csv",
    "*/*, application/sparql-results+json;q=0": "xml",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "xml",
    "text/turtle": None,
    "text/csv;q=0": None,
    "text/csv;q=nan, text/tab-separated-values;q=0.1": "tsv",
    "nonsense": None,
    "TEXT/CSV": "csv",
}


@pytest.mark.parametrize(("accept", "form"), TABLES.items())
def test_the_form_most_wanted_is_chosen(accept: str, form: str | None) -> None:
    assert choose(accept, TABLE_FORMS) == form


def test_graphs_have_their_own_forms() -> None:
    assert choose("application/rdf+xml;q=0.9, text/turtle;q=0.8", GRAPH_FORMS) == "rdf"
    assert choose(None, GRAPH_FORMS) == "ttl"
    assert choose("application/ld+json", GRAPH_FORMS) == "jsonld"


def test_a_name_means_what_fits_the_kind_of_answer() -> None:
    assert (named("json", TABLE_FORMS), named("json", GRAPH_FORMS)) == ("json", "jsonld")
    assert (named("XML", TABLE_FORMS), named("xml", GRAPH_FORMS)) == ("xml", "rdf")
    assert named("exe", TABLE_FORMS) is None


def test_browsers_are_known_by_the_pages_they_accept() -> None:
    assert wants_html("text/html,application/xhtml+xml,*/*;q=0.8")
    assert not wants_html("*/*")
    assert not wants_html("text/html;q=0, text/turtle")
