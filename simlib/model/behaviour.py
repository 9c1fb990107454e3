"""The firm's choice: comply or cut corners, knowing what a fail costs now and what a worse grade costs later.

A dynamic discrete choice (Rust 1987) on credit grades, solved by Newton's method on the Bellman equation
(equations 1–5 of docs/model.md). The number of grades is the length of the arrays: the two-grade game of
Harrington (1988) and the static one of Becker (1968) are reduced settings of this same code.
"""

from __future__ import annotations

import math

import numpy as np

from .jit import kernel, solver

NEWTON_STEPS = 60  # at most 8 are needed for τ > 0; near τ = 0 policy iteration can take a few more


@kernel
def expit(x):
    """The logistic function, safe for any x."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@kernel
def logit(p):
    """ln(p / (1 − p))."""
    return math.log(p / (1.0 - p))


@kernel
def softmin(q0, q1, tau):
    """−τ ln(e^{−Q0/τ} + e^{−Q1/τ}) and P(a = 1); the minimum and 0 or 1 at τ = 0 (equations 4 and 5)."""
    gap = q0 - q1
    if tau <= 0.0:
        return (q1, 1.0) if gap >= 0.0 else (q0, 0.0)
    e = math.exp(-abs(gap) / tau)
    likely = 1.0 / (1.0 + e)
    return min(q0, q1) - tau * math.log1p(e), likely if gap >= 0.0 else 1.0 - likely


@kernel
def both_costs(x, chance, stake, rule, value, grade):
    """Q0 and Q1 of one grade (equations 2 and 3), in units of c_s; x is the net cost of complying.

    `rule` holds f1, f0, φ_s, u, β, τ. A fail leads one grade down (two if a safety item), a pass one grade up with
    probability u; the grade stays otherwise.
    """
    worst = value.size - 1
    now = value[grade]
    down = (1.0 - rule[2]) * value[min(grade + 1, worst)] + rule[2] * value[min(grade + 2, worst)] - now
    up = rule[3] * (value[max(grade - 1, 0)] - now)
    p, f1, f0, beta = chance[grade], rule[0], rule[1], rule[4]
    q1 = x + p * f1 * stake[grade] + beta * (now + p * (f1 * down + (1.0 - f1) * up))
    q0 = p * f0 * stake[grade] + beta * (now + p * (f0 * down + (1.0 - f0) * up))
    return q0, q1


@kernel
def newton_row(work, grade, worst, chance, failed, rule):
    """Row `grade` of I − βP in bands (rows of `work`: 0 diagonal, 1 and 2 above it, 3 below it)."""
    fall, rise = rule[4] * chance * failed, rule[4] * chance * (1.0 - failed) * rule[3]
    one, two = fall * (1.0 - rule[2]), fall * rule[2]
    work[0, grade] = 1.0 - rule[4]
    work[1, grade] = work[2, grade] = work[3, grade] = 0.0
    if grade < worst:
        work[0, grade] += fall
        if grade + 1 == worst:
            one, two = one + two, 0.0
        work[1, grade], work[2, grade] = -one, -two
    if grade > 0:
        work[0, grade] += rise
        work[3, grade] = -rise


@kernel
def solve_bands(work, size):
    """Solve the banded system for the right side in row 4 of `work`; diagonally dominant, so no pivots are needed."""
    for i in range(size - 1):
        factor = work[3, i + 1] / work[0, i]
        work[0, i + 1] -= factor * work[1, i]
        work[1, i + 1] -= factor * work[2, i]
        work[4, i + 1] -= factor * work[4, i]
    for i in range(size - 1, -1, -1):
        if i + 1 < size:
            work[4, i] -= work[1, i] * work[4, i + 1]
        if i + 2 < size:
            work[4, i] -= work[2, i] * work[4, i + 2]
        work[4, i] /= work[0, i]


@kernel
def solve_choice(x, chance, stake, rule, value, gap, work):
    """Solve the Bellman equation for one unit: fills `value` V(g) (start: its content) and `gap` Q0 − Q1.

    Newton's step is (I − βP) d = T(V) − V with P the chances under the current choice. Returns the steps taken,
    −1 if it did not settle. `work` is scratch of shape (5, grades).
    """
    grades = value.size
    for step in range(NEWTON_STEPS):
        largest, scale = 0.0, 1.0
        for grade in range(grades):
            q0, q1 = both_costs(x, chance, stake, rule, value, grade)
            gap[grade] = q0 - q1
            best, comply = softmin(q0, q1, rule[5])
            work[4, grade] = best - value[grade]
            largest, scale = max(largest, abs(work[4, grade])), max(scale, abs(value[grade]))
            newton_row(work, grade, grades - 1, chance[grade], comply * rule[0] + (1.0 - comply) * rule[1], rule)
        if largest <= 1e-11 * scale:
            return step
        solve_bands(work, grades)
        for grade in range(grades):
            value[grade] += work[4, grade]
    return -1


# --- decision tables: the gap Q0 − Q1 on a grid of net cost and perceived intensity -------------------------------

COST_NODES = 33
BELIEF_NODES = 15
_LOW, _HIGH = -4.0, 30.0
COSTS = np.sinh(np.linspace(np.arcsinh(_LOW), np.arcsinh(_HIGH), COST_NODES))
_MOST = 8.0  # highest perceived intensity of the tables
BELIEFS = _MOST * (np.arange(BELIEF_NODES) / (BELIEF_NODES - 1)) ** 2
_FINE = 2048  # cells of the index from net cost to the node below it
_STEP = (_HIGH - _LOW) / _FINE
_PER_STEP = 1.0 / _STEP
COST_INDEX = np.clip(np.searchsorted(COSTS, _LOW + _STEP * np.arange(_FINE + 1), side="right") - 1, 0, COST_NODES - 2)
COST_INDEX = COST_INDEX.astype(np.uint8)  # small, so that it stays in the nearest cache
_PER_COST = 1.0 / np.diff(COSTS)


@kernel
def perceived(chance0, chance, alpha, belief, out):
    """p̂_g = min(1, (1 − α) m̂ p⁰_g + α p_g), equation 1."""
    for grade in range(out.size):
        out[grade] = min(1.0, (1.0 - alpha) * belief * chance0[grade] + alpha * chance[grade])


@solver
def fill_table(chance0, chance, stake, burst_chance, burst_stake, rule, alpha, table, burst):
    """Decision table of one sector, plan step and title state: gap[grade, belief, net cost], in units of c_s.

    `burst` is filled too when it is not empty: the gap in a crackdown quarter, whose chance and stake hold for that
    quarter alone, with the continuation value of the plan without it. Returns the number of cells that did not settle.
    """
    grades, missed = stake.size, 0
    seen, seen_burst = np.empty(grades), np.empty(grades)
    value, first, gap = np.zeros(grades), np.zeros(grades), np.empty(grades)
    work = np.empty((5, grades))
    for j in range(BELIEFS.size):
        perceived(chance0, chance, alpha, BELIEFS[j], seen)
        perceived(chance0, burst_chance, alpha, BELIEFS[j], seen_burst)
        value[:] = first
        for k in range(COSTS.size):
            if solve_choice(COSTS[k], seen, stake, rule, value, gap, work) < 0:
                missed += 1
            if k == 0:
                first[:] = value
            for grade in range(grades):
                table[grade, j, k] = gap[grade]
                if burst.size > 0:
                    q0, q1 = both_costs(COSTS[k], seen_burst, burst_stake, rule, value, grade)
                    burst[grade, j, k] = q0 - q1
    return missed


@kernel
def belief_place(belief):
    """Where a perceived intensity lies among the nodes of the tables; a belief above 8 counts as 8."""
    return (BELIEF_NODES - 1) * math.sqrt(min(max(belief, 0.0), _MOST) / _MOST)


@kernel
def gap_at(table, grade, place, cost):
    """The gap Q0 − Q1 at a place among the beliefs and a net cost: bilinear inside, slope −1 in the cost outside."""
    inside = min(max(cost, _LOW), _HIGH)
    k = np.int64(COST_INDEX[np.int64((inside - _LOW) * _PER_STEP)])
    k += (COSTS[k + 1] < inside) & (k < COST_NODES - 2)
    wk = (inside - COSTS[k]) * _PER_COST[k]
    j = np.int64(min(place, BELIEF_NODES - 2.0))
    wj = (place * place - j * j) / (2.0 * j + 1.0)  # the nodes are squares
    low = table[grade, j, k] + wk * (table[grade, j, k + 1] - table[grade, j, k])
    high = table[grade, j + 1, k] + wk * (table[grade, j + 1, k + 1] - table[grade, j + 1, k])
    return low + wj * (high - low) - (cost - inside)


@kernel
def look_up(table, grade, belief, cost):
    """The gap Q0 − Q1 of one unit at a perceived intensity and a net cost."""
    return gap_at(table, grade, belief_place(belief), cost)
