"""``threatpraxis query``: a question of the library with parameters, or SPARQL from argument, file or input."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from kg.cli.output import open_for, write_table, write_triples
from kg.errors import ParameterError, UnknownNameError
from kg.graph import Graph
from kg.library import is_query_id
from kg.queryfile import has_front_matter, parse_query
from kg.question import Query
from kg.results import Table


def run(options: Namespace) -> int:
    """Answer, or print the text with ``--print``."""
    if options.limit < 1:
        raise ParameterError("--limit must be at least 1.")
    with open_for(options) as graph:
        chosen = _chosen(graph, options)
        if isinstance(chosen, str):
            _refuse_parameters(options)
            answer = chosen if options.print_query else graph.sparql(chosen, row_limit=options.limit)
        else:
            values = _values(options.parameters)
            answer = (
                chosen.bind(values) if options.print_query else _limited(graph.answer(chosen, values), options.limit)
            )
    if isinstance(answer, str):
        sys.stdout.write(answer.rstrip("\n") + "\n")
    elif isinstance(answer, bool):
        print("true" if answer else "false")
    elif isinstance(answer, Table):
        write_table(answer, options.format)
    else:
        write_triples(answer, options.format)
    return 0


def _chosen(graph: Graph, options: Namespace) -> Query | str:
    if options.file:
        if options.query:  # with --file, what looks like the query is the first parameter
            options.parameters.insert(0, options.query)
        return _text(_read(Path(options.file)), Path(options.file))
    if not options.query:
        raise ParameterError(
            "There is no query.", remedy="Give an id (see 'threatpraxis queries'), SPARQL, --file or -."
        )
    if options.query == "-":
        return _text(sys.stdin.read(), Path("standard-input"))
    if is_query_id(options.query) or options.query in graph.library.ids():
        return graph.library.get(options.query)
    if not any(c in options.query for c in " {}?<>\n"):
        raise UnknownNameError("query", options.query, graph.library.ids(), remedy="'threatpraxis queries' lists all.")
    return str(options.query)


def _text(text: str, path: Path) -> Query | str:
    return parse_query(text, path, path.stem) if has_front_matter(text) else text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path} cannot be read: {error}", remedy="Give a file of UTF-8 text.") from error


def _values(pairs: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ParameterError(f"{pair!r} is no parameter.", remedy="Write NAME=VALUE, such as attack=evasion.")
        if name in values:
            raise ParameterError(f"{name} is given twice.", remedy="Give each parameter once.")
        values[name] = value
    return values


def _refuse_parameters(options: Namespace) -> None:
    if options.parameters:
        raise ParameterError(
            f"SPARQL text takes no parameters such as {options.parameters[0]!r}.",
            remedy="Quote the whole query as one argument; for parameters use a query file with front matter.",
        )


def _limited(table: Table, limit: int) -> Table:
    return table if len(table) <= limit else replace(table, rows=table.rows[:limit], cut=True)
