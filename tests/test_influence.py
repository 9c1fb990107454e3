"""Drivers: what matters is named, and noise is not read as influence."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simlib import assess, load, simulate
from simlib.assumptions import ASSUMPTIONS
from simlib.basis import KIND, TAIL, Basis, basis, smallest_seen, swing
from simlib.errors import BadRequest
from simlib.grammar.records import Override
from simlib.influence import (
    Question,
    assumption_values,
    drivers,
    rank_correlation,
    rank_drivers,
    visible_correlation,
)
from simlib.priors import quantile, unknowns

SCALAR = [row.code for row in ASSUMPTIONS if row.shape == "scalar"]
BY_SECTOR = [row.code for row in ASSUMPTIONS if row.shape == "sector"]
VARIED = [row.code for row in ASSUMPTIONS if row.prior.law != "fixed" and row.shape == "scalar"]


def fake_outcome(result, draws=200, seed=1):
    """Assumptions drawn at random (fixed ones constant); `result` makes [draw, replicate] of them."""
    rng = np.random.default_rng(seed)
    scalar = np.zeros(draws, dtype=[(code, float) for code in SCALAR])
    for code in VARIED:
        scalar[code] = rng.normal(size=draws)
    by_sector = np.zeros((draws, 2), dtype=[(code, float) for code in BY_SECTOR])
    for code in BY_SECTOR:
        by_sector[code] = rng.normal(size=(draws, 2))
    values = result(scalar, by_sector, rng)
    names = (("food", "product"), ("farm", "farm"))
    sectors = tuple(SimpleNamespace(name=name, programme=programme) for name, programme in names)

    def annual(indicator, year, sectors=None, programme=None):
        return values[year] if isinstance(values, dict) else values

    return SimpleNamespace(
        assumptions=scalar, sector_assumptions=by_sector, years=(2011, 2012),
        scenario=SimpleNamespace(sectors=sectors, facts={}), annual=annual,
    )  # fmt: skip


def tau_and_a_little_zeta(assumed, _, rng):
    luck = 0.3 * rng.normal(size=(len(assumed), 4))
    return assumed["tau"][:, None] + 0.2 * assumed["zeta"][:, None] + luck


def only_luck(assumed, _, rng):
    return rng.normal(size=(len(assumed), 4))


QUESTION = Question("true_pass_rate", 2012)


def test_what_matters_most_comes_first_and_is_visible():
    """y = x₁ + .2x₂ + noise: corr(y, x₁) = 1/√(1 + .04 + .0225) = .970, Spearman .967 (Pearson 1907)."""
    rows = drivers(fake_outcome(tau_and_a_little_zeta, draws=2000), QUESTION)
    first, second = rows[:2]
    assert (first.code, second.code) == ("tau", "zeta")
    assert first.status == second.status == "guess"
    assert first.correlation == pytest.approx(6 / np.pi * np.arcsin(0.9701 / 2), abs=0.01)
    assert first.visible
    assert second.visible
    assert not any(row.visible for row in rows[2:])
    thirds = 2 * 1.0908  # E(x | x in its top third) of a normal x
    assert first.high_third - first.low_third == pytest.approx(thirds, rel=0.05)
    assert len(rows) == 5


def test_shuffled_results_show_no_driver_negative_control():
    """The same results in random order: over 400 shuffles some driver is named in about 5 of 100."""
    outcome = fake_outcome(tau_and_a_little_zeta, draws=50)
    results = outcome.annual("true_pass_rate", 2012).mean(axis=1)
    constants = assumption_values(outcome, QUESTION)
    rng = np.random.default_rng(7)
    shuffles = (rank_drivers(rng.permutation(results), constants) for _ in range(400))
    named = [any(row.visible for row in rows) for rows in shuffles]
    assert np.mean(named) <= 0.08
    assert rank_drivers(results, constants)[0].visible


def test_luck_alone_shows_no_driver_negative_control():
    assert not any(row.visible for row in drivers(fake_outcome(only_luck, draws=50), QUESTION, top=99))


def test_threshold_by_hand_and_for_too_few_draws():
    """r = t/√(D − 2 + t²): the table value for n = 50, two-sided 5 %, is .2787 (Pearson's r tables)."""
    assert visible_correlation(50, 1) == pytest.approx(0.2787, abs=1e-4)
    assert 0.4 < visible_correlation(50, 45) < 0.5
    assert visible_correlation(19, 1) == 1.0
    few = drivers(fake_outcome(tau_and_a_little_zeta, draws=12), QUESTION)
    assert not any(row.visible for row in few)


def test_rank_correlation_agrees_with_scipy():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(3)
    first, second = rng.integers(0, 9, size=(2, 60)).astype(float)
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic)
    assert rank_correlation(first, np.ones(60)) == 0.0
    assert rank_correlation(first, np.exp(first)) == pytest.approx(1.0)


def test_fixed_assumptions_are_never_named():
    codes = {row.code for row in drivers(fake_outcome(only_luck), QUESTION, top=99)}
    assert codes == set(VARIED) | set(BY_SECTOR)


def test_sector_assumptions_count_in_the_sectors_asked_for():
    outcome = fake_outcome(lambda _, by_sector, rng: by_sector["drift"][:, [0]] + np.zeros((1, 4)))
    food = drivers(outcome, Question("true_pass_rate", 2012, programme="product"))[0]
    assert (food.code, food.correlation) == ("drift", pytest.approx(1.0))
    assert food.status == "measured"
    rows = drivers(outcome, Question("true_pass_rate", 2012, sectors=("farm",)), top=99)
    farm = {row.code: row for row in rows}
    assert not farm["drift"].visible
    with pytest.raises(BadRequest, match="No sector"):
        drivers(outcome, Question("service_rate", 2012))  # read from services alone, and there are none
    with pytest.raises(BadRequest, match="No sector"):
        drivers(outcome, Question("true_pass_rate", 2012, sectors=("fod",)))


def test_a_target_to_rise_is_explained_by_its_rise_not_by_its_stock():
    def stock(assumed, _, rng):
        level, rise = 100 * assumed["tau"][:, None], assumed["zeta"][:, None]
        return {2011: level + np.zeros((1, 4)), 2012: level + rise + np.zeros((1, 4))}

    rise = SimpleNamespace(indicator="famous_brands", year=2012, sectors=(), programme="", sense="rise",
                           since=2011, by=0.0, reference="", level=None)  # fmt: skip
    outcome = fake_outcome(stock)
    assert drivers(outcome, rise)[0].code == "zeta"
    rise.sense, rise.level = "at_least", 0.0
    assert drivers(outcome, rise)[0].code == "tau"


def test_draws_without_a_figure_are_left_out():
    def sometimes(assumed, _, rng):
        values = assumed["tau"][:, None] + np.zeros((1, 4))
        values[:50] = np.nan
        return values

    first = drivers(fake_outcome(sometimes), QUESTION)[0]
    assert (first.code, first.correlation) == ("tau", pytest.approx(1.0))
    assert not np.isnan(first.low_third)
    constant = fake_outcome(lambda assumed, _, rng: np.ones((len(assumed), 4)))
    assert drivers(constant, QUESTION) == ()
    nothing = fake_outcome(lambda assumed, _, rng: np.full((len(assumed), 4), np.nan))
    assert drivers(nothing, QUESTION) == ()


# --- what a chance rests on


def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


def runs_met(chance, replicates=4, seed=5):
    """[draw, replicate]: each run meets its target with the chance of its draw."""
    return np.random.default_rng(seed).random((len(chance), replicates)) < chance[:, None]


def judged(outcome, met, indicator="true_pass_rate"):
    target = SimpleNamespace(indicator=indicator, year=2012, sectors=(), programme="", sense="at_least", since=None,
                             by=0.0, reference="", level=0.0)  # fmt: skip
    return basis(replace_values(outcome, met), SimpleNamespace(target=target, met=met))


def replace_values(outcome, met):
    outcome.annual = lambda *_asked, **_scope: met.astype(float)
    outcome.draws = len(met)
    return outcome


def test_the_swing_is_that_of_a_known_function():
    """Chance logistic(−.3 + 1.2 z) of a normal assumption: at its 10th and 90th percentile z = ∓1.2816."""
    for seed in range(3):
        z = np.random.default_rng(seed).normal(size=400)
        found = swing(runs_met(logistic(-0.3 + 1.2 * z), seed=seed), np.exp(3 * z))  # whatever its scale
        low, high = logistic(-0.3 - 1.2 * TAIL), logistic(-0.3 + 1.2 * TAIL)
        assert found.high - found.low == pytest.approx(high - low, abs=3 * found.error)
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.06)


def test_the_error_of_a_swing_is_its_scatter():
    """Clustered by draw: four runs that always agree tell no more than one."""
    rng = np.random.default_rng(11)
    found = []
    for _ in range(200):
        z = rng.normal(size=100)
        met = np.repeat(rng.random((100, 1)) < logistic(0.5 * z)[:, None], 4, axis=1)
        found.append(swing(met, z))
    scatter = np.std([one.high - one.low for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(scatter, rel=0.15)


def test_a_chance_that_one_guess_decides_is_tagged_so():
    outcome = fake_outcome(only_luck, draws=200)
    found = judged(outcome, runs_met(logistic(2.0 * outcome.assumptions["tau"])))
    assert (found.kind, found.driver.code, found.driver.status) == ("guess", "tau", "guess")
    assert found.swing.size > 0.6


def test_luck_alone_is_tagged_as_data_or_too_few_runs_negative_control():
    """With 200 draws a guess that moves the chance by 2 in 10 would be seen; with 30 it would not."""
    many = [judged(fake_outcome(only_luck, 200, seed), runs_met(np.full(200, 0.5), seed=seed)) for seed in range(40)]
    kinds = [one.kind for one in many]
    assert "guess" not in kinds
    assert kinds.count("data") >= 36
    few = judged(fake_outcome(only_luck, draws=30), runs_met(np.full(30, 0.5)))
    assert few.kind == "unclear"
    assert judged(fake_outcome(only_luck, draws=10), np.ones((10, 4), dtype=bool)).kind == "unclear"
    assert judged(fake_outcome(only_luck, draws=50), np.ones((50, 4), dtype=bool)).kind == "data"


def test_a_guess_that_moves_the_chance_a_little_does_not_decide_it():
    outcome = fake_outcome(only_luck, draws=1500)
    found = judged(outcome, runs_met(logistic(0.25 * outcome.assumptions["tau"])))
    assert (found.kind, found.driver.code) == ("data", "tau")
    assert found.swing.size < 0.2


def test_a_measured_assumption_counts_as_data_and_is_named():
    outcome = fake_outcome(only_luck, draws=400)
    found = judged(outcome, runs_met(logistic(2.0 * outcome.assumptions["sigma_list"])))
    assert (found.driver.code, found.driver.status) == ("sigma_list", "measured")
    assert found.swing.size > 0.5
    assert found.kind in ("data", "unclear")
    assert smallest_seen(np.tile([[True], [False]], (200, 4)), 1) == pytest.approx(2 * TAIL * 0.098 * 0.5006, rel=0.01)


def test_no_chance_no_tag():
    assert basis(None, SimpleNamespace(met=None)) == Basis("none")
    assert set(KIND) == {"data", "guess", "unclear", "none"}


def test_the_swing_is_what_the_engine_says_when_the_assumption_is_pinned():
    """The operating rate hangs on the compliance share at the start: fixed by the scenario at both ends."""
    plan = load("baseline")
    sectors = tuple(sector for sector in plan.sectors if sector.name == "polluters")
    kept = {"polluters", *(tier.name for tier in plan.tiers), ""}
    levers = {key: path for key, path in plan.plan.items() if key[1] in kept}
    target = next(one for one in plan.targets if one.indicator == "operating_rate")
    small = replace(plan, sectors=sectors, plan=levers, targets=(target,))
    outcome = simulate(small, draws=100)
    found = basis(outcome, assess(outcome)[0])
    assert (found.kind, found.driver.code) == ("guess", "compliance_start")
    prior = next(row.prior for row in unknowns(small) if row.code == "compliance_start")
    for share, said in ((0.1, found.swing.low), (0.9, found.swing.high)):
        value = float(quantile(prior, np.array([share]))[0])
        pinned = replace(small, overrides={"compliance_start": Override("compliance_start", value, None, "")})
        row = assess(simulate(pinned, draws=60))[0]
        assert said == pytest.approx(row.chance, abs=3 * np.hypot(row.error, found.swing.error))
