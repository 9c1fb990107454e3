"""Tracking a year: exact answers of two-state and beta worlds, lights, bands, and everything that is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tracked import known, quarter, small

from simlib import Observation, SimlibError, simulate
from simlib.errors import BadRequest, UnknownName
from simlib.learn.likelihood import CLUSTERING
from simlib.learn.weights import TooFewRuns
from simlib.setting.asking import promise
from simlib.setting.year.helping import what_helps
from simlib.setting.year.quarters import beliefs
from simlib.setting.year.tracking import track, track_until

SIZE = 1.0 / CLUSTERING - 1.0


def reported(passes, tests, rate):
    """P(passes | rate) of a quarter's tests, as the likelihood has it."""
    return stats.betabinom.pmf(passes, tests, rate * SIZE, (1.0 - rate) * SIZE)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return small(tmp_path_factory.mktemp("track"))


@pytest.fixture(scope="module")
def two_states(plan):
    """A district that is in one of two states: good (.90) in 60 of 100 runs, bad (.80) in 40."""
    return known(plan, np.repeat([[0.9], [0.8]], [60, 40], axis=0) * np.ones(4))


def floor(plan, level=0.85):
    return promise(plan, "sampled_pass_rate", level)


# --- the chance


def test_two_states_are_weighed_by_bayes_and_what_was_seen_is_fixed(plan, two_states):
    """By hand: P(good | quarters) by Bayes, then the year's rate = passes so far + a beta-binomial rest."""
    rows = [quarter(1, 172), quarter(2, 170)]
    found = track(two_states, rows, targets=[floor(plan)])
    seen = np.array([np.prod([reported(row.passes, 200, rate) for row in rows]) for rate in (0.9, 0.8)])
    good, bad = np.array([0.6, 0.4]) * seen / (np.array([0.6, 0.4]) @ seen)
    needed = 680 - 342
    rest = [np.convolve(*[reported(np.arange(201), 200, rate)] * 2)[needed:].sum() for rate in (0.9, 0.8)]
    assert found.belief.weights[:60].sum() == pytest.approx(good, abs=1e-9)
    assert found.courses[0].now.value == pytest.approx(good * rest[0] + bad * rest[1], abs=2e-4)
    year = [reported_year(rate)[680:].sum() for rate in (0.9, 0.8)]
    assert found.courses[0].chances[0].value == pytest.approx(0.6 * year[0] + 0.4 * year[1], abs=5e-4)
    assert len(found.courses[0].chances) == 3


def reported_year(rate):
    two = np.convolve(*[reported(np.arange(201), 200, rate)] * 2)
    return np.convolve(two, two)


def test_beta_worlds_give_the_beta_binomial_of_the_rest(plan, monkeypatch):
    """Conjugate: Beta(85, 15) and 175 of 200 seen is Beta(260, 40); the rest of 600 tests is beta-binomial."""
    monkeypatch.setattr("simlib.setting.year.reporting.CLUSTERING", 0.0)
    monkeypatch.setattr("simlib.learn.likelihood.CLUSTERING", 1e-7)
    rates = stats.beta.ppf((np.arange(3000) + 0.5) / 3000, 85, 15)
    found = track(known(plan, rates[:, None] * np.ones(4)), [quarter(1, 175)], targets=[floor(plan)])
    exact = stats.betabinom.sf(680 - 175 - 1, 600, 260, 40)
    assert found.courses[0].now.value == pytest.approx(exact, abs=1e-3)


def test_the_list_of_the_year_is_learnt_from_its_quarters(plan):
    """One known rate .85, list noise of 2 points: after a quarter the noise is normal, by its exact update."""
    outcome = known(plan, np.full((50, 4), 0.85), tests=1000, spread=2.0)
    found = track(outcome, [quarter(1, 1660, tests=2000)], targets=[floor(plan, 0.84)])
    nodes = 0.85 + 0.02 * np.linspace(-4.5, 4.5, 61)
    variance = 0.832 * 0.168 * (1.0 + 1999 * CLUSTERING) / 2000
    kept = 0.02**2 / (0.02**2 + variance)
    mean = found.belief.nodes[0, 0] @ nodes
    assert mean == pytest.approx(0.85 + kept * (0.83 - 0.85), abs=5e-4)
    assert found.belief.nodes[0, 0] @ (nodes - mean) ** 2 == pytest.approx(kept * variance, rel=0.06)


def test_tempered_data_move_the_list_by_as_much_less(plan):
    """Data given the weight t tell as much of the list as a report with 1/t times the variance: normal, by its update.

    Rates of the runs are spread so widely that a full weight would leave fewer than 40 of 100 runs.
    """
    outcome = known(plan, np.linspace(0.8, 0.9, 100)[:, None] * np.ones(4), tests=2000, spread=1.0)
    belief = beliefs(outcome, [quarter(1, 3250, tests=4000)])[-1]
    assert 0.5 < belief.temper < 0.8
    own, noise = np.linspace(0.8, 0.9, 100)[50], 0.01 * np.linspace(-4.5, 4.5, 61)
    exact = np.exp(-0.5 * (noise / 0.01) ** 2) * reported(3250, 4000, own + noise) ** belief.temper
    np.testing.assert_allclose(belief.nodes[50, 0], exact / exact.sum(), atol=1e-9)


def test_this_year_s_list_says_nothing_of_next_year_s(tmp_path):
    """One known rate .85 and list noise of 2 points: a bad quarter moves this year's chance; next year's stays what
    it is, a normal noise over beta-binomial tests summed by hand. Nor is it what this year's measures are for."""
    plan = small(tmp_path, last="2013Q4")
    outcome = known(plan, np.full((100, 4), 0.85), tests=200, spread=2.0)
    goals = [promise(plan, "sampled_pass_rate", 0.84, year=year) for year in (2012, 2013)]
    found = track(outcome, [quarter(1, 320, tests=400)], targets=goals)
    this, following = (course.chances for course in found.courses)
    noise = np.linspace(-4.5, 4.5, 61)
    rates = np.clip(0.85 + 0.02 * noise, 0.0, 1.0)
    laws = [np.convolve(*[np.convolve(*[reported(np.arange(401), 400, rate)] * 2)] * 2) for rate in rates]
    exact = np.average([law[1344:].sum() for law in laws], weights=np.exp(-0.5 * noise**2))
    assert this[1].value < this[0].value - 0.2
    assert [chance.value for chance in following] == pytest.approx([exact, exact], abs=1e-3)
    with pytest.raises(BadRequest, match="of that year"):
        what_helps(found, goals[1])


def test_a_district_without_a_fail_or_a_pass_is_tracked(plan):
    """Every rate exactly 1 and no list: all passes are as foretold, half of them are not; likewise at 0."""
    sure, never = known(plan, np.ones((100, 4))), known(plan, np.zeros((100, 4)))
    assert [track(sure, [quarter(1, passes)]).light for passes in (200, 100)] == ["quiet", "red"]
    found = track(never, [quarter(1, 0)], targets=[floor(plan)])
    assert (found.light, found.courses[0].now.value) == ("quiet", pytest.approx(0.0, abs=1e-6))


def test_a_whole_year_is_a_fact(plan, two_states):
    """With all four quarters in, nothing is left to chance."""
    rows = [quarter(n, 170) for n in (1, 2, 3, 4)]
    met = track(two_states, rows, targets=[floor(plan)]).courses[0]
    assert (met.settled, met.now.value) == (True, pytest.approx(1.0))
    rows[3] = quarter(4, 169)
    missed = track(two_states, rows, targets=[floor(plan)]).courses[0]
    assert (missed.settled, missed.now.value) == (False, pytest.approx(0.0))


def test_rows_of_sectors_add_up_to_the_target_and_wider_rows_only_weigh(plan, two_states):
    """Food and toys apart say what both together say; a district's row fixes nothing of a target on food alone."""
    parts = [quarter(1, 86, tests=100, sectors=(name,)) for name in ("food", "toys")]
    apart = track(two_states, parts, targets=[floor(plan)]).courses[0].now
    whole = track(two_states, [quarter(1, 172)], targets=[floor(plan)]).courses[0].now
    assert apart.value == pytest.approx(whole.value, abs=3e-3)  # laboratories differ by sector
    food = promise(plan, "sampled_pass_rate", 0.85, sectors=("food",))
    course = track(two_states, [quarter(n, 172) for n in (1, 2, 3, 4)], targets=[food]).courses[0]
    assert course.settled is None


def test_other_targets_are_weighed_run_by_run(plan, two_states):
    """A target that tests do not count is met or not in each run; runs are weighed by what was seen."""
    true = promise(plan, "true_pass_rate", 0.5)
    course = track(two_states, [quarter(1, 172)], targets=[true]).courses[0]
    assert not course.counted
    assert course.now.value == pytest.approx(1.0)


# --- the light


def test_the_light_turns_where_the_law_says(two_states):
    """Amber exactly up to the limit, red below; the odds are the exact predictive chance."""
    quiet = track(two_states, [quarter(1, 170)])
    look = quiet.watched[0].looks[0].alone
    law = 0.6 * reported(np.arange(201), 200, 0.9) + 0.4 * reported(np.arange(201), 200, 0.8)
    assert look.odds == pytest.approx(law[:171].sum(), abs=1e-4)
    assert quiet.light == "quiet"
    assert law[: look.amber_at + 1].sum() <= quiet.watched[0].levels[0] < law[: look.amber_at + 2].sum() + 1e-4
    assert track(two_states, [quarter(1, look.amber_at + 1)]).light == "quiet"
    assert track(two_states, [quarter(1, look.amber_at)]).light == "amber"
    assert track(two_states, [quarter(1, look.red_at)]).light == "red"


def test_a_better_year_is_told_but_is_no_alarm(two_states):
    found = track(two_states, [quarter(1, 196)])
    assert found.light == "quiet"
    assert found.watched[0].better


def test_one_missing_quarter_does_not_shift_the_light(two_states):
    """Without the second quarter the third is judged on what came in; limits of a quarter alone hardly move."""
    whole = track(two_states, [quarter(1, 172), quarter(2, 172), quarter(3, 172)])
    gap = track(two_states, [quarter(1, 172), quarter(3, 172)])
    assert gap.missing == (2,)
    assert gap.light == whole.light == "quiet"
    third = gap.watched[0].looks[2]
    assert (third.so_far.tests, third.so_far.passes) == (400, 344)
    assert gap.watched[0].looks[1].so_far.amber_at == -1
    assert abs(third.alone.amber_at - whole.watched[0].looks[2].alone.amber_at) <= 1
    low = whole.watched[0].looks[2].alone.red_at
    assert track(two_states, [quarter(1, 172), quarter(3, low)]).light == "red"


def test_more_lights_share_the_false_alarms(two_states):
    """Two lights have half the chance each; the district's is the worse of them."""
    one = track(two_states, [quarter(1, 90, tests=100, sectors=("food",))])
    both = track(two_states, [quarter(1, 90, tests=100, sectors=("food",)),
                              quarter(1, 60, tests=100, sectors=("toys",))])  # fmt: skip
    assert both.watched[0].levels[0] == pytest.approx(one.watched[0].levels[0] / 2, rel=0.1)
    assert [row.light for row in both.watched] == ["quiet", "red"]
    assert both.light == "red"


# --- refusals, each in both languages


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([], BadRequest, "季度"),
        ([quarter(1, 170, year=2030)], BadRequest, "2030"),
        ([quarter(1, 170, year=2011)], BadRequest, "2011"),
        ([quarter(5, 170)], BadRequest, "1 到 4"),
        ([quarter(None, 170)], BadRequest, "按季"),
        ([quarter(1, 170), quarter(2, 170, year=2013)], BadRequest, "2013"),
        ([quarter(1, 170, indicator="famous_brands")], BadRequest, "不能按季跟踪"),
        ([quarter(1, 170, indicator="operating_rate")], BadRequest, "无从预计"),
        ([quarter(1, None, tests=None, value=0.9, sd=0.01)], BadRequest, "批次"),
        ([quarter(1, 201)], BadRequest, "批次"),
        ([quarter(1, 170), quarter(4, 170)], BadRequest, "缺第 2、3 季度"),
        ([quarter(1, 170, line=2), quarter(1, 171, line=3)], BadRequest, "同一件事"),
        ([quarter(1, 170, line=2), quarter(1, 90, tests=100, sectors=("food",), line=3)], BadRequest, "同一件事"),
        ([quarter(1, 170, sectors=("fod",))], UnknownName, "food"),
        ([quarter(1, 170, indicator="xx")], UnknownName, "xx"),
        ([quarter(1, 22.5)], BadRequest, "整数"),
        ([quarter(1, 22, tests="25")], BadRequest, "整数"),
        ([quarter(1, 170, line=7)._replace(year="2012")], BadRequest, "第 7 行：year"),
    ],
)
def test_what_cannot_be_tracked_is_refused_in_both_languages(two_states, rows, error, words):
    with pytest.raises(error) as caught:
        track(two_states, rows)
    assert words in caught.value.zh
    assert caught.value.en


def test_too_few_runs_are_refused(plan, two_states):
    """Thirty runs are too few for anything; data that no run can explain leave none."""
    with pytest.raises(TooFewRuns) as caught:
        track(known(plan, np.full((30, 4), 0.85)), [quarter(1, 170)])
    assert "30" in caught.value.en
    spread = known(plan, np.linspace(0.6, 0.99, 100)[:, None] * np.ones(4), tests=500)
    with pytest.raises(TooFewRuns):
        track(spread, [quarter(1, 800, tests=1000), quarter(2, 990, tests=1000), quarter(3, 400, tests=1000)])


def test_a_target_of_another_year_is_refused(plan, two_states):
    with pytest.raises(SimlibError) as caught:
        track(two_states, [quarter(1, 170)], targets=[replace(floor(plan), year=2019)])
    assert "2019" in caught.value.zh


def test_draws_are_added_until_enough_runs_remain(plan):
    """Ten draws of four are too few; more are simulated through the tracked year, to the bit those made at once."""
    found = track_until(plan, [quarter(1, 170)])
    assert found.outcome.draws > 10
    assert found.belief.effective >= 100
    at_once = simulate(plan, draws=found.outcome.draws, through=2012)
    assert np.array_equal(found.outcome.counts, at_once.counts)


def test_rows_made_in_memory_say_which_quarter(two_states):
    with pytest.raises(BadRequest) as caught:
        track(two_states, [Observation("accidents", 2012, 1, value=3.0)])
    assert "2012Q1" in caught.value.en
