"""A scenario as the arrays that kernels read: units, sectors, and the plan quarter by quarter."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .levers import levers_of
from .model.records import DISTRICT_LEVERS, SECTOR, SECTOR_LEVERS, TIER_LEVERS, Units
from .model.run import Plan
from .model.streams import name_key


class Levers(NamedTuple):
    """A plan's levers as records: [quarter, sector], [quarter, tier] and [quarter]."""

    sector: np.ndarray
    tier: np.ndarray
    district: np.ndarray


def _size_classes(sector: Any) -> np.ndarray:
    """0 small, 1 medium, 2 large: shares rounded to whole units, the largest first."""
    units = int(sector.value("units"))
    large = min(round(units * sector.value("share_large")), units)
    medium = min(round(units * sector.value("share_medium")), units - large)
    return np.repeat([2, 1, 0], [large, medium, units - large - medium])


def unit_arrays(scenario: Any) -> Any:
    """All units of the district, sorted by sector; a unit's key is its sector's name and its number."""
    classes = [_size_classes(sector) for sector in scenario.sectors]
    keys = [
        [name_key(sector.name, n) for n in range(len(own))]
        for sector, own in zip(scenario.sectors, classes, strict=True)
    ]
    key = np.array([k for own in keys for k in own], np.uint64)
    size_class = np.concatenate(classes).astype(np.int8)
    sizes = np.array([1.0, _fact(scenario, "size_medium"), _fact(scenario, "size_large")])
    place = np.repeat(np.arange(len(classes)), [len(own) for own in classes])
    return Units(key, place, sizes[size_class], size_class, (key >> np.uint64(7)).astype(np.int64) % 4)


def _fact(scenario: Any, code: str) -> float:
    return float(scenario.facts[code].value)


def sector_records(scenario: Any) -> np.ndarray:
    """What kernels know of each sector; `tiers` is a bit mask of the titles its units may win."""
    out = np.zeros(len(scenario.sectors), SECTOR)
    names = [tier.name for tier in scenario.tiers]
    last = 0
    for row, sector in zip(out, scenario.sectors, strict=True):
        row["first"], last = last, last + int(sector.value("units"))
        row["last"], row["key"] = last, name_key("sector", sector.name)
        for code in ("units", "share_medium", "share_large", "safety_share", "output"):
            row[code] = sector.value(code)
        row["conformity_cutting"] = sector.value("conformity_cutting") or 0.0
        row["tiers"] = sum(1 << names.index(tier) for tier in sector.tiers)
    return out


def _fill(out: np.ndarray, shape: str, scenario: Any, places: list[str]) -> None:
    for row in levers_of(shape):
        for p, place in enumerate(places):
            values = np.asarray(scenario.plan[row.code, place], float)
            if shape == "district":
                out[row.code] = values
            else:
                out[row.code][:, p] = values


def plan_arrays(scenario: Any) -> Levers:
    """The plan's levers quarter by quarter."""
    quarters = scenario.calendar.quarters
    sectors, tiers = [s.name for s in scenario.sectors], [t.name for t in scenario.tiers]
    levers = Levers(
        np.zeros((quarters, len(sectors)), SECTOR_LEVERS),
        np.zeros((quarters, len(tiers)), TIER_LEVERS),
        np.zeros(quarters, DISTRICT_LEVERS),
    )
    _fill(levers.sector, "sector", scenario, sectors)
    _fill(levers.tier, "tier", scenario, tiers)
    _fill(levers.district, "district", scenario, [""])
    return levers


def first_step(levers: Levers, quarters: int) -> Levers:
    """The plan's first quarter held for `quarters` quarters, without a crackdown: the plan of the warm-up."""
    held = Levers(*(np.repeat(part[:1], quarters, axis=0) for part in levers))
    for row in levers_of("sector"):
        if row.group == "crackdown":
            held.sector[row.code] = row.default
    return held


def as_plan(levers: Levers, slots: np.ndarray, root: Levers) -> Any:
    """The bundle that a run reads; exposure and publicity of the root's first step are the reference."""
    exposure = np.ascontiguousarray(root.sector[0]["exposure"])
    return Plan(levers.sector, levers.tier, levers.district, slots, exposure, float(root.district[0]["publicity"]))
