"""What a quarter is counted as: tests and what they found, what units are and do, accidents and projects."""

from __future__ import annotations

import math

import numpy as np

from .jit import kernel
from .sampling import COMPLAINT, CORE, FOLLOW_UP
from .streams import PURPOSE, uniform

_ACCIDENT, _CLASS, _OUTCOME = PURPOSE["accident"], PURPOSE["accident_class"], PURPOSE["outcome"]


@kernel
def shares(state, units, work, sector):
    """Certified share of a sector's units, and titled share of its output."""
    number, certified, output, titled = 0, 0, 0.0, 0.0
    for i in range(sector.first, sector.last):
        active = state.blacklist[i] <= 0
        number += active
        certified += active & state.certified[i]
        output += units.size[i] * active
        titled += units.size[i] * (active & (work.held[i] > 0))
    return certified / max(number, 1), titled / max(output, 1e-300)


@kernel
def count_planned(work, tests, tally):
    """Add up the planned tests among the first `tests` units of work.pick, each with its weight 1/I."""
    planned, passes, core, core_passes, weights, weighted = 0, 0, 0, 0, 0.0, 0.0
    for n in range(tests):
        i = work.pick[n]
        if work.tested[i] == FOLLOW_UP or work.tested[i] == COMPLAINT:
            continue
        passed, first = 1 - work.failed[i], work.tested[i] == CORE
        planned += 1
        passes += passed
        core += first
        core_passes += first * passed
        weights += 1.0 / work.inclusion[i]
        weighted += passed / work.inclusion[i]
    tally.planned += planned
    tally.planned_passes += passes
    tally.core += core
    tally.core_passes += core_passes
    tally.hajek_weight += weights
    tally.hajek_passes += weighted


@kernel
def count_tests(work, tests, tally):
    """Add up what was tested and found, before anyone reacts; the units are the first `tests` of work.pick."""
    follow_ups, complaints, fails, exposed = 0, 0, 0, 0
    for n in range(tests):
        i = work.pick[n]
        follow_ups += work.tested[i] == FOLLOW_UP
        complaints += work.tested[i] == COMPLAINT
        fails += work.failed[i]
        exposed += work.exposed[i]
    tally.follow_ups += follow_ups
    tally.complaints += complaints
    tally.fails += fails
    tally.exposed += exposed
    count_planned(work, tests, tally)


@kernel
def count_expected(work, sector, tally):
    """Add up the inclusion chances, and the passes that planned tests would find on average."""
    tests, passes = 0.0, 0.0
    for i in range(sector.first, sector.last):
        tests += work.inclusion[i]
        passes += work.inclusion[i] * (1.0 - work.fail_chance[i])
    tally.expected_tests += tests
    tally.expected_passes += passes


@kernel
def count_units(state, units, work, sector, decided, assumption, tally):
    """Add up what units are and do this quarter (before entry and exit)."""
    number, complying, saving = 0, 0, assumption.certification_saving
    conformity, output, good, cost = 0.0, 0.0, 0.0, 0.0
    for i in range(sector.first, sector.last):
        active = state.blacklist[i] <= 0
        size, comply = units.size[i] * active, active & work.comply[i]
        number += active
        complying += comply
        conformity += work.conform[i] * active
        output += size
        good += size * work.conform[i]
        cost += size * comply * state.cost[i] * (1.0 - saving * state.certified[i])
    tally.units += number
    tally.complying += complying
    tally.conformity += conformity
    tally.safety_faults += sector.safety_share * (number - conformity)
    tally.output += sector.output * output
    tally.output_conforming += sector.output * good
    tally.compliance_cost += decided.cost * cost


@kernel
def accidents_of(luck, key, rate, assumption, tally):
    """Accidents of one unit (Poisson, by inversion) and their statutory class (equation 31)."""
    term = math.exp(-rate)
    above, number = 1.0 - term, 0
    while luck < above and number < 50:
        number += 1
        term *= rate / number
        above -= term
        grave = uniform(key + np.uint64(number), _CLASS)
        tally.accidents += 1.0
        tally.accidents_larger += grave < assumption.larger_share + assumption.major_share
        tally.accidents_major += grave < assumption.major_share


@kernel
def count_accidents(state, units, work, sector, assumption, tally):
    """Add up accidents; complying changes the rate, which is per unit of size."""
    rate0, some = assumption.accident_rate, 0
    rate1 = rate0 * math.exp(assumption.accident_effect)
    for i in range(sector.first, sector.last):
        rate = units.size[i] * (rate1 if work.comply[i] else rate0)
        work.luck[i] = uniform(work.stream[i], _ACCIDENT)
        work.flag[i] = (state.blacklist[i] <= 0) & (work.luck[i] < rate)  # P(at least one) = 1 − e^(−rate) < rate
        some += work.flag[i]
    if some == 0:
        return
    for i in range(sector.first, sector.last):
        if work.flag[i]:
            rate = units.size[i] * (rate1 if work.comply[i] else rate0)
            accidents_of(work.luck[i], work.stream[i], rate, assumption, tally)


@kernel
def count_projects(state, units, work, sector, quarter, tally):
    """Add up the large and medium projects due for acceptance this quarter, and those that fail it."""
    due, failed = 0, 0
    for i in range(sector.first, sector.last):
        accepted = (state.blacklist[i] <= 0) & (units.size_class[i] > 0) & (units.acceptance[i] == quarter % 4)
        due += accepted
        failed += accepted & (uniform(work.stream[i], _OUTCOME) >= work.conform[i])
    tally.projects += due
    tally.projects_failed += failed


@kernel
def count(state, units, work, tests, sector, decided, assumption, quarter, tally):
    """Add up the quarter of a sector before anyone reacts; tested units are the first `tests` of work.pick."""
    count_tests(work, tests, tally)
    count_expected(work, sector, tally)
    count_units(state, units, work, sector, decided, assumption, tally)
    count_accidents(state, units, work, sector, assumption, tally)
    count_projects(state, units, work, sector, quarter, tally)
