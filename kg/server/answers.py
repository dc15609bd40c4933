"""Answers of the server that are no results: errors with their status, and the way documents are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from kg.errors import (
    EngineBusyError,
    ModuleError,
    QueryRefusedError,
    QueryStoppedError,
    SparqlSyntaxError,
    ThreatPraxisError,
)
from kg.server.negotiation import ranges
from kg.store.formats import GRAPH_FORMS, TABLE_FORMS, Document

_PIECE = 256 * 1024


class HttpError(ThreatPraxisError):
    """A request that is refused for what it is as a request."""

    def __init__(self, status: int, message: str, *, remedy: str = "", headers: dict[str, str] | None = None) -> None:
        self.status, self.headers = status, headers or {}
        super().__init__(message, remedy=remedy)


def status_of(error: ThreatPraxisError) -> int:
    """The HTTP status of an error.

    By the SPARQL 1.1 Protocol, section 2.1.6: 400 for what is no query, 500 for one that could not be answered.
    """
    if isinstance(error, HttpError):
        return error.status
    if isinstance(error, EngineBusyError):
        return 503
    if isinstance(error, QueryRefusedError):
        return 403
    if isinstance(error, (QueryStoppedError, ModuleError)):
        return 500
    return 400


def error_response(request: Request, error: ThreatPraxisError) -> Response:
    """An error as JSON for a client that reads JSON, otherwise as text."""
    status = status_of(error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if status == 503:
        headers["Retry-After"] = "1"
    if isinstance(error, HttpError):
        headers |= error.headers
    if any(r.subtype in ("json", "sparql-results+json", "problem+json") for r in _accepted(request)):
        return JSONResponse({"status": status, **described(error)}, status, headers)
    return PlainTextResponse(f"{error}\n", status, headers)


def _accepted(request: Request) -> Any:
    return [r for r in ranges(request.headers.get("accept", "")) if r.quality > 0]


def described(error: ThreatPraxisError) -> dict[str, Any]:
    """An error as plain data: what, where, and what to do."""
    data: dict[str, Any] = {"error": type(error).__name__, "message": error.message, "remedy": error.remedy}
    if isinstance(error, SparqlSyntaxError):
        data |= {"line": error.line, "column": error.column, "word": error.word}
        data |= {"expected": list(error.expected), "fixes": list(error.fixes)}
    if isinstance(error, QueryStoppedError):
        data["reason"] = error.reason
    return data


def document_response(document: Document, *, head: bool, name: str = "") -> Response:
    """A document, sent in pieces; its length and whether it was cut are known before the first."""
    media = (TABLE_FORMS | GRAPH_FORMS)[document.form]
    headers = {
        "Content-Length": str(document.size), "Vary": "Accept", "Cache-Control": "no-cache",
        "X-Rows": str(document.rows),
    }  # fmt: skip
    if document.cut:
        headers["X-Cut-After-Rows"] = str(document.rows)
    if name:
        headers |= saved_as(f"{name}.{document.form}")
    if head:
        document.body.close()
        return Response(None, 200, headers, media)
    return StreamingResponse(_pieces(document), 200, headers, media)


def saved_as(name: str) -> dict[str, str]:
    """The header by which a browser keeps an answer as a file of that name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


async def _pieces(document: Document) -> AsyncIterator[bytes]:
    with document.body as body:
        while piece := await run_in_threadpool(body.read, _PIECE):
            yield piece
