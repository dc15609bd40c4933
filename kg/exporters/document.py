"""A small document (headings, paragraphs, lists, tables) that can be written as Markdown and as HTML.

One content, two renderings: what a report says is decided once. All text is escaped; links lead to ``http`` addresses
or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere; drawn as plain text where ``href`` is no web address."""

    text: str
    href: str

    @property
    def safe(self) -> bool:
        """Whether the address may be followed by a click."""
        return re.fullmatch(r"https?://[^\s<>\"'()]+", self.href) is not None


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


Inline = str | Link | Strong
#: A run of inline pieces; a lone piece stands for itself.
Line = Inline | Sequence[Inline]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``quiet`` ones are notes."""

    line: Line
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Heading | Paragraph | Items | Grid


def markdown(blocks: Iterable[Block]) -> str:
    """The document as GitHub-flavoured Markdown."""
    return "\n\n".join(filter(None, map(_markdown_block, blocks))) + "\n"


def html(blocks: Iterable[Block], title: str, style: str) -> str:
    """The document as one self-contained HTML page without scripts.

    :param style: CSS for the head; the caller's own, never text from data
    """
    body = "\n".join(filter(None, map(_html_block, blocks)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{style.strip()}\n</style>\n</head>\n<body>\n<main>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    )


def _pieces(line: Line) -> Sequence[Inline]:
    return (line,) if isinstance(line, (str, Link, Strong)) else line


# -- Markdown --

# Only what Markdown could take for its own is escaped, so that the text stays readable where it is read as it is.
_MARKS = re.compile(r"[\\`*_\[\]<>|~]|&(?=\w+;|#)")
# At the start of a line: a heading, a list item, a number that would become one.
_STARTS = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))")


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line.

    >>> escape_markdown("a *b* | <c>")
    'a \\\\*b\\\\* \\\\| \\\\<c\\\\>'
    """
    text = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _STARTS.sub(lambda m: f"{m[1]}{m[2]}\\." if m[2].isdigit() else f"{m[1]}\\{m[2]}", text)


def _markdown_line(line: Line) -> str:
    parts = []
    for piece in _pieces(line):
        if isinstance(piece, Link) and piece.safe:
            parts.append(f"[{escape_markdown(piece.text)}]({piece.href})")
        elif isinstance(piece, Strong):
            parts.append(f"**{escape_markdown(piece.text)}**")
        else:
            text = piece.text if isinstance(piece, Link) else piece
            parts.append(_spaced(text, escape_markdown(text)))
    return "".join(parts)


def _spaced(text: str, escaped: str) -> str:
    """``escaped`` with the blanks at the ends of ``text``, which join it to its neighbours."""
    if not escaped:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + escaped + (" " if text[-1].isspace() else "")


def _markdown_block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape_markdown(text)}"
        case Paragraph(line):
            return _markdown_line(line)
        case Items(lines):
            return "\n".join(f"- {_markdown_line(line)}" for line in lines)
        case Grid(head, rows):
            table = [head, *rows]
            cells = [" | ".join(_markdown_line(cell) or " " for cell in row) for row in table]
            cells.insert(1, " | ".join("---" for _ in head))
            return "\n".join(f"| {row} |" for row in cells)


# -- HTML --


def _html_line(line: Line) -> str:
    parts = []
    for piece in _pieces(line):
        if isinstance(piece, Link) and piece.safe:
            parts.append(f'<a href="{escape(piece.href)}" rel="noreferrer">{escape(piece.text)}</a>')
        elif isinstance(piece, Strong):
            parts.append(f"<strong>{escape(piece.text)}</strong>")
        else:
            parts.append(escape(piece.text if isinstance(piece, Link) else piece))
    return "".join(parts)


def _html_block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(line, quiet):
            return f"{'<p class=quiet>' if quiet else '<p>'}{_html_line(line)}</p>"
        case Items(lines):
            return "<ul>\n" + "\n".join(f"<li>{_html_line(line)}</li>" for line in lines) + "\n</ul>"
        case Grid(head, rows):
            top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            body = "\n".join(f"<tr>{''.join(f'<td>{_html_line(c)}</td>' for c in row)}</tr>" for row in rows)
            return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
