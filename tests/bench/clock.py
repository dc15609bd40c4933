"""Times in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

#: Milliseconds after which one call is not repeated any more.
_ENOUGH = 3000.0


def elapsed_ms(call: Callable[[], Any]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def median_ms(call: Callable[[], Any], repeat: int = 7) -> float:
    """The median time of a call after one that does not count; a slow one is not repeated for long."""
    return medians_ms(call, repeat=repeat)[0]


def medians_ms(*calls: Callable[[], Any], repeat: int = 7) -> list[float]:
    """The median times of calls that take turns, so that what else the machine does meanwhile touches all of them."""
    first = [elapsed_ms(call) for call in calls]
    if sum(first) > _ENOUGH * len(calls):
        return first
    times: list[list[float]] = [[] for _ in calls]
    while len(times[0]) < repeat and sum(map(sum, times)) <= _ENOUGH * len(calls):
        for taken, call in zip(times, calls, strict=True):
            taken.append(elapsed_ms(call))
    return [statistics.median(taken) for taken in times]
