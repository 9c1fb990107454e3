"""How the tables reach the kernels: record types made from LEVERS, ASSUMPTIONS, COUNTERS and STATE.

A stage reads `lever.coverage` or `assumption.tau`; a field that no table has fails when the kernel is compiled.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from ..assumptions import assumptions_of
from ..counters import COUNTERS
from ..levers import levers_of
from .jit import bundle

GRADES = 4
SIZES = 3  # small, medium, large
LABORATORIES = 6
_VECTOR = 8  # room for a whole vector of laboratories: one instruction instead of six

SECTOR_LEVERS = np.dtype(
    [(row.code, "f8", (GRADES,)) if row.kind == "grades" else (row.code, "f8") for row in levers_of("sector")]
)
TIER_LEVERS = np.dtype([(row.code, "f8") for row in levers_of("tier")])
DISTRICT_LEVERS = np.dtype([(row.code, "f8") for row in levers_of("district")])
SCALARS = np.dtype([(row.code, "f8") for row in assumptions_of("scalar")])
OWN = np.dtype([(row.code, "f8") for row in assumptions_of("sector")])
TALLY = np.dtype([(row.code, "f8") for row in COUNTERS if not row.tier])
TIER_TALLY = np.dtype([(row.code, "f8") for row in COUNTERS if row.tier])

# What the kernels need to know of a sector: its place among the units and its facts.
SECTOR = np.dtype(
    [
        ("first", "u8"),
        ("last", "u8"),
        ("units", "f8"),
        ("share_medium", "f8"),
        ("share_large", "f8"),
        ("safety_share", "f8"),
        ("output", "f8"),
        ("conformity_cutting", "f8"),
        ("tiers", "i8"),
        ("key", "u8"),
    ]
)

# What the mean field fixes for a sector and draw before the run (section 3.9); the decision tables rest on it.
DECIDED = np.dtype(
    [
        ("level", "f8"),
        ("cost", "f8"),
        ("conform1", "f8"),
        ("conform0", "f8"),
        ("failed1", "f8"),
        ("failed0", "f8"),
        ("specificity", "f8"),
        ("aim", "f8"),
        ("chance", "f8", (GRADES,)),
        ("mix", "f8", (GRADES,)),
    ]
)

# State that a unit carries from quarter to quarter: name, type, one column a brand tier?
STATE: tuple[tuple[str, str, bool], ...] = (
    ("capability", "f8", False),  # θ
    ("cost", "f8", False),  # exp(σ_c z_c), in units of c_s
    ("grade", "i1", False),  # 0 A ... 3 D
    ("belief_seen", "f8", False),  # b⁺
    ("belief_expected", "f8", False),  # b⁻
    ("reputation", "f8", False),  # R
    ("ladder", "i1", False),  # 0 none, 1 ordered to rectify, 2 announced, 3 suspended
    ("order_age", "i1", False),  # quarters since the order or its last test
    ("rectified", "i1", False),  # has rectified once
    ("certified", "i1", False),  # e
    ("clean_quarters", "i4", False),  # q
    ("age", "i4", False),
    ("blacklist", "i4", False),  # quarters the slot stays empty
    ("validity", "i4", True),  # v_j, 0 = no title
    ("awarded", "i1", True),  # the award of this tier has been paid
)
State = bundle(__name__, "State", (name for name, _, _ in STATE))

# What stays fixed for a unit, and what it needs only within a quarter.
Units = namedtuple("Units", ["key", "sector", "size", "size_class", "acceptance"])
SCRATCH: tuple[tuple[str, str], ...] = (
    ("stream", "u8"),  # the unit's key of the quarter
    ("comply", "i1"),
    ("conform", "f8"),  # π under the act chosen
    ("fail_chance", "f8"),  # f, over both acts
    ("inclusion", "f8"),  # I, chance of a planned test
    ("tested", "i1"),
    ("failed", "i1"),
    ("exposed", "i1"),
    ("held", "i1"),  # which titles it holds, as a bit mask
    ("flag", "i1"),  # whether a stage has to look at the unit at all
    ("luck", "f8"),
    ("weight", "f8"),
    ("score", "f8"),
    ("odds", "f8"),
    ("normal", "f8"),
    ("place", "u8"),
    ("pick", "u8"),
)
Scratch = bundle(__name__, "Scratch", [*(name for name, _ in SCRATCH), "streams", "laboratories", "scale"])


def empty_state(units: int, tiers: int) -> Any:
    """A state of zeros for one run."""
    return State(*(np.zeros((tiers, units) if tiered else units, kind) for _, kind, tiered in STATE))


def empty_scratch(units: int) -> Any:
    """Working arrays for one quarter of one run."""
    arrays = {name: np.zeros(units, kind) for name, kind in SCRATCH}
    small = {"streams": np.zeros(_VECTOR, np.uint64), "laboratories": np.zeros(_VECTOR)}
    return Scratch(**arrays, **small, scale=np.zeros((2, 3)))
