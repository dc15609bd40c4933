"""``threatpraxis log``: who changed what in the workspace, when, and from which file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import modules, shipped, terms
from kg.cli.output import write_table
from kg.errors import ParameterError
from kg.results import FORMATS, Table, Term, literal

if TYPE_CHECKING:
    from kg.author.history import Record

_NAMES = ["when", "who", "kind", "title", "file", "from", "record"]


def add_arguments(sub: ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument(
        "about", nargs="?", metavar="THING|FILE",
        help="only changes of this file, such as ontology/attack-sponge.ttl, or of files that describe this thing, "
        "such as attack:sponge",
    )  # fmt: skip
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """Print the changes, the newest first; on standard error what is wrong with records."""
    from kg.author.workspace import Workspace

    places = [Workspace(folder) for folder in shipped.workspace_dirs(options.workspace)]
    found: list[tuple[Record, Path]] = []
    for place in places:
        records, problems = place.history()
        for problem in problems:
            print(f"threatpraxis: {problem.severity}: {problem}", file=sys.stderr)
        found += [(record, place.folder) for record in records]
    if options.about:
        found = _about(options.about, [place.folder for place in places], found)
    several = len(places) > 1
    if several:  # the records of a single one stand in the order of the changes, whatever their clocks said
        found.sort(key=lambda item: item[0].when)
    rows = [(*_row(record), *([literal(str(folder))] if several else [])) for record, folder in reversed(found)]
    names = [*_NAMES, *(["workspace"] if several else [])]
    write_table(Table(names, rows, empty_because="No change is recorded."), options.format)
    return 0


def _about(about: str, folders: list[Path], found: list[tuple[Record, Path]]) -> list[tuple[Record, Path]]:
    """The changes of files that are meant, in whichever of the workspaces.

    :raises ParameterError: where no workspace knows what is meant
    """
    kept, unknown = [], []
    for folder in folders:
        own = [item for item in found if item[1] == folder]
        try:
            wanted = _files_about(about, folder, {record.path for record, _ in own})
        except ParameterError as error:
            unknown.append(error)
            continue
        kept += [item for item in own if item[0].path in wanted]
    if len(unknown) == len(folders):
        raise unknown[0]
    return kept


def _row(record: Record) -> tuple[Term | None, ...]:
    when = f"{record.when:%Y-%m-%d %H:%M:%S}"
    cells = (when, record.by, record.kind, record.title, record.path, record.origin, record.id)
    return tuple(literal(cell) for cell in cells)


def _files_about(about: str, folder: Path, changed: set[str]) -> set[str]:
    """The paths of files that are meant, or that describe the thing that is meant.

    :raises ParameterError: for what names neither
    """
    if about in changed:
        return {about}
    path = Path(about).expanduser().absolute()
    if path.is_relative_to(folder) and (path.exists() or path.relative_to(folder).as_posix() in changed):
        return {path.relative_to(folder).as_posix()}
    if (iri := terms.resolve(about)) is None:
        remedy = "Give a path as 'threatpraxis log' shows it, or an id such as attack:sponge."
        raise ParameterError(f"{about!r} names neither a file of {folder} nor a thing.", remedy=remedy)
    return _describing(iri, folder)


def _describing(iri: str, folder: Path) -> set[str]:
    from kg.store.embedded import EmbeddedEngine

    own = [f for f in modules.shipped_inventory(folder).data() if f.origin == "workspace"]
    engine = EmbeddedEngine.load(modules.Inventory(tuple(own), ()))
    graphs = set(engine.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}").column("g"))
    return {Path(m.path).relative_to(folder).as_posix() for m in engine.report.modules if m.iri in graphs}
