"""``make bench``: how long loading and asking takes, on the shipped graph and on made-up ones, engines side by side.

Prints tables, how each question grows and which bars are met, and writes ``bench.json``. Nothing here passes or fails:
absolute times drift with the machine and with what else it does, so judge ratios within one run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg import modules, shipped
from kg.graph import Graph, open_graph
from kg.store.embedded import EmbeddedEngine
from kg.store.limits import Limits
from tests.bench import bars, elsewhere, engines, generate, reference, report
from tests.bench.clock import median_ms

#: Seconds after which rdflib is not waited for any longer.
PATIENCE = 10.0
#: Triples from which on only the store on disk is measured.
_DISK_ONLY = 3_000_000
#: Triples up to which servers and rdflib are measured unasked.
_QUICK = 50_000


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


def run(size: int, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All measurements on one size, in milliseconds."""
    workspace = generate.write(folder / str(size), size) if size else folder / "none"
    workspace.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"asked_for": size}
    if size >= _DISK_ONLY:
        disk = engines.on_disk(workspace, folder / f"store-{size}", size)
        return result | {"triples": disk["triples"], "disk": disk}

    def tell(what: str) -> None:
        print(f"{result.get('triples', size):,} triples: {what}", file=sys.stderr, flush=True)

    def cold() -> None:
        with open_graph(workspace) as cold_graph:
            _ = cold_graph.engine.report

    tell("loading")
    result["worker ready"] = median_ms(cold, 5)
    result["load in process"] = median_ms(
        lambda: EmbeddedEngine.load(modules.shipped_inventory(workspace), trusting=True), 3
    )
    result["load, the engine alone"] = median_ms(lambda: engines.load_alone(workspace), 3)
    with open_graph(workspace, limits=Limits(seconds=engines.LIMIT)) as graph:
        result["triples"] = graph.engine.report.triples
        tell("each question in a worker and in this process")
        result |= engines.beside(graph, workspace)
        result["computations"] = computations(graph) if not size else {}
        result["sandbox"] = engines.sandbox(graph, workspace)
        result["worker memory"] = graph.engine.metrics()["memory"]
        if size <= _QUICK or options.servers:
            tell("servers")
            result["servers"] = elsewhere.measure(graph, workspace, folder / f"servers-{size}")
        if size <= _QUICK or options.rdflib:
            tell("rdflib")
            # Checks read everything: they are compared on small graphs in the tests, not here.
            good = [query for query in graph.library.all()[0] if not query.id.startswith("checks/")]
            texts = {query.id: query.bind(engines.bound(query)) for query in good}
            result["rdflib"] = reference.rdflib_times(workspace, texts, options.patience)
    tell("the store on disk")
    result["disk"] = engines.on_disk(workspace, folder / f"store-{size}", size)
    one_shot = ("query", "gaps/query-budget", "attack=evasion", "--format", "csv")
    result["one-shot command"] = command_ms(*one_shot, workspace=workspace)
    result["--help"] = command_ms("--help", workspace=workspace)
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -P -m tests.bench", description=__doc__)
    parser.add_argument(
        "sizes", metavar="TRIPLES", nargs="*", type=int, default=[0, 20_000],
        help="made-up triples beside ours, such as 20000 1000000 (default: 0, which is ours alone, and 20000); "
        f"from {_DISK_ONLY:,} on only the store on disk is measured",
    )  # fmt: skip
    parser.add_argument("--rdflib", action="store_true", help=f"ask rdflib, too, where there are more than {_QUICK:,}")
    parser.add_argument("--servers", action="store_true", help=f"and real servers where there are more than {_QUICK:,}")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="SECONDS",
        help=f"that rdflib is given for a question (default: {PATIENCE:g})",
    )  # fmt: skip
    return parser.parse_args()


def main() -> None:
    """Measure the sizes given as arguments."""
    options, results = _options(), []
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            results.append(run(size, Path(folder), options))
            report.show(results[-1], options.patience)
    powers = report.show_growth(results)
    judged = bars.judge(results, options.patience)
    report.show_bars(judged)
    written = {"sizes": results, "growth": powers, "bars": bars.rows(judged)}
    Path("bench.json").write_text(json.dumps(_finite(written), indent=2) + "\n", encoding="utf-8")
    print("\nwritten: bench.json")


def _finite(value: Any) -> Any:
    """JSON has neither infinity nor what is no number: what took too long or was refused is null there."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    main()
