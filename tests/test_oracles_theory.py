"""Exact theory against the engine's stages, as the validation notebook draws it, and the oracles O7, O12, O16, O20."""

from __future__ import annotations

import numpy as np
import pytest
from engine import bench, now, unit_streams
from scipy.special import expit, logit
from scipy.stats import chisquare, hypergeom

from simlib.estimators import chance_on_sample, passes_needed
from simlib.model.quarter import certify, change
from simlib.model.sampling import CORE, NONE, sample
from simlib.model.streams import PURPOSE, uniform
from simlib.validation import theory
from simlib.validation import theory_stages as stages
from simlib.validation.theory_behaviour import gaps, supply


@pytest.fixture(scope="module")
def curves():
    return {curve.oracle: curve for curve in (play() for play in theory.CURVES)}


def far(curve) -> float:
    """Root mean square distance of the points from the line, in standard errors."""
    return float(np.sqrt(np.mean(((curve.simulated - curve.theory) / curve.error) ** 2)))


@pytest.mark.parametrize("oracle", ["O1", "O3", "O4", "O7", "O10", "O11", "O20"])
def test_every_curve_runs_through_the_engine_s_points(curves, oracle):
    """All points within four standard errors of the closed form, and within 1.6 of them on average (points of one run
    hang together, so that the average itself strays)."""
    curve = curves[oracle]
    assert (np.abs(curve.simulated - curve.theory) <= 4.0 * curve.error + 1e-9).all()
    assert far(curve) < 1.6


def test_a_wrong_theory_would_be_noticed(curves):
    """Negative control: the supply of compliance of Becker's units is not that of Harrington's, nor is targeting
    with a score one tenth less telling the one that was played."""
    curve = curves["O7"]
    wrong = expit(logit(0.1) + 0.9 * 1.2 * curve.x)
    assert (np.abs(curve.simulated - wrong) > 4.0 * curve.error).any()
    static = supply(curves["O4"].x * 0.5)
    assert (np.abs(curves["O4"].simulated - static) > 4.0 * curves["O4"].error).any()


def test_curves_are_reproducible_and_labelled(curves):
    again = theory.harrington()
    np.testing.assert_array_equal(again.simulated, curves["O3"].simulated)
    for curve in curves.values():
        for words in (curve.title, curve.x_label, curve.y_label):
            assert words.zh
            assert words.en
        assert len(curve.x) == len(curve.simulated) == len(curve.error)
        assert (curve.error > 0.0).all()


# --- O2–O4


def test_o4_supply_jumps_where_harrington_says():
    """O4: a unit complies in the bad group alone iff p1F1 < c ≤ c̄, hence K(c) = p1/(p1 + p2u) there; by the solver at
    both edges, for fines as they are."""
    costs = np.array([0.499, 0.501, 43.731, 43.733])
    comply = gaps(costs, [0.05, 0.5], (10.0, 20.0), [0.0, 1.0, 0.0, 0.5, 0.98, 0.0]) >= 0.0
    np.testing.assert_array_equal(comply, [[True, True], [False, True], [False, True], [False, False]])


# --- O7


def test_o7_bias_of_targeting():
    """O7: φ = .1, d = 1.2, θ = .8 → .224919, on 48,000 tests drawn by the engine among 100,000 frozen units."""
    assert expit(logit(0.1) + 0.8 * 1.2) == pytest.approx(0.224919, abs=1e-6)
    b, fails = stages.targeted_bench(0.8, 100_000, 0.04, seed=3)
    rates = []
    for quarter in range(48):
        unit_streams(b, quarter)
        sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
        rates.append(fails[b.work.tested != NONE].mean())
    assert np.mean(rates) == pytest.approx(0.224919, abs=4.0 * np.std(rates) / np.sqrt(len(rates)))


# --- O12


def test_o12_bass_is_the_limit_of_the_engine_s_recursion():
    """O12: F(5) = .331199 for p = .03, q = .38 (Bass 1969); steps of a quarter fall short by .0158 at 5 years, and the
    gap halves with the step (Euler's rule, error of first order)."""
    exact = float(stages.bass(5.0))
    assert exact == pytest.approx(0.331199, abs=1e-6)
    gap = [exact - stages.diffusion(4 * times, 5.0)[-1] for times in (1, 2, 4, 64, 128)]
    assert gap[0] == pytest.approx(0.0158, abs=0.0001)
    assert gap[0] / gap[1] == pytest.approx(2.0, abs=0.1)
    assert gap[3] / gap[4] == pytest.approx(2.0, abs=0.01)
    assert gap[4] < 0.0006


def test_o12_one_quarter_is_exact():
    """O12: given the certified share F, exactly the uncertified units whose number lies under p + qF are certified, and
    under p + qF the engine puts no more: expectation (1 − F)(p + qF) without any approximation."""
    units, hazard = 5000, 0.0075 + 0.095 * 0.4
    b = bench(units, assumptions=dict(innovation=0.0075, imitation=0.095, title_pull=0.0))
    b.state.certified[: int(0.4 * units)] = 1
    unit_streams(b, 3)
    luck = np.array([uniform(key, PURPOSE["certification"]) for key in b.work.stream])
    expected = (b.state.certified == 1) | (luck < hazard)
    change(b.state, b.units, b.work, b.sector, b.lever, b.a, now(b, 3, certified_share=0.4), b.tally)
    np.testing.assert_array_equal(b.state.certified == 1, expected)
    assert b.tally["newly_certified"] == expected.sum() - 0.4 * units


def test_o12_every_quarter_has_the_recursion_s_mean():
    """O12: over 48 quarters the newly certified, given the share before, differ from (1 − F)(p + qF)N by luck alone:
    the sum of squared standardised differences is χ² with 48 degrees of freedom."""
    b, shares, squares = bench(20000, seed=5, assumptions=dict(innovation=0.0075, imitation=0.095)), [0.0], 0.0
    for quarter in range(48):
        unit_streams(b, quarter)
        hazard = 0.0075 + 0.095 * shares[-1]
        before = int(b.state.certified.sum())
        certify(b.state, b.work, b.sector, hazard, b.tally)
        mean = (20000 - before) * hazard
        squares += (b.state.certified.sum() - before - mean) ** 2 / (mean * (1.0 - hazard))
        shares.append(b.state.certified.mean())
    assert 25.0 < squares < 80.0  # 0.2 % and 99.7 % of χ²(48)
    assert shares[20] == pytest.approx(stages.diffusion(4, 5.0)[-1], abs=0.03)


def test_o12_the_figure(curves):
    """The mean of twenty runs stays within four errors of the quarterly recursion, and below Bass's curve."""
    curve = curves["O12"]
    assert (np.abs(curve.simulated - curve.theory) <= 4.0 * curve.error + 1e-9).all()
    assert np.max(curve.limit - curve.line) == pytest.approx(0.0180, abs=0.0001)


# --- O16


def test_o16_one_lot_is_hypergeometric():
    """O16: of a lot of 50 with 8 bad the engine's random core draws 10: the number of bad ones is hypergeometric, and
    the lot is accepted with at most 1 bad as often as the operating characteristic says (χ² over 6,000 lots)."""
    lots, lot, bad, drawn = 6000, 50, 8, 10
    b = bench(lot, levers=dict(coverage=4.0 * drawn / lot, targeted_share=0.0))
    counts = np.zeros(drawn + 1)
    for quarter in range(lots):
        unit_streams(b, quarter)
        sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
        counts[(b.work.tested[:bad] == CORE).sum()] += 1
    exact = lots * hypergeom(lot, bad, drawn).pmf(np.arange(drawn + 1))
    pooled = [np.append(each[:5], each[5:].sum()) for each in (counts, exact)]
    assert chisquare(*pooled).pvalue > 1e-3
    from simlib.estimators import operating_characteristic

    chance = operating_characteristic(drawn, 1, bad / lot, lot=lot)
    assert counts[:2].sum() / lots == pytest.approx(chance, abs=4.0 * np.sqrt(chance * (1 - chance) / lots))


# --- O20


@pytest.mark.parametrize(("tests", "chance", "futures"), [(400, 0.775, 2500), (1600, 0.892, 1500)])
def test_o20_chance_of_a_target_through_the_engine(tests, chance, futures):
    """O20: true .970, target .965; shares of years, sampled and tested by the engine, that reach it."""
    passes = stages.yearly_passes(0.97, tests, futures)
    met = np.mean(passes >= passes_needed(0.965, tests))
    assert round(chance_on_sample(0.97, 0.965, tests), 3) == chance
    assert met == pytest.approx(chance, abs=4.0 * np.sqrt(chance * (1.0 - chance) / futures))
    assert passes.var() == pytest.approx(tests * 0.97 * 0.03, rel=5.0 * np.sqrt(2.0 / futures))


def test_o20_correlated_batches_would_be_noticed():
    """Negative control: the same mean with units that are always good or always bad gives another chance."""
    b = bench(500, levers=dict(coverage=0.8, targeted_share=0.0))
    good, met = np.arange(500) < 485, []
    for year in range(600):
        passes = 0
        for quarter in range(4 * year, 4 * year + 4):
            unit_streams(b, quarter)
            sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
            passes += good[b.work.tested == CORE].sum()
        met.append(passes >= 386)
    assert abs(np.mean(met) - 0.775) > 0.02
