"""Times in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

#: Milliseconds after which one call is not repeated any more.
_ENOUGH = 1500.0


def elapsed_ms(call: Callable[[], Any]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def median_ms(call: Callable[[], Any], repeat: int = 7) -> float:
    """The median time of a call after one that does not count; a slow one is not repeated for long."""
    first = elapsed_ms(call)
    if first > _ENOUGH:
        return first
    times: list[float] = []
    while len(times) < repeat and sum(times) <= _ENOUGH:
        times.append(elapsed_ms(call))
    return statistics.median(times)
