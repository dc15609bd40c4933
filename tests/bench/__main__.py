"""``make bench``: how long loading and asking takes, on the shipped graph and on made-up ones, beside plain rdflib.

Usage: ``python -m tests.bench [TRIPLES …]`` (default: 0 20000; 0 is the shipped graph). Prints a table and writes
``bench.json``. Nothing here passes or fails: absolute times drift, so judge ratios within one run.
"""

from __future__ import annotations

import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg import modules, shipped
from kg.errors import QueryStoppedError
from kg.graph import Graph, open_graph
from kg.question import Query
from tests.bench import generate

#: Seconds after which rdflib is not waited for any longer.
PATIENCE = 10.0


def median_ms(call: Callable[[], Any], repeat: int = 7) -> float:
    """The median time of a call in milliseconds, after one call that does not count."""
    call()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def bound(query: Query) -> dict[str, str]:
    """Values for the parameters of a query: one attack, one access, one study."""
    examples = {
        "attack": "evasion",
        "access": "observe-outputs",
        "study": "grosse2024",
        "stage": "model",
        "iri": "attack:evasion",
        "dim": "query-budget",
    }
    return {name: examples[p.type] for name, p in query.parameters.items() if p.type in examples and p.default is None}


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
    result: dict[str, Any] = {"asked_for": size}
    with open_graph(in_process=True, workspace=workspace if size else None) as direct:
        result["triples"] = direct.engine.report.triples
        result["load in process"] = median_ms(
            lambda: type(direct.engine).load(modules.shipped_inventory(workspace)),
            3,  # type: ignore[attr-defined]
        )

    def cold() -> None:
        with open_graph(workspace=workspace if size else None) as cold_graph:
            _ = cold_graph.engine.report

    result["worker ready"] = median_ms(cold, 5)
    with open_graph(workspace=workspace if size else None) as graph:
        result["queries"] = queries(graph)
        result["computations"] = computations(graph)
    one_shot = ("query", "gaps/query-budget", "attack=evasion", "--format", "csv")
    result["one-shot command"] = command_ms(*one_shot, workspace=workspace)
    result["--help"] = command_ms("--help", workspace=workspace)
    if with_rdflib:
        # Checks read everything: they are compared on small graphs in the tests, not here.
        texts = {q.id: q.bind(bound(q)) for q in graph.library.all()[0] if not q.id.startswith("checks/")}
        result["rdflib"] = rdflib_times(workspace, texts)
    return result


def queries(graph: Graph) -> dict[str, float]:
    """Each library query with its parameters bound, through the worker."""
    good, _ = graph.library.all()
    times = {}
    for query in good:
        text = query.bind(bound(query))
        try:
            times[query.id] = median_ms(lambda text=text: graph.engine.run(text, row_limit=1000))  # type: ignore[misc]
        except QueryStoppedError:
            times[query.id] = math.inf
    return times


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


def _beside(theirs: float | None) -> str:
    if theirs is None:
        return ""
    return f"{theirs:.1f}" if theirs < math.inf else f">{PATIENCE:.0f} s"


def show(results: list[dict[str, Any]]) -> None:
    """Print one column per size, and rdflib's beside it."""
    heads = [f"{r['triples']:,} triples" for r in results]
    print(f"{'milliseconds (median)':34}" + "".join(f"{h:>18}{'rdflib':>12}" for h in heads))
    names = ["load in process", "worker ready", "one-shot command", "--help", *results[0]["queries"]]
    names += results[0]["computations"]
    for name in names:
        line = f"{name:34}"
        for r in results:
            ours = r.get(name, r["queries"].get(name, r["computations"].get(name, math.inf)))
            theirs = r.get("rdflib", {}).get("load" if name == "load in process" else name)
            line += f"{ours:18.1f}{_beside(theirs):>12}" if ours < math.inf else f"{'stopped':>18}{_beside(theirs):>12}"
        print(line)


def main() -> None:
    """Measure the sizes given as arguments."""
    sizes = [int(a) for a in sys.argv[1:]] or [0, 20_000]
    with tempfile.TemporaryDirectory() as folder:
        results = [run(size, Path(folder), with_rdflib=size <= 50_000) for size in sizes]
    show(results)
    # JSON has no infinity: what took too long is null there.
    text = json.dumps(results, indent=2).replace("Infinity", "null")
    Path("bench.json").write_text(text + "\n", encoding="utf-8")
    print("\nwritten: bench.json")


if __name__ == "__main__":
    main()
