"""simulate(): many runs of one plan. A run is one draw of the assumptions × one replicate of chance.

All plans of a district share the warm-up, the draws and the luck of each run, so that the difference between two
plans is what the plans do; results do not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from . import arrays
from .errors import BadRequest
from .model.decisions import Requests, requests_for, signature
from .model.records import TALLY, TIER_TALLY
from .model.streams import PURPOSE, lasting_normal, name_key
from .outcome import QUARTERS, Outcome
from .posterior import sample_for
from .priors import Sample
from .scenario import Scenario, checked_year, fail_if_incomplete
from .start import MOST_REPLICATES, Size, Start, decision_tables, in_threads, play, warm_up

_KEPT_STARTS, _KEPT_TABLES = 3, 4
_TABLE_BYTES = 200_000_000  # more tables are kept while they are small: searches come back to the same ones
_starts: OrderedDict[tuple[Any, ...], Start] = OrderedDict()
_tables: OrderedDict[tuple[Any, ...], tuple[np.ndarray, ...]] = OrderedDict()


def simulate(  # noqa: PLR0913  (one a wish, all by name)
    scenario: Scenario, *, draws: int | None = None, replicates: int | None = None, seed: int | None = None,
    workers: int | None = None, through: int | None = None,
) -> Outcome:  # fmt: skip
    """Run a scenario: what its pass rates, titles, accidents and money may become, over draws × replicates runs.

    Sizes default to the scenario's `runs`. `workers` is the number of threads; it never changes the result. `through`
    is the last year simulated, for whoever asks about early years many times: they come out the same to the bit.
    """
    fail_if_incomplete(scenario)
    size = _size(scenario, draws, replicates, seed)
    return simulate_sample(scenario, sample_for(scenario, size.seed, range(size.draws)), size, workers, through)


def simulate_sample(
    scenario: Scenario, sample: Sample, size: Size, workers: int | None = None, through: int | None = None
) -> Outcome:
    """Run a scenario in given worlds: draws of the assumptions that need not come from the prior."""
    workers, years = workers or os.cpu_count() or 1, _years(scenario, through)
    base = (scenario.root.digest, size.seed, *(part.tobytes() for part in sample))
    start = _remembered(
        _starts, _KEPT_STARTS, (*base, size.replicates), lambda: warm_up(scenario, sample, size, workers)
    )
    levers = arrays.plan_arrays(scenario)
    requests = requests_for(start.drawn.sectors, levers.sector, levers.tier)
    tables = _tables_of(start, levers, requests, base, workers)
    plan = arrays.as_plan(levers, requests.slots, start.root)
    first = scenario.calendar.warm_up_quarters
    quarters = QUARTERS * len(years[1:])
    span = slice(first, first + quarters)
    counts, attention = room = _room(start, size.runs, quarters)

    def run(number: int) -> None:
        draw, run_key = size.run_number(number, start.numbers)
        fixed = start.fixed[draw]._replace(tables=tables[draw], run=run_key)
        state, book = (_copied(part) for part in start.states[number])
        _store((start.tallies[number], play(state, book, fixed, plan, span)), counts[number], attention[number])

    in_threads(run, size.runs, workers)
    return _outcome(scenario, start, room, size, years)


def _years(scenario: Scenario, through: int | None) -> tuple[int, ...]:
    """The year before the plan, then its years up to the last one asked for."""
    plan = scenario.calendar.years
    last = plan[-1] if through is None else checked_year(scenario, through)
    return (plan[0] - 1, *(year for year in plan if year <= last))


def _tables_of(
    start: Start, levers: arrays.Levers, requests: Requests, base: tuple[Any, ...], workers: int
) -> tuple[np.ndarray, ...]:
    """The decision tables of a plan: those of the warm-up if units foresee the same, else kept or solved."""
    asked = signature(requests, levers.sector, levers.tier)
    if asked == start.asked:
        return start.tables
    solve = partial(decision_tables, start.drawn, levers, requests, workers)
    most = max(_KEPT_TABLES, _TABLE_BYTES // sum(table.nbytes for table in start.tables))
    kept: tuple[np.ndarray, ...] = _remembered(_tables, most, (*base, asked), solve)
    return kept


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
            "模拟次数须为正整数，随机种子须在 0 与 2^63 之间。",
            "Draws and replicates must be positive, the seed between 0 and 2^63.",
        )
    return size


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


def _outcome(
    scenario: Scenario, start: Start, counted: tuple[np.ndarray, np.ndarray], size: Size, years: tuple[int, ...]
) -> Outcome:
    """The counts and the attention of all runs as an outcome."""
    (counts, attention), shape = counted, (size.draws, size.replicates)
    return Outcome(
        scenario=scenario,
        counts=counts.reshape(*shape, *counts.shape[1:]),
        attention=attention.reshape(*shape, -1),
        list_noise=_list_noise(start, years, size),
        assumptions=start.drawn.scalars,
        sector_assumptions=start.drawn.own,
        seed=size.seed,
    )


def _numbers(records: np.ndarray) -> np.ndarray:
    return records.view("f8").reshape(*records.shape, len(records.dtype.names or ()))


def _list_noise(start: Start, years: tuple[int, ...], size: Size) -> np.ndarray:
    """Noise of the product list of each run and year, in points; it belongs to the district's year (equation 29)."""
    seed, purpose, spread = np.uint64(size.seed), PURPOSE["product_list"], start.drawn.scalars["sigma_list"]
    keys = [np.uint64(name_key("product list", year)) for year in years]
    runs = [size.run_number(number, start.numbers)[1] for number in range(size.runs)]
    luck = [[lasting_normal(seed, run, key, purpose) for key in keys] for run in runs]
    return np.asarray(spread)[:, None, None] * np.array(luck).reshape(size.draws, size.replicates, len(years))
