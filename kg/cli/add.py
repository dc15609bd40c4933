"""``threatpraxis add``: an attack, a threat model, a study … of one's own, from a file or question by question."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import shipped
from kg.author.kinds import FORMS
from kg.cli import add_other, add_work
from kg.cli.add_work import FORMATS as FORMS_OF_WORKS
from kg.cli.output import must_be_file
from kg.errors import ParameterError, ThreatPraxisError

if TYPE_CHECKING:
    from kg.author.fields import Form
    from kg.author.given import Given
    from kg.author.known import Known
    from kg.author.proposal import Proposal
    from kg.author.service import Examined
    from kg.modules import Folders
    from kg.store.embedded import EmbeddedEngine

#: Kinds of additions whose file is called after the thing that it adds.
_SHOWN = ("attack", "model", "study", "profile")
#: Consequences of one kind that are told; the rest is counted.
_TOLD = 12
_HEADINGS = {
    "class": "It becomes", "gap": "It fills a gap", "verdict": "On the example systems",
    "answer": "Answers that change",
}  # fmt: skip


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments of the command; nothing heavy is imported for them."""
    kinds = [*FORMS, *add_other.KINDS]
    sub.add_argument("kind", choices=kinds, metavar="KIND", help=f"what is added: {', '.join(kinds)}")
    sub.add_argument("file", nargs="?", metavar="FILE", help="a YAML file that describes it; - for standard input")
    sub.add_argument("--observations", metavar="CSV", help="for a study: the numbers it prints, one row each")
    sub.add_argument("--id", default="", metavar="ID", help="for a profile or query: the end of its address")
    works = sub.add_argument_group("for works out of BibTeX, CSL-JSON or a list of DOIs")
    works.add_argument("--form", choices=FORMS_OF_WORKS, default="auto", help="what FILE is (default: as it looks)")
    works.add_argument("--resolve", action="store_true", help="ask a resolver over the network what each DOI names")
    works.add_argument("--resolver", metavar="URL", help="the resolver to ask (default: https://doi.org)")
    works.add_argument("--allow-similar", action="store_true", help="take works whose title another work has already")
    works.add_argument("--output", metavar="FILE", help="write the Turtle to this file instead of the workspace")
    sub.add_argument("--interactive", action="store_true", help="ask for it question by question")
    sub.add_argument("--template", action="store_true", help="print a file to be filled in")
    sub.add_argument("--schema", action="store_true", help="print the JSON Schema of such a file, for editors")
    sub.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    sub.add_argument("--brief", action="store_true", help="do not tell what would follow (quicker)")
    sub.add_argument(
        "--no-reasoner", action="store_true", help="do not ask HermiT for contradictions, which takes seconds and Java"
    )
    sub.add_argument("--by", metavar="NAME", help="who adds it (default: the variable THREATPRAXIS_NAME)")


def run(options: Namespace) -> int:
    """Add one thing to the workspace, or tell what would happen; 5 where it cannot be taken, 1 where it contradicts.

    :raises AdditionError: where it breaks a rule; nothing is written then
    """
    from kg.author import service

    workspaces = shipped.workspace_dirs(options.workspace)
    if options.kind in add_other.KINDS:
        proposal = add_other.propose(options)
        save(proposal, workspaces[0], options.by, dry_run=options.dry_run)
        print(f"{proposal.title}: {proposal.kind}")
        return 0
    if options.kind == "work" and add_work.takes(options):
        return add_work.run(options)
    form = FORMS[options.kind]
    if options.template:
        from kg.author.template import template

        sys.stdout.write(template(form))
        return 0
    read = given_in(options.file) if options.file and not (options.schema or options.interactive) else None
    engine, known = service.load_known(workspaces)
    if options.schema:
        import json

        from kg.author.schema import schema

        print(json.dumps(schema(form, known), indent=1, ensure_ascii=False))
        return 0
    tell_problems(engine)
    given, name, origin = read or _given(options, form, known)
    if options.observations:
        given = _with_observations(given, form, options.observations)
    try:
        entry = service.understand(form, given, known, name=name)
        examined = service.examine(entry, known, workspaces, origin, before=engine, name=name, brief=options.brief)
    except ThreatPraxisError:
        if options.interactive:
            keep_answers(form, given)
        raise
    if not options.no_reasoner and contradicts(examined.proposal, workspaces):
        return 1
    # Saved first: a reader of the output that goes away early, such as head, must not keep it from being saved.
    save(examined.proposal, workspaces[0], options.by, dry_run=options.dry_run)
    tell(examined, brief=options.brief)
    return 0


def _given(options: Namespace, form: Form, known: Known) -> tuple[Given, str, str]:
    from kg.author.given import plain
    from kg.author.proposal import INTERACTIVE

    if options.interactive:
        from kg.author.prompts import Prompts

        prompts = Prompts(known, _ask, _say)
        try:
            return plain(prompts.form(form)), "", INTERACTIVE
        except ThreatPraxisError:
            keep_answers(form, plain(prompts.answers))
            raise
    remedy = f"Name a YAML file, or use --interactive. 'threatpraxis add {form.kind} --template' prints one."
    raise ParameterError("Nothing to add was given.", remedy=remedy)


def keep_answers(form: Form, given: Given) -> None:
    """Print as a file what somebody answered and what could not be taken, so that it need not be typed again."""
    from kg.author.yaml_writing import to_yaml

    values = _bare(given)
    if isinstance(values, dict) and values:
        _say("\nthreatpraxis: what you answered goes to standard output, as a file to be mended and added")
        sys.stdout.write(to_yaml(form, values))
        sys.stdout.flush()


def _bare(given: Given) -> object:
    if given.shape == "mapping":
        return {name: _bare(value) for name, value in given.value.items()}
    return [_bare(value) for value in given.value if value.value] if given.shape == "list" else given.value


def given_in(file: str) -> tuple[Given, str, str]:
    """What a file says, how it is called in messages, and how in the history; ``-`` is standard input.

    :raises AdditionError: where it cannot be understood
    """
    from kg.author.given import SIZE_LIMIT, from_yaml

    if file == "-":
        return from_yaml(sys.stdin.buffer.read(SIZE_LIMIT + 1), "standard input"), "standard input", "standard input"
    return from_yaml(_read(Path(file)), file), file, Path(file).name


def _with_observations(given: Given, form: Form, file: str) -> Given:
    """What was given, with the rows of a table as its numbers."""
    from kg.author.given import Given
    from kg.author.table import SIZE_LIMIT, from_csv

    if "observations" not in form.names:
        raise ParameterError(f"--observations belongs to a study, not to {form.title}.", remedy="Leave it out.")
    part = form.field("observations").form
    assert part is not None, "observations have a form"
    rows = from_csv(_read(Path(file), SIZE_LIMIT), file, part)
    return Given({**given.value, "observations": rows}, given.line)


def _read(path: Path, limit: int = 0) -> bytes:
    from kg.author.given import SIZE_LIMIT

    must_be_file(path, "Give the path of a file, or - for standard input.")
    try:
        with path.open("rb") as file:
            return file.read((limit or SIZE_LIMIT) + 1)
    except OSError as error:
        raise ParameterError(f"{path} cannot be read: {error.strerror}.", remedy="Check its permissions.") from error


def _ask(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def tell_problems(engine: EmbeddedEngine) -> None:
    """Name the files of the workspace that are left out because they cannot be read."""
    for problem in engine.report.problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        _say(f"threatpraxis: warning: {place}: {problem.message.rstrip('.')}. {problem.remedy}".rstrip())


def tell(examined: Examined, *, brief: bool) -> None:
    """What is to be known of an addition before it is saved."""
    for found in examined.alike:
        _say(f"threatpraxis: note: {found.id} has a name like it: {found.name!r}")
    for fault in examined.warnings:
        _say(f"threatpraxis: warning: {fault.message} {fault.remedy}")
    print("\n".join(examined.changes) or f"{examined.proposal.title}: nothing changes")
    for kind, heading in _HEADINGS.items() if not brief else ():
        own = [c for c in examined.consequences if c.kind == kind]
        if own:
            print(f"\n{heading}:")
        for one in own[:_TOLD]:
            print(f"  {one.text}" + (f"\n    because {one.why}" if one.why else ""))
        if len(own) > _TOLD:
            print(f"  … and {len(own) - _TOLD} more")


def contradicts(proposal: Proposal, workspace: Folders) -> bool:
    """Whether HermiT finds that the knowledge with a proposal contradicts itself; tells why where it does."""
    from kg.author.inference import ask_hermit

    asked = ask_hermit(proposal, workspace)
    if asked.not_asked:
        _say(f"threatpraxis: the reasoner was not asked: {asked.not_asked}")
    for contradiction in asked.contradictions:
        _say(f"threatpraxis: it contradicts what is known; nothing was written:\n{contradiction}")
    return bool(asked.contradictions)


def save(proposal: Proposal, workspace: Path, by: str | None, *, dry_run: bool, expecting: str | None = None) -> None:
    """Put a proposal into the workspace, or show it."""
    from kg.author.workspace import Workspace
    from kg.cli.output import name_for

    if dry_run:
        sys.stdout.write(f"{proposal.path} would be:\n\n{proposal.text}\n")
        sys.stdout.flush()
        _say("threatpraxis: nothing was written (--dry-run)")
        return
    Workspace(workspace).save(proposal, by=name_for(workspace, by), expecting=expecting)
    sys.stdout.flush()
    place = workspace / proposal.path
    _say(f"threatpraxis: written to {place}; {_shown_by(proposal.path)}'threatpraxis undo' takes it back")


def _shown_by(path: str) -> str:
    """The command that shows what a file adds, where it is one thing."""
    folder, _, file = path.partition("/")
    kind, _, slug = file.removesuffix(".ttl").partition("-")
    if folder == "queries":
        return f"'threatpraxis query {file.removesuffix('.rq')}' asks it, "
    return f"'threatpraxis show {kind}:{slug}' shows it, " if kind in _SHOWN else ""
