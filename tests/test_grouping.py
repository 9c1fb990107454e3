"""Groups instead of ranks: equals stay together, and the tails are exact."""

from __future__ import annotations

from itertools import permutations, product
from math import comb

import numpy as np
import pytest

from simlib.errors import BadRequest
from simlib.setting.assessment.grouping import RISK, Counted, funnel, grouping, set_aside, tails
from simlib.words import Words


def units(*counts):
    return [Counted(Words(f"{i}", f"{i}"), tests, passes) for i, (tests, passes) in enumerate(counts)]


def splits(tests, passes):
    """Every way that so many passes can fall on the units, with its chance if all are equal (given all passes)."""
    whole = comb(sum(tests), passes)
    for found in product(*(range(n + 1) for n in tests)):
        if sum(found) == passes:
            yield found, np.prod([float(comb(n, x)) for n, x in zip(tests, found, strict=True)]) / whole


def test_the_tails_against_every_split():
    tests, seen = (3, 4, 5), (3, 2, 1)
    low, high = tails(tests, seen)
    for place, passes in enumerate(seen):
        every = [(split[place], weight) for split, weight in splits(tests, sum(seen))]
        assert low[place] == pytest.approx(sum(weight for x, weight in every if x <= passes))
        assert high[place] == pytest.approx(sum(weight for x, weight in every if x >= passes))


@pytest.mark.parametrize("tests", [(5, 5, 5), (3, 5, 8), (2, 2, 12)])
@pytest.mark.parametrize("risk", [RISK, 0.3])
def test_of_equals_hardly_any_is_put_outside(tests, risk):
    """Over every report of equals, given all passes: the chance of any outside the middle stays below its limit."""
    for passes in range(sum(tests) + 1):
        outside = 0.0
        for split, weight in splits(tests, passes):
            found = grouping(units(*zip(tests, split, strict=True)), risk)
            outside += weight * any(row.group for row in found.rows)
        assert outside <= found.risk + 1e-12 <= risk + 1e-12


def test_negative_control_a_ranking_always_names_somebody_last():
    """The same equals, ranked: unless all report alike, someone is named last."""
    tests = (6, 6, 6)
    last = sum(weight for split, weight in splits(tests, 13) if len(set(split)) > 1)
    assert last > 0.9


def test_a_unit_far_from_the_others_is_put_apart():
    found = grouping(units((60, 41), (60, 55), (120, 112), (75, 66), (5, 3)))
    assert [row.group for row in found.rows] == [-1, 0, 0, 0, 0]
    assert found.rate == pytest.approx(236 / 260)


def test_nobody_is_praised_for_standing_beside_a_bad_one():
    """Held against all, the third (93 %) would be above; without the first it is like the second (93 %)."""
    seen = units((60, 41), (60, 56), (120, 112))
    _, high = tails([60, 60, 120], [41, 56, 112])
    assert high[2] <= RISK / 6
    assert [row.group for row in grouping(seen).rows] == [-1, 0, 0]


def test_reports_are_grouped_alike_one_by_one_and_all_at_once():
    tests = np.array([[60, 60, 120, 5], [60, 60, 120, 5]])
    passes = np.array([[41, 59, 112, 0], [55, 55, 110, 5]])
    edge = RISK / 8
    together, _ = set_aside(tests, passes, edge)
    for place in (0, 1):
        alone = grouping(units(*zip(tests[place], passes[place], strict=True)))
        assert [row.group for row in alone.rows] == list(together[place])


def test_few_tests_cannot_stand_out():
    found = grouping(units((100, 90), (100, 91), (2, 0)))
    assert [row.can_stand_out for row in found.rows] == [True, True, False]
    assert found.rows[2].group == 0


def test_points_lie_outside_the_funnel_where_their_group_says_so():
    seen = grouping(units((60, 38), (60, 60), (119, 108), (75, 66), (150, 129), (33, 32)))
    tests, low, high = funnel(seen, steps=10_000)  # every number of tests
    assert {row.group for row in seen.rows} == {-1, 0, 1}
    for row in seen.rows:
        place = int(np.flatnonzero(tests == row.unit.tests)[0])
        below, above = row.rate < low[place], row.rate > high[place]
        assert (row.group == -1, row.group == 1) == (below, above)


def test_the_same_report_twice_gives_the_same_groups():
    seen = units((60, 41), (60, 55), (120, 114))
    assert grouping(seen) == grouping(seen)


@pytest.mark.parametrize(
    ("counts", "risk", "message"),
    [
        (((10, 9),), RISK, "at least two"),
        (((10, 9), (10, 11)), RISK, "11 passes of 10"),
        (((10, 9), (0, 0)), RISK, "at least one test"),
        (((10, 9), (10, 8)), 1.0, "between 0 and 1"),
    ],
)
def test_what_cannot_be_grouped(counts, risk, message):
    with pytest.raises(BadRequest, match=message):
        grouping(units(*counts), risk)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        (((100, 50), (100, 95)), (-1, 1)),  # two alone: the tails are complements
        (((100, 50), (100, 95), (300, 150), (300, 285)), (-1, 1, -1, 1)),  # two bad ones and two good ones: no middle
        (((100, 20), (100, 20), (100, 80), (100, 80)), (-1, -1, 1, 1)),
        (((100, 50), (100, 75), (100, 95)), (-1, 0, 1)),  # the last two apart: the one nearer to all stays
        (((100, 95), (100, 92), (100, 50), (2, 1)), (0, 0, -1, 0)),
        (((10_000, 0), (10_000, 9_900), (10_000, 9_910)), (-1, 0, 0)),  # tails too small for a number
    ],
)
def test_the_order_of_the_list_plays_no_part(counts, wanted):
    named = units(*counts)
    edge = RISK / (2 * len(named))
    for order in permutations(range(len(named))):
        group, _ = set_aside(*(np.array([counts[place][n] for place in order]) for n in (0, 1)), edge)
        assert [int(group[order.index(place)]) for place in range(len(named))] == list(wanted)


def test_two_units_apart_have_no_middle_but_a_funnel():
    seen = grouping(units((100, 50), (100, 95)))
    assert seen.rate == pytest.approx(145 / 200)
    tests, low, high = funnel(seen)
    place = int(np.flatnonzero(tests == 100)[0])
    assert 0.5 < low[place] < seen.rate < high[place] < 0.95
    assert {row.group for row in grouping(units((5, 1), (5, 5))).rows} == {0}  # 1 in 21: both or neither
