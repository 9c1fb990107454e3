"""A bench for the engine's own stages: one sector of alike small units with chosen assumptions, levers and grades.

Tests and figures of theory run the very stages that a report rests on, in settings that have a closed form.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from ..assumptions import ASSUMPTION
from ..levers import levers_of
from ..model.choice import perceive
from ..model.quarter import Now, react
from ..model.records import (
    DECIDED,
    OWN,
    SCALARS,
    SECTOR,
    SECTOR_LEVERS,
    TALLY,
    TIER_LEVERS,
    TIER_TALLY,
    Units,
    empty_scratch,
    empty_state,
)
from ..model.streams import name_key, stream
from ..priors import central


def central_assumptions(**changes: float) -> Any:
    """The start value of every assumption, with changes."""
    out = np.zeros((), SCALARS)
    for code in SCALARS.names or ():
        out[code] = changes.pop(code, central(ASSUMPTION[code].prior))
    assert not changes, f"unknown assumptions {changes}"
    return out[()]


def default_levers(dtype: Any = SECTOR_LEVERS, **changes: object) -> Any:
    """Every lever of one shape at its default, with changes."""
    shape = "sector" if dtype is SECTOR_LEVERS else "tier"
    out = np.zeros((), dtype)
    for row in levers_of(shape):
        out[row.code] = changes.pop(row.code, row.default)
    assert not changes, f"unknown levers {changes}"
    return out[()]


def bench(units: int = 100, grades: int = 4, tiers: int = 2, seed: int = 1, **settings: Any) -> Any:
    """State, facts and plan of one sector of small units that have just begun, ready for any stage.

    `settings` may hold `assumptions` and `levers` (changes by code); all others are facts of the sector.
    """
    b = SimpleNamespace(seed=np.uint64(seed), count=units)
    b.a = central_assumptions(**(settings.pop("assumptions", None) or {}))
    b.lever = default_levers(**(settings.pop("levers", None) or {}))
    b.tier_levers = np.array([default_levers(TIER_LEVERS)] * tiers)
    b.sector = _sector(units, tiers, settings)
    b.decided = _decided(grades)
    b.units = _units(units)
    b.state, b.work = empty_state(units, tiers), empty_scratch(units)
    b.state.cost[:], b.state.age[:] = 1.0, 40
    b.state.belief_seen[:] = b.state.belief_expected[:] = 0.2 / (1.0 - float(b.a["delta"]))
    b.state.reputation[:] = 0.97
    b.own = np.zeros((), OWN)[()]
    b.tally, b.tier_tally = np.zeros((), TALLY)[()], np.zeros(tiers, TIER_TALLY)
    return b


def _sector(units: int, tiers: int, facts: dict[str, Any]) -> Any:
    sector = np.zeros((), SECTOR)
    sector["last"], sector["units"], sector["key"], sector["output"] = units, units, name_key("bench"), 1.0
    sector["tiers"] = (1 << tiers) - 1
    for name, value in facts.items():
        sector[name] = value
    return sector[()]


def _decided(grades: int) -> Any:
    """What the mean field would fix, with as many credit grades as asked for."""
    kinds = [(name, DECIDED[name]) for name in DECIDED.names or ()]
    decided = np.zeros(
        (), np.dtype([(name, kind.base, (grades,)) if kind.shape else (name, kind) for name, kind in kinds])
    )
    decided["chance"], decided["cost"], decided["specificity"] = 0.2, 1.0, 1.0
    return decided[()]


def _units(units: int) -> Any:
    keys = np.array([name_key("bench", n) for n in range(units)], np.uint64)
    none = np.zeros(units, np.int64)
    return Units(keys, none, np.ones(units), np.zeros(units, np.int8), none.copy())


def unit_streams(b: Any, quarter: int) -> None:
    """Give every unit its random stream of the quarter, with the very stage of `decide` that does so."""
    perceive(b.state, b.units, b.work, b.sector, b.a, now(b, quarter))


def now(b: Any, quarter: int, **changes: Any) -> Any:
    """The moment of a quarter: no drift, no market, no attention unless given."""
    values: dict[str, Any] = dict.fromkeys(Now._fields, 0.0)
    values |= {"quarter": quarter, "stream": np.uint64(stream(b.seed, 0, quarter)), "run": 0, "seed": b.seed}
    values |= {"warm_up": False}
    return Now(**(values | changes))


def play_react(b: Any, quarter: int) -> None:
    """Consequences of the tests that are marked in the bench."""
    parts = (b.state, b.units, b.work, b.sector, b.lever, b.decided, b.a, now(b, quarter))
    react(*parts, b.tier_levers, b.tally, b.tier_tally)
