"""Knowledge for the tests: as shipped, and with the made-up attacks that need quantities."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.exposure import load
from kg.exposure.knowledge import Knowledge
from kg.graph import Graph, open_graph


@pytest.fixture(scope="session")
def knowledge(graph: Graph) -> Knowledge:
    """The shipped knowledge."""
    return load(graph)


@pytest.fixture(scope="session")
def with_needs(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The shipped knowledge with needs.ttl beside it; without the form, so that an access is what changes."""
    workspace = tmp_path_factory.mktemp("needs")
    (workspace / "ontology").mkdir()
    shutil.copy(Path(__file__).parent / "needs.ttl", workspace / "ontology")
    with open_graph(workspace, in_process=True) as graph:
        return replace(load(graph), questions=())
