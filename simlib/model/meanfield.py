"""Before the run: the level and cost of each sector at which the baseline plan gives what was observed.

A deterministic mean field (equations 20–24 of docs/model.md). Two unknowns, the sector's level⁰ and median cost c_s;
two conditions, the planned pass rate equals the observed one and the compliance share equals K*.
"""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np
from scipy.special import ndtri

from .anderson import empty_memory, mixed_step
from .behaviour import expit, logit, softmin, solve_choice
from .elimination import clear_below, substitute_back
from .jit import kernel, solver
from .records import SIZES

COST_POINTS = ndtri((np.arange(24) + 0.5) / 24)  # nodes of the compliance cost, in standard deviations
_Z = np.linspace(-4.0, 4.0, 41)
THETA_POINTS = _Z
THETA_WEIGHTS = np.exp(-0.5 * _Z**2) / np.exp(-0.5 * _Z**2).sum()
LAB_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)  # of laboratories: a mean to 1e-5 at σ_J = 1, 3e-4 at 1.5
LAB_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
ROUNDS = 5000  # 30–60 are usual; a few draws with weak feedback need hundreds
NEAR_RATE = 1e-6  # when K* cannot be had, the pass rate must still be met this well
GENTLE = 300  # rounds after which steps shrink, against cycles
COST_LOW, COST_HIGH = 1e-3, 1e3  # 10,000 yuan; with much choice noise no cost makes compliance as rare as some K*
CHEAPEST, DEAREST = math.log(COST_LOW), math.log(COST_HIGH)
CLOSE = 1e-8
FARTHEST = 1.0  # a mixed step may move no unknown further
QUICK = 0.3  # below this step the search is mixed (Anderson): half as many rounds
TITLE_YEARS_LEFT = 6.5  # quarters that a title has left on average, v̄


@kernel
def mean_conformity(level, sigma_theta, mix, shifts, conform):
    """Mean chance that a batch conforms in a sector, over capability and the size mix (equation 6)."""
    total = 0.0
    eta = logit(conform)
    for size in range(mix.size):
        for point in range(THETA_POINTS.size):
            pi = expit(sigma_theta * THETA_POINTS[point] + level + shifts[size] + eta)
            total += mix[size] * THETA_WEIGHTS[point] * pi
    return total


@kernel
def water_level(weights, counts, share):
    """λ with Σ counts · min(1, λ · weights) = share · Σ counts: risk weights turned into chances (equation 8)."""
    target = 0.0
    for i in range(counts.size):
        target += share * counts[i]
    level = 0.0
    for _ in range(weights.size + 1):
        full, rest = 0.0, 0.0
        for i in range(weights.size):
            if level * weights[i] >= 1.0:
                full += counts[i]
            else:
                rest += counts[i] * weights[i]
        if rest <= 0.0:
            return level
        higher = (target - full) / rest
        if higher <= level * (1.0 + 1e-14):
            return level
        level = higher
    return level


@kernel
def planned_chances(tests, targeted, weights, mix, out):
    """Chance of a planned test in each grade for `tests` per unit and quarter (equation 7); a targeted share is
    spread by grade weight over the grade mix, on top of the random core."""
    tests = min(tests, 1.0)
    core = (1.0 - targeted) * tests
    share = targeted * tests / (1.0 - core) if core < 1.0 else 0.0
    level = water_level(weights, mix, min(share, 1.0))
    for grade in range(out.size):
        out[grade] = core + (1.0 - core) * min(1.0, level * weights[grade])


@kernel
def settle_grades(chance, comply, rule, exits, mix, work):
    """Long-run share of units in each grade (equation 22): solves mix = mix · M; leavers are replaced at B."""
    grades = mix.size
    entry = min(1, grades - 1)
    for i in range(grades):
        for j in range(grades):
            work[i, j] = 0.0
        work[i, i] = 1.0
    for g in range(grades):
        failed = comply[g] * rule[0] + (1.0 - comply[g]) * rule[1]
        worse, better = chance[g] * failed, chance[g] * (1.0 - failed) * rule[3]
        stay = 1.0 - exits
        work[g, g] -= stay * (1.0 - worse - better)
        work[min(g + 1, grades - 1), g] -= stay * worse * (1.0 - rule[2])
        work[min(g + 2, grades - 1), g] -= stay * worse * rule[2]
        work[max(g - 1, 0), g] -= stay * better
        work[entry, g] -= exits
    for j in range(grades):  # the rows are dependent: the last says that shares add to 1
        work[grades - 1, j] = 1.0
    _solve(work, mix)


@kernel
def _bring_pivot(matrix, right, i):
    """Swap row i with the one below it that has the largest entry in column i."""
    pivot = i
    for j in range(i + 1, right.size):
        if abs(matrix[j, i]) > abs(matrix[pivot, i]):
            pivot = j
    for k in range(right.size):
        matrix[i, k], matrix[pivot, k] = matrix[pivot, k], matrix[i, k]
    right[i], right[pivot] = right[pivot], right[i]


@kernel
def _solve(matrix, right):
    """Gauss elimination with pivots for the few grades; the right side is (0, ..., 0, 1)."""
    size = right.size
    for i in range(size):
        right[i] = 1.0 if i == size - 1 else 0.0
    for i in range(size):
        _bring_pivot(matrix, right, i)
        clear_below(matrix, right, i, size)
    substitute_back(matrix, right, size)


@kernel
def reported_fail(conform, sensitivity, specificity):
    """f = S̄e (1 − π) + (1 − Sp) π: chance that a test reports a fail (equation 6)."""
    return sensitivity * (1.0 - conform) + (1.0 - specificity) * conform


@kernel
def mean_sensitivity(se, better, spread):
    """S̄e = E[Se_j]: chance that a bad batch is reported, whichever laboratory tests it (equation 13).

    `better` is what the lever adds to the log odds of Se, `spread` is σ_J. Below Se: near 1 a laboratory can miss much
    more than it can add.
    """
    total, centre = 0.0, logit(se) + better
    for point in range(LAB_POINTS.size):
        total += LAB_WEIGHTS[point] * expit(centre + spread * LAB_POINTS[point])
    return total


@kernel
def market_stake(assumption, attention, gain):
    """Present value of the standing lost by cutting corners, per unit of size (equation 3); `gain` is π1 − π0."""
    a = assumption
    keep = 1.0 - a.beta * (1.0 - a.nu)
    return (1.0 - a.zeta) * a.market_revenue * a.nu * attention * gain / keep


@kernel
def stakes(assumption, fine, harsher, exposure, titles, out):
    """L_g: what a reported fail costs in grade g, per unit of size, in 10,000 yuan (equation 3); `harsher` is what a
    crackdown adds to the sanction, as a share of it; `titles` is Σ λ_j over the titles held."""
    a = assumption
    sanction = (fine + a.other_sanction) * (1.0 + harsher)
    titles_worth = titles * a.title_value * TITLE_YEARS_LEFT / 12.0
    for grade in range(out.size):
        out[grade] = sanction * (1.0 + a.repeat * grade) + exposure * a.exposure_loss + titles_worth + a.ladder_cost


# Working arrays of one sector's mean field: by grade, by cost node, the size mix, and the rule of the choice.
Field = namedtuple("Field", ["chance", "fresh", "stake", "mix", "comply", "shares", "gap", "bands", "square", "values",
                             "rule", "shifts", "sizes"])  # fmt: skip


@solver
def empty_field(grades):
    """Working arrays for `grades` credit grades."""
    nodes = COST_POINTS.size
    return Field(np.empty(grades), np.empty(grades), np.empty(grades), np.empty(grades), np.empty(grades),
                 np.empty(grades), np.empty(grades), np.empty((5, grades)), np.empty((grades, grades)),
                 np.zeros((nodes, grades)), np.empty(6), np.empty(SIZES), np.empty(SIZES))  # fmt: skip


@kernel
def set_sizes(sector, assumption, field):
    """The sector's size mix and what each size adds to the log odds."""
    field.shifts[0], field.shifts[1], field.shifts[2] = 0.0, assumption.shift_medium, assumption.shift_large
    field.sizes[0] = 1.0 - sector.share_medium - sector.share_large
    field.sizes[1], field.sizes[2] = sector.share_medium, sector.share_large


@kernel
def set_choice(sector, lever, assumption, specificity, level, cost, field):
    """Fill rule and stakes of the choice at a level and cost; returns π̄1, π̄0 and the market term over c_s."""
    a, rule = assumption, field.rule
    cutting = sector.conformity_cutting if sector.conformity_cutting > 0.0 else a.pi0
    pi1 = mean_conformity(level, a.sigma_theta, field.sizes, field.shifts, a.pi1)
    pi0 = mean_conformity(level, a.sigma_theta, field.sizes, field.shifts, cutting)
    sensitivity = mean_sensitivity(a.se, lever.sensitivity, a.sigma_lab)
    rule[0], rule[1] = reported_fail(pi1, sensitivity, specificity), reported_fail(pi0, sensitivity, specificity)
    rule[2], rule[3], rule[4], rule[5] = sector.safety_share, a.upgrade, a.beta, a.tau
    stakes(a, lever.fine, 0.0, lever.exposure, 0.0, field.stake)
    for g in range(field.stake.size):
        field.stake[g] /= cost
    return pi1, pi0, market_stake(a, a.attention_start, pi1 - pi0) / cost


@kernel
def respond(assumption, market, field):
    """Long-run answer of all cost nodes to the chances in `field` (equations 20–22): compliance share and planned pass
    rate; fills the grade mix."""
    nodes, rule = COST_POINTS.size, field.rule
    complying, passed, tested = 0.0, 0.0, 0.0
    for g in range(field.mix.size):
        field.mix[g] = 0.0
    for node in range(nodes):
        x = math.exp(assumption.sigma_c * COST_POINTS[node]) - market
        solve_choice(x, field.chance, field.stake, rule, field.values[node], field.gap, field.bands)
        for g in range(field.mix.size):
            field.comply[g] = softmin(field.gap[g], 0.0, rule[5])[1]
        settle_grades(field.chance, field.comply, rule, assumption.exit_hazard, field.shares, field.square)
        for g in range(field.mix.size):
            share, comply = field.shares[g] / nodes, field.comply[g]
            field.mix[g] += share
            complying += share * comply
            tested += share * field.chance[g]
            passed += share * field.chance[g] * (1.0 - comply * rule[0] - (1.0 - comply) * rule[1])
    untested = 1.0 - complying * rule[0] - (1.0 - complying) * rule[1]
    return complying, passed / tested if tested > 0.0 else untested


@kernel
def moves_wanted(lever, field, move):
    """move[2:] = how far each chance of a test is from that of the grade mix (equation 7); returns the largest."""
    planned_chances(lever.coverage / 4.0, lever.targeted_share, lever.grade_weights, field.mix, field.fresh)
    most = 0.0
    for g in range(field.chance.size):
        move[2 + g] = field.fresh[g] - field.chance[g]
        most = max(most, abs(move[2 + g]))
    return most


@kernel
def take_step(point, move, field, quick, memory):
    """Move level, ln c_s and chances: by Anderson's mixing while steps are small, else plainly."""
    for g in range(field.chance.size):
        point[2 + g] = field.chance[g]
    if quick:
        mixed_step(memory, point, move, FARTHEST)
    for n in range(point.size):
        point[n] += move[n]
    point[1] = min(max(point[1], CHEAPEST), DEAREST)
    for g in range(field.chance.size):
        field.chance[g] = min(max(point[2 + g], 0.0), 1.0)


@kernel
def limited(step, most):
    """A step kept within ±most."""
    return min(max(step, -most), most)


@solver
def settle_sector(sector, lever, assumption, own, observed, specificity, decided):
    """Find level⁰ and c_s of one sector under the baseline; writes them, p⁰_g, the grade mix, π̄1, π̄0 to `decided`.

    `own` is the sector's own draw (K*, drift), `observed` the pass rate of last year's planned tests (equations 20 and
    21). Returns the rounds used, −1 if it did not settle.
    """
    grades = decided.chance.size
    field, memory = empty_field(grades), empty_memory(2 + grades)
    point, move, off = np.zeros(2 + grades), np.zeros(2 + grades), 1.0
    set_sizes(sector, assumption, field)
    for step in range(ROUNDS):
        if step in (0, GENTLE):  # what the mixing has not found in so many rounds is looked for afresh, by plain steps
            point[0], point[1] = logit(observed), math.log(0.5)
            field.chance[:] = min(lever.coverage / 4.0, 1.0)
        cost = math.exp(point[1])
        pi1, pi0, market = set_choice(sector, lever, assumption, specificity, point[0], cost, field)
        complying, rate = respond(assumption, market, field)
        gentle = 1.0 / max(step // GENTLE, 1)
        moved = moves_wanted(lever, field, move)
        up = limited(0.8 * (logit(observed) - logit(rate)), 1.0)
        dearer = limited(2.0 * (complying - own.compliance_start), 0.7)
        if (dearer > 0.0 and point[1] >= DEAREST) or (dearer < 0.0 and point[1] <= CHEAPEST):
            dearer = 0.0
        off = max(moved, abs(up))
        if max(off, abs(dearer)) < CLOSE:
            break
        move[0], move[1] = gentle * up, max(gentle, 0.25) * dearer
        move[2:] *= 0.5 * gentle
        take_step(point, move, field, step < GENTLE and max(off, abs(dearer)) < QUICK, memory)
    decided.level, decided.cost, decided.conform1, decided.conform0 = point[0], cost, pi1, pi0
    decided.failed1, decided.failed0, decided.specificity = field.rule[0], field.rule[1], specificity
    for g in range(grades):
        decided.chance[g], decided.mix[g] = field.chance[g], field.mix[g]
    return step if step < ROUNDS - 1 or off < NEAR_RATE else -1
