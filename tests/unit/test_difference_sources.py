"""Where a state of the knowledge is read from, and what is said where that fails."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg import shipped, terms
from kg.difference import archive, git, sources
from kg.difference.compare import compare
from kg.difference.content import is_turtle
from kg.difference.layout import modules_among
from kg.difference.sources import read_state
from kg.difference.state import TYPE
from kg.errors import ModuleError, ParameterError
from kg.results import Term

PREFIXES = (
    "@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .\n"
)
EXAMPLE = "https://example.org/"


def text(module: str, *attacks: str) -> str:
    said = "".join(f"attack:{name} a praxis:Attack .\n" for name in attacks)
    return f"{PREFIXES}<{EXAMPLE}{module}> a owl:Ontology .\n{said}"


def put(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def attacks(source: str | Path, workspace: Path | list[Path] | None = None) -> set[str]:
    """The attacks that a state knows, by the ends of their names."""
    found = read_state(str(source), workspace).places
    return {t.value.rpartition("/")[2] for t in found if "/id/attack/" in t.value}


# -- files and folders --


def test_a_file_is_one_module(tmp_path: Path) -> None:
    state = read_state(str(put(tmp_path / "a.ttl", text("one", "x"))))
    assert list(state.modules) == [f"{EXAMPLE}one"]
    assert not state.whole


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read_state(str(put(tmp_path / "a.ttl", ""))).triples == frozenset()


@pytest.mark.parametrize(
    "inside", ["", "ontology", "kg/_shipped/ontology", "lib/python3.12/site-packages/kg/_shipped/ontology"]
)
def test_a_folder_of_modules_is_found_within_what_holds_it(tmp_path: Path, inside: str) -> None:
    put(tmp_path / inside / "deep" / "a.ttl", text("one", "x"))
    put(tmp_path / inside / "b.ttl", text("two", "y"))
    state = read_state(str(tmp_path))
    assert state.whole
    assert sorted(state.modules) == [f"{EXAMPLE}one", f"{EXAMPLE}two"]


def test_what_lies_beside_the_ontology_of_a_workspace_is_no_knowledge(tmp_path: Path) -> None:
    put(tmp_path / "ontology" / "a.ttl", text("one", "x"))
    put(tmp_path / "history" / "old.ttl", text("old", "y"))
    put(tmp_path / "ontology" / "history" / "r.ttl", PREFIXES + "<https://example.org/1> a praxis:Change .")
    assert attacks(tmp_path) == {"x"}
    assert len(read_state(str(tmp_path)).modules) == 1


def test_what_came_with_threatpraxis_is_known_by_a_word(attack_count: int) -> None:
    attack = Term("iri", terms.PREFIXES["praxis"] + "Attack")
    assert sum(attack in group.get(TYPE, ()) for group in read_state("shipped").things.values()) == attack_count


def test_everything_is_what_was_shipped_and_what_workspaces_add_the_first_of_which_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    put(first / "ontology" / "a.ttl", text("one", "mine"))
    put(second / "ontology" / "a.ttl", text("one", "hidden"))
    put(second / "ontology" / "b.ttl", text("two", "theirs"))
    changes = compare(read_state("shipped"), read_state("everything", [first, second]))
    assert [(c.change, c.id) for c in changes] == [
        ("added", "attack:mine"), ("added", "attack:theirs"),
        ("added", f"{EXAMPLE}one"), ("added", f"{EXAMPLE}two"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "missing.ttl", "git", "a\0b", "Shipped"])
def test_what_is_not_there_is_refused_with_all_that_could_be_given(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match=r"no file or folder|no Turtle file") as caught:
        read_state(str(tmp_path / name) if name != "Shipped" else name)
    assert "git:REVISION" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    put(tmp_path / "ontology" / "a.ttl", text("one", "x"))
    broken = put(tmp_path / "ontology" / "b.ttl", PREFIXES + "attack:x a praxis:Attack ; .\nattack:y ] .\n")
    with pytest.raises(ModuleError, match="no valid Turtle") as caught:
        read_state(str(tmp_path))
    assert (caught.value.path, caught.value.line, caught.value.exit_code) == (broken, 5, 5)


@pytest.mark.skipif(os.name != "posix", reason="named pipes of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ttl")
    with pytest.raises(ParameterError, match="neither file nor folder"):
        read_state(str(tmp_path / "a.ttl"))
    with pytest.raises(ModuleError, match="no regular file"):
        read_state(str(tmp_path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    put(tmp_path / "a.ttl", text("one")).chmod(0)
    with pytest.raises(ModuleError, match="cannot be read: Permission denied"):
        read_state(str(tmp_path / "a.ttl"))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SIZE_LIMIT", 100)
    with pytest.raises(ModuleError, match="has more than"):
        read_state(str(put(tmp_path / "a.ttl", text("one"))))


# -- archives --


def test_a_wheel_and_a_source_archive_of_one_release_say_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    put(folder / "ontology" / "catalog-v001.xml", "<catalog/>")
    put(folder / "ontology" / "practice" / "a.ttl", text("one", "x"))
    put(folder / "tests" / "broken.ttl", "no Turtle")
    with zipfile.ZipFile(tmp_path / "release.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path in (folder / "ontology").rglob("*.*"):
            wheel.write(path, f"kg/_shipped/ontology/{path.relative_to(folder / 'ontology')}")
    with tarfile.open(tmp_path / "release.tar.gz", "w:gz") as source:
        source.add(folder, "threatpraxis-9.9")
    with tarfile.open(tmp_path / "release.tar", "w") as plain:
        plain.add(folder, ".")
    state = read_state(str(folder))
    assert attacks(folder) == {"x"}
    for name in ("release.whl", "release.tar.gz", "release.tar"):
        assert compare(state, read_state(str(tmp_path / name))) == [], name


# Names of their own: compressed bytes hold the second they were made in, and workers must collect the same tests.
@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 and no more", gzip.compress(b"no tar", mtime=0), b"\x1f\x8b broken"],
    ids=["zip cut short", "gzip of no tar", "gzip cut short"],
)
def test_a_broken_archive_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ModuleError, match="cannot be read as an archive"):
        read_state(str(tmp_path / "a.zip"))


def test_a_broken_module_in_an_archive_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("ontology/a.ttl", "broken")
    with pytest.raises(ModuleError, match=r"a\.zip:ontology/a\.ttl:1"):
        read_state(str(tmp_path / "a.zip"))


def test_an_archive_without_modules_and_one_that_swells_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as made:
        made.writestr("readme.txt", "nothing")
    with pytest.raises(ParameterError, match="no Turtle file"):
        read_state(str(tmp_path / "empty.zip"))
    monkeypatch.setattr(archive, "SIZE_LIMIT", 10_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.ttl", "#" * 20_000)
    with pytest.raises(ModuleError, match="its modules have more than"):
        read_state(str(tmp_path / "bomb.zip"))


def test_the_folder_of_modules_is_that_with_the_catalog() -> None:
    assert modules_among(["a.ttl", "sub/b.ttl"]) == {"a.ttl": "a.ttl", "sub/b.ttl": "sub/b.ttl"}
    assert modules_among(["x.ttl", "ontology/a.ttl"]) == {"a.ttl": "ontology/a.ttl"}
    assert modules_among(["catalog-v001.xml", "a.ttl", "ontology/b.ttl"]) == {
        "a.ttl": "a.ttl", "ontology/b.ttl": "ontology/b.ttl",
    }  # fmt: skip
    assert modules_among(["top/tests/x.ttl", "top/ontology/catalog-v001.xml", "top/ontology/a.ttl"]) == {
        "a.ttl": "top/ontology/a.ttl"
    }


# -- git --


def run_git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits, of which the second adds an attack, and a working copy that adds another."""
    folder = tmp_path / "repository"
    put(folder / "ontology" / "a.ttl", text("one", "x"))
    put(folder / "own" / "ontology" / "b.ttl", text("two", "w"))
    put(folder / "README.md", "no Turtle")
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "add", ".")
    run_git(folder, "commit", "--quiet", "--message=first")
    run_git(folder, "tag", "v1")
    put(folder / "ontology" / "sub folder" / "ü.ttl", text("three", "y"))
    run_git(folder, "add", ".")
    run_git(folder, "commit", "--quiet", "--message=second")
    put(folder / "ontology" / "a.ttl", text("one", "x", "z"))
    return folder


def test_a_revision_is_the_ontology_as_it_was(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert [attacks(s) for s in ("git:v1", "git:HEAD", "git:main", "git:HEAD~1", "ontology")] == [
        {"x"}, {"x", "y"}, {"x", "y"}, {"x"}, {"x", "y", "z"},
    ]  # fmt: skip
    assert attacks(f"git:{run_git(repository, 'rev-parse', '--short', 'v1')}") == {"x"}
    changes = compare(read_state("git:HEAD"), read_state("ontology"))
    assert [(c.change, c.id) for c in changes] == [("added", "attack:z")]


def test_the_nearest_ontology_counts_and_that_of_the_workspace_where_one_is_given(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(repository / "ontology" / "sub folder")
    assert attacks("git:HEAD") == {"x", "y"}
    monkeypatch.chdir(tmp_path)
    assert attacks("git:HEAD", repository / "own") == {"w"}


def test_a_file_or_a_folder_of_a_revision_can_be_named(repository: Path) -> None:
    assert attacks("git:HEAD:ontology/sub folder/ü.ttl", repository) == {"y"}
    assert not read_state("git:HEAD:ontology/a.ttl", repository).whole
    assert attacks("git:HEAD:./own/", repository) == {"w"}
    assert attacks("git:v1:", repository) == {"x"}
    assert read_state("git:HEAD:ontology", repository).whole


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("git:", "no revision ''"),
        ("git:nowhere", "no revision 'nowhere'"),
        ("git:--output=x", "no revision '--output=x'"),
        ("git:v1..HEAD", "no revision"),
        ("git:HEAD:ontology/none.ttl", "no 'ontology/none.ttl' at the revision 'HEAD'"),
        ("git:HEAD:../elsewhere", "no path within a repository"),
        ("git:HEAD:/etc", "no path within a repository"),
        ("git:a\0b", "cannot be run|no revision"),
    ],
)
def test_a_revision_or_path_that_is_not_there_is_refused(repository: Path, source: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message) as caught:
        read_state(source, repository)
    assert caught.value.remedy
    assert not (repository / "x").exists()


def test_outside_of_a_repository_or_without_an_ontology_there_is_no_revision(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="not in a git repository"):
        read_state("git:HEAD", tmp_path)
    with pytest.raises(ParameterError, match="There is no folder"):
        read_state("git:HEAD", tmp_path / "missing")
    put(tmp_path / "new" / "a.txt", "a")
    run_git(tmp_path / "new", "init", "--quiet")
    with pytest.raises(ParameterError, match="no revision 'HEAD'"):
        read_state("git:HEAD", tmp_path / "new")
    run_git(tmp_path / "new", "add", ".")
    run_git(tmp_path / "new", "commit", "--quiet", "--message=first")
    with pytest.raises(ParameterError, match="no folder 'ontology'"):
        read_state("git:HEAD", tmp_path / "new")
    with pytest.raises(ParameterError, match="no Turtle file"):
        read_state("git:HEAD:", tmp_path / "new")


def test_without_git_folders_are_asked_for(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ParameterError, match="no git on this machine"):
        read_state("git:HEAD", repository)


@pytest.mark.skipif(os.name != "posix", reason="a script of the shell")
def test_a_git_that_does_not_answer_is_not_waited_for(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = put(tmp_path / "bin" / "git", f"#!/bin/sh\nexec {shutil.which('sleep')} 60\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr(git, "PATIENCE", 0.2)
    with pytest.raises(ParameterError, match="did not answer"):
        read_state("git:HEAD", repository)


def test_a_broken_file_of_a_revision_is_named_with_the_revision(repository: Path) -> None:
    put(repository / "ontology" / "a.ttl", "broken")
    run_git(repository, "commit", "--quiet", "--all", "--message=third")
    with pytest.raises(ModuleError, match=r"git:HEAD:ontology/a\.ttl:1"):
        read_state("git:HEAD", repository)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_symbolic_link_in_a_revision_is_not_followed(repository: Path) -> None:
    (repository / "ontology" / "link.ttl").symlink_to("a.ttl")
    run_git(repository, "add", ".")
    run_git(repository, "commit", "--quiet", "--message=third")
    with pytest.raises(ModuleError, match=r"ontology/link\.ttl:1: is a symbolic link"):
        read_state("git:HEAD", repository)


@pytest.mark.skipif(os.name != "posix", reason="scripts of the shell")
def test_nothing_that_a_repository_names_is_run_and_nothing_in_it_changes(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = put(tmp_path / "trap", f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.x.textconv", "filter.x.smudge", "core.sshCommand", "pager.log"):
        run_git(repository, "config", name, str(trap))
    run_git(repository, "config", "alias.cat-file", f"!{trap}")
    put(repository / ".git" / "info" / "attributes", "*.ttl diff=x filter=x\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    before = {p: p.stat().st_mtime_ns for p in sorted(repository.rglob("*"))}
    assert attacks("git:HEAD", repository) == {"x", "y"}
    assert not (tmp_path / "sprung").exists()
    assert {p: p.stat().st_mtime_ns for p in sorted(repository.rglob("*"))} == before


# -- Turtle or a release of ATLAS --


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.ttl", "@prefix a: <urn:a:> .\na:b a a:c .", True),
        ("a.txt", "# a note\n\nPREFIX : <urn:a:>\n:b a :c .", True),
        ("a.yaml", "@base <urn:a> .", True),
        ("a", "<urn:a> a <urn:b> .", True),
        ("a.ttl", "", True),
        ("a.ttl", "nothing that one knows", True),
        ("a.yaml", "---\nid: ATLAS-data\nname: ATLAS", False),
        ("a.txt", "# a note\nid: ATLAS\n", False),
        ("a.ttl", '{"type": "bundle"}', False),
        ("a.json", "", False),
        ("a.yml", "- nothing that one knows", False),
    ],
)
def test_the_content_tells_turtle_from_a_release(tmp_path: Path, name: str, content: str, expected: bool) -> None:
    assert is_turtle(str(put(tmp_path / name, content))) is expected


def test_words_folders_and_missing_files_are_told_by_their_names(tmp_path: Path) -> None:
    assert [is_turtle(s) for s in ("shipped", "git:HEAD", str(tmp_path), "missing.ttl", "a\0b")] == [True] * 5
    assert not is_turtle("missing.yaml")


def test_all_that_ships_is_turtle() -> None:
    assert all(is_turtle(str(path)) for path in shipped.ontology_dir().rglob("*.ttl"))
