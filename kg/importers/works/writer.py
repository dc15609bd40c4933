"""Works as statements of the graph, with the properties that the shipped bibliography has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.importers.triples import is_a, link, name, text
from kg.importers.works.model import WorkEntry
from kg.results import Triple, iri, literal
from kg.terms import individual

_TEXTS = (
    ("praxis:authors", "author_text"), ("praxis:venue", "venue"), ("bibo:pages", "pages"), ("bibo:doi", "doi"),
    ("praxis:arxiv", "arxiv"),
)  # fmt: skip


def entries_to_triples(entries: Iterable[WorkEntry]) -> list[Triple]:
    """The statements of works, in the order of their addresses."""
    return [triple for entry in sorted(entries, key=lambda e: e.slug) for triple in _work(entry)]


def identifier_status(entry: WorkEntry) -> str:
    """What is known of its identifier: looked up, as somebody gave it, or none."""
    if not entry.identifiers:
        return "not seen"
    return "seen" if entry.looked_up else "as given"


def _work(entry: WorkEntry) -> Iterator[Triple]:
    subject = iri(individual("work", entry.slug))
    yield is_a(subject, "praxis:Work")
    yield text(subject, "skos:prefLabel", entry.label, "en")
    yield text(subject, "dcterms:title", entry.title, entry.language)
    yield Triple(subject, name("praxis:year"), literal(entry.year))
    yield text(subject, "praxis:identifierStatus", identifier_status(entry))
    for predicate, attribute in _TEXTS:
        if value := getattr(entry, attribute):
            yield text(subject, predicate, value)
    if entry.url:
        yield link(subject, "foaf:homepage", entry.url)
