"""Drivers: which results hang on guesses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .assumptions import ASSUMPTION, ASSUMPTIONS
from .errors import BadRequest
from .estimators import draw_means
from .indicators import INDICATOR
from .targets import bar, target_values
from .words import Words

if TYPE_CHECKING:
    from .outcome import Outcome
    from .scenario import Target

Vector = NDArray[np.float64]  # [draw]
FALSE_ALARM = 0.05  # chance that any assumption at all is named although none matters
FEWEST_DRAWS = 20  # below it the t approximation names one too often


class Question(NamedTuple):
    """A result to be explained: an indicator in a year, over some sectors, a programme or the district."""

    indicator: str
    year: int
    sectors: tuple[str, ...] | None = None
    programme: str | None = None


class Driver(NamedTuple):
    """One assumption and how the result moves with it.

    `correlation` is Spearman's; below `threshold` in size there is no visible effect (`visible` False):
    with so many draws and so many assumptions luck alone reaches it once in 20 results.
    `low_third`, `high_third`: the mean result where the assumption is low, and where it is high.
    """

    code: str
    words: Words
    status: str  # guess or measured
    correlation: float
    threshold: float
    visible: bool
    low_third: float
    high_third: float
    third_error: float = math.nan  # simulation error of the less certain of the two


def drivers(outcome: Outcome, asked: Target | Question, top: int = 5) -> tuple[Driver, ...]:
    """The assumptions a result hangs on most, largest first; look at `visible` before naming one."""
    results = draw_means(_results(outcome, asked))
    constants = assumption_values(outcome, asked)
    return rank_drivers(results, constants)[:top]


def rank_drivers(results: Vector, constants: Mapping[str, Vector]) -> tuple[Driver, ...]:
    """Every assumption that varies, by the size of its rank correlation with the results of the draws.

    Draws without a figure are left out; a result that does not vary hangs on nothing.
    """
    known = np.isfinite(results)
    if len(set(results[known])) < 2:
        return ()
    varied = {code: values[known] for code, values in constants.items() if len(set(values[known])) > 1}
    threshold = visible_correlation(int(known.sum()), len(varied))
    rows = [_driver(code, values, results[known], threshold) for code, values in varied.items()]
    return tuple(sorted(rows, key=lambda row: -abs(row.correlation)))


def visible_correlation(draws: int, assumptions: int) -> float:
    """The size a rank correlation must exceed to count as an effect, given how many are looked at.

    Two-sided 5 %, shared among the assumptions (Bonferroni), by the t approximation for Spearman's
    coefficient (Kendall & Stuart): r = t/√(D − 2 + t²), equation 51. 1, hence never, below FEWEST_DRAWS; measured
    for 45 assumptions without any effect: some is named in 5.5 of 100 results at 50 draws, 6.2 at 20.
    """
    from scipy.special import stdtrit

    if draws < FEWEST_DRAWS or assumptions < 1:
        return 1.0
    t = float(stdtrit(draws - 2, 1 - FALSE_ALARM / (2 * assumptions)))
    return t / math.sqrt(draws - 2 + t * t)


def assumption_values(outcome: Outcome, asked: Target | Question) -> dict[str, Vector]:
    """What each draw assumed: one number a draw; sector assumptions as the mean of the sectors asked for."""
    places = _places(outcome, asked)
    values: dict[str, Vector] = {}
    for row in ASSUMPTIONS:
        if row.shape == "scalar":
            values[row.code] = np.asarray(outcome.assumptions[row.code], dtype=np.float64)
        else:
            table = np.asarray(outcome.sector_assumptions[row.code], dtype=np.float64)
            values[row.code] = table[:, places].mean(axis=1)
    return values


def _results(outcome: Outcome, asked: Target | Question) -> Vector:
    """The runs to explain; for a target to rise, the rise itself rather than the stock."""
    if isinstance(asked, Question):
        return outcome.annual(asked.indicator, asked.year, sectors=asked.sectors, programme=asked.programme)
    values = target_values(outcome, asked)
    wanted = bar(outcome, asked) if asked.sense == "rise" else 0.0
    return values if wanted is None else values - wanted


def _places(outcome: Outcome, asked: Target | Question) -> list[int]:
    """Positions of the sectors that the result is read from."""
    sectors, own = outcome.scenario.sectors, INDICATOR[asked.indicator].programme
    chosen = [
        place
        for place, sector in enumerate(sectors)
        if (not asked.sectors or sector.name in asked.sectors)
        and (not asked.programme or sector.programme == asked.programme)
        and (not own or sector.programme == own)
    ]
    if not chosen:
        raise BadRequest(
            "所问范围内没有任何行业，请检查行业或类别名称。",
            "No sector lies in the scope asked for; check the names of sectors and programme.",
        )
    return chosen


def _driver(code: str, values: Vector, results: Vector, threshold: float) -> Driver:
    row = ASSUMPTION[code]
    order, third = np.argsort(values, kind="stable"), len(values) // 3 or 1
    ends = results[order[:third]], results[order[-third:]]
    correlation = rank_correlation(values, results)
    return Driver(
        code=code,
        words=row.words,
        status=row.status,
        correlation=correlation,
        threshold=threshold,
        visible=abs(correlation) > threshold,
        low_third=float(ends[0].mean()),
        high_third=float(ends[1].mean()),
        third_error=max(float(end.std(ddof=1)) / math.sqrt(third) for end in ends) if third > 1 else math.nan,
    )


def rank_correlation(first: Vector, second: Vector) -> float:
    """Spearman's rank correlation, ties at their mean rank; 0 if one of the two does not vary."""
    ranks = np.stack([_ranks(first), _ranks(second)])
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    scale = math.sqrt(float(np.prod(np.square(centred).sum(axis=1))))
    return float(centred[0] @ centred[1]) / scale if scale > 0 else 0.0


def _ranks(values: Vector) -> Vector:
    """Ranks from 1, ties at their mean (scipy.stats has it too, at a second of import time)."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Vector = (np.cumsum(count) - (count - 1) / 2)[place]
    return ranks
