"""Whole files as additions: Turtle that somebody wrote, and bibliographies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from kg.author.examine import trial
from kg.author.faults import AdditionError, Fault
from kg.author.proposal import Proposal
from kg.author.service import load_known
from kg.author.texts import slug_of
from kg.author.works import Shelf, fit, path_for, proposal, read
from kg.errors import ParameterError
from kg.importers.works import form_of
from kg.modules import Folders


def propose_turtle(data: bytes, name: str, workspace: Folders) -> tuple[Proposal, list[str]]:
    """The file of a workspace that uploaded Turtle becomes, checked by shapes and checks; and what is worth a look.

    :param name: of the file; a name for the new one is made of it
    :raises AdditionError: where it cannot be read, with line and column, or something is wrong with what it says
    """
    text = _decoded(data, name)
    slug = slug_of(PurePath(name.replace("\\", "/")).stem) or "upload"
    proposed = Proposal(f"ontology/{slug}.ttl", text, "imported", slug, PurePath(name).name)
    with trial(proposed, workspace) as tried:
        engine = tried.after.engine
        mine = str(next(f.path for f in tried.inventory.files if f.path.name == f"{slug}.ttl" and f.iri is None))
        broken = [p for p in engine.report.problems if p.path == mine and p.severity == "error"]
        if broken:
            raise AdditionError([Fault("", p.message, p.remedy, p.line) for p in broken], name)
        module = next(m.iri for m in engine.report.modules if m.path == mine)
        findings = replace(tried, module=module).findings()
    if wrong := [f for f in findings if f.severity == "error"]:
        raise AdditionError([Fault("", f.message, f.remedy, f.line) for f in wrong], name)
    return proposed, [f"{f.message} {f.remedy}" for f in findings]


def propose_bibliography(data: bytes, name: str, workspace: Folders) -> tuple[Proposal, list[str]]:
    """The works of a BibTeX or CSL-JSON file as a file of a workspace; and what is worth a look.

    :raises ParameterError: where it is neither
    :raises AdditionError: where one of the works cannot be taken
    """
    text = _decoded(data, name)
    form = form_of(text)
    if form not in ("bibtex", "csl"):
        raise ParameterError(f"{name} looks like neither BibTeX nor CSL-JSON.", remedy="Export it as one of them.")
    entries, faults, warnings = read(text, form)
    engine, _ = load_known(workspace)
    shelf = Shelf.of(engine)
    batch = fit(entries, shelf)
    if faults or batch.faults:
        raise AdditionError(sorted([*faults, *batch.faults], key=lambda f: f.line), name)
    origin = PurePath(name).name
    found = proposal(batch.entries, origin, path_for(batch.entries, origin, shelf))
    return found, [fault.told() for fault in (*warnings, *batch.warnings)]


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AdditionError([Fault("", "this is no UTF-8 text.", "Save the file as UTF-8.", line)], name) from error
