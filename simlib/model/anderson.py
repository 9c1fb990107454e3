"""A fixed point found faster: Anderson's mixing of the last few steps (Anderson 1965; Walker & Ni 2011, SIAM J. Numer.
Anal. 49(4)). Only the way there is shorter; the point is the same, since it ends when a plain step moves nothing."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from .elimination import clear_below, substitute_back
from .jit import kernel, solver

MEMORY = 5  # steps that are remembered
WORSE = 2.0  # a step this much larger than the last makes us forget them
TINY = 1e-13  # keeps the least squares solvable when steps point the same way

Memory = namedtuple("Memory", ["points", "steps", "normal", "right", "point", "step", "count"])


@solver
def empty_memory(size):
    """Room for the steps of `size` unknowns; `count` holds how many are remembered."""
    return Memory(
        np.zeros((MEMORY, size)),
        np.zeros((MEMORY, size)),
        np.zeros((MEMORY, MEMORY)),
        np.zeros(MEMORY),
        np.zeros(size),
        np.zeros(size),
        np.zeros(2, np.int64),
    )


@kernel
def solve_symmetric(matrix, right, size):
    """Solve a small symmetric positive system in place, without pivots."""
    for i in range(size):
        clear_below(matrix, right, i, size)
    substitute_back(matrix, right, size)


@kernel
def remember_step(memory, point, step):
    """Store how point and step have changed since last time; forget all when a step has become much larger."""
    seen, before, now = memory.count[0], 0.0, 0.0
    for n in range(point.size):
        before, now = max(before, abs(memory.step[n])), max(now, abs(step[n]))
    if seen > 0 and now > WORSE * before:
        seen = 0
        memory.count[1] = 0
    if seen > 0:
        row = (memory.count[1]) % MEMORY
        for n in range(point.size):
            memory.points[row, n] = point[n] - memory.point[n]
            memory.steps[row, n] = step[n] - memory.step[n]
        memory.count[1] += 1
    for n in range(point.size):
        memory.point[n], memory.step[n] = point[n], step[n]
    memory.count[0] = seen + 1


@kernel
def product(first, second):
    """Σ of the products of two small arrays."""
    total = 0.0
    for n in range(first.size):
        total += first[n] * second[n]
    return total


@kernel
def fill_normal(memory, step, size):
    """Normal equations of the least squares: which mix of the remembered changes makes up the present step."""
    trace = 0.0
    for i in range(size):
        memory.right[i] = product(memory.steps[i], step)
        for j in range(size):
            memory.normal[i, j] = product(memory.steps[i], memory.steps[j])
        trace += memory.normal[i, i]
    for i in range(size):
        memory.normal[i, i] += TINY * trace + 1e-300


@kernel
def mixed_step(memory, point, step, farthest):
    """Replace a plain step by the one that would have been best, had the last ones been linear; one that would move
    any unknown by more than `farthest` is not believed: the plain step stands and all is forgotten."""
    remember_step(memory, point, step)
    size = min(memory.count[1], MEMORY)
    fill_normal(memory, step, size)
    solve_symmetric(memory.normal, memory.right, size)
    longest = 0.0
    for n in range(point.size):
        for i in range(size):
            step[n] -= memory.right[i] * (memory.points[i, n] + memory.steps[i, n])
        longest = max(longest, abs(step[n]))
    if not longest <= farthest:  # also where the mix is not a number
        for n in range(point.size):
            step[n] = memory.step[n]
        memory.count[:] = 0
