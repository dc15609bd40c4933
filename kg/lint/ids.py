"""Ids in text: those that are written right, and those that are meant to be ids and are misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What an id of ATLAS names, by the letters before its number.
KINDS = {"TA": "tactic", "T": "technique", "M": "mitigation", "CS": "case study"}
_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_ATLAS = re.compile(
    rf"{_BEFORE}(?:AML[.\-_ ]?(?P<kind>TA|CS|T|M)[.\-_ ]?(?P<number>\d{{1,6}})(?:[.\-_](?P<sub>\d{{1,4}}))?"
    # Numbers below 100 are none of ATT&CK's techniques: the first part of the id was left out.
    rf"|(?<![.\-])(?P<bare>T00\d\d)(?:\.(?P<bare_sub>\d{{3}}))?){_AFTER}", re.IGNORECASE,
)  # fmt: skip
_NIST = re.compile(rf"{_BEFORE}NIST[ \-_]?AML[.\-_ ]?(?P<number>\d{{1,4}}){_AFTER}", re.IGNORECASE)
_OWASP = re.compile(
    rf"{_BEFORE}(?:(?P<list>LLM|ML)[ \-_]?(?P<number>\d{{1,2}})[:\-_/ ](?P<edition>20\d\d|\d\d(?=\D|$))"
    rf"|(?P<bare_list>LLM|ML)(?P<bare_number>0\d|10)){_AFTER}(?![\-_]\w)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An id as it stands in a text.

    :param family: ``atlas``, ``nistaml``, ``owasp-llm`` or ``owasp-ml``
    :param id: how it is written right; without an edition where the text names none
    """

    start: int
    end: int
    text: str
    family: str
    id: str

    @property
    def well_formed(self) -> bool:
        """Whether it is written as it must be."""
        return self.text == self.id

    @property
    def kind(self) -> str:
        """What an id of ATLAS names, such as ``technique``; empty for other families."""
        return kind_of(self.id)

    @property
    def without_edition(self) -> bool:
        """Whether it is an id of OWASP that does not say of which list."""
        return self.family.startswith("owasp") and ":" not in self.id


def kind_of(identifier: str) -> str:
    """What an id of ATLAS names; empty for other ids.

    >>> kind_of("AML.CS0009")
    'case study'
    """
    match = re.match(r"AML\.([A-Z]+)\d", identifier)
    return KINDS.get(match[1], "") if match else ""


def find(text: str) -> list[Mention]:
    """All ids in a text, in their order."""
    return sorted([*_atlas(text), *_nist(text), *_owasp(text)], key=lambda m: m.start)


def _atlas(text: str) -> Iterator[Mention]:
    for m in _ATLAS.finditer(text):
        kind, number, sub = (m["kind"], m["number"], m["sub"]) if m["kind"] else ("T", m["bare"][1:], m["bare_sub"])
        identifier = f"AML.{kind.upper()}{number.zfill(4)}" + (f".{sub.zfill(3)}" if sub else "")
        yield Mention(m.start(), m.end(), m[0], "atlas", identifier)


def _nist(text: str) -> Iterator[Mention]:
    for m in _NIST.finditer(text):
        yield Mention(m.start(), m.end(), m[0], "nistaml", f"NISTAML.{m['number']}")


def _owasp(text: str) -> Iterator[Mention]:
    for m in _OWASP.finditer(text):
        name, number, edition = m["list"] or m["bare_list"], m["number"] or m["bare_number"], m["edition"] or ""
        edition = f":{edition if len(edition) == 4 else '20' + edition}" if edition else ""
        yield Mention(m.start(), m.end(), m[0], f"owasp-{name.lower()}", f"{name}{number.zfill(2)}{edition}")
