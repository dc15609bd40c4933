"""The errors of ThreatPraxis: one small family, each holding its data and saying what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class ThreatPraxisError(Exception):
    """Something the user can mend. ``exit_code`` is what the command line returns for it."""

    exit_code = 2

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n  {self.remedy}" if self.remedy else self.message


class UnknownNameError(ThreatPraxisError):
    """A name that is not among the known ones.

    :param what: the kind of thing, such as ``"query"``
    :param name: what was given
    :param known: the names that exist; close ones are offered
    """

    def __init__(self, what: str, name: str, known: Iterable[str], *, remedy: str = "") -> None:
        self.what, self.name = what, name
        self.suggestions = did_you_mean(name, known)
        hint = f"Did you mean {' or '.join(repr(s) for s in self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"Unknown {what} {shorten(name)!r}.", remedy=" ".join(part for part in (hint, remedy) if part))


class ParameterError(ThreatPraxisError):
    """A parameter that a query does not have, or a value that does not fit it."""


class QueryFileError(ThreatPraxisError):
    """A query file whose front matter or text is not as it must be."""

    exit_code = 5

    def __init__(self, path: Path, line: int, message: str, *, remedy: str = "") -> None:
        self.path, self.line = path, line
        super().__init__(f"{path}:{line}: {message}", remedy=remedy)


class ModuleError(ThreatPraxisError):
    """A knowledge file that cannot be read, or a catalog that does not fit the files."""

    exit_code = 5

    def __init__(self, path: Path, line: int, message: str, *, column: int = 0, remedy: str = "") -> None:
        self.path, self.line, self.column = path, line, column
        place = f"{path}:{line}:{column}" if column else f"{path}:{line}"
        super().__init__(f"{place}: {message}", remedy=remedy)


class ProfileError(ThreatPraxisError):
    """An access profile that cannot be used.

    :param faults: what is wrong, each with file and line
    """

    exit_code = 5

    def __init__(self, faults: Sequence[str], *, remedy: str = "") -> None:
        self.faults = tuple(faults)
        rest = f"\n… and {len(self.faults) - 20} more" if len(self.faults) > 20 else ""
        super().__init__("\n".join(self.faults[:20]) + rest, remedy=remedy)


class SparqlSyntaxError(ThreatPraxisError):
    """SPARQL that cannot be parsed. ``line`` and ``column`` count from 1; 0 where they are not known.

    :param word: the word that stands at the place; empty where none does
    :param expected: what could stand there instead
    :param fixes: texts of which each may be put for the word; where the word is a prefix, the declaration it lacks
    """

    exit_code = 3

    def __init__(
        self, message: str, *, line: int = 0, column: int = 0, remedy: str = "", word: str = "",
        expected: Iterable[str] = (), fixes: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.line, self.column, self.bare = line, column, message
        self.word, self.expected, self.fixes = word, tuple(expected), tuple(fixes)
        super().__init__(f"line {line}, column {column}: {message}" if line else message, remedy=remedy)


class QueryRefusedError(ThreatPraxisError):
    """A query that is not run at all: updates, remote access, or one too long or too deeply nested."""

    exit_code = 3


class QueryStoppedError(ThreatPraxisError):
    """A query that was started and stopped.

    :param reason: ``time``, ``memory``, ``cancelled``, ``crash`` (of its process) or ``start`` (which failed)
    """

    exit_code = 4

    def __init__(self, message: str, *, remedy: str = "", reason: str = "crash") -> None:
        self.reason = reason
        super().__init__(message, remedy=remedy)


class EngineBusyError(ThreatPraxisError):
    """All query processes are at work, and none became free in time or too many wait already."""

    exit_code = 4


class EndpointError(ThreatPraxisError):
    """An engine elsewhere that cannot be reached, refuses to answer, or answers with something else.

    :param again: whether the same request may do better a little later
    """

    exit_code = 6

    def __init__(self, message: str, *, remedy: str = "", again: bool = False) -> None:
        self.again = again
        super().__init__(message, remedy=remedy)


def did_you_mean(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names closest to ``name``, best first; also those that contain it."""
    names = list(dict.fromkeys(known))
    lowered = {n.lower(): n for n in names}
    close = [lowered[m] for m in get_close_matches(name.lower(), list(lowered), n=limit, cutoff=0.6)]
    if len(name) >= 3:
        close += [n for n in names if name.lower() in n.lower() and n not in close]
    return close[:limit]


def shorten(text: str, limit: int = 80) -> str:
    """``text`` on one line and no longer than ``limit`` characters, for use in messages."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
