"""``threatpraxis assess`` as people and pipelines run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.entry import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["assess", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_an_example_is_assessed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--example", "credit-scoring")
    assert (code, err) == (0, "")
    assert out.startswith("Credit scoring, seen by: client or partner\n")
    for heading in ("Adversarial machine learning:", "Classical security:", "Pipeline:"):
        assert heading in out
    assert "vulnerable" not in out


def test_an_assessment_is_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--example", "image-api", "--format", "json", "--attack", "model-stealing")
    found = json.loads(out)
    assert code == 0
    assert [v["id"] for v in found["verdicts"]] == ["attack:model-stealing"]
    sources = {m["source"]["id"]: m["locator"] for m in found["verdicts"][0]["models"]}
    assert sources["study:grosse2024"] == "Table 1"


def test_a_printed_example_can_be_assessed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, text, _ = run(capsys, "--write-example", "llm-assistant")
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    from_file = run(capsys, str(file), "--format", "json")[1]
    from_graph = run(capsys, "--example", "llm-assistant", "--format", "json")[1]
    assert json.loads(from_file)["verdicts"] == json.loads(from_graph)["verdicts"]


@pytest.mark.parametrize(
    ("policy", "attack", "code"),
    [
        ("feasible", "poisoning", 1),
        ("feasible", "jailbreak", 0),
        ("feasible-indirectly", "jailbreak", 0),
        ("unknown", "jailbreak", 0),
    ],
)
def test_a_policy_decides_the_exit_code(
    capsys: pytest.CaptureFixture[str], policy: str, attack: str, code: int
) -> None:
    found, _, err = run(capsys, "--example", "credit-scoring", "--attack", attack, "--fail-on", policy)
    assert found == code
    assert ("broken by 1 of 1" if code else "kept: 0 of 1") in err
    assert (f"{attack}: feasible." in err) is bool(code)


def test_a_wider_policy_includes_the_narrower_ones(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    detour = ("--example", "image-api", "--attack", "targeted-poisoning", "--fail-on")
    assert run(capsys, *detour, "feasible")[0] == 0
    assert run(capsys, *detour, "feasible-indirectly")[0] == 1
    empty = tmp_path / "empty.yaml"
    empty.write_text("title: Nothing said\n", encoding="utf-8")
    unsaid = (str(empty), "--attack", "evasion", "--fail-on")
    assert run(capsys, *unsaid, "feasible-indirectly")[0] == 0
    assert run(capsys, *unsaid, "unknown")[0] == 1


def test_a_standpoint_can_be_put_in_place_of_the_profiles(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--example", "credit-scoring", "--attack", "poisoning", "--fail-on", "feasible", "--standpoint")
    assert run(capsys, *arguments, "outsider")[0] == 0
    assert run(capsys, *arguments, "insider")[0] == 1


def test_two_profiles_are_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, text, _ = run(capsys, "--write-example", "credit-scoring")
    open_file, closed_file = tmp_path / "open.yaml", tmp_path / "closed.yaml"
    open_file.write_text(text, encoding="utf-8")
    changed = text.replace("training-data-changes: access-control", "training-data-changes: none")
    assert changed != text
    closed_file.write_text(changed, encoding="utf-8")
    code, out, _ = run(capsys, str(closed_file), "--compare", str(open_file), "--attack", "poisoning")
    assert code == 0
    assert out.splitlines()[:2] == [
        "1 of 1 verdicts differ from Credit scoring to Credit scoring",
        "poisoning: feasible -> blocked",
    ]
    assert "Alter training samples: granted -> refused." in out


def test_the_questions_and_the_schema_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "model-parameters: Who can get hold of the model file?" in run(capsys, "--questions")[1]
    assert json.loads(run(capsys, "--schema")[1])["title"] == "ThreatPraxis access profile"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "Give a profile or an example."),
        (("x.yaml", "--example", "image-api"), 2, "not both"),
        (("missing.yaml",), 2, "missing.yaml cannot be read"),
        (("--example", "credit"), 2, "credit-scoring"),
        (("--example", "image-api", "--attack", "evasoin"), 2, "evasion"),
        (("--example", "image-api", "--standpoint", "hacker"), 2, "outsider, client, insider"),
        (("--example", "image-api", "--format", "docx"), 2, "json"),
    ],
)
def test_a_wrong_option_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, says: str
) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert says in err


def test_a_broken_profile_is_told_with_file_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("title: A\nanswers:\n  query: public\n", encoding="utf-8")
    code, _, err = run(capsys, str(file))
    assert code == 5
    assert f"{file}:3: unknown question 'query'" in err
