"""The end of a report: how many runs stand behind it, what it does not claim, and the run record."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ...text import said
from .. import tables
from ..precise import precision_record, precision_sentence
from ..provenance import run_record
from ..results import write_results
from ..session import Story
from ..showing import Shown, html, sentence


def about_runs(tale: Story) -> Shown:
    """How many runs, what varies in them, and what the bands and ± mean."""
    outcome = tale.outcome
    runs = outcome.draws * outcome.replicates
    return sentence(
        said("learnt.runs", tale.language, runs=runs, draws=outcome.draws, replicates=outcome.replicates),
        precision_sentence(precision_record(outcome), tale.language),
    )


def about_limits(tale: Story) -> Shown:
    """What the numbers do not claim."""
    return sentence(said("learnt.limits", tale.language))


def record(tale: Story) -> Shown:
    """The run record; with a folder given, the tables and records are written there as well."""
    made = run_record(tale.outcome, tale.language)
    if tale.out is not None:
        write_results(tale, tale.out)
    return record_table(made, tale.language)


def record_table(made: dict[str, Any], language: str) -> Shown:
    """A run record as a small table."""
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    rows = [
        ("scenario", made["scenario"]),
        ("digest", made["digest"][:16]),
        ("seed", str(made["seed"])),
        ("runs", f"{made['draws']} × {made['replicates']} = {made['draws'] * made['replicates']}"),
        ("made", made["made"]),
        ("commit", made["commit"] or made["code"][:12]),
        ("versions", versions),
    ]
    head = [said("record.title", language), ""]
    cells = [[said(f"record.{name}", language), value] for name, value in rows]
    return html(Markup('<div class="record">{}</div>').format(tables.table(head, cells, "record")), str(made))
