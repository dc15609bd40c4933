"""The handle by which a query is cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Handle:
    """With it a query that waits or runs can be cancelled from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Stop the query; one that has not begun will not begin."""
        with self._lock:  # held while waking, so that nobody is woken for a query that has ended
            self.cancelled = True
            if self._wake is not None:
                self._wake()

    def watch(self, wake: Callable[[], None] | None) -> None:
        """Call ``wake`` when the query is cancelled, or at once if it is; None for nothing any more."""
        with self._lock:
            self._wake = wake
            if self.cancelled and wake is not None:
                wake()
