"""Importance weights: how many runs an answer really rests on, and drawing runs by weight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import SimlibError
from ..model.streams import name_key, uniform

Array = NDArray[np.float64]
FEWEST = 100.0  # effective runs below which a spread cannot be told
GENTLEST = 0.5  # the least weight that data may be given before an answer is refused


class TooFewRuns(SimlibError):
    """The data leave too few of the runs plausible; carries `effective`, the number that is left."""


def normalised(logs: Array) -> Array:
    """Weights that add to 1, from their logarithms."""
    weights: Array = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def effective(weights: Array) -> float:
    """Effective sample size 1/Σw² (equation 40; Kong 1992): equally weighted runs with as much to say."""
    return float(1.0 / np.square(weights).sum())


class Weighed(NamedTuple):
    """Weights of the runs, the weight t that the data were given, and the effective runs at their full weight."""

    weights: Array
    temper: float
    in_full: float


def tempered(plain: Array, likelihood: Array, fewest: float = FEWEST) -> Weighed:
    """Weights exp(plain + t·likelihood) with the largest t ≤ 1 that leaves `fewest` effective runs (equation 40).

    t below 1 counts the data at less than their weight: a wider, cautious answer, never a narrower one.
    """
    found = normalised(plain + likelihood)
    in_full = effective(found)
    if in_full >= fewest:
        return Weighed(found, 1.0, in_full)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(normalised(plain + middle * likelihood)) >= fewest else (low, middle)
    return Weighed(normalised(plain + low * likelihood), low, in_full)


def fail_if_too_few(found: Weighed) -> None:
    """An error rather than an answer from a handful of runs."""
    left, temper = found.in_full, found.temper
    if temper < GENTLEST:
        raise TooFewRuns(
            f"数据与假设差得太远：加权后只剩约 {left:.0f} 次有效模拟（至少要 {FEWEST:.0f} 次）。"
            "请增加模拟次数（--draws），检查数据有无笔误，或放宽相应的假设条件。",
            f"Data and assumptions are too far apart: {left:.0f} effective runs are left, {FEWEST:.0f} are needed. "
            "Take more runs (--draws), look for slips in the data, or widen the assumptions concerned.",
            effective=left,
            temper=temper,
        )


def resampled(weights: Array, count: int, seed: int, *purpose: object) -> NDArray[np.int64]:
    """`count` runs drawn by weight, in the runs' order: systematic resampling (equation 44; Kitagawa 1996), keyed."""
    start = uniform(np.uint64(name_key("resample", seed, *purpose)), 0)
    places = np.searchsorted(np.cumsum(weights), (np.arange(count) + start) / count)
    return np.asarray(np.minimum(places, len(weights) - 1), np.int64)


def weighted_quantiles(values: Array, weights: Array, shares: Array) -> Array:
    """Quantiles of weighted values; each run takes up its weight, half on either side of it."""
    order = np.argsort(values, kind="stable")
    heights = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.asarray(np.interp(shares, heights, values[order]))
