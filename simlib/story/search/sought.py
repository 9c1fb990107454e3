"""Sought: what each lever alone would have to be for one target of the plan, computed once for the page."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from ...errors import BadRequest, TargetUnreachable
from ...setting.asking import promise
from ...setting.effort.handles import Handle
from ...setting.effort.requirement import Looked, Required, looked_at, required
from ...text import scope_words
from ..aiming import Aims
from ..rows import form_of, sector_titles

ASKED = 0.8
LEVERS = ("coverage", "fine", "exposure", "crackdown.tests")  # one lever takes some 17 plans
ABOVE = 0.02  # how far above its expectation the target is set that shows how tests can spoil it
CURVE_LEVELS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # tests per unit-year


class Sought(NamedTuple):
    """One lever tried alone: what is required, or the best chance there is (None: it does nothing)."""

    name: str
    found: Required | None
    best: float | None


def sought(aims: Aims) -> tuple[Any, tuple[Sought, ...]]:
    """The target asked about, and every lever tried for it."""

    def find() -> tuple[Any, tuple[Sought, ...]]:
        target = _target(aims)
        if target is None:
            return None, ()
        suffix = f".{target.sectors[0]}" if len(target.sectors) == 1 else ""
        return target, tuple(_tried(aims, name + suffix, target) for name in LEVERS)

    found: tuple[Any, tuple[Sought, ...]] = aims.once("required", find)
    return found


def _tried(aims: Aims, name: str, target: Any) -> Sought:
    try:
        return Sought(name, required(aims.scenario, name, target, ASKED, **aims.sizes()), None)
    except TargetUnreachable as error:
        return Sought(name, None, error.best)
    except BadRequest:
        return Sought(name, None, None)


def _target(aims: Aims) -> Any:
    """The plan's target with a floor that comes nearest to the chance asked from below, else the least sure one."""
    rows = {(row.indicator, row.scope.en): row.chance for row in aims.targets if row.chance is not None}
    floors = [
        (one, rows.get((one.indicator, _scope(aims, one))))
        for one in aims.scenario.targets
        if one.sense == "at_least" and one.level is not None and form_of(one.indicator) != "yes_no"
    ]
    known = [(target, chance) for target, chance in floors if chance is not None]
    below = [pair for pair in known if pair[1] < ASKED]
    if below:
        return max(below, key=lambda pair: pair[1])[0]
    return min(known, key=lambda pair: pair[1])[0] if known else None


def backfire(aims: Aims) -> tuple[Any, Looked] | None:
    """A target above what is true in the sector with the highest rate, against the number of tests."""

    def find() -> tuple[Any, Looked] | None:
        true = {one.name: expected(aims, one.name) for one in aims.scenario.sectors if one.programme == "product"}
        known = {name: value for name, value in true.items() if math.isfinite(value)}
        if not known:
            return None
        name = max(known, key=lambda each: known[each])
        level = min(round(known[name] + ABOVE, 2), 1.0)
        target = promise(aims.scenario, "sampled_pass_rate", level, sectors=(name,))
        lever = f"coverage.{name}"
        own = aims.scenario.plan["coverage", name][0]
        levels = sorted({*CURVE_LEVELS, own})
        return target, looked_at(aims.scenario, lever, target, levels, **aims.sizes())

    return aims.once("required_backfire", find)


def expected(aims: Aims, sector: str) -> float:
    """The rate that the year's planned tests of a sector would show without luck."""
    return float(aims.outcome.annual("expected_pass_rate", aims.year, sectors=(sector,)).mean())


def best_curve(aims: Aims, target: Any, rows: tuple[Sought, ...]) -> tuple[Handle, Any, float | None]:
    """The curve of the lever that moves least, or of the one that comes nearest."""
    least = reached(rows)
    if least is not None:
        return least.handle, least.curve, least.level
    best = max(rows, key=lambda row: row.best or 0.0).name
    seen: Looked = aims.once("required_curve", lambda: looked_at(aims.scenario, best, target, **aims.sizes()))
    return seen.handle, seen.curve, None


def reached(rows: tuple[Sought, ...]) -> Required | None:
    """Of the levers that can do it, the one that goes the smallest part of its range."""
    found = [row.found for row in rows if row.found is not None]
    return min(found, key=_move) if found else None


def _move(one: Required) -> float:
    return abs(one.level - one.present) / (one.handle.high - one.handle.low)


def _scope(aims: Aims, target: Any) -> str:
    """A target's scope as the rows of targets call it."""
    words = scope_words(target, sector_titles(aims.scenario))
    return words.en if words else "District"
