"""Files that are no description of one addition: encodings, sizes, and what YAML can do beyond fields and values."""

from __future__ import annotations

from typing import NamedTuple

from tests.unit.additions import GOOD

_GOOD = "\n".join(GOOD.values()) + "\n"
_QUOTES = "stands in quotes"


class BadFile(NamedTuple):
    """Bytes, and what is to be said of them: field, line, reason and remedy."""

    data: bytes
    field: str
    line: int
    reason: str
    remedy: str


def _yaml(text: str, reason: str, remedy: str, *, field: str = "", line: int = 1) -> BadFile:
    return BadFile(text.encode(), field, line, reason, remedy)


_LAUGHS = "a: &a [x, x, x]\n" + "".join(f"{n}: &{n} [*{chr(ord(n) - 1)}, *{chr(ord(n) - 1)}]\n" for n in "bcdefghij")
FILES: dict[str, BadFile] = {
    "an empty file": _yaml("", "the file is empty", "label: …"),
    "blank lines": _yaml("\n \n\n", "the file is empty", "label: …"),
    "comments alone": _yaml("# label: x\n# definition: y\n", "the file is empty", "label: …"),
    "a marker alone": _yaml("---\n", "the file is empty", "label: …"),
    "a list": _yaml("- label: x\n", "must be fields with values, not a list", "Write 'label: …'"),
    "a text": _yaml("just words\n", "must be fields with values, not a text", "Write 'label: …'"),
    "a number": _yaml("7\n", "must be fields with values, not a text", "Write 'label: …'"),
    "Latin-1": BadFile("label: x\ndefinition: Kürzel\n".encode("latin-1"), "", 2, "no UTF-8 text (byte 0xfc)",
                       "as UTF-8"),
    "UTF-16": BadFile(_GOOD.encode("utf-16"), "", 1, "UTF-16", "Save the file as UTF-8"),
    "UTF-16 without a mark": BadFile(_GOOD.encode("utf-16-le"), "", 1, "UTF-16", "Save the file as UTF-8"),
    "UTF-32": BadFile(_GOOD.encode("utf-32"), "", 1, "UTF-16", "Save the file as UTF-8"),
    "half a character": BadFile("label: x\nnote: é".encode()[:-1], "", 2, "no UTF-8 text", "as UTF-8"),
    "a lone surrogate in bytes": BadFile(b"label: x\nnote: \xed\xa0\x80", "", 2, "no UTF-8 text", "as UTF-8"),
    "a NUL": BadFile(b"label: x\ndefinition: a\x00b\n", "", 2, "the character U+0000 is not allowed", "Remove it"),
    "an escape character": BadFile(b"label: x\n\n\nnote: \x1b[31m\n", "", 4, "the character U+001B is not allowed",
                                   "Remove"),
    "300 kB": _yaml(_GOOD + "#" + "x" * 300_000, "more than 256 kB", "one addition in a file"),
    "a tag of Python": _yaml(
        "label: x\ndefinition: !!python/object/apply:os.system ['touch /nowhere/x']\n",
        "the tag '!!python/object/apply:os.system' is not allowed", "Remove it", field="definition", line=2),
    "a tag of one's own": _yaml("label: x\nnote: !secret y\n", "the tag '!secret' is not allowed", "Remove it",
                                field="note", line=2),
    "a tag that gives bytes": _yaml("label: !!binary aGk=\n", "the tag '!!binary' is not allowed", "Remove it",
                                    field="label"),
    "a tag that gives a set": _yaml("also: !!set {a, b}\n", "the tag '!!set' is not allowed", "Remove it",
                                    field="also"),
    "a tag at a key": _yaml("!!python/name:os.system label: x\n", "the tag '!!python/name:os.system' is not allowed",
                            "Remove it", field="label"),
    "references within references": _yaml(_LAUGHS, "the reference *a is not allowed", "Write it out", line=2),
    "a reference to itself": _yaml("label: &a [*a]\n", "the reference *a is not allowed", "Write it out"),
    "merged fields": _yaml("<<: {label: x}\n", "no such field", "Fields: label", field="<<"),
    "lists too deep": _yaml("label: x\nnote: " + "[" * 50_000, "nested too deeply", "five levels", line=2),
    "mappings too deep": _yaml("label: x\nnote: " + "{a: " * 20_000, "nested too deeply", "five levels", line=2),
    "a field twice": _yaml("label: x\nnote: a\nlabel: y\n", "it stands in line 1 already", "Keep one", field="label",
                           line=3),
    "a field of parts twice": _yaml("needs:\n  - requires: a\n    requires: b\n", "it stands in line 2 already",
                                    "Keep one", field="needs[1].requires", line=3),
    "two documents": _yaml("label: x\n---\nlabel: y\n", "a second document", "a file of its own", line=2),
    "a tab": _yaml("label: x\nneeds:\n\t- requires: y\n", "cannot start any token", "spaces, no tabs", line=3),
    "a colon in a text": _yaml("label: Attack: on exits\n", "mapping values are not allowed", _QUOTES),
    "a quote that does not end": _yaml('label: "x\nnote: y\n', "unexpected end of stream", _QUOTES, line=3),
    "a wrong escape": _yaml('label: "C:\\temp\\x"\n', "number", "single quotes"),
    "half of a pair": _yaml('label: "\\ud800"\n', "Unicode character escape", "single quotes"),
    "a list as a key": _yaml("? [a, b]\n: x\n", "must be a plain word", "Write 'name: value'"),
    "a key without a value, in braces": _yaml("{label}\n", "it is missing", "Give a text", field="label"),
    "an escape in a key": _yaml('"la\\e[31mbel": x\n', "no such field", "Did you mean label?", field="la[31mbel"),
    "JSON that is cut off": _yaml('{"label": "x",\n', "expected", "--template", line=2),
    "HTML": _yaml("<!DOCTYPE html>\n<html><body>404</body></html>\n", "not a text", "Write 'label: …'"),
}  # fmt: skip
