"""Reading a state of the knowledge from wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg import shipped
from kg.difference.layout import INSIDE
from kg.difference.state import File, State, state_of
from kg.errors import ModuleError, ParameterError
from kg.modules import CATALOG
from kg.shipped import GivenWorkspace

#: Words for what is here.
SHIPPED, EVERYTHING = "shipped", "everything"
GIT = "git:"
#: Bytes that one file may have.
SIZE_LIMIT = 100_000_000
_KINDS = (
    "Give a Turtle file, an ontology folder, a workspace, a release (folder, wheel, zip or tar.gz), 'shipped', "
    "'everything', git:REVISION or git:REVISION:PATH."
)
#: Where an environment keeps packages, here and on Windows.
_INSTALLED = ("lib/python3*/site-packages", "Lib/site-packages")


def read_state(source: str, workspace: GivenWorkspace = None) -> State:
    """The state that a source names.

    :param source: a Turtle file; a folder of modules, or one that holds it, such as a workspace, a checkout or an
        installed release; a release as wheel, zip or tar archive; :data:`SHIPPED`; :data:`EVERYTHING`, which is what
        was shipped and what the workspaces add; ``git:REVISION`` or ``git:REVISION:PATH``, in the repository of the
        workspace where one is given, else of the current folder
    :param workspace: a folder of one's own knowledge, or several
    :raises ParameterError: where there is no such source, or no Turtle file in it
    :raises ModuleError: where a file cannot be read
    """
    if source in (SHIPPED, EVERYTHING):
        return _here(source, workspace)
    if source.startswith(GIT):
        return _revision(source, shipped.workspace_dir(workspace) if workspace else Path.cwd())
    path = Path(source).expanduser()
    with in_words(path):
        if path.is_dir():
            return state_of(source, _must_hold(source, _folder(path)), whole=True)
        if path.is_file():
            return _file(source, path)
    there = "\0" not in source and path.exists()
    what = "This is neither file nor folder" if there else "There is no file or folder"
    raise ParameterError(f"{what}: {source!r}.", remedy=_KINDS)


def _here(source: str, workspace: GivenWorkspace) -> State:
    folders = [shipped.ontology_dir()]
    if source == EVERYTHING:
        folders += [own / "ontology" for own in shipped.workspace_dirs(workspace)]
    return state_of(source, [file for folder in folders for file in _modules(folder)], whole=True, first_wins=True)


def _revision(source: str, start: Path) -> State:
    from kg.difference import git

    found = git.read_revision(source.removeprefix(GIT), start)
    return state_of(source, _must_hold(source, found.files), whole=found.is_folder)


def _file(source: str, path: Path) -> State:
    from kg.difference import archive

    if archive.is_archive(path):
        return state_of(source, _must_hold(source, archive.read_archive(path)), whole=True)
    return state_of(source, [_read(path, path.name)], whole=False)


def _folder(folder: Path) -> list[File]:
    """The modules of a folder, or of the folder of modules within it."""
    if not (folder / CATALOG).is_file():
        starts = [folder, *(start for pattern in _INSTALLED for start in sorted(folder.glob(pattern)))]
        inside = [start / name for start in starts for name in INSIDE]
        folder = next((place for place in inside if place.is_dir()), folder)
    return _modules(folder)


def _modules(folder: Path) -> list[File]:
    found = sorted(path for path in folder.rglob("*.ttl") if not path.is_dir())
    return [_read(path, path.relative_to(folder).as_posix()) for path in found]


def _read(path: Path, name: str) -> File:
    with in_words(path):
        if not path.is_file():  # a pipe or a device may never end
            raise ModuleError(path, 1, "this is no regular file", remedy="Remove it, or put a Turtle file there.")
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise too_large(path)
    return File(name, path, data)


def too_large(path: Path) -> ModuleError:
    """A complaint about a file."""
    message = f"has more than {SIZE_LIMIT // 1_000_000} MB"
    return ModuleError(path, 1, message, remedy="Split it into several modules.")


def _must_hold(source: str, files: list[File]) -> list[File]:
    if not files:
        raise ParameterError(f"There is no Turtle file in {source!r}.", remedy=_KINDS)
    return files


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say what the system says about a file.

    :raises ModuleError: with the path
    """
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ModuleError(path, 1, f"cannot be read: {reason}", remedy="Check path and permissions.") from error
