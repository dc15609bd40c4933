"""Everything that can be named in a query: classes, properties and individuals, with labels, synonyms, definitions."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import terms
from kg.graph import Graph
from kg.search import kind_of

#: Terms at the most; beyond it completion would no longer be quick in a browser.
LIMIT = 50_000
#: Texts read at the most.
_TEXTS = 400_000

_NAMED = """SELECT DISTINCT ?iri ?type WHERE {
  ?iri a ?type . FILTER(isIRI(?iri) && isIRI(?type))
}"""
_LABELS = """SELECT ?iri ?property ?text WHERE {
  VALUES ?property { skos:prefLabel rdfs:label dcterms:title skos:altLabel skos:hiddenLabel skos:notation }
  ?iri ?property ?text . FILTER(isIRI(?iri))
}"""
_DEFINITIONS = """SELECT ?iri ?property ?text WHERE {
  VALUES ?property { skos:definition rdfs:comment }
  ?iri ?property ?text . FILTER(isIRI(?iri))
}"""
_MAIN = ("prefLabel", "label", "title")
_CLASSES = {"Class", "Datatype"}


@dataclass(slots=True)
class Entry:
    """A term that may stand in a query.

    :param id: prefixed name such as ``attack:evasion``
    :param kind: ``class``, ``property``, or the kind of an individual such as ``attack``
    :param synonyms: other texts under which a person may look for it
    """

    id: str
    label: str
    kind: str
    synonyms: list[str] = field(default_factory=list)
    definition: str = ""


def vocabulary(graph: Graph) -> list[Entry]:
    """The terms that have a prefixed name, classes and properties first, then by id."""
    found: dict[str, Entry] = {}
    for row in graph.engine.select(_NAMED, row_limit=_TEXTS):
        iri = str(row["iri"])
        if (short := terms.compact(iri)) == iri:
            continue
        entry = found.setdefault(iri, Entry(short, "", _kind(iri, "")))
        if (kind := _kind(iri, str(row["type"]))) in ("class", "property"):  # whatever else it is said to be
            entry.kind = kind
    _label(graph, found)
    for row in graph.engine.select(_DEFINITIONS, row_limit=_TEXTS):
        named = found.get(str(row["iri"]))
        if named is not None and not named.definition:
            named.definition = str(row["text"])
    order = {"class": 0, "property": 1}
    return sorted(found.values(), key=lambda e: (order.get(e.kind, 2), e.id))[:LIMIT]


def _label(graph: Graph, found: dict[str, Entry]) -> None:
    for row in graph.engine.select(_LABELS, row_limit=_TEXTS):
        entry = found.get(str(row["iri"]))
        if entry is None:
            continue
        text, name = str(row["text"]), str(row["property"]).rpartition("#")[2].rpartition("/")[2]
        if name in _MAIN and not entry.label:
            entry.label = text
        elif text != entry.label and text not in entry.synonyms:
            entry.synonyms.append(text)


def _kind(iri: str, type_iri: str) -> str:
    own = kind_of(iri)
    if own != "term":
        return own
    name = type_iri.rpartition("#")[2].rpartition("/")[2]
    if name in _CLASSES:
        return "class"
    return "property" if name.endswith("Property") else terms.compact(iri).partition(":")[0]
