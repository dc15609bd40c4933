"""Pages without a browser: a view is run by Streamlit's own test runner and read as text and links."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import session
from kg import shipped


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages") / "workspace"


@pytest.fixture(autouse=True)
def _own_workspace(_empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One workspace for all pages, so that the graph is opened once."""
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(_empty))


@pytest.fixture(scope="session", autouse=True)
def _closed_in_the_end() -> Iterator[None]:
    yield
    session.close()


@dataclass
class Seen:
    """What a page shows."""

    test: AppTest
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text, pieces separated by blanks."""
        return " ".join(self.texts)

    def rows(self, caption: str) -> list[list[str]]:
        """The cells of the first table whose caption contains a text."""
        for node in self.nodes():
            if node.get("t") == "table" and caption in _text(next((c for c in node["k"] if c["t"] == "caption"), {})):
                return [[_text(cell) for cell in row["k"]] for row in _find(node, "tr")]
        raise AssertionError(f"There is no table {caption!r}.")

    def nodes(self) -> Iterator[dict[str, Any]]:
        """All elements of all pieces of the page."""
        for piece in self.test.get("bidi_component"):
            for node in json.loads(piece.proto.json).get("nodes", []):
                yield from walk(node)


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """An element and all elements in it."""
    if isinstance(node, dict):
        yield node
        for child in node.get("k", []):
            yield from walk(child)


def _find(node: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    return [n for n in walk(node) if n["t"] == tag]


def _text(node: Any) -> str:
    if isinstance(node, str):
        return node
    return " ".join(t for t in (_text(c).strip() for c in node.get("k", [])) if t)


def run_view(name: str) -> None:
    """The body of the page under test; Streamlit runs its source, so it stands alone."""
    from importlib import import_module

    from app.frame import guarded

    guarded(lambda: import_module(f"app.views.{name}").draw())


Open = Callable[..., Seen]


@pytest.fixture
def page() -> Open:
    """Opens a view at an address: ``page("gaps", attack="evasion")``."""

    def opened(name: str, **address: str) -> Seen:
        test = AppTest.from_function(run_view, kwargs={"name": name}, default_timeout=30)
        for key, value in address.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception
        return read(test)

    return opened


def read(test: AppTest) -> Seen:
    """What a page shows now."""
    seen = Seen(test)
    for node in seen.nodes():
        seen.texts += [c.strip() for c in node.get("k", []) if isinstance(c, str) and c.strip()]
        if href := node.get("a", {}).get("href"):
            seen.links.append(href)
    return seen
