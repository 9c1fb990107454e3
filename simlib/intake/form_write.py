"""The form as a workbook: sheets, drop-downs, limits, notes and print set-up, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import Any

from .form_excel import excel
from .form_guide import write_guide
from .form_look import HEAD, QUIET, YELLOW, Book, aligned, fill, font, frame, height, lines_of, on_landscape_a4
from .form_sheets import LISTS, OPTIONS, SHEET, SHEETS, Field, Row, Rows, Sheet, said_bounds, said_value

ABOUT, KEYS, HEADINGS, FIRST = 1, 2, 3, 4  # rows of every sheet: what it is for, hidden keys, headings, contents
FORMATS = {"share": "0.0%", "whole": "#,##0", "quarter": "@", "name": "@", "grades": "@"}
_LIMITED = {"share": "decimal", "number": "decimal", "whole": "whole"}
_SPECIAL = {"year": "0", "base_year": "0", "seed": "0", "goal": "@"}  # no thousands; 4-1 must not become a date
_STEPS = 80  # quarters in the list of a form: twenty years from the first of its plan


def write_workbook(path: Path, rows: Rows, language: str) -> None:
    """Write the form; `path` must not be there yet."""
    library = excel()
    book = Book(language, library.Workbook(), {}, {})
    write_guide(book, book.workbook.active, path.name)
    pages = {sheet.key: book.workbook.create_sheet(sheet.words.said(language)) for sheet in SHEETS}
    _lists(book, rows)
    for sheet in SHEETS:
        _sheet(book, pages[sheet.key], sheet, rows[sheet.key])
    book.workbook.save(path)


# --- one sheet


def _sheet(book: Book, page: Any, sheet: Sheet, rows: list[Row]) -> None:
    _headings(book, page, sheet)
    last = FIRST + len(rows) + sheet.blank_rows - 1
    for i, row in enumerate([*rows, *[Row({})] * sheet.blank_rows]):
        _row(book, page, sheet, FIRST + i, row)
    for column, field in enumerate(sheet.columns, 1):
        if field.kind not in ("note", "value"):
            _limit(book, page, field, f"{_letter(column)}{FIRST}:{_letter(column)}{last}")
    _lay_out(page, sheet)


def _headings(book: Book, page: Any, sheet: Sheet) -> None:
    page.cell(ABOUT, 1, book.said(f"about.{sheet.key}")).font = font(color=QUIET)
    page.row_dimensions[ABOUT].height = 20
    for column, field in enumerate(sheet.columns, 1):
        page.cell(KEYS, column, field.key)
        cell = page.cell(HEADINGS, column, heading(field, book.language))
        cell.font, cell.fill, cell.border, cell.alignment = font(weight="bold"), fill(HEAD), frame(), aligned("center")
        if note := _note(field, book):
            cell.comment = _comment(note)
    page.row_dimensions[KEYS].hidden = True
    tallest = max(lines_of(heading(field, book.language), field.width - 2) for field in sheet.columns)
    page.row_dimensions[HEADINGS].height = height(tallest)


def heading(field: Field, language: str) -> str:
    """The heading of a column: its name, below it the unit."""
    unit = field.unit.said(language)
    return field.words.said(language) + (f"\n({unit})" if unit not in ("", "–") else "")


def _note(field: Field, book: Book) -> str:
    """What a comment says: where to find the figure, what is allowed, what empty means."""
    lines = [field.note.said(book.language)]
    if field.kind in ("share", "number", "whole") and field.high < 1e12:
        lines.append(f"{book.said('field.allowed')}: {said_bounds(field, book.language)}")
    if field.default is not None:
        lines.append(f"{book.said('field.default')}: {said_value(field, field.default, book.language)}")
    return "\n".join(line for line in lines if line)


def _comment(text: str) -> Any:
    made = excel().comments.Comment(text, "simlib")
    made.width, made.height = 260, 24 + 18 * lines_of(text, 32)
    return made


def _row(book: Book, page: Any, sheet: Sheet, number: int, row: Row) -> None:
    tallest = 1
    for column, field in enumerate(sheet.columns, 1):
        cell = page.cell(number, column, _stored(row.cells.get(field.key)))
        own = row.field if field.kind == "value" and row.field is not None else field
        _dress(book, cell, own, is_told=_is_told(field, row))
        if field.kind == "value" and row.field is not None:
            _limit(book, page, row.field, cell.coordinate)
        if isinstance(cell.value, str):
            tallest = max(tallest, lines_of(cell.value, field.width - 2))
    page.row_dimensions[number].height = height(tallest)


def _stored(value: Any) -> Any:
    """A value as a workbook keeps it: nothing for an empty text, a figure of 17 digits as text."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:  # as a number it would lose the last digit
        return repr(value)
    return None if value == "" else value


def _is_told(field: Field, row: Row) -> bool:
    """A cell that is read by people alone, or that names a ready-made row."""
    ready = field.key in ("item", "assumption") or (field.key == "lever" and row.field is not None)
    return field.kind == "note" or ready or field.key in row.closed


def _dress(book: Book, cell: Any, field: Field, *, is_told: bool) -> None:
    """Letters, frame and number format; yellow where somebody may write."""
    look = (field.kind, _SPECIAL.get(field.key), is_told)
    if look in book.styles:
        cell._style = copy(book.styles[look])
        return
    cell.font, cell.border = font(color=QUIET if field.kind == "note" else "000000"), frame()
    cell.alignment = aligned("right" if field.kind in _LIMITED else "left")
    cell.number_format = _SPECIAL.get(field.key) or FORMATS.get(field.kind, "General")
    if not is_told:
        cell.fill = fill(YELLOW)
    book.styles[look] = copy(cell._style)


def _lay_out(page: Any, sheet: Sheet) -> None:
    """Widths, frozen headings, and landscape A4 with the headings on every page."""
    for column, field in enumerate(sheet.columns, 1):
        page.column_dimensions[_letter(column)].width = field.width
    page.freeze_panes = page.cell(FIRST, 1 + sheet.frozen)
    page.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    page.print_title_cols = f"A:{_letter(sheet.frozen)}"
    on_landscape_a4(page, sheet.pages_wide)


def _letter(column: int) -> str:
    return str(excel().utils.get_column_letter(column))


# --- what Excel watches over


def _limit(book: Book, page: Any, field: Field, cells: str) -> None:
    """The drop-down or the bounds of some cells; where several may be named the list is only an offer."""
    options = "switch" if field.kind == "switch" else field.options
    if options:
        made = _validation(type="list", formula1=book.lists[options], allow_blank=True)
        made.error = book.said("limit.choice")
        made.showErrorMessage = field.kind in ("choice", "switch") and field.key != "place"
    elif field.kind in _LIMITED and field.high < 1e12:
        bounds = {"formula1": f"{field.low:.15g}", "formula2": f"{field.high:.15g}"}
        made = _validation(type=_LIMITED[field.kind], operator="between", allow_blank=True, **bounds)
        low, high = (said_value(field, value, book.language) for value in (field.low, field.high))
        made.error = book.said(f"limit.{field.kind}", low=low, high=high)
        made.showErrorMessage = True
    else:
        return
    made.errorTitle = book.said("limit.title")
    made.add(cells)
    page.add_data_validation(made)


def _validation(**parts: Any) -> Any:
    return excel().worksheet.datavalidation.DataValidation(**parts)


# --- the lists behind the drop-downs, on a sheet of their own


def _lists(book: Book, rows: Rows) -> None:
    page = book.workbook.create_sheet(LISTS.said(book.language))
    page.sheet_state = "hidden"
    listed: dict[str, Iterable[str]] = {
        key: [words.said(book.language) for words in options.values()] for key, options in OPTIONS.items()
    }
    listed["quarters"] = _quarters(rows)
    for column, (key, entries) in enumerate(listed.items(), 1):
        page.cell(1, column, key)
        for i, entry in enumerate(entries):
            page.cell(2 + i, column, entry)
        book.lists[key] = _range(page, column, 2, 1 + len(list(entries)))
    for key in ("sectors", "tiers"):
        sheet = SHEET[key]
        last = FIRST + len(rows[key]) + sheet.blank_rows - 1
        column = [field.key for field in sheet.columns].index(f"title_{book.language}") + 1
        book.lists[key] = _range(book.workbook[sheet.words.said(book.language)], column, FIRST, last)


def _quarters(rows: Rows) -> list[str]:
    said = {row.field.key: row.cells.get("value") for row in rows["district"] if row.field is not None}
    year = int(str(said["first"])[:4])
    return [f"{year + i // 4}Q{i % 4 + 1}" for i in range(_STEPS)]


def _range(page: Any, column: int, first: int, last: int) -> str:
    letter = _letter(column)
    return f"'{page.title}'!${letter}${first}:${letter}${last}"
