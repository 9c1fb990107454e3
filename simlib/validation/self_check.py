"""Does learning find what is there? Made-up worlds with known assumptions are learnt from their own reports.

Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018): if the machinery is right, the true
value's rank among the worlds that were learnt is uniform.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..learn import Learned, Observation, calibrate, foretell
from ..learn.weights import TooFewRuns, resampled
from ..priors import Unknown
from .backtest import district_of

Array = NDArray[np.float64]
TRUTHS, DRAWS, SEED = 200, 1000, 20121
WORLDS = 63  # worlds taken from each answer: ranks 0 … 63
BINS = 8
MOST = 16  # so many times the draws at most, for a made-up world that few others resemble
# What is reported of each made-up world: three years of tests, and brands in the second.
REPORTS: tuple[Observation, ...] = (
    Observation("sampled_pass_rate", 2012, tests=400, passes=0),
    Observation("sampled_pass_rate", 2013, tests=400, passes=0),
    Observation("sampled_pass_rate", 2014, tests=400, passes=0),
    Observation("famous_brands", 2013, value=0.0),
)
# Unknowns whose ranks are looked at: those the reports speak of, and two they do not.
WATCHED = (
    "aim",
    "drift",
    "compliance_start",
    "sigma_list",
    "sigma_theta",
    "pi1",
    "tau",
    "title_value",
    "application_cost",
)


class Ranks(NamedTuple):
    """One unknown: the true value's rank in each answer, the chi-square of BINS equal bins and its chance if uniform,
    and the share of truths inside the middle 80 of 100."""

    label: str
    ranks: NDArray[np.int64]
    chi_square: float
    p_value: float
    inside: float

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many truths fell into each of BINS equal bins of ranks."""
        return binned(self.ranks)


def self_check(
    truths: int = TRUTHS, draws: int = DRAWS, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> tuple[tuple[Ranks, ...], Array]:
    """Ranks of every watched unknown over made-up worlds, each learnt by the full machinery; and the effective runs."""
    plan = district_of("self_check")
    made = foretell(plan, REPORTS, draws=truths, seed=SEED)
    answers, effective = [], []
    for truth in range(truths):
        learned = _learnt_in_full(plan, reported(made, truth), draws, SEED + 1 + truth)
        answers.append(ranks_in(learned.scores, learned.weights, made.scores[truth], truth))
        effective.append(learned.effective)
        progress(truth + 1, truths)
    return table(made.unknowns, np.array(answers)), np.array(effective)


def _learnt_in_full(plan: Any, rows: tuple[Observation, ...], draws: int, seed: int) -> Learned:
    """Learnt with the data at their full weight: rare worlds take more draws, none is left out, for that would bias the
    ranks. Raises TooFewRuns if even MOST times as many do not suffice."""
    for times in (1, 4):
        with suppress(TooFewRuns):
            learned = calibrate(plan, rows, draws=times * draws, seed=seed)
            if learned.temper == 1.0:
                return learned
    return calibrate(plan, rows, draws=MOST * draws, seed=seed)


def reported(made: Learned, truth: int) -> tuple[Observation, ...]:
    """What the world `truth` reports."""
    rows = []
    for place, row in enumerate(REPORTS):
        figure = float(made.foretold(place)[truth])
        rows.append(row._replace(passes=round(figure * row.tests)) if row.tests else row._replace(value=figure))
    return tuple(rows)


def ranks_in(scores: Array, weights: Array, true: Array, purpose: object) -> NDArray[np.int64]:
    """Rank of each unknown's true score among WORLDS worlds drawn by weight (equation 47), [unknown]."""
    picked = resampled(weights, WORLDS, SEED, purpose)
    return np.asarray((scores[picked] < true).sum(axis=0), np.int64)


def table(rows: Sequence[Unknown], ranks: NDArray[np.int64]) -> tuple[Ranks, ...]:
    """The ranks [truth, unknown] of the watched unknowns, judged."""
    return tuple(_judged(row, ranks[:, n]) for n, row in enumerate(rows) if row.code in WATCHED and row.varies)


def binned(ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ranks 0 … WORLDS counted in BINS equal bins."""
    return np.asarray(np.bincount(ranks * BINS // (WORLDS + 1), minlength=BINS), np.int64)


def _judged(row: Unknown, ranks: NDArray[np.int64]) -> Ranks:
    from scipy.special import chdtrc

    counts = binned(ranks)
    expected = ranks.size / BINS
    chi_square = float(np.square(counts - expected).sum() / expected)
    share = (ranks + 0.5) / (WORLDS + 1)
    return Ranks(row.label, ranks, chi_square, float(chdtrc(BINS - 1, chi_square)),
                 float(np.mean((share > 0.1) & (share < 0.9))))  # fmt: skip


def all_uniform(found: Sequence[Ranks], level: float = 0.01) -> bool:
    """No unknown's ranks depart from uniform, the number of unknowns looked at allowed for (Bonferroni)."""
    return all(row.p_value > level / len(found) for row in found)
