"""Stores on disk as the program sees them: which is finished, who builds, what can be cleared away.

The program itself never loads the engine; a process of its own builds, and query processes read.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg import modules, shipped
from kg.errors import ParameterError, ThreatPraxisError
from kg.modules import Folders, Inventory
from kg.store.wire import revive

BUILDING, DATA, REPORT, _IN_USE, _BUILDER = ".building-", "data", "report.json", "in-use", "builder"
#: Names the folder where none is given.
STORE_VARIABLE = "THREATPRAXIS_STORE"
#: Part of each key: changes when stores of before can no longer be read.
_FORMAT = "1"
_CODE = "from kg.store.disk import main; main()"
_held: list[IO[bytes]] = []


@dataclass(frozen=True, slots=True)
class Sources:
    """The knowledge files that a store is built from."""

    ontology: Path
    workspace: Folders
    inferred: bool = True

    def key(self) -> str:
        """The name of the store that holds the files as they stand now."""
        state = modules.digest(modules.fingerprint(self.ontology, self.workspace))
        return f"{state}-{_FORMAT}{'' if self.inferred else '-asserted'}"

    def inventory(self) -> Inventory:
        """The module files."""
        return modules.discover(self.ontology, self.workspace, inferred=self.inferred)


def ensure(
    sources: Sources, folder: Path, progress: Callable[[int, int], object] | None = None, *, wait: bool = False
) -> Path:
    """The finished store of the files as they stand; built where there is none.

    While somebody else builds it, the store of before is given, where there is one that holds the same modules.

    :param progress: told how many bytes of all are done
    :param wait: whether to wait for somebody else's build instead
    :raises ThreatPraxisError: where it cannot be built
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ParameterError(f"{folder} is no folder that can be written.", remedy="Give another with --store.")
    if (ready := folder / sources.key()).is_dir():
        return ready
    with _locked(folder / _BUILDER, wait=False) as mine:
        if mine:
            return _build(sources, folder, progress)
        if not wait and (earlier := [p for p in finished(folder) if p.name.endswith("-asserted") != sources.inferred]):
            return earlier[0]
    with _locked(folder / _BUILDER, wait=True):
        ready = folder / sources.key()  # the files may have changed meanwhile
        return ready if ready.is_dir() else _build(sources, folder, progress)


def finished(folder: Path) -> list[Path]:
    """All finished stores, the newest first."""
    found = [p.parent for p in folder.glob(f"*/{REPORT}") if not p.parent.name.startswith(BUILDING)]
    return sorted(found, key=lambda p: (p / REPORT).stat().st_mtime_ns, reverse=True)


def hold(snapshot: Path) -> None:
    """Keep a store from being cleared away until this process ends."""
    file = (snapshot / _IN_USE).open("ab")
    _lock(file, shared=True, wait=False)
    _held.append(file)


def _build(sources: Sources, folder: Path, progress: Callable[[int, int], object] | None) -> Path:
    for left_behind in folder.glob(f"{BUILDING}*"):  # whoever was at it is gone: we hold the lock
        shutil.rmtree(left_behind, ignore_errors=True)
    code = f"import sys; sys.path.insert(0, {str(shipped.import_root())!r}); {_CODE}"
    workspaces = [str(workspace) for workspace in modules.as_folders(sources.workspace)]
    arguments = (str(sources.ontology), "" if sources.inferred else "asserted", str(folder), *workspaces)
    builder = subprocess.Popen(
        [sys.executable, "-P", "-c", code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "1"}, text=True,
    )  # fmt: skip
    last: dict[str, Any] = {}
    try:
        assert builder.stdout is not None
        for line in builder.stdout:
            last = json.loads(line)
            if progress is not None and "of" in last:
                progress(last["done"], last["of"])
        _, complaints = builder.communicate()
    finally:
        builder.kill()
        builder.wait()
    if "error" in last:
        raise revive(last)
    if "finished" not in last:
        why = last.get("cannot") or complaints.strip().rpartition("\n")[2] or f"it ended with code {builder.returncode}"
        raise ThreatPraxisError(
            f"The store in {folder} could not be built: {why}",
            remedy="See that the disk has room. An earlier store there is untouched.",
        )
    _clear(folder)
    return Path(last["finished"])


def _clear(folder: Path) -> None:
    """Remove old stores that nobody reads; the last two stay, for processes that are just about to open one."""
    for old in finished(folder)[2:]:
        with _locked(old / _IN_USE, wait=False) as unused:
            if unused:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _locked(path: Path, *, wait: bool) -> Iterator[bool]:
    with path.open("ab") as file:
        yield _lock(file, shared=False, wait=wait)


def _lock(file: IO[bytes], *, shared: bool, wait: bool) -> bool:
    """Lock a file until it is closed; whether that was possible. The lock goes with the process that holds it."""
    try:
        import fcntl
    except ImportError:  # Windows: nobody is kept out, and what is in use cannot be removed there
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
