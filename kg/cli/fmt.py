"""``threatpraxis fmt``: Turtle files in canonical form, so that differences between two states are small."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg import shipped
from kg.errors import ThreatPraxisError

_NOTES = """\
Keeps comments, the order of blocks and literals as they are printed; sorts properties and values, and drops prefixes
that no name uses. A file whose triples would not stay the same is left alone, and so is one that a command made.
With --check or --diff nothing is written.
"""


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.epilog, sub.formatter_class = _NOTES, argparse.RawDescriptionHelpFormatter
    sub.add_argument(
        "paths", nargs="*", metavar="FILE|FOLDER",
        help="Turtle files, and folders with such (default: the ontology folder of the workspace)",
    )  # fmt: skip
    sub.add_argument("--check", action="store_true", help="only name the files that are not canonical; 1 if there are")
    sub.add_argument("--diff", action="store_true", help="only show what would change")


def run(options: argparse.Namespace) -> int:
    """Format, or tell what would change; 5 where a file is broken, 1 where --check finds something."""
    from kg.formatter.files import find

    targets = [Path(name) for name in options.paths] or _workspace(options.workspace)
    if not targets:
        print("threatpraxis: the workspace has no Turtle files yet", file=sys.stderr)
        return 0
    counts: Counter[str] = Counter()
    for path in find(targets):
        try:
            counts[_treat(path, check=options.check, diff=options.diff)] += 1
        except ThreatPraxisError as error:  # one broken file does not keep the others from being formatted
            counts["broken"] += 1
            print(f"threatpraxis: {error}", file=sys.stderr)
    sys.stdout.flush()  # the files stand above the summary
    print(f"threatpraxis: {_summary(counts, written=not (options.check or options.diff))}", file=sys.stderr)
    return 5 if counts["broken"] else 1 if options.check and counts["changed"] else 0


def _treat(path: Path, *, check: bool, diff: bool) -> str:
    """Format one file, or tell what would change: ``canonical`` already, ``made`` by a command, or ``changed``."""
    from kg.formatter.files import format_file

    done = format_file(path)
    if done.canonical:
        return "canonical"
    if done.generated:
        print(f"{path}: made by a command and not canonical; left alone", file=sys.stderr)
        return "made"
    if diff:
        sys.stdout.writelines(done.difference())
    else:
        if not check:
            done.save()
        print(path)
    return "changed"


def _workspace(given: str | None) -> Sequence[Path]:
    folder = shipped.workspace_dir(given) / "ontology"
    return [folder] if folder.is_dir() and any(folder.rglob("*.ttl")) else []


def _summary(counts: Counter[str], *, written: bool) -> str:
    changed = f"{_files(counts['changed'])} {'formatted' if written else 'not canonical'}"
    parts = [changed, f"{counts['canonical']} canonical already" if written else f"{counts['canonical']} canonical"]
    parts += [f"{counts['made']} made by commands and left alone"] if counts["made"] else []
    parts += [f"{counts['broken']} not formatted"] if counts["broken"] else []
    return ", ".join(parts)


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"
