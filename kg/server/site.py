"""The routes of the endpoint, for the browser app to join its pages to, and as an application without pages."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.errors import ThreatPraxisError
from kg.graph import open_graph
from kg.modules import INFERRED
from kg.server.endpoint import METHODS, Endpoint
from kg.server.hosts import LOOPBACK, Cors, TrustedHosts
from kg.server.live import Live
from kg.server.questions import Questions
from kg.server.threads import Threads
from kg.store.limits import ROW_LIMIT, Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server behaves.

    :param limits: what queries may use
    :param rows: after which an answer is cut
    :param hosts: names under which the server is asked, beside those of this machine
    :param origins: origins whose pages may read the answers
    """

    limits: Limits = field(default_factory=lambda: Limits(slots=2))
    rows: int = ROW_LIMIT
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def routes(live: Live, settings: Settings, *, page: str = "") -> list[Route]:
    """The routes for programs.

    :param page: where a browser is sent that opens ``/sparql``
    """
    threads = Threads(settings.limits)
    questions = Questions(live, threads, rows=settings.rows)
    endpoint = Endpoint(live, threads, rows=settings.rows, page=page)

    async def health(_: Request) -> Response:
        return await run_in_threadpool(report, live)

    return [
        *(Route(path, endpoint.answer, methods=METHODS) for path in ("/sparql", "/sparql/")),
        Route("/api/queries", questions.listing),
        Route("/api/queries/{id:path}", questions.one),
        Route("/api/openapi.json", questions.openapi),
        Route("/api/health", health),
    ]


def report(live: Live) -> JSONResponse:
    """Whether the knowledge is loaded, how much of it, and what the query processes do."""
    try:
        with live.lease() as graph:
            loaded, metrics, name = graph.engine.report, graph.engine.metrics(), graph.engine.name
    except ThreatPraxisError as error:
        return JSONResponse({"status": "broken", "version": __version__, "error": str(error)}, 503)
    failure = live.failure
    return JSONResponse(
        {
            "status": "ok" if failure is None else "outdated",
            "version": __version__,
            "modules": len(loaded.modules),
            "triples": loaded.triples,
            "problems": len(loaded.problems),
            "inferred": any(module.iri == INFERRED for module in loaded.modules),
            "engine": {"name": name, **metrics, "generations": live.swaps + 1},
            **({} if failure is None else {"error": str(failure)}),
        }
    )


def application(settings: Settings, workspace: str | None = None) -> Starlette:
    """The endpoint without pages."""
    live = Live(lambda: open_graph(workspace, limits=settings.limits, wait=True))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=_warm_up, args=(live,), daemon=True).start()
        yield
        await run_in_threadpool(live.close)

    return Starlette(
        routes=routes(live, settings), middleware=guards(settings.hosts, settings.origins), lifespan=lifespan
    )


def guards(hosts: Sequence[str] = (), origins: Sequence[str] = ()) -> list[Middleware]:
    """What every request has to pass."""
    return [Middleware(TrustedHosts, hosts=(*LOOPBACK, *hosts)), Middleware(Cors, origins=origins)]


def _warm_up(live: Live) -> None:
    with suppress(ThreatPraxisError):  # the request that meets it tells it
        live.graph()
