"""Our own routes beside the pages: identifiers that answer."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app import links, session
from kg import terms
from kg.errors import ThreatPraxisError
from kg.turtle import write_found


async def overview(request: Request) -> Response:
    """The first page has its address at the root."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", 308)


async def identify(request: Request) -> Response:
    """What stands behind an identifier: a page for people, Turtle for programs."""
    kind, slug = request.path_params["kind"], request.path_params["slug"]
    iri = f"{terms.ID}{kind}/{slug}"
    if kind not in terms.KINDS or not terms.is_iri(iri):
        return PlainTextResponse(f"There are no things of kind {kind!r}.\n", 404)
    wanted = request.query_params.get("format", "")
    if wanted == "ttl" or (not wanted and "text/turtle" in request.headers.get("accept", "")):
        return await run_in_threadpool(_turtle, terms.individual(kind, slug))
    return RedirectResponse(links.thing(terms.individual(kind, slug)) or "/", 303, headers={"Vary": "Accept"})


def _turtle(iri: str) -> Response:
    try:
        triples = session.graph().engine.describe(iri)
    except ThreatPraxisError as error:
        return PlainTextResponse(f"{error}\n", 503)
    if not triples:
        return PlainTextResponse(f"Nothing is known of {iri}\n", 404)
    return Response(write_found(triples), media_type="text/turtle; charset=utf-8", headers={"Vary": "Accept"})
