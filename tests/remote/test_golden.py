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
from tests.queries.test_library import CASES, rows_of
from tests.remote.servers import Server

pytestmark = pytest.mark.remote

LIBRARY = Library([(shipped.queries_dir(), "shipped")])
NAMES = [f"{q}[{' '.join(c.parameters.values())}]" for q, c in CASES]
#: Each question with its golden parameters, and once without any where none is needed.
RUNS = [(query_id, case.parameters) for query_id, case in CASES] + [
    (query_id, {})
    for query_id in dict.fromkeys(query_id for query_id, _ in CASES)
    if not any(p.required for p in LIBRARY.get(query_id).parameters.values())
    and {} not in [case.parameters for other, case in CASES if other == query_id]
]


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
    _compare(on_virtuoso, query_id, case)


@pytest.mark.parametrize(("query_id", "parameters"), RUNS, ids=[f"{q}[{' '.join(p.values())}]" for q, p in RUNS])
def test_virtuoso_gives_the_same_rows_in_all_columns(
    graph: Graph, on_virtuoso: Graph, query_id: str, parameters: dict[str, str]
) -> None:
    there = on_virtuoso.query(query_id, **parameters)
    assert rows_of(there) == rows_of(graph.query(query_id, **parameters))


def _compare(graph: Graph, query_id: str, case: Golden) -> None:
    table = graph.query(query_id, **case.parameters)
    shown = [dict(zip(table.names, row)) for row in table.cells(short_iris=True)]
    rows = [tuple(row[name] for name in case.columns) for row in shown]
    if case.complete:
        assert rows == case.rows
    else:
        assert [row for row in case.rows if row not in rows] == []
