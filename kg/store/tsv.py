"""Rows as the engine itself writes them: SPARQL results in TSV, capped while they come, and read back as terms.

Written and read in one piece they cost a third of what taking each cell apart costs. Format: W3C Recommendation "SPARQL
1.1 Query Results CSV and TSV Formats", 21 March 2013: a line is a row, a cell a term as in Turtle, and line ends and
tabs within values are escaped.
"""

from __future__ import annotations

import re
from typing import IO

from kg.results import XSD_STRING, Term
from kg.store.limits import SIZE_LIMIT

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

Row = tuple[Term | None, ...]


class FullError(Exception):
    """As many rows as were wanted are written."""


class FirstRows:
    """What an engine writes TSV to: hands the head and the first rows on, then ends the writing.

    :raises FullError: where more rows come than ``limit``, or more bytes than an answer may have; ``cut`` tells it too
    """

    def __init__(self, output: IO[bytes], limit: int) -> None:
        self._output, self._wanted = output, limit + 1  # the head is a line too
        self._lines = self.size = 0
        self._within_line = self.cut = False

    @property
    def rows(self) -> int:
        """Rows that were handed on."""
        return max(0, self._lines - 1)

    def write(self, data: bytes) -> int:
        """Take a piece; a row may begin in one and end in another."""
        left = self._wanted - self._lines
        if self.size >= SIZE_LIMIT:
            left = min(left, int(self._within_line))  # what is begun is ended
        end, lines = _after_lines(data, left)
        self.cut = lines == left and end < len(data)
        self._lines += lines
        self.size += self._output.write(data[:end] if self.cut else data)
        if self.cut:
            raise FullError
        self._within_line = not data.endswith(b"\n")
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


def _after_lines(data: bytes, most: int) -> tuple[int, int]:
    """Where that many lines end, or as many as there are; and how many these are."""
    lines = data.count(b"\n")
    if lines <= most:
        return data.rfind(b"\n") + 1, lines
    end = 0
    for _ in range(most):
        end = data.index(b"\n", end) + 1
    return end, most


def read(data: bytes) -> tuple[list[str], list[Row]]:
    """The names of the columns, and the rows."""
    head, *lines = data.decode("utf-8").removesuffix("\n").split("\n")
    if not head:  # SELECT * of a pattern without variables
        return [], [()] * len(lines)
    term = _Cells({"": None}).__getitem__
    return [name[1:] for name in head.split("\t")], [tuple(map(term, line.split("\t"))) for line in lines]


class _Cells(dict[str, Term | None]):
    """Terms by how they are written: values repeat a lot, and each is read once."""

    def __missing__(self, cell: str) -> Term:
        term = self[cell] = _term(cell)
        return term


def _term(cell: str) -> Term:
    if cell.startswith('"'):
        end = cell.rindex('"')
        value, mark = _unescape(cell[1:end]), cell[end + 1 :]
        if mark.startswith("@"):
            return Term("literal", value, "", mark[1:].partition("--")[0])  # RDF 1.2 writes a direction after it
        return Term("literal", value, mark[3:-1] or XSD_STRING)
    if cell.startswith("_:"):
        return Term("blank", cell[2:])
    if cell.startswith("<") and not cell.startswith("<<"):
        return Term("iri", cell[1:-1])
    if cell in ("true", "false"):
        return Term("literal", cell, _XSD + "boolean")
    if cell[-1:].isdigit():
        return Term("literal", cell, _XSD + ("decimal" if "." in cell else "integer"))
    return Term("literal", cell)  # a triple term: shown, not taken apart


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _CHARACTERS.get(m[3], m[3]), text)
