"""Address and label of a work: made of the first author's family name and the year, and unlike those in use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count
from string import ascii_lowercase

from kg.importers.works.model import WorkEntry

#: Letters that Unicode does not take apart into a Latin one and a sign.
_LATIN = str.maketrans({
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
})  # fmt: skip
#: Characters of a slug before the year; file names are made of it.
_LONGEST = 50


def unlike(entries: Sequence[WorkEntry], taken: Collection[str] = ()) -> list[WorkEntry]:
    """The works with addresses that differ from each other and from those taken: ``author2021``, ``author2021b``, …"""
    used = set(taken)
    named = []
    for entry in entries:
        slug, letter = next((s, x) for s, x in _candidates(_base(entry)) if s not in used)
        used.add(slug)
        named.append(replace(entry, slug=slug, label=label_of(entry) + letter))
    return named


def label_of(entry: WorkEntry) -> str:
    """How a work is cited.

    >>> label_of(WorkEntry("", "", "A title", ("Author", "Other"), 2021))
    'Author and Other 2021'
    """
    names = entry.authors
    if entry.more or len(names) > 2:
        return f"{names[0]} et al. {entry.year}"
    return f"{' and '.join(names)} {entry.year}"


def _base(entry: WorkEntry) -> str:
    family = "".join(_words(entry.authors[0]))[:_LONGEST]
    if family:
        return f"{family}{entry.year}"
    for other in (entry.title, entry.key):  # a name in another script; the shipped works begin with the year then
        if words := "-".join(_words(other))[:_LONGEST].strip("-"):
            return f"{entry.year}-{words}"
    return f"{entry.year}-work"


def _candidates(base: str) -> Iterator[tuple[str, str]]:
    """A slug and the letters that set it apart: none at first, then b, c, …, z, and then numbers."""
    yield base, ""
    for letter in ascii_lowercase[1:]:
        yield base + letter, letter
    for number in count(27):
        yield f"{base}-{number}", f" ({number})"


def _words(text: str) -> list[str]:
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    return re.findall(r"[a-z0-9]+", "".join(c for c in parted if not unicodedata.combining(c)))
