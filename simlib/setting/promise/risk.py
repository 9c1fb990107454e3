"""Risk: why a target may be missed, split by source, and how likely the report passes if the true rate were known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ...estimators import (
    Chance,
    Estimate,
    chance_on_sample,
    chance_on_sample_spread,
    mean_with_error,
    passes_needed,
    share_with_error,
)
from ...indicators import INDICATOR
from ...outcome import Outcome
from ...spread import SOURCES, Part, jackknife, split
from ...targets import TOLERANCE, assess
from ..asking import checked_indicator
from .design import no_figure, sampling_design

if TYPE_CHECKING:
    from ...scenario import Scenario, Target
    from ...targets import Assessment

Runs = NDArray[np.float64]  # [draw, replicate]
MOST_GROUPS = 50  # draws are left out in at most so many groups


class Risk(NamedTuple):
    """Why a target may be missed: chance · (1 − chance), and what each source of the unknown adds to it.

    In a fixed order, what more knowledge could remove first: how units react, the district's own course, who is
    tested, the product list. Each part has its simulation error; the parts add up to `total`. `folded` says that
    the luck of tests lies within `chance`: no counter tells it apart, or the bar is a run's own earlier report.
    `integrated` is the chance with the luck of tests and list integrated instead of drawn (drawn where it is not
    read from tests), and `absent` what it would be with one source at its mean and the others as they are; else empty.
    """

    target: Target
    met: Chance
    assumptions: Part
    chance: Part
    sampling: Part
    product_list: Part
    folded: bool
    integrated: Estimate
    absent: dict[str, float]

    @property
    def total(self) -> float:
        """The variance of “met”: largest (0.25) where the target is a toss-up, 0 where it is certain."""
        return self.met.value * (1.0 - self.met.value)


class IfTrue(NamedTuple):
    """How likely the report passes if the expected rate of a planned test were known: exact binomial.

    `spread_chance` is the same when it is known only as well as the model knows it: beta-binomial with mean
    `true_rate` and the spread of the expected rate among the runs; None for a plan that was not simulated.
    """

    tests: int
    needed: int
    true_rate: float
    chance: float
    spread_chance: float | None


class _Reported(NamedTuple):
    """The report of each run before its luck: expected rate, luck of the tests made, spread of the product list.

    A report is taken as Normal(expected, k · expected · (1 − expected) + product_list²), k from the luck of all runs.
    """

    expected: Runs  # [draw, replicate]
    luck: Runs  # [draw, replicate]
    product_list: Runs  # [draw, 1]

    @property
    def per_test(self) -> float:
        """Mean square of the luck over expected · (1 − expected): 1/tests if tests were independent."""
        alone = float(np.nansum(self.expected * (1.0 - self.expected)))
        return float(np.nansum(np.square(self.luck))) / alone if alone > 0 else 0.0


def risk_by_source(outcome: Outcome, target: Target) -> Risk | None:
    """What the risk of missing a target comes from (equation 57); None while the figure to compare with is missing.

    The luck of the product list and of who is tested is integrated, not drawn: given a run's expected rate its report
    is normal, so that E[met | sources] and E[met | sources]² are a normal and a bivariate normal probability (Owen
    1956). Errors by the jackknife over groups of draws (Kott 2001), those of the parts' shares too. nan with one draw
    or one replicate.
    """
    (found,) = assess(outcome, (target,))
    if found.met is None:
        return None
    runs = _reported(outcome, found)
    shares, chances = _split(found.met, runs, found)
    amounts = np.where(np.isnan(shares), 0.0, shares) * chances * (1.0 - chances)
    rows = zip(amounts[:, 0], jackknife(amounts[:, 1:]), shares[:, 0], jackknife(shares[:, 1:]), strict=True)
    parts = dict(zip(SOURCES, (Part(*map(float, row)) for row in rows), strict=True))
    once = found.met if runs is None else _chances(found, runs)[0]
    folded = runs is None and INDICATOR[target.indicator].tested
    return Risk(target, share_with_error(found.met), **parts, folded=folded, integrated=mean_with_error(once),
                absent=_absent(found, runs))  # fmt: skip


def if_true(plan: Outcome | Scenario, target: Target, true_rate: float) -> IfTrue:
    """If the true rate were known, how likely is the reported one to pass (equation 54)?

    On the planned number of tests of the target's scope and year. “True” is the rate that a planned test passes on
    average; the noise of the product list is left out. 97.0 % against 96.5 %: .775 on 400 tests, .892 on 1,600.
    """
    outcome, scenario = (plan, plan.scenario) if isinstance(plan, Outcome) else (None, plan)
    level = _tested_level(target)
    design = sampling_design(
        scenario, target.year, programme=target.programme or None, sectors=target.sectors, indicator=target.indicator
    )
    if design.tests < 1:
        where = {"programme": target.programme, "sectors": target.sectors}
        raise no_figure(INDICATOR[target.indicator], target.year, where)
    chance = chance_on_sample(true_rate, level, design.tests)
    known = None if outcome is None else _spread_chance(outcome, target, true_rate, design.tests)
    return IfTrue(design.tests, passes_needed(level, design.tests), true_rate, chance, known)


# --- the parts


def _reported(outcome: Outcome, found: Assessment) -> _Reported | None:
    """The reports of all runs, if the target is a level of a rate that is read from tests; else None."""
    target = found.target
    scope = {"sectors": target.sectors or None, "programme": target.programme or None}
    if not INDICATOR[target.indicator].expected or target.sense == "rise":
        return None
    parts = split(outcome, target.indicator, target.year, **scope)
    noise = np.asarray(outcome.assumptions["sigma_list"], dtype=np.float64)[:, None] / 100.0
    return _Reported(parts.chance, parts.sampling, noise * bool(np.any(parts.product_list != 0.0)))


def _split(
    met: NDArray[np.bool_], runs: _Reported | None, found: Assessment
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the variance of “met” [source, part], and the chance [part]: of all draws, then without each group."""
    kept = _kept(len(met))
    if runs is None:
        return _shares(_by_draw(met, *(met.astype(float),) * 2), kept, met.shape[1])
    some = [_Reported(*(values[row] for values in runs)) for row in kept]
    each = [_by_draw(met, *_chances(found, runs, one.per_test)) for one in some]
    found_by_part = [_shares(stats, row[None], met.shape[1]) for stats, row in zip(each, kept, strict=True)]
    return np.concatenate([one[0] for one in found_by_part], axis=1), np.concatenate([one[1] for one in found_by_part])


def _kept(draws: int) -> NDArray[np.bool_]:
    """Which draws each part keeps, [part, draw]: all, then without one group after the other."""
    group = np.zeros(draws, dtype=np.int64)
    for number, members in enumerate(np.array_split(np.arange(draws), min(draws, MOST_GROUPS))):
        group[members] = number
    return np.concatenate([np.ones((1, draws), bool), np.arange(group[-1] + 1)[:, None] != group])


def _by_draw(met: NDArray[np.bool_], once: Runs, twice: Runs) -> Runs:
    """What each draw adds: mean, variance within, who is tested, product list, share of runs that meet: [5, draw]."""
    within = once.var(axis=1, ddof=1) if once.shape[1] > 1 else np.full(len(once), np.nan)
    means = [part.mean(axis=1) for part in (twice - once**2, once - twice, met)]
    return np.stack([once.mean(axis=1), within, *means])


def _shares(stats: Runs, kept: NDArray[np.bool_], replicates: int) -> tuple[Runs, Runs]:
    """Shares of the variance by source [source, part], and the chance [part]; nan without two draws and replicates."""
    count = kept.sum(axis=1)
    enough = (count > 1) & (replicates > 1)
    mean, course, tested, listed, met = stats @ (kept / np.maximum(count, 1)[:, None]).T
    between = (np.square(stats[0] - mean[:, None]) * kept).sum(axis=1) / np.maximum(count - 1, 1)
    parts = np.stack([np.maximum(between - course / replicates, 0.0), course, tested, listed])
    total = np.where(enough, parts.sum(axis=0), 0.0)
    shares = np.divide(parts, total, out=np.full(parts.shape, np.nan), where=total > 0.0)
    return shares, np.where(enough, met, np.nan)


def _chances(found: Assessment, runs: _Reported, per_test: float | None = None) -> tuple[Runs, Runs]:
    """For each run the chance that its report passes, and that two reports on the same tests do, with a product list
    of their own each: Φ(h) and Φ(h) − 2 T(h, √((1 − ρ)/(1 + ρ))), T Owen's function."""
    from scipy.special import ndtr, owens_t

    luck = (runs.per_test if per_test is None else per_test) * runs.expected * (1.0 - runs.expected)
    spread = np.sqrt(luck + runs.product_list**2)
    beyond = _beyond(found, runs.expected)
    sure = np.where(beyond >= 0.0, np.inf, -np.inf)
    h = np.divide(beyond, spread, out=sure, where=(spread > 0.0) & np.isfinite(beyond))
    shared = np.divide(luck, spread**2, out=np.zeros_like(h), where=spread > 0.0)
    once = ndtr(h)
    return once, once - 2.0 * owens_t(h, np.sqrt(np.maximum(1.0 - shared, 0.0) / (1.0 + shared)))


def _beyond(found: Assessment, expected: Runs) -> Runs:
    """How far the expected rate is beyond the level, on the good side; never met or always where rates are clipped."""
    level, at_most = found.level, found.target.sense == "at_most"
    assert level is not None
    if (level < 0.0 and at_most) or (level > 1.0 and not at_most):
        return np.full(expected.shape, -np.inf)
    if (level >= 1.0 and at_most) or (level <= 0.0 and not at_most):
        return np.full(expected.shape, np.inf)
    beyond = level - expected if at_most else expected - level
    return np.where(np.isnan(beyond), -np.inf, beyond + TOLERANCE)


def _absent(found: Assessment, runs: _Reported | None) -> dict[str, float]:
    """The chance of the target with one source at its mean and the others as they are."""
    if runs is None:
        return {}
    means = _known_mean(runs.expected, axis=1)
    without = {
        "assumptions": runs._replace(expected=runs.expected - means + _known_mean(means)),
        "chance": runs._replace(expected=np.broadcast_to(means, runs.expected.shape)),
        "sampling": runs._replace(luck=np.zeros_like(runs.luck)),
        "product_list": runs._replace(product_list=np.zeros_like(runs.product_list)),
    }
    return {source: float(_chances(found, one)[0].mean()) for source, one in without.items()}


def _known_mean(values: Runs, axis: int | None = None) -> Runs:
    """The mean of the runs that have a figure, the dimensions kept; nan without a warning where none has."""
    known = np.isfinite(values)
    total, count = (part.sum(axis=axis, keepdims=True) for part in (np.where(known, values, 0.0), known))
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


# --- if the true rate were known


def _tested_level(target: Target) -> float:
    """The level of a target that is judged by the share of planned tests that pass."""
    row = checked_indicator(target.indicator)
    if not row.expected or target.level is None or target.sense != "at_least":
        raise BadRequest(
            f"“{row.words.zh}”的这一目标不是按抽查批次的合格比例对照某一数值考核，无法按批次计算。请用监督抽查合格率。",
            f"This target of {target.indicator} is not a level of the share of tests that pass, so tests say nothing "
            "about it. Take sampled_pass_rate.",
        )
    return target.level


def _spread_chance(outcome: Outcome, target: Target, mean: float, tests: int) -> float | None:
    """The chance with a beta around the known rate as wide as the model's expected rates."""
    rates = outcome.without_sampling(target.indicator, target.year, target.sectors or None, target.programme or None)
    variance = math.nan if rates is None else float(np.nanvar(rates))
    if not 0.0 < variance < mean * (1.0 - mean):
        return None
    total = mean * (1.0 - mean) / variance - 1.0
    assert target.level is not None
    return chance_on_sample_spread(mean * total, (1.0 - mean) * total, target.level, tests)
