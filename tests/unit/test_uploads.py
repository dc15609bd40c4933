"""Whole files as additions: what each is, what is wrong with it and where, and what would be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import shipped
from kg.author import uploads
from kg.author.faults import AdditionError
from kg.author.known import Known
from kg.author.service import load_known
from kg.errors import ParameterError, ThreatPraxisError
from tests.unit.surveys import CODEBOOK, RAW

ATLAS = Path(__file__).parent / "atlas_fixtures"
HEAD = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix objective: <https://w3id.org/threatpraxis/id/objective/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix scheme: <https://w3id.org/threatpraxis/id/scheme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
"""
OWN = f"""{HEAD}
attack:made-up a praxis:Attack ;
    skos:prefLabel "Made-up attack"@en ;
    skos:definition "Does nothing at all."@en ;
    skos:inScheme scheme:attacks ; skos:topConceptOf scheme:attacks ;
    praxis:actsAt stage:deployment ; praxis:hasObjective objective:availability .
"""
BIB = """@article{one,
  title = {A made-up paper}, author = {Nobody, A. and Noone, B.}, year = {2021}
}
"""
SYSTEM = """title: Made-up system
standpoint: client
answers: {training-data: none, inputs: public}
"""
QUESTION = """#+ title: Late attacks
#+ question: Which attacks act at deployment?
PREFIX praxis: <https://w3id.org/threatpraxis/ontology#>
PREFIX stage: <https://w3id.org/threatpraxis/id/stage/>
SELECT ?attack WHERE { ?attack praxis:actsAt stage:deployment }
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return load_known(tmp_path_factory.mktemp("none"))[1]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("mine.ttl", OWN, "turtle"),
        ("refs.bib", BIB, "works"),
        ("refs.json", "[]", "works"),
        ("bundle.json", '{"type": "bundle", "objects": []}', "atlas"),
        ("ATLAS.yaml", "id: ATLAS\nversion: 5\n", "atlas"),
        ("book.yaml", CODEBOOK, "codebook"),
        ("attack.YAML", "label: Made-up attack\n", "addition"),
        ("answers.csv", RAW, "answers"),
        ("system.yaml", SYSTEM, "profile"),
        ("question.rq", QUESTION, "query"),
    ],
)
def test_a_file_is_known_by_its_name_and_its_looks(name: str, text: str, what: str) -> None:
    assert uploads.what_is(text.encode(), name) == what


def test_a_file_of_another_kind_or_too_large_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match=r"^a\.exe is no kind of file that can be taken"):
        uploads.what_is(b"MZ", "C:\\temp\\a.exe")
    with pytest.raises(ParameterError, match=r"^big\.ttl has 20,000,001 bytes; 20,000,000 are allowed"):
        uploads.what_is(b"#" * 20_000_001, "big.ttl")


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"# one\n# \xe9\n", 2, "no UTF-8 text (byte 0xe9)"),
        ("# one".encode("utf-16"), 1, "UTF-16"),
        (b" \n\n", 1, "empty"),
    ],
)
def test_another_encoding_is_told_with_its_line(data: bytes, line: int, says: str) -> None:
    with pytest.raises(AdditionError) as raised:
        uploads.what_is(data, "mine.ttl")
    [fault] = raised.value.faults
    assert (fault.line, says in fault.message) == (line, True)


def test_the_name_of_a_file_leads_nowhere_and_shows_as_it_is() -> None:
    assert uploads.name_of("../../../etc/passwd") == "passwd"
    assert uploads.name_of("..\\..\\evil\u202ettl.exe") == "evilttl.exe"
    assert uploads.name_of("x" * 500) == "x" * 79 + "…"
    assert uploads.name_of("/") == "file"


def test_turtle_becomes_a_file_named_after_it_and_tells_what_it_adds(workspace: Path) -> None:
    found = uploads.propose_turtle(OWN.encode(), "../My Attack.ttl", workspace)
    assert (found.proposal.path, found.proposal.kind, found.proposal.text) == (
        "ontology/my-attack.ttl",
        "imported",
        OWN,
    )
    assert found.proposal.origin == "My Attack.ttl"
    assert found.changes == ("Made-up attack: added.",)
    assert list(workspace.rglob("*.ttl")) == []


def test_turtle_in_the_place_of_a_file_tells_the_difference(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(OWN, encoding="utf-8")
    changed = OWN.replace("Does nothing at all.", "Does next to nothing.")
    [told] = uploads.propose_turtle(changed.encode(), "mine.ttl", workspace).changes
    assert "“Does nothing at all.”" in told and "“Does next to nothing.”" in told


def test_broken_turtle_is_told_with_its_line(workspace: Path) -> None:
    broken = OWN.replace("praxis:actsAt", "praxis;actsAt")
    with pytest.raises(AdditionError) as raised:
        uploads.propose_turtle(broken.encode(), "mine.ttl", workspace)
    [fault] = raised.value.faults
    assert fault.line == broken[: broken.index("praxis;")].count("\n") + 1


def test_turtle_that_breaks_a_shape_is_told_with_its_line(workspace: Path) -> None:
    lacking = OWN.replace('    skos:definition "Does nothing at all."@en ;\n', "")
    with pytest.raises(AdditionError) as raised:
        uploads.propose_turtle(lacking.encode(), "mine.ttl", workspace)
    subject = lacking[: lacking.index("attack:made-up")].count("\n") + 1
    assert any(f.line == subject and "definition" in f.told() for f in raised.value.faults)


def test_turtle_that_calls_itself_a_module_of_ours_is_refused(workspace: Path) -> None:
    claims = f"{OWN}\n<https://w3id.org/threatpraxis/module/attacks> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
    with pytest.raises(AdditionError, match="module/attacks"):
        uploads.propose_turtle(claims.encode(), "mine.ttl", workspace)


def test_a_bibliography_becomes_works(workspace: Path) -> None:
    found = uploads.propose_bibliography(BIB.encode(), "refs.bib", workspace)
    assert "work:nobody2021" in (found.proposal.text or "")
    assert len(found.changes) == 1
    with pytest.raises(AdditionError) as raised:
        uploads.propose_bibliography(BIB.replace("year = {2021}", "").encode(), "refs.bib", workspace)
    assert raised.value.faults[0].line > 0


def test_a_survey_becomes_counts_and_its_answers_stay_where_they_are(workspace: Path) -> None:
    found = uploads.propose_survey(RAW.encode(), "answers.csv", CODEBOOK.encode(), "book.yaml", workspace)
    assert found.proposal.path == "ontology/study-made-up-survey.ttl"
    assert found.proposal.origin == "answers.csv, book.yaml"
    assert found.notes[0] == "REDCap: 24 people, 7 questions; 3 small numbers are hidden behind a bound."
    assert list(workspace.rglob("*.ttl")) == []


def test_a_fault_of_a_survey_names_file_row_and_column(workspace: Path) -> None:
    lines = RAW.splitlines()
    column = lines[0].split(",").index("q33")
    cells = lines[3].split(",")
    cells[column] = "77"
    wrong = "\n".join([*lines[:3], ",".join(cells), *lines[4:]])
    with pytest.raises(AdditionError) as raised:
        uploads.propose_survey(wrong.encode(), "answers.csv", CODEBOOK.encode(), "../book.yaml", workspace)
    [fault] = raised.value.faults
    assert (fault.field, fault.line) == ("answers.csv, row 3, q33", 4)


def test_a_release_of_atlas_is_compared_with_the_one_that_is_there(known: Known) -> None:
    found = uploads.read_release((ATLAS / "regular.yaml").read_bytes(), "ATLAS.yaml", known)
    assert found.summary.startswith("ATLAS ")
    assert any("removed" in change for change in found.changes)
    assert "a owl:Ontology" in found.text
    same = (shipped.ontology_dir() / "atlas.ttl").read_text(encoding="utf-8")
    assert found.text != same


def test_what_is_no_release_is_refused_with_its_line(known: Known) -> None:
    with pytest.raises(AdditionError) as raised:
        uploads.read_release(b"id: ATLAS\nmatrices:\n  - [unclosed\n", "ATLAS.yaml", known)
    assert raised.value.faults[0].line >= 3


def test_a_system_becomes_an_example_and_its_faults_are_told_with_lines(tmp_path: Path) -> None:
    upload = uploads.propose_system(SYSTEM.encode(), "system.yaml", tmp_path)
    assert upload.proposal.path == "ontology/profile-made-up-system.ttl"
    assert "answer:training-data-none" in (upload.proposal.text or "")
    with pytest.raises(ThreatPraxisError, match=r"system\.yaml:3"):
        uploads.propose_system(SYSTEM.replace("none", "nobody").encode(), "system.yaml", tmp_path)


def test_a_question_goes_into_the_library_and_its_faults_are_told_with_lines(tmp_path: Path) -> None:
    upload = uploads.propose_question(QUESTION.encode(), "../Late attacks.rq", tmp_path)
    assert (upload.proposal.path, upload.proposal.text) == ("queries/mine/late-attacks.rq", QUESTION)
    with pytest.raises(AdditionError) as raised:
        uploads.propose_question(QUESTION.replace("praxis:actsAt", "praxis:actsAt actsAt").encode(), "q.rq", tmp_path)
    [fault] = raised.value.faults
    assert fault.line == 5
    with pytest.raises(AdditionError):
        uploads.propose_question(b"DROP ALL", "q.rq", tmp_path)
