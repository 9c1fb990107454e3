"""A light over the year: limits that pay for every look, so that a quiet year seldom alarms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Array = NDArray[np.float64]
AMBER, RED = 0.05, 0.01  # chance that any light of the district turns amber or red, and red, in a quiet year
LIGHTS = ("quiet", "amber", "red")  # in rising order of alarm
POINTS = 12  # of the quadrature in each direction: a crossing chance to 2e-4, far below what simulation can tell
_HALVINGS = 14  # of less than one standard deviation


def crossing(looks: Sequence[Array], low: float | Array, high: float | Array = np.inf) -> float:
    """How likely some look falls outside its limits, when nothing is wrong (equation 77).

    `looks[k]` [statistic, k + 1] holds the standard normal figures looked at in quarter k as weights of independent
    standard normals, one for each quarter so far; all of a look must stay between `low` and `high` ([look] or one for
    all). Sequential conditioning (Genz 1992) by Gauss–Legendre quadrature; with independent increments it is the
    recursion of Armitage, McPherson & Rowe (1969). At most four looks, as a year has.
    """
    count = len(looks)
    lows, highs = (np.broadcast_to(np.asarray(limit, np.float64), count) for limit in (low, high))
    points, weights = _quadrature(count - 1)
    chosen, inside = np.zeros((len(weights), count)), np.ones(len(weights))
    for place, look in enumerate(looks):
        centre, slope = chosen[:, :place] @ look[:, :place].T, look[:, place]
        below = ndtr(((lows[place] - centre) / slope).max(axis=1))
        room = np.maximum(ndtr(((highs[place] - centre) / slope).min(axis=1)) - below, 0.0)
        inside *= room
        if place < count - 1:
            chosen[:, place] = ndtri(np.clip(below + points[:, place] * room, 1e-300, 1.0 - 1e-16))
    return float(1.0 - weights @ inside)


def level_for(looks: Sequence[Array], alarm: float) -> float:
    """The chance of a bad figure at which a look alarms, so that a whole year does with chance `alarm`.

    The same for every look (Pocock 1977), downwards only: a look alarms when so bad a figure has at most this chance.
    """
    low, high = NormalDist().inv_cdf(alarm / sum(map(len, looks))), NormalDist().inv_cdf(alarm)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if crossing(looks, middle) <= alarm else (low, middle)
    return float(ndtr(low))


def both_figures(covariance: Array, tests: Array) -> list[Array]:
    """What is looked at each quarter: its own rate and the year's rate so far, as `crossing` takes them.

    `covariance` [quarter, quarter] of the quarters' rates; the rate so far weighs each quarter by its `tests`.
    """
    root = np.linalg.cholesky(covariance)
    shares = np.tril(np.ones(covariance.shape)) * tests
    rows = [np.stack([root[k], shares[k] @ root])[:, : k + 1] for k in range(len(tests))]
    return [row / np.sqrt(np.square(row).sum(axis=1, keepdims=True)) for row in rows]


def last_alarming(law: Array, level: float) -> int:
    """The most passes that still alarm: so few, or fewer, have at most the chance `level`; −1 if none do."""
    return int(np.searchsorted(np.cumsum(law), level, side="right")) - 1


@cache
def _quadrature(dimensions: int) -> tuple[Array, Array]:
    """Points of the unit cube [point, dimension] and their weights; denser at the edges, where quantiles are steep."""
    if dimensions < 1:
        return np.zeros((1, 0)), np.ones(1)
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    even = 0.5 * (nodes + 1.0)
    nodes = even**3 * (10.0 - 15.0 * even + 6.0 * even**2)
    weights = 0.5 * weights * 30.0 * (even * (1.0 - even)) ** 2
    grids = np.meshgrid(*[nodes] * dimensions, indexing="ij")
    heavy = np.ones(1)
    for _ in range(dimensions):
        heavy = np.outer(heavy, weights).ravel()
    return np.stack([grid.ravel() for grid in grids], axis=1), heavy
