"""A bench for the engine's own stages: one sector of N alike units with chosen assumptions, levers and grades."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from simlib.assumptions import ASSUMPTION
from simlib.levers import levers_of
from simlib.model.quarter import Now
from simlib.model.records import (
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
from simlib.model.streams import name_key, stream
from simlib.priors import central


def central_assumptions(**changes: float) -> np.ndarray:
    """The start value of every assumption, with changes."""
    out = np.zeros((), SCALARS)
    for code in SCALARS.names:
        out[code] = changes.pop(code, central(ASSUMPTION[code].prior))
    assert not changes, f"unknown assumptions {changes}"
    return out[()]


def default_levers(dtype: np.dtype = SECTOR_LEVERS, **changes: object) -> np.ndarray:
    """Every lever of one shape at its default, with changes."""
    shape = "sector" if dtype is SECTOR_LEVERS else "tier"
    out = np.zeros((), dtype)
    for row in levers_of(shape):
        out[row.code] = changes.pop(row.code, row.default)
    assert not changes, f"unknown levers {changes}"
    return out[()]


def bench(
    units: int = 100,
    grades: int = 4,
    tiers: int = 2,
    seed: int = 1,
    assumptions: dict | None = None,
    levers: dict | None = None,
    **sector: float,
) -> SimpleNamespace:
    """State, facts and plan of one sector of small units that have just begun, ready for any stage."""
    decided_type = np.dtype(
        [
            (name, kind.base, (grades,)) if kind.shape else (name, kind)
            for name, kind in ((n, DECIDED[n]) for n in DECIDED.names)
        ]
    )
    b = SimpleNamespace(seed=np.uint64(seed), count=units)
    b.a = central_assumptions(**(assumptions or {}))
    b.lever = default_levers(**(levers or {}))
    b.tier_levers = np.array([default_levers(TIER_LEVERS)] * tiers)
    b.sector = np.zeros((), SECTOR)
    b.sector["last"], b.sector["units"], b.sector["key"], b.sector["output"] = units, units, name_key("bench"), 1.0
    b.sector["tiers"] = (1 << tiers) - 1
    for name, value in sector.items():
        b.sector[name] = value
    b.sector = b.sector[()]
    b.decided = np.zeros((), decided_type)
    b.decided["chance"], b.decided["cost"], b.decided["specificity"] = 0.2, 1.0, 1.0
    b.decided = b.decided[()]
    keys = np.array([name_key("bench", n) for n in range(units)], np.uint64)
    b.units = Units(
        keys, np.zeros(units, np.int64), np.ones(units), np.zeros(units, np.int8), np.zeros(units, np.int64)
    )
    b.state, b.work = empty_state(units, tiers), empty_scratch(units)
    b.state.cost[:], b.state.age[:] = 1.0, 40
    b.state.belief_seen[:] = b.state.belief_expected[:] = 0.2 / (1.0 - float(b.a["delta"]))
    b.state.reputation[:] = 0.97
    b.own = np.zeros((), OWN)[()]
    b.tally, b.tier_tally = np.zeros((), TALLY)[()], np.zeros(tiers, TIER_TALLY)
    return b


def unit_streams(b: SimpleNamespace, quarter: int) -> None:
    """Give every unit its random stream of the quarter, as `decide` does."""
    from simlib.model.streams import unit_stream

    now = np.uint64(stream(b.seed, 0, quarter))
    b.work.stream[:] = [unit_stream(now, key) for key in b.units.key]


def now(b: SimpleNamespace, quarter: int, **changes: float) -> Now:
    """The moment of a quarter: no drift, no market, no attention unless given."""
    values = dict(
        quarter=quarter,
        stream=np.uint64(stream(b.seed, 0, quarter)),
        level=0.0,
        market=0.0,
        attention=0.0,
        warm_up=False,
        seed=b.seed,
        run=0,
        certified_share=0.0,
        titled_share=0.0,
        cases=0.0,
        expected_cases=0.0,
        start_certified=0.0,
    )
    values.update(changes)
    return Now(**values)
