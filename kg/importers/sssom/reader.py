"""SSSOM TSV as text: metadata in the first lines, each after ``#``, and a table parted by tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from kg.errors import did_you_mean
from kg.importers.files import Source
from kg.importers.sssom.model import Fault, MappingSet, Row

#: The columns of a row that are read; the others of SSSOM would be lost on the way and are therefore refused.
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence", "other")
COLUMNS = (*REQUIRED, "subject_label", "object_label", "comment")


def parse(source: Source) -> tuple[MappingSet, list[Fault]]:
    """Metadata and rows, and what is wrong with the form of the table.

    :raises SourceFileError: where the metadata are no YAML, or there is no table
    """
    lines = source.text.split("\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    meta, places = _metadata(source, lines[:count])
    if count >= len(lines) or not lines[count].strip():
        message = "there is no table behind the metadata" if count else "neither metadata nor a table"
        raise source.fault(count + 1, message, "Begin with '# curie_map:' and so on, then a line of column names.")
    header = lines[count].split("\t")
    found = list(_header(header, count + 1))
    rows, wrong = _rows(source, header, lines[count + 1 :], count + 2)
    return MappingSet(source, meta, places, tuple(rows)), found + wrong


def _metadata(source: Source, lines: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]]:
    import yaml

    if not lines:
        raise source.fault(1, "there are no metadata", "Write them above the table, each line after '# '.")
    text = "\n".join(line[1:].removeprefix(" ") for line in lines)
    try:
        data = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        message = f"the metadata are no valid YAML: {getattr(error, 'problem', None) or error}"
        raise source.fault(line, message, "Mend that line; a text with a colon in it needs quotation marks.") from error
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        raise source.fault(1, "the metadata are no list of names and values", "Write '# mapping_set_id: …' and so on.")
    return data, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _header(header: Sequence[str], line: int) -> Iterator[Fault]:
    place = 1
    for number, name in enumerate(header):
        if name not in COLUMNS:
            yield Fault(line, place, name, f"the column {name!r} would be lost", _column_remedy(name))
        elif name in header[:number]:
            yield Fault(line, place, name, f"the column {name!r} stands twice", "Remove one of the two.")
        place += len(name) + 1
    for name in REQUIRED:
        if name not in header:
            yield Fault(line, 1, name, f"the column {name!r} is missing", "Add it; every row has it.")


def _column_remedy(name: str) -> str:
    if name in ("status", "mapping_status"):
        return "SSSOM has no such slot and its tools drop it in silence. Write status=curator into the column 'other'."
    close = did_you_mean(name, COLUMNS)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return f"{hint}Columns are: {', '.join(COLUMNS)}."


def _rows(source: Source, header: Sequence[str], lines: Sequence[str], first: int) -> tuple[list[Row], list[Fault]]:
    rows, wrong = [], []
    for number, line in enumerate(lines, first):
        if not line.strip():
            if any(rest.strip() for rest in lines[number - first :]):
                wrong.append(Fault(number, 1, "", "an empty line within the table", "Remove it."))
            continue
        if line.startswith("#"):
            wrong.append(Fault(number, 1, "", "a line of metadata within the table", "Move it above the table."))
            continue
        raw = line.split("\t")
        if len(raw) != len(header):
            message = f"the row has {len(raw)} cells, the table {len(header)} columns"
            wrong.append(Fault(number, 1, "", message, "Part the cells by one tab each; an empty cell needs one too."))
            continue
        starts = [1 + sum(len(cell) + 1 for cell in raw[:i]) for i in range(len(raw))]
        cells = {name: _unquote(source, cell, number, start) for name, cell, start in zip(header, raw, starts)}
        rows.append(Row(cells, number, dict(zip(header, starts))))
    return rows, wrong


def _unquote(source: Source, cell: str, line: int, column: int) -> str:
    """The text of a cell, which may stand in quotation marks as in CSV.

    :raises SourceFileError: where a quotation mark is not closed in the same cell
    """
    if '"' not in cell:
        return cell
    try:
        (row,) = csv.reader([cell], delimiter="\t", strict=True)
    except csv.Error as error:
        remedy = "Close it in the same cell, and double the marks within it."
        raise source.fault(line, f"a quotation mark: {error}", remedy, column=column) from error
    return row[0]
