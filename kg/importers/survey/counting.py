"""Counts answers. From here on nothing is known of a single person any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.importers.survey.answers import Answered
from kg.importers.survey.faults import Fault
from kg.importers.survey.model import Answer, Cell, Codebook, Column, Combination, Condition, Counted, Key


def count(answered: Sequence[Answered], book: Codebook) -> tuple[Counted, ...]:
    """The answers to every question, in the order of the codebook; a box that can be ticked is a question."""
    return tuple(one for column in book.columns for one in _of_column(answered, column, book))


def asked(answered: Sequence[Answered], column: Column, book: Codebook) -> list[Answered]:
    """Who was asked a question."""
    return [a for a in answered if column.asked is None or meets(a, column.asked, book)]


def meets(one: Answered, condition: Condition, book: Codebook) -> bool:
    """Whether somebody gave one of the answers of a condition."""
    column = next(c for c in book.columns if c.name == condition.column)
    if column.several:
        ticked = one.ticked[column.name]
        return ticked is not None and (not condition.codes or bool(ticked & set(condition.codes)))
    key = one.single[column.name]
    if key is None or not condition.codes:
        return key is not None
    return key in {key_of(a) for a in column.answers if a.code in condition.codes}


def key_of(answer: Answer) -> Key:
    """Where an answer is counted."""
    return answer.bins or (f"answer:{answer.code}",)


def unasked(answered: Sequence[Answered], book: Codebook, file: str) -> Iterator[Fault]:
    """Answers of people who were not asked, by what the codebook says."""
    for column in book.columns:
        for one in answered if column.asked else ():
            assert column.asked is not None
            given = one.ticked[column.name] if column.several else one.single[column.name]
            if given and not meets(one, column.asked, book):
                message = f"there is an answer, and by 'asked-if' on {column.asked.column!r} nobody asked."
                remedy = "Correct the codebook, or empty the cell."
                yield Fault(file, one.record.line, message, remedy, one.record.number, column.heading)


def together(answered: Sequence[Answered], combination: Combination, columns: Sequence[Column]) -> int | None:
    """How many gave all answers of a combination; None where somebody's answer leaves it open.

    :param columns: the column that asks for each bin of the combination
    """
    found = 0
    for one in answered:
        keys = [one.single[column.name] or () for column in columns]
        fits = [bin_ in key for bin_, key in zip(combination.bins, keys, strict=True)]
        if all(fits):
            if any(len(key) > 1 for key in keys):
                return None
            found += 1
    return found


def _of_column(answered: Sequence[Answered], column: Column, book: Codebook) -> Iterator[Counted]:
    people = asked(answered, column, book)
    if column.several:
        told = [t for a in people if (t := a.ticked[column.name]) is not None]
        ticked = Counter(code for codes in told for code in codes)
        cells = tuple(Cell(key_of(a), a.label, ticked[a.code]) for a in column.answers)
        yield Counted(column, len(people), len(people) - len(told), cells)
        return
    keys = [key for a in people if (key := a.single[column.name]) is not None]
    given = Counter(keys)
    yield Counted(column, len(people), len(people) - len(keys), tuple(_cells(column, given)))


def _cells(column: Column, given: Counter[Key]) -> Iterator[Cell]:
    """One cell per bin, in order, also where nobody is in it; then what may be in several bins, and what fits none."""
    labels = {b.id: b.label for b in column.dimension.bins} if column.dimension else {}
    offered = {key_of(a): a.label for a in column.answers}
    own = {(bin_,) for key in offered for bin_ in key if bin_ in labels}
    if column.numbers:
        own = {(bin_,) for bin_ in labels}
    single = [(bin_,) for bin_ in labels if (bin_,) in own]
    spanning = sorted((key for key in given if len(key) > 1), key=lambda k: [list(labels).index(b) for b in k])
    rest = [key for key in offered if key[0] not in labels]
    for key in (*single, *spanning, *rest):
        bins = key if key[0] in labels else ()
        label = " or ".join(labels[b] for b in bins) if bins else offered[key]
        yield Cell(key, label, given[key], bins)
