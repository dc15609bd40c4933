"""The gaps page in a real browser: its state in the address, its switches by keyboard, its files, its pace."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from tests.e2e.test_pages import quiet

pytestmark = pytest.mark.e2e

#: Seconds that a switch between states may take; twice what is wanted, for a busy machine.
SWITCH = 0.8


def test_the_base_is_switched_by_keyboard_and_back_restores_it(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    # Table 3 prints 4.8 %; of the 80.9 % who answered that is 5.9 %.
    assert "4.8%" in page.locator(".tp-wide").inner_text()
    page.get_by_role("link", name="among those who answered").focus()
    page.keyboard.press("Enter")
    page.locator(".tp-wide", has_text="5.9%").wait_for()
    assert seen.address() == "/gaps?attack=evasion&dimension=query-budget&base=answered"
    page.go_back()
    page.locator(".tp-wide", has_text="4.8%").wait_for()
    quiet(seen)


def test_views_change_in_their_time(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    page.get_by_role("link", name="Model stealing", exact=True).first.click()
    seen.says("Model stealing: access combinations")
    took = []
    for name, text in (("Ranking", "All gaps, largest first"), ("Attention", "Where attention goes")) * 3:
        begin = time.monotonic()
        page.get_by_role("link", name=name, exact=True).click()
        seen.says(text)
        took.append(time.monotonic() - begin)
    assert sorted(took)[len(took) // 2] < SWITCH, took


def test_the_picture_as_a_file_stands_alone_and_names_its_sources(kept_tab: Any) -> None:
    seen = kept_tab()
    page = seen.open("/gaps?attack=backdoor&dimension=altered-data")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Picture as SVG").click()
    assert waited.value.suggested_filename == "gaps-picture-backdoor-altered-data-published.svg"
    text = waited.value.path().read_text(encoding="utf-8")
    words = " ".join("".join(n.itertext()) for n in ElementTree.fromstring(text).iter() if n.tag.endswith("text"))  # noqa: S314
    assert "Backdooring: altered training data" in words
    assert "Grosse et al. 2024" in words
    for foreign in ("class=", "var(--", "href", "<style", "url("):
        assert foreign not in text
    quiet(seen)


@pytest.mark.parametrize(
    ("path", "status", "begin"),
    [
        ("/api/gaps/bins.csv?attack=evasion", 200, "attack,dimension,bin"),
        ("/api/gaps/ranking.csv?base=answered", 200, "by,place"),
        ("/api/gaps/attention.json", 200, "{"),
        ("/api/gaps/sources.bib?attack=evasion&dimension=query-budget", 200, "@misc{grosse2024"),
        ("/api/gaps/picture.svg?attack=backdoor", 400, "Several comparisons fit."),
        ("/api/gaps/picture.svg?attack=sponge", 404, "Unknown comparison"),
        ("/api/gaps/bins.csv?attack=evasoin", 404, "Unknown attack 'evasoin'.\n  Did you mean 'evasion'?"),
        ("/api/gaps/bins.csv?base=both", 400, "'both' is no base."),
        ("/api/gaps/bins.csv?who=me", 400, "There is no parameter 'who'."),
        ("/api/gaps/nothing.csv", 404, "Unknown file 'nothing.csv'."),
    ],
)
def test_files_answer_or_say_what_is_wrong(kept_tab: Any, path: str, status: int, begin: str) -> None:
    seen = kept_tab()
    answer = seen.page.request.get(seen.server.url(path))
    assert answer.status == status
    assert answer.text().startswith(begin)


def test_a_sentence_to_cite_is_copied(tab: Any) -> None:
    seen = tab()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    page.get_by_text("Cite it").click()
    page.get_by_role("button", name="Copy: Sentence on 100-1k").click()
    page.get_by_role("button", name="Copy: Sentence on 100-1k").get_by_text("Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("Evasion, query budget, 100-1k: 72.7 % of papers (8 of 11")
    quiet(seen)
