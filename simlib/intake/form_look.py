"""How the form looks: letters, widths and heights, frames, colours, the printed page."""

from __future__ import annotations

from typing import Any, NamedTuple
from unicodedata import east_asian_width

from .form_excel import excel
from .form_words import FORM

YELLOW, HEAD, QUIET, LINE = "FFF8DC", "D9E2EC", "5F6B7A", "BFC7D1"
FONT = "Microsoft YaHei"


class Book(NamedTuple):
    """A workbook that is being written: its language and where its lists stand."""

    language: str
    workbook: Any
    lists: dict[str, str]
    styles: dict[Any, Any]  # what was put together once: openpyxl takes its time over each style

    def said(self, key: str, **values: Any) -> str:
        """A text of the form in this book's language."""
        return FORM[key].said(self.language).format(**values)


def font(size: int = 10, color: str = "000000", weight: str = "") -> Any:
    """The letters of a cell; `weight` may be bold."""
    return excel().styles.Font(name=FONT, size=size, color=color, bold=weight == "bold")


def fill(color: str) -> Any:
    """The ground of a cell."""
    return excel().styles.PatternFill("solid", fgColor=color)


def frame() -> Any:
    """A thin line around a cell."""
    side = excel().styles.Side(style="thin", color=LINE)
    return excel().styles.Border(left=side, right=side, top=side, bottom=side)


def aligned(horizontal: str = "left") -> Any:
    """Wrapped, in the middle of the row; figures keep a little off the line."""
    indent = 1 if horizontal == "right" else 0
    return excel().styles.Alignment(wrap_text=True, vertical="center", horizontal=horizontal, indent=indent)


def on_landscape_a4(page: Any, wide: int = 1) -> None:
    """Print on landscape A4, `wide` sheets of paper wide, with name and page number."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0
    page.sheet_properties.pageSetUpPr = excel().worksheet.properties.PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.center.text = "&A  &P / &N"


def height(lines: int) -> int:
    """The height of a row of so many lines, in points."""
    return 5 + 15 * lines


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese letter is two wide."""
    return sum(max(1, -(-_width(line) // max(width, 1))) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
