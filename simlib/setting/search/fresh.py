"""Fresh: what a search found, told again on futures that the search has not seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...estimators import share_with_error
from ...targets import TOLERANCE
from ..futures import fresh_size
from .budgets import REPORTED
from .dials import Setting
from .trials import Runs, Trial, trials_of

if TYPE_CHECKING:
    from .budgets import Question
    from .winners import Point

TIMES = 2  # as many draws as the search had


def retested(asked: Question, points: list[Point]) -> tuple[Point, ...]:
    """The same points with the chance that what they promise is kept on fresh futures, and its error.

    The best of many plans is partly the luckiest on the futures it was chosen on (Smith & Winkler 2006).
    """
    seen = fresh_trials(asked, [point.setting for point in points])
    return tuple(
        point._replace(retested=share_with_error(_kept(asked, point, seen[point.setting].seen[REPORTED])))
        for point in points
    )


def _kept(asked: Question, point: Point, values: Runs) -> NDArray[np.bool_]:
    """Where what was promised is reached."""
    return np.asarray(values >= asked.sign * point.level - TOLERANCE)


def fresh_trials(asked: Question, settings: Iterable[Setting]) -> dict[Setting, Trial]:
    """These plans on fresh futures, the same for all of them, twice as many draws as the search had (fewer where a
    calibration has no more rows left)."""
    size = fresh_size(asked.scenario, asked.size, TIMES)
    again = trials_of(asked.scenario, asked.trials.dials, asked.looks, asked.year, **size)
    return {one.setting: one for one in again.every(dict.fromkeys(settings))}
