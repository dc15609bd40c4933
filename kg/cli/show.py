"""``threatpraxis show``: everything the graph says of one thing, and where it is mentioned."""

from __future__ import annotations

from argparse import Namespace

from kg import terms
from kg.cli.output import open_for, write_table, write_triples
from kg.errors import UnknownNameError
from kg.graph import Graph
from kg.results import Table, iri, literal
from kg.search import search


def run(options: Namespace) -> int:
    """Print the statements about a thing, as a table or as Turtle."""
    with open_for(options) as graph:
        address = _address(graph, options.thing)
        triples = graph.engine.describe(address)
    if options.format == "ttl":
        write_triples(triples, "ttl")
        return 0
    beside = [t for t in triples if address in (t.subject.value, t.object.value)]  # not what its blank nodes say else
    beside.sort(key=lambda t: (t.subject.value != address, terms.compact(t.predicate.value), t.object))
    rows = [
        (literal("is"), t.predicate, t.object)
        if t.subject.value == address
        else (literal("in"), t.predicate, t.subject)
        for t in beside
    ]
    because = f"{address} is not in the graph."
    write_table(Table(["", "property", "value"], list(rows), empty_because=because), options.format)
    return 0


def _address(graph: Graph, text: str) -> str:
    found = terms.resolve(text)
    # Both ways: somebody may ask for a thing that is only mentioned.
    if found and graph.engine.ask(
        f"ASK {{ {{ {iri(found).sparql()} ?p ?o }} UNION {{ ?s ?p {iri(found).sparql()} }} }}"
    ):
        return found
    hits = search(graph, text.partition(":")[2] or text, limit=5)
    exact = [h for h in hits if h.score >= 0.95]
    if exact and ":" not in text and (len(exact) == 1 or exact[0].kind != exact[1].kind):
        return exact[0].iri  # 'evasion' alone is clear enough: the attack, not a claim of that name
    raise UnknownNameError("thing", text, [h.id for h in hits], remedy=_remedy([h.id for h in hits]))


def _remedy(ids: list[str]) -> str:
    return f"Close: {', '.join(ids)}." if ids else "'threatpraxis search WORD' finds ids."
