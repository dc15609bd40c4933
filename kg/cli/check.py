"""``threatpraxis check``: what is wrong with knowledge files and query files."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from kg import modules, shipped
from kg.cli.output import write_table
from kg.errors import ModuleError, ParameterError
from kg.library import open_library
from kg.modules import Inventory, ModuleFile
from kg.results import Table, literal
from kg.validate import Finding, validate


def run(options: Namespace) -> int:
    """Check the given files together with the shipped knowledge and the workspace.

    :returns: 1 where there is an error; with ``--strict`` also where there is a warning, or a file of one's own that is
        not in canonical form
    """
    workspaces = shipped.workspace_dirs(options.workspace)
    inventory = with_files(modules.shipped_inventory(workspaces), options.files)
    library = open_library(workspaces)
    findings = validate(inventory, library, shapes=not options.no_shapes)
    if options.strict:
        findings += _not_canonical(inventory, options.files, tuple(findings))
        findings.sort(key=lambda f: f.severity)  # errors first
    if options.format == "table":
        sys.stdout.write("".join(map(lines, findings)))
    else:
        write_table(_table(findings), options.format)
    sys.stdout.flush()  # the findings stand above the summary
    print(f"threatpraxis: {_summary(findings, len(inventory.files))}", file=sys.stderr)
    return 1 if any(options.strict or f.severity == "error" for f in findings) else 0


def _not_canonical(inventory: Inventory, names: Sequence[str], known: Sequence[Finding]) -> Iterator[Finding]:
    """What keeps the given files and those of the workspace from being canonical; broken files are told already."""
    from kg.formatter.files import format_file

    own = [file.path for file in inventory.files if file.origin == "workspace"]
    broken = {finding.path for finding in known if finding.rule == "load" and finding.severity == "error"}
    for path in {path.resolve(): path for path in [*own, *map(Path, names)]}.values():
        if str(path) in broken:
            continue
        try:
            done = format_file(path)
        except ModuleError as error:
            message = error.message.split(": ", 1)[-1]
            yield Finding("error", "format", "", message, error.remedy, str(path), error.line)
            continue
        if not done.canonical:
            again = "Make it again with the command that its first line names."
            remedy = again if done.generated else f"Run 'threatpraxis fmt {_near(str(path))}'."
            yield Finding("error", "format", "", "not in canonical form", remedy, str(path), done.line)


def with_files(inventory: Inventory, names: Sequence[str]) -> Inventory:
    known = {file.path.resolve() for file in inventory.files}
    added = []
    for name in names:
        path = Path(name)
        if not path.is_file():
            raise ParameterError(f"There is no file {name!r}.", remedy="Give the path of a Turtle file.")
        if path.resolve() not in known:  # a file of the workspace may be named again
            known.add(path.resolve())
            added.append(ModuleFile(path, None, "workspace", quote(path.resolve().as_posix().lstrip("/"))))
    return replace(inventory, files=(*inventory.files, *added))


def lines(finding: Finding) -> str:
    place = f"{_near(finding.path)}:{finding.line}" if finding.line else _near(finding.path)
    head = f"{place}: " if place else ""
    text = f"{head}{finding.severity}: {finding.message} [{finding.rule}]\n"
    return text + (f"  {finding.remedy}\n" if finding.remedy else "")


def _near(path: str) -> str:
    """The path from the working directory, where the file lies below it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if path and Path(path).is_relative_to(here) else path


def _table(findings: Sequence[Finding]) -> Table:
    names = ["severity", "file", "line", "rule", "subject", "message", "remedy"]
    rows = [
        (literal(f.severity), literal(f.path), literal(f.line) if f.line else None, literal(f.rule), literal(f.subject),
         literal(f.message), literal(f.remedy))
        for f in findings
    ]  # fmt: skip
    return Table(names, list(rows), empty_because="Nothing is wrong.")


def _summary(findings: Sequence[Finding], files: int) -> str:
    errors = sum(f.severity == "error" for f in findings)
    counts = [
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (len(findings) - errors, "warning"))
    ]
    return f"{' and '.join(counts)} in {files} files"
