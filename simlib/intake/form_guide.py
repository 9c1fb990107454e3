"""The first sheet of the form: what to do, what a status means, what the other sheets are for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words import STATUSES, Words
from .form_look import HEAD, YELLOW, Book, aligned, fill, font, frame, height, lines_of, on_landscape_a4
from .form_sheets import GUIDE, SHEETS
from .form_words import FORM

_STEPS = 6
_NAME, _TEXT = 16, 112  # widths of the two columns


def write_guide(book: Book, page: Any, file: str) -> None:
    """The guide; `file` is the name of the form."""
    page.title = GUIDE.said(book.language)
    page.cell(1, 1, book.said("guide.title")).font = font(14, weight="bold")
    for i in range(1, _STEPS + 1):
        _step(page, 2 + i, book.said(f"guide.{i}", file=file))
    page.cell(3 + _STEPS, 1, book.said("guide.yellow")).fill = fill(YELLOW)
    page.cell(3 + _STEPS, 1).font, page.cell(3 + _STEPS, 1).border = font(), frame()
    page.cell(3 + _STEPS, 2, book.said("guide.yellow_is")).font = font()
    _table(
        book, page, 5 + _STEPS, "guide.statuses", {words: FORM[f"status.{code}"] for code, words in STATUSES.items()}
    )
    sheets = {sheet.words: FORM[f"about.{sheet.key}"] for sheet in SHEETS}
    _table(book, page, 7 + _STEPS + len(STATUSES), "guide.sheets", sheets)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = _NAME, _TEXT
    page.sheet_view.showGridLines = False
    on_landscape_a4(page)
    page.page_setup.fitToHeight = 1


def _step(page: Any, number: int, text: str) -> None:
    page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
    cell = page.cell(number, 1, text)
    cell.font, cell.alignment = font(11), aligned()
    page.row_dimensions[number].height = height(lines_of(text, _NAME + _TEXT - 12)) + 4


def _table(book: Book, page: Any, first: int, title: str, lines: Mapping[Words, Words]) -> None:
    page.cell(first, 1, book.said(title)).font = font(11, weight="bold")
    for i, (name, meaning) in enumerate(lines.items(), 1):
        for column, words in ((1, name), (2, meaning)):
            cell = page.cell(first + i, column, words.said(book.language))
            cell.font, cell.border, cell.alignment = font(), frame(), aligned()
        page.cell(first + i, 1).fill = fill(HEAD)
        page.row_dimensions[first + i].height = height(lines_of(meaning.said(book.language), _TEXT - 6))
