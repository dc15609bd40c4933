"""Reading a file to be imported with a bound on its size, and writing the result whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.durable import write_whole
from kg.errors import ModuleError

#: Bytes a file may have. The largest ATLAS release has half a megabyte.
SIZE_LIMIT = 20_000_000
_MEGABYTE = 1_000_000


class SourceFileError(ModuleError):
    """A file to be imported that cannot be read, with path and line."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file and what identifies it.

    :param digest: SHA-256 of the bytes, in hexadecimal digits
    """

    path: Path
    text: str
    digest: str

    @property
    def name(self) -> str:
        """The name of the file without its folders, as text that can be written."""
        return self.path.name.encode("utf-8", "replace").decode("utf-8")

    def fault(self, line: int, message: str, remedy: str, *, column: int = 0) -> SourceFileError:
        """A complaint about a place in the file."""
        return SourceFileError(self.path, line, message, column=column, remedy=remedy)


def read_source(path: Path, *, limit: int = SIZE_LIMIT) -> Source:
    """Read a UTF-8 text file of at most ``limit`` bytes.

    :raises SourceFileError: where it is missing, too large, empty or not UTF-8
    """
    data = _read_bytes(path, limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"no UTF-8 text: byte {data[error.start]:#04x} at offset {error.start}"
        raise SourceFileError(path, line, message, remedy=_encoding_remedy(data)) from error
    if not text.strip():
        raise SourceFileError(path, 1, "the file is empty", remedy="Fetch it again.")
    return Source(path, text.replace("\r\n", "\n"), sha256(data).hexdigest())


def _read_bytes(path: Path, limit: int) -> bytes:
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise SourceFileError(path, 1, "this is no regular file", remedy="Give the path of a file.")
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceFileError(path, 1, f"cannot be read: {reason}", remedy="Check the path.") from error
    if len(data) > limit:
        message = f"the file has more than {limit // _MEGABYTE} MB"
        raise SourceFileError(path, 1, message, remedy="No release is that large; check that it is the right file.")
    return data


def _encoding_remedy(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "It looks like UTF-16; save it as UTF-8."
    if data.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        return "It looks compressed; unpack it first."
    return "Fetch it again, or save it as UTF-8."


def write_atomically(path: Path, text: str) -> None:
    """Write a text so that the file is either as before or complete, even after a crash.

    :raises SourceFileError: where it cannot be written
    """
    try:
        write_whole(path, text.encode())
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise SourceFileError(path, 1, message, remedy="Choose a file in a folder that exists and is yours.") from error
