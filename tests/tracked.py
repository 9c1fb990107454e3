"""A small district whose futures are known: expected rates put in by hand, for tests of tracking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from districts import district

from simlib import Observation, simulate


def small(folder, last="2012Q4"):
    """Two alike sectors and one plan year (or more), simulated only as far as its shape is needed."""
    facts = dict(units=100, observed=0.85, tests_observed=400)
    return district(folder, {"food": facts, "toys": facts}, last=last)


def known(plan, rates, *, tests=100, spread=0.0):
    """An outcome whose runs expect these rates of each plan year, [run, quarter], on `tests` a quarter and sector.

    `spread` is the list's noise in points, the same in every run.
    """
    rates = np.asarray(rates, float)
    outcome = simulate(plan, draws=2, replicates=1)
    runs, years = len(rates), len(outcome.years)
    rates = np.tile(rates, years - 1)
    counts = np.repeat(outcome.counts[:1], runs, axis=0)
    for name, values in (("planned", 1.0), ("expected_tests", 1.0), ("expected_passes", rates[:, None, :, None])):
        counts[:, :, 4:, :, outcome.names.index(name)] = tests * values
    assumptions = np.repeat(outcome.assumptions[:1], runs)
    assumptions["sigma_list"] = spread
    return replace(
        outcome,
        counts=counts,
        attention=np.repeat(outcome.attention[:1], runs, axis=0),
        list_noise=np.zeros((runs, 1, years)),
        assumptions=assumptions,
        sector_assumptions=np.repeat(outcome.sector_assumptions[:1], runs, axis=0),
    )


def quarter(number, passes, tests=200, **changes):
    """A row of a quarter of the plan year."""
    return Observation("sampled_pass_rate", 2012, number, tests=tests, passes=passes)._replace(**changes)
