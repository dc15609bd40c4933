"""What was done to a workspace: one record per change, a small module of its own in the folder ``ontology/history``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from kg import terms, turtle
from kg.author.proposal import ChangeKind
from kg.errors import ParameterError, UnknownNameError
from kg.modules import ModuleFile, Problem
from kg.results import Scalar, Term, Triple, iri, literal

#: Below the ``ontology`` folder of a workspace.
FOLDER = "history"
#: What the name of a record ends in while its change is being made.
PENDING = ".pending"
_PRAXIS, _PROV = terms.PREFIXES["praxis"], terms.PREFIXES["prov"]
_DCTERMS, _OWL = terms.PREFIXES["dcterms"], terms.PREFIXES["owl"]
_TYPE = iri(terms.PREFIXES["rdf"] + "type")
_DIGEST = "sha256:"
_MOMENT = "%Y%m%dt%H%M%Sz"
_NAME = re.compile(r"[0-9]{8}t[0-9]{6}z-[0-9]{3,}-[a-z0-9-]+")
_QUESTION = """SELECT ?change ?when ?by ?kind ?title ?file ?from ?module ?before ?after ?undoes WHERE {
  ?change a praxis:Change ; prov:endedAtTime ?when ; dcterms:creator ?by ; praxis:changeKind ?kind ;
    dcterms:title ?title ; praxis:changedFile ?file .
  OPTIONAL { ?change praxis:sourceFile ?from }
  OPTIONAL { ?change prov:generated ?made } OPTIONAL { ?change prov:invalidated ?gone }
  BIND(COALESCE(?made, ?gone) AS ?module)
  OPTIONAL { ?change praxis:digestBefore ?before } OPTIONAL { ?change praxis:digestAfter ?after }
  OPTIONAL { ?change praxis:undoes ?undoes }
}"""


@dataclass(frozen=True, slots=True)
class Record:
    """One change that was made.

    :param id: such as ``20270131t235959z-001-attack-sponge``: moment, number among those of that second, file; ids are
        in the order of the changes
    :param by: who made it, as they are called in the settings
    :param when: in UTC, whole seconds
    :param path: of the file below the workspace
    :param origin: the name of the file the content came from; empty where it came from none
    :param module: the IRI of the named graph that the file is; empty for a file of a question
    :param before: SHA-256 of the content before, in hexadecimal digits; empty where there was no such file
    :param after: of the content since; empty where the file was removed
    :param undoes: the id of the change that this one takes back
    """

    id: str
    by: str
    when: datetime
    kind: ChangeKind
    title: str
    path: str
    origin: str = ""
    module: str = ""
    before: str = ""
    after: str = ""
    undoes: str = ""

    @property
    def iri(self) -> str:
        """The change as a thing of the graph."""
        return terms.individual("change", self.id)


def name_record(when: datetime, path: str, taken: Sequence[str]) -> str:
    """The id of a new record.

    :param taken: the ids there are, the oldest first; the new one comes after them even where the clock of another
        machine was ahead
    """
    moment, number = when.strftime(_MOMENT), 1
    if taken and taken[-1] >= moment:
        moment, last, _ = taken[-1].split("-", 2)
        number = int(last) + 1
    return f"{moment}-{number:03}-{Path(path).stem}"


def names(folder: Path) -> list[str]:
    """The ids of all records in a history folder, the oldest first; also of those whose change is being made."""
    found = {p.name.removesuffix(PENDING).removesuffix(".ttl") for p in folder.glob("*.ttl*")}
    return sorted((name for name in found if _NAME.fullmatch(name)), key=_order)


def is_name(text: str) -> bool:
    """Whether a text has the form of a record's id."""
    return _NAME.fullmatch(text) is not None


def _order(name: str) -> tuple[str, int, str]:
    moment, number, rest = name.split("-", 2)
    return moment, int(number), rest


def choose(records: Sequence[Record], wanted: str | None) -> Record:
    """The record of that id, or of an id that begins so; by default the last change that was not taken back.

    :raises UnknownNameError: where there is no such record, or several
    :raises ParameterError: where none is left to take back
    """
    if wanted is None:
        return _last_standing(records)
    start = wanted.removeprefix("change:")
    found = [r for r in records if r.id == start] or [r for r in records if r.id.startswith(start)]
    if len(found) != 1:
        remedy = f"{len(found)} begin so; give more of it." if found else "'threatpraxis log' lists all."
        raise UnknownNameError("change", wanted, [r.id for r in reversed(records)], remedy=remedy)
    return found[0]


def _last_standing(records: Sequence[Record]) -> Record:
    taken_back: set[str] = set()
    for record in reversed(records):
        if record.id in taken_back:
            continue
        if not record.undoes:
            return record
        taken_back.add(record.undoes)
    raise ParameterError("There is no change left to undo.", remedy="'threatpraxis log' lists all.")


def render(record: Record) -> str:
    """The record as a module in canonical Turtle."""
    me, module = iri(record.iri), iri(f"{terms.MODULE}workspace/{FOLDER}/{record.id}")
    title = Term("literal", f"Record of a change: {record.title}", lang="en")
    facts: list[tuple[str, Term | None]] = [
        (_DCTERMS + "title", Term("literal", record.title, lang="en")),
        (_DCTERMS + "creator", literal(record.by)),
        (
            _PROV + "endedAtTime",
            Term("literal", f"{record.when:%Y-%m-%dT%H:%M:%SZ}", terms.PREFIXES["xsd"] + "dateTime"),
        ),
        (_PROV + ("generated" if record.after else "invalidated"), iri(record.module) if record.module else None),
        (_PRAXIS + "changeKind", literal(record.kind)),
        (_PRAXIS + "changedFile", literal(record.path)),
        (_PRAXIS + "sourceFile", literal(record.origin) if record.origin else None),
        (_PRAXIS + "digestBefore", literal(_DIGEST + record.before) if record.before else None),
        (_PRAXIS + "digestAfter", literal(_DIGEST + record.after) if record.after else None),
        (_PRAXIS + "undoes", iri(terms.individual("change", record.undoes)) if record.undoes else None),
    ]
    triples = [
        Triple(module, _TYPE, iri(_OWL + "Ontology")),
        Triple(module, iri(_OWL + "imports"), iri(terms.ONTOLOGY)),
        Triple(module, iri(_DCTERMS + "title"), title),
        Triple(module, iri(_DCTERMS + "license"), iri("https://creativecommons.org/licenses/by/4.0/")),
        Triple(me, _TYPE, iri(_PRAXIS + "Change")),
        *(Triple(me, iri(name), value) for name, value in facts if value is not None),
    ]
    return turtle.write(triples, terms.PREFIXES)


def read(paths: Iterable[Path]) -> tuple[list[Record], tuple[Problem, ...]]:
    """The records in some files, the oldest first, and what is wrong with the files that cannot be read."""
    from kg.store.embedded import load_files

    files = [ModuleFile(p, None, "workspace", f"{FOLDER}/{p.name.removesuffix(PENDING)}") for p in paths]
    engine = load_files(files)
    table = engine.select(_QUESTION, row_limit=10 * len(files) + 1)
    found = {record.id: record for row in table if (record := _record(row)) is not None}
    return sorted(found.values(), key=lambda r: _order(r.id)), engine.report.problems


def _record(row: dict[str, Scalar]) -> Record | None:
    """The record of a row; None where somebody wrote into it what none has: the checks tell of that."""
    texts = {name: "" if value is None else str(value) for name, value in row.items()}
    name = _local(texts["change"])
    try:
        when = datetime.fromisoformat(texts["when"]).astimezone(UTC)
    except ValueError:
        return None
    if not _NAME.fullmatch(name) or texts["kind"] not in get_args(ChangeKind):
        return None
    kind: ChangeKind = texts["kind"]  # type: ignore[assignment]
    return Record(
        name, texts["by"], when, kind, texts["title"], texts["file"], texts["from"], texts["module"],
        texts["before"].removeprefix(_DIGEST), texts["after"].removeprefix(_DIGEST), _local(texts["undoes"]),
    )  # fmt: skip


def _local(change: str) -> str:
    return change.removeprefix(terms.PREFIXES["change"])
