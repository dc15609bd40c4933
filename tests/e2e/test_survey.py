"""A survey that is imported while the app runs: it stands beside the 271 at once, on a wide and on a narrow page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from tests.e2e.conftest import Server, new_tab, start, stop
from tests.e2e.test_pages import quiet
from tests.unit.surveys import FOLDER

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path / "workspace")
    yield running
    stop(running)


def test_an_imported_survey_appears_beside_the_271_while_the_app_runs(browser: Any, own_server: Server) -> None:
    seen = new_tab(browser, own_server, "dark", 390)
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    assert "271 participants" in page.locator(".tp-narrow").first.inner_text()
    assert "Made-up survey" not in page.content()
    data, book = str(FOLDER / "redcap-raw.csv"), str(FOLDER / "codebook.yaml")
    shown = str(own_server.workspace)
    assert main(["import", "survey", data, "--codebook", book, "--by", "a curator", "--workspace", shown]) == 0
    page = seen.open("/gaps?attack=evasion&dimension=query-budget")
    page.get_by_role("heading", name="practice side by side").wait_for()
    cells = page.get_by_role("row", name="<100", exact=False).last.inner_text()
    assert "15.6%" in cells and "29.2%" in cells and "7 of 24" in cells
    # Nothing but tables in their own frames may be wider than the page.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    quiet(seen)
    seen.page.context.close()
