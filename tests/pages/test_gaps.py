"""The page of gaps. Expected numbers come from the tables of the paper and from statsmodels, not from the app."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from app import session
from app.gaps.address import State
from app.gaps.files import picture_file
from kg import gaps, shipped
from tests.pages.conftest import Open, Seen, walk

# Table 3 of the practitioner study: bin, papers of 11, of 40, practice.
TABLE_3 = {
    "none": ("no figure", "no figure", "36.5%"),
    "<100": ("18.2%", "12.5%", "15.6%"),
    "100-1k": ("72.7%", "22.5%", "4.8%"),
    "1k-100k": ("9.1%", "40.0%", "7.4%"),
    ">100k": ("0.0%", "25.0%", "1.1%"),
    "unlimited": ("no figure", "no figure", "15.5%"),
}


def twin(seen: Seen) -> dict[str, list[str]]:
    """The table beside the picture, by bin; a missing figure takes one cell where a figure takes three."""
    return {row[0]: row[1:] for row in seen.rows("as a table")[2:]}


def practice(row: list[str]) -> str:
    return row[1] if row[0].startswith("no figure") else row[3]


@pytest.mark.parametrize(("attack", "column"), [("evasion", 0), ("model-stealing", 1)])
def test_the_query_budgets_are_those_of_table_3(page: Open, attack: str, column: int) -> None:
    found = twin(page("gaps", attack=attack, dimension="query-budget"))
    assert list(found) == list(TABLE_3)
    for name, expected in TABLE_3.items():
        assert found[name][0].startswith(expected[column])
        assert practice(found[name]).startswith(expected[2])


def test_the_total_of_a_column_is_shown_as_a_total_and_not_as_a_bin(page: Open) -> None:
    unlimited = twin(page("gaps", attack="evasion"))["unlimited"]
    assert unlimited[0] == "no figure, printed 11, the total"
    assert unlimited[4:6] == ["", ""]


def test_a_derived_zero_is_marked_and_keeps_the_printed_dash(page: Open) -> None:
    row = twin(page("gaps", attack="evasion"))[">100k"]
    assert row[0] == "0.0% printed — derived"
    assert row[6] == "−1.1 pp"


def test_intervals_stand_beside_shares_and_gaps(page: Open) -> None:
    # The design's check values, which statsmodels gives too.
    row = twin(page("gaps", attack="evasion"))["100-1k"]
    assert row[6] == "+67.9 pp"
    assert row[7].startswith("[+38.5, +85.6]")
    assert "as if sampled" in row[7]


def test_upper_bounds_are_ranges_without_interval_and_marked_as_estimated(page: Open) -> None:
    rows = twin(page("gaps", attack="backdoor", dimension="altered-data"))
    row = rows["10-30%"]
    assert row[0].startswith("62.5%")
    assert row[3].startswith("< 10.7%")
    assert "estimated" in row[3]
    assert row[4].startswith("none: an upper bound")
    assert row[6] == "+51.8 to +62.5 pp"
    assert rows[">30%"][6] == "−30.3 to 0.0 pp"


def test_altered_data_says_beside_the_picture_what_practice_was_asked(page: Open) -> None:
    assert "from public sources (Q28)" in page("gaps", attack="backdoor", dimension="altered-data").text


def test_fine_tuning_is_counted_out_of_all_backdoor_papers_and_has_no_interval(page: Open) -> None:
    rows = twin(page("gaps", attack="backdoor", dimension="third-party-models"))
    tuned = rows["fine-tuned third-party models"]
    assert tuned[0].startswith("37.5%")
    assert tuned[2] == "12 of 32"
    assert tuned[3] == "48.1%"
    assert tuned[6:8] == ["−10.6 pp", "none: the base is not known"]


def test_reach_distance_and_silence_stand_above_the_picture(page: Open) -> None:
    seen = page("gaps", attack="evasion")
    for figure in ("24.2–31.2%", "0.561", "≤ 50.3%", "+67.9 pp"):
        assert figure in seen.texts


def test_among_those_who_answered_the_shares_of_practice_grow(page: Open) -> None:
    # 4.8 of the 80.9 % who answered.
    row = twin(page("gaps", attack="evasion", base="answered"))["100-1k"]
    assert row[3].startswith("5.9%")


def test_the_ranking_keeps_ranges_as_ranges(page: Open) -> None:
    rows = page("gaps", view="ranking").rows("Bins by the size")
    assert rows[1][1:4] == ["Evasion", "Query budget", "100-1k"]
    assert "+51.8 to +62.5 pp" in rows[2][6]
    text = page("gaps", view="ranking").text
    for figure in ("0.561", "0.415", "0.281–0.625", "19.5–25.8%"):
        assert figure in text


@pytest.mark.parametrize("view", ["attention", "benchmarks", "knowledge", "awareness"])
def test_each_view_shows_figures_with_their_base_and_its_query(page: Open, view: str) -> None:
    seen = page("gaps", view=view)
    assert "could not be drawn" not in seen.text
    assert "Show the query" in seen.texts
    assert "%" in seen.text


def test_attention_draws_missing_data_as_missing(page: Open) -> None:
    seen = page("gaps", view="attention")
    assert "no data" in seen.texts
    assert "curators" in seen.text


def test_an_attack_without_figures_says_so_and_leads_on(page: Open) -> None:
    seen = page("gaps", attack="sponge")
    assert "No source in the graph has figures" in seen.text
    assert any("attack=evasion" in href for href in seen.links)


@pytest.mark.parametrize(("name", "value"), [("attack", "evasoin"), ("dimension", "query-budgt"), ("view", "rankng")])
def test_what_does_not_exist_is_named(page: Open, name: str, value: str) -> None:
    seen = page("gaps", **{name: value})
    assert value in seen.text
    assert "could not be drawn" not in seen.text


def test_a_sentence_to_cite_names_numbers_interval_and_place(page: Open) -> None:
    cited = next(t for t in page("gaps", attack="evasion").texts if t.startswith("Evasion, query budget, 100-1k"))
    for part in ("72.7 % of papers (8 of 11", "4.8 % of practice", "38.5 to 85.6", "Table 3", "ThreatPraxis"):
        assert part in cited


def pictures(seen: Seen) -> list[dict[str, Any]]:
    return [n for n in seen.nodes() if n["t"] == "svg" and n["a"].get("role") == "img"]


def test_the_picture_says_in_words_what_it_shows(page: Open) -> None:
    labels = {p["a"]["aria-label"] for p in pictures(page("gaps", attack="evasion"))}
    assert len(labels) == 1  # the wide and the narrow picture are one
    said = labels.pop()
    assert "100-1k: research 72.7%, practice 4.8%, gap +67.9 pp, reach 24.0–28.8%." in said
    assert "none: research no figure, printed *, practice 36.5%." in said


def test_a_bound_is_drawn_open_and_never_as_a_full_bar_or_with_an_interval(page: Open) -> None:
    wide = pictures(page("gaps", attack="backdoor", dimension="altered-data"))[0]
    bars = [n for n in walk(wide) if n["t"] == "g" and "bar" in n.get("c", "")]
    practice = {b["k"][0]["k"][0]: b for b in bars if any("practice" in c.get("c", "") for c in b["k"])}
    assert len(practice) == 4  # two shares and two bounds
    for said, bar in practice.items():
        full = [c for c in bar["k"] if c["t"] == "rect"]
        assert len(full) == (0 if said.startswith("<") else 1), said
        assert ("no interval" in said) == said.startswith("<")


def test_where_nobody_knows_who_answered_the_page_says_so_and_draws_nothing(page: Open) -> None:
    seen = page("gaps", attack="backdoor", dimension="third-party-models", base="answered")
    assert "the base is not known, so nobody knows who gave no answer" in seen.text
    assert pictures(seen) == []
    assert "/gaps?attack=backdoor&dimension=third-party-models" in seen.links


def test_a_dimension_without_research_says_what_is_missing_and_leads_to_what_is_known(page: Open) -> None:
    seen = page("gaps", dimension="query-limit-detailed")
    assert "on the dimension “Query limit, finer answers”. A gap needs both" in seen.text
    assert "/query?id=evidence/thing&thing=dim:query-limit-detailed" in [unquote(href) for href in seen.links]


HOSTILE = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix base: <https://w3id.org/threatpraxis/id/base/> .
@prefix bin: <https://w3id.org/threatpraxis/id/bin/> .
@prefix dim: <https://w3id.org/threatpraxis/id/dim/> .
@prefix kind: <https://w3id.org/threatpraxis/id/kind/> .
@prefix obs: <https://w3id.org/threatpraxis/id/obs/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix role: <https://w3id.org/threatpraxis/id/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/threatpraxis/id/status/> .
@prefix study: <https://w3id.org/threatpraxis/id/study/> .
<https://example.org/hostile> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:hostile a praxis:Attack ;
    skos:prefLabel "</text><script>alert(1)</script>&amp; \\u0007 ]]>"@en ;
    skos:definition "Hostile."@en .
obs:hostile a praxis:Observation ;
    skos:prefLabel "Hostile"@en ;
    praxis:observationKind kind:bin ; praxis:role role:research ; praxis:aboutAttack attack:hostile ;
    praxis:onDimension dim:query-budget ; praxis:bin bin:queries-100-1k ; praxis:count 3 ;
    praxis:printedAs "<img src=x onerror=alert(2)>" ; praxis:base base:grosse2024-mahmood2021 ;
    prov:wasDerivedFrom study:grosse2024 ; praxis:onCorpusOf study:mahmood2021 ; praxis:status status:published ;
    praxis:locator "<b>Table</b>" .
"""


def test_hostile_labels_stay_text_on_the_page_and_in_the_file(
    page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "hostile.ttl").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    seen = page("gaps", attack="hostile")
    assert twin(seen)["100-1k"][0] == "27.3% printed <img src=x onerror=alert(2)>"  # 3 of 11
    assert not any(n["t"] in ("img", "script") for n in seen.nodes())
    (one,) = gaps.comparisons(session.graph(), "hostile", "query-budget")
    drawn = ElementTree.fromstring(picture_file(one, State("", "hostile", "query-budget", "published")))  # noqa: S314
    assert not any(node.tag.endswith("script") for node in drawn.iter())
    assert any("</text><script>" in "".join(node.itertext()) for node in drawn.iter())


@pytest.fixture
def _changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped knowledge with one number of one file changed, for this test alone."""
    folder = tmp_path / "ontology"
    shutil.copytree(shipped.ontology_dir(), folder)
    file = folder / "practice" / "grosse2024.ttl"
    named = 'praxis:question "Q33" ;\n    praxis:reproducible true ;\n    praxis:role role:practice ;\n    praxis:share'
    text = file.read_text(encoding="utf-8")
    assert text.count(f"{named} 4.8 ;") == 1
    file.write_text(text.replace(f"{named} 4.8 ;", f"{named} 14.8 ;"), encoding="utf-8")
    session.close()
    monkeypatch.setattr(shipped, "ontology_dir", lambda: folder)
    yield
    session.close()


@pytest.mark.usefixtures("_changed")
def test_one_number_changed_in_a_file_changes_page_and_picture(page: Open) -> None:
    seen = page("gaps", attack="evasion")
    row = twin(seen)["100-1k"]
    assert row[3].startswith("14.8%")
    assert row[6] == "+57.9 pp"  # 8/11 - 14.8 %
    (one,) = gaps.comparisons(session.graph(), "evasion", "query-budget")
    drawn = ElementTree.fromstring(picture_file(one, State("", "evasion", "query-budget", "published")))  # noqa: S314
    texts = ["".join(node.itertext()) for node in drawn.iter() if node.tag.endswith("text")]
    assert any("14.8%" in t for t in texts)
    assert not any(t.startswith("4.8%") for t in texts)
