"""Studies, numbers and bases as statements."""

from __future__ import annotations

from collections.abc import Iterator

from kg.author.entry import Entry
from kg.author.evidence_forms import STUDY_CLASSES
from kg.author.statements import of_fields
from kg.author.texts import SLUG_LIMIT, slug_of
from kg.importers.triples import is_a, link, name, text
from kg.results import Term, Triple, iri, literal
from kg.terms import individual


def study_slug(entry: Entry) -> str:
    """The end of the address of a study: the id, or what the name gives."""
    return entry.text("id") or slug_of(entry.text("label"))


def observation_slug(entry: Entry, study: str) -> str:
    """The end of the address of a number: the id, or study and name."""
    made = f"{study}-{slug_of(entry.text('label'))}"
    return entry.text("id") or made[:SLUG_LIMIT].rstrip("-")


def study(entry: Entry) -> Iterator[Triple]:
    """A study with what it consists of; the works it brings are for the caller."""
    slug = study_slug(entry)
    subject = iri(individual("study", slug))
    licence = entry.text("licence")
    yield is_a(subject, f"praxis:{STUDY_CLASSES[entry.text('class')]}")
    yield from of_fields(subject, entry)
    yield text(subject, "praxis:licenceStatus", "seen" if licence else "not seen")
    if licence:
        yield link(subject, "dcterms:license", licence)
    for base in sorted(entry.parts("bases"), key=_id):
        yield from _base(base)
    for dimension in sorted(entry.parts("dimensions"), key=_id):
        yield from _dimension(dimension, subject)
    for observation in sorted(entry.parts("observations"), key=lambda part: observation_slug(part, slug)):
        yield from number(observation, subject.value)


def single(entry: Entry) -> Iterator[Triple]:
    """A number for a study that the graph has."""
    yield from number(entry, entry.text("study"))
    for base in sorted(entry.parts("bases"), key=_id):
        yield from _base(base)


def number(entry: Entry, of_study: str) -> Iterator[Triple]:
    """A number that a study prints.

    :param of_study: the IRI of the study
    """
    subject = iri(individual("obs", observation_slug(entry, of_study.rpartition("/")[2])))
    yield is_a(subject, "praxis:Observation")
    yield link(subject, "prov:wasDerivedFrom", of_study)
    yield link(subject, "praxis:status", individual("status", entry.text("status") or "published"))
    if not entry.text("qualifier"):
        bound = "upper-bound" if entry.number("share-below") is not None else "as-printed"
        yield link(subject, "praxis:qualifier", individual("qualifier", bound))
    if not entry.text("standpoint"):
        yield link(subject, "praxis:standpoint", individual("standpoint", "not-stated"))
    yield from of_fields(subject, entry, without={"study"})


def _base(entry: Entry) -> Iterator[Triple]:
    subject = iri(individual("base", entry.text("id")))
    known = entry.number("n") is not None
    yield is_a(subject, "praxis:Base")
    yield link(subject, "praxis:baseStatus", individual("base-status", "stated" if known else "unknown"))
    yield from of_fields(subject, entry)


def _dimension(entry: Entry, of_study: Term) -> Iterator[Triple]:
    subject = iri(individual("dim", entry.text("id")))
    yield is_a(subject, "praxis:Dimension")
    yield link(subject, "prov:wasDerivedFrom", of_study.value)
    yield from of_fields(subject, entry)
    for position, one in enumerate(entry.parts("bins")):
        part = iri(individual("bin", one.text("id")))
        yield is_a(part, "praxis:Bin")
        yield link(part, "praxis:ofDimension", subject.value)
        yield Triple(part, name("praxis:position"), literal(position))
        yield from of_fields(part, one)


def _id(entry: Entry) -> str:
    return entry.text("id")
