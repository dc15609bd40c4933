"""``threatpraxis import survey`` as it is typed: written whole or not at all, and found by every question after."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg import gaps
from kg.cli import main
from kg.graph import open_graph
from kg.results import show_number
from tests.unit.surveys import FOLDER, RAW, changed

DATA, BOOK = str(FOLDER / "redcap-raw.csv"), str(FOLDER / "codebook.yaml")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--workspace", str(workspace)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def files(workspace: Path) -> list[str]:
    return [p.name for p in workspace.rglob("*") if p.is_file()]


def test_a_survey_goes_into_the_workspace_with_a_record(run: Run, workspace: Path) -> None:
    code, _, told = run("import", "survey", DATA, "--codebook", BOOK, "--by", "a curator")
    assert code == 0
    assert "24 people, 7 questions; 22 figures, of which 3 are hidden" in told
    written = (workspace / "ontology" / "study-made-up-survey.ttl").read_text(encoding="utf-8")
    assert written.startswith("@prefix")
    log = run("log")[1]
    assert "a curator" in log and "Made-up survey (2026)" in log
    # Twice the same is no change; undone it is gone.
    assert run("import", "survey", DATA, "--codebook", BOOK)[0] == 1
    assert run("undo")[0] == 0
    assert not (workspace / "ontology" / "study-made-up-survey.ttl").exists()


def test_the_counts_can_be_looked_at_before(run: Run, workspace: Path) -> None:
    code, out, _ = run("import", "survey", DATA, "--codebook", BOOK, "--dry-run", "--format", "csv")
    rows = {(r["column"], r["answer"]): (r["count"], r["told"]) for r in csv.DictReader(io.StringIO(out))}
    assert code == 0
    assert rows["q33", "1k-100k"] == ("3", "hidden: at most 7")
    assert rows["q33", "unlimited"] == ("5", "hidden: at most 7")
    assert rows["data", "Tables"] == ("22", "no: few gave another answer")
    assert files(workspace) == []


def test_nothing_is_written_where_anything_is_wrong(run: Run, workspace: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(changed(RAW, ("\n9,,2,", "\n9,,8,")), encoding="utf-8")
    code, out, told = run("import", "survey", str(bad), "--codebook", BOOK)
    assert (code, out) == (5, "")
    assert "bad.csv:11: row 9, column 'q33': '8' is none of its answers." in told
    assert files(workspace) == ["bad.csv"]  # which lies there because the workspace is the folder of the test


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "survey", DATA], "What the columns of a survey mean is not known."),
        (["import", "survey", "--codebook", BOOK], "No file of answers was given."),
        (["import", "survey", DATA, "--codebook", BOOK, "--output", DATA], "--output names a file that is imported."),
        (["import", "sssom", DATA, "--codebook", BOOK], "--codebook and --schema belong to surveys."),
        (["import", "atlas"], "No file to import as 'atlas' was given."),
    ],
)
def test_what_is_missing_is_asked_for(arguments: list[str], message: str, run: Run) -> None:
    code, _, told = run(*arguments)
    assert code == 2
    assert message in told


def test_the_module_can_be_written_elsewhere(run: Run, workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "survey.ttl"
    target.parent.mkdir()
    assert run("import", "survey", DATA, "--codebook", BOOK, "--output", str(target))[0] == 0
    assert "study:made-up-survey" in target.read_text(encoding="utf-8")
    assert list((workspace / "ontology").iterdir()) == []


@pytest.mark.slow
def test_an_imported_survey_passes_every_check(run: Run) -> None:
    assert run("import", "survey", DATA, "--codebook", BOOK)[0] == 0
    code, out, told = run("check", "--strict")
    assert code == 0, out + told
    assert "0 errors and 0 warnings" in out + told


def test_a_survey_stands_beside_the_271_and_is_not_pooled_with_them(run: Run, workspace: Path) -> None:
    run("import", "survey", DATA, "--codebook", BOOK)
    with open_graph(workspace, in_process=True) as graph:
        printed, own = gaps.comparisons(graph, "evasion", "query-budget")
        joint = graph.query("exposure/figures", attack="backdoor")
        figures = {(str(r["source"]).rpartition("/")[2], str(r["label"])): r["share"] for r in joint}
        suites = gaps.benchmarks(graph, "evasion", "query-budget")
    assert (printed.survey, own.survey) == ("study:grosse2024", "study:made-up-survey")
    alone = {b.label: b.practice for b in printed.bins}["<100"]
    assert alone is not None and (show_number(alone.percent.low, 1), alone.base.n) == ("15.6", 271)
    bins = {b.label: b.practice for b in own.bins}
    few, hidden = bins["<100"], bins["1k-100k"]
    # 7 of 24 is 29.2 %; its Wilson interval by statsmodels' proportion_confint(7, 24, method="wilson").
    assert few is not None and few.interval is not None
    assert (few.count, few.base.n, few.base.status, few.status) == (7, 24, "stated", "derived")
    assert (show_number(few.interval.low, 1), show_number(few.interval.high, 1)) == ("14.9", "49.2")
    # At most 7 of 24, so below 8 / 24 = 33.4 % when rounded up; a bound has no interval.
    assert hidden is not None and hidden.interval is None
    assert (show_number(hidden.percent.low, 1), show_number(hidden.percent.high, 1)) == ("0.0", "33.4")
    assert figures["grosse2024", "Outsiders can access training and test data"] == Decimal("4.7")
    together = figures["made-up-survey", "Made-up survey (2026): Outsiders can access training and test data"]
    assert str(together) == "29.2"
    assert {s.practice.source.study for s in suites if s.practice} == {"study:grosse2024", "study:made-up-survey"}


def test_a_survey_without_a_common_question_changes_no_answer(run: Run, workspace: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(
        "study: {id: made-up, title: Made up, definition: Nobody was asked., who: Nobody}\n"
        "columns: {role: {answers: {1: Engineer, 2: Researcher}}}\n", encoding="utf-8",
    )  # fmt: skip
    data = tmp_path / "data.csv"
    data.write_text("id,role\n" + "".join(f"{i},{1 + i % 2}\n" for i in range(12)), encoding="utf-8")
    assert run("import", "survey", str(data), "--codebook", str(book))[0] == 0
    with open_graph(workspace, in_process=True) as graph:
        assert {c.survey for c in gaps.comparisons(graph)} == {"study:grosse2024"}
        (share,) = (r["share"] for r in graph.sparql("SELECT ?share { obs:made-up-role-answer-1 praxis:share ?share }"))
    assert share == 50
