"""Tidy tables beside a report (CSV and Parquet, with a schema version), written whole or not at all."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..estimators import mean_with_error
from ..indicators import INDICATOR
from ..spread import SOURCES, assumptions_and_luck, spread_of
from .outcomes import Yearly, scopes_of
from .rows import TargetRow, form_of

if TYPE_CHECKING:
    from pandas import DataFrame


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write to a temporary name beside `path`; it takes the place of `path` only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:
    """Write a small record whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """A record, or {} where there is none that can be read (a batch was cut short)."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_table(frame: DataFrame, stem: Path, record: Mapping[str, Any]) -> None:
    """One table as CSV (for spreadsheets, with a byte-order mark) and as Parquet."""
    frame.insert(0, "schema_version", record["schema_version"])
    with replacing(stem.with_suffix(".csv")) as temporary:
        frame.to_csv(temporary, index=False, encoding="utf-8-sig", float_format="%.8g")
    write_parquet(frame, stem.with_suffix(".parquet"), record)


def write_parquet(frame: DataFrame, path: Path, record: Mapping[str, Any]) -> None:
    """A table as Parquet; the run record's schema version, plan, seed and code go into its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(frame, preserve_index=False)
    kept = ("schema_version", "scenario", "digest", "seed", "draws", "replicates", "code")
    stamp = {name: str(record[name]) for name in kept}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **stamp})
    with replacing(path) as temporary:
        parquet.write_table(table, temporary)


def results_table(outcome: Any, values: Yearly) -> DataFrame:
    """Each indicator, scope and year: mean with its error, the middle future and 80 of 100 futures."""
    from pandas import DataFrame

    low, middle, high = np.quantile(values.runs.reshape(len(values.keys), -1), [0.1, 0.5, 0.9], axis=1)
    rows = [
        (outcome.scenario.name, code, label, year, form_of(code), *mean_with_error(runs))
        for (code, label, year), runs in zip(values.keys, values.runs, strict=True)
    ]
    names = ["scenario", "indicator", "scope", "year", "form", "mean", "error"]
    sources = zip((f"variance_{source}" for source in SOURCES), _sources(outcome, values), strict=True)
    return DataFrame(rows, columns=names).assign(median=middle, low=low, high=high, **dict(sources))


def _sources(outcome: Any, values: Yearly) -> np.ndarray:
    """Variance of every result by source, [source, key]; sampling and list are 0 where a result is not sampled, and
    sampling lies in chance where no counter can tell it apart (INDICATORS, `tested` without `expected`)."""
    known, luck = assumptions_and_luck(values.runs)
    found = np.stack([known, luck, np.zeros_like(luck), np.zeros_like(luck)])
    scopes = scopes_of(outcome.scenario)
    for place, (code, label, year) in enumerate(values.keys):
        if INDICATOR[code].expected is not None:
            spread = spread_of(outcome, code, year, **scopes[label])
            found[:, place] = [getattr(spread, source).variance for source in SOURCES]
    return found


def target_table(rows: Iterable[TargetRow]) -> DataFrame:
    """Each target and the chance that it is kept."""
    from pandas import DataFrame

    plain = (
        "indicator",
        "year",
        "level",
        "last",
        "median",
        "low",
        "high",
        "chance",
        "error",
        "verdict",
        "status",
        "median_error",
        "basis",
    )
    records = [
        {name: getattr(row, name) for name in plain}
        | {
            "name_zh": row.name.zh,
            "name_en": row.name.en,
            "goal": row.goal.zh,
            "department": row.department.zh,
            "hinge": row.hinge.words.zh if row.hinge else "–",
            "hinge_low": row.hinge.low if row.hinge else math.nan,
            "hinge_high": row.hinge.high if row.hinge else math.nan,
        }
        for row in rows
    ]
    return DataFrame(records)


def costs_table(outcome: Any) -> DataFrame:
    """Money by year, item and department."""
    from pandas import concat

    from ..bills import cost_table

    return concat([cost_table(outcome, year) for year in outcome.years], ignore_index=True)
