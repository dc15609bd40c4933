"""Two processes add to one workspace and are killed at any moment: what they said is there, and nothing by half."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg import shipped
from kg.author.proposal import Proposal
from kg.author.workspace import Workspace
from kg.graph import open_graph
from tests.unit.workspace_writer import text_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the signal is one of POSIX")


class Writer:
    """One of the two: a process that adds, killed and started again until all its additions were acknowledged."""

    def __init__(self, folder: Path, name: str, count: int, dice: random.Random, kills: int) -> None:
        self.folder, self.name, self.count, self.dice, self.kills_left = folder, name, count, dice, kills
        self.acknowledged: dict[int, str] = {}
        self.killed = 0
        self.complaints = ""

    def run(self) -> None:
        """Work until done."""
        while len(self.acknowledged) < self.count:
            if self._once() != -9:
                break  # it ended by itself: the test tells whether it was done

    def _once(self) -> int:
        first = len(self.acknowledged)
        command = [sys.executable, "-m", "tests.unit.workspace_writer", str(self.folder), self.name]
        process = subprocess.Popen(
            [*command, str(first), str(self.count)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=shipped.import_root(),
        )  # fmt: skip
        assert process.stdout is not None
        timer = None
        for line in process.stdout:
            number, digest = line.split()
            self.acknowledged[int(number)] = digest
            if timer is None and self.kills_left:  # it is at work: it has so long yet to live
                timer = threading.Timer(self.dice.uniform(0, 0.15), process.kill)
                timer.start()
        if timer is not None:
            timer.join()
        self.complaints += process.communicate()[1]
        if process.returncode == -9:
            self.killed += 1
            self.kills_left -= 1
        return process.returncode


def hammer(folder: Path, count: int, kills: int, seed: int) -> list[Writer]:
    """Have two writers at work at once."""
    writers = [
        Writer(folder, name, count, random.Random(f"{seed}{name}"), kills)  # noqa: S311  # a die, no secret
        for name in ("one", "two")
    ]
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return writers


def must_be_whole(folder: Path, writers: list[Writer], count: int) -> None:
    """All that was acknowledged is there with its content, has one record, and nothing is left behind."""
    place = Workspace(folder)
    last = place.save(Proposal("ontology/last.ttl", text_of("last"), "added", "Last", "form"), by="curator")
    expected = {"ontology/last.ttl": last.after}
    for writer in writers:
        assert writer.complaints == ""
        assert sorted(writer.acknowledged) == list(range(count))
        for number, digest in writer.acknowledged.items():
            slug = f"{writer.name}-{number}"
            assert digest == hashlib.sha256(text_of(slug).encode()).hexdigest()
            expected[f"ontology/attack-{slug}.ttl"] = digest
    assert {path: place.digest(path) for path in place.files()} == expected
    records, problems = place.history()
    assert problems == ()
    assert sorted((r.path, r.after, r.kind, r.before) for r in records) == sorted(
        (path, digest, "added", "") for path, digest in expected.items()
    )
    assert [str(p) for p in folder.rglob("*") if p.name.endswith((".tmp", ".pending"))] == []
    with open_graph(folder, in_process=True) as graph:
        assert graph.problems == ()
        own = graph.engine.select(
            'SELECT ?a { ?a a praxis:Attack ; skos:prefLabel ?l FILTER(STRSTARTS(?l, "Attack ")) }'
        )
        assert len(own) == 2 * count + 1
        assert len(graph.query("evidence/changes")) == 2 * count + 1


def test_twenty_additions_survive_two_writers_that_are_killed(tmp_path: Path) -> None:
    writers = hammer(tmp_path / "workspace", 10, 2, seed=1)
    assert sum(writer.killed for writer in writers) >= 1
    must_be_whole(tmp_path / "workspace", writers, 10)


@pytest.mark.slow
def test_two_hundred_additions_survive_two_writers_that_are_killed_again_and_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("THREATPRAXIS_SEED", "7"))
    writers = hammer(tmp_path / "workspace", 100, 40, seed)
    killed = sum(writer.killed for writer in writers)
    with capsys.disabled():
        sys.stdout.write(f"\n200 additions, {killed} processes killed\n")
    assert killed >= 20
    must_be_whole(tmp_path / "workspace", writers, 100)
