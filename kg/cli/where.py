"""``threatpraxis where``: where files lie."""

from __future__ import annotations

from argparse import Namespace

from kg import __version__, shipped
from kg.cli.output import write_table
from kg.results import Table, literal


def run(options: Namespace) -> int:
    """Print version and folders."""
    workspaces = shipped.workspace_dirs(options.workspace)
    places = {
        "version": __version__,
        "ontology": str(shipped.ontology_dir()),
        "queries": str(shipped.queries_dir()),
        "app": str(shipped.app_dir()),
    }
    for number, folder in enumerate(workspaces, 1):
        name = "workspace" if number == 1 else f"workspace {number}"
        places[name] = str(folder) + ("" if folder.is_dir() else " (not there yet)")
    write_table(
        Table(["what", "where"], [(literal(k), literal(v)) for k, v in places.items()]), options.format, whole=True
    )
    return 0
