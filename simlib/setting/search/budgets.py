"""What a search is asked for, checked: budgets, chances, indicator; and the errors that say what can be had."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, Unpack

import numpy as np

from ...errors import BadRequest
from ...indicators import INDICATOR
from ...scenario import checked_year, fail_if_incomplete
from ..asking import checked_chance, checked_indicator, fail_if_misspelt, scope_asked
from .dials import YEAR, dials_of, plan_at
from .exchange import Effects, climb, explore
from .goals import least_money
from .trials import Look, Runs, Trial, Trials, look_at, trials_of

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

NUMBERS = (int, float, np.integer, np.floating)
SIZE = ("draws", "replicates", "seed", "workers")
YUAN_LIKE = 100.0  # times the plan's own money: meant in yuan
REPORTED, TRUE, TITLES = "reported", "true_pass_rate", "titles"


class Asked(TypedDict, total=False):
    """Where and when the indicator is read, which levers may be turned (all by default), and how many runs."""

    programme: str
    sectors: Sequence[str]
    year: int | None
    levers: Sequence[str] | None
    draws: int | None
    replicates: int | None
    seed: int | None
    workers: int | None


class Question(NamedTuple):
    """A search made ready: what is looked at, the plans tried so far, and what each dial does alone."""

    scenario: Scenario
    indicator: str
    year: int
    where: dict[str, Any]
    looks: Mapping[str, Look]
    size: dict[str, Any]
    trials: Trials
    alone: Effects

    @property
    def sign(self) -> int:
        """+1 where more of the indicator is better, −1 where less is."""
        return INDICATOR[self.indicator].better


def question(scenario: Scenario, indicator: str, **asked: Unpack[Asked]) -> Question:
    """Try every dial alone; looks at the indicator, the true pass rate of the same sectors, and the titles in force."""
    fail_if_misspelt(asked, Asked.__annotations__)
    row = checked_indicator(indicator)
    if row.form == "yes_no":
        raise BadRequest(
            f"“{row.words.zh}”（{indicator}）只有是与否，没有高低可选，不能求最高目标。请换一个指标。",
            f"{indicator} is yes or no and has no level to raise. Take another indicator.",
        )
    fail_if_incomplete(scenario)
    year = checked_year(scenario, asked.get("year"))
    scope = scope_asked(scenario, indicator, year, asked.get("programme"), asked.get("sectors"))
    where = {"programme": scope.programme or None, "sectors": scope.sectors or None}
    size: dict[str, Any] = {key: value for key, value in asked.items() if key in SIZE and value is not None}
    looks = {REPORTED: _checked_look(indicator, year, where), TRUE: look_at(TRUE, year, **where), TITLES: titles(year)}
    dials = dials_of(scenario, asked.get("levers"))
    if not dials:
        raise nothing_moves(indicator)
    trials = trials_of(scenario, dials, looks, year, **size)
    alone = explore(trials, trials.start, looks)
    if not np.any(alone.change.seen[REPORTED]):
        raise nothing_moves(indicator)
    return Question(scenario, indicator, year, where, looks, size, trials, alone)


def titles(year: int) -> Look:
    """Titles in force at the end of the year, of all brand tiers together."""

    def look(outcome: Outcome) -> Runs:
        end = YEAR * (outcome.years.index(year) + 1) - 1
        held = [outcome.names.index(f"titles:{tier.name}") for tier in outcome.scenario.tiers]
        return np.asarray(outcome.counts[:, :, end][..., held].sum(axis=(-1, -2)))

    return look


def least_plan(asked: Question, free: Sequence[int]) -> Trial:
    """The cheapest plan that can be tried and staffed."""
    return climb(asked.trials, least_money(asked.trials), [asked.alone], free)


def usual_budgets(asked: Question, free: Sequence[int], count: int) -> tuple[float, ...]:
    """Budgets when none are given: even steps from the cheapest plan to a quarter more than what there is to spend."""
    fact, now = asked.scenario.facts.get("budget"), asked.trials.at(asked.trials.start).money
    low, high = least_plan(asked, free).money, 1.25 * max(now, (fact.value if fact else None) or 0.0)
    step = 10.0 ** math.floor(math.log10(high) - 1.0)
    first, last = (step * math.ceil(end / step) for end in (low, high))
    return tuple(sorted({step * round((first + (last - first) * n / (count - 1)) / step) for n in range(count)}))


def fail_if_not_payable(budgets: Sequence[float], asked: Question, free: Sequence[int]) -> None:
    """The least budget must pay the cheapest plan, and the highest look like 10,000 yuan, not like yuan."""
    now = asked.trials.at(asked.trials.start).money
    if budgets[-1] > YUAN_LIKE * now > 0.0:
        raise BadRequest(
            f"预算 {budgets[-1]:,.0f} 万元约为方案经费（{now:,.0f} 万元）的 {budgets[-1] / now:,.0f} 倍。"
            "预算以万元计：600 万元写 600。",
            f"A budget of {budgets[-1]:,.0f} is {budgets[-1] / now:,.0f} times the plan's money ({now:,.0f}). Budgets "
            "are in 10,000 yuan: write 600 for 6 million yuan.",
        )
    _fail_if_too_poor(budgets[0], asked, free)


def _fail_if_too_poor(budget: float, asked: Question, free: Sequence[int]) -> None:
    """A budget must pay at least the cheapest plan (the error's `.cheapest`; `.best` is that plan)."""
    trials = asked.trials
    if budget >= trials.at(trials.start).money:
        return
    least = least_plan(asked, free)
    if budget < least.money:
        raise BadRequest(
            f"预算 {budget:g} 万元不够：能试的方案里，最省的一年也要 {math.ceil(least.money)} 万元。请提高预算。",
            f"A budget of {budget:g} (10,000 yuan) is too small: the cheapest plan that can be tried takes "
            f"{math.ceil(least.money)} a year. Raise it.",
            cheapest=least.money,
            best=plan_at(asked.scenario, trials.dials, least.setting, "cheapest"),
        )


def checked_chances(chances: float | Iterable[float]) -> tuple[float, ...]:
    """Chances in rising order, at least one."""
    given = chances if isinstance(chances, Iterable) else [] if chances is None else [chances]
    found = tuple(sorted({checked_chance(chance) for chance in given}))
    if not found:
        raise BadRequest("请至少给出一个可能性，如 0.8。", "Give at least one chance, such as 0.8.")
    return found


def checked_budgets(budgets: float | Iterable[float]) -> tuple[float, ...]:
    """Budgets in rising order, at least one, in 10,000 yuan a year."""
    given = list(budgets) if isinstance(budgets, Iterable) else [] if budgets is None else [budgets]
    if not given:
        raise BadRequest("请至少给出一个预算（万元/年）。", "Give at least one budget (10,000 yuan a year).")
    for one in given:
        if isinstance(one, bool) or not isinstance(one, NUMBERS) or not math.isfinite(one) or one <= 0:
            raise BadRequest(
                f"预算 {one} 不对：须为大于 0 的数，单位万元/年。",
                f"The budget {one} is wrong: a number above 0, in 10,000 yuan a year.",
                value=one,
            )
    return tuple(sorted({float(one) for one in given}))


def _checked_look(indicator: str, year: int, where: dict[str, Any]) -> Look:
    """The look at the indicator; it must have sectors to be read from."""
    look = look_at(indicator, year, **where)

    def checked(outcome: Outcome) -> Runs:
        if not outcome.has(indicator, **where):
            raise BadRequest(
                f"所选范围内没有“{indicator}”所考核的行业。请检查 programme 或 sectors。",
                f"No sector in this scope is judged by {indicator}. Check programme or sectors.",
            )
        return look(outcome)

    return checked


def nothing_moves(*indicators: str) -> BadRequest:
    """The error for a search whose levers change nothing of what is asked."""
    names = "、".join(f"“{INDICATOR[one].words.zh}”（{one}）" for one in indicators)
    return BadRequest(
        f"可用的工作措施里，没有一项能改变{names}。请放宽 levers，或换一个指标。",
        f"None of the levers that may be turned moves {', '.join(indicators)}. Allow more levers, or take another "
        "indicator.",
    )
