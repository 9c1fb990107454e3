"""The money side of promises: of the plans that were tried, the cheapest under which all targets hold together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest, TargetUnreachable
from ...estimators import Chance, share_with_error
from ...targets import TOLERANCE, assess, bar, checked_sense, target_values
from ...words import Words
from ..asking import RunsAsked, checked_chance, fail_if_misspelt
from ..futures import fresh_size, shared_worlds
from ..search.budgets import nothing_moves
from ..search.dials import Setting, dials_of, plan_at, said_turns
from ..search.exchange import climb, explore
from ..search.goals import money_for_chance
from ..search.trials import Trials, trials_of, tried

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario, Target
    from ..search.trials import Look


class Costed(NamedTuple):
    """A plan that was tried: its name, the public money of its dearest year (10,000 yuan), and the runs in which all
    targets hold, [draw, replicate]."""

    name: str
    cost: float
    met: NDArray[np.bool_]


class Cheapest(NamedTuple):
    """The cheapest plan under which all hold, its chance, and how many plans were within the money."""

    plan: Costed
    chance: Chance
    tried: int


def least_cost(plans: Iterable[Costed], chance: float = 0.8, budget: float = math.inf) -> Cheapest:
    """Of the plans tried, the cheapest within the budget under which all targets hold with this chance.

    Raises TargetUnreachable with the `best` joint chance within the budget, and its `plan`.
    """
    asked, every = checked_chance(chance), list(plans)
    if not every:
        raise BadRequest(
            "没有给出方案。请至少给一个模拟过的方案。", "No plan was given. Give one that was simulated at least."
        )
    within = [plan for plan in every if plan.cost <= budget]
    if not within:
        least = min(plan.cost for plan in every)
        raise BadRequest(
            f"没有一个试过的方案不超过 {budget:g} 万元，最省的要 {least:.0f} 万元。请提高预算，或试更多方案。",
            f"No plan tried costs {budget:g} or less (10,000 yuan); the cheapest takes {least:.0f}. Raise the budget "
            "or try more plans.",
            best=least,
        )
    fit = [plan for plan in within if plan.met.mean() >= asked - TOLERANCE]
    if not fit:
        best = max(within, key=lambda plan: (plan.met.mean(), -plan.cost))
        raise _unreachable(best, Words(best.name, best.name), {"plan": best.name, "asked": asked, "tried": len(within)})
    found = min(fit, key=lambda plan: (plan.cost, plan.name))
    return Cheapest(found, share_with_error(found.met), len(within))


def costed(outcome: Outcome, targets: Sequence[Target]) -> Costed:
    """A simulated plan as `least_cost` takes it."""
    return Costed(outcome.scenario.name, tried(outcome, (), {}).money, _together(outcome, targets))


class CheapestPlan(NamedTuple):
    """What all targets together take: the plan, the money of its dearest year (`now`: of the plan as it is), the chance
    on the futures it was searched on, and on `fresh` ones (say that one); `tried` plans were simulated. `shared` is how
    many worlds both have in common: 0 unless a calibration holds too few."""

    scenario: Scenario
    cost: float
    now: float
    chance: Chance
    fresh: Chance
    tried: int
    shared: int = 0


class SearchAsked(RunsAsked, total=False):
    """Which levers may be turned (all by default), and on how many futures."""

    levers: Sequence[str] | None


def cheapest_together(
    scenario: Scenario, targets: Iterable[Target] | None = None, chance: float = 0.8, budget: float = math.inf,
    **asked: Unpack[SearchAsked],
) -> CheapestPlan:  # fmt: skip
    """The cheapest plan found under which all targets hold together with this chance, within the budget.

    Turns the plan's dials (`setting.search.dials`) as the search for levels and cost does; a heuristic, so a cheaper
    plan may exist, but what it names was simulated. Default: the plan's own targets that have their figure. Raises
    TargetUnreachable with the `best` chance and its `plan`, a Scenario.
    """
    fail_if_misspelt(asked, SearchAsked.__annotations__)
    wanted, given = checked_chance(chance), dict[str, Any](asked)
    dials = dials_of(scenario, given.pop("levers", None))
    chosen = [one for one in scenario.targets if not _lacks(scenario, one)] if targets is None else list(targets)
    looks = {f"target {number}": distance_look(one) for number, one in enumerate(chosen)}
    if not looks or any(_lacks(scenario, one) for one in chosen):
        raise _not_judged()
    if not dials:
        raise nothing_moves(*dict.fromkeys(one.indicator for one in chosen))
    last = max(max(one.year, one.since or one.year) for one in chosen)
    size = {name: value for name, value in given.items() if value is not None}
    trials = trials_of(scenario, dials, looks, last, **size)
    alone = explore(trials, trials.start, looks)
    climb(trials, money_for_chance(trials, tuple(looks), wanted), [alone], range(len(dials)))
    try:
        found = least_cost(from_trials(trials), wanted, budget)
    except TargetUnreachable as error:
        raise _in_words(error, scenario, trials) from None
    plan = plan_at(scenario, dials, _setting(trials, found.plan.name), "cheapest")
    again = simulate(plan, through=last, **fresh_size(scenario, size))
    return CheapestPlan(
        scenario=plan,
        cost=found.plan.cost,
        now=trials.at(trials.start).money,
        chance=found.chance,
        fresh=share_with_error(_together(again, chosen)),
        tried=len(trials.kept),
        shared=shared_worlds(scenario, size),
    )


def distance_look(target: Target) -> Look:
    """What a search looks at for a target: how far it is beyond what is wanted, 0 or more where it is met."""
    checked_sense(target.sense)

    def look(outcome: Outcome) -> NDArray[np.float64]:
        values, wanted = target_values(outcome, target), bar(outcome, target)
        assert wanted is not None
        beyond = np.asarray(wanted - values if target.sense == "at_most" else values - wanted)
        strict = 2.0 * TOLERANCE if target.sense == "rise" else 0.0  # a rise must be more than nothing
        return np.where(np.isfinite(beyond), beyond - strict, -np.inf)

    return look


def from_trials(trials: Trials) -> list[Costed]:
    """The plans of a search that can be staffed, if each of its looks is 0 or more where a target is met."""
    fit = [one for one in trials.kept.values() if trials.staffed(one)]
    return [Costed(_name(one.setting), one.money, np.min(list(one.seen.values()), axis=0) >= -TOLERANCE) for one in fit]


def _name(setting: tuple[int, ...]) -> str:
    return "/".join(map(str, setting))


def _setting(trials: Trials, name: str) -> Setting:
    """The setting that a plan of a search is called after."""
    return next(one for one in trials.kept if _name(one) == name)


def _in_words(error: TargetUnreachable, scenario: Scenario, trials: Trials) -> TargetUnreachable:
    """The same error with the best plan itself, and the levers that it turns instead of where its dials stand."""
    setting = _setting(trials, error.plan)
    (best,) = (one for one in from_trials(trials) if one.name == error.plan)
    plan = plan_at(scenario, trials.dials, setting, "best")
    return _unreachable(best, said_turns(scenario, trials.dials, setting), error.values | {"plan": plan})


def _unreachable(best: Costed, named: Words, values: dict[str, Any]) -> TargetUnreachable:
    kept, runs, tried, asked = int(best.met.sum()), best.met.size, values["tried"], values["asked"]
    return TargetUnreachable(
        f"试过的 {tried} 个方案中，没有一个能使全部目标同时完成的可能性达到 {asked:g}；"
        f"最好的是“{named.zh}”，{runs} 次模拟中 {kept} 次。请放低目标，或试更多方案。",
        f"Of the {tried} plans tried none keeps all targets together with a chance of {asked:g}; the best is "
        f"“{named.en}”, in {kept} of {runs} runs. Lower the targets or try more plans.",
        **values | {"best": float(best.met.mean())},
    )


def _lacks(scenario: Scenario, target: Target) -> bool:
    """True for a target whose figure to compare with is missing."""
    if not target.reference:
        return False
    fact = scenario.facts.get(target.reference)
    return fact is None or fact.value is None


def _together(outcome: Outcome, targets: Sequence[Target]) -> NDArray[np.bool_]:
    judged = [found.met for found in assess(outcome, targets) if found.met is not None]
    if len(judged) < len(list(targets)) or not judged:
        raise _not_judged()
    return np.asarray(np.logical_and.reduce(judged))


def _not_judged() -> BadRequest:
    return BadRequest(
        "有的目标缺对照数，或没有给目标，无从判断是否同时完成。",
        "Some target lacks the figure it is compared with, or none is given, so all together cannot be judged.",
    )
