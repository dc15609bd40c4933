"""Finds the columns of a codebook in the data, and the answer that every cell holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kg.errors import did_you_mean
from kg.importers.survey.data import IDS
from kg.importers.survey.faults import Fault, SurveyError, quoted
from kg.importers.survey.model import Codebook, Column, Data, Key, Record
from kg.importers.survey.numbers import amount, bins_of

#: How a ticked and an unticked box are exported: REDCap's raw data and labels, LimeSurvey's codes and answers.
_TICKED = {"1", "Checked", "Y", "Yes"}
_UNTICKED = {"0", "Unchecked", "N", "No", ""}
#: Headings that are told one by one where no column of the codebook has them.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Answered:
    """What one record says: by column, the answer, or for several the codes that are ticked; None for no answer."""

    record: Record
    single: Mapping[str, Key | None]
    ticked: Mapping[str, frozenset[str] | None]


def understand(data: Data, book: Codebook) -> tuple[tuple[Answered, ...], int]:
    """The answers of all records that count, and how many records do not.

    :raises SurveyError: with every column that is missing or not described, and every cell that cannot be understood
    """
    reader = _Reader(data, book)
    faults = [*reader.faults_of_header()]
    if faults:
        raise SurveyError(faults)
    counting = [r for r in data.records if reader.counts(r)]
    found = tuple(reader.answered(record) for record in counting)
    faults = [*reader.faults, *reader.repeated()]
    if not counting:
        faults.append(Fault(data.file, 1, "no row counts.", f"Look at 'rows' in {book.file}."))
    if faults:
        raise SurveyError(faults)
    return found, len(data.records) - len(counting)


class _Reader:
    def __init__(self, data: Data, book: Codebook) -> None:
        self.data, self.book = data, book
        self.places = {name: i for i, name in enumerate(data.header)}
        self.boxes = {c.name: self._boxes(c) for c in book.columns if c.several}
        self.singles = [(c, self.places[c.heading]) for c in book.columns if not c.several and c.heading in self.places]
        self.words = {c.name: {w: a for a in c.answers for w in (a.label, a.code)} for c, _ in self.singles}
        self.id_place = self._id_place()
        self.faults: list[Fault] = []

    # -- the header --

    def _boxes(self, column: Column) -> dict[str, int]:
        """The places of the boxes of a column, by the code of the answer."""
        found = {}
        for answer in column.answers:
            code = answer.code.lower().replace("-", "_")
            names = [f"{column.name}___{code}", f"{column.name}[{answer.code}]", f"{column.name}_{answer.code}"]
            names += [f"{column.heading} (choice={answer.label})", f"{column.heading} [{answer.label}]"]
            place = next((self.places[n] for n in names if n in self.places), None)
            if place is not None:
                found[answer.code] = place
        return found

    def _id_place(self) -> int | None:
        if self.book.id_column:
            return self.places.get(self.book.id_column)
        return next((self.places[n] for n in IDS if n in self.places), None)

    def faults_of_header(self) -> Iterator[Fault]:
        """Columns that the codebook names and the file lacks, and those that no line of the codebook speaks of."""
        for column in self.book.columns:
            if not column.several and column.heading not in self.places:
                yield self._lacking(column, column.heading)
            for answer in column.answers if column.several else ():
                if answer.code not in self.boxes[column.name]:
                    yield self._lacking(column, f"{column.name}___{answer.code}", f"{column.name}[{answer.code}]")
        rows = self.book.rows
        named = [("id-column", self.book.id_column, 1), ("rows", rows.column if rows else "", rows.line if rows else 1)]
        for what, name, line in named:
            if name and name not in self.places:
                yield Fault(self.book.file, line, f"{what}: the data have no column {quoted(name)}.", self._near(name))
        yield from self._undescribed()

    def _lacking(self, column: Column, *names: str) -> Fault:
        shown = " or ".join(map(quoted, names))
        return Fault(self.book.file, column.line, f"the data have no column {shown}.", self._near(names[0]),
                     column=column.name)  # fmt: skip

    def _near(self, name: str) -> str:
        close = did_you_mean(name, self.data.header)
        return (
            f"Did you mean {' or '.join(close)}?" if close else "Write 'header: …' where the file calls it otherwise."
        )

    def _undescribed(self) -> Iterator[Fault]:
        described = {place for _, place in self.singles} | {p for b in self.boxes.values() for p in b.values()}
        if self.id_place is not None:
            described.add(self.id_place)
        rest = [n for n, p in self.places.items() if p not in described and not self._ignored(n)]
        for name in rest[:_NAMED]:
            remedy = "Describe it under 'columns', or name it under 'ignore'."
            yield Fault(self.data.file, 1, "the codebook does not speak of it.", remedy, column=name)
        if len(rest) > _NAMED:
            message = f"the codebook does not speak of {len(rest) - _NAMED} more columns."
            yield Fault(self.data.file, 1, message, "Patterns such as 'redcap_*' under 'ignore' name several.")

    def _ignored(self, name: str) -> bool:
        return any(name == pattern or fnmatchcase(name, pattern) for pattern in self.book.ignore)

    # -- the rows --

    def counts(self, record: Record) -> bool:
        """Whether a record counts by the codebook's own rule."""
        rule = self.book.rows
        if rule is None:
            return True
        cell = record.cells[self.places[rule.column]].strip()
        return cell in rule.codes if rule.codes else not self._missing(cell)

    def repeated(self) -> Iterator[Fault]:
        """Records whose id another has already, or that have none."""
        if self.id_place is None:
            return
        first: dict[str, int] = {}
        name = self.data.header[self.id_place]
        for record in self.data.records:
            cell = record.cells[self.id_place].strip()
            if not cell:
                yield Fault(self.data.file, record.line, "it has no id.", "Give it one.", record.number, name)
            elif cell in first:
                remedy = "Export one row per person: one event, and no repeated instruments."
                message = f"{quoted(cell)} is the id of row {first[cell]} too."
                yield Fault(self.data.file, record.line, message, remedy, record.number, name)
            else:
                first[cell] = record.number

    def answered(self, record: Record) -> Answered:
        """The answers of one record; faults are noted."""
        single = {column.name: self._single(record, column, place) for column, place in self.singles}
        return Answered(record, single, {name: self._ticked(record, name) for name in self.boxes})

    def _single(self, record: Record, column: Column, place: int) -> Key | None:
        cell = unmasked(record.cells[place].strip())
        if self._missing(cell):
            return None
        if (answer := self.words[column.name].get(cell)) is not None:
            return answer.bins or (f"answer:{answer.code}",)
        if column.numbers and column.dimension and (said := amount(cell)) is not None:
            if bins := bins_of(said, column.dimension.bins):
                return bins
            remedy = f"Its bins are {', '.join(b.label for b in column.dimension.bins)}."
            self._fault(record, column.heading, f"{quoted(cell)} fits no bin of dim:{column.dimension.id}.", remedy)
            return None
        self._fault(
            record, column.heading, f"{quoted(cell)} is none of its answers.", self._remedy(cell, column, place)
        )
        return None

    def _missing(self, cell: str) -> bool:
        return not cell or cell in self.book.missing

    def _remedy(self, cell: str, column: Column, place: int) -> str:
        for step, side in ((1, "next"), (-1, "previous")):
            near = next((c for c, p in self.singles if p == place + step), None)
            if near and cell in self.words[near.name]:
                return f"It is an answer to {near.heading!r}, the {side} column: is the row shifted?"
        close = did_you_mean(cell, self.words[column.name])
        hint = f"Did you mean {' or '.join(map(repr, close))}? " if close else ""
        return hint + "Add it to the codebook, or name it under 'missing'."

    def _ticked(self, record: Record, name: str) -> frozenset[str] | None:
        """The codes that are ticked; None where no box of the record says anything."""
        cells = {code: record.cells[place].strip() for code, place in self.boxes[name].items()}
        ticked = set()
        for code, cell in cells.items():
            if cell in _TICKED or cell.lower() == self._label(name, code).lower():
                ticked.add(code)
            elif cell not in _UNTICKED and not self._missing(cell):
                heading = self.data.header[self.boxes[name][code]]
                remedy = "A box holds 1 or 0, Checked or Unchecked, Y or nothing, Yes or No."
                self._fault(record, heading, f"{quoted(cell)} tells neither yes nor no.", remedy)
        return frozenset(ticked) if ticked or not all(self._missing(c) for c in cells.values()) else None

    def _label(self, name: str, code: str) -> str:
        column = next(c for c in self.book.columns if c.name == name)
        return next(a.label for a in column.answers if a.code == code)

    def _fault(self, record: Record, column: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.data.file, record.line, message, remedy, record.number, column))


def unmasked(cell: str) -> str:
    """A cell without the mark that LimeSurvey sets before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell
