"""A survey of one's own, from an export of REDCap or LimeSurvey and a codebook: counted, and nothing else kept.

What single people answered stays in the file it came in. What goes on is how many gave each answer, of how many, with
small numbers hidden (:mod:`kg.importers.survey.suppression`).
"""

from __future__ import annotations

from pathlib import Path

from kg.importers.survey.answers import Answered, understand
from kg.importers.survey.codebook import read_codebook
from kg.importers.survey.counting import asked, count, together, unasked
from kg.importers.survey.data import read_data
from kg.importers.survey.faults import SurveyError
from kg.importers.survey.known import load
from kg.importers.survey.model import Codebook, Column, Combination, Data, Joint, Known, Question, Result
from kg.importers.survey.suppression import is_small, suppress, together_may_be_told

__all__ = ["Known", "Result", "SurveyError", "load", "read", "tally"]


def read(data: Path, codebook: Path, known: Known) -> Result:
    """Read and count a survey.

    :param known: what the graph holds
    :raises SurveyError: with everything that is wrong with one of the files
    """
    book = read_codebook(codebook, known)
    return tally(read_data(data), book, known)


def tally(data: Data, book: Codebook, known: Known) -> Result:
    """Count a survey that was read.

    :raises SurveyError: with every column and cell that cannot be understood
    """
    answered, passed_over = understand(data, book)
    if faults := list(unasked(answered, book, data.file)):
        raise SurveyError(faults)
    questions = suppress(count(answered, book), book)
    return Result(
        book, data.program, len(answered), passed_over, questions, _joints(answered, questions, book, known)
    )  # fmt: skip


def _joints(
    answered: tuple[Answered, ...], questions: tuple[Question, ...], book: Codebook, known: Known
) -> tuple[Joint, ...]:
    """Combinations of answers that a study printed and this survey asked for too, of all people."""
    found: list[Joint] = []
    for combination in known.combinations:
        columns = [_asking(bin_, combination, book) for bin_ in combination.bins]
        whole = [c for c in columns if c is not None]
        if len(whole) < len(columns) or any(len(asked(answered, c, book)) < len(answered) for c in whole):
            continue
        number = together(answered, combination, whole)
        if number is None:
            found.append(Joint(combination, len(answered), None, "an answer fits several bins"))
            continue
        others = [j.count for j in found if j.count is not None and _overlap(j.combination, combination)]
        margins = [_margin(answered, b, c) for b, c in zip(combination.bins, whole, strict=True)]
        shown = all(_is_told(questions, b, c) for b, c in zip(combination.bins, whole, strict=True))
        least = book.suppress_below
        if is_small(number, least):
            found.append(Joint(combination, len(answered), None, f"fewer than {least}"))
        elif not shown or not together_may_be_told(number, len(answered), margins, others, least):
            found.append(Joint(combination, len(answered), None, "it would give a hidden number away"))
        else:
            found.append(Joint(combination, len(answered), number))
    return tuple(found)


def _asking(bin_: str, combination: Combination, book: Codebook) -> Column | None:
    """The only column that asks for a bin, of the standpoint that the combination speaks of."""
    columns = [
        c for c in book.columns
        if c.dimension and any(b.id == bin_ for b in c.dimension.bins)
        and c.standpoint in ("not-stated", combination.standpoint)
    ]  # fmt: skip
    return columns[0] if len(columns) == 1 else None


def _overlap(one: Combination, other: Combination) -> bool:
    return set(one.bins) <= set(other.bins) or set(one.bins) >= set(other.bins)


def _margin(answered: tuple[Answered, ...], bin_: str, column: Column) -> int:
    return sum(bin_ in (a.single[column.name] or ()) for a in answered)


def _is_told(questions: tuple[Question, ...], bin_: str, column: Column) -> bool:
    question = next(q for q in questions if q.counted.column is column)
    told = [t for t in question.cells if bin_ in t.cell.bins]
    return bool(told) and not any(t.hidden for t in told)
