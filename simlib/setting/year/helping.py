"""What still helps this year: measures from the next quarter on, tried on the same futures as they look now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...accounts import staff_days
from ...ensemble import simulate
from ...errors import BadRequest
from ...estimators import Estimate
from ...learn.weights import TooFewRuns
from ...outcome import QUARTERS, Outcome
from ...scenario import Plan, with_paths
from .measures import MEASURES, Measure, changed_paths
from .quarters import beliefs, places
from .tracking import Course, Track, bears_on, met_by_run, remaining, weighted_mean

Array = NDArray[np.float64]
SURE = 0.05  # chance that any measure without effect is said to have one
HALF = 0.5  # of a gain must be earned
LEAST = 0.005  # of a chance: less is printed as nothing, whatever its error


class Help(NamedTuple):
    """What a measure brings from the next quarter on, each with its simulation error.

    `gain` in the chance of the target, `earned` the part of it that would remain with no more tests than planned,
    `quality` in the true pass rate of the year, `money` in 10,000 yuan and `days` of staff. `visible`: earned
    more, or less, than chance in the simulation would show; `diluted`: most of the gain comes of more tests, which thin
    out what has been seen and improve nothing.
    """

    code: str
    sector: str
    chance: Estimate
    gain: Estimate
    earned: Estimate
    quality: Estimate
    money: Estimate
    days: Estimate
    visible: bool
    diluted: bool


def what_helps(track: Track, target: Any = None, workers: int | None = None) -> tuple[Help, ...]:
    """Where the remaining quarters' money and tests do most for a target, most earned first (equation 79).

    The target is one of the track's; by default the least sure one that the quarters bear on. Every measure runs
    through the year on the track's own draws and luck, weighed by what was seen; of many draws those that the
    plan begins with are enough, since gains are paired.
    """
    if not track.to_come:
        raise BadRequest(
            f"{track.year} 年四个季度都已有数据，今年已没有可改的。请为下一年定方案。",
            f"All four quarters of {track.year} are in: nothing can be changed this year. Plan the next one.",
        )
    course, few = _chosen(track, target), _on_fewer(track)
    tried = [(measure, *changed_paths(few, course.target, measure)) for measure in MEASURES]
    limit = NormalDist().inv_cdf(1.0 - SURE / (2.0 * len(tried)))
    rows = [
        _help(few, course, (measure, sector, _simulated(few, paths, workers)), limit)
        for measure, sector, paths in tried
        if paths
    ]
    return tuple(sorted(rows, key=lambda row: (not row.visible, -row.earned.value)))


def _chosen(track: Track, target: Any) -> Course:
    """The course asked for, or the least sure one that the quarters bear on."""
    open_ones = [
        row for row in track.courses if row.target.year == track.year and row.now is not None and row.settled is None
    ]
    if target is not None:
        open_ones = [row for row in open_ones if row.target == target]
    else:
        bearing = [row for row in open_ones if bears_on(track.outcome, row.target, track.rows)]
        open_ones = bearing or open_ones
    if not open_ones:
        raise BadRequest(
            "没有可判断的目标：目标须属于被跟踪的方案、在当年、有对照数，并且尚未定局。",
            "There is no target to judge: it must be one of those tracked, of that year, with a figure to reach, and "
            "still open.",
        )
    return min(open_ones, key=lambda row: row.now.value if row.now else 1.0)


def _on_fewer(track: Track) -> Track:
    """The same quarters on the first draws alone; on all of them where too few runs would remain."""
    own = track.outcome.scenario.runs.draws
    if track.outcome.draws <= own:
        return track
    fewer = track.outcome.first(own)  # their warm-up is still at hand
    try:
        return replace(track, outcome=fewer, beliefs=beliefs(fewer, track.rows))
    except TooFewRuns:
        return track


def _help(track: Track, course: Course, tried: tuple[Measure, str, Outcome], limit: float) -> Help:
    """One measure against the plan as it stands, run by run; `course` holds the chance on all draws."""
    measure, sector, changed = tried
    before, after = (met_by_run(one, course.target, track.belief) for one in (track.outcome, changed))
    assert before is not None  # only targets with a figure are chosen
    assert after is not None
    assert course.now is not None
    gain = weighted_mean(after - before, track.belief)
    earned = weighted_mean(_with_tests_as_planned(track, course, changed) - before, track.belief)
    quality = _paired(track, changed, lambda one: _true_rate(one, course.target))
    chance = weighted_mean(after, track.belief)
    visible = abs(earned.value) > max(limit * earned.error, LEAST)
    reached = Estimate(min(1.0, max(0.0, course.now.value + gain.value)), chance.error)
    return Help(
        measure.code, sector, reached, gain, earned, quality,
        _paired(track, changed, lambda one: one.annual("fiscal_cost", track.year)),
        _paired(track, changed, lambda one: _days(one, track.year)),
        visible, gain.value > limit * gain.error and earned.value < HALF * gain.value,
    )  # fmt: skip


def _with_tests_as_planned(track: Track, course: Course, changed: Outcome) -> Array:
    """The chance in each run if the measure acted on units but no test were added to those planned."""
    parts = remaining(track.outcome, course.target, track.belief).parts if course.counted else None
    found = met_by_run(changed, course.target, track.belief, parts)
    assert found is not None
    return found


def _paired(track: Track, changed: Outcome, read: Callable[[Outcome], Array]) -> Estimate:
    """A measure's difference run by run, weighed by what was seen."""
    return weighted_mean(read(changed) - read(track.outcome), track.belief)


def _true_rate(outcome: Outcome, target: Any) -> Array:
    """The year's true pass rate of the target's sectors."""
    spots = list(places(outcome, target.indicator, target.sectors, target.programme))
    good, units = (
        outcome.counted(name, target.year)[..., spots].sum(axis=(-1, -2)) for name in ("conformity", "units")
    )
    return np.asarray(good / units)


def _days(outcome: Outcome, year: int) -> Array:
    first = QUARTERS * outcome.years.index(year)
    days = staff_days(outcome.counts, outcome.names, outcome.scenario)
    return np.asarray(days[:, :, first : first + QUARTERS].sum(axis=-1))


# --- the changed plans


def _simulated(track: Track, paths: Plan, workers: int | None) -> Outcome:
    plan, size = track.outcome.scenario, track.outcome
    changed = with_paths(plan, paths, "still_helps")
    return simulate(
        changed, draws=size.draws, replicates=size.replicates, seed=size.seed, workers=workers, through=track.year
    )
