"""``threatpraxis where``: where files lie, and which engine is asked."""

from __future__ import annotations

import os
from argparse import Namespace

from kg import __version__, shipped
from kg.cli.output import write_table
from kg.results import Table, literal
from kg.store.remote.address import ENDPOINT_VARIABLE
from kg.store.snapshot import STORE_VARIABLE


def run(options: Namespace) -> int:
    """Print version, folders, and what is asked by default."""
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
    # What commands that ask the graph take by default; without either, each keeps the triples in its own memory.
    for name, variable in (("store", STORE_VARIABLE), ("endpoint", ENDPOINT_VARIABLE)):
        if value := os.environ.get(variable, ""):
            places[name] = f"{value} (by {variable})"
    write_table(
        Table(["what", "where"], [(literal(k), literal(v)) for k, v in places.items()]), options.format, whole=True
    )
    return 0
