"""Grouping (优 / 良 / 中): units are put apart only where the tests can tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import BadRequest
from ...words import Words

Array = NDArray[np.float64]
RISK = 0.05  # the chance that any of equals is put outside the middle group
ALIKE = 1e-6  # tails that differ by less than this share are the same but for rounding
TINY = 1e-290  # a tail below this is told by the chance of the very report, which never rounds to 0
GROUPS: dict[int, Words] = {1: Words("优", "above"), 0: Words("良", "middle"), -1: Words("中", "below")}


class Counted(NamedTuple):
    """A unit compared: an area, a sector, a department, with its tests and passes."""

    name: Words
    tests: int
    passes: int


class Grouped(NamedTuple):
    """A unit with its group: +1 above, 0 not to be told apart, −1 below; `chance` is how likely an equal strays so far.

    `can_stand_out` is False where no result at all could have put it outside the middle.
    """

    unit: Counted
    group: int
    chance: float
    can_stand_out: bool

    @property
    def rate(self) -> float:
        """The reported rate."""
        return self.unit.passes / self.unit.tests


class Groups(NamedTuple):
    """Some units in three groups; `rate` is that of the middle one together (of all where it is empty), `risk` the
    chance (at most) that any of equals would be put outside it.
    """

    rows: tuple[Grouped, ...]
    rate: float
    risk: float


def grouping(units: Sequence[Counted], risk: float = RISK) -> Groups:
    """Put units into 优 / 良 / 中 instead of a ranking: outside the middle only where luck cannot explain it.

    Each unit is held against all others by the exact hypergeometric tails of its passes given all passes (Fisher
    1935), two-sided, at risk/units (Bonferroni). The farthest is set aside and the others are held against each
    other again, so that nobody is praised for standing beside a bad one. Where that leaves half of the units or fewer
    and nobody at one end, they are no middle: two units told apart are one above and one below. Of equals any is
    misplaced with a chance of `risk` at most, whatever their common rate: the first step decides that (equation 69).
    The order of the units does not matter. After Goldstein & Spiegelhalter 1996 and Spiegelhalter 2005.
    """
    _fail_if_not_groupable(units, risk)
    tests, passes = (np.array([getattr(unit, name) for unit in units]) for name in ("tests", "passes"))
    edge = risk / (2 * len(units))
    group, chance = set_aside(tests, passes, edge)
    reach = reachable(tests, passes, edge)
    rows = tuple(
        Grouped(unit, int(group[place]), float(chance[place]), bool(reach[place].any()))
        for place, unit in enumerate(units)
    )
    middle = (group == 0) if (group == 0).any() else np.ones(len(units), dtype=bool)
    return Groups(rows, float(passes[middle].sum() / tests[middle].sum()), float(reach.sum()))


def set_aside(tests: ArrayLike, passes: ArrayLike, edge: float) -> tuple[NDArray[np.int64], Array]:
    """The group of each unit and how likely equals stray so far, for every report at once ([…, unit]).

    Step by step the unit with the smallest tail is set aside where that is `edge` at most: of those alike (the last
    two have the same tail) the one farther from all units, and together those alike in that, too. At the end those
    left may be the other end.
    """
    left, good = np.array(tests, dtype=np.int64), np.array(passes, dtype=np.int64)
    group, chance = np.zeros(left.shape, dtype=np.int64), np.ones(left.shape)
    present, first = left > 0, distances(left, good)
    low, high = first
    while True:
        upper, far = high > low, np.where(left > 0, np.maximum(low, high), 0.0)
        chance = np.where(group == 0, np.minimum(1.0, 2.0 * np.exp(-far)), chance)
        out = (far >= -np.log(edge)) & _farthest(far, np.where(upper, first[1], first[0]))
        if not out.any():
            break
        group = np.where(out, np.where(upper, 1, -1), group)
        left, good = np.where(out, 0, left), np.where(out, 0, good)
        low, high = distances(left, good)
    for side, far in zip((-1, 1), first, strict=True):
        other = _other_end(group, side, present) & (far >= -np.log(edge))
        group, chance = np.where(other, side, group), np.where(other, 2.0 * np.exp(-far), chance)
    return group, chance


def distances(tests: NDArray[Any], passes: NDArray[Any]) -> tuple[Array, Array]:
    """How far each unit lies below and above the others: −log of its tails."""
    from scipy.stats import hypergeom

    every, all_good = (np.broadcast_to(one.sum(axis=-1, keepdims=True), one.shape) for one in (tests, passes))
    found = []
    for tail in tails(tests, passes):
        far, small = -np.log(np.clip(tail, TINY, 1.0)), (tests > 0) & (tail < TINY)
        far[small] = -hypergeom.logpmf(passes[small], every[small], all_good[small], tests[small])
        found.append(far)
    return found[0], found[1]


def _farthest(*keys: Array) -> NDArray[np.bool_]:
    """The units with the largest first key, of these the largest second, and so on; those alike in all together."""
    found = np.ones(keys[0].shape, dtype=bool)
    for key in keys:
        held = np.where(found, key, -np.inf)
        found &= held >= held.max(axis=-1, keepdims=True) - ALIKE
    return found


def _other_end(group: NDArray[np.int64], side: int, present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The units left where they are half of all at most and nobody stands on that side yet."""
    left = (group == 0) & present
    few = 2 * left.sum(axis=-1, keepdims=True) <= present.sum(axis=-1, keepdims=True)
    vacant = ~(group == side).any(axis=-1, keepdims=True)
    return np.asarray(left & few & vacant)


def tails(tests: ArrayLike, passes: ArrayLike) -> tuple[Array, Array]:
    """P(so few passes or fewer) and P(so many or more) of each unit, were all alike; the last axis is the units."""
    from scipy.stats import hypergeom

    counts, good = np.asarray(tests), np.asarray(passes)
    every, all_good = counts.sum(axis=-1, keepdims=True), good.sum(axis=-1, keepdims=True)
    low = hypergeom.cdf(good, every, all_good, counts)
    high = hypergeom.sf(good - 1, every, all_good, counts)
    return np.asarray(low), np.asarray(high)


def reachable(tests: NDArray[Any], passes: NDArray[Any], edge: float) -> Array:
    """The chance of each equal to be put below and above: [unit, 2]; 0 where its tests are too few for either."""
    from scipy.stats import hypergeom

    every, good, found = int(tests.sum()), int(passes.sum()), []
    for count in tests:
        possible = np.arange(int(count) + 1)
        low = hypergeom.cdf(possible, every, good, count)
        high = hypergeom.sf(possible - 1, every, good, count)
        found.append((max(low[low <= edge], default=0.0), max(high[high <= edge], default=0.0)))
    return np.array(found)


def funnel(groups: Groups, risk: float = RISK, steps: int = 160) -> tuple[Array, Array, Array]:
    """The edges of the middle group by number of tests: (tests, lowest, highest rate); nan where nothing is outside.

    The tails of the last step of `grouping`: whoever is in the middle lies between the edges; where nobody is, the
    tails against all. Beyond the tests of the middle group together there is nothing to hold a unit against.
    """
    from scipy.stats import hypergeom

    middle = [row.unit for row in groups.rows if row.group == 0] or [row.unit for row in groups.rows]
    tests, passes = sum(unit.tests for unit in middle), sum(unit.passes for unit in middle)
    most = min(max(row.unit.tests for row in groups.rows), tests)
    sizes = np.unique(np.round(np.geomspace(1, max(most, 1), steps)).astype(int))
    edge = risk / (2 * len(groups.rows))
    low, high = [], []
    for size in sizes:
        possible = np.arange(size + 1)
        below = possible[hypergeom.cdf(possible, tests, passes, size) <= edge]
        above = possible[hypergeom.sf(possible - 1, tests, passes, size) <= edge]
        low.append((below.max() + 0.5) / size if below.size else np.nan)
        high.append((above.min() - 0.5) / size if above.size else np.nan)
    return sizes.astype(float), np.array(low), np.array(high)


def _fail_if_not_groupable(units: Sequence[Counted], risk: float) -> None:
    if len(units) < 2:
        raise BadRequest(
            "至少要有两个镇街、行业或部门才能分组。", "Groups need at least two areas, sectors or departments."
        )
    if not 0.0 < risk < 1.0:
        raise BadRequest(f"风险 {risk} 须在 0 与 1 之间。", f"The risk {risk} must lie between 0 and 1.")
    for unit in units:
        if unit.tests < 1 or not 0 <= unit.passes <= unit.tests:
            raise BadRequest(
                f"{unit.name.zh}：合格 {unit.passes} 批须在 0 与检验 {unit.tests} 批之间，检验至少 1 批。",
                f"{unit.name.en}: {unit.passes} passes of {unit.tests} tests; give at least one test and no more "
                "passes than tests.",
            )
