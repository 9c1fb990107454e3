"""How likely a run makes what was observed: counts, brand numbers and stated figures, with the year's product list.

A run says the *expected* planned rate, free of the luck of its own tests; the luck of the tests that were really made
is in the likelihood (docs/model.md, section 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, logsumexp

from ..indicators import INDICATOR
from .history import Observation

Array = NDArray[np.float64]
JUDGED_BY_LIST = "sampled_pass_rate"  # the product list moves this one
NODES = np.linspace(-4.5, 4.5, 181)  # product-list noise in standard deviations: integrates a normal to 1e-9
LOG_WEIGHTS = -0.5 * NODES**2 - logsumexp(-0.5 * NODES**2)
CLUSTERING = 2e-4  # correlation of two tests of one list: one laboratory, σ_J = .5 (equation 13), at a rate of .88
EDGE = 1e-7  # a rate of exactly 0 or 1 in a run does not rule out a single exception
LEAST_COUNT = 0.5  # Poisson mean of a run that has no title at all: a handful stays possible
_CHUNK = 256


def read_out(outcome: Any, row: Observation) -> Array:
    """What a run expects for an observation (equation 32), [draw, replicate]."""
    code = "expected_pass_rate" if row.indicator == JUDGED_BY_LIST else row.indicator
    scope = {"sectors": row.sectors or None, "programme": row.programme or None}
    if row.quarter is None:
        return np.asarray(outcome.annual(code, row.year, **scope), np.float64)
    place = 4 * outcome.years.index(row.year) + row.quarter - 1
    return np.asarray(outcome.quarterly(code, **scope)[:, :, place], np.float64)


def log_likelihood(expected: Array, spread: Array, observations: Sequence[Observation]) -> Array:
    """ln P(observations | run), [run], from what runs expect [run, observation] and their list noise in points [run].

    Observations of one year share that year's list noise, which is integrated out; years are independent
    (equation 35).
    """
    total = np.zeros(len(expected))
    for first in range(0, len(expected), _CHUNK):
        part = slice(first, first + _CHUNK)
        total[part] = _of_runs(expected[part], spread[part] / 100.0, observations)
    return total


def _of_runs(expected: Array, spread: Array, observations: Sequence[Observation]) -> Array:
    total = np.zeros(len(expected))
    by_list = [n for n, row in enumerate(observations) if row.indicator == JUDGED_BY_LIST]
    for n, row in enumerate(observations):
        if n not in by_list:
            total += log_density(expected[:, n], row)
    for year in sorted({observations[n].year for n in by_list}):
        shared = np.broadcast_to(LOG_WEIGHTS, (len(expected), NODES.size)).copy()
        for n in by_list:
            if observations[n].year == year:
                shared += log_density(expected[:, n, None] + spread[:, None] * NODES, observations[n])
        total += logsumexp(shared, axis=1)
    return total


def log_density(rate: Array, row: Observation) -> Array:
    """ln P(observed | what was to be expected), for any array of expectations (equations 33 and 34)."""
    if row.tests is not None and row.passes is not None:
        return _log_beta_binomial(np.clip(rate, EDGE, 1.0 - EDGE), row.passes, row.tests)
    if INDICATOR[row.indicator].form == "number" and row.sd is None:
        mean, count = np.maximum(rate, LEAST_COUNT), float(row.value or 0.0)
        return np.asarray(count * np.log(mean) - mean - gammaln(count + 1.0))
    error = float(row.sd or 0.0)
    return np.asarray(-0.5 * ((row.figure - rate) / error) ** 2 - np.log(error * np.sqrt(2.0 * np.pi)))


def _log_beta_binomial(rate: Array, passes: int, tests: int) -> Array:
    """Beta-binomial: tests of one list are a little alike, since laboratories differ (equation 33; Skellam 1948)."""
    size = 1.0 / CLUSTERING - 1.0
    ways = gammaln(tests + 1.0) - gammaln(passes + 1.0) - gammaln(tests - passes + 1.0)
    seen = betaln(passes + rate * size, tests - passes + (1.0 - rate) * size)
    return np.asarray(ways + seen - betaln(rate * size, (1.0 - rate) * size))
