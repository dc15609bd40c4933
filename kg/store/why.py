"""Why an answer is empty, as far as that can be found out by asking smaller questions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import ThreatPraxisError, did_you_mean, shorten
from kg.store.dataset import iris
from kg.store.guard import tokens
from kg.terms import PREFIXES, compact

#: Seconds the search for a reason may take in all.
BUDGET = 1.0
#: Seconds a single smaller question may take.
STEP = 0.5
_MAX_TERMS = 25
_BUILT_IN = tuple(PREFIXES[p] for p in ("rdf", "rdfs", "xsd", "owl"))
#: A group that is all there is in another, perhaps of a named graph.
_SINGLE_GROUP = re.compile(r"\s*((?:GRAPH\s+(?:\?\w+|<[^>\s]*>|[\w.-]*:[\w.-]*)\s*)?\{)", re.IGNORECASE)
Ask = Callable[[str], bool]
Column = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why there is no row.

    :param kind: ``graph``, ``term``, ``filter`` or ``pattern``
    :param text: what is said to a person
    :param place: where in the query it stands, counted from 0; -1 where it has no one place
    :param suggestions: what may have been meant
    """

    kind: str
    text: str
    place: int = -1
    suggestions: tuple[str, ...] = ()


def why_empty(sparql: str, ask: Ask, column: Column) -> list[Reason]:
    """Reasons why a query has no row, the most telling first; none where none was found in time.

    :param ask: answers an ASK query; may raise when it is stopped
    :param column: answers a SELECT query of one variable
    """
    deadline = time.monotonic() + BUDGET
    steps = (_unknown_graphs, _unknown_terms, _filters, _patterns)
    for step in steps:
        reasons = []
        try:
            for reason in step(sparql, ask, column):
                reasons.append(reason)
                if time.monotonic() > deadline:
                    break
        except ThreatPraxisError:  # a smaller question took too long, too: nothing can be said of this kind
            return reasons
        if reasons or time.monotonic() > deadline:
            return reasons
    return []


def _unknown_graphs(sparql: str, ask: Ask, column: Column) -> Iterator[Reason]:
    known: list[str] | None = None
    for match in re.finditer(r"\bGRAPH\s*(?=[<\w])", sparql, re.IGNORECASE):
        name = next((iri for iri, place in iris(sparql) if place == match.end()), None)
        if name is None or ask(f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"):
            continue
        known = known or column("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        near = tuple(did_you_mean(name, known))
        hint = f" Did you mean {' or '.join(f'<{n}>' for n in near)}?" if near else ""
        yield Reason("graph", f"There is no graph <{name}>.{hint}", match.end(), near)


def _unknown_terms(sparql: str, ask: Ask, column: Column) -> Iterator[Reason]:
    seen: set[str] = set()
    casts = {place for _, place in iris(sparql) if _is_datatype(sparql, place)}
    for iri, place in iris(sparql)[:_MAX_TERMS]:
        if iri in seen or place in casts or iri.startswith(_BUILT_IN) or iri in PREFIXES.values():
            continue
        seen.add(iri)
        if ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} UNION {{ ?s <{iri}> ?o }} }}"):
            continue
        if ask(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"):
            continue
        near = tuple(_similar(iri, column))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        yield Reason("term", f"Nothing in the graph speaks of {shorten(compact(iri))}.{hint}", place, near)


def _is_datatype(sparql: str, place: int) -> bool:
    return sparql[:place].endswith("^^")


def _similar(iri: str, column: Column) -> list[str]:
    base = next((b for b in sorted(PREFIXES.values(), key=len, reverse=True) if iri.startswith(b)), None)
    if base is None:
        return []
    used = f"{{ ?t ?p ?o }} UNION {{ ?s ?p ?t }} FILTER(STRSTARTS(STR(?t), '{base}'))"
    names = {name[len(base) :] for name in column(f"SELECT DISTINCT ?t {{ {used} }}")}
    return [compact(base + near) for near in did_you_mean(iri[len(base) :], sorted(n for n in names if n))]


def _filters(sparql: str, ask: Ask, _: Column) -> Iterator[Reason]:
    spans = _filter_spans(sparql)
    for start, end in spans:
        if _has_rows(sparql[:start] + sparql[end:], ask):
            text = shorten(sparql[start:end].rstrip(" ."), 120)
            yield Reason("filter", f"Without this condition there are rows; it removes all of them: {text}", start)
            return
    if len(spans) > 1:
        rest = sparql
        for start, end in reversed(spans):
            rest = rest[:start] + rest[end:]
        if _has_rows(rest, ask):
            yield Reason("filter", f"The {len(spans)} conditions together remove all rows; no single one does.")


def _filter_spans(sparql: str) -> list[tuple[int, int]]:
    """Where the outermost FILTER conditions stand, from the word to the closing bracket."""
    spans: list[tuple[int, int]] = []
    start, depth, opened = -1, 0, False
    for token in tokens(sparql):
        if start < 0:
            if token.lastgroup == "word" and token[0].upper() == "FILTER":
                start, depth, opened = token.start(), 0, False
            continue
        if token.lastgroup == "open":
            depth, opened = depth + 1, True
        elif token.lastgroup == "close":
            depth -= 1
        if opened and depth == 0:
            spans.append((start, _end(sparql, start, token.end())))
            start = -1
    return spans


def _end(sparql: str, start: int, end: int) -> int:
    """The end of a condition: with the dot behind it, where another stands before it already."""
    if sparql[:start].rstrip().endswith((".", "{", "}")) and (dot := re.match(r"\s*\.", sparql[end:])):
        return end + dot.end()
    return end


def _patterns(sparql: str, ask: Ask, _: Column) -> Iterator[Reason]:
    """The first statement from which on nothing fits, in the outermost group or in a single one within it."""
    prologue = "".join(m[0] + "\n" for m in re.finditer(r"PREFIX\s+[\w.-]*:\s*<[^>\s]*>", sparql, re.IGNORECASE))
    around, begin, cuts = ("", ""), *_statements(sparql)
    while True:
        misfit = _first_misfit(sparql, begin, cuts, lambda text: ask(f"{prologue}ASK {{ {text} }}"), around)
        if misfit is None:
            return
        start, end = misfit
        inner = None if sparql[begin:start].strip() else _single_group(sparql, start, end)
        if inner is None:
            break
        opening, begin, cuts = inner
        around = (around[0] + opening, "}" + around[1])
    start += len(sparql[start:end]) - len(sparql[start:end].lstrip(" \t\r\n;"))
    text = shorten(sparql[start:end].strip().rstrip(".;"), 120)
    fits = "What comes before fits; with this there is nothing left:" if sparql[begin:start].strip() else ""
    yield Reason("pattern", f"{fits or 'Nothing in the graph fits'} {text}", start)


def _single_group(sparql: str, start: int, end: int) -> tuple[str, int, list[int]] | None:
    """What opens a group that is all there is in a part of a query, where it begins, and where its statements end."""
    opening = _SINGLE_GROUP.match(sparql, start, end)
    if opening is None:
        return None
    begin, cuts = _statements(sparql, opening.end())
    alone = bool(cuts) and not sparql[cuts[-1] + 1 : end].strip(" .\t\r\n")  # no UNION and another group behind it
    return (opening[1], begin, cuts) if alone else None


def _first_misfit(
    sparql: str, begin: int, cuts: list[int], ask: Callable[[str], bool], around: tuple[str, str]
) -> tuple[int, int] | None:
    """Where the first part stands with which a group has no row; None where there is none.

    :param around: what opens the groups around it, and what closes them
    """
    previous = begin
    for cut in cuts:
        if not ask(f"{around[0]}{sparql[begin:cut]}{around[1]}"):
            return previous, cut
        previous = cut
    return None


def _statements(sparql: str, inside: int = -1) -> tuple[int, list[int]]:
    """Where the outermost group begins, and where each of its statements, or of its properties, ends.

    :param inside: where a group within begins, behind its bracket, to look at that one
    """
    depth, begin, last = (0, -1, None) if inside < 0 else (1, inside, None)
    cuts: list[int] = []
    for token in tokens(sparql):
        if token.start() < inside:
            continue
        if token.lastgroup == "open":
            depth += 1
            if begin < 0 and token[0] == "{":
                begin, depth = token.end(), 1
        elif token.lastgroup == "close":
            depth -= 1
            if begin >= 0 and depth == 0:
                return begin, [*cuts, token.start()]
        elif begin >= 0 and depth == 1 and token[0] == "." and not (last and last[0][-1:].isdigit()):
            cuts.append(token.end())
        elif begin >= 0 and depth == 1 and token[0] == ";":
            cuts.append(token.start())
        if token.lastgroup != "space":
            last = token
    return (begin, cuts) if begin >= 0 else (0, [])


def _has_rows(sparql: str, ask: Ask) -> bool:
    """Whether a SELECT query would have a row: its group is asked alone, without grouping, order and limit."""
    begin, cuts = _statements(sparql)
    prologue = "".join(m[0] + "\n" for m in re.finditer(r"PREFIX\s+[\w.-]*:\s*<[^>\s]*>", sparql, re.IGNORECASE))
    return bool(cuts) and ask(f"{prologue}ASK {{ {sparql[begin : cuts[-1]]} }}")
