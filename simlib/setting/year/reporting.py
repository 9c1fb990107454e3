"""What reports will show: the law of passes on a number of tests when the rate behind them is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from ...learn.likelihood import CLUSTERING, EDGE

Array = NDArray[np.float64]
GRID = 192  # rates at which the law is computed; between them it is linear
FAR = 9.0  # standard deviations beyond which there is no mass worth the time
LEAST_ALIKE = 1e-7  # below it tests are as good as independent, and logarithms of gamma functions lose digits
SHARES = (0.8, 0.95)  # of futures inside the two bands


class Bands(NamedTuple):
    """Where a rate is expected: the middle 80 and 95 of 100 futures."""

    low80: float
    high80: float
    low95: float
    high95: float


def pass_law(rates: Array, weights: Array, parts: Sequence[int]) -> Array:
    """How likely each number of passes is, [passes], on so many tests, when the rate is one of many (equation 75).

    `rates` and `weights` of one shape (weights add to 1); `parts` are the tests by quarter. Given the rate, passes of
    a quarter are beta-binomial (33; Skellam 1948).
    """
    grid, share = _on_grid(rates, weights)
    law: Array = share @ passes_given(grid, parts)
    return law


def chance_at_least(needed: int, rates: Array, parts: Sequence[int]) -> Array:
    """The chance of at least so many passes for each rate, in the rates' own shape; 0 or 1 once nothing remains."""
    total = sum(parts)
    if needed <= 0 or needed > total:
        return np.full(rates.shape, float(needed <= 0))
    grid = _grid(rates)
    tail = passes_given(grid, parts)[:, needed:].sum(axis=1)
    return np.asarray(np.interp(np.clip(rates, EDGE, 1.0 - EDGE), grid, np.minimum(tail, 1.0)))


def passes_given(rates: Array, parts: Sequence[int]) -> Array:
    """P(passes | rate), [rate, passes]: beta-binomial on all tests, with the variance of the sum over quarters.

    Exact for one quarter, and for several if tests were independent; between them it has the exact mean and variance.
    """
    total, same = sum(parts), alike(parts)
    size, rate = 1.0 / same - 1.0, rates[:, None]
    first, last = _reach(rates, total, same)
    passes = np.arange(first, last + 1.0)
    ways = gammaln(total + 1.0) - gammaln(passes + 1.0) - gammaln(total - passes + 1.0)
    logs = ways + betaln(passes + rate * size, total - passes + (1.0 - rate) * size)
    found = np.zeros((len(rates), total + 1))
    found[:, first : last + 1] = np.exp(logs - betaln(rate * size, (1.0 - rate) * size))
    return found


def _reach(rates: Array, total: int, same: float) -> tuple[int, int]:
    """The fewest and the most passes worth computing: FAR standard deviations about the rates, and a few."""
    mean = total * rates
    far = FAR * np.sqrt(mean * (1.0 - rates) * (1.0 + (total - 1) * same)) + FAR
    return max(0, int((mean - far).min())), min(total, int((mean + far).max()) + 1)


def alike(parts: Sequence[int]) -> float:
    """How much two tests of the whole are alike, when only those of a quarter are: correlation ρ Σ n(n−1)/N(N−1)."""
    total = sum(parts)
    if total < 2:
        return LEAST_ALIKE
    return max(CLUSTERING * sum(n * (n - 1) for n in parts) / (total * (total - 1)), LEAST_ALIKE)


def bands(law: Array) -> Bands:
    """The middle 80 and 95 of 100 futures of a law of passes, as rates."""
    below, most = np.cumsum(law), law.size - 1
    ends = [
        float(np.searchsorted(below, tail - 1e-12)) / max(most, 1)
        for share in SHARES
        for tail in ((1.0 - share) / 2.0, (1.0 + share) / 2.0)
    ]
    return Bands(*(min(end, 1.0) for end in ends))


def _grid(rates: Array) -> Array:
    """Rates from the lowest to the highest; never all the same, even where every rate is 0, or 1."""
    low = np.clip(rates.min() - 1e-9, EDGE, 1.0 - 2.0 * EDGE)
    high = np.clip(rates.max() + 1e-9, 2.0 * EDGE, 1.0 - EDGE)
    return np.linspace(low, high, GRID)


def _on_grid(rates: Array, weights: Array) -> tuple[Array, Array]:
    """The rates' weights put on a grid, each on its two neighbours, so that the mean rate stays what it was."""
    grid = _grid(rates)
    place = (np.clip(rates.ravel(), grid[0], grid[-1]) - grid[0]) / (grid[1] - grid[0])
    lower = np.minimum(place.astype(np.int64), GRID - 2)
    part, heavy = place - lower, weights.ravel()
    share = np.bincount(lower, heavy * (1.0 - part), GRID) + np.bincount(lower + 1, heavy * part, GRID)
    return grid, np.asarray(share)
