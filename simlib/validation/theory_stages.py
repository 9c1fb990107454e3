"""Exact theory of sampling, memory, titles and certification beside the engine's stages (O7, O10–O12, O20)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import expit, logit

from ..estimators import chance_on_sample, passes_needed
from ..model.brands import run_down, win
from ..model.quarter import change, list_tested, remember, test
from ..model.records import TIER_TALLY
from ..model.sampling import CORE, NONE, sample
from ..model.streams import PURPOSE, uniform
from ..words import Words
from .bench import bench, now, unit_streams
from .curves import Curve, Numbers, share_error

FAILS, SEPARATION = 0.1, 1.2  # true fails; how far apart the risk scores of fails and passes lie
ARRIVALS, LOSS, RENEWAL = 5, 0.01, 0.6  # titles a quarter, chance to lose one in a quarter, chance of renewal
LAST_QUARTER_OF_TITLE, NEW = 1, 12
OWN, OTHERS = 0.03, 0.38  # Bass: adoption of one's own accord and by imitation, per year


def luck_of(b: Any, quarter: int, purpose: str) -> Numbers:
    """Each unit's random number of a quarter for one of the engine's purposes."""
    unit_streams(b, quarter)
    return np.array([uniform(key, PURPOSE[purpose]) for key in b.work.stream])


# --- what is sampled


def targeted_bench(tilt: float, units: int, coverage: float, seed: int = 7) -> tuple[Any, Any]:
    """A bench of frozen units, all tests targeted by risk alone, and which units fail: a tenth. Capability is such that
    the engine's score (equation 10, signal ½) is N(d, 1) for those that fail and N(0, 1) for the others."""
    levers = {"coverage": coverage, "targeted_share": 1.0, "tilt": tilt, "grade_weights": (1.0,) * 4}
    b = bench(units, seed=seed, assumptions={"signal_quality": 0.5, "sigma_theta": 1.0}, levers=levers)
    fails = np.arange(units) < round(FAILS * units)
    b.state.capability[:] = np.random.default_rng(seed).normal(size=units) - 2.0 * SEPARATION * fails
    b.state.clean_quarters[:] = 1000  # no recent fail counts
    return b, fails


def targeting(units: int = 100_000, quarters: int = 24, coverage: float = 0.04) -> Curve:
    """O7: the steeper the targeting, the more fails are found among the same units: logit(measured) = logit(true) + θd
    for weights e^(θx) on scores N(d, 1) and N(0, 1)."""
    x, line_x = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), np.linspace(0.0, 1.0, 201)
    found, tests = [], int(units * coverage / 4.0) * quarters
    for seed, tilt in enumerate(x, 1):
        b, fails = targeted_bench(tilt, units, coverage, seed)
        found.append(np.mean([fails[_drawn(b, quarter)].mean() for quarter in range(quarters)]))
    line, exact = (expit(logit(FAILS) + each * SEPARATION) for each in (line_x, x))
    return Curve(
        "O7", Words("越倾斜，查出的越多", "Steeper targeting finds more"), Words("倾斜度", "tilt"),
        Words("抽查不合格率（实际 10%）", "measured fails (true: 10 %)"), "derived", line_x, line, x,
        np.array(found), share_error(exact, tests),
    )  # fmt: skip


def _drawn(b: Any, quarter: int) -> Any:
    """Places of the units that the engine's sampling stage draws in a quarter."""
    unit_streams(b, quarter)
    sample(b.state, b.work, b.sector, b.lever, b.a, quarter, now(b, quarter).stream)
    return np.flatnonzero(b.work.tested != NONE)


def yearly_passes(rate: float, tests: int, futures: int) -> Any:
    """Passes of a year's random tests in many futures, by the engine's sampling and test stages; every batch of every
    unit conforms with chance `rate`, a test never errs."""
    units, passes = max(tests, 500), np.zeros(futures, int)
    perfect = {"se": 1.0 - 1e-12, "sigma_lab": 0.0}
    b = bench(units, seed=20, assumptions=perfect, levers={"coverage": tests / units, "targeted_share": 0.0})
    for year in range(futures):
        for quarter in range(4 * year, 4 * year + 4):
            _drawn(b, quarter)
            b.work.conform[:] = rate
            test(b.work, list_tested(b.work, b.sector), b.sector, b.lever, b.decided, b.a, now(b, quarter))
            passes[year] += (b.work.tested == CORE).sum() - b.work.failed.sum()
    return passes


def chance_of_target(tests: int = 400, rate: float = 0.97, futures: int = 1500) -> Curve:
    """O20: how likely a year's report reaches a target if the true rate is known: exact binomial."""
    x = np.arange(0.94, 0.9951, 0.005)
    line_x = np.arange(0.935, 1.0, 0.0005)
    passes = yearly_passes(rate, tests, futures)
    found = np.array([np.mean(passes >= passes_needed(target, tests)) for target in x])
    line, exact = (np.array([chance_on_sample(rate, goal, tests) for goal in goals]) for goals in (line_x, x))
    return Curve(
        "O20", Words(f"全年 {tests} 批：达到目标的可能性", f"Chance of a target, {tests} tests"),
        Words("目标（总体合格率 97%）", "target (true rate 97 %)"), Words("可能性", "chance"), "binomial", line_x, line,
        x, found, share_error(exact, futures),
    )  # fmt: skip


# --- what changes slowly


def learning(units: int = 4000, quarters: int = 40, chance: float = 0.2, memory: float = 0.94) -> Curve:
    """O10: tests are doubled and nobody is told: what units believe, on average, 2 − δ^t, learned test by test."""
    b, found, errors = bench(units, assumptions={"delta": memory, "peer_weight": 0.0}), [1.0], [0.0]
    b.state.belief_seen[:] = b.state.belief_expected[:] = chance / (1.0 - memory)
    for quarter in range(quarters):
        b.work.tested[:] = np.where(luck_of(b, quarter, "core") < 2.0 * chance, CORE, NONE)
        remember(b.state, b.work, b.sector, b.decided, b.a, now(b, quarter), 0.3)
        belief = b.state.belief_seen / b.state.belief_expected
        found.append(float(belief.mean()))
        errors.append(float(belief.std(ddof=1)) / math.sqrt(units))
    x, line_x = np.arange(quarters + 1.0), np.linspace(0.0, quarters, 10 * quarters + 1)
    return Curve(
        "O10", Words("抽查加倍，企业多久察觉", "Doubled tests are noticed"), Words("季度", "quarter"),
        Words("企业以为的抽查力度（原来 = 1）", "perceived intensity (before = 1)"), "derived", line_x,
        2.0 - memory**line_x, x, np.array(found), np.array(errors),
    ).uncertain  # fmt: skip


def expected_titles(quarters: int) -> Numbers:
    """E N(t) from no title, quarter by quarter: arrivals, losses, renewals, a validity of 12 quarters (O11)."""
    left, stocks = np.zeros(NEW + 1), [0.0]  # left[v]: expected titles with v quarters left
    for _ in range(quarters):
        kept = left * (1.0 - LOSS)
        left = np.append(kept[1:], 0.0)
        left[NEW] = ARRIVALS + RENEWAL * kept[LAST_QUARTER_OF_TITLE]
        left[0] = 0.0
        stocks.append(left.sum())
    return np.array(stocks)


def titles(quarters: int = 60, districts: int = 60, places: int = 200) -> Curve:
    """O11: the stock of titles from none towards its long run N* = aL/(1 − ρS): slow, as titles are renewed."""
    b = bench(districts * places, tiers=1, seed=11)
    tally, tallies, sectors = np.zeros(1, TIER_TALLY)[0], np.zeros((1, 1), TIER_TALLY), np.array([b.sector])
    validity, stocks = b.state.validity[0], [np.zeros(districts)]
    for quarter in range(quarters):
        validity[(validity > 0) & (luck_of(b, quarter, "title_0") < LOSS)] = 0
        renewed = (validity == LAST_QUARTER_OF_TITLE) & (luck_of(b, quarter, "judge_0") < RENEWAL)
        fresh = [rows[validity[rows] == 0][:ARRIVALS] for rows in np.arange(districts * places).reshape(districts, -1)]
        for i in (*np.flatnonzero(renewed), *np.concatenate(fresh)):
            win(b.state, 0, i, b.tier_levers[0], tally)
        run_down(b.state, sectors, 0, tallies)
        stocks.append((validity > 0).reshape(districts, -1).sum(axis=1))
    counts, x = np.array(stocks), np.arange(quarters + 1.0)
    spread = 2.0 * counts.std(axis=1, ddof=1)
    line = expected_titles(quarters)
    return Curve(
        "O11", Words("名牌存量趋向长期水平", "Titles near their long run"), Words("季度", "quarter"),
        Words("有效名牌（个）", "titles in force"), "derived", x, line, x, counts.mean(axis=1),
        counts.std(axis=1, ddof=1) / math.sqrt(districts), line - spread, line + spread,
    ).uncertain  # fmt: skip


def diffusion(steps: int, years: float) -> Numbers:
    """Expected certified share by steps of 1/`steps` year: F ← F + (1 − F)(p + qF)/steps, the engine's recursion."""
    shares = [0.0]
    for _ in range(round(steps * years)):
        shares.append(shares[-1] + (1.0 - shares[-1]) * (OWN + OTHERS * shares[-1]) / steps)
    return np.array(shares)


def bass(t: Any) -> Numbers:
    """Bass 1969: F(t) = (1 − e^(−(p+q)t))/(1 + (q/p) e^(−(p+q)t)), the limit of ever shorter steps."""
    fade = np.exp(-(OWN + OTHERS) * np.asarray(t, float))
    return np.asarray((1.0 - fade) / (1.0 + OTHERS / OWN * fade))


def certification_run(units: int, quarters: int, seed: int) -> Numbers:
    """Certified share of one sector through the engine's `change` stage, quarter by quarter, from none."""
    rates = {"innovation": OWN / 4.0, "imitation": OTHERS / 4.0, "title_pull": 0.0}
    b, shares = bench(units, seed=seed, assumptions=rates), [0.0]
    for quarter in range(quarters):
        unit_streams(b, quarter)
        moment = now(b, quarter, certified_share=shares[-1])
        change(b.state, b.units, b.work, b.sector, b.lever, b.a, moment, b.tally)
        shares.append(float(b.state.certified.mean()))
    return np.array(shares)


def certification(units: int = 5000, runs: int = 20, years: int = 12) -> Curve:
    """O12: certification spreads as Bass says. The line is his equation in quarterly steps, which the engine takes; its
    limit, his curve, is up to 1.8 points of share ahead of it."""
    played = np.array([certification_run(units, 4 * years, seed) for seed in range(1, runs + 1)])
    x = np.arange(0.0, years + 0.01, 0.25)
    return Curve(
        "O12", Words("认证扩散", "Certification spreads"), Words("年", "years"), Words("认证比例", "share certified"),
        "Bass 1969", x, diffusion(4, years), x, played.mean(axis=0), played.std(axis=0, ddof=1) / math.sqrt(runs),
        limit=bass(x),
    ).uncertain  # fmt: skip
