"""The endpoint as users start it, over the shipped knowledge and three small modules of a workspace."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

START = "import sys; from kg.cli import main; sys.exit(main())"
G = "http://example.org/data/"

#: One thing in each module, named like its graph, as in the data of the W3C protocol tests.
MODULE = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/> .
<{graph}> a owl:Ontology .
<{graph}/thing> a :Document{number} ; :says {text} .
"""
TEXTS = {1: '"plain, with comma"', 2: '"Grüße\\n\\"quoted\\""@de', 3: "42"}


@dataclass
class Reply:
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Server:
    """A running ``threatpraxis serve``."""

    port: int
    process: subprocess.Popen[str]
    workspace: Path

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def send(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Reply:
        """Send a request; in header names ``_`` stands for ``-``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, {n.replace("_", "-"): v for n, v in headers.items()})
            response = connection.getresponse()
            return Reply(response.status, {n.lower(): v for n, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "", **fields: str | list[str]) -> Reply:
        """Put a query with GET."""
        text = urlencode({"query": query, **fields}, doseq=True, quote_via=quote)
        return self.send("GET", f"/sparql?{text}", **({"Accept": accept} if accept else {}))


def write_module(workspace: Path, number: int) -> None:
    """Put one of the small modules into a workspace."""
    text = MODULE.format(graph=f"{G}{number}", number=number, text=TEXTS[number])
    (workspace / "ontology" / f"data{number}.ttl").write_text(text, encoding="utf-8")


def start(workspace: Path, *options: str) -> Server:
    """Start the endpoint and wait until it says where it runs."""
    (workspace / "ontology").mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-P", "-c", START, "serve", "--port", str(port), "--workspace", str(workspace)]
    process = subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert f"http://127.0.0.1:{port}/sparql" in line, line + process.stdout.read()
    return Server(port, process, workspace)


def stop(server: Server) -> int:
    """End a server as Ctrl+C does and return its exit code."""
    server.process.send_signal(signal.SIGINT)
    code = server.process.wait(20)
    assert server.process.stdout is not None
    server.process.stdout.close()
    return code


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One endpoint for all tests that change nothing."""
    workspace = tmp_path_factory.mktemp("endpoint") / "workspace"
    (workspace / "ontology").mkdir(parents=True)
    for number in TEXTS:
        write_module(workspace, number)
    running = start(workspace, "--timeout", "2", "--rows", "2000", "--cors", "https://friend.example")
    yield running
    assert stop(running) == 0
