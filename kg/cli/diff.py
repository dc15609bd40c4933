"""``threatpraxis diff``: what changed between two states of the knowledge, or two releases of ATLAS."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ParameterError
from kg.results import FORMATS, Table, Term, iri, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.difference.change import Change as KnowledgeChange
    from kg.difference.state import State
    from kg.importers.atlas.diff import Change, Link

_COLUMNS = ["change", "kind", "id", "field", "before", "after", "subject", "property", "object", "module"]
_ROW_LIMIT = 1_000_000
_NOTES = """\
a state of the knowledge is one of
  FILE               a Turtle file
  FOLDER             an ontology folder, or what holds one: a workspace, a checkout, an installed release
  ARCHIVE            a release as wheel, zip or tar.gz
  shipped            what came with this installation
  everything         what came with it, and what the workspaces add
  git:REVISION       the ontology folder at a revision of the repository of --workspace, else of the current folder
  git:REVISION:PATH  a file or folder at that revision

Beside 'shipped', a workspace or a single module is taken together with the shipped modules that it adds to or
replaces. Blank nodes are compared by what is said of them. Records of changes to a workspace are left out; see
'threatpraxis log'. In the table, 'subject', 'property' and 'object' are a statement that still names what was removed
or retired, or the statement that a note is about; 'module' is where that or the change stands.
"""


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.epilog, sub.formatter_class = _NOTES, RawDescriptionHelpFormatter
    sub.add_argument("old", metavar="OLD", help="a state of the knowledge; or MITRE ATLAS: its YAML or its STIX bundle")
    sub.add_argument("new", metavar="NEW", help="what to compare it with")
    sub.add_argument(
        "--brief",
        action="store_true",
        help="leave out what changed within things: tell what came, went or was named anew",
    )
    sub.add_argument(
        "--all", action="store_true", help="of the knowledge: also what is said of added and removed things"
    )
    sub.add_argument("--words", action="store_true", help="of the knowledge: a sentence for each change, no table")
    sub.add_argument("--no-links", action="store_true", help="do not look for statements that name what changed")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """List what was removed, retired, renamed, moved, added and changed: 0 where nothing was, 1 where something was.

    A change has one row for every statement that names the thing, or one row where none does.

    :raises ParameterError: where a state of the knowledge is to be compared with a release of ATLAS
    :raises ModuleError: where a file cannot be read
    """
    releases = [_is_atlas(source) for source in (options.old, options.new)]
    if releases[0] != releases[1]:
        what = [f"{options.old!r} is", f"{options.new!r} is"]
        atlas, other = what if releases[0] else reversed(what)
        raise ParameterError(
            f"{atlas} a release of MITRE ATLAS, {other} knowledge in Turtle: they have nothing to compare.",
            remedy="Compare two releases, or make a module of the release first with 'threatpraxis import atlas'.",
        )
    return _compare_releases(options) if releases[0] else _compare_states(options)


def _is_atlas(source: str) -> bool:
    from kg.difference.content import is_turtle

    return not is_turtle(source)


# -- the knowledge --


def _compare_states(options: Namespace) -> int:
    from kg.difference.compare import compare

    _refuse(options, "of MITRE ATLAS", "endpoint", "store", "login")
    if options.words and options.format != "table":
        raise ParameterError("--words gives sentences and no table.", remedy="Leave out --words or --format.")
    old, new = _states(options)
    changes = compare(old, new, in_full=options.all)
    if options.brief:
        changes = [change for change in changes if change.change != "changed"]
    if options.words:
        _write_words(changes, old, new)
    else:
        rows = [row for change in changes for row in _knowledge_rows(change, links=not options.no_links)]
        _write(rows, options.format)
    print(f"threatpraxis: {_knowledge_summary(changes)}", file=sys.stderr)
    return 1 if changes else 0


def _states(options: Namespace) -> tuple[State, State]:
    """The two states; beside what was shipped, a workspace or a single module stands for what it makes of that."""
    from kg.difference.sources import SHIPPED, read_state

    old, new = (read_state(source, options.workspace) for source in (options.old, options.new))
    if options.old == SHIPPED and new.is_addition:
        new = new.upon(old)
    elif options.new == SHIPPED and old.is_addition:
        old = old.upon(new)
    else:
        return old, new
    part = options.new if options.old == SHIPPED else options.old
    print(f"threatpraxis: {part} is a part and was taken together with what was shipped", file=sys.stderr)
    return old, new


def _write_words(changes: Iterable[KnowledgeChange], old: State, new: State) -> None:
    from kg.difference.sources import SHIPPED, read_state
    from kg.difference.words import words

    labels = read_state(SHIPPED).labels() | old.labels() | new.labels()
    for change in changes:
        # Control characters in a label must not move a terminal's cursor or break a line.
        print("".join(c if c.isprintable() else " " for c in words(change, labels)))
    sys.stdout.flush()


def _knowledge_rows(change: KnowledgeChange, *, links: bool) -> list[tuple[Term | None, ...]]:
    head = _texts(change.change, change.kind, change.id, change.field, change.before, change.after)
    if change.links and links:
        return [(*head, *link, iri(module) if module else None) for module, link in change.links]
    where = iri(change.modules[0]) if len(change.modules) == 1 and change.modules[0] else None
    about = tuple(change.about) if change.about else (None, None, None)
    return [(*head, *about, where or (literal(", ".join(change.modules)) if any(change.modules) else None))]


def _knowledge_summary(changes: Sequence[KnowledgeChange]) -> str:
    from kg.difference.change import KINDS

    counts = [f"{len({c.thing for c in changes if c.change == what})} {what}" for what in KINDS]
    named = {link for change in changes for link in change.links}
    still = "statement still names" if len(named) == 1 else "statements still name"
    return f"{', '.join(counts)}; {len(named)} {still} something removed or retired"


# -- releases of ATLAS --


def _compare_releases(options: Namespace) -> int:
    from kg.importers.atlas import read
    from kg.importers.atlas.diff import compare, not_compared

    _refuse(options, "of the knowledge", "all", "words")
    old, new = read(Path(options.old)), read(Path(options.new))
    changes = compare(old, new, () if options.no_links else _links(options))
    if options.brief:
        changes = [change for change in changes if change.change != "changed"]
    _write([row for change in changes for row in _rows(change)], options.format)
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
    head = _texts(change.change, change.kind, change.id, change.field, change.before, change.after)
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


# -- both --


def _refuse(options: Namespace, where: str, *names: str) -> None:
    """Refuse options that would do nothing.

    :param where: what they are for
    """
    for name in names:
        if getattr(options, name, None):
            raise ParameterError(f"--{name} is for comparing states or releases {where}.", remedy="Leave it out.")


def _texts(*texts: str) -> tuple[Term | None, ...]:
    return tuple(literal(text) if text else None for text in texts)


def _write(rows: list[tuple[Term | None, ...]], form: str) -> None:
    from kg.cli.output import write_table

    write_table(Table(_COLUMNS, rows, empty_because="Nothing changed."), form)
    sys.stdout.flush()
