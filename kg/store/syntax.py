"""Syntax errors in words: where, which word, what was expected, and what may have been meant."""

from __future__ import annotations

import re

from kg.errors import SparqlSyntaxError, did_you_mean, shorten
from kg.terms import PREFIXES

KEYWORDS = (
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "AS", "FILTER",
    "OPTIONAL", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "IN", "GROUP", "BY", "HAVING", "ORDER",
    "ASC", "DESC", "LIMIT", "OFFSET", "UNDEF", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT",
    "SEPARATOR", "STR", "LANG", "BOUND", "IF", "COALESCE", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "LCASE", "UCASE",
)  # fmt: skip
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):[\w.-]*")


def explain(sparql: str, message: str) -> SparqlSyntaxError:
    """The parser's message as an error a person can act on.

    :param sparql: the query, in which the place is looked up
    :param message: as pyoxigraph words it: ``error at LINE:COLUMN: expected one of …``
    """
    match = _PLACE.search(message)
    if match is None:
        return SparqlSyntaxError(shorten(message, 300), remedy="Compare with the SPARQL 1.1 grammar.")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    word = word_at(sparql, line, column)
    if "Prefix not found" in expected and (prefix := _undeclared(sparql, line, column)):
        known = did_you_mean(prefix, PREFIXES)
        hint = f"Did you mean {' or '.join(k + ':' for k in known)}? " if known else ""
        return SparqlSyntaxError(
            f"the prefix {prefix + ':'!r} is not declared", line=line, column=column,
            remedy=f"{hint}Declare it: PREFIX {prefix}: <…>. Ours are there without declaration.",
        )  # fmt: skip
    found = f"{word!r} does not belong here" if word else "the query ends too early"
    names = _expected_words(expected)
    near = did_you_mean(word, KEYWORDS) if word and word.upper() not in KEYWORDS else []
    remedy = f"Did you mean {' or '.join(near)}? " if near else ""
    if names:
        remedy += "Expected " + ", ".join(names) + "."
    return SparqlSyntaxError(found, line=line, column=column, remedy=remedy.strip())


def word_at(sparql: str, line: int, column: int) -> str:
    """The word that a place in a text lies in or before; empty at the end of the text."""
    lines = sparql.split("\n")
    if line > len(lines):
        return ""
    rest = lines[line - 1]
    start = column - 1
    while 0 < start <= len(rest) and re.match(r"[\w:?$.-]", rest[start - 1]):
        start -= 1
    text = (rest[start:] + "\n" + "\n".join(lines[line:])).strip()
    match = re.match(r"[\w:?$.-]+|<[^>\s]*>|.", text)
    return shorten(match[0], 40) if match else ""


def _undeclared(sparql: str, line: int, column: int) -> str:
    # The parser reports the place after the name, so the last prefixed name up to there is the culprit.
    lines = sparql.split("\n")[:line]
    if lines:
        lines[-1] = lines[-1][: column + 1]
    declared = {p.lower() for p in re.findall(r"PREFIX\s+([\w.-]*):", sparql, re.IGNORECASE)}
    names = [m[1] for m in _PREFIXED.finditer(re.sub(r"<[^>\s]*>", "", "\n".join(lines)))]
    unknown = [n for n in names if n not in PREFIXES and n.lower() not in declared]
    return unknown[-1] if unknown else ""


def _expected_words(expected: str) -> list[str]:
    # Single characters and character classes say little; keywords and what is meant in words say a lot.
    words = re.findall(r"\b[A-Z][A-Z_]{1,}\b|\"[({})]\"|A dot[^,]*|SELECT \*[^,]*", re.sub(r"\[[^\]]*\]", "", expected))
    return list(dict.fromkeys(w for w in words if w in KEYWORDS or not w.isupper()))[:8]
