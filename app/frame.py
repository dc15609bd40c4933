"""The frame around all pages: navigation, style sheet, banner of problems, and the door at which errors end."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st

from app.addresses import PAGES
from app.components.dom import stylesheet
from app.widgets import error_box, problems_banner
from kg.errors import ThreatPraxisError

_STATIC = Path(__file__).resolve().parent / "static"


def run() -> None:
    """Draw the page of the address."""
    st.set_page_config("ThreatPraxis", str(_STATIC / "icon.svg"), layout="wide")
    st.html(stylesheet())
    st.logo(str(_STATIC / "logo.svg"), size="large", link=None)
    pages = [
        st.Page(_drawer(path or "overview"), title=title, url_path=path or "overview", default=not path)
        for path, title in PAGES.items()
    ]
    st.navigation(pages, position="top").run()


def _drawer(name: str) -> Callable[[], None]:
    def draw() -> None:
        guarded(lambda: import_module(f"app.views.{name}").draw())

    draw.__name__ = name
    return draw


def guarded(view: Callable[[], None]) -> None:
    """Draw a view; whatever goes wrong becomes a short box with a remedy, never a traceback."""
    try:
        problems_banner()
        view()
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    except Exception as error:  # noqa: BLE001 - this is the door at which errors end
        error_box(
            f"This page could not be drawn ({type(error).__name__}).",
            "Reload the page. If it happens again, report the address of this page and the name in brackets.",
        )
