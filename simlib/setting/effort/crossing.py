"""Crossing: the least level at which a chance is reached, found with few looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ...targets import TOLERANCE

MOST_STEPS = 60  # halvings; more than a double can tell apart


class Crossing(NamedTuple):
    """Where a chance is first reached. `level` is the least level looked at that reaches it, None if none does.

    `lost` is the least level above it at which it is missed again (None: never), `lasting` the least level from which
    on all looks reach it (`level` itself if nothing is lost, None if the highest level misses). `curve` holds every
    look, (level, chance) by level; `fall` the largest loss of chance from a level to a higher one: (from, to, size).
    """

    level: float | None
    lost: float | None
    lasting: float | None
    curve: tuple[tuple[float, float], ...]
    fall: tuple[float, float, float]

    @property
    def best(self) -> tuple[float, float]:
        """The least level with the highest chance seen, and that chance."""
        return max(self.curve, key=lambda look: (look[1], -look[0]))


def least_level(
    chance_at: Callable[[float], float],
    levels: Sequence[float],
    asked: float,
    step: Callable[[float, float], float],
) -> Crossing:
    """The least level that reaches a chance: a coarse grid, then halving inside the smallest crossing (equation 61).

    Each level is looked at once. What is found is reached, and one `step` below it is not; a crossing that is lost
    again between two neighbouring levels of the grid cannot be seen. Answers lie on whole multiples of the step.
    """
    looks = {level: chance_at(level) for level in sorted(levels)}

    def reaches(level: float) -> bool:
        if level not in looks:
            looks[level] = chance_at(level)
        return looks[level] >= asked - TOLERANCE

    grid = sorted(looks)
    first = next((place for place, level in enumerate(grid) if reaches(level)), None)
    if first is None:
        return Crossing(None, None, None, _sorted(looks), largest_fall(looks))

    def refined(place: int, holds: Callable[[float], bool]) -> float:
        """The crossing between this point of the grid and the one before it."""
        inside = grid[place - 1], grid[place]
        return _halved(*inside, step(*inside), holds) if place > 0 else grid[place]

    level = refined(first, reaches)
    missed = [place for place in range(first + 1, len(grid)) if not reaches(grid[place])]
    lost, lasting = None, level if not missed else None
    if missed:
        lost = refined(missed[0], lambda level: not reaches(level))
        lasting = refined(missed[-1] + 1, reaches) if missed[-1] + 1 < len(grid) else None
    return Crossing(level, lost, lasting, _sorted(looks), largest_fall(looks))


def _halved(low: float, high: float, step: float, holds: Callable[[float], bool]) -> float:
    """The least multiple of `step` found to hold: it does at `high` and does not at `low`."""
    for _ in range(MOST_STEPS):
        if high - low <= step * (1.0 + 1e-9):
            break
        middle = round(round((low + high) / 2.0 / step) * step, 12)
        if not low < middle < high:
            break
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _sorted(looks: dict[float, float]) -> tuple[tuple[float, float], ...]:
    return tuple(sorted(looks.items()))


def largest_fall(looks: Mapping[float, float]) -> tuple[float, float, float]:
    """The largest loss of chance from a level to a higher one."""
    curve, worst = sorted(looks.items()), (0.0, 0.0, 0.0)
    peak = curve[0]
    for level, chance in curve:
        if chance > peak[1]:
            peak = level, chance
        if peak[1] - chance > worst[2]:
            worst = peak[0], level, peak[1] - chance
    return worst
