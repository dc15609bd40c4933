"""A survey of one's own becomes a study: read, counted and written. The counts were worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.importers.survey import Known, Result, load, read, tally
from kg.importers.survey.codebook import parse_codebook
from kg.importers.survey.data import parse_data
from kg.importers.survey.numbers import amount, bins_of
from kg.importers.survey.writer import bound, share, turtle
from kg.results import Table
from tests.unit.surveys import CODEBOOK, CODEBOOKS, FOLDER, RAW, changed

# What tests/unit/surveys says of the 24 people, by column and answer.
COUNTS = {
    "q33": {"none": 6, "<100": 7, "100-1k": 0, "1k-100k": 3, "unlimited": 5, "not sure": 0},
    "q23": {"public": 12, "access control": 0, "not accessible": 12},
    "q26": {"public": 7, "access control": 10, "not accessible": 7},
    "role": {"Engineer": 19, "Researcher": 5},
    "attacked": {"Yes, it was": 10, "No, it was not": 14},
    "reported": {"Reported": 5, "Not reported": 5},
    "data": {"Images": 9, "Text": 3, "Tables": 22},
}


@pytest.fixture(scope="module")
def known(graph: Graph) -> Known:
    def ask(sparql: str) -> Table:
        table = graph.sparql(sparql, row_limit=1_000_000)
        assert isinstance(table, Table)
        return table

    return load(ask)


def imported(file: str, known: Known, tmp_path: Path) -> Result:
    codebook = tmp_path / "codebook.yaml"
    codebook.write_text(CODEBOOKS[file], encoding="utf-8")
    return read(FOLDER / file, codebook, known)


def counted(text: str, codebook: str, known: Known) -> Result:
    return tally(parse_data(text, "data.csv"), parse_codebook(codebook, "codebook.yaml", known), known)


def counts(result: Result) -> dict[str, dict[str, int]]:
    return {q.counted.column.name: {c.label: c.count for c in q.counted.cells} for q in result.questions}


@pytest.mark.parametrize("file", CODEBOOKS)
def test_every_export_gives_the_counts_worked_out_by_hand(file: str, known: Known, tmp_path: Path) -> None:
    result = imported(file, known, tmp_path)
    assert counts(result) == COUNTS
    assert [(q.counted.n, q.counted.silent) for q in result.questions] == [(24, 3), *[(24, 0)] * 4, (10, 0), (24, 0)]
    assert result.rows == 24


def test_the_program_is_told_by_its_headings(known: Known, tmp_path: Path) -> None:
    found = {file: imported(file, known, tmp_path) for file in CODEBOOKS}
    assert [r.program for r in found.values()] == ["REDCap", "REDCap", "LimeSurvey"]
    assert [r.passed_over for r in found.values()] == [0, 0, 1]  # the one who did not finish


def test_codes_and_labels_give_the_same_module(known: Known, tmp_path: Path) -> None:
    codes, labels = (turtle(imported(file, known, tmp_path)) for file in ("redcap-raw.csv", "redcap-labels.csv"))
    assert codes == labels


def test_nothing_that_somebody_typed_gets_into_the_module(known: Known, tmp_path: Path) -> None:
    written = turtle(imported("redcap-raw.csv", known, tmp_path))
    assert "=1+1" in RAW and "a, comma" in RAW
    assert not [typed for typed in ("1+1", "comma", "two", "record_id") if typed in written]


def test_combinations_that_the_271_were_asked_are_counted_too(known: Known, tmp_path: Path) -> None:
    joints = {j.combination.id: j.count for j in imported("redcap-raw.csv", known, tmp_path).joints}
    # All seven with public test data have public training data.
    assert joints == {"grosse2024-fig1-training-data": 12, "grosse2024-fig1-training-and-test-data": 7}


def test_a_combination_of_few_is_not_told(known: Known) -> None:
    # Three of the seven with public test data now have no public training data: 12 - 3 = 9, 4 of both.
    lines = RAW.splitlines()
    assert lines[1].startswith("1,,1,1,1,")
    rows = [line.replace(f"{i},,1,1,1,", f"{i},,1,3,1,", 1) if i <= 3 else line for i, line in enumerate(lines)]
    joints = {j.combination.id: (j.count, j.left_out) for j in counted("\n".join(rows), CODEBOOK, known).joints}
    assert joints == {
        "grosse2024-fig1-training-data": (9, ""),
        "grosse2024-fig1-training-and-test-data": (None, "fewer than 5"),
    }


# -- bounds --

_NUMBERS = """\
study: {id: made-up, title: Made up, definition: Nobody was asked., who: Nobody}
suppress-below: 0
columns:
  limit:
    dimension: query-budget
    numbers: yes
    answers:
      unlimited: queries-unlimited
      many: {label: many, bins: [queries-1k-100k, queries-gt-100k]}
"""


def test_numbers_ranges_and_bounds_fall_into_bins(known: Known) -> None:
    said = ["0", "50", "99", "100", "1,000", "100-1000", "at least 100000", "many", "unlimited", "5 000 000"]
    result = counted("id;limit\n" + "".join(f"{i};{s}\n" for i, s in enumerate(said)), _NUMBERS, known)
    # By hand: a bin holds its lower end; "at least 100000" may be in the last bin or unlimited, "many" in two bins.
    assert counts(result)["limit"] == {
        "none": 1, "<100": 2, "100-1k": 2, "1k-100k": 1, ">100k": 1, "unlimited": 1,
        "1k-100k or >100k": 1, ">100k or unlimited": 1,
    }  # fmt: skip
    written = turtle(result)
    # Of ten: 1 to 2 in 1k-100k, 1 to 3 above, 1 to 2 unlimited; the bound lies just above the most.
    bounds = {line.split()[1] for line in written.splitlines() if "shareUpperBound" in line}
    assert bounds == {"30.0", "40.0"}
    assert "An upper bound: 2 gave answers that fit several bins." in written


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("12", 12, 12), ("1 000", 1000, 1000), ("1,000,000", 10**6, 10**6), ("10k", 10_000, 10_000), ("15 %", 15, 15),
        ("at least 5", 5, None), (">= 5", 5, None), ("> 5", 5, None), ("up to 7", None, 7), ("<7", None, 7),
        ("10 - 30", 10, 30), ("10 to 30 %", 10, 30), ("1-2k", 1000, 2000),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_person_means_it(typed: str, low: int | None, high: int | None) -> None:
    found = amount(typed)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("typed", ["", "a few", "1,00", "30-10", "1.2.3", "=12", "1e5"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert amount(typed) is None


def test_a_bound_may_lie_in_every_bin_that_it_reaches(known: Known) -> None:
    bins = known.dimensions["query-budget"].bins
    few, some, many = amount("less than 100"), amount("at most 500"), amount("more than 1000")
    assert few and some and many
    assert bins_of(few, bins) == ("queries-none", "queries-lt-100")
    assert bins_of(some, bins) == ("queries-none", "queries-lt-100", "queries-100-1k")
    assert bins_of(many, bins) == ("queries-1k-100k", "queries-gt-100k", "queries-unlimited")


@pytest.mark.parametrize("n", [1, 7, 24, 271, 999, 1000, 4321])
def test_a_share_tells_how_many_it_was(n: int) -> None:
    shares = [share(k, n) for k in range(n + 1)]
    assert len(set(shares)) == n + 1
    assert all(bound(k, n) > share(k, n) or bound(k, n) == 100 for k in range(n + 1))
    assert share(n, n) == Decimal(100)


# -- the shape of files --


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_line_ends_are_found_out(ending: str, separator: str, known: Known) -> None:
    text = ending.join(separator.join(cells) for cells in (["id", "limit"], ["1", "unlimited"], ["2", "50"])) + ending
    assert counts(counted(text, _NUMBERS, known))["limit"]["<100"] == 1


def test_an_answer_in_quotes_may_hold_line_breaks_and_separators() -> None:
    data = parse_data('id,note\n1,"one\ntwo, three"\n2,x\n', "data.csv")
    assert [(r.number, r.line, r.cells) for r in data.records] == [(1, 2, ("1", "one\ntwo, three")), (2, 4, ("2", "x"))]


def test_who_is_asked_only_on_a_condition_is_the_base(known: Known, tmp_path: Path) -> None:
    written = turtle(imported("redcap-raw.csv", known, tmp_path))
    assert "base:made-up-survey-reported-asked\n    a praxis:Base" in written
    assert 'praxis:formula "5 / 10"' in written


def test_the_schema_offers_what_a_codebook_may_name(known: Known) -> None:
    import yaml
    from jsonschema import Draft202012Validator

    from kg.importers.survey.schema import schema

    offered = schema(known)
    Draft202012Validator.check_schema(offered)
    validator = Draft202012Validator(offered)
    for text in CODEBOOKS.values():
        # YAML reads a bare yes as true, as an editor does.
        assert list(validator.iter_errors(yaml.safe_load(text))) == []
    broken = yaml.safe_load(changed(CODEBOOK, ("dimension: query-budget", "dimension: nothing")))
    assert list(validator.iter_errors(broken))
