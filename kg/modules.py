"""Which knowledge files there are: the catalog of the shipped ontology and the files of a workspace.

One Turtle file is one module and becomes one named graph, whose name is the module's ontology IRI. This module only
finds the files and reads catalogs; parsing them is the store's work.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote
from xml.parsers import expat

from kg import shipped, terms
from kg.errors import ModuleError

CATALOG = "catalog-v001.xml"
#: Stands in a catalog that was written for other tools and is not needed to find the files.
GENERATED = "Made by ThreatPraxis, anew with each change"
SHAPES = "shapes"
#: The module that holds what the reasoner infers from the others.
INFERRED = terms.MODULE + "inferred"
#: The modules of classes and properties, and of attacks.
ONTOLOGY = terms.ONTOLOGY
ATTACKS = terms.MODULE + "attacks"
Origin = Literal["shipped", "workspace"]
#: A workspace, several of which the first comes first, or none.
Folders = Path | Sequence[Path] | None


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A Turtle file to be loaded.

    :param path: where it lies
    :param iri: the ontology IRI the catalog gives it; None where the file itself must say
    :param origin: whether it came with ThreatPraxis or lies in the user's workspace
    :param name: the path below its ontology folder, with forward slashes
    """

    path: Path
    iri: str | None
    origin: Origin
    name: str

    @property
    def is_shapes(self) -> bool:
        """Whether it holds SHACL shapes, which describe the data and are not part of them."""
        return self.name.split("/")[0] == SHAPES

    def fallback_iri(self) -> str:
        """The graph name of a file that neither a catalog nor its own header names."""
        return f"{terms.MODULE}{self.origin}/{quote(self.name.removesuffix('.ttl'))}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a knowledge file that did not keep the rest from loading."""

    path: str
    line: int
    message: str
    remedy: str
    column: int = 0
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = (f"{self.path}:{self.line}" if self.line else self.path) + (f":{self.column}" if self.column else "")
        return f"{place}: {self.message}\n  {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, for the way between processes."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All module files in loading order, and what is wrong with the catalogs."""

    files: tuple[ModuleFile, ...]
    problems: tuple[Problem, ...]

    def data(self) -> list[ModuleFile]:
        """The files that go into the store."""
        return [f for f in self.files if not f.is_shapes]

    def shapes(self) -> list[ModuleFile]:
        """The files of SHACL shapes."""
        return [f for f in self.files if f.is_shapes]


def as_folders(workspace: Folders) -> tuple[Path, ...]:
    """Workspaces as a tuple, however they were given."""
    return () if workspace is None else (workspace,) if isinstance(workspace, Path) else tuple(workspace)


def discover(ontology: Path, workspace: Folders = None, *, inferred: bool = True) -> Inventory:
    """Find the modules of the shipped ontology and of workspaces.

    :param ontology: the folder with the shipped modules and their catalog
    :param workspace: a folder with an ``ontology`` folder of its own, or several; they may be missing. Whoever loads
        the modules in this order leaves out the second of two with one IRI, and says so
    :param inferred: whether what the reasoner inferred is among them; without it, what is stated is left
    :raises ModuleError: where the shipped catalog is missing or broken
    """
    catalog = ontology / CATALOG
    if not catalog.is_file():
        raise ModuleError(catalog, 1, "the catalog of the ontology is missing", remedy="Reinstall ThreatPraxis.")
    files, problems = _with_catalog(ontology, read_catalog(catalog), "shipped")
    for folder in as_folders(workspace):
        if (own := folder / "ontology").is_dir():
            more, wrong = _workspace(own)
            files += more
            problems += wrong
    kept = [file for file in files if inferred or file.iri != INFERRED]
    return Inventory(tuple(kept), tuple(problems))


def _workspace(folder: Path) -> tuple[list[ModuleFile], list[Problem]]:
    catalog = folder / CATALOG
    if not catalog.is_file() or is_generated(catalog):
        return [ModuleFile(p, None, "workspace", name) for p, name in _turtle_files(folder)], []
    try:
        entries = read_catalog(catalog)
    except ModuleError as error:  # the user's catalog is broken: say so, and take the files as they are
        found = [ModuleFile(p, None, "workspace", name) for p, name in _turtle_files(folder)]
        return found, [Problem(str(error.path), error.line, error.message.split(": ", 1)[-1], error.remedy)]
    return _with_catalog(folder, entries, "workspace")


def _with_catalog(
    folder: Path, entries: list[tuple[str, str, int]], origin: Origin
) -> tuple[list[ModuleFile], list[Problem]]:
    catalog = folder / CATALOG
    on_disk = {name: path for path, name in _turtle_files(folder)}
    files, problems = [], []
    for iri, name, line in entries:
        path = on_disk.pop(name, None)
        if path is not None:
            files.append(ModuleFile(path, iri, origin, name))
        else:
            problems.append(
                Problem(str(catalog), line, f"the catalog names {name!r}, and there is no such file",
                        "Put the file back or remove the line from the catalog.")
            )  # fmt: skip
    for name, path in on_disk.items():
        files.append(ModuleFile(path, None, origin, name))
        problems.append(
            Problem(str(path), 1, f"{name} is missing from the catalog; it was loaded all the same",
                    f'Add <uri name="THE ONTOLOGY IRI" uri="{name}"/> to {catalog}.', severity="warning")
        )  # fmt: skip
    return files, problems


def _turtle_files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.ttl")):
        if path.is_file():
            yield path, path.relative_to(folder).as_posix()


def is_generated(catalog: Path) -> bool:
    """Whether a catalog was made by a change to the workspace rather than written by hand."""
    with catalog.open("rb") as file:
        return GENERATED.encode() in file.read(500)


def read_catalog(path: Path) -> list[tuple[str, str, int]]:
    """The entries of an OASIS XML catalog: ontology IRI, file below the catalog's folder, line in the catalog.

    :raises ModuleError: where it is no well-formed XML, or an entry lacks an attribute or leaves the folder
    """
    entries: list[tuple[str, str, int]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag != "uri":
            return
        line = parser.CurrentLineNumber
        iri, name = attributes.get("name"), attributes.get("uri")
        if not iri or not name:
            raise ModuleError(path, line, "an entry without name or uri", remedy='Write <uri name="IRI" uri="FILE"/>.')
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise ModuleError(path, line, f"{name!r} leads out of the folder", remedy="Name a file below the catalog.")
        if not terms.is_iri(iri):
            raise ModuleError(path, line, f"{iri!r} is no absolute IRI", remedy="Name the module by its ontology IRI.")
        entries.append((iri, name, line))

    parser.StartElementHandler = start
    try:
        parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise ModuleError(path, error.lineno, f"no well-formed XML: {message}", remedy="Mend the catalog.") from error
    return entries


Fingerprint = tuple[tuple[str, int, int], ...]


def fingerprint(ontology: Path, workspace: Folders) -> Fingerprint:
    """Names, times and sizes of all knowledge files: it changes when one of them does."""
    stamps = []
    for folder in (ontology, *(own / "ontology" for own in as_folders(workspace))):
        if not folder.is_dir():
            continue
        for path in sorted([*folder.rglob("*.ttl"), folder / CATALOG]):
            with contextlib.suppress(OSError):  # it may go at this moment
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def digest(stamp: Fingerprint) -> str:
    """A short name for the state of files that a fingerprint stands for."""
    return hashlib.sha256(repr(stamp).encode()).hexdigest()[:12]


def shipped_inventory(workspace: Folders = None, *, inferred: bool = True) -> Inventory:
    """:func:`discover` on the ontology that came with this package."""
    return discover(shipped.ontology_dir(), workspace, inferred=inferred)
