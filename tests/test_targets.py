"""Chances of targets against counts by hand and closed forms."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from simlib import targets as tg
from simlib.errors import BadRequest, UnknownName
from simlib.estimators import chance_on_sample
from simlib.words import Words


def target(indicator="sampled_pass_rate", **changes):
    values = {
        "indicator": indicator, "goal": "4a", "programme": "", "sectors": (), "year": 2012,
        "sense": "at_least", "level": 0.8, "reference": "", "since": None, "by": 0.0,
        "owners": ("质监分局",), "status": "stated",
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


class FakeOutcome:
    """Stands in for an Outcome: given values by (indicator, year); notes the scopes asked for."""

    def __init__(self, values, targets=(), facts=None):
        self.values, self.asked = values, []
        self.scenario = SimpleNamespace(targets=targets, facts=facts or {})

    def annual(self, indicator, year, sectors=None, programme=None):
        self.asked.append((sectors, programme))
        return self.values[indicator, year]


def judged(values, **changes):
    outcome = FakeOutcome({("sampled_pass_rate", 2012): np.asarray(values)})
    return tg.assess(outcome, [target(**changes)])[0]


def test_chance_is_the_share_of_runs_that_reach_the_level():
    row = judged([[0.79, 0.80], [0.81, 0.90]])
    assert row.chance == 0.75
    assert row.error == pytest.approx(0.25)  # draw means .5 and 1: sd .354 ÷ √2
    assert (row.level, row.reference_missing, row.no_figure) == (0.8, False, 0.0)
    assert row.median == pytest.approx(0.805)
    assert row.distance == pytest.approx(0.005)
    assert row.verdict == "likely"
    assert judged([[0.79, 0.80], [0.81, 0.90]], sense="at_most").chance == 0.5


def test_chance_over_many_reports_is_the_exact_binomial():
    """O20 by simulation: 40,000 yearly reports at a true .970 reach .965 on 400 tests in .775."""
    reports = np.random.default_rng(5).binomial(400, 0.970, size=(10_000, 4)) / 400
    row = judged(reports, level=0.965)
    assert row.chance == pytest.approx(chance_on_sample(0.970, 0.965, 400), abs=4 * row.error)
    assert row.error == pytest.approx(0.00209, rel=0.05)


def test_a_level_reached_exactly_is_met_whatever_floating_numbers_say():
    assert judged([[0.1 * 3]], level=0.3).chance == 1.0
    assert judged([[0.1 * 3]], level=0.3, sense="at_most").chance == 1.0
    assert judged([[386 / 400]], level=0.965).chance == 1.0
    assert judged([[385 / 400]], level=0.965).chance == 0.0


def test_a_rise_is_strict_and_measured_in_the_same_run():
    stock = {
        ("famous_brands", 2011): np.array([[20.0, 20.0], [30.0, 10.0]]),
        ("famous_brands", 2012): np.array([[20.0, 23.0], [29.0, 11.0]]),
    }
    rise = target("famous_brands", sense="rise", since=2011, level=None)
    more = target("famous_brands", sense="rise", since=2011, level=None, by=0.12)
    plain, tenth = tg.assess(FakeOutcome(stock), [rise, more])
    assert plain.met.tolist() == [[False, True], [False, True]]
    assert plain.level == 20.0
    assert tenth.met.tolist() == [[False, True], [False, False]]


def test_a_missing_figure_is_shown_as_missing_and_never_guessed():
    values = {("quality_loss_rate", 2012): np.array([[0.01, 0.02]])}
    wanted = target("quality_loss_rate", sense="at_most", level=None, reference="city_quality_loss_rate")
    for facts in ({}, {"city_quality_loss_rate": SimpleNamespace(value=None)}):
        row = tg.assess(FakeOutcome(values, facts=facts), [wanted])[0]
        assert row.reference_missing
        assert (row.chance, row.error, row.certain, row.level, row.distance) == (None,) * 5
        assert row.median == pytest.approx(0.015)
        assert row.verdict == "unknown"
    known = FakeOutcome(values, facts={"city_quality_loss_rate": SimpleNamespace(value=0.015)})
    assert tg.assess(known, [wanted])[0].chance == 0.5


def test_a_run_that_tested_nothing_does_not_meet_its_target():
    row = judged([[np.nan, 0.9], [np.nan, 0.9]])
    assert (row.chance, row.no_figure, row.median) == (0.5, 0.5, 0.9)
    nothing = judged([[np.nan], [np.nan]], sense="at_most")
    assert (nothing.chance, nothing.no_figure, nothing.median, nothing.low) == (0.0, 1.0, None, None)


def test_yes_no_indicators_have_a_chance_but_no_middle():
    outcome = FakeOutcome({("all_accepted", 2012): np.array([[1.0, 0.0], [1.0, 1.0]])})
    row = tg.assess(outcome, [target("all_accepted", level=1)])[0]
    assert (row.chance, row.median, row.low, row.high) == (0.75, None, None, None)


def test_chances_are_never_certain():
    row = judged(np.full((50, 4), 0.99))
    assert row.chance == 1.0
    assert row.certain == pytest.approx((0.94, 1.0))


def test_scope_is_passed_on_and_empty_means_district():
    outcome = FakeOutcome({("sampled_pass_rate", 2012): np.ones((2, 2))})
    tg.assess(outcome, [target(), target(programme="product"), target(sectors=("food",))])
    assert outcome.asked == [(None, None), (None, "product"), (("food",), None)]


def test_together_counts_futures_in_which_all_hold():
    """Two targets on the same runs: shares .75 and .5; together .25, not .375 (their product)."""
    values = {
        ("sampled_pass_rate", 2012): np.array([[0.9, 0.9], [0.9, 0.7]]),
        ("operating_rate", 2012): np.array([[0.95, 0.85], [0.85, 0.95]]),
        ("quality_loss_rate", 2012): np.array([[0.1, 0.1], [0.1, 0.1]]),
    }
    plan = (
        target(),
        target("operating_rate", level=0.9, owners=("环保分局", "质监分局")),
        target("quality_loss_rate", sense="at_most", level=None, reference="city_quality_loss_rate"),
    )
    outcome = FakeOutcome(values, targets=plan)
    rows = tg.assess(outcome)
    assert [row.chance for row in rows] == [0.75, 0.5, None]
    assert tg.all_together(outcome).value == 0.25
    assert tg.all_together(outcome, plan[2:]) is None
    promises = {row.department: row for row in tg.by_department(rows)}
    assert list(promises) == ["质监分局", "环保分局"]
    assert len(promises["质监分局"].assessments) == 3
    assert promises["质监分局"].together.value == 0.25
    assert promises["环保分局"].together.value == 0.5
    assert rows[1].department == "环保分局"


def test_verdicts_and_rounded_chances():
    """The verdict is that of the chance as it is said, in tenths: .85 is said “about 9 in 10” and is safe."""
    codes = [tg.verdict(c) for c in (1.0, 0.9, 0.85, 0.849, 0.65, 0.649, 0.25, 0.249, 0.0, None, math.nan)]
    assert codes == ["safe"] * 3 + ["likely"] * 2 + ["open"] * 2 + ["unlikely"] * 2 + ["unknown"] * 2
    assert set(codes) == set(tg.GRADE)
    assert all(isinstance(row.words, Words) for row in tg.GRADE.values())
    assert tg.rounded_chance(0.793) == (8, False, False)
    assert tg.rounded_chance(0.85).tenths == 9
    assert tg.rounded_chance(0.15).tenths == 2
    assert tg.rounded_chance(0.996) == (10, False, True)
    assert tg.rounded_chance(0.0) == (0, True, False)
    for chance in np.linspace(0, 1, 201):
        said = tg.rounded_chance(chance)
        assert said.almost_never == (said.tenths == 0)
        assert said.almost_surely == (said.tenths == 10)
    with pytest.raises(BadRequest):
        tg.rounded_chance(80)


def test_spread_by_source_is_unbiased():
    """One-way random effects: E(MSW) = σ_w², E(MSB) = σ_w² + rσ_b² (Searle et al. 1992)."""
    rng = np.random.default_rng(4)
    tables = 3.0 * rng.normal(size=(1500, 50, 1)) + 2.0 * rng.normal(size=(1500, 50, 4))
    found = np.array([tg.spread_by_source(table) for table in tables])
    assert found.mean(axis=0) == pytest.approx((9.0, 4.0), rel=0.02)


def test_spread_without_influence_of_assumptions_is_luck_alone():
    """Negative control: only luck; the share of assumptions stays near 0 and never below."""
    rng = np.random.default_rng(6)
    spread = tg.spread_by_source(rng.normal(size=(2000, 4)))
    assert 0 <= spread.share_of_assumptions < 0.05
    alternating = np.tile([[0.0, 1.0]], (10, 1))
    assert tg.spread_by_source(alternating).assumptions == 0.0
    assert math.isnan(tg.spread_by_source(np.zeros((3, 3))).share_of_assumptions)
    assert math.isnan(tg.spread_by_source(np.zeros((3, 1))).luck)


def test_questions_that_cannot_be_answered_are_refused():
    with pytest.raises(BadRequest, match="rises from"):
        tg.bar(FakeOutcome({}), target(sense="rise"))
    with pytest.raises(UnknownName, match="at_lest"):
        judged([[0.9]], sense="at_lest")
