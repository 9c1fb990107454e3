"""A file becomes rows of cells with their line numbers: encoding, separator and header are found, not asked for."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import NamedTuple

from ..grammar.csvfile import Row, encoding_of, records
from .columns import is_header, ledger_mistake, plain, read_header, recognised

LIMIT_BYTES = 50_000_000
HEADER_WITHIN = 10  # lines in which the header is looked for: offices put a title above it
SEPARATORS = (",", ";", "\t")
_LONGEST_CELL = 100_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Table(NamedTuple):
    """A file as a table: where each column stands, what was not recognised, the records, the lines left blank."""

    file: str
    places: dict[str, int]
    width: int
    unused: tuple[str, ...]
    header_line: int
    rows: list[Row]
    blank: int
    encoding: str
    unit_is_name: bool


def read_table(path: Path) -> Table:
    """The records of a CSV file; anything that is not a table of records is an error that says what to do."""
    file = plain(path.name)
    data = _bytes_of(path, file)
    _fail_if_no_text(data, file)
    encoding = _encoding_of(data, file)
    text = data.decode(encoding)
    _fail_if_binary(text, file)
    return _table(text, file, encoding)


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ledger_mistake(file, 0, "不是普通文件，请给一个 CSV 文件。", "not a regular file; give a CSV file.")
        _fail_if_too_large(status.st_size, file)
        with path.open("rb") as stream:
            data = stream.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ledger_mistake(
            file,
            0,
            f"文件无法读取（{reason}）。请检查路径和读取权限；若正在 Excel 中打开，请先关闭。",
            f"the file cannot be read ({reason}). Check its path and that it may be read; close it in Excel.",
        ) from None
    _fail_if_too_large(len(data), file)
    return data


def _fail_if_too_large(size: int, file: str) -> None:
    if size > LIMIT_BYTES:
        raise ledger_mistake(
            file,
            0,
            "文件超过 50 MB，未读取。请只留需要的列和年份。",
            "the file is larger than 50 MB and was not read. Keep only the columns and years needed.",
        )


def _fail_if_no_text(data: bytes, file: str) -> None:
    if data.startswith(_WORKBOOKS):
        raise ledger_mistake(
            file,
            0,
            "这是 Excel 工作簿，不是 CSV。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
            "this is an Excel workbook, not a CSV file. In Excel save it as “CSV UTF-8 (comma delimited)”.",
        )
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;"):
        raise ledger_mistake(
            file,
            0,
            "文件是空的。第一行写列名，以下每行一次抽查。",
            "the file is empty. Put the names of the columns in the first line, then one inspection a line.",
        )


def _encoding_of(data: bytes, file: str) -> str:
    found = encoding_of(data)
    if found.name:
        return found.name
    raise ledger_mistake(
        file,
        found.line,
        "有无法辨认的文字（编码既不是 UTF-8 也不是 GB18030，或文件不完整）。请在 Excel 中重新另存为“CSV UTF-8”。",
        "letters that cannot be read (neither UTF-8 nor GB18030, or the file is cut off). "
        "Save it again in Excel as “CSV UTF-8”.",
    )


def _fail_if_binary(text: str, file: str) -> None:
    at = text.find("\0")
    if at >= 0:
        raise ledger_mistake(
            file,
            text.count("\n", 0, at) + 1,
            "不是文本文件。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
            "not a text file. In Excel save it as “CSV UTF-8 (comma delimited)”.",
        )


def _table(text: str, file: str, encoding: str) -> Table:
    separator = max(SEPARATORS, key=lambda sign: _likeness(text, sign))
    rows, blank = [], 0
    for row in records(text, separator, lambda line: _unpaired(file, line)):
        if any(cell.strip() for cell in row.cells):
            rows.append(row)
        else:
            blank += 1
    at = _header_at(rows)
    head = rows[at]
    places = read_header(head.cells, file, head.line)
    used = {head.cells[place] for place in places.values()}
    unused = tuple(cell.strip() for cell in head.cells if cell.strip() and cell not in used)
    by_name = "unit" not in recognised(head.cells)
    return Table(file, places, len(head.cells), unused, head.line, rows[at + 1 :], blank, encoding, by_name)


def _likeness(text: str, separator: str) -> tuple[int, int]:
    """How much the first lines look like a table cut at this sign: headings recognised, then cells."""
    head = [
        line.split(separator) for line in io.StringIO(text[:_LONGEST_CELL], newline=None).readlines()[:HEADER_WITHIN]
    ]
    cells = [[cell.strip().strip('"') for cell in line] for line in head]
    return max(len(set(filter(None, recognised(line)))) for line in cells), max(map(len, cells))


def _header_at(rows: list[Row]) -> int:
    """The first line that names all that is needed, else the line that names most of it."""
    first = rows[:HEADER_WITHIN]
    complete = (at for at, row in enumerate(first) if is_header(row.cells))
    return next(complete, max(range(len(first)), key=lambda at: len(set(recognised(first[at].cells))), default=0))


def _unpaired(file: str, line: int) -> Exception:
    return ledger_mistake(
        file,
        line,
        "这一行的引号没有配对，其后的行无法读取。请改正或删去引号。",
        "a quotation mark in this line has no partner, and the lines after it cannot be read. Mend or delete it.",
    )
