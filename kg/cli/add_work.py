"""``threatpraxis add work``: works out of BibTeX, CSL-JSON or a list of DOIs, put into the workspace."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import shipped
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.author.faults import Fault
    from kg.author.proposal import Proposal
    from kg.author.works import Batch, Shelf
    from kg.importers.works import Form, WorkEntry
    from kg.modules import Folders
    from kg.store.embedded import EmbeddedEngine

#: Bytes of a file; two thousand works with abstracts have about this much.
SIZE_LIMIT = 5_000_000
#: Endings of files that are no YAML, and bytes that tell what a file of another ending is.
_BIBLIOGRAPHIES, _GLANCE = {".bib", ".bibtex", ".json", ".csl", ".txt"}, 4096
FORMATS = ("auto", "bibtex", "csl", "doi")


def takes(options: Namespace) -> bool:
    """Whether a file is a bibliography rather than the description of one work."""
    from kg.importers.works import form_of

    if options.form != "auto" or options.resolve or Path(options.file or "").suffix.lower() in _BIBLIOGRAPHIES:
        return True
    if options.file == "-":
        peek = getattr(sys.stdin.buffer, "peek", None)
        return peek is not None and form_of(peek(_GLANCE).decode("utf-8-sig", "replace")) is not None
    if not options.file:
        return False
    try:
        path = Path(options.file)
        if not path.is_file():  # a pipe or a device may never end
            return False
        with path.open("rb") as file:
            return form_of(file.read(_GLANCE).decode("utf-8-sig", "replace")) is not None
    except OSError:
        return False  # whoever reads it next says why


def run(options: Namespace) -> int:
    """Add the works of a file; where one cannot be taken, none is.

    :raises AdditionError: with all that is wrong; nothing is written then
    :raises EndpointError: where a resolver was to be asked and does not answer
    """
    from kg.author.faults import AdditionError
    from kg.author.works import Shelf, collection_path, fit, path_for, proposal
    from kg.author.writing import module_iri

    text, name, origin = _text(options.file)
    entries, faults, warnings = _read(text, name, options)
    if faults and not entries:
        raise AdditionError(faults, name)
    workspaces = shipped.workspace_dirs(options.workspace)
    engine = _load(workspaces)
    shelf = Shelf.of(engine)
    own = module_iri(collection_path(origin))
    batch = fit(entries, shelf, own, allow_similar=options.allow_similar)
    if faults or batch.faults:
        raise AdditionError(sorted([*faults, *batch.faults], key=lambda f: f.line), name)
    _tell([*warnings, *batch.warnings], name, _gone(batch, shelf, own))
    proposed = proposal(batch.entries, origin, path_for(batch.entries, origin, shelf))
    _try(proposed, workspaces, engine, name)
    return _put(proposed, workspaces[0], options, len(batch.entries))


def _text(file: str) -> tuple[str, str, str]:
    """What a file holds, how it is called in messages, and how in the history."""
    from kg.importers.files import read_source

    if file != "-":
        source = read_source(Path(file), limit=SIZE_LIMIT)
        return source.text, file, source.name
    data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise ParameterError(f"Standard input has more than {SIZE_LIMIT:,} bytes.", remedy="Part it.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), "standard input", "standard input"
    except UnicodeDecodeError as error:
        raise ParameterError(f"Standard input is no UTF-8 text: {error.reason}.", remedy="Save it as UTF-8.") from error


def _read(text: str, name: str, options: Namespace) -> tuple[list[WorkEntry], list[Fault], list[Fault]]:
    from kg.author.works import read
    from kg.importers.works import form_of

    form: Form | None = form_of(text) if options.form == "auto" else options.form
    if form is None:
        remedy = "Say with --form what it is; a work may also be described in YAML (--template)."
        raise ParameterError(f"{name} looks like neither BibTeX nor CSL-JSON nor a list of DOIs.", remedy=remedy)
    return _resolved(text, options) if form == "doi" else read(text, form)


def _resolved(text: str, options: Namespace) -> tuple[list[WorkEntry], list[Fault], list[Fault]]:
    from kg.author.works import told
    from kg.importers.works import read_dois
    from kg.importers.works.resolver import DEFAULT, resolve

    resolver = options.resolver or DEFAULT
    asked, faults = read_dois(text)
    if faults:
        return [], told(faults, "error"), []
    if not options.resolve:
        raise ParameterError(
            "A DOI alone has no title, and no network is used unless you ask for it.",
            remedy=f"Add --resolve to have {resolver} asked what they name, or export the works as BibTeX or "
            "CSL-JSON from a reference manager.",
        )
    entries, faults = resolve(asked, resolver)
    return entries, told(faults, "error"), told(faults, "warning")


def _load(workspaces: Folders) -> EmbeddedEngine:
    from kg import modules
    from kg.store.embedded import EmbeddedEngine

    return EmbeddedEngine.load(modules.shipped_inventory(workspaces), trusting=True)


def _gone(batch: Batch, shelf: Shelf, own: str) -> list[str]:
    """Works that the file brought when it was read before, and brings no longer."""
    now = {entry.slug for entry in batch.entries}
    return [held.label for held in shelf.works if held.modules == {own} and held.slug not in now]


def _try(proposed: Proposal, workspaces: Folders, engine: EmbeddedEngine, name: str) -> None:
    """Refuse what shapes and checks would find fault with."""
    from kg.author.examine import faults_of, trial
    from kg.author.faults import AdditionError
    from kg.author.forms import WORK

    with trial(proposed, workspaces, engine) as tried:
        if faults := faults_of(tried.findings(), WORK):
            raise AdditionError(faults, name)


def _tell(warnings: list[Fault], name: str, gone: list[str]) -> None:
    for fault in warnings:
        print(f"threatpraxis: warning: {fault.told(name)}", file=sys.stderr)
    for label in gone:
        print(f"threatpraxis: warning: {name} no longer has {label}; it goes.", file=sys.stderr)


def _put(proposed: Proposal, workspace: Path, options: Namespace, count: int) -> int:
    works = f"{count} {'work' if count == 1 else 'works'}"
    if options.output and not options.dry_run:
        from kg.importers.files import write_atomically

        write_atomically(Path(options.output), proposed.text or "")
        print(f"threatpraxis: {works} written to {options.output}", file=sys.stderr)
        return 0
    from kg.cli.add import save

    print(f"{proposed.title}: {proposed.kind}")
    save(proposed, workspace, options.by, dry_run=options.dry_run)
    return 0
