"""The `correlations` and `calibration` blocks: assumptions that move together, and those learnt from a history."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

from simlib.assumptions import ASSUMPTION
from simlib.errors import ScenarioError
from simlib.words import Words

from .folders import fail_if_not_plain
from .nodes import Mistakes, Node, mistake, short
from .records import Calibration, Correlation, Override
from .values import Bounds, choice, fields, is_off, items, number, text

CALIBRATIONS = "calibrations"  # folder of what was learnt, beside the scenarios
_WIDEST = 0.999


def read_correlations(node: Node | None, base: tuple[Correlation, ...], mistakes: Mistakes) -> tuple[Correlation, ...]:
    """The base's groups of assumptions, or those that take their place; an assumption is in one group at most."""
    if node is None or node.is_empty:
        return base
    found: list[Correlation] = []
    with mistakes.noted():
        for item in items(node):
            with mistakes.noted():
                group = _correlation(item)
                _fail_if_twice(item, group, found)
                found.append(group)
    return tuple(found)


def _correlation(node: Node) -> Correlation:
    own = Mistakes()
    parts = fields(node, ("of", "size", "why"), (), own)
    own.fail_if_any()
    what = Words("假设条件", "assumption")
    codes = tuple(choice(item, ASSUMPTION, what) for item in items(parts["of"]))
    for item in items(parts["of"]):
        if ASSUMPTION[text(item)].prior.law == "fixed":
            raise mistake(
                item,
                f"{text(item)} 是固定值，不随其他假设变动。请从 of 中删去。",
                f"{text(item)} is fixed and moves with nothing. Take it out of `of`.",
            )
    _fail_if_alone(node, codes)
    lowest = -1.0 / (len(codes) - 1) if len(codes) > 1 else 0.0
    return Correlation(codes, number(parts["size"], Bounds(lowest * _WIDEST, _WIDEST)), text(parts["why"]))


def _fail_if_alone(node: Node, codes: tuple[str, ...]) -> None:
    """Two different assumptions, or one that each sector has for itself."""
    if len(set(codes)) < len(codes) or (len(codes) == 1 and ASSUMPTION[codes[0]].shape != "sector") or not codes:
        raise mistake(
            node,
            "of 须列出两个以上不同的假设条件；只写一个时，须是分行业的假设（如 drift），表示各行业一同变动。",
            "`of` lists two or more different assumptions; a single one must be an assumption that each sector has "
            "(such as drift), whose sectors then move together.",
        )


def _fail_if_twice(node: Node, group: Correlation, found: list[Correlation]) -> None:
    known = {code for other in found for code in other.codes}
    for code in group.codes:
        if code in known:
            raise mistake(
                node,
                f"{code} 已在另一组相关中。一个假设条件只能写在一组里，请合并。",
                f"{code} is in another group already. An assumption can be in one group only; join the two.",
            )


def read_calibration(node: Node, folder: Path, overrides: Mapping[str, Override]) -> Calibration | None:
    """The calibration a scenario rests on, by the name of its file; `off` goes back to the priors."""
    if is_off(node):
        return None
    name = text(node)
    fail_if_not_plain(name, node)
    path = folder / CALIBRATIONS / f"{name}.csv"
    if not path.is_file():
        raise _no_calibration(node, name, folder)
    content = path.read_bytes()
    _fail_if_unusable(node, path, content)
    return Calibration(name, path, hashlib.sha256(content).hexdigest(), dict(overrides))


def _no_calibration(node: Node, name: str, folder: Path) -> ScenarioError:
    known = sorted(one.stem for one in (folder / CALIBRATIONS).glob("*.csv"))
    zh = f"可用：{'、'.join(known)}。" if known else "目前还没有校准文件。"
    en = f"Known: {', '.join(known)}." if known else "There is none yet."
    return mistake(
        node,
        f"没有名为“{short(name)}”的校准文件。{zh} 新建：simlib calibrate 历史数据.csv --name {short(name)}",
        f"no calibration is called “{short(name)}”. {en} To make it: simlib calibrate HISTORY.csv --name {short(name)}",
    )


def _fail_if_unusable(node: Node, path: Path, content: bytes) -> None:
    """A file that was edited by hand: every column must be an assumption, every cell a figure."""
    try:
        head, *body = csv.reader(content.decode("utf-8-sig").splitlines())
        figures = [[float(cell) for cell in line] for line in body]
    except (ValueError, UnicodeDecodeError):
        head, figures = [], []
    known = [name.partition("@")[0] in (*ASSUMPTION, "aim") for name in head]
    if not figures or not all(known) or any(len(line) != len(head) for line in figures):
        file = f"{CALIBRATIONS}/{path.name}"
        raise mistake(
            node,
            f"{file}：不是 simlib calibrate 写出的文件，或被改动过。请重新校准。",
            f"{file}: was not written by simlib calibrate, or was changed. Calibrate again.",
        )
