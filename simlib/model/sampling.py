"""Who is tested: a random core and a targeted part, drawn so that a larger plan tests nearly a superset.

Order sampling with permanent random numbers (Rosén 1997), equations 9–12 of docs/model.md. Two permanent numbers a
unit and quarter, one for the core and one for the targeted part: a single one would bias the inclusion chances.
"""

from __future__ import annotations

import math

import numpy as np

from .jit import inlined, kernel
from .meanfield import water_level
from .streams import DISTRICT, PURPOSE, normal, uniform, unit_stream

NONE, CORE, TARGETED, FOLLOW_UP, COMPLAINT = 0, 1, 2, 3, 4
_CORE_COUNT, _CORE, _TARGETED, _SIGNAL = (PURPOSE[name] for name in ("core_count", "core", "targeted", "signal"))
_DECAY = 0.8 ** np.arange(64)  # weight of a fail that many quarters ago; nothing beyond


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


@inlined
def risk_score(state, i, key, assumption):
    """r: recent fails and an intelligence signal of low capability (equation 10)."""
    quality = assumption.signal_quality
    recent = _DECAY[state.clean_quarters[i]] if state.clean_quarters[i] < _DECAY.size else 0.0
    signal = math.sqrt(1.0 - quality * quality) * normal(key, _SIGNAL)
    return recent - quality * state.capability[i] / assumption.sigma_theta + signal


@kernel
def draw_core(work, frame, wanted):
    """Mark the `wanted` units with the smallest permanent numbers as the random core (equation 9)."""
    if wanted <= 0:
        return
    for n in range(frame):
        work.score[n] = uniform(work.stream[work.place[n]], _CORE)
    limit = kth_smallest(work.score, frame, wanted)
    for n in range(frame):
        i = work.place[n]
        if uniform(work.stream[i], _CORE) <= limit:
            work.tested[i] = CORE


@kernel
def targeted_order(key, chance):
    """Ranking number of Pareto order sampling; units that are sure to be taken come first (equation 12)."""
    u = uniform(key, _TARGETED)
    if chance >= 1.0:
        return u - 1.0
    return u * (1.0 - chance) / ((1.0 - u) * chance)


@kernel
def draw_targeted(work, frame, wanted):
    """Mark the `wanted` units outside the core that come first in the targeted order; their chances q are in weight."""
    if wanted <= 0:
        return
    left = 0
    for n in range(frame):
        i = work.place[n]
        if work.tested[i] == NONE:
            work.score[left] = targeted_order(work.stream[i], work.weight[n])
            left += 1
    if left == 0:
        return
    limit = kth_smallest(work.score, left, min(wanted, left))
    for n in range(frame):
        i = work.place[n]
        if work.tested[i] == NONE and targeted_order(work.stream[i], work.weight[n]) <= limit:
            work.tested[i] = TARGETED


@kernel
def weigh(state, work, frame, lever, assumption, share):
    """Targeted chances q_i = min(1, λ w_i) of the frame, water-filled to `share` of it on average (equation 11)."""
    ones = work.score[:frame]
    for n in range(frame):
        ones[n] = 1.0
    for n in range(frame):
        i = work.place[n]
        weight = lever.grade_weights[state.grade[i]]
        if lever.tilt != 0.0:
            weight *= math.exp(lever.tilt * risk_score(state, i, work.stream[i], assumption))
        work.weight[n] = weight
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
        weigh(state, work, frame, lever, assumption, min(1.0, lever.targeted_share * tests / (frame * (1.0 - core))))
    for n in range(frame):
        work.inclusion[work.place[n]] = core + (1.0 - core) * work.weight[n]
    if lever.targeted_share > 0.0:
        draw_targeted(work, frame, int(tests - min(core_tests, tests)))
