"""The tree of a Turtle file as canonical text, in the layout of :mod:`kg.turtle`.

What that module never writes is laid out here: comments, blank nodes in brackets, collections, and blocks on one line.
Brackets stay on one line where it is short enough; otherwise each property or item has a line of its own. A block that
stands on one line stays so where the line is short enough, which keeps tables of short statements readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.formatter.tokens import Comment
from kg.formatter.tree import Anonymous, Block, Document, Label, Listing, Literal, Name, Property, Value
from kg.turtle import WIDTH, Names, fits, in_order, shown_property

_STEP = "    "


@dataclass(frozen=True, slots=True)
class _Piece:
    """A value ready to be written.

    :param line: all of it on one line
    :param value: the value itself
    :param parts: what is in its brackets
    :param whole: whether it must stand on one line or may: False where a comment or a line end is inside
    """

    line: str
    value: Value
    parts: Sequence[_Line | _Piece] = ()
    whole: bool = True

    @property
    def bracketed(self) -> bool:
        return isinstance(self.value, Anonymous | Listing)


@dataclass(frozen=True, slots=True)
class _Line:
    """A property ready to be written."""

    shown: str
    values: Sequence[_Piece]
    comments: Sequence[str]

    @property
    def line(self) -> str:
        return f"{self.shown} {', '.join(piece.line for piece in self.values)}"

    @property
    def whole(self) -> bool:
        return not self.comments and all(piece.whole for piece in self.values)


def write(document: Document) -> str:
    """The canonical text of a file."""
    names = Names(document.prefixes)
    blocks = _blocks(document.blocks, names)
    # A file that says nothing yet is about to be filled in: it keeps its prefixes.
    used = sorted(names.used if document.blocks else document.prefixes)
    header, declared = _comments(document.header), ""
    for prefix in used:
        beside = document.beside.get(prefix, [])
        if prefix == used[0]:
            header += _lines(beside)
        else:
            declared += _lines(beside)
        declared += f"@prefix {prefix}: <{document.prefixes[prefix]}> .\n"
    for prefix in document.prefixes.keys() - names.used if document.blocks else ():
        header += _lines(document.beside.get(prefix, []))
    return "\n".join(part for part in (header, declared, blocks, _comments(document.tail)) if part)


def _lines(comments: Iterable[str], indent: str = "") -> str:
    return "".join(f"{indent}{text}\n" for text in comments)


def _comments(comments: Sequence[Comment]) -> str:
    return "".join(
        ("\n" if comment.gap and number else "") + f"{comment.text}\n" for number, comment in enumerate(comments)
    )


def _blocks(blocks: Iterable[Block], names: Names) -> str:
    text, before_flat = "", False
    for block in blocks:
        body, flat = _block(block, names)
        if text and not (block.tight and flat and before_flat):
            text += "\n"
        text += _comments(block.above) + ("\n" if block.above and block.gap else "") + body
        before_flat = flat
    return text


def _block(block: Block, names: Names) -> tuple[str, bool]:
    """The text of a block, and whether it is one line."""
    subject = _piece(block.subject, names)
    lines = _arranged(block.properties, names)
    flat = f"{subject.line} {' ; '.join(line.line for line in lines)} ."
    if block.flat and subject.whole and all(line.whole for line in lines) and _short(flat):
        return flat + "\n", True
    head = subject.line if subject.whole and _short(subject.line) else _opened(subject, "")
    return f"{head}\n{_properties(lines, _STEP)} .\n", False


def _short(line: str) -> bool:
    return "\n" not in line and len(line) <= WIDTH


# -- values ready to be written --


def _piece(value: Value, names: Names) -> _Piece:
    if isinstance(value, Anonymous):
        lines = _arranged(value.properties, names)
        inside = " ; ".join(line.line for line in lines)
        return _Piece(f"[ {inside} ]" if lines else "[]", value, lines, all(line.whole for line in lines))
    if isinstance(value, Listing):
        items = [_piece(item, names) for item in value.items]
        inside = " ".join(item.line for item in items)
        return _Piece(f"( {inside} )" if items else "()", value, items, all(item.whole for item in items))
    text = _simple(value, names)
    return _Piece(text, value, whole="\n" not in text)


def _simple(value: Name | Label | Literal, names: Names) -> str:
    if isinstance(value, Name):
        return names.short(value.iri)
    if isinstance(value, Literal) and value.datatype:
        return f"{value.text}^^{names.short(value.datatype)}"
    return value.text


def _arranged(properties: Iterable[Property], names: Names) -> list[_Line]:
    """Properties in order, those of one predicate together, values sorted, none twice, brackets last."""
    merged: dict[str, Property] = {}
    for found in properties:
        kept = merged.setdefault(found.predicate, Property(found.predicate))
        kept.values += found.values
        kept.comments += found.comments
    lines = []
    for iri, shown in in_order((iri, shown_property(iri, names)) for iri in merged):
        pieces = [_piece(value, names) for value in merged[iri].values]
        simple = {piece.line: piece for piece in pieces if not piece.bracketed}
        brackets = sorted((piece for piece in pieces if piece.bracketed), key=lambda piece: piece.line)
        lines.append(_Line(shown, [*(simple[text] for text in sorted(simple)), *brackets], merged[iri].comments))
    return lines


# -- text --


def _properties(lines: Iterable[_Line], indent: str) -> str:
    return " ;\n".join(f"{_lines(line.comments, indent)}{indent}{line.shown} {_values(line, indent)}" for line in lines)


def _values(line: _Line, indent: str) -> str:
    pieces, inner = line.values, indent + _STEP
    joined = ", ".join(piece.line for piece in pieces)
    if all(piece.whole for piece in pieces) and fits(joined, len(line.shown), len(indent)):
        return joined
    if len(pieces) == 1:
        return _opened(pieces[0], indent)
    if not all(piece.bracketed for piece in pieces):
        return f",\n{inner}".join(_fitted(piece, inner) for piece in pieces)
    if all(piece.whole and fits(piece.line, len(line.shown), len(indent)) for piece in pieces):
        return f",\n{inner}".join(piece.line for piece in pieces)
    return ", ".join(_opened(piece, indent) for piece in pieces)


def _fitted(piece: _Piece, indent: str) -> str:
    """On one line where it is short enough, else opened."""
    short = piece.whole and fits(piece.line, 0, len(indent))
    return piece.line if short else _opened(piece, indent)


def _opened(piece: _Piece, indent: str) -> str:
    """Each property or item between the brackets on a line of its own; what has no brackets stays as it is."""
    if not piece.parts:
        return piece.line
    inner = indent + _STEP
    if isinstance(piece.value, Anonymous):
        body = _properties((part for part in piece.parts if isinstance(part, _Line)), inner)
        return f"[\n{body}\n{indent}]"
    items = "\n".join(inner + _fitted(part, inner) for part in piece.parts if isinstance(part, _Piece))
    return f"(\n{items}\n{indent})"
