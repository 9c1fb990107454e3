"""`read_ledger`: an office's own inspection records, each row used or set aside with its line and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..words import Words
from .columns import ledger_mistake, near_misses
from .entries import Entry, read_entries
from .findings import Finding, finding
from .repeats import without_repeats
from .rows import Table, read_table
from .vocabulary import FAIL, KINDS, SIZES

NOT_SAID = -1  # a size or grade that the ledger does not give


@dataclass(frozen=True)
class Ledger:
    """The inspections that can be used, a column an array [row] in order of unit and day, and what was found.

    `unit` and `sector` are positions in `units` and `sectors`; `day` counts from 1970-01-01; `kind`, `size` are
    positions in KINDS, SIZES and `grade` in `grades` (−1: not said). `line` is the line of the file.
    """

    file: str
    units: tuple[str, ...]
    sectors: tuple[str, ...]
    grades: tuple[str, ...]
    unit: NDArray[np.int64]
    sector: NDArray[np.int64]
    day: NDArray[np.int64]
    failed: NDArray[np.bool_]
    kind: NDArray[np.int64]
    grade: NDArray[np.int64]
    size: NDArray[np.int64]
    line: NDArray[np.int64]
    findings: tuple[Finding, ...]
    rows_read: int
    columns: frozenset[str]
    unused_columns: tuple[str, ...]
    encoding: str

    @property
    def rows_used(self) -> int:
        """Inspections that every figure rests on."""
        return int(self.unit.size)

    @property
    def rows_set_aside(self) -> int:
        """Rows that no figure rests on; each is named in `findings`."""
        return sum(not found.kept for found in self.findings)

    @property
    def first_day(self) -> date:
        """The day of the first inspection used."""
        return _date(int(self.day.min()))

    @property
    def last_day(self) -> date:
        """The day of the last inspection used."""
        return _date(int(self.day.max()))

    def of_kind(self, kind: str) -> NDArray[np.bool_]:
        """Which rows are planned tests, follow-ups or complaints: [row]."""
        wanted: NDArray[np.bool_] = self.kind == KINDS.index(kind)
        return wanted


class Reason(NamedTuple):
    """One reason why rows were set aside, how many there are, and the first lines."""

    words: Words
    rows: int
    lines: tuple[int, ...]


def read_ledger(path: str | Path, today: date | None = None) -> Ledger:
    """Read a ledger of inspections: a CSV file, UTF-8 or GB18030, one inspection a row.

    Raises LedgerError for a file that cannot be used at all. A date after `today` is set aside.
    """
    table = read_table(Path(path))
    entries, findings = read_entries(table, today or datetime.now(tz=UTC).date() + timedelta(days=1))
    used, repeated = without_repeats(entries)
    findings = sorted([*findings, *repeated, *_notes(used, table)], key=lambda found: (found.line, found.kept))
    ledger = _ledger(table, sorted(used, key=lambda one: (one.unit, one.day, one.line)), findings)
    _fail_if_rows_are_lost(ledger)
    _fail_if_nothing_is_left(ledger)
    return ledger


def set_aside(ledger: Ledger, lines: int = 5) -> tuple[Reason, ...]:
    """Why rows were set aside, the most frequent reason first, with the first lines of each."""
    return _grouped([found for found in ledger.findings if not found.kept], lines)


def remarks(ledger: Ledger, lines: int = 5) -> tuple[Reason, ...]:
    """What was decided about rows that are used."""
    return _grouped([found for found in ledger.findings if found.kept], lines)


def _grouped(findings: list[Finding], lines: int) -> tuple[Reason, ...]:
    counts = Counter(found.code for found in findings)
    reasons = []
    for code, count in counts.most_common():
        of_code = [found for found in findings if found.code == code]
        reasons.append(Reason(of_code[0].reason, count, tuple(found.line for found in of_code[:lines])))
    return tuple(reasons)


def _notes(used: list[Entry], table: Table) -> list[Finding]:
    """Decisions that hold for many rows at once, said once at the first of them."""
    notes = []
    if "kind" not in table.places:
        notes.append(finding("no_kind_column", table.header_line, ""))
    if "record" not in table.places:
        notes.append(finding("no_record_column", table.header_line, ""))
    if table.unit_is_name:
        notes.append(finding("unit_by_name", table.header_line, ""))
    notes += [
        finding("near_column", table.header_line, f"{heading} ≈ {near}?")
        for heading, near in near_misses(table.unused, table.places)
    ]
    homes: dict[str, dict[str, Entry]] = {}
    for one in used:
        homes.setdefault(one.unit, {}).setdefault(one.sector, one)
    later = (one for sectors in homes.values() for one in list(sectors.values())[1:])
    return [*notes, *(finding("two_sectors", one.line, one.unit) for one in later)]


def _ledger(table: Table, used: list[Entry], findings: list[Finding]) -> Ledger:
    units, unit = _coded(used, lambda one: one.unit)
    sectors, sector = _coded(used, lambda one: one.sector)
    known_grades = tuple(sorted({one.grade for one in used if one.grade}))
    return Ledger(
        file=table.file,
        units=units,
        sectors=sectors,
        grades=known_grades,
        unit=unit,
        sector=sector,
        day=_numbers(used, lambda one: one.day.toordinal() - date(1970, 1, 1).toordinal()),
        failed=np.array([one.result == FAIL for one in used], dtype=np.bool_),
        kind=_numbers(used, lambda one: KINDS.index(one.kind)),
        grade=_numbers(used, lambda one: known_grades.index(one.grade) if one.grade else NOT_SAID),
        size=_numbers(used, lambda one: SIZES.index(one.size) if one.size else NOT_SAID),
        line=_numbers(used, lambda one: one.line),
        findings=tuple(findings),
        rows_read=len(table.rows),
        columns=frozenset(table.places),
        unused_columns=table.unused,
        encoding=table.encoding,
    )


def _coded(used: list[Entry], name_of: Callable[[Entry], str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The distinct names in order, and for each row the position of its name."""
    names = tuple(sorted({name_of(one) for one in used}))
    place = {name: at for at, name in enumerate(names)}
    return names, _numbers(used, lambda one: place[name_of(one)])


def _numbers(used: list[Entry], number_of: Callable[[Entry], int]) -> NDArray[np.int64]:
    return np.array([number_of(one) for one in used], dtype=np.int64)


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def _fail_if_rows_are_lost(ledger: Ledger) -> None:
    """Every row is used or named: a promise of ours, not a mistake of the file."""
    if ledger.rows_read != ledger.rows_used + ledger.rows_set_aside:
        raise AssertionError(f"{ledger.rows_read} ≠ {ledger.rows_used} + {ledger.rows_set_aside}")


def _fail_if_nothing_is_left(ledger: Ledger) -> None:
    if ledger.rows_used:
        return
    if not ledger.rows_read:
        raise ledger_mistake(
            ledger.file, 0, "只有表头，没有一行记录。", "there is a header but not one record below it."
        )
    reasons = set_aside(ledger, 3)
    lines = [", ".join(map(str, one.lines)) for one in reasons]
    zh = ";".join(f"{one.words.zh} {one.rows} 行（如第 {said} 行）" for one, said in zip(reasons, lines, strict=True))
    en = "; ".join(f"{one.words.en}: {one.rows} (lines {said})" for one, said in zip(reasons, lines, strict=True))
    raise ledger_mistake(
        ledger.file,
        0,
        f"{ledger.rows_read} 行中没有一行可用：{zh}。",
        f"none of {ledger.rows_read} rows can be used: {en}.",
    )
