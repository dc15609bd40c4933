"""What ``threatpraxis check`` tells of bad files: the place, the fault, the remedy, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from kg import modules, shipped
from kg.cli import main
from kg.library import Library
from kg.modules import Inventory
from kg.validate import Finding, validate

HEAD = """@prefix access: <https://w3id.org/threatpraxis/id/access/> .
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix model: <https://w3id.org/threatpraxis/id/model/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix scheme: <https://w3id.org/threatpraxis/id/scheme/> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
"""
SOUND = """attack:crossed-labels
    a praxis:Attack ;
    skos:prefLabel "Crossed labels"@en ;
    skos:definition "Changes labels of training samples."@en ;
    skos:inScheme scheme:attacks ;
    praxis:subAttackOf attack:poisoning ;
    skos:broader attack:poisoning ;
    praxis:actsAt stage:labelling .
"""


class Told:
    """What the command printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Check(Protocol):
    """The command with ``--no-shapes``, which is quicker, unless shapes are asked for."""

    def __call__(self, *arguments: object, shapes: bool = False) -> Told: ...


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    def run(*arguments: object, shapes: bool = False) -> Told:
        code = main(["check", *map(str, arguments), *([] if shapes else ["--no-shapes"])])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Told(code, captured.out, captured.err)

    return run


def _file(folder: Path, text: str | bytes, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# -- files given to the command --


def test_a_sound_file_has_no_findings_and_the_command_succeeds(check: Check, tmp_path: Path) -> None:
    told = check(_file(tmp_path, HEAD + SOUND))
    assert (told.code, told.out) == (0, "")
    assert told.err.startswith("threatpraxis: 0 errors and 0 warnings in ")


def test_a_truncated_file_is_told_with_line_and_remedy(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + 'attack:half a praxis:Attack ;\n    skos:prefLabel "Hal')
    told = check(path)
    assert told.code == 1
    assert told.out.startswith(f"{path}:10: error: no valid Turtle: ")
    assert "the module was left out [load]\n  Mend the file" in told.out


def test_a_file_that_is_not_utf8_is_told(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD.encode() + 'attack:x skos:prefLabel "Dét'.encode("latin-1") + b'our"@en .\n')
    told = check(path)
    assert told.code == 1
    assert f"{path}:9: error: " in told.out
    assert "[load]" in told.out


def test_an_empty_file_and_a_file_named_with_spaces_are_no_faults(check: Check, tmp_path: Path) -> None:
    assert check(_file(tmp_path, ""), _file(tmp_path, HEAD + SOUND, "my own file.ttl")).code == 0


def test_two_files_of_one_name_are_two_modules(check: Check, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    told = check(_file(tmp_path / "one", HEAD + SOUND), _file(tmp_path / "two", HEAD))
    assert (told.code, told.out) == (0, "")


def test_a_missing_file_is_a_wrong_value(check: Check, tmp_path: Path) -> None:
    told = check(tmp_path / "nowhere.ttl")
    assert told.code == 2
    assert "There is no file" in told.err


def test_a_thing_defined_differently_is_told_at_the_users_line(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + '\nattack:evasion\n    skos:definition "Something else."@en .\n')
    told = check(path)
    assert told.code == 1
    assert f"{path}:10: error: attack:evasion: Two modules define it differently." in told.out
    assert "[checks/defined-twice]" in told.out


def test_two_files_that_define_one_thing_differently_are_both_named(check: Check, tmp_path: Path) -> None:
    one = _file(tmp_path, HEAD + SOUND, "one.ttl")
    two = _file(tmp_path, HEAD + SOUND.replace("Crossed labels", "Flipping"), "two.ttl")
    told = check(one, two)
    assert told.code == 1
    assert "attack:crossed-labels: Two modules give it different labels in one language." in told.out
    assert told.out.startswith((f"{one}:9: ", f"{two}:9: "))


def test_a_module_iri_that_is_taken_is_told(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + "<https://w3id.org/threatpraxis/module/attacks> a owl:Ontology .\n")
    told = check(path)
    assert told.code == 1
    assert f"{path}:1: error: the module IRI https://w3id.org/threatpraxis/module/attacks is taken" in told.out


def test_a_misspelt_access_is_told_with_the_one_that_was_meant(check: Check, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        HEAD + "\nmodel:mine\n    praxis:ofAttack attack:evasion ;\n    praxis:requires access:know-paramters .\n",
    )
    told = check(path)
    assert f"{path}:12: error: model:mine: It names something that no module describes." in told.out
    assert "Did you mean access:know-parameters" in told.out


def test_a_misspelt_property_is_told_with_the_one_that_was_meant(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + SOUND.replace("praxis:actsAt", "praxis:actAt"))
    told = check(path)
    assert f"{path}:16: error: praxis:actAt: The property is used and nowhere declared." in told.out
    assert "Did you mean praxis:actsAt" in told.out


@pytest.mark.slow
def test_a_literal_that_does_not_fit_its_datatype_is_a_finding(check: Check, tmp_path: Path) -> None:
    text = HEAD + SOUND.replace(
        "a praxis:Attack ;",
        'a praxis:Attack ;\n    praxis:position "third"^^<http://www.w3.org/2001/XMLSchema#integer> ;',
    )
    told = check(_file(tmp_path, text), shapes=True)
    assert told.code == 1
    assert (
        "mine.ttl:11: error: attack:crossed-labels: A place in an order is one whole number. Found: third." in told.out
    )
    assert "[shapes/Position]\n  Write praxis:position 5" in told.out


def test_a_fault_between_a_shipped_and_an_own_attack_is_told_of_the_own_file(check: Check, tmp_path: Path) -> None:
    path = _file(tmp_path, HEAD + SOUND.replace("Crossed labels", "evasion"))
    told = check(path)
    assert f"{path}:9: error: attack:crossed-labels: It has the same label as another attack." in told.out


def test_a_warning_alone_does_not_fail_the_command(check: Check, tmp_path: Path) -> None:
    told = check(_file(tmp_path, HEAD + SOUND.replace("    skos:broader attack:poisoning ;\n", "")))
    assert told.code == 0
    assert "warning: attack:crossed-labels: The sub-attack has no skos:broader" in told.out
    assert "0 errors and 1 warning in" in told.err


@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_findings_can_be_had_as_a_table(check: Check, tmp_path: Path, form: str) -> None:
    path = _file(tmp_path, HEAD + SOUND.replace("stage:labelling", "stage:labeling"))
    told = check(path, "--format", form)
    assert told.code == 1
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(told.out)))
    elif form == "json":
        rows = [{key: str(value) for key, value in row.items()} for row in json.loads(told.out)["rows"]]
    else:
        assert told.out.splitlines()[0] == "| severity | file | line | rule | subject | message | remedy |"
        return
    assert [(r["severity"], r["file"], r["line"], r["rule"]) for r in rows] == [
        ("error", str(path), "16", "checks/undefined-individual")
    ]
    assert rows[0]["subject"] == "https://w3id.org/threatpraxis/id/attack/crossed-labels"


# -- the workspace --


def test_a_file_of_the_workspace_may_be_named_again(check: Check, workspace: Path) -> None:
    path = _file(workspace / "ontology", HEAD + SOUND)
    assert check(path, "--workspace", workspace).code == 0


def test_a_workspace_file_missing_from_its_catalog_is_a_warning(check: Check, workspace: Path) -> None:
    path = _file(workspace / "ontology", HEAD + SOUND)
    _file(workspace / "ontology", '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>', modules.CATALOG)
    told = check("--workspace", workspace)
    assert told.code == 0
    assert f"{path}:1: warning: mine.ttl is missing from the catalog" in told.out


def test_a_catalog_that_names_a_missing_file_is_an_error(check: Check, workspace: Path) -> None:
    catalog = '<catalog>\n  <uri name="https://example.org/gone" uri="gone.ttl"/>\n</catalog>'
    path = _file(workspace / "ontology", catalog, modules.CATALOG)
    told = check("--workspace", workspace)
    assert told.code == 1
    assert f"{path}:2: error: the catalog names 'gone.ttl'" in told.out


def test_a_catalog_and_a_header_that_disagree_are_told(check: Check, workspace: Path) -> None:
    _file(workspace / "ontology", HEAD + "<https://example.org/mine> a owl:Ontology .\n")
    _file(
        workspace / "ontology",
        '<catalog><uri name="https://example.org/other" uri="mine.ttl"/></catalog>',
        modules.CATALOG,
    )
    told = check("--workspace", workspace)
    assert told.code == 1
    assert "the catalog calls this module https://example.org/other" in told.out


QUERY_FAULTS = {
    "no front matter": ("SELECT ?a { ?a ?b ?c }", 1, "there is no front matter"),
    "unknown field": ("#+ title: A\n#+ question: B?\n#+ titel: C\nSELECT ?a { ?a ?b ?c }", 3, "unknown field 'titel'"),
    "misspelt SPARQL": (
        "#+ title: A\n#+ question: B?\n\nSELECT ?a {\n  ?a ?b ?c FLTER(?a)\n}",
        5,
        "'FLTER' is no word of SPARQL",
    ),
    "an update": ("#+ title: A\n#+ question: B?\nINSERT DATA { <a:a> <a:a> <a:a> }", 1, "INSERT is not allowed here"),
}


@pytest.mark.parametrize(("text", "line", "message"), QUERY_FAULTS.values(), ids=QUERY_FAULTS)
def test_a_faulty_query_file_is_told(check: Check, workspace: Path, text: str, line: int, message: str) -> None:
    path = _file(workspace / "queries", text, "mine.rq")
    told = check("--workspace", workspace)
    assert told.code == 1
    assert f"{path}:{line}: error: {message}" in told.out
    assert "[query]" in told.out


def test_a_column_that_a_query_does_not_return_is_a_warning(check: Check, workspace: Path) -> None:
    text = "#+ title: A\n#+ question: B?\n#+ columns:\n#+   x: {label: X}\nSELECT ?a { ?a ?b ?c }"
    path = _file(workspace / "queries", text, "mine.rq")
    told = check("--workspace", workspace)
    assert told.code == 0
    assert f"{path}:1: warning: the front matter describes the column 'x'" in told.out


def test_a_check_of_ones_own_is_applied(check: Check, workspace: Path) -> None:
    folder = workspace / "queries" / "checks"
    folder.mkdir()
    text = """#+ title: No sponges
#+ question: Which attacks are sponges?
#+ note: Remove them.
SELECT ?subject ?message {
  BIND(attack:sponge AS ?subject) ?subject a praxis:Attack . BIND("It is a sponge." AS ?message)
}"""
    _file(folder, text, "no-sponges.rq")
    told = check("--workspace", workspace)
    assert told.code == 1
    assert "error: attack:sponge: It is a sponge. [checks/no-sponges]\n  Remove them." in told.out


def test_a_check_without_subject_and_message_is_no_check(check: Check, workspace: Path) -> None:
    folder = workspace / "queries" / "checks"
    folder.mkdir()
    _file(folder, "#+ title: A\n#+ question: B?\nSELECT ?a { ?a ?b ?c }", "mine.rq")
    told = check("--workspace", workspace)
    assert told.code == 1
    assert "a check must return ?subject and ?message" in told.out


def test_thousands_of_one_fault_are_cut_with_a_note(check: Check, workspace: Path) -> None:
    folder = workspace / "queries" / "checks"
    folder.mkdir()
    text = """#+ title: Everything
#+ question: What is there?
SELECT DISTINCT ?subject ?message { ?subject a ?type . FILTER(isIRI(?subject)) BIND("It is there." AS ?message) }"""
    _file(folder, text, "everything.rq")
    told = check("--workspace", workspace)
    assert "200 errors and 1 warning in" in told.err
    assert "warning: Everything: only the first 200 faults of this kind are told." in told.out


SHAPE = """@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shapes#Unit> a sh:NodeShape ; sh:targetClass praxis:Dimension ;
    sh:property <https://example.org/shapes#UnitIsMiles> .
<https://example.org/shapes#UnitIsMiles> a sh:PropertyShape ; sh:path praxis:unit ;
"""


def _with_shapes(text: str, folder: Path) -> list[Finding]:
    (folder / "ontology" / "shapes").mkdir()
    _file(folder / "ontology" / "shapes", text)
    kept = ("core.ttl", "vocab.ttl", "practice/grosse2024.ttl", "shapes/mine.ttl")
    inventory = modules.shipped_inventory(folder)
    few = replace(inventory, files=tuple(file for file in inventory.files if file.name in kept))
    return [f for f in validate(few, Library([])) if not f.rule.startswith("checks/undefined-in")]


def test_shapes_of_ones_own_are_applied(workspace: Path) -> None:
    findings = _with_shapes(SHAPE + '    sh:hasValue "miles" ; sh:message "A unit is miles. Walk."@en .', workspace)
    assert {(f.severity, f.rule, f.remedy) for f in findings} == {("error", "shapes/unnamed", "Walk.")}
    assert all(Path(f.path).name == "grosse2024.ttl" and f.line for f in findings)


@pytest.mark.parametrize(
    "text", [SHAPE + "    sh:minCount -1, 2 .", SHAPE + "    sh:or 7 ."], ids=["two counts", "no list"]
)
def test_shapes_that_cannot_be_applied_are_a_finding(workspace: Path, text: str) -> None:
    findings = _with_shapes(text, workspace)
    assert [f.rule for f in findings] == ["shapes"]
    assert findings[0].message.startswith("the shapes cannot be applied: ")


def test_a_shapes_file_that_is_no_turtle_is_a_finding(workspace: Path) -> None:
    findings = _with_shapes(SHAPE, workspace)
    assert [(f.rule, f.severity, Path(f.path).name) for f in findings] == [("load", "error", "mine.ttl")]


# -- as a library --


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped ontology that may be broken."""
    return Path(shutil.copytree(shipped.ontology_dir(), tmp_path / "ontology"))


def test_a_shipped_module_missing_from_the_catalog_is_a_warning(copy: Path) -> None:
    catalog = copy / modules.CATALOG
    lines = catalog.read_text(encoding="utf-8").splitlines(keepends=True)
    catalog.write_text("".join(line for line in lines if "attacks.ttl" not in line), encoding="utf-8")
    findings = validate(modules.discover(copy), Library([]), shapes=False)
    assert [(f.severity, f.rule, Path(f.path).name) for f in findings] == [("warning", "load", "attacks.ttl")]


def test_a_broken_shipped_module_is_a_finding_and_no_exception(copy: Path) -> None:
    with (copy / "core.ttl").open("a", encoding="utf-8") as file:
        file.write("praxis:Attack a")
    findings = validate(modules.discover(copy), Library([]))
    assert [(f.severity, f.rule, Path(f.path).name) for f in findings] == [("error", "load", "core.ttl")]
    assert findings[0].line > 500


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    text = HEAD + SOUND.replace("    skos:broader attack:poisoning ;\n", "").replace("stage:labelling", "stage:nowhere")
    path = _file(tmp_path, text)
    inventory = modules.shipped_inventory()
    own = modules.ModuleFile(path, None, "workspace", "mine.ttl")
    checks = Library([(shipped.queries_dir(), "shipped")])
    findings = validate(Inventory((*inventory.files, own), ()), checks, shapes=False)
    assert [f.severity for f in findings] == ["error", "warning"]
    assert [(f.path, f.line) for f in findings] == [(str(path), 15), (str(path), 9)]


def test_heavy_libraries_are_imported_only_where_shapes_are_applied() -> None:
    code = "import sys, kg.validate, kg.cli.check; print([m for m in ('pyshacl', 'rdflib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
