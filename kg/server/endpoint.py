"""``/sparql``: queries by the SPARQL 1.1 Protocol; without a query, what this service is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import QueryRefusedError, ThreatPraxisError
from kg.server import negotiation
from kg.server.answers import HttpError, document_response, error_response
from kg.server.description import description
from kg.server.live import Live
from kg.server.protocol import Operation, read
from kg.server.threads import Threads
from kg.store import guard
from kg.store.formats import GRAPH_FORMS, TABLE_FORMS, Document, forms_for
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT

ALLOW = "GET, HEAD, POST, OPTIONS"
#: All that are answered, if only to say that they are not used.
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")


class Endpoint:
    """The endpoint.

    :param live: what gives the graph as it is now
    :param rows: after which an answer is cut
    :param page: where a browser that comes without a query is sent; empty where there are no pages
    """

    def __init__(self, live: Live, threads: Threads, *, rows: int = ROW_LIMIT, page: str = "") -> None:
        self._live, self._threads, self._rows, self._page = live, threads, rows, page

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        if request.method == "OPTIONS":
            return Response(None, 204, {"Allow": ALLOW})
        try:
            if request.method not in ALLOW.split(", "):
                allowed = {"Allow": ALLOW}
                raise HttpError(405, f"{request.method} is not used here.", remedy=f"One of {ALLOW}.", headers=allowed)
            operation = await read(request)
            if operation.query is None:
                return await self._describe(request, operation)
            handle = Handle()
            return await self._threads.run(request, handle, self._answer, request, operation, handle)
        except ThreatPraxisError as error:
            return error_response(request, error)

    def _answer(self, request: Request, operation: Operation, handle: Handle) -> Response:
        query = operation.query or ""
        if len(query) > guard.MAX_LENGTH:
            raise HttpError(
                413, f"The query has {len(query):,} characters; at most {guard.MAX_LENGTH:,} are read.",
                remedy="Shorten it.",
            )  # fmt: skip
        guard.check(query)
        form = wanted_form(request, operation.format, forms_for(query))
        with self._live.lease() as graph:
            try:
                document = graph.engine.document(
                    query, form, row_limit=self._rows, dataset=operation.dataset, handle=handle
                )
            except QueryRefusedError as error:
                if "There is no graph" in error.message:  # the protocol: a dataset that the service does not have
                    raise HttpError(400, error.message, remedy=error.remedy) from error
                raise
        return document_response(document, head=request.method == "HEAD")

    async def _describe(self, request: Request, operation: Operation) -> Response:
        if request.method == "POST":
            raise HttpError(400, "There is no query.", remedy="Send it in the field 'query'.")
        if self._page and negotiation.wants_html(request.headers.get("accept")) and not operation.format:
            return RedirectResponse(self._page, 303, {"Vary": "Accept"})
        form = wanted_form(request, operation.format, GRAPH_FORMS)
        handle = Handle()
        document = await self._threads.run(request, handle, self._description, request, form, handle)
        return document_response(document, head=request.method == "HEAD")

    def _description(self, request: Request, form: str, handle: Handle) -> Document:
        address = str(request.url.replace(query="", fragment=""))
        with self._live.lease() as graph:
            text = description(graph.engine.report, address)
            return graph.engine.document(text, form, row_limit=1_000_000, handle=handle)


def wanted_form(request: Request, name: str, offered: dict[str, str]) -> str:
    """The form in which a client wants its answer: what ``format=`` names, else what the Accept header says.

    :raises HttpError: 406 where none that is offered will do
    """
    accept = request.headers.get("accept")
    if name and (form := negotiation.named(name, offered)):
        return form
    vague = not accept or any(r.type == "*" for r in negotiation.ranges(accept))
    chosen = None if name and vague else negotiation.choose(accept, offered)
    if chosen is None:
        kind = "SELECT and ASK" if offered is TABLE_FORMS else "CONSTRUCT, DESCRIBE and the description of the service"
        media = ", ".join(m.partition(";")[0] for m in offered.values())
        raise HttpError(406, f"None of the accepted forms is there for {kind}.", remedy=f"Accept one of: {media}.")
    return chosen
