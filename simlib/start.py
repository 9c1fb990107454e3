"""The eve of the plan: every run of a district brought to its observed rates (section 3.9), shared by all its plans."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import numpy as np

from . import arrays
from .errors import BadRequest, SimlibError
from .model.decisions import Requests, empty_tables, fill_tables, requests_for, signature
from .model.meanfield import mean_sensitivity, settle_sector
from .model.records import DECIDED, TALLY, TIER_TALLY, empty_scratch, empty_state
from .model.run import Fixed, Tallies, begin, empty_book, run_quarters
from .priors import Sample
from .scenario import Scenario

LAST_YEAR = 4  # quarters of the warm-up that an outcome shows: the year before the plan
MOST_REPLICATES = 1 << 20
Result = TypeVar("Result")


class Size(NamedTuple):
    """How many runs: draws of the assumptions × replicates of chance, from one seed."""

    draws: int
    replicates: int
    seed: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.draws * self.replicates

    def run_number(self, number: int, numbers: np.ndarray) -> tuple[int, int]:
        """Place of a run's draw, and the number its luck is keyed by: the same for any number of replicates."""
        place, replicate = divmod(number, self.replicates)
        return place, int(numbers[place]) * MOST_REPLICATES + replicate


class Drawn(NamedTuple):
    """What each draw of the assumptions fixes before any run: the assumptions, and the mean field of each sector."""

    sectors: np.ndarray
    scalars: np.ndarray
    own: np.ndarray
    decided: np.ndarray


class Start(NamedTuple):
    """A district at the end of its warm-up, in every run."""

    fixed: tuple[Any, ...]  # [draw] what does not change over a run, still without its number and tables
    drawn: Drawn
    root: arrays.Levers
    states: tuple[tuple[Any, Any], ...]  # [run] units and book
    tallies: tuple[Any, ...]  # [run] of the last year
    numbers: np.ndarray  # [draw] what the luck of each draw is keyed by
    tables: tuple[np.ndarray, ...]  # [draw] decision tables of the root's first step
    asked: bytes  # what those tables were asked for


def warm_up(scenario: Scenario, sample: Sample, size: Size, workers: int) -> Start:
    """Mean field, tables of the root's first step, then 24 or more quarters in which each sector is steered to its
    observed rate."""
    quarters = scenario.calendar.warm_up_quarters
    root = arrays.first_step(arrays.plan_arrays(scenario.root), quarters)
    _fail_if_untested(scenario, root.sector[0])
    drawn = decide(scenario, sample)
    settle(scenario, drawn, root.sector[0], workers)
    fixed = _fixed(scenario, drawn, size.seed)
    requests = requests_for(drawn.sectors, root.sector, root.tier)
    tables = decision_tables(drawn, root, requests, workers)
    plan = arrays.as_plan(root, requests.slots, root)

    def run(number: int) -> tuple[Any, Any, Any]:
        place, key = size.run_number(number, sample.numbers)
        return _warm_run(fixed[place]._replace(tables=tables[place], run=key), plan, quarters)

    runs = in_threads(run, size.runs, workers)
    states = tuple((state, book) for state, book, _ in runs)
    last_year = tuple(tallies for *_, tallies in runs)
    return Start(fixed, drawn, root, states, last_year, sample.numbers, tables, signature(requests, *root[:2]))


def decide(scenario: Scenario, sample: Sample) -> Drawn:
    """The assumptions of every draw, with room for what the mean field will fix."""
    sectors = arrays.sector_records(scenario)
    decided = np.zeros((sample.draws, sectors.size), DECIDED)
    decided["aim"] = sample.aim
    return Drawn(sectors, sample.scalars, sample.own, decided)


def settle(scenario: Scenario, drawn: Drawn, levers: np.ndarray, workers: int) -> None:
    """Fill in the mean field of every draw and sector: level⁰, c_s, p⁰_g; keeps the aim where missed and false fails
    allow."""

    def settle_draw(place: int) -> None:
        scalars = drawn.scalars[place]
        for s, sector in enumerate(scenario.sectors):
            rate = _inside(sector.value("observed") or 0.0, sector.value("tests_observed") or 0.0)
            specificity = max(float(scalars["sp"]), 1.0 - 0.5 * (1.0 - rate))  # at most half the fails are false
            sensitivity = mean_sensitivity(
                *(float(row) for row in (scalars["se"], levers[s]["sensitivity"], scalars["sigma_lab"]))
            )
            lowest, highest = 1.0 - 0.98 * sensitivity, 1.0 - 1.5 * (1.0 - specificity)
            decided = drawn.decided[place, s]
            decided["aim"] = min(max(decided["aim"], lowest), highest)
            aimed = (min(max(rate, lowest), highest), specificity)
            steps = settle_sector(drawn.sectors[s], levers[s], scalars, drawn.own[place, s], *aimed, decided)
            _fail_if_unsettled(steps < 0, sector.name)

    in_threads(settle_draw, len(drawn.scalars), workers)


def _fixed(scenario: Scenario, drawn: Drawn, seed: int) -> tuple[Any, ...]:
    """What does not change over the runs of each draw."""
    units, quarters = arrays.unit_arrays(scenario), scenario.calendar.warm_up_quarters
    certified = float(scenario.facts["initial_certified_share"].value or 0.0)
    each = zip(drawn.scalars, drawn.own, drawn.decided, strict=True)
    return tuple(
        Fixed(units, drawn.sectors, scalars, own, decided, empty_tables(0), certified, quarters, np.uint64(seed), 0)
        for scalars, own, decided in each
    )


def _inside(rate: float, tests: float) -> float:
    """An observed rate of exactly 0 or 1 is moved half a test inside, where log odds exist."""
    return min(max(rate, 0.5 / (tests + 1.0)), 1.0 - 0.5 / (tests + 1.0))


def decision_tables(drawn: Drawn, levers: arrays.Levers, requests: Requests, workers: int) -> tuple[np.ndarray, ...]:
    """Decision tables of a plan, one array for each draw of the assumptions."""

    def fill(place: int) -> np.ndarray:
        tables = empty_tables(requests.tables)
        of_draw = (drawn.scalars[place], drawn.decided[place])
        _fail_if_unsettled(fill_tables(requests.rows, drawn.sectors, levers.sector, levers.tier, *of_draw, tables))
        return tables

    return tuple(in_threads(fill, len(drawn.scalars), workers))


def _warm_run(fixed: Any, plan: Any, quarters: int) -> tuple[Any, Any, Any]:
    """One run from 24 or more quarters before the plan to its eve; keeps the tallies of the last year."""
    state = empty_state(fixed.units.key.size, plan.tier.shape[1])
    book = empty_book(fixed.sectors.size, plan.tier.shape[1])
    begin(state, fixed, book)
    tallies = play(state, book, fixed, plan, slice(0, quarters))
    return state, book, Tallies(*(np.ascontiguousarray(part[-LAST_YEAR:]) for part in tallies))


def play(state: Any, book: Any, fixed: Any, plan: Any, span: slice) -> Any:
    """Run the quarters of `span` from a state, which is changed; returns what was counted."""
    quarters, sectors, tiers = span.stop - span.start, fixed.sectors.size, plan.tier.shape[1]
    tallies = Tallies(
        np.zeros((quarters, sectors), TALLY), np.zeros((quarters, sectors, tiers), TIER_TALLY), np.zeros(quarters)
    )
    run_quarters(state, empty_scratch(fixed.units.key.size), fixed, plan, book, span.start, quarters, tallies)
    return tallies


def in_threads(work: Callable[[int], Result], count: int, workers: int) -> list[Result]:
    """work(0) ... work(count − 1), in order, on threads (kernels hold no lock)."""
    if workers == 1:
        return [work(number) for number in range(count)]
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return list(pool.map(work, range(count)))


def _fail_if_untested(scenario: Scenario, levers: np.ndarray) -> None:
    """A sector that the current plan never tests cannot be brought to its observed rate."""
    for sector, row in zip(scenario.sectors, levers, strict=True):
        if not row["coverage"] > 0.0:
            root, name = scenario.root.name, sector.name
            raise BadRequest(
                f"起点方案“{root}”第一季度不抽查“{sector.title.zh}”（{name}），coverage 为 0，"
                "无法把它调到上年的合格率。"
                "请填上年实际的抽查覆盖面；以后不再抽查的，从那一季度起写 0（如 2012Q1: 0.5, 2012Q2: 0）。",
                f"The root plan “{root}” does not test {name} in its first quarter (coverage 0); it cannot be brought "
                "to last year's pass rate. Give last year's coverage; if tests stop later, write 0 from that quarter "
                "on (such as 2012Q1: 0.5, 2012Q2: 0).",
            )


def _fail_if_unsettled(missed: int, where: str = "") -> None:
    if missed:
        raise SimlibError(
            f"企业决策方程未能求解{'(' + where + ')' if where else ''}：假设条件或事实过于极端，请检查后再试。",
            f"The firms' decision could not be solved{' (' + where + ')' if where else ''}: an assumption or a fact is "
            "too extreme; check it and try again.",
        )
