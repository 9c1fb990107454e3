"""Exact theory of the firm's choice beside the engine's solver and stages: Becker 1968, Harrington 1988 (O1–O4)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from ..model.behaviour import solve_choice
from ..model.choice import conform
from ..model.quarter import list_tested, test
from ..model.sampling import CORE, NONE
from ..model.streams import PURPOSE, normal, uniform
from ..words import Words
from .bench import bench, now, play_react, unit_streams
from .curves import Curve, Numbers, share_error

NEVER, ALWAYS = 1e-12, 1.0 - 1e-12  # log odds exist only inside 0–1
CERTAIN = {"exit_hazard": 0.0, "upgrade": 0.5, "se": ALWAYS, "sigma_lab": 0.0, "pi1": ALWAYS, "pi0": NEVER}
_GROUPS = {"assumptions": CERTAIN, "levers": {"revocation": 0.0}, "safety_share": 0.0}
GOOD, BAD, FINES = 0.05, 0.5, (10.0, 20.0)  # Harrington's chances of a test and fines of both groups
FORGET, UPGRADE, DISCOUNT = 1.0 - GOOD - BAD * 0.5, 0.5, 0.98


def gaps(costs: Numbers, chance: Any, stake: Any, rule: Any) -> Numbers:
    """Gain from complying of units with these costs in each grade, by the engine's own solver, [unit, grade]."""
    size = len(chance)
    value, work, out = np.zeros(size), np.empty((5, size)), np.empty((costs.size, size))
    parts = (np.array(chance, float), np.array(stake, float), np.array(rule, float))
    for place, cost in enumerate(costs):
        solve_choice(cost, *parts, value, out[place], work)
    return out


def lognormal_costs(units: int, median: float, spread: float, seed: int = 1) -> Numbers:
    """Compliance costs as the engine draws them at the start."""
    b = bench(units, seed=seed)
    unit_streams(b, 0)
    return np.array([median * math.exp(spread * normal(key, PURPOSE["start_cost"])) for key in b.work.stream])


def becker_share(penalty: float, costs: Numbers) -> float:
    """Share of units that comply if a fail costs `penalty` in expectation and nothing later counts (β = 0, τ = 0)."""
    chance, rule = 0.25, [0.0, 1.0, 0.0, 0.5, 0.0, 0.0]
    return float(np.mean(gaps(costs, [chance] * 4, [penalty / chance] * 4, rule)[:, 0] >= 0.0))


def becker(units: int = 20000, spread: float = 0.8) -> Curve:
    """O1: how many comply as the expected penalty grows, if units look at today alone: K = Φ(ln(pF/c)/σ)."""
    x, line_x = np.array([0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0]), np.linspace(0.05, 5.5, 1101)
    found = np.array([becker_share(each, lognormal_costs(units, 1.0, spread, seed)) for seed, each in enumerate(x, 1)])
    line = ndtr(np.log(line_x) / spread)
    return Curve(
        "O1", Words("预期处罚与守法比例", "Compliance and penalty"),
        Words("预期处罚 ÷ 守法成本中位数", "expected penalty ÷ median cost"), Words("守法比例", "share complying"),
        "Becker 1968", line_x, line, x, found, share_error(ndtr(np.log(x) / spread), units),
    )  # fmt: skip


def two_groups(comply: NDArray[np.bool_], quarters: int, seed: int = 1) -> tuple[NDArray[Any], NDArray[Any]]:
    """Harrington's game through the engine's conformity, test and consequence stages: who is in the bad group after
    each quarter, and who complied in it, [quarter, unit]; `comply` says what each unit does in each group."""
    units = len(comply)
    b, bad, complied = bench(units, grades=2, tiers=1, seed=seed, **_GROUPS), [], []
    for quarter in range(quarters):
        unit_streams(b, quarter)
        luck = np.array([uniform(key, PURPOSE["core"]) for key in b.work.stream])
        b.work.comply[:] = comply[np.arange(units), b.state.grade]
        b.work.tested[:] = np.where(luck < np.where(b.state.grade == 1, BAD, GOOD), CORE, NONE)
        conform(b.state, b.units, b.work, b.sector, b.lever, b.decided, b.a, now(b, quarter))
        test(b.work, list_tested(b.work, b.sector), b.sector, b.lever, b.decided, b.a, now(b, quarter))
        complied.append(b.work.comply.copy())
        play_react(b, quarter)
        b.state.ladder[:] = 0
        bad.append(b.state.grade == 1)
    return np.array(bad), np.array(complied)


def harrington(units: int = 20000, quarters: int = 20, district: int = 200) -> Curve:
    """O3: units that comply only while they are watched closely; share in the closely watched group, from none:
    x(t) = x*(1 − λ^t), x* = p1/(p1 + p2 u) = 1/6, λ = 1 − p1 − p2 u; the count is binomial at each t."""
    choice = gaps(np.array([10.0]), [GOOD, BAD], FINES, [0.0, 1.0, 0.0, UPGRADE, DISCOUNT, 0.0])[0] >= 0.0
    bad, _ = two_groups(np.tile(choice, (units, 1)), quarters)
    x, line_x = np.arange(0, quarters + 1, 1.0), np.linspace(0.0, quarters, 20 * quarters + 1)
    line, exact = ((1.0 - FORGET**t) / 6.0 for t in (line_x, x))
    found, spread = np.concatenate([[0.0], bad.mean(axis=1)]), 2.0 * np.sqrt(line * (1.0 - line) / district)
    return Curve(
        "O3", Words("两组监管：重点组所占比例", "Two groups: close watch"), Words("季度", "quarter"),
        Words("重点组比例", "share in the bad group"), "Harrington 1988", line_x, line, x, found,
        np.where(x > 0, share_error(exact, units), 0.0), np.maximum(line - spread, 0.0), line + spread,
    ).uncertain  # fmt: skip


def harrington_supply(units: int = 6000, quarters: int = 44, settled: int = 24) -> Curve:
    """O4: compliance in the long run as both fines grow, costs lognormal (median 10, σ 1.2):
    K = G(p1F1) + [G(c̄) − G(p1F1)] p1/(p1 + p2u)."""
    x, line_x = np.array([0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0]), np.linspace(0.1, 4.5, 881)
    costs, found, errors = lognormal_costs(units, 10.0, 1.2), [], []
    for times in x:
        stake = [times * fine for fine in FINES]
        choice = gaps(costs, [GOOD, BAD], stake, [0.0, 1.0, 0.0, UPGRADE, DISCOUNT, 0.0]) >= 0.0
        own = two_groups(choice, quarters)[1][settled:].mean(axis=0)
        found.append(own.mean())
        errors.append(own.std(ddof=1) / math.sqrt(units))
    return Curve(
        "O4", Words("两组监管：罚款与守法比例", "Two groups: higher fines"),
        Words("罚款倍数", "fines, times"), Words("守法比例（长期）", "share complying, long run"), "Harrington 1988",
        line_x, supply(line_x), x, np.array(found), np.array(errors),
    )  # fmt: skip


def supply(times: Numbers) -> Numbers:
    """Closed form of O4."""
    now_, then = GOOD * FINES[0] * times, BAD * FINES[1] * times
    most = then + DISCOUNT * BAD * UPGRADE * (then - now_) / (1.0 - DISCOUNT + DISCOUNT * GOOD)
    low, high = (ndtr(np.log(edge / 10.0) / 1.2) for edge in (now_, most))
    return np.asarray(low + (high - low) * GOOD / (GOOD + BAD * UPGRADE))
