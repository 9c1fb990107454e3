"""Tracking a year: what the quarters so far say of its targets, and whether they still are what was foretold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest
from ...estimators import Estimate
from ...learn.history import Observation
from ...learn.likelihood import JUDGED_BY_LIST
from ...learn.weights import FEWEST as ENOUGH
from ...learn.weights import TooFewRuns
from ...outcome import QUARTERS, Outcome
from ...precision import grown, most_draws
from ...targets import TOLERANCE, assess, bar
from .quarters import (
    NODE_WEIGHTS,
    NODES,
    Belief,
    beliefs,
    checked_quarters,
    list_spread,
    missing_quarters,
    places,
    planned_tests,
)
from .reporting import chance_at_least
from .watching import Watched, watch, worst

if TYPE_CHECKING:
    from ...scenario import Scenario

Array = NDArray[np.float64]


class Course(NamedTuple):
    """The chance of one target before any quarter (first) and after each that came in; None without a figure.

    `counted`: what was seen is fixed and only the rest is uncertain; else the runs are weighed alone. `settled` is
    True or False once nothing remains to be seen.
    """

    target: Any
    chances: tuple[Estimate | None, ...]
    counted: bool
    settled: bool | None

    @property
    def now(self) -> Estimate | None:
        """The chance as it stands."""
        return self.chances[-1]


@dataclass(frozen=True, eq=False)
class Track:
    """A year under way: `courses` of its targets, a light for each thing `watched`, what the runs are worth."""

    outcome: Outcome
    year: int
    rows: tuple[Observation, ...]
    beliefs: tuple[Belief, ...]
    courses: tuple[Course, ...]
    watched: tuple[Watched, ...]

    @cached_property
    def quarters(self) -> tuple[int, ...]:
        """The quarters that came in."""
        return tuple(sorted({row.quarter or 0 for row in self.rows}))

    @property
    def belief(self) -> Belief:
        """What the runs are worth now."""
        return self.beliefs[-1]

    @property
    def missing(self) -> tuple[int, ...]:
        """Quarters for which something is missing, before the last that came in."""
        return tuple(sorted({gone for one in self.watched for gone in one.missing} | {*missing_quarters(self.rows)}))

    @property
    def light(self) -> str:
        """The district's light: the worst of all, as they stand; each has paid for the number of them."""
        return worst([one.light for one in self.watched])

    @property
    def to_come(self) -> int:
        """How many quarters are still to come."""
        return QUARTERS - self.quarters[-1]


def track(
    outcome: Outcome,
    observations: Iterable[Observation],
    *,
    targets: Iterable[Any] | None = None,
    year: int | None = None,
) -> Track:
    """How the year is going: the chance of its targets, the light, and where each quarter lies in what was foretold.

    `observations` are passes of tests by quarter (learn.read_history); `targets` those of the plan for that year.
    Raises TooFewRuns where the quarters leave too few runs plausible.
    """
    rows = checked_quarters(outcome, observations, year)
    when = rows[0].year
    chosen = _targets(outcome, when, targets)
    watched = watch(outcome, rows)  # first: it refuses rows about which nothing was foretold
    found = beliefs(outcome, rows)
    courses = tuple(_course(outcome, target, found) for target in chosen)
    return Track(outcome, when, rows, found, courses, watched)


def _targets(outcome: Outcome, year: int, targets: Iterable[Any] | None) -> tuple[Any, ...]:
    chosen = [row for row in outcome.scenario.targets if row.year == year] if targets is None else targets
    found = tuple(chosen)
    for row in found:
        if row.year not in outcome.years[1:]:
            raise BadRequest(
                f"模拟结果没有目标所在的 {row.year} 年。",
                f"The outcome has no year {row.year}, which a target is about.",
                year=row.year,
            )
    return found


# --- the chance of a target


def _course(outcome: Outcome, target: Any, found: Sequence[Belief]) -> Course:
    counted = is_counted(outcome, target)
    chances = tuple(_weighted(met_by_run(outcome, target, belief), belief) for belief in found)
    now = chances[-1]
    over = counted and now is not None and not any(remaining(outcome, target, found[-1]).parts)
    return Course(target, chances, counted, now.value > 0.5 if over and now is not None else None)


def met_by_run(
    outcome: Outcome, target: Any, belief: Belief, parts: tuple[int, ...] | None = None
) -> Array | None:  # fmt: skip
    """The chance of a target in each run, [draw, replicate], given what was seen; None while its figure is missing.

    For a rate of tests: passes so far are fixed, and the tests that remain are drawn in the run's own world and list
    (equation 76); `parts` are other numbers of them by quarter than planned. The quarters tell of their own year's list
    only: that of a target's other year is unknown, as it was. For any other target: whether the run meets it.
    """
    if not is_counted(outcome, target):
        met = assess(outcome, [target])[0].met
        return None if met is None else met.astype(np.float64)
    rest = remaining(outcome, target, belief)
    if parts is not None:
        rest = rest._replace(parts=parts)
    level = float(bar(outcome, target) or 0.0)
    wanted = int(np.ceil((level - TOLERANCE) * (rest.tests + sum(rest.parts)))) - rest.passes
    rates = rest.rates[..., None] + list_spread(outcome, JUDGED_BY_LIST)[..., None] * NODES
    chances = chance_at_least(wanted, rates, rest.parts)
    same_list = any(row.year == target.year for row in belief.rows)
    return np.asarray((chances * (belief.nodes if same_list else NODE_WEIGHTS)).sum(axis=-1))


def is_counted(outcome: Outcome, target: Any) -> bool:
    """A rate of tests with a figure to reach: what was seen of it is part of the year's result."""
    at_least = target.indicator == JUDGED_BY_LIST and target.sense == "at_least"
    return at_least and bar(outcome, target) is not None


class Rest(NamedTuple):
    """What a year's rate is made of: tests and passes so far; tests that remain by quarter, and each run's rate."""

    tests: int
    passes: int
    parts: tuple[int, ...]
    rates: Array  # [draw, replicate]


def remaining(outcome: Outcome, target: Any, belief: Belief) -> Rest:
    """Quarters and sectors of a target that were not seen yet; rows that reach beyond it only weigh the runs."""
    inside = {*places(outcome, target.indicator, target.sectors, target.programme)}
    cells = np.zeros((QUARTERS, len(outcome.scenario.sectors)), bool)
    cells[:, sorted(inside)] = True
    tests = passes = 0
    for row in belief.rows:
        own = {*places(outcome, row.indicator, row.sectors, row.programme)}
        if row.indicator == target.indicator and own <= inside and row.year == target.year:
            cells[(row.quarter or 1) - 1, sorted(own)] = False
            tests, passes = tests + (row.tests or 0), passes + (row.passes or 0)
    part, whole = (
        np.where(cells, outcome.counted(name, target.year), 0.0).sum(axis=(-1, -2))
        for name in ("expected_passes", "expected_tests")
    )
    rates = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
    return Rest(tests, passes, planned_tests(outcome, target.year, cells), rates)


def _weighted(values: Array | None, belief: Belief) -> Estimate | None:
    return None if values is None else weighted_mean(values, belief)


def weighted_mean(values: Array, belief: Belief) -> Estimate:
    """A mean over weighted runs with its simulation error, clustered by draw (a ratio's: Cochran 1977, chapter 6)."""
    mean = float((belief.weights * values).sum())
    away = (belief.weights * (values - mean)).sum(axis=1)
    draws = len(away)
    error = float(np.sqrt(draws / (draws - 1.0) * np.square(away).sum())) if draws > 1 else float("nan")
    return Estimate(mean, error)


def bears_on(outcome: Outcome, target: Any, rows: Iterable[Observation]) -> bool:
    """True if some row is about what the target is about: its indicator, on some of its sectors."""
    own = {*places(outcome, target.indicator, target.sectors, target.programme)}
    return any(
        row.indicator == target.indicator and own & {*places(outcome, row.indicator, row.sectors, row.programme)}
        for row in rows
    )


def track_until(
    scenario: Scenario, observations: Iterable[Observation], *, workers: int | None = None, **asked: Any
) -> Track:
    """Simulate a plan up to the tracked year and track it, with more draws until enough runs stay plausible.

    Draws are doubled until ENOUGH effective runs are left at the data's full weight, or none more are allowed. `asked`
    is targets and year as in `track`.
    """
    rows = tuple(observations)
    last = max((row.year for row in rows), default=scenario.calendar.years[0])
    outcome = simulate(scenario, workers=workers, through=last)
    most = most_draws(scenario)
    while True:
        try:
            found = track(outcome, rows, **asked)
        except TooFewRuns:
            if outcome.draws >= most:
                raise
        else:
            if outcome.draws >= most or (found.belief.temper == 1.0 and found.belief.effective >= ENOUGH):
                return found
        outcome = grown(outcome, min(2 * outcome.draws, most), workers)
