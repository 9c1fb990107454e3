"""The first stage of a quarter: each unit weighs both acts by its decision table and chooses (equations 1–6)."""

from __future__ import annotations

import math

from .behaviour import belief_place, gap_at
from .fast import exp_of
from .jit import kernel
from .meanfield import market_stake, mean_sensitivity, reported_fail
from .streams import PURPOSE, uniform, unit_stream

_DECISION, _RECTIFIED = PURPOSE["decision"], PURPOSE["rectified"]


@kernel
def size_shift(size_class, assumption):
    """Advantage of a medium or large unit, in log odds."""
    return (size_class == 1) * assumption.shift_medium + (size_class == 2) * assumption.shift_large


@kernel
def market_term(decided, assumption, attention):
    """The market's part of the net cost, in units of c_s (equation 3)."""
    return market_stake(assumption, attention, decided.conform1 - decided.conform0) / decided.cost


@kernel
def note_titles(state, work, sector):
    """work.held: the titles that each unit holds, as the index of its decision table."""
    for i in range(sector.first, sector.last):
        work.held[i] = 0
    for tier in range(state.validity.shape[0]):
        for i in range(sector.first, sector.last):
            work.held[i] += (state.validity[tier, i] > 0) << tier


@kernel
def perceive(state, units, work, sector, assumption, now):
    """What a unit knows when it chooses: its net cost (work.score), its place among the beliefs (work.weight)."""
    saving = assumption.certification_saving
    for i in range(sector.first, sector.last):
        work.stream[i] = unit_stream(now.stream, units.key[i])
        work.score[i] = state.cost[i] * (1.0 - saving * state.certified[i]) - now.market
        work.weight[i] = belief_place(state.belief_seen[i] / state.belief_expected[i])


@kernel
def weigh_acts(state, work, sector, tables, assumption):
    """Chance of complying, in work.score, from the gap between the costs of both acts (equations 2–5)."""
    per_noise = -1.0 / assumption.tau
    for i in range(sector.first, sector.last):
        gap = gap_at(tables[work.held[i] if tables.shape[0] > 1 else 0], state.grade[i], work.weight[i], work.score[i])
        work.score[i] = gap * per_noise
    for i in range(sector.first, sector.last):
        work.score[i] = 1.0 / (1.0 + exp_of(work.score[i]))
        work.comply[i] = uniform(work.stream[i], _DECISION) < work.score[i]


@kernel
def rectify(state, work, sector, lever, assumption):
    """An order to rectify makes some of the units on the ladder comply; the first time they also gain capability."""
    pushed = lever.follow_up * assumption.rectify
    for i in range(sector.first, sector.last):
        if state.ladder[i] <= 0:
            continue
        work.score[i] += pushed * (1.0 - work.score[i])
        if uniform(work.stream[i], _RECTIFIED) < pushed:
            work.comply[i] = 1
            if not state.rectified[i]:
                state.rectified[i] = 1
                state.capability[i] += assumption.rectify_gain


@kernel
def conform(state, units, work, sector, lever, decided, assumption, now):
    """π of each unit under its act, and the chance f that a test reports a fail, over both acts (equation 6)."""
    a = assumption
    pi0 = sector.conformity_cutting if sector.conformity_cutting > 0.0 else a.pi0
    odds1, odds0 = math.exp(-now.level) * (1.0 - a.pi1) / a.pi1, math.exp(-now.level) * (1.0 - pi0) / pi0
    sensitivity, specificity = mean_sensitivity(a.se, lever.sensitivity, a.sigma_lab), decided.specificity
    for i in range(sector.first, sector.last):
        odds = exp_of(-state.capability[i] - size_shift(units.size_class[i], a))
        conform1, conform0 = 1.0 / (1.0 + odds * odds1), 1.0 / (1.0 + odds * odds0)
        work.conform[i] = conform1 if work.comply[i] else conform0
        mean = conform0 + work.score[i] * (conform1 - conform0)
        work.fail_chance[i] = reported_fail(mean, sensitivity, specificity)


@kernel
def decide(state, units, work, sector, lever, decided, assumption, now, tables):
    """Each unit chooses to comply or to cut corners (equations 1–6); an order to rectify may make it comply."""
    perceive(state, units, work, sector, assumption, now)
    weigh_acts(state, work, sector, tables, assumption)
    rectify(state, work, sector, lever, assumption)
    conform(state, units, work, sector, lever, decided, assumption, now)
