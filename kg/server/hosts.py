"""Who may talk to the server: under which host names, and which pages elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_EXPOSED = b"X-Rows, X-Cut-After-Rows"


class TrustedHosts:
    """Refuses requests under a name that is not ours: a page elsewhere cannot rebind its name to us.

    :param hosts: the names without ports; IPv6 addresses in brackets
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self.app = app
        self._hosts = frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer 400."""
        if scope["type"] in ("http", "websocket"):
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if host_name(host) not in self._hosts:
                text = "This host name is not served. Use http://127.0.0.1 or localhost.\n"
                await PlainTextResponse(text, 400)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def host_name(host: str) -> str:
    """A Host header without its port."""
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower()


class Cors:
    """Lets the pages of some origins read the answers (Fetch Standard, CORS protocol); all others may not.

    :param origins: such as ``https://example.org``; ``*`` for any; none by default
    """

    def __init__(self, app: ASGIApp, origins: Iterable[str] = ()) -> None:
        self.app = app
        self._origins = frozenset(o.rstrip("/").lower() for o in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; add the headers for an origin that may read the answer."""
        if scope["type"] != "http" or not self._origins:
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        allowed = bool(origin) and ("*" in self._origins or origin.lower() in self._origins)
        if allowed and scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            await Response(None, 204, self._preflight(origin))(scope, receive, send)
            return
        more = [(b"vary", b"Origin")]
        if allowed:
            more += [(b"access-control-allow-origin", origin.encode("latin-1"))]
            more += [(b"access-control-expose-headers", _EXPOSED)]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        await self.app(scope, receive, sending)

    def _preflight(self, origin: str) -> dict[str, str]:
        return {
            "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": "Accept, Content-Type", "Access-Control-Max-Age": "600", "Vary": "Origin",
        }  # fmt: skip
