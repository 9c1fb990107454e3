"""What a ledger measures: rates, persistence of failure, follow-ups, mixes; each with its number of cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..estimators import Interval, wilson

FOLLOW_UP_DAYS = 180
FEW_TESTS = 30  # below, a rate is printed with the word “few”
Z = 1.959963984540054  # 95 %
_DAYS = 10**6  # more than any day number, so that unit · _DAYS + day sorts by unit, then by day


class Rate(NamedTuple):
    """So many of so many, and where the true share plausibly lies (95 %, Wilson); without cases, anywhere."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share; None without a single case."""
        return self.hits / self.of if self.of else None

    @property
    def few(self) -> bool:
        """So few cases that the interval matters more than the share."""
        return self.of < FEW_TESTS


class Visits(NamedTuple):
    """Planned visits in order of unit and day: [visit]. Several tests of a unit on a day are one visit."""

    unit: NDArray[np.int64]
    day: NDArray[np.int64]
    failed: NDArray[np.bool_]


class Persistence(NamedTuple):
    """How much likelier a unit fails that failed the last time; `gap` is the quartiles of days in between.

    `ratio` is P(fail | last fail) ÷ P(fail | last pass), with a 95 % interval (Katz et al. 1978, log ratio);
    both None where one of the two rates is 0 or has no case.
    """

    after_fail: Rate
    after_pass: Rate
    ratio: float | None
    interval: Interval | None
    gap: tuple[float, float, float] | None

    @property
    def pairs(self) -> int:
        """Pairs of consecutive planned visits to the same unit."""
        return self.after_fail.of + self.after_pass.of


class Lag(NamedTuple):
    """Correlation of a unit's results `lag` visits apart, its standard error, pairs, and median days between."""

    lag: int
    correlation: float
    error: float
    pairs: int
    days: float


def rate(count: int, of: int) -> Rate:
    """A share with its Wilson interval."""
    return Rate(int(count), int(of), *wilson(int(count), int(of)))


def visits(unit: NDArray[np.int64], day: NDArray[np.int64], failed: NDArray[np.bool_]) -> Visits:
    """Tests become visits: a unit that fails one of a day's tests has failed that day."""
    if not unit.size:
        return Visits(unit, day, failed)
    keys, where = np.unique(unit * _DAYS + day, return_inverse=True)
    fails = np.bincount(where, weights=failed) > 0
    return Visits(keys // _DAYS, keys % _DAYS, fails)


def persistence(seen: Visits) -> Persistence:
    """Whether failing repeats: consecutive planned visits of the same unit, the later given the earlier."""
    now, last, days = _pairs(seen, 1)
    after_fail, after_pass = (rate(int(now[last == was].sum()), int((last == was).sum())) for was in (True, False))
    quartiles = np.quantile(days, (0.25, 0.5, 0.75)) if days.size else None
    gap = None if quartiles is None else (float(quartiles[0]), float(quartiles[1]), float(quartiles[2]))
    return Persistence(after_fail, after_pass, *_ratio(after_fail, after_pass), gap)


def _ratio(first: Rate, second: Rate) -> tuple[float | None, Interval | None]:
    if not first.hits or not second.hits:
        return None, None
    ratio = (first.hits / first.of) / (second.hits / second.of)
    error = math.sqrt(1 / first.hits - 1 / first.of + 1 / second.hits - 1 / second.of)
    return ratio, Interval(ratio * math.exp(-Z * error), ratio * math.exp(Z * error))


def lags(seen: Visits, most: int = 3) -> tuple[Lag, ...]:
    """The correlations of a unit's results one, two, three visits apart (pairs of all units pooled)."""
    return tuple(_lag(seen, lag) for lag in range(1, most + 1))


def _lag(seen: Visits, lag: int) -> Lag:
    now, last, days = _pairs(seen, lag)
    middle = float(np.median(days)) if days.size else math.nan
    if now.size < 3 or now.min() == now.max() or last.min() == last.max():
        return Lag(lag, math.nan, math.nan, int(now.size), middle)
    found = float(np.corrcoef(now, last)[0, 1])
    return Lag(lag, found, (1 - found**2) / math.sqrt(now.size), int(now.size), middle)


def _pairs(seen: Visits, lag: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Results now, results `lag` visits earlier of the same unit, and days between: [pair]."""
    same = seen.unit[lag:] == seen.unit[:-lag]
    return seen.failed[lag:][same], seen.failed[:-lag][same], (seen.day[lag:] - seen.day[:-lag])[same]


def followed_up(fails: Visits, unit: NDArray[np.int64], day: NDArray[np.int64], last_day: int) -> Rate:
    """The share of fails that had a follow-up test (of `unit` on `day`) within FOLLOW_UP_DAYS.

    Fails so late that their time is not over by `last_day` do not count, followed up or not.
    """
    over = fails.failed & (fails.day <= last_day - FOLLOW_UP_DAYS)
    asked = fails.unit[over] * _DAYS + fails.day[over]
    tests = np.append(np.sort(unit * _DAYS + day), np.iinfo(np.int64).max)
    next_one = tests[np.searchsorted(tests, asked)]
    return rate(int((next_one - asked <= FOLLOW_UP_DAYS).sum()), int(asked.size))


def mix(unit: NDArray[np.int64], code: NDArray[np.int64], names: Sequence[str]) -> dict[str, int]:
    """Units by what the ledger says of them last (rows in order of day; −1: not said)."""
    said = code >= 0
    latest = dict(zip(unit[said].tolist(), code[said].tolist(), strict=True))
    counts = np.bincount(list(latest.values()), minlength=len(names)) if latest else np.zeros(len(names), int)
    return {name: int(count) for name, count in zip(names, counts, strict=True)}
