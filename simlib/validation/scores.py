"""How good a forecast was: coverage, CRPS and PIT of weighted runs, and the two rivals that a model must beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from ..learn.history import Observation
from ..learn.weights import weighted_quantiles

Array = NDArray[np.float64]
LEVELS = (0.5, 0.8, 0.95)
_ROUNDS = 60


class Bell(NamedTuple):
    """A rival's forecast: normal around `mean`; `spread` 0 is a bare figure."""

    mean: float
    spread: float

    def crps(self, seen: float) -> float:
        """CRPS of a normal forecast (Gneiting & Raftery 2007); of a bare figure its error."""
        if self.spread <= 0.0:
            return abs(seen - self.mean)
        z = (seen - self.mean) / self.spread
        density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
        return float(self.spread * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi)))


def crps(values: Array, weights: Array, seen: float) -> float:
    """Ranked probability score of weighted runs: E|X − y| − ½E|X − X'| (equation 48; Gneiting & Raftery 2007)."""
    order = np.argsort(values, kind="stable")
    x, w = values[order], weights[order]
    below = np.cumsum(w) - w
    spread = 2.0 * float(np.sum(w * x * (2.0 * below + w - 1.0)))
    return float(np.sum(w * np.abs(x - seen))) - 0.5 * spread


def pit(values: Array, weights: Array, seen: float) -> float:
    """Where the outcome lay among the runs, 0–1; halfway through ties (Czado, Gneiting & Held 2009)."""
    return float(weights @ (values < seen) + 0.5 * (weights @ (values == seen)))


def covered(values: Array, weights: Array, seen: float) -> tuple[bool, ...]:
    """Whether the middle 50, 80 and 95 of 100 runs hold the outcome."""
    found = []
    for level in LEVELS:
        low, high = weighted_quantiles(values, weights, np.array([0.5 - level / 2.0, 0.5 + level / 2.0]))
        found.append(bool(low <= seen <= high))
    return tuple(found)


def persistence(known: Sequence[Observation], year: int) -> Bell:
    """The last value carried forward; as wide as its yearly steps were, times √years ahead (equation 49)."""
    last = known[-1]
    steps = [(after.figure - before.figure) ** 2 / (after.year - before.year) for before, after in pairwise(known)]
    ahead = year - last.year
    return Bell(last.figure, math.sqrt(ahead * sum(steps) / len(steps)) if steps else 0.0)


def binomial_trend(known: Sequence[Observation], year: int, tests: float) -> Bell | None:
    """A logistic regression of fails on the year, over-dispersed as the residuals show (McCullagh & Nelder 1989,
    chapter 4); None with fewer than three points, which leave no residual."""
    if len(known) < 3:
        return None
    years = np.array([row.year - year for row in known], float)
    size = np.array([_tests_behind(row) for row in known])
    rate = np.clip(np.array([row.figure for row in known]), 1e-4, 1.0 - 1e-4)
    design = np.stack([np.ones_like(years), years], axis=1)
    line = np.array([math.log(rate[-1] / (1.0 - rate[-1])), 0.0])
    for _ in range(_ROUNDS):
        fit = 1.0 / (1.0 + np.exp(-design @ line))
        weight = size * fit * (1.0 - fit)
        line = line + np.linalg.solve(design.T @ (design * weight[:, None]), design.T @ (size * (rate - fit)))
    fit = 1.0 / (1.0 + np.exp(-design @ line))
    weight = size * fit * (1.0 - fit)
    over = max(1.0, float(np.sum((rate - fit) ** 2 * size / (fit * (1.0 - fit))) / (len(known) - 2)))
    ahead = 1.0 / (1.0 + math.exp(-line[0]))
    slope = ahead * (1.0 - ahead)
    unsure = float(np.linalg.inv(design.T @ (design * weight[:, None]))[0, 0])
    return Bell(ahead, math.sqrt(over * (unsure * slope**2 + slope / tests)))


def _tests_behind(row: Observation) -> float:
    """Tests, or as many as a stated error amounts to."""
    if row.tests:
        return float(row.tests)
    share = min(max(row.figure, 0.005), 0.995)
    return share * (1.0 - share) / float(row.sd or 0.01) ** 2
