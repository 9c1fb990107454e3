"""COLUMNS: what a ledger may hold, and the names under which offices write it; reading the header by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..errors import SimlibError
from ..words import Words

MOST_QUOTED = 20  # names of columns that an error quotes at most
NEAR = 0.7  # of 1: how alike a heading that may stay unused must be before it is remarked on
LONGEST_KEY = 200  # no name is longer; bounds the work on a cell that is no name


class LedgerError(SimlibError):
    """A file of records cannot be used; carries `file` and `line` where they are known."""


class Column(NamedTuple):
    """One thing that a ledger tells of an inspection, and every accepted name of its column."""

    code: str
    words: Words
    names: tuple[str, ...]


# fmt: off
COLUMNS: tuple[Column, ...] = (
    Column("unit", Words("被抽查单位编号", "unit"), (
        "统一社会信用代码", "社会信用代码", "组织机构代码", "企业编号", "单位编号", "企业代码", "单位代码",
        "监管对象编号", "注册号",
        "营业执照号", "许可证号", "许可证编号", "unit", "unit id", "business id", "firm id", "firm", "establishment",
        "establishment id", "license", "licence", "license no", "licence no", "license number", "licence number",
        "license #", "camis", "permit", "permit id", "permit number")),
    Column("name", Words("被抽查单位名称", "unit name"), (
        "企业名称", "单位名称", "被抽查单位", "被抽样单位", "被抽查单位名称", "被抽样单位名称", "受检单位", "生产企业",
        "标称生产企业",
        "生产单位", "企业", "单位", "监管对象", "商户名称", "unit name", "business name", "firm name", "name", "dba",
        "dba name",
        "aka name")),
    Column("sector", Words("行业", "sector"), (
        "行业", "行业类别", "所属行业", "产品类别", "产品种类", "类别", "领域", "业态", "sector", "industry",
        "facility",
        "facility type", "category", "product category", "business type")),
    Column("date", Words("抽查日期", "inspection date"), (
        "日期", "抽查日期", "抽样日期", "检查日期", "检验日期", "抽检日期", "抽查时间", "抽样时间", "检查时间", "date",
        "inspection date", "inspected on", "sampling date", "date of inspection")),
    Column("result", Words("结果", "result"), (
        "结果", "抽查结果", "检查结果", "检验结果", "检验结论", "结论", "判定", "判定结果", "综合判定", "是否合格",
        "result", "results",
        "inspection result", "outcome", "verdict")),
    Column("kind", Words("检查类型", "kind of inspection"), (
        "检查类型", "抽查类型", "抽查类别", "检查类别", "任务类型", "任务来源", "检查性质", "类型", "type", "kind",
        "inspection type", "type of inspection")),
    Column("grade", Words("信用等级", "grade"), (
        "信用等级", "质量信用等级", "等级", "风险等级", "监管等级", "量化等级", "分级", "grade", "credit grade",
        "risk", "risk level",
        "risk category")),
    Column("size", Words("企业规模", "size"), (
        "规模", "企业规模", "单位规模", "企业类型规模", "size", "firm size", "unit size", "size class")),
    Column("record", Words("检查编号", "inspection id"), (
        "检查编号", "抽查编号", "抽样单编号", "抽样编号", "样品编号", "报告编号", "检验报告编号", "记录编号",
        "批次编号", "任务编号",
        "inspection id", "inspection no", "inspection number", "record id", "record", "sample id", "sample no",
        "report no", "report id", "batch id")),
)
# fmt: on
COLUMN: dict[str, Column] = {row.code: row for row in COLUMNS}
NEEDED = ("unit", "sector", "date", "result")
_BRACKETS = re.compile(r"[(\[【〔{].*?[)\]】〕}]")
_SPACING = re.compile(r"[\s_\-*:.、]+")


def plain(text: str) -> str:
    """A cell as names are compared: one width of letters, no control characters, single spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    wide = unicodedata.normalize("NFKC", text)
    return " ".join("".join(sign for sign in wide if sign.isspace() or sign.isprintable()).split())


@lru_cache(maxsize=10_000)  # a ledger says the same few words over and over
def key_of(text: str) -> str:
    """A heading or a value as it is looked up: lower case, without spaces, dashes or what stands in brackets."""
    return _SPACING.sub("", _BRACKETS.sub("", plain(text[:LONGEST_KEY]))).casefold()


KNOWN: dict[str, str] = {key_of(name): row.code for row in COLUMNS for name in (row.code, *row.names)}


def recognised(cells: Sequence[str]) -> list[str]:
    """The code of each heading, empty where the heading is not known."""
    return [KNOWN.get(key_of(cell), "") for cell in cells]


def is_header(cells: Sequence[str]) -> bool:
    """All that is needed has its column."""
    return not _absent(set(recognised(cells)))


def read_header(cells: Sequence[str], file: str, line: int) -> dict[str, int]:
    """Where each known thing stands: its column. The unit is its number or, where there is no such column, its name."""
    codes = recognised(cells)
    _fail_if_twice(codes, cells, file, line)
    places = {code: place for place, code in enumerate(codes) if code}
    absent = _absent(set(places))
    if absent:
        raise _absent_columns(absent, cells, file, line)
    places.setdefault("unit", places.get("name", -1))
    return places


def near_misses(headings: Sequence[str], places: dict[str, int]) -> list[tuple[str, str]]:
    """Headings that were not recognised but come near to a column that is not there, with that column's name."""
    absent = [row.code for row in COLUMNS if row.code not in places]
    return [(heading, near) for heading in headings if (near := _nearest(heading, absent, NEAR))]


def _absent(found: set[str]) -> list[str]:
    known = found | ({"unit"} if "name" in found else set())
    return [code for code in NEEDED if code not in known]


def _fail_if_twice(codes: Sequence[str], cells: Sequence[str], file: str, line: int) -> None:
    for code in dict.fromkeys(filter(None, codes)):
        named = [plain(cell) for cell, one in zip(cells, codes, strict=True) if one == code]
        if len(named) > 1:
            row = COLUMN[code].words
            raise ledger_mistake(
                file,
                line,
                f"有 {len(named)} 列都是“{row.zh}”：{'、'.join(named)}。请只留一列，其余的删去或改名（如“备注”）。",
                f"{len(named)} columns are all “{row.en}”: {', '.join(named)}. Keep one; delete or rename the others.",
            )


def _absent_columns(absent: Sequence[str], cells: Sequence[str], file: str, line: int) -> LedgerError:
    found = [cut(plain(cell), 30) for cell in cells if plain(cell)]
    shown = found[:MOST_QUOTED]
    zh = "".join(f"\n  {COLUMN[code].words.zh}：可写作 {'、'.join(_accepted(code))}。" for code in absent)
    en = "".join(f"\n  {COLUMN[code].words.en}: may be called {', '.join(_accepted(code))}." for code in absent)
    near = [(cell, hit) for cell in shown if (hit := _nearest(cell, absent))]
    hint_zh = "".join(f"\n  “{cell}”是否应为“{hit}”？" for cell, hit in near)
    hint_en = "".join(f"\n  Did you mean “{hit}” by “{cell}”?" for cell, hit in near)
    return ledger_mistake(
        file,
        line,
        f"表头缺少{'、'.join(COLUMN[code].words.zh for code in absent)}。找到的列：{'、'.join(shown)}。"
        f"需要：{zh}{hint_zh}",
        f"the header lacks {', '.join(COLUMN[code].words.en for code in absent)}. Columns found: {', '.join(shown)}. "
        f"Needed:{en}{hint_en}",
        missing=tuple(absent),
        found=tuple(found),
    )


def _accepted(code: str) -> tuple[str, ...]:
    return COLUMN[code].names + (COLUMN["name"].names if code == "unit" else ())


def _nearest(cell: str, absent: Sequence[str], cutoff: float = 0.6) -> str:
    """The accepted name that an unknown heading comes nearest to, of those that are lacking."""
    from difflib import get_close_matches

    names = {key_of(name): name for code in absent for name in _accepted(code)}
    near = get_close_matches(key_of(cell), names, n=1, cutoff=cutoff) if not KNOWN.get(key_of(cell)) else []
    return names[near[0]] if near else ""


def cut(text: str, length: int = 40) -> str:
    """The beginning of a long cell, as a message can quote it."""
    return text if len(text) <= length else text[:length] + "…"


def ledger_mistake(file: str, line: int, zh: str, en: str, **values: object) -> LedgerError:
    """The error that names file and line, then says in both languages what is wrong and what to do."""
    at_zh, at_en = (f" 第 {line} 行", f", line {line}") if line else ("", "")
    return LedgerError(f"{file}{at_zh}：{zh}", f"{file}{at_en}: {en}", file=file, line=line, **values)
