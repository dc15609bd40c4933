"""Whether two Turtle texts say the same, blank nodes aside."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import ModuleError


def parse(text: str, path: Path) -> list[Any]:
    """The triples of a Turtle text.

    :param path: the file to name in an error
    :raises ModuleError: with line and column, where it is no valid Turtle
    """
    try:
        return list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        message = str(error.msg).split(": ", 1)[-1]
        raise ModuleError(
            path, error.lineno or 1, f"no valid Turtle: {message}", column=error.offset or 0,
            remedy="Mend the file at that place.",
        ) from error  # fmt: skip


def same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    """Whether the triples of two texts are the same where both give each labelled blank node the same label.

    The parser keeps labels and gives a nameless node a random one. A nameless node is the value of one triple at the
    most, so these are trees, and comparing them takes linear time; graphs in general can take exponential time.
    """
    shared = _blank(left) & _blank(right)
    told = _told(left, shared)
    return told is not None and told == _told(right, shared)


def _blank(triples: Iterable[Any]) -> set[str]:
    return {str(t) for triple in triples for t in (triple.subject, triple.object) if isinstance(t, ox.BlankNode)}


def _told(triples: Iterable[Any], labels: set[str]) -> Counter[tuple[str, str, str]] | None:
    """Each triple as text, with what is said of a nameless node for its name; None where these are no trees."""
    texts = {(str(t.subject), str(t.predicate), str(t.object)) for t in triples}
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    owned: Counter[str] = Counter()
    names = {label: label for label in labels}
    for subject, predicate, value in texts:
        if _is_blank(subject) and subject not in names:
            said[subject].append((predicate, value))
        if _is_blank(value) and value not in names:
            owned[value] += 1
    if any(count > 1 for count in owned.values()) or not _name_all([*said, *owned], said, names):
        return None
    return Counter((names.get(subject, subject), p, names.get(value, value)) for subject, p, value in texts)


def _is_blank(text: str) -> bool:
    return text.startswith("_:")


def _name_all(nodes: Iterable[str], said: Mapping[str, list[tuple[str, str]]], names: dict[str, str]) -> bool:
    """Name each node by what is said of it, leaves first; False where nodes go round in a circle."""
    for node in nodes:
        waiting, begun = [node], set[str]()
        while waiting:
            current = waiting[-1]
            pairs = said.get(current, [])
            missing = [value for _, value in pairs if _is_blank(value) and value not in names]
            if missing and current in begun:
                return False
            if missing and current not in names:
                begun.add(current)
                waiting += missing
                continue
            waiting.pop()
            known = sorted((predicate, names.get(value, value)) for predicate, value in pairs)
            names.setdefault(current, "[" + hashlib.sha256(repr(known).encode()).hexdigest())
    return True
