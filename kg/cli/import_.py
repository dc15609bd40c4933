"""``threatpraxis import``: turn other people's files into a module of this graph."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli import import_survey
from kg.errors import ParameterError
from kg.results import FORMATS, Table, literal

if TYPE_CHECKING:
    from kg.importers.atlas.model import Irregularity, Release

SOURCES = ("atlas", "atlas-history", "sssom", "survey")
#: Irregularities told one by one; a file with more has something else wrong with it.
_TOLD = 200
#: Things that a crosswalk may name; more than any catalogue has.
_NAMED = 1_000_000
_FAULT = ["line", "column", "field", "message", "remedy"]


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument(
        "source", choices=SOURCES,
        help="what the file is: atlas, a release of MITRE ATLAS; atlas-history, since when and until when its ids "
        "and names were used; sssom, a crosswalk; survey, the answers to a survey of your own",
    )  # fmt: skip
    sub.add_argument(
        "file", metavar="FILE", nargs="?",
        help="for atlas: ATLAS.yaml of a release, or its STIX bundle; for atlas-history: CSV; for sssom: SSSOM TSV; "
        "for survey: CSV as REDCap or LimeSurvey export it",
    )  # fmt: skip
    sub.add_argument(
        "--output", metavar="FILE",
        help="write the module to this file (default: standard output; a survey goes into the workspace)",
    )  # fmt: skip
    sub.add_argument(
        "--dry-run", action="store_true",
        help="write no module; list what is wrong in the file, or how a survey is counted",
    )  # fmt: skip
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of that list (default: table)")
    import_survey.add_arguments(sub)


def run(options: Namespace) -> int:
    """Import a file. What is wrong in it is told on standard error, or as a table with ``--dry-run``.

    A release of ATLAS is taken as it is; a crosswalk with a fault is not written at all.

    :raises SourceFileError: where the file cannot be read or the module cannot be written; nothing is written then
    """
    if options.source == "survey":
        return import_survey.run(options)
    if not options.file:
        raise ParameterError(f"No file to import as {options.source!r} was given.", remedy="Give the path of a file.")
    if options.codebook or options.schema:
        raise ParameterError("--codebook and --schema belong to surveys.", remedy="Leave them out.")
    return {"atlas": _atlas, "atlas-history": _history, "sssom": _sssom}[options.source](options)


def _atlas(options: Namespace) -> int:
    from kg.importers.atlas import read
    from kg.importers.atlas.writer import turtle

    release = read(Path(options.file))
    if options.dry_run:
        _list(release, options.format)
    else:
        _tell(release.irregularities, options.file)
        _write(turtle(release), options)
    return _end(_summary(release))


def _history(options: Namespace) -> int:
    from kg.importers.atlas import history

    found = history.read(Path(options.file))
    if options.dry_run:
        from kg.cli.output import write_table

        write_table(Table(_FAULT, [], empty_because="Nothing is wrong."), options.format)
    else:
        _write(history.turtle(found), options)
    return _end(history.summary(found))


def _sssom(options: Namespace) -> int:
    from kg.importers.sssom import read
    from kg.importers.sssom.writer import turtle

    mapping_set, faults = read(Path(options.file), _labels(options))
    if options.dry_run:
        from kg.cli.output import write_table

        rows = [(literal(f.line), literal(f.column), literal(f.field), literal(f.message), literal(f.remedy))
                for f in faults]  # fmt: skip
        write_table(Table(_FAULT, list(rows), empty_because="Nothing is wrong."), options.format)
    elif faults:
        for f in faults:
            place = f"{options.file}:{f.line}:{f.column}" + (f": {f.field}" if f.field else "")
            print(f"threatpraxis: {place}: {f.message}\n  {f.remedy}", file=sys.stderr)
    else:
        _write(turtle(mapping_set), options)
    nothing = "; no module was written" if faults and not options.dry_run else ""
    count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
    return _end(f"{len(mapping_set.rows)} mappings, {count}{nothing}", 5 if faults else 0)


def _labels(options: Namespace) -> dict[str, str]:
    from kg.cli.output import open_for
    from kg.importers.sssom import LABELS

    with open_for(options) as graph:
        table = graph.sparql(LABELS, row_limit=_NAMED)
    assert isinstance(table, Table)
    return {str(row["thing"]): str(row["label"]) for row in table}


def _end(summary: str, code: int = 0) -> int:
    sys.stdout.flush()
    print(f"threatpraxis: {summary}", file=sys.stderr)
    return code


def _write(text: str, options: Namespace) -> None:
    from kg.importers.files import write_atomically

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
