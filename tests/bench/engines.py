"""The questions on each engine, and what the sandbox costs and holds. All times in milliseconds, memory in bytes."""

from __future__ import annotations

import math
import shutil
import time
from pathlib import Path
from typing import Any

from kg import modules, shipped
from kg.errors import QueryStoppedError
from kg.graph import Graph, open_graph
from kg.question import Query
from kg.store.embedded import EmbeddedEngine
from kg.store.engine import Engine
from kg.store.handle import Handle
from kg.store.limits import Limits
from kg.store.snapshot import Sources, ensure
from tests.bench.clock import elapsed_ms, median_ms

#: Rows asked of a question; of most there are fewer once an attack is named.
ROWS = 1000
#: Seconds after which a question is not waited for any longer.
LIMIT = 5.0
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }"
_HUNDRED_THOUSAND = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 100000"
_TINY = "SELECT ?l WHERE { <https://w3id.org/threatpraxis/id/attack/evasion> skos:prefLabel ?l }"


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


def queries(graph: Graph) -> dict[str, float]:
    """Each question with its parameters bound, through a worker; infinite where it was stopped."""
    return {query.id: _timed(graph.engine, query.bind(bound(query))) for query in graph.library.all()[0]}


def _timed(engine: Engine, text: str) -> float:
    try:
        return median_ms(lambda: engine.run(text, row_limit=ROWS))
    except QueryStoppedError:
        engine.run(_TINY)  # waits for the process that takes the stopped one's place: the next question does not pay
        return math.inf


def on_disk(workspace: Path | None, folder: Path) -> dict[str, Any]:
    """Building the store on disk, its size, opening it, and the questions there."""
    sources = Sources(shipped.ontology_dir(), shipped.workspace_dir(workspace))
    result: dict[str, Any] = {"build": elapsed_ms(lambda: ensure(sources, folder))}
    result["bytes"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with open_graph(workspace, store=folder, limits=Limits(seconds=LIMIT)) as graph:
        result["open"] = elapsed_ms(lambda: graph.engine.report)
        result["queries"] = queries(graph)
        result["memory"] = graph.engine.metrics()["memory"]
    shutil.rmtree(folder)
    return result


def direct(workspace: Path, good: dict[str, float]) -> dict[str, float]:
    """The questions on pyoxigraph in this very process, those that a worker has finished: nothing could stop them."""
    engine = EmbeddedEngine.load(modules.shipped_inventory(workspace), trusting=True)
    with open_graph(workspace) as graph:
        library = graph.library
    texts = {q.id: q.bind(bound(q)) for q in library.all()[0] if good[q.id] < math.inf}
    return {name: _timed(engine, text) for name, text in texts.items()}


def sandbox(graph: Graph, workspace: Path | None) -> dict[str, float]:
    """What the sandbox costs and holds: a small answer, 100,000 rows as TSV, and how late a runaway is stopped."""
    engine = graph.engine
    result = {"worker, one small answer": median_ms(lambda: engine.run(_TINY))}
    result["worker, 100 k rows as TSV"] = median_ms(
        lambda: engine.document(_HUNDRED_THOUSAND, "tsv", row_limit=100_000, handle=Handle()).body.close(), 3
    )
    with open_graph(workspace, limits=Limits(seconds=1.0)) as short:
        _ = short.engine.report
        start = time.perf_counter()
        try:
            short.engine.run(RUNAWAY)
        except QueryStoppedError as error:
            late = (time.perf_counter() - start - 1.0) * 1000
            result["runaway stopped after the limit"] = late if error.reason == "time" else math.nan
        result["next answer after a runaway"] = elapsed_ms(lambda: short.engine.run(_TINY))
    return result


def growth(results: list[dict[str, Any]], part: str) -> dict[str, float]:
    """By how much each question grows between the smallest and the largest size: log(t2/t1) / log(n2/n1).

    1 is linear; times below 5 ms say nothing and count as 5 ms.
    """
    first, last = results[0], results[-1]
    factor = last["triples"] / first["triples"]
    found = {}
    for name, slow in last[part].items():
        quick = first[part].get(name, math.inf)
        if slow == math.inf or quick == math.inf:
            found[name] = math.inf
        elif factor > 1:
            found[name] = math.log(max(slow, 5.0) / max(quick, 5.0)) / math.log(factor)
    return found


def allowed(results: list[dict[str, Any]]) -> float:
    """The exponent of n log n between the smallest and the largest size."""
    small, large = results[0]["triples"], results[-1]["triples"]
    return 1 + math.log(math.log(large) / math.log(small)) / math.log(large / small)
