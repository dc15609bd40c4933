"""What the pages say. Expected numbers come from the tables of the two papers, not from the app."""

from __future__ import annotations

from typing import Any

import pytest

VIEWS = ("overview", "matrix", "attack", "taxonomy", "gaps", "query", "sources", "about")
Open = Any

# Table 3 of the practitioner study: bin, papers of 11, of 40, practice.
TABLE_3 = {
    "none": ("no figure", "no figure", "36.5%"),
    "<100": ("18.2%", "12.5%", "15.6%"),
    "100-1k": ("72.7%", "22.5%", "4.8%"),
    "1k-100k": ("9.1%", "40.0%", "7.4%"),
    ">100k": ("0.0%", "25.0%", "1.1%"),
    "unlimited": ("no figure", "no figure", "15.5%"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_is_drawn_without_an_error(page: Open, view: str) -> None:
    seen = page(view)
    assert "could not be drawn" not in seen.text
    assert len(seen.text) > 100


@pytest.mark.parametrize("view", ["overview", "matrix", "attack", "taxonomy", "gaps", "sources"])
def test_every_view_shows_its_query_and_links_to_it(page: Open, view: str) -> None:
    seen = page(view)
    assert "Show the query" in seen.texts
    assert "SELECT" in seen.text
    assert any(link.startswith("/query?id=") for link in seen.links)


@pytest.mark.parametrize(("attack", "column"), [("evasion", 0), ("model-stealing", 1)])
def test_the_query_budgets_are_those_of_table_3(page: Open, attack: str, column: int) -> None:
    rows = page("gaps", attack=attack).rows("query budget")
    found = {row[1]: (row[0], row[2]) for row in rows if row[1] in TABLE_3}
    assert list(found) == list(TABLE_3)
    for name, expected in TABLE_3.items():
        assert found[name][0].startswith(expected[column])
        assert found[name][1].startswith(expected[2])


def test_the_total_of_a_column_is_shown_as_a_total_and_not_as_a_bin(page: Open) -> None:
    seen = page("gaps", attack="evasion")
    unlimited = next(row for row in seen.rows("query budget") if row[1] == "unlimited")
    assert unlimited[0] == "no figure printed 11, the total"
    assert unlimited[3] == ""


def test_a_derived_zero_is_marked_and_keeps_the_printed_dash(page: Open) -> None:
    row = next(r for r in page("gaps", attack="evasion").rows("query budget") if r[1] == ">100k")
    assert row[0] == "0.0% derived printed —"
    assert row[3] == "−1.1 pp"


def test_upper_bounds_are_ranges_and_marked_as_estimated(page: Open) -> None:
    rows = {r[1]: r for r in page("gaps", attack="backdoor", dimension="altered-data").rows("altered training data")}
    assert rows["10-30%"][0].startswith("62.5% 20 of 32")
    assert rows["10-30%"][2] == "< 10.7% bound, estimated"
    assert rows["10-30%"][3] == "+51.8 to +62.5 pp"
    assert rows[">30%"][2] == "< 30.3% bound, estimated"
    assert rows["<10%"][2] == "20.4%"
    assert rows["none"][2] == "30.3%"


def test_altered_data_says_beside_the_picture_what_practice_was_asked(page: Open) -> None:
    assert "from public sources (Q28)" in page("gaps", attack="backdoor", dimension="altered-data").text


def test_fine_tuning_is_counted_out_of_all_backdoor_papers(page: Open) -> None:
    rows = page("gaps", attack="backdoor", dimension="third-party-models").rows("third-party models")
    tuned = next(r for r in rows if "fine-tuned" in r[1])
    assert tuned[0].startswith("37.5% 12 of 32")
    assert tuned[2].startswith("48.1%")
    assert tuned[3] == "−10.6 pp"


def test_access_combinations_show_class_and_status_of_each_figure(page: Open) -> None:
    rows = {r[1]: r for r in page("gaps", attack="model-stealing").rows("Figure 3") if len(r) == 4}
    assert set(rows) >= {"44.5%", "35.3%", "4.1%", "10.0%"}
    assert "printed about 10%" in rows["10.0%"][0]
    assert rows["4.1%"][2] == "Attack obsolete"
    assert rows["35.3%"][2] == "Academic threat model"


def test_the_largest_gap_is_that_of_evasion_queries(page: Open) -> None:
    text = page("overview").text
    assert "72.7%" in text
    assert "4.8%" in text
    assert "< 10.7%" in text
    for number in ("271", "36.5%", "34.6%", "4.1%", "35.3%", "4.7%"):
        assert number in page("overview").texts


def test_the_card_of_an_attack_has_definition_needs_and_gaps(page: Open) -> None:
    seen = page("attack", id="evasion")
    assert "attack:evasion" in seen.texts
    assert "https://w3id.org/threatpraxis/id/attack/evasion" in seen.texts
    assert "adversarial examples" in seen.text
    assert seen.test.latex[0].value.count("delta") >= 2
    assert any(r[0].startswith("As published") for r in seen.rows("published threat model"))
    assert "72.7%" in seen.texts


def test_the_card_of_an_attack_tells_what_sources_say_of_it(page: Open) -> None:
    seen = page("attack", id="evasion")
    assert "What sources say" in seen.texts
    assert "finding" in seen.texts
    assert "/sources?study=bieringer2022" in seen.links


def test_an_unknown_attack_is_named_and_close_ones_are_offered(page: Open) -> None:
    seen = page("attack", id="evasoin")
    assert "No such attack" in seen.texts
    assert "/attack?id=evasion" in seen.links


@pytest.mark.parametrize("given", ["attack:evasion", "https://w3id.org/threatpraxis/id/attack/evasion"])
def test_an_attack_is_found_by_any_form_of_its_id(page: Open, given: str) -> None:
    assert "Formal problem" in page("attack", id=given).texts


def test_secondary_sources_are_marked(page: Open) -> None:
    assert "seen as secondary source" in page("sources").texts


def test_contradictions_within_a_study_are_listed(page: Open) -> None:
    text = page("sources", study="grosse2024").text
    assert "Figures that contradict each other" in text
    assert "8.9%" in text
    assert "7.7%" in text


@pytest.mark.parametrize(
    ("view", "address"),
    [
        ("gaps", {"attack": "nothing"}),
        ("sources", {"study": "nothing"}),
        ("taxonomy", {"id": "nothing"}),
        ("query", {"id": "no/such"}),
    ],
)
def test_an_address_that_names_nothing_says_so(page: Open, view: str, address: dict[str, str]) -> None:
    seen = page(view, **address)
    assert any(t.startswith("Unknown ") for t in seen.texts)


def test_search_finds_synonyms(page: Open) -> None:
    assert "/attack?id=backdoor" in page("overview", search="trojan").links


def test_about_names_modules_and_workspace(page: Open) -> None:
    text = page("about").text
    assert "ontology/practice" not in text
    assert "practice/grosse2024.ttl" in text
    assert "Workspace" in text


def test_the_card_tells_what_other_catalogues_call_the_attack_and_where_they_have_nothing(page: Open) -> None:
    seen = page("attack", id="sponge")
    rows = seen.rows("Counterparts in other catalogues")[1:]
    # Read off the SSSOM files by hand.
    assert [(row[1], row[2], row[3], row[4]) for row in rows] == [
        ("AML.T0034.001 Resource-Intensive Queries The technique names sponge examples and long prompts alike.",
         "about the same", "0.70", "curator"),
        ("AML.T0029 Denial of AI Service", "related", "0.60", "curator"),
        ("AML.T0034 Cost Harvesting", "related", "0.60", "curator"),
        ("NISTAML.014 Energy-latency", "about the same", "0.90", "curator"),
        ("no counterpart", "", "0.70", "curator"),
        ("LLM10:2025 Unbounded Consumption", "theirs is broader", "0.80", "curator"),
        ("LLM06:2026 Unbounded Consumption", "theirs is broader", "0.80", "curator"),
    ]  # fmt: skip
    assert [row[0] for row in rows if row[0]] == [
        "MITRE ATLAS version 5.6.1", "NIST AI 100-2 E2025 version E2025, errata of 2025-06-03",
        "OWASP Machine Learning Security Top 10, 2023 version 2023",
        "OWASP Top 10 for LLM Applications, 2025 version 2025", "OWASP Top 10 for LLM Applications, 2026 version 2026",
    ]  # fmt: skip
    assert "https://atlas.mitre.org/techniques/AML.T0034.001" in seen.links


def test_the_card_tells_what_atlas_has_for_the_attack(page: Open) -> None:
    seen = page("attack", id="model-stealing")
    # Counted in the YAML of ATLAS 5.6: AML.T0024.002 and AML.T0048.004 have three mitigations each, and 1 and 5 cases.
    assert [t for t in seen.texts if t.startswith(("Mitigations (", "Case studies ("))] == [
        "Mitigations (3)", "Case studies (1)", "Mitigations (3)", "Case studies (5)",
    ]  # fmt: skip
    assert "https://atlas.mitre.org/studies/AML.CS0056" in seen.links
    none = page("attack", id="adversarial-initialization")
    assert "names no technique of ATLAS for this attack" in none.text
    assert none.texts.count("no counterpart") == 5
