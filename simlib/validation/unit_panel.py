"""Unit by unit: who was tested in which quarter and what was found, as an inspectorate's own ledger would show it.

The engine is run quarter by quarter with working arrays of ours, so that each unit's tests can be read before the
next quarter overwrites them; nothing in the engine is changed. From these records come persistence, correlations
over years, what being caught does to a unit, and fails by size, defined as the published studies define them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from .. import arrays
from ..model.decisions import requests_for
from ..model.records import TALLY, TIER_TALLY, empty_scratch
from ..model.run import Tallies, run_quarters
from ..model.sampling import CORE, NONE, TARGETED
from ..posterior import sample_for
from ..start import Size, decision_tables, in_threads, warm_up

YEAR = 4  # quarters
SURE = 0.95  # a unit drawn with a higher chance than this has no counterpart that was not drawn


class Panel(NamedTuple):
    """One run's ledger, arrays [quarter, unit]: planned test, reported fail, who holds the place (a new number when
    a newcomer takes it, −1 while it is empty), chance f that a test would report a fail, chance I of a planned test,
    whether no test but a planned one was possible, titles' validity [quarter, tier, unit]; and the unit's size
    class and sector."""

    planned: np.ndarray
    failed: np.ndarray
    holder: np.ndarray
    chance: np.ndarray
    inclusion: np.ndarray
    free: np.ndarray
    validity: np.ndarray
    size_class: np.ndarray
    sector: np.ndarray


Panels = Sequence[Sequence[Panel]]  # [draw][replicate]


def play_units(scenario: Any, draws: int, replicates: int, workers: int = 1) -> Panels:
    """The ledger of every run of a scenario's years, [draw][replicate], on the draws and luck of `simulate`."""
    size = Size(draws, replicates, scenario.runs.seed)
    sample = sample_for(scenario, size.seed, range(draws))
    start = warm_up(scenario, sample, size, workers)
    levers = arrays.plan_arrays(scenario)
    requests = requests_for(start.drawn.sectors, levers.sector, levers.tier)
    tables = decision_tables(start.drawn, levers, requests, workers)
    plan = arrays.as_plan(levers, requests.slots, start.root)
    first, count = scenario.calendar.warm_up_quarters, scenario.calendar.quarters

    def run(number: int) -> Panel:
        draw, key = size.run_number(number, start.numbers)
        fixed = start.fixed[draw]._replace(tables=tables[draw], run=key)
        return _ledger(start.states[number], fixed, plan, first, count)

    panels = in_threads(run, size.runs, workers)
    return [panels[draw * replicates : (draw + 1) * replicates] for draw in range(draws)]


def _ledger(eve: tuple[Any, Any], fixed: Any, plan: Any, first: int, count: int) -> Panel:
    """Play one run from its eve, a quarter at a time, and write down what happened to each unit."""
    state, book = (type(part)(*(array.copy() for array in part)) for part in eve)
    work, holder = empty_scratch(fixed.units.key.size), np.zeros(fixed.units.key.size, np.int16)
    pages = []
    for step in range(count):
        empty, ordered = state.blacklist > 0, state.ladder > 0
        run_quarters(state, work, fixed, _at(plan, step), book, first + step, 1, _tally(fixed, plan))
        pages.append(_page(state, work, np.where(empty, -1, holder), ordered))
        holder[state.age == 0] += 1  # a newcomer holds the place from the next quarter
    columns = [np.array(column) for column in zip(*pages, strict=True)]
    return Panel._make((*columns, fixed.units.size_class, fixed.units.sector))


def _page(state: Any, work: Any, holder: np.ndarray, ordered: np.ndarray) -> tuple[np.ndarray, ...]:
    planned = (work.tested == CORE) | (work.tested == TARGETED)
    free = (holder >= 0) & ~ordered & (planned | (work.tested == NONE))
    inclusion = work.inclusion.astype(np.float32)
    return (
        planned, planned & (work.failed > 0), holder, work.fail_chance.astype(np.float32), inclusion, free,
        state.validity.astype(np.int8),
    )  # fmt: skip


def _at(plan: Any, step: int) -> Any:
    """The plan of one quarter."""
    here = slice(step, step + 1)
    return plan._replace(
        sector=plan.sector[here], tier=plan.tier[here], district=plan.district[here], slots=plan.slots[here]
    )


def _tally(fixed: Any, plan: Any) -> Any:
    """Where the engine counts one quarter; the ledger does not need it."""
    sectors, tiers = fixed.sectors.size, plan.tier.shape[1]
    return Tallies(np.zeros((1, sectors), TALLY), np.zeros((1, sectors, tiers), TIER_TALLY), np.zeros(1))


# --- what the ledgers show


def by_draw(panels: Panels, statistic: Callable[[Sequence[Panel]], float]) -> np.ndarray:
    """A figure of each draw, its replicates pooled, as [draw, 1]: ready for an error clustered by draw."""
    return np.array([[statistic(runs)] for runs in panels])


def pairs(panel: Panel, lag: int, apart: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Reported fails (0 or 1) of a unit's planned tests and of the `lag`-th planned test before each, where the two
    are `apart` (least, most) quarters from each other: earlier results, later results."""
    unit, quarter = np.nonzero(panel.planned.T)
    holder, failed = panel.holder[quarter, unit], panel.failed[quarter, unit]
    gap = quarter[lag:] - quarter[:-lag]
    same = (unit[lag:] == unit[:-lag]) & (holder[lag:] == holder[:-lag])
    kept = same & (gap >= apart[0]) & (gap <= apart[1])
    return failed[:-lag][kept].astype(float), failed[lag:][kept].astype(float)


def pooled_pairs(runs: Sequence[Panel], lag: int, apart: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of several runs together."""
    before, after = zip(*(pairs(panel, lag, apart) for panel in runs), strict=True)
    return np.concatenate(before), np.concatenate(after)


def fail_after(runs: Sequence[Panel], result: int) -> float:
    """P(fail) of a planned test, given that the unit's last planned test, any time before, failed (1) or passed (0)."""
    before, after = pooled_pairs(runs, 1, (1, 10**6))
    return _mean(after[before == result])


def persistence(runs: Sequence[Panel]) -> float:
    """How many times likelier a unit fails that failed its last test: P(fail | fail) ÷ P(fail | pass)."""
    return fail_after(runs, 1) / fail_after(runs, 0)


def correlation(runs: Sequence[Panel], lag: int) -> float:
    """Correlation of a unit's result with its `lag`-th result before, tests about a year apart (3–5 quarters each)."""
    before, after = pooled_pairs(runs, lag, (YEAR * lag - 1, YEAR * lag + 1))
    if before.std() == 0.0 or after.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(before, after)[0, 1])


def first_to_second(runs: Sequence[Panel]) -> float:
    """Change of the fail rate from the first to the second planned test of all newcomers that had both, as a share
    (−.28: fails fell by 28 %)."""
    first, second = zip(*(_first_two(panel) for panel in runs), strict=True)
    return _mean(np.concatenate(second)) / _mean(np.concatenate(first)) - 1.0


def _first_two(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    unit, quarter = np.nonzero(panel.planned.T)
    holder, failed = panel.holder[quarter, unit], panel.failed[quarter, unit].astype(float)
    fresh = np.ones(unit.size, bool)
    fresh[1:] = (unit[1:] != unit[:-1]) | (holder[1:] != holder[:-1])
    one = np.flatnonzero(fresh[:-1] & ~fresh[1:] & (holder[:-1] > 0))
    return failed[one], failed[one + 1]


class Caught(NamedTuple):
    """What follows a reported fail: how much the caught unit's chance of failing a test has fallen a year later, and
    how much it would have fallen unseen (regression to the mean), both as shares."""

    fall: float
    unseen: float


def caught(runs: Sequence[Panel]) -> Caught:
    """What being caught does to the caught unit, apart from what would have happened anyway.

    Caught: free units (under no order) whose planned test reported a fail in quarter t. Unseen: free units that were
    not drawn in t, weighted by I f/(1 − I). As the draw and the result are luck, given the chances I and f that the
    engine itself used, these are the same units on average (inverse probability weighting, Horvitz & Thompson 1952),
    so that their fall is regression to the mean and nothing else. A fall is 1 − Σ f(t + 4)/Σ f(t).
    """
    totals = np.sum([_falls(panel) for panel in runs], axis=0)
    return Caught(1.0 - totals[1] / totals[0], 1.0 - totals[3] / totals[2])


def _falls(panel: Panel) -> np.ndarray:
    """Σ f now and a year later of units caught, then of units unseen."""
    now, later = slice(0, -YEAR), slice(YEAR, None)
    chance, after, inclusion = panel.chance[now], panel.chance[later], panel.inclusion[now]
    followed = panel.free[now] & (panel.holder[now] == panel.holder[later]) & (inclusion < SURE)
    found = followed & panel.failed[now]
    weight = np.where(followed & ~panel.planned[now], inclusion * chance / np.maximum(1.0 - inclusion, 1.0 - SURE), 0.0)
    return np.array([chance[found].sum(), after[found].sum(), (weight * chance).sum(), (weight * after).sum()])


def fail_rate(runs: Sequence[Panel], size_class: int, sectors: Sequence[int]) -> float:
    """Reported fails ÷ planned tests of one size class (0 small, 1 medium, 2 large) in some sectors."""
    tests, fails = 0, 0
    for panel in runs:
        mine = (panel.size_class == size_class) & np.isin(panel.sector, sectors)
        tests += int(panel.planned[:, mine].sum())
        fails += int(panel.failed[:, mine].sum())
    return fails / tests if tests else float("nan")


def years_per_title(runs: Sequence[Panel], tier: int) -> float:
    """Titles in force at a year's end ÷ recognitions of the year, new and renewed: how long one recognition lasts."""
    stock, recognised = 0, 0
    for panel in runs:
        left = panel.validity[:, tier].astype(int)
        contests = np.arange(2 * YEAR - 1, len(left), YEAR)  # from the second fourth quarter on, and its eve
        stock += int((left[contests] > 0).sum())
        recognised += int((left[contests] > left[contests - 1]).sum())
    return stock / recognised if recognised else float("nan")


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")
