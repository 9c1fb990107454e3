"""Published patterns on the model: the measures against panels whose answer is known, the verdicts, the table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from simlib.estimators import mean_with_error
from simlib.grammar.records import Override
from simlib.scenario import load, with_levers
from simlib.validation import measures, unit_panel
from simlib.validation.patterns import PATTERN, PATTERNS, measured_on
from simlib.validation.unit_panel import Panel
from simlib.validation.verdicts import TAGS, VERDICT, judge, printed


def made_up(chance, planned=None, seed=1, inclusion=0.3):
    """A ledger [quarter, unit] of units that fail with given chances, tested by luck; nothing reacts to a test."""
    rng, shape = np.random.default_rng(seed), chance.shape
    tested = rng.random(shape) < inclusion if planned is None else planned
    failed = tested & (rng.random(shape) < chance)
    free, holder = np.ones(shape, bool), np.zeros(shape, np.int16)
    validity = np.zeros((shape[0], 1, shape[1]), np.int8)
    none = np.zeros(shape[1], np.int64)
    return Panel(tested, failed, holder, chance, np.full(shape, inclusion), free, validity, none.astype(np.int8), none)


def chain(stay_bad, turn_bad, quarters=24, units=20000, seed=2):
    """A two-state chain: certain to fail in the bad state, certain to pass in the good one."""
    rng, bad = np.random.default_rng(seed), np.empty((quarters, units), bool)
    bad[0] = rng.random(units) < turn_bad / (1.0 - stay_bad + turn_bad)
    for t in range(1, quarters):
        bad[t] = rng.random(units) < np.where(bad[t - 1], stay_bad, turn_bad)
    return bad.astype(float)


def test_persistence_of_a_two_state_chain():
    """Tests every fourth quarter of a chain with λ = .9 − .05: P(fail | fail) = π + (1 − π)λ⁴, P(fail | pass) =
    π(1 − λ⁴), π = 1/3, hence their ratio; the lag-k correlation is λ^(4k)."""
    once_a_year = np.zeros((24, 20000), bool)
    once_a_year[::4] = True
    runs = [made_up(chain(0.9, 0.05), once_a_year)]
    link, share = 0.85**4, 1.0 / 3.0
    assert unit_panel.fail_after(runs, 1) == pytest.approx(share + (1.0 - share) * link, abs=0.008)
    assert unit_panel.fail_after(runs, 0) == pytest.approx(share * (1.0 - link), abs=0.006)
    exact = (share + (1.0 - share) * link) / (share * (1.0 - link))
    assert unit_panel.persistence(runs) == pytest.approx(exact, rel=0.03)
    for lag in (1, 2, 3):
        assert unit_panel.correlation(runs, lag) == pytest.approx(link**lag, abs=0.012)


def test_correlation_of_fixed_units_does_not_fade():
    """Units with chances U(0, .4) for ever: every lag's correlation is Var π/(p(1 − p)) = (.16/12)/(.2·.8) = .0833."""
    chance = np.tile(np.random.default_rng(3).uniform(0.0, 0.4, 60000), (24, 1))
    for lag in (1, 2, 3):
        once_a_year = np.zeros(chance.shape, bool)
        once_a_year[::4] = True
        assert unit_panel.correlation([made_up(chance, once_a_year)], lag) == pytest.approx(0.0833, abs=0.01)


def test_tests_of_another_holder_are_not_paired():
    """A newcomer does not inherit the record of the place: pairs across a change of holder are left out."""
    planned = np.ones((8, 1), bool)
    panel = made_up(np.ones((8, 1)), planned)
    panel.holder[4:] = 1
    before, _ = unit_panel.pairs(panel, 1, (1, 3))
    assert before.size == 6
    assert unit_panel.pairs(panel, 1, (2, 3))[0].size == 0


def test_with_frozen_decisions_the_whole_fall_is_regression_to_the_mean():
    """Nothing reacts to a fail, and the chance of failing forgets by λ = .6 a year: units found failing fall exactly as
    far as units that nobody looked at, 1 − E[f f′]/E[f²] in expectation."""
    rng = np.random.default_rng(4)
    trait = rng.normal(size=(8, 40000))
    for t in range(1, 8):
        trait[t] = 0.88 * trait[t - 1] + math.sqrt(1.0 - 0.88**2) * trait[t]
    chance = 1.0 / (1.0 + np.exp(2.0 - trait))
    found = unit_panel.caught([made_up(chance)])
    exact = 1.0 - (chance[:-4] * chance[4:]).mean() / (chance[:-4] ** 2).mean()
    assert exact > 0.1
    assert found.fall == pytest.approx(exact, abs=0.012)
    assert found.unseen == pytest.approx(exact, abs=0.012)


def test_what_being_caught_does_is_told_apart():
    """Caught units fail half as often ever after, others not at all less: fall .5, unseen 0."""
    rng = np.random.default_rng(5)
    first = np.tile(rng.uniform(0.05, 0.4, 60000), (4, 1))
    panel = made_up(np.concatenate([first, first]))
    caught = panel.failed[0]
    panel.chance[4:, caught] *= 0.5
    panel.failed[1:4] = False
    panel.planned[1:4] = True  # leaves quarter 0 alone to count
    found = unit_panel.caught([panel])
    assert found.fall == pytest.approx(0.5, abs=1e-6)
    assert found.unseen == pytest.approx(0.0, abs=1e-6)


def test_in_the_engine_being_caught_without_consequences_changes_nothing():
    """Negative control on the engine: no follow-up, no revocation, and a market beside which no sanction counts. Caught
    units then fall as the unseen do; with sanctions that count they fall by far more."""
    still = measures.steady(load("baseline"))
    market = {"market_revenue": Override("market_revenue", 3000.0, None, "test")}
    lenient = {"follow_up": 0.0, "revocation": "off"}
    gaps = []
    for scenario in (replace(still, overrides={**still.overrides, **market}), still):
        panels = unit_panel.play_units(with_levers(scenario, lenient), 12, 2, 2)
        both = [unit_panel.caught(runs) for runs in panels]
        gaps.append(mean_with_error([[one.fall - one.unseen] for one in both]))
    assert abs(gaps[0].value) < max(4.0 * gaps[0].error, 0.02)
    assert gaps[1].value > 0.05


def test_the_ledger_is_the_run_that_simulate_plays():
    """Planned tests and fails of the ledger add up to the counters of the same run, quarter by quarter."""
    from simlib.ensemble import simulate

    plan = load("baseline")
    panel = unit_panel.play_units(plan, 1, 1)[0][0]
    outcome = simulate(plan, draws=1, replicates=1, workers=1)
    for code, page in (("planned", panel.planned), ("planned_passes", panel.planned & ~panel.failed)):
        counted = outcome.counts[0, 0, 4:, :, outcome.names.index(code)]
        ours = [[page[t, panel.sector == s].sum() for s in range(len(plan.sectors))] for t in range(len(page))]
        np.testing.assert_array_equal(counted, ours)


def test_a_recognition_lasts_as_long_as_its_validity_where_nothing_is_lost():
    """Every title won in the fourth quarter for 12 quarters and never renewed: stock ÷ recognitions = 3 years."""
    validity = np.zeros((24, 1, 60), np.int8)
    for unit in range(60):
        won = 3 + 4 * (unit % 9) - 12
        for t in range(24):
            validity[t, 0, unit] = 12 - (t - won) if 0 <= t - won < 12 else 0
    panel = made_up(np.zeros((24, 60)))._replace(validity=validity)
    won = sum(((validity[t, 0] > 0) & (validity[t - 1, 0] == 0)).sum() for t in range(7, 24, 4))
    stock = sum((validity[t, 0] > 0).sum() for t in range(7, 24, 4))
    assert unit_panel.years_per_title([panel], 0) == pytest.approx(stock / won)
    assert 2.5 < stock / won < 3.5


def test_ratio_of_means_has_the_error_of_a_ratio():
    """Cochran 1977: over 2,000 samples of 40 draws the error stated is the spread of the ratio."""
    rng, found = np.random.default_rng(6), []
    for _ in range(2000):
        whole = rng.normal(2.0, 0.8, (40, 1))
        found.append(mean_with_error(measures.ratio_of_means(0.5 * whole + rng.normal(0, 0.3, (40, 1)), whole)))
    ratios, errors = np.array(found).T
    assert ratios.mean() == pytest.approx(0.5, abs=0.003)
    assert np.sqrt((errors**2).mean()) == pytest.approx(ratios.std(), rel=0.08)


# --- verdicts and the table


def test_a_verdict_can_be_bad():
    """Negative control: a figure far from the published range is not reproduced, whatever its role but "shown"."""
    row = PATTERN["persistence"]._replace(role="judged")
    assert judge(row, 1.7, 0.05) == "reproduced"
    assert judge(row, 1.0, 0.05) == "missed"
    assert judge(row, 1.55, 0.05) == "undecided"
    assert judge(row, float("nan"), 0.05) == "undecided"
    assert judge(PATTERN["size_medium"], 0.9, 0.01) == "missed"
    assert judge(PATTERN["size_medium"], 0.3, 0.01) == "input"
    assert judge(PATTERN["coverage_1"], 9.0, 0.01) == "shown"


def test_units_without_memory_do_not_reproduce_persistence():
    """Negative control through the measure: if every unit fails alike, failure does not persist."""
    runs = [made_up(np.full((20, 20000), 0.2))]
    value = unit_panel.persistence(runs)
    assert value == pytest.approx(1.0, abs=0.05)
    assert judge(PATTERN["persistence"], value, 0.02) == "missed"


@pytest.fixture(scope="module")
def table():
    return measured_on(measures.bed(6, 1, 2))


def test_every_row_is_measured_and_judged(table):
    assert [one.pattern.code for one in table] == [row.code for row in PATTERNS]
    for one in table:
        assert math.isfinite(one.value), one.pattern.code
        assert 0.0 <= one.error < math.inf, one.pattern.code
        assert one.band_low <= one.band_high, one.pattern.code
        assert one.verdict in VERDICT
        assert "{" not in "".join(one.sentence)
        assert printed(one.value, one.pattern.form) in one.sentence.zh


def test_every_row_says_where_it_comes_from():
    for row in PATTERNS:
        assert row.source.text
        assert row.source.tag in TAGS
        assert row.low < row.high
        if row.role == "judged":
            assert row.reason.zh
            assert math.isfinite(row.low + row.high)


def test_the_same_table_comes_out_again(table):
    """To the bit, on one thread as on two."""
    again = measured_on(measures.bed(6, 1, 1), {"persistence", "campaign"})
    first = [one for one in table if one.pattern.code in {"persistence", "campaign"}]
    assert [(one.value, one.error) for one in again] == [(one.value, one.error) for one in first]


def test_a_prior_can_be_replaced_to_see_what_a_pattern_hangs_on(table):
    """Half the spread of capability: failure persists less."""
    alike = {"sigma_theta": Override("sigma_theta", 0.7, None, "test")}
    (less,) = measured_on(measures.bed(6, 1, 2, alike), {"persistence"})
    assert less.value < table[0].value - 0.1
