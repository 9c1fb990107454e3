"""Futures: others than those that something was searched or fitted on, so that what was found is not told too well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..estimators import FEW_DRAWS
from ..model.streams import name_key
from ..posterior import from_far_end, worlds_held

if TYPE_CHECKING:
    from ..scenario import Scenario


def fresh_seed(seed: int) -> int:
    """The seed of futures that no search has seen, for whatever was searched on `seed`."""
    return name_key("fresh futures", seed) >> 2


def fresh_size(scenario: Scenario, size: Mapping[str, Any], times: int = 1) -> dict[str, Any]:
    """Draws and seed of fresh futures for what was searched on `size`: `times` as many draws, of another seed.

    Under a calibration they are rows that the search has not used, from the far end, at most as many as are left. Where
    fewer than FEW_DRAWS are left, rows are used again with other luck: `shared_worlds` says how many.
    """
    seed, draws = _searched(scenario, size)
    wanted, held = times * draws, worlds_held(scenario)
    if held is None:
        return {**size, "seed": fresh_seed(seed), "draws": wanted}
    left = held - draws
    most = left if left >= min(wanted, FEW_DRAWS) else held
    return {**size, "seed": from_far_end(fresh_seed(seed), seed), "draws": min(wanted, most)}


def shared_worlds(scenario: Scenario, size: Mapping[str, Any], times: int = 1) -> int:
    """How many rows of a calibration a search and its fresh futures have in common: 0 unless the file is short."""
    held = worlds_held(scenario)
    if held is None:
        return 0
    return max(0, _searched(scenario, size)[1] + int(fresh_size(scenario, size, times)["draws"]) - held)


def _searched(scenario: Scenario, size: Mapping[str, Any]) -> tuple[int, int]:
    """Seed and draws of the search."""
    seed, draws = size.get("seed"), size.get("draws")
    return scenario.runs.seed if seed is None else seed, scenario.runs.draws if draws is None else draws
