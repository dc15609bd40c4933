"""What all tests share: one graph per session, and a workspace that belongs to the test alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kg import shipped
from kg.graph import Graph, open_graph

_NUMBERS = count()


def pytest_configure() -> None:
    """Let Ctrl+C reach the servers that tests start, though a shell that runs in the background passes it over."""
    # Processes inherit that a signal is ignored; one that is handled they take as it is by default.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nothing")


@pytest.fixture(autouse=True)
def _own_workspace(_nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own workspace out of the tests: each has one that is not there yet."""
    # Not mktemp: it looks through all folders of the session, each time.
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(_nowhere / str(next(_NUMBERS)) / "workspace"))


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The shipped knowledge in this process."""
    with open_graph(tmp_path_factory.mktemp("empty-workspace"), in_process=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def attack_count() -> int:
    """How many attacks ship, counted as lines of the Turtle file."""
    text = (shipped.ontology_dir() / "attacks.ttl").read_text(encoding="utf-8")
    return text.count("\n    a praxis:Attack ;")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty workspace."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "queries").mkdir()
    return tmp_path
