"""The query process: loads the modules, then answers one JSON line with one JSON line until its input ends.

It is started by :mod:`kg.store.sandbox` and can be killed at any moment. Once the data are loaded it may open no
further file or socket and use no more than a fixed amount of memory, whatever a query asks for.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from kg import modules
from kg.errors import ThreatPraxisError
from kg.results import Table
from kg.store.embedded import EmbeddedEngine
from kg.store.wire import encode, failure

#: Bytes of address space; 600 MB served 0.9 M triples.
MEMORY_LIMIT = 2 * 1024**3


def lock_down() -> None:
    """Allow no new file descriptors and no more than :data:`MEMORY_LIMIT` bytes, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the syntactic refusals of kg.store.guard and the time limit remain
        return
    # The lowest limit at which the descriptors already open go on working and no new one can be had.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def answer(engine: EmbeddedEngine, request: dict[str, Any]) -> dict[str, Any]:
    """The reply to one request ``{"sparql": text, "rows": limit}``."""
    try:
        found = engine.run(request["sparql"], row_limit=request["rows"])
    except ThreatPraxisError as error:
        return failure(error)
    if isinstance(found, Table):
        rows = [[encode(t) for t in row] for row in found.rows]
        return {"names": found.names, "rows": rows, "cut": found.cut, "ms": found.milliseconds}
    if isinstance(found, bool):
        return {"truth": found}
    return {"triples": [[encode(t) for t in triple] for triple in found]}


def main() -> None:
    """Serve requests from standard input. Arguments: the ontology folder, the workspace ('' for none)."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # nothing a library prints may get between the answers

    def send(reply: dict[str, Any]) -> None:
        channel.write(json.dumps(reply, ensure_ascii=False, separators=(",", ":")) + "\n")
        channel.flush()

    ontology, workspace = Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2] else None
    try:
        engine = EmbeddedEngine.load(modules.discover(ontology, workspace))
    except ThreatPraxisError as error:
        send(failure(error))
        return
    lock_down()
    send({"ready": engine.report.to_dict()})
    for line in sys.stdin:
        send(answer(engine, json.loads(line)))
