"""One cell of the form as a text, a number, a quarter or a name – and a sentence for each mistake."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from ..errors import ScenarioError, unknown_name
from ..grammar.figures import MISSING
from ..grammar.folders import fail_if_not_plain
from ..grammar.nodes import Mistakes, Node, mistake_at, short
from ..words import STATUSES, Words
from .form_sheets import OPTIONS, Field, said_bounds
from .form_words import NOTHING

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_QUARTER = re.compile(r"([12]\d{3})年?(?:Q|第?)([1-4一二三四])(?:季度?)?")
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u2028\u2029]+")
_SEPARATORS = re.compile("[、,;，；\n]+")
_DATES = (dt.date, dt.time, dt.timedelta)

T = TypeVar("T")


class Cell(NamedTuple):
    """What stands in one cell, and where; `trouble` is why its value cannot be had (a formula without result)."""

    place: str
    value: Any = None
    trouble: Words = NOTHING


def slip(place: str, zh: str, en: str) -> ScenarioError:
    """The error that names sheet and cell."""
    return mistake_at(place, 0, "", zh, en)


def is_blank(cell: Cell) -> bool:
    """Nothing stands there, or spaces alone."""
    return not cell.trouble.zh and (cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()))


def text(cell: Cell) -> str:
    """A text in one line, without spaces around it; empty where nothing stands."""
    value = _sound(cell)
    if isinstance(value, _DATES):
        raise slip(
            cell.place,
            f"变成了日期（{value}）。请先把单元格格式改为“文本”再填。",
            f"became a date ({value}). Set the cell's format to “text”, then type it again.",
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(_CONTROL.sub(" ", "" if value is None else str(value)).split())


def required(cell: Cell, what: Words) -> str:
    """A text that must be there."""
    found = text(cell)
    if not found:
        raise slip(cell.place, f"请填写{what.zh}。", f"fill in: {what.en}.")
    return found


def plain(cell: Cell) -> str:
    """A text with letters and digits of plain width."""
    return unicodedata.normalize("NFKC", text(cell))


def name(cell: Cell, what: Words) -> str:
    """A name that can be that of a file."""
    required(cell, what)
    found = plain(cell)
    fail_if_not_plain(found, Node("text", cell.place))
    return found


def _sound(cell: Cell) -> Any:
    if cell.trouble.zh:
        raise slip(cell.place, *cell.trouble)
    return cell.value


# --- numbers


def number(cell: Cell, field: Field) -> float | None:
    """A number within the bounds of its field; None where nothing stands. 80% is .8, 80 for a share is a slip."""
    if is_blank(cell):
        return None
    value = _figure(_sound(cell), cell, field)
    _fail_if_out_of_bounds(value, cell, field)
    if field.kind == "whole" and not value.is_integer():
        raise slip(cell.place, f"{value:.10g} 应是整数。", f"{value:.10g} must be a whole number.")
    return value + 0.0


def _figure(value: Any, cell: Cell, field: Field) -> float:
    if isinstance(value, (bool, *_DATES)):
        raise _not_a_number(cell, field, "是日期或真假值", "is a date or a truth value")
    if isinstance(value, (int, float)):
        return float(value)
    written = unicodedata.normalize("NFKC", str(value)).strip().lower().replace(" ", "")
    if _GROUPED.fullmatch(written):
        written = written.replace(",", "")
    per_cent = written.endswith("%") and field.kind == "share"
    if not _NUMBER.fullmatch(written.removesuffix("%") if per_cent else written):
        raise _not_a_number(cell, field, "不是数", "is not a number")
    return _share_of(written) if per_cent else float(written)


def _share_of(written: str) -> float:
    """80% as .8, exactly as if .8 had been typed."""
    from decimal import Decimal

    return float(Decimal(written.removesuffix("%")) / 100)


def _not_a_number(cell: Cell, field: Field, zh: str, en: str) -> ScenarioError:
    hint = Words("", "")
    if isinstance(cell.value, str) and re.search("[万千百亿元家年次个天批人倍]", cell.value):
        hint = Words("只写数字，单位已在表头。", " Write the figure alone; its unit is in the heading.")
    if isinstance(cell.value, _DATES):
        hint = Words("请把单元格格式改为“数值”再填。", " Set the format of the cell to “number” and type it again.")
    return slip(
        cell.place,
        f"“{short(str(cell.value))}”{zh}；{field.words.zh}允许 {said_bounds(field, 'zh')}。{hint.zh}",
        f"“{short(str(cell.value))}” {en}; {field.words.en} may be {said_bounds(field, 'en')}.{hint.en}",
    )


def _fail_if_out_of_bounds(value: float, cell: Cell, field: Field) -> None:
    if field.low <= value <= field.high and math.isfinite(value):
        return
    hint = Words("请改到范围之内。", " Choose a value within.")
    if field.kind == "share" and 1.0 < value <= 100.0:
        said = (f"{value:.10g}%", f"{value / 100:.10g}")
        hint = Words(f"百分数请写 {said[0]} 或 {said[1]}。", f" For per cent write {said[0]} or {said[1]}.")
    raise slip(
        cell.place,
        f"{value:.10g} 超出范围；{field.words.zh}允许 {said_bounds(field, 'zh')}。{hint.zh}",
        f"{value:.10g} is out of bounds; {field.words.en} may be {said_bounds(field, 'en')}.{hint.en}",
    )


def is_said_missing(cell: Cell) -> bool:
    """The cell says that the figure is still to be filled in."""
    return isinstance(cell.value, str) and _folded(cell.value) in _labels({MISSING: STATUSES[MISSING]})


# --- quarters


def quarter(cell: Cell) -> str:
    """A quarter such as 2012Q1 (2012年一季度 is one, too); empty where nothing stands."""
    if is_blank(cell):
        return ""
    value = _sound(cell)
    written = "" if isinstance(value, (bool, *_DATES)) else plain(cell).upper().replace(" ", "")
    found = _QUARTER.fullmatch(written)
    if not found:
        said = value.isoformat() if isinstance(value, (dt.date, dt.time)) else short(str(value))
        raise slip(
            cell.place,
            f"“{said}”不是季度。请写成 2012Q1（年份、Q、1 至 4）；若变成了日期，先把单元格格式改为“文本”。",
            f"“{said}” is not a quarter. Write 2012Q1; if it became a date, first set the cell's format to “text”.",
        )
    return f"{found[1]}Q{_NUMERALS.get(found[2], found[2])}"


# --- names out of a list


def choice(cell: Cell, known: Mapping[str, Words], what: Words) -> str:
    """The code of a known name, in Chinese, in English or as the code itself; empty where nothing stands."""
    return _code(text(cell), cell.place, known, what)


def required_choice(cell: Cell, known: Mapping[str, Words], what: Words) -> str:
    """The same, where something must stand."""
    required(cell, what)
    return choice(cell, known, what)


def choices(cell: Cell, known: Mapping[str, Words], what: Words) -> tuple[str, ...]:
    """Several names in one cell, each once."""
    parts = [part.strip() for part in _SEPARATORS.split(str(_sound(cell) or ""))]
    return tuple(dict.fromkeys(_code(part, cell.place, known, what) for part in parts if part))


def _code(written: str, place: str, known: Mapping[str, Words], what: Words) -> str:
    if not written:
        return ""
    found = _labels(known).get(_folded(written), ())
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(found)
        zh, en = f"有几个都叫“{written}”，请写文件名：{codes}。", f"several are called so; write one of {codes}."
        raise slip(place, zh, en)
    listed = ([words[i] or code for code, words in known.items()] for i in (0, 1))
    in_zh, in_en = (unknown_name(*what, short(written), names) for names in listed)
    raise slip(place, in_zh.zh, in_en.en)


def _labels(known: Mapping[str, Words]) -> dict[str, tuple[str, ...]]:
    """Every way to write a name, folded, with the codes it may mean."""
    labels: dict[str, tuple[str, ...]] = {}
    for code, words in known.items():
        for label in {_folded(code), *map(_folded, words)} - {""}:
            labels[label] = (*labels.get(label, ()), code)
    return labels | {_folded(code): (code,) for code in known}


def _folded(written: str) -> str:
    return unicodedata.normalize("NFKC", written).casefold().replace(" ", "")


def switch(cell: Cell) -> str:
    """on or off; empty where nothing stands."""
    if isinstance(cell.value, bool):
        return "on" if cell.value else "off"
    said = {"是": "on", "yes": "on", "true": "on", "1": "on", "否": "off", "no": "off", "false": "off", "0": "off"}
    return said.get(plain(cell).casefold()) or choice(cell, OPTIONS["switch"], Words("选择", "choice"))


# --- going on after a slip


def attempt(read: Callable[[], T], default: T, mistakes: Mistakes) -> T:
    """What `read` finds; the default where a mistake was noted."""
    try:
        return read()
    except ScenarioError as error:
        mistakes.add(error)
        return default
