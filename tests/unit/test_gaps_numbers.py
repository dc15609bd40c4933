"""Intervals and distances against second implementations, the paper of 1998, and brute force."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from kg.gaps.distance import total_variation
from kg.gaps.intervals import count_behind, difference_interval, wilson, wilson_of_share
from kg.gaps.model import Base, Interval, Range, Share, Source


def decimals(*values: str) -> list[Decimal]:
    return [Decimal(v) for v in values]


def of(count: int, n: int) -> Share:
    low, high = (Decimal(end) * 100 for end in wilson(count, n))
    base = Base("base:test", "test", n, "stated")
    percent = Range.point(Decimal(100) * count / n)
    return Share(percent, count, base, "published", str(count), Source("", "", ()), Interval(low, high, "Wilson"))


@pytest.mark.parametrize(("count", "n"), [(0, 11), (8, 11), (11, 11), (1, 1), (13, 271), (3, 271), (271, 271), (5, 40)])
def test_wilsons_interval_is_that_of_statsmodels_from_a_count_and_from_a_share(count: int, n: int) -> None:
    from statsmodels.stats.proportion import proportion_confint

    theirs = proportion_confint(count, n, alpha=0.05, method="wilson")
    assert wilson(count, n) == pytest.approx(theirs, abs=1e-9)
    assert wilson_of_share(count / n, n) == pytest.approx(theirs, abs=1e-9)


# 15.6, 20.4 and others are printed shares that no count gives; statsmodels takes a count that is not whole.
@pytest.mark.parametrize(("fraction", "n"), [(0.156, 271), (0.204, 271), (0.193, 219)])
def test_the_interval_of_a_printed_share_is_that_of_statsmodels(fraction: float, n: int) -> None:
    from statsmodels.stats.proportion import proportion_confint

    theirs = proportion_confint(fraction * n, n, alpha=0.05, method="wilson")
    assert wilson_of_share(fraction, n) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("counts", [(8, 11, 13, 271), (0, 11, 3, 271), (46, 88, 2, 28), (18, 88, 14, 28), (5, 5, 0, 9)])
def test_newcombes_interval_is_that_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    a, n, b, m = counts
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=0.05)
    ours = difference_interval(of(a, n), of(b, m))
    assert (float(ours.low), float(ours.high)) == pytest.approx((100 * low, 100 * high), abs=1e-6)


def test_an_interval_holds_its_share_and_lies_between_nothing_and_everything() -> None:
    for n in range(1, 13):
        for count in range(n + 1):
            low, high = wilson(count, n)
            assert 0 <= low <= count / n <= high <= 1


def test_a_share_outside_of_nothing_and_everything_has_no_interval() -> None:
    for fraction, n in [(-0.1, 10), (1.1, 10), (0.5, 0)]:
        with pytest.raises(ValueError, match="no share"):
            wilson_of_share(fraction, n)


@pytest.mark.parametrize(
    ("percent", "n", "digits", "count"),
    # 42/271 = 15.498 and 43/271 = 15.867: nothing gives 15.6. 20/83 = 24.1 alone rounds to 24. Of 1000 people 478
    # to 482 and others give 48 %: that is more than one.
    [("4.8", 271, 1, 13), ("15.6", 271, 1, None), ("24.0", 83, 0, 20), ("48", 1000, 0, None), ("0", 11, 1, 0)],
)
def test_a_count_stands_behind_a_share_where_one_alone_gives_it(
    percent: str, n: int, digits: int, count: int | None
) -> None:
    assert count_behind(Decimal(percent), n, digits) == count


def test_counts_behind_shares_are_found_for_every_count_of_every_small_base() -> None:
    for n in range(1, 60):
        for count in range(n + 1):
            printed = round(Decimal(100) * count / n + Decimal("1e-12"), 1)
            assert count_behind(printed, n, 1) == count


@pytest.mark.parametrize(
    ("research", "practice", "distance"),
    # 1/2 (|1 - 0| + |0 - 1|) = 1; the same twice = 0; 1/2 (0.25 + 0.25) = 0.25.
    [(("1", "0"), ("0", "7"), "1"), (("3", "1"), ("30", "10"), "0"), (("1", "1"), ("75", "25"), "0.25")],
)
def test_the_distance_of_known_distributions(
    research: tuple[str, ...], practice: tuple[str, ...], distance: str
) -> None:
    found = total_variation(decimals(*research), [Range.point(p) for p in decimals(*practice)])
    assert found == Range.point(Decimal(distance))


BOXES = [
    (("12", "20", "0"), (("20.4", "20.4"), ("0", "10.7"), ("0", "30.3"))),  # Table 2
    (("50", "50"), (("0", "80"), ("40", "40"))),  # the least distance, 0, lies inside: 40 against 40
    (("20", "30", "50"), (("5", "60"), ("10", "20"), ("1", "90"))),
    (("70", "20", "10"), (("0", "10"), ("30", "60"), ("5", "5"))),
    (("1", "1", "1"), (("0", "3"), ("0", "5"), ("0", "7"))),  # nothing is exact: the sum may come near 0
    (("1", "0", "0"), (("0", "1"), ("2", "2"), ("0", "9"))),
]


@pytest.mark.parametrize(("research", "practice"), BOXES)
def test_the_ends_of_a_distance_are_those_of_a_fine_grid_and_of_a_linear_programme(
    research: tuple[str, ...], practice: tuple[tuple[str, str], ...]
) -> None:
    r = [float(v) / sum(map(float, research)) for v in research]
    box = [(float(a), float(b)) for a, b in practice]
    found = total_variation(decimals(*research), [_range(a, b) for a, b in practice])
    assert found is not None
    values = []
    for point in product(*([a + (b - a) * i / 40 for i in range(41 if b > a else 1)] for a, b in box)):
        if total := sum(point):
            values.append(sum(abs(x - p / total) for x, p in zip(r, point, strict=True)) / 2)
    assert float(found.low) <= min(values) + 1e-9
    assert float(found.high) == pytest.approx(max(values), abs=1e-9)
    assert float(found.low) == pytest.approx(_least_by_linear_programme(r, box), abs=1e-7)


def _range(low: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(high), bounded=low != high)


def _least_by_linear_programme(r: list[float], box: list[tuple[float, float]]) -> float:
    """Charnes and Cooper: with q = p u the ratio becomes linear; d_i >= |r_i - q_i|."""
    from scipy.optimize import linprog

    k = len(r)  # unknowns: q (k), d (k), u
    above, limits = [], []
    for i in range(k):
        for sign in (1, -1):
            row = [0.0] * (2 * k + 1)
            row[i], row[k + i] = sign, -1
            above.append(row)
            limits.append(sign * r[i])
        for sign, end in ((1, box[i][1]), (-1, box[i][0])):
            row = [0.0] * (2 * k + 1)
            row[i], row[2 * k] = sign, -sign * end
            above.append(row)
            limits.append(0.0)
    one = [1.0] * k + [0.0] * (k + 1)
    found = linprog([0.0] * k + [0.5] * k + [0.0], above, limits, [one], [1.0], bounds=(0, None), method="highs")
    return float(found.fun)


def test_the_least_distance_may_lie_inside_where_no_corner_is() -> None:
    found = total_variation(decimals("1", "1"), [_range("0", "80"), _range("40", "40")])
    # At the corners practice is (0, 40) or (80, 40): 1/2 and 1/6. Inside, at (40, 40), it is 0.
    assert found == Range(Decimal(0), Decimal("0.5"), bounded=True)


def test_the_distance_of_table_2_is_a_range_worked_by_hand() -> None:
    found = total_variation(
        decimals("12", "20", "0"), [_range("20.4", "20.4"), _range("0", "10.7"), _range("0", "30.3")]
    )
    # Least: (20.4, 10.7, 0) / 31.1 against (0.375, 0.625, 0): 0.625 - 0.34405 = 0.28095. Most: nobody at 10-30 %.
    assert found is not None
    assert (round(found.low, 5), found.high) == (Decimal("0.28095"), Decimal("0.625"))


def test_bounds_never_turn_into_points() -> None:
    steps = [Decimal(v) for v in (0, 1, 10)]
    for a, b in product(steps, repeat=2):
        bound = Range(Decimal(0), b, bounded=True)
        for other in (Range.point(a), Range(Decimal(0), a, bounded=True)):
            for result in (bound - other, other - bound, bound + other, bound.scaled(a)):
                assert result.bounded
                assert not result.is_point
                assert result.value is None
        found = total_variation([Decimal(1), Decimal(2)], [bound, Range.point(Decimal(5))])
        assert found is not None
        assert not found.is_point


def test_a_range_knows_how_far_from_nothing_it_lies_for_certain() -> None:
    ends = {("-30", "0"): ("0", "30"), ("-5", "-2"): ("2", "5"), ("1", "4"): ("1", "4"), ("-1", "3"): ("0", "3")}
    for (low, high), (certain, greatest) in ends.items():
        found = Range(Decimal(low), Decimal(high), bounded=True)
        assert (found.certain, found.greatest) == (Decimal(certain), Decimal(greatest))
    with pytest.raises(ValueError, match="begins at 2"):
        Range(Decimal(2), Decimal(1))


def test_distributions_that_are_none_are_refused() -> None:
    assert total_variation([Decimal(0)], [Range.point(Decimal(1))]) is None
    assert total_variation([Decimal(1)], [Range.point(Decimal(0))]) is None
    for research, practice in (([Decimal(1)], []), ([Decimal(-1)], [Range.point(Decimal(1))])):
        with pytest.raises(ValueError, match=r"stand against|negative"):
            total_variation(research, practice)
