"""What is wrong with an addition: which field, why, and what to do; with the line where there is a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import ThreatPraxisError

_TOLD = 20
#: How complaints begin about what nobody has said yet.
_MISSING = ("it is missing", "nothing is said", "no amount is given", "it is not said")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps an addition from being taken.

    :param field: its path, such as ``needs[1].requires``, counted from 1; empty where it is the whole
    :param line: the line of the file, from 1; 0 where there is none
    """

    field: str
    message: str
    remedy: str = ""
    line: int = 0

    @property
    def only_missing(self) -> bool:
        """Whether nothing is wrong yet: something is still to be said."""
        return self.message.startswith(_MISSING)

    def told(self, name: str = "") -> str:
        """The fault on one line: place, field, reason, remedy."""
        place = f"{name}:{self.line}: " if name and self.line else f"{name}: " if name else ""
        field = f"{self.field}: " if self.field else ""
        return f"{place}{field}{self.message} {self.remedy}".rstrip()


class AdditionError(ThreatPraxisError):
    """An addition that cannot be taken. Nothing was written.

    :param faults: all that is wrong with it
    :param name: the file it came from; empty where it was none
    """

    exit_code = 5

    def __init__(self, faults: Sequence[Fault], name: str = "") -> None:
        self.faults, self.name = tuple(faults), name
        told = [fault.told(name) for fault in self.faults[:_TOLD]]
        if len(self.faults) > _TOLD:
            told.append(f"… and {len(self.faults) - _TOLD} more")
        super().__init__("\n".join(told), remedy="Nothing was written.")
