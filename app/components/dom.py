"""HTML as data: nodes are built here, sent to the browser as JSON and made into elements there.

Text travels as text and is set as text, so a label can never become markup. Links are filtered on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Node = dict[str, Any]
Child = str | Node | None | Iterable["Child"]

_STATIC = Path(__file__).resolve().parent.parent / "static"
_SCHEMES = ("http", "https", "mailto")


def el(spec: str, *children: Child, **attributes: Any) -> Node:
    """An element.

    :param spec: tag and classes, such as ``"a.chip.strong"``
    :param children: texts and nodes; None is left out, iterables are taken apart
    :param attributes: underscores become hyphens; None is left out; ``vars`` maps CSS variables to values
    """
    tag, *classes = spec.split(".")
    node: Node = {"t": tag}
    if classes:
        node["c"] = " ".join(f"tp-{c}" for c in classes)
    kept = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items() if v is not None and k != "vars"}
    if "href" in kept and safe_href(str(kept["href"])) is None:
        del kept["href"]
    if kept:
        node["a"] = kept
    if variables := attributes.get("vars"):
        node["v"] = variables
    flat = list(_flatten(children))
    if flat:
        node["k"] = flat
    return node


def _flatten(children: Iterable[Child]) -> Iterable[str | Node]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str | dict):
            yield child
        else:
            yield from _flatten(child)


def safe_href(href: str) -> str | None:
    """The address if it leads to a page of ours, a place in this page or the web; None for anything else."""
    if href.startswith("#") or (href.startswith("/") and not href.startswith(("//", "/\\"))):
        return href
    try:
        return href if urlsplit(href).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def text_of(node: Child) -> str:
    """All text of a node, pieces separated by blanks."""
    if node is None:
        return ""
    if isinstance(node, str):
        return node
    parts = node.get("k", []) if isinstance(node, dict) else node
    return " ".join(t for t in (text_of(p) for p in parts) if t)


@cache
def _script() -> str:
    return (_STATIC / "dom.js").read_text(encoding="utf-8")


@cache
def stylesheet() -> str:
    """The one style sheet of the app, as a ``<style>`` element."""
    return f"<style>{(_STATIC / 'app.css').read_text(encoding='utf-8')}</style>"


def draw(*nodes: Child, key: str) -> None:
    """Put nodes on the page.

    :param key: unique on the page; the place keeps its identity when its content changes
    """
    import streamlit as st

    # Registered at every run: the registry belongs to the server, and the call costs microseconds.
    mount = st.components.v2.component("threatpraxis.dom", js=_script(), isolate_styles=False)
    mount(data={"nodes": list(_flatten(nodes))}, key=f"dom-{key}")
