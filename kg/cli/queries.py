"""``threatpraxis queries``: the questions of the library."""

from __future__ import annotations

import sys
from argparse import Namespace

from kg import shipped
from kg.cli.output import write_table
from kg.library import open_library
from kg.question import Query
from kg.results import Table, literal


def run(options: Namespace) -> int:
    """List all questions, or show one. Needs no triples and so starts no engine."""
    library = open_library(shipped.workspace_dirs(options.workspace))
    if options.query:
        _show(library.get(options.query))
        return 0
    good, bad = library.all()
    rows = [(literal(q.id), literal(q.question), literal(" ".join(q.parameters))) for q in good]
    write_table(Table(["id", "question", "parameters"], list(rows)), options.format)
    for error in bad:
        print(f"threatpraxis: {error}", file=sys.stderr)
    return bad[0].exit_code if bad else 0


def _show(query: Query) -> None:
    print(f"{query.title}\n{query.question}\n")
    for parameter in query.parameters.values():
        extra = f", default {parameter.default}" if parameter.default else ""
        extra += f", one of {' | '.join(parameter.allowed)}" if parameter.allowed else ""
        extra += ", required" if parameter.required else ""
        print(f"  {parameter.name}: {parameter.type}{extra}  {parameter.label}")
    if query.note:
        print(f"\n{query.note}")
    print(f"\n{query.text}", end="")
