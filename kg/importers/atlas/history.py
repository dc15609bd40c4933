"""The releases of ATLAS in which each id and each name occurs, from a table to a module.

The table has one row for each name that an id ever had: ``id``, ``name``, ``kind``, ``subtechnique_of``,
``first_release``, ``last_release`` and ``source``. What the newest release has is described in the module of ATLAS
itself; this module adds since when, what it was called before, and the entries that are gone.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import terms
from kg.importers.atlas.model import FOLDERS, Kind, address, kind_of
from kg.importers.files import Source, read_source
from kg.importers.triples import is_a, link, name, text
from kg.results import Term, Triple, iri
from kg.terms import PREFIXES
from kg.turtle import Note, write

MODULE = terms.MODULE + "catalogues/atlas-history"
_COLUMNS = ("id", "name", "kind", "subtechnique_of", "first_release", "last_release", "source")
_RELEASE = re.compile(r"\d+\.\d+\.\d+")
_UPSTREAM = "https://github.com/mitre-atlas/atlas-data"
_LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
_RIGHTS = (
    "Ids, names and releases are taken from the tagged releases of MITRE ATLAS, published by The MITRE Corporation "
    "under the Apache License, Version 2.0, and were changed in form. MITRE ATLAS is a trademark of The MITRE "
    "Corporation."
)
_PREFIXES = {
    **{p: PREFIXES[p] for p in ("dcterms", "owl", "praxis", "scheme", "skos", "status", "xsd")},
    **{p: PREFIXES[p] for p in ("tactic", "technique", "mitigation", "casestudy")},
}
_TRUE = Term("literal", "true", PREFIXES["xsd"] + "boolean")


@dataclass(frozen=True, slots=True)
class Named:
    """One name of one id, with the first and the last release that has it."""

    id: str
    name: str
    kind: Kind
    first: str
    last: str
    line: int


@dataclass(frozen=True, slots=True)
class History:
    """All names of all ids.

    :param names: by id, the oldest name first
    :param newest: the newest release in the table
    """

    source: Source
    names: Mapping[str, tuple[Named, ...]]
    newest: str

    def retired(self) -> list[str]:
        """The ids that the newest release no longer has."""
        return [i for i, names in self.names.items() if names[-1].last != self.newest]

    def successor(self, identifier: str) -> str:
        """The id under which a retired entry's last name went on; empty where there is none."""
        gone = self.names[identifier][-1]
        return next(
            (i for i, names in self.names.items() for n in names
             if i != identifier and n.name == gone.name and order(n.first) > order(gone.last)), ""
        )  # fmt: skip


def order(release: str) -> tuple[int, ...]:
    """A release as numbers that can be compared.

    >>> order("4.9.1") < order("4.10.0")
    True
    """
    return tuple(int(part) for part in release.split("."))


def read(path: Path) -> History:
    """Read the table.

    :raises SourceFileError: with line and column name, for the first thing that is not as it must be
    """
    source = read_source(path)
    reader = csv.DictReader(io.StringIO(source.text), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise source.fault(1, "the columns are not those of a history", f"They are: {', '.join(_COLUMNS)}.")
        found = [_row(source, row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise source.fault(reader.line_num, f"no valid CSV: {error}", "Mend the quotation marks.") from error
    if not found:
        raise source.fault(1, "the table has no rows", "Give the table with its rows.")
    names: dict[str, list[Named]] = {}
    for one in sorted(found, key=lambda n: (n.id, order(n.first))):
        own = names.setdefault(one.id, [])
        if own and order(own[-1].last) >= order(one.first):
            message = f"name, first_release: {one.id} has two names in release {one.first}: {own[-1].name!r} too"
            raise source.fault(one.line, message, f"Compare with line {own[-1].line}; one of them ends earlier.")
        own.append(one)
    newest = max((n.last for n in found), key=order)
    return History(source, {i: tuple(own) for i, own in names.items()}, newest)


def _row(source: Source, row: Mapping[str, str | None], line: int) -> Named:
    def cell(column: str) -> str:
        value = row.get(column)
        if value is None:
            raise source.fault(line, f"{column}: the row has too few cells", "Give every column a cell.")
        return value.strip()

    def complain(column: str, what: str, remedy: str) -> None:
        raise source.fault(line, f"{column}: {what}", remedy)

    if None in row:
        complain("source", "the row has too many cells", "Put a text that holds a comma in quotation marks.")
    identifier, first, last = cell("id"), cell("first_release"), cell("last_release")
    kind = kind_of(identifier)
    if kind is None:
        complain("id", f"{identifier!r} is no id of ATLAS", "Ids look like AML.T0020.001.")
    elif cell("kind") != kind:
        complain("kind", f"{cell('kind')!r}, and {identifier} is a {kind}", f"One of: {', '.join(FOLDERS)}.")
    for column, release in (("first_release", first), ("last_release", last)):
        if not _RELEASE.fullmatch(release):
            complain(column, f"{release!r} is no release", "Releases look like 4.9.0.")
    if order(first) > order(last):
        complain("last_release", f"{last} comes before the first release {first}", "Exchange the two.")
    if not cell("name"):
        complain("name", "it is empty", "Every entry has a name.")
    assert kind is not None
    return Named(identifier, cell("name"), kind, first, last, line)


def turtle(history: History) -> str:
    """The module as Turtle; the same file gives the same bytes."""
    comment = (
        f"Generated by 'threatpraxis import atlas-history' from {history.source.name}. Do not edit: import it again.\n"
        f"SHA-256 of the file: {history.source.digest}\n" + "\n".join(textwrap.wrap(_RIGHTS, 115))
    )
    return write(_triples(history), _PREFIXES, comment, _notes(history))


def _triples(history: History) -> Iterator[Triple]:
    yield from _header(history)
    for identifier, names in history.names.items():
        subject, now = iri(address(names[-1].kind, identifier)), names[-1]
        yield text(subject, "praxis:firstRelease", names[0].first)
        if now.last != history.newest:
            yield from _retired(history, subject, now)
        if len(names) > 1:
            yield text(subject, "praxis:nameSince", now.first)
        for former in names[:-1]:
            yield text(subject, "praxis:formerName", former.name, "en")


def _retired(history: History, subject: Term, now: Named) -> Iterator[Triple]:
    yield is_a(subject, "praxis:RetiredEntry")
    yield text(subject, "skos:notation", now.id)
    yield text(subject, "skos:prefLabel", now.name, "en")
    yield link(subject, "skos:inScheme", PREFIXES["scheme"] + "atlas")
    yield text(subject, "praxis:lastRelease", now.last)
    yield Triple(subject, name("owl:deprecated"), _TRUE)
    if successor := history.successor(now.id):
        yield link(subject, "dcterms:isReplacedBy", address(history.names[successor][-1].kind, successor))


def _notes(history: History) -> Iterator[Note]:
    for identifier, names in history.names.items():
        for former in names[:-1]:
            about = text(iri(address(former.kind, identifier)), "praxis:formerName", former.name, "en")
            releases = (("praxis:firstRelease", former.first), ("praxis:lastRelease", former.last))
            yield Note(about, tuple((name(p), Term("literal", release)) for p, release in releases))


def _header(history: History) -> Iterator[Triple]:
    module = iri(MODULE)
    counts = _counts(history)
    yield is_a(module, "owl:Ontology")
    yield link(module, "owl:imports", terms.ONTOLOGY)
    yield link(module, "owl:versionIRI", f"{MODULE}/{history.newest}")
    yield text(module, "owl:versionInfo", history.newest)
    yield text(module, "dcterms:title", "History of MITRE ATLAS", "en")
    yield text(module, "dcterms:description", f"Since which release {counts[0]} ids of ATLAS are there, {counts[1]} "
               f"names they had before, and {counts[2]} that the newest release no longer has.", "en")  # fmt: skip
    yield link(module, "dcterms:license", _LICENCE)
    yield text(module, "dcterms:rights", _RIGHTS, "en")
    yield link(module, "dcterms:source", _UPSTREAM)
    yield link(module, "praxis:moduleStatus", PREFIXES["status"] + "official")
    yield text(module, "praxis:lastRelease", history.newest)
    yield text(module, "praxis:sourceFile", history.source.name)
    yield text(module, "praxis:sourceDigest", f"sha256:{history.source.digest}")


def _counts(history: History) -> Sequence[int]:
    former = sum(len(names) - 1 for names in history.names.values())
    return len(history.names), former, len(history.retired())


def summary(history: History) -> str:
    """What was read, in a line."""
    ids, former, retired = _counts(history)
    return f"ATLAS up to {history.newest}: {ids} ids, {former} former names, {retired} retired"
