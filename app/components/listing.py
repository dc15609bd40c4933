"""A text with numbered lines, one of which is marked with what is wrong there."""

from __future__ import annotations

from app.components.dom import Node, el

#: Lines shown before and after the marked one, in a long text.
_AROUND = 12


def listing(text: str, line: int, message: str, label: str) -> Node:
    """The lines of a text around a mistake, and the message below the line it is about.

    :param line: counted from 1; 0 where the place is not known, then the beginning is shown without a mark
    """
    lines = text.rstrip().split("\n")
    line = min(line, len(lines))  # what is missing at the end is missed behind the last line
    first, last = max(1, line - _AROUND), min(len(lines), max(line, 1) + _AROUND)
    rows = [
        el("li.wrong" if number == line else "li", el("code", lines[number - 1] or " "),
           el("span.said", message) if number == line else None, value=str(number))
        for number in range(first, last + 1)
    ]  # fmt: skip
    return el("ol.listing", rows, tabindex="0", aria_label=label)
