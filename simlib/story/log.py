"""The assumptions log: every uncertain constant with its range in force, its standing and its source."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..assumptions import ASSUMPTIONS, Assumption
from ..priors import prior_of, quantile

RANGE = (0.1, 0.5, 0.9)


def assumption_rows(plan: Any) -> list[dict[str, Any]]:
    """One row an assumption: median and the middle 80 of 100, as the plan has it, and why where the plan changed it."""
    return [_row(row, plan.overrides) for row in ASSUMPTIONS]


def _row(row: Assumption, overrides: Any) -> dict[str, Any]:
    prior = prior_of(row, overrides)
    low, middle, high = (float(value) for value in quantile(prior, np.array(RANGE)))
    change = overrides.get(row.code)
    return {
        "code": row.code, "symbol": row.symbol, "zh": row.words.zh, "en": row.words.en, "unit_zh": row.unit.zh,
        "unit_en": row.unit.en, "shape": row.shape, "law": prior.law, "low": low, "middle": middle, "high": high,
        "status": row.status, "source": row.source, "why": "" if change is None else change.why,
    }  # fmt: skip
