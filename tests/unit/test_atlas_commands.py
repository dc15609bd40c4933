"""The commands ``import`` and ``diff``."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

import pytest

from kg.errors import ParameterError
from kg.importers.atlas import read
from kg.importers.atlas.diff import Change, Link, compare
from kg.importers.atlas.writer import turtle
from kg.importers.files import SourceFileError

from .test_atlas_import import FIXTURES, STIX, YAML, official

REGULAR = FIXTURES / "regular.yaml"
ATLAS = "https://atlas.mitre.org/"


def options(command: str, *arguments: str, workspace: Path | None = None) -> Namespace:
    parser = ArgumentParser()
    import_module(f"kg.cli.{command}").add_arguments(parser)
    return Namespace(workspace=workspace, **vars(parser.parse_args(arguments)))


def run(command: str, *arguments: str, workspace: Path | None = None) -> int:
    code: int = import_module(f"kg.cli.{command}").run(options(command, *arguments, workspace=workspace))
    return code


def changed(tmp_path: Path, *replacements: tuple[str, str], name: str = "NEW.yaml") -> Path:
    """The regular file with some texts replaced, each of which it must hold."""
    text = REGULAR.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


# -- import --


def test_import_writes_the_module_and_tells_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "atlas.ttl"
    assert run("import_", "atlas", str(FIXTURES / "misplaced.yaml"), "--output", str(output)) == 0
    assert output.read_text(encoding="utf-8") == turtle(read(FIXTURES / "misplaced.yaml"))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "misplaced.yaml:23: AML.M0000: the link to AML.T0002" in printed.err
    assert "1 tactics, 3 techniques, 1 mitigations, 0 case studies; 3 mitigation links read, 3 distinct" in printed.err


def test_import_prints_the_module_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import_", "atlas", str(REGULAR)) == 0
    assert capsys.readouterr().out == turtle(read(REGULAR))


def test_a_dry_run_lists_what_is_irregular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("atlas", str(FIXTURES / "unknown.yaml"), "--dry-run", "--format", "json")
    assert run("import_", *arguments, "--output", str(tmp_path / "atlas.ttl")) == 0
    table = json.loads(capsys.readouterr().out)
    assert {"rule": "bad-date", "place": "AML.CS0000", "line": 21} in [
        {key: row[key] for key in ("rule", "place", "line")} for row in table["rows"]
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_leaves_what_was_there(tmp_path: Path) -> None:
    broken, output = tmp_path / "broken.yaml", tmp_path / "atlas.ttl"
    broken.write_text(REGULAR.read_text(encoding="utf-8")[:1500], encoding="utf-8")
    output.write_text("before\n", encoding="utf-8")
    with pytest.raises(SourceFileError):
        run("import_", "atlas", str(broken), "--output", str(output))
    assert output.read_text(encoding="utf-8") == "before\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["atlas.ttl", "broken.yaml"]


def test_the_imported_file_is_not_overwritten(tmp_path: Path) -> None:
    source = changed(tmp_path)
    with pytest.raises(ParameterError, match="the file that is imported"):
        run("import_", "atlas", str(source), "--output", str(source))


@pytest.mark.parametrize("heavy", ["yaml", "pyoxigraph", "rdflib", "pandas"])
def test_the_arguments_need_no_heavy_import(heavy: str) -> None:
    code = (
        "import sys, argparse, kg.cli.import_ as i, kg.cli.diff as d\n"
        "for m in (i, d): m.add_arguments(argparse.ArgumentParser())\n"
        f"raise SystemExit({heavy!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


# -- diff --


def test_two_equal_releases_do_not_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", str(REGULAR), str(changed(tmp_path)), "--no-links") == 0
    assert "0 retired, 0 renamed, 0 moved, 0 added" in capsys.readouterr().err


def test_each_kind_of_change_is_found(tmp_path: Path) -> None:
    new = changed(
        tmp_path,
        ("id: AML.T0001.000\n    name: \"Searching", "id: AML.T0001.001\n    name: \"Searching"),
        ("name: Saying less", "name: Saying nothing"),
        ("    - AML.TA0002\n    - AML.TA0001\n", "    - AML.TA0002\n"),
        ("technique: AML.T0001.000", "technique: AML.T0001.001"),
    )  # fmt: skip
    assert compare(read(REGULAR), read(new)) == [
        Change("retired", "technique", "AML.T0001.000", 'Searching "papers" \\ é', "AML.T0001.001"),
        Change("renamed", "mitigation", "AML.M0000", "Saying less", "Saying nothing"),
        Change("moved", "technique", "AML.T0001", "AML.TA0001, AML.TA0002", "AML.TA0002"),
        Change("added", "technique", "AML.T0001.001", "", 'Searching "papers" \\ é'),
        Change("changed", "case-study", "AML.CS0000", "AML.T0001.000 for AML.TA0001", "AML.T0001.001 for AML.TA0001",
               field="steps"),
    ]  # fmt: skip


def test_a_new_parent_is_a_move(tmp_path: Path) -> None:
    new = changed(tmp_path, ("    subtechnique-of: AML.T0001\n", "    tactics: [AML.TA0001]\n"))
    assert [(c.change, c.before, c.after) for c in compare(read(REGULAR), read(new))] == [
        ("moved", "under AML.T0001", "AML.TA0001")
    ]


FIELD_CHANGES = {
    "maturity": ("maturity: realized", "maturity: feasible", "AML.T0001", "realized", "feasible"),
    "modified": ("modified_date: 2025-04-09", "modified_date: 2026-01-02", "AML.T0001", "2025-04-09", "2026-01-02"),
    "techniques": ("    - id: AML.T0001\n", "    - id: AML.T0001.000\n", "AML.M0000", "AML.T0001", "AML.T0001.000"),
    "category": ("    - Policy\n", "    - Technical - ML\n", "AML.M0000", "Policy", "Technical - ML"),
    "target": ("target: A system", "target: Another", "AML.CS0000", "A system", "Another"),
    "date": ("incident-date: 2020-03-01", "incident-date: 2020-04-01", "AML.CS0000", "2020-03-01", "2020-04-01"),
    "references": ("example.org/paper", "example.org/talk", "AML.CS0000", "https://example.org/paper",
                   "https://example.org/talk"),
}  # fmt: skip


@pytest.mark.parametrize("field", FIELD_CHANGES)
def test_what_changed_within_an_object_is_told_by_field(tmp_path: Path, field: str) -> None:
    old, new, identifier, before, after = FIELD_CHANGES[field]
    found = compare(read(REGULAR), read(changed(tmp_path, (old, new))))
    assert ("changed", identifier, field, before, after) in [
        (c.change, c.id, c.field, c.before, c.after) for c in found
    ]
    assert {c.change for c in found} == {"changed"}


def test_a_field_that_one_release_states_nowhere_is_not_compared(tmp_path: Path) -> None:
    from kg.importers.atlas.diff import not_compared

    text = "".join(
        line for line in REGULAR.read_text(encoding="utf-8").splitlines(keepends=True) if "maturity:" not in line
    )
    (tmp_path / "OLD.yaml").write_text(text, encoding="utf-8")
    old, new = read(tmp_path / "OLD.yaml"), read(REGULAR)
    assert compare(old, new) == []
    assert not_compared(old, new) == ["maturity of technique objects"]


def test_brief_leaves_out_what_changed_within_objects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(tmp_path, ("maturity: realized", "maturity: feasible"), ("name: Saying less", "name: Saying nothing"))
    assert run("diff", str(REGULAR), str(new), "--no-links", "--format", "csv") == 1
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run("diff", str(REGULAR), str(new), "--no-links", "--brief", "--format", "csv") == 1
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ["change", "renamed"]


def test_a_change_is_given_the_links_that_name_its_object(tmp_path: Path) -> None:
    new = changed(tmp_path, ("name: Searching\n", "name: Seeking\n"))
    about = ATLAS + "techniques/AML.T0001"
    hit = [Link("m", "x:a", "x:p", about), Link("m", about, "x:p", "a text")]
    other = Link("m", "x:a", "x:p", about + ".000")
    assert compare(read(REGULAR), read(new), [*hit, other])[0].links == tuple(hit)


def test_diff_lists_the_statements_of_the_workspace_that_are_hit(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "ontology" / "links.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"<https://w3id.org/threatpraxis/id/attack/poisoning> skos:closeMatch <{ATLAS}mitigations/AML.M0000> .\n",
        encoding="utf-8",
    )
    new = changed(tmp_path, ("name: Saying less", "name: Saying nothing"))
    assert run("diff", str(REGULAR), str(new), "--format", "json", workspace=workspace) == 1
    printed = capsys.readouterr()
    (row,) = json.loads(printed.out)["rows"]
    assert (row["change"], row["before"], row["after"]) == ("renamed", "Saying less", "Saying nothing")
    assert row["subject"] == "https://w3id.org/threatpraxis/id/attack/poisoning"
    assert row["module"] == "https://w3id.org/threatpraxis/module/workspace/links"
    assert "1 statement of the graph names something" in printed.err


@official
def test_the_two_forms_of_one_release_differ_in_the_misplaced_links_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", str(STIX), str(YAML), "--no-links", "--format", "csv") == 1
    printed = capsys.readouterr()
    assert [line.split(",")[:6] for line in printed.out.splitlines()[1:]] == [
        ["changed", "mitigation", "AML.M0018", "techniques", "", "AML.T0052.001"],
        ["changed", "mitigation", "AML.M0034", "techniques", "", "AML.T0052.001"],
    ]
    assert "case-study objects were not compared" in printed.err
    assert "maturity of technique objects were not compared" in printed.err
