"""What is wrong with a survey is told with file, line, row, column, value and remedy, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import Graph
from kg.importers.survey import Known, SurveyError, load, read, tally
from kg.importers.survey.codebook import parse_codebook, read_codebook
from kg.importers.survey.data import SIZE_LIMIT, parse_data, read_data
from kg.results import Table
from tests.unit.surveys import CODEBOOK, FOLDER, RAW, changed


@pytest.fixture(scope="module")
def known(graph: Graph) -> Known:
    def ask(sparql: str) -> Table:
        table = graph.sparql(sparql, row_limit=1_000_000)
        assert isinstance(table, Table)
        return table

    return load(ask)


def refused(data: str, codebook: str, known: Known) -> list[str]:
    with pytest.raises(SurveyError) as caught:
        tally(parse_data(data, "data.csv"), parse_codebook(codebook, "book.yaml", known), known)
    assert caught.value.exit_code == 5
    return str(caught.value).splitlines()[:-1]


# -- the file of answers --


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (
            "record_id,caf\u00e9\n1,2\n".encode("latin-1"),
            "data.csv:1: the file of answers is no UTF-8 text: byte 0xe9.",
        ),
        ("record_id,x\n1,2\n".encode("utf-16"), "is UTF-16"),
        (b"PK\x03\x04rest", "is a spreadsheet or an archive"),
        (b"record_id,x\n1,\x00\n", "data.csv:2: this is no text"),
        (b"record_id,x\n", "there is a header and no row of answers"),
        (b"record_id,x,x\n1,2,3\n", "the heading 'x' stands twice"),
        (b"record_id,,x\n1,2,3\n", "the heading of column 2 is empty"),
        (b'record_id,x\n1,"no end\n2,y\n', "data.csv:2: this is no CSV"),
        (b'record_id,x\n1,"a" b\n', "data.csv:2: this is no CSV"),
    ],
)
def test_a_file_that_is_no_table_of_answers_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(content)
    with pytest.raises(SurveyError) as caught:
        read_data(tmp_path / "data.csv")
    assert message in str(caught.value)
    assert "nothing was written" in str(caught.value)


def test_a_file_that_is_far_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "data.csv").open("wb") as file:
        file.truncate(2 * SIZE_LIMIT)
    with pytest.raises(SurveyError, match="has more than 50 MB"):
        read_data(tmp_path / "data.csv")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(SurveyError) as caught:
        read_data(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_row_with_other_cells_than_the_header_is_told_with_its_line() -> None:
    # Row 3 has a comma outside of quotes, row 4 lacks a cell; row 2 goes over two lines.
    with pytest.raises(SurveyError) as caught:
        parse_data('id,a,b\n1,x,y\n2,"x\nz",y\n3,x,y,z\n4,x\n', "data.csv")
    assert [(f.line, f.row, f.message) for f in caught.value.faults] == [
        (5, 3, "it has 4 cells, the header has 3."), (6, 4, "it has 2 cells, the header has 3."),
    ]  # fmt: skip


# -- columns and cells --

_TENTH = "10,,2,1,2,1,1,0,0,0,1,,2\n"  # the tenth of the raw file


@pytest.mark.parametrize(
    ("becomes", "expected"),
    [
        ("10,,7,1,2,1,1,0,0,0,1,,2\n", "column 'q33': '7' is none of its answers."),
        ("10,,=2,1,2,1,1,0,0,0,1,,2\n", "column 'q33': '=2' is none of its answers."),
        ("10,,2,1,2,1,1,0,2,0,1,,2\n", "column 'data___1': '2' tells neither yes nor no."),
        ("9,,2,1,2,1,1,0,0,0,1,,2\n", "column 'record_id': '9' is the id of row 9 too."),
        (",,2,1,2,1,1,0,0,0,1,,2\n", "column 'record_id': it has no id."),
        ("10,,2,1,2,1,0,0,0,0,1,,2\n", "column 'reported': there is an answer, and by 'asked-if' on 'attacked'"),
        ("10,,2,-99,-99,9,1,0,0,0,1,,2\n", "column 'role': '9' is none of its answers."),
    ],
)
def test_a_cell_that_cannot_be_understood_is_told_with_row_column_and_value(
    becomes: str, expected: str, known: Known
) -> None:
    (told,) = refused(changed(RAW, (_TENTH, becomes)), CODEBOOK, known)
    # One answer above goes over two lines, so the tenth row stands in line 12.
    assert told.startswith("data.csv:12: row 10, ")
    assert expected in told


def test_a_shifted_row_is_recognised_by_answers_that_fit_the_next_column(known: Known) -> None:
    book = changed(
        CODEBOOK, ('"1": Engineer\n      "2": Researcher', "ENG: Engineer\n      RES: Researcher"),
        ('"1": "Yes, it was"\n      "0": "No, it was not"', "YES: Attacked\n      NO: Not attacked"),
        ('is: ["1"]', 'is: ["YES"]'),
    )  # fmt: skip
    header, first, *_ = RAW.splitlines()
    good = first.replace("1,,1,1,1,1,1,1,", "1,,1,1,1,ENG,YES,1,")
    shifted = first.replace("1,,1,1,1,1,1,1,", "2,,1,1,ENG,YES,1,1,")
    told = refused("\n".join([header, good, shifted]), book, known)
    assert "row 2, column 'q26': 'ENG' is none of its answers." in told[0]
    assert "It is an answer to 'role', the next column: is the row shifted?" in told[0]
    assert len(told) == 3


def test_a_column_that_nobody_described_is_told_and_not_passed_over(known: Known) -> None:
    (told,) = refused(RAW, changed(CODEBOOK, (", comment]", "]")), known)
    assert told == (
        "data.csv:1: column 'comment': the codebook does not speak of it. "
        "Describe it under 'columns', or name it under 'ignore'."
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("  q33:\n", "  q34:\n", 11, "column 'q34': the data have no column 'q34'. Did you mean"),
        ('"3": Tables', '"4": Tables', 51, "column 'data': the data have no column 'data___4' or 'data[4]'."),
        ("standpoint: outsider", "standpoint: outsider\nid-column: person", 1, "id-column: the data have no column"),
        (
            "standpoint: outsider",
            "standpoint: outsider\nrows: {column: done}",
            10,
            "rows: the data have no column 'done'",
        ),
    ],
)
def test_a_codebook_that_names_a_column_which_is_not_there_is_refused(
    old: str, new: str, line: int, expected: str, known: Known
) -> None:
    told = refused(RAW, changed(CODEBOOK, (old, new)), known)
    assert [t for t in told if t.startswith(f"book.yaml:{line}: ") and expected in t], told


def test_twenty_faults_are_told_and_the_rest_is_counted(known: Known) -> None:
    header, *rows = RAW.replace("two\nlines", "one line").splitlines()
    broken = [row.replace(f"{i},,", f"{i},,7", 1) for i, row in enumerate(rows, 1)]
    with pytest.raises(SurveyError) as caught:
        tally(parse_data("\n".join([header, *broken]), "data.csv"), parse_codebook(CODEBOOK, "book.yaml", known), known)
    told = str(caught.value).splitlines()
    assert len(told) == 22
    assert told[20:] == ["… and 4 more", "  24 faults; nothing was written."]


# -- the codebook --


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("dimension: query-budget", "dimension: query-buget", 13, "unknown dimension 'query-buget'. Did you mean"),
        ("question: training-data", "question: training", 23, "unknown question 'training'. Did you mean"),
        ("queries-lt-100", "queries-less", 16, "unknown bin of dim:query-budget 'queries-less'."),
        ("answer: none}\n  q26", "answer: shut}\n  q26", 27, "unknown answer to question:training-data 'shut'."),
        ("  id: made-up-survey", "  id: Made up", 3, "'Made up' is no id."),
        ("  id: made-up-survey", "  id: grosse2024", 3, "study:grosse2024 is there already."),
        ("  who: Made-up engineers\n", "", 2, "the study has no who."),
        ("2026-03/2026-05", "spring", 7, "'spring' is no period."),
        ("standpoint: outsider", "standpoint: hacker", 9, "unknown standpoint 'hacker'."),
        ("standpoint: outsider", "suppress-below: 3", 9, "suppress-below is '3'. Write 5 to 100, or 0"),
        ("standpoint: outsider", "suppress-below: many", 9, "suppress-below is 'many'."),
        ("standpoint: outsider", "colums: {}", 9, "unknown field of a codebook 'colums'. Did you mean columns"),
        ("    several: yes", "    several: perhaps", 53, "several is neither yes nor no."),
        ("    several: yes", "    several: yes\n    dimension: query-budget", 51, "several answers can be ticked."),
        ("{column: attacked,", "{column: atacked,", 47, "unknown column in asked-if of reported 'atacked'."),
        ('is: ["1"]}', 'is: ["2"]}', 47, "unknown answer to attacked in asked-if '2'."),
        ('missing: ["-99", "N/A"]', 'missing: ["1"]', 8, "'1' is a missing answer and the code of one."),
        ("comment]", "comment, q33]", 58, "'q33' is described and ignored."),
        ('"2": Researcher', '"2": Engineer', 39, "'Engineer' stands for two answers, '1' and '2'."),
        ('"2": Researcher', '"1": Researcher', 39, "'1' stands in line 38 already."),
        ("  role:", "  Q33:", 35, "it has the same address as 'q33'."),
        ("  role:", "  ???:", 35, "no address can be made of its name."),
        ("    wording: What do you do?\n    answers:\n      \"1\": Engineer\n      \"2\": Researcher\n",
         "    wording: What do you do?\n", 35, "it has no answers."),
        ("    wording: What do you do?", "    numbers: yes", 35, "numbers fall into bins"),
        ("title: Made-up survey (2026)", "title: *other", 4, "the reference *other is not allowed."),
        ("title: Made-up survey (2026)", "title: a: b", 4, "mapping values are not allowed"),
        ("title: Made-up survey (2026)", "title: [a, b]", 4, "title is a list."),
        ("title: Made-up survey (2026)", f"title: {'x' * 201}", 4, "title has 201 characters; 200 are allowed."),
        ("title: Made-up survey (2026)", 'title: "a\u200bb"', 4, "title holds a character that nobody sees."),
    ],
)  # fmt: skip
def test_a_codebook_that_cannot_be_right_is_told_with_its_line(
    old: str, new: str, line: int, expected: str, known: Known
) -> None:
    with pytest.raises(SurveyError) as caught:
        parse_codebook(changed(CODEBOOK, (old, new)), "book.yaml", known)
    told = str(caught.value).splitlines()
    assert [t for t in told if t.startswith(f"book.yaml:{line}: ") and expected in t], told


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "just words", "study: 1\n", "columns: []\n"])
def test_what_is_no_codebook_is_refused(content: str, known: Known) -> None:
    with pytest.raises(SurveyError, match="nothing was written"):
        parse_codebook(content, "book.yaml", known)


def test_a_codebook_may_be_neither_missing_nor_huge(known: Known, tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match="cannot be read"):
        read_codebook(tmp_path / "missing.yaml", known)
    (tmp_path / "huge.yaml").write_bytes(b"#" * 300_000)
    with pytest.raises(SurveyError, match="has more than 256 kB"):
        read_codebook(tmp_path / "huge.yaml", known)


def test_the_data_are_not_the_codebook(known: Known) -> None:
    with pytest.raises(SurveyError):
        read(FOLDER / "codebook.yaml", FOLDER / "redcap-raw.csv", known)
