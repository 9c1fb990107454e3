"""One quarter of one sector, stage by stage in the order of docs/model.md: (decide, sample,) test, remember, react,
change.

A stage draws first and decides after, so that more of a lever acts on a superset of the same units. Loops over all
units are kept free of branches, for the compiler to turn them into vector instructions; what happens to few units is
marked in work.flag first. The state of an empty slot may drift: who enters starts afresh.
"""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np

from .behaviour import logit
from .fast import exp_of, fill_normals
from .jit import kernel
from .records import LABORATORIES
from .sampling import COMPLAINT, CORE, FOLLOW_UP, NONE, TARGETED
from .streams import START, P, normal, stream, uniform, unit_stream

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


@kernel
def laboratory_sensitivity(work, sector, lever, assumption, now):
    """work.laboratories: Se_j of the sector's laboratories in this run (equation 13)."""
    key = unit_stream(stream(now.seed, now.run, START), sector.key)
    centre = logit(assumption.se) + lever.sensitivity
    for j in range(work.streams.size):
        work.streams[j] = key + np.uint64(j)
    fill_normals(work.streams, P.laboratory_bias, work.laboratories)
    for j in range(work.laboratories.size):
        work.laboratories[j] = 1.0 / (1.0 + exp_of(-centre - assumption.sigma_lab * work.laboratories[j]))


@kernel
def extra_tests(state, units, work, sector, lever, assumption, now):
    """Tests apart from the plan: follow-up of ordered units, then complaints (section 3.3)."""
    reach = assumption.complaint_rate * lever.hotline * now.attention
    for i in range(sector.first, sector.last):
        luck, pressure = uniform(work.stream[i], P.complaint), reach * (1.0 - work.conform[i]) * units.size[i]
        complains = luck < 1.0 - exp_of(-pressure)
        ordered = (state.ladder[i] > 0) & (uniform(work.stream[i], P.follow_up) < lever.follow_up)
        kind = FOLLOW_UP if ordered else (COMPLAINT if complains else NONE)
        work.tested[i] = kind if (state.blacklist[i] <= 0) & (work.tested[i] == NONE) else work.tested[i]


@kernel
def list_tested(work, sector):
    """List in work.pick the units that are tested; returns their number."""
    found = 0
    for i in range(sector.first, sector.last):
        work.failed[i] = work.exposed[i] = 0
        work.pick[found] = i
        found += work.tested[i] != NONE
    return found


@kernel
def test(work, tests, sector, lever, decided, assumption, now):
    """Batches are drawn good or bad, laboratories report (equations 6 and 13), fails may be made public; the units
    are the first `tests` of work.pick."""
    laboratory_sensitivity(work, sector, lever, assumption, now)
    publish = min(1.0, lever.exposure + lever.crackdown_exposure)
    for n in range(tests):
        i = work.pick[n]
        key = work.stream[i]
        if uniform(key, P.outcome) < work.conform[i]:
            chance = 1.0 - decided.specificity
        else:
            chance = work.laboratories[np.uint64(uniform(key, P.laboratory) * LABORATORIES)]
        if uniform(key, P.test) < chance:
            work.failed[i] = 1
            work.exposed[i] = uniform(key, P.exposure) < publish


@kernel
def remember(state, work, sector, decided, assumption, now, root_exposure):
    """Beliefs about supervision are updated by what a unit saw and by public cases (equation 15).

    Returns public cases of planned tests this quarter and what the baseline plan would have made public.
    """
    a, cases, expected = assumption, 0, 0.0
    weight = a.peer_weight * min(1.0, 150.0 / sector.units)
    told, foretold = weight * now.cases, weight * now.expected_cases
    for i in range(sector.first, sector.last):
        planned = (work.tested[i] == CORE) | (work.tested[i] == TARGETED)
        state.belief_seen[i] = a.delta * state.belief_seen[i] + planned + told
        cases += planned & work.exposed[i]
    for i in range(sector.first, sector.last):
        usual = decided.chance[state.grade[i]]
        state.belief_expected[i] = a.delta * state.belief_expected[i] + usual + foretold
        expected += usual * work.fail_chance[i] * (state.blacklist[i] <= 0)
    return float(cases), root_exposure * expected


@kernel
def sanction_unit(state, units, work, i, sector, lever, grades, assumption, tier_levers, tally, tier_tally):
    """A reported fail: fine, grade, ladder, titles (equation 14). Returns True if the licence is revoked."""
    key, grade = work.stream[i], state.grade[i]
    fine = lever.fine * (1.0 + lever.crackdown_sanction)
    tally.fined += fine * (1.0 + assumption.repeat * grade) * units.size[i]
    safety = uniform(key, P.safety_item) < sector.safety_share
    tally.safety_fails += safety
    state.grade[i] = min(grade + (2 if safety else 1), grades - 1)
    state.clean_quarters[i] = 0
    for tier in range(state.validity.shape[0]):
        if state.validity[tier, i] > 0 and uniform(key, P.title_0 + tier) < tier_levers[tier].loss_on_fail:
            state.validity[tier, i] = 0
            tier_tally[tier].titles_lost += 1.0
    if state.ladder[i] == 3 and work.tested[i] != COMPLAINT and lever.revocation >= 0.5:
        return True
    state.ladder[i] = min(3, state.ladder[i] + 1)
    state.order_age[i] = 0
    return False


@kernel
def clear_unit(state, work, i, assumption):
    """A pass may lift the grade and ends the ladder; without a test an order lapses after four quarters."""
    if work.tested[i] != NONE:
        state.ladder[i] = state.order_age[i] = 0
        if state.grade[i] > 0 and uniform(work.stream[i], P.upgrade) < assumption.upgrade:
            state.grade[i] -= 1
    elif state.ladder[i] > 0:
        state.order_age[i] += 1
        if state.order_age[i] >= LAPSE:
            state.ladder[i] = state.order_age[i] = 0


@kernel
def enter(state, units, work, i, lever, decided, assumption, start_certified):
    """A newcomer takes the slot: fresh draws, grade B, no record, no title (section 3.11)."""
    a, key = assumption, work.stream[i]
    state.capability[i] = a.sigma_theta * normal(key, P.start_theta) + lever.entry_standard
    state.cost[i] = math.exp(a.sigma_c * normal(key, P.start_cost))
    state.grade[i] = 1
    state.belief_seen[i] = state.belief_expected[i] = decided.chance[1] / (1.0 - a.delta)
    state.reputation[i] = REPUTATION_START
    state.ladder[i] = state.order_age[i] = state.rectified[i] = 0
    state.certified[i] = uniform(key, P.start_certified) < start_certified
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
def list_affected(state, work, sector, assumption):
    """List in work.pick the units that something happens to – a test, an order, an exit, an empty slot; all grow older.
    Returns their number."""
    hazard = assumption.exit_hazard
    for i in range(sector.first, sector.last):
        leaves = uniform(work.stream[i], P.exit) < hazard
        work.flag[i] = leaves | (work.tested[i] != NONE) | (state.ladder[i] > 0) | (state.blacklist[i] > 0)
    affected = 0
    for i in range(sector.first, sector.last):
        state.age[i] += 1
        state.clean_quarters[i] += 1
    for i in range(sector.first, sector.last):
        work.pick[affected] = i
        affected += work.flag[i]
    return affected


@kernel
def fill_slot(state, units, work, i, lever, decided, assumption, now, tally):
    """An empty slot is a quarter nearer to its newcomer, who takes it at the end."""
    if state.blacklist[i] > 0:
        state.blacklist[i] -= 1
    if state.blacklist[i] == 0:
        enter(state, units, work, i, lever, decided, assumption, now.start_certified)
        tally.entrants += 1.0


@kernel
def react(state, units, work, sector, lever, decided, assumption, now, tier_levers, tally, tier_tally):
    """Consequences of the tests, then exit, revocation and entry (sections 3.5 and 3.11)."""
    for n in range(list_affected(state, work, sector, assumption)):
        i = work.pick[n]
        if state.blacklist[i] > 0:
            fill_slot(state, units, work, i, lever, decided, assumption, now, tally)
            continue
        revoked = False
        if work.failed[i]:
            revoked = sanction_unit(
                state, units, work, i, sector, lever, decided.chance.size, assumption, tier_levers, tally, tier_tally
            )
        else:
            clear_unit(state, work, i, assumption)
        if revoked or uniform(work.stream[i], P.exit) < assumption.exit_hazard:
            leave(state, i, tier_tally)
            tally.revoked += revoked
            years = lever.blacklist_years if revoked else 0.0
            state.blacklist[i] = int(4.0 * years + 0.5)
            if state.blacklist[i] == 0:
                fill_slot(state, units, work, i, lever, decided, assumption, now, tally)


@kernel
def stand(state, work, sector, assumption, attention):
    """Standing follows what buyers notice, and is lost in public (equation 16)."""
    nu = assumption.nu
    for i in range(sector.first, sector.last):
        standing = (1 - work.exposed[i]) * (1.0 - attention * (1.0 - work.conform[i]))
        state.reputation[i] += nu * (standing - state.reputation[i]) * (state.age[i] > 0)


@kernel
def certify(state, work, sector, hazard, tally):
    """Certification spreads (equation 19); work.flag marks the newly certified."""
    new, certified = 0, 0
    for i in range(sector.first, sector.last):
        active = state.blacklist[i] <= 0
        work.flag[i] = active & (state.certified[i] == 0) & (uniform(work.stream[i], P.certification) < hazard)
        state.certified[i] |= work.flag[i]
        new += work.flag[i]
        certified += active & state.certified[i]
    tally.newly_certified += new
    tally.certified += certified


@kernel
def support(state, units, sector, lever, assumption, tally):
    """Support for technical upgrading raises capability, less in a large unit (equation 18)."""
    useful = (1.0 - assumption.misuse) * (1.0 - assumption.crowding_out) * lever.tech_support / assumption.support_scale
    if useful <= 0.0:
        return
    count = 0
    for i in range(sector.first, sector.last):
        state.capability[i] += assumption.support_gain * math.log1p(useful / units.size[i])
        count += state.blacklist[i] <= 0
    tally.support += lever.tech_support * count


@kernel
def change(state, units, work, sector, lever, assumption, now, tally):
    """Standing and capability move on (equations 16 and 18); certification spreads (equation 19)."""
    a, span = assumption, slice(sector.first, sector.last)
    stand(state, work, sector, assumption, now.attention)
    hazard = a.innovation + a.imitation * now.certified_share + lever.certification_support
    certify(state, work, sector, 0.0 if now.warm_up else hazard, tally)
    noise, pull = a.sigma_theta * math.sqrt(1.0 - a.phi * a.phi), a.title_pull * now.titled_share
    fill_normals(work.stream[span], P.innovation, work.normal[span])
    phi, gain = a.phi, a.certification_gain
    for i in range(sector.first, sector.last):
        state.capability[i] = phi * state.capability[i] + pull + gain * work.flag[i] + noise * work.normal[i]
    support(state, units, sector, lever, assumption, tally)
