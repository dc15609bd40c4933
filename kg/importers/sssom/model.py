"""One SSSOM mapping set: its metadata, its rows with their places in the file, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.importers.files import Source

#: Says that a catalogue has nothing that corresponds to the subject.
NO_TERM = "https://w3id.org/sssom/NoTermFound"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a mapping file.

    :param column: character in the line, from 1
    :param field: the column of the table, or the name of the metadata
    """

    line: int
    column: int
    field: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping.

    :param cells: the text of each column
    :param line: the line in the file, from 1
    :param columns: where in the line each cell begins, from 1
    """

    cells: Mapping[str, str]
    line: int
    columns: Mapping[str, int]

    def fault(self, field: str, message: str, remedy: str) -> Fault:
        """A complaint about one cell."""
        return Fault(self.line, self.columns.get(field, 1), field, message, remedy)


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A mapping file.

    :param meta: the metadata that its first lines state
    :param lines: the line of each metadata field
    """

    source: Source
    meta: Mapping[str, Any]
    lines: Mapping[str, int]
    rows: tuple[Row, ...]

    @property
    def curies(self) -> Mapping[str, str]:
        """The namespaces by prefix."""
        found = self.meta.get("curie_map")
        return found if isinstance(found, dict) else {}

    def text(self, field: str) -> str:
        """A metadata field as text; empty where it is missing."""
        value = self.meta.get(field)
        return "" if value is None else str(value)

    def expand(self, curie: str) -> str | None:
        """The IRI of a CURIE; None where its prefix is not declared. Behind the first colon there may be others."""
        prefix, colon, rest = curie.partition(":")
        namespace = self.curies.get(prefix)
        return f"{namespace}{rest}" if colon and rest and namespace else None


def status_of(other: str) -> str:
    """The status that a slot ``other`` states as ``status=…`` among pairs parted by ``|``; empty where it does not.

    >>> status_of("reviewed=no|status=curator")
    'curator'
    """
    pairs = (pair.partition("=") for pair in other.split("|"))
    return next((value.strip() for key, _, value in pairs if key.strip() == "status"), "")
