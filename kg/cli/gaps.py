"""``threatpraxis gaps``: research against practice, with intervals, reach, distance and attention."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.cli.output import open_for, write_table
from kg.errors import ParameterError
from kg.graph import Graph
from kg.results import FORMATS, Table

if TYPE_CHECKING:
    from kg.gaps import Normalisation

VIEWS = ("bins", "reach", "ranking", "attention", "knowledge", "benchmarks", "awareness")
#: Which of the options --attack, --dimension and --base a view listens to.
_LISTENS = {
    "bins": ("attack", "dimension", "base"),
    "reach": ("attack", "dimension", "base"),
    "ranking": ("attack", "dimension", "base"),
    "attention": (),
    "knowledge": ("attack",),
    "benchmarks": ("attack", "dimension"),
    "awareness": (),
}


def add_arguments(sub: ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("--attack", help="only this attack, such as evasion")
    sub.add_argument("--dimension", help="only this dimension, such as query-budget")
    sub.add_argument(
        "--base", choices=["published", "answered"],
        help="shares of practice as published, or among those who answered (default: published)",
    )  # fmt: skip
    sub.add_argument("--view", choices=VIEWS, default="bins", help="what to show (default: bins)")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """Print one view as a table, and on standard error what must be said beside it."""
    for name in ("attack", "dimension", "base"):
        if getattr(options, name) is not None and name not in _LISTENS[options.view]:
            raise ParameterError(
                f"The view {options.view!r} takes no --{name}.",
                remedy=f"Leave it out; the views {', '.join(v for v in VIEWS if name in _LISTENS[v])} take it.",
            )
    with open_for(options) as graph:
        table, notes = _VIEWS[options.view](graph, options)
    write_table(table, options.format)
    for note in dict.fromkeys(notes):
        print(f"threatpraxis: note: {note}", file=sys.stderr)
    return 0


def _base(options: Namespace) -> Normalisation:
    from kg import gaps

    return gaps.normalisation(options.base or "published")


def _compared(view: str) -> Callable[[Graph, Namespace], tuple[Table, list[str]]]:
    def show(graph: Graph, options: Namespace) -> tuple[Table, list[str]]:
        from kg import gaps
        from kg.gaps import tables

        base = _base(options)
        found = gaps.comparisons(graph, options.attack or "", options.dimension or "")
        notes = [f"{c.dimension}: {caution}" for c in found for caution in c.cautions]
        if base == "answered":
            notes += [
                f"{c.dimension}: no shares among those who answered: {c.no_answered}." for c in found if c.no_answered
            ]
        if view == "reach":
            return tables.reach(found, base), notes
        if view == "ranking":
            return tables.ranking(gaps.rank_bins(found, base), found, base), notes
        return tables.bins(found, base), [*notes, *([gaps.AS_IF_SAMPLED] if found else [])]

    return show


def _attention(graph: Graph, _: Namespace) -> tuple[Table, list[str]]:
    from kg import gaps
    from kg.gaps import tables

    found = gaps.attention(graph)
    return tables.attention(found), [
        found.note,
        *(f"{c.base.label}: {c.base.note}" for c in found.columns if c.base.note),
    ]


def _knowledge(graph: Graph, options: Namespace) -> tuple[Table, list[str]]:
    from kg import gaps
    from kg.gaps import tables

    return tables.knowledge(gaps.knowledge(graph, options.attack or "")), [_note(graph, "gaps/knowledge-assumed")]


def _benchmarks(graph: Graph, options: Namespace) -> tuple[Table, list[str]]:
    from kg import gaps
    from kg.gaps import tables

    found = gaps.benchmarks(graph, options.attack or "", options.dimension or "")
    return tables.benchmarks(found), [_note(graph, "gaps/benchmarks")]


def _awareness(graph: Graph, _: Namespace) -> tuple[Table, list[str]]:
    from kg import gaps
    from kg.gaps import tables

    return tables.awareness(gaps.awareness(graph)), [_note(graph, "gaps/awareness")]


def _note(graph: Graph, query_id: str) -> str:
    return graph.library.get(query_id).note


_VIEWS: dict[str, Callable[[Graph, Namespace], tuple[Table, list[str]]]] = {
    "bins": _compared("bins"),
    "reach": _compared("reach"),
    "ranking": _compared("ranking"),
    "attention": _attention,
    "knowledge": _knowledge,
    "benchmarks": _benchmarks,
    "awareness": _awareness,
}
