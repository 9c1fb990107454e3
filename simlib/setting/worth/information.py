"""Information: what it is worth to know a rate better before something is decided.

A decision is a table of pay-offs [option, draw] in possible worlds of equal weight; `rates` [draw] is what tests can
tell about each world. 0 ≤ worth of tests ≤ worth of the rate ≤ worth of knowing all holds by construction: each is
the mean of the best option after an averaging that only ever brings worlds together (Jensen's inequality).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest

Array = NDArray[np.float64]
CLOSENESS = (0.5, 0.7, 0.8, 0.9, 0.95)  # correlation of two worlds' rates that are averaged; the grid tried
CERTAIN = 2.0  # standard errors by which a surface must predict better than none
GROUPS = 20  # of draws, left out in turn
FEWEST_DRAWS = 40


class Surface(NamedTuple):
    """What each option is worth on average where the rate is what it is: `values` [option, draw].

    `closeness` is the correlation of the worlds averaged over; 0 where the rate tells nothing that can be made out.
    """

    values: Array
    closeness: float


class Sampled(NamedTuple):
    """What tests are worth, and in which share of futures their result changes what is best."""

    worth: float
    change: float


def worth_of_knowing(values: Array) -> float:
    """What it is worth to know each world before choosing, against choosing once (equation 70): EVPI of pay-offs, EVPPI
    of a surface, in units of the pay-off (Raiffa & Schlaifer 1961)."""
    beyond = values - values[best_now(values)]
    return float(beyond.max(axis=0).mean())


def best_now(values: Array) -> int:
    """The option that is best on average, chosen without further information."""
    return int(values.mean(axis=1).argmax())


def surface(payoffs: Array, rates: Array, closeness: float | None = None) -> Surface:
    """How the options' worth runs with the rate (equation 71): the mean over worlds with a like rate.

    The closeness is chosen by leaving each draw out in turn; a rate that does not predict the pay-offs better than none
    by two standard errors has a flat surface. Errors: fewer than 40 draws.
    """
    _fail_if_too_few(rates)
    order = np.argsort(rates, kind="stable")
    sorted_payoffs = payoffs[:, order]
    chosen = _chosen_closeness(sorted_payoffs) if closeness is None else closeness
    values = np.empty_like(payoffs)
    values[:, order] = sorted_payoffs @ alike(len(rates), chosen)
    return Surface(values, chosen)


@lru_cache(maxsize=16)
def alike(draws: int, closeness: float) -> Array:
    """How much world j counts in the mean around world i, worlds in order of their rate: [draw, draw].

    Mehler's kernel on normal scores, scaled until rows and columns add to 1 (Sinkhorn 1964): every mean is kept, and no
    averaging can make the best option better.
    """
    from scipy.special import ndtri

    if closeness == 0.0:
        return np.full((draws, draws), 1.0 / draws)
    score = ndtri((np.arange(draws) + 0.5) / draws)
    width = (1.0 - closeness**2) / closeness
    kernel = np.exp(-0.5 * (score[:, None] - score) ** 2 / width)
    scale = np.ones(draws)
    for _ in range(500):
        rows = kernel @ scale
        if np.abs(scale * rows - 1.0).max() < 1e-13:
            break
        scale = np.sqrt(scale / rows)
    return np.asarray(scale[:, None] * kernel * scale)


def worth_of_tests(values: Array, rates: Array, tests: int) -> Sampled:
    """What so many tests are worth before one chooses: EVSI (equation 72), exact over all their possible results.

    `values` is a surface. Each number of passes moves the weight of the worlds by Bayes' rule; the mean over the
    passes to come of the best option then, less the best now. Never below 0, never above the surface's own worth.
    """
    beyond = values - values[best_now(values)]
    return _preposterior(beyond, likelihood(rates, tests))


def likelihood(rates: Array, tests: int) -> Array:
    """How likely each number of passes is in each world: binomial, [passes, draw]; adds to 1 over the passes."""
    from scipy.special import gammaln, xlog1py, xlogy

    if tests < 0:
        raise BadRequest(f"批次数 {tests} 不能为负。", f"The number of tests ({tests}) cannot be negative.")
    passes = np.arange(tests + 1.0)[:, None]
    ways = gammaln(tests + 1.0) - gammaln(passes + 1.0) - gammaln(tests - passes + 1.0)
    return np.asarray(np.exp(ways + xlogy(passes, rates) + xlog1py(tests - passes, -rates)))


def _preposterior(beyond: Array, chances: Array) -> Sampled:
    """Mean of the best after each result, pay-offs counted from the option that is best now."""
    joint = chances @ beyond.T / beyond.shape[1]
    best = joint.max(axis=1)
    changed = best > 1e-12 * np.abs(beyond).max()
    return Sampled(float(best.sum()), float(chances[changed].sum() / beyond.shape[1]))


def jackknife(found: Callable[[NDArray[np.intp]], Array], draws: int) -> Array:
    """The Monte-Carlo error of figures found from draws: groups of draws left out in turn (Efron & Tibshirani 1993).

    `found` gives figures from the numbers of the draws that are kept.
    """
    numbers, groups = np.arange(draws), min(GROUPS, draws)
    parts = np.stack([found(numbers[numbers % groups != group]) for group in range(groups)])
    return np.asarray(np.sqrt((groups - 1) / groups * ((parts - parts.mean(axis=0)) ** 2).sum(axis=0)))


# --- how closely like worlds are averaged


def _chosen_closeness(payoffs: Array) -> float:
    """The closeness that best predicts a draw from the others; 0 if none does so beyond doubt."""
    contrasts = payoffs - payoffs[best_now(payoffs)]
    scale = contrasts.std(axis=1)
    contrasts = contrasts[scale > 0] / scale[scale > 0, None]
    if not contrasts.size:
        return 0.0
    flat = _squares_left_out(contrasts, 0.0)
    gains = {closeness: flat - _squares_left_out(contrasts, closeness) for closeness in CLOSENESS}
    best = max(gains, key=lambda closeness: float(gains[closeness].mean()))
    doubt = CERTAIN * float(gains[best].std(ddof=1)) / np.sqrt(flat.size)
    return best if float(gains[best].mean()) > doubt else 0.0


def _squares_left_out(contrasts: Array, closeness: float) -> Array:
    """Squared error of each draw foretold by the others, summed over the options: [draw]."""
    weights = alike(contrasts.shape[1], closeness)
    misses = (contrasts - contrasts @ weights) / (1.0 - np.diag(weights))
    return np.asarray((misses**2).sum(axis=0))


def _fail_if_too_few(rates: Array) -> None:
    if rates.size < FEWEST_DRAWS:
        raise BadRequest(
            f"只有 {rates.size} 组假设条件，看不出信息值多少，至少要 {FEWEST_DRAWS} 组。请增加模拟次数。",
            f"{rates.size} draws cannot tell what information is worth; at least {FEWEST_DRAWS} are needed. Take more.",
            best=FEWEST_DRAWS,
        )
