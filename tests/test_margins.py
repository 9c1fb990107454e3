"""Levels that hold together: brute force over every choice of runs, order statistics, monotone in the chance."""

from itertools import combinations

import numpy as np
import pytest

from simlib.setting.together import margins
from simlib.setting.together.margins import allowed, best_levels, levels_alone


def brute(values, weights, misses):
    """Every set of runs that may be given up, one by one."""
    choices = combinations(range(values.shape[1]), misses)
    return max(float(weights @ np.delete(values, list(given), axis=1).min(axis=1)) for given in choices)


@pytest.mark.parametrize("seed", range(12))
def test_three_targets_as_by_brute_force(seed):
    """Oracle: all C(N, K) choices of runs to give up; ties (rounded values) as well."""
    random = np.random.default_rng(seed)
    runs, misses = int(random.integers(6, 14)), int(random.integers(1, 4))
    values, weights = random.normal(size=(3, runs)).round(int(random.integers(0, 3))), random.uniform(0.3, 2.0, 3)
    found = best_levels(values, weights, misses)
    assert weights @ found.levels == pytest.approx(brute(values, weights, misses), abs=1e-9)
    assert found.gap == 0.0
    assert (values >= found.levels[:, None]).all(axis=0).sum() >= runs - misses


def test_one_target_is_its_order_statistic():
    """Closed form: with K misses the K-th smallest is given up and the next one promised."""
    values = np.random.default_rng(0).normal(size=(1, 200))
    assert best_levels(values, np.ones(1), 40).levels == pytest.approx(np.sort(values[0])[40:41])
    assert levels_alone(values, 40) == pytest.approx(np.sort(values[0])[40:41])


def test_targets_that_move_together_need_no_more_than_alone():
    """Negative control: comonotone targets give up the same runs, so nothing is lost by holding together."""
    one = np.random.default_rng(1).normal(size=300)
    values = np.stack([one, 2 * one + 1, one**3])
    assert best_levels(values, np.ones(3), 60).levels == pytest.approx(levels_alone(values, 60))


def test_ten_targets_are_solved_to_the_end_and_a_higher_chance_costs_more():
    values = np.random.default_rng(2).normal(size=(10, 200))
    weights, worth = np.ones(10), []
    for chance in (0.75, 0.8, 0.9):
        found = best_levels(values, weights, allowed(200, chance))
        assert found.gap == 0.0
        assert (values >= found.levels[:, None]).all(axis=0).mean() >= chance
        worth.append(float(found.levels.sum()))
    assert worth == sorted(worth, reverse=True)


def test_no_miss_allowed_and_nothing_that_varies():
    values = np.array([[3.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
    assert best_levels(values, np.array([1.0, 0.0]), 0).levels.tolist() == [1.0, 5.0]
    assert best_levels(values, np.array([0.0, 0.0]), 1).levels.tolist() == [1.0, 5.0]
    assert allowed(10, 0.8) == 2  # not 1, whatever the floating numbers say


def test_a_run_without_a_figure_keeps_no_promise():
    """Ten runs, two without a figure: with two misses these two are missed, and the worst figure is promised."""
    values = np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, np.nan, np.nan]])
    assert levels_alone(values, 2) == [1.0]
    assert levels_alone(values, 3) == [2.0]
    assert levels_alone(values, 1) == [-np.inf]


def test_an_unfinished_search_says_how_far_it_may_be_off(monkeypatch):
    """With no node at all the answer may be poor, but its gap covers the truth."""
    monkeypatch.setattr(margins, "MOST_NODES", 0)
    values = np.random.default_rng(3).normal(size=(10, 120))
    rough = best_levels(values, np.ones(10), 24)
    monkeypatch.undo()
    exact = best_levels(values, np.ones(10), 24)
    assert exact.levels.sum() <= rough.levels.sum() + rough.gap + 1e-9
