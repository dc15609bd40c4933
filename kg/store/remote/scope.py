"""Which graphs of a store elsewhere are ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.results import Table
from kg.terms import BASE

#: The graph in which publishing notes what it has put there, and what it is about to put there.
RECORD = BASE + "published"
#: Below this address lie modules that are on their way and seen by no query of ours.
STAGING = BASE + "staging/"
# Words of its own: where a store shows all graphs as one, void:triples and owl:versionInfo would be said twice of a
# module.
DIGEST = RECORD + "#digest"
TRIPLES = RECORD + "#triples"

_RECORDED = f"SELECT ?module ?n WHERE {{ GRAPH <{RECORD}> {{ ?module <{TRIPLES}> ?n }} }}"
# By GROUP BY: Virtuoso goes through every quad where it could answer DISTINCT from an index.
_COUNTED = f"""SELECT ?g (COUNT(*) AS ?n) WHERE {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}"))
}} GROUP BY ?g"""


@dataclass(frozen=True, slots=True)
class Scope:
    """The modules of a store with their numbers of triples; empty where none is known to be there."""

    modules: dict[str, int]


def read_scope(select: Callable[[str], Table]) -> Scope:
    """What was recorded when it was published; without a record, the graphs that bear our names.

    :param select: answers a query over all that is there
    """
    recorded = _numbers(select(_RECORDED))
    if recorded:
        return Scope(recorded)
    found = _numbers(select(_COUNTED))
    return Scope({iri: n for iri, n in found.items() if iri != RECORD and not iri.startswith(STAGING)})


def _numbers(table: Table) -> dict[str, int]:
    rows = [(str(row[0].value), int(row[1].value)) for row in table.rows if row[0] is not None and row[1] is not None]
    return dict(sorted(rows))
