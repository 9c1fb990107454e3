"""Gauss elimination of the few equations that a sector needs."""

from __future__ import annotations

from .jit import kernel


@kernel
def clear_below(matrix, right, i, size):
    """Make column i zero below the diagonal."""
    for j in range(i + 1, size):
        factor = matrix[j, i] / matrix[i, i]
        for k in range(i, size):
            matrix[j, k] -= factor * matrix[i, k]
        right[j] -= factor * right[i]


@kernel
def substitute_back(matrix, right, size):
    """Solve an upper triangular system; the answer takes the place of the right side."""
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
