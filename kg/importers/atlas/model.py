"""One release of MITRE ATLAS as facts: ids, names, dates, links and other values, without anybody's sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

SITE = "https://atlas.mitre.org/"

Kind = Literal["tactic", "technique", "mitigation", "case-study"]
#: The folder of the ATLAS site below which objects of a kind have their address.
FOLDERS: dict[Kind, str] = {
    "tactic": "tactics", "technique": "techniques", "mitigation": "mitigations", "case-study": "studies",
}  # fmt: skip
_ID = re.compile(r"(?:[A-Z]+\d*\.)+(TA|T|M|CS)\d{4}(\.\d{3})?")
_WEB = re.compile(r"(https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]+)?)((?:[/?#].*)?)")
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_KINDS: dict[str, Kind] = {"TA": "tactic", "T": "technique", "M": "mitigation", "CS": "case-study"}


def kind_of(identifier: str) -> Kind | None:
    """The kind that an ATLAS id such as ``AML.T0020.001`` belongs to; None where it is no such id.

    >>> kind_of("AML.CS0009")
    'case-study'
    """
    match = _ID.fullmatch(identifier)
    if match is None or (match[2] and match[1] != "T"):
        return None
    return _KINDS[match[1]]


def address(kind: Kind, identifier: str) -> str:
    """The web address of an object, which is also its IRI."""
    return f"{SITE}{FOLDERS[kind]}/{identifier}"


def web_address(url: str) -> str:
    """A web address as an IRI that any RDF parser takes; empty where the text is no web address.

    >>> web_address("https://example.org/a b?c=100%")
    'https://example.org/a%20b?c=100%25'
    """
    match = _WEB.fullmatch(url)
    if match is None:
        return ""
    rest, hash_sign, fragment = match[2].partition("#")
    encoded = [_STRAY.sub("%25", quote(part, safe="/?:@!$&'()*+,;=~%")) for part in (rest, fragment)]
    return match[1] + encoded[0] + hash_sign + encoded[1]


@dataclass(frozen=True, slots=True)
class Irregularity:
    """Something in a source file that is not as it should be and was read all the same.

    :param rule: its kind, such as ``misplaced-link``
    :param place: the id of the object, or the path within the document
    :param line: the line in the file, from 1; 0 where it is not known
    :param subjects: the ids of the objects that must tell of it in the graph
    """

    rule: str
    place: str
    line: int
    message: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttackReference:
    """The ATT&CK object that an ATLAS object was adapted from."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that ATLAS cites: title and address; either may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MitigationLink:
    """A technique that a mitigation names. ``misplaced``: it stood in another list than it should."""

    technique: str
    misplaced: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case study; tactic or technique is empty where the source does not name it."""

    position: int
    tactic: str
    technique: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What all objects have. Texts are empty and dates are ``""`` where the source does not state them."""

    id: str
    name: str
    created: str = ""
    modified: str = ""
    attack_reference: AttackReference | None = None
    references: tuple[Reference, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactic(Item):
    """A goal of the attacker: a column of the matrix, counted from 1."""

    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Item):
    """A way to reach a tactic's goal. A sub-technique has a parent and, as a rule, no tactics of its own."""

    tactics: tuple[str, ...] = ()
    parent: str = ""
    maturity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation(Item):
    """A measure against techniques; ``links`` holds them as read, with repetitions."""

    lifecycle: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[MitigationLink, ...] = ()

    def techniques(self) -> tuple[str, ...]:
        """The techniques, each once, sorted."""
        return tuple(sorted({link.technique for link in self.links}))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy(Item):
    """An incident or exercise. ``granularity`` says how much of ``date`` is meant: DATE, MONTH or YEAR."""

    type: str = ""
    date: str = ""
    granularity: str = ""
    target: str = ""
    actor: str = ""
    reporter: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What one file says, sorted by id except for tactics, and what is irregular in it.

    :param format: ``"yaml"`` or ``"stix"``
    :param version: as the file states it; empty where it does not
    :param file: the name of the file, without folders
    :param digest: its SHA-256
    :param names: what the file calls the whole and its matrices
    """

    format: Literal["yaml", "stix"]
    version: str
    file: str
    digest: str
    names: tuple[str, ...]
    tactics: tuple[Tactic, ...]
    techniques: tuple[Technique, ...]
    mitigations: tuple[Mitigation, ...]
    case_studies: tuple[CaseStudy, ...]
    irregularities: tuple[Irregularity, ...] = ()

    def items(self) -> Iterator[tuple[Kind, Item]]:
        """All objects with their kinds."""
        groups: tuple[tuple[Kind, tuple[Item, ...]], ...] = (
            ("tactic", self.tactics), ("technique", self.techniques), ("mitigation", self.mitigations),
            ("case-study", self.case_studies),
        )  # fmt: skip
        for kind, group in groups:
            for item in group:
                yield kind, item

    def latest(self) -> str:
        """The latest date of change that an object states; empty where none does."""
        return max((date for _, item in self.items() for date in (item.created, item.modified)), default="")

    def links_read(self) -> int:
        """Mitigation links as they stand in the file, with repetitions."""
        return sum(len(mitigation.links) for mitigation in self.mitigations)

    def links(self) -> list[tuple[str, str]]:
        """Pairs of mitigation and technique, each once."""
        return [(m.id, technique) for m in self.mitigations for technique in m.techniques()]
