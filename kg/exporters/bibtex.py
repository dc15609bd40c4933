"""BibTeX entries of works, with the fields that the graph holds and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash, so a lone one needs a name.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "%&#$_"},
}
_KEY = re.compile(r"[^A-Za-z0-9:.+/-]")


@dataclass(frozen=True, slots=True)
class Work:
    """The bibliographic record of a work; what was not looked up is empty.

    :param key: such as ``grosse2024``
    :param authors: family names in the printed order, separated by commas
    """

    key: str
    title: str
    authors: str = ""
    year: int | None = None
    venue: str = ""
    pages: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""


def bibtex(works: Iterable[Work]) -> str:
    """The works as BibTeX in UTF-8, each once and in the given order; the empty text where there is none.

    All are ``@misc``: what kind of publication a work is, the graph does not record.
    """
    return "\n".join(_entry(work) for work in dict.fromkeys(works))


def escape(text: str) -> str:
    """Text for a field that LaTeX sets.

    >>> escape("50 % of A_B")
    '50 \\\\% of A\\\\_B'
    """
    return "".join(_SPECIAL.get(c, c) for c in " ".join(text.split()))


def _entry(work: Work) -> str:
    fields = {
        "author": " and ".join(_authors(work.authors)),
        "title": f"{{{escape(work.title)}}}",  # the second pair of braces keeps its capitals
        "year": str(work.year) if work.year else "",
        "howpublished": escape(work.venue),
        "pages": escape(re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", "--", work.pages)),
        "doi": _verbatim(work.doi),
        "eprint": _verbatim(work.arxiv),
        "archiveprefix": "arXiv" if work.arxiv else "",
        "url": _verbatim(work.url),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{_KEY.sub('-', work.key)},\n" + ",\n".join(lines) + "\n}\n"


#: What joins two people with initials; other words with an 'and' in them are the name of one institution.
_PEOPLE = re.compile(r"(?<=\S) and (?=(?:[A-Z]\.[ -]?)+\S)")


def _authors(text: str) -> list[str]:
    parts = [" ".join(part.split()).removeprefix("and ") for part in text.split(",")]
    found = []
    for name in filter(None, (person for part in parts for person in _PEOPLE.split(part))):
        main, others, _ = name.partition(" et al")
        found += [_author(main), *(["others"] if others else [])]
    return found


def _author(name: str) -> str:
    # ' and ' would part a name in two.
    return f"{{{escape(name)}}}" if re.search(r"\band\b", name) else escape(name)


def _verbatim(text: str) -> str:
    # Links are set as they stand: nothing is escaped but what would end the field.
    return "".join(f"%{ord(c):02X}" if c in "{}\\ \n\t" else c for c in text.strip())
