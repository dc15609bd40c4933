"""Mistakes in SPARQL that a click mends: where they stand, and what to put there instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import QueryRefusedError, SparqlSyntaxError, did_you_mean
from kg.store.guard import tokens
from kg.store.syntax import KEYWORDS
from kg.terms import PREFIXES

#: The namespace put behind a prefix nobody knows, for the user to overwrite.
UNKNOWN_NAMESPACE = "http://example.org/"
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "PREFIX", "BASE")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_CLOSERS = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the text: what stands from ``start`` to ``end`` becomes ``text``. Offsets count characters."""

    label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place in the text that is wrong, why, and how it may be mended."""

    start: int
    end: int
    line: int
    column: int
    message: str
    remedy: str
    fixes: tuple[Fix, ...] = ()


def mistake(sparql: str, error: SparqlSyntaxError) -> Mistake:
    """A syntax error with its place in the text and the changes that may mend it."""
    start = offset(sparql, error.line, error.column)
    token = next((t for t in tokens(sparql) if t.start() <= start < t.end() and t.lastgroup != "space"), None)
    message, remedy = error.bare, error.remedy
    if culprit := _undeclared(sparql, token):  # whatever the parser says of what follows
        token = culprit
        if "not declared" not in message:
            message = f"the prefix {culprit[0].partition(':')[0] + ':'!r} is not declared"
            remedy = "Declare it, or write the full IRI between < and >. Ours are there without declaration."
    # Behind the text, or in a blank, the error belongs to the character before.
    first, last = (token.start(), token.end()) if token else (max(0, start - 1), max(start, min(1, len(sparql))))
    line, column = _place(sparql, first) if token else (error.line, error.column)
    return Mistake(first, last, line, column, message, remedy, tuple(_fixes(sparql, token, message)))


def offset(sparql: str, line: int, column: int) -> int:
    """The offset of a place; the end of the text for a place behind it."""
    lines = sparql.split("\n")
    if line < 1 or line > len(lines):
        return len(sparql) if line else 0
    return min(sum(len(text) + 1 for text in lines[: line - 1]) + column - 1, len(sparql))


def _place(sparql: str, start: int) -> tuple[int, int]:
    before = sparql[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def declaration(sparql: str, prefix: str, namespace: str) -> Fix:
    """The line that declares a prefix, behind those that stand there already."""
    ends = [m.end() for m in re.finditer(r"^[ \t]*(?:PREFIX|BASE)\b[^\n]*\n?", sparql, re.IGNORECASE | re.MULTILINE)]
    place = ends[-1] if ends else 0
    before = "\n" if ends and not sparql[:place].endswith("\n") else ""
    text = f"{before}PREFIX {prefix}: <{namespace}>\n"
    return Fix(f"Declare {prefix}:", place, place, text)


def _fixes(sparql: str, token: re.Match[str] | None, message: str) -> list[Fix]:
    if "not declared" in message and token is not None:
        prefix = token[0].partition(":")[0]
        stop = token.start() + len(prefix)
        near = [Fix(f"Replace by {p}:", token.start(), stop, p) for p in did_you_mean(prefix, PREFIXES)]
        return [*near, declaration(sparql, prefix, f"{UNKNOWN_NAMESPACE}{prefix}#")]
    if token is not None and token.lastgroup == "word" and token[0].upper() not in KEYWORDS:
        words = _FORMS if "begins no query" in message else KEYWORDS
        return [Fix(f"Replace by {near}", token.start(), token.end(), near) for near in did_you_mean(token[0], words)]
    if "is not closed" in message and token is not None:
        end = sparql.find("\n", token.start())
        end = len(sparql) if end < 0 else end
        return [Fix(f"Close it with {token[0]}", end, end, token[0])]
    if "not closed" in message:
        closers = "".join(_CLOSERS[o] for o in reversed(_open(sparql)))
        return [Fix(f"Close with {closers}", len(sparql), len(sparql), " " + closers)] if closers else []
    return []


def _undeclared(sparql: str, token: re.Match[str] | None) -> re.Match[str] | None:
    """The name with the unknown prefix: the last such name up to the place that the parser reports."""
    end = token.end() if token else len(sparql)
    declared = {p.lower() for p in _DECLARED.findall(sparql)}
    for found in reversed([t for t in tokens(sparql) if t.lastgroup == "name" and t.start() <= end]):
        prefix = found[0].partition(":")[0]
        if not (prefix.startswith(("_", "@")) or prefix in PREFIXES or prefix.lower() in declared):
            return found
    return None


def _open(sparql: str) -> list[str]:
    """The brackets that are open at the end of the text, the outermost first."""
    stack: list[str] = []
    for token in tokens(sparql):
        if token.lastgroup == "open":
            stack.append(token[0])
        elif token.lastgroup == "close" and stack and _CLOSERS[stack[-1]] == token[0]:
            stack.pop()
    return stack


def whole(sparql: str, error: QueryRefusedError) -> Mistake:
    """A refusal: it is marked at the first word it names, or at the first line."""
    named = error.message.partition(" ")[0]
    found = next((t for t in tokens(sparql) if t.lastgroup == "word" and t[0].upper() == named), None)
    start, end = (found.start(), found.end()) if found else (0, len(sparql.partition("\n")[0]))
    line, column = _place(sparql, start)
    return Mistake(start, end, line, column, error.message, error.remedy)
