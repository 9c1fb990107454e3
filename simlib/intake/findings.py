"""FINDINGS: everything that can be found about a row of a ledger, and whether the row is used all the same."""

from __future__ import annotations

from typing import NamedTuple

from ..words import Words
from .columns import cut
from .vocabulary import KIND_NAMES, RESULTS, SIZE_NAMES, accepted

SET_ASIDE, KEPT = "set aside", "kept"


class Kind(NamedTuple):
    """One thing that can be found, in short; `remedy` is what to do about it."""

    code: str
    fate: str
    words: Words
    remedy: Words


class Finding(NamedTuple):
    """What was found on a line; a row that is not kept enters no figure."""

    line: int
    what: Words
    kept: bool
    code: str

    @property
    def reason(self) -> Words:
        """The same without what stands in this very cell."""
        return FINDING[self.code].words


_DATES = Words("请写成 2012-03-19", "write it as 2012-03-19")
_NOTHING = Words("", "")
_RESULTS = Words(f"请写{accepted(RESULTS)}之一", "write pass or fail, or leave it empty")
_KINDS = Words(f"请写{accepted(KIND_NAMES)}之一", "write planned, follow-up or complaint")
_SIZES = Words(f"请写{accepted(SIZE_NAMES)}之一", "write small, medium or large")
_ONCE = Words("如是另一批次，请加“检查编号”列", "if it is another batch, add a column “inspection id”")

# fmt: off
FINDINGS: tuple[Kind, ...] = (
    Kind("no_unit", SET_ASIDE, Words("缺被抽查单位", "no unit"), Words("请补上", "fill it in")),
    Kind("no_sector", SET_ASIDE, Words("缺行业", "no sector"), Words("请补上", "fill it in")),
    Kind("no_date", SET_ASIDE, Words("缺日期", "no date"), _DATES),
    Kind("unreadable_date", SET_ASIDE, Words("日期看不懂", "unreadable date"), _DATES),
    Kind("impossible_date", SET_ASIDE, Words("日期不存在", "no such day"), _DATES),
    Kind("future", SET_ASIDE, Words("日期在今天之后", "date in the future"), _DATES),
    Kind("early", SET_ASIDE, Words("日期早于 1980 年", "date before 1980"), _DATES),
    Kind("no_result", SET_ASIDE, Words("没有结果（未检、停业或空白）", "no result (not tested, closed, blank)"),
        _NOTHING),
    Kind("unknown_result", SET_ASIDE, Words("结果看不懂", "unknown result"), _RESULTS),
    Kind("unknown_kind", SET_ASIDE, Words("检查类型看不懂", "unknown kind of inspection"), _KINDS),
    Kind("too_many_cells", SET_ASIDE, Words("比表头多出单元格", "more cells than the header"),
         Words("含分隔符的文字请加引号", "put a text that holds the separator in quotation marks")),
    Kind("duplicate", SET_ASIDE, Words("与前面某行完全相同", "the same as an earlier row"), _ONCE),
    Kind("duplicate_id", SET_ASIDE, Words("检查编号重复", "inspection id used before"),
         Words("保留了先出现的一行", "the earlier row is used")),
    Kind("conflict", SET_ASIDE, Words("同一单位同日同类检查既合格又不合格", "pass and fail of one unit on one day"),
         Words("请改正；如是两个批次，请加“检查编号”列", "mend it; for two batches add a column “inspection id”")),
    Kind("two_batches", KEPT, Words("同一单位同日有合格也有不合格，编号不同，按两批计",
                                    "pass and fail of one unit on one day under two ids: two batches"), _NOTHING),
    Kind("shared_id", KEPT, Words("检查编号与另一单位相同，分别计", "inspection id of another unit, both counted"),
        _NOTHING),
    Kind("unit_left_out", KEPT, Words("缺单位编号，按单位名称识别", "no unit id in this row: told apart by name"),
        _NOTHING),
    Kind("near_column", KEPT, Words("这一列没有采用", "this column is not used"), _NOTHING),
    Kind("as_pass", KEPT, Words("有条件合格按合格计", "conditional pass, counted as a pass"), _NOTHING),
    Kind("kind_assumed", KEPT, Words("检查类型空白，按监督抽查计", "no kind given, counted as planned"), _NOTHING),
    Kind("unknown_size", KEPT, Words("规模看不懂，按未填计", "unknown size, counted as not given"), _SIZES),
    Kind("two_sectors", KEPT, Words("同一单位出现在两个行业，分别计", "a unit in two sectors, counted in each"),
        _NOTHING),
    Kind("no_kind_column", KEPT, Words("没有“检查类型”列，全部按监督抽查计",
        "no column for the kind: all counted as planned"), _NOTHING),
    Kind("no_record_column", KEPT, Words("没有“检查编号”列，整行相同即视为重复",
                                         "no column “inspection id”: rows alike in every cell count once"), _NOTHING),
    Kind("unit_by_name", KEPT, Words("没有单位编号，按单位名称识别", "no unit id: units are told apart by name"),
        _NOTHING),
)
# fmt: on
FINDING: dict[str, Kind] = {row.code: row for row in FINDINGS}


def finding(code: str, line: int, cell: str, other: int = 0) -> Finding:
    """What was found on a line: the cell quoted, the other line that it clashes with, what to do."""
    row = FINDING[code]
    return Finding(line, Words(_zh(row, cell, other), _en(row, cell, other)), row.fate == KEPT, code)


def _zh(row: Kind, cell: str, other: int) -> str:
    quoted = f"“{cut(cell)}”" if cell else ""
    clash = f"（第 {other} 行）" if other else ""
    remedy = f"。{row.remedy.zh}" if row.remedy.zh else ""
    return f"{row.words.zh}{':' if quoted else ''}{quoted}{clash}{remedy}。"


def _en(row: Kind, cell: str, other: int) -> str:
    quoted = f": “{cut(cell)}”" if cell else ""
    clash = f" (line {other})" if other else ""
    remedy = f"; {row.remedy.en}" if row.remedy.en else ""
    return f"{row.words.en}{quoted}{clash}{remedy}."
