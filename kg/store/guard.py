"""What is refused before a query reaches the parser: length, nesting, updates, and anything that reaches elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.errors import QueryRefusedError

#: Characters; a longer query is data, not a question.
MAX_LENGTH = 100_000
#: Brackets within brackets; a few thousand overflow the parser's stack and end its process.
MAX_DEPTH = 60
#: Prefix operators in a row (``!!!!``, ``----``, ``^^^^``), which nest without brackets.
MAX_OPERATORS = 40

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_REMOTE = {
    "SERVICE": "Remote endpoints are not asked: everything this engine knows is in its own graphs.",
}

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>[^\W\d_][\w.-]*:[\w:%\\.-]* | :[\w:%\\.-]* | _:[\w.-]+ | @[A-Za-z][\w-]*)
    | (?P<word>\w+)
    | (?P<open>[({\[])
    | (?P<close>[)}\]])
    | (?P<operator>[!+^-]) | (?P<space>\s+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check(sparql: str) -> None:
    """Refuse what must not run.

    :raises QueryRefusedError: naming the word and what to do instead
    """
    if len(sparql) > MAX_LENGTH:
        raise QueryRefusedError(
            f"The query has {len(sparql):,} characters; at most {MAX_LENGTH:,} are read.",
            remedy="Shorten it, or put the data into a module of the workspace.",
        )
    _read(sparql)


@lru_cache(maxsize=128)  # pages and tools ask the same questions again and again
def _read(sparql: str) -> None:
    _scan(sparql)
    if "\\u" in sparql or "\\U" in sparql:
        # SPARQL replaces \u escapes before it reads the text, so \u0053ERVICE is a keyword too.
        _scan(unescape(sparql))


def unescape(sparql: str) -> str:
    r"""A query with its ``\u`` and ``\U`` escapes replaced, as SPARQL reads it."""
    return _ESCAPE.sub(_unescape, sparql)


def tokens(sparql: str) -> Iterator[re.Match[str]]:
    """The tokens of a query, good enough to tell words from names, texts and comments; the group name is the kind."""
    return _TOKEN.finditer(sparql)


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]


def _scan(sparql: str) -> None:
    depth = operators = 0
    for token in tokens(sparql):
        kind = token.lastgroup
        if kind == "word":
            _refuse_word(token[0].upper())
        elif kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise QueryRefusedError(
                    f"The query nests brackets more than {MAX_DEPTH} deep.", remedy="Flatten it or split it in two."
                )
        elif kind == "close":
            depth = max(0, depth - 1)
        if kind == "operator":
            operators += 1
            if operators > MAX_OPERATORS:
                raise QueryRefusedError(
                    f"More than {MAX_OPERATORS} operators {token[0]!r} stand in a row.",
                    remedy="Leave most of them out.",
                )
        elif kind not in ("space", "comment"):
            operators = 0


def _refuse_word(word: str) -> None:
    if word in _REMOTE:
        raise QueryRefusedError(f"{word} is not allowed here.", remedy=_REMOTE[word])
    if word in _UPDATES:
        raise QueryRefusedError(
            f"{word} is not allowed here: queries only read.", remedy="Knowledge is changed in files of the workspace."
        )
