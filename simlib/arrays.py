"""A scenario as the arrays that kernels read: units, sectors, and the plan quarter by quarter."""

from __future__ import annotations

from typing import Any

import numpy as np

from .levers import levers_of
from .model.records import DISTRICT_LEVERS, SECTOR, SECTOR_LEVERS, TIER_LEVERS, Units
from .model.run import Plan
from .model.streams import name_key


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


def plan_arrays(scenario: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The plan's levers by quarter: [quarter, sector], [quarter, tier] and [quarter]."""
    quarters = scenario.calendar.quarters
    sectors, tiers = [s.name for s in scenario.sectors], [t.name for t in scenario.tiers]
    by_sector = np.zeros((quarters, len(sectors)), SECTOR_LEVERS)
    by_tier = np.zeros((quarters, len(tiers)), TIER_LEVERS)
    by_district = np.zeros(quarters, DISTRICT_LEVERS)
    _fill(by_sector, "sector", scenario, sectors)
    _fill(by_tier, "tier", scenario, tiers)
    _fill(by_district, "district", scenario, [""])
    return by_sector, by_tier, by_district


def first_step(arrays: tuple[np.ndarray, ...], quarters: int) -> tuple[np.ndarray, ...]:
    """The plan's first quarter held for `quarters` quarters, without a crackdown: the plan of the warm-up."""
    held = tuple(np.repeat(array[:1], quarters, axis=0) for array in arrays)
    held[0]["crackdown_tests"], held[0]["crackdown_sanction"], held[0]["crackdown_exposure"] = 1.0, 0.0, 0.0
    return held


def as_plan(arrays: tuple[np.ndarray, ...], slots: np.ndarray, root: tuple[np.ndarray, ...]) -> Any:
    """The bundle that a run reads; exposure and publicity of the root's first step are the reference."""
    return Plan(*arrays, slots, np.ascontiguousarray(root[0][0]["exposure"]), float(root[2][0]["publicity"]))
