"""While knowledge changes, every answer comes whole from one state of it."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endpoint.conftest import Server, start, stop

#: Triples of each generation.
SIZE = 500
QUERY = "SELECT ?g (COUNT(*) AS ?n) { ?thing <http://example.org/generation> ?g } GROUP BY ?g"


def publish(workspace: Path, generation: int) -> None:
    """Put a new state into the workspace at once, as the program itself writes files."""
    things = "".join(f"<http://example.org/{i}> <http://example.org/generation> {generation} .\n" for i in range(SIZE))
    new = workspace / "new"
    new.write_text(f"<http://example.org/m> a <http://www.w3.org/2002/07/owl#Ontology> .\n{things}", encoding="utf-8")
    os.replace(new, workspace / "ontology" / "state.ttl")


def seen(server: Server) -> tuple[int, list[tuple[int, int]]]:
    reply = server.ask(QUERY)
    if reply.status != 200:
        return reply.status, []
    rows = json.loads(reply.body)["results"]["bindings"]
    return 200, [(int(row["g"]["value"]), int(row["n"]["value"])) for row in rows]


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "workspace" / "ontology").mkdir(parents=True)
    publish(tmp_path / "workspace", 0)
    running = start(tmp_path / "workspace", "--waiting", "16")
    yield running
    assert stop(running) == 0


def test_a_changed_file_is_served_soon_and_health_tells_the_generation(changing: Server) -> None:
    before = json.loads(changing.send("GET", "/api/health").body)["engine"]
    assert seen(changing) == (200, [(0, SIZE)])
    publish(changing.workspace, 1)
    deadline = time.monotonic() + 10
    while seen(changing) != (200, [(1, SIZE)]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    after = json.loads(changing.send("GET", "/api/health").body)["engine"]
    assert after["generation"] != before["generation"]
    assert after["generations"] == before["generations"] + 1


def crowd(
    server: Server, clients: int, seconds: float, pause: float, wanted: int
) -> tuple[Counter[int], set[int], list[float]]:
    """Ask from many threads while the knowledge changes: statuses, generations seen, seconds of each answer.

    It lasts ``seconds``, and on a slow machine longer, until ``wanted`` generations were seen or a minute has gone.
    """
    statuses: Counter[int] = Counter()
    generations: set[int] = set()
    times: list[float] = []
    wrong: list[object] = []
    start = time.monotonic()

    def over() -> bool:
        spent = time.monotonic() - start
        return spent > seconds and (len(generations) >= wanted or spent > seconds + 60)

    def client() -> None:
        while not over():
            begin = time.monotonic()
            try:
                status, rows = seen(server)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told below
                wrong.append(error)
                return
            times.append(time.monotonic() - begin)
            statuses[status] += 1
            if status == 503:
                time.sleep(0.05)
            elif status != 200 or len(rows) != 1 or rows[0][1] != SIZE:
                wrong.append((status, rows))
            else:
                generations.add(rows[0][0])

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    generation = 0
    while not over() and not wrong:
        time.sleep(pause)
        generation += 1
        publish(server.workspace, generation)
    for thread in threads:
        thread.join()
    assert wrong == []
    return statuses, generations, times


@pytest.mark.slow
def test_a_crowd_sees_whole_states_while_the_knowledge_changes(changing: Server) -> None:
    statuses, generations, _ = crowd(changing, clients=8, seconds=4, pause=1.5, wanted=2)
    assert set(statuses) <= {200, 503}
    assert statuses[200] > 50
    assert len(generations) >= 2


@pytest.mark.slow
@pytest.mark.alone
def test_thirty_two_clients_see_whole_states_for_as_long_as_asked(
    changing: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = float(os.environ.get("THREATPRAXIS_CROWD_SECONDS", "20"))
    statuses, generations, times = crowd(changing, clients=32, seconds=seconds, pause=5, wanted=int(seconds / 5) - 1)
    assert set(statuses) <= {200, 503}
    assert len(generations) >= int(seconds / 5) - 1
    times.sort()
    p99 = times[int(len(times) * 0.99)] * 1000
    with capsys.disabled():
        sys.stdout.write(f"\n32 clients: {statuses[200]} answers, {statuses[503]} busy, p99 {p99:.0f} ms\n")
