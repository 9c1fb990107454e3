"""Margins: the levels that all hold together in enough runs, and give up least – an exact search among runs."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_NODES = 50  # of the branch and bound: a bound in nodes, since one in seconds would not be repeatable
CLEAR = 0.5


class Levels(NamedTuple):
    """A level for each target, and how far the cost may still lie above the least possible (0: proven)."""

    levels: Array
    gap: float


def allowed(runs: int, chance: float) -> int:
    """How many runs may break a promise that is to hold with this chance."""
    return math.floor((1.0 - chance) * runs + 1e-9)


def levels_alone(values: Array, misses: int) -> Array:
    """The highest level that each target keeps if it may be missed in so many runs: [target].

    A run without a figure keeps nothing and is missed first; −inf where more runs than may be missed have none.
    """
    known = np.where(np.isfinite(values), values, -np.inf)
    return np.asarray(np.sort(known, axis=1)[:, min(misses, values.shape[1] - 1)])


def best_levels(values: Array, weights: Array, misses: int) -> Levels:
    """Levels that all targets keep in all runs but `misses`, with the greatest Σ weight × level (equations 63, 64).

    Which runs to give up is a choice among runs: giving up the k worst of a target lifts its level to the next one. As
    an integer program with a whole variable for each run and a continuous one for each step of a level, which HiGHS
    closes at or near the root. Only the worst misses + 1 runs of a target matter. values[target, run] finite.
    """
    if misses == 0 or not weights.any():
        return Levels(np.asarray(values.min(axis=1)), 0.0)
    order = np.argsort(values, axis=1, kind="stable")[:, : misses + 1]
    gain = weights[:, None] * np.diff(np.take_along_axis(values, order, axis=1), axis=1)
    given_up, bound = _solved(order[:, :misses], gain, misses)
    kept = np.ones(values.shape[1], dtype=bool)
    kept[given_up] = False
    levels = np.asarray(values[:, kept].min(axis=1))
    reached = float(weights @ (levels - values.min(axis=1)))
    return Levels(levels, max(0.0, bound - reached) if bound - reached > 1e-9 * max(1.0, bound) else 0.0)


def _solved(order: NDArray[np.int64], gain: Array, misses: int) -> tuple[NDArray[np.int64], float]:
    """Which runs to give up, and the most that any choice could gain."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    runs, place = np.unique(order, return_inverse=True)
    place = place.reshape(order.shape)
    targets, steps = order.shape
    step = runs.size + np.arange(targets * steps).reshape(targets, steps)
    # a step is gained only with its run given up, and only after the step before it
    pairs = np.concatenate([
        np.stack([step.ravel(), place.ravel()]), np.stack([step[:, 1:].ravel(), step[:, :-1].ravel()])
    ], axis=1)  # fmt: skip
    rows = np.arange(pairs.shape[1])
    entries = np.concatenate([np.ones(rows.size), -np.ones(rows.size)])
    width = runs.size + targets * steps
    needs = coo_array((entries, (np.tile(rows, 2), pairs.ravel())), shape=(rows.size, width))
    is_run = np.arange(width) < runs.size
    found = milp(
        np.concatenate([np.zeros(runs.size), -gain.ravel()]),
        constraints=[LinearConstraint(needs.tocsr(), -np.inf, 0.0), LinearConstraint(is_run[None] * 1.0, 0.0, misses)],
        integrality=is_run.astype(int),
        bounds=Bounds(0.0, 1.0),
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if found.x is None:  # no answer within the nodes: nothing is given up, and the gap says what that may cost
        return runs[:0], float(gain.sum())
    return runs[found.x[: runs.size] > CLEAR], -float(found.mip_dual_bound)
