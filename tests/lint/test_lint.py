"""The linter finds what was planted in files of every kind, at its place and with the right id, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

import pytest

from kg.errors import ParameterError
from kg.importers.files import SourceFileError
from kg.lint import Finding, Knowledge, lint, load

HERE = Path(__file__).parent
#: What was planted: line, the id as it stands there, the rule, and what is right. Ids and names were looked up in the
#: catalogues by hand; the column is where the id stands in its line.
PLANTED: dict[str, list[tuple[int, str, str, str]]] = {
    "crosswalk.csv": [
        (3, "AML.T0043", "name-mismatch", "AML.T0020 Poison Training Data"),
        (5, "AML.T0299", "unknown-id", "AML.T0015 Evade AI Model"),
        (6, "AML.T0045", "retired-id", "AML.T0048.004 AI Intellectual Property Theft"),
        (7, "AML.T0044", "renamed", "Full AI Model Access"),
        (8, "AML.T51", "malformed-id", "AML.T0051 LLM Prompt Injection"),
        (9, "AML.M0012", "wrong-kind", ""),
        (10, "LLM03:2025", "other-edition", "LLM06:2025 Excessive Agency"),
        (11, "LLM05", "edition-missing", "LLM03:2025 Supply Chain or LLM04:2026 Supply Chain"),
        (12, "NISTAML.18", "unknown-id", "NISTAML.018 Prompt Injection"),
        (13, "AML.T0015", "unknown-name", "Evade AI Model"),
        (14, "AML-T0020", "malformed-id", "AML.T0020 Poison Training Data"),
        (14, "ML11:2023", "unknown-id", ""),  # ML01 and ML10 are equally near
        (15, "LLM01:2023", "edition-unknown", "LLM01:2025 Prompt Injection"),
    ],
    "mappings.sssom.tsv": [
        (2, "AML.TA0051", "unknown-id", "AML.T0051 LLM Prompt Injection"),
        (5, "AML.T0020", "name-mismatch", "AML.T0019 Publish Poisoned Datasets"),
        (7, "LLM10:2026", "other-edition", "LLM06:2026 Unbounded Consumption"),
    ],
    "threats.yaml": [
        (6, "AML.T0024.001", "name-mismatch", "AML.T0024.002 Extract AI Model"),
        (8, "AML.TA0043", "unknown-id", "AML.T0043 Craft Adversarial Data"),
        (10, "AML.T0018.000", "name-mismatch", "AML.T0020 Poison Training Data"),
        (13, "AML.T0010", "renamed", "AI Supply Chain Compromise"),
        (14, "LLM07:2026", "other-edition", "LLM07:2025 System Prompt Leakage"),
        (15, "aml.t0015", "malformed-id", "AML.T0015 Evade AI Model"),
    ],
    "threats.json": [
        (2, "AML.T0029", "name-mismatch", "AML.T0034 Cost Harvesting"),
        (4, "AML.M0002", "wrong-kind", "AML.T0002 Acquire Public AI Artifacts"),
        (5, "NISTAML.099", "unknown-id", "NISTAML.039 Compromising connected resources"),
    ],
    "report.md": [
        (3, "AML.T0054", "name-mismatch", "AML.T0057 LLM Data Leakage"),
        (4, "AML.T0051", "name-mismatch", "AML.T0054 LLM Jailbreak"),
        (4, "AML.T0015", "wrong-kind", "AML.M0015 Adversarial Input Detection"),
        (5, "NISTAML.032", "name-mismatch", "NISTAML.033 Membership Inference"),
        (11, "AML.T0040", "renamed", "AI Model Inference API Access"),
        (12, "ML02:2023", "name-mismatch", "ML10:2023 Model Poisoning"),
        (14, "LLM06", "edition-missing", "LLM06:2025 Excessive Agency"),
        (15, "AML.T0043", "name-mismatch", "AML.T0015 Evade AI Model"),
        (16, "T0051", "malformed-id", "AML.T0051 LLM Prompt Injection"),
    ],
    "notes.txt": [
        (2, "AML.T0018", "renamed", "Manipulate AI Model"),
        (2, "AML.T0500", "unknown-id", ""),
    ],
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(findings: list[Finding]) -> list[tuple[int, int, str, str, str]]:
    return [(f.line, f.column, f.found, f.rule, f.suggestion) for f in findings]


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_error_is_found_at_its_place_and_nothing_else(knowledge: Knowledge, name: str) -> None:
    lines = (HERE / "planted" / name).read_text(encoding="utf-8").split("\n")
    expected = [(line, lines[line - 1].index(found) + 1, found, *rest) for line, found, *rest in PLANTED[name]]
    assert told(lint(HERE / "planted" / name, knowledge)[0]) == expected


def test_every_format_has_a_planted_and_a_clean_file() -> None:
    assert (
        {p.name for p in (HERE / "planted").iterdir()} == set(PLANTED) == {p.name for p in (HERE / "clean").iterdir()}
    )


@pytest.mark.parametrize("name", PLANTED)
def test_a_clean_file_has_no_findings(knowledge: Knowledge, name: str) -> None:
    findings, ids = lint(HERE / "clean" / name, knowledge)
    assert told(findings) == []
    assert ids >= 3 if name != "notes.txt" else ids == 3


def test_every_rule_has_a_planted_error_or_a_test_of_its_own() -> None:
    from kg.lint import RULES

    assert {rule for planted in PLANTED.values() for _, _, rule, _ in planted} | {"not-yet"} == set(RULES)


# -- releases --


def test_an_id_that_is_younger_than_the_chosen_release_is_not_yet_there(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\nAML.T0100,AI Agent Clickbait\nAML.T0015,Evade ML Model\n")
    assert told(lint(path, load("4.8.0"))[0]) == [(2, 1, "AML.T0100", "not-yet", "")]
    assert [f.rule for f in lint(path, load())[0]] == ["renamed"]


def test_what_is_retired_now_was_right_in_its_own_release(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.csv", "id,name\nAML.T0045,ML Intellectual Property Theft\nAML.T0018,Manipulate AI Model\n"
    )
    assert told(lint(path, load("4.4"))[0]) == [(3, 1, "AML.T0018", "renamed", "Backdoor ML Model")]


@pytest.mark.parametrize("release", ["9.9.9", "newest", "5."])
def test_a_release_that_is_not_recorded_is_refused(release: str) -> None:
    with pytest.raises(ParameterError, match="is not known"):
        load(release)


# -- what other texts look like --


@pytest.mark.parametrize(
    "text",
    [
        "AML.T0051. AML.T0054, and (AML.T0020).",
        "AML.T0043, Poison Training Data (AML.T0020).",
        "ATT&CK has T1059, TA0043, M1013 and T0803; Python has ml2020 and llm-2025.",
        "LLM Prompt Injection is AML.T0051, unlike AML.T0054.",
        "AML.T0020 comes after Reconnaissance.",
        "https://atlas.mitre.org/techniques/AML.T0020/ and https://atlas.mitre.org/tactics/AML.TA0002",
        "the technique AML.T0020 and the mitigation AML.M0007",
    ],
)
def test_sound_prose_is_left_alone(tmp_path: Path, knowledge: Knowledge, text: str) -> None:
    assert told(lint(write(tmp_path, "a.md", text), knowledge)[0]) == []


def test_the_name_of_our_own_column_is_not_taken_for_that_of_the_id(tmp_path: Path, knowledge: Knowledge) -> None:
    text = "subject_id,subject_label,object_id,object_label\nmine:1,Craft Adversarial Data,AML.T0015,Evade AI Model\n"
    assert told(lint(write(tmp_path, "a.csv", text), knowledge)[0]) == []


def test_a_name_in_any_column_is_compared_where_no_column_is_called_its_name(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    text = "a;b\nAML.T0015;Craft Adversarial Data\nAML.T0015;anything else\n"
    assert [f.line for f in lint(write(tmp_path, "a.csv", text), knowledge)[0]] == [2]


def test_windows_line_ends_do_not_move_a_finding(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("fine\r\nä AML.T0999\r\n".encode())
    assert [(f.line, f.column) for f in lint(path, knowledge)[0]] == [(2, 3)]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '{"id": "AML.T0020",\n "x": }', ":2:"),
        ("a.yaml", "a: 1\nb: [1, 2\nc: 3\n", ":3:"),
        ("a.csv", 'id,name\n1,"open\n2,x\n', ":2:"),
    ],
)
def test_a_broken_file_is_told_with_its_line(
    tmp_path: Path, knowledge: Knowledge, name: str, text: str, place: str
) -> None:
    with pytest.raises(SourceFileError) as caught:
        lint(write(tmp_path, name, text), knowledge)
    assert f"{name}{place}" in str(caught.value)
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(SourceFileError, match="cannot be read"):
        lint(tmp_path / "none.csv", knowledge)


# -- the knowledge --


def test_the_current_names_are_those_of_the_atlas_module(knowledge: Knowledge, graph: object) -> None:
    # The history was read off the tags of the upstream repository, the module from its newest file.
    table = graph.sparql(  # type: ignore[attr-defined]
        "SELECT ?id ?label { ?x skos:inScheme scheme:atlas ; skos:notation ?id ; skos:prefLabel ?label ; a ?c ."
        " FILTER(?c != praxis:RetiredEntry) }"
    )
    current = {str(r["id"]): str(r["label"]) for r in table}
    known = {e.id: e for e in knowledge.entries.values() if e.family == "atlas" and knowledge.present(e)}
    assert {i: knowledge.name(e).text for i, e in known.items()} == current
    assert len(current) == 16 + 170 + 35 + 57
    assert all(e.first for e in known.values())


# -- the command --


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    module = import_module("kg.cli.lint")
    module.add_arguments(parser)
    code: int = module.run(Namespace(workspace=None, **vars(parser.parse_args(arguments))))
    return code


def test_the_command_says_with_its_exit_code_whether_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(HERE / "clean" / "report.md"), str(HERE / "clean" / "notes.txt")) == 0
    assert "0 findings among" in capsys.readouterr().err
    assert run(str(HERE / "planted" / "notes.txt"), "--format", "json") == 1
    printed = capsys.readouterr()
    assert [(r["line"], r["column"], r["rule"]) for r in json.loads(printed.out)["rows"]] == [
        (2, 6, "renamed"),
        (2, 35, "unknown-id"),
    ]
    assert "2 findings among 4 ids in 1 file, by ATLAS 5.6.1" in printed.err


def test_the_command_neither_loads_rdflib_nor_reaches_for_the_network() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.getaddrinfo = socket.socket.connect = refuse\n"
        "from kg.cli import main\n"
        f"code = main(['lint', {str(HERE / 'planted' / 'report.md')!r}])\n"
        "raise SystemExit(code if not {'rdflib', 'pandas', 'streamlit'} & set(sys.modules) else 9)\n"
    )
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False, capture_output=True).returncode == 1
