"""Rows as SPARQL results in JSON, XML and CSV, written while they come; TSV the engine writes itself.

Formats: W3C Recommendations "SPARQL 1.1 Query Results JSON Format", "SPARQL Query Results XML Format" and
"SPARQL 1.1 Query Results CSV and TSV Formats", all of 21 March 2013.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from json.encoder import encode_basestring

from kg.results import XSD_STRING, Term

#: Terms whose written form is kept, because terms repeat a lot.
_KEPT = 10_000

Write = Callable[[str], object]
Rows = Iterable[Sequence[Term | None]]

_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'


@cache
def _not_xml() -> re.Pattern[str]:
    """Characters that XML 1.0 has no way to write, not even as references."""
    # Not at import: it takes 6 ms, which each start of a query process would wait for.
    return re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def write_rows(form: str, names: Sequence[str], rows: Rows, write: Write) -> None:
    """Write rows in a form of :data:`~kg.store.formats.TABLE_FORMS`."""
    _WRITERS[form](names, rows, write)


def write_truth(form: str, truth: bool, write: Write) -> None:
    """Write the answer of an ASK; the standard has none in CSV and TSV, where it is the bare word."""
    word = "true" if truth else "false"
    if form == "json":
        write(f'{{"head":{{}},"boolean":{word}}}')
    elif form == "xml":
        write(f"{_XML_HEAD}</head>\n<boolean>{word}</boolean>\n</sparql>\n")
    else:
        write(word + "\n")


def _json(names: Sequence[str], rows: Rows, write: Write) -> None:
    keys = [json.dumps(n) + ":" for n in names]
    write(f'{{"head":{{"vars":{json.dumps(list(names))}}},"results":{{"bindings":[')
    separator = "\n"
    for row in rows:
        cells = ",".join([k + _json_term(t) for k, t in zip(keys, row) if t is not None])
        write(f"{separator}{{{cells}}}")
        separator = ",\n"
    write("\n]}}\n")


_JSON_KINDS = {"iri": "uri", "literal": "literal", "blank": "bnode"}


@lru_cache(_KEPT)
def _json_term(term: Term) -> str:
    text = f'{{"type":"{_JSON_KINDS[term.kind]}","value":{encode_basestring(term.value)}'
    if term.lang:
        return f'{text},"xml:lang":"{term.lang}"}}'
    if term.datatype and term.datatype != XSD_STRING:
        return f'{text},"datatype":{encode_basestring(term.datatype)}}}'
    return text + "}"


def _xml(names: Sequence[str], rows: Rows, write: Write) -> None:
    variables = "".join(f'<variable name="{n}"/>' for n in names)
    write(f"{_XML_HEAD}{variables}</head>\n<results>\n")
    for row in rows:
        cells = "".join([f'<binding name="{n}">{_xml_term(t)}</binding>' for n, t in zip(names, row) if t is not None])
        write(f"<result>{cells}</result>\n")
    write("</results>\n</sparql>\n")


@lru_cache(_KEPT)
def _xml_term(term: Term) -> str:
    value = _escape(term.value)
    if term.kind == "iri":
        return f"<uri>{value}</uri>"
    if term.kind == "blank":
        return f"<bnode>{value}</bnode>"
    if term.lang:
        return f'<literal xml:lang="{term.lang}">{value}</literal>'
    if term.datatype and term.datatype != XSD_STRING:
        return f'<literal datatype="{_escape(term.datatype)}">{value}</literal>'
    return f"<literal>{value}</literal>"


def _escape(text: str) -> str:
    text = _not_xml().sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")


def _csv(names: Sequence[str], rows: Rows, write: Write) -> None:
    write(",".join(names) + "\r\n")
    for row in rows:
        write(",".join(["" if t is None else _csv_cell(t) for t in row]) + "\r\n")


def _csv_cell(term: Term) -> str:
    value = f"_:{term.value}" if term.kind == "blank" else term.value
    if any(c in value for c in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


_WRITERS: dict[str, Callable[[Sequence[str], Rows, Write], None]] = {
    "json": _json, "xml": _xml, "csv": _csv,
}  # fmt: skip
