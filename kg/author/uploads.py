"""Whole files as additions: Turtle that somebody wrote, systems, questions, works, surveys, and releases of ATLAS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Literal

from kg import exposure, shipped
from kg.author.examine import trial
from kg.author.faults import AdditionError, Fault
from kg.author.known import Known
from kg.author.profiles import propose_profile
from kg.author.proposal import Proposal
from kg.author.queries import propose_query
from kg.author.service import file_at, load_known, told_changes
from kg.author.texts import plain, slug_of
from kg.author.works import Shelf, fit, path_for, proposal, read
from kg.errors import ModuleError, ParameterError
from kg.exposure.reading import parse_profile
from kg.graph import Graph
from kg.importers.works import form_of
from kg.library import open_library
from kg.modules import Folders, as_folders

#: What an uploaded file may be.
What = Literal["turtle", "works", "addition", "profile", "query", "codebook", "answers", "atlas"]
#: The names that files of each kind end in.
SUFFIXES = (".ttl", ".yaml", ".yml", ".rq", ".bib", ".json", ".csv", ".txt")
#: Bytes that a file may have.
SIZE_LIMIT = 20_000_000
_ATLAS = re.compile(r"^(?:id: *ATLAS\b|matrices:|format-version:)", re.MULTILINE)
_CODEBOOK = re.compile(r"^columns:", re.MULTILINE)
_PROFILE = re.compile(r"^(?:answers|grants):", re.MULTILINE)
_ROWS = 1_000_000


@dataclass(frozen=True)
class Upload:
    """A file that may be saved to a workspace.

    :param changes: the difference to what is there, a sentence each
    :param notes: what is not wrong and yet worth a look
    """

    proposal: Proposal
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """A release of ATLAS as the module that it would become. A workspace cannot replace the one that is there.

    :param summary: what it holds
    :param changes: the difference to the release that is there, a sentence each
    :param notes: what is irregular in it
    """

    summary: str
    text: str
    changes: tuple[str, ...]
    notes: tuple[str, ...]


def name_of(name: str) -> str:
    """The name of an uploaded file as it is shown and recorded: no folders, on one line.

    >>> name_of("../../etc/pass\\x00wd")
    'passwd'
    """
    return plain(PurePath(name.replace("\\", "/")).name, 80) or "file"


def what_is(data: bytes, name: str) -> What:
    """What an uploaded file is, by its name and its looks.

    :raises ParameterError: where it is nothing that can be taken, or too large
    :raises AdditionError: where it is no UTF-8 text
    """
    name, suffix = name_of(name), PurePath(name).suffix.lower()
    if len(data) > SIZE_LIMIT:
        message = f"{name} has {len(data):,} bytes; {SIZE_LIMIT:,} are allowed."
        raise ParameterError(message, remedy="Split it, or check that it is the right file.")
    text = decoded(data, name)
    if suffix == ".ttl":
        return "turtle"
    if suffix in (".yaml", ".yml"):
        return _kind_of_yaml(text)
    if suffix in (".csv", ".rq"):
        return "answers" if suffix == ".csv" else "query"
    if suffix == ".json" and _is_bundle(text):
        return "atlas"
    if suffix in SUFFIXES:
        return "works"
    remedy = f"Files end in {', '.join(SUFFIXES)}."
    raise ParameterError(f"{name} is no kind of file that can be taken.", remedy=remedy)


def _kind_of_yaml(text: str) -> What:
    looks: tuple[tuple[re.Pattern[str], What], ...] = (
        (_ATLAS, "atlas"), (_CODEBOOK, "codebook"), (_PROFILE, "profile"),
    )  # fmt: skip
    return next((what for pattern, what in looks if pattern.search(text)), "addition")


def decoded(data: bytes, name: str) -> str:
    """A text with newlines as ours.

    :raises AdditionError: where it is empty, or no UTF-8 text, with the line
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        fault = Fault("", "this is UTF-16, no UTF-8.", "Save the file as UTF-8.", 1)
        raise AdditionError([fault], name)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = Fault("", f"this is no UTF-8 text (byte {data[error.start]:#04x}).", "Save the file as UTF-8.", line)
        raise AdditionError([fault], name) from error
    if not text.strip():
        raise AdditionError([Fault("", "the file is empty.", "Choose another.", 1)], name)
    return text


def propose_turtle(data: bytes, name: str, workspace: Folders) -> Upload:
    """The file of a workspace that uploaded Turtle becomes, checked by shapes and checks.

    :param name: of the file; a name for the new one is made of it
    :raises AdditionError: where it cannot be read, with line and column, or something is wrong with what it says
    """
    name, text = name_of(name), decoded(data, name_of(name))
    path = f"ontology/{slug_of(PurePath(name).stem) or 'upload'}.ttl"
    proposed = Proposal(path, text, "imported", PurePath(name).stem, name)
    return _tried(proposed, name, workspace)


def propose_bibliography(data: bytes, name: str, workspace: Folders) -> Upload:
    """The works of a BibTeX or CSL-JSON file as a file of a workspace.

    :raises ParameterError: where it is neither
    :raises AdditionError: where one of the works cannot be taken
    """
    name, text = name_of(name), decoded(data, name_of(name))
    form = form_of(text)
    if form not in ("bibtex", "csl"):
        raise ParameterError(f"{name} looks like neither BibTeX nor CSL-JSON.", remedy="Export it as one of them.")
    entries, faults, warnings = read(text, form)
    engine, known = load_known(workspace)
    shelf = Shelf.of(engine)
    batch = fit(entries, shelf)
    if faults or batch.faults:
        raise AdditionError(sorted([*faults, *batch.faults], key=lambda f: f.line), name)
    found = proposal(batch.entries, name, path_for(batch.entries, name, shelf))
    notes = tuple(fault.told() for fault in (*warnings, *batch.warnings))
    return Upload(found, _changes(found, workspace, known), notes)


def propose_system(data: bytes, name: str, workspace: Folders) -> Upload:
    """A system that was described for an assessment, as an example of the workspace.

    :raises ProfileError: with all that is wrong with the file, and lines
    :raises AdditionError: where it cannot be taken
    """
    engine, known = load_known(workspace)
    knowledge = exposure.load(Graph(engine, open_library(as_folders(workspace)), workspace))
    profile = parse_profile(decoded(data, name_of(name)), knowledge, name=name_of(name))
    found = propose_profile(profile, knowledge, name_of(name))
    return Upload(found, _changes(found, workspace, known))


def propose_question(data: bytes, name: str, workspace: Folders) -> Upload:
    """A question with front matter for the library of the workspace.

    :raises AdditionError: where it has a fault, with its line
    """
    stem = slug_of(PurePath(name_of(name)).stem) or "question"
    with _files({name_of(name): data}) as (path,):
        try:
            return Upload(propose_query(path, f"mine/{stem}", open_library(as_folders(workspace))))
        except AdditionError as error:
            raise AdditionError(error.faults, name_of(name)) from error


def propose_survey(data: bytes, name: str, codebook: bytes, book: str, workspace: Folders) -> Upload:
    """The counts of a survey as a file of a workspace. What single people answered stays in the uploaded file.

    :param book: the name of the codebook's file
    :raises AdditionError: with everything that is wrong with one of the two files
    """
    from kg.importers import survey
    from kg.importers.survey.writer import turtle

    engine, known = load_known(workspace)
    offered = survey.load(lambda sparql: list(engine.select(sparql, row_limit=_ROWS)))
    with _files({name_of(name): data, name_of(book): codebook}) as (answers, meanings):
        try:
            result = survey.read(answers, meanings, offered)
        except survey.SurveyError as error:
            raise AdditionError([_of_survey(f) for f in error.faults]) from error
        text = turtle(result)
    origin = f"{name_of(name)}, {name_of(book)}"
    found = Proposal(f"ontology/study-{result.codebook.id}.ttl", text, "imported", result.codebook.title, origin)
    hidden = sum(told.hidden for question in result.questions for told in question.cells)
    silent = [f"Nothing is told of {q.counted.column.name!r}: {q.left_out}." for q in result.questions if q.left_out]
    counts = f"{result.program}: {result.rows} people, {len(result.questions)} questions; {hidden} small numbers are "
    return Upload(found, _changes(found, workspace, known), (f"{counts}hidden behind a bound.", *silent))


def read_release(data: bytes, name: str, known: Known) -> Release:
    """A release of ATLAS, compared with the one that is there.

    :raises AdditionError: where it cannot be read, with its line
    """
    from kg.importers.atlas import read as read_atlas
    from kg.importers.atlas.writer import turtle

    with _files({name_of(name): data}) as (path,):
        try:
            release = read_atlas(path)
        except ModuleError as error:
            message = error.message.split(": ", 1)[-1]
            raise AdditionError([Fault("", message, error.remedy, error.line)], name_of(name)) from error
        text = turtle(release)
    present = (shipped.ontology_dir() / "atlas.ttl").read_text(encoding="utf-8")
    summary = (
        f"ATLAS {release.version or 'of a version that is not stated'}: {len(release.tactics)} tactics, "
        f"{len(release.techniques)} techniques, {len(release.mitigations)} mitigations, "
        f"{len(release.case_studies)} case studies."
    )
    notes = [f"{f'line {i.line}: ' if i.line else ''}{i.place}: {i.message}." for i in release.irregularities]
    return Release(summary, text, told_changes(present, text, known), tuple(notes))


def _tried(proposed: Proposal, name: str, workspace: Folders) -> Upload:
    with trial(proposed, workspace) as tried:
        engine = tried.after.engine
        own = proposed.path.removeprefix("ontology/")
        mine = str(next(f.path for f in reversed(tried.inventory.files) if f.name == own and f.origin == "workspace"))
        broken = [p for p in engine.report.problems if p.path == mine and p.severity == "error"]
        if broken:
            raise AdditionError([Fault("", p.message, p.remedy, p.line) for p in broken], name)
        module = next(m.iri for m in engine.report.modules if m.path == mine)
        findings = replace(tried, module=module).findings()
        known = Known.of(engine)
    if wrong := [f for f in findings if f.severity == "error"]:
        raise AdditionError([Fault("", f.message, f.remedy, f.line) for f in wrong], name)
    notes = tuple(f"{f.message} {f.remedy}" for f in findings)
    return Upload(proposed, _changes(proposed, workspace, known), notes)


def _changes(proposed: Proposal, workspace: Folders, known: Known) -> tuple[str, ...]:
    return told_changes(file_at(proposed.path, workspace), proposed.text or "", known)


def _of_survey(fault: object) -> Fault:
    from kg.importers.survey.faults import Fault as SurveyFault

    assert isinstance(fault, SurveyFault), "surveys have faults of their own kind"
    row = f"row {fault.row}, " if fault.row else ""
    place = f"{PurePath(fault.file).name}, {row}{fault.column}".rstrip(", ")
    return Fault(place, fault.message, fault.remedy, fault.line)


@contextmanager
def _files(contents: dict[str, bytes]) -> Iterator[tuple[Path, ...]]:
    """Files of these contents, for readers that want a path; they are gone afterwards."""
    with TemporaryDirectory(prefix="threatpraxis-") as folder:
        paths = []
        for number, (name, data) in enumerate(contents.items()):
            inner = Path(folder) / str(number)
            inner.mkdir()
            path = inner / name
            path.write_bytes(data)
            paths.append(path)
        yield tuple(paths)


def _is_bundle(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("type") == "bundle"
