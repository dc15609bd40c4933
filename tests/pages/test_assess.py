"""The page on which a system is described and assessed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, Seen, read

#: Answers of a system whose verdicts were worked out from the Turtle: whoever cannot shape inputs cannot evade.
CLOSED = {"inputs": "none", "title": "Closed", "prompts": "absent"}
OPEN = {**CLOSED, "inputs": "public", "title": "Open"}


def badges(seen: Seen) -> dict[str, str]:
    """The verdict in the list beside each attack."""
    found = {}
    for item in seen.nodes():
        kids = [k for k in item.get("k", []) if isinstance(k, dict)]
        if item.get("t") == "li" and len(kids) == 2 and kids[0].get("c", "").startswith("tp-verdict"):
            found[kids[1]["k"][0]["k"][0]] = kids[0]["k"][0]
    return found


def current(seen: Seen) -> list[str]:
    return [n["k"][0] for n in seen.nodes() if n.get("a", {}).get("aria-current")]


def select(test: AppTest, label: str, answer: str) -> Seen:
    next(s for s in test.selectbox if s.label == label).select(answer)
    test.run()
    assert not test.exception
    return read(test)


def test_an_empty_form_leaves_every_stated_need_open(page: Open, attack_count: int) -> None:
    seen = page("assess")
    found = badges(seen)
    assert len(found) == attack_count
    assert set(found.values()) == {"open", "needs not stated"}
    assert "No question is answered yet" in seen.text


def test_one_answer_decides_what_rests_on_it(page: Open) -> None:
    # ontology/threat-models.ttl: NIST lets evasion need altered test inputs and nothing else.
    assert badges(page("assess", **CLOSED))["Evasion"] == "not met"
    assert badges(page("assess", **OPEN))["Evasion"] == "met"
    assert badges(page("assess", title="x"))["Evasion"] == "open"


def test_the_reasons_name_answer_source_and_place(page: Open) -> None:
    seen = page("assess", **OPEN, attack="evasion")
    assert "Sect. 2.1; Sect. 3.1" in seen.text
    assert "Alter test samples" in seen.texts
    assert "What would block it" in seen.texts
    assert "The sources come to different verdicts; each stands below." in seen.texts
    assert "/attack?id=evasion" in seen.links


def test_a_cut_can_be_tried_and_shows_what_flips(page: Open) -> None:
    flips = page("assess", **CLOSED, view="compare", vs=urlencode(OPEN))
    rows = {r[0]: r[1:3] for r in flips.rows("Verdicts that differ")}
    assert rows["Evasion"] == ["met", "not met"]
    assert any("→" in text and "nobody" in text.lower() for text in flips.texts)


def test_the_same_system_twice_differs_in_nothing(page: Open) -> None:
    seen = page("assess", **OPEN, view="compare", vs=urlencode(OPEN))
    assert "No answer differs." in seen.texts


def test_the_worries_of_the_case_study_come_out_apart(page: Open) -> None:
    start = page("assess")
    address = next(href for href in start.links if "title=Credit" in href)
    answers = dict(pair.split("=", 1) for pair in address.partition("?")[2].split("&"))
    seen = page("assess", **{k: v.replace("%20", " ") for k, v in answers.items()}, view="worries")
    cards = {n["k"][0]["k"][0]: n for n in seen.nodes() if n.get("c") == "tp-card"}
    assert _has(cards["Adversarial machine learning"], "Poisoning")
    assert _has(cards["Classical security"], "Query flooding")
    assert not _has(cards["Classical security"], "Poisoning")
    assert _has(cards["Classical security"], "MITRE ATLAS mitigations")
    assert {"Monitoring", "Validation"} <= {n["k"][0] for n in seen.nodes() if n["t"] == "dt"}


def _has(node: Any, words: str) -> bool:
    if isinstance(node, str):
        return words in node
    return any(_has(k, words) for k in node.get("k", []))


def test_an_answer_goes_into_the_address_and_another_person_sees_the_same(page: Open) -> None:
    seen = page("assess", **CLOSED)
    answered = select(seen.test, "Who can shape what the model is given to judge?", "public")
    assert dict(answered.test.query_params)["inputs"] == "public"
    assert badges(answered)["Evasion"] == "met"
    assert badges(page("assess", **{**CLOSED, "inputs": "public"})) == badges(answered)


def test_questions_on_generative_parts_are_spared_where_there_are_none(page: Open) -> None:
    labels = [s.label for s in page("assess", prompts="absent").test.selectbox]
    more = [s.label for s in page("assess").test.selectbox]
    assert len(more) > len(labels) > 15


def test_every_question_is_explained(page: Open) -> None:
    for box in page("assess").test.selectbox:
        assert len(box.help) > 60, box.label


def test_a_question_that_does_not_exist_is_named(page: Open) -> None:
    seen = page("assess", **{"training-dta": "none"})
    assert "training-dta" in seen.text
    assert "training-data" in seen.text
    assert "met" not in badges(seen).values()


def test_a_filter_keeps_the_verdicts_asked_for(page: Open) -> None:
    seen = page("assess", **OPEN, verdict="feasible", concern="both")
    assert set(badges(seen).values()) == {"met"}
    assert "Evasion" not in badges(seen)
    assert "Both" in current(seen)


def test_a_hostile_name_is_text(page: Open) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    seen = page("assess", **{**OPEN, "title": hostile}, view="compare", vs=urlencode({**CLOSED, "title": hostile}))
    assert any(hostile in text for text in seen.texts)
    assert {n["t"] for n in seen.nodes()}.isdisjoint({"img", "script"})


def test_the_report_can_be_had_in_every_form(page: Open) -> None:
    labels = [b.proto.label for b in page("assess", **OPEN, view="report").test.get("download_button")]
    assert labels[1:] == [
        "Report as Markdown", "Report as a web page", "Everything as JSON", "STIX 2.1 bundle",
        "ATT&CK Navigator layer for MITRE ATLAS",
    ]  # fmt: skip


def test_an_address_that_describes_no_system_leads_to_an_empty_form(page: Open) -> None:
    for address in ({"no-such-question": "none"}, {"inputs": "no-such-answer"}):
        seen = page("assess", **address)
        assert "This address describes no system" in seen.text
        assert "/assess" in seen.links
