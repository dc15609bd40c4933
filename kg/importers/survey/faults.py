"""What is wrong with a survey's data or codebook, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import ThreatPraxisError, shorten

#: Faults that are told one by one.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    :param file: its path; ``line`` counts from 1
    :param row: the number of the record below the header; 0 where no record is meant
    :param column: the heading of the column, or the field of the codebook
    """

    file: str
    line: int
    message: str
    remedy: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        where = ", ".join(
            part for part in (f"row {self.row}" if self.row else "", f"column {self.column!r}" if self.column else "")
            if part
        )  # fmt: skip
        place = f"{self.file}:{self.line}: " + (f"{where}: " if where else "")
        return f"{place}{self.message} {self.remedy}".rstrip()


class SurveyError(ThreatPraxisError):
    """A survey that cannot be imported; nothing was written.

    :param faults: everything that is wrong, in the order of the files
    """

    exit_code = 5

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line, f.row)))
        told = [str(fault) for fault in self.faults[:TOLD]]
        if len(self.faults) > TOLD:
            told.append(f"… and {len(self.faults) - TOLD:,} more")
        count = f"{len(self.faults):,} {'fault' if len(self.faults) == 1 else 'faults'}"
        super().__init__("\n".join(told), remedy=f"{count}; nothing was written.")


def quoted(value: str) -> str:
    """A value of a file as it is told: short, on one line, with its quotes."""
    return repr(shorten(value, 40))
