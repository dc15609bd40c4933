"""What a request to ``/sparql`` asks for, read by the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.errors import shorten
from kg.server.answers import HttpError
from kg.store.formats import Dataset
from kg.terms import is_iri

#: Bytes of a request; a query of the greatest length that is read, each character escaped, is shorter.
MAX_BODY = 1_500_000
_MAX_FIELDS = 200
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_READ_ONLY = "This endpoint only reads: knowledge is changed in files of the workspace."


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation.

    :param query: the text; None where the request asks for the description of the service
    :param dataset: the graphs named by the request; None where it names none
    :param format: what was given as ``format=``
    """

    query: str | None
    dataset: Dataset | None
    format: str = ""


async def read(request: Request) -> Operation:
    """The operation of a GET, HEAD or POST request.

    :raises HttpError: with status 400, 413 or 415
    """
    fields = _fields(request.url.query)
    if request.method != "POST":
        return _operation(fields)
    media, charset = _content_type(request)
    if media == _UPDATE:
        raise HttpError(403, "Updates are refused.", remedy=_READ_ONLY)
    if media not in (_FORM, _QUERY):
        raise HttpError(
            415, f"A body of type {shorten(media) or 'none'!r} is not understood.",
            remedy=f"Send {_FORM} with a field 'query', or {_QUERY} with the query itself.",
        )  # fmt: skip
    if charset not in ("", "utf-8", "utf8"):
        raise HttpError(415, f"The encoding {shorten(charset)!r} is not understood.", remedy="Send UTF-8.")
    text = await _body(request)
    if media == _FORM:
        return _operation(fields + _fields(text))
    if any(name == "query" for name, _ in fields):
        raise HttpError(400, "The query is given twice, in the address and in the body.", remedy="Give it once.")
    return _operation([*fields, ("query", text)])


def _content_type(request: Request) -> tuple[str, str]:
    media, *parameters = request.headers.get("content-type", "").split(";")
    pairs = dict(p.strip().lower().partition("=")[::2] for p in parameters)
    return media.strip().lower(), pairs.get("charset", "").strip('"')


async def _body(request: Request) -> str:
    pieces, size = [], 0
    too_large = HttpError(413, f"The request has more than {MAX_BODY:,} bytes.", remedy="Shorten the query.")
    if (length := request.headers.get("content-length", "")).isdigit() and int(length) > MAX_BODY:
        raise too_large
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > MAX_BODY:
                raise too_large
            pieces.append(piece)
    except ClientDisconnect:
        raise HttpError(400, "The request broke off.") from None
    try:
        return b"".join(pieces).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(error.start) from None


def _not_utf8(place: int) -> HttpError:
    return HttpError(400, f"The request is no UTF-8 text: byte {place} is wrong.", remedy="Send the query as UTF-8.")


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise _not_utf8(error.start) from None
    except ValueError:
        raise HttpError(400, f"The request has more than {_MAX_FIELDS} fields.", remedy="Leave most out.") from None


def _operation(fields: list[tuple[str, str]]) -> Operation:
    def values(name: str) -> list[str]:
        return [value for key, value in fields if key == name]

    if values("update") or values("using-graph-uri") or values("using-named-graph-uri"):
        raise HttpError(403, "Updates are refused.", remedy=_READ_ONLY)
    queries = values("query")
    if len(queries) > 1:
        raise HttpError(400, f"The query is given {len(queries)} times.", remedy="Give it once.")
    default, named = values("default-graph-uri"), values("named-graph-uri")
    for name in (*default, *named):
        if not is_iri(name):
            raise HttpError(400, f"{shorten(name)!r} is no absolute IRI of a graph.", remedy="Give the full IRI.")
    dataset = Dataset(tuple(default), tuple(named)) if default or named else None
    return Operation(queries[0] if queries else None, dataset, (values("format") or [""])[0])
