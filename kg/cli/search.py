"""``threatpraxis search``: find things by label, synonym or id."""

from __future__ import annotations

from argparse import Namespace

from kg import terms
from kg.cli.output import open_for, write_table
from kg.errors import ParameterError, UnknownNameError
from kg.results import Table, literal
from kg.search import search


def run(options: Namespace) -> int:
    """Print what was found; exit code 0 also where nothing was."""
    if options.limit < 1:
        raise ParameterError("--limit must be at least 1.")
    if options.kind and options.kind not in (*terms.KINDS, "term"):
        raise UnknownNameError("kind", options.kind, (*terms.KINDS, "term"), remedy=f"Kinds: {', '.join(terms.KINDS)}.")
    text = " ".join(options.text)
    with open_for(options) as graph:
        hits = search(graph, text, options.kind, options.limit)
    rows = [
        (literal(h.id), literal(h.label), literal(h.kind), literal(h.matched if h.matched != h.label else ""))
        for h in hits
    ]
    because = "Search looks at labels, synonyms and ids; try a shorter word."
    write_table(Table(["id", "label", "kind", "matched"], list(rows), empty_because=because), options.format)
    return 0
