"""Works out of other people's records as an addition: they fit the graph, or it is told why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg import terms
from kg.author.faults import Fault
from kg.author.forms import WORK
from kg.author.proposal import Proposal
from kg.author.texts import fault_in, slug_of
from kg.author.writing import header, module_iri
from kg.importers import works as records
from kg.importers.works import WorkEntry, entries_to_triples, naming
from kg.search import normalise
from kg.store.engine import Engine
from kg.terms import PREFIXES
from kg.turtle import write

_ROWS = 200_000
_WORKS = """SELECT ?module ?work ?label ?title ?doi ?arxiv WHERE {
  GRAPH ?module { ?work a praxis:Work }
  OPTIONAL { ?work skos:prefLabel ?label } OPTIONAL { ?work dcterms:title ?title }
  OPTIONAL { ?work bibo:doi ?doi } OPTIONAL { ?work praxis:arxiv ?arxiv }
} ORDER BY ?work ?module ?label ?title"""
_USED = """SELECT DISTINCT ?thing WHERE {
  ?thing ?property ?value FILTER(STRSTARTS(STR(?thing), "https://w3id.org/threatpraxis/id/work/"))
}"""
#: Texts of a work and the fields of the form that set their bounds.
_BOUNDED = (("title", "title"), ("authors", "author_text"), ("venue", "venue"), ("pages", "pages"), ("doi", "doi"))


@dataclass(frozen=True, slots=True)
class Held:
    """A work of the graph.

    :param modules: the modules that describe it
    :param keys: DOI and arXiv id, in lower case
    :param title: made plain, for comparison
    """

    slug: str
    label: str
    modules: frozenset[str]
    keys: frozenset[str]
    title: str


@dataclass(frozen=True)
class Shelf:
    """The works of a graph, as far as new ones must fit them.

    :param used: the ends of all addresses of works in use
    """

    works: tuple[Held, ...] = ()
    used: frozenset[str] = frozenset()

    @classmethod
    def of(cls, engine: Engine) -> Shelf:
        """Ask a graph."""
        rows: dict[str, list[dict[str, str]]] = {}
        for row in engine.select(_WORKS, row_limit=_ROWS):
            said = {name: "" if value is None else str(value) for name, value in row.items()}
            rows.setdefault(said["work"], []).append(said)
        used = {str(row["thing"]).rpartition("/")[2] for row in engine.select(_USED, row_limit=_ROWS)}
        return cls(tuple(_held(iri, own) for iri, own in rows.items()), frozenset(used))

    def has_module(self, iri: str) -> bool:
        """Whether a module describes works."""
        return any(iri in held.modules for held in self.works)


@dataclass(frozen=True)
class Batch:
    """Works that were read, and what is to be known of them.

    :param entries: those that can be taken, with addresses that nothing else has
    :param faults: what keeps the whole from being taken
    :param warnings: what is worth a look
    """

    entries: tuple[WorkEntry, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = field(default=())


def read(text: str, form: records.Form) -> tuple[list[WorkEntry], list[Fault], list[Fault]]:
    """The works of a text that holds whole records, with faults and warnings.

    :param form: ``bibtex`` or ``csl``; for DOIs a resolver must be asked first
    """
    entries, found = records.RECORDS[form](text)
    return entries, told(found, "error"), told(found, "warning")


def told(found: Iterable[records.Fault], severity: str) -> list[Fault]:
    """Faults of a reader as faults of an addition: the key of the record begins the name of the field."""
    return [
        Fault(".".join(filter(None, (f.key, f.field))), f.message, f.remedy, f.line)
        for f in found
        if f.severity == severity
    ]


def fit(entries: Sequence[WorkEntry], shelf: Shelf, own: str = "", *, allow_similar: bool = False) -> Batch:
    """The works with addresses of their own; those that the graph has already are faults.

    :param own: the IRI of the module that they replace, whose works keep their addresses
    :param allow_similar: take works whose title another work has
    """
    others = _Index(held for held in shelf.works if held.modules - {own})
    faults, similar = [], []
    for entry in entries:
        faults += _unfit(entry)
        if same := others.same(entry):
            faults.append(_fault(entry, "", f"{same.label} is this work.", "Cite that one, and leave this out."))
        elif like := others.like(entry):
            similar.append(_fault(entry, "title", f"{like.label} has the same title.", _SIMILAR))
        others.add(_given(entry))
    before = [held for held in shelf.works if not held.modules - {own}]
    wrong, warnings = (faults, similar) if allow_similar else ([*faults, *similar], [])
    return Batch(tuple(_named(entries, before, shelf)), tuple(wrong), tuple(warnings))


def path_for(entries: Sequence[WorkEntry], origin: str, shelf: Shelf) -> str:
    """The file of a workspace that works go into: one of their own, or that of the same text read before.

    :param origin: the name of the file they came from
    """
    several = collection_path(origin)
    if len(entries) == 1 and not shelf.has_module(module_iri(several)):
        return f"ontology/work-{entries[0].slug}.ttl"
    return several


def collection_path(origin: str) -> str:
    """The file of a workspace that several works of one file go into.

    >>> collection_path("My Thesis (final).bib")
    'ontology/works-my-thesis-final.ttl'
    """
    return f"ontology/works-{slug_of(origin.rpartition('.')[0] or origin) or 'list'}.ttl"


def proposal(entries: Sequence[WorkEntry], origin: str, path: str = "") -> Proposal:
    """The file that works become.

    :param origin: the name of the file they came from, without its folders
    :param path: where it goes; by default as where none of them was read before
    """
    path = path or path_for(entries, origin, Shelf())
    several = path.startswith("ontology/works-")
    title = f"{len(entries)} works, {entries[0].label} and others" if len(entries) > 1 else entries[0].label
    triples = [*header(module_iri(path), "Imported works" if several else title), *entries_to_triples(entries)]
    return Proposal(path, write(triples, PREFIXES), "imported" if several else "added", title, origin)


_SIMILAR = "Cite that one; or take both with --allow-similar, if they are two."


def _held(iri: str, rows: Sequence[dict[str, str]]) -> Held:
    keys = {row[name].lower() for row in rows for name in ("doi", "arxiv") if row[name]}
    label = f"{terms.compact(iri)} ({rows[0]['label']})"
    modules = frozenset(row["module"] for row in rows)
    return Held(iri.rpartition("/")[2], label, modules, frozenset(keys), _plain(rows[0]["title"]))


def _given(entry: WorkEntry) -> Held:
    place = f"the record {entry.key}" if entry.key else "a record"
    label = f"{place} on line {entry.line}" if entry.line else place
    return Held("", label, frozenset(), frozenset(entry.identifiers), _plain(entry.title))


class _Index:
    """Works by what tells them apart; the first of several stays."""

    def __init__(self, works: Iterable[Held]) -> None:
        self._by_key: dict[str, Held] = {}
        self._by_title: dict[str, Held] = {}
        for held in works:
            self.add(held)

    def add(self, held: Held) -> None:
        for key in held.keys:
            self._by_key.setdefault(key, held)
        self._by_title.setdefault(held.title, held)

    def same(self, entry: WorkEntry) -> Held | None:
        """The work with the DOI or arXiv id of an entry."""
        return next((self._by_key[key] for key in entry.identifiers if key in self._by_key), None)

    def like(self, entry: WorkEntry) -> Held | None:
        """The work with the title of an entry; spelling of case, accents and marks makes no difference."""
        title = _plain(entry.title)
        return self._by_title.get(title) if title else None


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", normalise(title)))


def _unfit(entry: WorkEntry) -> list[Fault]:
    faults = []
    for name, attribute in _BOUNDED:
        value = getattr(entry, attribute)
        if value and (wrong := fault_in(value, WORK.field(name).limit)):
            faults.append(_fault(entry, name, *wrong))
    return faults


def _fault(entry: WorkEntry, name: str, message: str, remedy: str) -> Fault:
    return Fault(".".join(filter(None, (entry.key, name))), message, remedy, entry.line)


def _named(entries: Sequence[WorkEntry], before: Sequence[Held], shelf: Shelf) -> list[WorkEntry]:
    """The works by addresses that nothing else has; one that was there before keeps its own."""
    kept: dict[int, Held] = {}
    index = _Index(before)
    given: set[str] = set()
    for number, entry in enumerate(entries):
        held = index.same(entry) or index.like(entry)
        if held and held.slug not in given:
            kept[number] = held
            given.add(held.slug)
    fresh = naming.unlike([e for n, e in enumerate(entries) if n not in kept], shelf.used)
    named = iter(fresh)
    return [_again(e, kept[n]) if n in kept else next(named) for n, e in enumerate(entries)]


def _again(entry: WorkEntry, held: Held) -> WorkEntry:
    """A work of before with its address; its label follows what is said of it now."""
    letters = re.search(r"[0-9]{4}([b-z])$", held.slug)
    return replace(entry, slug=held.slug, label=naming.label_of(entry) + (letters[1] if letters else ""))
