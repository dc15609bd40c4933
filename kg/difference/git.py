"""The modules as they were at a revision of a git repository, read without touching its working files.

Only objects are read: nothing is checked out, fetched or written, and no program that a repository's settings name is
run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kg.difference.layout import folders_above, modules_among
from kg.difference.state import File
from kg.errors import ModuleError, ParameterError, shorten

#: Seconds that one call of git may take.
PATIENCE = 60
#: Bytes that all modules of a revision may have together.
SIZE_LIMIT = 200_000_000
_SAFE = (
    "--no-pager", "--literal-pathspecs", "--no-optional-locks", "--no-replace-objects", "-c", "core.fsmonitor=",
    "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
)  # fmt: skip
#: Variables that would have git read another repository than that of the folder.
_ELSEWHERE = {
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_TRACE", "GIT_TRACE2",
}  # fmt: skip
_REGULAR = ("100644", "100755")
_FOLDER = "ontology"


class Revision(NamedTuple):
    """What was found at a revision.

    :param is_folder: whether it is a folder of modules rather than one file
    """

    files: list[File]
    is_folder: bool


def read_revision(name: str, start: Path) -> Revision:
    """The modules at a revision.

    :param name: ``REVISION``, for the folder ``ontology`` of ``start`` or of a folder that holds it; or
        ``REVISION:PATH``, for a file or folder below the top of the repository
    :param start: a folder of the repository
    :raises ParameterError: where there is no git, no repository, no such revision or no such path in it
    :raises ModuleError: for a symbolic link in place of a module
    """
    revision, colon, path = name.partition(":")
    repository = _Repository(start)
    commit = repository.commit(revision)
    where = _clean(path) if colon else repository.ontology(commit, revision)
    shown = f"git:{revision}:{where}"
    kind, identifier = repository.object_at(commit, where)
    if kind == "blob":
        return Revision(repository.blobs({PurePosixPath(where).name: (identifier, Path(shown))}), is_folder=False)
    if kind != "tree":
        raise ParameterError(f"There is no {where!r} at the revision {revision!r}.", remedy="Check the path.")
    entries = repository.entries(identifier)
    wanted = {}
    for module, entry in modules_among(list(entries)).items():
        mode, blob = entries[entry]
        place = Path(f"{shown.rstrip('/:')}{'/' if where else ':'}{entry}")
        if mode not in _REGULAR:
            raise ModuleError(place, 1, "is a symbolic link, which is not followed", remedy="Commit the file itself.")
        wanted[module] = (blob, place)
    return Revision(repository.blobs(wanted), is_folder=True)


def _clean(path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if ".." in parts or "/" in parts:
        raise ParameterError(
            f"{path!r} is no path within a repository.", remedy="Give it from the top of the repository on."
        )
    return "/".join(part for part in parts if part != ".")


class _Repository:
    """The repository that holds a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not folder.is_dir():
            raise ParameterError(f"There is no folder {str(folder)!r}.", remedy="Give one that is under git.")
        done = self._git("rev-parse", "--show-prefix")
        if done.returncode:
            why = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").splitlines()
            raise ParameterError(
                f"{str(folder)!r} is not in a git repository that can be read: {why[0] if why else 'git failed'}.",
                remedy="Change into the repository, or name a workspace in it with --workspace.",
            )
        self._prefix = done.stdout.decode("utf-8", "surrogateescape").strip("\n")

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names."""
        found = None if revision.startswith("-") else self._resolved(f"{revision}^{{commit}}")
        if not revision or found is None:
            raise ParameterError(
                f"There is no revision {shorten(revision)!r} in the repository of {str(self._folder)!r}.",
                remedy="Give a branch, a tag or a commit, such as git:HEAD~1 or git:v0.1.0; 'git log' lists commits.",
            )
        return found

    def ontology(self, commit: str, revision: str) -> str:
        """The nearest folder of modules."""
        for above in folders_above(self._prefix):
            path = f"{above}/{_FOLDER}" if above else _FOLDER
            if self.object_at(commit, path)[0] == "tree":
                return path
        raise ParameterError(
            f"There is no folder {_FOLDER!r} at the revision {revision!r}.",
            remedy=f"Say where the Turtle files lie: git:{revision}:PATH.",
        )

    def object_at(self, commit: str, path: str) -> tuple[str, str]:
        """Kind and id of what lies at a path; empty where nothing does."""
        identifier = self._resolved(f"{commit}:{path}")
        if identifier is None:
            return "", ""
        return self._out("cat-file", "-t", identifier).decode().strip(), identifier

    def entries(self, tree: str) -> dict[str, tuple[str, str]]:
        """Mode and id of every file below a folder."""
        found = {}
        for line in self._out("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0"):
            if line:
                about, _, name = line.partition(b"\t")
                mode, _, identifier = about.decode().split()
                found[name.decode("utf-8", "surrogateescape")] = (mode, identifier)
        return found

    def blobs(self, wanted: dict[str, tuple[str, Path]]) -> list[File]:
        """The contents of files, all by one process."""
        names = "".join(f"{identifier}\n" for identifier, _ in wanted.values()).encode()
        told = self._out("cat-file", "--batch-check=%(objectsize)", stdin=names).decode().splitlines()
        if missing := [line for line in told if not line.isdigit()]:
            raise ParameterError(
                f"git lacks a file of that revision: {missing[0]}.", remedy="Fetch it with 'git fetch'."
            )
        sizes = [int(line) for line in told]
        if sum(sizes) > SIZE_LIMIT:
            message = f"The modules at that revision have more than {SIZE_LIMIT // 1_000_000} MB."
            raise ParameterError(message, remedy="Name a folder or file of them with git:REVISION:PATH.")
        answer = self._out("cat-file", "--batch", stdin=names)
        files, at = [], 0
        for (name, (_, place)), size in zip(wanted.items(), sizes, strict=True):
            begin = answer.index(b"\n", at) + 1
            files.append(File(name, place, answer[begin : begin + size]))
            at = begin + size + 1
        return files

    def _resolved(self, name: str) -> str | None:
        done = self._git("rev-parse", "--verify", "--quiet", name)
        return None if done.returncode else done.stdout.decode().strip()

    def _out(self, *arguments: str, stdin: bytes = b"") -> bytes:
        done = self._git(*arguments, stdin=stdin)
        if done.returncode:
            why = done.stderr.decode("utf-8", "replace").strip()
            raise ParameterError(f"git could not read the repository: {why}", remedy="'git fsck' tells what is wrong.")
        return done.stdout

    def _git(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        safe = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | safe
        if (program := shutil.which("git")) is None:
            raise ParameterError("There is no git on this machine.", remedy="Install git, or give folders.")
        try:
            return subprocess.run(
                [program, "-C", str(self._folder), *_SAFE, *arguments], env=environment, input=stdin,
                capture_output=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            message = f"git did not answer within {PATIENCE} seconds."
            raise ParameterError(message, remedy="Try again, or give a folder.") from error
        except (OSError, ValueError) as error:
            raise ParameterError(
                f"git cannot be run: {error}.", remedy="Check the revision, or give folders."
            ) from error
