"""``threatpraxis edit``: change an addition of one's own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from kg import shipped
from kg.errors import ParameterError


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("thing", help="what was added, such as attack:my-attack")
    sub.add_argument("file", nargs="?", metavar="FILE", help="a YAML file with all that it is to say; - for standard "
                     "input; without one, the present state is printed as such a file")  # fmt: skip
    sub.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    sub.add_argument("--brief", action="store_true", help="do not tell what would follow (quicker)")
    sub.add_argument(
        "--no-reasoner", action="store_true", help="do not ask HermiT for contradictions, which takes seconds and Java"
    )
    sub.add_argument("--by", metavar="NAME", help="who changes it (default: the variable THREATPRAXIS_NAME)")


def run(options: Namespace) -> int:
    """Print an addition as YAML, or put another in its place.

    :raises AdditionError: where the new state breaks a rule; nothing is written then
    :raises ConflictError: where somebody else changed the file meanwhile
    """
    from kg.author import service
    from kg.author.reverse import given_again
    from kg.author.workspace import Workspace
    from kg.author.writing import module_iri
    from kg.author.yaml_writing import to_yaml
    from kg.cli.add import contradicts, given_in, save, tell

    workspaces = shipped.workspace_dirs(options.workspace)
    engine, known = service.load_known(workspaces)
    path = service.file_of(options.thing, known)
    form, now = given_again(engine, module_iri(path), known)
    if not options.file:
        sys.stdout.write(to_yaml(form, now))
        return 0
    digest = Workspace(workspaces[0]).digest(path)
    given, name, origin = given_in(options.file)
    entry = service.understand(form, given, known, name=name, own=path)
    examined = service.examine(entry, known, workspaces, origin, kind="changed", before=engine, name=name)
    if examined.proposal.path != path:
        message = f"{options.file} describes {examined.proposal.path}, not {path}."
        raise ParameterError(message, remedy="An address never changes: keep 'id', or add it anew.")
    if not options.no_reasoner and contradicts(examined.proposal, workspaces):
        return 1
    save(examined.proposal, workspaces[0], options.by, dry_run=options.dry_run, expecting=digest)
    tell(examined, brief=options.brief)
    return 0
