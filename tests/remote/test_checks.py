"""The checks on real servers: all planted faults at once, and the same findings as here."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.publish import modules_here
from kg.graph import open_graph
from kg.publish import Publisher
from kg.results import Table
from kg.store.engine import Engine
from kg.store.remote.address import Login
from kg.store.remote.engine import RemoteEngine
from tests.ontology.test_checks import BROKEN, CHECKS, LIBRARY
from tests.remote import servers
from tests.remote.conftest import DBA

pytestmark = pytest.mark.remote

#: Virtuoso has no characters above ASCII within brackets of a regular expression when a text comes from the graph.
MISSED = {"checks/same-label": {"https://w3id.org/threatpraxis/id/attack/accent"}}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of all broken files."""
    workspace = tmp_path_factory.mktemp("broken")
    shutil.copytree(BROKEN, workspace / "ontology")
    return workspace


@pytest.fixture(scope="module")
def ours(broken: Path) -> Iterator[Engine]:
    with open_graph(broken, in_process=True) as graph:
        yield graph.engine


@pytest.fixture(scope="module")
def theirs(broken: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    here = modules_here(str(broken))
    virtuoso = servers.virtuoso(tmp_path_factory.mktemp("virtuoso"))
    oxigraph = servers.oxigraph(tmp_path_factory.mktemp("oxigraph"))
    try:
        for server, update, login in ((virtuoso, virtuoso.update, DBA), (oxigraph, oxigraph.update, Login())):
            publisher = Publisher(update if login else server.query, update, server.graph_store, login)
            list(publisher.carry_out(publisher.plan(here), here))
        yield {
            "virtuoso": RemoteEngine(virtuoso.query, Login(), 60), "oxigraph": RemoteEngine(oxigraph.query, Login(), 60)
        }  # fmt: skip
    finally:
        virtuoso.kill()
        oxigraph.kill()


@pytest.mark.parametrize("product", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("check", CHECKS)
def test_a_check_finds_there_what_it_finds_here(
    ours: Engine, theirs: dict[str, Engine], check: str, product: str
) -> None:
    text = LIBRARY.get(check).text
    here, there = ours.select(text), theirs[product].select(text)
    assert here.rows
    missed = MISSED.get(check, set()) if product == "virtuoso" else set()
    assert {row[0] for row in _findings(here) - _findings(there)} == missed
    assert _findings(there) - _findings(here) == Counter()


def _findings(table: Table) -> Counter[tuple[str | None, ...]]:
    """The rows without the labels of blank nodes, and without what is said of graphs that are not ours: Virtuoso asks
    its own system's, too.
    """
    modules = [n for n, name in enumerate(table.names) if name in ("module", "other")]
    rows = (
        tuple(None if t is None else "_:" if t.kind == "blank" else t.value for t in row)
        for row in table.rows
        if all(row[n] is None or "/threatpraxis/module/" in row[n].value for n in modules)  # type: ignore[union-attr]
    )
    return Counter(rows)
