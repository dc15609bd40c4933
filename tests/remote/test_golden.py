"""The answers worked out by hand, from real servers of other makers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg import shipped
from kg.graph import Graph
from kg.library import Library
from kg.store.remote.address import Login
from kg.store.remote.engine import RemoteEngine
from tests.queries.golden import Golden
from tests.queries.test_library import CASES
from tests.remote.servers import Server

pytestmark = pytest.mark.remote

LIBRARY = Library([(shipped.queries_dir(), "shipped")])
NAMES = [f"{q}[{' '.join(c.parameters.values())}]" for q, c in CASES]
#: Questions that Virtuoso 7.2.5 does not answer as the others do, and how it fails.
DEVIATES = {
    "evidence/classes": "gives other rows",
    "evidence/not-published": "refuses it for its estimated time",
    "evidence/works": "gives other rows",
    "evidence/estimates": "loses the base of some observations behind a UNION",
    "evidence/secondary": "loses rows of an OPTIONAL that holds a UNION",
    "exposure/figures": "takes longer than 20 s",
    "gaps/access-combinations": "takes longer than 20 s",
    "gaps/altered-data": "takes 10 s and more, and all of its memory pool",
    "gaps/attention": "loses columns of an OPTIONAL that holds a subselect",
    "gaps/by-bin": "takes longer than 20 s",
    "gaps/figures": "loses rows",
    "gaps/query-budget": "takes longer than 20 s",
}


@pytest.fixture(scope="module")
def on_oxigraph(oxigraph: Server) -> Iterator[Graph]:
    with Graph(RemoteEngine(oxigraph.query, Login(), 60), LIBRARY) as graph:
        yield graph


@pytest.fixture(scope="module")
def on_virtuoso(virtuoso: Server) -> Iterator[Graph]:
    with Graph(RemoteEngine(virtuoso.query, Login(), 60), LIBRARY) as graph:
        yield graph


@pytest.mark.parametrize(("query_id", "case"), CASES, ids=NAMES)
def test_an_oxigraph_server_gives_the_answer_worked_out_by_hand(
    on_oxigraph: Graph, query_id: str, case: Golden
) -> None:
    _compare(on_oxigraph, query_id, case)


@pytest.mark.parametrize(("query_id", "case"), CASES, ids=NAMES)
def test_virtuoso_gives_the_answer_worked_out_by_hand(on_virtuoso: Graph, query_id: str, case: Golden) -> None:
    if query_id in DEVIATES:
        pytest.skip(f"Virtuoso deviates: {DEVIATES[query_id]}")
    _compare(on_virtuoso, query_id, case)


def _compare(graph: Graph, query_id: str, case: Golden) -> None:
    table = graph.query(query_id, **case.parameters)
    shown = [dict(zip(table.names, row)) for row in table.cells(short_iris=True)]
    rows = [tuple(row[name] for name in case.columns) for row in shown]
    if case.complete:
        assert rows == case.rows
    else:
        assert [row for row in case.rows if row not in rows] == []
