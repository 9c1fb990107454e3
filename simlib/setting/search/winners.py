"""Winners: the best plan for one version, budget and chance, and all that a planner must know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...estimators import Chance, Estimate, mean_with_error
from ...indicators import INDICATOR
from ..promise.design import no_figure
from ..promise.promises import promised
from .budgets import REPORTED, TITLES, TRUE, Question
from .dials import HOME, Setting, plan_at, turned
from .exchange import Effects
from .goals import best_of, level_for_money, money_for_level, reached
from .trials import STAFFED, Trial, by_side

if TYPE_CHECKING:
    from ...scenario import Scenario, Value

PRICED, ALL = VERSIONS = ("priced", "all")
NEARLY_FULL = 0.95  # of the staff there is: from here on staff, not money, is what lacks
IDLE = 0.05  # of a budget that a plan leaves unspent
HOLLOW = 0.5  # of the rise that is reported: with less than this of it true, the plan looks better than it is


class Turn(NamedTuple):
    """One lever that a plan turns: where (a brand tier or ""), from what to what, and what a planner must know.

    `times` is the multiple of the present values, if it is one; `bound` True where it cannot go further; `power` the
    level of government whose power it is, "" for the district's own.
    """

    lever: str
    place: str
    before: Value
    after: Value
    times: float | None
    bound: bool
    power: str


class Point(NamedTuple):
    """The best that a budget can promise with a chance: what is promised, by which plan, and what it rests on.

    `level` is promised (rounded to the cautious side), `found` what the search saw; `retested` the chance of `level` on
    futures that the search has not seen: say that one. `money` is the expected cost of the dearest year, `spent` that
    by item of the accounts. `staff` is the share of the staff-days that the busiest quarter needs (None: capacity not
    known). `true` and `titles` are what else comes out: the true pass rate and the titles in force.
    `marks`: bound, power, staff (nearly used up), idle (money left), hollow (the report rises, quality hardly).
    """

    version: str
    budget: float
    chance: float
    level: float
    found: float
    setting: Setting
    plan: Scenario
    turns: tuple[Turn, ...]
    money: Estimate
    spent: Mapping[str, float]
    staff: float | None
    true: Estimate
    titles: Estimate
    marks: tuple[str, ...]
    retested: Chance | None = None

    @property
    def sides(self) -> dict[str, float]:
        """The same money by what it is for: enforcement, brands, support."""
        return by_side(self.spent)


class Search(NamedTuple):
    """What a frontier was found with: the question, what dials do alone (from a few plans), who may turn what."""

    question: Question
    known: tuple[Effects, ...]
    free: Mapping[str, Sequence[int]]


def winner(search: Search, version: str, budget: float, chance: float) -> Trial:
    """Of all plans tried: the cheapest that promises as much as the best (equation 59)."""
    asked, free = search.question, search.free[version]
    best = best_of(asked.trials, level_for_money(asked.trials, REPORTED, budget, chance), free)
    aim = cautious(asked, best, chance)
    return best_of(asked.trials, money_for_level(asked.trials, REPORTED, aim, chance, budget), free)


def level_of(trial: Trial, chance: float) -> float:
    """The level that a plan reaches with a chance, the sign turned so that more is better."""
    return float(reached(trial.seen[REPORTED].reshape(1, -1), chance)[0])


def cautious(asked: Question, trial: Trial, chance: float) -> float:
    """What may be promised, the sign turned so that more is better; an error where too few runs have a figure."""
    level = level_of(trial, chance)
    if not np.isfinite(level):
        share = float(np.isfinite(trial.seen[REPORTED]).mean())
        raise no_figure(INDICATOR[asked.indicator], asked.year, asked.where, share)
    return asked.sign * promised(asked.indicator, asked.sign * level)


# --- one point


def point_of(search: Search, version: str, budget: float, chance: float, trial: Trial) -> Point:
    """A plan tried, told as the answer for a version, budget and chance."""
    asked, dials = search.question, search.question.trials.dials
    limit = asked.trials.limit
    turns = tuple(
        Turn(dial.lever.code, dial.place, dial.levels[dial.start].value, level.value, level.times, level.bound,
             "" if dial.lever.level == HOME else dial.lever.level)
        for dial, level in turned(dials, trial.setting)
    )  # fmt: skip
    found = asked.sign * level_of(trial, chance)
    return Point(
        version=version,
        budget=budget,
        chance=chance,
        level=asked.sign * cautious(asked, trial, chance),
        found=found,
        setting=trial.setting,
        plan=plan_at(asked.scenario, dials, trial.setting, f"best_{budget:.0f}"),
        turns=turns,
        money=Estimate(trial.money, trial.error),
        spent=trial.spent,
        staff=None if limit is None else float(np.quantile(trial.peaks, STAFFED)) / limit,
        true=mean_with_error(trial.seen[TRUE]),
        titles=mean_with_error(trial.seen[TITLES]),
        marks=_marks(asked, trial, budget, turns),
    )


def _marks(asked: Question, trial: Trial, budget: float, turns: Sequence[Turn]) -> tuple[str, ...]:
    limit = asked.trials.limit
    peak = float(np.quantile(trial.peaks, STAFFED))
    marks = {
        "bound": any(turn.bound for turn in turns),
        "power": any(turn.power for turn in turns),
        "staff": limit is not None and peak > NEARLY_FULL * limit,
        "idle": budget - trial.money > IDLE * budget,
        "hollow": _hollow(asked, trial),
    }
    return tuple(mark for mark, holds in marks.items() if holds)


def _hollow(asked: Question, trial: Trial) -> bool:
    """True if the reported pass rate rises and the true one hardly: tests that go where less is found."""
    if asked.indicator != "sampled_pass_rate":
        return False
    now = asked.trials.at(asked.trials.start)
    both = np.isfinite(trial.seen[REPORTED]) & np.isfinite(now.seen[REPORTED])
    if not both.any():
        return False
    reported, true = (float(np.mean((trial.seen[look] - now.seen[look])[both])) for look in (REPORTED, TRUE))
    return reported > 0.0 and true < HOLLOW * reported
