"""What was learnt: the runs that the data leave plausible, which assumptions they moved, and what they foretell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import kolmogi, ndtr, ndtri

from ..assumptions import ASSUMPTION
from ..indicators import INDICATOR
from ..model.streams import name_key, normal_quantile, uniform
from ..posterior import write_posterior
from ..priors import AIM, Sample, Unknown, quantile, sample_at
from ..words import Words
from .history import Observation
from .likelihood import CLUSTERING, JUDGED_BY_LIST
from .weights import effective, resampled, weighted_quantiles

Array = NDArray[np.float64]
BAND = np.array([0.1, 0.5, 0.9])  # middle 80 of 100
FALSE_ALARM = 0.05  # chance that any assumption is said to have moved although none has
AIM_WORDS = Words("上年总体合格率", "Last year's true rate")


class Moved(NamedTuple):
    """One unknown before and after: medians and 80 of 100 (prior and posterior), and whether the data moved it.

    `shift` is in standard deviations of the prior; `narrowed` the share of its variance that is gone.
    `distance` is Kolmogorov's between prior and posterior, `threshold` what chance alone reaches once in 20 histories
    (equation 42).
    """

    code: str
    place: str
    words: Words
    status: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    shift: float
    narrowed: float
    distance: float
    threshold: float

    @property
    def moved(self) -> bool:
        """False for what the data say nothing about."""
        return self.distance > self.threshold


class Check(NamedTuple):
    """One observation beside what runs foretold for it: medians and 80 of 100 before and after learning.

    `surprise` is the two-sided chance, before learning, of a figure at least as far out (equation 43).
    """

    observation: Observation
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    surprise: float


@dataclass(frozen=True, eq=False)
class Learned:
    """The weighted runs of a calibration.

    `scores` [run, unknown] are normal scores, `weights` [run] add to 1, `prior` [run] the weights that bring the runs
    back to the prior; `expected` [run, row] is what each run expects for the observations (first) and for what was
    asked besides; `temper` the weight the data were given (1 = in full).
    """

    scenario: Any
    observations: tuple[Observation, ...]
    asked: tuple[Observation, ...]
    unknowns: tuple[Unknown, ...]
    scores: Array
    weights: Array
    prior: Array
    expected: Array
    spread: Array
    temper: float
    seed: int

    @cached_property
    def effective(self) -> float:
        """How many equally weighted runs the answer rests on."""
        return effective(self.weights)

    @property
    def runs(self) -> int:
        """How many runs were made."""
        return int(self.weights.size)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Every unknown that varies, the ones that the data moved most first."""
        varied = [(n, row) for n, row in enumerate(self.unknowns) if row.varies]
        limit = float(kolmogi(FALSE_ALARM / len(varied))) / np.sqrt(self.effective)
        rows = [self._moved(n, row, limit) for n, row in varied]
        return tuple(sorted(rows, key=lambda row: -row.distance))

    def _moved(self, column: int, row: Unknown, limit: float) -> Moved:
        luck = self.luck[:, column]  # after correlation: what the world really assumed
        scores = ndtri(luck)
        mean = float(self.weights @ scores)
        spread = float(self.weights @ (scores - mean) ** 2)
        order = np.argsort(luck, kind="stable")
        heights = np.cumsum(self.weights[order])
        gap = max(np.abs(heights - luck[order]).max(), np.abs(heights - self.weights[order] - luck[order]).max())
        after = quantile(row.prior, ndtr(weighted_quantiles(scores, self.weights, BAND)))
        assumption = ASSUMPTION.get(row.code)
        return Moved(
            row.code, row.place, assumption.words if assumption else AIM_WORDS,
            assumption.status if assumption else "measured", _three(quantile(row.prior, BAND)), _three(after),
            mean, 1.0 - spread, float(gap), limit,
        )  # fmt: skip

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Each observation beside what was foretold for it, before and after learning."""
        return tuple(self._check(n, row) for n, row in enumerate(self.observations))

    def _check(self, place: int, row: Observation) -> Check:
        foretold = self.foretold(place)
        before, after = (weighted_quantiles(foretold, w, BAND) for w in (self.prior, self.weights))
        below, same = (float(self.prior @ part) for part in (foretold < row.figure, foretold == row.figure))
        tail = below + 0.5 * same
        return Check(row, _three(before), _three(after), min(1.0, 2.0 * min(tail, 1.0 - tail)))

    def foretold(self, place: int) -> Array:
        """What each run says will be *reported* for a row (observations first, then what was asked), [run]."""
        return np.asarray(self.reports[:, place])

    @cached_property
    def reports(self) -> Array:
        """What each run says will be reported, [run, row]: its expectation with the luck of the list and of so many
        tests (equation 41)."""
        rows = (*self.observations, *self.asked)
        return np.stack([self._reported(place, row) for place, row in enumerate(rows)], axis=1)

    def _reported(self, place: int, row: Observation) -> Array:
        expected, luck = self.expected[:, place], self._luck(row, "report")
        if row.indicator == JUDGED_BY_LIST:
            expected = np.clip(expected + self.spread / 100.0 * self._luck(row, "list"), 0.0, 1.0)
        if row.tests:
            return np.asarray(np.clip(np.round(expected * row.tests + _binomial_sd(expected, row.tests) * luck), 0.0,
                                      row.tests) / row.tests)  # fmt: skip
        if INDICATOR[row.indicator].form == "number" and row.sd is None:
            return np.maximum(np.round(expected + np.sqrt(expected) * luck), 0.0)
        reported = expected + (row.sd or 0.0) * luck
        return np.asarray(np.clip(reported, 0.0, 1.0) if INDICATOR[row.indicator].form == "share" else reported)

    def _luck(self, row: Observation, purpose: str) -> Array:
        """A standard normal number of each run: one for the list of a year, one for each report."""
        names = (row.year,) if purpose == "list" else (row.indicator, row.when, *row.sectors, row.programme)
        key = name_key("foretold", self.seed, purpose, *names)
        return np.array([normal_quantile(uniform(np.uint64((key + n) % 2**64), 0)) for n in range(self.runs)])

    def worlds(self, count: int) -> Sample:
        """`count` worlds drawn by weight, for other forecasts: the whole posterior, with all it holds together."""
        picked = resampled(self.weights, count, self.seed, "worlds")
        order = np.argsort([name_key("order", self.seed, n) for n in range(count)])  # any first rows are a fair sample
        return sample_at(self.scenario, self.luck[picked[order]], np.arange(count, dtype=np.int64))

    @cached_property
    def luck(self) -> Array:
        """The runs' unknowns as probabilities, [run, unknown]."""
        from ..priors import correlated

        return correlated(ndtr(self.scores), self.unknowns, self.scenario.correlations)

    def write(self, path: Path, count: int, *, with_start: bool) -> None:
        """Write `count` worlds as a calibration file; `with_start` keeps last year's true rates too."""
        codes = frozenset(row.code for row in self.unknowns if with_start or row.code != AIM)
        write_posterior(path, self.worlds(count), self.scenario, codes)


def _binomial_sd(rate: Array, tests: int) -> Array:
    """Spread of the passes of `tests` tests that are a little alike, as in the likelihood."""
    alike = 1.0 + (tests - 1) * CLUSTERING
    return np.asarray(np.sqrt(np.clip(rate * (1.0 - rate), 0.0, None) * tests * alike))


def _three(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
