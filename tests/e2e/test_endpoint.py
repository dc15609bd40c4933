"""The pages over an engine elsewhere: a real Oxigraph server, also one that goes away and comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.addresses import PAGES
from kg.cli.entry import main
from tests.e2e.conftest import START, Server, Tab, free_port, new_tab, stop
from tests.remote import servers

pytestmark = [pytest.mark.e2e, pytest.mark.remote]

#: The headings of pages whose name in the menu is another.
HEADINGS = {"": "What attack research assumes, and what practice grants"}


class Elsewhere:
    """An Oxigraph server that can be ended and started again at its address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.server = servers.oxigraph(folder)

    def return_(self) -> None:
        """Start it again where it was."""
        port = int(self.server.query.rsplit(":", 1)[1].split("/")[0])
        self.server = servers.oxigraph(self._folder, port=port)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A server with all modules published by the command."""
    running = Elsewhere(tmp_path_factory.mktemp("elsewhere"))
    assert main(["publish", running.server.query]) == 0
    yield running
    running.server.kill()


@pytest.fixture(scope="module")
def over_endpoint(elsewhere: Elsewhere) -> Iterator[Server]:
    """The app over it."""
    port = free_port()
    options = ["--no-browser", "--port", str(port), "--endpoint", elsewhere.server.query]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, "app", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ),
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    assert f":{port}/" in line, line + process.stdout.read()
    running = Server(port, process, Path(), 0)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def page(browser: Any, over_endpoint: Server) -> Iterator[Tab]:
    found = new_tab(browser, over_endpoint)
    # Of the first page after the start, which asks for most.
    found.page.set_default_timeout(60_000)
    yield found
    found.page.context.close()


def opened(tab: Tab, address: str) -> Any:
    """The page once it is at rest; every answer comes over HTTP, so it may take longer than from our own store."""
    tab.page.goto(tab.server.url(f"/{address}"))
    tab.page.wait_for_selector(".tp-host h1, .tp-bad", timeout=60_000)
    tab.page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"]')?.dataset.testScriptState === 'notRunning'",
        timeout=60_000,
    )
    return tab.page


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a or "overview")
def test_every_page_comes_up_over_an_endpoint(page: Tab, address: str) -> None:
    shown = opened(page, address)
    assert shown.locator(".tp-bad").all_inner_texts() == []
    assert shown.locator("[data-testid=stException]").count() == 0
    assert HEADINGS.get(address, PAGES[address]) in shown.locator("h1").all_inner_texts()


def test_a_figure_of_the_table_is_the_same_over_an_endpoint(page: Tab) -> None:
    # Table 3 of Grosse et al. (2024): 8 of 11 papers, and 4.8 % of practice.
    shown = opened(page, "")
    assert "72.7%" in shown.locator("body").inner_text()
    assert "4.8%" in shown.locator("body").inner_text()


def test_a_server_that_goes_away_is_told_of_and_asked_again_when_it_is_back(page: Tab, elsewhere: Elsewhere) -> None:
    elsewhere.server.kill()
    shown = opened(page, "gaps")
    (told,) = shown.locator(".tp-bad").all_inner_texts()
    assert elsewhere.server.query in told
    assert "cannot be reached" in told
    assert "Is the server running" in told
    assert "Traceback" not in shown.locator("body").inner_text()
    elsewhere.return_()
    shown = opened(page, "gaps")
    assert shown.locator(".tp-bad").all_inner_texts() == []
    assert "Gaps" in shown.locator("h1").all_inner_texts()
