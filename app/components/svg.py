"""Pictures as SVG nodes that carry their colours twice: as attributes for a file, as classes for the theme of a page.

Only shapes, lines and text are used, no patterns, filters or style sheets, so that a saved picture looks the same in
browsers, office programs and LaTeX.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from app.components.dom import Child, Node, el

#: Colours of a saved picture by role; on a page the theme takes their place.
INK = {
    "research": "#3a4fa3", "practice": "#c2611a", "reach": "#0b6165", "ink": "#171d26", "muted": "#56574f",
    "line": "#d9d4c7", "paper": "#ffffff",
}  # fmt: skip
FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
#: Width of an average character in shares of the size of the font.
_CHARACTER = 0.54
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shape(tag: str, *children: Child, fill: str = "none", stroke: str = "", **attributes: Any) -> Node:
    """An element with the colours of roles.

    :param fill: role in :data:`INK`, or ``none``
    :param stroke: role, or empty for no line
    """
    classes = [f".f-{fill}" if fill != "none" else "", f".s-{stroke}" if stroke else ""]
    colours = {"fill": INK.get(fill, "none")} | ({"stroke": INK[stroke]} if stroke else {})
    drawn = {name: round(v, 1) if isinstance(v, float) else v for name, v in attributes.items()}
    return el(tag + "".join(classes), *children, **colours, **drawn)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1.0, **attributes: Any) -> Node:
    """A straight line."""
    return shape(
        "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", stroke=stroke, stroke_width=width, **attributes
    )  # fmt: skip


def text(
    x: float, y: float, *children: Child, size: float = 13, fill: str = "ink", anchor: str = "start", bold: bool = False
) -> Node:
    """A line of text.

    :param anchor: which part of the text stands at ``x``: ``start``, ``middle`` or ``end``
    """
    return shape(
        "text", *children, x=x, y=y, fill=fill, font_size=size, text_anchor=anchor, font_weight=650 if bold else None
    )


def room(words: str, size: float) -> float:
    """About how wide a text will be; nothing here can measure it."""
    return len(words) * size * _CHARACTER


def behind(x: float, y: float, words: str, size: float, anchor: str = "start") -> Node:
    """A patch of paper for a line of text, so that what runs below it does not strike it through."""
    width = room(words, size) * 0.94
    left = {"start": x - 2, "middle": x - width / 2, "end": x - width + 2}[anchor]
    return shape("rect", fill="paper", x=left, y=y - size * 0.86, width=width, height=size * 1.12, fill_opacity=0.86)


def fitting(words: str, width: float, size: float) -> str:
    """A text cut so that it fits a width, with an ellipsis where something was cut."""
    most = max(int(width / (size * _CHARACTER)), 2)
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def wrapped(words: str, width: float, size: float, lines: int) -> list[str]:
    """A text in lines that fit a width; what is left over after the last line is cut."""
    import textwrap

    most = max(int(width / (size * _CHARACTER)), 2)
    found = textwrap.wrap(" ".join(words.split()), most) or [""]
    return found if len(found) <= lines else [*found[: lines - 1], fitting(" ".join(found[lines - 1 :]), width, size)]


def document(picture: Node) -> str:
    """The picture as a file of its own."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _written(picture, root=True) + "\n"


def _written(node: Child, root: bool = False) -> str:
    if isinstance(node, str):
        return escape(_FORBIDDEN.sub("", node))
    assert isinstance(node, dict)
    attributes = {"xmlns": "http://www.w3.org/2000/svg"} if root else {}
    attributes |= {n: _FORBIDDEN.sub("", str(v)) for n, v in node.get("a", {}).items() if n != "role"}
    inside = "".join(_written(child) for child in node.get("k", []))
    start = node["t"] + "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{start}>{inside}</{node['t']}>" if inside else f"<{start}/>"
