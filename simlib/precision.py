"""Precision: runs are added until the chance of every target is known well enough, or until no more are allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from .ensemble import simulate, simulate_sample
from .posterior import sample_for, worlds_held
from .start import Size
from .targets import Assessment, assess

if TYPE_CHECKING:
    from .outcome import Outcome
    from .scenario import Scenario


class Precision(NamedTuple):
    """How well the chances of the targets are known: the simulation error asked for, and the largest there is.

    `largest` is 0 where no target can be judged, nan where one draw alone cannot tell.
    """

    asked: float
    largest: float

    @property
    def met(self) -> bool:
        """True if every chance is known as well as the scenario asks."""
        return self.largest <= self.asked


def simulate_until(scenario: Scenario, workers: int | None = None) -> Outcome:
    """Run a scenario until the chance of every target is known to the precision it asks for (equation 53).

    Draws are doubled, never beyond `most_draws` (nor beyond the rows of a calibration); only the new ones are
    simulated, and the result is that of `simulate` with so many draws, to the bit. Ask `reached` how it ended.
    """
    outcome = simulate(scenario, workers=workers)
    most = most_draws(scenario)
    while outcome.draws < most and not reached(outcome):
        outcome = grown(outcome, min(2 * outcome.draws, most), workers)
    return outcome


def grown(outcome: Outcome, draws: int, workers: int | None = None) -> Outcome:
    """The outcome with further draws joined to those there are, `draws` in all."""
    plan, first = outcome.scenario, outcome.draws
    sample = sample_for(plan, outcome.seed, range(first, draws))
    size = Size(draws - first, outcome.replicates, outcome.seed)
    return outcome.joined(simulate_sample(plan, sample, size, workers, outcome.years[-1]))


def most_draws(scenario: Scenario) -> int:
    """How many draws the scenario allows, and its calibration has."""
    allowed, held = scenario.runs.most_draws, worlds_held(scenario)
    return allowed if held is None else min(allowed, held)


def precision(outcome: Outcome, assessments: Iterable[Assessment] | None = None) -> Precision:
    """The precision asked for, and the largest simulation error of a target's chance."""
    judged = assess(outcome) if assessments is None else assessments
    errors = [row.error for row in judged if row.error is not None]
    largest = math.nan if any(map(math.isnan, errors)) else max(errors, default=0.0)
    return Precision(outcome.scenario.runs.precision, largest)


def reached(outcome: Outcome) -> bool:
    """True if every target's chance is known as well as the scenario asks; False is to be said on the page."""
    return precision(outcome).met
