"""``/api/queries``: the questions of the library as REST, each with its parameters in the address."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import QueryFileError, ThreatPraxisError, UnknownNameError
from kg.graph import Graph
from kg.question import Parameter, Query
from kg.results import Table
from kg.server import negotiation
from kg.server.answers import HttpError, document_response, error_response, saved_as
from kg.server.live import Live
from kg.server.openapi import document as openapi
from kg.server.threads import Threads
from kg.store.formats import TABLE_FORMS
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT

#: The forms of an answer; the first is plain JSON with what a reader has to know beside the rows.
FORMS = {"plain": "application/json", **TABLE_FORMS, "md": "text/markdown; charset=utf-8"}
_NAMES = {"json": "plain", "md": "md", "markdown": "md", "sparql-json": "json"}
_OWN = "format"


class Questions:
    """The routes of the questions.

    :param rows: after which an answer is cut
    """

    def __init__(self, live: Live, threads: Threads, *, rows: int = ROW_LIMIT) -> None:
        self._live, self._threads, self._rows = live, threads, rows

    async def listing(self, request: Request) -> Response:
        """All questions with their parameters, and what is wrong with files that are none."""
        return await self._threads.run(request, Handle(), self._guarded, request, self._listing)

    async def one(self, request: Request) -> Response:
        """The answer to one question."""
        return await self._threads.run(request, Handle(), self._guarded, request, self._one)

    async def openapi(self, request: Request) -> Response:
        """All of this as an OpenAPI document."""
        return await self._threads.run(request, Handle(), self._guarded, request, self._openapi)

    def _guarded(self, request: Request, act: Any) -> Response:
        try:
            with self._live.lease() as graph:
                response: Response = act(request, graph)
                return response
        except UnknownNameError as error:
            missing = error.what in ("query", "question")
            return error_response(request, HttpError(404 if missing else 400, error.message, remedy=error.remedy))
        except QueryFileError as error:
            return error_response(request, HttpError(500, error.message, remedy=error.remedy))
        except ThreatPraxisError as error:
            return error_response(request, error)

    def _listing(self, request: Request, graph: Graph) -> Response:
        good, bad = graph.library.all()
        base = str(request.url.replace(query="", fragment="")).rstrip("/")
        questions = [{**summary(q), "address": f"{base}/{q.id}"} for q in good]
        return JSONResponse({"queries": questions, "broken": [str(error) for error in bad]})

    def _one(self, request: Request, graph: Graph) -> Response:
        query = graph.library.get(request.path_params["id"])
        values = _values(request)
        form = _form(request)
        name = _file_name(query, values) if _OWN in request.query_params else ""
        if form in ("plain", "md"):
            table = graph.answer(query, values)
            headers = {"Vary": "Accept"} | ({"X-Cut-After-Rows": str(len(table))} if table.cut else {})
            headers |= saved_as(f"{name}.{'json' if form == 'plain' else form}") if name else {}
            text = table.render("md") if form == "md" else _plain(query, values, table)
            return Response(text, 200, headers, FORMS[form])
        document = graph.engine.document(query.bind(values), form, row_limit=self._rows)
        return document_response(document, head=request.method == "HEAD", name=name)

    def _openapi(self, request: Request, graph: Graph) -> Response:
        good, _ = graph.library.all()
        return JSONResponse(openapi(good, str(request.base_url).rstrip("/"), graph.values))


def summary(query: Query) -> dict[str, Any]:
    """A question as plain data."""
    return {
        "id": query.id,
        "title": query.title,
        "question": query.question,
        "parameters": [_parameter(p) for p in query.parameters.values()],
        "columns": {n: {"label": c.label, "unit": c.unit} for n, c in query.columns.items()},
        "sources": list(query.sources),
        "note": query.note,
        "origin": query.origin,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name, "type": parameter.type, "label": parameter.label, "required": parameter.required,
        "default": parameter.default, "allowed": list(parameter.allowed),
    }  # fmt: skip


def _plain(query: Query, values: dict[str, str], table: Table) -> str:
    answer = {
        "id": query.id, "question": query.question, "parameters": values, **json.loads(table.render("json")),
        "note": query.note, "sources": list(query.sources),
        "empty_because": "" if table.rows else table.empty_because, "sparql": query.bind(values),
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _values(request: Request) -> dict[str, str]:
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n != _OWN]
    names = [n for n, _ in pairs]
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise HttpError(400, f"{twice[0]} is given twice.", remedy="Give each parameter once.")
    return dict(pairs)


def _file_name(query: Query, values: dict[str, str]) -> str:
    """What an answer is called where it is kept: letters, digits and dashes alone."""
    return "-".join(re.sub(r"[^a-zA-Z0-9-]+", "-", text).strip("-") for text in (query.id, *values.values()))[:120]


def _form(request: Request) -> str:
    name = request.query_params.get(_OWN, "")
    if name:
        form = _NAMES.get(name.lower()) or negotiation.named(name, TABLE_FORMS)
        if form is None:
            raise HttpError(406, f"There is no form {name!r} here.", remedy=f"One of: {', '.join(FORM_NAMES)}.")
        return form
    chosen = negotiation.choose(request.headers.get("accept"), FORMS, aliases={"application/xml": TABLE_FORMS["xml"]})
    if chosen is None:
        media = ", ".join(m.partition(";")[0] for m in FORMS.values())
        raise HttpError(406, "None of the accepted forms is there.", remedy=f"Accept one of: {media}.")
    return chosen


#: What may be given as ``format=``.
FORM_NAMES = ("json", "csv", "tsv", "xml", "sparql-json", "md")
