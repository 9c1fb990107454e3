"""A closed form and what the engine gave, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..words import Words

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A closed form (`line_x`, `line`) and what the engine gave (`x`, `simulated` with standard error `error`).

    `low` and `high` go with the line where it is known how far a single district strays (two standard deviations);
    `limit` is the form in continuous time, where the line is the one in quarterly steps.
    """

    oracle: str
    title: Words
    x_label: Words
    y_label: Words
    source: str
    line_x: Numbers
    line: Numbers
    x: Numbers
    simulated: Numbers
    error: Numbers
    low: Numbers | None = None
    high: Numbers | None = None
    limit: Numbers | None = None

    @property
    def uncertain(self) -> Curve:
        """The same without the points that are known exactly (a start from nothing), which can test nothing."""
        kept = self.error > 0.0
        return replace(self, x=self.x[kept], simulated=self.simulated[kept], error=self.error[kept])

    @property
    def theory(self) -> Numbers:
        """The closed form at the simulated points (the line is dense, and holds them all)."""
        return np.interp(self.x, self.line_x, self.line)


def share_error(share: Numbers, number: int) -> Numbers:
    """Standard error of a share among independent cases; never below that of one case in all."""
    kept = np.clip(share, 1.0 / number, 1.0 - 1.0 / number)
    return np.sqrt(kept * (1.0 - kept) / number)
