"""Handles: one lever named as in a scenario file, and the plan with that lever at another level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ...errors import BadRequest, UnknownName, unknown_name
from ...levers import GROUPS, LEVER, LEVERS, Lever, levers_of
from ...scenario import with_paths
from ...words import Words
from ..asking import is_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...scenario import Plan, Scenario, Value

YEAR, CAMPAIGN = 4, (1, 2)  # a crackdown of which the plan says nothing: second and third quarter of each year
WHOLE_UNITS = ("个/年", "季", "年")  # titles, quarters and years are counted
BELOW = (0.0, 0.05, 0.35, 0.7)  # first grid, of the way up to the present level; near nothing luck decides
ABOVE = 7  # points above it
MOST_TIMES = 100.0
ROUND_STEPS = (1.0, 2.0, 5.0, 10.0)
SHARE_OF_RANGE, SHARE_OF_LEVEL = 0.01, 0.05  # a level is told to 1 % of its range, and to about 5 % of itself


class Handle(NamedTuple):
    """One lever of a plan, to be set to a level.

    `present` and the bounds `low`–`high` are in the lever's own unit, or multiples of the plan's own values (`times`)
    where these differ by sector or over time; a multiple goes at each place no further than the law allows.
    """

    name: str
    lever: Lever
    paths: Plan
    quarters: tuple[int, ...]
    times: bool
    present: float
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """True where only whole numbers make sense: titles a year, quarters, years, on or off."""
        return not self.times and (self.lever.unit.zh in WHOLE_UNITS or self.lever.kind == "switch")


def handle(scenario: Scenario, name: str) -> Handle:
    """The lever of that name: `publicity`, `coverage`, `coverage.food`, `famous_brands.award`, `crackdown.tests`."""
    row, places = _named(scenario, name)
    if row.kind == "grades":
        raise BadRequest(
            f"“{row.words.zh}”（{name}）由四个数组成，没有单一的力度，不能这样求。请换一项措施。",
            f"{name} is four numbers and has no single level to look for. Ask for another lever.",
        )
    paths = {(row.code, place): scenario.plan[row.code, place] for place in places}
    quarters = _quarters(row, paths)
    values = [_number(path[quarter]) for path in paths.values() for quarter in quarters]
    if all(value == values[0] for value in values):
        return Handle(name, row, paths, quarters, False, values[0], row.minimum, _highest(scenario, row, places))
    if row.kind == "switch":
        raise BadRequest(
            f"“{row.words.zh}”（{name}）各行业或各时期开关不一，请写明行业，如 {name}.{places[0]}。",
            f"{name} is on here and off there; name one sector, such as {name}.{places[0]}.",
        )
    low, high = _factors(row, values)
    return Handle(name, row, paths, quarters, True, 1.0, low, high)


def said_unit(lever: Handle) -> Words:
    """The unit after a level: multiples of the plan's own values, or the lever's unit; nothing for shares."""
    if lever.times:
        return Words(" 倍", " times the plan's own")
    unit = lever.lever.unit
    return (
        Words("", "")
        if lever.lever.kind == "switch" or "0–1" in unit.zh or unit.zh == "–"
        else Words(f" {unit.zh}", f" {unit.en}")
    )


def at_level(scenario: Scenario, lever: Handle, level: float) -> Scenario:
    """The plan with the lever at this level, everything else as it is."""
    if level == lever.present:
        return scenario
    moved = {key: _moved(lever, path, level) for key, path in lever.paths.items()}
    return with_paths(scenario, moved, f"{scenario.name}_{lever.name.replace('.', '_')}")


def grid(lever: Handle) -> tuple[float, ...]:
    """A few levels over all that is allowed, the present one among them; above it they lie wider and wider."""
    low, present, high = lever.low, lever.present, lever.high
    below = [low + (present - low) * part for part in BELOW]
    above = [present + (high - present) * (k / ABOVE) ** 2 for k in range(1, ABOVE + 1)]
    points = {_rounded(lever, value) for value in (*below, *above)} | {low, present, high}
    return tuple(sorted(value for value in points if low <= value <= high))


def fail_if_not_allowed(lever: Handle, levels: Sequence[float]) -> None:
    """Levels outside the law (or multiples that change nothing further) are errors, never cut silently."""
    wrong = [level for level in levels if not is_number(level) or not lever.low <= level <= lever.high]
    if wrong or not levels:
        unit, first = said_unit(lever), wrong[0] if wrong else None
        raise BadRequest(
            f"“{lever.lever.words.zh}”（{lever.name}）的力度 {first} 超出范围，"
            f"允许 {lever.low:g}–{lever.high:g}{unit.zh}。",
            f"Level {first} of {lever.name} is outside its range; allowed {lever.low:g}–{lever.high:g}{unit.en}.",
            level=first,
        )


def step(lever: Handle, low: float, high: float) -> float:
    """How finely a level between these two is told: 1, 2 or 5 units of some digit."""
    if lever.whole:
        return 1.0
    fine = min(SHARE_OF_RANGE * (lever.high - lever.low), SHARE_OF_LEVEL * max(abs(low), abs(high)))
    return round_step(min(fine, (high - low) / 2.0))


def round_step(size: float) -> float:
    """The largest of 1, 2, 5 × a power of ten that is no larger."""
    power: float = 10.0 ** math.floor(math.log10(size))
    return power * max(one for one in ROUND_STEPS if one * power <= size * (1.0 + 1e-9))


# --- which lever


def _named(scenario: Scenario, name: str) -> tuple[Lever, list[str]]:
    """The lever's row and the places that are turned."""
    parts = str(name).split(".")
    tiers, sectors = [one.name for one in scenario.tiers], [one.name for one in scenario.sectors]
    head, rest = parts[0], parts[1:]
    if head in tiers and len(rest) == 1 and rest[0] in LEVER and LEVER[rest[0]].shape == "tier":
        return LEVER[rest[0]], [head]
    codes = [f"{head}_{part}" for part in rest if f"{head}_{part}" in LEVER] if head in GROUPS else [head]
    row = LEVER.get(codes[0]) if codes else None
    where = [part for part in rest if f"{head}_{part}" not in codes]
    if row is None or row.shape == "tier" or (row.group and head != row.group) or len(where) > 1:
        raise _unknown(scenario, name)
    if row.shape == "district":
        if where:
            raise _unknown(scenario, name)
        return row, [""]
    if where and where[0] not in sectors:
        raise unknown_name("行业", "sector", where[0], {one.name: one for one in scenario.sectors})
    return row, where or sectors


def handle_names(scenario: Scenario) -> dict[str, Words]:
    """Every lever as a scenario file names it, and its title; those of sectors may be followed by .SECTOR."""
    plain = {row.code: row.words for row in LEVERS if row.shape != "tier" and not row.group}
    grouped = {f"{row.group}.{row.code.removeprefix(row.group + '_')}": row.words for row in LEVERS if row.group}
    tiers = {
        f"{tier.name}.{row.code}": _of_tier(tier.title, row) for tier in scenario.tiers for row in levers_of("tier")
    }
    return plain | grouped | tiers


def _of_tier(title: Words, row: Lever) -> Words:
    return Words(f"{title.zh}：{row.words.zh}", f"{title.en}: {row.words.en}")


def _unknown(scenario: Scenario, name: str) -> UnknownName:
    known = handle_names(scenario)
    tail = str(name).replace("_", ".").split(".")[-1]
    alike = {one: words for one, words in known.items() if one.split(".")[-1] in (str(name), tail)}
    return unknown_name("工作措施", "lever", name, alike or known)


# --- levels


def _quarters(row: Lever, paths: Plan) -> tuple[int, ...]:
    """All quarters; of a campaign those in which the plan has one, else the usual season."""
    every = range(len(next(iter(paths.values()))))
    if not row.group:
        return tuple(every)
    running = [q for q in every if any(path[q] != row.default for path in paths.values())]
    return tuple(running or [q for q in every if q % YEAR in CAMPAIGN])


def _highest(scenario: Scenario, row: Lever, places: list[str]) -> float:
    """The largest value allowed; two weights of one score share what there is."""
    pairs = {"quality_weight": "reputation_weight", "reputation_weight": "quality_weight"}
    if row.code not in pairs:
        return row.maximum
    taken = max(_number(value) for place in places for value in scenario.plan[pairs[row.code], place])
    return min(row.maximum, round(1.0 - taken, 9))


def _factors(row: Lever, values: list[float]) -> tuple[float, float]:
    """The multiples that change something within the bounds: from all at the lowest to all at the highest."""
    positive = [value for value in values if value > 0.0]
    reach = [row.maximum / value for value in positive] + [row.minimum / value for value in values if value < 0.0]
    low = min(row.minimum / value for value in positive) if positive and row.minimum > 0.0 else 0.0
    return low, min(MOST_TIMES, max(reach))


def _moved(lever: Handle, path: tuple[Value, ...], level: float) -> tuple[Value, ...]:
    row, turned = lever.lever, set(lever.quarters)

    def at(old: Value) -> float:
        new = round(_number(old) * level, 9) if lever.times else level
        return min(max(new, row.minimum), row.maximum)

    return tuple(at(old) if quarter in turned else old for quarter, old in enumerate(path))


def _rounded(lever: Handle, value: float) -> float:
    """A grid point as a round figure, so that an answer reads well."""
    if lever.whole:
        return float(round(value))
    fine = round_step(SHARE_OF_RANGE * (lever.high - lever.low) / 2.0)
    return round(round(value / fine) * fine, 9)


def _number(value: Value) -> float:
    assert not isinstance(value, tuple)
    return float(value)
