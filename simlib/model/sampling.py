"""Who is tested: a random core and a targeted part, drawn so that a larger plan tests nearly a superset.

Order sampling with permanent random numbers (Rosén 1997), equations 9–12 of docs/model.md. Two permanent numbers a
unit and quarter, one for the core and one for the targeted part: a single one would bias the inclusion chances.
"""

from __future__ import annotations

import math

import numpy as np

from .fast import exp_of, fill_normals
from .jit import kernel
from .meanfield import water_level
from .streams import DISTRICT, PURPOSE, uniform, unit_stream

NONE, CORE, TARGETED, FOLLOW_UP, COMPLAINT = 0, 1, 2, 3, 4
_CORE_COUNT, _CORE, _TARGETED, _SIGNAL = (PURPOSE[name] for name in ("core_count", "core", "targeted", "signal"))
FEW = 64  # so many are compared each with each
_DECAY = np.append(0.8 ** np.arange(64), 0.0)  # weight of a fail that many quarters ago; nothing beyond


@kernel
def smallest_of_few(values, k):
    """The k-th smallest (from 0), by counting for each value how many are smaller: no branches, quick for few."""
    found = -math.inf
    for m in range(values.size):
        smaller = 0
        for n in range(values.size):
            smaller += values[n] < values[m]
        found = max(found, values[m] if smaller <= k else -math.inf)
    return found


@kernel
def kth_smallest(values, count, k):
    """The k-th smallest (from 1) of the first `count` values; reorders them (Hoare's way)."""
    low, high, k = 0, count - 1, k - 1
    while high - low >= FEW:
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
            return pivot
    return smallest_of_few(values[low : high + 1], k - low)


@kernel
def planned_number(units, lever, quarter):
    """Planned tests of a sector in this quarter: the year's number spread evenly, times a crackdown (equation 9)."""
    yearly = units * lever.coverage
    due = math.floor(yearly * (quarter + 1) / 4.0 + 0.5) - math.floor(yearly * quarter / 4.0 + 0.5)
    return math.floor(due * lever.crackdown_tests + 0.5)


@kernel
def list_frame(state, work, sector, lever):
    """List in work.place the units that can be drawn: in business and not exempted as title holders."""
    frame, exempt = 0, lever.exempt >= 0.5
    for i in range(sector.first, sector.last):
        work.tested[i] = NONE
        work.inclusion[i] = 0.0
        work.flag[i] = state.blacklist[i] <= 0
    for tier in range(state.validity.shape[0] if exempt else 0):
        for i in range(sector.first, sector.last):
            work.flag[i] &= state.validity[tier, i] <= 0
    for i in range(sector.first, sector.last):
        work.place[frame] = i
        frame += work.flag[i]
    return frame


@kernel
def draw_luck(work, frame, purpose):
    """work.luck: the permanent random number of each unit of the frame."""
    for n in range(frame):
        work.luck[n] = uniform(work.stream[work.place[n]], purpose)


@kernel
def core_candidates(work, frame, below):
    """List in work.pick, with numbers in work.score, the units whose permanent number is under `below`."""
    found = 0
    for n in range(frame):
        work.score[found] = work.luck[n]
        work.pick[found] = n
        found += work.luck[n] < below
    return found


@kernel
def draw_core(work, frame, wanted):
    """Mark the `wanted` units with the smallest permanent numbers as the random core (equation 9)."""
    if wanted <= 0:
        return
    draw_luck(work, frame, _CORE)
    found = core_candidates(work, frame, (wanted + 4.0 * math.sqrt(wanted) + 4.0) / frame)
    if found < wanted:
        found = core_candidates(work, frame, 1.0)
    limit = kth_smallest(work.score, found, wanted)
    for n in range(found):
        if work.luck[work.pick[n]] <= limit:
            work.tested[work.place[work.pick[n]]] = CORE


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
        u, chance = work.luck[n], work.weight[n]
        work.pick[found] = n
        found += (work.tested[work.place[n]] == NONE) & (u * (1.0 - chance) < below * (1.0 - u) * chance)
    for m in range(found):
        work.score[m] = targeted_order(work.luck[work.pick[m]], work.weight[work.pick[m]])
    return found


@kernel
def draw_targeted(work, frame, wanted):
    """Mark the `wanted` units outside the core that come first in the targeted order; their chances q are in weight."""
    if wanted <= 0:
        return
    draw_luck(work, frame, _TARGETED)
    found = targeted_candidates(work, frame, 2.0)
    if found < wanted:
        found = targeted_candidates(work, frame, math.inf)
    if found == 0:
        return
    limit = kth_smallest(work.score, found, min(wanted, found))
    for m in range(found):
        n = work.pick[m]
        if targeted_order(work.luck[n], work.weight[n]) <= limit:
            work.tested[work.place[n]] = TARGETED


@kernel
def risk(state, work, sector, assumption, tilt):
    """work.odds = exp(tilt · r): r sums recent fails and an intelligence signal of low capability (equation 10)."""
    if tilt == 0.0:
        work.odds[sector.first : sector.last] = 1.0
        return
    span, quality = slice(sector.first, sector.last), assumption.signal_quality
    fill_normals(work.stream[span], _SIGNAL, work.normal[span])
    blur, slope = math.sqrt(1.0 - quality * quality), quality / assumption.sigma_theta
    for i in range(sector.first, sector.last):
        recent = _DECAY[min(state.clean_quarters[i], _DECAY.size - 1)]
        work.odds[i] = exp_of(tilt * (recent - slope * state.capability[i] + blur * work.normal[i]))


@kernel
def frame_level(work, frame, total, share):
    """The water level of the frame, whose weights add to `total`: the many units that are far from certain to be
    drawn count as one group, which changes nothing as long as none of them becomes certain."""
    first = share * frame / total  # the level if nobody were certain
    heavy, rest = 0, total
    for n in range(frame):
        work.score[heavy] = work.weight[n]
        heavy += first * work.weight[n] >= 0.5
    work.luck[: heavy + 1] = 1.0
    for m in range(heavy):
        rest -= work.score[m]
    work.luck[heavy] = frame - heavy
    work.score[heavy] = rest / max(frame - heavy, 1)
    level = water_level(work.score[: heavy + 1], work.luck[: heavy + 1], share)
    if level <= 2.0 * first:
        return level
    work.luck[:frame] = 1.0
    return water_level(work.weight[:frame], work.luck[:frame], share)


@kernel
def weigh(state, work, sector, frame, lever, assumption, share):
    """Targeted chances q_i = min(1, λ w_i) of the frame, water-filled to `share` of it on average (equation 11)."""
    risk(state, work, sector, assumption, lever.tilt)
    total = 0.0
    for n in range(frame):
        i = work.place[n]
        work.weight[n] = lever.grade_weights[state.grade[i]] * work.odds[i]
        total += work.weight[n]
    level = frame_level(work, frame, total, share) if total > 0.0 else 0.0
    for n in range(frame):
        work.weight[n] = min(1.0, level * work.weight[n])


@kernel
def sample(state, work, sector, lever, assumption, quarter, stream):
    """Draw this quarter's planned tests of a sector and store each unit's inclusion chance (equations 9–12)."""
    frame = list_frame(state, work, sector, lever)
    tests = min(planned_number(sector.units, lever, quarter), float(frame))
    if frame == 0 or tests <= 0.0:
        return
    core = min(1.0, (1.0 - lever.targeted_share) * tests / frame)
    luck = uniform(unit_stream(stream, sector.key ^ DISTRICT), _CORE_COUNT)
    core_tests = math.floor((1.0 - lever.targeted_share) * tests + luck)
    draw_core(work, frame, int(min(core_tests, tests)))
    work.weight[:frame] = 0.0
    if lever.targeted_share > 0.0 and core < 1.0:
        share = lever.targeted_share * tests / (frame * (1.0 - core))
        weigh(state, work, sector, frame, lever, assumption, min(1.0, share))
    for n in range(frame):
        work.inclusion[work.place[n]] = core + (1.0 - core) * work.weight[n]
    if lever.targeted_share > 0.0:
        draw_targeted(work, frame, int(tests - min(core_tests, tests)))
