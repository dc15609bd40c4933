"""What commands print: answers on standard output, everything else on standard error."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from kg.errors import ParameterError
from kg.graph import Graph, open_graph
from kg.results import Table, Triple
from kg.store.remote.address import USER_VARIABLE, Login
from kg.turtle import write_found


def open_for(options: Namespace) -> Graph:
    """The graph a command works on; says on standard error what is wrong with the user's files."""
    graph = open_graph(
        options.workspace, inferred=not getattr(options, "without_inferred", False),
        endpoint=getattr(options, "endpoint", None), login=login_for(options),
        store=getattr(options, "store", None), progress=progress_bar(),
    )  # fmt: skip
    for problem in graph.problems:
        print(f"threatpraxis: {problem.severity}: {problem}", file=sys.stderr)
    return graph


def progress_bar() -> Callable[[int, int], None] | None:
    """Draws on standard error how far the store on disk is built; None where that is no terminal."""
    if not sys.stderr.isatty():
        return None

    def draw(done: int, whole: int) -> None:
        share = done / whole if whole else 1.0
        bar = "#" * round(30 * share)
        print(f"\rbuilding the store [{bar:30}] {share:4.0%}", end="\n" if done == whole else "", file=sys.stderr)
        sys.stderr.flush()

    return draw


def must_be_file(path: Path, remedy: str) -> None:
    """Refuse what is no regular file: a pipe or a device may never end.

    :param remedy: what to give instead
    :raises ParameterError: saying what it is
    """
    if not path.is_file():
        is_what = "is a folder" if path.is_dir() else "is no regular file"
        message = f"{path} {is_what}." if path.exists() else f"There is no file {str(path)!r}."
        raise ParameterError(message, remedy=remedy)


def name_for(workspace: Path, given: str | None) -> str:
    """The name for the records of a workspace; says on standard error how to tell one where none is."""
    from kg.author.naming import HINT, UNNAMED, author_name

    name = author_name(workspace, given)
    if name == UNNAMED:
        print(f"threatpraxis: note: the record says {UNNAMED!r}. {HINT}", file=sys.stderr)
    return name


def login_for(options: Namespace) -> Login | None:
    """User and password as typed in after ``--login``; None where the environment variables are to tell them.

    :raises ParameterError: where nobody is there to be asked
    """
    if not getattr(options, "login", False):
        return None
    if not sys.stdin.isatty():
        raise ParameterError("--login asks in a terminal, and this is none.", remedy=f"Set {USER_VARIABLE} instead.")
    from getpass import getpass

    print("User: ", end="", file=sys.stderr, flush=True)
    return Login(sys.stdin.readline().strip(), getpass("Password: "))


def write_table(table: Table, form: str, *, whole: bool = False) -> None:
    """Print a table; say on standard error when it is cut or empty.

    :param whole: whether cells are shown whole even where the terminal is narrower
    """
    if form == "ttl":
        raise ParameterError("A table has no Turtle form.", remedy="Use --format table, csv, json or md.")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() and not whole else 0
    sys.stdout.write(table.render(form, width))  # type: ignore[arg-type]
    if table.cut:
        print(f"threatpraxis: cut after {len(table):,} rows; raise --limit for more", file=sys.stderr)
    if not table.rows:
        print(f"threatpraxis: no rows. {table.empty_because}".rstrip(), file=sys.stderr)


def write_triples(triples: list[Triple], form: str) -> None:
    """Print triples: as Turtle, or as a table of three columns."""
    if form == "ttl":
        sys.stdout.write(write_found(triples))
    else:
        write_table(Table(["subject", "predicate", "object"], list(triples)), form)
