"""Statements of a module under construction, written with prefixed names."""

from __future__ import annotations

from kg.results import Term, Triple, iri
from kg.terms import PREFIXES


def name(prefixed: str) -> Term:
    """The IRI of a prefixed name such as ``skos:prefLabel``.

    :raises KeyError: for a prefix that is not ours
    """
    prefix, _, local = prefixed.partition(":")
    return iri(PREFIXES[prefix] + local)


def is_a(subject: Term, class_name: str) -> Triple:
    """The subject is an instance of a class."""
    return Triple(subject, name("rdf:type"), name(class_name))


def link(subject: Term, predicate: str, target: str) -> Triple:
    """The subject is joined to what has this IRI."""
    return Triple(subject, name(predicate), iri(target))


def text(subject: Term, predicate: str, value: str, lang: str = "") -> Triple:
    """The subject has a text, in a language if one is given."""
    return Triple(subject, name(predicate), Term("literal", value, "", lang))
