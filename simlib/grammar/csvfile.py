"""Reading a CSV file of unknown encoding: its text, its records with their lines, its columns by name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from simlib.errors import BadRequest, unknown_name
from simlib.words import Words

MOST_BYTES = 5_000_000
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Row(NamedTuple):
    """The cells of one record and the line on which it begins (the first line is 1)."""

    line: int
    cells: list[str]


class Encoding(NamedTuple):
    """How a file is encoded; `name` is empty where nothing fits, `line` then the first line that cannot be read."""

    name: str
    line: int = 0


def encoding_of(data: bytes) -> Encoding:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else GB18030.

    A file that is almost all UTF-8 is a damaged one: read as GB18030 every name would turn to rubbish without a word.
    """
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return _if_readable(data, name)
    broken = _broken_line(data, "utf-8")
    if broken == 0:
        return Encoding("utf-8")
    return Encoding("", broken) if _is_damaged_utf8(data) else _if_readable(data, "gb18030")


def records(text: str, separator: str, unpaired: Callable[[int], Exception]) -> Iterator[Row]:
    """Each record with its first line. Strict: a quotation mark left open would swallow the rows after it; then
    `unpaired` says, for the line, what is raised.
    """
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error:
        raise unpaired(line) from None


def read_rows(path: Path, what: Words) -> list[Row]:
    """The records of a small table, those that are blank or begin with # left out; `what` names it in messages."""
    name = path.name
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        raise BadRequest(f"找不到文件 {path}。请检查文件名。", f"There is no file {path}. Check its name.") from None
    encoding = encoding_of(content)
    if len(content) > MOST_BYTES or (b"\0" in content and encoding.name != "utf-16"):
        raise BadRequest(
            f"{name} 不是{what.zh}（CSV）。Excel 文件请另存为 CSV。",
            f"{name} is no {what.en} (CSV). Save an Excel file as CSV.",
        )
    if not encoding.name:
        raise BadRequest(
            f"{name} 的文字编码无法识别（第 {encoding.line} 行）。请另存为“CSV UTF-8”。",
            f"The encoding of {name} is not known (line {encoding.line}). Save it as CSV UTF-8.",
            line=encoding.line,
        )
    rows = [row for row in records(content.decode(encoding.name), ",", lambda line: _unpaired(name, line))
            if any(cell.strip() for cell in row.cells) and not row.cells[0].startswith("#")]  # fmt: skip
    if not rows:
        raise BadRequest(f"{name} 是空文件。", f"{name} is empty.")
    return rows


def columns_of(head: Row, known: Mapping[str, Collection[str]], needed: Collection[str], name: str) -> dict[str, int]:
    """Place of each column by its name or another name it has; unknown, doubled or missing columns are errors."""
    codes = {alias: code for code, aliases in known.items() for alias in (code, *aliases)}
    columns: dict[str, int] = {}
    for place, title in enumerate(cell.strip() for cell in head.cells):
        if not title:
            continue
        if title.lower() not in codes:
            raise unknown_name(f"列（文件 {name}）", f"column (file {name})", title, codes)
        if codes[title.lower()] in columns:
            raise BadRequest(f"{name}：“{title}”列出现两次。", f"{name}: there are two columns for “{title}”.")
        columns[codes[title.lower()]] = place
    for code in needed:
        if code not in columns:
            names = " / ".join((code, *known[code]))
            raise BadRequest(f"{name}：缺少“{names}”列。", f"{name}: the column “{names}” is missing.")
    return columns


def cell(row: Row, place: int) -> str:
    """One cell without the blanks around it; empty where the row is shorter."""
    return row.cells[place].strip() if place < len(row.cells) else ""


def _unpaired(name: str, line: int) -> BadRequest:
    return BadRequest(
        f"{name} 第 {line} 行：引号没有配对，其后的行无法读取。请改正或删去引号。",
        f"{name}, line {line}: a quotation mark has no partner; the lines after it cannot be read. Mend or delete it.",
        line=line,
    )


def _broken_line(data: bytes, encoding: str) -> int:
    """The first line that is not in this encoding; 0 if all is."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0


def _if_readable(data: bytes, name: str) -> Encoding:
    line = _broken_line(data, name)
    return Encoding("", line) if line else Encoding(name)


def _is_damaged_utf8(data: bytes) -> bool:
    """Most letters that are not ASCII are whole."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(ord(sign) > 0x7F for sign in text) - broken > 4 * broken
