"""What can be promised: order statistics and their coverage, tests averaged over exactly, honest steps, errors."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from simlib import simulate, with_levers
from simlib.errors import BadRequest, UnknownName
from simlib.indicators import INDICATOR
from simlib.model.sampling import planned_number
from simlib.setting.asking import promise
from simlib.setting.promise.design import planned_tests, sampling_design
from simlib.setting.promise.promises import Mixture, attainable, by_tests, level_reached, mixture_of_tests, promised
from simlib.setting.promise.steps import STEPS, binding, steps
from simlib.targets import assess
from tests.districts import district

RATE = INDICATOR["sampled_pass_rate"]
LOSS = INDICATOR["quality_loss_rate"]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("promises")
    plan = district(folder, {"food": {"units": 60, "observed": 0.85}, "toys": {"units": 40, "observed": 0.9}})
    return simulate(plan, draws=30, replicates=4)


# --- order statistics


def test_the_level_is_the_best_that_enough_runs_reach():
    """Oracle: brute force over every level that occurs."""
    values = np.random.default_rng(1).normal(size=(40, 3))
    for chance in (0.5, 0.7, 0.8, 0.9):
        found = level_reached(values, chance, RATE, 2012)
        assert found.level == max(one for one in values.ravel() if (values >= one).mean() >= chance - 1e-12)
        assert found.met.value >= chance - 1e-12
        assert found.low <= found.level <= found.high


def test_of_losses_it_is_the_lowest_ceiling():
    values = np.random.default_rng(2).uniform(size=(50, 4))
    found = level_reached(values, 0.8, LOSS, 2012)
    assert found.level == min(one for one in values.ravel() if (values <= one).mean() >= 0.8)
    assert found.low <= found.level <= found.high <= 1
    mirrored = level_reached(-values, 0.8, RATE, 2012)
    assert (found.low, found.high) == (-mirrored.high, -mirrored.low)


@pytest.mark.parametrize("chance", [0.5, 0.7, 0.8, 0.9])
def test_the_interval_holds_the_true_level_as_often_as_it_says(chance):
    """Oracle: of 60 independent uniform runs, brute force, at least 95 in 100 (David & Nagaraja 2003, chapter 7).

    The coverage of order statistics is also exact: P(r ≤ B < s) with B ~ Bin(60, chance).
    """
    runs = np.random.default_rng(3).uniform(size=(1000, 60, 1))
    ends = np.array([level_reached(one, chance, RATE, 2012)[4:6] for one in runs])
    covered = ((ends[:, 0] <= 1 - chance) & (1 - chance <= ends[:, 1])).mean()
    ranked = np.sort(runs[0].ravel())[::-1]
    first, last = (int(np.where(ranked == end)[0][0]) + 1 for end in ends[0][::-1])
    exact = stats.binom.cdf(last - 1, 60, chance) - stats.binom.cdf(first - 1, 60, chance)
    assert exact >= 0.95
    assert abs(covered - exact) < 4 * math.sqrt(exact * (1 - exact) / 1000)


@pytest.mark.parametrize("shared", [0.3, 0.7])
def test_the_interval_holds_it_too_where_runs_of_a_draw_are_alike(shared):
    """Brute force: draws × replicates of a normal with a shared part; 250 repetitions tell ± 3 of 100."""
    generator = np.random.default_rng(8)
    parts = generator.normal(size=(250, 50, 1)), generator.normal(size=(250, 50, 4))
    runs = math.sqrt(shared) * parts[0] + math.sqrt(1 - shared) * parts[1]
    ends = np.array([level_reached(one, 0.8, RATE, 2012)[4:6] for one in runs])
    true = stats.norm.ppf(0.2)
    assert ((ends[:, 0] <= true) & (true <= ends[:, 1])).mean() >= 0.92


def test_runs_of_a_draw_that_are_alike_count_once():
    """Negative control: four copies of each draw tell no more than the draws."""
    one = np.random.default_rng(4).uniform(size=(60, 1))
    copied = level_reached(np.repeat(one, 4, axis=1), 0.8, RATE, 2012)
    alone = level_reached(one, 0.8, RATE, 2012)
    assert copied.level == alone.level
    assert copied.runs <= 60
    assert copied.high - copied.low >= 0.9 * (alone.high - alone.low)


def test_a_run_without_a_figure_meets_nothing():
    values = np.random.default_rng(5).uniform(size=(50, 4))
    values[:5] = np.nan
    found = level_reached(values, 0.8, RATE, 2012)
    assert (values >= found.level).mean() >= 0.8
    values[:20] = np.nan
    with pytest.raises(BadRequest, match="too few runs"):
        level_reached(values, 0.8, RATE, 2012)


def test_too_few_runs_name_the_chance_that_can_be_told():
    values = np.random.default_rng(6).uniform(size=(20, 1))
    with pytest.raises(BadRequest, match="too few runs") as caught:
        level_reached(values, 0.9, RATE, 2012)
    best = caught.value.best
    assert best**20 <= 0.025 < (best + 0.01) ** 20
    assert level_reached(values, best, RATE, 2012).chance == best
    with pytest.raises(BadRequest) as few:
        level_reached(values[:2], 0.5, RATE, 2012)
    assert "best" not in few.value.values


def test_levels_are_rounded_to_the_cautious_side():
    assert promised("sampled_pass_rate", 0.83999) == 0.839
    assert promised("sampled_pass_rate", 0.84) == 0.84
    assert promised("quality_loss_rate", 0.02301) == 0.024
    assert promised("famous_brands", 22.0) == 22.0
    assert promised("safety_violations", 1.234) == 1.3
    assert promised("fiscal_cost", 640.2) == 641.0
    assert str(promised("quality_loss_rate", 0.0)) == "0.0"


# --- the number of tests


def test_one_run_with_a_known_rate_gives_the_binomial_quantile():
    """Oracle: scipy's quantile of passes out of 400 at a rate of 97 %."""
    mixture = Mixture(np.array([0.97]), np.array([0.0]))
    for chance in (0.5, 0.8, 0.9):
        passes = stats.binom.isf(chance, 400, 0.97)  # P(X > passes) ≤ chance: the quantile is that number or one more
        best = max(k for k in (passes - 1, passes, passes + 1) if stats.binom.sf(k - 1, 400, 0.97) >= chance)
        assert mixture.level(400, chance) == pytest.approx(best / 400, abs=1e-9)
    assert mixture.chance(400, 0.965) == pytest.approx(0.775, abs=5e-4)
    assert mixture.chance(1600, 0.965) == pytest.approx(0.892, abs=5e-4)


def test_a_mixture_is_the_mean_over_its_runs():
    """Oracle: brute force with redrawn tests."""
    generator = np.random.default_rng(7)
    rates, noise = generator.uniform(0.8, 0.9, 300), generator.normal(0, 0.015, 300)
    drawn = generator.binomial(200, rates, size=(400, 300)) / 200 + noise
    mixture = Mixture(rates, noise)
    assert mixture.chance(200, 0.83) == pytest.approx((drawn >= 0.83).mean(), abs=0.004)
    assert mixture.level(200, 0.8) == pytest.approx(np.quantile(drawn, 0.2), abs=0.001)
    assert Mixture(np.array([np.nan, 1.0]), np.zeros(2)).chance(50, 0.5) == 0.5


def test_more_tests_raise_what_is_likely_and_lower_the_lucky(outcome):
    levels = [one.level for one in by_tests(outcome, "sampled_pass_rate", 0.8)]
    assert levels == sorted(levels)
    lucky = [one.level for one in by_tests(outcome, "sampled_pass_rate", 0.2)]
    assert lucky == sorted(lucky, reverse=True)


def test_on_the_planned_tests_it_agrees_with_the_runs(outcome):
    """The level that averages over who is tested lies within the margin of the runs' own."""
    found = attainable(outcome, "sampled_pass_rate", 0.7)
    (same,) = by_tests(outcome, "sampled_pass_rate", 0.7, multiples=(1,))
    assert found.low - 0.005 <= same.level <= found.high + 0.005
    assert same.tests == mixture_of_tests(outcome, "sampled_pass_rate")[1]


def test_planned_tests_are_those_that_the_engine_makes(outcome):
    """Oracle: the kernel itself, and the tests that were counted."""
    for quarter in range(9):
        for units, coverage, crackdown in ((77, 0.6, 1.0), (90, 0.5, 1.5), (31, 1.7, 2.0)):
            lever = SimpleNamespace(coverage=coverage, crackdown_tests=crackdown)
            assert planned_tests(units, coverage, crackdown, quarter) == planned_number.py_func(units, lever, quarter)
    place = outcome.names.index("planned")
    counted = outcome.counts[:, :, 4:8, :, place].sum(axis=(-1, -2))
    assert (counted == sampling_design(outcome.scenario, 2012).tests).all()
    food = sampling_design(outcome.scenario, 2012, sectors=("food",))
    assert (food.tests, round(food.random, 9), round(food.targeted, 9)) == (36, 0.6, 0.4)


# --- asked of an outcome


def test_what_was_attained_is_kept_as_often_as_it_says(outcome):
    """The same runs meet the promised level at least as often; a level a little higher is met less often."""
    found = attainable(outcome, "sampled_pass_rate", 0.8, programme="product")
    kept, beyond = (
        assess(outcome, [promise(outcome.scenario, "sampled_pass_rate", level, programme="product")])[0].chance
        for level in (found.promised, found.level + 0.001)
    )
    assert beyond < 0.8 <= kept


def test_steps_fall_and_say_what_is_known(outcome):
    found = steps(outcome, "sampled_pass_rate", programme="product")
    levels = [row.found.level for row in found.rows]
    assert levels == sorted(levels)
    assert [row.kind.chance for row in found.rows] == [kind.chance for kind in STEPS] == [0.9, 0.7, 0.5]
    assert found.beside.counted == pytest.approx(0.875)  # as many tests behind 85 % as behind 90 %
    assert found.beside.last == np.median(outcome.annual("sampled_pass_rate", 2011, programme="product"))
    assert (found.beside.city, found.beside.province) == (None, None)
    assert (
        steps(outcome, "quality_loss_rate").rows[0].found.level
        >= steps(outcome, "quality_loss_rate").rows[2].found.level
    )


def test_steps_leave_open_what_few_runs_cannot_tell(outcome):
    found = steps(outcome.first(2), "sampled_pass_rate")
    assert found.rows[0].found is None


def test_a_target_below_last_year_asks_for_nothing(outcome):
    low, high = (binding(outcome, promise(outcome.scenario, "sampled_pass_rate", level)) for level in (0.6, 0.93))
    assert not low.binding
    assert low.reasons == ("last_year", "counted")
    assert low.last_chance.value == 1.0
    assert (high.binding, high.reasons) == (True, ())
    accidents = promise(outcome.scenario, "no_major_accident", 1.0)
    assert binding(outcome, accidents).binding


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        (dict(indicator="pass_rate"), UnknownName, "true_pass_rate"),
        (dict(indicator="fines"), BadRequest, "good neither high nor low"),
        (dict(indicator="no_major_accident"), BadRequest, "yes or no"),
        (dict(indicator="operating_rate"), BadRequest, "No sector in this scope"),
        (dict(indicator="sampled_pass_rate", programme="farm"), BadRequest, "No sector in this scope"),
        (dict(indicator="sampled_pass_rate", programme="produkt"), UnknownName, "product"),
        (dict(indicator="sampled_pass_rate", sectors=("foot",)), UnknownName, "food"),
        (dict(indicator="sampled_pass_rate", sector="food"), UnknownName, "did you mean “sectors”"),
        (dict(indicator="sampled_pass_rate", year=2030), BadRequest, "no year 2030"),
        (dict(indicator="sampled_pass_rate", chance=0), BadRequest, "above 0 and below 1"),
        (dict(indicator="sampled_pass_rate", chance=1), BadRequest, "above 0 and below 1"),
        (dict(indicator="sampled_pass_rate", chance=80), BadRequest, "0.8 for 80 of 100"),
        (dict(indicator="sampled_pass_rate", chance=math.nan), BadRequest, "above 0 and below 1"),
    ],
)
def test_bad_questions_are_answered_in_both_languages(outcome, question, error, words):
    with pytest.raises(error, match=words) as caught:
        attainable(outcome, **question)
    assert "\u4e00" <= caught.value.zh.strip("“")[0] <= "\u9fff"


def test_tests_say_nothing_about_what_is_not_tested(outcome):
    with pytest.raises(BadRequest, match="no share of passed tests"):
        by_tests(outcome, "quality_loss_rate")
    with pytest.raises(BadRequest, match="above 0"):
        by_tests(outcome, "sampled_pass_rate", multiples=(0,))


def test_an_outcome_that_ends_early_says_so(tmp_path):
    plan = district(tmp_path, {"food": {}}, last="2013Q4")
    short = simulate(plan, draws=2, replicates=2, through=2012)
    with pytest.raises(BadRequest, match="no year 2013"):
        attainable(short, "sampled_pass_rate", year=2013)


# --- where little or nothing is tested


@pytest.fixture(scope="module")
def untested(tmp_path_factory):
    """A district where toys are tested and hats are not."""
    plan = district(tmp_path_factory.mktemp("untested"), {"toys": {}, "hats": {}}, levers="{coverage: 0.5}")
    return simulate(with_levers(plan, {"coverage": {"hats": 0.0}}))


@pytest.mark.parametrize("asked", [attainable, by_tests])
def test_an_untested_scope_is_called_so_and_not_too_few_runs(untested, asked):
    with pytest.raises(BadRequest, match="Nothing is tested in hats in 2012") as caught:
        asked(untested, "sampled_pass_rate", sectors=("hats",))
    assert "没有抽查" in caught.value.zh


def test_steps_of_an_untested_scope_say_what_they_lack(untested, outcome):
    found = steps(untested, "sampled_pass_rate", sectors=("hats",)).rows
    assert [(row.found, row.lacks) for row in found] == [(None, "untested")] * 3
    assert steps(outcome.first(2), "sampled_pass_rate").rows[0].lacks == "few_runs"
    assert steps(outcome, "sampled_pass_rate").rows[0].lacks == ""


def test_a_scope_that_is_seldom_tested_says_how_often(untested):
    """Tests taken away in every other draw: more runs would not make a level of it."""
    assert np.isfinite(untested.annual("sampled_pass_rate", 2012)).all()
    counts = untested.counts.copy()
    counts[::2, :, :, :, untested.names.index("planned")] = 0.0
    seldom = replace(untested, counts=counts)
    share = np.isfinite(seldom.annual("sampled_pass_rate", 2012)).mean()
    assert share == 0.5
    with pytest.raises(BadRequest, match="Only 50 of 100 runs have a figure") as caught:
        attainable(seldom, "sampled_pass_rate", 0.8)
    assert caught.value.best == share


def test_list_noise_is_not_cut_off_at_1(tmp_path):
    """Oracle: what the list adds in each run is `list_noise`, also where a report would pass 100 %."""
    plan = district(tmp_path, {"toys": {"observed": 0.99}}, levers="{coverage: 0.5}")
    outcome = simulate(plan, draws=20, replicates=4)
    mixture, _ = mixture_of_tests(outcome, "sampled_pass_rate")
    noise = outcome.list_noise[:, :, outcome.years.index(2012)] / 100
    assert np.array_equal(mixture.noise, noise.ravel())
    seen = outcome.annual("sampled_pass_rate", 2012) - outcome.without_list("sampled_pass_rate", 2012)
    assert (seen < noise - 1e-9).any()  # the report hides some of it
