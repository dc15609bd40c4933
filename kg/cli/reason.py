"""``threatpraxis reason``: whether the taxonomy and one's own files are consistent, what follows, and why."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import modules, shipped, terms
from kg.errors import ParameterError, UnknownNameError
from kg.modules import Inventory
from kg.results import FORMATS, Table, iri, literal

if TYPE_CHECKING:
    from kg.reason import Knowledge, Reasoned

# The reasoner and the engine are imported where they are used: the parser of all commands asks for the arguments.


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    sub.add_argument("files", nargs="*", metavar="FILE", help="Turtle files to reason over beside the shipped taxonomy")
    sub.add_argument("--write", metavar="FILE", help="write the inferred statements as a Turtle module")
    sub.add_argument("--explain", metavar="THING", help="tell why what is inferred of an id or a class holds")
    sub.add_argument("--no-profile", action="store_true", help="leave out the check of the OWL 2 DL profile (quicker)")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """Check, reason, and tell; 1 where there is a fault, a violation or a contradiction."""
    from kg.cli.check import with_files
    from kg.cli.output import write_table
    from kg.reason import assemble, reason

    workspaces = shipped.workspace_dirs(options.workspace)
    inventory = with_files(modules.shipped_inventory(workspaces), options.files)
    faulty = _check(inventory, workspaces)
    knowledge = assemble(inventory)
    thing = _thing(options.explain, knowledge) if options.explain else None
    if not _readable(knowledge):
        return 1
    violations = 0 if options.no_profile else _profile(knowledge)
    told = reason(knowledge)
    if not told.consistent:
        return _contradicted(told)
    for name in told.empty:
        _say(f"{terms.compact(name)} can have no member.")
    if thing is not None:
        _explain(told, thing)
    else:
        write_table(_table(told), options.format)
    sys.stdout.flush()
    _say(f"consistent; {len(told.inferred)} statements inferred in {told.seconds:.1f} s")
    if options.write:
        _write(told, Path(options.write))
    return 1 if faulty or violations or told.empty else 0


def _say(text: str) -> None:
    print(f"threatpraxis: {text}", file=sys.stderr)


def _check(inventory: Inventory, workspaces: Sequence[Path]) -> bool:
    """Let the check queries speak first: they know more words than a reasoner."""
    from kg.cli.check import lines
    from kg.library import open_library
    from kg.validate import validate

    if all(file.origin == "shipped" for file in inventory.files):
        return False
    library = open_library(workspaces)
    own = {str(file.path) for file in inventory.files if file.origin == "workspace"}
    faults = [f for f in validate(inventory, library, shapes=False) if f.severity == "error" and f.path in own]
    sys.stdout.write("".join(map(lines, faults)))
    sys.stdout.flush()
    return bool(faults)


def _readable(knowledge: Knowledge) -> bool:
    from kg.reason import unreadable

    violations = unreadable(knowledge.all)
    for violation in violations:
        print(violation.message)
    if violations:
        sys.stdout.flush()
        _say(f"{len(violations)} statements that the reasoner cannot read; it was not started")
    return not violations


def _profile(knowledge: Knowledge) -> int:
    from kg.reason import check_profile

    report = check_profile(knowledge)
    for violation in report.violations:
        print(violation.message)
    sys.stdout.flush()
    _say(report.not_asked or f"OWL 2 DL profile: {len(report.violations)} violations")
    return len(report.violations)


def _contradicted(told: Reasoned) -> int:
    for contradiction in told.contradictions:
        print("\n".join(contradiction.lines), end="\n\n")
    sys.stdout.flush()
    _say("inconsistent; nothing is inferred until each contradiction above has lost one of its statements")
    return 1


def _thing(text: str, knowledge: Knowledge) -> str:
    known = {str(s) for s in knowledge.all.subjects() if str(s).startswith("http")}
    found = terms.resolve(text)
    if found in known:
        return str(found)
    named = sorted(name for name in known if name.endswith(("/" + text, "#" + text)))
    if len(named) == 1:
        return named[0]
    near = named or map(terms.compact, known)
    raise UnknownNameError("thing", text, near, remedy="Give an id such as attack:evasion.")


def _explain(told: Reasoned, thing: str) -> None:
    from rdflib import URIRef

    explanations = told.explain(URIRef(thing))
    for explanation in explanations:
        print("\n".join(explanation.lines), end="\n\n")
    if not explanations:
        _say(f"nothing is inferred of {terms.compact(thing)} beyond what is stated")


def _table(told: Reasoned) -> Table:
    rows = []
    for statement in told.inferred:
        s, p, o = (iri(str(term)) for term in statement)
        rows.append((s, p, o, literal(told.explainer.explain(statement).because)))
    return Table(["subject", "predicate", "object", "because"], list(rows), empty_because="Nothing new follows.")


def _write(told: Reasoned, path: Path) -> None:
    try:
        path.write_text(told.turtle(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ParameterError(f"{path} cannot be written: {error.strerror}.", remedy="Give another file.") from error
    _say(f"{path} written")
