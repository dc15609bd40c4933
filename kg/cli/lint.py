"""``threatpraxis lint``: check the ids of ATLAS, NIST AI 100-2 and OWASP in files of any kind."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kg.results import FORMATS, Table, literal

_COLUMNS = ["file", "line", "column", "rule", "found", "suggestion", "message"]


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument(
        "files", nargs="+", metavar="FILE",
        help="CSV, TSV (also SSSOM), YAML, JSON, Markdown or text that names ids such as AML.T0051 or LLM01:2025",
    )  # fmt: skip
    sub.add_argument("--release", default="", metavar="N.N.N", help="judge by this release of ATLAS (default: newest)")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """List what is wrong with the ids: 0 where nothing is, 1 where something is.

    :raises SourceFileError: where a file cannot be read
    :raises ParameterError: for a release that is not known
    """
    from kg.cli.output import write_table
    from kg.lint import lint, load

    knowledge = load(options.release)
    findings, ids = [], 0
    for name in options.files:
        found, count = lint(Path(name), knowledge)
        findings += found
        ids += count
    rows = [
        tuple(
            literal(v) if v != "" else None
            for v in (f.path, f.line, f.column, f.rule, f.found, f.suggestion, f.message)
        )
        for f in findings
    ]
    write_table(Table(_COLUMNS, list(rows), empty_because="Nothing is wrong."), options.format)
    sys.stdout.flush()
    files = f"{len(options.files)} {'file' if len(options.files) == 1 else 'files'}"
    told = f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}"
    print(f"threatpraxis: {told} among {ids} ids in {files}, by ATLAS {knowledge.release}", file=sys.stderr)
    return 1 if findings else 0
