"""A work as other people's records tell it, and what is wrong with such a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record, or worth a look.

    :param line: in the text it came from, from 1
    :param field: such as ``year``; empty where it is the whole record
    :param key: how the text names the record; empty where it does not
    :param severity: an error keeps the text from being taken, a warning does not
    """

    line: int
    field: str
    message: str
    remedy: str
    key: str = ""
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Record:
    """What a text says of one work, in plain Unicode, before it is judged.

    :param line: where it begins
    :param families: the authors' family names, or whole names of institutions, in the given order
    :param more: whether there are more authors than are named
    :param texts: title, year, venue, pages, doi, arxiv, url and language, where the text has them
    :param lines: where fields stand, if they have lines of their own
    """

    key: str
    line: int
    families: tuple[str, ...] = ()
    more: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def fault(self, name: str, message: str, remedy: str, *, warning: bool = False) -> Fault:
        """A complaint about one of its fields, or about the whole where the name is empty."""
        line = self.lines.get(name, self.line)
        return Fault(line, name, message, remedy, self.key, "warning" if warning else "error")


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """A work with what the graph holds of works.

    :param slug: the end of its address, such as ``author2021``
    :param label: how it is cited, such as ``Author et al. 2021``
    :param authors: family names in the printed order
    :param more: whether there are more authors than are named
    :param doi: without resolver
    :param arxiv: without version
    :param language: of the title, as a language tag
    :param looked_up: whether a resolver was asked for the identifier; otherwise it stands as it was given
    :param key: how the text it came from names it
    :param line: where it stands there
    """

    slug: str
    label: str
    title: str
    authors: tuple[str, ...]
    year: int
    more: bool = False
    venue: str = ""
    pages: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    language: str = "en"
    looked_up: bool = False
    key: str = ""
    line: int = 0

    @property
    def author_text(self) -> str:
        """The authors as the graph holds them: parted by commas, so that no name may hold one.

        >>> WorkEntry("a", "A", "T", ("Author", "Maker, Inc."), 2021, more=True).author_text
        'Author, Maker Inc. et al.'
        """
        return ", ".join(name.replace(",", "") for name in self.authors) + (" et al." if self.more else "")

    @property
    def identifiers(self) -> tuple[str, ...]:
        """DOI and arXiv id in lower case, for comparison; both ignore case."""
        return tuple(identifier.lower() for identifier in (self.doi, self.arxiv) if identifier)
