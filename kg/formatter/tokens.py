"""Turtle cut into tokens, with the comments that stand before each.

Made for text that the store's parser has accepted: what is no Turtle at all has been told by then, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ModuleError, shorten

# Names as section 6.5 of the Turtle recommendation allows them.
_START = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = _START + "_0-9\u00b7\u0300-\u036f\u203f\u2040\\-"
_PART = rf"(?:[{_INNER}:]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?#@%-])"
_PREFIX = rf"(?:[{_START}](?:[{_INNER}.]*[{_INNER}])?)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''
      |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
  | (?P<label>_:[{_START}_0-9](?:[{_INNER}.]*[{_INNER}])?)
  | (?P<name>{_PREFIX}:(?:(?!-){_PART}{_PART}*(?:\.+{_PART}+)*)?)
  | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
  | (?P<word>[A-Za-z]+)
  | (?P<mark>\^\^|[.;,()\[\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its ``#``.

    :param alone: whether nothing but space stands before it on its line
    :param gap: whether a blank line stands above it
    """

    text: str
    alone: bool
    gap: bool


@dataclass(slots=True)
class Token:
    """A piece of Turtle.

    :param kind: the name of a group of the pattern, or ``end``
    :param line: where it begins, from 1
    :param comments: those between the token before and this one
    :param gap: whether a blank line stands between it and what is before, token or comment
    """

    kind: str
    text: str
    line: int
    column: int
    comments: list[Comment] = field(default_factory=list)
    gap: bool = False

    def is_mark(self, *marks: str) -> bool:
        """Whether it is one of these punctuation marks."""
        return self.kind == "mark" and self.text in marks


class FormatError(ModuleError):
    """Turtle that is well formed and that the formatter will not touch; with path and line."""


def not_known(path: Path, line: int, column: int, piece: str) -> FormatError:
    """A complaint about something newer than Turtle 1.1."""
    message = f"{shorten(piece, 30)!r} is not of Turtle 1.1, and the formatter knows no other"
    return FormatError(path, line, message, column=column, remedy="Write it without, or leave the file as it is.")


def tokens(text: str, path: Path) -> Iterator[Token]:
    """The tokens of a text; the last is of kind ``end``.

    :param path: the file to name in an error
    :raises FormatError: where something stands that Turtle 1.1 does not have
    """
    position, line, line_start = 0, 1, 0
    breaks = 2  # line ends since the last token or comment; a file begins on a fresh line
    alone = True
    comments: list[Comment] = []
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise not_known(path, line, position - line_start + 1, text[position])
        kind, piece = str(found.lastgroup), found[0]
        if kind == "comment":
            comments.append(Comment(piece.rstrip(), alone or breaks > 0, breaks > 1))
            alone, breaks = True, 0
        elif kind != "space":
            yield Token(kind, piece, line, position - line_start + 1, comments, breaks > 1)
            comments, breaks, alone = [], 0, False
        if kind in ("space", "string"):
            ends = list(_LINE_END.finditer(piece))
            if ends:
                line += len(ends)
                line_start = position + ends[-1].end()
            if kind == "space":
                breaks += len(ends)
        position = found.end()
    yield Token("end", "", line, position - line_start + 1, comments, breaks > 1)
