"""The store on disk: it gives the answers of the one in memory, and a build that is killed harms nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg import shipped
from kg.errors import ModuleError, ParameterError, QueryRefusedError
from kg.graph import Graph, open_graph
from kg.store import bulk, disk, snapshot
from kg.store.snapshot import Sources, ensure, finished
from tests.queries.golden import GOLDEN, Golden

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
MODULE = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix x: <https://example.org/> .
<https://example.org/mine> a owl:Ontology .
[] x:p 8.50 . [] x:p 2 .
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The shipped knowledge in a store on disk."""
    with open_graph(store=tmp_path_factory.mktemp("store")) as graph:
        yield graph


@pytest.fixture
def small(tmp_path: Path) -> Sources:
    """An ontology of one module."""
    ontology = tmp_path / "ontology"
    ontology.mkdir()
    (ontology / "catalog-v001.xml").write_text(
        '<catalog><uri name="https://example.org/mine" uri="mine.ttl"/></catalog>', encoding="utf-8"
    )
    (ontology / "mine.ttl").write_text(MODULE, encoding="utf-8")
    return Sources(ontology, tmp_path / "workspace")


def touch(sources: Sources, text: str = "") -> None:
    file = sources.ontology / "mine.ttl"
    file.write_text(file.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")


def count(store: Path) -> int:
    (row,) = list(disk.open_finished(store).select(COUNT))
    return int(str(row["n"]))


CASES = [(query_id, case) for query_id, cases in sorted(GOLDEN.items()) for case in cases]


@pytest.mark.slow
@pytest.mark.parametrize(("query_id", "case"), CASES, ids=[f"{q}[{' '.join(c.parameters.values())}]" for q, c in CASES])
def test_a_question_gives_the_golden_answer_on_disk(kept: Graph, query_id: str, case: Golden) -> None:
    table = kept.query(query_id, **case.parameters)
    shown = [dict(zip(table.names, row)) for row in table.cells(short_iris=True)]
    rows = [tuple(row[name] for name in case.columns) for row in shown]
    assert [row for row in case.rows if row not in rows] == []
    assert not case.complete or rows == case.rows


def test_disk_and_memory_report_the_same_modules(kept: Graph, graph: Graph) -> None:
    assert {(m.iri, m.triples) for m in kept.engine.report.modules} == {
        (m.iri, m.triples) for m in graph.engine.report.modules
    }


def test_a_query_on_disk_can_open_no_file_and_change_nothing(kept: Graph) -> None:
    with pytest.raises(QueryRefusedError):
        kept.sparql("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises(QueryRefusedError):
        kept.sparql("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }")


def test_a_store_that_fits_the_files_is_not_built_again(small: Sources, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    first = ensure(small, tmp_path / "store", lambda done, whole: steps.append((done, whole)))
    assert steps[0] == (0, len(MODULE)) and steps[-1] == (len(MODULE), len(MODULE))
    assert ensure(small, tmp_path / "store", lambda *_: pytest.fail("built again")) == first


def test_a_changed_file_makes_a_new_store_and_the_last_but_one_stays(small: Sources, tmp_path: Path) -> None:
    stores = []
    for number in range(4):
        touch(small, f"x:thing{number} x:p {number} .")
        stores.append(ensure(small, tmp_path / "store"))
    assert finished(tmp_path / "store") == [stores[3], stores[2]]
    assert count(stores[3]) == count(stores[2]) + 1 == 7


def test_a_store_that_is_read_is_not_cleared_away(small: Sources, tmp_path: Path) -> None:
    first = ensure(small, tmp_path / "store")
    reader = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from kg.store.snapshot import hold\n"
         "hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()", str(first)],
        cwd=shipped.import_root(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with reader:
        assert reader.stdout is not None and reader.stdout.readline() == b"held\n"
        for _ in range(3):
            touch(small)
            last = ensure(small, tmp_path / "store")
        assert first in finished(tmp_path / "store")
        reader.communicate()
    touch(small)
    ensure(small, tmp_path / "store")
    assert first not in finished(tmp_path / "store") and last in finished(tmp_path / "store")


def test_while_another_builds_the_earlier_store_answers(small: Sources, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = ensure(small, store)
    touch(small)
    with snapshot._locked(store / snapshot._BUILDER, wait=False) as builder:
        assert builder and ensure(small, store) == first
    assert ensure(small, store) != first


def test_who_waits_gets_the_store_that_another_builds(small: Sources, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = ensure(small, store)
    touch(small)
    with ThreadPoolExecutor(1) as pool:
        with snapshot._locked(store / snapshot._BUILDER, wait=False) as builder:
            assert builder
            waiting = pool.submit(ensure, small, store, wait=True)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        assert waiting.result(30) not in (first, None)


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_earlier_store_as_it_was(small: Sources, tmp_path: Path) -> None:
    store, dice = tmp_path / "store", random.Random(11)  # noqa: S311  # moments to kill at, no secrets
    first = ensure(small, store)
    touch(small, "\n".join(f"x:t{n} x:p {n} ." for n in range(50_000)))
    code = "import sys; from kg.store.disk import main; main()"
    arguments = (str(small.ontology), "", str(store), str(small.workspace))
    killed = 0
    for _ in range(4):
        builder = subprocess.Popen(
            [sys.executable, "-c", code, *arguments], cwd=shipped.import_root(), stdout=subprocess.PIPE
        )
        assert builder.stdout is not None and builder.stdout.readline()  # it has begun
        time.sleep(dice.random() * 0.15)
        builder.kill()
        builder.communicate()
        killed += len(finished(store)) == 1
        assert count(first) == 3
        assert all(count(found) == 50_003 for found in finished(store) if found != first)
    assert killed
    assert count(ensure(small, store)) == 50_003
    assert list(store.glob(".building-*")) == []


def test_a_large_file_gives_the_same_triples_as_a_small_one(
    small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = disk.build(small, _folder(tmp_path / "one"), lambda *_: None)
    monkeypatch.setattr(disk, "LARGE", 1)
    alone = disk.build(small, _folder(tmp_path / "two"), lambda *_: None)
    assert count(alone) == count(together) == 3


def test_a_thing_without_a_name_stays_one_thing_when_a_file_is_read_in_pieces(
    small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(small, '_:one x:q "_:one" . ' + "".join(f"x:{n} x:r {n} . " for n in range(7)) + "x:far x:to _:one .")
    monkeypatch.setattr(disk, "LARGE", 1)
    monkeypatch.setattr(bulk, "PIECE", 2)
    engine = disk.open_finished(disk.build(small, _folder(tmp_path / "store"), lambda *_: None))
    (row,) = list(
        engine.select('SELECT ?from WHERE { ?from <https://example.org/to>/<https://example.org/q> "_:one" }')
    )
    assert str(row["from"]) == "https://example.org/far"
    (row,) = list(engine.select(COUNT))
    assert int(str(row["n"])) == 3 + 9


def test_what_is_told_of_a_build_moves_within_a_large_file_and_ends_at_the_whole(
    small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(small, "".join(f"x:s{n} x:r 'some text to make the file longer than one buffer' . " for n in range(20_000)))
    monkeypatch.setattr(disk, "LARGE", 1)
    monkeypatch.setattr(bulk, "PIECE", 1_000)
    told: list[tuple[int, int]] = []
    disk.build(small, _folder(tmp_path / "store"), lambda done, whole: told.append((done, whole)))
    (whole,) = {of for _, of in told}
    shares = [done / whole for done, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len({round(share, 1) for share in shares}) >= 8


def test_a_large_workspace_file_that_breaks_off_is_left_out_whole(
    small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small.workspace is not None
    own = _folder(small.workspace / "ontology")
    (own / "broken.ttl").write_text("<urn:a> <urn:b> 1 .\n" * 3 + "<urn:a> <urn:b> .\n", encoding="utf-8")
    monkeypatch.setattr(disk, "LARGE", 1)
    engine = disk.open_finished(disk.build(small, _folder(tmp_path / "store"), lambda *_: None))
    (problem,) = engine.report.problems
    assert (problem.line, "left out" in problem.message) == (4, True)
    assert engine.graphs() == ["https://example.org/mine"]


def test_a_broken_shipped_file_ends_the_build_with_its_line(small: Sources, tmp_path: Path) -> None:
    touch(small, "x:a x:b")
    with pytest.raises(ModuleError, match=r"mine\.ttl:\d+"):
        ensure(small, tmp_path / "store")
    assert finished(tmp_path / "store") == []


@pytest.mark.skipif(os.name == "nt", reason="the folders of Windows")
def test_a_folder_that_cannot_be_made_is_refused(small: Sources) -> None:
    with pytest.raises(ParameterError, match="--store"):
        ensure(small, Path("/dev/null/store"))


def test_every_file_of_the_store_can_be_opened_after_the_lock_down_and_no_other(kept: Graph, tmp_path: Path) -> None:
    ready = tmp_path / "many"
    ready.mkdir()
    for number in range(30):
        (ready / f"{number}.sst").touch()
    code = (
        "import sys, os\nfrom pathlib import Path\nfrom kg.store import worker\n"
        "files = worker._tables(Path(sys.argv[1])); worker.lock_down(2**30, files)\n"
        "held = [open(f) for f in sorted(files)]\n"
        "try: open('/dev/null')\nexcept OSError as error: print(len(held), error.errno)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=shipped.import_root(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["30", "24"], done.stderr


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path
