"""Addresses: of our pages with their state, and from a thing in the graph to the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from kg import terms

#: Where a thing of a kind is shown best; everything else is shown by its statements.
_PAGES = {"attack": ("/attack", "id"), "stage": ("/taxonomy", "id"), "study": ("/sources", "study")}


def page(path: str, **state: str | None) -> str:
    """The address of one of our pages; empty state is left out."""
    kept = {name: value for name, value in state.items() if value}
    return f"{path}?{urlencode(kept, quote_via=quote, safe=':')}" if kept else path


def query(query_id: str, values: Mapping[str, str]) -> str:
    """The address at which a question of the library can be seen and changed."""
    return page("/query", id=query_id, **values)


def thing(iri: str) -> str | None:
    """The address of the page that shows a thing; None where we cannot name it."""
    if not terms.is_iri(iri):
        return None
    kind, slug = kind_and_slug(iri)
    if kind in _PAGES:
        path, name = _PAGES[kind]
        return page(path, **{name: slug})
    if iri.startswith(terms.BASE):
        return query("evidence/thing", {"thing": terms.compact(iri)})
    return iri if iri.startswith(("http://", "https://")) else None


def kind_and_slug(iri: str) -> tuple[str, str]:
    """The kind and the slug in an IRI of ours; the kind is empty for any other IRI."""
    if not iri.startswith(terms.ID):
        return "", iri
    kind, _, slug = iri[len(terms.ID) :].partition("/")
    return kind, slug


def slug(iri: object) -> str:
    """The last part of an IRI of ours, or the IRI."""
    return kind_and_slug(str(iri))[1]


def slug_of(iri: object) -> str:
    """The local name of any IRI: what follows the last ``#`` or ``/``."""
    return str(iri).rpartition("#")[2].rpartition("/")[2]
