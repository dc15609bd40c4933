"""What passes between the program and its query processes: terms and errors as plain data, and back.

Apart from the worker so that the program itself never loads the engine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.errors import ModuleError, QueryRefusedError, SparqlSyntaxError, ThreatPraxisError
from kg.results import Term, Triple


def encode(term: Term) -> list[str]:
    """A term as a JSON list without its empty tail."""
    parts = list(term)
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return parts


def failure(error: ThreatPraxisError) -> dict[str, Any]:
    """An error as plain data."""
    data: dict[str, Any] = {"error": type(error).__name__, "message": error.message, "remedy": error.remedy}
    if isinstance(error, (SparqlSyntaxError, ModuleError)):
        data |= {"line": error.line, "column": error.column}
    if isinstance(error, SparqlSyntaxError):
        data |= {"message": error.bare, "word": error.word, "expected": error.expected, "fixes": error.fixes}
    if isinstance(error, ModuleError):
        data["path"] = str(error.path)
    return data


def revive(data: dict[str, Any]) -> ThreatPraxisError:
    """The inverse of :func:`failure`."""
    message, remedy = data["message"], data["remedy"]
    if data["error"] == SparqlSyntaxError.__name__:
        names = ("line", "column", "word", "expected", "fixes")
        return SparqlSyntaxError(message, remedy=remedy, **{name: data[name] for name in names})
    if data["error"] == ModuleError.__name__:
        bare = message.split(": ", 1)[-1]
        return ModuleError(Path(data["path"]), data["line"], bare, column=data["column"], remedy=remedy)
    return QueryRefusedError(message, remedy=remedy)


def triple(parts: list[list[str]]) -> Triple:
    """A triple from its encoded terms."""
    return Triple(*(Term(*p) for p in parts))
