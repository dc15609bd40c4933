"""The statements of a Turtle text, as terms of this library rather than of an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import ModuleError
from kg.results import Term, Triple


def read_statements(data: str | bytes, path: Path) -> list[Triple]:
    """The triples of a Turtle text in their order; blank nodes have labels that mean nothing.

    :param path: the file to name in an error
    :raises ModuleError: with line and column, where it is no valid Turtle, or more than Turtle 1.1
    """
    try:
        found = list(ox.parse(data.encode() if isinstance(data, str) else data, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        message = str(error.msg).split(": ", 1)[-1]
        raise ModuleError(
            path, error.lineno or 1, f"no valid Turtle: {message}", column=error.offset or 0,
            remedy="Mend the file at that place; 'threatpraxis check' tells when it is right.",
        ) from error  # fmt: skip
    known: dict[Any, Term] = {}
    try:
        return [Triple(*(_term(part, known) for part in (t.subject, t.predicate, t.object))) for t in found]
    except TypeError as error:
        raise ModuleError(
            path, 1, "holds a triple within a triple, which is newer than Turtle 1.1",
            remedy="Write the note on a statement as owl:Axiom.",
        ) from error  # fmt: skip


def _term(part: Any, known: dict[Any, Term]) -> Term:
    # Values repeat a lot: each is taken apart once.
    if (term := known.get(part)) is None:
        term = known[part] = _taken_apart(part)
    return term


def _taken_apart(part: Any) -> Term:
    if isinstance(part, ox.NamedNode):
        return Term("iri", part.value)
    if isinstance(part, ox.Literal):
        return Term("literal", part.value, "" if part.language else part.datatype.value, part.language or "")
    if isinstance(part, ox.BlankNode):
        return Term("blank", part.value)
    raise TypeError(part)
