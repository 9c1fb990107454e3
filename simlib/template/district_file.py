"""The files of another district: its root and its sectors, with the figures that are known or to be filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..facts import FactRow, facts_of
from ..grammar.dump import spelled
from ..grammar.figures import MISSING
from ..grammar.folders import SECTORS
from ..levers import Lever
from ..schema import SCENARIO_FILE, SECTOR_FILE
from ..words import DEPARTMENTS, PROGRAMMES, Words
from .lever_lines import EXAMPLE, MODELINE, lever_lines, plain_levers, told

# Who supervises a programme in the 2012 plan: a first guess for the blank sector files.
_USUAL_DEPARTMENT = {
    "product": "质监分局",
    "farm": "农林局",
    "construction": "建住局",
    "service": "商贸总公司",
    "environment": "环保分局",
    "equipment": "质监分局",
}
PLAN_YEAR = 2012  # the first year of the plan that simlib was made for
_TIERS = ("famous_brands", "famous_trademarks")


class Figure(NamedTuple):
    """A figure that is known already: its value, where it comes from and its standing."""

    value: float
    source: str
    status: str


class Draft(NamedTuple):
    """A sector whose file is to be written: what it is, the figures known of it, and remarks for its head."""

    name: str
    title: Words
    programme: str
    department: str
    tiers: tuple[str, ...]
    figures: Mapping[str, Figure]
    remarks: tuple[str, ...] = ()


def district_text(name: str, sectors: Iterable[str], levers: Mapping[str, str], first: int = PLAN_YEAR) -> str:
    """A root whose own facts are to be filled in; `levers` that are known stand as written, the rest as examples.

    The plan's first year is `first`; it lasts five, after six of warm-up.
    """
    lines = [
        f"{MODELINE}{SCENARIO_FILE}",
        f"# {name}：本区的统计数据。把每个 {MISSING} 换成数值，并写明来源和 status。",
        f"# {name}: the facts of a district. Replace each “{MISSING}” by the figure; give source and status.",
        "# status: published 公开发表 | derived 推算 | illustrative 示例 | missing 待填",
        f"name: {name}",
        f"title: {{zh: {name} 现行方案, en: Current plan of {name}}}",
        'purpose: {zh: "按现行方案继续下去会怎样。", en: "What if the current plan goes on?"}',
        f"district: {{zh: {name}, en: {name}}}",
        f"calendar: {{warm_up: {first - 6}Q1, first: {first}Q1, last: {first + 4}Q4}}",
        "facts:",
        *_fact_lines(facts_of("district", "price")),
        f"## 行业：每个一份文件，在 {SECTORS}/{name}/ 中填写；可增删。Sectors: a file each; add or delete.",
        "sectors:",
        *(f"  - {name}/{sector}" for sector in sectors),
        "## 品牌层级 Brand tiers (at most three)",
        "tiers:",
        "  famous_brands: {title: {zh: 名牌产品, en: Famous brands}, owner: 质监分局}",
        "  famous_trademarks: {title: {zh: 著名商标, en: Famous trademarks}, owner: 工商分局}",
        "## 工作措施：不写的用默认值。Levers: those not written keep their defaults.",
        "levers:",
        *(line for row in plain_levers() for line in _known_lever_lines(row, levers)),
        "## 目标 Targets",
        "targets:",
        f"  # - {EXAMPLE}, year: {first}, at_least: 0.80, owner: 质监分局, status: stated}}",
    ]
    return "\n".join(lines) + "\n"


def _known_lever_lines(row: Lever, levers: Mapping[str, str]) -> list[str]:
    if row.code in levers:
        return [f"  ## {told(row)}", f"  {row.code}: {levers[row.code]}"]
    return lever_lines(row, spelled(row, row.default))


def blank_draft(programme: str) -> Draft:
    """A sector of which nothing is known but its programme, with the department that usually answers for it."""
    tiers = _TIERS if programme in ("product", "farm") else ()
    return Draft(programme, PROGRAMMES[programme], programme, usual_department(programme), tiers, {})


def usual_department(programme: str) -> str:
    """Who supervises a programme in the 2012 plan."""
    return _USUAL_DEPARTMENT.get(programme, next(iter(DEPARTMENTS)))


def draft_text(draft: Draft) -> str:
    """A sector file with the figures that are known; the others are to be filled in."""
    lines = [
        f"{MODELINE}../{SECTOR_FILE}",
        "# 一类监管对象。可改名（文件名、name 和上级文件的 sectors 一起改）。",
        "# One kind of units. To rename it change the file, `name`, and `sectors` in the district's file.",
        *(f"## {remark}" for remark in draft.remarks),
        f"name: {draft.name}",
        f"title: {{zh: {_title(draft.title.zh)}, en: {_title(draft.title.en)}}}",
        f"programme: {draft.programme}",
        f"department: {draft.department}",
        f"tiers: [{', '.join(draft.tiers)}]",
        "facts:",
        *_fact_lines(_rows_to_fill(draft), draft.figures),
    ]
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    """A title as YAML: in quotation marks unless it is plain words."""
    return text if text in {said for words in PROGRAMMES.values() for said in words} else quoted(text)


def quoted(text: str) -> str:
    """Any text as one YAML value."""
    return json.dumps(text, ensure_ascii=False)


def _rows_to_fill(draft: Draft) -> list[FactRow]:
    return [
        row
        for row in facts_of("sector")
        if not row.may_be_missing or draft.programme == "environment" or row.code in draft.figures
    ]


def _fact_lines(rows: Iterable[FactRow], figures: Mapping[str, Figure] = {}) -> list[str]:
    """What a fact is, its unit and where to find it; known, or to fill in, or an example where there is a default."""
    lines = []
    for row in rows:
        lines.append(f"  ## {row.words.zh} {row.words.en} ({row.unit.zh}, {row.unit.en})")
        lines.append(f"  ## 见 see: {row.where.zh} {row.where.en}")
        lines.append(_known(row, figures[row.code]) if row.code in figures else _unknown(row))
    return lines


def _known(row: FactRow, figure: Figure) -> str:
    entry = (
        f"{{value: {figure.value:.12g}, unit: {row.unit.zh}, source: {quoted(figure.source)}, status: {figure.status}}}"
    )
    return f"  {row.code}: {entry}"


def _unknown(row: FactRow) -> str:
    mark, value = ("", MISSING) if row.default is None else ("# ", f"{row.default:g}")
    status = MISSING if row.default is None else "illustrative"
    return f"  {mark}{row.code}: {{value: {value}, unit: {row.unit.zh}, source: {row.where.zh}, status: {status}}}"
