"""The cheapest next point: what a step of each lever earns in the assessment, for what money."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest
from ...estimators import Estimate, draw_means, mean_with_error
from ..futures import fresh_size
from ..search.dials import HOME, Dial, Level, as_it_is, dials_of, plan_at
from .scoring import JUDGED, judged_by, score

if TYPE_CHECKING:
    from ...grammar.scoring import ScoringTable
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
PER = 10.0  # points are counted for this much money (10 万元)
CLEAR = 2.0  # a gain is told from none where it is this many simulation errors
MOST = 8


class Step(NamedTuple):
    """One change at hand: a lever turned to a level, or (without a dial) another plan as a whole."""

    plan: Scenario
    dial: Dial | None = None
    level: Level | None = None


class NextPoint(NamedTuple):
    """What a step earns: points gained, money added in the year (10,000 yuan), points for every 10 of it.

    `real` is what it would earn were the true state judged and not the tests, `paper` the rest: a step whose `gain`
    and `paper` are clear and whose `real` is not earns points on paper. `rate` is None where the step costs nothing
    or saves money. Figures are of futures that the choice has not seen.
    """

    step: Step
    gain: Estimate
    real: Estimate
    paper: Estimate
    cost: Estimate
    rate: Estimate | None

    @property
    def is_clear(self) -> bool:
        """The gain can be told from none."""
        return _is_clear(self.gain)

    @property
    def on_paper(self) -> bool:
        """Points are gained, but no better state can be seen behind them."""
        return self.is_clear and _is_clear(self.paper) and not _is_clear(self.real)


def cheapest_point(
    scenario: Scenario, table: ScoringTable, plans: Iterable[Scenario] = (), *, most: int = MOST, **size: Any
) -> tuple[NextPoint, ...]:
    """The steps that earn points for the least money, cheapest first: one step of each district lever, and `plans`.

    Steps are chosen on the plan's own futures and reported on fresh ones (common to all steps, so that a step that
    changes nothing gains exactly 0; under a calibration as `futures.fresh_size` says). Work in the task list costs
    nothing and comes before all of these. `size` may hold draws, replicates, seed and workers of `simulate`.
    """
    steps = [*steps_of(scenario), *(Step(plan) for plan in plans if plan.digest != scenario.digest)]
    seen = _tried(scenario, table, steps, size)
    found = sorted((row for row in seen if row.is_clear), key=_dearness)[:most]
    return tuple(_tried(scenario, table, [row.step for row in found], fresh_size(scenario, size)))


def steps_of(scenario: Scenario) -> tuple[Step, ...]:
    """Each lever that the district itself may turn, one level up and one level down."""
    dials = tuple(dial for dial in dials_of(scenario) if dial.lever.level == HOME)
    start, found = as_it_is(dials), []
    for place, dial in enumerate(dials):
        for level in (dial.start - 1, dial.start + 1):
            if 0 <= level < len(dial.levels):
                setting = (*start[:place], level, *start[place + 1 :])
                name = f"{scenario.name}_{dial.code.replace('/', '_')}_{level}"
                found.append(Step(plan_at(scenario, dials, setting, name), dial, dial.levels[level]))
    return tuple(found)


def rate_with_error(gain: Runs, cost: Runs) -> Estimate | None:
    """Points for every 10 of 10,000 yuan and their error: a ratio of means, linearised, clustered by draw."""
    gained, spent = draw_means(gain), draw_means(cost)
    if spent.mean() <= CLEAR * _error(spent):
        return None
    rate = gained.mean() / spent.mean()
    return Estimate(PER * float(rate), PER * _error(gained - rate * spent) / float(spent.mean()))


def _tried(scenario: Scenario, table: ScoringTable, steps: Sequence[Step], size: dict[str, Any]) -> list[NextPoint]:
    """Every step simulated beside the plan itself on the same futures; those sharing decision tables in a row."""
    if not steps:
        return []
    points, real, money = _earned(scenario, table, size)
    found = {}
    for place in sorted(range(len(steps)), key=lambda place: _tables(steps[place])):
        theirs = _earned(steps[place].plan, table, size)
        gain, truly, cost = theirs[0] - points, theirs[1] - real, theirs[2] - money
        found[place] = NextPoint(
            steps[place],
            mean_with_error(gain),
            mean_with_error(truly),
            mean_with_error(gain - truly),
            mean_with_error(cost),
            rate_with_error(gain, cost),
        )
    return [found[place] for place in range(len(steps))]


def _earned(plan: Scenario, table: ScoringTable, size: dict[str, Any]) -> tuple[Runs, Runs, Runs]:
    """Total points, points were the true state judged, and public money of the year, every run."""
    outcome = simulate(plan, through=table.year, **size)
    points, real = (score(outcome, one).total for one in (table, judged_by(table, JUDGED["true"])))
    return points, real, np.asarray(outcome.annual("fiscal_cost", table.year))


def _is_clear(gain: Estimate) -> bool:
    return gain.value > 0 and gain.value >= CLEAR * gain.error


def _tables(step: Step) -> bool:
    """Steps that units foresee need decision tables of their own."""
    return step.dial is None or step.dial.lever.decides


def _dearness(row: NextPoint) -> tuple[float, float]:
    """Steps that cost nothing first, the largest gain ahead; then by points for the money."""
    return (0.0, -row.gain.value) if row.rate is None else (1.0, -row.rate.value)


def _error(values: NDArray[np.float64]) -> float:
    if values.size < 2:
        raise BadRequest(
            "至少要有两组假设条件才能知道误差。请把 draws 设为 2 以上。",
            "Two draws at least are needed to know the error. Set draws to 2 or more.",
        )
    return float(values.std(ddof=1)) / math.sqrt(values.size)
