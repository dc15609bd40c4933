"""The SPARQL that publishing speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.results import Term, Triple, literal
from kg.store.remote.scope import DIGEST, RECORD, STAGING, TRIPLES

#: Triples in one INSERT; Virtuoso refuses much larger ones.
PIECE = 500

RECORDED = f"SELECT ?module ?digest ?n WHERE {{ GRAPH <{RECORD}> {{ ?module <{DIGEST}> ?digest ; <{TRIPLES}> ?n }} }}"
LEFT_OVER = f"""SELECT ?g (COUNT(*) AS ?n) WHERE {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}"))
}} GROUP BY ?g"""


def count(graph: str) -> str:
    """How many triples a graph holds."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def content(graph: str) -> str:
    """All triples of a graph."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def content_in_parts(graph: str) -> Iterator[str]:
    """All triples of a graph in seventeen answers: Virtuoso makes none of more than a million."""
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    yield f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} FILTER(isBlank(?s)) }}"
    for digit in "0123456789abcdef":
        chosen = f'!isBlank(?s) && STRSTARTS(MD5(STR(?s)), "{digit}")'
        yield f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} FILTER({chosen}) }}"


def drop(graph: str) -> str:
    """Remove a graph, if it is there."""
    return f"DROP SILENT GRAPH <{graph}>"


def insert(graph: str, triples: Sequence[Triple]) -> str:
    """Add triples to a graph."""
    # INSERT DATA would say it in fewer words; Virtuoso takes no blank node there.
    return f"INSERT {{ GRAPH <{graph}> {{\n{lines(triples)}}} }} WHERE {{}}"


def lines(triples: Sequence[Triple]) -> str:
    """Triples as N-Triples."""
    return "".join(f"{s.sparql()} {p.sparql()} {o.sparql()} .\n" for s, p, o in triples)


def switch(staging: str, module: str, digest: str, triples: int) -> str:
    """Put what is staged in the place of the module and note it, in one request."""
    noted = f"<{module}> <{DIGEST}> {literal(digest).sparql()} ; <{TRIPLES}> {triples} ."
    return f"MOVE GRAPH <{staging}> TO GRAPH <{module}> ;\n{_forget(module)} ;\n" + (
        f"INSERT DATA {{ GRAPH <{RECORD}> {{ {noted} }} }}"
    )


def remove(module: str) -> str:
    """Remove a module and the note of it, in one request."""
    return f"{drop(module)} ;\n{_forget(module)}"


def _forget(module: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{RECORD}> {{ <{module}> ?p ?o }} }}"


def pieces(triples: Sequence[Triple], size: int = PIECE) -> Iterator[list[Triple]]:
    """The triples in portions; those that share a blank node stay together, for its name holds in one request only."""
    roots = _Roots()
    for triple in triples:
        blanks = [t.value for t in (triple.subject, triple.object) if t.kind == "blank"]
        if len(blanks) == 2:
            roots.join(*blanks)
    named = [t for t in triples if not _blanks(t)]
    keyed = sorted(((roots.of(_blanks(t)[0]), t) for t in triples if _blanks(t)), key=lambda pair: pair[0])
    groups = [[t] for t in named] + [[t for _, t in group] for _, group in groupby(keyed, key=lambda pair: pair[0])]
    portion: list[Triple] = []
    for group in groups:
        if portion and len(portion) + len(group) > size:
            yield portion
            portion = []
        portion += group
    if portion:
        yield portion


def _blanks(triple: Triple) -> list[str]:
    terms: tuple[Term, ...] = (triple.subject, triple.object)
    return [t.value for t in terms if t.kind == "blank"]


class _Roots:
    """Which blank nodes hang together (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The one that stands for all that hang together with ``name``."""
        while (parent := self._parent.get(name, name)) != name:
            name = parent
        return name

    def join(self, one: str, other: str) -> None:
        """Note that two hang together."""
        self._parent[self.of(one)] = self.of(other)
