"""Moving about: links, Back and Forward, keyboard, query page, and a workspace that changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e


def holds_text(page: Any, text: str) -> None:
    """Wait until the editor holds a text."""
    from playwright.sync_api import expect  # not there where only the quick tests run

    expect(page.get_by_role("textbox", name="SPARQL")).to_contain_text(text)


HOSTILE = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/hostile> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:hostile a praxis:Attack ;
    skos:prefLabel "<img src=x onerror='window.ran=1'> ![x](http://evil.example/x.png) [y](javascript:ran=2)"@en ;
    skos:definition "<script>window.ran=3</script> ![d](http://evil.example/d.png)"@en ;
    praxis:formalProblem "x$$ ![z](http://evil.example/z.png) $$" .
"""


def test_links_change_the_page_and_back_and_forward_are_right(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/matrix")
    page.get_by_role("link", name="Evasion Integrity").click()
    seen.says("Formal problem")
    assert seen.address() == "/attack?id=evasion"
    page.get_by_role("link", name="Query budget").click()
    seen.says("Evasion: access combinations")
    assert seen.address() == "/gaps?attack=evasion&dimension=query-budget"
    page.get_by_role("link", name="Model stealing", exact=True).first.click()
    seen.says("Model stealing: access combinations")
    page.go_back()
    seen.says("Evasion: access combinations")
    page.go_back()
    seen.says("Formal problem")
    page.go_back()
    seen.says("90 attacks:")
    assert seen.address() == "/matrix"
    page.go_forward()
    seen.says("Formal problem")
    assert seen.address() == "/attack?id=evasion"
    assert seen.errors == []


def test_special_forms_unfold_by_keyboard_and_lead_to_their_card(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/matrix")
    page.get_by_text("10 special forms").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement?.getAttribute('href')") == "/attack?id=adversarial-patch"
    page.keyboard.press("Enter")
    seen.says("What the attacker needs")
    assert seen.address() == "/attack?id=adversarial-patch"


def test_a_technique_of_atlas_unfolds_to_our_attacks_by_keyboard(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/matrix?view=atlas")
    technique = page.locator("details.tp-technique", has_text="AI Agent Clickbait")
    technique.locator("summary").focus()
    page.keyboard.press("Enter")
    technique.get_by_role("link", name="Agent clickbait").click()
    seen.says("attack:agent-clickbait")
    assert seen.address() == "/attack?id=agent-clickbait"


def test_a_link_opens_in_a_new_tab_when_asked_to(tab: Any) -> None:
    seen = tab()
    page = seen.open("/matrix")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Evasion Integrity").click(modifiers=["Control"])
    opened.value.get_by_text("Formal problem").first.wait_for(timeout=15_000)
    assert seen.address() == "/matrix"


def test_the_navigation_forgets_the_state_of_the_page_left(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/gaps?attack=evasion")
    page.get_by_role("link", name="Sources").first.click()
    seen.says("Every number stands in a study")
    assert seen.address() == "/sources"
    page.go_back()
    seen.says("Evasion: access combinations")


def test_a_filter_stands_in_the_address_and_back_undoes_it(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/matrix")
    box = page.get_by_role("combobox", name="Objective")
    box.click()
    box.fill("Misuse")
    page.keyboard.press("Enter")
    seen.says("14 of 90 attacks fit.")
    assert seen.address() == "/matrix?objective=misuse"
    page.go_back()
    seen.says("90 attacks:")


def test_ctrl_enter_runs_the_query_and_gives_it_an_address(tab: Any) -> None:
    seen = tab()
    page = seen.open("/query")
    page.get_by_role("textbox", name="SPARQL").fill("SELECT (17 * 3 AS ?product) WHERE {}")
    page.keyboard.press("Control+Enter")
    seen.says("1 row in")
    assert page.get_by_role("cell", name="51").count() == 1
    assert seen.address().startswith("/query?q=SELECT")
    other = tab()
    other.open(seen.address())
    other.says("1 row in")
    assert other.page.get_by_role("cell", name="51").count() == 1
    page.go_back()
    seen.says("Questions of the library")


def test_a_question_with_a_parameter_is_chosen_by_keyboard(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/query")
    box = page.get_by_role("combobox", name="Question of the library")
    box.focus()
    page.keyboard.type("query-budget")
    page.keyboard.press("Enter")
    seen.says("How many queries do published attacks need")
    box = page.get_by_role("combobox", name="Attack")
    box.focus()
    page.keyboard.type("Evasion")
    page.keyboard.press("Enter")
    seen.says("6 rows in")
    assert seen.address() == "/query?id=gaps%2Fquery-budget&attack=evasion"
    assert "id/attack/evasion" in page.get_by_label("SPARQL text of the question").text_content()


def test_the_shown_query_can_be_edited_and_run(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    page.get_by_text("Show the query").first.click()
    assert "SELECT ?observation ?side ?attack" in page.locator("details.tp-query[open] pre").first.inner_text()
    page.locator("details.tp-query[open]").get_by_role("link", name="Edit and run it").first.click()
    seen.says("Question of the library")
    # The page before it says "rows in" too: wait for the editor to hold the text.
    holds_text(page, "id/dim/query-budget")
    seen.says("11 rows in")


def test_a_search_is_kept_in_the_address_and_leads_to_the_attack(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/")
    page.get_by_label("Search attacks, stages, accesses, studies and terms").fill("adversarial examples")
    page.keyboard.press("Enter")
    seen.says("matched “adversarial examples”")
    assert seen.address() == "/?search=adversarial+examples"
    page.locator(".tp-hits a").first.click()
    seen.says("Formal problem")
    page.go_back()
    seen.says("matched “adversarial examples”")


def test_the_keyboard_alone_reaches_an_attack(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/matrix")
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.getAttribute('href')") == "/attack?id=evasion":
            break
    else:
        pytest.fail("Tab never reached the link of evasion.")
    page.keyboard.press("Enter")
    seen.says("Formal problem")


def test_a_jump_within_a_long_page_stays_on_it(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/sources?study=grosse2024")
    page.get_by_role("link", name="Contradictions").click()
    page.wait_for_function("() => document.getElementById('conflicts').getBoundingClientRect().top < innerHeight")
    assert seen.address() == "/sources?study=grosse2024"
    assert page.get_by_role("heading", level=1).inner_text() == "Practitioner survey (Grosse et al. 2024)"


def test_copying_puts_the_iri_on_the_clipboard(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/attack?id=evasion")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy IRI").click()
    seen.says("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == "https://w3id.org/threatpraxis/id/attack/evasion"


def test_an_edit_of_the_workspace_shows_at_once_and_runs_nothing(tab: Any, server: Any) -> None:
    folder: Path = server.workspace / "ontology"
    folder.mkdir(exist_ok=True)
    seen = tab()
    seen.open("/attack")
    try:
        (folder / "hostile.ttl").write_text(HOSTILE, encoding="utf-8")
        (folder / "broken.ttl").write_text("@prefix a: <http://a/> .\na:b a:c .\n", encoding="utf-8")
        for address in (
            "/attack",
            "/attack?id=hostile",
            "/taxonomy?id=hostile",
            "/?search=onerror",
            "/query?id=taxonomy/subtree",
        ):
            seen.open(address)
            seen.says("onerror=")
            seen.says("broken.ttl:2")
            assert seen.page.evaluate("() => window.ran") is None
            assert seen.page.locator(".tp-host img, .stMarkdown img").count() == 0
        assert seen.foreign == []
        assert seen.errors == []
    finally:
        (folder / "hostile.ttl").unlink(missing_ok=True)
        (folder / "broken.ttl").unlink(missing_ok=True)
    seen.open("/attack")
    assert "onerror" not in seen.page.inner_text("body")
