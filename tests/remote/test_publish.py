"""Publishing to real servers, also to one that is killed in the middle."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.cli.entry import main
from kg.errors import EndpointError
from kg.publish import Publisher, text
from kg.publish.digest import digest
from kg.results import Triple, iri, literal
from kg.store.remote.address import Login
from kg.store.remote.client import Client
from kg.store.remote.engine import RemoteEngine
from tests.remote import servers
from tests.remote.conftest import DBA
from tests.remote.servers import Server

pytestmark = pytest.mark.remote

Modules = dict[str, list[Triple]]
M = "https://example.org/module/"
N_TRIPLES = "application/n-triples"


def module(name: str, triples: int, value: str) -> Modules:
    made = [Triple(iri(f"{M}{name}/{n}"), iri(M + "says"), literal(value)) for n in range(triples)]
    return {M + name: made}


def publish(server: Server, here: Modules, login: Login | None = None, graph_store: str = "") -> list[str]:
    query = server.update if login else server.query
    publisher = Publisher(query, server.update, graph_store, login or Login(), 60)
    return [step.action for step in publisher.carry_out(publisher.plan(here), here)]


def values(server: Server, name: str) -> set[str]:
    table = RemoteEngine(server.query, Login()).select_all(
        f"SELECT DISTINCT ?o WHERE {{ GRAPH <{M}{name}> {{ ?s ?p ?o }} }}"
    )
    return {str(v) for v in table.column("o")}


def left_over(server: Server) -> int:
    return len(RemoteEngine(server.query, Login()).select_all(text.LEFT_OVER))


@pytest.fixture
def empty(tmp_path: Path) -> object:
    server = servers.oxigraph(tmp_path / "store")
    yield server
    server.kill()


def test_all_modules_arrive_on_oxigraph_with_their_counts(oxigraph: Server, here: Modules) -> None:
    report = RemoteEngine(oxigraph.query, Login()).report
    assert {m.iri: m.triples for m in report.modules} == {name: len(set(t)) for name, t in here.items()}


def test_all_modules_arrive_on_virtuoso_with_their_counts(virtuoso: Server, here: Modules) -> None:
    report = RemoteEngine(virtuoso.query, Login()).report
    assert {m.iri: m.triples for m in report.modules} == {name: len(set(t)) for name, t in here.items()}


def test_what_has_not_changed_is_not_sent_again(oxigraph: Server, here: Modules) -> None:
    assert set(publish(oxigraph, here)) == {"keep"}


def test_only_what_changed_is_sent_and_what_is_gone_is_removed(empty: Server) -> None:
    publish(empty, module("a", 3, "old") | module("b", 3, "old") | module("c", 3, "old"))
    assert publish(empty, module("a", 3, "old") | module("b", 4, "new")) == ["keep", "send", "remove"]
    assert (values(empty, "a"), values(empty, "b"), values(empty, "c")) == ({"old"}, {"new"}, set())
    assert left_over(empty) == 0


def test_a_module_that_somebody_altered_there_is_sent_again(empty: Server) -> None:
    here = module("a", 3, "old")
    publish(empty, here)
    Publisher(empty.query, empty.update, login=Login())._update(
        f"INSERT DATA {{ GRAPH <{M}a> {{ <{M}x> <{M}says> 1 }} }}"
    )
    assert publish(empty, here) == ["send"]
    assert values(empty, "a") == {"old"}


def test_the_graph_store_protocol_gives_the_same(empty: Server, here: Modules) -> None:
    chosen = {name: here[name] for name in list(here)[:3]}  # with blank nodes among them
    store = empty.query.removesuffix("/query") + "/store"
    assert set(publish(empty, chosen, graph_store=store)) == {"send"}
    assert set(publish(empty, chosen)) == {"keep"}


@pytest.mark.parametrize("product", ["oxigraph", "virtuoso"])
def test_a_large_module_is_read_back_in_parts_that_are_the_whole(
    oxigraph: Server, virtuoso: Server, here: Modules, product: str
) -> None:
    server = {"oxigraph": oxigraph, "virtuoso": virtuoso}[product]
    engine = RemoteEngine(server.query, Login(), 60)
    # The one with most blank nodes, and the largest.
    for name in (
        max(here, key=lambda n: sum(t.subject.kind == "blank" for t in here[n])),
        max(here, key=lambda n: len(here[n])),
    ):
        parts = [engine.construct_all(query, row_limit=100_000) for query in text.content_in_parts(name)]
        assert min(map(len, parts[1:])) > 0
        read = [triple for part in parts for triple in part]
        assert len(read) == len(set(here[name]))
        assert digest(read) == digest(here[name])


def test_a_long_module_reaches_a_server_that_asks_first_who_it_is(virtuoso: Server) -> None:
    # Virtuoso refuses before it has read the body, and resets the connection when 3.5 MB of it arrive nevertheless.
    client = Client(virtuoso.update, DBA)
    client.trust(virtuoso.graph_store)
    body = text.lines(module("long", 40_000, "a value of some length")[M + "long"]).encode()
    for n in range(3):
        reply = client.put(f"{virtuoso.graph_store}?graph={quote(f'{M}long{n}', safe='')}", body, N_TRIPLES, 60)
        assert reply.status in (200, 201)
        counted = RemoteEngine(virtuoso.query, Login()).select_all(text.count(f"{M}long{n}"))
        assert counted.column("n") == [40_000]
        assert client.update(text.drop(f"{M}long{n}"), 60).status == 200


def test_readers_on_oxigraph_see_the_old_module_or_the_new_one(empty: Server) -> None:
    publish(empty, module("a", 2000, "v0"))
    seen: list[tuple[int, int]] = []
    over = threading.Event()
    query = f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) WHERE {{ GRAPH <{M}a> {{ ?s ?p ?o }} }}"

    def read() -> None:
        engine = RemoteEngine(empty.query, Login())
        while not over.is_set():
            row = next(iter(engine.select_all(query)))
            seen.append((int(str(row["n"])), int(str(row["d"]))))

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(1, 6):
        publish(empty, module("a", 2000, f"v{version}"))
    over.set()
    reader.join()
    assert len(seen) > 20
    assert set(seen) == {(2000, 1)}


@pytest.mark.parametrize("dies_after", [0, 1, 3])
def test_a_server_killed_in_the_middle_keeps_the_old_and_the_next_run_goes_on(tmp_path: Path, dies_after: int) -> None:
    folder, port = tmp_path / "store", servers.free_port()
    server = servers.oxigraph(folder, port=port)
    names = "abcde"
    old: Modules = {}
    new: Modules = {}
    for name in names:
        old |= module(name, 50, "old")
        new |= module(name, 3000, "new")
    publish(server, old)
    publisher = Publisher(server.query, server.update, login=Login(), seconds=20)
    plan = publisher.plan(new)
    updates = 0
    send = publisher._client.update

    def killing(sparql: str, seconds: float) -> object:
        # Six portions of 500 triples, then the move: the server dies at the second portion of a module.
        nonlocal updates
        updates += 1
        if updates == dies_after * 7 + 2:
            threading.Timer(0.002, server.kill).start()
        return send(sparql, seconds)

    publisher._client.update = killing  # type: ignore[assignment]
    done = []
    with pytest.raises(EndpointError) as caught:
        for step in publisher.carry_out(plan, new):
            done.append(step.module)
    assert f"Not done: {5 - len(done)}" in str(caught.value)
    assert len(done) in (dies_after, dies_after + 1)

    server.process.wait()
    server = servers.oxigraph(folder, port=port)
    try:
        for name in names:
            assert values(server, name) == ({"new"} if M + name in done else {"old"})
        actions = publish(server, new)
        assert actions.count("keep") == len(done)
        assert actions.count("send") == 5 - len(done)
        assert [values(server, name) for name in names] == [{"new"}] * 5
        assert left_over(server) == 0
    finally:
        server.kill()


def test_a_server_that_alters_the_content_is_found_out_before_readers_see_it(empty: Server) -> None:
    publish(empty, module("a", 3, "old"))
    here = module("a", 3, "new")
    publisher = Publisher(empty.query, empty.update, login=Login())
    plan = [replace(step, digest="sha256:0") for step in publisher.plan(here)]
    with pytest.raises(EndpointError, match="other content there than here on its way"):
        list(publisher.carry_out(plan, here))
    assert values(empty, "a") == {"old"}


def test_virtuoso_wants_to_know_who_writes(virtuoso: Server) -> None:
    with pytest.raises(EndpointError, match="asks for user and password"):
        publish(virtuoso, module("a", 1, "x"), Login("", ""))
    with pytest.raises(EndpointError, match="asks for user and password"):
        publish(virtuoso, module("a", 1, "x"), Login("dba", "wrong"))


def test_a_second_run_on_virtuoso_finds_nothing_to_do(virtuoso: Server, here: Modules) -> None:
    assert set(publish(virtuoso, here, DBA)) == {"keep"}


def test_the_command_tells_what_it_would_do_and_changes_nothing(
    empty: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", empty.query, "--dry-run", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "https://w3id.org/threatpraxis/module/attacks,send," in out
    assert "would be changed" in err
    assert RemoteEngine(empty.query, Login()).report.modules == ()
