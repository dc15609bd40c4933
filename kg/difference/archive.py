"""The modules of a release as it is handed on: a wheel, a zip file or a tar archive. Nothing is unpacked to disk."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.difference.layout import modules_among
from kg.difference.state import File
from kg.errors import ModuleError

#: Bytes that all modules of an archive may have together: a small archive may hold far more than it seems.
SIZE_LIMIT = 200_000_000
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
#: Where a tar archive that is not compressed says that it is one.
_TAR = (257, b"ustar")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, by its first bytes.

    :raises OSError: where it cannot be read
    """
    with path.open("rb") as file:
        start = file.read(512)
    return start.startswith((_ZIP, _GZIP)) or start[_TAR[0] :].startswith(_TAR[1])


def read_archive(path: Path) -> list[File]:
    """The modules in an archive.

    :raises ModuleError: where it is broken, or too large
    """
    with _in_words(path), path.open("rb") as file:
        zipped = file.read(4) == _ZIP
        return _from_zip(path) if zipped else _from_tar(path)


def _from_zip(path: Path) -> list[File]:
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: info.file_size for info in archive.infolist() if not info.is_dir()}
        _check_size(path, members, modules := modules_among(list(members)))
        files = []
        for name, member in modules.items():
            with archive.open(member) as content:
                files.append(_file(path, name, member, content, members[member]))
        return files


def _from_tar(path: Path) -> list[File]:
    with tarfile.open(path) as archive:
        found = {info.name.removeprefix("./"): info for info in archive.getmembers() if info.isfile()}
        sizes = {name: info.size for name, info in found.items()}
        _check_size(path, sizes, modules := modules_among(list(found)))
        files = []
        for name, member in modules.items():
            content = archive.extractfile(found[member])
            assert content is not None  # it is a file
            files.append(_file(path, name, member, content, sizes[member]))
        return files


def _file(path: Path, name: str, member: str, content: IO[bytes], size: int) -> File:
    # No more is read than was announced and counted.
    return File(name, Path(f"{path}:{member}"), content.read(size))


def _check_size(path: Path, sizes: Mapping[str, int], modules: Mapping[str, str]) -> None:
    if sum(sizes[member] for member in modules.values()) > SIZE_LIMIT:
        message = f"its modules have more than {SIZE_LIMIT // 1_000_000} MB"
        raise ModuleError(path, 1, message, remedy="Unpack it yourself, if that is right, and give the folder.")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    broken = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
    try:
        yield
    except broken as error:
        message = f"cannot be read as an archive: {error}"
        raise ModuleError(path, 1, message, remedy="Fetch it again, or unpack it and give the folder.") from error
