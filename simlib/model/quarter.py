"""One quarter of one sector, stage by stage in the order of docs/model.md: decide, sample, test, remember, change.

A stage draws first and decides after, so that more of a lever acts on a superset of the same units.
"""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np

from .behaviour import expit, logit, look_up
from .fast import fill_exponentials, fill_normals
from .jit import inlined, kernel
from .meanfield import market_stake, reported_fail
from .records import LABORATORIES
from .sampling import COMPLAINT, CORE, FOLLOW_UP, NONE, TARGETED
from .streams import PURPOSE, START, normal, stream, uniform, unit_stream

_P = namedtuple("_P", PURPOSE)(**PURPOSE)  # type: ignore[misc]

# What the stages need to know of the moment: the quarter's number, its random stream, the sector's level and cost
# terms, attention, whether the warm-up is on, and the reference luck of laboratories (seed and run).
Now = namedtuple(
    "Now",
    [
        "quarter",
        "stream",
        "level",
        "market",
        "attention",
        "warm_up",
        "seed",
        "run",
        "certified_share",
        "titled_share",
        "cases",
        "expected_cases",
        "start_certified",
    ],
)
REPUTATION_START = 0.97
LAPSE = 4  # quarters without a test after which an order lapses


@inlined
def title_state(state, i):
    """Which titles a unit holds, as the index of its decision table."""
    held = 0
    for tier in range(state.validity.shape[0]):
        if state.validity[tier, i] > 0:
            held += 1 << tier
    return held


@kernel
def size_shift(size_class, assumption):
    """Advantage of a medium or large unit, in log odds."""
    if size_class == 0:
        return 0.0
    return assumption.shift_medium if size_class == 1 else assumption.shift_large


@kernel
def weigh_choices(state, units, work, sector, assumption, now, tables):
    """Fill work.score with e^(−gap/τ) and work.odds with e^(−θ − level − shift) of each unit (equations 2–6)."""
    a, states = assumption, tables.shape[0]
    for i in range(sector.first, sector.last):
        work.stream[i] = unit_stream(now.stream, units.key[i])
        saved = a.certification_saving * state.certified[i]
        net = state.cost[i] * (1.0 - saved) - now.market
        held = title_state(state, i) if states > 1 else 0
        gap = look_up(tables[held], state.grade[i], state.belief_seen[i] / state.belief_expected[i], net)
        work.score[i] = -gap / a.tau
        work.odds[i] = -(state.capability[i] + now.level + size_shift(units.size_class[i], a))
    span = slice(sector.first, sector.last)
    fill_exponentials(work.score[span], work.bits[span], work.floats[span])
    fill_exponentials(work.odds[span], work.bits[span], work.floats[span])


@kernel
def decide(state, units, work, sector, lever, decided, assumption, now, tables):
    """Each unit chooses to comply or to cut corners (equations 3–6); an order to rectify may make it comply."""
    a = assumption
    weigh_choices(state, units, work, sector, assumption, now, tables)
    odds1 = (1.0 - a.pi1) / a.pi1
    pi0 = sector.conformity_cutting if sector.conformity_cutting > 0.0 else a.pi0
    odds0 = (1.0 - pi0) / pi0
    sensitivity = expit(logit(a.se) + lever.sensitivity)
    pushed, lasting = lever.follow_up * a.rectify, math.exp(-a.rectify_gain)
    for i in range(sector.first, sector.last):
        key, odds = work.stream[i], work.odds[i]
        chance = 1.0 / (1.0 + work.score[i])
        complies = uniform(key, _P.decision) < chance
        if state.ladder[i] > 0:
            chance += pushed * (1.0 - chance)
            if uniform(key, _P.rectified) < pushed:
                complies = True
                if not state.rectified[i]:
                    state.rectified[i] = 1
                    state.capability[i] += a.rectify_gain
                    odds *= lasting
        conform1, conform0 = 1.0 / (1.0 + odds * odds1), 1.0 / (1.0 + odds * odds0)
        work.comply[i] = complies
        work.conform[i] = conform1 if complies else conform0
        mean = chance * conform1 + (1.0 - chance) * conform0
        work.fail_chance[i] = reported_fail(mean, sensitivity, decided.specificity)


@kernel
def laboratory_sensitivity(sector, lever, assumption, now, out):
    """Se_j of the sector's laboratories in this run (equation 13)."""
    key = unit_stream(stream(now.seed, now.run, START), sector.key)
    centre = logit(assumption.se) + lever.sensitivity
    for j in range(LABORATORIES):
        out[j] = expit(centre + assumption.sigma_lab * normal(key + np.uint64(j), _P.laboratory_bias))


@kernel
def extra_tests(state, units, work, sector, lever, assumption, now):
    """Tests apart from the plan: follow-up of ordered units, then complaints (section 3.3)."""
    reach = assumption.complaint_rate * lever.hotline * now.attention
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0 or work.tested[i] != NONE:
            continue
        key = work.stream[i]
        if state.ladder[i] > 0 and uniform(key, _P.follow_up) < lever.follow_up:
            work.tested[i] = FOLLOW_UP
            continue
        pressure = reach * (1.0 - work.conform[i]) * units.size[i]
        luck = uniform(key, _P.complaint)
        if luck < pressure and luck < 1.0 - math.exp(-pressure):
            work.tested[i] = COMPLAINT


@kernel
def test(state, work, sector, lever, decided, assumption, now):
    """Batches are drawn good or bad, laboratories report (equations 6 and 13), fails may be made public."""
    laboratory_sensitivity(sector, lever, assumption, now, work.laboratories)
    publish = min(1.0, lever.exposure + lever.crackdown_exposure)
    for i in range(sector.first, sector.last):
        work.failed[i] = work.exposed[i] = 0
        if state.blacklist[i] > 0 or work.tested[i] == NONE:
            continue
        key = work.stream[i]
        if uniform(key, _P.outcome) < work.conform[i]:
            chance = 1.0 - decided.specificity
        else:
            chance = work.laboratories[int(uniform(key, _P.laboratory) * LABORATORIES)]
        if uniform(key, _P.test) < chance:
            work.failed[i] = 1
            work.exposed[i] = uniform(key, _P.exposure) < publish


@kernel
def count_tests(state, work, sector, decided, now, tally):
    """Add up what was tested and found, before anyone reacts."""
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0:
            continue
        kind, passed = work.tested[i], 1.0 - work.failed[i]
        if work.inclusion[i] > 0.0:
            tally.expected_tests += work.inclusion[i]
            tally.expected_passes += work.inclusion[i] * (1.0 - work.fail_chance[i])
        if kind == NONE:
            continue
        if kind == CORE or kind == TARGETED:
            weight = 1.0 / work.inclusion[i]
            tally.planned += 1.0
            tally.planned_passes += passed
            tally.hajek_weight += weight
            tally.hajek_passes += weight * passed
            tally.hajek_specificity += weight * decided.specificity
            if kind == CORE:
                tally.core += 1.0
                tally.core_passes += passed
        elif kind == FOLLOW_UP:
            tally.follow_ups += 1.0
        else:
            tally.complaints += 1.0
        tally.fails += work.failed[i]
        tally.exposed += work.exposed[i]


@kernel
def remember(state, work, sector, decided, assumption, now, root_exposure):
    """Beliefs about supervision are updated by what a unit saw and by public cases (equation 15).

    Returns public cases of planned tests this quarter and what the baseline plan would have made public.
    """
    a = assumption
    weight = a.peer_weight * min(1.0, 150.0 / sector.units)
    cases, expected = 0.0, 0.0
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0:
            continue
        planned = work.tested[i] == CORE or work.tested[i] == TARGETED
        usual = decided.chance[state.grade[i]]
        seen = 1.0 if planned else 0.0
        state.belief_seen[i] = a.delta * state.belief_seen[i] + seen + weight * now.cases
        state.belief_expected[i] = a.delta * state.belief_expected[i] + usual + weight * now.expected_cases
        cases += work.exposed[i] * seen
        expected += root_exposure * usual * work.fail_chance[i]
    return cases, expected


@kernel
def sanction_unit(state, units, work, i, sector, lever, grades, assumption, tier_levers, tally, tier_tally):
    """A reported fail: fine, grade, ladder, titles (section 3.5). Returns True if the licence is revoked."""
    key, grade = work.stream[i], state.grade[i]
    fine = lever.fine + lever.crackdown_sanction
    tally.fined += fine * (1.0 + assumption.repeat * grade) * units.size[i]
    safety = uniform(key, _P.safety_item) < sector.safety_share
    tally.safety_fails += safety
    state.grade[i] = min(grade + (2 if safety else 1), grades - 1)
    state.clean_quarters[i] = 0
    for tier in range(state.validity.shape[0]):
        if state.validity[tier, i] > 0 and uniform(key, _P.title_0 + tier) < tier_levers[tier].loss_on_fail:
            state.validity[tier, i] = 0
            tier_tally[tier].titles_lost += 1.0
    if state.ladder[i] == 3 and work.tested[i] != COMPLAINT and lever.revocation >= 0.5:
        return True
    state.ladder[i] = min(3, state.ladder[i] + 1)
    state.order_age[i] = 0
    return False


@inlined
def clear_unit(state, work, i, assumption):
    """A pass may lift the grade and ends the ladder; without a test an order lapses after four quarters."""
    if work.tested[i] != NONE:
        state.ladder[i] = state.order_age[i] = 0
        if state.grade[i] > 0 and uniform(work.stream[i], _P.upgrade) < assumption.upgrade:
            state.grade[i] -= 1
    elif state.ladder[i] > 0:
        state.order_age[i] += 1
        if state.order_age[i] >= LAPSE:
            state.ladder[i] = state.order_age[i] = 0
    state.clean_quarters[i] += 1


@kernel
def enter(state, units, work, i, lever, decided, assumption, start_certified):
    """A newcomer takes the slot: fresh draws, grade B, no record, no title (section 3.11)."""
    a, key = assumption, work.stream[i]
    state.capability[i] = a.sigma_theta * normal(key, _P.start_theta) + lever.entry_standard
    state.cost[i] = math.exp(a.sigma_c * normal(key, _P.start_cost))
    state.grade[i] = 1
    state.belief_seen[i] = state.belief_expected[i] = decided.chance[1] / (1.0 - a.delta)
    state.reputation[i] = REPUTATION_START
    state.ladder[i] = state.order_age[i] = state.rectified[i] = 0
    state.certified[i] = uniform(key, _P.start_certified) < start_certified
    state.clean_quarters[i] = state.age[i] = state.blacklist[i] = 0
    for tier in range(state.validity.shape[0]):
        state.validity[tier, i] = state.awarded[tier, i] = 0


@kernel
def leave(state, i, tier_tally):
    """Titles of a unit that leaves business are lost with it."""
    for tier in range(state.validity.shape[0]):
        if state.validity[tier, i] > 0:
            tier_tally[tier].titles_lost += 1.0
            state.validity[tier, i] = 0


@kernel
def react(state, units, work, sector, lever, decided, assumption, now, tier_levers, tally, tier_tally):
    """Consequences of the tests, then exit, revocation and entry (sections 3.5 and 3.11)."""
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0:
            state.blacklist[i] -= 1
            if state.blacklist[i] == 0:
                enter(state, units, work, i, lever, decided, assumption, now.start_certified)
                tally.entrants += 1.0
            continue
        revoked = False
        if work.failed[i]:
            revoked = sanction_unit(
                state, units, work, i, sector, lever, decided.chance.size, assumption, tier_levers, tally, tier_tally
            )
        else:
            clear_unit(state, work, i, assumption)
        state.age[i] += 1
        if revoked:
            tally.revoked += 1.0
        if revoked or uniform(work.stream[i], _P.exit) < assumption.exit_hazard:
            leave(state, i, tier_tally)
            state.blacklist[i] = int(4.0 * lever.blacklist_years + 0.5) if revoked else 0
            if state.blacklist[i] == 0:
                enter(state, units, work, i, lever, decided, assumption, now.start_certified)
                tally.entrants += 1.0


@kernel
def change(state, units, work, sector, lever, assumption, now, tally):
    """Standing and capability move on (equations 16 and 18); certification spreads (equation 19)."""
    a = assumption
    noise = a.sigma_theta * math.sqrt(1.0 - a.phi * a.phi)
    pull = a.title_pull * now.titled_share
    useful = (1.0 - a.misuse) * (1.0 - a.crowding_out) * lever.tech_support / a.support_scale
    hazard = a.innovation + a.imitation * now.certified_share + lever.certification_support
    span = slice(sector.first, sector.last)
    fill_normals(work.stream[span], _P.innovation, work.normal[span], work.power[span], work.bits[span],
                 work.floats[span])
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0:
            continue
        key = work.stream[i]
        standing = 0.0 if work.exposed[i] else 1.0 - now.attention * (1.0 - work.conform[i])
        if state.age[i] > 0:
            state.reputation[i] += a.nu * (standing - state.reputation[i])
        gain = pull
        if useful > 0.0:
            gain += a.support_gain * math.log1p(useful / units.size[i])
        if not now.warm_up and not state.certified[i] and uniform(key, _P.certification) < hazard:
            state.certified[i] = 1
            gain += a.certification_gain
            tally.newly_certified += 1.0
        tally.support += lever.tech_support
        tally.certified += state.certified[i]
        state.capability[i] = a.phi * state.capability[i] + gain + noise * work.normal[i]


@kernel
def accidents_of(key, rate, assumption, tally):
    """Accidents of one unit (Poisson, by inversion) and their statutory class."""
    luck = uniform(key, _P.accident)
    if luck >= rate:  # P(at least one) = 1 − e^(−rate) < rate
        return
    term = math.exp(-rate)
    above, number = 1.0 - term, 0
    while luck < above and number < 50:
        number += 1
        term *= rate / number
        above -= term
        grave = uniform(key + np.uint64(number), _P.accident_class)
        tally.accidents += 1.0
        tally.accidents_larger += grave < assumption.larger_share + assumption.major_share
        tally.accidents_major += grave < assumption.major_share


@kernel
def count_units(state, units, work, sector, decided, assumption, now, tally):
    """Add up what units are and do this quarter (before entry and exit)."""
    a = assumption
    rate0, rate1 = a.accident_rate, a.accident_rate * math.exp(a.accident_effect)
    for i in range(sector.first, sector.last):
        if state.blacklist[i] > 0:
            continue
        size, conform, comply = units.size[i], work.conform[i], work.comply[i]
        tally.units += 1.0
        tally.conformity += conform
        tally.output += sector.output * size
        tally.output_conforming += sector.output * size * conform
        tally.complying += comply
        tally.safety_faults += sector.safety_share * (1.0 - conform)
        if comply:
            saved = a.certification_saving if state.certified[i] else 0.0
            tally.compliance_cost += decided.cost * state.cost[i] * (1.0 - saved) * size
        accidents_of(work.stream[i], size * (rate1 if comply else rate0), a, tally)
        if units.size_class[i] > 0 and units.acceptance[i] == now.quarter % 4:
            tally.projects += 1.0
            tally.projects_failed += uniform(work.stream[i], _P.outcome) >= conform


@kernel
def market_term(decided, assumption, attention):
    """The market's part of the net cost, in units of c_s (equation 3)."""
    return market_stake(assumption, attention, decided.conform1 - decided.conform0) / decided.cost
