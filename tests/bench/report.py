"""What was measured, as tables."""

from __future__ import annotations

import math
from typing import Any

from tests.bench import growth
from tests.bench.bars import Bar
from tests.bench.reference import ratio


def _cell(ms: float | None) -> str:
    if ms is None:
        return ""
    if math.isnan(ms):
        return "refused"
    return f"{ms:.1f}" if ms < math.inf else "stopped"


def show(result: dict[str, Any], patience: float) -> None:
    """Print one size: what it took as a whole, and each question on each engine."""
    disk, servers = result["disk"], result.get("servers", {})
    print(f"\n{result['triples']:,} triples; milliseconds (median)")
    wholes = ("worker ready", "load in process", "load, the engine alone", "one-shot command", "--help")
    facts: dict[str, float] = {name: result[name] for name in wholes if name in result}
    facts |= {**result.get("sandbox", {}), **result.get("computations", {})}
    facts |= {"build on disk": disk["build"], "open on disk": disk["open"]}
    facts |= {f"publish to {name}": one["load"] for name, one in servers.items() if "load" in one}
    facts |= {"load in rdflib": result["rdflib"]["load"]} if "rdflib" in result else {}
    for name, value in facts.items():
        print(f"  {name:44}{value:12.1f}")
    megabytes = {"worker memory": result.get("worker memory", 0), "on disk": disk["bytes"]}
    megabytes["memory of the build on disk"] = disk["build memory"]
    print("".join(f"  {name:44}{value / 1e6:12.1f} MB\n" for name, value in megabytes.items()), end="")
    for name, one in servers.items():
        if "missing" in one:
            print(f"  {name}: {one['missing']}")
    columns = {"worker": result.get("queries", {}), "direct": result.get("direct", {}), "disk": disk["queries"]}
    columns |= {name: one["queries"] for name, one in servers.items() if "queries" in one}
    columns |= {"rdflib": result["rdflib"]} if "rdflib" in result else {}
    _questions({name: times for name, times in columns.items() if times}, patience)


def _questions(columns: dict[str, dict[str, float]], patience: float) -> None:
    print(f"\n  {'':40}" + "".join(f"{name:>17}" for name in columns))
    for name in columns["disk"]:
        print(f"  {name:40}" + "".join(f"{_cell(times.get(name)):>17}" for times in columns.values()))
    if "rdflib" not in columns:
        return
    questions = {name: value for name, value in columns["rdflib"].items() if name != "load"}
    print(f"  {'times as quick as rdflib, geometric mean':40}", end="")
    stopped = 0
    for times in list(columns.values())[:-1]:
        factor, _, stopped = ratio(questions, times, patience)
        print(f"{factor:17.1f}", end="")
    print()
    if stopped:
        print(
            f"  {stopped} that rdflib had not finished after {patience:g} s count as if it had: these are lower bounds"
        )


def show_growth(results: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Print by which power of the triples each question grows, and mark those that grow faster than n log n."""
    found: dict[str, dict[str, float]] = {}
    for part in ("queries", "disk"):
        compared = growth.sized(results, part)
        if len(compared) < 2:
            continue
        found[part] = growth.powers(compared, part)
        limit = growth.allowed(compared)
        fast = {name: power for name, power in found[part].items() if power > limit}
        print(f"\ngrowth {'on disk' if part == 'disk' else 'in memory'}: n log n is a power of {limit:.2f}; "
              f"{len(fast)} of {len(found[part])} questions grow faster")  # fmt: skip
        for name, power in sorted(fast.items(), key=lambda item: -item[1]):
            print(f"  {name:40}{power:8.2f}" if power < math.inf else f"  {name:40} stopped")
    return found


def show_bars(bars: list[Bar]) -> None:
    """Print the closing table."""
    cells = [("triples", "bar", "", "measured", "")]
    cells += [
        (f"{bar.triples:,}" if bar.triples else "", bar.name, bar.bar, bar.measured, "met" if bar.met else "MISSED")
        for bar in bars
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(5)]
    print("\nbars")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
