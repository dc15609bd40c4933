"""``threatpraxis fmt`` and ``threatpraxis check --strict`` as a person uses them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import shipped
from kg.cli import main
from kg.formatter import files
from kg.formatter.files import format_file

ROUGH = "PREFIX e: <http://example.org/>\ne:x e:q 1 ; e:p e:b,\n e:a .\n"
SMOOTH = "@prefix e: <http://example.org/> .\n\ne:x\n    e:p e:a, e:b ;\n    e:q 1 .\n"
MODULE = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<https://example.org/m>
    a owl:Ontology ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:title "Mine"@en .
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command: exit code, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    sorted(shipped.ontology_dir().rglob("*.ttl")),
    ids=lambda p: p.relative_to(shipped.ontology_dir()).as_posix(),
)
def test_every_shipped_module_is_canonical(path: Path) -> None:
    done = format_file(path)
    assert done.canonical, f"line {done.line}; run 'threatpraxis fmt {path}'"


def test_a_file_is_formatted_once_and_then_left_alone(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "a.ttl"
    file.write_text(ROUGH)
    file.chmod(0o640)
    assert run("fmt", file) == (0, f"{file}\n", "threatpraxis: 1 file formatted, 0 canonical already\n")
    assert file.read_text() == SMOOTH
    assert file.stat().st_mode & 0o777 == 0o640
    os.utime(file, ns=(1, 1))
    assert run("fmt", file) == (0, "", "threatpraxis: 0 files formatted, 1 canonical already\n")
    assert file.stat().st_mtime_ns == 1
    assert list(tmp_path.iterdir()) == [file]


def test_check_names_what_is_not_canonical_and_writes_nothing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "sub").mkdir()
    rough, smooth, other = tmp_path / "sub" / "rough.ttl", tmp_path / "smooth.ttl", tmp_path / "notes.txt"
    rough.write_text(ROUGH)
    smooth.write_text(SMOOTH)
    other.write_text("no Turtle")
    assert run("fmt", "--check", tmp_path, smooth) == (
        1, f"{rough}\n", "threatpraxis: 1 file not canonical, 1 canonical\n"
    )  # fmt: skip
    assert rough.read_text() == ROUGH
    assert run("fmt", "--check", smooth)[0] == 0


def test_diff_shows_the_change_and_writes_nothing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "a.ttl"
    file.write_text(SMOOTH.replace("e:a, e:b", "e:b, e:a").removesuffix("\n"))
    code, out, _ = run("fmt", "--diff", file)
    assert (code, out) == (
        0,
        f"--- {file}\n+++ {file} (canonical)\n@@ -1,5 +1,5 @@\n @prefix e: <http://example.org/> .\n \n e:x\n"
        "-    e:p e:b, e:a ;\n-    e:q 1 .\n\\ No newline at end of file\n+    e:p e:a, e:b ;\n+    e:q 1 .\n",
    )
    assert run("fmt", "--diff", "--check", file)[:2] == (1, out)
    assert "e:b, e:a" in file.read_text()


def test_byte_order_mark_and_line_ends_of_windows_go(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xef\xbb\xbf" + SMOOTH.replace("\n", "\r\n").encode())
    assert format_file(file).line == 1
    assert run("fmt", file)[0] == 0
    assert file.read_bytes() == SMOOTH.encode()


def test_the_file_behind_a_link_is_formatted_and_the_link_stays(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file, link = tmp_path / "a.ttl", tmp_path / "link.ttl"
    file.write_text(ROUGH)
    link.symlink_to(file)
    assert run("fmt", link)[1] == f"{link}\n"
    assert link.is_symlink()
    assert file.read_text() == SMOOTH


def test_a_broken_file_is_told_with_its_place_and_the_others_are_formatted(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(ROUGH)
    bad.write_text(ROUGH + "\ne:y e:p .\n")
    code, out, err = run("fmt", tmp_path)
    assert (code, out) == (5, f"{good}\n")
    assert f"threatpraxis: {bad}:5:9: no valid Turtle" in err
    assert "Mend the file" in err
    assert err.endswith("threatpraxis: 1 file formatted, 0 canonical already, 1 not formatted\n")
    assert bad.read_text() == ROUGH + "\ne:y e:p .\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"# fine\n# caf\xe9\n", r":2: no UTF-8 text: byte 0xe9 at offset 12"),
        (ROUGH.encode("utf-16"), "It looks like UTF-16; save it as UTF-8."),
        (b"# \x00\n\x00", "no valid Turtle"),
        (b"#" * 1001, "has more than 0 MB"),
    ],
)
def test_what_is_no_text_or_too_large_is_left_alone(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, data: bytes, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT", 1000)
    file = tmp_path / "a.ttl"
    file.write_bytes(data)
    code, out, err = run("fmt", file)
    assert (code, out) == (5, "")
    assert message in err
    assert file.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as on Unix")
def test_links_to_nowhere_and_pipes_are_told(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "away.ttl").symlink_to("nowhere")
    (tmp_path / "round.ttl").symlink_to("round.ttl")
    os.mkfifo(tmp_path / "pipe.ttl")
    code, _, err = run("fmt", tmp_path)
    assert code == 5
    assert err.count("cannot be read") == 2
    assert "pipe.ttl:1: this is no regular file" in err


def test_missing_paths_and_folders_without_turtle_are_refused(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("fmt", tmp_path / "none.ttl")[0] == 2
    code, _, err = run("fmt", tmp_path)
    assert code == 2
    assert "no Turtle file below" in err


def test_without_a_path_the_workspace_is_formatted(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    empty = "threatpraxis: the workspace has no Turtle files yet\n"
    assert run("fmt", "--workspace", workspace) == (0, "", empty)
    assert run("fmt", "--workspace", workspace / "none") == (0, "", empty)
    (workspace / "ontology" / "a.ttl").write_text(ROUGH)
    assert run("fmt", "--workspace", workspace)[0] == 0
    assert (workspace / "ontology" / "a.ttl").read_text() == SMOOTH


def test_a_file_made_by_a_command_is_left_alone_with_a_word(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "a.ttl"
    file.write_text("# Made by 'threatpraxis describe --write': do not edit.\n" + ROUGH)
    code, out, err = run("fmt", "--check", file)
    assert (code, out) == (0, "")
    assert "made by a command" in err
    assert run("fmt", file)[0] == 0
    assert file.read_text().endswith(ROUGH)


def test_a_file_that_changes_meanwhile_is_not_overwritten(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from kg.errors import ModuleError

    file = tmp_path / "a.ttl"
    file.write_text(ROUGH)
    done = format_file(file)
    file.write_text(SMOOTH + "# mine\n")
    with pytest.raises(ModuleError, match="changed while"):
        done.save()
    assert file.read_text() == SMOOTH + "# mine\n"


# -- check --strict --


@pytest.mark.slow
def test_strict_wants_canonical_files(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    file = workspace / "ontology" / "m.ttl"
    file.write_text(MODULE.replace("    a owl:Ontology ;\n", "").replace('"@en .', '"@en ;\n    a owl:Ontology .'))
    options = ("check", "--no-shapes", "--workspace", workspace)
    assert run(*options)[0] == 0
    code, out, err = run(*options, "--strict")
    assert code == 1
    assert f"{file}:5: error: not in canonical form [format]\n  Run 'threatpraxis fmt {file}'.\n" in out
    assert "1 error and 0 warnings" in err
    assert run("fmt", file)[0] == 0
    assert file.read_text() == MODULE
    assert run(*options, "--strict")[:2] == (0, "")
    shown = shipped.ontology_dir() / "vocab.ttl"
    assert run(*options, "--strict", file, shown)[:2] == (0, "")


def test_strict_lets_warnings_fail(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    (workspace / "ontology" / "m.ttl").write_text(MODULE)
    (workspace / "ontology" / "catalog-v001.xml").write_text("<catalog/>")
    options = ("check", "--no-shapes", "--workspace", workspace)
    code, out, _ = run(*options)
    assert (code, "warning: m.ttl is missing from the catalog" in out, "error" in out) == (0, True, False)
    assert run(*options, "--strict")[:2] == (1, out)


def test_strict_tells_a_broken_file_once(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    (workspace / "ontology" / "m.ttl").write_text(MODULE + "\n<x")
    code, out, _ = run("check", "--no-shapes", "--strict", "--workspace", workspace)
    assert (code, out.count("m.ttl")) == (1, 1)
