"""Exchange: from plan to plan by turning one dial, or one up and another down, until no such step helps.

What a step will do is guessed from what each dial did alone, run by run on the same futures; only the steps that
look best are simulated. The answer is always the best plan that was simulated, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .dials import Setting, distance
from .goals import LOWEST, Goal, Guess, as_guess, best_few, best_of, foremost, means
from .trials import Trial, Trials

if TYPE_CHECKING:
    Array = NDArray[np.float64]

STEPS = 4  # plans simulated at a time
STARTS = 3  # of the best plans so far, from which steps are tried
LEAPS = 12  # guessed steps in a row that are tried as one
FOREMOST = 24  # dials' levels that may gain something, put together with any that saves something
MOST_ROUNDS = 40
STRONG = 0.05  # of the largest effect: dials that do less are not looked at twice


class Effects(NamedTuple):
    """What each dial does alone, from one plan: run by run, one row a level of a dial; `row` finds it."""

    anchor: Setting
    row: Mapping[tuple[int, int], int]
    change: Guess


# --- what each dial does alone


def explore(trials: Trials, anchor: Setting, looks: Iterable[str]) -> Effects:
    """Simulate every level of every dial alone, from one plan."""
    places = [(d, level) for d, dial in enumerate(trials.dials) for level in range(len(dial.levels))]
    plans = trials.every([_with(anchor, (place,)) for place in places])
    change = _beyond(as_guess(plans, looks), as_guess([trials.at(anchor)], looks))
    return Effects(anchor, {place: row for row, place in enumerate(places)}, change)


def explore_again(trials: Trials, anchor: Setting, before: Effects, look: str, free: Iterable[int]) -> Effects:
    """The same from another plan; dials that hardly moved the look, or may not be turned, are taken to do as before."""
    looks, sizes = tuple(before.change.seen), np.abs(means(before.change.seen[look]))
    strong = {dial for (dial, _), row in before.row.items() if sizes[row] >= STRONG * sizes.max()} & set(free)
    places = [place for place in before.row if place[0] in strong]
    plans = trials.every([_with(anchor, (place,)) for place in places])
    found = _beyond(as_guess(plans, looks), as_guess([trials.at(anchor)], looks))
    rows = np.array([before.row[place] for place in places], dtype=np.intp)
    back = np.array([before.row[dial, anchor[dial]] for dial, _ in before.row], dtype=np.intp)
    change = _beyond(before.change, _rows(before.change, back))
    change.money[rows], change.peaks[rows] = found.money, found.peaks
    for look in looks:
        change.seen[look][rows] = found.seen[look]
    return Effects(anchor, before.row, change)


def _rows(guess: Guess, rows: NDArray[np.intp]) -> Guess:
    seen = {look: values[rows] for look, values in guess.seen.items()}
    return Guess(guess.money[rows], guess.peaks[rows], seen)


def _beyond(there: Guess, here: Guess) -> Guess:
    """What is different there, run by run."""
    seen = {look: _less(values, here.seen[look]) for look, values in there.seen.items()}
    return Guess(there.money - here.money, there.peaks - here.peaks, seen)


def _less(values: Array, other: Array) -> Array:
    """Differences; none between two runs without a figure, and a large one where only the other has none."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(values - other, nan=0.0, posinf=-LOWEST, neginf=-np.inf)


def _with(setting: Setting, places: Iterable[tuple[int, int]]) -> Setting:
    put = dict(places)
    return tuple(put.get(dial, level) for dial, level in enumerate(setting))


# --- the search


def climb(trials: Trials, goal: Goal, known: Sequence[Effects], free: Sequence[int], patience: int = 1) -> Trial:
    """The best plan for a goal that turns only the dials in `free`, from the best ones simulated so far.

    `patience` is how many times the likeliest plans are simulated without finding a better one; with 0 only those are
    that look better than what there is.
    """
    best, failed = best_of(trials, goal, free), 0
    for _ in range(MOST_ROUNDS):
        tries = promising(trials, goal, known, free, hopeful=not patience)
        trials.every(tries)
        found = best_of(trials, goal, free)
        failed = failed + 1 if found is best else 0
        best = found
        if not tries or failed > max(patience - 1, 0):
            break
    return best


def promising(
    trials: Trials, goal: Goal, known: Sequence[Effects], free: Sequence[int], *, hopeful: bool = False
) -> list[Setting]:  # fmt: skip
    """Plans not simulated yet that look best: one step from one of the best so far, and where many steps would lead."""
    leaps: dict[Setting, None] = {}
    steps: dict[Setting, tuple[float, ...]] = {}
    starts = best_few(trials, goal, free, STARTS)
    least = tuple(goal.scores(as_guess(starts[:1], goal.looks))[0])
    for best in starts:
        effects = min(known, key=lambda one: distance(trials.dials, one.anchor, best.setting))
        turning = _Turning(trials, goal, effects, free)
        around = _around(turning, best.setting, as_guess([best], goal.looks))
        for setting, score in around.unseen(trials, STEPS):
            if score > least or not hopeful:
                steps[setting] = max(score, steps.get(setting, score))
        end = _leap(turning, around)
        if end not in trials.kept:
            leaps[end] = None
    ranked = sorted(steps, key=lambda one: (steps[one], one), reverse=True)
    return list(dict.fromkeys([*leaps, *ranked]))[:STEPS]


def _leap(turning: _Turning, around: _Around) -> Setting:
    """Where the best guessed steps in a row would lead."""
    for _ in range(LEAPS):
        place = around.order[0]
        if not tuple(around.scores[place]) > around.now:
            break
        around = _around(turning, around.steps[place], _rows(around.guess, np.array([place])))
    return around.here


class _Around(NamedTuple):
    """The steps from a plan, what they are guessed to come to, their scores, and their places, the best first."""

    here: Setting
    now: tuple[float, ...]
    steps: list[Setting]
    guess: Guess
    scores: Array
    order: list[int]

    def unseen(self, trials: Trials, count: int) -> list[tuple[Setting, tuple[float, ...]]]:
        """The steps that look best and were not simulated."""
        new = [place for place in self.order if self.steps[place] not in trials.kept]
        return [(self.steps[place], tuple(self.scores[place])) for place in new[:count]]


class _Turning(NamedTuple):
    """What is being searched: plans tried, the goal, what dials do alone, and which may be turned."""

    trials: Trials
    goal: Goal
    effects: Effects
    free: Sequence[int]


def _around(turning: _Turning, here: Setting, own: Guess) -> _Around:
    steps, guess = _steps(turning, here, own)
    scores = turning.goal.scores(guess)
    return _Around(here, tuple(turning.goal.scores(own)[0]), steps, guess, scores, foremost(scores, len(steps)))


def _steps(turning: _Turning, here: Setting, own: Guess) -> tuple[list[Setting], Guess]:
    """Every turn of one dial, and the exchanges of two, with what they are guessed to come to (equation 60)."""
    dials, effects = turning.trials.dials, turning.effects
    places = [(d, level) for d in turning.free for level in range(len(dials[d].levels)) if level != here[d]]
    rows = np.array([effects.row[place] for place in places], dtype=np.intp)
    back = np.array([effects.row[d, here[d]] for d, _ in places], dtype=np.intp)
    change = effects.change
    looked = change._replace(seen={look: change.seen[look] for look in own.seen})
    alone = _beyond(_rows(looked, rows), _rows(looked, back))
    pairs = _pairs(alone, [d for d, _ in places])
    one, two = (np.array([pair[side] for pair in pairs], dtype=np.intp) for side in (0, 1))
    settings = [_with(here, (place,)) for place in places]
    settings += [_with(here, (places[a], places[b])) for a, b in pairs]

    def come_to(now: Array, change: Array) -> Array:
        return np.concatenate([now + change, now + change[one] + change[two]])

    seen = {look: come_to(own.seen[look], values) for look, values in alone.seen.items()}
    return settings, Guess(come_to(own.money, alone.money), come_to(own.peaks, alone.peaks), seen)


def _pairs(alone: Guess, dials: Sequence[int]) -> list[tuple[int, int]]:
    """Which two turns to make together: one that gains with any other that gains, or saves money or staff."""
    if not alone.seen:
        return []
    gains = np.max([means(values) for values in alone.seen.values()], axis=0)
    saves = (alone.money < 0.0) | (alone.peaks.mean(axis=1) < 0.0)
    first = [int(place) for place in np.argsort(-gains, kind="stable")[:FOREMOST] if gains[place] > 0.0]
    others = [place for place in range(len(dials)) if saves[place] or place in first]
    return [(a, b) for a in first for b in others if dials[a] != dials[b] and not (b in first and b < a)]
