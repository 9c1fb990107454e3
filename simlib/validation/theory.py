"""Exact theory beside the engine's own stages, in settings so plain that the answer is known: curves and points.

Each function plays the stages that a report rests on and returns what it counted, with its standard error, beside
the closed form (section 7 of docs/model.md). Nothing here imitates the engine: it is the engine.
"""

from __future__ import annotations

from collections.abc import Callable

from .curves import Curve
from .theory_behaviour import becker, harrington, harrington_supply
from .theory_stages import certification, chance_of_target, learning, targeting, titles

# In the order in which a notebook shows them.
CURVES: tuple[Callable[[], Curve], ...] = (
    becker, harrington, harrington_supply, titles, targeting, chance_of_target, certification, learning,
)  # fmt: skip

__all__ = [
    "CURVES", "Curve", "becker", "certification", "chance_of_target", "harrington", "harrington_supply", "learning",
    "targeting", "titles",
]  # fmt: skip
