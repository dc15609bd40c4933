"""The questions on each engine, and what the sandbox costs and holds. All times in milliseconds, memory in bytes."""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import modules, shipped
from kg.errors import QueryStoppedError
from kg.graph import Graph, open_graph
from kg.question import Query
from kg.results import Table
from kg.store.embedded import EmbeddedEngine
from kg.store.engine import Engine
from kg.store.handle import Handle
from kg.store.limits import Limits
from tests.bench.clock import elapsed_ms, median_ms, medians_ms

#: Rows asked of a question; of most there are fewer once an attack is named.
ROWS = 1000
#: Seconds after which a question is not waited for any longer.
LIMIT = 5.0
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }"
_HUNDRED_THOUSAND = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 100000"
TINY = "SELECT ?l WHERE { <https://w3id.org/threatpraxis/id/attack/evasion> skos:prefLabel ?l }"
#: Builds a store and tells its time in milliseconds and the most memory of the process that built it in bytes. In a
#: process of its own, because memory is told of the largest of all processes that one has started.
_BUILD = """
import json, pathlib, resource, sys, time
from kg.store.snapshot import Sources, ensure
ontology, workspace, folder = map(pathlib.Path, sys.argv[1:])
start = time.perf_counter()
ensure(Sources(ontology, workspace), folder)
unit = 1 if sys.platform == "darwin" else 1024
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
print(json.dumps({"build": (time.perf_counter() - start) * 1000, "build memory": most}))
"""


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


def load_alone(workspace: Path) -> None:
    """What the engine takes for the same files without us: no names, no counts, no report."""
    store = ox.Store()
    for number, file in enumerate(modules.shipped_inventory(workspace).data()):
        lenient = file.origin == "shipped"  # as ours does: they are checked where they are made
        graph = ox.NamedNode(f"urn:graph:{number}")
        store.load(path=str(file.path), format=ox.RdfFormat.TURTLE, to_graph=graph, lenient=lenient)


def queries(graph: Graph) -> dict[str, float]:
    """Each question with its parameters bound, through a worker; infinite where it was stopped."""
    return {query.id: _timed(_Asked(graph.engine, query.bind(bound(query))))[0] for query in graph.library.all()[0]}


def beside(graph: Graph, workspace: Path) -> dict[str, dict[str, float]]:
    """Each question through a worker (``queries``) and on pyoxigraph in this very process (``direct``) in turns.

    What a worker did not finish is not asked here: nothing could stop it. ``overhead`` is what the worker adds: what
    its answers take beyond the time that its engine tells, less the same in this process, where the rows are read too.
    The difference of the whole times would tell something else: no two processes hash alike, and the engine plans by
    what it finds first, so that one and the same question takes up to a third longer in one process than in another.
    """
    engine = EmbeddedEngine.load(modules.shipped_inventory(workspace), trusting=True)
    found: dict[str, dict[str, float]] = {"queries": {}, "direct": {}, "overhead": {}}
    for query in graph.library.all()[0]:
        asked = [_Asked(one, query.bind(bound(query))) for one in (graph.engine, engine)]
        for part, time_taken in zip(found, _timed(*asked)):
            found[part][query.id] = time_taken
        if asked[1].beyond:
            added = (worker - direct for worker, direct in zip(asked[0].beyond[1:], asked[1].beyond, strict=True))
            found["overhead"][query.id] = statistics.median(added)
    return found


class _Asked:
    """One question to one engine, to be called; ``beyond`` is what each answer took beside what the engine tells."""

    def __init__(self, engine: Engine, text: str) -> None:
        self.engine, self._text = engine, text
        self.beyond: list[float] = []

    def __call__(self) -> None:
        start = time.perf_counter()
        answer = self.engine.run(self._text, row_limit=ROWS)
        taken = (time.perf_counter() - start) * 1000
        assert isinstance(answer, Table)
        self.beyond.append(taken - answer.milliseconds)


def _timed(first: _Asked, *others: _Asked) -> list[float]:
    """The times of one question on some engines in turns; infinite where the first of them stopped it."""
    try:
        first()
        return medians_ms(first, *others)
    except QueryStoppedError:
        first.engine.run(TINY)  # waits for the process that takes the stopped one's place: the next does not pay
        return [math.inf]


def on_disk(workspace: Path, folder: Path, asked_for: int) -> dict[str, Any]:
    """Building the store on disk, the most memory that took, its size, opening it, and the questions there.

    :param asked_for: triples made up beside the shipped ones
    """
    program = [sys.executable, "-P", "-c", _BUILD, str(shipped.ontology_dir()), str(workspace)]
    built = subprocess.run(
        [*program, str(folder)], check=True, capture_output=True, text=True, cwd=shipped.import_root()
    )
    result: dict[str, Any] = json.loads(built.stdout)
    result["bytes"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    # Growth is told by times, not by where they were cut: what reads everything may take as long as there is to read.
    limit = LIMIT * max(1.0, 2.5 * asked_for / 1_000_000)
    with open_graph(workspace, store=folder, limits=Limits(seconds=limit)) as graph:
        result["open"] = elapsed_ms(lambda: graph.engine.report)
        result["triples"] = graph.engine.report.triples
        result["queries"] = queries(graph)
        result["memory"] = graph.engine.metrics()["memory"]
    shutil.rmtree(folder)
    return result


def sandbox(graph: Graph, workspace: Path) -> dict[str, float]:
    """What the sandbox costs and holds: a small answer, 100,000 rows as TSV, and how late a runaway is stopped."""
    engine = graph.engine
    result = {"worker, one small answer": median_ms(lambda: engine.run(TINY))}
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
        result["next answer after a runaway"] = elapsed_ms(lambda: short.engine.run(TINY))
    return result
