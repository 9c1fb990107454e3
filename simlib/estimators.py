"""Estimators: what a number of tests can tell, and how sure a simulated average is."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import BadRequest

FEW_DRAWS = 5  # with the rarer answer in fewer draws than this, runs of one draw count as one
RULE_OF_THREE = 3.0  # no case in n independent trials: at most 3/n with 95 % (Hanley & Lippman-Hand 1983)


class Interval(NamedTuple):
    """From `low` to `high`."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A figure and its standard error (nan where the error cannot be known)."""

    value: float
    error: float


class Chance(NamedTuple):
    """A share of runs, its standard error, and where it plausibly lies (95 %): never surely 0 or 1."""

    value: float
    error: float
    low: float
    high: float


# --- what tests tell


def wilson(passes: float, tests: float, level: float = 0.95) -> Interval:
    """Where the true pass rate plausibly lies after `passes` of `tests`; without a test, anywhere in 0–1.

    Score interval, Wilson 1927. Its average coverage is the stated level, also for few tests.
    """
    _fail_if_not_counts(passes, tests)
    z = _normal_quantile(0.5 + _checked_share(level) / 2)
    if tests == 0:
        return Interval(0.0, 1.0)
    rate, pull = passes / tests, z * z / tests
    middle = (rate + pull / 2) / (1 + pull)
    half = z * math.sqrt(rate * (1 - rate) / tests + pull / (4 * tests)) / (1 + pull)
    low = 0.0 if passes == 0 else middle - half
    return Interval(low, 1.0 if passes == tests else middle + half)


def clopper_pearson(passes: float, tests: float, level: float = 0.95) -> Interval:
    """The cautious interval for the true pass rate: never covers less often than it says.

    Exact interval from beta quantiles, Clopper & Pearson 1934.
    """
    from scipy.special import betaincinv

    _fail_if_not_counts(passes, tests)
    tail = (1 - _checked_share(level)) / 2
    failed = tests - passes
    low = 0.0 if passes == 0 else float(betaincinv(passes, failed + 1, tail))
    high = 1.0 if failed == 0 else float(betaincinv(passes + 1, failed, 1 - tail))
    return Interval(low, high)


def horvitz_thompson(values: ArrayLike, inclusion: ArrayLike) -> float:
    """The total over all units, from those tested and each one's chance of having been tested.

    Σ y/I, unbiased for any design with I > 0 (Horvitz & Thompson 1952).
    """
    chances = _inclusion(inclusion)
    return float(np.sum(np.asarray(values, dtype=float) / chances))


def hajek(values: ArrayLike, inclusion: ArrayLike) -> float:
    """The mean over all units, from those tested and each one's chance of having been tested.

    Σ(y/I) ÷ Σ(1/I) (Hájek 1971): unbiased up to −cov(mean, Σ 1/I)/N, which vanishes as tests grow;
    nan without a test.
    """
    weights = 1 / _inclusion(inclusion)
    if weights.size == 0:
        return math.nan
    return float(np.sum(np.asarray(values, dtype=float) * weights) / np.sum(weights))


def rogan_gladen(measured: float, sensitivity: float, specificity: float, tests: float) -> Estimate:
    """The true fail rate behind a measured one, when tests miss faults and raise false alarms.

    (m + Sp − 1)/(Se + Sp − 1), Rogan & Gladen 1978. Not clipped: fewer fails than false alarms
    give a value below 0. The error holds Se and Sp for known.
    """
    power = sensitivity + specificity - 1
    if power <= 0:
        raise BadRequest(
            f"灵敏度 {sensitivity} 与特异度 {specificity} 之和须大于 1，否则检验不含信息。",
            f"Sensitivity {sensitivity} plus specificity {specificity} must exceed 1, or the test says nothing.",
        )
    error = math.sqrt(measured * (1 - measured) / tests) / power if tests > 0 else math.nan
    return Estimate((measured + specificity - 1) / power, error)


def chance_on_sample(true_rate: float, target: float, tests: int) -> float:
    """How likely the reported rate reaches the target on so many tests, if the true rate were known.

    Exact binomial, P(X ≥ ⌈target·n⌉) with X ~ Bin(n, true rate).
    """
    from scipy.special import betainc

    _checked_share(true_rate, closed=True)
    needed = passes_needed(target, tests)
    if needed <= 0:
        return 1.0
    return 0.0 if needed > tests else float(betainc(needed, tests - needed + 1, true_rate))


def chance_on_sample_spread(alpha: float, beta: float, target: float, tests: int) -> float:
    """The same when the true rate itself is uncertain, Beta(alpha, beta): exact beta-binomial."""
    from scipy.special import betaln

    needed = passes_needed(target, tests)
    if needed <= 0:
        return 1.0
    passes = np.arange(needed, tests + 1)
    ways = -math.log(tests + 1) - betaln(passes + 1, tests - passes + 1)
    logs = ways + betaln(passes + alpha, tests - passes + beta) - betaln(alpha, beta)
    return min(1.0, float(np.sum(np.exp(logs))))


def passes_needed(target: float, tests: int) -> int:
    """The least number of passes whose rate reaches the target (0.965 of 400 is 386, not 387)."""
    _checked_share(target, closed=True)
    if tests < 1:
        raise BadRequest("检验批次须至少为 1。", "At least one test is needed.", tests=tests)
    return math.ceil((target - 1e-9) * tests)


def operating_characteristic(tests: int, accept: int, fail_rate: float, lot: int | None = None) -> float:
    """How likely a lot with this fail rate is accepted, when at most `accept` of `tests` may fail.

    Binomial; with a `lot` size the exact hypergeometric for round(fail_rate · lot) bad items.
    """
    from scipy.special import bdtr

    _checked_share(fail_rate, closed=True)
    if lot is None:
        return float(bdtr(accept, tests, fail_rate))
    bad = round(fail_rate * lot)
    ways = sum(math.comb(bad, k) * math.comb(lot - bad, tests - k) for k in range(accept + 1))
    return ways / math.comb(lot, tests)


# --- what runs tell: values[draw, replicate]


def mean_with_error(values: ArrayLike) -> Estimate:
    """The average over all runs, and how far it may be off because only so many were simulated.

    Runs of one draw share their assumptions, so the error is that of the draw means (ddof 1); one
    draw alone says nothing about it (nan). A run without a figure (nan) makes the mean nan.
    """
    means = draw_means(values)
    if means.size < 2:
        return Estimate(float(means[0]), math.nan)
    if np.all(means == means[0]):  # exactly 0, without the rounding of a mean
        return Estimate(float(means[0]), 0.0)
    return Estimate(float(means.mean()), float(means.std(ddof=1)) / math.sqrt(means.size))


def share_with_error(yes: ArrayLike) -> Chance:
    """The share of runs in which something holds; its error is clustered by draw, its band cautious.

    All runs alike: rule of three on the number of *draws*. Otherwise Wilson on the number of
    independent runs that the clustered error amounts to; where the rarer answer comes up in fewer
    than FEW_DRAWS draws that number cannot be told and the draws are counted. There the error is at
    least what half the band amounts to: few draws that agree prove nothing to ±0.
    """
    answers = np.asarray(yes, dtype=bool)
    share, error = mean_with_error(answers)
    if share in (0.0, 1.0):
        margin = min(1.0, RULE_OF_THREE / answers.shape[0])
        low, high = max(0.0, share - margin), min(1.0, share + margin)
    else:
        count = independent_runs(answers, share, error)
        low, high = wilson(share * count, count)
    if _rarer_draws(answers) < FEW_DRAWS:
        error = max(error, (high - low) / (2.0 * NormalDist().inv_cdf(0.975)))
    return Chance(share, error, low, high)


def independent_runs(answers: NDArray[np.bool_], share: float, error: float) -> float:
    """How many independent runs would have the same error; the draws where that cannot be told."""
    if _rarer_draws(answers) < FEW_DRAWS or not error > 0:
        return float(answers.shape[0])
    return min(max(share * (1 - share) / error**2, 1.0), float(answers.size))


def _rarer_draws(answers: NDArray[np.bool_]) -> int:
    """In how many draws the rarer answer comes up."""
    return min(int(answers.any(axis=1).sum()), int((~answers).any(axis=1).sum()))


def quantile_band(values: ArrayLike, share: float = 0.8) -> Interval:
    """The middle `share` of futures (80 of 100), leaving as many below as above; nan without any."""
    known = finite(values)
    if known.size == 0:
        return Interval(math.nan, math.nan)
    tail = (1 - _checked_share(share)) / 2
    low, high = np.quantile(known, (tail, 1 - tail))
    return Interval(float(low), float(high))


def median(values: ArrayLike) -> float:
    """The middle future; nan without any."""
    known = finite(values)
    return float(np.median(known)) if known.size else math.nan


def draw_means(values: ArrayLike) -> NDArray[np.float64]:
    """The mean of each draw over its replicates: [draw]."""
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        raise BadRequest(
            f"需要“抽样×重复”的二维数组，得到的形状是 {table.shape}。",
            f"Values must be a table [draw, replicate]; got the shape {table.shape}.",
        )
    means: NDArray[np.float64] = table.mean(axis=1)
    return means


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """The values that are figures, in one row."""
    table = np.asarray(values, dtype=np.float64)
    return table[np.isfinite(table)]


# --- checks


def _normal_quantile(share: float) -> float:

    return NormalDist().inv_cdf(share)


def _checked_share(value: float, *, closed: bool = False) -> float:
    if isinstance(value, (int, float, np.number)) and (0 < value < 1 or (closed and value in (0, 1))):
        return value
    raise BadRequest(
        f"比例须是 0 与 1 之间的数，得到 {value}；80% 请写 0.8。",
        f"A share must be a number between 0 and 1; got {value}. Write 0.8 for 80 %.",
        value=value,
    )


def _fail_if_not_counts(passes: float, tests: float) -> None:
    if not 0 <= passes <= tests:
        raise BadRequest(
            f"合格批次 {passes} 须在 0 与检验批次 {tests} 之间。",
            f"Passes ({passes}) must lie between 0 and the number of tests ({tests}).",
        )


def _inclusion(inclusion: ArrayLike) -> NDArray[Any]:
    chances = np.asarray(inclusion, dtype=np.float64)
    if np.any(chances <= 0) or np.any(chances > 1):
        raise BadRequest(
            "被抽中的概率须大于 0 且不超过 1。",
            "Inclusion probabilities must be above 0 and at most 1.",
        )
    return chances
