"""``threatpraxis diff``: what changed between two releases of ATLAS, and which links of the graph it touches."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.results import FORMATS, Table, Term, iri, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.importers.atlas.diff import Change, Link

_COLUMNS = ["change", "kind", "id", "field", "before", "after", "subject", "property", "object", "module"]
_ROW_LIMIT = 1_000_000


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("old", metavar="OLD", help="a release of MITRE ATLAS: its YAML file or its STIX bundle")
    sub.add_argument("new", metavar="NEW", help="the release to compare it with")
    sub.add_argument(
        "--brief", action="store_true", help="leave out what changed within objects: dates, maturity, links"
    )
    sub.add_argument("--no-links", action="store_true", help="do not look for links in the graph (quicker)")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """List what was retired, renamed, moved, added and changed: 0 where nothing was, 1 where something was.

    A change has one row for every statement of our modules that names the object, or one row where none does.

    :raises SourceFileError: where a file cannot be read
    """
    from kg.cli.output import write_table
    from kg.importers.atlas import read
    from kg.importers.atlas.diff import compare, not_compared

    old, new = read(Path(options.old)), read(Path(options.new))
    changes = compare(old, new, () if options.no_links else _links(options))
    if options.brief:
        changes = [change for change in changes if change.change != "changed"]
    table = Table(_COLUMNS, [row for change in changes for row in _rows(change)], empty_because="Nothing changed.")
    write_table(table, options.format)
    sys.stdout.flush()
    for what in not_compared(old, new):
        print(f"threatpraxis: {what} were not compared: one of the two files states none", file=sys.stderr)
    print(f"threatpraxis: {_summary(changes)}", file=sys.stderr)
    return 1 if changes else 0


def _links(options: Namespace) -> Sequence[Link]:
    from kg.cli.output import open_for
    from kg.importers.atlas.diff import LINKS, Link

    with open_for(options) as graph:
        table = graph.sparql(LINKS, row_limit=_ROW_LIMIT)
    assert isinstance(table, Table)
    return [Link(*(str(value) for value in row.values())) for row in table]


def _rows(change: Change) -> list[tuple[Term | None, ...]]:
    texts = (change.change, change.kind, change.id, change.field, change.before, change.after)
    head = tuple(literal(text) if text else None for text in texts)
    if not change.links:
        return [(*head, None, None, None, None)]
    return [(*head, _term(k.subject), iri(k.property), _term(k.object), iri(k.module)) for k in change.links]


def _term(text: str) -> Term:
    from kg.terms import is_iri

    return iri(text) if is_iri(text) else literal(text)


def _summary(changes: Sequence[Change]) -> str:
    from kg.importers.atlas.diff import KINDS

    counts = [f"{sum(c.change == what for c in changes)} {what}" for what in KINDS]
    hit = {link for change in changes if change.change != "added" for link in change.links}
    names = "statement of the graph names" if len(hit) == 1 else "statements of the graph name"
    return f"{', '.join(counts)}; {len(hit)} {names} something retired, renamed, moved or changed"
