"""Goals: what a search is for, as scores that put plans in order; the same for plans simulated and plans guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...targets import TOLERANCE
from .trials import STAFFED, Trial, Trials

if TYPE_CHECKING:
    Array = NDArray[np.float64]

LOWEST = -1e9  # what a run without a figure counts in a mean


class Guess(NamedTuple):
    """Several plans at once: money [plan], staff-days of the busiest quarter and what is looked at [plan, run]."""

    money: Array
    peaks: Array
    seen: Mapping[str, Array]


class Goal(NamedTuple):
    """What a search is for: `scores` puts plans in order, [plan, column], the first column before the second."""

    scores: Callable[[Guess], Array]
    looks: tuple[str, ...]


def level_for_money(trials: Trials, look: str, budget: float, chance: float) -> Goal:
    """The highest level that `chance` of all futures reach, for at most this money a year and the staff there is.

    Ties: the higher mean, then the cheaper plan (equation 58).
    """

    def scores(guess: Guess) -> Array:
        values = guess.seen[look]
        return np.stack(
            [*_allowed(guess, trials, budget), reached(values, chance), means(values), -guess.money], axis=1
        )

    return Goal(scores, (look,))


def money_for_level(trials: Trials, look: str, level: float, chance: float, budget: float = math.inf) -> Goal:
    """The least money for which `chance` of all futures reach this level (equation 59)."""

    def scores(guess: Guess) -> Array:
        values = guess.seen[look]
        short = np.minimum(level, reached(values, chance) + TOLERANCE)
        return np.stack([*_allowed(guess, trials, budget), short, -guess.money, means(values)], axis=1)

    return Goal(scores, (look,))


def highest_mean(trials: Trials, look: str, budget: float, floors: Mapping[str, float]) -> Goal:
    """The highest mean of one look, while the means of others stay at or above their floors (Haimes et al. 1971)."""

    def scores(guess: Guess) -> Array:
        short = [np.minimum(0.0, means(guess.seen[other]) - floor + TOLERANCE) for other, floor in floors.items()]
        return np.stack([*_allowed(guess, trials, budget), *short, means(guess.seen[look]), -guess.money], axis=1)

    return Goal(scores, (look, *floors))


def least_money(trials: Trials) -> Goal:
    """The cheapest plan that the staff can carry out."""
    return Goal(lambda guess: np.stack([_unstaffed(guess, trials), -guess.money], axis=1), ())


def money_for_chance(trials: Trials, looks: Sequence[str], chance: float) -> Goal:
    """The least money for which every look is 0 or more in `chance` of all futures at once.

    For several targets together: give looks that are 0 or more where a target is met.
    """

    def scores(guess: Guess) -> Array:
        worst = np.min([guess.seen[look] for look in looks], axis=0)
        share = (worst >= -TOLERANCE).mean(axis=1)
        short = np.minimum(0.0, share - chance + TOLERANCE)
        return np.stack([_unstaffed(guess, trials), short, -guess.money, share], axis=1)

    return Goal(scores, tuple(looks))


def reached(values: Array, chance: float) -> Array:
    """The level that `chance` of all runs reach or pass, [plan] from [plan, run]: an order statistic (equation 58)."""
    runs = values.shape[1]
    place = runs - math.ceil(chance * runs - TOLERANCE)
    return np.asarray(np.partition(values, place, axis=1)[:, place])


def _allowed(guess: Guess, trials: Trials, budget: float) -> tuple[Array, Array]:
    """How far plans are beyond the money and beyond the staff; 0 within."""
    return np.minimum(0.0, budget - guess.money), _unstaffed(guess, trials)


def means(values: Array) -> Array:
    return np.asarray(np.clip(values, LOWEST, None).mean(axis=1))


def _unstaffed(guess: Guess, trials: Trials) -> Array:
    if trials.limit is None:
        return np.zeros(len(guess.money))
    return np.asarray(np.minimum(0.0, (guess.peaks <= trials.limit).mean(axis=1) - STAFFED + TOLERANCE))


# --- the best of what was simulated


def best_of(trials: Trials, goal: Goal, free: Iterable[int] | None = None) -> Trial:
    """The best plan simulated so far; with `free`, of those that turn no other dial."""
    return best_few(trials, goal, range(len(trials.dials)) if free is None else free, 1)[0]


def best_few(trials: Trials, goal: Goal, free: Iterable[int], count: int) -> list[Trial]:
    held = set(range(len(trials.dials))) - set(free)
    fit = [one for one in trials.kept.values() if all(one.setting[d] == trials.start[d] for d in held)]
    return [fit[place] for place in foremost(goal.scores(as_guess(fit, goal.looks)), count)]


def as_guess(plans: Sequence[Trial], looks: Iterable[str]) -> Guess:
    """Simulated plans as a guess that is exact."""
    return Guess(
        np.array([one.money for one in plans]),
        np.stack([one.peaks.ravel() for one in plans]),
        {look: np.stack([one.seen[look].ravel() for one in plans]) for look in looks},
    )


def foremost(scores: Array, count: int) -> list[int]:
    """Positions of the best rows, best first; of equal ones the earlier."""
    order = np.lexsort([*(-scores[:, column] for column in reversed(range(scores.shape[1])))])
    return [int(place) for place in order[:count]]
