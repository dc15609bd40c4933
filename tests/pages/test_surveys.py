"""A survey of one's own on the pages: beside the 271 and never among them. Counts are those of tests/unit/surveys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import session
from app.gaps.address import state
from app.gaps.files import _one
from kg import shipped
from kg.cli import main
from kg.errors import ParameterError
from tests.pages.conftest import Open
from tests.unit.surveys import FOLDER


@pytest.fixture(scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("surveys")
    data, book = str(FOLDER / "redcap-raw.csv"), str(FOLDER / "codebook.yaml")
    assert main(["import", "survey", data, "--codebook", book, "--by", "a curator", "--workspace", str(workspace)]) == 0
    return workspace


@pytest.fixture(autouse=True)
def _with_survey(_imported: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    session.close()
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(_imported))
    yield
    session.close()


def test_both_surveys_have_a_picture_and_stand_side_by_side(page: Open) -> None:
    seen = page("gaps", attack="evasion", dimension="query-budget")
    pictures = [n["a"]["aria-label"] for n in seen.nodes() if n["t"] == "svg" and "aria-label" in n.get("a", {})]
    assert any("<100: research 18.2%, practice 15.6%" in p for p in pictures)
    assert any("<100: research 18.2%, practice 29.2%" in p for p in pictures)
    rows = {row[0]: row[1:] for row in seen.rows("nothing is pooled")}
    assert rows["<100"][0].startswith("15.6%") and "of 271" in rows["<100"][0]
    assert rows["<100"][1].startswith("29.2%") and "7 of 24" in rows["<100"][1]
    # 3 in the bin are hidden together with the 5 who said unlimited: at most 7 of 24 each.
    assert rows["1k-100k"][1].startswith("< 33.4%") and "no interval" in rows["1k-100k"][1]
    assert rows[">100k"][1] == "no figure"


def test_one_survey_can_be_looked_at_alone(page: Open) -> None:
    seen = page("gaps", attack="evasion", dimension="query-budget", survey="made-up-survey")
    assert "24 participants" in seen.text
    assert "271 participants" not in seen.text
    assert any("survey=made-up-survey" in link and "picture.svg" in link for link in seen.links)


def test_a_file_of_one_comparison_names_its_survey() -> None:
    with pytest.raises(ParameterError, match="survey=made-up-survey"):
        _one(state("", "evasion", "query-budget", ""))
    assert _one(state("", "evasion", "query-budget", "", "made-up-survey")).survey == "study:made-up-survey"


def test_what_practice_opens_is_told_once_per_survey(page: Open) -> None:
    seen = page("gaps", view="knowledge")
    titles = [row for row in seen.texts if "Participants say it is" in row]
    assert len(titles) == 4  # three accesses by the 271, one of them by the imported survey too
    rows = {row[0]: row[1] for row in seen.rows("Know the training data: practice, Made-up survey (2026)")}
    assert rows["public"].startswith("50.0%") and "12 of 24" in rows["public"]


def test_the_card_of_an_attack_keeps_the_surveys_apart(page: Open) -> None:
    seen = page("attack", id="evasion")
    first = " ".join(cell for row in seen.rows("Evasion: query budget") for cell in row)
    assert "15.6%" in first and "n = 271" in first
    assert "29.2%" not in first and "n = 24" not in first
    assert "29.2%" in seen.text and "n = 24 (stated)" in seen.text


def test_the_imported_survey_stands_beside_a_verdict(page: Open) -> None:
    answers = {"standpoint": "outsider", "training-data": "public", "test-data": "public"}
    seen = page("assess", attack="backdoor", **answers)
    text = seen.text
    printed, own = text.index("4.7 %"), text.index("29.2 %")
    assert printed < own
    assert "of 271 (inferred base) share this combination" in text
    assert "of 24 (stated base) share this combination: Made-up survey (2026)" in text


def test_the_same_answer_of_others_stands_below_the_question(page: Open) -> None:
    text = page("assess", **{"training-data": "public"}).text
    # Q23: 8.5 % of 212 who answered; 12 of the 24 people of the imported survey.
    # The test reads the text of a line before that of the parts within it: base, share, source.
    assert "of 212 (inferred base) said “public”. 8.5% Practitioner survey (Grosse et al. 2024)" in text
    assert "of 24 (stated base) said “public”. 50.0% Made-up survey (2026)" in text
    assert "said" not in page("assess", **{"training-data-changes": "public"}).text.split("Verdicts")[0]


def test_the_ranking_and_the_overview_name_the_survey(page: Open) -> None:
    ranking = page("gaps", view="ranking")
    assert "Made-up survey (2026)" in ranking.text
    overview = page("overview")
    # 8 of 11 papers against nobody of 24 is the widest gap now, with its own source.
    assert "72.7%" in overview.text
    assert any("made-up-survey" in link for link in overview.links)
