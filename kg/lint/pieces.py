"""A file as pieces that belong together: the cells of a row or of a mapping, and sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.importers.files import Source

if TYPE_CHECKING:
    import yaml

_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+(?=[A-Z(\[*_`\"“])|\n")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the file.

    :param header: the name of its column or key; empty where it has none
    """

    start: int
    end: int
    header: str = ""


#: Cells of one row or of one mapping, or a single sentence.
Piece = tuple[Cell, ...]


def pieces(source: Source) -> Iterator[Piece]:
    """The pieces of a file, by the ending of its name; what has no form of its own is read as text.

    :raises SourceFileError: where it is not what its ending says
    """
    ending = source.path.suffix.lower()
    if ending in (".csv", ".tsv"):
        return _table(source, ending)
    if ending in (".yaml", ".yml"):
        return _yaml(source, source.text)
    if ending == ".json":
        return _json(source)
    return _text(source.text)


# -- text and Markdown --


def _text(text: str) -> Iterator[Piece]:
    lines, start, headers = text.split("\n"), 0, None
    for number, line in enumerate(lines):
        if line.lstrip().startswith("|"):
            cells = _markdown_cells(line, start)
            if headers is None and number + 1 < len(lines) and _RULE.fullmatch(lines[number + 1]):
                headers = [text[c.start : c.end].strip(" *_`").lower() for c in cells]
            elif not _RULE.fullmatch(line):
                names = [*(headers or []), *[""] * len(cells)]
                yield tuple(Cell(c.start, c.end, name) for c, name in zip(cells, names))
        else:
            headers = None
            for first, last in _sentences(line):
                yield (Cell(start + first, start + last),)
        start += len(line) + 1


def _markdown_cells(line: str, offset: int) -> list[Cell]:
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    bars = bars if len(bars) > 1 and not line[bars[-1] + 1 :].strip() else [*bars, len(line)]
    return [Cell(offset + a + 1, offset + b) for a, b in pairwise(bars)]


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _SENTENCE.finditer(line):
        yield start, gap.start()
        start = gap.end()
    if start < len(line):
        yield start, len(line)


def sentences(text: str, cell: Cell) -> Iterator[Cell]:
    """The sentences of a cell."""
    for first, last in _sentences(text[cell.start : cell.end]):
        yield Cell(cell.start + first, cell.start + last, cell.header)


# -- tables --


def _table(source: Source, ending: str) -> Iterator[Piece]:
    text = source.text
    start = 0
    while text.startswith("#", start):  # the metadata of SSSOM
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield (Cell(start, end),)
        start = end + 1
    first = text[start:].split("\n", 1)[0]
    delimiter = "\t" if ending == ".tsv" else max(",;\t", key=first.count)
    rows = _rows(source, start, delimiter)
    headers = [text[c.start : c.end].strip(' "').lower() for c in next(rows, [])]
    for row in rows:
        yield tuple(Cell(c.start, c.end, h) for c, h in zip(row, [*headers, *[""] * len(row)]))


def _rows(source: Source, start: int, delimiter: str) -> Iterator[list[Cell]]:
    """The cells of each row, quotation marks left out; a quoted cell may hold delimiters and line ends."""
    text, place, row = source.text, start, []
    while place < len(text):
        cell, place = _cell(source, place, delimiter)
        row.append(cell)
        if place >= len(text) or text[place] == "\n":
            yield row
            row = []
        place += 1


def _cell(source: Source, start: int, delimiter: str) -> tuple[Cell, int]:
    text = source.text
    if not text.startswith('"', start):
        end = min(e for e in (text.find(delimiter, start), text.find("\n", start), len(text)) if e >= 0)
        return Cell(start, end), end
    end = start + 1
    while (end := text.find('"', end)) >= 0 and text.startswith('""', end):
        end += 2
    if end < 0 or text[end + 1 : end + 2] not in ("", "\n", delimiter):
        line = text.count("\n", 0, start) + 1
        remedy = "Close it before the next delimiter, and double the marks within it."
        raise source.fault(line, "a quotation mark is not closed", remedy, column=start - text.rfind("\n", 0, start))
    return Cell(start + 1, end), end + 1


# -- YAML and JSON --


def _json(source: Source) -> Iterator[Piece]:
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        raise source.fault(
            error.lineno, f"no valid JSON: {error.msg}", "Mend that place.", column=error.colno
        ) from error
    # Tabs indent JSON and not YAML; within its texts they cannot stand.
    return _yaml(source, source.text.replace("\t", " "))


def _yaml(source: Source, text: str) -> Iterator[Piece]:
    import yaml

    starts = [0]
    for row in text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = [node for node in yaml.compose_all(text, Loader=loader) if node is not None]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"no valid YAML: {getattr(error, 'problem', None) or 'it cannot be read'}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        raise source.fault(line, message, "Mend that place.", column=column) from error
    for document in documents:
        yield from _node(document, starts, set())


def _node(node: yaml.Node, starts: Sequence[int], seen: set[int]) -> Iterator[Piece]:
    import yaml

    if id(node) in seen:  # an alias: told at its anchor
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield (_scalar(node, starts),)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _node(item, starts, seen)
    elif isinstance(node, yaml.MappingNode):
        plain = [(k, v) for k, v in node.value if isinstance(v, yaml.ScalarNode)]
        yield tuple(_scalar(v, starts, str(k.value).lower()) for k, v in plain)
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield from _node(key, starts, seen)
            elif isinstance(value, yaml.ScalarNode):
                yield (_scalar(key, starts), _scalar(value, starts))  # the key may be the id
            else:
                yield (_scalar(key, starts),)
            if not isinstance(value, yaml.ScalarNode):
                yield from _node(value, starts, seen)


def _scalar(node: yaml.ScalarNode, starts: Sequence[int], header: str = "") -> Cell:
    start = starts[node.start_mark.line] + node.start_mark.column
    end = starts[node.end_mark.line] + node.end_mark.column
    quoted = node.style in ("'", '"')
    return Cell(start + quoted, end - quoted, header)
