"""Several workspaces: the knowledge of all is there, the first takes additions and wins where two have the same."""

from __future__ import annotations

import csv
import io
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg import shipped
from kg.author.proposal import Proposal
from kg.author.workspace import Workspace
from kg.cli import main
from kg.cli.app import workspace_variable
from kg.errors import ParameterError
from kg.graph import open_graph
from kg.server.live import files_stamp
from tests.endpoint.conftest import start, stop

ASK = "SELECT ?said { <https://example.org/thing> <https://example.org/says> ?said } ORDER BY ?said"
QUERY = "#+ title: {title}\n#+ question: Which?\nSELECT ?s WHERE {{ ?s ?p ?o }} LIMIT 1\n"


def fill(folder: Path, said: str, module: str = "shared", query: str = "own/shared") -> Path:
    """A workspace with one module and one question."""
    (folder / "ontology").mkdir(parents=True)
    (folder / "ontology" / f"{said}.ttl").write_text(
        f"<https://example.org/{module}> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
        f'<https://example.org/thing> <https://example.org/says> "{said}" .\n'
    )
    path = folder / "queries" / f"{query}.rq"
    path.parent.mkdir(parents=True)
    path.write_text(QUERY.format(title=said))
    return folder


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two workspaces that have a module and a question of the same name; the names of their files would sort them."""
    return fill(tmp_path / "b", "first"), fill(tmp_path / "a", "second")


@pytest.mark.parametrize("in_process", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_of_two_with_the_same_the_first_wins_and_both_are_told(
    two: tuple[Path, Path], turned: bool, in_process: bool
) -> None:
    order = two[::-1] if turned else two
    winner, loser = ("second", "first") if turned else ("first", "second")
    with open_graph(order, in_process=in_process) as graph:
        assert graph.engine.select(ASK).column("said") == [winner]
        assert graph.library.get("own/shared").title == winner
        assert graph.workspace == order[0]
        module, question = graph.problems
    for problem, name in ((module, "ontology/{}.ttl"), (question, "queries/own/shared.rq")):
        assert problem.path == str(order[1] / name.format(loser))
        assert str(order[0] / name.format(winner)) in problem.message


def test_what_differs_is_there_of_both(tmp_path: Path) -> None:
    folders = [fill(tmp_path / name, name, module=name, query=f"own/{name}") for name in ("one", "two")]
    with open_graph(folders, in_process=True) as graph:
        assert graph.engine.select(ASK).column("said") == ["one", "two"]
        assert {"own/one", "own/two", "gaps/by-bin"} <= set(graph.library.ids())
        assert graph.problems == ()


@pytest.mark.slow
def test_a_store_on_disk_holds_all_of_them(two: tuple[Path, Path], tmp_path: Path) -> None:
    for order, winner in ((two, "first"), (two[::-1], "second")):
        with open_graph(order, store=tmp_path / "store") as graph:
            assert graph.engine.select(ASK).column("said") == [winner]


def test_the_environment_and_the_option_name_several(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, os.pathsep.join(["", str(two[1]), str(two[0]), str(two[1])]))
    assert shipped.workspace_dirs() == (two[1], two[0])
    assert shipped.workspace_dir() == two[1]
    assert shipped.workspace_dirs(two[0]) == (two[0],)
    options = ["--workspace", str(two[0]), "--workspace", str(two[1])]
    assert main(["query", ASK, "--format", "csv", *options]) == 0
    said = capsys.readouterr()
    assert said.out.split() == ["said", "first"]
    assert str(two[1] / "queries") in said.err
    assert main(["where", "--format", "csv", *options]) == 0
    assert f"workspace,{two[0]}" in (listed := capsys.readouterr().out)
    assert f"workspace 2,{two[1]}" in listed
    assert main(["query", ASK, "--workspace", str(two[0]), "--workspace", str(two[0] / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_the_check_tells_of_questions_that_are_there_twice(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--workspace", str(two[0]), "--workspace", str(two[1])]
    assert main(["check", "--no-shapes", *options]) == 1
    said = capsys.readouterr().out
    assert "is the same question of another workspace" in said
    assert "is taken by" in said


def test_a_server_serves_all_and_sees_changes_in_each(two: tuple[Path, Path], tmp_path: Path) -> None:
    server = start(two[0], "--workspace", str(two[1]))
    try:
        assert server.ask(ASK, "text/csv").text.split() == ["said", "first"]
        (two[1] / "ontology" / "more.ttl").write_text(
            '<https://example.org/thing> <https://example.org/says> "more" .\n'
        )
        deadline = time.monotonic() + 30
        while server.ask(ASK, "text/csv").text.split() != ["said", "first", "more"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        assert stop(server) == 0


def test_the_stamp_of_the_files_changes_with_each_workspace(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, os.pathsep.join(map(str, two)))
    stamps = [files_stamp()]
    for folder in two:
        for path in (*folder.rglob("*.ttl"), *folder.rglob("*.rq")):
            path.write_text(path.read_text() + "\n")
            stamps.append(files_stamp())
    assert len(set(stamps)) == 5


@pytest.mark.skipif(os.pathsep != ":", reason="the character is allowed in no name there")
def test_a_server_cannot_be_told_of_a_folder_with_the_separator_in_its_name(
    tmp_path: Path,
) -> None:
    (tmp_path / "a:b").mkdir()
    with pytest.raises(ParameterError, match="in its name"):
        workspace_variable([tmp_path / "a:b"])


def test_the_log_tells_the_changes_of_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [tmp_path / "b", tmp_path / "a"]
    for day, folder in enumerate(folders, 1):
        text = f"<https://example.org/{folder.name}> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
        proposal = Proposal(f"ontology/of-{folder.name}.ttl", text, "added", folder.name, "x.yaml")
        Workspace(folder).save(proposal, by="curator", when=datetime(2026, 1, day, tzinfo=UTC))
    places = [part for folder in folders for part in ("--workspace", str(folder))]
    assert main(["log", *places, "--format", "csv"]) == 0
    assert [(r["title"], r["workspace"]) for r in csv.DictReader(io.StringIO(capsys.readouterr().out))] == [
        ("a", str(folders[1])),
        ("b", str(folders[0])),
    ]
    assert main(["log", *places, "ontology/of-a.ttl", "--format", "csv"]) == 0
    assert [r["title"] for r in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["a"]
    assert main(["log", *places, "nowhere.ttl"]) == 2
