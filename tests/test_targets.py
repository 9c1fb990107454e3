"""Chances of targets against counts by hand and closed forms."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simlib import load
from simlib import targets as tg
from simlib.counters import counter_names
from simlib.errors import BadRequest, UnknownName
from simlib.estimators import chance_on_sample
from simlib.indicators import INDICATORS
from simlib.outcome import Outcome
from simlib.spread import SOURCES, Split, median_error, split, spread_by_source, spread_of
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
    """The verdict is that of the chance as it is said: .846 is 85 of 100, hence “about 9 in 10”, and is safe."""
    codes = [tg.verdict(c) for c in (1.0, 0.9, 0.845, 0.844, 0.645, 0.644, 0.245, 0.244, 0.0, None, math.nan)]
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


def parts_of(*sizes, shape, seed=4):
    """A made-up result: one normal part a draw (assumptions), then chance, sampling and list, with given deviations."""
    rng = np.random.default_rng(seed)
    known = sizes[0] * rng.normal(size=(*shape[:-1], 1))
    chance, sampling, listed = (size * rng.normal(size=shape) for size in sizes[1:])
    return Split(known + chance, sampling, listed)


def test_spread_by_source_is_unbiased():
    """One-way random effects: E(MSW) = σ_w², E(MSB) = σ_w² + rσ_b² (Searle et al. 1992); known variances come back."""
    everything = parts_of(3.0, 2.0, 1.0, 1.5, shape=(1500, 50, 4))
    found = [spread_by_source(Split(*(part[n] for part in everything[:3]))) for n in range(1500)]
    means = [np.mean([getattr(one, name).variance for one in found]) for name in SOURCES]
    assert means == pytest.approx((9.0, 4.0, 1.0, 2.25), rel=0.03)
    for (
        name
    ) in SOURCES:  # the jackknife's errors are what the estimates really scatter by (half-normal sizes, 50 draws)
        scatter = np.std([getattr(one, name).variance for one in found])
        assert np.mean([getattr(one, name).error for one in found]) == pytest.approx(scatter, rel=0.12)
        shares = np.std([getattr(one, name).share for one in found])
        assert np.mean([getattr(one, name).share_error for one in found]) == pytest.approx(shares, rel=0.12)


def test_the_sources_add_up_to_the_total_variance():
    """Also where a bad sample improves what follows it: the parts covary, and their sum is still the variance."""
    rng = np.random.default_rng(8)
    sampling = rng.normal(size=(4000, 4))
    chance = 2.0 * rng.normal(size=(4000, 1)) + rng.normal(size=(4000, 4)) - 0.3 * sampling
    found = spread_by_source(Split(chance, sampling, np.zeros((4000, 4))))
    total = (chance + sampling).var(ddof=1)
    assert found.total == pytest.approx(total, rel=0.001)  # the plain variance counts runs of a draw as independent
    assert found.total == pytest.approx(4.0 + 1.0 + 0.49, abs=4 * found.error)
    assert sum(getattr(found, name).share for name in SOURCES) == pytest.approx(1.0)
    assert found.sampling.variance == pytest.approx(1.0 - 0.3, abs=4 * found.sampling.error)
    assert found.deviation[0] == pytest.approx(math.sqrt(5.49), abs=4 * found.deviation[1])


def test_a_result_that_is_not_sampled_owes_nothing_to_sampling():
    """Negative control: without tests and list, both parts are exactly 0, without error."""
    found = spread_by_source(parts_of(1.0, 1.0, 0.0, 0.0, shape=(60, 4)))
    for part in (found.sampling, found.product_list):
        assert part == (0.0, 0.0, 0.0, 0.0)


def test_spread_without_influence_of_assumptions_is_luck_alone():
    """Negative control: only luck; the share of assumptions stays near 0 and never below."""
    rng, none = np.random.default_rng(6), np.zeros((2000, 4))
    spread = spread_by_source(Split(rng.normal(size=(2000, 4)), none, none))
    assert 0 <= spread.share_of_assumptions < 0.05
    alternating = spread_by_source(Split(np.tile([[0.0, 1.0]], (10, 1)), *np.zeros((2, 10, 2))))
    assert alternating.assumptions.variance == 0.0
    assert math.isnan(spread_by_source(Split(*np.zeros((3, 3, 3)))).share_of_assumptions)
    assert math.isnan(spread_by_source(Split(*np.zeros((3, 3, 1)))).luck)


def counted(planned_passes, tests, rate, noise):
    """An outcome of one sector in which only planned tests are counted: [draw, replicate], the same each quarter."""
    plan = load("baseline")
    sectors = tuple(sector for sector in plan.sectors if sector.name == "food")
    names = counter_names(())
    counts = np.zeros((*planned_passes.shape, 8, 1, len(names)))
    for name, value in (("planned", tests), ("expected_tests", tests), ("expected_passes", rate * tests)):
        counts[..., names.index(name)] = value
    counts[..., names.index("planned_passes")] = planned_passes[:, :, None, None]
    listed = np.repeat(noise[:, :, None], 2, axis=2)
    empty = np.zeros(len(counts))
    small = replace(plan, sectors=sectors, tiers=())
    return Outcome(small, counts, np.zeros(counts.shape[:3]), listed, empty, empty, 1)


def test_sampling_variance_is_that_of_the_exact_distribution():
    """Four quarters show the same 25 tests: binomial p(1−p)/n, without replacement × (N−n)/(N−1)."""
    rng, shape = np.random.default_rng(2), (3000, 4)
    noise = rng.normal(0.0, 1.5, shape)
    binomial = counted(rng.binomial(25, 0.8, shape).astype(float), 25, 0.8, noise * 0)
    found = spread_of(binomial, "sampled_pass_rate", 2012)
    assert found.sampling.variance == pytest.approx(0.8 * 0.2 / 25, abs=4 * found.sampling.error)
    assert found.sampling.share == pytest.approx(1.0, abs=0.02)
    assert (found.chance.variance, found.product_list.variance, found.folded) == (0.0, 0.0, False)
    few = counted(rng.hypergeometric(32, 8, 25, shape).astype(float), 25, 0.8, noise * 0)
    found = spread_of(few, "sampled_pass_rate", 2012)
    assert found.sampling.variance == pytest.approx(0.8 * 0.2 / 25 * 15 / 39, abs=4 * found.sampling.error)
    listed = spread_of(counted(np.full(shape, 20.0), 25, 0.8, noise), "sampled_pass_rate", 2012)
    assert listed.product_list.variance == pytest.approx(0.015**2, abs=4 * listed.product_list.error)
    assert listed.sampling.variance == pytest.approx(0.0, abs=1e-12)


def test_where_the_counters_cannot_tell_sampling_is_named_as_folded_in():
    outcome = counted(np.full((5, 2), 20.0), 25, 0.8, np.zeros((5, 2)))
    assert split(outcome, "core_pass_rate", 2012).folded
    assert not split(outcome, "true_pass_rate", 2012).folded
    assert {row.code for row in INDICATORS if row.tested} >= {row.code for row in INDICATORS if row.expected}


def test_the_error_of_a_median_is_its_scatter():
    """Normal runs: √(π/2n) (Kendall & Stuart); runs of a draw that agree count once."""
    rng = np.random.default_rng(3)
    alone = [rng.normal(size=(400, 1)) for _ in range(300)]
    exact = math.sqrt(math.pi / 2 / 400)
    assert np.std([np.median(one) for one in alone]) == pytest.approx(exact, rel=0.1)
    assert np.mean([median_error(one) for one in alone]) == pytest.approx(exact, rel=0.1)
    same = [np.repeat(rng.normal(size=(400, 1)), 4, axis=1) for _ in range(100)]
    assert np.mean([median_error(one) for one in same]) == pytest.approx(exact, rel=0.1)
    assert median_error(np.ones((5, 2))) == 0.0
    assert math.isnan(median_error(np.ones((1, 4))))


def test_questions_that_cannot_be_answered_are_refused():
    with pytest.raises(BadRequest, match="rises from"):
        tg.bar(FakeOutcome({}), target(sense="rise"))
    with pytest.raises(UnknownName, match="at_lest"):
        judged([[0.9]], sense="at_lest")
