"""Calibrate: many possible worlds are run through the years of a history; those that fit it stay.

Rounds of importance sampling: the first draws from the priors, the later ones from a normal guess of what fits
(adaptive, with the deterministic-mixture weights of Owen & Zhou 2000), so that the weights stay even.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr

from ..ensemble import forget, simulate_sample
from ..errors import BadRequest
from ..model.streams import name_key, normal_quantile, uniform
from ..priors import correlated, sample_at, unknowns
from ..scenario import fail_if_incomplete
from ..start import Size
from .history import Observation, checked
from .learned import Learned
from .likelihood import log_likelihood, read_out
from .proposal import Proposal, fitted
from .weights import FEWEST, fail_if_too_few, tempered
from .years import until

Array = NDArray[np.float64]
DRAWS = 10_000
ROUNDS = (0.2, 0.2, 0.2, 0.4)  # parts of the draws
CHUNK = 250  # worlds run at a time: bounds the memory
LEAST_DRAWS = 200


class _Runs(NamedTuple):
    """Worlds that were run: normal scores [run, unknown], expectations [run, row], list noise in points [run]."""

    scores: Array
    expected: Array
    spread: Array


def calibrate(  # noqa: PLR0913  (all but the first two have defaults)
    scenario: Any,
    observations: Sequence[Observation],
    *,
    asked: Sequence[Observation] = (),
    draws: int = DRAWS,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Learned:
    """What a history says about the assumptions: worlds weighted by how well they foretell it.

    `asked` are rows that nothing is learnt from, but that the runs should foretell (later years, to test the model).
    Raises TooFewRuns rather than answer from a handful of runs.
    """
    fail_if_incomplete(scenario)
    rows = checked(observations, scenario)
    _fail_if_nothing(rows, draws)
    settings = _Settings(_seed(scenario, seed), workers or os.cpu_count() or 1, progress)
    return _learned(scenario, rows, tuple(asked), [round(draws * share) for share in ROUNDS], settings)


def foretell(  # noqa: PLR0913  (all but the first two have defaults)
    scenario: Any,
    asked: Sequence[Observation],
    *,
    draws: int = DRAWS,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Learned:
    """What the assumptions as they stand say will be reported, nothing learnt: the same runs, all of equal weight."""
    fail_if_incomplete(scenario)
    settings = _Settings(_seed(scenario, seed), workers or os.cpu_count() or 1, progress)
    return _learned(scenario, (), checked(asked, scenario), [draws], settings)


class _Settings(NamedTuple):
    seed: int
    workers: int
    progress: Callable[[int, int], None]


def _seed(scenario: Any, seed: int | None) -> int:
    return int(scenario.runs.seed if seed is None else seed)


def _learned(
    scenario: Any,
    observations: tuple[Observation, ...],
    asked: tuple[Observation, ...],
    counts: list[int],
    settings: _Settings,
) -> Learned:
    """Rounds of worlds, each round where the last ones say the data lie, then the weights of all."""
    plan, seed = until(scenario, (*observations, *asked)), settings.seed
    rows, play = unknowns(plan), _player(plan, (*observations, *asked), seed, settings.workers)
    runs, guesses = _empty(len(rows), len(observations) + len(asked)), list[Proposal | None]()
    for number, count in enumerate(counts):
        guess = _guess(runs, observations, sum(counts[1:number])) if number else None
        scores = _scores(count, len(rows), seed, number, guess)
        runs = _joined(runs, play(scores, sum(counts[:number]), lambda done: settings.progress(done, sum(counts))))
        guesses.append(guess)
    plain = -_log_mixture(runs.scores, guesses, np.array(counts) / sum(counts))
    likelihood = log_likelihood(runs.expected[:, : len(observations)], runs.spread, observations)
    weighed = tempered(plain, likelihood, FEWEST if observations else 0.0)
    if observations:
        fail_if_too_few(weighed)
    prior = np.exp(plain - logsumexp(plain))
    return Learned(
        plan, observations, asked, rows, runs.scores, weighed.weights, prior, runs.expected, runs.spread,
        weighed.temper, seed,
    )  # fmt: skip


def _guess(runs: _Runs, observations: Sequence[Observation], latest: int) -> Proposal:
    """From the runs that are nearest to the data: all of the first round, then those of the last rounds."""
    part = slice(-latest if latest else None, None)
    scores, expected = runs.scores[part], runs.expected[part, : len(observations)]
    return fitted(scores, expected, float(np.median(runs.spread)), observations)


def _log_mixture(scores: Array, guesses: Sequence[Proposal | None], shares: Array) -> Array:
    """ln of the density all rounds together had at each world, over the prior's (equation 39)."""
    ratios = [np.zeros(len(scores)) if guess is None else guess.log_ratio(scores) for guess in guesses]
    return np.asarray(logsumexp(np.stack(ratios), axis=0, b=shares[:, None]))


def _scores(count: int, width: int, seed: int, number: int, guess: Proposal | None) -> Array:
    """Normal scores of one round, keyed by round, unknown and world."""
    keys = [name_key("calibration", seed, number, column) for column in range(width + 1)]
    luck = np.array([[uniform(np.uint64((key + n) % 2**64), 0) for key in keys] for n in range(count)])
    scores = np.array([[normal_quantile(u) for u in line] for line in luck[:, :width]])
    return scores if guess is None else guess.drawn(scores, luck[:, width])


def _player(plan: Any, wanted: Sequence[Observation], seed: int, workers: int) -> Callable[..., _Runs]:
    """A function that runs worlds, some at a time, and keeps only what the observations ask for."""
    rows = unknowns(plan)

    def play(scores: Array, first: int, progress: Callable[[int], None]) -> _Runs:
        parts = []
        for start in range(0, len(scores), CHUNK):
            part = scores[start : start + CHUNK]
            luck = correlated(ndtr(part), rows, plan.correlations)
            numbers = np.arange(first + start, first + start + len(part), dtype=np.int64)
            sample = sample_at(plan, luck, numbers)
            outcome = simulate_sample(plan, sample, Size(len(part), 1, seed), workers)
            expected = np.stack([read_out(outcome, row)[:, 0] for row in wanted], axis=1)
            parts.append(_Runs(part, expected, sample.scalars["sigma_list"].copy()))
            forget()
            progress(first + start + len(part))
        return _joined(*parts)

    return play


def _joined(*parts: _Runs) -> _Runs:
    return _Runs(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _empty(width: int, asked: int) -> _Runs:
    return _Runs(np.empty((0, width)), np.empty((0, asked)), np.empty(0))


def _fail_if_nothing(observations: Sequence[Observation], draws: int) -> None:
    if not observations:
        raise BadRequest(
            "没有可用来校准的数据：至少要有一行在起点年之后的数据。只有一年的数据只能作起点。",
            "There is nothing to learn from: at least one figure after the first year is needed. A single year can "
            "only be the starting point.",
        )
    if draws < LEAST_DRAWS:
        raise BadRequest(f"模拟次数至少 {LEAST_DRAWS}。", f"At least {LEAST_DRAWS} draws are needed.", draws=draws)
