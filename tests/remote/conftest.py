"""One server of each product with all modules published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.cli.publish import modules_here
from kg.publish import Publisher
from kg.results import Triple
from kg.store.remote.address import Login
from tests.remote import servers
from tests.remote.servers import Server

#: What a new Virtuoso database knows.
DBA = Login("dba", "dba")


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Triple]]:
    """The triples of all shipped modules."""
    return modules_here(str(tmp_path_factory.mktemp("nothing")))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory, here: dict[str, list[Triple]]) -> Iterator[Server]:
    server = servers.oxigraph(tmp_path_factory.mktemp("oxigraph"))
    try:
        publisher = Publisher(server.query, server.update, login=Login())
        list(publisher.carry_out(publisher.plan(here), here))
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory, here: dict[str, list[Triple]]) -> Iterator[Server]:
    server = servers.virtuoso(tmp_path_factory.mktemp("virtuoso"))
    try:
        publisher = Publisher(server.update, server.update, login=DBA)
        list(publisher.carry_out(publisher.plan(here), here))
        yield server
    finally:
        server.kill()
