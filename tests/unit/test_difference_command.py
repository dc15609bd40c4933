"""``threatpraxis diff`` on states of the knowledge, as a program and as a function."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import shipped
from kg.cli.diff import run
from kg.errors import ParameterError

from .test_atlas_commands import REGULAR, options
from .test_difference import HEAD, SPONGE
from .test_difference_sources import put, run_git

COLUMNS = ["change", "kind", "id", "field", "before", "after", "subject", "property", "object", "module"]
MODULE = "https://example.org/one"
START = f"{HEAD}<{MODULE}> a owl:Ontology .\n"
OLD = START + SPONGE + 'attack:old a praxis:Attack ; skos:prefLabel "Old" ; skos:related attack:sponge .\n'
NEW = (
    START + SPONGE.replace('"Sponge"', '"Delay"').replace("attack:availability", "attack:old")
    + 'attack:old a praxis:Attack ; skos:prefLabel "Old" ; skos:related attack:sponge ; skos:note "n" ;\n'
    "  owl:deprecated true ; dcterms:isReplacedBy attack:new .\n"
    'attack:new a praxis:Attack ; skos:prefLabel "New" ; skos:broader attack:old .\n'
)  # fmt: skip


def program(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    root = str(shipped.import_root())
    code = f"import sys; sys.path.insert(0, {root!r}); from kg.cli.entry import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, "diff", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def diff(*arguments: str | Path) -> int:
    return run(options("diff", *map(str, arguments)))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return put(tmp_path / "old.ttl", OLD), put(tmp_path / "new.ttl", NEW)


def test_a_user_sees_what_changed_since_the_last_commit(tmp_path: Path) -> None:
    put(tmp_path / "ontology" / "one.ttl", OLD)
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=first"]):
        run_git(tmp_path, *command)
    same = program("git:HEAD", ".", cwd=tmp_path)
    assert (same.returncode, same.stdout.splitlines()[2:]) == (0, [])
    assert "no rows. Nothing changed." in same.stderr
    put(tmp_path / "ontology" / "one.ttl", NEW)
    other = program("git:HEAD", ".", "--format", "csv", "--no-links", cwd=tmp_path)
    assert other.returncode == 1
    rows = list(csv.reader(io.StringIO(other.stdout)))
    assert rows == [
        COLUMNS,
        ["retired", "attack", "attack:old", "deprecated", "", "attack:new", "", "", "", MODULE],
        ["renamed", "attack", "attack:sponge", "skos:prefLabel", "Sponge", "Delay", "", "", "", MODULE],
        ["moved", "attack", "attack:sponge", "praxis:subAttackOf", "attack:availability", "attack:old", "", "", "",
         MODULE],
        ["added", "attack", "attack:new", "", "", "New", "", "", "", MODULE],
        ["changed", "attack", "attack:old", "skos:note", "", "n", "", "", "", MODULE],
    ]  # fmt: skip
    assert "0 removed, 1 retired, 1 renamed, 1 moved, 1 added, 1 changed" in other.stderr
    broken = program("git:nowhere", ".", cwd=tmp_path)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "no revision 'nowhere'" in broken.stderr
    put(tmp_path / "ontology" / "one.ttl", "broken")
    assert program("git:HEAD", ".", cwd=tmp_path).returncode == 5


@pytest.mark.slow
def test_beside_what_was_shipped_a_workspace_stands_for_what_it_adds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        tmp_path / "ontology" / "own.ttl",
        f"{START}attack:evasion skos:note 'mine' .\n{SPONGE.replace('sponge', 'own')}",
    )
    for pair, sign in ((("shipped", tmp_path), "added"), ((tmp_path, "shipped"), "removed")):
        assert diff(*pair, "--format", "csv") == 1
        printed = capsys.readouterr()
        assert {tuple(line.split(",")[:3]) for line in printed.out.splitlines()[1:]} == {
            (sign, "attack", "attack:own"), (sign, "module", MODULE), ("changed", "attack", "attack:evasion"),
        }  # fmt: skip
        assert "was taken together with what was shipped" in printed.err


def test_beside_what_was_shipped_an_edited_module_takes_the_place_of_the_one_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (shipped.ontology_dir() / "attacks.ttl").read_text(encoding="utf-8")
    edited = text.replace('skos:prefLabel "Evasion"@en', 'skos:prefLabel "Evading"@en')
    assert edited != text
    assert diff("shipped", put(tmp_path / "mine.ttl", edited), "--format", "csv") == 1
    assert [line.split(",")[:6] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["renamed", "attack", "attack:evasion", "skos:prefLabel", "Evasion", "Evading"]
    ]


def test_what_is_retired_has_a_row_for_each_statement_that_still_names_it(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(*files, "--format", "json") == 1
    printed = capsys.readouterr()
    retired = [row for row in json.loads(printed.out)["rows"] if row["change"] == "retired"]
    assert [(row["subject"].rpartition("/")[2], row["property"].rpartition("#")[2]) for row in retired] == [
        ("new", "broader"), ("sponge", "broader"), ("sponge", "subAttackOf"),
    ]  # fmt: skip
    assert {row["object"] for row in retired} == {"https://w3id.org/threatpraxis/id/attack/old"}
    assert {row["module"] for row in retired} == {MODULE}
    assert "3 statements still name something removed or retired" in printed.err


def test_brief_leaves_out_what_changed_within_and_all_adds_what_new_things_say(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(*files, "--brief", "--no-links", "--format", "csv") == 1
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "retired", "renamed", "moved", "added",
    ]  # fmt: skip
    assert diff(*files, "--all", "--no-links", "--format", "csv") == 1
    printed = capsys.readouterr()
    assert [line.split(",")[3] for line in printed.out.splitlines() if line.startswith("added")] == [
        "", "rdf:type", "skos:broader", "skos:prefLabel",
    ]  # fmt: skip
    assert "1 added" in printed.err


def test_nothing_but_changes_within_is_no_difference_in_brief(tmp_path: Path) -> None:
    files = (
        put(tmp_path / "a.ttl", START + SPONGE),
        put(tmp_path / "b.ttl", START + SPONGE + "attack:sponge skos:note 1 ."),
    )
    assert (diff(*files), diff(*files, "--brief")) == (1, 0)


def test_words_name_properties_and_things_as_the_shipped_knowledge_does(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(*files, "--words") == 1
    assert capsys.readouterr().out.splitlines() == [
        "Old: deprecated, replaced by New",
        "Delay: renamed from “Sponge” to “Delay”",
        "Delay: moved from attack:availability to Old",
        "New: added under Old",
        "Old: note “n” added",
    ]


def test_a_label_cannot_break_a_line_of_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = put(tmp_path / "new.ttl", START + 'attack:a a praxis:Attack ; skos:prefLabel "A\\n\\u001B[2Jb" .')
    assert diff(put(tmp_path / "old.ttl", START), new, "--words") == 1
    assert capsys.readouterr().out == "A  [2Jb: added\n"


def test_a_release_of_atlas_and_knowledge_cannot_be_compared(files: tuple[Path, Path]) -> None:
    for pair in ((REGULAR, files[0]), (files[0], REGULAR), ("shipped", REGULAR)):
        with pytest.raises(ParameterError, match=r"regular\.yaml' is a release of MITRE ATLAS") as caught:
            diff(*pair)
        assert "import atlas" in caught.value.remedy


def test_sentences_have_no_form_of_a_table(files: tuple[Path, Path]) -> None:
    with pytest.raises(ParameterError, match="--words gives sentences"):
        diff(*files, "--words", "--format", "csv")


def test_options_of_one_comparison_are_refused_for_the_other(files: tuple[Path, Path]) -> None:
    for option in ("--all", "--words"):
        with pytest.raises(ParameterError, match=f"{option} is for comparing states or releases of the knowledge"):
            diff(REGULAR, REGULAR, option)
    found = program(*files, "--endpoint", "http://localhost:1/sparql")
    assert found.returncode == 2
    assert "--endpoint is for comparing states or releases of MITRE ATLAS" in found.stderr
