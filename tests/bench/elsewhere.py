"""The questions on real servers of other products beside ours: what loading took, and each answer over HTTP."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.cli.publish import modules_here
from kg.errors import QueryStoppedError, ThreatPraxisError
from kg.graph import Graph
from kg.publish import Publisher
from kg.results import Triple
from kg.store.engine import Engine
from kg.store.remote.address import Login
from kg.store.remote.engine import RemoteEngine
from tests.bench.clock import median_ms
from tests.bench.engines import LIMIT, ROWS, TINY, bound
from tests.remote import products

#: Seconds one request may take while modules are sent; the largest module is one request.
_SENDING = 1800
#: Seconds in which a server that was given up ends what it was at.
_RECOVERY = 60.0
#: How each is started with a limit in seconds, and who may write there. Both limit what is sent as they do questions.
_PRODUCTS: dict[str, tuple[Callable[[Path, int], products.Server], Login]] = {
    "Oxigraph server": (lambda place, limit: products.oxigraph(place, "--timeout-s", str(limit)), Login()),
    "Virtuoso": (lambda place, limit: products.virtuoso(place, seconds=limit), Login("dba", "dba")),
}


def measure(graph: Graph, workspace: Path, folder: Path) -> dict[str, Any]:
    """Each product that is installed: ``load`` and ``queries`` in milliseconds; otherwise why they are ``missing``."""
    here = modules_here(workspace)
    found: dict[str, Any] = {}
    for name, (start, login) in _PRODUCTS.items():
        place = folder / name.replace(" ", "-")
        place.mkdir(parents=True)
        found[name] = {}
        try:
            server = start(place, _SENDING)
            try:
                found[name]["load"] = _load(server, login, here)
                server.end()
                server = start(place, int(LIMIT))
                found[name]["queries"] = _questions(graph, RemoteEngine(server.query, Login(), LIMIT))
            finally:
                server.kill()
        except products.AbsentError as error:
            found[name]["missing"] = str(error)
        except ThreatPraxisError as error:
            found[name]["missing"] = error.message
        except TimeoutError as error:
            found[name]["missing"] = str(error)
    return found


def _load(server: products.Server, login: Login, here: dict[str, list[Triple]]) -> float:
    """Publish all modules by the Graph Store Protocol: sent, read back, compared, switched over, compared again."""
    start = time.perf_counter()
    # Virtuoso lets nobody see what is not public but at the address for updates.
    query = server.update if login else server.query
    publisher = Publisher(query, server.update, server.graph_store, login, _SENDING)
    list(publisher.carry_out(publisher.plan(here), here))
    return (time.perf_counter() - start) * 1000


def _questions(graph: Graph, engine: Engine) -> dict[str, float]:
    """Each question with its parameters bound; infinite where it was stopped, not a number where it was refused."""
    times = {}
    for query in graph.library.all()[0]:
        text = query.bind(bound(query))
        try:
            times[query.id] = median_ms(lambda text=text: engine.run(text, row_limit=ROWS))  # type: ignore[misc]
        except QueryStoppedError:
            times[query.id] = math.inf
            _wait(engine)
        except ThreatPraxisError:
            times[query.id] = math.nan
            _wait(engine)
    return times


def _wait(engine: Engine) -> None:
    """Wait until a server answers again: the next question does not pay for the one that was given up."""
    deadline = time.monotonic() + _RECOVERY
    while time.monotonic() < deadline:
        try:
            engine.run(TINY)
            return
        except ThreatPraxisError:
            time.sleep(0.5)
