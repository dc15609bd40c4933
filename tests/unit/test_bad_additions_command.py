"""What the command line does with what must not be added: code, message, no traceback, and nothing written."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.author import service
from kg.author.deprecation import deprecate
from kg.author.faults import AdditionError
from kg.author.forms import ATTACK
from kg.author.given import from_yaml
from kg.author.known import Known
from kg.author.proposal import COMMAND
from kg.author.workspace import Workspace
from kg.author.writing import propose
from kg.cli import main
from tests.unit.additions import GOOD

FILE = "\n".join(GOOD.values()) + "\n"
CHILD = FILE.replace("id: sponge-early-exit", "id: child").replace("acts-at: deployment", "form-of: sponge-early-exit")
CHILD = CHILD.replace(GOOD["label"], "label: A child of it")
EDITED = FILE.replace("id: sponge-early-exit", "id: edited").replace(GOOD["label"], "label: An edited one")
BROKEN = "@prefix x: <http://x/> .\nx:a x:b\n"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


@pytest.fixture(scope="module")
def folder(known: Known, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an attack, a form of it, one that was edited by hand, and a file that cannot be read."""
    made = tmp_path_factory.mktemp("lived-in")
    for text in (FILE, EDITED):
        entry = service.understand(ATTACK, from_yaml(text.encode(), "x.yaml"), known)
        Workspace(made).save(propose(entry, known, "x.yaml"), by="curator")
    more = service.load_known(made)[1]
    entry = service.understand(ATTACK, from_yaml(CHILD.encode(), "x.yaml"), more)
    Workspace(made).save(propose(entry, more, "x.yaml"), by="curator")
    Workspace(made).save(deprecate("attack:child", service.load_known(made)[1], reason="A trial."), by="curator")
    edited = made / "ontology" / "attack-edited.ttl"
    by_hand = edited.read_text(encoding="utf-8").replace(
        "    praxis:actsAt",
        '    skos:changeNote "Von Hand."@de ;\n    skos:related attack:evasion ;\n    praxis:actsAt',
        1,
    )
    edited.write_text(f"# Mine.\n{by_hand}", encoding="utf-8")
    (made / "ontology" / "broken.ttl").write_text(BROKEN, encoding="utf-8")
    return made


@pytest.fixture
def workspace(folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """The workspace, which must be byte for byte as before when the test is over."""
    before = content(folder)
    yield folder
    assert content(folder) == before
    assert "Traceback" not in capsys.readouterr().err


def content(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*")}
    return {name: None if p.is_dir() else p.read_bytes() for name, p in found.items()}


def run(*arguments: str | Path, workspace: Path) -> int:
    """A command in this process; what argparse refuses too."""
    try:
        return main([*map(str, arguments), "--workspace", str(workspace)])
    except SystemExit as stopped:
        return int(stopped.code or 0)


def written(folder: Path, text: str, name: str = "bad.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_bad_file_is_refused_with_code_5_and_a_broken_file_beside_is_told(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, CHILD.replace("id: child", "id: other").replace("availability", "availbility"))
    assert run("add", "attack", file, workspace=workspace) == 5
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{file}:5: objective: unknown objective 'availbility'. Did you mean availability?" in told.err
    assert "Nothing was written." in told.err
    assert f"{workspace / 'ontology' / 'broken.ttl'}:3: no valid Turtle" in told.err


def test_a_good_addition_is_taken_beside_a_broken_file(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = FILE.replace("id: sponge-early-exit", "id: third").replace(GOOD["label"], "label: A third")
    file = written(tmp_path, third)
    assert run("add", "attack", file, "--brief", "--no-reasoner", "--dry-run", workspace=workspace) == 0
    told = capsys.readouterr()
    assert "ontology/attack-third.ttl would be:" in told.out
    assert "broken.ttl:3: no valid Turtle" in told.err


def test_a_kind_that_there_is_not_is_refused_with_code_2(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "atack", "x.yaml", workspace=workspace) == 2
    told = capsys.readouterr().err
    assert "KIND: invalid choice: 'atack'" in told
    assert "attack" in told.partition("choose from")[2]


@pytest.mark.parametrize("kind", ["attack", "work", "query", "profile"])
@pytest.mark.parametrize("what", ["missing", "folder", "device", "pipe"])
def test_what_is_no_file_is_refused_with_code_2_at_once(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, what: str
) -> None:
    paths = {"missing": tmp_path / "none.yaml", "folder": tmp_path, "device": Path("/dev/zero"), "pipe": tmp_path / "p"}
    if what == "pipe":
        os.mkfifo(paths["pipe"])
    reasons = {"missing": "There is no file", "folder": "is a folder", "device": "is no regular file"}
    begin = time.monotonic()
    assert run("add", kind, paths[what], workspace=workspace) == 2
    told = capsys.readouterr().err
    assert reasons.get(what, reasons["device"]) in told
    assert str(paths[what]) in told
    assert "Give " in told
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("kind", ["attack", "work", "query", "profile"])
def test_a_file_of_100_mb_is_refused_without_being_read(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(100_000_000)
    assert run("add", kind, tmp_path / "large.yaml", workspace=workspace) == 5
    told = capsys.readouterr().err
    assert "large.yaml:1: " in told
    assert " kB" in told


def test_a_workspace_that_is_a_file_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, FILE)
    commands = {"add": ["attack", str(file)], "edit": ["attack:x", str(file)], "deprecate": ["attack:x", "--reason=x"]}
    for command, arguments in commands.items():
        assert run(command, *arguments, workspace=file) == 2
        assert f"The workspace {file} is a file, not a folder." in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == FILE


def test_what_came_with_threatpraxis_cannot_be_edited(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("edit", "attack:evasion", workspace=workspace) == 2
    assert "attack:evasion is no addition of the workspace" in (told := capsys.readouterr().err)
    assert "threatpraxis deprecate" in told


def test_an_edit_cannot_change_the_address(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, FILE.replace("id: sponge-early-exit", "id: another"))
    assert run("edit", "attack:sponge-early-exit", file, workspace=workspace) == 5
    assert f"{file}:2: id: this is about attack:another, not attack:sponge-early-exit." in capsys.readouterr().err


def test_an_edit_cannot_make_a_circle(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    circle = FILE.replace("acts-at: deployment", "form-of: edited\nacts-at: deployment")
    for parent, reason in (("sponge-early-exit", "or the attack itself"), ("child", "attack:child is ")):
        file = written(tmp_path, circle.replace("form-of: edited", f"form-of: {parent}"))
        assert run("edit", "attack:sponge-early-exit", file, workspace=workspace) == 5
        told = capsys.readouterr().err
        assert f"{file}:4: form-of: " in told
        assert reason in told


def test_an_edit_does_not_lose_what_was_written_by_hand(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("edit", "attack:edited", written(tmp_path, EDITED + "note: New.\n"), workspace=workspace) == 1
    told = capsys.readouterr().err
    assert "ontology/attack-edited.ttl was edited by hand" in told
    for lost in ("Von Hand.", "related Evasion", "1 line of comment"):
        assert lost in told
    assert "--overwrite" in told
    assert run("edit", "attack:edited", workspace=workspace) == 0
    shown = capsys.readouterr()
    assert "label: An edited one" in shown.out
    assert "not shown: An edited one: related Evasion added." in shown.err


def test_input_that_ends_early_is_refused_and_the_answers_are_kept(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # no work; a name; no id; a definition; no other names, none said, no parent; an unknown stage, then the end
    monkeypatch.setattr("sys.stdin", io.StringIO("\nA name\n\nA definition.\n\n\n\ndeploiment\n"))
    assert run("add", "attack", "--interactive", workspace=workspace) == 5
    told = capsys.readouterr()
    assert "unknown stage 'deploiment'. Did you mean deployment?" in told.err  # and it was asked again
    assert told.err.count("Attacker acts at") == 2
    assert "the input ended before all questions were answered" in told.err
    assert "label: A name\ndefinition: A definition.\n" in told.out


WITHDRAWALS = {
    "what there is not": ("attack:evasoin", "", "x", "thing", "there is no 'attack:evasoin'", "attack:evasion"),
    "what is no name": ("Evasion", "", "x", "thing", "there is no 'Evasion'", "attack:evasion"),
    "for what there is not": ("attack:evasion", "zzz", "x", "replaced-by", "there is no 'zzz'", "Give a name"),
    "for itself": ("attack:evasion", "attack:evasion", "x", "replaced-by", "cannot take its own place", "Name another"),
    "for another kind": ("attack:evasion", "stage:serving", "x", "replaced-by", "is of another kind", "the same kind"),
    "for what is withdrawn": ("attack:evasion", "attack:child", "x", "replaced-by", "is withdrawn", "Name another"),
    "without a reason": ("attack:evasion", "", " ", "reason", "it is missing", "Say why"),
    "for a script": ("attack:evasion", "", "<script>", "reason", "it holds markup", "plain words"),
    "twice": ("attack:child", "", "x", "thing", "attack:child is withdrawn already", "threatpraxis log"),
}


@pytest.fixture(scope="module")
def more(folder: Path) -> Known:
    """What ships and what is in the workspace."""
    return service.load_known(folder)[1]


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_nothing_is_withdrawn(more: Known, name: str) -> None:
    thing, instead, reason, field, message, remedy = WITHDRAWALS[name]
    with pytest.raises(AdditionError) as raised:
        deprecate(thing, more, reason=reason, instead=instead, origin=COMMAND)
    assert raised.value.exit_code == 2
    (fault,) = raised.value.faults
    assert fault.field == field
    assert message in fault.message
    assert remedy in fault.remedy


def test_what_is_withdrawn_cannot_be_chosen(more: Known) -> None:
    given = from_yaml(FILE.replace("acts-at: deployment", "form-of: child").encode(), "bad.yaml")
    _, faults = service.judge(ATTACK, given, more, own="ontology/attack-sponge-early-exit.ttl")
    assert [f.told("bad.yaml") for f in faults] == ["bad.yaml:4: form-of: attack:child is deprecated. Choose another."]


def test_the_id_and_the_name_of_another_file_of_the_workspace_are_taken(more: Known) -> None:
    for text, field in ((FILE, "id"), (FILE.replace("id: sponge-early-exit", "id: other"), "label")):
        _, faults = service.judge(ATTACK, from_yaml(text.encode(), "bad.yaml"), more)
        assert [f.field for f in faults] == [field]


def threatpraxis(*arguments: str, workspace: Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    code = "from kg.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", code, *arguments, "--workspace", str(workspace)]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("arguments", "data", "told"),
    [
        (["-"], FILE.replace("price", "Preis für").encode("latin-1"), "standard input:3: this is no UTF-8"),
        (["-"], b"label: x\n" + b"#" * 2_000_000, "standard input:1: the file has more than 256 kB"),
        (["--interactive"], b"", "the input ended before all questions were answered"),
    ],
    ids=["Latin-1", "2 MB", "no answers"],
)
def test_a_process_of_its_own_ends_in_words(tmp_path: Path, arguments: list[str], data: bytes, told: str) -> None:
    done = threatpraxis("add", "attack", *arguments, workspace=tmp_path / "ws", data=data)
    assert done.returncode == 5
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert not (tmp_path / "ws").exists()
