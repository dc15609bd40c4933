"""Why a change to a workspace was not made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.author.history import Record
from kg.errors import ThreatPraxisError


class WorkspaceError(ThreatPraxisError):
    """A workspace that cannot be read or written."""

    exit_code = 5


class WorkspaceBusyError(ThreatPraxisError):
    """Somebody else is writing to the workspace, and has been for long."""

    exit_code = 4


class ConflictError(ThreatPraxisError):
    """The file is not, or is no longer, what the change was made for. Nothing was written.

    :param path: below the workspace
    """

    exit_code = 1

    def __init__(self, path: str, message: str, *, remedy: str) -> None:
        self.path = path
        super().__init__(message, remedy=remedy)


def there_already(path: str) -> ConflictError:
    """What to say to somebody who adds what has a file already."""
    message = f"{path} is there already; nothing was written."
    return ConflictError(path, message, remedy="Use 'threatpraxis edit', or give the addition another id.")


def changed_meanwhile(path: str, digest: str, records: Sequence[Record]) -> ConflictError:
    """What to say to somebody whose change was made for another content.

    :param digest: of what is there now; empty where nothing is
    """
    last = next((r for r in reversed(records) if r.path == path and r.after == digest), None)
    how = "changed" if digest else "removed"
    message = f"{path} was {how} meanwhile, {_by(last) if last else 'by hand'}; nothing was written."
    return ConflictError(path, message, remedy="Look at it again, then repeat the change.")


def changed_since(record: Record, records: Sequence[Record]) -> ConflictError:
    """What to say to somebody who takes back a change on which others rest."""
    later = [r for r in records if r.path == record.path and r.id != record.id]
    last = later[-1] if later and records.index(later[-1]) > records.index(record) else None
    if last is None:
        message = f"{record.path} was changed by hand since; nothing was written."
        return ConflictError(record.path, message, remedy="Edit it, or put back what the change left there.")
    message = f"{record.path} was changed since, {_by(last)} ({last.id}); nothing was written."
    return ConflictError(record.path, message, remedy=f"First: threatpraxis undo {last.id}")


def _by(record: Record) -> str:
    return f"by {record.by} at {record.when:%Y-%m-%d %H:%M:%S} UTC"


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn what the system says of a disk into words.

    :raises WorkspaceError: for any OSError
    """
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"{folder} cannot be used: {error.strerror or error}{where}. Nothing was changed."
        raise WorkspaceError(message, remedy="See that the folder is yours and that the disk has room.") from error
