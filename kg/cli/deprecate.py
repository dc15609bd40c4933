"""``threatpraxis deprecate``: withdraw a thing, and say what takes its place and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kg import shipped


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    sub.add_argument("thing", help="what is withdrawn, such as attack:my-attack, or a full IRI")
    sub.add_argument("--replaced-by", default="", metavar="THING", help="what takes its place, if anything does")
    sub.add_argument("--reason", required=True, metavar="TEXT", help="why, in a sentence")
    sub.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    sub.add_argument("--by", metavar="NAME", help="who withdraws it (default: the variable THREATPRAXIS_NAME)")


def run(options: Namespace) -> int:
    """Write the file that withdraws a thing. Its address keeps answering.

    :raises DeprecationError: where the thing or its replacement does not fit; nothing is written then
    """
    from kg.author import service
    from kg.author.deprecation import deprecate
    from kg.author.proposal import COMMAND
    from kg.cli.add import save, tell_problems

    workspaces = shipped.workspace_dirs(options.workspace)
    engine, known = service.load_known(workspaces)
    tell_problems(engine)
    proposal = deprecate(options.thing, known, reason=options.reason, instead=options.replaced_by, origin=COMMAND)
    save(proposal, workspaces[0], options.by, dry_run=options.dry_run)
    return 0
