"""What the documents say is what happens: their commands, examples, files and numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import shipped
from kg.cli import main
from kg.cli.entry import COMMANDS
from kg.graph import Graph, open_graph
from kg.queryfile import parse_query

ROOT = shipped.import_root()
DOCUMENTS = [p for p in sorted(ROOT.rglob("*.md")) if not {".venv", "dist", "build"} & set(p.relative_to(ROOT).parts)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_command_a_document_names_exists(path: Path) -> None:
    words = re.findall(r"(?:^|[`$/ ])threatpraxis ([a-z][\w-]*)", "\n".join([*blocks(path, "console")]), re.MULTILINE)
    targets = re.findall(r"make ([a-z0-9]+)", path.read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [w for w in words if w not in COMMANDS] == []
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_file_a_document_links_to_exists(path: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_table_in_the_readme_is_what_the_query_answers(graph: Graph) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| label | papers") :].split("\n\n")[0].splitlines()
    names = [c.strip() for c in table[0].strip("|").split("|")]
    printed = [[c.strip() for c in line.strip().removeprefix("|").removesuffix("|").split("|")] for line in table[2:]]
    answer = graph.query("gaps/query-budget", attack="evasion")
    shown = [dict(zip(answer.names, row)) for row in answer.cells(short_iris=True)]
    assert printed == [[row[n] for n in names] for row in shown]


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  # the very lines that a reader copies


@pytest.mark.slow
def test_the_attack_in_the_ontology_readme_passes_the_check_and_joins_the_graph(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (turtle,) = blocks(ROOT / "ontology" / "README.md", "turtle")
    (workspace / "ontology" / "sponge-early-exit.ttl").write_text(turtle, encoding="utf-8")
    assert main(["check", "--workspace", str(workspace), "--strict"]) == 0, capsys.readouterr()
    with open_graph(workspace, in_process=True) as graph:
        below = graph.query("taxonomy/subtree", root="sponge").column("label")
        assert below[0] == "Sponge attacks"
        assert "Sponge attack on early-exit networks" in below[1:]


@pytest.mark.slow
def test_the_attack_in_the_readme_is_added_and_passes_the_strict_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = blocks(ROOT / "README.md", "yaml")
    (tmp_path / "sponge.yaml").write_text(text, encoding="utf-8")
    place = ["--workspace", str(tmp_path / "ws")]
    assert main(["add", *place, "attack", str(tmp_path / "sponge.yaml"), "--by", "a reader", "--no-reasoner"]) == 0
    assert main(["check", *place, "--strict"]) == 0, capsys.readouterr()
    assert main(["show", *place, "attack:sponge-early-exit"]) == 0
    assert "Sponge attack on early-exit networks" in capsys.readouterr().out
    assert main(["undo", *place]) == 0
    assert not (tmp_path / "ws" / "ontology" / "attack-sponge-early-exit.ttl").exists()


def test_the_question_in_the_queries_readme_runs(graph: Graph) -> None:
    (text,) = blocks(ROOT / "queries" / "README.md", "sparql")
    table = graph.answer(parse_query(text, Path("readme.rq"), "readme"), {"stage": "labelling"})
    # attacks.ttl: labels are flipped where they are given.
    assert table.column("label") == ["Label flipping"]


def test_no_document_names_a_path_of_one_machine() -> None:
    for path in DOCUMENTS:
        assert not re.search(r"(?<!/id)/(?:home|root|work|Users)/", path.read_text(encoding="utf-8")), name(path)
