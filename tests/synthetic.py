"""A made-up outcome of the right shape, for tests of words, figures and pages: quick, and no model behind it."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from simlib import priors
from simlib.counters import counter_names
from simlib.outcome import Outcome

LAST_YEAR = 4


def synthetic_outcome(plan: Any, draws: int = 6, replicates: int = 2, **_ignored: Any) -> Outcome:
    """Random counts around each sector's observed rate; plans differ a little, the same plan never."""
    luck = np.random.default_rng(zlib.crc32(plan.digest.encode()))
    tiers = tuple(tier.name for tier in plan.tiers)
    names = counter_names(tiers)
    shape = (draws, replicates, LAST_YEAR + plan.calendar.quarters, len(plan.sectors))
    units = np.broadcast_to([sector.value("units") for sector in plan.sectors], shape).astype(float)
    rate = np.array([sector.value("observed") for sector in plan.sectors])
    drawn = np.clip(rate + luck.normal(0.0, 0.02, (draws, 1, 1, 1)) + luck.normal(0.0, 0.01, shape), 0.02, 0.999)
    counts = {name: luck.poisson(0.02 * units).astype(float) for name in names}
    planned = np.maximum(1.0, np.round(0.15 * units))
    counts |= {
        "units": units, "conformity": units * drawn, "output": units, "output_conforming": units * drawn,
        "complying": units * luck.uniform(0.8, 0.95, (draws, 1, 1, 1)), "planned": planned,
        "planned_passes": luck.binomial(planned.astype(int), drawn).astype(float), "core": planned,
        "core_passes": luck.binomial(planned.astype(int), drawn).astype(float), "expected_tests": planned,
        "expected_passes": planned * drawn, "hajek_weight": units, "hajek_passes": units * drawn,
        "certified": 0.2 * units,
    }  # fmt: skip
    stacked = np.stack([np.asarray(counts[name], dtype=float) for name in names], axis=-1)
    years = 1 + len(plan.calendar.years)
    sample = priors.prior_sample(plan, plan.runs.seed, range(draws))
    return Outcome(
        scenario=plan,
        counts=stacked,
        attention=luck.uniform(0.1, 0.2, shape[:3]),
        list_noise=luck.normal(0.0, 1.5, (draws, replicates, years)),
        assumptions=sample.scalars,
        sector_assumptions=sample.own,
        seed=plan.runs.seed,
    )
