"""The files beside a report: tables, the futures of every run, the summary for the page, the run record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..estimators import mean_with_error
from . import storing
from .headline import answer
from .log import assumption_rows
from .outcomes import FUTURES_FILE, futures_table, yearly_values
from .precise import precision_record, precision_sentence
from .provenance import SCHEMA_VERSION, run_record
from .rows import row_as_json

_WRITTEN: set[tuple[Path, str]] = set()  # results that this process has written


def summary_of(tale: Any) -> dict[str, Any]:
    """What the page over all plans shows of this one: the answer, the targets, the money, in both languages."""
    plan, spent = tale.scenario, tale.outcome.annual("fiscal_cost", tale.year)
    return {
        "schema_version": SCHEMA_VERSION,
        "name": plan.name,
        "base": plan.base,
        "title": plan.title._asdict(),
        "purpose": plan.purpose._asdict(),
        "district": plan.district._asdict(),
        "illustrative": bool(plan.illustrative),
        "year": tale.year,
        "years": list(tale.outcome.years),
        "answer": {language: answer(tale.targets, tale.year, language) for language in ("zh", "en")},
        "targets": [row_as_json(row) for row in tale.targets],
        "money": float(spent.mean()),
        "money_error": mean_with_error(spent).error,
        "runs": [tale.outcome.draws, tale.outcome.replicates],
        "precision": (known := precision_record(tale.outcome)),
        "precision_words": {language: precision_sentence(known, language) for language in ("zh", "en")},
        "assumptions": assumption_rows(plan),
    }


def write_results(tale: Any, folder: Path) -> None:
    """The tables, the futures of every run, the summary and the run record, each whole or not at all.

    A second language of the same result writes only what the first one left out: nothing.
    """
    record = run_record(tale.outcome, tale.language)
    if (folder, record["digest"]) in _WRITTEN:
        return
    values = yearly_values(tale.outcome)
    storing.write_table(storing.results_table(tale.outcome, values), folder / "results", record)
    storing.write_table(storing.target_table(tale.targets), folder / "targets", record)
    storing.write_table(storing.costs_table(tale.outcome), folder / "costs", record)
    storing.write_parquet(futures_table(tale.outcome, values), folder / FUTURES_FILE, record)
    storing.write_json(folder / "summary.json", summary_of(tale))
    storing.write_json(folder / "record.json", record)
    _WRITTEN.add((folder, record["digest"]))
