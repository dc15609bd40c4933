"""Files written whole or not at all, so that they outlast a crash; and a lock that goes with the process holding it."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: How unfinished files are named, in the folder of the file they will become.
UNFINISHED = ".threatpraxis-{}.tmp"
_PAUSE = 0.02
# Windows locks bytes, not files: one far behind the text, which others can read meanwhile.
_FAR = 1 << 30


def write_whole(path: Path, data: bytes, name: str = "") -> None:
    """Write a file so that it is either as before or complete, even after a crash. A link is followed.

    :param name: what tells the unfinished file from others; by default something random
    :raises OSError: where it cannot be written; then nothing has changed
    """
    target = path.resolve()
    put_in_place(prepare(target, data, name), target)


def prepare(target: Path, data: bytes, name: str = "") -> Path:
    """Write what a file is to hold beside it, down to the disk; :func:`put_in_place` makes it the file.

    It gets the permissions of the file it will replace, else those a new file gets.

    :param name: what tells it from others; by default something random
    :raises OSError: where it cannot be written; then nothing is left behind
    """
    unfinished = target.with_name(UNFINISHED.format(name or secrets.token_hex(8)))
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            unfinished.chmod(target.stat().st_mode & 0o777)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def put_in_place(unfinished: Path, target: Path) -> None:
    """Make a prepared file the file itself; it is there for good when this returns.

    :raises OSError: where that is impossible; then the prepared file is gone
    """
    try:
        unfinished.replace(target)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, for good.

    :raises OSError: where that is impossible
    """
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Have the list of names in a folder written to the disk, where the platform can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, holder: str, seconds: float) -> Iterator[None]:
    """Hold a file's lock. The system takes it back from a process that ends, however it ends.

    :param holder: who holds it, for those who wait: it stands in the file
    :param seconds: how long to wait for another who holds it
    :raises TimeoutError: with what the other wrote into the file
    :raises OSError: where the file cannot be written
    """
    with path.open("a+b") as file:
        end = time.monotonic() + seconds
        while not _try_lock(file):
            if time.monotonic() > end:
                raise TimeoutError(path.read_bytes()[:200].decode("utf-8", "replace").strip())
            time.sleep(_PAUSE)
        try:
            file.truncate(0)
            file.write(holder.encode("utf-8", "replace"))
            file.flush()
            yield
        finally:
            _unlock(file)


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second is what Windows says
        return False
    return True


def _unlock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)
