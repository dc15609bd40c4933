"""Collecting what is irregular while a file is read, and turning raw texts into clean values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from kg.errors import shorten
from kg.importers.atlas.model import Irregularity

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


class Notes:
    """The irregularities found so far; findings that recur at many places are told once, with a count."""

    def __init__(self) -> None:
        self._found: list[Irregularity] = []
        self._recurring: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def add(self, rule: str, place: str, line: int, message: str, *, subjects: Sequence[str] = ()) -> None:
        """Note one irregularity."""
        self._found.append(Irregularity(rule, place, line, message, tuple(subjects)))

    def recur(self, rule: str, message: str, place: str, line: int) -> None:
        """Note an irregularity that is likely to recur word by word."""
        self._recurring.setdefault((rule, message), []).append((place, line))

    def all(self) -> tuple[Irregularity, ...]:
        """Everything noted, in the order of the file."""
        told = list(self._found)
        for (rule, message), places in self._recurring.items():
            first, line = places[0]
            told.append(Irregularity(rule, first, line, message + _elsewhere(places)))
        return tuple(sorted(told, key=lambda i: (i.line, i.rule, i.place, i.message)))

    def clean(self, text: str, place: str, line: int) -> str:
        """A text on one line without characters that no Turtle file can hold; says so where it had some."""
        good = "".join(c for c in text if not ("\ud800" <= c <= "\udfff") and (c.isspace() or ord(c) >= 0x20))
        if good != text:
            self.add(
                "bad-character", place, line, f"characters that no text may hold were left out of {shorten(good)!r}"
            )
        if "{{" in good:
            message = f"{shorten(good)!r} holds a mark of a template that was never filled in; give the file of dist/"
            self.add("template", place, line, message)
        return " ".join(good.split())

    def date(self, text: str, place: str, line: int) -> str:
        """A day as YYYY-MM-DD; empty where the text is none, which is noted."""
        match = _DATE.fullmatch(text)
        try:
            if match:
                return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            pass
        self.add("bad-date", place, line, f"{shorten(text)!r} is no date; it was left out", subjects=(place,))
        return ""


def _elsewhere(places: Sequence[tuple[str, int]]) -> str:
    if len(places) == 1:
        return ""
    names = list(dict.fromkeys(place for place, _ in places[1:]))
    return f" (and {len(places) - 1} more, in {shorten(', '.join(names), 60)})"
