"""Gaming: what sampling the easy units does to the rate that is reported, and how the tests themselves give it away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from ...differences import Difference, Scope, compare, on_common_draws
from ...errors import BadRequest
from ...estimators import Chance, Estimate, finite, mean_with_error, share_with_error
from ...levers import LEVER
from ...scenario import with_paths
from ...words import Words
from ..asking import SCOPE, fail_if_misspelt

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
EASY_SHARE = 0.8  # of the planned tests that are steered to easy units; a small random core is left
FALSE_ALARM = 0.05  # of honest plans that may be suspected wrongly
_MARK = Words("（抽易避难）", " (easy units sampled)")
_STEERED = ("targeted_share", "tilt", "grade_weights")
_RATES = ("sampled_pass_rate", "true_pass_rate", "corrected_pass_rate", "core_pass_rate")


class Telltale(NamedTuple):
    """A gap between two figures of the same year's tests: honest, gamed, and how often it gives the gaming away.

    `limit` is what the gap exceeds in FALSE_ALARM of honest futures; `noticed` the share of gamed futures beyond it.
    """

    honest: Estimate
    gamed: Estimate
    limit: float
    noticed: Chance | None


class GamedYear(NamedTuple):
    """One year of the same plan with easy units sampled, minus the plan itself, run by run.

    `bias` is how far the corrected rate lies from the true one in the gamed plan.
    """

    year: int
    sampled: Difference
    true: Difference
    corrected: Difference
    core: Difference
    against_corrected: Telltale
    against_core: Telltale
    bias: Estimate


def easy_sampling(scenario: Scenario, share: float = EASY_SHARE) -> Scenario:
    """The same plan, but tests go where they are likely to be passed: a negative control of what a target rewards.

    Only levers that the plan has, within their bounds: at least `share` of the tests are targeted, the weights of the
    credit grades reversed so that the best grade is drawn most often, no tilt towards risk. As many tests as before.
    A share outside 0–1 is an error.
    """
    steered = _checked_share(share)
    paths = {
        (lever, place): tuple(_steered(lever, value, steered) for value in path)
        for (lever, place), path in scenario.plan.items()
        if lever in _STEERED
    }
    made = with_paths(scenario, paths, f"{scenario.name}_easy")
    return replace(made, title=Words(scenario.title.zh + _MARK.zh, scenario.title.en + _MARK.en))


def gaming(
    outcome: Outcome, easier: Outcome, years: Iterable[int] | None = None, **scope: Unpack[Scope]
) -> tuple[GamedYear, ...]:
    """What sampling easy units changes, year by year: the sampled rate, the true rate, and what gives it away.

    `easier` is the outcome of `easy_sampling(plan)`, `outcome` that of the plan; common draws are compared.
    """
    fail_if_misspelt(scope, SCOPE)
    gamed, honest = on_common_draws(easier, outcome)
    shared = [year for year in honest.years[1:] if year in gamed.years]
    return tuple(_gamed_year(gamed, honest, year, scope) for year in (shared if years is None else years))


def _checked_share(share: float) -> float:
    """A share of the tests from 0 to 1; 80 meant as per cent is an error."""
    if isinstance(share, (int, float)) and not isinstance(share, bool) and 0.0 <= share <= 1.0:
        return float(share)
    raise BadRequest(
        f"抽向易过关单位的批次比例 {share} 须在 0 与 1 之间：八成写 0.8。",
        f"The share of tests steered to easy units, {share}, must lie between 0 and 1: write 0.8 for 80 %.",
        value=share,
    )


# --- one year


def _steered(lever: str, value: float | tuple[float, ...], share: float) -> float | tuple[float, ...]:
    """A lever's value when easy units are to be drawn."""
    if lever == "tilt":
        return LEVER["tilt"].minimum
    if isinstance(value, tuple):
        weights = value if len(set(value)) > 1 else LEVER["grade_weights"].default
        return tuple(sorted(weights, reverse=True))  # type: ignore[arg-type]
    return max(value, share)


def _gamed_year(gamed: Outcome, honest: Outcome, year: int, scope: Scope) -> GamedYear:
    changes = {code: compare(gamed, honest, code, year, **scope) for code in _RATES}
    rates = [{code: one.annual(code, year, **scope) for code in _RATES} for one in (honest, gamed)]
    corrected, core = (
        _telltale(*(one["sampled_pass_rate"] - one[code] for one in rates))
        for code in ("corrected_pass_rate", "core_pass_rate")
    )
    bias = mean_with_error(rates[1]["corrected_pass_rate"] - rates[1]["true_pass_rate"])
    first = [changes[code] for code in _RATES]
    return GamedYear(year, first[0], first[1], first[2], first[3], corrected, core, bias)


def _telltale(honest: Runs, gamed: Runs) -> Telltale:
    """How often the gap of a gamed year lies beyond what honest years show; None without a figure to hold against."""
    known = finite(honest)
    judged = known.size > 0 and finite(gamed).size > 0
    limit = float(np.quantile(known, 1 - FALSE_ALARM, method="higher")) if known.size else float("nan")
    noticed = share_with_error(gamed > limit) if judged else None
    return Telltale(mean_with_error(honest), mean_with_error(gamed), limit, noticed)
