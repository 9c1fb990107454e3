"""Targets: how likely each promise of the plan is kept, and by whose work."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .errors import BadRequest, unknown_name
from .estimators import (
    Chance,
    Interval,
    finite,
    median,
    quantile_band,
    share_with_error,
)
from .indicators import INDICATOR
from .spread import median_error
from .words import Words

if TYPE_CHECKING:
    from .outcome import Outcome
    from .scenario import Target

Runs = NDArray[np.float64]  # [draw, replicate]
SENSES = ("at_least", "at_most", "rise")
MOST = 0.95  # more than this is said as “more than 19 in 20”
TOLERANCE = 1e-9  # 0.9 reached by 72 of 80 is reached, whatever the floating numbers say


class Grade(NamedTuple):
    """How firmly a promise stands: at least this chance."""

    code: str
    words: Words
    at_least: float


GRADES: tuple[Grade, ...] = (
    Grade("safe", Words("把握很大", "safe"), 0.9),
    Grade("likely", Words("有望完成", "likely"), 0.7),
    Grade("open", Words("尚无把握", "open"), 0.3),
    Grade("unlikely", Words("难以完成", "unlikely"), 0.0),
)
UNKNOWN = Grade("unknown", Words("缺对照数据", "no comparison figure"), math.nan)
GRADE: dict[str, Grade] = {row.code: row for row in (*GRADES, UNKNOWN)}


class Rounded(NamedTuple):
    """A chance as planners say it: about so many in 10; 0 and 10 only with their flag."""

    tenths: int
    almost_never: bool
    almost_surely: bool


@dataclass(frozen=True)
class Assessment:
    """One target and how likely it is met; `chance` is None while the figure to compare with is missing.

    `level` is the figure to reach (for a rise the median of each run's own bar), `distance` the median
    of how far runs are beyond it (negative: short of it). `low`–`high` hold 80 of 100 futures; a yes/no
    indicator has no median and no band. `certain` is the 95 % interval of the chance for the number of
    runs. A run without a figure (nothing tested) counts as not met; `no_figure` is their share.
    `median_error` is the simulation error of the median.
    """

    target: Target
    chance: float | None
    error: float | None
    certain: Interval | None
    level: float | None
    reference_missing: bool
    median: float | None
    low: float | None
    high: float | None
    distance: float | None
    no_figure: float
    department: str
    met: NDArray[np.bool_] | None = field(repr=False, compare=False)
    median_error: float | None = None

    @property
    def verdict(self) -> str:
        """The code of the grade this chance earns."""
        return verdict(self.chance)


class DepartmentPromise(NamedTuple):
    """A department's targets, and the chance that all of them with a figure hold together."""

    department: str
    assessments: tuple[Assessment, ...]
    together: Chance | None


def assess(outcome: Outcome, targets: Iterable[Target] | None = None) -> tuple[Assessment, ...]:
    """How likely each target is met, judged as it will be in life; all targets of the plan by default."""
    chosen = outcome.scenario.targets if targets is None else targets
    return tuple(_assessment(outcome, target) for target in chosen)


def all_together(outcome: Outcome, targets: Iterable[Target] | None = None) -> Chance | None:
    """The chance that all targets that have a figure hold at once; None if none has one."""
    return together(assess(outcome, targets))


def together(assessments: Iterable[Assessment]) -> Chance | None:
    """The chance that these hold in the same future; targets without a figure are left out."""
    judged = [row.met for row in assessments if row.met is not None]
    return share_with_error(np.logical_and.reduce(judged)) if judged else None


def by_department(assessments: Iterable[Assessment]) -> tuple[DepartmentPromise, ...]:
    """Whose targets these are; a target with several owners stands under each of them."""
    rows: dict[str, list[Assessment]] = {}
    for row in assessments:
        for owner in row.target.owners:
            rows.setdefault(owner, []).append(row)
    return tuple(DepartmentPromise(name, tuple(own), together(own)) for name, own in rows.items())


def verdict(chance: float | None) -> str:
    """The grade of a chance as it is said (“about 7 in 10” is one grade), or `unknown` without a figure."""
    if chance is None or not math.isfinite(chance):
        return UNKNOWN.code
    said = rounded_chance(chance).tenths / 10.0
    return next(row.code for row in GRADES if said >= row.at_least - TOLERANCE)


def rounded_chance(chance: float) -> Rounded:
    """A chance in tenths, as an office would say it (0.793: about 8 in 10); never plainly 0 or 10.

    Tenths come from the whole futures of 100, so that a count and its verdict agree: .846 is 85 of 100, which is
    said “about 9 in 10” and is safe.
    """
    tenths = (futures_of_100(chance) + 5) // 10
    if chance < MOST - TOLERANCE:  # 94.6 is 95 of 100, but not “more than 95”
        tenths = min(tenths, 9)
    return Rounded(tenths, tenths == 0, tenths == 10)


def futures_of_100(chance: float) -> int:
    """In how many of 100 futures, to the nearest one."""
    if not 0 <= chance <= 1:
        raise BadRequest(f"可能性须在 0 与 1 之间，得到 {chance}。", f"A chance lies between 0 and 1; got {chance}.")
    return math.floor(100 * chance + 0.5 + TOLERANCE)


def target_values(outcome: Outcome, target: Target, year: int | None = None) -> Runs:
    """The indicator that a target names, over its own sectors, in its year: [draw, replicate]."""
    return outcome.annual(
        target.indicator,
        target.year if year is None else year,
        sectors=target.sectors or None,
        programme=target.programme or None,
    )


def bar(outcome: Outcome, target: Target) -> float | Runs | None:
    """What the value has to reach: a figure, each run's own bar for a rise, None while it is missing."""
    if target.sense == "rise":
        return (1 + target.by) * target_values(outcome, target, since_of(target))
    if target.reference:
        fact = outcome.scenario.facts.get(target.reference)
        return None if fact is None else fact.value
    return target.level


def since_of(target: Target) -> int:
    """The year that a target to rise rises from."""
    if target.since is None:
        raise BadRequest("“增长”目标缺少起始年份。", "A target to rise needs the year it rises from.")
    return target.since


def checked_sense(sense: str) -> str:
    """A kind of target that there is: at_least, at_most, rise."""
    if sense not in SENSES:
        raise unknown_name("目标类型", "kind of target", sense, SENSES)
    return sense


# --- one target


def _assessment(outcome: Outcome, target: Target) -> Assessment:
    values, wanted = target_values(outcome, target), bar(outcome, target)
    judged = wanted is not None
    beyond = _beyond(values, wanted, target.sense)
    met = _met(beyond, target.sense) if judged else None
    chance = share_with_error(met) if met is not None else None
    band = _band(values, target.indicator)
    return Assessment(
        target=target,
        chance=chance.value if chance else None,
        error=chance.error if chance else None,
        certain=Interval(chance.low, chance.high) if chance else None,
        level=_number(median(wanted)) if wanted is not None else None,
        reference_missing=not judged,
        median=band[0],
        low=band[1],
        high=band[2],
        distance=_number(median(beyond)),
        no_figure=1 - finite(values).size / values.size,
        department=target.owners[0],
        met=met,
        median_error=None if band[0] is None else _number(median_error(values)),
    )


def _beyond(values: Runs, wanted: Any, sense: str) -> Runs:
    """How far each run is beyond what is wanted, positive on the good side."""
    checked_sense(sense)
    if wanted is None:
        return np.full(values.shape, np.nan)
    beyond: Runs = wanted - values if sense == "at_most" else values - wanted
    return beyond


def _met(beyond: Runs, sense: str) -> NDArray[np.bool_]:
    """A rise must be strict; a level is met when it is reached."""
    return beyond > TOLERANCE if sense == "rise" else beyond >= -TOLERANCE


def _band(values: Runs, indicator: str) -> tuple[float | None, float | None, float | None]:
    row = INDICATOR.get(indicator)
    if row is not None and row.form == "yes_no":
        return None, None, None
    low, high = quantile_band(values)
    return _number(median(values)), _number(low), _number(high)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
