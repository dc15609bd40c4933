"""SPARQL laid out for reading: one statement a line, groups indented, keywords in capitals. No token is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.store.guard import tokens
from kg.store.syntax import KEYWORDS

INDENT = "  "
#: Characters up to which a group that stands on one line stays on it.
_SHORT = 72
#: What begins a line of its own, at the depth of its group.
_CLAUSES = frozenset(
    ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "PREFIX", "BASE", "OPTIONAL", "FILTER", "BIND", "MINUS", "VALUES",
     "GRAPH", "SERVICE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
)  # fmt: skip
_AS_WRITTEN = frozenset(("A", "TRUE", "FALSE"))


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    breaks: int = 0
    spaced: bool = False

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def pretty(sparql: str) -> str:
    """The same query, laid out.

    It works on tokens and not on a syntax tree, so an unfinished query can be laid out too. Comments and blank lines
    stay where they are.

    >>> pretty("select * where{?s ?p ?o.?s a ?c}")
    'SELECT * WHERE {\\n  ?s ?p ?o .\\n  ?s a ?c\\n}\\n'
    """
    parts = _read(sparql)
    laid_out = _Layout(parts).text()
    same = [_bare(t) for t in _read(laid_out)] == [_bare(t) for t in parts]
    return laid_out if same else sparql  # never at the price of the meaning


def _bare(token: _Token) -> str:
    return token.text.upper() if token.kind == "word" else token.text.rstrip()


def _read(sparql: str) -> list[_Token]:
    """The tokens that mean something, each with the line breaks before it."""
    found: list[_Token] = []
    breaks, spaced = 0, False
    for match in tokens(sparql):
        kind, text = str(match.lastgroup), match[0]
        if kind == "space":
            breaks, spaced = breaks + text.count("\n"), True
            continue
        if kind == "word" and text.upper() in KEYWORDS and text.upper() not in _AS_WRITTEN:
            text = text.upper()
        dots = len(text) - len(text.rstrip(".")) if kind == "name" else 0
        found.append(_Token(kind, text[: len(text) - dots], breaks, spaced))
        found += [_Token("other", ".", 0, False) for _ in range(dots)]  # no name ends in a dot
        breaks, spaced = 0, False
    return found


class _Layout:
    """Puts tokens on lines."""

    def __init__(self, parts: Sequence[_Token]) -> None:
        self.parts = parts
        self.closing = _pairs(parts)
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.round = 0  # open ( and [
        self.inline_until = -1
        self.continued = False  # behind a semicolon the subject still holds

    def text(self) -> str:
        for index, token in enumerate(self.parts):
            self._put(index, token)
        self._end()
        return "\n".join(self.lines).strip("\n") + "\n" if self.lines else ""

    def _put(self, index: int, token: _Token) -> None:
        free = self.round == 0 and index > self.inline_until
        if free and token.text == "}":
            self._end()
            self.depth, self.continued = max(0, self.depth - 1), False
        elif self._breaks_before(index, token, free):
            self._end(blank=token.breaks > 1)
        elif token.breaks > 1 and not self.line and self.lines and free:
            self._end(blank=True)
        self._append(index, token)
        if token.text in "([" and token.kind == "open":
            self.round += 1
        elif token.text in ")]" and token.kind == "close":
            self.round = max(0, self.round - 1)
        self._after(index, token, free)

    def _breaks_before(self, index: int, token: _Token, free: bool) -> bool:
        if not self.line:
            return False
        if token.kind == "comment":
            return token.breaks > 0
        before = self.parts[index - 1]
        if not free:
            return before.kind == "comment" or (token.breaks > 0 and index > self.inline_until)
        if token.word in _CLAUSES:
            return before.word not in ("NOT", "EXISTS") and before.text not in ("ASC", "DESC")
        closed = before.text == "}" and token.word != "UNION" and token.text not in (".", ";", ",")
        return closed or before.kind == "comment" or token.breaks > 0

    def _append(self, index: int, token: _Token) -> None:
        if not self.line:
            deeper = 1 if self.continued or self.round else 0
            self.line = INDENT * (self.depth + deeper) + token.text
            return
        before = self.parts[index - 1]
        self.line += (" " if _apart(before, token) else "") + token.text

    def _after(self, index: int, token: _Token, free: bool) -> None:
        if token.kind == "comment":
            self._end()
        if not free:
            return
        if token.text == "{":
            self.continued = False
            if self._fits(index):
                self.inline_until = self.closing[index]
            else:
                self._end()
                self.depth += 1
        elif token.text == "." and not self._within_number(index):
            self._end(keep=self._comment_follows(index))
            self.continued = False
        elif token.text == ";":
            self._end(keep=self._comment_follows(index))
            self.continued = True
        elif token.kind == "iri" and index > 1 and "PREFIX" in (self.parts[index - 2].word, self.parts[index - 1].word):
            self._end()

    def _comment_follows(self, index: int) -> bool:
        following = self.parts[index + 1] if index + 1 < len(self.parts) else None
        return following is not None and following.kind == "comment" and following.breaks == 0

    def _within_number(self, index: int) -> bool:
        after = self.parts[index + 1] if index + 1 < len(self.parts) else None
        return after is not None and not after.spaced and after.kind == "word" and after.text[0].isdigit()

    def _fits(self, index: int) -> bool:
        end = self.closing.get(index)
        if end is None:
            return False
        inner = self.parts[index + 1 : end]
        if any(t.text == "{" or t.kind == "comment" or t.word in ("SELECT", "WHERE") for t in inner):
            return False
        statements = sum(1 for t in inner if t.text in (".", ";"))
        length = sum(len(t.text) + 1 for t in inner)
        return length <= _SHORT and statements <= (1 if self.depth else 0)

    def _end(self, *, blank: bool = False, keep: bool = False) -> None:
        if keep:
            return
        if self.line:
            self.lines.append(self.line.rstrip())
            self.line = ""
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")


def _pairs(parts: Sequence[_Token]) -> dict[int, int]:
    """Where each curly bracket is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(parts):
        if token.text == "{" and token.kind == "open":
            opened.append(index)
        elif token.text == "}" and opened:
            found[opened.pop()] = index
    return found


def _apart(before: _Token, token: _Token) -> bool:
    """Whether a blank stands between two tokens of a line."""
    if "{" in (before.text, token.text) or "}" in (before.text, token.text):
        return True
    if token.text == ";" or (token.text == "." and before.kind != "word"):
        return True
    if before.kind == "comment" or token.kind == "comment":
        return True
    if before.text == "(" or token.text == ")":
        return False
    return token.spaced or token.breaks > 0 or bool(re.fullmatch(r"[;,]", before.text))
