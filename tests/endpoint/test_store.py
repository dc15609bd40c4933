"""``serve --store`` and ``app --store``: answers from the store on disk, and a new one when a file changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endpoint.conftest import START, Server, start, stop
from tests.endpoint.test_generations import SIZE, publish, seen

#: Seconds within which a changed file must be served; a new store is built for it.
SOON = 20.0


def engine(server: Server) -> dict[str, object]:
    """What the server tells of its engine."""
    told = json.loads(server.send("GET", "/api/health").body)["engine"]
    assert isinstance(told, dict)
    return told


def await_generation(server: Server, generation: int) -> None:
    """Wait until a state is served; no other but whole ones may be seen on the way."""
    deadline = time.monotonic() + SOON
    while (answer := seen(server)) != (200, [(generation, SIZE)]):
        assert answer == (200, [(generation - 1, SIZE)])
        assert time.monotonic() < deadline
        time.sleep(0.1)


def golden(server: Server) -> list[str]:
    """Papers by query budget for evasion: 2, 8, 1 and 0 in Table 3 of Grosse et al. (2024)."""
    reply = server.send("GET", "/api/queries/gaps/query-budget?attack=evasion", Accept="text/csv")
    lines = reply.text.splitlines()
    column = lines[0].split(",").index("papers")
    return [line.split(",")[column] for line in lines[1:]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "workspace" / "ontology").mkdir(parents=True)
    publish(tmp_path / "workspace", 0)
    return tmp_path / "workspace"


@pytest.fixture
def serving(workspace: Path, tmp_path: Path) -> Iterator[Server]:
    running = start(workspace, "--store", str(tmp_path / "store"))
    yield running
    assert stop(running) == 0


@pytest.mark.slow
def test_serve_answers_from_the_store_and_takes_a_new_one_when_a_file_changes(serving: Server, tmp_path: Path) -> None:
    assert any((tmp_path / "store").iterdir())
    before = engine(serving)
    assert golden(serving) == ["", "2", "8", "1", "0", ""]
    assert seen(serving) == (200, [(0, SIZE)])
    publish(serving.workspace, 1)
    await_generation(serving, 1)
    assert engine(serving)["generation"] != before["generation"]
    assert golden(serving) == ["", "2", "8", "1", "0", ""]


@pytest.mark.slow
def test_a_broken_file_is_told_and_leaves_the_rest_as_it_is(serving: Server) -> None:
    (serving.workspace / "ontology" / "broken.ttl").write_text("this is no Turtle", encoding="utf-8")
    deadline = time.monotonic() + SOON
    while not json.loads(serving.send("GET", "/api/health").body)["problems"]:
        assert time.monotonic() < deadline
        seen(serving)
        time.sleep(0.1)
    assert seen(serving) == (200, [(0, SIZE)])


@pytest.mark.e2e
def test_the_app_answers_from_the_store_and_takes_a_new_one_when_a_file_changes(
    workspace: Path, tmp_path: Path
) -> None:
    from tests.e2e.conftest import free_port

    port, store = free_port(), tmp_path / "store"
    options = ["--no-browser", "--port", str(port), "--workspace", str(workspace), "--store", str(store)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, "app", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ),
    )  # fmt: skip
    assert process.stdout is not None
    while f":{port}/" not in (line := process.stdout.readline()):
        assert line, "it ended before it was ready"
    server = Server(port, process, workspace)
    try:
        assert any(store.iterdir())
        assert seen(server) == (200, [(0, SIZE)])
        publish(workspace, 1)
        await_generation(server, 1)
        assert json.loads(server.ask("ASK { attack:evasion a praxis:Attack }").body)["boolean"] is True
    finally:
        stop(server)
