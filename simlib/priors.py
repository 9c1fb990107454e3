"""Drawing the assumptions: each draw is a hash of (seed, number of the draw, name), turned by the prior's quantiles.

Draw 17 is the same however many draws are taken, and whichever other assumptions exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from .assumptions import ASSUMPTION, Assumption, Prior, assumptions_of
from .model.records import OWN, SCALARS
from .model.streams import name_key, uniform


def uniforms(count: int, *names: object) -> np.ndarray:
    """`count` numbers in (0, 1) that belong to `names`."""
    return np.array([uniform(np.uint64(name_key(*names, draw)), 0) for draw in range(count)])


def quantile(prior: Prior, u: np.ndarray) -> np.ndarray:
    """The prior's value at probability u."""
    law, numbers = prior.law, prior.numbers
    if law == "fixed":
        return np.full_like(u, numbers[0])
    if law == "uniform":
        return numbers[0] + (numbers[1] - numbers[0]) * u
    if law == "beta":
        return np.asarray(np.clip(betaincinv(numbers[0], numbers[1], u), 1e-9, 1.0 - 1e-9))
    if law == "lognormal":
        return np.asarray(numbers[0] * np.exp(numbers[1] * ndtri(u)))
    if law == "truncated":
        low, high = (ndtr((edge - numbers[0]) / numbers[1]) for edge in numbers[2:])
        return np.asarray(np.clip(numbers[0] + numbers[1] * ndtri(low + u * (high - low)), numbers[2], numbers[3]))
    return np.asarray(numbers[0] + numbers[1] * ndtri(u))


def central(prior: Prior) -> float:
    """The start value: the mean of a beta or uniform prior, the median of the others."""
    law, numbers = prior.law, prior.numbers
    if law == "beta":
        return numbers[0] / (numbers[0] + numbers[1])
    if law == "uniform":
        return 0.5 * (numbers[0] + numbers[1])
    return numbers[0]


def overridden(prior: Prior, median: float, spread: float | None) -> Prior:
    """The prior with the centre and spread that a scenario gives; without a spread the value is fixed."""
    if spread is None or prior.law in ("fixed", "uniform"):
        return Prior("fixed", (median,))
    if prior.law == "beta":
        size = median * (1.0 - median) / spread**2 - 1.0
        return Prior("beta", (median * size, (1.0 - median) * size))
    return Prior(prior.law, (median, spread, *prior.numbers[2:]))


def prior_of(row: Assumption, overrides: Mapping[str, Any]) -> Prior:
    """The prior in force: the table's, or the scenario's."""
    if row.code not in overrides:
        return row.prior
    change = overrides[row.code]
    return overridden(row.prior, change.median, change.spread)


def _start_prior(row: Assumption, prior: Prior, operating_rate: float | None) -> Prior:
    """K* of a sector whose operating rate was observed is centred on it."""
    if row.code == "compliance_start" and operating_rate is not None:
        return Prior("beta", (50.0 * operating_rate, 50.0 * (1.0 - operating_rate)))
    return prior


def draw_scalars(overrides: Mapping[str, Any], draws: int, seed: int) -> np.ndarray:
    """Record array [draw] of the assumptions that hold for the whole district."""
    out = np.zeros(draws, SCALARS)
    for row in assumptions_of("scalar"):
        out[row.code] = quantile(prior_of(row, overrides), uniforms(draws, "assumption", seed, row.code))
    return out


def draw_own(sectors: Any, overrides: Mapping[str, Any], draws: int, seed: int) -> np.ndarray:
    """Record array [draw, sector] of the assumptions that each sector has for itself."""
    out = np.zeros((draws, len(sectors)), OWN)
    for row in assumptions_of("sector"):
        for s, sector in enumerate(sectors):
            observed = None if row.code in overrides else sector.value("operating_rate")
            prior = _start_prior(row, prior_of(row, overrides), observed)
            out[row.code][:, s] = quantile(prior, uniforms(draws, "assumption", seed, row.code, sector.name))
    return out


def draw_observed(sectors: Any, draws: int, seed: int) -> np.ndarray:
    """Last year's true planned rate given its tests, Beta(passes + ½, fails + ½); array [draw, sector]."""
    out = np.zeros((draws, len(sectors)))
    for s, sector in enumerate(sectors):
        rate, tests = sector.value("observed"), sector.value("tests_observed")
        prior = Prior("beta", (rate * tests + 0.5, (1.0 - rate) * tests + 0.5))
        out[:, s] = quantile(prior, uniforms(draws, "observed", seed, sector.name))
    return out


def central_value(code: str, overrides: Mapping[str, Any]) -> float:
    """The start value of an assumption in a scenario."""
    return central(prior_of(ASSUMPTION[code], overrides))
