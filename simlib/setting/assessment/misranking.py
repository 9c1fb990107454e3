"""Ranking by luck: how often equals are put in order, how far they move, how many points they are held apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from .earning import points_of

if TYPE_CHECKING:
    from ...grammar.scored import Item

Array = NDArray[np.float64]
MOST_TESTS = 100_000


class Misranking(NamedTuple):
    """Two units compared by their reported rates: the first above, equal, the second above."""

    first_above: float
    tie: float
    second_above: float

    @property
    def ordered(self) -> float:
        """The chance that one is put above the other at all."""
        return 1.0 - self.tie

    @property
    def wrong(self) -> float:
        """The chance that a ranking puts the second above the first, ties drawn by lot."""
        return self.second_above + 0.5 * self.tie


class RankNoise(NamedTuple):
    """What luck alone does to `units` equals with `tests` each.

    `gap` is the expected distance of the published best from the last, `gap_at_least` the chance of each distance or
    more (in passes: [0 … tests]); `places` how far one of them is expected to move from year to year.
    """

    units: int
    tests: int
    rate: float
    gap: float
    gap_at_least: Array
    places: float

    def chance_of_gap(self, points: float) -> float:
        """The chance that best and last are published at least this far apart (a share: .1 is 10 points)."""
        passes = int(np.ceil(points * self.tests - 1e-9))
        return float(self.gap_at_least[passes]) if passes <= self.tests else 0.0


class UnequalPoints(NamedTuple):
    """Two equals under one item: the chance of different points, and the expected difference."""

    differ: float
    difference: float


def misranking(rates: Sequence[float], tests: Sequence[int]) -> Misranking:
    """How likely two units are published in the wrong order: the first's true rate and tests, then the second's.

    Exact for two binomial counts, compared as fractions (equation 69). Equal rates: any order is luck.
    """
    if len(rates) != 2 or len(tests) != 2:
        raise BadRequest("请给两个合格率和两个批次数。", "Give two rates and two numbers of tests.")
    _fail_if_not(rates, tests)
    mine = _chances(tests[0], rates[0])
    below, equal = _beside(np.arange(tests[0] + 1), tests[0], tests[1], rates[1])
    above, tie = float(mine @ below), float(mine @ equal)
    return Misranking(above, tie, max(0.0, 1.0 - above - tie))


def rank_noise(rate: float, tests: int, units: int) -> RankNoise:
    """What a ranking of equals shows: how far best and last are apart, and how far each moves in a year, by luck alone.

    Exact: P(max − min ≥ d) from the order statistics of a discrete variable (David & Nagaraja 2003, chapter 2);
    places of equals are uniform and independent between years, so that one moves (k² − 1)/(3k) on average, ties by lot.
    """
    _fail_if_not([rate], [tests])
    if not 2 <= units <= 10_000:
        raise BadRequest(f"比较 {units} 个单位:须为 2 至 10000 个。", f"{units} units: give 2 to 10,000.")
    chance = _chances(tests, rate)
    within = np.array([_within(chance, width, units) for width in range(tests + 1)])  # P(range ≤ width)
    at_least = np.concatenate([[1.0], 1.0 - within[:-1]])
    gap = float(at_least[1:].sum()) / tests
    return RankNoise(units, tests, rate, gap, np.clip(at_least, 0.0, 1.0), (units**2 - 1) / (3 * units))


def first_place(rate: float, tests: Sequence[int]) -> Array:
    """The chance that each of some equals is published best, by its number of tests: [unit], sum 1.

    Small samples come out at the top, and at the bottom, more often than their share (Wainer 2007). Exact: ties by
    lot, ∫ Π (P(below) + t P(equal)) dt over 0–1, which Gauss–Legendre sums without error.
    """
    _fail_if_not([rate], tests)
    nodes, weights = np.polynomial.legendre.leggauss(len(tests) // 2 + 1)
    places, weights = 0.5 * (nodes + 1.0), 0.5 * weights
    found = []
    for unit, count in enumerate(tests):
        others = np.ones((count + 1, len(places)))
        for other, rival in enumerate(tests):
            if other != unit:
                below, equal = _beside(np.arange(count + 1), count, rival, rate)
                others *= below[:, None] + equal[:, None] * places
        found.append(float(_chances(count, rate) @ others @ weights))
    return np.array(found)


def last_place(rate: float, tests: Sequence[int]) -> Array:
    """The chance that each of some equals is published last: the best of those with most fails."""
    return first_place(1.0 - rate, tests)


def unequal_points(item: Item, rate: float, tests: int, facts: dict[str, float] | None = None) -> UnequalPoints:
    """How often an item gives two equals different points, and how far apart they are on average: exact."""
    _fail_if_not([rate], [tests])
    chance = _chances(tests, rate)
    earned = points_of(item.rule, np.arange(tests + 1) / tests, item.place.better, facts)
    values, place = np.unique(np.round(earned, 9), return_inverse=True)
    weight = np.bincount(place.ravel(), chance, len(values))
    apart = np.abs(values[:, None] - values[None, :])
    return UnequalPoints(float(1.0 - weight @ weight), float(weight @ apart @ weight))


# --- counts


def _chances(tests: int, rate: float) -> Array:
    """P(passes = 0 … tests)."""
    from scipy.stats import binom

    return np.asarray(binom.pmf(np.arange(tests + 1), tests, rate))


def _beside(passes: NDArray[Any], tests: int, other: int, rate: float) -> tuple[Array, Array]:
    """P(the other's share is below passes/tests) and P(it is the same), for each number of passes; whole numbers."""
    from scipy.stats import binom

    least = -(-passes * other // tests)  # the least count of the other that is not below
    same = passes * other % tests == 0
    equal = np.where(same, binom.pmf(least, other, rate), 0.0)
    return np.asarray(binom.cdf(least - 1, other, rate)), np.asarray(equal)


def _within(chance: Array, width: int, units: int) -> float:
    """P(all of some equals lie within `width` passes): summed over the lowest of them."""
    padded = np.concatenate([[0.0], np.cumsum(chance)])
    low = np.arange(len(chance))
    top = np.minimum(low + width, len(chance) - 1)
    inside = padded[top + 1] - padded[low]
    above = padded[top + 1] - padded[low + 1]
    return float(np.sum(inside**units - above**units))


def _fail_if_not(rates: Sequence[float], tests: Sequence[int]) -> None:
    for rate in rates:
        if not 0.0 <= rate <= 1.0:
            raise BadRequest(
                f"合格率须写在 0 与 1 之间,得到 {rate};85% 请写 0.85。",
                f"A rate lies between 0 and 1; got {rate}. Write 0.85 for 85 %.",
                value=rate,
            )
    for count in tests:
        if int(count) != count or not 1 <= count <= MOST_TESTS:
            raise BadRequest(
                f"批次数 {count} 须为 1 至 {MOST_TESTS} 的整数。",
                f"The number of tests ({count}) must be a whole number from 1 to {MOST_TESTS}.",
                value=count,
            )
