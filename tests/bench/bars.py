"""What the measurements are meant to show, beside what they showed. Nothing passes or fails by it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from tests.bench import growth
from tests.bench.reference import ratio

#: Triples of the graphs that the bars of a million triples and of ten are for.
_MILLION, _TEN_MILLION = range(700_000, 1_500_000), range(7_000_000, 15_000_000)
#: Triples up to which a graph counts as one of our size.
_SMALL = 60_000
_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Bar:
    """One of them.

    :param triples: of the graph it was measured on; 0 for more than one
    :param measured: in words
    """

    triples: int
    name: str
    bar: str
    measured: str
    met: bool


def judge(results: list[dict[str, Any]], patience: float) -> list[Bar]:
    """All bars that these measurements can tell about.

    :param patience: seconds that rdflib was given for one question
    """
    return [
        *(bar for result in results for bar in (*_small(result), *_million(result), *_any(result, patience))),
        *(bar for result in results if result["triples"] in _TEN_MILLION for bar in _disk(result)),
        *(bar for part in ("queries", "disk") for bar in _growth(results, part)),
    ]


def rows(bars: list[Bar]) -> list[dict[str, Any]]:
    """For JSON."""
    return [asdict(bar) for bar in bars]


def _below(result: dict[str, Any], name: str, key: str, most: float) -> Bar:
    value = result[key]
    return Bar(result["triples"], name, f"<= {most:,.0f} ms", f"{value:,.0f} ms", value <= most)


def _slowest(result: dict[str, Any], name: str, times: dict[str, float], most: float) -> Bar:
    slowest = max(times, key=lambda query_id: times[query_id])
    over = sum(value > most for value in times.values())
    took = f"{times[slowest]:,.0f} ms" if times[slowest] < math.inf else "stopped"
    measured = f"{over} of {len(times)} above; slowest {slowest}: {took}"
    return Bar(result["triples"], name, f"<= {most:,.0f} ms", measured, not over)


def _small(result: dict[str, Any]) -> Iterator[Bar]:
    """The graph that is shipped."""
    if result["asked_for"] or "queries" not in result:
        return
    yield _below(result, "store ready", "worker ready", 600)
    yield _slowest(result, "each question through a worker", result["queries"], 25)
    yield _below(result, "--help", "--help", 150)
    yield _below(result, "one-shot command", "one-shot command", 450)


def _million(result: dict[str, Any]) -> Iterator[Bar]:
    if result["triples"] not in _MILLION or "queries" not in result:
        return
    load = _below(result, "load in process", "load in process", 4000)
    yield replace(load, measured=f"{load.measured}; the engine alone {result['load, the engine alone']:,.0f} ms")
    yield _slowest(result, "each question, 1,000 rows", result["queries"], 1000)


def _any(result: dict[str, Any], patience: float) -> Iterator[Bar]:
    """What holds whatever the size."""
    if "queries" not in result:
        return
    triples, sandbox = result["triples"], result["sandbox"]
    if triples > _SMALL or not result["asked_for"]:
        yield _below({**sandbox, "triples": triples}, "100,000 rows out", "worker, 100 k rows as TSV", 1000)
    yield _overhead(result)
    late = sandbox.get("runaway stopped after the limit", math.nan)
    yield Bar(triples, "a runaway is stopped", "limit + 300 ms", f"limit + {late:,.0f} ms", late <= 300)
    if "rdflib" in result:
        questions = {name: value for name, value in result["rdflib"].items() if name != "load"}
        times, count, stopped = ratio(questions, result["queries"], patience)
        least = (
            f"at least {times:,.0f} ({stopped} of {count} stopped)" if stopped else f"{times:,.0f} ({count} questions)"
        )
        yield Bar(triples, "times as quick as rdflib, geometric mean", ">= 20", least, times >= 20)


def _overhead(result: dict[str, Any]) -> Bar:
    """What the worker adds to each question, in the median of all, and how many are above both limits."""
    direct, over = result["direct"], result["overhead"]
    above = [name for name, more in over.items() if more > max(2.0, 0.05 * direct[name])]
    median = sorted(over.values())[len(over) // 2]
    measured = f"median {median:.1f} ms; {len(above)} of {len(over)} above"
    if above:
        worst = max(above, key=lambda name: over[name])
        measured += f", most {worst}: {over[worst]:.1f} of {direct[worst]:.0f} ms"
    return Bar(result["triples"], "worker overhead", "<= 5 % or 2 ms", measured, not above)


def _disk(result: dict[str, Any]) -> Iterator[Bar]:
    disk = result["disk"]
    yield _below({"triples": result["triples"], **disk}, "build on disk", "build", 120_000)
    most = disk["build memory"]
    yield Bar(result["triples"], "memory of the build", "<= 4 GiB", f"{most / _GIB:.1f} GiB", most <= 4 * _GIB)


def _growth(results: list[dict[str, Any]], part: str) -> Iterator[Bar]:
    compared = growth.sized(results, part)
    if len(compared) < 2:
        return
    limit = growth.allowed(compared)
    found = growth.powers(compared, part)
    fast = [name for name, power in found.items() if power > limit]
    name = f"growth {'on disk' if part == 'disk' else 'in memory'}, {compared[0]['triples']:,} to "
    measured = f"{len(fast)} of {len(found)} faster" + (f": {', '.join(fast[:4])}" if fast else "")
    yield Bar(0, f"{name}{compared[-1]['triples']:,} triples", f"<= n log n ({limit:.2f})", measured, not fast)
