"""Compare: what a plan changes against another one, on the same futures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from .errors import BadRequest, unknown_name
from .estimators import draw_means, mean_with_error, quantile_band
from .indicators import INDICATOR

if TYPE_CHECKING:
    from pandas import DataFrame

    from .outcome import Outcome

Runs = NDArray[np.float64]  # [draw, replicate]


class Scope(TypedDict, total=False):
    """Where to look: some sectors by name, or all of one programme; neither is the whole district."""

    sectors: Iterable[str] | None
    programme: str | None


class Difference(NamedTuple):
    """A plan minus the baseline on one indicator in one year.

    `mean` and `low`–`high`, 80 of 100 futures, are of the *effect* (means of draws: what is unknown
    about how units react, and what luck of the units' own course so few replicates leave: little for a
    programme, up to twice the width for a tiny effect in one sector). The effect on the sampled pass rate
    is that on the rate expected of the same tests, without the luck of who is tested; `plan_mean` and
    `baseline_mean` are of the reports. `observed_low`–`observed_high`: 80 of 100 for the difference that
    two *yearly reports* would show, luck included. Two intervals, never one. `error` is the Monte-Carlo
    error of `mean`; `better_share` the share of draws in which the effect goes the good way (None if
    neither way is).
    """

    plan: str
    baseline: str
    indicator: str
    scope: str
    year: int
    plan_mean: float
    baseline_mean: float
    mean: float
    error: float
    low: float
    high: float
    observed_low: float
    observed_high: float
    better_share: float | None
    draws: int
    replicates: int


def compare(plan: Outcome, baseline: Outcome, indicator: str, year: int, **scope: Unpack[Scope]) -> Difference:
    """What the plan changes against the baseline, run by run on common draws.

    A plan against itself has an effect of exactly 0, with error and band 0; its reports still
    differ by luck.
    """
    _fail_if_runs_differ(plan, baseline)
    if indicator not in INDICATOR:
        raise unknown_name("指标", "indicator", indicator, INDICATOR)
    scope = _kept(scope)
    ours = np.asarray(plan.annual(indicator, year, **scope), dtype=np.float64)
    theirs = np.asarray(baseline.annual(indicator, year, **scope), dtype=np.float64)
    effect, before = ours - theirs, INDICATOR[indicator].expected
    if before:  # a draw's few replicates do not average the luck of tests away, and it belongs to the reports
        effect = np.asarray(plan.annual(before, year, **scope) - baseline.annual(before, year, **scope), np.float64)
    mean, error = mean_with_error(effect)
    low, high = quantile_band(draw_means(effect))
    seen_low, seen_high = quantile_band(report_differences(ours, theirs))
    return Difference(
        plan.scenario.name, baseline.scenario.name, indicator, scope_label(scope), year,
        float(ours.mean()), float(theirs.mean()), mean, error, low, high, seen_low, seen_high,
        _better_share(effect, INDICATOR[indicator].better), *effect.shape,
    )  # fmt: skip


def on_common_draws(plan: Any, other: Any) -> tuple[Any, Any]:
    """Two outcomes cut to the first draws that both have, so that they can be compared run by run.

    Draw 17 is the same future in both, however many there are, so nothing is simulated again.
    """
    common = min(plan.draws, other.draws)
    return plan.first(common), other.first(common)


def report_differences(ours: Runs, theirs: Runs) -> Runs:
    """What two yearly reports would differ by: same assumptions, each with luck of its own.

    Pairs each run of the plan with the baseline's *other* replicates of the same draw, since paired
    runs share product list and chance, which two real reports do not. [draw, replicate·(replicates −
    1)]; no pairs, hence no figure, with one replicate.
    """
    replicates = ours.shape[1]
    shifted = [ours - np.roll(theirs, step, axis=1) for step in range(1, replicates)]
    return np.concatenate(shifted, axis=1) if shifted else np.full((len(ours), 1), np.nan)


def difference_table(
    outcomes: Iterable[Outcome],
    baseline: Outcome,
    indicators: Iterable[str],
    years: Iterable[int],
    **scope: Unpack[Scope],
) -> DataFrame:
    """One row for each plan, indicator and year: its paired difference from the baseline."""
    from pandas import DataFrame

    scope, codes, when = _kept(scope), tuple(indicators), tuple(years)
    rows = [
        compare(plan, baseline, indicator, year, **scope) for plan in outcomes for indicator in codes for year in when
    ]
    return DataFrame(rows, columns=list(Difference._fields)).rename(columns={"plan": "scenario"})


def scope_label(scope: Scope) -> str:
    """The scope as tables name it: district, programme:product, sector:food or sector:farm+food."""
    sectors, programme = scope.get("sectors"), scope.get("programme")
    if sectors:
        return f"sector:{'+'.join(sectors)}"
    return f"programme:{programme}" if programme else "district"


def _kept(scope: Scope) -> Scope:
    """The scope with its sectors as a tuple, so that it can be read more than once."""
    sectors = scope.get("sectors")
    if sectors is None:
        return scope
    names = (sectors,) if isinstance(sectors, str) else tuple(sectors)
    return {**scope, "sectors": names}


def _better_share(effect: Runs, better: int) -> float | None:
    means = draw_means(effect)
    if not better:
        return None
    return math.nan if np.isnan(means).any() else float(np.mean(better * means > 0))


def _fail_if_runs_differ(plan: Outcome, baseline: Outcome) -> None:
    """Only runs of the same district on the same draws can be paired."""
    checks = (
        ("随机种子", "seed", plan.seed, baseline.seed),
        ("假设抽样次数", "number of draws", plan.draws, baseline.draws),
        ("重复次数", "number of replicates", plan.replicates, baseline.replicates),
        ("现行方案（根方案）", "root scenario", _root(plan), _root(baseline)),
    )
    for zh, en, ours, theirs in checks:
        if ours != theirs:
            names = plan.scenario.name, baseline.scenario.name
            raise BadRequest(
                f"“{names[0]}”与“{names[1]}”的{zh}不同（{ours} 与 {theirs}），不能逐次配对比较；请用相同设置重新模拟。",
                f"“{names[0]}” and “{names[1]}” differ in their {en} ({ours} and {theirs}) and "
                "cannot be compared run by run; simulate both with the same settings.",
                what=en,
            )


def _root(outcome: Outcome) -> str:
    root = outcome.scenario.root
    return f"{root.name} {root.digest[:8]}"
