"""The SPARQL editor: CodeMirror from a file of ours, mounted as a piece of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

#: The file that ``make editor`` builds.
BUNDLE = Path(__file__).resolve().parent.parent / "static" / "editor.js"
#: Where the server offers it.
ADDRESS = "/assets/editor.js"
KEY = "query-editor"

# The bundle is large and always the same: the page holds only the lines that load it, once per browser.
_MOUNT = """
export default function (component) {
  import(new URL(component.data.source, location.origin).href).then((editor) => editor.show(component));
}
"""


@cache
def bundle_version() -> str:
    """A digest of the bundle."""
    return hashlib.sha256(BUNDLE.read_bytes()).hexdigest()[:16]


def editor(text: str, version: int, run: str, on_run: Callable[[], None], *, compact: bool = False) -> None:
    """Put the editor on the page.

    :param text: what it holds where ``version`` is new; what is typed afterwards stays in the browser until it is run
    :param version: counts the texts that the page has put there
    :param run: the name of the query that is about to run, by which it can be stopped; empty for none
    :param compact: hide all but the button that stops a query: a form stands in its place
    :param on_run: called when the user runs a text, which :func:`sent` tells then
    """
    import streamlit as st

    mount = st.components.v2.component("threatpraxis.editor", js=_MOUNT, isolate_styles=False)
    source = f"{ADDRESS}?v={bundle_version()}"
    data = {"text": text, "version": version, "run": run, "compact": compact, "source": source}
    mount(data=data, key=KEY, on_run_change=on_run)


def sent() -> str:
    """The text that the user runs."""
    import streamlit as st

    state = st.session_state.get(KEY)
    found = state.get("run") if state is not None else None
    return found if isinstance(found, str) else ""
