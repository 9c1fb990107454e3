"""simulate(): many runs of one plan. A run is one draw of the assumptions × one replicate of chance.

All plans of a district share the warm-up, the draws and the luck of each run, so that the difference between two
plans is what the plans do; results do not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from . import arrays, priors
from .errors import BadRequest, SimlibError
from .model.decisions import Requests, empty_tables, fill_tables, requests_for
from .model.meanfield import settle_sector
from .model.records import DECIDED, TALLY, TIER_TALLY, State, empty_scratch, empty_state
from .model.run import Book, Fixed, Tallies, begin, empty_book, run_quarters
from .model.streams import PURPOSE, lasting_normal, name_key
from .outcome import Outcome
from .scenario import Scenario, fail_if_incomplete

LAST_YEAR = 4  # quarters of the warm-up that an outcome shows: the year before the plan
MOST_REPLICATES = 1 << 20
_KEPT_STARTS, _KEPT_TABLES = 2, 4


class Start(NamedTuple):
    """A district at the end of its warm-up, for every run; shared by all plans of the same root."""

    fixed: tuple[Any, ...]  # [draw] bundles without run number
    units: Any
    sectors: np.ndarray
    scalars: np.ndarray
    own: np.ndarray
    decided: np.ndarray
    root: tuple[np.ndarray, ...]
    states: tuple[tuple[Any, Any], ...]  # (state, book) of each run
    tallies: tuple[Any, ...]  # of the last warm-up year, for each run


_starts: OrderedDict[tuple[Any, ...], Start] = OrderedDict()
_tables: OrderedDict[tuple[Any, ...], tuple[np.ndarray, ...]] = OrderedDict()


def simulate(
    scenario: Scenario,
    *,
    draws: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
) -> Outcome:
    """Run a scenario: what its pass rates, titles, accidents and money may become, over draws × replicates runs.

    Sizes default to the scenario's `runs`. `workers` is the number of threads; it never changes the result.
    """
    fail_if_incomplete(scenario)
    draws, replicates, seed = _sizes(scenario, draws, replicates, seed)
    workers = workers or os.cpu_count() or 1
    start = _remembered(
        _starts,
        _KEPT_STARTS,
        _start_key(scenario, draws, replicates, seed),
        lambda: warm_up(scenario, draws, replicates, seed, workers),
    )
    levers = arrays.plan_arrays(scenario)
    requests = requests_for(start.sectors, levers[0], levers[1])
    key = (*_start_key(scenario, draws, 0, seed), requests.rows.tobytes(), levers[0].tobytes(), levers[1].tobytes())
    tables = _remembered(_tables, _KEPT_TABLES, key, lambda: decision_tables(start, levers, requests, workers))
    plan = arrays.as_plan(levers, requests.slots, start.root)
    quarters, first = scenario.calendar.quarters, scenario.calendar.warm_up_quarters

    def run(number: int) -> Any:
        draw, replicate = divmod(number, replicates)
        fixed = start.fixed[draw]._replace(tables=tables[draw], run=_run_number(draw, replicate))
        state, book = (_copied(part) for part in start.states[number])
        return _play(state, book, fixed, plan, first, quarters)

    tallies = tuple(_in_threads(run, draws * replicates, workers))
    return _outcome(scenario, start, tallies, draws, replicates, seed)


def warm_up(scenario: Scenario, draws: int, replicates: int, seed: int, workers: int) -> Start:
    """Bring every run of the district to the eve of the plan: mean field, tables of the root's first step, 24 or
    more quarters in which each sector is steered to its observed rate (section 3.9)."""
    quarters = scenario.calendar.warm_up_quarters
    root = arrays.first_step(arrays.plan_arrays(scenario.root), quarters)
    units, sectors = arrays.unit_arrays(scenario), arrays.sector_records(scenario)
    scalars = priors.draw_scalars(scenario.overrides, draws, seed)
    own = priors.draw_own(scenario.sectors, scenario.overrides, draws, seed)
    decided = settled(scenario, sectors, root[0][0], scalars, own, draws, seed, workers)
    requests = requests_for(sectors, root[0], root[1])
    plan = arrays.as_plan(root, requests.slots, root)
    certified = float(scenario.facts["initial_certified_share"].value or 0.0)
    fixed = tuple(
        Fixed(units, sectors, scalars[d], own[d], decided[d], empty_tables(0), certified, quarters, np.uint64(seed), 0)
        for d in range(draws)
    )

    def run_draw(draw: int) -> list[Any]:
        tables = empty_tables(requests.count)
        _fail_if_unsettled(fill_tables(requests.rows, sectors, root[0], root[1], scalars[draw], decided[draw], tables))
        return [
            _warm_run(fixed[draw]._replace(tables=tables, run=_run_number(draw, r)), plan, quarters)
            for r in range(replicates)
        ]

    runs = [run for of_draw in _in_threads(run_draw, draws, workers) for run in of_draw]
    return Start(
        fixed,
        units,
        sectors,
        scalars,
        own,
        decided,
        root,
        tuple((state, book) for state, book, _ in runs),
        tuple(tallies for *_, tallies in runs),
    )


def settled(
    scenario: Scenario,
    sectors: np.ndarray,
    levers: np.ndarray,
    scalars: np.ndarray,
    own: np.ndarray,
    draws: int,
    seed: int,
    workers: int,
) -> np.ndarray:
    """Mean field of every draw and sector (section 3.9): level⁰, c_s, p⁰_g and the aim of the warm-up."""
    decided = np.zeros((draws, sectors.size), DECIDED)
    observed = priors.draw_observed(scenario.sectors, draws, seed)

    def settle_draw(draw: int) -> None:
        for s, sector in enumerate(scenario.sectors):
            rate, tests = sector.value("observed") or 0.0, sector.value("tests_observed") or 0.0
            rate = min(max(rate, 0.5 / (tests + 1.0)), 1.0 - 0.5 / (tests + 1.0))  # exactly 0 or 1: half a test away
            specificity = max(float(scalars[draw]["sp"]), 1.0 - 0.5 * (1.0 - rate))
            highest = 1.0 - 1.5 * (1.0 - specificity)
            decided[draw, s]["aim"] = min(observed[draw, s], highest)
            steps = settle_sector(
                sectors[s], levers[s], scalars[draw], own[draw, s], min(rate, highest), specificity, decided[draw, s]
            )
            _fail_if_unsettled(steps < 0, sector.name)

    list(_in_threads(settle_draw, draws, workers))
    return decided


def decision_tables(
    start: Start, levers: tuple[np.ndarray, ...], requests: Requests, workers: int
) -> tuple[np.ndarray, ...]:
    """Decision tables of a plan, one array for each draw of the assumptions."""

    def fill(draw: int) -> np.ndarray:
        tables = empty_tables(requests.count)
        _fail_if_unsettled(
            fill_tables(
                requests.rows, start.sectors, levers[0], levers[1], start.scalars[draw], start.decided[draw], tables
            )
        )
        return tables

    return tuple(_in_threads(fill, len(start.fixed), workers))


def forget() -> None:
    """Drop the warm-ups and tables kept in memory."""
    _starts.clear()
    _tables.clear()


def _warm_run(fixed: Any, plan: Any, quarters: int) -> tuple[Any, Any, Any]:
    """One run from 24 or more quarters before the plan to its eve; keeps the tallies of the last year."""
    state = empty_state(fixed.units.key.size, plan.tier.shape[1])
    book = empty_book(fixed.sectors.size, plan.tier.shape[1])
    begin(state, fixed, book)
    tallies = _play(state, book, fixed, plan, 0, quarters)
    return state, book, Tallies(*(np.ascontiguousarray(part[-LAST_YEAR:]) for part in tallies))


def _play(state: Any, book: Any, fixed: Any, plan: Any, first: int, quarters: int) -> Any:
    sectors, tiers = fixed.sectors.size, plan.tier.shape[1]
    tallies = Tallies(
        np.zeros((quarters, sectors), TALLY), np.zeros((quarters, sectors, tiers), TIER_TALLY), np.zeros(quarters)
    )
    run_quarters(state, empty_scratch(fixed.units.key.size), fixed, plan, book, first, quarters, tallies)
    return tallies


def _outcome(
    scenario: Scenario, start: Start, tallies: tuple[Any, ...], draws: int, replicates: int, seed: int
) -> Outcome:
    """Put the tallies of all runs into the arrays of an outcome."""
    shape = (draws, replicates)
    runs = [_joined(before, after) for before, after in zip(start.tallies, tallies, strict=True)]
    counts = np.stack([counted for counted, _ in runs])
    attention = np.stack([seen for _, seen in runs])
    years = (scenario.calendar.years[0] - 1, *scenario.calendar.years)
    return Outcome(
        scenario,
        counts.reshape(*shape, *counts.shape[1:]),
        attention.reshape(*shape, -1),
        _list_noise(start.scalars, years, draws, replicates, seed),
        start.scalars,
        start.own,
        seed,
    )


def _joined(before: Any, after: Any) -> tuple[np.ndarray, np.ndarray]:
    """Counters [quarter, sector, counter] and attention of the year before and of the plan's quarters."""
    plain = np.concatenate([_numbers(before.sector), _numbers(after.sector)])
    tiered = np.concatenate([_numbers(before.tier), _numbers(after.tier)])
    by_counter = np.swapaxes(tiered, -1, -2).reshape(*plain.shape[:2], -1)
    return np.concatenate([plain, by_counter], axis=-1), np.concatenate([before.attention, after.attention])


def _numbers(records: np.ndarray) -> np.ndarray:
    return records.view("f8").reshape(*records.shape, len(records.dtype.names or ()))


def _list_noise(scalars: np.ndarray, years: tuple[int, ...], draws: int, replicates: int, seed: int) -> np.ndarray:
    """Noise of the product list of each run and year, in points; it belongs to the district's year."""
    out = np.zeros((draws, replicates, len(years)))
    keys = [np.uint64(name_key("product list", year)) for year in years]
    for draw in range(draws):
        for replicate in range(replicates):
            for y, key in enumerate(keys):
                luck = lasting_normal(np.uint64(seed), _run_number(draw, replicate), key, PURPOSE["product_list"])
                out[draw, replicate, y] = scalars[draw]["sigma_list"] * luck
    return out


def _sizes(scenario: Scenario, draws: int | None, replicates: int | None, seed: int | None) -> tuple[int, int, int]:
    given = scenario.runs
    sizes = (draws or given.draws, replicates or given.replicates, given.seed if seed is None else seed)
    if min(sizes[:2]) < 1 or sizes[1] >= MOST_REPLICATES or not 0 <= sizes[2] < 2**63:
        raise BadRequest(
            "模拟次数须为正整数,随机种子须在 0 与 2^63 之间。",
            "Draws and replicates must be positive, the seed between 0 and 2^63.",
        )
    return sizes


def _run_number(draw: int, replicate: int) -> int:
    return draw * MOST_REPLICATES + replicate


def _start_key(scenario: Scenario, draws: int, replicates: int, seed: int) -> tuple[Any, ...]:
    return (
        scenario.root.digest,
        tuple(sorted(scenario.overrides.items(), key=lambda item: item[0])),
        draws,
        replicates,
        seed,
    )


def _copied(part: Any) -> Any:
    return type(part)(*(array.copy() for array in part))


def _remembered(kept: OrderedDict[Any, Any], most: int, key: Any, make: Callable[[], Any]) -> Any:
    """The value kept under `key`, made if need be; the least recently used are dropped."""
    if key not in kept:
        kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def _in_threads(work: Callable[[int], Any], count: int, workers: int) -> Any:
    """work(0) ... work(count − 1), in order, on threads (kernels hold no lock)."""
    if workers == 1:
        return [work(number) for number in range(count)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(count)))


def _fail_if_unsettled(missed: int, where: str = "") -> None:
    if missed:
        raise SimlibError(
            f"企业决策方程未能求解{'(' + where + ')' if where else ''}:假设条件或事实过于极端,请检查后再试。",
            f"The firms' decision could not be solved{' (' + where + ')' if where else ''}: an assumption or a fact is "
            "too extreme; check it and try again.",
        )


__all__ = ["Outcome", "Start", "State", "Book", "simulate", "warm_up", "forget"]
