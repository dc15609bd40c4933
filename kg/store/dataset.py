"""Which graphs a query is put to: those its FROM clauses or its request name, or all of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import urljoin

from kg.errors import QueryRefusedError, did_you_mean
from kg.store.formats import Dataset
from kg.store.guard import tokens, unescape
from kg.terms import PREFIXES, compact

_DECLARATION = re.compile(r"PREFIX\s+([\w.-]*):\s*<([^>\s]*)>", re.IGNORECASE)


def stated(sparql: str) -> Dataset | None:
    """The dataset that the FROM clauses of a query name; None where it has none.

    :raises QueryRefusedError: for a FROM clause that names no IRI
    """
    text = unescape(sparql)
    if "FROM" not in text.upper():
        return None
    default: list[str] = []
    named: list[str] = []
    names = iris(text)
    for word, position in _words(text):
        if word == "FROM":
            following = next(((w, p) for w, p in _words(text) if p > position), ("", len(text)))
            is_named = following[0] == "NAMED" and not text[position + 4 : following[1]].strip()
            start = following[1] + 5 if is_named else position + 4
            found = next(((iri, at) for iri, at in names if at >= start), ("", len(text)))
            if not found[0] or text[start : found[1]].strip():
                raise _no_graph(text, start)
            (named if is_named else default).append(found[0])
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _no_graph(text: str, start: int) -> QueryRefusedError:
    """The error for what stands behind FROM and is no IRI: a name with a prefix that nobody declared, or nothing."""
    token = next((t for t in tokens(text) if t.start() >= start and t.lastgroup not in ("space", "comment")), None)
    if token is not None and token.lastgroup == "name" and ":" in token[0]:
        prefix = token[0].partition(":")[0] + ":"
        return QueryRefusedError(
            f"FROM names no graph: the prefix {prefix!r} is not declared.",
            remedy=f"Declare it: PREFIX {prefix} <…>, or write FROM <IRI>.",
        )
    return QueryRefusedError("FROM names no graph.", remedy="Write FROM <IRI> or FROM NAMED <IRI>.")


def iris(text: str) -> list[tuple[str, int]]:
    """The IRIs that stand in a query, in full and as prefixed names, each with its place; not those of declarations.

    Relative ones are resolved against the BASE before them.
    """
    prefixes = PREFIXES | {m[1]: m[2] for m in _DECLARATION.finditer(text)}
    declared = [m.span() for m in _DECLARATION.finditer(text)]
    found = []
    base, is_base = "", False
    for token in tokens(text):
        if any(start <= token.start() < end for start, end in declared):
            continue
        if token.lastgroup == "iri":
            iri = urljoin(base, token[0][1:-1])
            if is_base:
                base, is_base = iri, False
            else:
                found.append((iri, token.start()))
        elif token.lastgroup == "word":
            is_base = token[0].upper() == "BASE"
        elif token.lastgroup == "name" and not token[0].startswith(("_:", "@")):
            prefix, _, local = token[0].rstrip(".").partition(":")
            if prefix in prefixes:
                found.append((prefixes[prefix] + re.sub(r"\\(.)", r"\1", local), token.start()))
    return found


def must_hold(dataset: Dataset, graphs: Collection[str]) -> None:
    """Refuse a dataset that names a graph which is not here: nothing is fetched.

    :raises QueryRefusedError: naming the graph, and close ones
    """
    for name in (*dataset.default, *dataset.named):
        if name not in graphs:
            near = did_you_mean(name, graphs) or did_you_mean(compact(name), graphs)
            hint = f"Did you mean {' or '.join(f'<{n}>' for n in near)}? " if near else ""
            raise QueryRefusedError(
                f"There is no graph <{name}> here, and none is fetched.",
                remedy=f"{hint}SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} lists the graphs.",
            )


def _words(text: str) -> Iterator[tuple[str, int]]:
    return ((t[0].upper(), t.start()) for t in tokens(text) if t.lastgroup == "word")
