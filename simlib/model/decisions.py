"""Which decision tables a plan needs, and filling them for one draw of the assumptions.

A table belongs to a sector, a step of the plan (as far as firms foresee it) and the titles a unit holds. A crackdown
quarter has tables of its own that rest on the same solution.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..levers import LEVER, LEVERS
from .behaviour import BELIEF_NODES, COST_NODES, fill_table
from .jit import kernel, solver
from .meanfield import mean_sensitivity, planned_chances, reported_fail, stakes
from .records import GRADES

FORESEEN = tuple(row.code for row in LEVERS if row.decides and row.shape == "sector" and not row.group)
BURST = tuple(row.code for row in LEVERS if row.decides and row.shape == "sector" and row.group)
FORESEEN_TIER = tuple(row.code for row in LEVERS if row.decides and row.shape == "tier")


class Requests(NamedTuple):
    """What to solve: rows (sector, step, slot, burst slot or −1) and the number of tables; `slots[step, sector]`
    is where a run looks."""

    rows: np.ndarray
    slots: np.ndarray
    tables: int


def _numbers(levers: np.ndarray, codes: tuple[str, ...]) -> np.ndarray:
    """The named levers side by side, in the last axis."""
    columns = (levers[code] for code in codes)
    return np.concatenate([each if each.ndim > levers.ndim else each[..., None] for each in columns], axis=-1)


def requests_for(sectors: np.ndarray, sector_levers: np.ndarray, tier_levers: np.ndarray) -> Requests:
    """One solution for each distinct (sector, foreseen plan), one more table for each distinct crackdown in it."""
    steps, tiers = tier_levers.shape
    own, held = _numbers(sector_levers, FORESEEN), _numbers(tier_levers, FORESEEN_TIER)
    burst, none = _numbers(sector_levers, BURST), np.array([LEVER[code].default for code in BURST])
    slots = np.zeros((steps, sectors.size), np.int64)
    rows: list[tuple[int, int, int, int]] = []
    count = 0
    for s, sector in enumerate(sectors):
        won = [tier for tier in range(tiers) if sector["tiers"] >> tier & 1]
        width, known = 1 << tiers if won else 1, dict[bytes, int]()
        for step in range(steps):
            plain = own[step, s].tobytes() + held[step, won].tobytes()
            crackdown = b"" if np.array_equal(burst[step, s], none) else burst[step, s].tobytes()
            for key in (plain, plain + crackdown):
                if key not in known:
                    known[key], count = count, count + width
                    rows.append((s, step, known[plain], known[key] if key != plain else -1))
            slots[step, s] = known[plain + crackdown]
    return Requests(np.array(rows, np.int64), slots, count)


def signature(requests: Requests, sector_levers: np.ndarray, tier_levers: np.ndarray) -> bytes:
    """What the tables depend on beside the draw: two plans with the same signature share them."""
    own, held = _numbers(sector_levers, FORESEEN + BURST), _numbers(tier_levers, FORESEEN_TIER)
    asked = [row[[0, 2, 3]].tobytes() + own[row[1], row[0]].tobytes() + held[row[1]].tobytes() for row in requests.rows]
    return b"".join(asked)


def empty_tables(count: int) -> np.ndarray:
    """Room for `count` tables of one draw."""
    return np.empty((count, GRADES, BELIEF_NODES, COST_NODES), np.float32)


@kernel
def titles_at_stake(held, tier_levers):
    """Σ λ_j over the titles that are held."""
    total = 0.0
    for tier in range(tier_levers.size):
        if (held >> tier) & 1:
            total += tier_levers[tier].loss_on_fail
    return total


@kernel
def first_like(held, tiers, tier_levers):
    """The lowest title state with as much at stake as this one: their tables are the same."""
    for other in range(held):
        if not other & ~tiers and titles_at_stake(other, tier_levers) == titles_at_stake(held, tier_levers):
            return other
    return held


@solver
def fill_request(sector, lever, tier_levers, assumption, decided, slot, burst_slot, tables):
    """Solve one request: the tables of every title state that units of the sector can be in."""
    a = assumption
    chance, burst_chance = np.empty(GRADES), np.empty(GRADES)
    stake, burst_stake, rule = np.empty(GRADES), np.empty(GRADES), np.empty(6)
    planned_chances(lever.coverage / 4.0, lever.targeted_share, lever.grade_weights, decided.mix, chance)
    planned_chances(
        lever.coverage * lever.crackdown_tests / 4.0,
        lever.targeted_share,
        lever.grade_weights,
        decided.mix,
        burst_chance,
    )
    sensitivity = mean_sensitivity(a.se, lever.sensitivity, a.sigma_lab)
    rule[0] = reported_fail(decided.conform1, sensitivity, decided.specificity)
    rule[1] = reported_fail(decided.conform0, sensitivity, decided.specificity)
    rule[2], rule[3], rule[4], rule[5] = sector.safety_share, a.upgrade, a.beta, a.tau
    publish = min(1.0, lever.exposure + lever.crackdown_exposure)
    missed = 0
    for held in range(sector.tiers + 1):
        like = first_like(held, sector.tiers, tier_levers)
        if held & ~sector.tiers:
            continue
        if like < held:
            tables[slot + held] = tables[slot + like]
            if burst_slot >= 0:
                tables[burst_slot + held] = tables[burst_slot + like]
            continue
        titles = titles_at_stake(held, tier_levers)
        stakes(a, lever.fine, 0.0, lever.exposure, titles, stake)
        stakes(a, lever.fine, lever.crackdown_sanction, publish, titles, burst_stake)
        for grade in range(GRADES):
            stake[grade] /= decided.cost
            burst_stake[grade] /= decided.cost
        burst = tables[burst_slot + held] if burst_slot >= 0 else tables[0, :0]
        missed += fill_table(
            decided.chance, chance, stake, burst_chance, burst_stake, rule, a.alpha, tables[slot + held], burst
        )
    return missed


@solver
def fill_tables(rows, sectors, sector_levers, tier_levers, assumption, decided, tables):
    """Fill all tables of one draw; returns the number of cells in which Newton's method did not settle."""
    missed = 0
    for r in range(rows.shape[0]):
        s, step = rows[r, 0], rows[r, 1]
        missed += fill_request(
            sectors[s],
            sector_levers[step, s],
            tier_levers[step],
            assumption,
            decided[s],
            rows[r, 2],
            rows[r, 3],
            tables,
        )
    return missed
