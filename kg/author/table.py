"""Entries from a table: one row each, the names of fields as headings."""

from __future__ import annotations

import csv
import io
from typing import Any

from kg.author.faults import AdditionError, Fault
from kg.author.fields import Form
from kg.author.given import Given
from kg.errors import did_you_mean, shorten

#: Bytes of a table; a study with a thousand numbers has a hundredth.
SIZE_LIMIT = 5_000_000
#: What parts several values in one cell.
BAR = "|"


def from_csv(data: bytes, name: str, form: Form) -> Given:
    """The rows of a CSV file as a list of what a person gave; an empty cell gives nothing.

    The rows carry no lines: they become part of an addition whose lines are those of another file, where a fault names
    its row as ``observations[3]``.

    :param name: the file, for messages
    :raises AdditionError: where it is too large or no UTF-8, a heading is unknown, or a row has too few or many cells
    """
    if len(data) > SIZE_LIMIT:
        message = f"the file has more than {SIZE_LIMIT // 1_000_000} MB."
        raise AdditionError([Fault("", message, "Split it.", 1)], name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AdditionError([Fault("", "this is no UTF-8 text.", "Save the file as UTF-8.", line)], name) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _rows(reader, form, name)
    except csv.Error as error:
        fault = Fault("", f"this is no CSV: {error}.", "Put cells with commas or quotes into quotes.", reader.line_num)
        raise AdditionError([fault], name) from error


def _rows(reader: Any, form: Form, name: str) -> Given:
    headings = [cell.strip() for cell in next(reader, [])]
    if faults := _wrong_headings(headings, form):
        raise AdditionError(faults, name)
    rows: list[Given] = []
    wrong: list[Fault] = []
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            message = f"the row has {len(cells)} cells, and there are {len(headings)} headings."
            wrong.append(Fault("", message, "Look for a comma too many or too few; quote texts that hold one.", line))
            continue
        rows.append(Given({h: _cell(form, h, c) for h, c in zip(headings, cells, strict=True)}))
    if not rows and not wrong:
        wrong.append(Fault("", "there is no row.", "Put one number into each row below the headings.", 1))
    if wrong:
        raise AdditionError(wrong, name)
    return Given(rows)


def _wrong_headings(headings: list[str], form: Form) -> list[Fault]:
    known = [f.name for f in form.fields if f.type != "parts"]
    faults = []
    for number, heading in enumerate(headings, 1):
        if heading not in known:
            near = did_you_mean(heading, known)
            remedy = f"Did you mean {' or '.join(near)}?" if near else f"Headings: {', '.join(known)}."
            faults.append(Fault(f"column {number}", f"unknown heading {shorten(heading, 40)!r}.", remedy, 1))
        elif heading in headings[: number - 1]:
            faults.append(Fault(f"column {number}", f"the heading {heading!r} stands there twice.", "Keep one.", 1))
    return faults or ([] if headings else [Fault("", "the file is empty.", f"Headings: {', '.join(known)}.", 1)])


def _cell(form: Form, heading: str, cell: str) -> Given:
    if form.field(heading).several:
        return Given([Given(part.strip()) for part in cell.split(BAR) if part.strip()])
    return Given(cell.strip())
