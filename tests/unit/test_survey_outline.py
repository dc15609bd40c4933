"""A codebook to be filled in, made from an export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kg.cli import main
from tests.unit.surveys import FOLDER

Run = Callable[..., tuple[int, str, str]]
FILLED = "  id: outlined\n  title: Outlined survey\n  definition: Made up.\n  who: Nobody\n"


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(["import", "survey", *arguments, "--workspace", str(workspace)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


@pytest.mark.parametrize("name", ["redcap-raw.csv", "redcap-labels.csv", "limesurvey-codes.csv"])
def test_an_outline_lacks_only_what_the_study_is(run: Run, tmp_path: Path, name: str) -> None:
    data = str(FOLDER / name)
    code, text, _ = run(data, "--template")
    assert code == 0
    book = tmp_path / "codebook.yaml"
    book.write_text(text, encoding="utf-8")
    code, _, told = run(data, "--codebook", str(book), "--dry-run")
    assert code == 5
    assert sorted(word for word in ("id", "title", "definition", "who") if word in told) == sorted(
        ["id", "title", "definition", "who"]
    )
    head, _, rest = text.partition("study:\n")
    book.write_text(f"{head}study:\n{FILLED}{rest[rest.index('# missing') :]}", encoding="utf-8")
    assert run(data, "--codebook", str(book), "--dry-run")[0] == 0


def test_an_outline_names_boxes_once_and_no_text_that_people_wrote(run: Run) -> None:
    found = yaml.safe_load(run(str(FOLDER / "redcap-raw.csv"), "--template")[1])
    assert found["columns"]["data"] == {"several": True, "answers": {"1": "1", "2": "2", "3": "3"}}
    assert found["ignore"] == ["record_id", "redcap_survey_identifier", "comment", "survey_complete"]
    assert found["columns"]["attacked"]["answers"] == {"0": "0", "1": "1"}


def test_cells_that_hardly_anybody_shares_are_not_shown(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "answers.csv"
    data.write_text("id,said,role\n1,I was fired,x\n2,my boss knows,x\n3,no,y\n4,yes,y\n", encoding="utf-8")
    text = run(str(data), "--template")[1]
    assert "fired" not in text and "boss" not in text
    assert set(yaml.safe_load(text)["columns"]) == {"role"}
