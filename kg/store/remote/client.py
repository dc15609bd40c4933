"""Requests to a SPARQL service, and what their failures mean. The only home of SPARQLWrapper.

SPARQLWrapper builds the requests. Three of its habits are kept out: it has no time-out of its own, it installs digest
authentication for the whole process, and it follows redirects with whatever was sent along.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Any

from kg import __version__
from kg.errors import EndpointError, QueryStoppedError, shorten
from kg.store.handle import Handle
from kg.store.limits import SIZE_LIMIT
from kg.store.remote.address import PASSWORD_VARIABLE, USER_VARIABLE, Login, keeps_secrets
from kg.store.remote.logins import LONG, Basic, Digest

#: Times a request that changes nothing is sent before it is given up.
TRIES = 3
#: Seconds before the second try; doubled before each further one.
PAUSE = 0.25
_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
_PIECE = 256 * 1024
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered.

    :param status: HTTP status
    :param headers: response headers
    :param body: all bytes
    """

    status: int
    headers: Message
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def text(self) -> str:
        """The beginning of the body as a line of text, for messages."""
        return shorten(self.body[:4000].decode("utf-8", "replace"), _SHOWN)


class Client:
    """Sends requests to one service.

    :param address: where queries are sent, or updates
    :param login: sent only when the service asks for it, and never in the clear over a network
    """

    def __init__(self, address: str, login: Login | None = None) -> None:
        self.address = address
        self._login = login or Login()
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._opener = self._build_opener()

    def query(
        self, sparql: str, accept: str, seconds: float, *, graphs: tuple[tuple[str, str], ...] = (),
        handle: Handle | None = None,
    ) -> Reply:  # fmt: skip
        """Send a query; again where the service could not be reached or says "later".

        :param accept: the media type wanted
        :param graphs: parameters ``default-graph-uri`` and ``named-graph-uri`` of the protocol with their values
        :raises QueryStoppedError: after ``seconds`` altogether, or when the handle cancels it
        :raises EndpointError: where there is no answer
        """
        deadline = time.monotonic() + seconds
        for attempt in range(1, TRIES + 1):
            reply, failure = None, None
            try:
                reply = self._send(self._query_request(sparql, accept, graphs), deadline, seconds, handle)
            except EndpointError as error:
                if not error.again:
                    raise
                failure = error
            if reply is not None and reply.status not in _LATER:
                return reply
            pause = _pause(attempt, reply)
            if attempt == TRIES or time.monotonic() + pause >= deadline:
                break
            _wait(pause, handle)
        if failure is not None:
            raise failure
        assert reply is not None
        return reply

    def update(self, sparql: str, seconds: float) -> Reply:
        """Send an update, once: whether one that got no answer was carried out is not known.

        :raises QueryStoppedError: when the answer takes longer than ``seconds``
        :raises EndpointError: where there is no answer
        """
        wrapper = self._wrapper()
        wrapper.queryString, wrapper.queryType = sparql, "INSERT"
        return self._send(wrapper._createRequest(), time.monotonic() + seconds, seconds, None)

    def put(self, address: str, body: bytes, media: str, seconds: float) -> Reply:
        """Put a document in the place of another.

        :param address: where, by the Graph Store Protocol: with the graph's name as parameter
        :raises QueryStoppedError: when the answer takes longer than ``seconds``
        :raises EndpointError: where there is no answer
        """
        headers = {"Content-Type": media, "User-Agent": _AGENT, "Accept": "*/*"}
        deadline = time.monotonic() + seconds
        # A server that wants to know who asks refuses before it has read the body, and breaks the connection off when
        # more of it arrives (Virtuoso from about 2 MB on). An empty document asks first.
        for document in (b"", body) if self._login and len(body) > LONG else (body,):
            request = urllib.request.Request(address, document, headers, method="PUT")  # noqa: S310  # checked: http
            reply = self._send(request, deadline, seconds, None)
            if reply.status >= HTTPStatus.BAD_REQUEST:
                break
        return reply

    def _query_request(self, sparql: str, accept: str, graphs: tuple[tuple[str, str], ...]) -> urllib.request.Request:
        wrapper = self._wrapper()
        # Set by hand: the library's own guess of the form is a regular expression that comments can mislead. All that
        # the form would change is the Accept header, which is set below.
        wrapper.queryString, wrapper.queryType = sparql, "SELECT"
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, value in graphs:
            wrapper.addParameter(name, value)
        request: urllib.request.Request = wrapper._createRequest()
        return request

    def _wrapper(self) -> Any:
        from SPARQLWrapper import JSON, POST, URLENCODED, SPARQLWrapper

        wrapper = SPARQLWrapper(self.address, self.address, JSON, agent=_AGENT)
        wrapper.setOnlyConneg(True)
        # A form in the body: of any length, absent from logs of addresses, and right where the address has a "?".
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        return wrapper

    def _build_opener(self) -> urllib.request.OpenerDirector:
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if self._login:
            self.trust(self.address)
            handlers.append(Digest(self._passwords))
            if keeps_secrets(self.address):
                handlers.append(Basic(self._passwords))
        return urllib.request.build_opener(*handlers)

    def trust(self, address: str) -> None:
        """Answer there too when asked for user and password, unless it is less safe from listeners there."""
        if keeps_secrets(address) or not keeps_secrets(self.address):
            self._passwords.add_password(None, address, self._login.user, self._login.password)

    def _send(self, request: urllib.request.Request, deadline: float, seconds: float, handle: Handle | None) -> Reply:
        """Send one request from a thread of its own, so that time limit and cancelling hold whatever it waits for."""
        over = threading.Event()
        outcome: list[Reply | Exception] = []

        def work() -> None:
            try:
                outcome.append(self._exchange(request, deadline, over))
            except Exception as error:  # noqa: BLE001  # raised again in the thread that asked
                outcome.append(error)
            over.set()

        threading.Thread(target=work, daemon=True).start()
        if handle is not None:
            handle.watch(over.set)
        try:
            over.wait(max(0.0, deadline - time.monotonic()))
        finally:
            over.set()
            if handle is not None:
                handle.watch(None)
        if handle is not None and handle.cancelled:
            raise QueryStoppedError("The query was cancelled.", reason="cancelled")
        found = outcome[0] if outcome else TimeoutError()
        if isinstance(found, Exception):
            raise self._explained(found, request.full_url, seconds) from found
        return self._allowed(found)

    def _exchange(self, request: urllib.request.Request, deadline: float, over: threading.Event) -> Reply:
        limit = max(0.01, deadline - time.monotonic())
        try:
            response = self._opener.open(request, timeout=limit)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            pieces, size = [], 0
            while piece := response.read(_PIECE):
                size += len(piece)
                if over.is_set():
                    raise TimeoutError
                if size > SIZE_LIMIT:
                    raise _TooLargeError
                pieces.append(piece)
            return Reply(response.status or 0, response.headers, b"".join(pieces))

    def _explained(self, error: Exception, address: str, seconds: float) -> Exception:
        cause = getattr(error, "reason", error)
        if isinstance(error, _TooLargeError):
            return QueryStoppedError(
                f"The answer has more than {SIZE_LIMIT // 1024**2} MiB.", remedy="Add LIMIT.", reason="memory"
            )
        if isinstance(cause, TimeoutError):
            return QueryStoppedError(
                f"{address} did not answer within {seconds:g} s.", remedy="Narrow the query, or give it more time.",
                reason="time",
            )  # fmt: skip
        if isinstance(error, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionResetError):
            return EndpointError(
                f"{address} broke off its answer.", again=True,
                remedy="The server ended, or stopped the query at a limit of its own; its log tells which.",
            )  # fmt: skip
        if isinstance(error, ValueError) and "scheme" in str(error):  # a way to log in that urllib lacks
            return EndpointError(f"{address} asks for a kind of login that is not known here: {error}.")
        return EndpointError(
            f"{address} cannot be reached: {getattr(cause, 'strerror', None) or cause}.", again=True,
            remedy="Is the server running, and are host and port right?",
        )  # fmt: skip

    def _allowed(self, reply: Reply) -> Reply:
        """The reply, unless it says that the one who asks must be another or ask elsewhere.

        :raises EndpointError: with what to do
        """
        if reply.status == HTTPStatus.UNAUTHORIZED:
            raise EndpointError(f"{self.address} asks for user and password.", remedy=self._login_remedy(reply))
        if reply.status == HTTPStatus.FORBIDDEN:
            raise EndpointError(f"{self.address} does not allow this: {reply.text()}")
        if reply.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
            raise EndpointError(
                f"{self.address} is no SPARQL endpoint: {reply.status} {HTTPStatus(reply.status).phrase}.",
                remedy="Oxigraph answers at /query, Virtuoso and most others at /sparql.",
            )  # fmt: skip
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            raise EndpointError(
                f"{self.address} leads on to {shorten(reply.headers.get('Location', 'another address'))}.",
                remedy="Nothing is sent on by itself; give that address if it is the right one.",
            )  # fmt: skip
        return reply

    def _login_remedy(self, reply: Reply) -> str:
        wants_basic = "basic" in reply.headers.get("WWW-Authenticate", "").lower()
        if self._login and wants_basic and not keeps_secrets(self.address):
            return "It wants the password in the clear over http; it was not sent. Use https."
        if self._login:
            return "It does not accept those given."
        return f"Set {USER_VARIABLE} and {PASSWORD_VARIABLE}, or give --login to be asked."


_AGENT = f"threatpraxis/{__version__}"


class _TooLargeError(Exception):
    pass


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """A POST would become a GET, and a password would travel along."""


def _pause(attempt: int, reply: Reply | None) -> float:
    told = reply.headers.get("Retry-After", "") if reply is not None else ""
    if told.isdecimal():
        return float(told)
    return PAUSE * float(2 ** (attempt - 1)) * random.uniform(1.0, 1.5)  # noqa: S311  # spreads tries, hides nothing


def _wait(seconds: float, handle: Handle | None) -> None:
    wake = threading.Event()
    set_: Callable[[], None] = wake.set
    if handle is not None:
        handle.watch(set_)
    wake.wait(seconds)
    if handle is not None:
        handle.watch(None)
