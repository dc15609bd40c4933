"""Every page in a real browser: quiet, local, accessible, and right at its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

#: Name, address, and a text that shows that this very state was restored.
PAGES = {
    "overview": ("/", "The largest gaps"),
    "search": ("/?search=trojan", "matched “trojan attack”"),
    "matrix": ("/matrix", "Adversarial initialization"),
    "matrix-filtered": ("/matrix?needs=alter-training-samples", "12 of 90 attacks fit."),
    "matrix-shaded": ("/matrix?objective=integrity&shade=reach", "no data, for all attacks but 3"),
    "matrix-threats": ("/matrix?view=threats", "With their derived variants"),
    "matrix-atlas": ("/matrix?view=atlas", "69 sub-techniques under 16 tactics."),
    "attacks": ("/attack", "Sponge attacks"),
    "attack": ("/attack?id=evasion", "Formal problem"),
    "attack-unknown": ("/attack?id=evasoin", "No such attack"),
    "taxonomy": ("/taxonomy?id=deployment", "The model in operation within the system around it."),
    "taxonomy-attack": ("/taxonomy?id=transfer-evasion", "What the attacker needs"),
    "gaps": ("/gaps", "the widest gap"),
    "gaps-ranking": ("/gaps?view=ranking", "All gaps, largest first"),
    "gaps-attention": ("/gaps?view=attention", "empty cell is no data"),
    "gaps-benchmarks": ("/gaps?view=benchmarks", "What benchmark suites allow"),
    "gaps-knowledge": ("/gaps?view=knowledge", "Know the parameters"),
    "gaps-awareness": ("/gaps?view=awareness", "base stated"),
    "gaps-answered": ("/gaps?attack=evasion&base=answered", "among those who answered"),
    "gaps-evasion": ("/gaps?attack=evasion", "A star means that attacks may be possible by transfer"),
    "gaps-backdoor": ("/gaps?attack=backdoor&dimension=altered-data", "Hatched bars are upper bounds"),
    "extend": ("/extend", "The Turtle stands here once nothing is missing."),
    "extend-model": ("/extend?kind=model&attack=evasion", "What one more source says"),
    "extend-upload": ("/extend?view=upload", "It is checked as the form is."),
    "extend-history": ("/extend?view=history", "Nothing was added yet."),
    "assess": ("/assess", "No question is answered yet"),
    "assess-reasons": ("/assess?inputs=public&attack=evasion", "What would block it"),
    "assess-changes": ("/assess?inputs=public&view=changes", "blocked by that alone"),
    "assess-worries": ("/assess?inputs=public&view=worries", "what they would have to get past"),
    "assess-compare": ("/assess?inputs=public&view=compare&vs=inputs%3Dnone", "verdicts differ from"),
    "assess-report": ("/assess?inputs=public&view=report", "STIX 2.1 bundle"),
    "query": ("/query", "Questions of the library"),
    "query-library": ("/query?id=gaps/query-budget&attack=evasion", "6 rows in"),
    "query-chart": ("/query?id=gaps/query-budget&attack=evasion&show=chart", "6 rows in"),
    "query-text": ("/query?q=SELECT%20%28271%20AS%20%3Fn%29%20WHERE%20%7B%7D", "1 row in"),
    "query-edit": ("/query?id=gaps/query-budget&attack=evasion&edit=1", "Hide the SPARQL text"),
    "query-mirrored": ("/query?id=gaps/by-bin&attack=evasion&show=chart", "Evasion: query budget"),
    "query-drawing": ("/query?q=DESCRIBE%20attack%3Amodel-stealing", "statements with texts and numbers"),
    "query-turtle": ("/query?q=DESCRIBE%20attack%3Amodel-stealing&show=turtle", "@prefix praxis:"),
    "query-pages": (
        "/query?q=SELECT%20%3Fs%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20250&from=201",
        "Rows 201 to 250",
    ),
    "query-error": ("/query?q=SELECT%20%3Fx%20WHERE%20%7B", "line 1, column"),
    "sources": ("/sources", "seen as secondary source"),
    "study": ("/sources?study=bieringer2022", "European start-ups"),
    "about": ("/about", "Named graph"),
}
# In the second scheme only colours differ, so only they are looked at again.
RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
AXE = """rules => {
  document.querySelectorAll("details").forEach(d => d.open = true);
  return axe.run(document, {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})}).then(r => r.violations
    .filter(v => ["serious", "critical"].includes(v.impact)).map(v => v.id + ": " + v.nodes[0].html));
}"""


def quiet(tab: Any) -> None:
    """Nothing left this machine, nothing went wrong, and no traceback is shown."""
    assert tab.foreign == []
    assert tab.errors == []
    assert "Traceback" not in tab.page.inner_text("body")
    assert tab.page.locator("[data-testid=stException]").count() == 0
    assert "could not be drawn" not in tab.page.inner_text("body")


BACKGROUND = {"light": "rgb(252, 251, 248)", "dark": "rgb(18, 22, 27)"}
IN_COLOUR = "c => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === c"


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_is_quiet_local_accessible_and_fits_a_narrow_screen(
    kept_tab: Any, axe: str, artefacts: Path, name: str
) -> None:
    address, text = PAGES[name]
    seen = kept_tab()
    page = seen.page
    seen.open(address)
    seen.says(text)
    assert seen.address() == address
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(IN_COLOUR, arg=BACKGROUND[scheme])
        page.screenshot(path=artefacts / f"{name}-{scheme}.png")
        assert page.evaluate(AXE, RULES[scheme]) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = false)")
    page.screenshot(path=artefacts / f"{name}-narrow.png")
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    quiet(seen)


def test_a_dark_system_gets_a_dark_page_that_fits_a_narrow_screen_from_the_start(tab: Any) -> None:
    seen = tab("dark", 390)
    page = seen.open("/gaps?attack=evasion")
    assert page.evaluate(IN_COLOUR, BACKGROUND["dark"])
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    quiet(seen)


def test_numbers_stand_in_the_picture_and_bars_have_their_length(tab: Any) -> None:
    page = tab().open("/gaps?attack=evasion")
    widths = page.evaluate(
        """() => Object.fromEntries(["research", "practice"].map(side => [side, [...document.querySelectorAll(
             `.tp-wide rect.tp-f-${side}`)].map(r => r.getBoundingClientRect().width)]))"""
    )
    # Table 3: papers 2, 8, 1 (and 0) of 11; practice 36.5, 15.6, 4.8, 7.4, 1.1, 15.5.
    assert max(widths["research"]) / max(widths["practice"]) == pytest.approx(72.7 / 36.5, rel=0.03)
    assert "72.7%" in page.locator(".tp-wide").first.inner_text()


def test_the_picture_of_a_gap_is_downloaded_as_it_is_drawn(tab: Any, tmp_path: Path) -> None:
    seen = tab()
    page = seen.open("/gaps?attack=evasion")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Picture as PNG").click()
    file = tmp_path / "picture.png"
    waited.value.save_as(file)
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") >= 1000  # width in pixels
    quiet(seen)
