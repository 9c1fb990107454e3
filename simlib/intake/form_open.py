"""Opening a filled form: only a sound .xlsx with the form's own sheets and columns, wherever the columns now stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import ScenarioError, unknown_name
from ..grammar.nodes import Mistakes, mistake_at
from ..words import Words
from .form_cells import Cell, is_blank, slip
from .form_excel import excel
from .form_file import open_workbook
from .form_sheets import GUIDE, LISTS, SHEETS, Sheet
from .form_words import NOTHING

_HEAD_ROWS = 12  # the headings stand in one of the first rows
_NO_RESULT = Words(
    "公式没有算出的值。请在 Excel 中打开、保存后再导入，或把公式粘贴为数值。",
    "the formula has no stored result. Open and save it in Excel, or paste it as a value.",
)
_ERROR_VALUE = Words("公式出错。请改正公式或直接填数。", "the formula gives an error. Mend it or type the figure.")

Line = dict[str, Cell]  # one row of a sheet: every column by its key
Lines = dict[str, list[Line]]


def open_form(path: Path) -> Lines:
    """Every row that holds something, sheet by sheet; a sheet or column that is not the form's is an error."""
    values, formulas = open_workbook(path)
    mistakes = Mistakes()
    pages = _pages(values, path.name, mistakes)
    mistakes.fail_if_any()
    lines = {key: _lines(page, formulas[page.title], sheet, mistakes) for key, (sheet, page) in pages.items()}
    mistakes.fail_if_any()
    return lines


# --- its sheets


def _pages(workbook: Any, file: str, mistakes: Mistakes) -> dict[str, tuple[Sheet, Any]]:
    """The form's sheets by key; notes those that are missing and those that nobody knows."""
    known = {title: sheet for sheet in SHEETS for title in sheet.words}
    pages: dict[str, tuple[Sheet, Any]] = {}
    for page in workbook.worksheets:
        sheet = known.get(page.title.strip())
        if sheet is not None and sheet.key not in pages:
            pages[sheet.key] = (sheet, page)
        elif page.title.strip() not in (*GUIDE, *LISTS) and _holds_anything(page):
            mistakes.add(_unknown_sheet(page.title))
    for sheet in SHEETS:
        if sheet.key not in pages:
            zh, en = sheet.words
            mistakes.add(
                mistake_at(
                    file,
                    0,
                    "",
                    f"缺少工作表“{zh}”。请恢复它的名称，或用 simlib form 重新生成一份再把数据贴过去。",
                    f"the sheet “{en}” ({zh}) is missing. Restore its name, or make a new form and copy the data.",
                )
            )
    return pages


def _unknown_sheet(title: str) -> ScenarioError:
    names = [sheet.words for sheet in SHEETS]
    zh, en = (unknown_name("工作表", "sheet", title, [words[i] for words in names]) for i in (0, 1))
    return slip(title, f"{zh.zh}请删去或改名。", f"{en.en} Delete or rename it.")


def _holds_anything(page: Any) -> bool:
    return any(value not in (None, "") for row in page.iter_rows(values_only=True) for value in row)


# --- its columns


def _lines(page: Any, formulas: Any, sheet: Sheet, mistakes: Mistakes) -> list[Line]:
    columns, first = _columns(page, sheet, mistakes)
    if first is None:
        return []
    lines = []
    for row in range(first, _last_row(page) + 1):
        line = {key: _cell(page, formulas, row, column) for key, column in columns.items()}
        _note_strays(page, row, columns, mistakes)
        if any(not is_blank(line[field.key]) for field in sheet.columns if field.kind != "note" and field.key in line):
            lines.append(line)
    return lines


def _last_row(page: Any) -> int:
    """The last row that holds anything; rows that are only dressed up do not count."""
    return max((cell.row for row in page.iter_rows() for cell in row if cell.value not in (None, "")), default=0)


def _columns(page: Any, sheet: Sheet, mistakes: Mistakes) -> tuple[dict[str, int], int | None]:
    """Where each column stands and the first row below the headings: by the hidden keys, else by the headings."""
    keys = {field.key: field.key for field in sheet.columns}
    headings = {_first_line(said): field.key for field in sheet.columns for said in field.words}
    found = {row: _matches(page, row, keys) for row in range(1, _HEAD_ROWS + 1)}
    titled = {row: _matches(page, row, headings) for row in range(1, _HEAD_ROWS + 1)}
    by_key = max(found, key=lambda row: len(found[row]))
    by_title = max(titled, key=lambda row: len(titled[row]))
    pairs = found[by_key] if len(found[by_key]) > len(keys) // 2 else titled[by_title]
    if not pairs:
        mistakes.add(slip(page.title, "找不到表头。请恢复表头行。", "the headings are gone. Restore them."))
        return {}, None
    heading_row = max(by_title, by_key) if pairs is found[by_key] and titled[by_title] else by_title
    _note_wrong_columns(page, sheet, pairs, mistakes)
    _note_unknown_headings(page, heading_row, {column for _, column in pairs}, mistakes)
    return dict(reversed(pairs)), heading_row + 1


def _first_line(said: str) -> str:
    return said.split("\n", maxsplit=1)[0].strip()


def _matches(page: Any, row: int, known: dict[str, str]) -> list[tuple[str, int]]:
    """(key, column) of every cell of a row that is one of the known texts."""
    cells = ((page.cell(row, column).value, column) for column in range(1, page.max_column + 1))
    texts = ((_first_line(said), at) for said, at in cells if isinstance(said, str))
    return [(known[said], at) for said, at in texts if said in known]


def _note_wrong_columns(page: Any, sheet: Sheet, pairs: list[tuple[str, int]], mistakes: Mistakes) -> None:
    """A column that is gone, or there twice."""
    keys = [key for key, _ in pairs]
    for field in sheet.columns:
        if field.key not in keys and field.kind != "note":
            mistakes.add(
                slip(
                    page.title,
                    f"缺少“{field.words.zh}”这一列。请恢复表头，或用 simlib form 重新生成一份再把数据贴过去。",
                    f"the column “{field.words.en}” is missing. Restore its heading, or copy the data to a new form.",
                )
            )
    for key, column in pairs:
        if keys.count(key) > 1 and (key, column) != pairs[keys.index(key)]:
            place = f"{page.title}!{_letter(column)}"
            mistakes.add(slip(place, "这一列重复了。请删去一列。", "this column is there twice. Delete one."))


def _note_unknown_headings(page: Any, row: int, known: set[int], mistakes: Mistakes) -> None:
    for column in range(1, page.max_column + 1):
        value = page.cell(row, column).value
        if column not in known and value not in (None, ""):
            mistakes.add(
                slip(
                    f"{page.title}!{_letter(column)}{row}",
                    f"没有“{_first_line(str(value))}”这一列。请删去这一列；备注请写在“来源”栏里。",
                    f"there is no column “{_first_line(str(value))}”. Delete it; remarks belong into the source.",
                )
            )


def _note_strays(page: Any, row: int, columns: dict[str, int], mistakes: Mistakes) -> None:
    """Something is written beside the columns."""
    for column in range(1, page.max_column + 1):
        value = page.cell(row, column).value
        if column not in columns.values() and value not in (None, "") and not str(value).isspace():
            place = f"{page.title}!{_letter(column)}{row}"
            mistakes.add(slip(place, "写在表格之外，不会读取。请删去。", "outside the table. Delete it."))


def _letter(column: int) -> str:
    return str(excel().utils.get_column_letter(column))


def _cell(page: Any, formulas: Any, row: int, column: int) -> Cell:
    """One cell; a formula counts by the result that Excel stored with it."""
    cell, written = page.cell(row, column), formulas.cell(row, column)
    trouble = NOTHING
    if cell.data_type == "e":
        trouble = _ERROR_VALUE
    elif written.data_type == "f" and cell.value is None:
        trouble = _NO_RESULT
    return Cell(f"{page.title}!{cell.coordinate}", cell.value, trouble)
