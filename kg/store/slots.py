"""Places for queries: a fixed number of processes, and a bounded queue in front of them, first come first served."""

from __future__ import annotations

import threading
import time
from collections import deque

from kg.errors import EngineBusyError, QueryStoppedError
from kg.store.handle import Handle
from kg.store.limits import Limits
from kg.store.process import Process


class Slots:
    """The free places; each has a process, or none yet."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._changed = threading.Condition()
        self._free: list[Process | None] = [None] * limits.slots
        self._queue: deque[object] = deque()
        self._closed = self._drained = False

    def take(self, handle: Handle | None = None) -> Process | None:
        """A free place, at once or after waiting; one whose process has the modules loaded is preferred.

        :raises EngineBusyError: when too many wait already, or none becomes free in time
        :raises QueryStoppedError: when the query is cancelled while it waits
        """
        ticket, deadline = object(), time.monotonic() + self._limits.patience
        if handle is not None:
            handle.watch(self._wake)
        with self._changed:
            if self._closed:
                raise EngineBusyError("This state of the knowledge is no longer served.", remedy="Ask again.")
            if (self._queue or not self._free) and len(self._queue) >= self._limits.waiting:
                raise self._busy()
            self._queue.append(ticket)
            try:
                while not (self._free and self._queue[0] is ticket):
                    if handle is not None and handle.cancelled:
                        raise QueryStoppedError("The query was cancelled.", reason="cancelled")
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise self._busy()
                    self._changed.wait(left)
                return self._free.pop(self._best())
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _best(self) -> int:
        def readiness(index: int) -> int:
            process = self._free[index]
            return 0 if process is None else 1 + process.loaded

        return max(range(len(self._free)), key=readiness)

    def _busy(self) -> EngineBusyError:
        waiting = f", and {len(self._queue)} wait" if self._queue else ""
        return EngineBusyError(
            f"All query processes are busy ({self._limits.slots} at work{waiting}).", remedy="Try again in a moment."
        )

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def give(self, process: Process | None) -> None:
        """Give a place back, with its process or without; after the end the process ends too."""
        with self._changed:
            late = self._drained
            self._free.append(None if late else process)
            self._changed.notify_all()
        if late and process is not None:
            process.kill()

    def drain(self, patience: float) -> list[Process]:
        """Let nobody in any more, wait for those inside, and take all processes that have come back."""
        deadline = time.monotonic() + patience
        with self._changed:
            self._closed = True
            while (self._queue or len(self._free) < self._limits.slots) and time.monotonic() < deadline:
                self._changed.wait(max(0.0, deadline - time.monotonic()))
            processes = [p for p in self._free if p is not None]
            self._free, self._drained = [None] * len(self._free), True
            return processes

    @property
    def closed(self) -> bool:
        """Whether nobody is let in any more."""
        return self._closed

    def numbers(self) -> dict[str, int]:
        """How many places there are, how many queries wait, and the memory of the free processes in bytes."""
        with self._changed:
            free = [p for p in self._free if p is not None]
            return {
                "slots": self._limits.slots,
                "waiting": len(self._queue),
                "memory": sum(p.memory() for p in free),
            }
