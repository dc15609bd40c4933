"""What the editor asks the server for: the terms of the graph, a check of the text, and its layout."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app import session
from app.components.editor import BUNDLE, bundle_version
from app.query import running
from kg import terms
from kg.errors import ThreatPraxisError
from kg.graph import Graph
from kg.sparql.checker import Checker
from kg.sparql.fixes import Fix, Mistake
from kg.sparql.pretty import pretty
from kg.sparql.vocabulary import vocabulary
from kg.store.guard import MAX_LENGTH

#: Prefixes whose names are all ours: a name of theirs that the graph lacks is a mistake.
OWN = ("praxis", *terms.KINDS)
#: Bytes of a request; a character has four at the most, and JSON escapes may need six for one.
_LONGEST = 6 * MAX_LENGTH


@dataclass(slots=True)
class _Kept:
    graph: Graph | None = None
    body: bytes = b""
    tag: str = ""
    checker: Checker | None = None


_kept = _Kept()
_lock = threading.Lock()


def close() -> None:
    """End the process that checks."""
    with _lock:
        if _kept.checker is not None:
            _kept.checker.close()
        _kept.checker = None


async def bundle(request: Request) -> Response:
    """The editor itself. Its address holds a digest of it, so browsers keep it."""
    known = request.query_params.get("v") == bundle_version()
    age = "public, max-age=31536000, immutable" if known else "no-cache"
    headers = {"Cache-Control": age, "Vary": "Accept-Encoding"}
    return Response(BUNDLE.read_bytes(), media_type="text/javascript; charset=utf-8", headers=headers)


async def terms_of_graph(request: Request) -> Response:
    """The vocabulary as JSON: prefixes, those that are ours, and per term its id, label, kind, synonyms, definition."""
    try:
        body, tag = await run_in_threadpool(_vocabulary)
    except ThreatPraxisError as error:
        return PlainTextResponse(f"{error}\n", 503)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type="application/json", headers=headers)


def _vocabulary() -> tuple[bytes, str]:
    graph = session.graph()
    with _lock:
        if _kept.graph is not graph:
            listed = [[e.id, e.label, e.kind, e.synonyms, e.definition] for e in vocabulary(graph)]
            data = {"prefixes": terms.PREFIXES, "own": OWN, "terms": listed}
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
            tag = f'"{hashlib.sha256(text).hexdigest()[:16]}"'
            _kept.graph, _kept.body, _kept.tag = graph, gzip.compress(text, 6, mtime=0), tag
        return _kept.body, _kept.tag


async def check(request: Request) -> Response:
    """What is wrong with a text, as the editor marks it: ``{"problems": […]}``."""
    text = await _text(request)
    if isinstance(text, Response):
        return text
    found = await run_in_threadpool(_check, text)
    return JSONResponse({"problems": [described(text, found)] if found else []})


def _check(text: str) -> Mistake | None:
    with _lock:
        _kept.checker = _kept.checker or Checker()
        checker = _kept.checker
    return checker.check(text)


def described(text: str, found: Mistake) -> dict[str, Any]:
    """A mistake as the editor wants it. Offsets count UTF-16 units there."""

    def units(offset: int) -> int:
        return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2

    def change(fix: Fix) -> dict[str, Any]:
        return {"label": fix.label, "from": units(fix.start), "to": units(fix.end), "insert": fix.text}

    sentence = found.message if found.message.endswith(".") else f"{found.message}."
    return {
        "from": units(found.start),
        "to": units(found.end),
        "severity": "error",
        "place": f"line {found.line}, column {found.column}",
        "message": f"{sentence} {found.remedy}".strip(),
        "fixes": [change(f) for f in found.fixes],
    }


async def layout(request: Request) -> Response:
    """The text laid out: ``{"text": …}``."""
    text = await _text(request)
    return text if isinstance(text, Response) else JSONResponse({"text": await run_in_threadpool(pretty, text)})


async def stop(request: Request) -> Response:
    """Stop a running query. Its name is random and known only to the page that started it."""
    data = await _json(request)
    if isinstance(data, Response):
        return data
    return JSONResponse({"stopped": await run_in_threadpool(running.stop, str(data.get("run", "")))})


async def _text(request: Request) -> str | Response:
    data = await _json(request)
    if isinstance(data, Response):
        return data
    text = data.get("text")
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return PlainTextResponse(f"Send a text of at most {MAX_LENGTH:,} characters.\n", 400)
    return text


async def _json(request: Request) -> dict[str, Any] | Response:
    # A page elsewhere cannot send this content type without asking first, and is not answered then.
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("Send application/json.\n", 415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return PlainTextResponse(f"Send at most {_LONGEST:,} bytes.\n", 413)
    try:
        data = json.loads(body)
    except ValueError:
        return PlainTextResponse("This is no JSON.\n", 400)
    return data if isinstance(data, dict) else PlainTextResponse("Send a JSON object.\n", 400)
