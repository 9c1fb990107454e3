"""What a golden file holds: the mean of every indicator of the district, and of the programmes, in three years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simlib import simulate
from simlib.indicators import INDICATORS
from simlib.tables import scopes

FOLDER = Path(__file__).parent / "golden"
YEARS = (2011, 2012, 2016)
SIZE = {"draws": 5, "replicates": 2}


def golden_rows(scenario) -> Iterator[tuple[tuple[str, str, str], float]]:
    """(indicator, scope, year) and the mean over a few runs."""
    outcome = simulate(scenario, **SIZE)
    for row in INDICATORS:
        for scope, asked in scopes(outcome).items():
            if not scope.startswith("sector:") and outcome.has(row.code, **asked):
                for year in YEARS:
                    yield (row.code, scope, str(year)), float(outcome.annual(row.code, year, **asked).mean())
