"""Queries that misbehave: they are stopped, and the next one is answered as if nothing had been."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import shipped
from kg.errors import EngineBusyError, ModuleError, QueryRefusedError, QueryStoppedError, SparqlSyntaxError
from kg.results import Table
from kg.store import guard, process
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
