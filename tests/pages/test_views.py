"""What the pages say. Expected numbers come from the tables of the two papers, not from the app."""

from __future__ import annotations

from typing import Any

import pytest

VIEWS = ("overview", "matrix", "attack", "taxonomy", "gaps", "query", "sources", "about")
Open = Any


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
