"""Small numbers stay hidden: cases worked out by hand, and an attacker who tries everything that fits what is told."""

from __future__ import annotations

from itertools import product

import pytest

from kg.importers.survey.model import Answer, Cell, Codebook, Column, Condition, Counted, Question
from kg.importers.survey.suppression import hide, suppress, together_may_be_told


def column(name: str, *, asked: Condition | None = None, several: bool = False) -> Column:
    answers = tuple(Answer(c, c.upper()) for c in "abcdef")
    return Column(name, name, 1, answers, several=several, asked=asked)


def question(counts: list[int], silent: int = 0, *, of: Column | None = None, n: int | None = None) -> Counted:
    cells = tuple(Cell((f"answer:{c}",), c.upper(), k) for c, k in zip("abcdef", counts, strict=False))
    return Counted(of or column("q"), sum(counts) + silent if n is None else n, silent, cells)


def told(*counted: Counted, least: int = 5) -> tuple[Question, ...]:
    book = Codebook("c.yaml", "s", "S", "", "", "", tuple(c.column for c in counted), suppress_below=least)
    return suppress(counted, book)


def shown(found: Question) -> list[str]:
    return [f"{t.least}-{t.most}" if t.hidden else str(t.cell.count) for t in found.cells]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([9, 12, 7], ["9", "12", "7"]),  # none is small
        ([9, 3, 12, 7], ["9", "1-9", "12", "1-9"]),  # 3 and the next smallest, 7, are 10 together: 1 to 9 each
        ([9, 0, 12], ["9", "0", "12"]),  # nobody is in it
        ([2, 3, 12], ["1-4", "1-4", "12"]),  # two small ones are 5 together
        ([1, 1, 12, 9], ["1-9", "1-9", "12", "1-9"]),  # 1 and 1 are 2 together, so both are 1: 9 goes too, 11 in all
        ([4, 6], ["1-9", "1-9"]),
        ([5, 5], ["5", "5"]),  # the threshold itself is told
    ],
)
def test_what_is_told_of_single_answers(counts: list[int], expected: list[str]) -> None:
    (found,) = told(question(counts))
    assert shown(found) == expected


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        (question([2, 2]), "fewer than 5 people were asked"),
        (question([4, 0, 0], silent=8), "gives a hidden number away"),  # 12 asked, 8 silent: the rest is 4
        (question([1, 1, 0], silent=8), "gives a hidden number away"),
        (question([0, 0], n=0), "nobody was asked"),
    ],
)
def test_a_question_that_gives_somebody_away_is_left_out(counted: Counted, why: str) -> None:
    (found,) = told(counted)
    assert found.cells == ()
    assert why in found.left_out


def test_those_asked_because_of_a_hidden_answer_are_hidden_too() -> None:
    first = question([3, 7, 20], of=column("first"))
    then = question([7], of=column("then", asked=Condition("first", ("b",))))
    other = question([20], of=column("other", asked=Condition("first", ("c",))))
    found = {q.counted.column.name: q for q in told(then, first, other)}
    assert shown(found["first"]) == ["1-9", "1-9", "20"]
    assert "whose number is hidden" in found["then"].left_out  # its base would tell the 7, and so the 3
    assert shown(found["other"]) == ["20"]


def test_of_several_answers_each_box_stands_for_itself() -> None:
    boxes = Counted(column("q", several=True), 24, 0, question([9, 3, 22, 0, 24]).cells)
    (found,) = told(boxes)
    # 9; fewer than 5; 22 would tell that two did not tick it, so it is left out; nobody; everybody
    assert [(t.cell.label, t.least, t.most) for t in found.cells] == [
        ("A", 9, 9), ("B", 1, 4), ("D", 0, 0), ("E", 24, 24),
    ]  # fmt: skip


def test_nothing_is_hidden_where_the_codebook_says_so() -> None:
    (found,) = told(question([1, 1, 3]), least=0)
    assert shown(found) == ["1", "1", "3"]


@pytest.mark.parametrize("least", [5, 6])
def test_whoever_knows_all_that_is_told_cannot_work_out_a_hidden_number(least: int) -> None:
    for counts in product(range(9), repeat=3):
        hidden = hide(counts, least)
        small = {i for i, k in enumerate(counts) if 0 < k < least}
        if hidden is None:
            assert small
            continue
        assert small <= hidden
        total = sum(counts[i] for i in hidden)  # known: who was asked, less who was silent, less what is told
        fits = [c for c in product(range(1, total + 1), repeat=len(hidden)) if sum(c) == total]
        for place in range(len(hidden)):
            assert len({c[place] for c in fits}) > 1, counts


def test_a_combination_is_told_only_where_all_that_follows_from_it_is_large_enough() -> None:
    def may(count: int, n: int, margins: list[int], others: list[int]) -> bool:
        return together_may_be_told(count, n, margins, others, 5)

    assert may(7, 24, [12, 7], [12])  # 5 of the one without the other, none of the other, 12 with neither
    assert not may(4, 24, [12, 9], [])  # few
    assert not may(7, 24, [12, 8], [])  # one of the second without the first
    assert not may(9, 24, [14, 17], [])  # two with neither: 24 - 14 - 17 + 9
    assert not may(7, 24, [12], [10])  # three less than another combination
    assert may(0, 24, [12, 12], [])
