"""Telling a service who asks: what urllib's two ways of logging in leave to be wished."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

#: Bytes of a request that are too many to be sent twice, or to a server that may refuse before it has read them.
LONG = 64 * 1024


class Digest(urllib.request.HTTPDigestAuthHandler):
    """Answers a challenge, and the last one again ahead of a long request."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        super().__init__(passwords)
        self._challenge = ""

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """The request with a login, where it is long and the service has asked for one before."""
        if self._challenge and _long(request):
            fields = urllib.request.parse_http_list(self._challenge.partition(" ")[2])
            told = self.get_authorization(request, urllib.request.parse_keqv_list([f for f in fields if f]))
            if told:
                request.add_unredirected_header(self.auth_header, f"Digest {told}")
        return request

    https_request = http_request

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        """Send it again with the answer to this challenge."""
        self._challenge = auth
        return super().retry_http_digest_auth(req, auth)

    def http_error_401(self, req: Any, fp: Any, *rest: Any) -> Any:
        """Log in."""
        return _closing(fp, lambda: super(Digest, self).http_error_401(req, fp, *rest))


class Basic(urllib.request.HTTPBasicAuthHandler):
    """Sends user and password when asked for them, and again ahead of a long request."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        super().__init__(passwords)
        self._header = ""

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """The request with a login, where it is long and the service has asked for one before."""
        if self._header and _long(req):
            req.add_unredirected_header(self.auth_header, self._header)
        return req

    https_request = http_request

    def retry_http_basic_auth(self, host: str, req: urllib.request.Request, realm: str) -> Any:
        """Send it again with user and password."""
        answer = super().retry_http_basic_auth(host, req, realm)
        self._header = req.get_header(self.auth_header) or ""
        return answer

    def http_error_401(self, req: Any, fp: Any, *rest: Any) -> Any:
        """Log in."""
        return _closing(fp, lambda: super(Basic, self).http_error_401(req, fp, *rest))


def _long(request: urllib.request.Request) -> bool:
    return isinstance(request.data, bytes) and len(request.data) > LONG


def _closing(refused: Any, log_in: Callable[[], Any]) -> Any:
    """The answer after logging in; closes the one before it, which urllib leaves open."""
    try:
        answer = log_in()
    except BaseException:
        refused.close()
        raise
    if answer is not None:
        refused.close()
    return answer
