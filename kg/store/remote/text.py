"""What is done to the text of a query before another engine gets it, and how its complaint about it is told."""

from __future__ import annotations

import re

from kg.errors import SparqlSyntaxError, shorten
from kg.store.guard import tokens, unescape
from kg.store.syntax import explain
from kg.terms import PREFIXES

_DECLARED = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_OXIGRAPH = re.compile(r"error at (\d+):(\d+): expected")
_VIRTUOSO = re.compile(r"SPARQL compiler, line (\d+): (.*?)(?:\s*SPARQL query:|$)", re.DOTALL)
_AT = re.compile(r"at '([^']*)'")


def declared(sparql: str) -> str:
    """The query with those of our prefixes declared that it uses without saying so, in one line before its own."""
    own = {name.lower() for name in _DECLARED.findall(sparql)}
    names = (t[0].partition(":")[0] for t in tokens(unescape(sparql)) if t.lastgroup == "name" and ":" in t[0])
    used = dict.fromkeys(n for n in names if n in PREFIXES and n.lower() not in own)
    return " ".join(f"PREFIX {n}: <{PREFIXES[n]}>" for n in used) + "\n" + sparql


def outermost(sparql: str) -> set[str]:
    """The words that stand outside all brackets, in capitals."""
    depth, found = 0, set()
    for token in tokens(sparql):
        if token.lastgroup in ("open", "close"):
            depth += 1 if token.lastgroup == "open" else -1
        elif token.lastgroup == "word" and depth == 0:
            found.add(token[0].upper())
    return found


def complaint(sparql: str, message: str) -> SparqlSyntaxError:
    """What a server says of a query as an error a person can act on.

    :param sparql: the query as it was given, without the line that :func:`declared` adds
    :param message: the server's words
    """
    if match := _OXIGRAPH.search(message):
        # The line of declarations is not the user's.
        shifted = message[: match.start(1)] + str(int(match[1]) - 1) + message[match.end(1) :]
        return explain(sparql, shifted)
    if match := _VIRTUOSO.search(message):
        line, said = max(1, int(match[1]) - 1), match[2].strip()
        word = at[1] if (at := _AT.search(said)) else ""
        column = sparql.split("\n")[line - 1].find(word) + 1 if word and line <= sparql.count("\n") + 1 else 0
        return SparqlSyntaxError(
            shorten(said, 300), line=line, column=column, word=word, remedy="Compare with the SPARQL 1.1 grammar."
        )
    return SparqlSyntaxError(
        f"the engine does not take the query: {shorten(message, 300)}", remedy="Compare with the SPARQL 1.1 grammar."
    )
