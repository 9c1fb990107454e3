"""Three ways: pass rate, brands and money against each other, with the plans that no other beats in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np

from ...errors import unknown_name
from ...estimators import Estimate, mean_with_error
from ...levers import LEVERS
from .budgets import REPORTED, TITLES, Asked, checked_budgets, fail_if_not_payable, question, usual_budgets
from .exchange import climb
from .fresh import fresh_trials
from .goals import Goal, best_of, highest_mean
from .mixes import USUAL, ready
from .trials import Trial, by_side
from .winners import PRICED, Search, Turn, cautious, point_of

if TYPE_CHECKING:
    from ...scenario import Scenario

FLOORS = 5  # numbers of titles asked for, from what the best plan for the rate has to the most that can be had


class Way(NamedTuple):
    """A plan that no other of its budget beats in both: `value` of the indicator, `titles` in force, `money` a year.

    Means over all futures with their simulation error, told on fresh futures; `sides` is what the money is for, `marks`
    as in a frontier.
    """

    budget: float
    value: Estimate
    titles: Estimate
    money: Estimate
    sides: Mapping[str, float]
    plan: Scenario
    turns: tuple[Turn, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TradeOff:
    """The front of an indicator against titles, for each budget; `present` is the plan itself."""

    scenario: Scenario
    indicator: str
    year: int
    budgets: tuple[float, ...]
    ways: tuple[Way, ...]
    present: Way
    search: Search = field(repr=False)

    def front(self, budget: float) -> tuple[Way, ...]:
        """The plans of one budget, the fewest titles first."""
        return tuple(sorted((way for way in self.ways if way.budget == budget), key=lambda way: way.titles.value))


def trade_off(
    scenario: Scenario, budgets: Iterable[float] | None = None, indicator: str = "sampled_pass_rate",
    version: str = PRICED, **asked: Unpack[Asked],
) -> TradeOff:  # fmt: skip
    """What more titles cost in pass rate at the same money: enforcement against brands.

    For each budget the highest mean rate with at least so many titles, for several numbers of titles (the ε-constraint
    method, Haimes, Lasdon & Wismer 1971); plans that another of the same budget beats in both, on the futures searched
    or on fresh ones, are left out. Keywords, rules and errors as in `frontier`.
    """
    given = None if budgets is None else checked_budgets(budgets)
    if version == PRICED:
        asked.setdefault("levers", [row.code for row in LEVERS if row.priced])
    search = ready(question(scenario, indicator, **asked))
    if version not in search.free:
        raise unknown_name("类型", "version", version, search.free)
    cautious(search.question, search.question.trials.at(search.question.trials.start), 0.5)
    money = given or usual_budgets(search.question, search.free[version], USUAL)
    fail_if_not_payable(money, search.question, search.free[version])
    return weighed(search, money, version)


def weighed(search: Search, budgets: tuple[float, ...], version: str = PRICED) -> TradeOff:
    """The same from a search that was made already, as that of a frontier."""
    found = {budget: _unbeaten(search, version, budget) for budget in budgets}
    asked, start = search.question, search.question.trials.start
    fresh = fresh_trials(asked, [start, *(one.setting for plans in found.values() for one in plans)])
    left = {budget: not_beaten([fresh[one.setting] for one in found[budget]]) for budget in budgets}
    ways = [
        _way(search, version, budget, asked.trials.at(one.setting), one) for budget in budgets for one in left[budget]
    ]
    now = asked.trials.at(start)
    present = _way(search, version, now.money, now, fresh[start])
    return TradeOff(asked.scenario, asked.indicator, asked.year, budgets, tuple(ways), present, search)


def _unbeaten(search: Search, version: str, budget: float) -> list[Trial]:
    """The best plan for each floor under the titles, of all plans tried for any of them."""
    trials, free = search.question.trials, search.free[version]

    def best(look: str, floors: Mapping[str, float]) -> Trial:
        goal: Goal = highest_mean(trials, look, budget, floors)
        return climb(trials, goal, search.known, free)

    ends = [float(np.mean(best(look, {}).seen[TITLES])) for look in (REPORTED, TITLES)]
    floors = [{}, *({TITLES: float(floor)} for floor in np.linspace(ends[0], ends[1], FLOORS)[1:])]
    for floor in floors[1:]:
        best(REPORTED, floor)
    found = [best_of(trials, highest_mean(trials, REPORTED, budget, floor), free) for floor in floors]
    return not_beaten(list({one.setting: one for one in found}.values()))


def not_beaten(plans: list[Trial]) -> list[Trial]:
    """The plans that no other beats: as good in both and better in one (Pareto)."""
    both = np.array([[float(np.mean(one.seen[look])) for look in (REPORTED, TITLES)] for one in plans])
    beaten = [bool(np.any(np.all(both >= own, axis=1) & np.any(both > own, axis=1))) for own in both]
    return [one for one, worse in zip(plans, beaten, strict=True) if not worse]


def _way(search: Search, version: str, budget: float, trial: Trial, fresh: Trial) -> Way:
    point = point_of(search, version, budget, 0.5, trial)
    seen = fresh.seen[REPORTED]
    value = mean_with_error(search.question.sign * np.where(np.isfinite(seen), seen, np.nan))  # no mean of no figure
    titles, money = mean_with_error(fresh.seen[TITLES]), Estimate(fresh.money, fresh.error)
    return Way(budget, value, titles, money, by_side(fresh.spent), point.plan, point.turns, point.marks)
