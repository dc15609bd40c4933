"""Queries that misbehave: they are stopped, and the next one is answered as if nothing had been."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import shipped
from kg.errors import EngineBusyError, ModuleError, QueryRefusedError, QueryStoppedError, SparqlSyntaxError
from kg.results import Table
from kg.store import guard, process
from kg.store.formats import Dataset
from kg.store.handle import Handle
from kg.store.limits import Limits
from kg.store.sandbox import SandboxedEngine

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
SIMPLE = "ASK { attack:evasion a praxis:Attack }"


@pytest.fixture(scope="module")
def engine() -> Iterator[SandboxedEngine]:
    opened = SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=1.0))
    yield opened
    opened.close()


def test_a_runaway_query_is_stopped_within_three_tenths_of_a_second_of_its_limit(engine: SandboxedEngine) -> None:
    engine.ask(SIMPLE)  # the process is there: its start does not count
    start = time.monotonic()
    with pytest.raises(QueryStoppedError, match="stopped after 1 s"):
        engine.run(RUNAWAY)
    assert time.monotonic() - start < 1.3
    assert engine.ask(SIMPLE)


def test_a_query_that_ends_its_process_is_told_apart_and_costs_the_next_nothing(
    engine: SandboxedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Past the guard, nested braces overflow the parser's stack; the process dies, the program does not.
    monkeypatch.setattr(guard, "check", lambda _: None)
    monkeypatch.setattr(process, "START", "import kg.store.guard as g; g.check = lambda q: None; " + process.START)
    with SandboxedEngine(shipped.ontology_dir()) as fragile:
        with pytest.raises(QueryStoppedError, match="ended its process"):
            fragile.run("SELECT * " + "{" * 50_000 + "}" * 50_000)
        assert fragile.ask(SIMPLE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on descriptors")
def test_a_remote_query_that_slips_past_the_guard_gets_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
    monkeypatch.setattr(guard, "check", lambda _: None)
    monkeypatch.setattr(process, "START", "import kg.store.guard as g; g.check = lambda q: None; " + process.START)
    with SandboxedEngine(shipped.ontology_dir()) as open_minded, pytest.raises((QueryRefusedError, QueryStoppedError)):
        open_minded.run(query)
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()


@pytest.mark.slow
def test_a_query_waits_for_a_free_process_and_then_says_that_all_are_busy() -> None:
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=2.0, patience=0.2)) as busy:
        busy.ask(SIMPLE)
        thread = threading.Thread(target=lambda: pytest.raises(QueryStoppedError, busy.run, RUNAWAY))
        thread.start()
        time.sleep(0.3)
        with pytest.raises(EngineBusyError):
            busy.ask(SIMPLE)
        thread.join()
        assert busy.ask(SIMPLE)


def test_errors_cross_the_process_boundary_whole(engine: SandboxedEngine) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        engine.run("SELECT ?a {\n ?a FLTER ?b }")
    assert (caught.value.line, caught.value.column) == (2, 5)
    assert caught.value.message.count("line 2") == 1


def test_every_kind_of_term_crosses_the_process_boundary_unchanged(engine: SandboxedEngine) -> None:
    table = engine.select(
        """SELECT * { VALUES (?a ?b ?c ?d ?e) { (<http://x/ä> "a\\nb\\t\\"c\\u2028"@en-GB "x" 1.50 UNDEF) } }"""
    )
    assert next(iter(table.rows))[4] is None
    row = next(iter(table))
    assert row["a"] == "http://x/ä"
    assert row["b"] == 'a\nb\t"c\u2028'
    assert table.rows[0][1].lang == "en-gb"  # type: ignore[union-attr]
    assert str(row["d"]) == "1.5"  # Oxigraph keeps values, not spellings: printed forms are texts in our data


def test_rows_beyond_the_limit_are_cut_with_a_mark(engine: SandboxedEngine) -> None:
    table = engine.select("SELECT ?s { ?s ?p ?o }", row_limit=7)
    assert (len(table), table.cut) == (7, True)
    all_of_them = engine.select("SELECT ?a { VALUES ?a { 1 2 3 } }", row_limit=3)
    assert (len(all_of_them), all_of_them.cut) == (3, False)


def test_construct_ask_and_describe_give_their_own_kinds_of_answer(engine: SandboxedEngine, attack_count: int) -> None:
    assert isinstance(engine.run("SELECT * { ?s ?p ?o } LIMIT 1"), Table)
    assert engine.ask("ASK { attack:nothing a praxis:Attack }") is False
    triples = engine.construct("CONSTRUCT { ?a a praxis:Attack } WHERE { ?a a praxis:Attack }")
    assert len({t.subject.value for t in triples}) == attack_count
    with pytest.raises(QueryRefusedError, match="no SELECT"):
        engine.select(SIMPLE)


def test_a_broken_shipped_module_ends_the_start_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="http://x/m" uri="m.ttl"/></catalog>'
    )
    (tmp_path / "m.ttl").write_text("@prefix a: <http://a/> .\na:b a:c a:d\na:e a:f a:g .\n")
    with SandboxedEngine(tmp_path) as engine, pytest.raises(ModuleError) as caught:
        engine.ask("ASK {}")
    assert caught.value.path == tmp_path / "m.ttl"
    assert caught.value.line == 3
    assert caught.value.message.count("m.ttl") == 1


def test_a_query_can_be_cancelled_from_another_thread_while_it_runs() -> None:
    handle = Handle()
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=30)) as patient:
        patient.ask(SIMPLE)
        start = time.monotonic()
        threading.Timer(0.3, handle.cancel).start()
        with pytest.raises(QueryStoppedError) as caught:
            patient.run(RUNAWAY, handle=handle)
        assert caught.value.reason == "cancelled"
        assert time.monotonic() - start < 3
        assert patient.ask(SIMPLE)
        with pytest.raises(QueryStoppedError, match="cancelled"):
            patient.run(SIMPLE, handle=handle)


def test_a_query_can_be_cancelled_while_it_waits() -> None:
    first, second, caught = Handle(), Handle(), []
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=30)) as one:
        one.ask(SIMPLE)

        def wait(query: str, handle: Handle) -> None:
            with pytest.raises(QueryStoppedError) as error:
                one.run(query, handle=handle)
            caught.append(error.value.reason)

        threads = [threading.Thread(target=wait, args=pair) for pair in ((RUNAWAY, first), (SIMPLE, second))]
        threads[0].start()
        until(lambda: one.metrics()["running"] == 1)
        threads[1].start()
        until(lambda: one.metrics()["waiting"] == 1)
        second.cancel()
        threads[1].join(5)
        assert (caught, one.metrics()["running"]) == (["cancelled"], 1)
        first.cancel()
        threads[0].join(5)
        assert caught == ["cancelled", "cancelled"]


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail when it does not within ten seconds."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux holds a process to its address space")
def test_a_query_that_needs_too_much_memory_is_told_apart_from_one_that_takes_too_long() -> None:
    tripled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(18))
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=20, memory=128 * 1024**2)) as small:
        with pytest.raises(QueryStoppedError) as caught:
            small.run(f'SELECT ?x18 {{ BIND("0123456789" AS ?x0) {tripled} }}')
        assert caught.value.reason == "memory"
        assert "memory" in caught.value.message
        assert small.ask(SIMPLE)
        assert small.metrics()["stopped"]["memory"] == 1


@pytest.mark.slow
def test_too_many_waiting_queries_are_refused_at_once() -> None:
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=2.0, waiting=0)) as narrow:
        narrow.ask(SIMPLE)
        thread = threading.Thread(target=lambda: pytest.raises(QueryStoppedError, narrow.run, RUNAWAY))
        thread.start()
        until(lambda: narrow.metrics()["running"] == 1)
        start = time.monotonic()
        with pytest.raises(EngineBusyError, match="1 at work"):
            narrow.ask(SIMPLE)
        assert time.monotonic() - start < 0.5
        thread.join()
        assert narrow.metrics()["busy"] == 1


def test_documents_are_the_same_answers_already_written(engine: SandboxedEngine) -> None:
    query = "SELECT ?a { ?a a praxis:Attack } ORDER BY ?a"
    lines = engine.document(query, "csv").read().decode().splitlines()
    assert lines == ["a", *(str(value) for value in engine.select(query).column("a"))]
    cut = engine.document(query, "csv", row_limit=3)
    assert (cut.rows, cut.cut) == (3, True)
    assert cut.size == len(cut.read())
    with SandboxedEngine(shipped.ontology_dir(), limits=Limits(seconds=20)) as patient:
        large = patient.document("SELECT ?s ?p ?o { ?s ?p ?o }", "tsv", row_limit=20_000)
    assert large.size > 1024**2  # beyond what is kept in memory, in many pieces
    assert large.read().count(b"\n") == 20_001


def test_an_empty_dataset_and_an_unknown_graph_are_told(engine: SandboxedEngine) -> None:
    for name in ("http://example.org/none", "file:///etc/passwd"):
        with pytest.raises(QueryRefusedError, match=f"no graph <{name}>"):
            engine.run(f"ASK FROM <{name}> {{ ?s ?p ?o }}")
    core = "https://w3id.org/threatpraxis/ontology"
    (named,) = [g for g in engine.graphs() if g == core]
    inside = engine.select("SELECT (COUNT(*) AS ?n) { GRAPH <" + named + "> { ?s ?p ?o } }")
    chosen = engine.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", dataset=Dataset((named,)))
    assert isinstance(chosen, Table)
    assert chosen.column("n") == inside.column("n")


def test_what_was_seen_is_not_unseen_by_a_process_that_began_before(workspace: Path) -> None:
    def write(number: int) -> None:
        text = f"<x:module> a <http://www.w3.org/2002/07/owl#Ontology> . <x:thing> <x:number> {number} ."
        (workspace / "ontology" / "state.ttl").write_text(text, encoding="utf-8")

    def seen() -> object:
        answer = engine.run("SELECT ?n { <x:thing> <x:number> ?n }")
        assert isinstance(answer, Table)
        return answer.column("n")[0]

    write(1)
    with SandboxedEngine(shipped.ontology_dir(), workspace, Limits(slots=2)) as engine:
        assert seen() == 1
        earlier = engine._slots.take()  # as a query does that takes long
        write(2)
        assert seen() == 2
        engine._slots.give(earlier)
        assert [seen() for _ in range(3)] == [2, 2, 2]
        both = [engine._slots.take(), engine._slots.take()]
        for process in reversed(both):
            engine._slots.give(process)
        assert [seen() for _ in range(3)] == [2, 2, 2]
