"""Basis: whether a target's chance rests on data or on a guess – how far it moves with the guess it hangs on most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .influence import Driver, assumption_values, drivers, visible_correlation
from .words import Words

if TYPE_CHECKING:
    from .outcome import Outcome
    from .targets import Assessment

Vector = NDArray[np.float64]  # [draw]
NOTICEABLE = 0.2  # a chance that a guess moves by more than 2 in 10 is decided by the guess
TAIL = 1.2815515655446004  # normal score of the 90th percentile
SURE = 1.6448536269514722  # one-sided 95 %
ROUNDS = 25  # Newton steps; the curve has two numbers and a penalty, so a handful suffice


class Kind(NamedTuple):
    """One answer to the question what a chance rests on."""

    code: str
    words: Words


KINDS: tuple[Kind, ...] = (
    Kind("data", Words("数据决定", "data-based")),
    Kind("guess", Words("假设决定", "guess-based")),
    Kind("unclear", Words("尚不能判断", "not clear yet")),
    Kind("none", Words("–", "–")),
)
KIND: dict[str, Kind] = {row.code: row for row in KINDS}


class Swing(NamedTuple):
    """The chance of a target where an assumption stands at its 10th and at its 90th percentile; error of the gap."""

    low: float
    high: float
    error: float

    @property
    def size(self) -> float:
        """How far the chance moves over the middle 80 % of the assumption's range."""
        return abs(self.high - self.low)


class Basis(NamedTuple):
    """What a chance rests on; `driver` and `swing` name the assumption it hangs on most, where one can be seen."""

    kind: str
    driver: Driver | None = None
    swing: Swing | None = None


def basis(outcome: Outcome, found: Assessment) -> Basis:
    """Whether a target's chance rests on data or on a guess.

    Of the assumptions whose effect is visible, the strongest that is a guess counts: one that was measured elsewhere
    carries its evidence in its range, and is named only where no guess is visible. A guess decides if it moves the
    chance by more than 2 in 10 beyond the simulation error (one-sided 95 %), data if by less than that; between them
    the runs are too few. Where no guess is visible, data decide if one that moves the chance by 2 in 10 would be.
    """
    if found.met is None:
        return Basis("none")
    visible = [row for row in drivers(outcome, found.target, top=99) if row.visible]
    driver = next((row for row in visible if row.status == "guess"), visible[0] if visible else None)
    known = None if driver is None else swing(found.met, assumption_values(outcome, found.target)[driver.code])
    if driver is None or known is None or driver.status != "guess":
        return Basis("data" if _would_be_seen(outcome, found) else "unclear", driver, known)
    return Basis(_kind(known), driver, known)


def swing(met: NDArray[np.bool_], values: Vector) -> Swing:
    """How the chance of a target moves with one assumption over the middle 80 % of its range (equation 52).

    Logistic regression of `met` [draw, replicate] on the normal score of the assumption's rank; the error of the
    difference is the jackknife's over draws, since runs of a draw share the assumption.
    """
    scores, kept = _scores(values), np.asarray(met, dtype=np.float64).mean(axis=1)
    count = len(scores)
    weights = np.vstack([np.ones(count), 1.0 - np.eye(count)])  # all draws, then without each
    level, slope = _fitted(scores, kept, weights, met.shape[1])
    low, high = (1.0 / (1.0 + np.exp(-level - slope * tail)) for tail in (-TAIL, TAIL))
    left_out = (high - low)[1:]
    error = math.sqrt((count - 1) / count * float(np.square(left_out - left_out.mean()).sum()))
    return Swing(float(low[0]), float(high[0]), error)


def smallest_seen(met: NDArray[np.bool_], assumptions: int) -> float:
    """The smallest move of the chance that would stand out among so many assumptions: 2·1.28 r* sd(draw means)."""
    means = np.asarray(met, dtype=np.float64).mean(axis=1)
    if means.size < 2:
        return math.inf
    return 2.0 * TAIL * visible_correlation(means.size, assumptions) * float(means.std(ddof=1))


def _would_be_seen(outcome: Outcome, found: Assessment) -> bool:
    varied = [one for one in assumption_values(outcome, found.target).values() if len(set(one)) > 1]
    enough = outcome.draws * NOTICEABLE >= 3.0  # rule of three: no counter-example in so many draws means something
    return found.met is not None and enough and smallest_seen(found.met, len(varied)) <= NOTICEABLE


def _kind(known: Swing) -> str:
    if known.size - SURE * known.error > NOTICEABLE:
        return "guess"
    return "data" if known.size + SURE * known.error < NOTICEABLE else "unclear"


def _scores(values: Vector) -> Vector:
    """Normal scores of the ranks, ties at their mean rank: what a normal assumption of this order would be."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    return np.asarray(ndtri((rankdata(values) - 0.5) / len(values)))


def _fitted(scores: Vector, share: Vector, weights: NDArray[np.float64], runs: int) -> tuple[Vector, Vector]:
    """Level and slope of the logistic curve for each row of weights [fit, draw], by Newton's method.

    Half a success and half a failure at either tail keep both finite where all runs agree.
    """
    at = np.concatenate([scores, [-TAIL, TAIL]])
    yes = np.concatenate([share, [0.5, 0.5]])
    count = np.concatenate([runs * weights, np.ones((len(weights), 2))], axis=1)
    level, slope = np.zeros(len(weights)), np.zeros(len(weights))
    for _ in range(ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(level[:, None] + slope[:, None] * at, -30.0, 30.0)))
        miss, curve = count * (yes - chance), count * chance * (1.0 - chance)
        g0, g1 = miss.sum(axis=1), miss @ at
        h00, h01, h11 = curve.sum(axis=1), curve @ at, curve @ np.square(at)
        size = h00 * h11 - h01 * h01
        level = level + np.clip((h11 * g0 - h01 * g1) / size, -2.0, 2.0)
        slope = slope + np.clip((h00 * g1 - h01 * g0) / size, -2.0, 2.0)
    return level, slope
