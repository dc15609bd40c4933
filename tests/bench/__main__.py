"""``make bench``: how long loading and asking takes, on the shipped graph and on made-up ones, engines side by side.

Usage: ``python -m tests.bench [TRIPLES …]`` (default: 0 20000; 0 is the shipped graph; such as 20000 1000000, or
10000000, which is measured on disk alone). Prints tables, with how each question grows, and writes ``bench.json``.
Nothing here passes or fails: absolute times drift, so judge ratios within one run.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg import modules, shipped
from kg.graph import Graph, open_graph
from kg.store.limits import Limits
from tests.bench import engines, generate
from tests.bench.clock import elapsed_ms, median_ms

#: Seconds after which rdflib is not waited for any longer.
PATIENCE = 10.0
#: Triples from which on only the store on disk is measured.
_DISK_ONLY = 3_000_000


def command_ms(*arguments: str, workspace: Path) -> float:
    """Wall time of one run of the command line, from the start of Python to its end."""
    environment = {**os.environ, shipped.WORKSPACE_VARIABLE: str(workspace)}
    program = [sys.executable, "-P", "-c", "from kg.cli import main; raise SystemExit(main())", *arguments]
    return median_ms(
        lambda: subprocess.run(
            program, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        ),
        5,
    )


def rdflib_times(workspace: Path, texts: dict[str, str]) -> dict[str, float]:
    """Load and query times of plain rdflib in milliseconds; infinite where it took longer than :data:`PATIENCE`."""
    import rdflib

    start = time.perf_counter()
    dataset = rdflib.Dataset(default_union=True)
    for file in modules.shipped_inventory(workspace).data():
        dataset.graph(rdflib.URIRef(file.iri or file.fallback_iri())).parse(file.path, format="turtle")
    times = {"load": (time.perf_counter() - start) * 1000}
    for query_id, text in texts.items():
        start = time.perf_counter()
        try:
            with patience():
                list(dataset.query(text))
            times[query_id] = (time.perf_counter() - start) * 1000
        except TimeoutError:
            times[query_id] = math.inf
    return times


@contextmanager
def patience() -> Iterator[None]:
    """Raise TimeoutError after :data:`PATIENCE` seconds, where the platform has alarms."""

    def ring(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(size: int, folder: Path, *, with_rdflib: bool) -> dict[str, Any]:
    """All measurements on one size, in milliseconds."""
    workspace = generate.write(folder / str(size), size) if size else folder / "none"
    workspace.mkdir(parents=True, exist_ok=True)
    used = workspace if size else None
    result: dict[str, Any] = {"asked_for": size}
    if size >= _DISK_ONLY:
        return result | {"triples": size, "disk": engines.on_disk(used, folder / f"store-{size}")}

    def cold() -> None:
        with open_graph(workspace=used) as cold_graph:
            _ = cold_graph.engine.report

    result["worker ready"] = median_ms(cold, 5)
    with open_graph(workspace=used, limits=Limits(seconds=engines.LIMIT)) as graph:
        result["triples"] = graph.engine.report.triples
        result["queries"] = engines.queries(graph)
        result["computations"] = computations(graph) if not size else {}
        result["sandbox"] = engines.sandbox(graph, used)
        result["worker memory"] = graph.engine.metrics()["memory"]
    result["load in process"] = elapsed_ms(lambda: engines.EmbeddedEngine.load(modules.shipped_inventory(workspace)))
    result["direct"] = engines.direct(workspace, result["queries"])
    result["disk"] = engines.on_disk(used, folder / f"store-{size}")
    one_shot = ("query", "gaps/query-budget", "attack=evasion", "--format", "csv")
    result["one-shot command"] = command_ms(*one_shot, workspace=workspace)
    result["--help"] = command_ms("--help", workspace=workspace)
    if with_rdflib:
        # Checks read everything: they are compared on small graphs in the tests, not here.
        good = graph.library.all()[0]
        texts = {q.id: q.bind(engines.bound(q)) for q in good if not q.id.startswith("checks/")}
        result["rdflib"] = rdflib_times(workspace, texts)
    return result


def computations(graph: Graph) -> dict[str, float]:
    """What Python computes on top of the queries: gaps with intervals, and assessments; SciPy is loaded before."""
    from kg import gaps
    from kg.exposure import assess, load

    work: dict[str, Callable[[Graph], Any]] = {
        "comparisons": gaps.comparisons,
        "attention": gaps.attention,
        "knowledge": gaps.knowledge,
        "benchmarks": gaps.benchmarks,
        "awareness": gaps.awareness,
    }
    times = {f"gaps: {name}": median_ms(lambda call=call: call(graph)) for name, call in work.items()}  # type: ignore[misc]
    times["exposure: read the facts"] = median_ms(lambda: load(graph))
    known = load(graph)
    for name, profile in known.examples.items():
        times[f"exposure: {name}"] = median_ms(lambda profile=profile: assess(known, profile))  # type: ignore[misc]
    return times


def _cell(ms: float | None) -> str:
    if ms is None:
        return ""
    return f"{ms:.1f}" if ms < math.inf else "stopped"


def show(results: list[dict[str, Any]]) -> None:
    """Print one table per size: each question in our worker, in this process, on disk, and on rdflib."""
    for result in results:
        disk = result["disk"]
        print(f"\n{result['triples']:,} triples; milliseconds (median)")
        for name in ("worker ready", "load in process", "one-shot command", "--help"):
            if name in result:
                print(f"  {name:44}{result[name]:12.1f}")
        for name, value in {**result.get("sandbox", {}), **result.get("computations", {})}.items():
            print(f"  {name:44}{value:12.1f}")
        print(f"  {'build on disk':44}{disk['build']:12.1f}\n  {'open on disk':44}{disk['open']:12.1f}")
        megabytes = {"worker memory": result.get("worker memory", 0), "on disk": disk["bytes"]}
        print("".join(f"  {name:44}{value / 1e6:12.1f} MB\n" for name, value in megabytes.items()))
        columns = [result.get("queries", {}), result.get("direct", {}), disk["queries"], result.get("rdflib", {})]
        print(f"  {'':40}{'worker':>12}{'direct':>12}{'disk':>12}{'rdflib':>12}")
        for name in disk["queries"]:
            print(f"  {name:40}" + "".join(f"{_cell(column.get(name)):>12}" for column in columns))


def show_growth(results: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Print by which power of the triples each question grows, and mark those that grow faster than n log n."""
    found: dict[str, dict[str, float]] = {}
    for part in ("queries", "disk"):
        sized = [r | {"disk": r["disk"]["queries"]} for r in results if part in r and r["asked_for"]]
        if len(sized) < 2:
            continue
        found[part] = engines.growth(sized, part)
        limit = engines.allowed(sized)
        fast = {name: power for name, power in found[part].items() if power > limit}
        print(f"\ngrowth {'on disk' if part == 'disk' else 'in memory'}: n log n is a power of {limit:.2f}; "
              f"{len(fast)} of {len(found[part])} questions grow faster")  # fmt: skip
        for name, power in sorted(fast.items(), key=lambda item: -item[1]):
            print(f"  {name:40}{power:8.2f}" if power < math.inf else f"  {name:40} stopped")
    return found


def main() -> None:
    """Measure the sizes given as arguments."""
    sizes = [int(a) for a in sys.argv[1:]] or [0, 20_000]
    with tempfile.TemporaryDirectory() as folder:
        results = [run(size, Path(folder), with_rdflib=size <= 50_000) for size in sizes]
    show(results)
    powers = show_growth(results)
    # JSON has no infinity: what took too long is null there.
    text = json.dumps({"sizes": results, "growth": powers}, indent=2).replace("Infinity", "null")
    Path("bench.json").write_text(text + "\n", encoding="utf-8")
    print("\nwritten: bench.json")


if __name__ == "__main__":
    main()
