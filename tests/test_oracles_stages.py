"""Exact answers for the stages of a quarter: groups, sampling, beliefs, titles, contest, ladder, capability."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from engine import bench, central_assumptions, default_levers, now, unit_streams

from simlib.model.brands import common_score, effort, run_down, win
from simlib.model.quarter import change, react, remember
from simlib.model.records import TIER_LEVERS, TIER_TALLY
from simlib.model.sampling import CORE, FOLLOW_UP, NONE, TARGETED, draw_core, sample
from simlib.model.streams import PURPOSE, uniform

FOREVER = dict(exit_hazard=0.0)


def play_react(b, quarter):
    """Consequences of the tests that are marked in the bench."""
    react(
        b.state,
        b.units,
        b.work,
        b.sector,
        b.lever,
        b.decided,
        b.a,
        now(b, quarter),
        b.tier_levers,
        b.tally,
        b.tier_tally,
    )


def two_groups(units, seed=1):
    """Harrington's game with tests drawn by chance: group 1 (bad) complies, group 0 (good) does not."""
    return bench(
        units,
        grades=2,
        tiers=1,
        seed=seed,
        assumptions=dict(FOREVER, upgrade=0.5),
        levers=dict(revocation=0.0),
        safety_share=0.0,
    )


def play_groups(b, quarter, good, bad):
    """One quarter: the good group is tested with chance `good` and fails, the bad one with chance `bad` and passes."""
    unit_streams(b, quarter)
    luck = np.array([uniform(np.uint64(key), PURPOSE["core"]) for key in b.work.stream])
    chance = np.where(b.state.grade == 1, bad, good)
    b.work.tested[:] = np.where(luck < chance, CORE, NONE)
    b.work.failed[:] = (b.work.tested == CORE) & (b.state.grade == 0)
    play_react(b, quarter)
    b.state.ladder[:] = 0


def test_o3_two_groups_through_the_stages():
    """O3, Harrington 1988: from all good, E x(t) = x*(1 − λ^t) with x* = 1/6, λ = 1 − p1 − p2u = .7, and a
    Binomial(N, E x(t)) count at each t; the lag-k autocorrelation of a unit in the long run is λ^k."""
    units, history = 20000, []
    b = two_groups(units)
    for quarter in range(40):
        play_groups(b, quarter, 0.05, 0.5)
        history.append(b.state.grade.copy())
    for t in (1, 2, 4, 8, 40):
        expected = (1.0 - 0.7**t) / 6.0
        count = int(history[t - 1].sum())
        assert abs(count - units * expected) < 4.0 * np.sqrt(units * expected * (1.0 - expected))
    late = np.array(history[-12:], float)
    for lag in (1, 2, 3):
        together = np.corrcoef(late[:-lag].ravel(), late[lag:].ravel())[0, 1]
        assert together == pytest.approx(0.7**lag, abs=0.015)


def test_o3_binomial_variance():
    """O3: over many small districts the variance of the bad group's size is the binomial one at each t."""
    units, groups = 50, 800
    b = two_groups(units * groups, seed=3)
    for t in range(1, 7):
        play_groups(b, t, 0.05, 0.5)
        share = (1.0 - 0.7**t) / 6.0
        sizes = b.state.grade.reshape(groups, units).sum(axis=1)
        exact = units * share * (1.0 - share)
        assert sizes.var(ddof=1) == pytest.approx(exact, rel=5.0 * np.sqrt(2.0 / groups))


@pytest.mark.parametrize("over_all", [False, True])
def test_o6_shared_budget(over_all):
    """O6: a = (1 − ψ)b of tests go to a core, the bad group is tested in full. Core among the good group only:
    x* = a/u, Var = x*(1 − u)/(N(2 − u)); core over all units: x* = a/(a + u). N = 200, bN = 40, ψ = .5."""
    units, tests, upgrade = 200, 20, 0.5
    b = two_groups(units, seed=7)
    sizes = []
    for quarter in range(3000):
        unit_streams(b, quarter)
        b.work.tested[:] = NONE
        frame = np.arange(units) if over_all else np.flatnonzero(b.state.grade == 0)
        b.work.place[: len(frame)] = frame
        draw_core(b.work, len(frame), tests)
        b.work.tested[b.state.grade == 1] = TARGETED
        b.work.failed[:] = (b.work.tested == CORE) & (b.state.grade == 0)
        play_react(b, quarter)
        b.state.ladder[:] = 0
        sizes.append(b.state.grade.sum() / units)
    share = np.array(sizes[100:])
    a = tests / units
    expected = a / (a + upgrade) if over_all else a / upgrade
    error = share.std() * np.sqrt((1 + (1 - upgrade)) / upgrade / len(share))
    assert abs(share.mean() - expected) < 4.0 * error
    if not over_all:
        exact = expected * (1.0 - upgrade) / (units * (2.0 - upgrade))
        assert share.var() == pytest.approx(exact, rel=0.12)


def test_o10_beliefs_alone():
    """O10: without public cases m̂ = b⁺/b⁻ has mean 1 under the baseline plan and variance (1 − p)(1 − δ)/((1 + δ)p)."""
    p, delta, units = 0.2, 0.94, 30000
    b = bench(units, assumptions=dict(delta=delta, peer_weight=0.0))
    b.decided["chance"][:] = p
    b.state.belief_seen[:] = b.state.belief_expected[:] = p / (1.0 - delta)
    rng = np.random.default_rng(5)
    for quarter in range(120):
        b.work.tested[:] = np.where(rng.random(units) < p, CORE, NONE)
        remember(b.state, b.work, b.sector, b.decided, b.a, now(b, quarter), 0.3)
    intensity = b.state.belief_seen / b.state.belief_expected
    exact = (1.0 - p) * (1.0 - delta) / ((1.0 + delta) * p)
    assert intensity.mean() == pytest.approx(1.0, abs=4.0 * np.sqrt(exact / units))
    assert intensity.var() == pytest.approx(exact, rel=0.04)


def test_o10_a_doubled_plan_is_learned():
    """O10: tested at 2p while p is expected, the mean belief tends to 2 at the rate δ^t."""
    p, delta, units = 0.2, 0.94, 40000
    b = bench(units, assumptions=dict(delta=delta, peer_weight=0.0))
    b.decided["chance"][:] = p
    b.state.belief_seen[:] = b.state.belief_expected[:] = p / (1.0 - delta)
    rng = np.random.default_rng(6)
    for quarter in range(12):
        b.work.tested[:] = np.where(rng.random(units) < 2.0 * p, CORE, NONE)
        remember(b.state, b.work, b.sector, b.decided, b.a, now(b, quarter), 0.3)
    mean = (b.state.belief_seen / b.state.belief_expected).mean()
    assert mean == pytest.approx(2.0 - delta**12, abs=0.02)


def stock_of_titles(quarters, units=60000, groups=400):
    """Titles in force in `groups` districts at once: 5 arrivals a quarter each, loss hazard .01, renewal .6."""
    b = bench(units, tiers=1)
    rng, own = np.random.default_rng(11), np.arange(units).reshape(groups, -1)
    tally = np.zeros(1, TIER_TALLY)[0]
    tallies = np.zeros((1, 1), TIER_TALLY)
    sectors = np.array([b.sector])
    validity, stocks = b.state.validity[0], []
    for _ in range(quarters):
        validity[(validity > 0) & (rng.random(units) < 0.01)] = 0
        for i in np.flatnonzero((validity == 1) & (rng.random(units) < 0.6)):
            win(b.state, 0, i, b.tier_levers[0], tally)
        for rows in own:
            for i in rows[validity[rows] == 0][:5]:
                win(b.state, 0, i, b.tier_levers[0], tally)
        run_down(b.state, sectors, 0, tallies)
        stocks.append((validity > 0).sum() / groups)
    return stocks


def test_o11_stock_of_titles():
    """O11: arrivals a = 5, loss h = .01, renewal ρ = .6, validity 12: from empty E N(8) = 38.6277, E N(16) = 67.2857,
    and in the long run N* = aL/(1 − ρS) = 121.33985 with S = (1 − h)^12, L = (1 − S)/h."""
    survive = 0.99**12
    exact = 5.0 * (1.0 - survive) / 0.01 / (1.0 - 0.6 * survive)
    assert exact == pytest.approx(121.33985, abs=1e-5)
    stocks = stock_of_titles(150)
    assert stocks[7] == pytest.approx(38.6277, abs=0.12)
    assert stocks[15] == pytest.approx(67.2857, abs=0.35)
    assert np.mean(stocks[110:]) == pytest.approx(exact, abs=0.8)


def test_o13_effort_in_the_contest():
    """O13, Lazear & Rosen 1981: e* = Aκ(1 − κ)/(χs) with weight and ψ_e 1, and zero at κ = 0 and 1. The first-order
    condition A·d/de expit((e − b)/s) = χe at the symmetric point says the same."""
    a = central_assumptions(judging_noise=0.7, contest_effort=1.0, effort_cost_quality=4.0)
    for hope in (0.0, 0.2, 0.5, 1.0):
        exact = 12.0 * hope * (1.0 - hope) / (4.0 * 0.7)
        assert effort(a, 12.0, hope, 1.0, 4.0) == pytest.approx(exact, abs=1e-12)
        if 0.0 < hope < 1.0:
            bar = exact - 0.7 * np.log(hope / (1.0 - hope))
            step = 1e-6
            slope = (1 / (1 + np.exp(-(exact + step - bar) / 0.7)) - 1 / (1 + np.exp(-(exact - step - bar) / 0.7))) / (
                2 * step
            )
            assert 12.0 * slope == pytest.approx(4.0 * exact, rel=1e-6)
    lever = default_levers(TIER_LEVERS, quality_weight=1.0, reputation_weight=0.0)
    assert common_score(a, lever, 12.0, 0.5) == pytest.approx(12.0 * 0.25 / 2.8)


def test_o15_ladder_alone():
    """O15: P(licence revoked after a fail) = f1 f2 f3, by going through all results of three follow-up tests."""
    chances, revoked = (0.3, 0.5, 0.7), 0.0
    for results in itertools.product((0, 1), repeat=3):
        b = bench(1, assumptions=dict(FOREVER, upgrade=0.0), levers=dict(blacklist_years=2.0))
        unit_streams(b, 0)
        b.work.tested[0], b.work.failed[0] = CORE, 1
        play_react(b, 0)
        weight = 1.0
        for quarter, (failed, chance) in enumerate(zip(results, chances, strict=True), start=1):
            weight *= chance if failed else 1.0 - chance
            on_ladder = b.state.ladder[0] > 0
            b.work.tested[0], b.work.failed[0] = (FOLLOW_UP, failed) if on_ladder else (NONE, 0)
            play_react(b, quarter)
        revoked += weight * b.tally["revoked"]
        assert bool(b.state.blacklist[0]) == (results == (1, 1, 1))
    assert revoked == pytest.approx(0.3 * 0.5 * 0.7)


def test_o17_capability_alone():
    """O17: with nothing done θ is a stationary AR(1): Var θ = σ_θ², autocovariance φ^k σ_θ²."""
    units, sigma, phi = 20000, 1.4, 0.97
    b = bench(units, assumptions=dict(sigma_theta=sigma, phi=phi, title_pull=0.0, innovation=0.0, imitation=0.0))
    b.state.capability[:] = np.random.default_rng(2).normal(0.0, sigma, units)
    history = []
    for quarter in range(25):
        unit_streams(b, quarter)
        change(b.state, b.units, b.work, b.sector, b.lever, b.a, now(b, quarter), b.tally)
        history.append(b.state.capability.copy())
    start, later = history[0], np.array(history)
    assert later.var(axis=1) == pytest.approx(sigma**2, rel=0.05)
    for lag in (1, 4, 12, 24):
        covariance = np.mean(start * later[lag])
        assert covariance == pytest.approx(phi**lag * sigma**2, abs=5.0 * sigma**2 / np.sqrt(units) * 1.5)


def test_inclusion_chances_are_met():
    """The stored inclusion chance I_i is the frequency with which a unit is drawn (Rosén 1997), core and targeted
    part together, for steep grade weights."""
    units, quarters = 60, 6000
    b = bench(units, levers=dict(coverage=1.0, targeted_share=0.5, tilt=0.0, grade_weights=(0.5, 1.0, 2.0, 8.0)))
    b.state.grade[:] = np.arange(units) % 4
    drawn, expected = np.zeros(units), np.zeros(units)
    for quarter in range(quarters):
        unit_streams(b, quarter)
        sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
        drawn += b.work.tested != NONE
        expected += b.work.inclusion
    assert drawn.sum() == pytest.approx(quarters * units / 4)
    for grade in range(4):
        mine = b.state.grade == grade
        assert drawn[mine].sum() == pytest.approx(expected[mine].sum(), rel=0.02)


def test_a_larger_plan_tests_a_superset_in_the_core():
    """More tests, same luck: with a random core alone every unit that was tested still is."""
    few, more = (bench(200, levers=dict(coverage=c, targeted_share=0.0)) for c in (0.8, 1.2))
    for quarter in range(8):
        for b in (few, more):
            unit_streams(b, quarter)
            sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
        assert (few.work.tested != NONE).sum() == 40
        assert (more.work.tested[few.work.tested != NONE] != NONE).all()


def test_horvitz_thompson_on_the_engine_s_own_sample():
    """O8: Σ y/I over the engine's targeted sample is unbiased for the population total (Horvitz & Thompson 1952)."""
    units, quarters = 80, 4000
    b = bench(units, levers=dict(coverage=1.2, targeted_share=0.6, tilt=0.0))
    b.state.grade[:] = np.arange(units) % 4
    y = 1.0 + b.state.grade
    totals = []
    for quarter in range(quarters):
        unit_streams(b, quarter)
        sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
        taken = b.work.tested != NONE
        totals.append((y[taken] / b.work.inclusion[taken]).sum())
    error = np.std(totals) / np.sqrt(quarters)
    assert np.mean(totals) == pytest.approx(y.sum(), abs=max(4.0 * error, 0.01 * y.sum()))
