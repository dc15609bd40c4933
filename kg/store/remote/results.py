"""Answers from the wire as terms: SPARQL results in JSON, and N-Triples.

Formats: W3C Recommendations "SPARQL 1.1 Query Results JSON Format" (21 March 2013) and "RDF 1.1 N-Triples"
(25 February 2014). Where engines are known to stray from them, what they mean is taken.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kg.results import XSD_STRING, Table, Term, Triple

_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_KINDS = {"uri": "iri", "bnode": "blank", "literal": "literal", "typed-literal": "literal"}
#: The column in which Virtuoso tells the answer of an ASK.
_VIRTUOSO_ASK = "__ASK_RETVAL"


class BrokenAnswerError(ValueError):
    """An answer that is not what its content type says."""


def read_table(body: bytes) -> Table:
    """The answer of a SELECT.

    :raises BrokenAnswerError: where it is not one
    """
    data = _json(body)
    try:
        names = [str(n) for n in data["head"]["vars"]]
        rows = [tuple(_term(b.get(n)) for n in names) for b in data["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenAnswerError(f"no table of results: {error!r}") from error
    return Table(names, rows)


def read_truth(body: bytes) -> bool:
    """The answer of an ASK.

    :raises BrokenAnswerError: where it is not one
    """
    data = _json(body)
    if isinstance(data, dict) and isinstance(data.get("boolean"), bool):
        return bool(data["boolean"])
    table = read_table(body)
    if table.names != [_VIRTUOSO_ASK]:
        raise BrokenAnswerError("no truth value")
    return any(row[0] is not None and row[0].value in ("1", "true") for row in table.rows)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise BrokenAnswerError(f"no JSON: {error}") from error


def _term(cell: Any) -> Term | None:
    if cell is None:
        return None
    kind, value = _KINDS.get(cell["type"]), cell["value"]
    if kind is None or not isinstance(value, str):
        raise BrokenAnswerError(f"no term: {cell!r:.80}")
    if kind != "literal":
        return Term(kind, value.removeprefix("_:") if kind == "blank" else value)
    return _literal(value, cell.get("datatype", ""), cell.get("xml:lang", ""))


def _literal(value: str, datatype: str, lang: str) -> Term:
    if lang:
        return Term("literal", value, "", lang)
    if datatype == _BOOLEAN:  # Virtuoso writes 1 and 0
        value = {"1": "true", "0": "false"}.get(value, value)
    return Term("literal", value, datatype or XSD_STRING)


_NODE = r'<([^<>"{}|^`\x00-\x20]*)>|_:([^\s<>"]+)'
_LINE = re.compile(
    rf'\s*(?:{_NODE})\s+<([^<>]*)>\s+(?:{_NODE}|"((?:[^"\\\n\r]|\\.)*)"(?:\^\^<([^<>]*)>|@([A-Za-z0-9-]+))?)\s*\.'
    r"\s*(?:\#.*)?"
)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read_triples(body: bytes) -> list[Triple]:
    """The triples of a document in N-Triples; a statement that stands twice is told once.

    :raises BrokenAnswerError: naming the line
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenAnswerError(f"no UTF-8: {error}") from error
    found: dict[Triple, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise BrokenAnswerError(f"no N-Triples in line {number}: {bare[:80]!r}")
        found[_triple(match)] = None
    return list(found)


def _triple(match: re.Match[str]) -> Triple:
    subject, blank, predicate, value, value_blank, text, datatype, lang = match.groups()
    if text is not None:
        last = _literal(_unescape(text), _unescape(datatype or ""), lang or "")
    else:
        last = _node(value, value_blank)
    return Triple(_node(subject, blank), Term("iri", _unescape(predicate)), last)


def _node(iri: str | None, blank: str | None) -> Term:
    return Term("iri", _unescape(iri)) if iri is not None else Term("blank", blank or "")


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _CHARACTERS.get(m[3], m[3]), text)
