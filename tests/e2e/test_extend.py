"""Somebody who never saw Turtle adds an attack with the keyboard alone, and it is everywhere at once."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import START, Server, new_tab, start, stop

pytestmark = pytest.mark.e2e

LABEL = "Sponge attack on early-exit networks"
#: The name by which the focused element is announced.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e.tagName === 'SUMMARY') return e.querySelector('p')?.innerText || e.innerText;
  return e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText) || e.innerText || '';
}"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server whose workspace belongs to the test."""
    running = start(tmp_path / "workspace")
    yield running
    if running.process.poll() is None:
        stop(running)


@pytest.fixture
def tab(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Opens tabs on that server."""
    opened = []

    def open_tab(scheme: str = "light", width: int = 1280) -> Any:
        found = new_tab(browser, server, scheme, width)
        opened.append(found)
        return found

    yield open_tab
    for found in opened:
        found.page.context.close()


class Keys:
    """A person without a mouse."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.page = tab, tab.page

    def reach(self, name: str) -> None:
        """Press Tab until the element of this name has the focus."""
        for _ in range(250):
            if str(self.page.evaluate(FOCUSED)).strip().startswith(name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {name!r}")

    def type(self, name: str, text: str) -> None:
        """Fill in a text field and leave it."""
        self.reach(name)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")
        self.rest()

    def choose(self, name: str, text: str) -> None:
        """Choose from a list by typing."""
        self.reach(name)
        self.page.keyboard.type(text)
        self.page.wait_for_timeout(150)
        self.page.keyboard.press("Enter")
        self.rest()
        self.page.keyboard.press("Tab")  # leaves the list, which closes it

    def press(self, name: str) -> None:
        """Press a button."""
        self.reach(name)
        self.page.keyboard.press("Enter")
        self.rest()

    def rest(self) -> None:
        """Wait until the page is at rest."""
        self.page.wait_for_timeout(250)
        self.tab.drawn()


def command(server: Server, *arguments: str) -> str:
    """What a command prints that another process runs on the same workspace."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, *arguments[:1], "--workspace", str(server.workspace), *arguments[1:]],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(server: Server, query: str) -> list[dict[str, Any]]:
    """What the endpoint answers."""
    address = server.url(f"/sparql?{urllib.parse.urlencode({'query': query})}")
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return list(json.load(answer)["results"]["bindings"])


def seen_everywhere(server: Server, tab: Callable[..., Any]) -> None:
    """The attack in pages, search, endpoint and command line."""
    found = tab()
    for path in ("/matrix", "/attack?id=sponge-early-exit", "/taxonomy?id=sponge-early-exit", "/assess?queries=public"):
        found.open(path)
        found.says(LABEL)
    page = found.open("/")
    page.get_by_role("textbox").first.fill("early exit")
    page.keyboard.press("Enter")
    found.says(LABEL)
    needs = "SELECT ?access WHERE { ?m praxis:ofAttack attack:sponge-early-exit ; praxis:requires ?access }"
    assert [row["access"]["value"].rpartition("/")[2] for row in asked(server, needs)] == ["query-model"]
    assert LABEL in command(server, "show", "attack:sponge-early-exit")


def test_an_attack_is_added_with_the_keyboard_and_is_everywhere_at_once(
    server: Server, tab: Callable[..., Any]
) -> None:
    seen = tab()
    page = seen.open("/extend")
    keys = Keys(seen)
    keys.type("Name (needed)", LABEL)
    seen.says("There are attacks with a name like it")
    keys.type("Definition (needed)", "Feeds inputs that keep a network from taking its early exits.")
    keys.choose("Is a form of", "Sponge attacks")
    keys.choose("Attacker acts at", "Deployment")
    keys.choose("Objective (needed)", "Availability")
    keys.press("More: id")
    keys.type("Id", "sponge-early-exit")
    keys.press("Add: what it needs")
    keys.choose("Requires", "Query the model")
    keys.press("Add: counterparts elsewhere")
    keys.choose("Entry (needed)", "AML.T0034.001")
    keys.choose("Relation", "broad")
    keys.press("Add: new works")
    keys.type("Title (needed)", "A made-up paper on early exits")
    keys.type("Authors (needed)", "Nobody, Noone")
    keys.type("Year", "2021")
    keys.type("Your name, for the record", "a reader")
    page.wait_for_selector("pre:has-text('attack:sponge-early-exit')")
    keys.reach("Save to my workspace")
    page.keyboard.press("Enter")  # the reasoner takes its time
    page.get_by_text(f"Saved: {LABEL}").wait_for(timeout=90_000)
    file = server.workspace / "ontology" / "attack-sponge-early-exit.ttl"
    assert "skos:broadMatch technique:AML.T0034.001" in file.read_text(encoding="utf-8")
    assert "work:nobody2021" in file.read_text(encoding="utf-8")
    seen_everywhere(server, tab)
    assert seen.errors == []
    assert seen.foreign == []
    command(server, "check", "--strict")
    assert "a reader" in command(server, "log")
    stop(server)
    again = start(server.workspace)
    server.process, server.port = again.process, again.port
    seen_everywhere(server, tab)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    server: Server, tab: Callable[..., Any]
) -> None:
    seen = tab()
    page = seen.open("/extend")
    keys = Keys(seen)
    keys.type("Name (needed)", "Evasion")
    seen.says("attack:evasion is there already (Evasion).")
    keys.press("Save to my workspace")
    seen.says("Nothing was saved")
    seen.says("Give at least one objective")
    assert page.get_by_role("textbox", name="Name (needed)").input_value() == "Evasion"
    page.get_by_role("link", name="Matrix", exact=True).first.click()
    seen.says("Data/Design")
    page.get_by_role("link", name="Extend", exact=True).first.click()
    page.wait_for_url("**/extend")
    seen.drawn()
    assert page.get_by_role("textbox", name="Name (needed)").input_value() == "Evasion"
    assert not (server.workspace / "ontology").exists()


def test_an_addition_is_edited_and_taken_back(server: Server, tab: Callable[..., Any], tmp_path: Path) -> None:
    given = {
        "id": "sponge-early-exit",
        "definition": "Keeps it busy.",
        "form-of": "sponge",
        "objective": "availability",
    }
    (tmp_path / "a.yaml").write_text(json.dumps({"label": LABEL, **given}), encoding="utf-8")  # JSON is YAML
    command(server, "add", "attack", str(tmp_path / "a.yaml"), "--no-reasoner", "--brief")
    seen = tab()
    page = seen.open("/extend?edit=attack:sponge-early-exit")
    box = page.get_by_role("textbox", name="Definition (needed)")
    page.wait_for_function("() => [...document.querySelectorAll('textarea')].some(t => t.value == 'Keeps it busy.')")
    box.fill("Keeps the network busy.")
    page.keyboard.press("Tab")
    Keys(seen).rest()
    page.get_by_role("button", name="What follows?").click()
    page.get_by_text("definition changed from “Keeps it busy.” to “Keeps the network busy.”").wait_for(timeout=60_000)
    page.get_by_role("button", name="Save to my workspace").click()
    page.get_by_text("Saved:").wait_for(timeout=60_000)
    file = server.workspace / "ontology" / "attack-sponge-early-exit.ttl"
    assert "Keeps the network busy." in file.read_text(encoding="utf-8")
    seen.open("/extend?view=history")
    page.get_by_role("button", name=f"Take back: {LABEL}").click()
    page.get_by_text("undone").first.wait_for(timeout=30_000)
    assert "Keeps it busy." in file.read_text(encoding="utf-8")
    seen.open("/extend?edit=attack:evasion")
    seen.says("attack:evasion is no addition of the workspace.")


def test_broken_turtle_is_refused_with_its_line_and_hostile_text_stays_text(
    server: Server, tab: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix a: <http://a/> .\na:b a:c ;;; nonsense\n", encoding="utf-8")
    seen = tab()
    page = seen.open("/extend?view=upload")
    page.set_input_files("input[type=file]", str(tmp_path / "broken.ttl"))
    seen.says("broken.ttl cannot be taken; nothing was saved.")
    seen.says("broken.ttl:2:")
    seen.open("/extend")
    page.get_by_role("textbox", name="Name (needed)").fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Tab")
    seen.says("It holds markup")
    assert page.locator(".tp-host img").count() == 0
    assert not (server.workspace / "ontology").exists()
    assert seen.errors == []


ADDRESSES = ["/extend", "/extend?kind=model&attack=evasion", "/extend?view=upload", "/extend?view=history"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_the_form_is_accessible_in_light_and_dark(tab: Callable[..., Any], axe: str, scheme: str, path: str) -> None:
    seen = tab(scheme)
    page = seen.open(path)
    page.evaluate(axe)
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_form_fits_a_phone(tab: Callable[..., Any], path: str) -> None:
    page = tab("light", 390).open(path)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
