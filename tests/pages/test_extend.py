"""The page on which the graph is extended: the form is made from the description of an addition, and judges it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from kg import shipped
from kg.author.forms import ATTACK
from kg.cli import main
from tests.pages.conftest import Open, Seen, read

GIVEN = {
    "Name (needed)": "Sponge attack on early-exit networks",
    "Definition (needed)": "Keeps a network from its early exits.",
}


def labels(test: AppTest) -> list[str]:
    """The labels of all fields, without the mark of those that are needed."""
    widgets: list[Any] = [*test.text_input, *test.text_area, *test.selectbox, *test.multiselect]
    return [str(w.label).replace(" (needed)", "").replace("\\", "") for w in widgets]


def fill(test: AppTest, **chosen: list[str]) -> Seen:
    """Name, definition, and some lists by their labels."""
    for widget in [*test.text_input, *test.text_area]:
        if widget.label in GIVEN:
            widget.set_value(GIVEN[widget.label])
    for widget in test.multiselect:
        wanted = chosen.get(widget.label.replace(" (needed)", "").replace(" ", "_"))
        if wanted:
            widget.set_value(wanted)
    test.run()
    assert not test.exception
    return read(test)


def test_the_form_has_every_field_of_an_attack(page: Open) -> None:
    seen = page("extend")
    assert set(labels(seen.test)) >= {f.label for f in ATTACK.fields if f.type != "parts"}
    buttons = [b.label for b in seen.test.button]
    assert [f"Add: {f.label.lower()}" for f in ATTACK.fields if f.type == "parts"] == [
        b for b in buttons if b.startswith("Add: ")
    ]


def test_a_form_that_is_filled_in_becomes_turtle_and_a_file_that_gives_the_same(page: Open) -> None:
    seen = fill(page("extend").test, Attacker_acts_at=["deployment"], Objective=["availability"])
    pieces = [node["k"][0] for node in seen.nodes() if node["t"] == "pre"]
    turtle, file = pieces
    assert "attack:sponge-attack-early-exit-networks\n    a praxis:Attack ;" in turtle
    assert "praxis:actsAt stage:deployment" in turtle
    given = yaml.safe_load(file)
    assert (given["label"], given["objective"]) == (GIVEN["Name (needed)"], ["availability"])


def test_attacks_with_a_name_like_it_are_shown_with_their_cards(page: Open) -> None:
    seen = fill(page("extend").test)
    assert "There are attacks with a name like it" in seen.text
    assert "/attack?id=sponge" in seen.links


def test_what_is_missing_is_told_once_somebody_wants_to_save(page: Open) -> None:
    test = fill(page("extend").test).test
    assert "Give at least one objective" not in read(test).text
    next(b for b in test.button if b.label == "Save to my workspace").click()
    test.run()
    assert not test.exception
    assert "Give at least one objective" in read(test).text
    assert "Nothing was saved: 2 fields need another look." in read(test).text


@pytest.mark.parametrize(("kind", "field"), [("model", "Source"), ("work", "Authors"), ("mapping", "Relation")])
def test_every_kind_has_its_form(page: Open, kind: str, field: str) -> None:
    assert field in labels(page("extend", kind=kind).test)


def test_a_threat_model_begins_with_the_attack_of_the_address(page: Open) -> None:
    seen = page("extend", kind="model", attack="evasion")
    assert next(s for s in seen.test.selectbox if s.label.startswith("Attack")).value == "evasion"


def test_what_is_not_there_is_told_and_what_came_along_cannot_be_edited(page: Open) -> None:
    assert "Unknown kind of addition 'atack'." in page("extend", kind="atack").text
    assert "Unknown addition 'attack:nothing'." in page("extend", edit="attack:nothing").text
    assert "attack:evasion is no addition of the workspace." in page("extend", edit="attack:evasion").text


def test_an_empty_history_says_so(page: Open) -> None:
    assert "Nothing was added yet." in page("extend", view="history").text


def test_the_card_of_an_attack_leads_to_the_form(page: Open) -> None:
    assert "/extend?kind=model&attack=evasion" in page("attack", id="evasion").links


def test_the_card_of_a_withdrawn_attack_says_what_takes_its_place(
    page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    assert main(["deprecate", "attack:sponge", "--replaced-by", "attack:query-flooding", "--reason", "A trial."]) == 0
    seen = page("attack", id="sponge")
    assert "This attack was withdrawn." in seen.text
    assert "/attack?id=query-flooding" in seen.links
    assert "Withdrawn: A trial." in seen.text
