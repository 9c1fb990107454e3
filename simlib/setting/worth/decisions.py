"""Decisions at hand: what could be chosen, and what each choice would be worth in every possible world.

Pay-offs are money (10,000 yuan) at a stated rate of exchange, which is a guess and the leading group's to set.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest
from ...indicators import INDICATOR
from ...outcome import QUARTERS
from ...posterior import sample_for
from ...precision import most_draws
from ...targets import assess, target_values
from ..asking import checked_indicator, checked_scope, is_number, promise
from .options import fail_if_not_by_sector, fail_if_one, other_plan, without_and_with

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario, Target

Array = NDArray[np.float64]
DRAWS = 600  # one run each: what is unknown about the rates matters here, not luck
HORIZON = 2  # years: most of what a campaign gains is gone after the second
A_POINT = 100.0  # 示例 illustrative: worth of a point of the district's true pass rate in one year, 10,000 yuan
STAKES = (10.0, 30.0)  # 示例 illustrative: what a point promised and kept brings, what a broken promise costs
WITHIN_REACH = (0.05, 0.95)  # of the futures: levels to promise lie between


class Decision(NamedTuple):
    """One choice to be made: `options`, what each is worth in every draw (`payoffs` [option, draw]), and the sectors
    whose tests could tell something, with their true rates of last year (`rates` [sector, draw]).

    `code` is act, plan or promise; `a_point` and `lost` are the rates of exchange, `years` the horizon.
    """

    code: str
    options: tuple[Any, ...]  # plans, or levels to promise
    payoffs: Array
    sectors: tuple[str, ...]
    rates: Array
    scenario: Scenario
    years: tuple[int, ...]
    a_point: float
    lost: float = 0.0


def where_to_act(
    scenario: Scenario, measure: Scenario | str | None = None, *, a_point: float = A_POINT, draws: int = DRAWS
) -> tuple[Decision, ...]:
    """One decision a sector: carry out another plan's measures there, or stay with this plan.

    By default a special rectification in the second and third quarter of the first year; a sector whose plan has it
    already is asked whether to keep it. Worth: what it adds to the district's true pass rate over two years, `a_point`
    a point and year, less what it costs. The other plan may differ only in levers that are set by sector; what one
    sector does to another (through titles) is not counted.
    """
    without, other = without_and_with(scenario) if measure is None else (scenario, other_plan(scenario, measure))
    fail_if_not_by_sector(without, other)
    worth_of_point = _checked_money(a_point)
    ours, theirs = (_simulated(plan, draws, HORIZON) for plan in (without, other))
    gain = worth_of_point * (_points(theirs) - _points(ours)) - (_money(theirs) - _money(ours))
    rates, stay = _rates(ours), np.zeros(ours.draws)
    return tuple(
        Decision("act", (without, other), np.stack([stay, gain[place]]), (one.name,), rates[place : place + 1],
                 scenario, ours.years[1:], worth_of_point)
        for place, one in enumerate(scenario.sectors)
    )  # fmt: skip


def which_plan(
    scenario: Scenario, others: Iterable[Scenario | str], *, a_point: float = A_POINT, draws: int = DRAWS
) -> tuple[Decision, ...]:
    """One decision: this plan or one of the others, for the whole district.

    Worth of a plan: points of the district's true pass rate over two years, `a_point` a point and year, less the money
    it spends. Errors: no other plan to choose from.
    """
    plans = (scenario, *(other_plan(scenario, one) for one in others))
    fail_if_one(plans)
    worth_of_point = _checked_money(a_point)
    outcomes = [_simulated(plan, draws, HORIZON) for plan in plans]
    worth = [worth_of_point * _points(one).sum(axis=0) - _money(one).sum(axis=0) for one in outcomes]
    first = outcomes[0]
    return (Decision("plan", plans, np.stack(worth), _names(scenario), _rates(first), scenario, first.years[1:],
                     worth_of_point),)  # fmt: skip


def what_to_promise(
    scenario: Scenario, indicator: str = "sampled_pass_rate", levels: Sequence[float] = (), *,
    stakes: tuple[float, float] = STAKES, draws: int = DRAWS, **scope: Any,
) -> tuple[Decision, ...]:  # fmt: skip
    """One decision: which level to promise for the first year (whole per cents within reach by default).

    Worth of a promise: stakes[0] for each point it lies above the lowest level if it is kept, minus stakes[1] if it is
    broken. Judged as in life, on the year's tests and product list. `scope`: programme= or sectors=. Errors: a level
    that is no share, a single level, a scope where nobody is tested.
    """
    trial, *_ = [promise(scenario, indicator, level, **scope) for level in levels or (0.5,)]
    _fail_if_not_a_share(indicator)
    if levels:
        fail_if_one(tuple(dict.fromkeys(levels)))
    return (_promised(_simulated(scenario, draws, 1), trial, tuple(levels), _checked_stakes(stakes)),)


def what_each_promises(
    scenario: Scenario, indicator: str = "sampled_pass_rate", *, programme: str = "product",
    stakes: tuple[float, float] = STAKES, draws: int = DRAWS,
) -> tuple[Decision, ...]:  # fmt: skip
    """One decision a sector: which level its department promises for that sector alone, in the first year.

    As what_to_promise, each sector judged on its own tests; only a sector's own tests tell about its promise. A sector
    without a figure in any future (the plan tests nobody there) promises nothing and is left out.
    """
    money = _checked_stakes(stakes)
    _fail_if_not_a_share(checked_indicator(indicator).code)
    _, outcome = checked_scope(scenario, programme), _simulated(scenario, draws, 1)
    found = []
    for place, one in enumerate(scenario.sectors):
        if one.programme == programme and outcome.has(indicator, [one.name]):
            trial = promise(scenario, indicator, 0.5, sectors=(one.name,))
            if _is_untold(outcome, trial):
                continue
            whole = _promised(outcome, trial, (), money)
            found.append(whole._replace(sectors=(one.name,), rates=whole.rates[place : place + 1]))
    if not found:
        raise BadRequest(
            f"{programme} 领域没有行业可按 {indicator} 承诺，没有什么要决定的。请换一个领域或指标。",
            f"No sector of the programme {programme} can promise {indicator}: nothing to decide. Take another.",
        )
    return tuple(found)


def _promised(
    outcome: Outcome, trial: Target, levels: tuple[float, ...], stakes: tuple[float, float]
) -> Decision:  # fmt: skip
    """The decision which of the levels to promise, instead of the trial's."""
    _fail_if_untold(outcome, trial)
    offered = levels or _within_reach(target_values(outcome, trial))
    fail_if_one(offered)
    judged = assess(outcome, [replace(trial, level=level) for level in offered])
    kept = np.stack([row.met[:, 0] for row in judged if row.met is not None])
    easiest = min(offered) if trial.sense == "at_least" else max(offered)
    gains = stakes[0] * 100.0 * np.abs(np.array(offered) - easiest)
    payoffs = np.where(kept, gains[:, None], -stakes[1])
    plan = outcome.scenario
    return Decision("promise", offered, payoffs, _names(plan), _rates(outcome), plan, (trial.year,), *stakes)


# --- what every world holds


def _simulated(scenario: Scenario, draws: int, years: int) -> Outcome:
    """One run a draw through the first years; never more draws than a calibration has."""
    fewer = draws if scenario.calibration is None else min(draws, most_draws(scenario))
    last = scenario.calendar.years[:years][-1]
    return simulate(scenario, draws=fewer, replicates=1, through=last)


def _rates(outcome: Outcome) -> Array:
    """Last year's true rate of each sector, what more tests would tell about: [sector, draw]."""
    sample = sample_for(outcome.scenario, outcome.seed, range(outcome.draws))
    return np.asarray(sample.aim.T)


def _points(outcome: Outcome) -> Array:
    """Points that each sector adds to the district's true pass rate, summed over the years: [sector, draw]."""
    share = np.array([sector.value("units") for sector in outcome.scenario.sectors], float)
    rates = [
        outcome.annual("true_pass_rate", year, sectors=[name])[:, 0]
        for name in _names(outcome.scenario)
        for year in outcome.years[1:]
    ]
    summed = np.stack(rates).reshape(share.size, -1, outcome.draws).sum(axis=1)
    return np.asarray(100.0 * (share / share.sum())[:, None] * summed)


def _money(outcome: Outcome) -> Array:
    """Public money spent in each sector in the years of the plan: [sector, draw]."""
    return np.asarray(outcome.money[:, 0, QUARTERS:].sum(axis=1).T)


def _names(scenario: Scenario) -> tuple[str, ...]:
    return tuple(sector.name for sector in scenario.sectors)


def _within_reach(values: Array) -> tuple[float, ...]:
    """Whole per cents between the fifth and the ninety-fifth of 100 futures."""
    low, high = np.nanquantile(values, WITHIN_REACH)
    return tuple(each / 100 for each in range(math.floor(100 * low), math.ceil(100 * high) + 1))


# --- what makes sense


def _is_untold(outcome: Outcome, trial: Target) -> bool:
    """True where the indicator has no figure in any future, as where nobody is tested."""
    return bool(np.isnan(target_values(outcome, trial)).all())


def _fail_if_untold(outcome: Outcome, trial: Target) -> None:
    if _is_untold(outcome, trial):
        raise BadRequest(
            f"所选范围 {trial.year} 年没有 {trial.indicator} 的数（方案不抽查那里），无从承诺。"
            "请安排抽查或换一个范围。",
            f"{trial.indicator} has no figure in this scope in {trial.year} (the plan tests nobody there): nothing can "
            "be promised. Plan tests there or take another scope.",
        )


def _fail_if_not_a_share(indicator: str) -> None:
    if INDICATOR[indicator].form != "share":
        raise BadRequest(
            f"“{INDICATOR[indicator].words.zh}”（{indicator}）不是比例，这里只算比例类指标该承诺多少。",
            f"{indicator} is not a share; only levels of shares can be chosen here.",
        )


def _checked_stakes(stakes: tuple[float, float]) -> tuple[float, float]:
    a_point, lost = stakes
    return _checked_money(a_point), _checked_money(lost)


def _checked_money(value: float) -> float:
    if is_number(value) and value >= 0:
        return float(value)
    raise BadRequest(
        f"折算价 {value} 不对，须是不小于 0 的数（万元）。",
        f"The rate of exchange {value} is wrong; it is a number of at least 0 (10,000 yuan).",
        value=value,
    )
