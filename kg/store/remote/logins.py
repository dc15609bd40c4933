"""Telling a service who asks: what urllib's two ways of logging in leave to be wished."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

#: Bytes of a request that are too many to be sent twice, or to a server that may refuse before it has read them.
LONG = 64 * 1024


class _Ahead:
    """Sends the login along with a long request at once, where the service has asked for one before."""

    def told(self, req: urllib.request.Request) -> str:
        """The header that tells who asks; empty where nobody has asked for it yet."""
        raise NotImplementedError

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """The request as urllib will send it."""
        if isinstance(req.data, bytes) and len(req.data) > LONG and (header := self.told(req)):
            req.add_unredirected_header("Authorization", header)
        return req

    https_request = http_request


class Digest(_Ahead, urllib.request.HTTPDigestAuthHandler):
    """Answers a challenge."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        super().__init__(passwords)
        self._challenge = ""

    def told(self, req: urllib.request.Request) -> str:
        """The answer to the last challenge, for this request."""
        fields = urllib.request.parse_http_list(self._challenge.partition(" ")[2])
        answer = self.get_authorization(req, urllib.request.parse_keqv_list([f for f in fields if f]))
        return f"Digest {answer}" if answer else ""

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        """Send it again with the answer to this challenge."""
        self._challenge = auth
        return super().retry_http_digest_auth(req, auth)

    def http_error_401(self, req: Any, fp: Any, *rest: Any) -> Any:
        """Log in."""
        return _closing(fp, lambda: super(Digest, self).http_error_401(req, fp, *rest))


class Basic(_Ahead, urllib.request.HTTPBasicAuthHandler):
    """Sends user and password."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        super().__init__(passwords)
        self._header = ""

    def told(self, req: urllib.request.Request) -> str:  # noqa: ARG002  # the same for all
        """What was sent the last time."""
        return self._header

    def retry_http_basic_auth(self, host: str, req: urllib.request.Request, realm: str) -> Any:
        """Send it again with user and password."""
        answer = super().retry_http_basic_auth(host, req, realm)
        self._header = req.get_header(self.auth_header) or ""
        return answer

    def http_error_401(self, req: Any, fp: Any, *rest: Any) -> Any:
        """Log in."""
        return _closing(fp, lambda: super(Basic, self).http_error_401(req, fp, *rest))


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
