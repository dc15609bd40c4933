"""The value of a BibTeX field: pieces in braces or quotation marks, numbers and macros, joined by ``#``."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Characters of a value; macros that are made of macros would grow without bound.
_LONGEST = 2_000_000
_WORD = re.compile(r"[^\s\"#%'(),={}]+")


class FieldValueError(ValueError):
    """A value that is not made of such pieces; the message says what is wrong."""


def evaluate(raw: str, macros: Mapping[str, str]) -> str:
    """The text of a value as it stands in the file.

    >>> evaluate('"Proceedings of " # conf # { 2021}', {"conf": "Examples"})
    'Proceedings of Examples 2021'

    :param macros: by names in lower case
    :raises FieldValueError: for an unknown macro and for pieces that are not joined
    """
    pieces: list[str] = []
    length, place = 0, _after_blanks(raw, 0)
    while True:
        piece, place = _piece(raw, place, macros)
        pieces.append(piece)
        length += len(piece)
        if length > _LONGEST:
            raise FieldValueError(f"it has more than {_LONGEST:,} characters")
        place = _after_blanks(raw, place)
        if place >= len(raw):
            return "".join(pieces)
        if raw[place] != "#":
            raise FieldValueError(f"{raw[place : place + 20]!r} is not joined to what stands before it")
        place = _after_blanks(raw, place + 1)


def _after_blanks(raw: str, place: int) -> int:
    while place < len(raw) and raw[place].isspace():
        place += 1
    return place


def _piece(raw: str, place: int, macros: Mapping[str, str]) -> tuple[str, int]:
    if raw.startswith("{", place) or raw.startswith('"', place):
        end = _partner(raw, place)
        return raw[place + 1 : end], end + 1
    found = _WORD.match(raw, place)
    if not found:
        raise FieldValueError("it is empty" if place >= len(raw) else f"{raw[place : place + 20]!r} is no value")
    word = found[0]
    if word.isascii() and word.isdigit():
        return word, found.end()
    if word.lower() not in macros:
        raise FieldValueError(f"the macro {word[:40]!r} is not defined")
    return macros[word.lower()], found.end()


def _partner(raw: str, start: int) -> int:
    """Where what begins at a brace or quotation mark ends."""
    closing, depth = "}" if raw[start] == "{" else '"', 0
    for place in range(start + 1, len(raw)):
        character = raw[place]
        if character == closing and depth == 0:
            return place
        depth += (character == "{") - (character == "}")
    raise FieldValueError(f"the {raw[start]!r} has no partner")
