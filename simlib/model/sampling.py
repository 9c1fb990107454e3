"""Who is tested: a random core and a targeted part, drawn so that a larger plan tests nearly a superset.

Order sampling with permanent random numbers (Rosén 1997), equations 9–12 of docs/model.md. Two permanent numbers a
unit and quarter, one for the core and one for the targeted part: a single one would bias the inclusion chances.
"""

from __future__ import annotations

import math

import numpy as np

from .fast import fill_exponentials, fill_normals
from .jit import inlined, kernel
from .meanfield import water_level
from .streams import DISTRICT, PURPOSE, uniform, unit_stream

NONE, CORE, TARGETED, FOLLOW_UP, COMPLAINT = 0, 1, 2, 3, 4
_CORE_COUNT, _CORE, _TARGETED, _SIGNAL = (PURPOSE[name] for name in ("core_count", "core", "targeted", "signal"))
_DECAY = np.append(0.8 ** np.arange(64), 0.0)  # weight of a fail that many quarters ago; nothing beyond


@kernel
def kth_smallest(values, count, k):
    """The k-th smallest (from 1) of the first `count` values; reorders them (Hoare's selection)."""
    low, high, k = 0, count - 1, k - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    return values[k]


@kernel
def planned_number(units, lever, quarter):
    """Planned tests of a sector in this quarter: the year's number spread evenly, times a crackdown (equation 9)."""
    yearly = units * lever.coverage
    due = math.floor(yearly * (quarter + 1) / 4.0 + 0.5) - math.floor(yearly * quarter / 4.0 + 0.5)
    return math.floor(due * lever.crackdown_tests + 0.5)


@inlined
def in_frame(state, i, lever):
    """True if the unit can be drawn: in business and not exempted as a title holder."""
    if state.blacklist[i] > 0:
        return False
    if lever.exempt < 0.5:
        return True
    for tier in range(state.validity.shape[0]):
        if state.validity[tier, i] > 0:
            return False
    return True


@kernel
def core_candidates(work, frame, below):
    """List in work.pick, with numbers in work.score, the units whose permanent number is under `below`."""
    found = 0
    for n in range(frame):
        i = work.place[n]
        u = uniform(work.stream[i], _CORE)
        work.score[found] = u
        work.pick[found] = i
        found += u < below
    return found


@kernel
def draw_core(work, frame, wanted):
    """Mark the `wanted` units with the smallest permanent numbers as the random core (equation 9)."""
    if wanted <= 0:
        return
    found = core_candidates(work, frame, (wanted + 4.0 * math.sqrt(wanted) + 4.0) / frame)
    if found < wanted:
        found = core_candidates(work, frame, 1.0)
    limit = kth_smallest(work.score, found, wanted)
    for n in range(found):
        i = work.pick[n]
        if uniform(work.stream[i], _CORE) <= limit:
            work.tested[i] = CORE


@kernel
def targeted_order(u, chance):
    """Ranking number of Pareto order sampling; units that are sure to be taken come first (equation 12)."""
    if chance >= 1.0:
        return u - 1.0
    return u * (1.0 - chance) / ((1.0 - u) * chance)


@kernel
def targeted_candidates(work, frame, below):
    """List in work.pick, with ranking numbers in work.score, the untested units that rank under `below`."""
    found = 0
    for n in range(frame):
        i = work.place[n]
        u, chance = uniform(work.stream[i], _TARGETED), work.weight[n]
        if work.tested[i] == NONE and u * (1.0 - chance) < below * (1.0 - u) * chance:
            work.score[found] = targeted_order(u, chance)
            work.pick[found] = n
            found += 1
    return found


@kernel
def draw_targeted(work, frame, wanted):
    """Mark the `wanted` units outside the core that come first in the targeted order; their chances q are in weight."""
    if wanted <= 0:
        return
    found = targeted_candidates(work, frame, 2.0)
    if found < wanted:
        found = targeted_candidates(work, frame, math.inf)
    if found == 0:
        return
    limit = kth_smallest(work.score, found, min(wanted, found))
    for n in range(found):
        i = work.place[work.pick[n]]
        if targeted_order(uniform(work.stream[i], _TARGETED), work.weight[work.pick[n]]) <= limit:
            work.tested[i] = TARGETED


@kernel
def risk_weights(state, work, sector, assumption, tilt):
    """work.odds = exp(tilt · r): r sums recent fails and an intelligence signal of low capability (equation 10)."""
    span, quality = slice(sector.first, sector.last), assumption.signal_quality
    fill_normals(work.stream[span], _SIGNAL, work.normal[span], work.power[span], work.bits[span], work.floats[span])
    blur, slope = math.sqrt(1.0 - quality * quality), quality / assumption.sigma_theta
    for i in range(sector.first, sector.last):
        recent = _DECAY[min(state.clean_quarters[i], _DECAY.size - 1)]
        work.odds[i] = tilt * (recent - slope * state.capability[i] + blur * work.normal[i])
    fill_exponentials(work.odds[span], work.bits[span], work.floats[span])


@kernel
def weigh(state, work, sector, frame, lever, assumption, share):
    """Targeted chances q_i = min(1, λ w_i) of the frame, water-filled to `share` of it on average (equation 11)."""
    ones = work.score[:frame]
    if lever.tilt != 0.0:
        risk_weights(state, work, sector, assumption, lever.tilt)
    for n in range(frame):
        i = work.place[n]
        ones[n] = 1.0
        work.weight[n] = lever.grade_weights[state.grade[i]] * (work.odds[i] if lever.tilt != 0.0 else 1.0)
    level = water_level(work.weight[:frame], ones, share)
    for n in range(frame):
        work.weight[n] = min(1.0, level * work.weight[n])


@kernel
def sample(state, work, sector, lever, assumption, quarter, stream):
    """Draw this quarter's planned tests of a sector and store each unit's inclusion chance (equations 9–12)."""
    frame = 0
    for i in range(sector.first, sector.last):
        work.tested[i] = NONE
        work.inclusion[i] = 0.0
        if in_frame(state, i, lever):
            work.place[frame] = i
            frame += 1
    tests = min(planned_number(sector.units, lever, quarter), float(frame))
    if frame == 0 or tests <= 0.0:
        return
    core = min(1.0, (1.0 - lever.targeted_share) * tests / frame)
    luck = uniform(unit_stream(stream, sector.key ^ DISTRICT), _CORE_COUNT)
    core_tests = math.floor((1.0 - lever.targeted_share) * tests + luck)
    draw_core(work, frame, int(min(core_tests, tests)))
    for n in range(frame):
        work.weight[n] = 0.0
    if lever.targeted_share > 0.0 and core < 1.0:
        share = lever.targeted_share * tests / (frame * (1.0 - core))
        weigh(state, work, sector, frame, lever, assumption, min(1.0, share))
    for n in range(frame):
        work.inclusion[work.place[n]] = core + (1.0 - core) * work.weight[n]
    if lever.targeted_share > 0.0:
        draw_targeted(work, frame, int(tests - min(core_tests, tests)))
