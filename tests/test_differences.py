"""Paired differences: exact zeros, known effects, and two intervals that mean different things."""

from types import SimpleNamespace

import numpy as np
import pytest

from simlib import load, simulate
from simlib.differences import Difference, compare, difference_table, report_differences, scope_label
from simlib.errors import BadRequest, UnknownName
from simlib.estimators import mean_with_error


class FakeOutcome:
    """Stands in for an Outcome with one table of values, [draw, replicate]."""

    def __init__(self, values, name="plan", seed=1, root="abc", expected=None):
        self.values = np.asarray(values, dtype=float)
        self.expected = self.values if expected is None else expected  # before the luck of who is tested
        self.draws, self.replicates = self.values.shape
        self.seed, self.asked = seed, []
        self.scenario = SimpleNamespace(name=name, root=SimpleNamespace(name="baseline", digest=root))

    def annual(self, indicator, year, sectors=None, programme=None):
        self.asked.append((indicator, year, sectors, programme))
        return self.expected if indicator == "expected_pass_rate" else self.values


def luck(shape, seed):
    return np.random.default_rng(seed).normal(size=shape)


def test_a_plan_against_itself_is_exactly_zero():
    """O18: every effect is exactly 0, not merely small."""
    outcome = FakeOutcome(luck((50, 4), 1))
    same = compare(outcome, FakeOutcome(outcome.values.copy()), "true_pass_rate", 2012)
    assert (same.mean, same.error, same.low, same.high, same.better_share) == (0.0,) * 5
    assert same.observed_low < 0 < same.observed_high  # two reports still differ by luck


def test_effect_error_and_bands_by_hand():
    """Three draws, two replicates: draw effects 1, 2, 6; error sd/√3; reports pair other replicates."""
    base = np.array([[0.0, 10.0], [0.0, 10.0], [0.0, 10.0]])
    plan = base + np.array([[1.0], [2.0], [6.0]])
    found = compare(FakeOutcome(plan), FakeOutcome(base, "baseline"), "famous_brands", 2013)
    assert found.mean == 3.0
    assert found.error == pytest.approx(np.sqrt(7.0 / 3))
    assert (found.low, found.high) == pytest.approx((1.2, 5.2))  # quantiles .1, .9 of 1, 2, 6
    assert sorted(report_differences(plan, base).ravel()) == [-9, -8, -4, 11, 12, 16]
    assert (found.plan_mean, found.baseline_mean) == (8.0, 5.0)
    assert (found.plan, found.baseline, found.scope, found.year) == ("plan", "baseline", "district", 2013)
    assert (found.better_share, found.draws, found.replicates) == (1.0, 3, 2)


def test_common_draws_take_the_shared_luck_out_of_the_effect_but_not_out_of_the_reports():
    """Effect N(1, .1²) by draw, luck sd 2 shared: the error is .1/√D; reports spread by 2√2."""
    draws, shared = 400, 2 * luck((400, 8), 2)
    effect = 1 + 0.1 * luck((draws, 1), 3)
    found = compare(FakeOutcome(shared + effect), FakeOutcome(shared), "true_pass_rate", 2012)
    assert found.error == pytest.approx(0.1 / np.sqrt(draws), rel=0.1)
    assert found.high - found.low == pytest.approx(2 * 1.2816 * 0.1, rel=0.15)
    reports = found.observed_high - found.observed_low
    assert reports == pytest.approx(2 * 1.2816 * 2 * np.sqrt(2), rel=0.1)


def test_the_luck_of_tests_widens_the_reports_and_not_the_effect():
    """Effect N(1, .1²) by draw on the rate before sampling; each plan's tests add luck of sd 2 of their own, which two
    replicates leave at 2 in the mean of a draw. Neither band, mean nor sign knows of it."""
    draws = 400
    effect = 1 + 0.1 * luck((draws, 1), 3) + np.zeros((draws, 2))
    base, plan = 2 * luck((draws, 2), 4), effect + 2 * luck((draws, 2), 5)
    ours = FakeOutcome(plan, expected=effect), FakeOutcome(base, "baseline", expected=np.zeros((draws, 2)))
    found = compare(*ours, "sampled_pass_rate", 2012)
    assert found.high - found.low == pytest.approx(2 * 1.2816 * 0.1, rel=0.15)
    assert found.error == pytest.approx(0.1 / np.sqrt(draws), rel=0.15)
    assert found.mean == pytest.approx(1.0, abs=4.0 * found.error)
    assert found.better_share == 1.0
    assert found.observed_high - found.observed_low > 20 * (found.high - found.low)
    untold = compare(*ours, "true_pass_rate", 2012)  # negative control: nothing is known before the luck
    assert untold.high - untold.low == pytest.approx(2 * 1.2816 * 2.0, rel=0.15)


def test_of_this_districts_plans_the_reports_differ_by_the_effect_and_luck():
    """The means of the reports are the effect apart, but for luck of which the difference run by run tells the size."""
    plan, base = (simulate(load(name), draws=12, replicates=3, through=2012) for name in ("crackdown", "baseline"))
    found = compare(plan, base, "sampled_pass_rate", 2012, programme="product")
    sampled, quiet = (
        plan.annual(code, 2012, programme="product") - base.annual(code, 2012, programme="product")
        for code in ("sampled_pass_rate", "expected_pass_rate")
    )
    luck = mean_with_error(sampled - quiet)
    assert luck.error > 0
    assert abs(found.plan_mean - found.baseline_mean - found.mean) < 4.0 * luck.error


def test_one_replicate_has_an_effect_but_no_second_report():
    found = compare(FakeOutcome([[1.0], [2.0]]), FakeOutcome([[0.0], [0.0]]), "fines", 2012)
    assert found.mean == 1.5
    assert np.isnan([found.observed_low, found.observed_high]).all()
    assert found.better_share is None  # more fines are neither good nor bad


def test_better_follows_the_direction_of_the_indicator():
    more = FakeOutcome([[2.0], [2.0], [0.0]]), FakeOutcome([[1.0], [1.0], [1.0]])
    assert compare(*more, "true_pass_rate", 2012).better_share == pytest.approx(2 / 3)
    assert compare(*more, "quality_loss_rate", 2012).better_share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (FakeOutcome(np.ones((3, 2)), seed=2), "seed"),
        (FakeOutcome(np.ones((4, 2))), "number of draws"),
        (FakeOutcome(np.ones((3, 3))), "number of replicates"),
        (FakeOutcome(np.ones((3, 2)), root="def"), "root scenario"),
    ],
)
def test_runs_that_cannot_be_paired_are_refused(other, what):
    with pytest.raises(BadRequest, match=what) as caught:
        compare(FakeOutcome(np.ones((3, 2))), other, "true_pass_rate", 2012)
    assert caught.value.what == what
    assert "不能逐次配对比较" in caught.value.zh


def test_unknown_indicators_are_refused_with_the_nearest_name():
    outcome = FakeOutcome(np.ones((3, 2)))
    with pytest.raises(UnknownName, match="true_pass_rate"):
        compare(outcome, outcome, "true_pas_rate", 2012)


def test_scope_reaches_both_outcomes_and_is_named_in_the_table():
    base, plan = FakeOutcome(np.ones((3, 2)), "baseline"), FakeOutcome(np.ones((3, 2)))
    found = compare(plan, base, "fines", 2012, sectors=iter(["food", "farm"]))
    assert plan.asked == base.asked == [("fines", 2012, ("food", "farm"), None)]
    assert found.scope == "sector:food+farm"
    assert scope_label({"programme": "product"}) == "programme:product"
    assert compare(plan, base, "fines", 2012, sectors="food").scope == "sector:food"


def test_table_has_one_tidy_row_for_each_plan_indicator_and_year():
    base, plan = FakeOutcome(np.ones((3, 2)), "baseline"), FakeOutcome(2 * np.ones((3, 2)))
    table = difference_table([base, plan], base, ["fines", "true_pass_rate"], range(2012, 2015))
    assert table.shape == (12, len(Difference._fields))
    assert list(table.columns[:5]) == ["scenario", "baseline", "indicator", "scope", "year"]
    assert table.groupby("scenario")["mean"].first().to_dict() == {"baseline": 0.0, "plan": 1.0}
