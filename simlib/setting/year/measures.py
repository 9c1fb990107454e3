"""Measures that a district can still take in the rest of a year, as paths of levers from the next quarter on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...levers import LEVER
from ...outcome import QUARTERS
from ...scenario import Plan, Scenario
from .quarters import places
from .tracking import Track

MOVED = 0.25  # part of the surest sector's tests that goes to the least sure one


class Measure(NamedTuple):
    """Something the district can still do: levers and what becomes of their values; in one sector or in all."""

    code: str
    changes: Mapping[str, Callable[[float], float]]
    where: str = "all"  # all sectors of the target, the worst one, or the district as a whole


def _times(factor: float) -> Callable[[float], float]:
    return lambda value: value * factor


def _plus(step: float) -> Callable[[float], float]:
    return lambda value: value + step


def _at_least(level: float) -> Callable[[float], float]:
    return lambda value: max(value, level)


# Tests are never moved towards units that pass easily, nor taken from the targeted ones: that would lift the figure and
# nothing else. They may go where most fails are, though that lowers the figure.
MEASURES: tuple[Measure, ...] = (
    Measure("crackdown", {"crackdown_tests": _at_least(2.0), "crackdown_sanction": _plus(0.75),
                          "crackdown_exposure": _plus(0.3)}),
    Measure("exposure", {"exposure": _plus(0.3)}),
    Measure("follow_up", {"follow_up": _at_least(0.95)}),
    Measure("fine", {"fine": _times(1.5)}),
    Measure("coverage", {"coverage": _times(1.5)}),
    Measure("coverage_worst", {"coverage": _times(1.5)}, "worst"),
    Measure("move_tests", {}, "move"),
    Measure("hotline", {"hotline": _plus(0.3)}),
    Measure("tech_support", {"tech_support": _plus(0.5)}),
    Measure("publicity", {"publicity": _times(3.0)}, "district"),
)  # fmt: skip


def changed_paths(track: Track, target: Any, measure: Measure) -> tuple[str, Plan]:
    """Where a measure acts, and the paths of the levers it changes from the next quarter to the end of the year."""
    plan = track.outcome.scenario
    spots = places(track.outcome, target.indicator, target.sectors, target.programme)
    names = [plan.sectors[n].name for n in spots]
    span = _span(track)
    if measure.where == "district":
        return "", _paths(plan, measure, [""], span)
    if measure.where == "all":
        return "", _paths(plan, measure, names, span)
    ranked = _by_rate(track, spots)
    if len(ranked) < 2:
        return "", {}
    if measure.where == "worst":
        return ranked[0], _paths(plan, measure, ranked[:1], span)
    return ranked[0], _moved(plan, ranked[0], ranked[-1], span)


def _span(track: Track) -> slice:
    """The quarters of the plan that remain of the year."""
    first = QUARTERS * track.outcome.scenario.calendar.years.index(track.year)
    return slice(first + track.quarters[-1], first + QUARTERS)


def _paths(plan: Scenario, measure: Measure, names: list[str], span: slice) -> Plan:
    found = {}
    for code, change in measure.changes.items():
        for name in names:
            path = _with(plan, (code, name), change, span)
            if path != plan.plan[code, name]:
                found[code, name] = path
    return found


def _moved(plan: Scenario, worst: str, best: str, span: slice) -> Plan:
    """A quarter of the tests of the sector with the best rate, or as many as the other can take, goes to the worst.

    Each quarter has as many in all as before.
    """
    units = {one.name: one.value("units") or 0.0 for one in plan.sectors}
    most = LEVER["coverage"].maximum
    given, taken = (np.array(plan.plan["coverage", name][span], np.float64) for name in (best, worst))
    freed = np.minimum(MOVED * given * units[best], (most - taken) * units[worst])
    if not freed.any():
        return {}
    return {
        ("coverage", best): _put(plan, ("coverage", best), given - freed / units[best], span),
        ("coverage", worst): _put(plan, ("coverage", worst), np.minimum(taken + freed / units[worst], most), span),
    }


def _put(plan: Scenario, key: tuple[str, str], values: NDArray[np.float64], span: slice) -> tuple[Any, ...]:
    """A lever's path with other values in a span."""
    path = list(plan.plan[key])
    path[span] = values.tolist()
    return tuple(path)


def _with(plan: Scenario, key: tuple[str, str], change: Callable[[float], float], span: slice) -> tuple[Any, ...]:
    """A lever's path with the changed values in a span, within the lever's bounds."""
    path, lever = list(plan.plan[key]), LEVER[key[0]]
    path[span] = [
        min(max(change(value), lever.minimum), lever.maximum) for value in path[span] if not isinstance(value, tuple)
    ]
    return tuple(path)


def _by_rate(track: Track, spots: tuple[int, ...]) -> list[str]:
    """Names of the sectors, that with the worst expected rate of the rest of the year first."""
    rest = slice(track.quarters[-1], QUARTERS)
    part, whole = (
        track.outcome.counted(name, track.year)[:, :, rest].sum(axis=2)[..., list(spots)]
        for name in ("expected_passes", "expected_tests")
    )
    rates = (track.belief.weights[..., None] * part).sum(axis=(0, 1)) / np.maximum(
        (track.belief.weights[..., None] * whole).sum(axis=(0, 1)), 1e-9
    )
    order = [n for n in np.argsort(rates, kind="stable") if whole[..., n].any()]
    return [track.outcome.scenario.sectors[spots[n]].name for n in order]
