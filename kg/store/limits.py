"""What a query may use: time, memory, rows, and a place among the others."""

from __future__ import annotations

from dataclasses import dataclass

#: Rows after which an answer is cut, with a visible note.
ROW_LIMIT = 10_000
#: Seconds a query may take.
TIME_LIMIT = 5.0
#: Bytes a query may take beyond what the loaded graph takes; sorting 0.9 M triples took 500 MB.
MEMORY_LIMIT = 1024**3
#: Bytes of a serialised answer, after which it is cut as after too many rows.
SIZE_LIMIT = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries from strangers may use.

    :param seconds: after which a query is stopped
    :param memory: bytes a query may take beyond what the loaded graph takes, where the platform can hold it
    :param slots: queries that run at the same time, each in a process of its own
    :param waiting: queries that may wait for a free process; further ones are refused at once
    :param patience: seconds a query waits for a free process before it is refused
    """

    seconds: float = TIME_LIMIT
    memory: int = MEMORY_LIMIT
    slots: int = 1
    waiting: int = 64
    patience: float = 10.0
