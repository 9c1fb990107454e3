"""Ranking by luck, against everything that can happen, counted out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, prod

import numpy as np
import pytest

from simlib.errors import BadRequest
from simlib.grammar.scored import Item
from simlib.grammar.scored_rules import Place, Rule
from simlib.setting.assessment.misranking import first_place, last_place, misranking, rank_noise, unequal_points
from simlib.words import Words


def chance(passes, tests, rate):
    return comb(tests, passes) * rate**passes * (1 - rate) ** (tests - passes)


def reports(tests, rates):
    """Every report of some units with its chance: (rates reported as fractions, probability)."""
    for passes in product(*(range(n + 1) for n in tests)):
        weight = prod(chance(x, n, p) for x, n, p in zip(passes, tests, rates, strict=True))
        yield [Fraction(x, n) for x, n in zip(passes, tests, strict=True)], weight


@pytest.mark.parametrize(("rates", "tests"), [((0.8, 0.8), (6, 6)), ((0.9, 0.7), (5, 9)), ((0.5, 0.5), (4, 6))])
def test_two_units_against_every_report(rates, tests):
    first = sum(weight for (a, b), weight in reports(tests, rates) if a > b)
    tie = sum(weight for (a, b), weight in reports(tests, rates) if a == b)
    found = misranking(rates, tests)
    assert found.first_above == pytest.approx(first)
    assert found.tie == pytest.approx(tie)
    assert found.wrong == pytest.approx(1 - first - 0.5 * tie)


def test_equals_are_ordered_by_luck_alone():
    """Sixty tests each at 85 %: put in order in nine cases of ten, and each order as likely as the other."""
    found = misranking((0.85, 0.85), (60, 60))
    assert found.first_above == pytest.approx(found.second_above)
    assert found.wrong == pytest.approx(0.5)
    assert found.ordered == pytest.approx(0.8978, abs=1e-4)


def test_more_tests_put_unequals_in_the_right_order():
    wrong = [misranking((0.90, 0.85), (n, n)).wrong for n in (20, 80, 320, 1280)]
    assert wrong == sorted(wrong, reverse=True)
    assert wrong[-1] < 0.001


@pytest.mark.parametrize(("rate", "tests", "units"), [(0.85, 5, 3), (0.5, 4, 4)])
def test_best_and_last_of_equals_against_every_report(rate, tests, units):
    every = list(reports([tests] * units, [rate] * units))
    found = rank_noise(rate, tests, units)
    assert found.gap == pytest.approx(sum(weight * float(max(r) - min(r)) for r, weight in every))
    for passes in range(tests + 1):
        least = Fraction(passes, tests)
        beyond = sum(weight for r, weight in every if max(r) - min(r) >= least)
        assert found.chance_of_gap(float(least)) == pytest.approx(beyond)


@pytest.mark.parametrize("units", [2, 3, 7])
def test_places_moved_by_luck_against_every_pair_of_places(units):
    moved = np.abs(np.subtract.outer(np.arange(units), np.arange(units))).mean()
    assert rank_noise(0.9, 10, units).places == pytest.approx(moved)


def test_who_is_first_of_equals_against_every_report():
    """Ties by lot; unequal numbers of tests, equal true rates."""
    tests, rate = (2, 3, 5), 0.7
    first, last = np.zeros(3), np.zeros(3)
    for rates, weight in reports(tests, [rate] * 3):
        for found, best in ((first, max(rates)), (last, min(rates))):
            winners = [i for i, one in enumerate(rates) if one == best]
            found[winners] += weight / len(winners)
    assert first_place(rate, tests) == pytest.approx(first)
    assert last_place(rate, tests) == pytest.approx(last)


def test_small_samples_come_first_and_last_more_often():
    """“The most dangerous equation” (Wainer 2007): equals, yet the smallest sample is at both ends."""
    first, last = (end(0.85, (10, 20, 60, 200)) for end in (first_place, last_place))
    assert first.sum() == pytest.approx(1.0)
    assert list(np.argsort(-first)) == list(np.argsort(-last)) == [0, 1, 2, 3]


def test_equals_of_equal_size_share_every_place():
    assert first_place(0.85, (30,) * 5) == pytest.approx(np.full(5, 0.2))


def test_points_of_equals_against_every_report():
    rule = Rule("steps", ((0.5, 2.0), (0.8, 5.0)))
    row = Item("a", Words("甲", "a"), Place("sampled_pass_rate", 2012), rule, ("质监分局",))

    def earned(rate):
        return 5.0 if rate >= Fraction(8, 10) else 2.0 if rate >= Fraction(1, 2) else 0.0

    differ = difference = 0.0
    for (a, b), weight in reports((6, 6), (0.75, 0.75)):
        differ += weight * (earned(a) != earned(b))
        difference += weight * abs(earned(a) - earned(b))
    found = unequal_points(row, 0.75, 6)
    assert found.differ == pytest.approx(differ)
    assert found.difference == pytest.approx(difference)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: misranking((85, 0.85), (60, 60)), "Write 0.85 for 85 %"),
        (lambda: misranking((0.85,), (60, 60)), "two rates"),
        (lambda: misranking((0.8, 0.8), (0, 10)), "whole number from 1"),
        (lambda: rank_noise(0.8, 10, 1), "give 2 to"),
        (lambda: first_place(0.8, (2.5, 3)), "whole number"),
        (lambda: rank_noise(0.8, 10, 2.5), "whole number"),
        (lambda: rank_noise(0.8, "10", 2), "whole number"),
        (lambda: rank_noise("0.8", 10, 2), "Write 0.85"),
    ],
)
def test_questions_without_an_answer(ask, message):
    with pytest.raises(BadRequest, match=message):
        ask()


def test_the_wrong_order_is_wrong_whoever_is_named_first():
    one, other = misranking((0.8, 0.9), (100, 100)), misranking((0.9, 0.8), (100, 100))
    assert one.wrong == pytest.approx(other.wrong)
    assert one.wrong == pytest.approx(0.023, abs=1e-3)
    assert misranking((0.9, 0.9), (10, 200)).wrong == 0.5  # no order of equals is wrong


def test_whole_numbers_may_be_written_with_a_point():
    assert rank_noise(0.9, 100.0, 5).gap == rank_noise(0.9, 100, 5).gap
    assert first_place(0.9, [100.0, 50]) == pytest.approx(first_place(0.9, [100, 50]))
    assert misranking((0.9, 0.8), (50.0, 40)) == misranking((0.9, 0.8), (50, 40))


def test_the_most_tests_allowed_are_worked_out():
    """Oracle: the mean range of two equals is 2σ/√π of the normal law that so many tests come close to."""
    tests, rate = 100_000, 0.9
    found = rank_noise(rate, tests, 2)
    assert found.gap == pytest.approx(2 * np.sqrt(rate * (1 - rate) / tests / np.pi), rel=1e-3)
    assert len(found.gap_at_least) == tests + 1
    line = Rule("linear", ((0.0, 0.0), (1.0, 1.0)))
    item = Item("a", Words("甲", "a"), Place("sampled_pass_rate", 2012), line, ("质监分局",))
    assert unequal_points(item, rate, tests).difference == pytest.approx(found.gap)
