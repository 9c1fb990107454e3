"""Slips of the keyboard that make a file unreadable, and how to mend each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from simlib.words import Words


class Slip(NamedTuple):
    """One usual slip: what it looks like in a line, and what to type instead."""

    pattern: re.Pattern[str]
    remedy: Words


def _slip(pattern: str, zh: str, en: str) -> Slip:
    return Slip(re.compile(pattern), Words(zh, en))


SLIPS: tuple[Slip, ...] = (
    _slip(
        r"^ *\t",
        "缩进用了制表符（Tab），请改为空格（每层两个）",
        "a tab is used for indentation: use spaces (two a level)",
    ),
    _slip(
        "[\u3000\u00a0]",
        "用了全角空格或不间断空格，请改为普通空格",
        "a full-width or non-breaking space: type a plain space",
    ),
    _slip(
        "[：﹕]",
        "用了全角冒号“：”，请改为半角冒号加一个空格“: ”",
        "a full-width colon “：”: type a plain colon and a space, “: ”",
    ),
    _slip(
        "[，、；]",
        "用了全角逗号、顿号或分号，请改为半角逗号“, ”",
        "a full-width comma or semicolon: type a plain comma, “, ”",
    ),
    _slip(
        "[“”‘’「」]",
        '用了中文引号，请改为半角引号 " 或去掉引号',
        'Chinese quotation marks: type plain " or none',
    ),
    _slip(
        "[（）【】｛｝［］]",
        "用了全角括号，请改为半角括号 {} []",
        "full-width brackets: type plain {} []",
    ),
    _slip(
        "[０-９．％－＋Ａ-Ｚａ-ｚ]",
        "用了全角数字、字母或符号，请改为半角，如 0.8",
        "full-width digits, letters or signs: type plain ones, such as 0.8",
    ),
    _slip(
        r"^\s*(- )?[\w-]+:[^\s]",
        "冒号后面缺一个空格",
        "a space is missing after the colon",
    ),
)


def slip_in(text: str) -> Words | None:
    """The likeliest slip in `text`, as advice in both languages; None if nothing looks wrong."""
    return next((slip.remedy for slip in SLIPS if slip.pattern.search(text)), None)


def advice(text: str) -> Words:
    """The advice on a slip in `text`, ready to be added to a message; empty if there is none."""
    remedy = slip_in(text)
    return Words(f" 可能是：{remedy.zh}。", f" Perhaps {remedy.en}.") if remedy else Words("", "")


def line_with_slip(lines: list[str], suspects: Iterable[int]) -> int | None:
    """The line (from 0) to blame: the first of the suspects with a slip, else the first of the file."""
    order = [*suspects, *range(len(lines))]
    return next((i for i in order if 0 <= i < len(lines) and slip_in(_code(lines[i]))), None)


def _code(line: str) -> str:
    """The line without its comment and without what stands between quotation marks."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', re.split(r"(?:^|\s)#", line, maxsplit=1)[0])
