"""Limits of the light against published constants, closed forms and the recursion for repeated looks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simlib.setting.year.lights import both_figures, crossing, last_alarming, level_for

LOOKS = np.arange(1, 5)


def independent_increments(count=4):
    """Looks at a sum of independent parts after 1, 2, ... of them, as in a trial with equal stages."""
    return [np.full((1, k), 1.0 / np.sqrt(k)) for k in range(1, count + 1)]


def test_pocock_and_obrien_fleming():
    """Two-sided .05: Pocock (1977) 2.361 for four looks, 2.289 for three, 2.178 for two; O'Brien & Fleming (1979)
    2.024·√(4/k)."""
    assert crossing(independent_increments(), -2.361, 2.361) == pytest.approx(0.05, abs=1e-4)
    assert crossing(independent_increments(3), -2.289, 2.289) == pytest.approx(0.05, abs=1e-4)
    assert crossing(independent_increments(2), -2.178, 2.178) == pytest.approx(0.05, abs=1e-4)
    falling = 2.024 * np.sqrt(4 / LOOKS)
    assert crossing(independent_increments(), -falling, falling) == pytest.approx(0.05, abs=1e-4)


def test_the_recursion_of_armitage_mcpherson_and_rowe():
    """Armitage, McPherson & Rowe (1969): the density of the sum that has not crossed, convolved look by look; their
    table has .142 for five looks at 1.96, .126 for four, .083 for two."""
    sums = np.linspace(-8.0, 8.0, 3201)
    step, limit = sums[1] - sums[0], 1.96
    density = stats.norm.pdf(sums) * (np.abs(sums) < limit)
    for k in (2, 3, 4):
        density = np.convolve(density, stats.norm.pdf(sums), "same") * step * (np.abs(sums) < limit * np.sqrt(k))
    found = crossing(independent_increments(), -limit, limit)
    assert found == pytest.approx(1.0 - density.sum() * step, abs=1e-3)
    assert found == pytest.approx(0.126, abs=1e-3)
    assert crossing(independent_increments(2), -limit, limit) == pytest.approx(0.083, abs=1e-3)


def test_independent_and_identical_looks():
    """Looks that share nothing: 1 − (1 − p)⁴; looks at the same thing pay once."""
    apart = [np.eye(4)[k : k + 1, : k + 1] for k in range(4)]
    assert crossing(apart, -2.0) == pytest.approx(1.0 - stats.norm.cdf(2.0) ** 4, abs=1e-8)
    covariance = np.full((4, 4), 1.0) + 1e-6 * np.eye(4)
    assert level_for(both_figures(covariance, np.ones(4)), 0.05) == pytest.approx(0.05, abs=5e-4)
    assert level_for(apart, 0.05) == pytest.approx(1.0 - 0.95**0.25, abs=1e-5)


def test_both_figures_of_a_year_by_brute_force():
    """A quarter's own rate and the rate so far, both at 2.2 downwards: 400,000 years drawn outright."""
    covariance = np.full((4, 4), 3.2e-4) + np.diag([7e-4, 8e-4, 9e-4, 7e-4])
    tests = np.array([200.0, 170.0, 150.0, 200.0])
    rng = np.random.default_rng(4)
    rates = rng.multivariate_normal(np.zeros(4), covariance, 400_000)
    shares = np.tril(np.ones((4, 4))) * tests
    so_far = rates @ shares.T / np.sqrt(np.diag(shares @ covariance @ shares.T))
    crossed = ((rates / np.sqrt(np.diag(covariance)) < -2.2) | (so_far < -2.2)).any(axis=1)
    error = crossed.std() / np.sqrt(len(crossed))
    assert crossing(both_figures(covariance, tests), -2.2) == pytest.approx(crossed.mean(), abs=4 * error + 3e-4)


def test_the_limit_in_passes_never_alarms_more_often_than_its_level():
    """Counts are whole: the limit is the last that keeps the level; −1 where even no pass at all is too common."""
    law = stats.binom.pmf(np.arange(51), 50, 0.8)
    limit = last_alarming(law, 0.01)
    assert stats.binom.cdf(limit, 50, 0.8) <= 0.01 < stats.binom.cdf(limit + 1, 50, 0.8)
    assert last_alarming(np.array([0.5, 0.5]), 0.01) == -1
