"""Promises: the highest level that can be promised with a given chance, with its margin, and what more tests change."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ...estimators import Chance, independent_runs, share_with_error
from ...indicators import Indicator
from ...scenario import checked_year
from ...targets import TOLERANCE
from ..asking import checked_chance, checked_indicator, checked_scope
from .design import no_figure, sampling_design

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
SURE = 0.95  # how often the interval of a level holds the level that endlessly many runs would show
MULTIPLES = (0.5, 1.0, 2.0, 4.0)  # of the planned tests
HALVINGS = 40  # of the range 0–1, when a level is sought


class Attainable(NamedTuple):
    """The best level that is met in `chance` of futures; `low`–`high` (95 %) because runs are few.

    For an indicator of which less is better it is the lowest ceiling. `met` is the share of the runs that meet it, at
    least `chance`; `runs` how many independent runs they are worth. `promised` is the level rounded to the cautious
    side, as an office would write it.
    """

    indicator: str
    year: int
    chance: float
    level: float
    low: float
    high: float
    promised: float
    met: Chance
    runs: float


class LevelOnTests(NamedTuple):
    """The best level with so many tests: the same futures, the luck of who is tested averaged over."""

    tests: int
    multiple: float
    level: float


def attainable(
    outcome: Outcome, indicator: str, chance: float = 0.8, year: int | None = None, **scope: Any
) -> Attainable:
    """The highest target that is met in 80 of 100 futures (equation 55), judged as in life; scope as in `promise`.

    The order statistic of the runs that at least ⌈chance · runs⌉ of them reach; a run without a figure meets nothing.
    Its interval holds the level of endlessly many runs at least 95 times in 100 (order statistics, David & Nagaraja
    2003, chapter 7), with as many independent runs as the clustered error amounts to.
    Errors: a yes-or-no indicator; a scope where nothing is tested; too few runs for such a chance (`.best` is the
    nearest that can be told, if any).
    """
    row, when, where = _asked(outcome.scenario, indicator, year, scope)
    values, wanted = _values(outcome, row, when, where), checked_chance(chance)
    known = float(np.mean(np.isfinite(values)))
    if known < wanted - TOLERANCE:
        raise no_figure(row, when, where, known)
    return level_reached(values, wanted, row, when)


def level_reached(values: Runs, chance: float, row: Indicator, year: int) -> Attainable:
    """The best level that `chance` of these runs reach, [draw, replicate], with its interval (equation 55)."""
    goodness = np.where(np.isnan(values), -np.inf, row.better * values)
    ranked = np.sort(goodness, axis=None)[::-1]  # best first
    wanted = math.ceil(chance * ranked.size - TOLERANCE)
    level = ranked[wanted - 1]
    met = goodness >= level - TOLERANCE
    count = _independent(met)
    low, high = _order_interval(ranked, chance, count)
    if not np.isfinite([low, level, high]).all():
        raise _too_few(chance, count)
    ends = sorted((row.better * low, row.better * high))
    best = float(row.better * level)
    cautious, share = promised(row.code, best), share_with_error(met)
    return Attainable(row.code, year, chance, best, float(ends[0]), float(ends[1]), cautious, share, count)


def promised(indicator: str, level: float) -> float:
    """A level as an office may write it, never beyond what was found: shares to 0.1 point, counts to whole ones."""
    row = checked_indicator(indicator)
    step = {"share": 1000.0, "rate_100": 10.0}.get(row.form, 1.0)
    rounded = math.floor(row.better * level * step + TOLERANCE) * row.better / step
    return rounded + 0.0  # no −0


def by_tests(
    outcome: Outcome, indicator: str, chance: float = 0.8, multiples: Iterable[float] = MULTIPLES, **asked: Any
) -> tuple[LevelOnTests, ...]:
    """How the attainable level moves with the number of tests (equation 56); year and scope as in `attainable`.

    Each run keeps its expected rate and its product list; who is tested is averaged over exactly: a mixture of
    binomials over the runs. What more tests do to the units is left out.
    """
    mixture, planned = mixture_of_tests(outcome, indicator, **asked)
    numbers = [(max(1, round(checked_multiple(one) * planned)), one) for one in multiples]
    asked_for = checked_chance(chance)
    return tuple(LevelOnTests(tests, times, mixture.level(tests, asked_for)) for tests, times in numbers)


class Mixture(NamedTuple):
    """The rate a year's report shows in each run before the luck of tests, and what the product list adds: [run]."""

    rates: NDArray[np.float64]
    noise: NDArray[np.float64]

    def chance(self, tests: int, level: float) -> float:
        """The share of futures where passes/tests + noise reaches the level, passes ~ Bin(tests, rate)."""
        from scipy.special import bdtrc

        needed = np.ceil((level - self.noise) * tests - TOLERANCE * tests)
        some = bdtrc(np.clip(needed - 1, 0, tests), tests, self.rates)
        chances = np.select([np.isnan(self.rates), needed <= 0, needed > tests], [0.0, 1.0, 0.0], some)
        return float(chances.mean()) if level > TOLERANCE else float(np.mean(~np.isnan(self.rates)))

    def level(self, tests: int, chance: float) -> float:
        """The highest level that is reached with this chance."""
        low, high = 0.0, 1.0
        if self.chance(tests, high) >= chance:
            return high
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.chance(tests, middle) >= chance - TOLERANCE else (low, middle)
        return low


def mixture_of_tests(outcome: Outcome, indicator: str, year: int | None = None, **scope: Any) -> tuple[Mixture, int]:
    """What `by_tests` rests on, and how many tests the plan makes; an error if the indicator is no share of tests."""
    row, when, where = _asked(outcome.scenario, indicator, year, scope)
    values, expected = _values(outcome, row, when, where), outcome.without_sampling(indicator, when, **where)
    if expected is None or row.better < 0:
        raise BadRequest(
            f"“{row.words.zh}”（{indicator}）不是抽查批次的合格比例，与批次多少没有直接关系。请用 sampled_pass_rate。",
            f"{indicator} is no share of passed tests, so the number of tests does not enter. Take sampled_pass_rate.",
        )
    planned = sampling_design(outcome.scenario, when, indicator=indicator, **where).tests
    if planned < 1 or np.isnan(values).all():
        raise no_figure(row, when, where)
    noise = outcome.list_noise[:, :, outcome.years.index(when)] / 100.0  # in full: a report ends at 1 and hides some
    return Mixture(expected.ravel(), noise.ravel()), planned


def checked_multiple(times: float) -> float:
    """A multiple of the planned tests above 0."""
    if isinstance(times, (int, float)) and not isinstance(times, bool) and 0 < times < math.inf:
        return float(times)
    raise BadRequest(
        f"批次倍数 {times} 须大于 0：多一倍写 2。", f"The multiple of the tests {times} must be above 0; twice is 2."
    )


# --- what was asked


def yes_or_no(row: Indicator) -> BadRequest:
    """The error for an indicator that has no level to choose."""
    return BadRequest(
        f"“{row.words.zh}”（{row.code}）只有是与否，没有高低可选；能说的只是做到的可能性。"
        "请在方案的 targets 中为所问的年份和范围写明这一目标（at_least: 1），就能看到它的可能性。",
        f"{row.code} is yes or no and has no level to choose; only its chance can be told. To see it, write it as a "
        "target of the plan for that year and scope (at_least: 1).",
    )


def _asked(
    scenario: Scenario, indicator: str, year: int | None, scope: dict[str, Any]
) -> tuple[Indicator, int, dict[str, Any]]:  # fmt: skip
    """The indicator, year and scope of a question, checked."""
    row = checked_indicator(indicator)
    if row.form == "yes_no":
        raise yes_or_no(row)
    when = checked_year(scenario, year)
    programme, sectors = checked_scope(scenario, **scope)
    return row, when, {"programme": programme or None, "sectors": sectors or None}


def _values(outcome: Outcome, row: Indicator, year: int, where: dict[str, Any]) -> Runs:
    if not outcome.has(row.code, **where):
        raise BadRequest(
            f"所选范围内没有“{row.words.zh}”（{row.code}）所考核的行业。请检查 programme 或 sectors。",
            f"No sector in this scope is judged by {row.code}. Check programme or sectors.",
        )
    return np.asarray(outcome.annual(row.code, year, **where), dtype=np.float64)


# --- order statistics


def _independent(met: NDArray[np.bool_]) -> float:
    """How many independent runs tell as much about this chance."""
    found = share_with_error(met)
    if met.shape[1] == 1:
        return float(met.size)
    if found.value == 1.0:
        return float(met.shape[0])
    return independent_runs(met, found.value, found.error)


def _order_interval(ranked: Runs, chance: float, count: float) -> tuple[float, float]:
    """Order statistics, best first, that enclose the level met with this chance; ±inf where there is none.

    Of n runs that meet a level with chance p, the number is Bin(n, p): the r-th best is at or above it unless fewer
    than r meet it. With fewer independent runs the same ranks are taken as shares of all.
    """
    from scipy.special import bdtr

    whole = math.floor(count + TOLERANCE)
    below = bdtr(np.arange(whole + 1), whole, chance)  # P(at most k of them meet the level)
    best = int(np.argmax(below > (1.0 - SURE) / 2))  # P(fewer than `best`) ≤ 2.5 %
    worst = int(np.argmax(below >= (1.0 + SURE) / 2)) + 1  # P(fewer than `worst`) ≥ 97.5 %
    stretch = (ranked.size + 1) / (whole + 1)
    first, last = math.floor(best * stretch + TOLERANCE), math.ceil(worst * stretch - TOLERANCE)
    high = ranked[first - 1] if best >= 1 else math.inf
    low = ranked[last - 1] if worst <= whole else -math.inf
    return float(low), float(high)


def _too_few(chance: float, count: float) -> BadRequest:
    """The error that names the nearest chance so many runs can tell: all of them meet it by chance p^n ≤ 2.5 %."""
    most = math.floor(100 * ((1.0 - SURE) / 2) ** (1.0 / max(1.0, math.floor(count)))) / 100
    best = most if chance >= 0.5 else round(1.0 - most, 2)
    values = {"runs": count} if most < 0.5 else {"runs": count, "best": best}
    nearest = ("，或改问 chance={:g}", ", or ask for chance={:g}") if most >= 0.5 else ("", "")
    return BadRequest(
        f"模拟次数太少（相当于 {count:.0f} 次独立模拟），说不出 100 种可能中 {100 * chance:g} 种能达到的水平。"
        f"请增加模拟次数{nearest[0].format(best)}。",
        f"There are too few runs (worth {count:.0f} independent ones) to tell the level met in {100 * chance:g} of 100 "
        f"futures. Simulate more{nearest[1].format(best)}.",
        **values,
    )
