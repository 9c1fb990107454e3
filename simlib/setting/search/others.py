"""Others: plans that are nearly as good as the best and yet materially different, for what cannot be put in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...indicators import INDICATOR
from ...targets import TOLERANCE
from .budgets import REPORTED
from .dials import costless, distance
from .exchange import climb
from .fresh import retested
from .goals import level_for_money, means
from .trials import Trial
from .winners import Point, Search, level_of, point_of

DIFFERENT = 0.1  # plans differ materially from here on: a tenth of the money goes elsewhere
UNPAID = 0.1  # what turning a lever that costs nothing over its whole range counts for
POINT = 0.002  # how much worse a share may be; other figures: one in a hundred
LEFT_ALONE = 6  # of the dials that the best plan turns, as many are left as they are, one after another


def near(search: Search, best: Point, slack: float | None = None, most: int = 4) -> tuple[Point, ...]:
    """The best plan, then others within `slack` of its level for the same money, each as unlike the rest as can be.

    Found by leaving alone, one by one, what the best plan turns (after modelling to generate alternatives, Brill,
    Chang & Hopkins 1982), then choosing the plan farthest from all chosen ones. All are re-tested on fresh futures.
    """
    asked, trials = search.question, search.question.trials
    free = search.free[best.version]
    goal = level_for_money(trials, REPORTED, best.budget, best.chance)
    for dial in _most_turned(search, best)[:LEFT_ALONE]:
        climb(trials, goal, search.known, [one for one in free if one != dial])
    least = asked.sign * best.found - (_slack(asked.indicator, best) if slack is None else slack)
    held = set(range(len(trials.dials))) - set(free)
    fit = [
        one
        for one in trials.affordable(best.budget)
        if level_of(one, best.chance) >= least and all(one.setting[dial] == trials.start[dial] for dial in held)
    ]
    chosen = _apart(search, trials.at(best.setting), fit, most)
    return retested(asked, [point_of(search, best.version, best.budget, best.chance, one) for one in chosen])


def _slack(indicator: str, best: Point) -> float:
    return POINT if INDICATOR[indicator].form == "share" else 0.01 * abs(best.found)


def _most_turned(search: Search, best: Point) -> list[int]:
    """The dials that the plan turns, those that do most alone first, for the indicator or for the money."""
    alone, start = search.question.alone, search.question.trials.start
    gains, costs = np.abs(means(alone.change.seen[REPORTED])), np.abs(alone.change.money)
    weight = gains / max(float(gains.max()), TOLERANCE) + costs / max(float(costs.max()), TOLERANCE)
    moved = [dial for dial, level in enumerate(best.setting) if level != start[dial]]
    return sorted(moved, key=lambda dial: -float(weight[alone.row[dial, best.setting[dial]]]))


def _apart(search: Search, best: Trial, fit: Sequence[Trial], most: int) -> list[Trial]:
    """Greedy choice of the plan whose nearest chosen one is farthest away; ties to the cheaper."""
    chosen = [best]

    def away(one: Trial) -> tuple[float, float]:
        return min(unlike(search, one, other) for other in chosen), -one.money

    while len(chosen) < most and fit:
        farthest = max(fit, key=away)
        if away(farthest)[0] < DIFFERENT:
            break
        chosen.append(farthest)
    return chosen


def unlike(search: Search, one: Trial, other: Trial) -> float:
    """How materially two plans differ: the share of the money that goes to other items of the accounts, and the levers
    turned otherwise that cost nothing."""
    dials = search.question.trials.dials
    moved = sum(abs(one.spent[item] - other.spent[item]) for item in one.spent)
    unpaid = set(costless(dials))
    turned = distance([dials[d] for d in unpaid], *(tuple(p.setting[d] for d in unpaid) for p in (one, other)))
    return 0.5 * moved / max(one.money, other.money) + UNPAID * turned
