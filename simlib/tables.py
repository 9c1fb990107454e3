"""An outcome as one tidy table: a row for each indicator, scope, year and run."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .indicators import INDICATORS

if TYPE_CHECKING:
    from .outcome import Outcome

COLUMNS = ("scenario", "indicator", "scope", "year", "draw", "replicate", "value")


def scopes(outcome: Outcome) -> dict[str, dict[str, object]]:
    """The district, each programme and each sector, with the arguments that ask `annual` for it."""
    sectors = outcome.scenario.sectors
    programmes = dict.fromkeys(sector.programme for sector in sectors)
    return {
        "district": {},
        **{f"programme:{name}": {"programme": name} for name in programmes},
        **{f"sector:{sector.name}": {"sectors": (sector.name,)} for sector in sectors},
    }


def outcome_table(outcome: Outcome) -> pd.DataFrame:
    """Every indicator that can be read, in every scope, year and run; rates 0–1, money in 10,000 yuan."""
    runs = np.indices((outcome.draws, outcome.replicates)).reshape(2, -1)
    parts = []
    for row, (scope, asked), year in product(INDICATORS, scopes(outcome).items(), outcome.years):
        if outcome.has(row.code, **asked):  # type: ignore[arg-type]
            values = outcome.annual(row.code, year, **asked).ravel()  # type: ignore[arg-type]
            parts.append((row.code, scope, year, values))
    count = runs.shape[1]
    labels = [np.repeat([part[place] for part in parts], count) for place in range(3)]
    draws, replicates = (np.tile(run, len(parts)) for run in runs)
    values = np.concatenate([part[3] for part in parts])
    columns = (np.full(values.size, outcome.scenario.name), *labels, draws, replicates, values)
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
