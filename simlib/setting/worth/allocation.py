"""How to spread a year's tests over the sectors when the goal is a sharper district rate, not a decision."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ...priors import observed_prior
from ..asking import checked_scope, is_number
from ..promise.design import sampling_design
from .sampling_value import checked_tests

if TYPE_CHECKING:
    from ...scenario import Scenario, Sector

Array = NDArray[np.float64]
LEAST = 10  # tests a sector keeps, so that it has a rate of its own at all
QUARTERS = 4  # a unit is tested once a quarter at most


class SectorTests(NamedTuple):
    """A sector's tests in a year: those of the plan, spread by units (proportional), and best for the district rate.

    `weight` is the sector's share of the units, `spread` the standard deviation of one test's result.
    """

    sector: str
    weight: float
    spread: float
    now: int
    proportional: int
    best: int


class Split(NamedTuple):
    """A year's tests over the sectors; each `error` is the standard error of the district rate (0–1) under a split."""

    rows: tuple[SectorTests, ...]
    tests: int
    error_now: float
    error_proportional: float
    error_best: float


def neyman(
    scenario: Scenario, tests: int | None = None, *, budget: float | None = None, least: int = LEAST, **scope: Any
) -> Split:  # fmt: skip
    """The split of a year's tests that makes the district's rate sharpest (equation 74): n ∝ W σ (Neyman 1934).

    `tests` defaults to what the plan tests in its first year; or give the `budget` for tests (10,000 yuan): n ∝
    W σ/√price. Every sector keeps `least`, a unit is tested once a quarter at most. Whole numbers; for a number of
    tests exactly the best there are, for a budget within a test or two. `scope`: programme= or sectors=. Errors: tests
    and budget both, no sector in the scope, more or fewer tests than can be split.
    """
    asked, chosen = _checked_total(tests, budget), _chosen(scenario, **scope)
    units = np.array([one.value("units") for one in chosen], np.float64)
    prices = np.array([1.0 if budget is None else one.value("price_test") for one in chosen], np.float64)
    weight, spread = units / units.sum(), np.array([_spread(one) for one in chosen])
    most = [int(QUARTERS * each) for each in units]
    first = scenario.calendar.years[0]
    now = np.array([sampling_design(scenario, first, sectors=one.name).tests for one in chosen], float)
    total = float(now.sum()) if asked is None else asked
    least = _checked_least(least)
    _fail_if_no_split(total, least, most, prices)
    even, best = (sharpest(pull, total, least, most, prices) for pull in (weight * np.sqrt(prices), weight * spread))
    scaled = now * total / (now @ prices) if now.any() else now
    errors = (math.sqrt(variance(weight * spread, split)) for split in (scaled, even, best))
    columns = (weight.tolist(), spread.tolist(), *(split.astype(int).tolist() for split in (now, even, best)))
    rows = zip([one.name for one in chosen], *columns, strict=True)
    return Split(tuple(SectorTests(*row) for row in rows), int(best.sum()), *errors)


def sharpest(
    pull: Sequence[float] | Array, total: float, least: int, most: Sequence[int], prices: Sequence[float] | Array = ()
) -> NDArray[np.int64]:
    """Whole numbers n between `least` and `most` that add to `total` and make Σ pull²/n least (equation 74).

    One test after another goes where it takes most off the variance for its price; since each next one takes less, no
    other split is better where all cost the same (Wright 2012). A sector smaller than `least` is tested in full.
    """
    costs = list(prices) or [1.0] * len(pull)
    counts = [min(least, top) for top in most]
    waiting = [(-_gain(pull[place], count) / costs[place], place) for place, count in enumerate(counts)]
    heapq.heapify(waiting)
    left = total - sum(count * cost for count, cost in zip(counts, costs, strict=True))
    while waiting:
        _, place = heapq.heappop(waiting)
        if counts[place] < most[place] and costs[place] <= left + 1e-9:
            counts[place] += 1
            left -= costs[place]
            heapq.heappush(waiting, (-_gain(pull[place], counts[place]) / costs[place], place))
    return np.array(counts)


def variance(pull: Array, counts: NDArray[Any]) -> float:
    """Σ (W σ)²/n, the variance of the district's rate by strata (Neyman 1934); infinite with an untested stratum."""
    if np.any((counts == 0) & (pull > 0)):
        return math.inf
    return float(np.sum(pull[pull > 0] ** 2 / counts[pull > 0]))


def _gain(pull: float, count: int) -> float:
    """What one more test takes off the variance."""
    return math.inf if count == 0 else pull**2 / (count * (count + 1.0))


def _spread(sector: Sector) -> float:
    """Standard deviation of one result, the rate itself uncertain: √E[p(1 − p)] for p ~ Beta(passes + ½, fails + ½)."""
    passes, fails = observed_prior(sector).numbers
    return math.sqrt(passes * fails / ((passes + fails) * (passes + fails + 1.0)))


def _chosen(scenario: Scenario, **scope: Any) -> list[Sector]:
    area, named = checked_scope(scenario, **scope)
    found = [one for one in scenario.sectors if one.within(area, named)]
    if not found:
        raise BadRequest(
            f"{area} 领域里没有行业，批次无处可分。请换一个领域。",
            f"No sector in this scope ({area}): there is nowhere to spread tests. Take another programme.",
        )
    return found


def _checked_total(tests: int | None, budget: float | None) -> float | None:
    """What there is to split: a whole number of tests or an amount of money; None for what the plan tests."""
    if tests is not None and budget is not None:
        raise BadRequest("tests 与 budget 只能给一个。", "Give tests or budget, not both.")
    if tests is not None:
        return float(checked_tests(tests))
    if budget is not None and not is_number(budget):
        raise BadRequest(
            f"经费 {budget} 不对，须是一个数（万元）。",
            f"The budget ({budget}) must be a number (10,000 yuan).",
            value=budget,
        )
    return None if budget is None else float(budget)


def _checked_least(least: int) -> int:
    if not is_number(least) or least < 0 or int(least) != least:
        raise BadRequest(
            f"每个行业至少抽的批次 {least} 不对，须是不小于 0 的整数。",
            f"The least number of tests a sector ({least}) must be whole and at least 0.",
            value=least,
        )
    return int(least)


def _fail_if_no_split(total: float, least: int, most: Sequence[int], prices: Array) -> None:
    """As many tests (or as much money) as the least and the most of every sector allow."""
    low = sum(min(least, top) * price for top, price in zip(most, prices, strict=True))
    low, high = max(low, float(prices.min())), float(np.dot(most, prices))
    if not low - 1e-9 <= total <= high + 1e-9:
        raise BadRequest(
            f"批次（或经费）{total:g} 无法分配：每个行业至少 {least} 批次，每家每季至多 1 批次，"
            f"合计须在 {low:g} 与 {high:g} 之间。",
            f"{total:g} tests (or 10,000 yuan) cannot be split: with at least {least} tests a sector and at most one a "
            f"unit and quarter, the total lies between {low:g} and {high:g}.",
            best=min(max(total, low), high),
        )
