"""One row of a ledger becomes one inspection, or a finding that says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..grammar.csvfile import Row
from .columns import plain
from .dates import Reading, order_of_days, read_date
from .findings import Finding, finding
from .rows import Table
from .vocabulary import KIND, NO_RESULT, PASS, PLANNED, RESULT, SIZE, meaning

_NOT_GIVEN = {"", "/", "-", "—", "–", "无", "n/a", "N/A", "NA"}


class Entry(NamedTuple):
    """One inspection: what it was of, when, how it ended."""

    line: int
    record: str
    unit: str
    sector: str
    day: date
    result: str
    kind: str
    grade: str
    size: str
    cells: tuple[str, ...]


def read_entries(table: Table, today: date) -> tuple[list[Entry], list[Finding]]:
    """Every row as an inspection or as a finding; remarks on rows that are used stand among the findings."""
    order = order_of_days(((row.line, _cell(table, row, "date")) for row in table.rows), table.file)

    @lru_cache(maxsize=100_000)  # a ledger has many rows on one day
    def day_of(text: str) -> Reading:
        return read_date(text, order, today)

    entries: list[Entry] = []
    findings: list[Finding] = []
    for row in table.rows:
        problem = next(_problems(table, row, day_of), None)
        if problem is None:
            entry = _entry(table, row, day_of)
            entries.append(entry)
            findings += _remarks(table, row)
        else:
            findings.append(problem)
    return entries, findings


def _cell(table: Table, row: Row, code: str) -> str:
    """What stands in a column, tidied; empty where the column or the cell is not there, or says “none”."""
    at = table.places.get(code, -1)
    text = plain(row.cells[at]) if 0 <= at < len(row.cells) else ""
    return "" if text in _NOT_GIVEN else text


def _unit(table: Table, row: Row) -> str:
    """The unit by its number; by its name where the number was left out."""
    return _cell(table, row, "unit") or _cell(table, row, "name")


def _problems(table: Table, row: Row, day_of: Callable[[str], Reading]) -> Iterator[Finding]:
    """What keeps a row from being used, the first thing first."""
    if any(cell.strip() for cell in row.cells[table.width :]):
        yield finding("too_many_cells", row.line, row.cells[table.width])
    if not _unit(table, row):
        yield finding("no_unit", row.line, "")
    if not _cell(table, row, "sector"):
        yield finding("no_sector", row.line, "")
    when = _cell(table, row, "date")
    if problem := day_of(when).problem:
        yield finding(problem, row.line, when)
    yield from _result_problems(_cell(table, row, "result"), row.line)
    kind = _cell(table, row, "kind")
    if kind and meaning(kind, KIND) is None:
        yield finding("unknown_kind", row.line, kind)


def _result_problems(text: str, line: int) -> Iterator[Finding]:
    found = meaning(text, RESULT)
    if not text or (found and found.code == NO_RESULT):
        yield finding("no_result", line, text)
    elif found is None:
        yield finding("unknown_result", line, text)


def _entry(table: Table, row: Row, day_of: Callable[[str], Reading]) -> Entry:
    """A row without a problem."""
    day, result = day_of(_cell(table, row, "date")).day, meaning(_cell(table, row, "result"), RESULT)
    kind, size = meaning(_cell(table, row, "kind"), KIND), meaning(_cell(table, row, "size"), SIZE)
    assert day is not None
    assert result is not None
    return Entry(
        row.line,
        _cell(table, row, "record"),
        _unit(table, row).upper(),
        _cell(table, row, "sector"),
        day,
        result.code,
        kind.code if kind else PLANNED,
        _cell(table, row, "grade"),
        size.code if size else "",
        tuple(map(plain, row.cells)),
    )


def _remarks(table: Table, row: Row) -> Iterator[Finding]:
    """What was decided about a row that is used."""
    result, kind, size = (_cell(table, row, code) for code in ("result", "kind", "size"))
    if not _cell(table, row, "unit"):
        yield finding("unit_left_out", row.line, _unit(table, row))
    found = meaning(result, RESULT)
    if found is not None and found.remark and found.code == PASS:
        yield finding("as_pass", row.line, result)
    if not kind and "kind" in table.places:
        yield finding("kind_assumed", row.line, "")
    if size and meaning(size, SIZE) is None:
        yield finding("unknown_size", row.line, size)
