"""What information is worth: closed forms, the order of the three worths, and controls that must be worth nothing."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import beta, betabinom, norm

from simlib.errors import BadRequest
from simlib.setting.worth.information import (
    alike,
    jackknife,
    likelihood,
    surface,
    worth_of_knowing,
    worth_of_tests,
)

PASSES, FAILS, KNOWN = 40.5, 10.5, 0.8
ATOMS = 4000


def middles(law, count=ATOMS):
    """The middles of equally likely slices of a law."""
    return law.ppf((np.arange(count) + 0.5) / count)


def two_options():
    """One option of known worth, one worth the rate itself."""
    rates = middles(beta(PASSES, FAILS))
    return np.stack([np.full(ATOMS, KNOWN), rates]), rates


def closed_form(tests: int) -> float:
    """EVSI of the beta-binomial two-option linear case (Raiffa & Schlaifer 1961; Pratt, Raiffa & Schlaifer 1995)."""
    passes, size = np.arange(tests + 1), PASSES + FAILS
    after = np.maximum((PASSES + passes) / (size + tests), KNOWN)
    return float(betabinom.pmf(passes, tests, PASSES, FAILS) @ after) - max(KNOWN, PASSES / size)


@pytest.mark.parametrize("tests", [0, 1, 5, 20, 100, 1000])
def test_worth_of_tests_is_the_closed_form(tests):
    """Oracle: sum over all results of the better option after each."""
    assert worth_of_tests(*two_options(), tests).worth == pytest.approx(closed_form(tests), abs=2e-6)


def test_worth_of_tests_rises_from_nothing_to_the_worth_of_the_rate():
    values, rates = two_options()
    found = [worth_of_tests(values, rates, tests).worth for tests in (0, 1, 10, 100, 1000)]
    ceiling = worth_of_knowing(values)
    assert found[0] == 0.0
    assert found == sorted(found)
    assert found[-1] == pytest.approx(closed_form(1000), abs=2e-6)
    assert 0.96 * ceiling < found[-1] <= ceiling


def test_worth_of_knowing_is_the_unit_normal_loss():
    """Oracle: s·(φ(k) − k·(1 − Φ(k))), k = |m|/s, for two options that differ by N(m, s²) (Raiffa & Schlaifer 1961)."""
    mean, spread = 0.7, 2.0
    difference = middles(norm(mean, spread), 20_000)
    k = mean / spread
    loss = spread * (norm.pdf(k) - k * norm.sf(k))
    assert worth_of_knowing(np.stack([np.zeros_like(difference), difference])) == pytest.approx(loss, rel=1e-3)


@pytest.mark.parametrize("number", range(12))
def test_the_three_worths_are_in_order_whatever_the_payoffs(number):
    """0 ≤ EVSI ≤ EVPPI ≤ EVPI by construction, for any pay-offs, options, tests and closeness."""
    luck = np.random.default_rng(number)
    rates = luck.beta(8, 2, 90)
    payoffs = luck.normal(size=(2 + number % 4, 90)) * luck.exponential(5) + luck.normal() * rates**2
    values = surface(payoffs, rates, (0.0, 0.5, 0.9, 0.95)[number % 4]).values
    tests = [worth_of_tests(values, rates, n).worth for n in (0, 3, 30, 300)]
    chain = [0.0, *tests, worth_of_knowing(values), worth_of_knowing(payoffs)]
    assert all(low <= high + 1e-12 for low, high in pairwise(chain))
    assert values.mean(axis=1) == pytest.approx(payoffs.mean(axis=1))


def test_the_kernel_only_averages():
    """No weight below 0, rows and columns add to 1: the ground of the order above (Sinkhorn 1964)."""
    for closeness in (0.0, 0.5, 0.95):
        weights = alike(80, closeness)
        assert weights.min() >= 0
        assert weights.sum(axis=0) == pytest.approx(1.0, abs=1e-10)
        assert weights == pytest.approx(weights.T)


def noisy(number: int, draws: int = 600):
    """A pay-off that runs with the rate (sd .56 on its mean) under noise of twice the size."""
    luck = np.random.default_rng(number)
    rates = luck.beta(PASSES, FAILS, draws)
    return np.stack([np.zeros(draws), 10.0 * (rates - KNOWN) + luck.normal(0, 1.2, draws)]), rates


def test_the_surface_finds_the_worth_behind_noise_and_errs_on_the_low_side():
    """Known worth of the rate .194, of 100 tests .153: the mean of 30 samples is at most a sixth too low, not high."""
    found = []
    for number in range(30):
        payoffs, rates = noisy(number)
        values = surface(payoffs, rates).values
        found.append((worth_of_knowing(values), worth_of_tests(values, rates, 100).worth))
    rate, tests = np.mean(found, axis=0)
    assert 10 * worth_of_knowing(two_options()[0]) == pytest.approx(0.1942, abs=1e-4)
    assert 0.83 * 0.1942 < rate < 1.05 * 0.1942
    assert 0.83 * 0.1529 < tests < 1.05 * 0.1529


def test_the_surface_agrees_with_a_quadratic_regression():
    """Cross-check: the usual regression estimate, here of second degree (Strong, Oakley & Brennan 2014)."""
    payoffs, rates = noisy(3, 1000)
    curve = np.polyval(np.polyfit(rates, payoffs[1], 2), rates)
    usual = worth_of_knowing(np.stack([np.zeros_like(curve), curve]))
    assert worth_of_knowing(surface(payoffs, rates).values) == pytest.approx(usual, rel=0.2)


def test_a_rate_that_enters_no_payoff_is_worth_nothing():
    """Negative control: unrelated rates have a flat surface in nearly all samples and are worth exactly 0 then."""
    worths = []
    for number in range(20):
        payoffs, _ = noisy(number, 200)
        values, closeness = surface(payoffs, np.random.default_rng(900 + number).beta(8, 2, 200))
        worths.append(worth_of_knowing(values))
        assert closeness > 0 or worths[-1] == pytest.approx(0.0, abs=1e-12)
    assert np.median(worths) == pytest.approx(0.0, abs=1e-12)
    assert np.count_nonzero(np.array(worths) > 1e-9) <= 3


def test_equal_options_leave_nothing_to_learn():
    """Negative control: two options of the same worth in every world."""
    payoffs, rates = noisy(1, 100)
    same = np.stack([payoffs[1], payoffs[1]])
    values, closeness = surface(same, rates)
    assert (closeness, worth_of_knowing(values), worth_of_knowing(same)) == (0.0, 0.0, 0.0)
    assert worth_of_tests(values, rates, 50) == (0.0, 0.0)


def test_change_is_the_share_of_results_that_turn_the_decision():
    """Oracle: the beta-binomial chance that the other option is better after the tests."""
    values, rates = two_options()
    passes = np.arange(101)
    other = (PASSES + passes) / (PASSES + FAILS + 100) > KNOWN
    turned = float(betabinom.pmf(passes, 100, PASSES, FAILS)[other].sum())  # the known option is best before
    assert PASSES / (PASSES + FAILS) < KNOWN
    assert worth_of_tests(values, rates, 100).change == pytest.approx(turned, abs=1e-4)


def test_chances_of_results_add_to_one_also_at_the_ends():
    chances = likelihood(np.array([0.0, 0.3, 1.0]), 40)
    assert chances.sum(axis=0) == pytest.approx(1.0)
    assert (chances[0, 0], chances[40, 2]) == (1.0, 1.0)


def test_the_jackknife_error_of_a_mean_is_the_usual_one():
    """Oracle: s/√n for a mean (Efron & Tibshirani 1993), within the spread of twenty groups."""
    values = np.random.default_rng(5).normal(size=2000)
    error = float(jackknife(lambda kept: np.array([values[kept].mean()]), 2000)[0])
    assert error == pytest.approx(values.std(ddof=1) / math.sqrt(2000), rel=0.5)


def test_what_cannot_be_told_is_said():
    with pytest.raises(BadRequest, match="at least 40"):
        surface(np.zeros((2, 10)), np.linspace(0, 1, 10))
    with pytest.raises(BadRequest, match="negative"):
        likelihood(np.array([0.5]), -1)
