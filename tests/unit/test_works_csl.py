"""CSL-JSON and lists of DOIs as works. All works here are made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.importers.works import WorkEntry, read_csl, read_dois
from kg.importers.works.model import Fault

#: As a reference manager exports it.
EXPORTED = """[
  {
    "id": "http://example.org/items/1",
    "type": "article-journal",
    "title": "A made-up study of <i>sponges</i> &amp; H<sub>2</sub>O",
    "container-title": "Journal of Examples", "volume": "7", "page": "1–10",
    "author": [
      {"family": "Müller", "given": "Jörg"},
      {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
      {"literal": "The Example Society"}
    ],
    "issued": {"date-parts": [["2021", 3, 4]]},
    "DOI": "10.5555/MADE-UP.1", "URL": "https://doi.org/10.5555/made-up.1", "language": "en-US"
  },
  {"id": 2, "type": "article", "title": "Eine erfundene Studie", "publisher": "arXiv", "number": "arXiv:2101.99999",
   "author": [{"family": "Beispiel"}], "issued": {"raw": "March 2022"}, "language": "de"}
]"""
#: As a resolver answers: one record, its title in a list, its DOI as the only name.
ANSWERED = {
    "type": "proceedings-article", "title": ["A made-up paper"], "container-title": ["Made-Up Proceedings"],
    "author": [{"given": "Ana", "family": "Example", "sequence": "first"}], "issued": {"date-parts": [[2020]]},
    "DOI": "10.5555/answered",
}  # fmt: skip
SOUND: dict[str, Any] = {"id": "k", "title": "T", "author": [{"family": "A"}], "issued": {"date-parts": [[2020]]}}


def faults_of(text: str) -> list[Fault]:
    works, faults = read_csl(text)
    assert works == []
    assert all(f.remedy for f in faults)
    return faults


def test_an_export_becomes_works_with_particles_institutions_and_language() -> None:
    works, faults = read_csl(EXPORTED)
    assert faults == []
    assert works == [
        WorkEntry(
            slug="muller2021", label="Müller et al. 2021", title="A made-up study of sponges & H2O",
            authors=("Müller", "van der Berg", "The Example Society"), year=2021, venue="Journal of Examples 7",
            pages="1-10", doi="10.5555/MADE-UP.1", key="http://example.org/items/1", line=2,
        ),
        WorkEntry(
            slug="beispiel2022", label="Beispiel 2022", title="Eine erfundene Studie", authors=("Beispiel",), year=2022,
            venue="arXiv", arxiv="2101.99999", language="de", key="2", line=15,
        ),
    ]  # fmt: skip


def test_one_record_as_a_resolver_answers_it_is_a_work() -> None:
    works, faults = read_csl(json.dumps(ANSWERED), looked_up=True)
    assert faults == []
    assert [(w.title, w.venue, w.doi, w.key, w.looked_up) for w in works] == [
        ("A made-up paper", "Made-Up Proceedings", "10.5555/answered", "10.5555/answered", True)
    ]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"title": ""}, "title", "missing"), ({"title": {"x": 1}}, "title", "no text"),
        ({"title": True}, "title", "no text"), ({"author": []}, "author", "missing"),
        ({"author": "Example, Ana"}, "author", "no list"), ({"author": [3]}, "author", "no name"),
        ({"author": [{"family": 3}]}, "author", "no name"), ({"author": [{}]}, "author", "no name"),
        ({"issued": None}, "year", "missing"), ({"issued": {"date-parts": [[]]}}, "year", "missing"),
        ({"issued": {"date-parts": [[None]]}}, "year", "missing"), ({"issued": {"raw": "in press"}}, "year", "no year"),
        ({"issued": {"date-parts": [[99999]]}}, "year", "no year"),
        ({"issued": {"date-parts": "x"}}, "year", "missing"),
        ({"issued": "soon"}, "year", "'soon' is no year"), ({"DOI": "11.1/x"}, "doi", "no DOI"),
        ({"URL": "file:///etc/passwd"}, "url", "no address"), ({"URL": "https://example.org/a b"}, "url", "no address"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_record_line_and_field(changed: dict[str, Any], field: str, says: str) -> None:
    found = faults_of("[\n" + json.dumps(SOUND | changed) + "\n]")
    assert [(f.line, f.key, f.field) for f in found] == [(2, "k", field)]
    assert says in found[0].message


@pytest.mark.parametrize("year", [2020, "2020", "2020-05-01"])
def test_a_number_may_be_a_text(year: object) -> None:
    works, faults = read_csl(json.dumps([SOUND | {"issued": {"date-parts": [[year]]}, "volume": 3, "page": 12}]))
    assert faults == []
    assert (works[0].year, works[0].pages) == (2020, "12")


def test_an_unknown_language_is_told_and_does_no_harm() -> None:
    works, faults = read_csl(json.dumps([SOUND | {"language": "klingon, mostly"}]))
    assert works[0].language == "en"
    assert [(f.severity, f.field) for f in faults] == [("warning", "language")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[{", "no JSON"), ("3", "no list"), ('{"a": 1}', "no list"), ("[]", "empty"), ("[3]", "no record"),
        ("[" * 200_000, "nested too deep"), ('{"a":' * 200_000, "nested too deep"),
        ("[" + "9" * 5000 + "]", "cannot be"), (json.dumps([SOUND] * 2_001), "2,001 records"),
        ("<html></html>", "no JSON"),
    ],
    ids=["cut", "number", "object", "empty", "numbers", "deep lists", "deep objects", "digits", "many", "page"],
)  # fmt: skip
def test_a_text_that_is_no_list_of_records_is_refused(text: str, says: str) -> None:
    found = faults_of(text)
    assert says in found[0].message
    assert len(found[0].message) < 200


def test_markup_that_is_no_typography_stays_the_text_it_is() -> None:
    works, _ = read_csl(json.dumps([SOUND | {"title": "On <script>alert(1)</script> and <b>bold</b> x < y"}]))
    assert works[0].title == "On <script>alert(1)</script> and bold x < y"


def test_dois_are_read_with_and_without_resolver_and_remarks() -> None:
    text = "# of a survey\n10.5555/one\nhttps://doi.org/10.5555/two%2B3; doi: 10.5555/Four # a remark\n\n"
    asked, faults = read_dois(text)
    assert faults == []
    assert asked == [("10.5555/one", 2), ("10.5555/two+3", 3), ("10.5555/Four", 3)]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [("10.5555/a\n10.5555/A", 2, "twice; first on line 1"), ("10.5555/a\n\nten", 3, "no DOI"), ("\n", 1, "no DOI"),
     ("\n".join(f"10.5555/{n}" for n in range(201)), 1, "201 DOIs")],
    ids=["twice", "word", "nothing", "many"],
)  # fmt: skip
def test_what_is_no_list_of_dois_is_told_with_its_line(text: str, line: int, says: str) -> None:
    _, faults = read_dois(text)
    assert [(f.line, says in f.message) for f in faults] == [(line, True)]
