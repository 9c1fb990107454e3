"""Ranking by luck: how often equals are put in order, how far they move, how many points they are held apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ..asking import is_number
from .earning import points_of

if TYPE_CHECKING:
    from ...grammar.scored import Item

Array = NDArray[np.float64]
MOST_TESTS, MOST_UNITS = 100_000, 10_000
NEVER = 1e-20  # numbers of passes less likely than this are left out: together they stay far below any rounding


class Misranking(NamedTuple):
    """Two units compared by their reported rates: the first above, equal, the second above.

    `better` says which is truly better: 1 the first, −1 the second, 0 neither.
    """

    first_above: float
    tie: float
    second_above: float
    better: int

    @property
    def ordered(self) -> float:
        """The chance that one is put above the other at all."""
        return 1.0 - self.tie

    @property
    def wrong(self) -> float:
        """The chance that a ranking puts the worse above the better, ties drawn by lot; one half for equals."""
        if self.better == 0:
            return 0.5
        return (self.second_above if self.better > 0 else self.first_above) + 0.5 * self.tie


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
    """How likely two units are published in the wrong order: their true rates, and their tests.

    Exact for two binomial counts, compared as fractions (equation 69). Equal rates: any order is luck.
    """
    if len(rates) != 2 or len(tests) != 2:
        raise BadRequest("请给两个合格率和两个批次数。", "Give two rates and two numbers of tests.")
    (one, other), (ours, theirs) = rates, _checked(rates, tests)
    mine = _chances(ours, one)
    below, equal = _beside(np.arange(ours + 1), ours, theirs, other)
    above, tie = float(mine @ below), float(mine @ equal)
    return Misranking(above, tie, max(0.0, 1.0 - above - tie), int(one > other) - int(one < other))


def rank_noise(rate: float, tests: int, units: int) -> RankNoise:
    """What a ranking of equals shows: how far best and last are apart, and how far each moves in a year, by luck alone.

    Exact: P(max − min ≥ d) from the order statistics of a discrete variable (David & Nagaraja 2003, chapter 2);
    places of equals are uniform and independent between years, so that one moves (k² − 1)/(3k) on average, ties by lot.
    """
    (count,) = _checked([rate], [tests])
    if not _is_whole(units, 2, MOST_UNITS):
        raise BadRequest(
            f"比较的个数 {units} 须为 2 至 {MOST_UNITS} 的整数。",
            f"{units} units: give 2 to {MOST_UNITS:,}, a whole number.",
            value=units,
        )
    chance, number = _chances(count, rate), int(units)
    likely = chance[np.flatnonzero(chance >= NEVER).min() : np.flatnonzero(chance >= NEVER).max() + 1]
    within = np.array([_within(likely, width, number) for width in range(len(likely) - 1)])  # P(range ≤ width)
    at_least = np.zeros(count + 1)
    at_least[: len(likely)] = 1.0, *np.clip(1.0 - within, 0.0, 1.0)
    gap = float(at_least[1:].sum()) / count
    return RankNoise(number, count, rate, gap, at_least, (number**2 - 1) / (3 * number))


def first_place(rate: float, tests: Sequence[int]) -> Array:
    """The chance that each of some equals is published best, by its number of tests: [unit], sum 1.

    Small samples come out at the top, and at the bottom, more often than their share (Wainer 2007). Exact: ties by
    lot, ∫ Π (P(below) + t P(equal)) dt over 0–1, which Gauss–Legendre sums without error.
    """
    counts = _checked([rate], tests)
    nodes, weights = np.polynomial.legendre.leggauss(len(counts) // 2 + 1)
    places, weights = 0.5 * (nodes + 1.0), 0.5 * weights
    found = []
    for unit, count in enumerate(counts):
        others = np.ones((count + 1, len(places)))
        for other, rival in enumerate(counts):
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
    (count,) = _checked([rate], [tests])
    earned = points_of(item.rule, np.arange(count + 1) / count, item.place.better, facts)
    values, place = np.unique(np.round(earned, 9), return_inverse=True)
    weight = np.bincount(place.ravel(), _chances(count, rate), len(values))
    below = np.cumsum(weight)[:-1]
    difference = 2.0 * float(np.sum(below * (1.0 - below) * np.diff(values)))  # each step lies between the two or not
    return UnequalPoints(float(1.0 - weight @ weight), difference)


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


def _checked(rates: Sequence[float], tests: Sequence[int]) -> tuple[int, ...]:
    """The numbers of tests, whole, beside rates that are rates."""
    for rate in rates:
        if not is_number(rate) or not 0.0 <= rate <= 1.0:
            raise BadRequest(
                f"合格率须写在 0 与 1 之间，得到 {rate}；85% 请写 0.85。",
                f"A rate lies between 0 and 1; got {rate}. Write 0.85 for 85 %.",
                value=rate,
            )
    for count in tests:
        if not _is_whole(count, 1, MOST_TESTS):
            raise BadRequest(
                f"批次数 {count} 须为 1 至 {MOST_TESTS} 的整数。",
                f"The number of tests ({count}) must be a whole number from 1 to {MOST_TESTS}.",
                value=count,
            )
    return tuple(int(count) for count in tests)


def _is_whole(value: Any, least: int, most: int) -> bool:
    """True for a whole number within the limits, also if it is written 100.0."""
    return is_number(value) and least <= value <= most and int(value) == value
