"""How fast the time of each question grows with the triples that are made up.

Those that ship stay as many. Beside a few made-up ones they hide growth: compare from 200,000 on.
"""

from __future__ import annotations

import math
from typing import Any

#: Milliseconds below which a time says nothing.
_NOISE = 5.0


def sized(results: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """Those sizes that can be compared: with the questions of a part, and made up, for ours has another shape."""
    return [r for r in results if r["asked_for"] and part in r]


def powers(results: list[dict[str, Any]], part: str) -> dict[str, float]:
    """By how much each question grows between the smallest and the largest size: log(t2/t1) / log(n2/n1),
    with n the triples that were asked for beside the shipped ones.

    1 is linear; a time below :data:`_NOISE` counts as that much.
    """
    first, last = results[0], results[-1]
    factor = last["asked_for"] / first["asked_for"]
    found = {}
    for name, slow in _times(last, part).items():
        quick = _times(first, part).get(name, math.inf)
        if slow == math.inf or quick == math.inf:
            found[name] = math.inf
        elif factor > 1:
            found[name] = math.log(max(slow, _NOISE) / max(quick, _NOISE)) / math.log(factor)
    return found


def _times(result: dict[str, Any], part: str) -> dict[str, float]:
    times: dict[str, float] = result[part]["queries"] if part == "disk" else result[part]
    return times


def allowed(results: list[dict[str, Any]]) -> float:
    """The exponent of n log n between the smallest and the largest size."""
    small, large = results[0]["asked_for"], results[-1]["asked_for"]
    if small == large:
        return math.inf
    return 1 + math.log(math.log(large) / math.log(small)) / math.log(large / small)
