"""Spread: why a result may come out otherwise, by source, and how far a median is off because runs are few."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .estimators import draw_means, finite, median
from .indicators import INDICATOR

if TYPE_CHECKING:
    from .outcome import Outcome

Runs = NDArray[np.float64]  # [draw, replicate]
SOURCES = ("assumptions", "chance", "sampling", "product_list")


class Part(NamedTuple):
    """What one source adds to the variance of a result, its share of the whole, and the simulation errors of both."""

    variance: float
    error: float
    share: float
    share_error: float


class Spread(NamedTuple):
    """Variance of a result by source: how units react, the district's own course, who is tested, the product list.

    `folded` says that the luck of who is tested could not be told apart and lies within `chance`.
    """

    assumptions: Part
    chance: Part
    sampling: Part
    product_list: Part
    folded: bool = False
    error: float = math.nan  # simulation error of the total variance

    @property
    def total(self) -> float:
        """The variance of one future's result: that of a draw of everything."""
        return sum(part.variance for part in (self.assumptions, self.chance, self.sampling, self.product_list))

    @property
    def deviation(self) -> tuple[float, float]:
        """How far one future usually lies from the mean (standard deviation), and the simulation error of that."""
        size = math.sqrt(self.total) if self.total > 0 else math.nan
        return size, self.error / (2.0 * size)

    @property
    def luck(self) -> float:
        """All but the assumptions: what no knowledge of the units could remove."""
        return self.total - self.assumptions.variance

    @property
    def share_of_assumptions(self) -> float:
        """Which part of the variance more knowledge could remove; nan when nothing varies."""
        return self.assumptions.share


class Split(NamedTuple):
    """A result of every run as the sum of three: without the luck of tests, that luck, and the product list."""

    chance: Runs
    sampling: Runs
    product_list: Runs
    folded: bool = False


def spread_of(outcome: Outcome, indicator: str, year: int, **scope: object) -> Spread:
    """Why this result may come out otherwise."""
    return spread_by_source(split(outcome, indicator, year, **scope))


def split(outcome: Outcome, indicator: str, year: int, **scope: object) -> Split:
    """The result of every run in three parts that add up to it.

    Sampling is what the year's report shows beyond its expectation in the same run: who was tested, what the tests
    showed and which laboratory made them. What tests do to units afterwards belongs to the district's course.
    """
    row = INDICATOR[indicator]
    values = np.asarray(outcome.annual(indicator, year, **scope), dtype=np.float64)  # type: ignore[arg-type]
    expected = outcome.without_sampling(indicator, year, **scope)  # type: ignore[arg-type]
    nothing = np.zeros_like(values)
    if expected is None:
        return Split(values, nothing, nothing, row.tested)
    plain = np.asarray(outcome.without_list(indicator, year, **scope), dtype=np.float64)  # type: ignore[arg-type]
    return Split(expected, plain - expected, values - plain)


def spread_by_source(parts: Split) -> Spread:
    """The variance of a result by source (equation 50), each with the error that few draws leave.

    One-way random effects (Searle, Casella & McCulloch 1992): luck is the mean square within draws, assumptions
    (mean square between − within)/replicates, at least 0. Luck is divided by the covariance of each part with the
    whole, so that the parts add up although a bad report also changes what follows it. Errors by the jackknife over
    draws. nan where there is one draw or one replicate; draws with a run that has no figure are left out.
    """
    kept = np.isfinite(parts.chance + parts.sampling + parts.product_list).all(axis=1)
    pieces = np.stack([part[kept] for part in parts[:3]])
    if pieces.shape[1] < 2 or pieces.shape[2] < 2:
        unknown = Part(math.nan, math.nan, math.nan, math.nan)
        return Spread(unknown, unknown, unknown, unknown, parts.folded)
    within = _within(pieces)
    means = pieces.sum(axis=0).mean(axis=1)
    whole = _sources(_variance(means), within.mean(axis=1), pieces.shape[2])
    left_out = _sources(_variances_left_out(means), _means_left_out(within), pieces.shape[2])
    known, chance, sampling, product_list = _parts(whole, left_out)
    return Spread(known, chance, sampling, product_list, parts.folded, float(jackknife(left_out.sum(axis=0)[None])[0]))


def assumptions_and_luck(runs: ArrayLike) -> tuple[Runs, Runs]:
    """The two variances of many results at once, [..., draw, replicate]: what is not known, and all luck together."""
    table = np.asarray(runs, dtype=np.float64)
    draws, replicates = table.shape[-2:]
    if draws < 2 or replicates < 2:
        nothing = np.full(table.shape[:-2], np.nan)
        return nothing, nothing
    luck = table.var(axis=-1, ddof=1).mean(axis=-1)
    between = table.mean(axis=-1).var(axis=-1, ddof=1)
    return np.maximum(between - luck / replicates, 0.0), luck


def median_error(values: ArrayLike) -> float:
    """How far the middle future may be off because only so many were simulated (nan if that cannot be known).

    Woodruff 1952: the clustered error of the share of runs below the median, carried to the scale of the values.
    """
    table, middle = np.asarray(values, dtype=np.float64), median(values)
    known = finite(table)
    if table.shape[0] < 2 or known.size == 0:
        return math.nan
    below = draw_means((table <= middle).astype(float))
    off = min(0.5, float(below.std(ddof=1)) / math.sqrt(below.size))
    low, high = np.quantile(known, (0.5 - off, 0.5 + off))
    return float(high - low) / 2


# --- variances [source], also with one draw left out [source, draw]


def _sources(between: Runs, luck: Runs, replicates: int) -> Runs:
    """Assumptions first (where they do nothing, sometimes below 0), then the three kinds of luck."""
    known = np.asarray(between - luck.sum(axis=0) / replicates)
    return np.concatenate([known[None], luck])


def _within(pieces: Runs) -> Runs:
    """Covariance of each piece with the whole among the replicates of a draw: [piece, draw]."""
    centred = pieces - pieces.mean(axis=2, keepdims=True)
    shared: Runs = (centred * centred.sum(axis=0)).sum(axis=2) / (pieces.shape[2] - 1)
    return shared


def _variance(means: Runs) -> Runs:
    return np.asarray(means.var(ddof=1))


def _variances_left_out(means: Runs) -> Runs:
    """The variance of the draw means with each draw left out in turn; nan with two draws."""
    count, away = means.size, np.square(means - means.mean())
    return np.asarray((away.sum() - away * count / (count - 1)) / (count - 2 if count > 2 else math.nan))


def _means_left_out(within: Runs) -> Runs:
    return np.asarray((within.sum(axis=1, keepdims=True) - within) / (within.shape[1] - 1))


def _parts(whole: Runs, left_out: Runs) -> list[Part]:
    errors, share_errors = jackknife(left_out), jackknife(_shares(left_out))
    whole = np.concatenate([np.maximum(whole[:1], 0.0), whole[1:]])
    shares = _shares(whole)
    return [Part(*map(float, row)) for row in zip(whole, errors, shares, share_errors, strict=True)]


def _shares(variances: Runs) -> Runs:
    total = variances.sum(axis=0)
    return np.asarray(np.divide(variances, total, out=np.full(variances.shape, np.nan), where=total > 0))


def jackknife(left_out: Runs) -> Runs:
    """Standard errors from the estimates without each draw (Efron & Tibshirani 1993, section 11.2): [source]."""
    count = left_out.shape[1]
    away = left_out - left_out.mean(axis=1, keepdims=True)
    errors: Runs = np.sqrt((count - 1) / count * np.square(away).sum(axis=1))
    return errors
