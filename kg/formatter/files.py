"""Files made canonical: which there are, how they are read, and what is to be written."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.durable import write_whole
from kg.errors import ModuleError, ParameterError
from kg.formatter.text import format_text, is_generated

#: Bytes a file may have. Far more than any module by hand, and formatted within a minute.
SIZE_LIMIT = 20_000_000
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file beside its canonical form.

    :param before: the text as it is, with its own line ends
    :param after: the text as it should be
    :param marked: whether the file begins with a byte order mark
    """

    path: Path
    before: str
    after: str
    marked: bool = False

    @property
    def canonical(self) -> bool:
        """Whether there is nothing to do."""
        return self.before == self.after and not self.marked

    @property
    def generated(self) -> bool:
        """Whether a command wrote the file; such a file is never rewritten but by that command."""
        return is_generated(self.before)

    @property
    def line(self) -> int:
        """The first line that differs, from 1; 0 where none does."""
        if self.canonical:
            return 0
        before, after = self.before.split("\n"), self.after.split("\n")
        same = next((n for n, (b, a) in enumerate(zip(before, after, strict=False)) if b != a), None)
        return 1 if self.marked else (min(len(before), len(after)) if same is None else same + 1)

    def difference(self) -> Iterator[str]:
        """The change as a unified diff, line by line."""
        before = ("\ufeff" if self.marked else "") + self.before
        name = str(self.path)
        lines = difflib.unified_diff(_split(before), _split(self.after), name, f"{name} (canonical)")
        for line in lines:
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"

    def save(self) -> None:
        """Write the canonical form, whole or not at all; behind a link, the file it leads to.

        :raises ModuleError: where it cannot be written, or somebody changed it meanwhile
        """
        if _read(self.path).removeprefix("\ufeff") != self.before:
            message = "was changed while it was being formatted; it was left alone"
            raise ModuleError(self.path, 1, message, remedy="Format it again.")
        try:
            write_whole(self.path, self.after.encode())
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise ModuleError(self.path, 1, message, remedy="Make file and folder writable.") from error


def _split(text: str) -> list[str]:
    # Not splitlines(): that would also end a line at characters that stand within literals.
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def find(targets: Iterable[Path]) -> list[Path]:
    """The files meant by files and folders, each once; of a folder, all Turtle files below it.

    :raises ParameterError: where there is nothing at a path, or no Turtle file in a folder
    """
    found: dict[str, Path] = {}
    for target in targets:
        if target.is_dir():
            files = [path for path in sorted(target.rglob("*.ttl")) if not path.is_dir()]
            if not files:
                raise ParameterError(
                    f"There is no Turtle file below {str(target)!r}.", remedy="Name a folder with some."
                )
        elif target.exists() or target.is_symlink():
            files = [target]
        else:
            raise ParameterError(f"There is no file or folder {str(target)!r}.", remedy="Give the path of one.")
        for path in files:
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def format_file(path: Path) -> Formatted:
    """Read a file and work out its canonical form; nothing is written.

    :raises ModuleError: with line and column, where it cannot be read or is no valid Turtle
    :raises FormatError: where the formatter does not take it on; see :func:`~kg.formatter.text.format_text`
    """
    text = _read(path)
    marked = text.startswith("\ufeff")
    before = text.removeprefix("\ufeff")
    return Formatted(path, before, format_text(before, path), marked)


def _read(path: Path) -> str:
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise ModuleError(path, 1, "this is no regular file", remedy="Give the path of a Turtle file.")
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ModuleError(path, 1, f"cannot be read: {error.strerror or error}", remedy="Check the path.") from error
    if len(data) > SIZE_LIMIT:
        message = f"has more than {SIZE_LIMIT // _MEGABYTE} MB, which is more than the formatter takes"
        raise ModuleError(path, 1, message, remedy="Split it by subject, or leave it as it is.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        message = f"no UTF-8 text: byte {data[error.start]:#04x} at offset {error.start}"
        remedy = "It looks like UTF-16; save it as UTF-8." if wide else "Save it as UTF-8."
        raise ModuleError(path, line, message, remedy=remedy) from error
