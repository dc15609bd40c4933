"""A person describes a system with the keyboard, reads verdicts, changes an answer, keeps the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

INPUTS = "Who can shape what the model is given to judge?"


def answer(tab: Any, question: str, text: str) -> None:
    """Choose an answer by typing into its box."""
    page = tab.page
    box = page.get_by_role("combobox", name=question)
    box.focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    tab.drawn()


def verdict(tab: Any, attack: str) -> str:
    """The verdict beside an attack in the list."""
    item = tab.page.locator(".tp-verdicts > li").filter(has=tab.page.get_by_role("link", name=attack, exact=True))
    return str(item.locator(".tp-verdict").first.inner_text())


def test_a_system_is_described_by_keyboard_and_each_answer_counts_at_once(tab: Any) -> None:
    seen = tab()
    page = seen.open("/assess?title=Mine&prompts=absent")
    assert verdict(seen, "Evasion") == "open"
    answer(seen, INPUTS, "Anybody")
    page.wait_for_url("**inputs=public**")
    page.wait_for_selector(".tp-verdict.tp-met")
    assert verdict(seen, "Evasion") == "met"
    assert verdict(seen, "Poisoning") == "open"
    page.get_by_role("link", name="Evasion", exact=True).focus()
    page.keyboard.press("Enter")
    seen.says("What would block it")
    assert "attack=evasion" in seen.address()
    page.go_back()
    page.wait_for_function("() => !location.search.includes('attack=')")
    assert seen.errors == []
    assert seen.foreign == []


def test_one_answer_is_changed_and_what_flips_is_listed(tab: Any) -> None:
    seen = tab()
    page = seen.open("/assess?title=Mine&inputs=public&prompts=absent&view=compare")
    page.get_by_role("link", name="this system as it is now").focus()
    page.keyboard.press("Enter")
    seen.says("No answer differs.")
    answer(seen, INPUTS, "Nobody outside")
    seen.says("One answer differs")
    row = page.locator("tr").filter(has=page.get_by_role("link", name="Evasion", exact=True))
    assert row.locator(".tp-verdict").all_inner_texts() == ["met", "not met"]
    page.go_back()
    seen.says("No answer differs.")
    assert seen.errors == []


def test_a_report_is_kept_and_the_link_opens_the_same_system_elsewhere(tab: Any, tmp_path: Path) -> None:
    seen = tab()
    page = seen.open("/assess?title=Mine&inputs=public&prompts=absent&view=report")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Report as a web page").press("Enter")
    kept = tmp_path / "report.html"
    waited.value.save_as(kept)
    assert waited.value.suggested_filename == "mine.html"
    text = kept.read_text(encoding="utf-8")
    assert "<h1>Exposure of Mine</h1>" in text
    report = seen.page.context.new_page()
    asked: list[str] = []
    report.on("request", lambda r: asked.append(r.url))
    report.goto(kept.as_uri())
    assert report.get_by_role("heading", name="Evasion", exact=True).count() == 1
    assert asked == [kept.as_uri()]
    report.close()
    other = tab()
    other.open(seen.address().replace("&view=report", ""))
    assert verdict(other, "Evasion") == "met"
    from playwright.sync_api import expect  # not there where only the quick tests run

    expect(other.page.get_by_role("textbox", name="Name of the system")).to_have_value("Mine")


def test_a_saved_system_is_loaded_again_and_a_broken_file_is_explained(tab: Any, tmp_path: Path) -> None:
    seen = tab()
    page = seen.open("/assess?title=Mine&inputs=public&prompts=absent")
    page.get_by_text("Save and load").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as YAML").click()
    kept = tmp_path / "system.yaml"
    waited.value.save_as(kept)
    seen.open("/assess")
    page.get_by_text("Save and load").click()
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: Mine\nanswers:\n  imputs: public\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(broken)
    seen.says("broken.yaml:3")
    page.locator("input[type=file]").set_input_files(kept)
    page.wait_for_url("**inputs=public**")
    seen.drawn()
    assert verdict(seen, "Evasion") == "met"
