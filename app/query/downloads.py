"""Answers as files: ``/api/download/answer.xml?q=…`` and ``/api/download/answer.csv?id=gaps/query-budget&attack=…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from app import links, session
from kg.errors import EngineBusyError, QueryStoppedError, ThreatPraxisError, UnknownNameError
from kg.store.formats import GRAPH_FORMS, TABLE_FORMS, forms_for

#: What files are called on buttons.
NAMES = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "ttl": "Turtle", "nt": "N-Triples"}
#: Bytes that an address may have; the server reads no longer ones.
LONGEST = 50_000
_PIECE = 64 * 1024


def offered(sparql: str, address: Mapping[str, str]) -> dict[str, str]:
    """The files in which an answer can be had: name and address of each; none where an address would be too long.

    :param address: the part of the page's address that says what is asked
    """
    forms = [f for f in NAMES if f in forms_for(sparql)]
    found = {NAMES[f]: links.page(f"/api/download/answer.{f}", **address) for f in forms}
    return {} if any(len(a) > LONGEST for a in found.values()) else found


def tabular(sparql: str) -> bool:
    """Whether the answer to a query is a table or a truth value, and no set of triples."""
    return "csv" in forms_for(sparql)


async def download(request: Request) -> Response:
    """The answer to a query, or to a question of the library, as a file."""
    form = request.path_params["form"]
    if form not in TABLE_FORMS and form not in GRAPH_FORMS:
        return PlainTextResponse(f"There is no form {form!r}. One of: {', '.join(NAMES)}.\n", 404)
    return await run_in_threadpool(_answer, dict(request.query_params), form)


def _answer(address: dict[str, str], form: str) -> Response:
    graph, name = session.graph(), "answer"
    try:
        text = address.get("q", "")
        if query_id := address.pop("id", ""):
            query = graph.library.get(query_id)
            text = query.bind({n: v for n, v in address.items() if v})
            name = "-".join([query_id.replace("/", "-"), *(re.sub(r"[^a-z0-9-]", "", v) for v in address.values())])
        document = graph.engine.document(text, form)
    except UnknownNameError as error:
        return PlainTextResponse(f"{error}\n", 404)
    except (QueryStoppedError, EngineBusyError) as error:
        return PlainTextResponse(f"{error}\n", 503)
    except ThreatPraxisError as error:
        return PlainTextResponse(f"{error}\n", 400)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Content-Length": str(document.size)}
    if document.cut:
        headers["X-Cut-After-Rows"] = str(document.rows)
    media = {**TABLE_FORMS, **GRAPH_FORMS}[form]
    return StreamingResponse(_pieces(document.body), media_type=media, headers=headers)


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    with body:
        while piece := body.read(_PIECE):
            yield piece
