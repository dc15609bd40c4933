"""What the linter knows: the ids of outside catalogues with all their names and releases, from the shipped modules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.errors import ParameterError
from kg.modules import shipped_inventory

_ENTRIES = """SELECT ?id ?label ?scheme ?first ?last ?since ?successor WHERE {
  ?entry skos:inScheme ?scheme ; skos:notation ?id ; skos:prefLabel ?label .
  OPTIONAL { ?entry praxis:firstRelease ?first }
  OPTIONAL { ?entry praxis:lastRelease ?last }
  OPTIONAL { ?entry praxis:nameSince ?since }
  OPTIONAL { ?entry dcterms:isReplacedBy ?next . ?next skos:notation ?successor }
}"""
_FORMER = """SELECT ?id ?name ?first ?last WHERE {
  ?note owl:annotatedProperty praxis:formerName ; owl:annotatedSource ?entry ; owl:annotatedTarget ?name ;
        praxis:firstRelease ?first ; praxis:lastRelease ?last .
  ?entry skos:notation ?id .
}"""
_NEWEST = "SELECT ?newest WHERE { ?module a owl:Ontology ; praxis:lastRelease ?newest }"
_NUMBERS = re.compile(r"\d+(\.\d+){0,2}")
_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entry; ``first`` and ``last`` are the releases it was used in, empty where none are recorded."""

    text: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a catalogue.

    :param family: the ids it is told apart from: ``atlas``, ``nistaml``, ``owasp-llm`` or ``owasp-ml``
    :param names: the oldest first, so that the last is the newest
    :param last: the last release that has it; empty where the newest has it
    :param successor: the id under which its name went on
    """

    id: str
    family: str
    names: tuple[Name, ...]
    first: str = ""
    last: str = ""
    successor: str = ""


def normalise(text: str) -> str:
    """A name without regard to case, white space and the style of its dashes and quotation marks.

    >>> normalise("Black‑box  Evasion")
    'black-box evasion'
    """
    plain = text.replace("’", "'").replace("&amp;", "&")
    return " ".join(re.sub("[‐‑–—]", "-", plain).casefold().split())


class Knowledge:
    """The entries by id and by name, as one release of ATLAS has them.

    :param release: the release of ATLAS to judge by; the newest where it is empty
    :raises ParameterError: for a release that is none or is newer than any that is recorded
    """

    def __init__(self, entries: Iterable[Entry], newest: str, release: str = "") -> None:
        self.entries: Mapping[str, Entry] = {entry.id: entry for entry in entries}
        self.newest = newest
        self.release = release or newest
        if not _NUMBERS.fullmatch(self.release) or _order(self.release) > _order(newest):
            first = min((e.first for e in self.entries.values() if e.first), key=_order)
            remedy = f"Releases from {first} to {newest} are recorded; write one such as {newest}."
            raise ParameterError(f"The release {self.release!r} is not known.", remedy=remedy)
        self._by_name: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                self._by_name.setdefault(normalise(name.text), []).append(entry.id)

    def present(self, entry: Entry) -> bool:
        """Whether the release has the entry."""
        return self.begun(entry) and (not entry.last or _order(self.release) <= _order(entry.last))

    def begun(self, entry: Entry) -> bool:
        """Whether the entry is not younger than the release."""
        return not entry.first or _order(entry.first) <= _order(self.release)

    def name(self, entry: Entry) -> Name:
        """What the release calls an entry; its newest name where the release does not have it."""
        fitting = [n for n in entry.names if not n.first or _order(n.first) <= _order(self.release)]
        return fitting[-1] if fitting else entry.names[-1]

    def owners(self, text: str, family: str) -> list[str]:
        """The ids of a family that bear a name or bore it, those that bear it in this release first."""
        wanted = normalise(text)
        ids = [i for i in self._by_name.get(wanted, ()) if self.entries[i].family == family]

        def rank(identifier: str) -> tuple[bool, bool, str]:
            entry = self.entries[identifier]
            return not self.present(entry), normalise(self.name(entry).text) != wanted, identifier

        return sorted(dict.fromkeys(ids), key=rank)

    def names_of(self, family: str) -> dict[str, str]:
        """All names of a family, by their normal form."""
        return {normalise(n.text): n.text for e in self.entries.values() if e.family == family for n in e.names}


def _order(release: str) -> tuple[int, ...]:
    parts = [int(part) for part in release.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def load(release: str = "") -> Knowledge:
    """The knowledge of the shipped modules; nothing else is read and nothing is fetched.

    :raises ParameterError: for a release that is not known
    """
    from kg.store.embedded import load_files

    wanted = [f for f in shipped_inventory().data() if f.name == "atlas.ttl" or f.name.startswith("catalogues/")]
    engine = load_files(wanted)
    former: dict[str, list[Name]] = {}
    for row in engine.select(_FORMER, row_limit=_ROWS):
        former.setdefault(str(row["id"]), []).append(Name(*(str(row[c]) for c in ("name", "first", "last"))))
    entries = []
    for row in engine.select(_ENTRIES, row_limit=_ROWS):
        identifier, first, last, since, successor = (
            str(row[c] or "") for c in ("id", "first", "last", "since", "successor")
        )
        older = sorted(former.get(identifier, ()), key=lambda n: _order(n.first))
        names = (*older, Name(str(row["label"]), since or first, last))
        family = str(row["scheme"]).rpartition("/")[2]
        entries.append(Entry(identifier, re.sub(r"-\d{4}$", "", family), names, first, last, successor))
    newest = str(engine.select(_NEWEST).column("newest")[0])
    return Knowledge(entries, newest, release)
