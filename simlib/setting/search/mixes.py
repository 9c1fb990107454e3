"""Mixes: the highest target that each budget can promise, with the mix of levers that gets there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from ...errors import BadRequest
from ..futures import shared_worlds
from .budgets import (
    REPORTED,
    Asked,
    Question,
    checked_budgets,
    checked_chances,
    fail_if_not_payable,
    question,
    usual_budgets,
)
from .dials import costless
from .exchange import climb, explore_again
from .fresh import TIMES, retested
from .goals import level_for_money, money_for_level
from .others import near
from .winners import ALL, PRICED, Point, Search, cautious, point_of, winner

if TYPE_CHECKING:
    from ...scenario import Scenario

CHANCES = (0.5, 0.8, 0.9, 0.95)
USUAL = 8  # budgets, when none are given
LOOKS_AGAIN = {PRICED: (0.25, 0.75), ALL: (0.5,)}  # from good plans of which budgets dials are turned alone again


@dataclass(frozen=True, eq=False)
class Frontier:
    """The highest attainable target against money: one Point a version, budget and chance; `present` are the plan's.

    `versions`: "priced" turns only levers whose rise costs money, "all" every lever.
    """

    scenario: Scenario
    indicator: str
    year: int
    budgets: tuple[float, ...]
    chances: tuple[float, ...]
    versions: tuple[str, ...]
    points: tuple[Point, ...]
    present: tuple[Point, ...]
    search: Search = field(repr=False)

    def at(self, budget: float, chance: float = 0.8, version: str = PRICED) -> Point:
        """The point of one budget and chance."""
        for one in self.points:
            if (one.version, one.budget, one.chance) == (version, budget, chance):
                return one
        raise BadRequest(
            f"没有算过：{version}，{budget:g} 万元，{chance:g}。有：{'、'.join(self.versions)}；预算 "
            f"{'、'.join(f'{b:g}' for b in self.budgets)}；可能性 {'、'.join(f'{c:g}' for c in self.chances)}。",
            f"Not computed: {version}, {budget:g}, {chance:g}. There are: {', '.join(self.versions)}; budgets "
            f"{', '.join(f'{b:g}' for b in self.budgets)}; chances {', '.join(f'{c:g}' for c in self.chances)}.",
        )

    def near(
        self, budget: float, chance: float = 0.8, version: str = ALL, *, slack: float | None = None, most: int = 4
    ) -> tuple[Point, ...]:
        """The best plan and materially different ones within `slack` of it (0.2 points, or 1 %), all re-tested."""
        return near(self.search, self.at(budget, chance, version), slack, most)

    @property
    def shared(self) -> int:
        """How many worlds the fresh futures share with the search: 0 unless a calibration holds too few."""
        return shared_worlds(self.scenario, self.search.question.size, TIMES)

    def curve(self, chance: float, version: str) -> tuple[Point, ...]:
        """The points of one chance over the budgets."""
        return tuple(self.at(budget, chance, version) for budget in self.budgets)


def frontier(
    scenario: Scenario, budgets: Iterable[float] | None = None, chances: Iterable[float] = CHANCES,
    indicator: str = "sampled_pass_rate", **asked: Unpack[Asked],
) -> Frontier:  # fmt: skip
    """The highest target each budget can promise with each chance, and the best mix of levers for it (equation 58).

    Budgets in 10,000 yuan a year; None: eight from the cheapest plan upwards. Keywords: programme= or sectors=, year=,
    levers= (which may be turned), draws=, replicates=, seed=, workers=. A plan must be paid on average in its dearest
    year, be staffed in its busiest quarter in 80 of 100 futures, and keep within the legal bounds of every lever. The
    scope, if none is named, is that of the plan's own target (`asking.scope_asked`). `retested` is told on fresh
    futures (of a calibration: on rows that the search has not used, `futures.fresh_size`).
    Errors: a budget below the cheapest plan (`.cheapest`), an indicator that nothing moves, a scope in which hardly
    anything is tested.
    """
    given, sure = None if budgets is None else checked_budgets(budgets), checked_chances(chances)
    search = ready(question(scenario, indicator, **asked))
    now = search.question.trials.at(search.question.trials.start)
    for chance in sure:
        cautious(search.question, now, chance)  # an untested scope is refused before the search
    least = next(iter(search.free.values()))
    money = given or usual_budgets(search.question, least, USUAL)
    fail_if_not_payable(money, search.question, least)
    search = _tried(search, money, sure)
    points = [
        point_of(search, version, budget, chance, winner(search, version, budget, chance))
        for version in search.free
        for budget in money
        for chance in sure
    ]
    present = [point_of(search, PRICED, now.money, chance, now) for chance in sure]
    fresh = retested(search.question, [*points, *present])
    found, kept = fresh[: len(points)], fresh[len(points) :]
    year = search.question.year
    return Frontier(scenario, indicator, year, money, sure, tuple(search.free), found, kept, search)


def ready(asked: Question) -> Search:
    """Which dials each version may turn; a version that turns nothing is left out."""
    everything = range(len(asked.trials.dials))
    unpaid = costless(asked.trials.dials)
    paid = [dial for dial in everything if dial not in unpaid]
    free: dict[str, Sequence[int]] = {PRICED: paid} if paid else {}
    return Search(asked, (asked.alone,), free | ({ALL: everything} if unpaid else {}))


def _tried(search: Search, budgets: Sequence[float], chances: Sequence[float]) -> Search:
    """Search for every version, budget and chance; what one finds is there for all others.

    The two lowest chances are searched with patience, the others from there.
    """
    trials = search.question.trials
    for version, free in search.free.items():
        search = _second_looks(search, version, budgets, chances)
        for budget in budgets:
            for chance in chances:
                goal = level_for_money(trials, REPORTED, budget, chance)
                best = climb(trials, goal, search.known, free, patience=int(chance in chances[:2]))
                aim = cautious(search.question, best, chance)
                climb(trials, money_for_level(trials, REPORTED, aim, chance, budget), search.known, free, patience=0)
    return search


def _second_looks(search: Search, version: str, budgets: Sequence[float], chances: Sequence[float]) -> Search:
    """What each dial does where many have been turned already, since together they do more or less than alone."""
    trials, chance = search.question.trials, chances[len(chances) // 2]
    for share in LOOKS_AGAIN[version]:
        place = int(share * len(budgets))
        goal = level_for_money(trials, REPORTED, budgets[place], chance)
        good = climb(trials, goal, search.known, search.free[version])
        again = explore_again(trials, good.setting, search.question.alone, REPORTED, search.free[version])
        search = search._replace(known=(*search.known, again))
    return search
