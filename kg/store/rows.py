"""What the engine finds, on its way out: so many rows and bytes and no more, counted, in our own terms."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Generic, TypeVar

import pyoxigraph as ox

from kg.results import Term
from kg.store import tsv
from kg.store.limits import SIZE_LIMIT
from kg.terms import PREFIXES

T = TypeVar("T")


class Counted(io.RawIOBase):
    """An output that counts its bytes."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.size = 0

    def write(self, data: Any) -> int:
        self.size += self._output.write(data)
        return len(data)

    def text(self, text: str) -> None:
        """Write a text as UTF-8."""
        self.size += self._output.write(text.encode())


def first_rows(found: Any, output: IO[bytes], limit: int) -> tsv.FirstRows:
    """Have the engine write the first rows of a table as TSV."""
    written = tsv.FirstRows(output, limit)
    with contextlib.suppress(tsv.FullError):
        if limit:
            found.serialize(written, format=ox.QueryResultsFormat.TSV)
        else:  # a row that nobody wants to see is enough to know that there is one
            written.write("\t".join(f"?{v.value}" for v in found.variables).encode() + b"\n")
            written.write(b"\n" if next(found, None) is not None else b"")
    return written


class Capped(Generic[T]):
    """The first of some rows; afterwards ``count`` tells how many, and ``cut`` whether there were more."""

    def __init__(self, rows: Iterable[T], limit: int, output: Counted | None = None) -> None:
        self._rows, self._limit, self._output = rows, limit, output
        self.count, self.cut = 0, False

    def __iter__(self) -> Iterator[T]:
        for row in self._rows:
            if self.count == self._limit or (self._output and self._output.size >= SIZE_LIMIT):
                self.cut = True
                return
            self.count += 1
            yield row


def distinct(triples: Iterable[Any]) -> Iterator[Any]:
    """Each triple once: a graph is a set, and the engine tells a triple for every solution that makes it."""
    seen: set[Any] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def used_prefixes(triples: Iterable[Any]) -> dict[str, str]:
    """Our prefixes as far as IRIs in the triples begin with them."""
    iris = {
        t.value
        for triple in triples
        for t in (triple.subject, triple.predicate, triple.object)
        if isinstance(t, ox.NamedNode)
    }
    bases = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    return {prefix: base for prefix, base in PREFIXES.items() if base in bases}


def terms(solutions: Iterable[Any]) -> Iterator[list[Term | None]]:
    """The rows of a table in our own terms; None where a variable has no value."""
    # Values repeat a lot: each is taken apart once. The store of known ones is emptied before it grows large.
    known: dict[Any, Term | None] = {None: None}
    for solution in solutions:
        if len(known) > 20_000:
            known = {None: None}
        row = []
        for term in solution:
            if term not in known:
                known[term] = as_term(term)
            row.append(known[term])
        yield row


def as_term(term: Any) -> Term:
    """A term of the engine as one of ours."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, "" if term.language else term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term("blank", term.value)
    return Term("literal", str(term))  # a quoted triple: shown, not taken apart
