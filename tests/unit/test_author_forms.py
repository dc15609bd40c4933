"""What the page asks of the descriptions of additions: files that fit a form, names of fields, names of people."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kg import shipped
from kg.author import service
from kg.author.faults import Fault
from kg.author.fitting import fitted, kinds_of
from kg.author.given import from_yaml, plain
from kg.author.kinds import FORMS
from kg.author.naming import UNNAMED, author_name, remember_name
from kg.author.patch import patch
from kg.author.proposal import BROWSER, Proposal
from kg.errors import ParameterError
from kg.modules import read_catalog

TURTLE = """# made up

<https://w3id.org/threatpraxis/module/workspace/attack-made-up> a <http://www.w3.org/2002/07/owl#Ontology> .
"""
ADDED = Proposal("ontology/attack-made-up.ttl", TURTLE, "added", "Made-up attack", BROWSER)


# -- files that go into a form --


def test_what_a_file_gives_fits_the_form_and_what_does_not_is_told() -> None:
    text = """label: Made-up attack
objective: availability
also: [One, Two, One]
needs: {requires: [query-model], one-of: [a, b]}
definition: [no, text]
colour: red
works:
  - just a text
"""
    values, faults = fitted(FORMS["attack"], from_yaml(text.encode(), "a.yaml"))
    assert values == {
        "label": "Made-up attack", "objective": ["availability"], "also": ["One", "Two"],
        "needs": [{"requires": ["query-model"], "one-of": [["a", "b"]]}],
    }  # fmt: skip
    assert [(f.field, f.line) for f in faults] == [("definition", 5), ("colour", 6), ("works[1]", 8)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("label: A\ndefinition: B\nobjective: availability\n", "attack"),
        ("attack: evasion\nrequires: [query-model]\n", "model"),
        ("title: A\nauthors: B\n", "work"),
        ("attack: evasion\nto: AML.T0029\nrelation: broad\n", "mapping"),
        ("label: A\nclass: interview-study\ndefinition: B\nwork: c\n", "study"),
        ("study: a\nlabel: B\nprinted-as: 3%\n", "observation"),
    ],
)
def test_the_kind_of_an_addition_shows_in_its_fields(text: str, kind: str) -> None:
    assert kinds_of(from_yaml(text.encode(), "a.yaml"))[0] == kind


def test_what_an_addition_brings_along_can_be_chosen_by_its_other_fields(tmp_path: Path) -> None:
    known = service.load_known(tmp_path)[1]
    given = plain({"label": "X", "works": [{"title": "T", "authors": "Nobody, Noone", "year": "2021"}]})
    [work] = service.brought(FORMS["attack"], given, known)
    assert (work.id, work.label) == ("work:nobody2021", "Nobody and Noone 2021")


def test_an_addition_keeps_its_address() -> None:
    service.same_address(ADDED, "")
    service.same_address(ADDED, ADDED.path)
    with pytest.raises(ParameterError, match=r"from ontology/attack-other\.ttl to ontology/attack-made-up\.ttl"):
        service.same_address(ADDED, "ontology/attack-other.ttl")


def test_what_nobody_has_said_yet_is_told_apart_from_what_is_wrong(tmp_path: Path) -> None:
    known = service.load_known(tmp_path)[1]
    given = plain({"label": "Evasion", "needs": [{}], "mappings": [{"to": "none"}]})
    faults = service.judge(FORMS["attack"], given, known)[1]
    assert [f.field for f in faults if not f.only_missing] == ["label"]
    assert {f.field for f in faults if f.only_missing} >= {"definition", "objective", "needs[1].requires"}
    assert not Fault("a", "it is no number.").only_missing


# -- names of people --


def test_a_name_is_remembered_and_what_else_stands_in_the_settings_stays(tmp_path: Path) -> None:
    assert author_name(tmp_path) == UNNAMED
    remember_name(tmp_path / "new", 'A "quoted" \\ name')
    assert author_name(tmp_path / "new") == 'A "quoted" \\ name'
    settings = tmp_path / "workspace.toml"
    settings.write_text('colour = "red"\nname = "one"\n\n[other]\nname = "theirs"\n', encoding="utf-8")
    remember_name(tmp_path, "two")
    assert tomllib.loads(settings.read_text(encoding="utf-8")) == {
        "name": "two", "colour": "red", "other": {"name": "theirs"},
    }  # fmt: skip
    with pytest.raises(ParameterError, match="shows as nothing"):
        remember_name(tmp_path, "\u200b")


# -- patches --


def checkout(folder: Path, *, changes: bool = True) -> Path:
    """The files that a patch touches, in a repository."""
    (folder / "ontology").mkdir(parents=True)
    shutil.copy(shipped.ontology_dir() / "catalog-v001.xml", folder / "ontology")
    if changes:
        (folder / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n### Terms\n\n- One.\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    return folder


def apply(folder: Path, text: str) -> None:
    subprocess.run(["git", "apply", "-"], input=text.encode(), cwd=folder, check=True, timeout=30)


def test_a_patch_adds_the_file_lists_it_and_tells_it_in_the_change_log(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    text = patch(ADDED, folder)
    apply(folder, text)
    assert (folder / ADDED.path).read_text(encoding="utf-8") == TURTLE
    entries = {name: iri for iri, name, _ in read_catalog(folder / "ontology" / "catalog-v001.xml")}
    assert entries["attack-made-up.ttl"] == "https://w3id.org/threatpraxis/module/workspace/attack-made-up"
    assert "### Terms\n\n- Made-up attack: added (`ontology/attack-made-up.ttl`).\n- One.\n" in (
        folder / "CHANGELOG.md"
    ).read_text(encoding="utf-8")


def test_without_a_change_log_its_line_stands_above_the_patch(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout", changes=False)
    text = patch(ADDED, folder)
    assert text.startswith("Subject: Made-up attack\n\n- Made-up attack: added (`ontology/attack-made-up.ttl`).\n---\n")
    apply(folder, text)
    assert not (folder / "CHANGELOG.md").exists()
