"""What the graph knows that an addition must fit: things to choose from, names in use, ids of catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg import terms
from kg.author.letters import skeleton
from kg.results import Scalar, Table
from kg.search import normalise
from kg.store.engine import Engine

_ROWS = 200_000
_THINGS = """SELECT ?thing ?label ?definition ?deprecated ?instead WHERE {
  ?thing skos:prefLabel ?label . FILTER(STRSTARTS(STR(?thing), "https://w3id.org/threatpraxis/id/"))
  OPTIONAL { ?thing skos:definition ?definition }
  OPTIONAL { ?thing owl:deprecated ?deprecated OPTIONAL { ?thing dcterms:isReplacedBy ?instead } }
} ORDER BY ?thing ?label"""
_NAMES = """SELECT ?attack ?property ?name WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel }
  ?attack a praxis:Attack ; ?property ?name .
} ORDER BY ?attack ?property ?name"""
_SUBJECTS = """SELECT DISTINCT ?module ?thing WHERE {
  GRAPH ?module { ?thing ?property ?value } FILTER(STRSTARTS(STR(?thing), "https://w3id.org/threatpraxis/id/"))
} ORDER BY ?thing ?module"""
_ENTRIES = """SELECT ?thing ?id ?scheme ?label ?retired WHERE {
  ?thing skos:notation ?id ; skos:inScheme ?scheme ; a ?class .
  VALUES ?class { praxis:Technique praxis:CatalogueEntry praxis:RetiredEntry }
  OPTIONAL { ?thing skos:prefLabel ?label } OPTIONAL { ?thing owl:deprecated ?retired }
} ORDER BY ?id"""
_CATALOGUES = """SELECT DISTINCT ?scheme ?version ?label WHERE {
  ?set a sssom:MappingSet ; sssom:object_source ?scheme ; sssom:object_source_version ?version .
  OPTIONAL { ?scheme skos:prefLabel ?label }
} ORDER BY ?scheme"""
_IDENTIFIERS = """SELECT ?work ?property ?id WHERE {
  VALUES ?property { bibo:doi praxis:arxiv } ?work ?property ?id .
}"""
_NO_TERM = terms.PREFIXES["sssom"] + "NoTermFound"
_TITLES = """SELECT ?work ?title ?year WHERE {
  ?work a praxis:Work ; dcterms:title ?title . OPTIONAL { ?work praxis:year ?year }
} ORDER BY ?work"""
_MAPPED = """SELECT ?attack ?entry ?scheme WHERE {
  ?note owl:annotatedSource ?attack ; owl:annotatedTarget ?entry ; sssom:object_source ?scheme .
}"""
_PARENTS = "SELECT DISTINCT ?attack ?parent WHERE { ?attack praxis:subAttackOf ?parent } ORDER BY ?attack ?parent"
_PROPERTIES = "SELECT ?property ?definition WHERE { ?property rdfs:label ?label ; skos:definition ?definition }"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be chosen.

    :param id: its prefixed name
    :param instead: where it is deprecated, the prefixed name of what replaces it, or the empty text
    """

    iri: str
    id: str
    label: str
    definition: str = ""
    deprecated: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An entry of a catalogue elsewhere, such as a technique of ATLAS."""

    iri: str
    id: str
    scheme: str
    label: str
    retired: bool


@dataclass(frozen=True)
class Known:
    """What stands in a graph, as far as additions must fit it.

    :param things: by kind, then by the end of the address
    :param names: labels and other names of attacks, made plain, with the attack and whether it is the label
    :param modules: which modules speak of a thing
    :param catalogues: the version of each mapped catalogue by the IRI of its scheme
    :param identifiers: the work that has a DOI or arXiv id (in lower case)
    :param definitions: of properties, by prefixed name
    :param mapped: pairs of attack and entry that a mapping joins, and of attack and catalogue that has none for it
    :param titles: the work and its year by what is left of its title when spelling makes no difference
    :param parents: the more general attacks of each attack
    """

    things: Mapping[str, Mapping[str, Thing]]
    names: Mapping[str, tuple[str, str, bool]]
    modules: Mapping[str, frozenset[str]]
    entries: Mapping[str, CatalogueEntry]
    catalogues: Mapping[str, str]
    identifiers: Mapping[str, str]
    parents: Mapping[str, frozenset[str]]
    definitions: Mapping[str, str] = field(default_factory=dict)
    mapped: frozenset[tuple[str, str]] = frozenset()
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, engine: Engine) -> Known:
        """Ask a graph."""

        def ask(sparql: str) -> Table:
            return engine.select(sparql, row_limit=_ROWS)

        return cls(
            _things(ask(_THINGS)), _names(ask(_NAMES)), _sets(ask(_SUBJECTS), "thing", "module"),
            _entries(ask(_ENTRIES)), {_text(r["scheme"]): _text(r["version"]) for r in ask(_CATALOGUES)},
            {_text(r["id"]).lower(): _text(r["work"]) for r in ask(_IDENTIFIERS)},
            _sets(ask(_PARENTS), "attack", "parent"),
            {terms.compact(_text(r["property"])): _text(r["definition"]) for r in ask(_PROPERTIES)},
            frozenset(
                (_text(r["attack"]), _text(r["scheme"] if _text(r["entry"]) == _NO_TERM else r["entry"]))
                for r in ask(_MAPPED)
            ),
            {skeleton(_text(r["title"])): (_text(r["work"]), _text(r["year"])) for r in ask(_TITLES)},
        )  # fmt: skip

    def of_kinds(self, kinds: Iterable[str]) -> list[Thing]:
        """All things of some kinds, in the order of their labels; what is deprecated is left out."""
        found = [t for kind in kinds for t in self.things.get(kind, {}).values() if not t.deprecated]
        return sorted(found, key=lambda t: (t.label.casefold(), t.id))

    def label(self, iri: str) -> str:
        """The label of a thing; its prefixed name where it has none."""
        kind, _, slug = iri.removeprefix(terms.ID).partition("/")
        thing = self.things.get(kind, {}).get(slug)
        return thing.label if thing else terms.compact(iri)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels by IRI."""
        return {t.iri: t.label for own in self.things.values() for t in own.values()}

    @cached_property
    def skeletons(self) -> dict[str, tuple[str, str, bool]]:
        """The names as :attr:`names` has them, by what is left of them when spelling makes no difference."""
        found: dict[str, tuple[str, str, bool]] = {}
        for attack, shown, preferred in self.names.values():
            if preferred or skeleton(shown) not in found:
                found[skeleton(shown)] = (attack, shown, preferred)
        return found

    def ancestors(self, attack: str) -> set[str]:
        """The more general attacks of an attack, and theirs."""
        found: set[str] = set()
        ahead = [attack]
        while ahead:
            for parent in self.parents.get(ahead.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    ahead.append(parent)
        return found


def _text(value: Scalar) -> str:
    return "" if value is None else str(value)


def _things(table: Table) -> dict[str, dict[str, Thing]]:
    found: dict[str, dict[str, Thing]] = {}
    for row in table:
        iri = _text(row["thing"])
        kind, _, slug = iri.removeprefix(terms.ID).partition("/")
        instead = terms.compact(_text(row["instead"])) if row["instead"] else ""
        thing = Thing(
            iri, terms.compact(iri), _text(row["label"]), _text(row["definition"]), row["deprecated"] is True, instead
        )
        found.setdefault(kind, {}).setdefault(slug, thing)
    return found


def _names(table: Table) -> dict[str, tuple[str, str, bool]]:
    found: dict[str, tuple[str, str, bool]] = {}
    for row in table:
        preferred = _text(row["property"]).endswith("prefLabel")
        plain = normalise(_text(row["name"]))
        if preferred or plain not in found:
            found[plain] = (_text(row["attack"]), _text(row["name"]), preferred)
    return found


def _sets(table: Table, key: str, value: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table:
        found.setdefault(_text(row[key]), set()).add(_text(row[value]))
    return {name: frozenset(own) for name, own in found.items()}


def _entries(table: Table) -> dict[str, CatalogueEntry]:
    return {
        _text(row["id"]).upper(): CatalogueEntry(
            _text(row["thing"]), _text(row["id"]), _text(row["scheme"]), _text(row["label"]), row["retired"] is True
        )
        for row in table
    }
