"""``threatpraxis export``: one attack for other tools."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

_FORMS = {
    "stix": "STIX 2.1 bundle with an attack pattern", "sssom": "rows of a crosswalk, one catalogue",
    "jsonld": "JSON-LD", "ttl": "Turtle",
}  # fmt: skip


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("attack", help="an attack, such as attack:evasion; one of your own or one that came along")
    forms = "; ".join(f"{form}: {text}" for form, text in _FORMS.items())
    sub.add_argument("--format", choices=list(_FORMS), default="stix", help=f"{forms} (default: stix)")
    sub.add_argument("--catalogue", default="", metavar="NAME", help="for sssom: which, such as atlas")
    sub.add_argument("--output", metavar="FILE", help="write to this file (default: standard output)")


def run(options: Namespace) -> int:
    """Write an attack in a form that other tools read.

    :raises UnknownNameError: where there is no such attack or catalogue
    :raises SourceFileError: where the file cannot be written
    """
    from kg.cli.output import open_for
    from kg.exporters.attack import export
    from kg.importers.files import write_atomically

    with open_for(options) as graph:
        text = export(graph, options.attack, options.format, catalogue=options.catalogue)
    if options.output:
        write_atomically(Path(options.output), text)
    else:
        sys.stdout.write(text)
    return 0
