"""Where to look: a normal guess of which worlds fit the data, corrected exactly afterwards by importance weights.

Worlds live on normal scores z = Φ⁻¹(u) of each unknown, so every prior is N(0, 1) and no bound can be crossed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from ..indicators import INDICATOR
from .history import Observation
from .likelihood import CLUSTERING, JUDGED_BY_LIST, LEAST_COUNT

Array = NDArray[np.float64]
DEFENSIVE = 0.1  # part of every round that comes from the prior, so that no weight can explode (Hesterberg 1995)
WIDER = 1.5  # the guess is made as if the data were this much less sure
RIDGE = 1.0  # pulls the slope of an unknown that hardly matters to 0
_SCORE_EDGE = 1e-6


class Proposal(NamedTuple):
    """A mixture (equation 37): the prior with share DEFENSIVE, else N(mean, covariance); `root` is its factor."""

    mean: Array
    root: Array

    def drawn(self, scores: Array, choice: Array) -> Array:
        """Standard normal scores [run, unknown] moved to the proposal; `choice` in (0, 1) keeps some at the prior."""
        moved = self.mean + scores @ self.root.T
        return np.where((choice < DEFENSIVE)[:, None], scores, moved)

    def log_ratio(self, scores: Array) -> Array:
        """ln of the proposal's density over the prior's, [run]."""
        standard = np.linalg.solve(self.root, (scores - self.mean).T)
        sign = np.log(np.abs(np.diag(self.root))).sum()
        gain = -0.5 * np.square(standard).sum(axis=0) - sign + 0.5 * np.square(scores).sum(axis=1)
        parts = np.stack([np.full(len(scores), np.log(DEFENSIVE)), np.log(1.0 - DEFENSIVE) + gain])
        return np.asarray(logsumexp(parts, axis=0))


def fitted(scores: Array, expected: Array, spread: float, observations: Sequence[Observation]) -> Proposal:
    """The normal posterior of a linear model of the runs: scores [run, unknown] against expectations [run, obs].

    Expectations are put on a scale on which they are nearly normal; what the unknowns do not explain (luck) and the
    error of the data count as noise. Gaussian update (equation 38; Tarantola 2005, chapter 3).
    """
    reached = [_scaled(expected[:, n], row) for n, row in enumerate(observations)]
    seen = np.array([_seen(row) for row in observations])
    outputs = np.stack(reached, axis=1)
    slopes, level, luck = _regressed(scores, outputs)
    noise = WIDER * (luck + _data_noise(observations, spread))
    gain = np.linalg.solve(noise, slopes)
    precision = np.eye(scores.shape[1]) + slopes.T @ gain
    covariance = np.linalg.inv(precision)
    mean = covariance @ gain.T @ (seen - level)
    return Proposal(mean, np.asarray(np.linalg.cholesky(0.5 * (covariance + covariance.T)), np.float64))


def _regressed(scores: Array, outputs: Array) -> tuple[Array, Array, Array]:
    """Slopes [obs, unknown], level at z = 0 and covariance of the residuals, by ridge regression."""
    centre, mean = scores.mean(axis=0), outputs.mean(axis=0)
    z, y = scores - centre, outputs - mean
    slopes = np.linalg.solve(z.T @ z + RIDGE * np.eye(z.shape[1]), z.T @ y).T
    residual = y - z @ slopes.T
    free = max(len(scores) - scores.shape[1] - 1, 1)
    return slopes, mean - slopes @ centre, residual.T @ residual / free


def _scaled(values: Array, row: Observation) -> Array:
    """Shares as log odds, numbers as roots, everything else as it is."""
    form = INDICATOR[row.indicator].form
    if form == "share":
        inside = np.clip(values, _SCORE_EDGE, 1.0 - _SCORE_EDGE)
        return np.asarray(np.log(inside / (1.0 - inside)))
    return np.sqrt(np.maximum(values, LEAST_COUNT)) if form == "number" else values


def _seen(row: Observation) -> float:
    """The observed figure on the same scale; a share of 0 or 1 half a test inside."""
    figure = row.figure
    if row.tests is not None and row.passes is not None:
        figure = (row.passes + 0.5) / (row.tests + 1.0)
    return float(_scaled(np.array([figure]), row)[0])


def _data_noise(observations: Sequence[Observation], spread: float) -> Array:
    """Covariance of the data's own error on the scale of each; a year's list moves all its rates together."""
    slope = np.array([_slope(row) for row in observations])
    own = np.array([_variance(row) for row in observations]) * slope**2
    by_list = np.array([row.indicator == JUDGED_BY_LIST for row in observations])
    years = np.array([row.year for row in observations])
    shared = by_list[:, None] & by_list & (years[:, None] == years)
    return np.asarray(np.diag(own + 1e-12) + shared * np.outer(slope, slope) * (spread / 100.0) ** 2)


def _slope(row: Observation) -> float:
    """How the scale moves with the figure itself."""
    form, figure = INDICATOR[row.indicator].form, row.figure
    if form == "share":
        share = min(max(figure, 0.005), 0.995)
        return 1.0 / (share * (1.0 - share))
    return 0.5 / max(figure, LEAST_COUNT) ** 0.5 if form == "number" else 1.0


def _variance(row: Observation) -> float:
    if row.tests is not None and row.passes is not None:
        share = (row.passes + 0.5) / (row.tests + 1.0)
        return share * (1.0 - share) * (1.0 / row.tests + CLUSTERING)
    if row.sd is None:
        return max(float(row.value or 0.0), LEAST_COUNT)
    return row.sd**2
