"""Asking a resolver of DOIs what a DOI names, by content negotiation. Nothing here runs unless a person asks for it."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from typing import IO, Any
from urllib.parse import quote, urlsplit

from kg.errors import EndpointError, ParameterError, shorten
from kg.importers.works import naming
from kg.importers.works.csl import read_csl
from kg.importers.works.dois import Asked
from kg.importers.works.model import Fault, WorkEntry

DEFAULT = "https://doi.org"
MEDIA = "application/vnd.citationstyles.csl+json"
#: Bytes of one record; those of papers with thousands of authors have some hundred thousand.
SIZE_LIMIT = 2_000_000
#: Seconds for one record, redirections included.
PATIENCE = 20.0
_PIECE = 64 * 1024
_AGENT = "ThreatPraxis (reads one record at a time)"
_FOUND_NONE = (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE, http.HTTPStatus.BAD_REQUEST)


def resolve(
    asked: Sequence[Asked], resolver: str = DEFAULT, *, seconds: float = PATIENCE, limit: int = SIZE_LIMIT
) -> tuple[list[WorkEntry], list[Fault]]:
    """The works that DOIs name, in their order, and what is wrong with the answers about the others.

    :param resolver: where a DOI is put behind a slash
    :param seconds: for each DOI
    :param limit: bytes of each answer
    :raises ParameterError: for a resolver that is neither https nor on this machine
    :raises EndpointError: where the resolver cannot be reached or fails; the DOIs after it are not asked then
    """
    opener = _opener(resolver)
    works, faults = [], []
    for doi, line in asked:
        entry, wrong = _ask(
            opener, f"{resolver.rstrip('/')}/{quote(doi, safe='/:;()._-')}", Asked(doi, line), seconds, limit
        )
        faults += wrong
        if entry is not None:
            works.append(replace(entry, line=line, key=doi))
    return naming.unlike(works), faults


def _ask(
    opener: urllib.request.OpenerDirector, address: str, asked: Asked, seconds: float, limit: int
) -> tuple[WorkEntry | None, list[Fault]]:
    def fault(message: str, remedy: str) -> tuple[None, list[Fault]]:
        return None, [Fault(asked.line, "doi", message, remedy, asked.doi)]

    request = urllib.request.Request(address, headers={"Accept": MEDIA, "User-Agent": _AGENT})  # noqa: S310
    deadline = time.monotonic() + seconds
    try:
        with opener.open(request, timeout=seconds) as answer:
            media = answer.headers.get_content_type()
            body = _body(answer, deadline, seconds, limit, asked.doi)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _FOUND_NONE:
            return fault("the resolver knows no such DOI.", "Compare it with the paper.")
        if error.code == http.HTTPStatus.NOT_ACCEPTABLE:
            return fault("its registrar has no record as CSL-JSON.", "Add the work as BibTeX or by hand.")
        raise _failed(asked.doi, f"it answers {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise _failed(asked.doi, _reason(error, seconds)) from error
    if body is None:
        return fault(f"the answer has more than {limit:,} bytes.", "Add the work as BibTeX or by hand.")
    if not media.endswith("json"):
        return fault(f"the answer is {media}, no CSL-JSON.", "Check --resolver; or add the work as BibTeX.")
    return _read(body, asked)


def _read(body: bytes, asked: Asked) -> tuple[WorkEntry | None, list[Fault]]:
    works, faults = read_csl(body.decode("utf-8", "replace"), looked_up=True)
    told = [
        replace(f, line=asked.line, key=asked.doi, message=f"the answer: {f.message}", remedy="Add the work as BibTeX.")
        for f in faults
    ]
    if len(works) != 1:
        if not told:
            told.append(
                Fault(asked.line, "doi", "the answer is no single record.", "Add the work as BibTeX.", asked.doi)
            )
        return None, told
    if works[0].doi.lower() != asked.doi.lower():
        message = f"the answer is about {works[0].doi or 'a work without DOI'}."
        return None, [Fault(asked.line, "doi", message, "Write that DOI, if it is the work you mean.", asked.doi)]
    return works[0], told


def _body(answer: Any, deadline: float, seconds: float, limit: int, doi: str) -> bytes | None:
    """The bytes of an answer; None where there are too many."""
    pieces, length = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            return None
        if time.monotonic() > deadline:
            raise _failed(doi, f"no whole answer within {seconds:g} s")
    return b"".join(pieces)


def _failed(doi: str, reason: str) -> EndpointError:
    remedy = "Nothing was written. Try again later, or export the works from a reference manager."
    return EndpointError(f"{doi} could not be looked up: {reason}.", remedy=remedy, again=True)


def _reason(error: Exception, seconds: float) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return f"no answer within {seconds:g} s"
    return shorten(str(getattr(cause, "strerror", None) or cause) or type(cause).__name__, 200)


# -- where it may ask --


def _opener(resolver: str) -> urllib.request.OpenerDirector:
    """What asks over http and https and knows no other scheme: no answer can make it open a file.

    :raises ParameterError: for a resolver that is neither https nor on this machine
    """
    parts = urlsplit(resolver)
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc or any(map(str.isspace, resolver)):
        raise ParameterError(f"--resolver: {shorten(resolver)!r} is no address.", remedy=f"Write it as in {DEFAULT}.")
    if not _may_ask(resolver, local=True):
        message = f"--resolver: {shorten(resolver)!r} is not asked: what comes in the clear may come from anybody."
        raise ParameterError(message, remedy="Use https; http is for a resolver on this machine.")
    local = _is_local(parts.hostname)
    opener = urllib.request.OpenerDirector()
    for handler in (
        # A proxy of the network does not know what runs on this machine.
        urllib.request.ProxyHandler({} if local else None), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
        _Redirects(local=local),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to where a resolver may lead: to https, and on this machine only from this machine."""

    max_redirections = 5

    def __init__(self, *, local: bool) -> None:
        self._local = local

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request.

        :raises URLError: where it would lead elsewhere
        """
        if not _may_ask(newurl, local=self._local):
            fp.close()
            raise urllib.error.URLError(f"it leads to {shorten(newurl, 100)!r}, where nothing is asked")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _may_ask(address: str, *, local: bool) -> bool:
    """Whether an address is https elsewhere, or http or https on this machine where that is wanted."""
    parts = urlsplit(address)
    if _is_local(parts.hostname or ""):
        return local and parts.scheme in ("http", "https")
    return parts.scheme == "https"


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
