"""Drawing the assumptions: each draw is a hash of (seed, number of the draw, name), turned by the prior's quantiles.

Draw 17 is the same however many draws are taken, and whichever other assumptions exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from .assumptions import ASSUMPTION, Assumption, Prior, assumptions_of
from .model.records import OWN, SCALARS
from .model.streams import name_key, uniform

AIM = "aim"  # last year's true rate of a sector: not an assumption, but as unknown as one


class Unknown(NamedTuple):
    """One number that every draw must fix: an assumption, of one sector (`place`) or of the whole district ("")."""

    code: str
    place: str
    prior: Prior

    @property
    def varies(self) -> bool:
        """False for a value that is fixed."""
        return self.prior.law != "fixed"

    @property
    def label(self) -> str:
        """How files name it: tau, drift@food."""
        return f"{self.code}@{self.place}" if self.place else self.code


class Sample(NamedTuple):
    """Possible worlds: what each draw assumes, and the number that its luck is keyed by.

    `scalars` is a record array [draw], `own` [draw, sector], `aim` [draw, sector], `numbers` [draw].
    """

    scalars: np.ndarray
    own: np.ndarray
    aim: np.ndarray
    numbers: np.ndarray

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.numbers.size)

    def taken(self, places: Any) -> Sample:
        """Some of the draws, in the order given."""
        return Sample(*(part[places] for part in self))


# --- priors


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


def central_value(code: str, overrides: Mapping[str, Any]) -> float:
    """The start value of an assumption in a scenario."""
    return central(prior_of(ASSUMPTION[code], overrides))


# --- what is drawn


def unknowns(scenario: Any) -> tuple[Unknown, ...]:
    """Every number a draw fixes: district assumptions, those of each sector, and last year's true rates."""
    found = [Unknown(row.code, "", prior_of(row, scenario.overrides)) for row in assumptions_of("scalar")]
    for row in assumptions_of("sector"):
        found += [Unknown(row.code, one.name, _own_prior(row, one, scenario.overrides)) for one in scenario.sectors]
    return (*found, *(Unknown(AIM, sector.name, observed_prior(sector)) for sector in scenario.sectors))


def _own_prior(row: Assumption, sector: Any, overrides: Mapping[str, Any]) -> Prior:
    """K* of a sector whose operating rate was observed is centred on it, unless the scenario says otherwise."""
    rate = sector.value("operating_rate")
    if row.code == "compliance_start" and rate is not None and row.code not in overrides:
        return Prior("beta", (50.0 * rate, 50.0 * (1.0 - rate)))
    return prior_of(row, overrides)


def observed_prior(sector: Any) -> Prior:
    """Last year's true planned rate given its tests, Beta(passes + ½, fails + ½)."""
    rate, tests = sector.value("observed"), sector.value("tests_observed")
    return Prior("beta", (rate * tests + 0.5, (1.0 - rate) * tests + 0.5))


def uniforms(draws: range, *names: object) -> np.ndarray:
    """One number in (0, 1) for each draw that belongs to `names`."""
    return np.array([uniform(np.uint64(name_key(*names, draw)), 0) for draw in draws])


def prior_uniforms(scenario: Any, seed: int, draws: range) -> np.ndarray:
    """The luck of each draw and unknown, [draw, unknown] in (0, 1); correlated ones share theirs."""
    rows = unknowns(scenario)
    out = np.full((len(draws), len(rows)), 0.5)
    for column, row in enumerate(rows):
        if row.varies:
            names = ("observed", seed) if row.code == AIM else ("assumption", seed, row.code)
            out[:, column] = uniforms(draws, *names, *filter(None, (row.place,)))
    return correlated(out, rows, scenario.correlations)


def correlated(luck: np.ndarray, rows: tuple[Unknown, ...], groups: Any) -> np.ndarray:
    """Independent uniforms made to move together: a normal copula with one correlation in each group of assumptions
    (equation 36; Nelsen 2006, chapter 2); everything else stays to the bit."""
    out = luck.copy()
    for group in groups:
        columns = [n for n, row in enumerate(rows) if row.code in group.codes and row.varies]
        if len(columns) > 1:
            matrix = np.full((len(columns), len(columns)), group.size)
            np.fill_diagonal(matrix, 1.0)
            out[:, columns] = ndtr(ndtri(luck[:, columns]) @ np.linalg.cholesky(matrix).T)
    return np.asarray(np.clip(out, 2.0**-54, 1.0 - 2.0**-53))


def sample_at(scenario: Any, luck: np.ndarray, numbers: np.ndarray) -> Sample:
    """The worlds at given probabilities of each unknown, [draw, unknown]."""
    rows, sectors = unknowns(scenario), [sector.name for sector in scenario.sectors]
    values = {row: quantile(row.prior, luck[:, column]) for column, row in enumerate(rows)}
    return sample_of(values, sectors, numbers)


def sample_of(values: Mapping[Unknown, np.ndarray], sectors: list[str], numbers: np.ndarray) -> Sample:
    """Worlds put together from the values of each unknown."""
    scalars, own = np.zeros(numbers.size, SCALARS), np.zeros((numbers.size, len(sectors)), OWN)
    aim = np.zeros((numbers.size, len(sectors)))
    for row, column in values.items():
        if row.code == AIM:
            aim[:, sectors.index(row.place)] = column
        elif row.place:
            own[row.code][:, sectors.index(row.place)] = column
        else:
            scalars[row.code] = column
    return Sample(scalars, own, aim, numbers)


def values_of(sample: Sample, row: Unknown, sectors: list[str]) -> np.ndarray:
    """What each draw of a sample assumes for one unknown, [draw]."""
    if row.code == AIM:
        return np.asarray(sample.aim[:, sectors.index(row.place)])
    part = sample.own[row.code][:, sectors.index(row.place)] if row.place else sample.scalars[row.code]
    return np.asarray(part, dtype=np.float64)


def prior_sample(scenario: Any, seed: int, draws: range) -> Sample:
    """Draws of the assumptions by number: those of a range are the same in any other range."""
    numbers = np.arange(draws.start, draws.stop, dtype=np.int64)
    return sample_at(scenario, prior_uniforms(scenario, seed, draws), numbers)
