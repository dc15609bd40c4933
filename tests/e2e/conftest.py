"""The real thing: the server as users start it, and a real Chromium without a network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts"
REQUIRED = os.environ.get("THREATPRAXIS_REQUIRE_E2E") == "1"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START = "import sys; from kg.cli import main; sys.exit(main())"


@dataclass
class Server:
    """A running ``threatpraxis app``."""

    port: int
    process: subprocess.Popen[str]
    workspace: Path
    seconds: float

    def url(self, path: str = "/") -> str:
        """The full address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(workspace: Path, *, cwd: Path | None = None, port: int | None = None) -> Server:
    """Start the app as the command does and wait until it says where it runs."""
    workspace.mkdir(parents=True, exist_ok=True)
    chosen = port or free_port()
    begin = time.monotonic()
    options = ["--no-browser", "--port", str(chosen), "--workspace", str(workspace)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, "app", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    assert f"http://127.0.0.1:{chosen}/" in line, line + process.stdout.read()
    return Server(chosen, process, workspace, time.monotonic() - begin)


def stop(server: Server) -> int:
    """End a server as Ctrl+C does and return its exit code."""
    import signal

    server.process.send_signal(signal.SIGINT)
    code = server.process.wait(20)
    assert server.process.stdout is not None
    server.process.stdout.close()
    return code


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests, with a workspace of its own."""
    running = start(tmp_path_factory.mktemp("e2e") / "workspace")
    yield running
    stop(running)


def missing(what: str, hint: str) -> None:
    """Skip, or fail where the tests must run."""
    message = f"{what} is missing: {hint}"
    if REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


def chromium() -> str | None:
    """Where Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((p for p in map(shutil.which, names) if p), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright", "pip install 'threatpraxis[e2e]'")
        raise
    path = chromium()
    if path is None:
        missing("Chromium", "apt-get install chromium, or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    try:
        import axe_core_python
    except ImportError:
        missing("axe-core", "pip install 'threatpraxis[e2e]'")
        raise
    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Tab:
    """A browser tab that remembers what went wrong in it."""

    page: Any
    server: Server
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        """Go to an address and wait until the page is drawn."""
        self.page.goto(self.server.url(path))
        return self.drawn()

    def drawn(self) -> Any:
        """Wait until the page is at rest."""
        self.page.wait_for_selector(".tp-host h1, .tp-bad", timeout=15_000)
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=\"stApp\"]')?.dataset.testScriptState === 'notRunning'",
            timeout=15_000,
        )
        return self.page

    def says(self, text: str) -> None:
        """Wait until the page shows a text."""
        self.page.get_by_text(text).first.wait_for(timeout=10_000)

    def address(self) -> str:
        """Path and query of the address bar."""
        return str(self.page.evaluate("() => location.pathname + location.search"))


NewTab = Callable[..., Tab]


def new_tab(browser: Any, server: Server, scheme: str = "light", width: int = 1280) -> Tab:
    """A tab in a fresh profile that watches what is loaded and what goes wrong."""
    context = browser.new_context(viewport={"width": width, "height": 844 if width < 600 else 900}, color_scheme=scheme)
    found = Tab(context.new_page(), server)
    home = server.url("")
    local = (home, home.replace("http:", "ws:"), "data:", "blob:", "about:")
    context.on("request", lambda r: None if r.url.startswith(local) else found.foreign.append(r.url))
    found.page.on("websocket", lambda w: None if w.url.startswith(local) else found.foreign.append(w.url))
    found.page.on("console", lambda m: found.errors.append(m.text) if m.type == "error" else None)
    found.page.on("pageerror", lambda e: found.errors.append(str(e)))
    return found


@pytest.fixture
def tab(browser: Any, server: Server) -> Iterator[NewTab]:
    """Opens tabs in fresh profiles: ``tab(scheme="dark", width=390)``."""
    tabs: list[Tab] = []

    def opened(scheme: str = "light", width: int = 1280) -> Tab:
        tabs.append(new_tab(browser, server, scheme, width))
        return tabs[-1]

    yield opened
    for each in tabs:
        each.page.context.close()


@pytest.fixture(scope="session")
def _kept(browser: Any, server: Server) -> NewTab:
    tabs: dict[tuple[str, int], Tab] = {}

    def opened(scheme: str = "light", width: int = 1280) -> Tab:
        if (scheme, width) not in tabs:
            tabs[scheme, width] = new_tab(browser, server, scheme, width)
        return tabs[scheme, width]

    return opened


@pytest.fixture
def kept_tab(_kept: NewTab) -> NewTab:
    """The same, kept for the next test: quicker where addresses are opened one after the other."""

    def opened(scheme: str = "light", width: int = 1280) -> Tab:
        found = _kept(scheme, width)
        found.errors.clear()
        found.foreign.clear()
        found.page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
        found.page.emulate_media(color_scheme=scheme)
        return found

    return opened


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots go."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@dataclass(frozen=True)
class Starting:
    """How to start and stop servers beside the shared one."""

    start: Callable[..., Server] = start
    stop: Callable[[Server], int] = stop


@pytest.fixture
def starting() -> Starting:
    """Starts and stops servers."""
    return Starting()
