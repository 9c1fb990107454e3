"""What the shipped plans say, as signs and orders of size that the model card names (its section 8)."""

from __future__ import annotations

import numpy as np
import pytest

from simlib import load, names, simulate

SIZE = {"draws": 20, "replicates": 2}


@pytest.fixture(scope="module")
def outcomes():
    return {name: simulate(load(name), **SIZE) for name in names()}


def change(outcomes, name, indicator, year, **scope):
    """Mean paired difference of a plan from the baseline."""
    pair = (outcomes[each].annual(indicator, year, **scope) for each in (name, "baseline"))
    return np.subtract(*pair).mean()


def test_the_combined_plan_costs_what_the_baseline_costs(outcomes):
    """“Equal budget” is true: public money over 2012–2016 differs by less than 2 %."""
    years = outcomes["baseline"].years[1:]
    extra = sum(change(outcomes, "combined", "fiscal_cost", year) for year in years)
    total = sum(outcomes["baseline"].annual("fiscal_cost", year).mean() for year in years)
    assert abs(extra) < 0.02 * total


def test_targeting_moves_the_sampled_rate_and_random_sampling_the_other_way(outcomes):
    """Steep targeting: sampled rate down by points, true rate unmoved; all random: up, true rate unmoved."""
    product = {"programme": "product"}
    assert change(outcomes, "risk_graded", "sampled_pass_rate", 2013, **product) < -0.01
    assert change(outcomes, "all_random", "sampled_pass_rate", 2013, **product) > 0.01
    for name in ("risk_graded", "all_random"):
        assert abs(change(outcomes, name, "true_pass_rate", 2013, **product)) < 0.004


def test_a_campaign_reverts(outcomes):
    """A crackdown's gain of 2012 is more than half gone by 2015."""
    gains = [change(outcomes, "crackdown", "true_pass_rate", year, programme="product") for year in (2012, 2015)]
    assert gains[0] > 0.003
    assert gains[1] < 0.6 * gains[0]


def test_brands_and_pass_rates_trade_off_between_indicators(outcomes):
    """A brand drive brings titles and hardly any pass rate, doubled coverage the reverse."""
    assert change(outcomes, "brand_drive", "famous_brands", 2016) > 5
    assert change(outcomes, "brand_drive", "true_pass_rate", 2016) < 0.005
    assert change(outcomes, "coverage_doubled", "true_pass_rate", 2016) > 0.008
    assert change(outcomes, "coverage_doubled", "famous_brands", 2016) < 5


def test_less_money_is_less_money(outcomes):
    """Austerity costs about 30 % less and lets the rates slip."""
    years = outcomes["baseline"].years[1:]
    share = sum(change(outcomes, "austerity", "fiscal_cost", y) for y in years) / sum(
        outcomes["baseline"].annual("fiscal_cost", y).mean() for y in years
    )
    assert share == pytest.approx(-0.30, abs=0.05)
    assert change(outcomes, "austerity", "true_pass_rate", 2016) < 0.0


def test_no_plan_changes_the_past(outcomes):
    """Every plan shares the year before it with the baseline, to the bit."""
    for name, outcome in outcomes.items():
        assert np.array_equal(outcome.counts[:, :, :4], outcomes["baseline"].counts[:, :, :4]), name


def test_the_statutory_rate_is_safe_and_brand_growth_is_not(outcomes):
    """The card's first answer: the 80 % rate does not bind; brand growth and the 90 % operating rate do."""
    from simlib import assess

    chance = {(a.target.indicator, a.target.goal): a.chance for a in assess(outcomes["baseline"])}
    assert chance["sampled_pass_rate", "4a"] > 0.9
    assert chance["famous_brands", "2"] < 0.6
    assert chance["operating_rate", "7a"] < 0.6
