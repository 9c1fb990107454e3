"""Update a forecast within the year: runs of an outcome weighted by the quarters that have come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadRequest
from .history import Observation, checked
from .likelihood import log_likelihood, read_out
from .weights import effective, fail_if_too_few, resampled, tempered
from .years import fail_if_outside

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Updated:
    """How plausible each run of an outcome still is: `weights` [draw, replicate] add to 1."""

    outcome: Any
    observations: tuple[Observation, ...]
    weights: Array
    temper: float

    @cached_property
    def effective(self) -> float:
        """How many equally weighted runs the answer rests on."""
        return effective(self.weights.ravel())

    def mean(self, values: Array) -> float:
        """The weighted mean of something known of each run, such as whether a target is met."""
        return float((self.weights * values).sum())

    def carried(self, outcome: Any, count: int | None = None) -> Any:
        """Another plan's futures (or this one's) as they look now: its runs drawn by these weights.

        Plans of a district share draws and luck run by run, so what was learnt about a run holds in every plan.
        """
        shape = (outcome.draws, outcome.replicates, outcome.seed, outcome.scenario.root.digest)
        own = self.outcome
        if shape != (own.draws, own.replicates, own.seed, own.scenario.root.digest):
            raise BadRequest(
                "两次模拟的次数、随机种子或所属区不同，不能沿用更新结果。请用相同设置重新模拟。",
                "The two outcomes differ in runs, seed or district; simulate both with the same settings.",
            )
        picked = resampled(self.weights.ravel(), count or self.weights.size, outcome.seed, "carried")
        draw, replicate = np.divmod(picked, outcome.replicates)
        return replace(
            outcome,
            counts=outcome.counts[draw, replicate][:, None],
            attention=outcome.attention[draw, replicate][:, None],
            list_noise=outcome.list_noise[draw, replicate][:, None],
            assumptions=outcome.assumptions[draw],
            sector_assumptions=outcome.sector_assumptions[draw],
        )


def update(outcome: Any, observations: Sequence[Observation]) -> Updated:
    """Weigh an outcome's runs by what has been observed since (equation 45); raises TooFewRuns rather than guess."""
    rows = checked(observations, outcome.scenario)
    if not rows:
        raise BadRequest("没有新数据可用来更新。", "There is nothing to update with.")
    fail_if_outside(rows, outcome.years[1:])
    expected = np.stack([read_out(outcome, row).ravel() for row in rows], axis=1)
    spread = np.repeat(np.asarray(outcome.assumptions["sigma_list"], np.float64), outcome.replicates)
    weighed = tempered(np.zeros(len(expected)), log_likelihood(expected, spread, rows))
    fail_if_too_few(weighed)
    weights = weighed.weights.reshape(outcome.draws, outcome.replicates)
    return Updated(outcome, rows, weights, weighed.temper)
