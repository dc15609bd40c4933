"""``threatpraxis gaps``: views, forms, notes and refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.cli.entry import main
from kg.cli.gaps import VIEWS


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["gaps", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_bins_come_with_intervals_bases_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--attack", "evasion", "--dimension", "query-budget", "--format", "csv")
    rows = {row["bin"]: row for row in csv.DictReader(io.StringIO(out))}
    found = rows["100-1k"]
    ends = [found[n] for n in ("gap_low_pp", "gap_high_pp", "gap_ci_low_pp", "gap_ci_high_pp")]
    assert (code, ends) == (0, ["67.9", "67.9", "38.5", "85.6"])
    assert (found["practice_n"], found["practice_base"], found["practice_locator"]) == (
        "271",
        "inferred",
        "Table 3; Sect. 3.2, Evasion",
    )
    assert rows["none"]["gap_low_pp"] == ""
    assert "queries are counted is not stated" in err
    assert "As if sampled" in err


def test_the_base_can_be_those_who_answered(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--view", "reach", "--base", "answered", "--format", "json")
    rows = [r for r in json.loads(out)["rows"] if r["bin"] == "all papers" and r["attack"].endswith("evasion")]
    assert (code, round(rows[0]["reach_high_pct"], 1)) == (0, 38.6)
    assert "no shares among those who answered" in err


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_rows_in_every_form(capsys: pytest.CaptureFixture[str], view: str) -> None:
    for form in ("table", "md"):
        code, out, _ = run(capsys, "--view", view, "--format", form)
        assert code == 0
        assert len(out.splitlines()) > 5


def test_the_ranking_holds_bins_distances_and_reach(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--view", "ranking", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    first = {by: next(r for r in rows if r["by"] == by) for by in ("gap", "distance", "reach")}
    assert first["gap"]["bin"] == "100-1k"
    assert (first["distance"]["distance_low_tv"], first["distance"]["worst"]) == ("0.561", "2")
    assert first["reach"]["reach_high_pct"] == "31.2"


def test_an_option_that_a_view_does_not_take_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--view", "attention", "--base", "answered")
    assert (code, out) == (2, "")
    assert "takes no --base" in err


def test_an_unknown_attack_is_refused_and_one_without_figures_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--attack", "evasoin")[0] == 2
    code, _, err = run(capsys, "--attack", "sponge")
    assert code == 0
    assert "No source in the graph has these figures" in err
