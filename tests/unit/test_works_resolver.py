"""A resolver of DOIs is asked: a real server on this machine answers what is written here."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

import pytest

from kg.errors import EndpointError, ParameterError
from kg.importers.works.dois import Asked
from kg.importers.works.model import Fault, WorkEntry
from kg.importers.works.resolver import MEDIA, _may_ask, resolve


def record(doi: str) -> bytes:
    """A made-up work as CSL-JSON."""
    said = {"DOI": doi, "title": f"A made-up work {doi}", "author": [{"family": "Example"}],
            "issued": {"date-parts": [[2021]]}, "URL": f"https://doi.org/{doi}"}  # fmt: skip
    return json.dumps(said).encode()


class _Resolver(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        doi = unquote(self.path[1:])
        self.seen.append((self.path, self.headers["Accept"]))
        what = doi.partition("/")[2]
        if what.isdigit():
            self._answer(int(what), b"", "text/plain")
        elif what.startswith("to "):
            self._answer(302, b"", "text/plain", what.removeprefix("to "))
        elif doi == "10.5555/hop":
            self._answer(302, b"", "text/plain", "/agency/hop")
        elif doi == "agency/hop":
            self._answer(200, record("10.5555/hop"), MEDIA)
        elif what == "circle":
            self._answer(302, b"", "text/plain", "/10.5555/circle")
        elif what == "page":
            self._answer(200, b"<html>A landing page</html>", "text/html; charset=utf-8")
        elif what == "broken":
            self._answer(200, b'{"title": ', MEDIA)
        elif what == "other":
            self._answer(200, record("10.5555/another"), MEDIA)
        elif what == "nameless":
            self._answer(200, b'{"title": "T", "DOI": "10.5555/nameless"}', MEDIA)
        elif what == "large":
            self._answer(200, b" " * 40_000, MEDIA)
        elif what == "slow":
            time.sleep(1.5)
            self._answer(200, record(doi), MEDIA)
        elif what == "dripping":
            self._drip()
        else:
            self._answer(200, record(doi), MEDIA)

    def _answer(self, code: int, body: bytes, media: str, location: str = "") -> None:
        self.send_response(code)
        self.send_header("Content-Type", media)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        with contextlib.suppress(OSError):  # who asked has gone
            self.wfile.write(body)

    def _drip(self) -> None:
        self._answer(200, b"", MEDIA)
        with contextlib.suppress(OSError):
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), type("Handler", (_Resolver,), {"seen": self.seen}))
        self.address = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as opened:
        Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.shutdown()


def ask(server: Server, *ends: str) -> tuple[list[WorkEntry], list[Fault]]:
    asked = [Asked(f"10.5555/{end}", number) for number, end in enumerate(ends, 1)]
    return resolve(asked, server.address, seconds=0.7, limit=30_000)


def test_each_doi_is_asked_for_its_record_and_counts_as_looked_up(server: Server) -> None:
    works, faults = ask(server, "one", "Two<3>?#%")
    assert faults == []
    assert [(w.slug, w.doi, w.title, w.line, w.looked_up) for w in works] == [
        ("example2021", "10.5555/one", "A made-up work 10.5555/one", 1, True),
        ("example2021b", "10.5555/Two<3>?#%", "A made-up work 10.5555/Two<3>?#%", 2, True),
    ]
    assert server.seen == [("/10.5555/one", MEDIA), ("/10.5555/Two%3C3%3E%3F%23%25", MEDIA)]


@pytest.mark.parametrize(
    ("end", "says"),
    [
        ("404", "knows no such DOI"), ("410", "knows no such DOI"), ("406", "no record as CSL-JSON"),
        ("page", "the answer is text/html"), ("broken", "the answer: this is no JSON"), ("large", "30,000 bytes"),
        ("other", "the answer is about 10.5555/another"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_record_is_a_fault_and_the_others_are_read(server: Server, end: str, says: str) -> None:
    works, faults = ask(server, end, "one")
    assert [w.doi for w in works] == ["10.5555/one"]
    assert [(f.line, f.key, says in f.message, bool(f.remedy)) for f in faults] == [(1, f"10.5555/{end}", True, True)]


def test_a_record_without_author_and_year_is_told_as_such(server: Server) -> None:
    works, faults = ask(server, "nameless")
    assert works == []
    assert [(f.field, f.message) for f in faults] == [
        ("author", "the answer: it is missing."), ("year", "the answer: it is missing."),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "says"),
    [("500", "answers 500"), ("503", "answers 503"), ("429", "answers 429"), ("slow", "within 0.7 s"),
     ("dripping", "within 0.7 s"), ("to file:///etc/passwd", "'file:///etc/passwd' is not allowed"),
     ("to ftp://example.org/x", "where nothing is asked"), ("to http://example.org/x", "where nothing is asked")],
)  # fmt: skip
def test_a_resolver_that_fails_stops_the_whole_at_once(server: Server, end: str, says: str) -> None:
    begun = time.monotonic()
    with pytest.raises(EndpointError) as caught:
        ask(server, end, "one")
    assert says in str(caught.value)
    assert f"10.5555/{end}" in str(caught.value)
    assert len(server.seen) == 1
    assert time.monotonic() - begun < 1.4


def test_a_record_behind_a_redirection_is_read(server: Server) -> None:
    works, faults = ask(server, "hop")
    assert faults == []
    assert [w.doi for w in works] == ["10.5555/hop"]
    assert [path for path, _ in server.seen] == ["/10.5555/hop", "/agency/hop"]
    assert {accept for _, accept in server.seen} == {MEDIA}


def test_a_circle_of_redirections_is_left(server: Server) -> None:
    with pytest.raises(EndpointError, match=r"10\.5555/circle could not be looked up"):
        ask(server, "circle")
    assert len(server.seen) < 8


def test_a_resolver_that_is_not_there_is_told() -> None:
    with pytest.raises(EndpointError, match="refused"):
        resolve([Asked("10.5555/one", 1)], "http://127.0.0.1:9", seconds=2)


@pytest.mark.parametrize(
    "resolver",
    ["http://example.org", "file:///etc", "ftp://example.org", "example.org", "", "https://", "https://u:p@example.org",
     "https://example.org/?doi=", "https://exa mple.org"],
)  # fmt: skip
def test_only_https_or_this_machine_is_asked(resolver: str) -> None:
    with pytest.raises(ParameterError, match="--resolver"):
        resolve([Asked("10.5555/one", 1)], resolver)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("https://example.org/x", True), ("http://example.org", False), ("https://127.0.0.1/", False),
     ("http://localhost:80/", False), ("https://[::1]/", False), ("file:///x", False), ("data:text/plain,x", False)],
)  # fmt: skip
def test_a_resolver_elsewhere_cannot_lead_to_this_machine(address: str, allowed: bool) -> None:
    assert _may_ask(address, local=False) is allowed
