"""Hostile queries: each is answered or stopped in time, nothing is called, and the next query is answered."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.endpoint.conftest import Server, start, stop
from tests.endpoint.hostile import KINDS, queries

LIMIT = 0.4
#: Bytes beyond the loaded graph a query may take, and what all of the server may take then.
MEMORY_MIB = 256
DIRECT = "application/sparql-query"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path / "workspace", "--timeout", str(LIMIT), "--memory", str(MEMORY_MIB))
    yield running
    assert stop(running) == 0


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def attack(target: Server, canary: socket.socket, number: int) -> tuple[Counter[tuple[str, int]], list[float]]:
    """Put hostile queries one after the other, and look after each whether all is well.

    :returns: how each kind was answered, and the seconds that each took beyond the limit
    """
    port = canary.getsockname()[1]
    seen: Counter[tuple[str, int]] = Counter()
    beyond: list[float] = []
    for kind, query in queries(number, port):
        ready(target)
        begin = time.monotonic()
        reply = target.send("POST", "/sparql", query.encode("utf-8", "surrogatepass"), Content_Type=DIRECT)
        elapsed = time.monotonic() - begin
        seen[kind, reply.status] += 1
        assert reply.status in (200, 400, 403, 413, 500), (kind, reply.text)
        assert reply.status == 200 or "Traceback" not in reply.text  # a paper has the word in its title
        assert "root:" not in reply.text
        assert elapsed < LIMIT + 2, f"{kind}: {elapsed:.2f} s for {query[:200]}"
        beyond.append(elapsed - LIMIT)
        with pytest.raises(BlockingIOError):
            canary.accept()
    # The bar is limit + 0.3 s; a machine that is busy with other things may miss it now and then.
    assert sum(seconds > 0.3 for seconds in beyond) <= 1 + number / 50
    return seen, beyond


def ready(target: Server) -> None:
    """The next queries are answered, by both processes: one that was replaced has its modules loaded afterwards."""
    query = "ASK { attack:evasion a praxis:Attack FILTER(STRLEN(STR(RAND())) > 0) }"
    with ThreadPoolExecutor(2) as both:
        for reply in both.map(lambda _: target.ask(query), range(2)):
            assert json.loads(reply.body)["boolean"] is True


def resident(pid: int) -> int:
    """Bytes of memory of a process, from /proc."""
    pages = Path(f"/proc/{pid}/statm")
    return int(pages.read_text().split()[1]) * 4096 if pages.exists() else 0


def judge(target: Server, seen: Counter[tuple[str, int]]) -> None:
    """What must hold after the attack."""
    harmless = {kind for kind, status in seen if status == 200}
    assert {"service", "dataset", "update", "megabyte"} & harmless == set()
    health = json.loads(target.send("GET", "/api/health").body)["engine"]
    assert health["stopped"]["time"] > 0
    assert health["running"] == health["waiting"] == 0
    assert health["memory"] < 2 * (MEMORY_MIB + 200) * 1024**2
    assert resident(target.process.pid) < 300 * 1024**2
    ready(target)


@pytest.mark.slow
def test_a_sample_of_hostile_queries_does_no_harm(target: Server, canary: socket.socket) -> None:
    judge(target, attack(target, canary, len(KINDS))[0])


@pytest.mark.slow
@pytest.mark.alone
def test_a_thousand_hostile_queries_do_no_harm(
    target: Server, canary: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    number = int(os.environ.get("THREATPRAXIS_HOSTILE_QUERIES", "1000"))
    seen, beyond = attack(target, canary, number)
    assert sum(seen.values()) == number
    judge(target, seen)
    late = sum(seconds > 0.3 for seconds in beyond)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{number} hostile queries: at most {max(beyond):.2f} s after the limit, {late} over 0.3 s\n"
        )
