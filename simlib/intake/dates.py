"""Dates as they come out of Excel, in one ledger: whichever way they are written, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .columns import LedgerError, ledger_mistake

EARLIEST = date(1980, 1, 1)
NO_DATE, UNREADABLE, IMPOSSIBLE, FUTURE, TOO_EARLY = "no_date", "unreadable_date", "impossible_date", "future", "early"
_EXCEL_DAY_ZERO = date(1899, 12, 30)  # Excel counts 1900-02-29, which was not
_TIME = r"(?:[T ].*\d.*|(?:星期|周).*)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\s*" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|\d{4})?(?:\.0)?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_DAY_NAMED = re.compile(r"(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[- ,]+(\d{4})" + _TIME, re.IGNORECASE)
_NAMED_DAY = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})" + _TIME, re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Order(NamedTuple):
    """Where day and month stand in dates such as 3/19/2012, as positions in (first, second)."""

    day: int
    month: int


DAY_FIRST, MONTH_FIRST = Order(0, 1), Order(1, 0)


class Reading(NamedTuple):
    """The day a cell names, or why it names none (`problem` is one of the reasons above)."""

    day: date | None
    problem: str = ""


def order_of_days(cells: Iterable[tuple[int, str]], file: str) -> Order:
    """Whether 3/4/2012 is in March or in April: told by the dates of the same file with a part above 12.

    `cells` are (line, text). A file that does not tell, or that tells both, is an error.
    """
    seen: dict[Order | None, tuple[int, str]] = {}
    for line, text in cells:
        found = _YEAR_LAST.fullmatch(text)
        if found and found[1] != found[2]:
            seen.setdefault(_told_by(int(found[1]), int(found[2])), (line, text))
    if DAY_FIRST in seen and MONTH_FIRST in seen:
        raise _contradiction(file, seen[DAY_FIRST], seen[MONTH_FIRST])
    if None in seen and len(seen) == 1:
        raise _ambiguous(file, *seen[None])
    return DAY_FIRST if DAY_FIRST in seen else MONTH_FIRST


def _told_by(first: int, second: int) -> Order | None:
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def _contradiction(file: str, day_first: tuple[int, str], month_first: tuple[int, str]) -> LedgerError:
    (one, day), (other, month) = day_first, month_first
    return ledger_mistake(
        file,
        max(one, other),
        f"日期写法不一致：第 {one} 行“{day}”是日在前，第 {other} 行“{month}”是月在前。请统一写成 2012-03-19。",
        f"dates contradict each other: line {one}, “{day}”, has the day first, line {other}, “{month}”, the month. "
        "Write them all as 2012-03-19.",
    )


def _ambiguous(file: str, line: int, text: str) -> LedgerError:
    return ledger_mistake(
        file,
        line,
        f"看不出“{text}”是日在前还是月在前（全文件没有一个日期大于 12）。请把日期写成 2012-03-19。",
        f"it cannot be told whether “{text}” has the day or the month first (no date of the file is above 12). "
        "Write dates as 2012-03-19.",
    )


def read_date(text: str, order: Order, today: date) -> Reading:
    """The day that a cell names, if it is one between 1980 and today."""
    if not text:
        return Reading(None, NO_DATE)
    parts = _parts(text, order)
    if parts is None:
        return Reading(None, UNREADABLE)
    try:
        day = parts if isinstance(parts, date) else date(*parts)
    except ValueError:
        return Reading(None, IMPOSSIBLE)
    if day > today:
        return Reading(None, FUTURE)
    return Reading(None, TOO_EARLY) if day < EARLIEST else Reading(day)


def _parts(text: str, order: Order) -> date | tuple[int, int, int] | None:
    """Year, month and day as written, in whichever form; None for no date at all."""
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(text):
        pair = int(found[1]), int(found[2])
        return int(found[3]), pair[order.month], pair[order.day]
    if found := _SERIAL.fullmatch(text):
        return _EXCEL_DAY_ZERO + timedelta(days=int(found[1]))
    if found := _DAY_NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := _NAMED_DAY.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    return None


def _month(name: str) -> int:
    """1–12; 13, which no calendar has, for what is no month."""
    return _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 13
