"""``threatpraxis edit``: change an addition of one's own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kg import shipped

if TYPE_CHECKING:
    from kg.author.fields import Form
    from kg.author.given import Given
    from kg.author.known import Known

#: Fields of which addresses are made.
_ADDRESS = ("id", "label", "title", "authors", "year", "attack", "source", "variant")


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("thing", help="what was added, such as attack:my-attack")
    sub.add_argument("file", nargs="?", metavar="FILE", help="a YAML file with all that it is to say; - for standard "
                     "input; without one, the present state is printed as such a file")  # fmt: skip
    sub.add_argument("--overwrite", action="store_true", help="give up what was written into the file by hand and the "
                     "form does not show")  # fmt: skip
    sub.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    sub.add_argument("--brief", action="store_true", help="do not tell what would follow (quicker)")
    sub.add_argument(
        "--no-reasoner", action="store_true", help="do not ask HermiT for contradictions, which takes seconds and Java"
    )
    sub.add_argument("--by", metavar="NAME", help="who changes it (default: the variable THREATPRAXIS_NAME)")


def run(options: Namespace) -> int:
    """Print an addition as YAML, or put another in its place.

    :raises AdditionError: where the new state breaks a rule; nothing is written then
    :raises ConflictError: where somebody else changed the file meanwhile, or wrote into it what the form would lose
    """
    from kg.author import service
    from kg.author.beyond import beyond_form, refuse_loss
    from kg.author.reverse import given_again
    from kg.author.workspace import Workspace
    from kg.author.writing import module_iri
    from kg.author.yaml_writing import to_yaml
    from kg.cli.add import contradicts, given_in, save, tell, tell_problems

    workspaces = shipped.workspace_dirs(options.workspace)
    engine, known = service.load_known(workspaces)
    tell_problems(engine)
    path = service.file_of(options.thing, known)
    form, now = given_again(engine, module_iri(path), known)
    if not options.file:
        sys.stdout.write(to_yaml(form, now))
        for lost in beyond_form(form, now, path, (workspaces[0] / path).read_text(encoding="utf-8"), known):
            print(f"threatpraxis: warning: not shown: {lost}", file=sys.stderr)
        return 0
    if not options.overwrite:
        refuse_loss(form, now, workspaces[0], path, known)
    digest = Workspace(workspaces[0]).digest(path)
    given, name, origin = given_in(options.file)
    _refuse_another(form, given, known, path, name)
    entry = service.understand(form, given, known, name=name, own=path)
    examined = service.examine(
        entry, known, workspaces, origin, kind="changed", before=engine, name=name, brief=options.brief
    )
    if not options.no_reasoner and contradicts(examined.proposal, workspaces):
        return 1
    save(examined.proposal, workspaces[0], options.by, dry_run=options.dry_run, expecting=digest)
    tell(examined, brief=options.brief)
    return 0


def _refuse_another(form: Form, given: Given, known: Known, path: str, name: str) -> None:
    """Refuse what describes another thing than the one that is edited; what else is wrong is told by others."""
    from kg.author import service
    from kg.author.faults import AdditionError, Fault
    from kg.author.writing import path_of

    entry, faults = service.judge(form, given, known, own=path)
    names = [field for field in _ADDRESS if field in form.names]
    unread = {fault.field for fault in faults} - set(entry.values)
    if path_of(entry, known) == path or unread & set(names):
        return
    field = names[0]
    line = given.value[field].line if field in given.value else given.line
    remedy = f"An address never changes: say what makes it {_thing(path)}, or add a new one."
    fault = Fault(field, f"this is about {_thing(path_of(entry, known))}, not {_thing(path)}.", remedy, line)
    raise AdditionError([fault], name)


def _thing(path: str) -> str:
    return path.removeprefix("ontology/").removesuffix(".ttl").replace("-", ":", 1)
