"""The editor in a real browser: typing with completion, mending by a click, running, stopping, sharing."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }"
HOSTILE = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/hostile-editor> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:hostile-editor a praxis:Attack ;
    skos:prefLabel "<img src=x onerror='window.ran=1'>Zzhostile"@en ;
    skos:definition "<script>window.ran=3</script>"@en ; praxis:hasObjective <javascript:window.ran=4> .
"""


def at_rest(seen: Any) -> None:
    """Wait until no script of the page runs and the editor says nothing of a query that runs."""
    seen.drawn()
    seen.page.wait_for_function("() => document.querySelector('.tp-edstate')?.textContent === ''", timeout=15_000)


def text_of(page: Any) -> str:
    """What the editor holds."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def opened(seen: Any, address: str = "/query") -> Any:
    """The page with its editor, ready to type into."""
    page = seen.open(address)
    page.get_by_role("textbox", name="SPARQL").wait_for(timeout=15_000)
    return page


def test_a_query_is_typed_with_completion_mended_by_a_click_run_and_opened_elsewhere(tab: Any) -> None:
    seen = tab()
    page = opened(seen)
    page.get_by_role("textbox", name="SPARQL").click()
    page.keyboard.type("SELECT ?stage WHERE { evasio")
    option = page.get_by_role("option").filter(has_text="attack:evasion").first
    option.wait_for()
    page.locator(".tp-term p").first.wait_for()  # the definition beside the list
    page.wait_for_timeout(200)  # a list that has just opened takes no key, lest it take what was typed as text
    while "attack:evasion" not in page.locator("[role=option][aria-selected]").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "PREFIX attack: <https://w3id.org/threatpraxis/id/attack/>" in text_of(page)
    page.keyboard.type(" praxis:strikesAtt ?stage FLTER(true) ")
    mistakes = page.get_by_label("Mistakes in the query")
    mistakes.get_by_text("'FLTER' is no word of SPARQL").wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "FLTER"
    mistakes.get_by_role("button", name="Replace by FILTER").click()
    mistakes.get_by_role("button", name="Replace by praxis:strikesAt").click()
    page.wait_for_function("() => document.querySelector('.tp-problems').textContent === ''")
    page.keyboard.press("Control+Enter")
    seen.says("1 row in")
    assert page.get_by_role("cell", name="stage:deployment").get_by_role("link").count() == 1
    other = tab()
    opened(other, seen.address())
    other.says("1 row in")
    assert text_of(other.page) == text_of(page)
    assert "praxis:strikesAt ?stage FILTER(true)" in text_of(page)
    assert seen.errors == other.errors == []
    assert seen.foreign == []


def test_a_label_of_several_words_and_a_synonym_find_their_term(tab: Any) -> None:
    page = opened(tab())
    for typed, term in (("model steal", "attack:model-stealing"), ("trojan at", "attack:backdoor")):
        page.get_by_role("textbox", name="SPARQL").fill("")
        page.keyboard.type(f"DESCRIBE {typed}")
        page.get_by_role("option").filter(has_text=term).first.wait_for()


def test_a_runaway_is_stopped_at_once_and_the_next_query_answers(tab: Any) -> None:
    seen = tab()
    page = opened(seen)
    page.get_by_role("textbox", name="SPARQL").fill(RUNAWAY)
    page.get_by_role("button", name="Run", exact=True).click()
    stop = page.get_by_role("button", name="Stop query")
    stop.wait_for()
    page.get_by_text(re.compile(r"Running \d")).wait_for()
    begin = time.monotonic()
    stop.click()
    page.get_by_role("alert").wait_for()
    assert time.monotonic() - begin < 2
    assert "cancelled" in page.get_by_role("alert").inner_text()
    stop.wait_for(state="hidden")
    page.get_by_role("textbox", name="SPARQL").fill("SELECT (17 * 3 AS ?product) WHERE {}")
    page.keyboard.press("Control+Enter")
    seen.says("1 row in")
    assert page.get_by_role("cell", name="51").count() == 1


def test_what_is_typed_and_the_cursor_outlive_a_run_of_the_page(tab: Any) -> None:
    seen = tab()
    page = opened(seen, "/query?q=SELECT%20%281%20AS%20%3Fone%29%20WHERE%20%7B%7D")
    seen.says("1 row in")
    at_rest(seen)
    page.get_by_role("textbox", name="SPARQL").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" # a remark")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("link", name="Grid").click()
    page.locator("[data-testid=stDataFrame]").wait_for()
    at_rest(seen)
    assert "# a remark" in text_of(page)
    page.get_by_role("textbox", name="SPARQL").focus()
    page.keyboard.type("!")
    assert text_of(page).endswith("# a rem!ark")
    page.reload()
    page.get_by_role("textbox", name="SPARQL").wait_for()
    assert text_of(page).endswith("# a rem!ark")


def test_back_and_forward_bring_text_and_answer(tab: Any) -> None:
    seen = tab()
    page = opened(seen)
    for number in (1, 2):
        page.get_by_role("textbox", name="SPARQL").fill(f"SELECT ({number} AS ?n) WHERE {{}}")
        page.keyboard.press("Control+Enter")
        page.get_by_role("cell", name=str(number), exact=True).wait_for()
        at_rest(seen)
    page.go_back()
    page.get_by_role("cell", name="1", exact=True).wait_for()
    page.get_by_text("SELECT (1 AS ?n)").first.wait_for()
    page.go_back()
    seen.says("Questions of the library")
    assert text_of(page).startswith("SELECT ?attack") or text_of(page) == ""  # nothing, or the grey example
    page.go_forward()
    page.go_forward()
    page.get_by_role("cell", name="2", exact=True).wait_for()
    page.get_by_text("SELECT (2 AS ?n)").first.wait_for()


def test_history_is_kept_in_the_browser_and_can_be_cleared(tab: Any) -> None:
    seen = tab()
    page = opened(seen)
    page.get_by_role("textbox", name="SPARQL").fill("ASK { attack:evasion a praxis:Attack }")
    page.keyboard.press("Control+Enter")
    seen.says("The answer is")
    page = opened(seen)
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name=re.compile("ASK . attack:evasion")).click()
    assert text_of(page) == "ASK { attack:evasion a praxis:Attack }"
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name="Clear history").click()
    page.get_by_text("No query was run in this browser yet.").wait_for()
    assert page.evaluate("() => localStorage.getItem('threatpraxis.history')") == "[]"


def test_the_keyboard_alone_types_formats_runs_and_leaves_the_editor(tab: Any) -> None:
    seen = tab()
    page = opened(seen)
    page.get_by_role("combobox", name="Question of the library").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.getAttribute('role')") == "textbox":
            break
    page.keyboard.type("select * where{?s a praxis:Attack.?s skos:prefLabel ?l")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Alt+F")
    page.wait_for_function("() => document.querySelectorAll('.cm-line').length > 3")
    assert text_of(page).splitlines()[:3] == ["SELECT * WHERE {", "  ?s a praxis:Attack .", "  ?s skos:prefLabel ?l"]
    page.keyboard.press("Control+Enter")
    seen.says("rows in")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "textbox"  # Tab indents
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('role')") != "textbox"


@pytest.mark.parametrize(
    ("name", "media"),
    [("CSV", "text/csv"), ("TSV", "text/tab"), ("JSON", "sparql-results+json"), ("XML", "results+xml")],
)
def test_an_answer_is_downloaded_in_every_form(kept_tab: Any, name: str, media: str) -> None:
    seen = kept_tab()
    page = opened(seen, "/query?q=SELECT%20%3Fx%20%7B%20VALUES%20%3Fx%20%7B%2017%2018%20%7D%20%7D")
    seen.says("2 rows in")
    with page.expect_download() as file:
        page.get_by_role("link", name=name, exact=True).click()
    body = Path(file.value.path()).read_text()
    assert file.value.suggested_filename == f"answer.{name.lower()}"
    assert "17" in body
    assert "18" in body
    if name == "CSV":
        assert [r["x"] for r in csv.DictReader(io.StringIO(body))] == ["17", "18"]
    if name == "JSON":
        assert [b["x"]["value"] for b in json.loads(body)["results"]["bindings"]] == ["17", "18"]
    address = page.get_by_role("link", name=name, exact=True).get_attribute("href")
    assert media in page.request.get(seen.server.url(address)).headers["content-type"]


@pytest.mark.parametrize("language", ["curl", "Python"])
@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("/query?id=gaps/query-budget&attack=evasion", "72.7"),
        ("/query?q=SELECT%20%3Fx%20%7B%20VALUES%20%3Fx%20%7B%20%22it%27s%20%5C%22one%5C%22%22%20%7D%20%7D", "it's"),
    ],
)
def test_a_copied_snippet_runs_elsewhere_and_gets_the_same_rows(
    kept_tab: Any, address: str, value: str, language: str
) -> None:
    seen = kept_tab()
    page = seen.open(address)
    seen.says("in")
    page.get_by_text("Ask the same from curl, Python or R").click()
    snippet = page.get_by_label(f"As {language}").inner_text()
    command = (
        ["bash", "-c", snippet] if language == "curl" else [sys.executable, "-c", f"{snippet}\nprint(table.to_csv())"]
    )
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert value in done.stdout


def test_hostile_labels_run_nothing_in_completion_answers_and_drawing(tab: Any, server: Any) -> None:
    folder: Path = server.workspace / "ontology"
    folder.mkdir(exist_ok=True)
    (folder / "hostile-editor.ttl").write_text(HOSTILE, encoding="utf-8")
    seen = tab()
    try:
        page = opened(seen)
        page.get_by_role("textbox", name="SPARQL").click()
        page.keyboard.type("DESCRIBE zzhost")
        page.get_by_role("option").filter(has_text="attack:hostile-editor").wait_for()
        page.locator(".tp-term").get_by_text("window.ran=3").wait_for()
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+Enter")
        seen.says("triples")
        page.locator("svg.tp-network").wait_for()
        assert page.locator("svg.tp-network a[href^=javascript]").count() == 0
        assert page.locator(".tp-host img, .tp-host script, .cm-editor img").count() == 0
        assert page.evaluate("() => window.ran") is None
        assert seen.foreign == []
        assert seen.errors == []
    finally:
        (folder / "hostile-editor.ttl").unlink()


def test_the_server_answers_the_editor_only_from_its_own_pages(kept_tab: Any, server: Any) -> None:
    page = opened(kept_tab())
    ask = page.request.post
    assert (
        ask(server.url("/api/editor/check"), data='{"text": "ASK {}"}', headers={"Content-Type": "text/plain"}).status
        == 415
    )
    assert ask(server.url("/api/editor/check"), data={"text": 1}).status == 400
    assert ask(server.url("/api/editor/check"), data={"text": "x" * 700_000}).status == 413
    assert ask(server.url("/api/editor/stop"), data={"run": "guessed"}).json() == {"stopped": False}
    astral = ask(server.url("/api/editor/check"), data={"text": '# 😀\nASK { ?s ?p "😀" FLTER(1) }'}).json()[
        "problems"
    ][0]
    assert (astral["from"], astral["to"]) == (22, 27)  # in UTF-16, in which a browser counts


def test_the_vocabulary_is_sent_once_and_then_only_asked_for(kept_tab: Any, server: Any) -> None:
    page = opened(kept_tab())
    first = page.request.get(server.url("/api/editor/vocabulary"))
    tag = first.headers["etag"]
    assert len(first.json()["terms"]) > 1000
    assert page.request.get(server.url("/api/editor/vocabulary"), headers={"If-None-Match": tag}).status == 304
