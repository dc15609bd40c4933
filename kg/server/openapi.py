"""An OpenAPI 3.1 document of this server, made from the front matter of the questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kg import __version__
from kg.question import Parameter, Query
from kg.store.formats import GRAPH_FORMS, TABLE_FORMS

Values = Callable[[Parameter], list[tuple[str, str]]]
#: Values of a parameter that are listed; beyond, an example is given.
_LISTED = 60
_SCALARS = {"integer": "integer", "decimal": "number"}


def document(queries: Iterable[Query], address: str, values: Values) -> dict[str, Any]:
    """The document.

    :param address: of the server, without a slash at the end
    :param values: gives the values a parameter may take, as id and label
    """
    known: dict[str, list[str]] = {}

    def ids(parameter: Parameter) -> list[str]:
        if parameter.type not in known or parameter.allowed:
            known[parameter.type] = [value for value, _ in values(parameter)]
        return known[parameter.type] if not parameter.allowed else list(parameter.allowed)

    paths = {f"/api/queries/{q.id}": {"get": _question(q, ids)} for q in queries}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ThreatPraxis", "version": __version__,
            "description": "Attacks on machine-learning systems: what research assumes and what practice grants.",
            "license": {"name": "Apache-2.0 AND CC-BY-4.0"},
        },
        "servers": [{"url": address}],
        "paths": {"/sparql": _sparql(), "/api/queries": _listing(), **paths, "/api/health": _health()},
        "components": {"schemas": _SCHEMAS, "responses": _RESPONSES},
    }  # fmt: skip


def _question(query: Query, ids: Callable[[Parameter], list[str]]) -> dict[str, Any]:
    answer = {"schema": {"$ref": "#/components/schemas/Answer"}}
    texts = {m.partition(";")[0]: {"schema": {"type": "string"}} for n, m in TABLE_FORMS.items() if n != "json"}
    return {
        "operationId": query.id.replace("/", "_").replace("-", "_"),
        "tags": [query.id.partition("/")[0]],
        "summary": query.title,
        "description": "\n\n".join(part for part in (query.question, query.note) if part),
        "parameters": [*(_parameter(p, ids(p)) for p in query.parameters.values()), _FORMAT],
        "responses": {
            "200": {
                "description": query.question,
                "content": {"application/json": answer, TABLE_FORMS["json"]: {"schema": {"type": "object"}}, **texts},
            },
            **_ERRORS,
        },
    }


def _parameter(parameter: Parameter, ids: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _SCALARS.get(parameter.type, "string")}
    if parameter.default is not None:
        schema["default"] = parameter.default
    if parameter.allowed or 0 < len(ids) <= _LISTED:
        # Not an enumeration where ids are concerned: attack:evasion and full IRIs are taken as well.
        schema |= {"enum": ids} if parameter.allowed else {"examples": ids}
    elif ids:
        schema["examples"] = ids[:3]
    return {
        "name": parameter.name, "in": "query", "required": parameter.required, "description": parameter.label,
        "schema": schema,
    }  # fmt: skip


_FORMAT = {
    "name": "format", "in": "query", "required": False, "description": "form of the answer, instead of Accept",
    "schema": {"type": "string", "enum": ["json", "csv", "tsv", "xml", "sparql-json", "md"]},
}  # fmt: skip
_ERRORS = {code: {"$ref": "#/components/responses/Error"} for code in ("400", "404", "406", "500", "503")}
_RESPONSES = {
    "Error": {
        "description": "What went wrong, where, and what to do.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Error"}},
            "text/plain": {"schema": {"type": "string"}},
        },
    }
}
_SCHEMAS = {
    "Answer": {
        "type": "object",
        "required": ["columns", "rows", "cut"],
        "properties": {
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": {"type": "object"}},
            "cut": {"type": "boolean", "description": "whether rows were left out"},
            "empty_because": {"type": "string"},
            "sparql": {"type": "string", "description": "the query as it was run"},
        },
    },
    "Error": {
        "type": "object",
        "required": ["status", "error", "message", "remedy"],
        "properties": {
            "status": {"type": "integer"},
            "error": {"type": "string"},
            "message": {"type": "string"},
            "remedy": {"type": "string"},
            "reason": {"type": "string", "enum": ["time", "memory", "cancelled", "crash", "start"]},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
        },
    },
}


def _sparql() -> dict[str, Any]:
    def field(name: str, text: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
        return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}

    text: dict[str, Any] = {"type": "string"}
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    media = {m.partition(";")[0]: {"schema": text} for m in (*TABLE_FORMS.values(), *GRAPH_FORMS.values())}
    dataset = [
        field("default-graph-uri", "graphs that make the default graph", graphs),
        field("named-graph-uri", "graphs that can be asked with GRAPH", graphs),
    ]
    responses = {
        "200": {"description": "the answer", "content": media}, **_ERRORS,
        **{code: {"$ref": "#/components/responses/Error"} for code in ("403", "413", "415")},
    }  # fmt: skip
    by_form = {"schema": {"type": "object", "required": ["query"], "properties": {"query": text}}}
    body = {"application/x-www-form-urlencoded": by_form, "application/sparql-query": {"schema": text}}
    get = [field("query", "a SPARQL 1.1 query; without it, the description of the service", text), *dataset]
    common = {"tags": ["SPARQL"], "summary": "SPARQL 1.1 Protocol, query operation", "responses": responses}
    return {
        "get": {"operationId": "sparql_get", **common, "parameters": get},
        "post": {
            "operationId": "sparql_post", **common, "parameters": dataset,
            "requestBody": {"required": True, "content": body},
        },
    }  # fmt: skip


def _listing() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    responses = {"200": {"description": "the questions", "content": content}}
    return {"get": {"operationId": "queries", "summary": "The questions of the library", "responses": responses}}


def _health() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    responses = {
        "200": {"description": "the knowledge is loaded", "content": content},
        "503": {"description": "it could not be loaded", "content": content},
    }
    return {"get": {"operationId": "health", "summary": "What is loaded, and what runs", "responses": responses}}
