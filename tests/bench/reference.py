"""The questions on plain rdflib, which everything is compared with."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg import modules


def rdflib_times(workspace: Path, texts: dict[str, str], seconds: float) -> dict[str, float]:
    """Load and query times of plain rdflib in milliseconds; infinite where it took longer than ``seconds``."""
    import rdflib

    start = time.perf_counter()
    dataset = rdflib.Dataset(default_union=True)
    for file in modules.shipped_inventory(workspace).data():
        dataset.graph(rdflib.URIRef(file.iri or file.fallback_iri())).parse(file.path, format="turtle")
    times = {"load": (time.perf_counter() - start) * 1000}
    for query_id, text in texts.items():
        start = time.perf_counter()
        try:
            with patience(seconds):
                list(dataset.query(text))
            times[query_id] = (time.perf_counter() - start) * 1000
        except TimeoutError:
            times[query_id] = math.inf
    return times


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so many seconds, where the platform has alarms."""

    def ring(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def ratio(slow: dict[str, float], quick: dict[str, float], seconds: float) -> tuple[float, int, int]:
    """How many times longer ``slow`` takes in geometric mean, of how many questions, and how many of these it gave up.

    One that it gave up counts as if it had taken no longer than ``seconds``: then the ratio is a lower bound.
    """
    common = [name for name in slow if quick.get(name, math.inf) < math.inf]
    if not common:
        return math.nan, 0, 0
    sum_of_logs = sum(math.log(min(slow[name], seconds * 1000) / quick[name]) for name in common)
    return math.exp(sum_of_logs / len(common)), len(common), sum(slow[name] == math.inf for name in common)
