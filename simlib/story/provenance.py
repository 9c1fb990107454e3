"""The run record of a result, and the tables that lie beside a report: what was computed, from what, when."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 1
_PACKAGES = ("simlib", "numpy", "numba", "pandas", "scipy", "matplotlib", "papermill", "nbconvert")
_WRITTEN: set[tuple[Path, str]] = set()  # results that this process has written
_PACKAGE_FOLDER = Path(__file__).resolve().parent.parent


def run_record(outcome: Any, language: str = "zh") -> dict[str, Any]:
    """Everything needed to get this result again: plan, seed, runs, versions, code; and when it was made."""
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": outcome.scenario.name,
        "digest": outcome.scenario.digest,
        "language": language,
        "seed": outcome.seed,
        "draws": outcome.draws,
        "replicates": outcome.replicates,
        "illustrative": bool(outcome.scenario.illustrative),
        "code": code_digest(),
        "commit": git_commit(),
        "versions": versions(),
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


@cache
def code_digest() -> str:
    """A fingerprint of simlib itself: its modules, templates and style sheets."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE_FOLDER.rglob("*")):
        if path.suffix in (".py", ".j2", ".css"):
            digest.update(path.relative_to(_PACKAGE_FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Python and the packages that results may depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "?"
    return found


@cache
def git_commit() -> str:
    """The commit of the code, with a + if files differ from it; "" where there is no git."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", "simlib", "notebooks", "scenarios") else "")
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(_PACKAGE_FOLDER), *arguments], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()


# --- files beside a report -------------------------------------------------------------------------------------


def summary_of(tale: Any) -> dict[str, Any]:
    """What the page over all plans shows of this one: the answer, the targets, the money, in both languages."""
    from .headline import answer
    from .rows import row_as_json

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
        "runs": [tale.outcome.draws, tale.outcome.replicates],
    }


def write_results(tale: Any, folder: Path) -> None:
    """The tables, the futures of every run, the summary and the run record, each whole or not at all.

    A second language of the same result writes only what the first one left out: nothing.
    """
    from . import outcomes, storing

    record = run_record(tale.outcome, tale.language)
    if (folder, record["digest"]) in _WRITTEN:
        return
    values = outcomes.yearly_values(tale.outcome)
    storing.write_table(storing.results_table(tale.outcome, values), folder / "results", record)
    storing.write_table(storing.target_table(tale.targets), folder / "targets", record)
    storing.write_table(storing.costs_table(tale.outcome), folder / "costs", record)
    storing.write_parquet(outcomes.futures_table(tale.outcome, values), folder / outcomes.FUTURES_FILE, record)
    storing.write_json(folder / "summary.json", summary_of(tale))
    storing.write_json(folder / "record.json", record)
    _WRITTEN.add((folder, record["digest"]))
