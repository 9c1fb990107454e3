"""The `facts` block: figures with unit, source and standing, or `missing` until somebody fills them in."""

from __future__ import annotations

from collections.abc import Collection

from simlib.facts import FactRow
from simlib.words import STATUSES, Words

from .nodes import Mistakes, Node, mistake, short
from .records import Fact
from .values import Bounds, choice, entries, fields, key_choice, number, text, whole

MISSING = "missing"
FACT_KEYS = ("value", "unit", "source", "status")
_FACT, _STATUS = Words("统计数据", "fact"), Words("数据状态", "fact status")
_COUNTING = {"家", "个", "户", "项", "处"}  # words for counting units; none changes the figure
_DEFAULT_SOURCE = "simlib/facts.py"


def read_facts(node: Node | None, rows: Collection[FactRow], mistakes: Mistakes) -> dict[str, Fact]:
    """One fact for each row, in table order: as written, else the table's default, else missing."""
    known = {row.code: row for row in rows}
    given: dict[str, Fact] = {}
    for code, entry in entries(node).items():
        with mistakes.noted():
            row = known[key_choice(entry, code, tuple(known), _FACT)]
            given[code] = _fact(row, entry, mistakes)
    if node is not None:
        _note_absent(node, rows, mistakes)
    return {row.code: given.get(row.code, _default(row)) for row in rows}


def _default(row: FactRow) -> Fact:
    """What stands for a fact that a file does not give: an illustration, or a gap."""
    status = MISSING if row.default is None else "illustrative"
    return Fact(row.code, row.default, row.unit.zh, _DEFAULT_SOURCE, status)


def _note_absent(node: Node, rows: Collection[FactRow], mistakes: Mistakes) -> None:
    """A fact without a default has to be written, if only as missing."""
    for row in rows:
        if row.default is None and not row.may_be_missing and row.code not in node.entries:
            sample = f"{row.code}: {{value: missing, unit: {row.unit.zh}, source: …, status: missing}}"
            mistakes.add(
                mistake(
                    node,
                    f"缺少“{row.code}”（{row.words.zh}；见{row.where.zh}）。暂无数据时写 {sample}",
                    f"“{row.code}” is missing ({row.words.en}; see {row.where.en}). Until then {sample}",
                )
            )


def _fact(row: FactRow, node: Node, mistakes: Mistakes) -> Fact:
    """One fact: exactly value, unit, source and status."""
    parts = fields(node, FACT_KEYS, (), mistakes)
    fact = Fact(
        row.code,
        mistakes.attempt(lambda part: _figure(row, part), parts.get("value"), None),
        mistakes.attempt(lambda part: _unit(row, part), parts.get("unit"), row.unit.zh),
        mistakes.attempt(text, parts.get("source"), ""),
        mistakes.attempt(lambda part: choice(part, STATUSES, _STATUS), parts.get("status"), MISSING),
    )
    if "value" in parts and "status" in parts:
        _note_half_missing(parts, mistakes)
    return fact


def _figure(row: FactRow, node: Node) -> float | None:
    """The figure, or None for `missing`; counts (whole bounds in the table) must be whole."""
    if node.kind == "text" and node.text == MISSING:
        return None
    bounds = Bounds(row.minimum, row.maximum, row.unit)
    return float(whole(node, bounds)) if isinstance(row.minimum, int) else number(node, bounds)


def _unit(row: FactRow, node: Node) -> str:
    """The unit as written; it must be the table's, so that nobody gives 元 where 万元 is meant."""
    unit = text(node)
    known = {*row.unit, *(_COUNTING if _COUNTING.intersection(row.unit) else ())}
    if _plain(unit) not in {_plain(said) for said in known}:
        raise mistake(
            node,
            f"单位“{short(unit)}”不对，本项须为“{row.unit.zh}”。请换算数值并改写单位。",
            f"the unit “{short(unit)}” is not that of this fact, “{row.unit.zh}” ({row.unit.en}). "
            "Convert the figure and write the unit.",
        )
    return unit


def _plain(unit: str) -> str:
    """A unit without spaces, width of signs or the range that the table adds to a share."""
    return unit.replace(" ", "").replace("–", "-").replace("／", "/").removesuffix("0-1").lower()


def _note_half_missing(parts: dict[str, Node], mistakes: Mistakes) -> None:
    """The value is missing exactly when the status says so."""
    if (parts["value"].text == MISSING) != (parts["status"].text == MISSING):
        mistakes.add(
            mistake(
                parts["status"],
                "value 与 status 不一致：待填时两处都写 missing，已填时两处都不写 missing。",
                "value and status disagree: write missing in both until it is known, then in neither.",
            )
        )
