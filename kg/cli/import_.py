"""``threatpraxis import``: turn other people's files into a module of this graph."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ParameterError
from kg.results import FORMATS, Table, literal

if TYPE_CHECKING:
    from kg.importers.atlas.model import Irregularity, Release

SOURCES = ("atlas",)
#: Irregularities told one by one; a file with more has something else wrong with it.
_TOLD = 200


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("source", choices=SOURCES, help="what the file is: atlas, a release of MITRE ATLAS")
    sub.add_argument("file", metavar="FILE", help="for atlas: ATLAS.yaml of a release, or its STIX bundle")
    sub.add_argument("--output", metavar="FILE", help="write the module to this file (default: standard output)")
    sub.add_argument("--dry-run", action="store_true", help="write no module; list what is irregular in the file")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of that list (default: table)")


def run(options: Namespace) -> int:
    """Import a file. What is irregular in it is told on standard error, or as a table with ``--dry-run``.

    :raises SourceFileError: where the file cannot be read or the module cannot be written; nothing is written then
    """
    from kg.importers.atlas import read

    release = read(Path(options.file))
    if options.dry_run:
        _list(release, options.format)
    else:
        _tell(release.irregularities, options.file)
        _write(release, options)
    sys.stdout.flush()
    print(f"threatpraxis: {_summary(release)}", file=sys.stderr)
    return 0


def _write(release: Release, options: Namespace) -> None:
    from kg.importers.atlas.writer import turtle
    from kg.importers.files import write_atomically

    text = turtle(release)
    if not options.output:
        sys.stdout.write(text)
        return
    output = Path(options.output)
    if output.resolve() == Path(options.file).resolve():
        raise ParameterError("--output names the file that is imported.", remedy="Name another file.")
    write_atomically(output, text)


def _tell(irregularities: tuple[Irregularity, ...], file: str) -> None:
    for found in irregularities[:_TOLD]:
        line = f":{found.line}" if found.line else ""
        print(f"threatpraxis: {file}{line}: {found.place}: {found.message} [{found.rule}]", file=sys.stderr)
    if len(irregularities) > _TOLD:
        more = len(irregularities) - _TOLD
        print(f"threatpraxis: {more} more; --dry-run --format csv lists all", file=sys.stderr)


def _list(release: Release, form: str) -> None:
    from kg.cli.output import write_table

    rows = [
        (literal(i.rule), literal(i.place), literal(i.line) if i.line else None, literal(i.message))
        for i in release.irregularities
    ]
    write_table(Table(["rule", "place", "line", "message"], list(rows), empty_because="Nothing is irregular."), form)


def _summary(release: Release) -> str:
    counts = (
        f"{len(release.tactics)} tactics, {len(release.techniques)} techniques, "
        f"{len(release.mitigations)} mitigations, {len(release.case_studies)} case studies; "
        f"{release.links_read()} mitigation links read, {len(release.links())} distinct"
    )
    found = len(release.irregularities)
    version = f"ATLAS {release.version}" if release.version else "ATLAS, version not stated"
    return f"{version}: {counts}; {found} {'irregularity' if found == 1 else 'irregularities'}"
