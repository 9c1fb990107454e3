"""What a ledger says, written down: the files of a scenario, the history to calibrate on, and every finding."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..errors import SimlibError
from ..grammar.folders import find_folder
from ..template import write_drafts
from .columns import ledger_mistake
from .drafts import draft, levers, part_of_year
from .facts import ledger_facts
from .ledger import Ledger
from .names import Home, homes

HISTORY_COLUMNS = ("indicator", "year", "quarter", "sectors", "programme", "value", "tests", "passes", "sd", "note")
FINDING_COLUMNS = ("行 line", "采用 used", "说明", "note")
MOST_SECTORS = 60


def sector_homes(ledger: Ledger) -> dict[str, Home]:
    """The name, title, programme and department under which each sector of a ledger is written."""
    facts = ledger_facts(ledger)
    return homes(ledger.sectors, {one.sector: sum(year.tests for year in one.years) for one in facts})


def write_facts(ledger: Ledger, folder: Path | None, name: str, year: int | None = None) -> tuple[Path, ...]:
    """Write a root scenario and a file for each sector with what the ledger says; the rest is to be filled in.

    The plan begins with the year after the one whose rates are taken. Nothing is overwritten: a name that is taken
    is an error.
    """
    _fail_if_too_many_sectors(ledger)
    facts, placed = ledger_facts(ledger, year), sector_homes(ledger)
    drafts = [draft(ledger, one, placed[one.sector]) for one in facts]
    return write_drafts(name, drafts, levers(facts, placed), folder, facts[0].year + 1)


def observations(ledger: Ledger) -> list[dict[str, str]]:
    """The history to calibrate on: planned tests and passes of every sector and year, in HISTORY_COLUMNS."""
    placed = sector_homes(ledger)
    return [
        {
            **dict.fromkeys(HISTORY_COLUMNS, ""),
            "indicator": "sampled_pass_rate",
            "year": str(year.year),
            "sectors": placed[one.sector].name,
            "tests": str(year.tests),
            "passes": str(year.passes),
            "note": "" if year.whole else part_of_year(ledger),
        }
        for one in ledger_facts(ledger)
        for year in one.years
        if year.tests
    ]


def write_history(ledger: Ledger, path: Path) -> Path:
    """Write the history as a CSV file (UTF-8); never overwrites."""
    rows = ([row[column] for column in HISTORY_COLUMNS] for row in observations(ledger))
    return _write_csv(path, HISTORY_COLUMNS, rows, "utf-8")


def write_findings(ledger: Ledger, path: Path) -> Path:
    """Write every finding with its line, for Excel; never overwrites."""
    rows = ([one.line, "是 yes" if one.kept else "否 no", one.what.zh, one.what.en] for one in ledger.findings)
    return _write_csv(path, FINDING_COLUMNS, rows, "utf-8-sig")


def write_all(ledger: Ledger, folder: Path | None, name: str, year: int | None = None) -> tuple[Path, ...]:
    """The scenario, the history and the findings, all or none: a file in the way is found before any is written."""
    place = find_folder(folder)
    tables: dict[Path, Callable[[Ledger, Path], Path]] = {place / f"{name}_history.csv": write_history}
    if ledger.findings:
        tables[place / f"{name}_findings.csv"] = write_findings
    for path in tables:
        if path.exists():
            raise _there(path)
    written = write_facts(ledger, place, name, year)
    return (*written, *(write(ledger, path) for path, write in tables.items()))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], encoding: str) -> Path:
    try:
        with path.open("x", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SimlibError(f"{path.name} 无法写入（{reason}）。", f"{path.name} cannot be written ({reason}).") from None
    return path


def _there(path: Path) -> SimlibError:
    return SimlibError(
        f"{path.name} 已存在，没有覆盖。请用 --name 换一个名称，或先移走它。",
        f"{path.name} exists already and was not overwritten. Choose another --name, or move it away.",
    )


def _fail_if_too_many_sectors(ledger: Ledger) -> None:
    count = len(ledger.sectors)
    if count > MOST_SECTORS:
        raise ledger_mistake(
            ledger.file,
            0,
            f"“行业”列有 {count} 种写法，最多 {MOST_SECTORS} 种。是否用错了列？请归并成大类。",
            f"the column of sectors holds {count} different ones; at most {MOST_SECTORS}. Is it the right column? "
            "Merge them into broader ones.",
        )
