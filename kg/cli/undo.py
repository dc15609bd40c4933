"""``threatpraxis undo``: take a change to the workspace back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from kg import shipped
from kg.cli.output import name_for


def add_arguments(sub: ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument(
        "record", nargs="?", metavar="RECORD",
        help="the change, as the last column of 'threatpraxis log' names it, or the beginning of that (default: the "
        "last change that was not taken back)",
    )  # fmt: skip
    sub.add_argument("--by", metavar="NAME", help="who does it (default: the variable THREATPRAXIS_NAME)")


def run(options: Namespace) -> int:
    """Take it back and say so."""
    from kg.author.workspace import Workspace

    workspace = Workspace(shipped.workspace_dir(options.workspace))
    done = workspace.undo(options.record, by=name_for(workspace.folder, options.by))
    what = f"{done.path} holds again what it held before" if done.after else f"{done.path} is gone"
    print(f"Undone: {done.title}; {what}.")
    print(f"threatpraxis: 'threatpraxis undo {done.id}' brings it back", file=sys.stderr)
    return 0
