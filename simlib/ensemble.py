"""simulate(): many runs of one plan. A run is one draw of the assumptions × one replicate of chance.

All plans of a district share the warm-up, the draws and the luck of each run, so that the difference between two
plans is what the plans do; results do not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from . import arrays
from .errors import BadRequest
from .model.decisions import requests_for
from .model.records import TALLY, TIER_TALLY
from .model.streams import PURPOSE, lasting_normal, name_key
from .outcome import Outcome
from .scenario import Scenario, fail_if_incomplete
from .start import MOST_REPLICATES, Size, Start, decision_tables, in_threads, play, warm_up

_KEPT_STARTS, _KEPT_TABLES = 2, 4
_starts: OrderedDict[tuple[Any, ...], Start] = OrderedDict()
_tables: OrderedDict[tuple[Any, ...], tuple[np.ndarray, ...]] = OrderedDict()


def simulate(
    scenario: Scenario, *, draws: int | None = None, replicates: int | None = None, seed: int | None = None,
    workers: int | None = None,
) -> Outcome:  # fmt: skip
    """Run a scenario: what its pass rates, titles, accidents and money may become, over draws × replicates runs.

    Sizes default to the scenario's `runs`. `workers` is the number of threads; it never changes the result.
    """
    fail_if_incomplete(scenario)
    size, workers = _size(scenario, draws, replicates, seed), workers or os.cpu_count() or 1
    start = _remembered(_starts, _KEPT_STARTS, _key(scenario, size), lambda: warm_up(scenario, size, workers))
    levers = arrays.plan_arrays(scenario)
    requests = requests_for(start.drawn.sectors, levers.sector, levers.tier)
    key = (*_key(scenario, size._replace(replicates=0)), levers.sector.tobytes(), levers.tier.tobytes())
    tables = _remembered(
        _tables, _KEPT_TABLES, key,
        lambda: decision_tables(start.drawn, levers, requests, workers),
    )  # fmt: skip
    plan = arrays.as_plan(levers, requests.slots, start.root)
    first = scenario.calendar.warm_up_quarters
    span = slice(first, first + scenario.calendar.quarters)
    counts, attention = _room(start, size.runs, scenario.calendar.quarters)

    def run(number: int) -> None:
        draw, run_key = size.run_number(number)
        fixed = start.fixed[draw]._replace(tables=tables[draw], run=run_key)
        state, book = (_copied(part) for part in start.states[number])
        _store((start.tallies[number], play(state, book, fixed, plan, span)), counts[number], attention[number])

    in_threads(run, size.runs, workers)
    return _outcome(scenario, start, counts, attention, size)


def forget() -> None:
    """Drop the warm-ups and tables kept in memory."""
    _starts.clear()
    _tables.clear()


def _size(scenario: Scenario, draws: int | None, replicates: int | None, seed: int | None) -> Size:
    given = scenario.runs
    size = Size(
        given.draws if draws is None else draws,
        given.replicates if replicates is None else replicates,
        given.seed if seed is None else seed,
    )
    if size.draws < 1 or not 0 < size.replicates < MOST_REPLICATES or not 0 <= size.seed < 2**63:
        raise BadRequest(
            "模拟次数须为正整数,随机种子须在 0 与 2^63 之间。",
            "Draws and replicates must be positive, the seed between 0 and 2^63.",
        )
    return size


def _key(scenario: Scenario, size: Size) -> tuple[Any, ...]:
    """What a warm-up depends on: the district, the assumptions in force and the runs."""
    return (scenario.root.digest, tuple(sorted(scenario.overrides.items())), size)


def _remembered(kept: OrderedDict[Any, Any], most: int, key: Any, make: Callable[[], Any]) -> Any:
    """The value kept under `key`, made if need be; the least recently used are dropped."""
    if key not in kept:
        kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def _copied(part: Any) -> Any:
    return type(part)(*(array.copy() for array in part))


def _room(start: Start, runs: int, quarters: int) -> tuple[np.ndarray, np.ndarray]:
    """Room for the counters [run, quarter, sector, counter] and the attention of all runs, with the year before."""
    before, sectors, tiers = start.tallies[0].tier.shape
    counters = len(TALLY.names or ()) + tiers * len(TIER_TALLY.names or ())
    return np.empty((runs, before + quarters, sectors, counters)), np.empty((runs, before + quarters))


def _store(parts: tuple[Any, ...], counts: np.ndarray, attention: np.ndarray) -> None:
    """Write what one run counted, part after part, into its place; on the run's thread, for copying takes time."""
    first = 0
    for part in parts:
        quarters, plain = slice(first, first + part.attention.size), _numbers(part.sector)
        width, tiers = plain.shape[-1], part.tier.shape[-1]
        counts[quarters, :, :width] = plain
        for place in range(tiers):  # counter by counter, the tiers side by side
            counts[quarters, :, width + place :: tiers] = _numbers(part.tier)[:, :, place]
        attention[quarters], first = part.attention, quarters.stop


def _outcome(scenario: Scenario, start: Start, counts: np.ndarray, attention: np.ndarray, size: Size) -> Outcome:
    """The counts of all runs as an outcome."""
    shape = (size.draws, size.replicates)
    years = (scenario.calendar.years[0] - 1, *scenario.calendar.years)
    return Outcome(
        scenario=scenario,
        counts=counts.reshape(*shape, *counts.shape[1:]),
        attention=attention.reshape(*shape, -1),
        list_noise=_list_noise(start.drawn.scalars["sigma_list"], years, size),
        assumptions=start.drawn.scalars,
        sector_assumptions=start.drawn.own,
        seed=size.seed,
    )


def _numbers(records: np.ndarray) -> np.ndarray:
    return records.view("f8").reshape(*records.shape, len(records.dtype.names or ()))


def _list_noise(spread: np.ndarray, years: tuple[int, ...], size: Size) -> np.ndarray:
    """Noise of the product list of each run and year, in points; it belongs to the district's year."""
    seed, purpose = np.uint64(size.seed), PURPOSE["product_list"]
    keys = [np.uint64(name_key("product list", year)) for year in years]
    luck = [
        [lasting_normal(seed, size.run_number(number)[1], key, purpose) for key in keys] for number in range(size.runs)
    ]
    return np.asarray(spread)[:, None, None] * np.array(luck).reshape(size.draws, size.replicates, len(years))
