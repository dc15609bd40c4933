"""Reads the answers: CSV as REDCap and LimeSurvey export it. A cell is text, whatever it looks like."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.importers.survey.faults import Fault, SurveyError, quoted
from kg.importers.survey.model import Data, Record

#: Bytes of a file of answers; ten thousand people with a hundred answers each are about ten million.
SIZE_LIMIT = 50_000_000
_MEGABYTE = 1_000_000
_SEPARATORS = ",;\t"
#: Headings that a program writes by itself.
_LIMESURVEY = {"submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"}
_REDCAP_OWN = re.compile(r"record_id|redcap_.*|.+_(complete|timestamp)")
_REDCAP = re.compile(rf"{_REDCAP_OWN.pattern}|.+___.+")
#: Headings of what tells records apart.
IDS = ("record_id", "id", "Record ID", "Response ID")
_SUBQUESTION = re.compile(r".+\[[^\]]+\]")


def read_text(path: Path, limit: int, what: str) -> str:
    """The text of a file.

    :raises SurveyError: where it cannot be read, is too large, is empty or is not UTF-8
    """
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise _whole(path, "this is no regular file.", "Give the path of a file.")
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _whole(
            path, f"cannot be read: {getattr(error, 'strerror', None) or error}.", "Check the path."
        ) from error
    if len(data) > limit:
        size = f"{limit // _MEGABYTE} MB" if limit >= _MEGABYTE else f"{limit // 1024} kB"
        raise _whole(
            path, f"the {what} has more than {size}.", "Check that it is the right file; export fewer columns."
        )
    return _decoded(path, data, what)


def _decoded(path: Path, data: bytes, what: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _whole(path, f"the {what} is UTF-16.", "Save it as CSV UTF-8.")
    if data.startswith(b"PK\x03\x04"):
        raise _whole(path, f"the {what} is a spreadsheet or an archive.", "Export it as CSV.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the {what} is no UTF-8 text: byte {data[error.start]:#04x}."
        raise SurveyError([Fault(str(path), line, message, "Save it as CSV UTF-8.")]) from error
    if not text.strip():
        raise _whole(path, f"the {what} is empty.", "Export it again.")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SurveyError([Fault(str(path), line, "this is no text: it holds a zero byte.", "Export it as CSV.")])
    return text


def read_data(path: Path) -> Data:
    """The answers in a file.

    :raises SurveyError: where it is no CSV, or its rows have more or fewer cells than its header
    """
    return parse_data(read_text(path, SIZE_LIMIT, "file of answers"), str(path))


def parse_data(text: str, file: str) -> Data:
    """The answers in a text; ``file`` stands for it in messages.

    :raises SurveyError: with every row that has more or fewer cells than the header
    """
    separator = _separator(text)
    rows = list(_rows(text, file, separator))
    (_, header), *rest = rows
    header = [name.strip() for name in header]
    faults = list(_header_faults(header, file))
    records = []
    for number, (line, cells) in enumerate(rest, 1):
        if len(cells) != len(header):
            message = f"it has {len(cells)} cells, the header has {len(header)}."
            remedy = "A separator, a quote or a line break in an answer may stand outside of quotes."
            faults.append(Fault(file, line, message, remedy, row=number))
        records.append(Record(number, line, tuple(cells)))
    if not records:
        faults.append(Fault(file, 1, "there is a header and no row of answers.", "Export it again."))
    if faults:
        raise SurveyError(faults)
    return Data(file, tuple(header), tuple(records), separator, _program(header))


def _rows(text: str, file: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line in which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = 1
    try:
        for cells in reader:
            if cells:  # LimeSurvey ends its files with an empty line
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        remedy = "A quote is not closed, or stands within an answer; in CSV it is doubled there."
        raise SurveyError([Fault(file, begin, f"this is no CSV: {error}.", remedy)]) from error


def _separator(text: str) -> str:
    """The mark that parts the headings: the one of which the first line has most, outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(_SEPARATORS, key=first.count)


def _header_faults(header: Sequence[str], file: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in enumerate(header, 1):
        if not name:
            yield Fault(file, 1, f"the heading of column {place} is empty.", "Name every column.")
        elif name in seen:
            yield Fault(file, 1, f"the heading {quoted(name)} stands twice.", "Export one of the two columns.")
        seen.add(name)


def written_by_itself(heading: str) -> bool:
    """Whether a column is one that REDCap or LimeSurvey adds, and no question.

    >>> written_by_itself("survey_complete"), written_by_itself("q33")
    (True, False)
    """
    return heading in _LIMESURVEY or heading in IDS or _REDCAP_OWN.fullmatch(heading) is not None


def _program(header: Sequence[str]) -> str:
    """Which program wrote the file, as far as its headings tell."""
    if any(_SUBQUESTION.fullmatch(h) for h in header) or len(_LIMESURVEY & set(header)) > 1:
        return "LimeSurvey"
    if any(_REDCAP.fullmatch(h) for h in header) or any("(choice=" in h for h in header):
        return "REDCap"
    return "another program"


def _whole(path: Path, message: str, remedy: str) -> SurveyError:
    return SurveyError([Fault(str(path), 1, message, remedy)])
