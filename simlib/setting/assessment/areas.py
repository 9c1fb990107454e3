"""Areas (镇街: 街道、镇、乡) from a file: tests and passes of each, read strictly, ready to be grouped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...errors import BadRequest, SimlibError
from ...grammar.csvfile import Row, cell, columns_of, read_rows
from ...learn.mistakes import fail_if_wrong, said
from ...words import Words
from .grouping import Counted

# Column, and the names it may have in a file.
COLUMNS: dict[str, tuple[str, ...]] = {
    "area": ("镇街", "街镇", "街道", "镇", "乡镇", "片区", "区域", "地区", "名称", "单位"),
    "tests": ("批次", "抽查批次", "检验批次"),
    "passes": ("合格批次", "合格数"),
}
MOST_TESTS = 100_000


def read_areas(path: Path) -> tuple[Counted, ...]:
    """The areas of a CSV file (columns area, tests, passes, in Chinese or English); all mistakes at once."""
    head, *body = read_rows(path, Words("镇街批次表", "table of areas"))
    columns = columns_of(head, COLUMNS, tuple(COLUMNS), path.name)
    found, wrong = dict[str, tuple[int, Counted]](), list[SimlibError]()
    for row in body:
        try:
            area = _area(row, columns)
            _fail_if_twice(area, row, found)
            found[area.name.zh] = row.line, area
        except SimlibError as error:
            wrong.append(error)
    fail_if_wrong(wrong, path.name)
    if len(found) < 2:
        raise BadRequest(
            f"{path.name} 只有 {len(found)} 个镇街，至少要有两个才能比较。",
            f"{path.name} has {len(found)} areas; at least two are needed to compare.",
        )
    return tuple(area for _, area in found.values())


def _area(row: Row, columns: Mapping[str, int]) -> Counted:
    name = cell(row, columns["area"])
    if not name:
        raise said(row.line, "镇街名称是空的。", "the name of the area is empty.")
    tests = _count(cell(row, columns["tests"]), row.line, "tests", 1)
    passes = _count(cell(row, columns["passes"]), row.line, "passes", 0)
    if passes > tests:
        raise said(row.line, f"合格批次 {passes} 多于批次 {tests}。", f"{passes} passes of {tests} tests.")
    return Counted(Words(name, name), tests, passes)


def _count(text: str, line: int, column: str, least: int) -> int:
    """A whole number; a separator of thousands is no mistake."""
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdigit() and least <= int(plain[:12]) <= MOST_TESTS:
        return int(plain)
    raise said(
        line,
        f"{column} 列的“{text[:40]}”应为 {least} 至 {MOST_TESTS} 的整数（填批次数，不填合格率）。",
        f"“{text[:40]}” in column {column} must be a whole number from {least} to {MOST_TESTS} (counts, not rates).",
    )


def _fail_if_twice(area: Counted, row: Row, found: Mapping[str, tuple[int, Counted]]) -> None:
    if area.name.zh in found:
        first = found[area.name.zh][0]
        raise said(
            row.line,
            f"“{area.name.zh}”已在第 {first} 行写过。请合并为一行。",
            f"“{area.name.zh}” stands in line {first} already. Make them one line.",
        )
