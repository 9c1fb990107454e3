"""What reports will show, against exact binomial and beta-binomial laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simlib.estimators import chance_on_sample, chance_on_sample_spread
from simlib.setting.year import reporting
from simlib.setting.year.reporting import alike, bands, chance_at_least, pass_law, passes_given


@pytest.fixture
def independent(monkeypatch):
    """Tests that have nothing in common, as in the textbook."""
    monkeypatch.setattr(reporting, "CLUSTERING", 0.0)


def test_one_known_rate_is_binomial(independent):
    law = pass_law(np.array([0.85]), np.array([1.0]), (60, 40))
    np.testing.assert_allclose(law, stats.binom.pmf(np.arange(101), 100, 0.85), atol=2e-6)
    assert chance_at_least(80, np.array([0.85]), (60, 40))[0] == pytest.approx(
        chance_on_sample(0.85, 0.8, 100), abs=2e-5
    )


def test_a_beta_mixture_is_beta_binomial(independent):
    """Rates spread by Beta(60, 12): passes of 90 tests are beta-binomial, by the exact sum."""
    rates = stats.beta.ppf((np.arange(20_000) + 0.5) / 20_000, 60, 12)
    law = pass_law(rates, np.full(rates.size, 1.0 / rates.size), (90,))
    np.testing.assert_allclose(law, stats.betabinom.pmf(np.arange(91), 90, 60, 12), atol=2e-5)
    chance = chance_at_least(72, rates, (90,)).mean()
    assert chance == pytest.approx(chance_on_sample_spread(60, 12, 0.8, 90), abs=1e-4)


def test_quarters_have_their_own_laboratories():
    """Two tests are alike only within a quarter: mean and variance of the sum are those of two beta-binomials."""
    size = 1.0 / reporting.CLUSTERING - 1.0
    law, counts = passes_given(np.array([0.8]), (300, 500))[0], np.arange(801)
    parts = [stats.betabinom(n, 0.8 * size, 0.2 * size) for n in (300, 500)]
    mean = law @ counts
    assert mean == pytest.approx(sum(part.mean() for part in parts), rel=1e-7)
    assert law @ (counts - mean) ** 2 == pytest.approx(sum(part.var() for part in parts), rel=1e-4)
    assert alike((1,)) == alike((0, 0)) == reporting.LEAST_ALIKE


@pytest.mark.parametrize(("rate", "passes"), [(0.0, 0), (1.0, 10)])
def test_rates_that_are_all_0_or_all_1_have_a_law(rate, passes):
    """Nothing but passes, or none, up to the edge that the likelihood keeps."""
    law = pass_law(np.full((3, 1), rate), np.full((3, 1), 1 / 3), [10])
    np.testing.assert_allclose(law, np.eye(11)[passes], atol=3e-6)
    assert chance_at_least(5, np.full(3, rate), [10]) == pytest.approx(np.full(3, rate), abs=1e-6)


def test_nothing_left_is_a_fact():
    """Without a test to come the chance is 1 or 0, whatever the rate."""
    assert chance_at_least(0, np.array([0.1]), ()) == 1.0
    assert chance_at_least(1, np.array([0.9]), (0,)) == 0.0


def test_bands_hold_what_they_say():
    law = stats.binom.pmf(np.arange(401), 400, 0.85)
    found = bands(law)
    assert (found.low80, found.high80) == (stats.binom.ppf(0.1, 400, 0.85) / 400, stats.binom.ppf(0.9, 400, 0.85) / 400)
    assert found.low95 < found.low80 < found.high80 < found.high95
