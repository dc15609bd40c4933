"""Hides small numbers, so that nobody can be told from others by what is passed on.

The rule, which is the usual one of statistical offices for tables of counts, in our words:

- *Primary.* A number from 1 up to below the threshold is hidden. 0 is told: nobody is in it who could be recognised.
- *Secondary.* The answers to one question and those who gave none add up to all who were asked, which is told. So a
  single hidden number could be had by subtraction. The next smallest number that is not 0 is hidden with it, and more,
  until what is hidden adds up to more than one person per hidden number: otherwise each would be exactly 1.
- *Bounds.* All hidden numbers of a question get the same bound, the one that anybody can work out from what is told:
  each is at least 1, so none is more than their sum less one for each of the others. Which of them is small stays
  open.
- A question that fewer people were asked than the threshold is left out. So is one whose people are those who gave a
  hidden answer, since their number is that answer's.
- *Several answers.* Each box is a question with two answers. Where few ticked it the bound is the threshold; where few
  did not, it is left out.
- *Combinations* are told only where the number, and what it leaves of each of its answers and of each other
  combination of them, is 0 or reaches the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.importers.survey.counting import key_of
from kg.importers.survey.model import Codebook, Condition, Counted, Question, Told

NOBODY = "nobody was asked"
TOO_FEW = "fewer than {least} people were asked"
NOTHING_LEFT = "what would be told gives a hidden number away"
OF_HIDDEN = "it was put to those who gave an answer of {column} whose number is hidden"


def suppress(counted: Sequence[Counted], book: Codebook) -> tuple[Question, ...]:
    """Every question as it may be told, in order."""
    found: dict[str, Question] = {}
    waiting = list(counted)
    while waiting:
        # A question follows the one that decides who is asked it; a circle of such questions decides nothing.
        ready = [c for c in waiting if not (a := c.column.asked) or a.column not in {w.column.name for w in waiting}]
        for one in ready or waiting:
            found[one.column.name] = _question(one, found, book.suppress_below)
        waiting = [c for c in waiting if c.column.name not in found]
    return tuple(found[c.column.name] for c in counted)


def is_small(count: int, least: int) -> bool:
    """Whether a number is to be hidden."""
    return 0 < count < least


def _question(counted: Counted, before: dict[str, Question], least: int) -> Question:
    condition = counted.column.asked
    if counted.n < max(least, 1):
        return Question(counted, (), TOO_FEW.format(least=least) if counted.n else NOBODY)
    if condition and _hidden_by(before.get(condition.column), condition):
        return Question(counted, (), OF_HIDDEN.format(column=repr(condition.column)))
    if counted.column.several:
        return Question(
            counted, tuple(t for c in counted.cells if (t := _box(Told(c, c.count, c.count), counted, least)))
        )
    hidden = hide([cell.count for cell in counted.cells], least)
    if hidden is None:
        return Question(counted, (), NOTHING_LEFT)
    most = sum(counted.cells[i].count for i in hidden) - len(hidden) + 1
    cells = (
        Told(cell, 1, most) if i in hidden else Told(cell, cell.count, cell.count)
        for i, cell in enumerate(counted.cells)
    )
    return Question(counted, tuple(cells))


def hide(counts: Sequence[int], least: int) -> frozenset[int] | None:
    """The places of the numbers to be hidden; None where even all of them would give one away.

    >>> sorted(hide([9, 3, 0, 12, 7], 5))
    [1, 4]
    >>> sorted(hide([1, 9, 1, 12], 5))
    [0, 1, 2]
    """
    hidden = {i for i, count in enumerate(counts) if is_small(count, least)}
    rest = sorted((i for i, count in enumerate(counts) if count > 0 and i not in hidden), key=lambda i: (counts[i], i))
    while hidden and (len(hidden) == 1 or sum(counts[i] for i in hidden) == len(hidden)):
        if not rest:
            return None
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _box(told: Told, counted: Counted, least: int) -> Told | None:
    ticked = told.cell.count
    if is_small(ticked, least):
        return Told(told.cell, 1, least - 1)
    return None if is_small(counted.n - counted.silent - ticked, least) else told


def _hidden_by(question: Question | None, condition: Condition) -> bool:
    """Whether the number of people who meet a condition is one that is hidden, or made of such."""
    if question is None or question.left_out:
        return True
    told = {t.cell.key: t for t in question.cells}
    column = question.counted.column
    keys = {key_of(a) for a in column.answers if a.code in condition.codes}
    # A box that is not told at all is hidden too; an answer that nobody gave is not.
    return any(told[key].hidden if key in told else column.several for key in keys)


def together_may_be_told(count: int, n: int, margins: Sequence[int], others: Iterable[int], least: int) -> bool:
    """Whether the number of a combination may be told.

    :param n: how many were asked
    :param margins: how many gave each of its answers
    :param others: the numbers of other combinations of the same answers, and of more or fewer of them
    """
    differences = [count, *(m - count for m in margins), *(abs(o - count) for o in others)]
    if len(margins) == 2:
        differences.append(n - sum(margins) + count)  # neither of the two
    return not any(is_small(d, least) for d in differences)
