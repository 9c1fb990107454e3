"""`simlib new`: a commented scenario to start from, or the blank facts of another district."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from .errors import ScenarioError
from .facts import FactRow, facts_of
from .grammar.dump import spelled
from .grammar.figures import MISSING
from .grammar.folders import SECTORS, SUFFIX, display, fail_if_not_plain, files_in, find_folder, named
from .grammar.levers import group_parts
from .grammar.nodes import mistake
from .grammar.records import Plan, Scenario
from .levers import GROUPS, LEVERS, Lever, levers_of
from .scenario import load
from .schema import SCENARIO_FILE, SECTOR_FILE
from .words import DEPARTMENTS, PROGRAMMES, Words

# Who supervises a programme in the 2012 plan: a first guess for the blank sector files.
_USUAL_DEPARTMENT = {
    "product": "质监分局",
    "farm": "农林局",
    "construction": "建住局",
    "service": "商贸总公司",
    "environment": "环保分局",
    "equipment": "质监分局",
}
_EXAMPLE = "{indicator: sampled_pass_rate"
_MODELINE = "# yaml-language-server: $schema="
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


def write_scenario(name: str, base: str = "baseline", folder: Path | None = None) -> Path:
    """Write scenarios/NAME.yml, a difference from `base` that changes nothing yet; never overwrites."""
    place = find_folder(folder)
    _fail_if_taken(name, place)
    path = place / f"{name}{SUFFIX}"
    _write(path, scenario_text(name, load(base, place)), place)
    return path


def write_district(name: str, folder: Path | None = None) -> tuple[Path, ...]:
    """Write a blank root and a blank sector file for each programme; never overwrites."""
    return write_drafts(name, tuple(blank_draft(programme) for programme in PROGRAMMES), {}, folder)


def write_drafts(
    name: str, drafts: Iterable[Draft], levers: Mapping[str, str], folder: Path | None = None, first: int = PLAN_YEAR
) -> tuple[Path, ...]:
    """Write a root and a file for each sector, with the figures and levers that are known; never overwrites."""
    place, drafts = find_folder(folder), tuple(drafts)
    _fail_if_taken(name, place)
    files = {place / f"{name}{SUFFIX}": district_text(name, [draft.name for draft in drafts], levers, first)}
    for draft in drafts:
        files[place / SECTORS / name / f"{draft.name}{SUFFIX}"] = draft_text(draft)
    for path in files:
        _fail_if_there(path, place)
    for path, text in files.items():
        _write(path, text, place)
    return tuple(files)


def _fail_if_taken(name: str, folder: Path) -> None:
    """The name is not plain, or a scenario has it already (upper and lower case are the same here)."""
    node = named(name, folder)
    fail_if_not_plain(name, node)
    twin = next((known for known in files_in(folder) if known.casefold() == name.casefold()), None)
    if twin is not None:
        raise mistake(
            node,
            f"已有方案“{twin}”,没有覆盖。请换一个名称。",
            f"there is a scenario “{twin}” already; it was not overwritten. Choose another name.",
        )


def _fail_if_there(path: Path, folder: Path) -> None:
    if path.exists():
        raise _there(path, folder)


def _there(path: Path, folder: Path) -> ScenarioError:
    file = display(path, folder)
    return mistake(named(file, folder), f"{file} 已存在,没有覆盖。", f"{file} exists already; it was not overwritten.")


def _write(path: Path, text: str, folder: Path) -> None:
    """Write a file that was not there a moment ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise _there(path, folder) from None


# --- a scenario


def scenario_text(name: str, base: Scenario) -> str:
    """A scenario that says nothing yet; each lever stands in it as an example to uncomment."""
    lines = [
        f"{_MODELINE}{SCENARIO_FILE}",
        f"# 方案“{name}”:只写与“{base.name}”不同之处,没写的都照旧。",
        f"# Scenario “{name}”: only what differs from “{base.name}”; all else stays as it is there.",
        "# 用法:删去例子行首的“# ”,改数值,保存,再运行 python run.py。以“##”开头的是说明。",
        "# How to: delete the “# ” before an example, change the figure, save, python run.py. “##” explains.",
        f"name: {name}",
        f"base: {base.name}",
        f"title: {{zh: {name}, en: {name}}}",
        'purpose: {zh: "用一句话写明这个方案要看什么。", en: "In one sentence: what is this plan to show?"}',
        "",
        "levers:",
        *_forms_help(base),
        *(line for row in _plain_levers() for line in _lever_lines(row, _as_in_base(row, base))),
        *(line for group in GROUPS for line in _group_lines(group, base)),
        *_tiers_help(base),
        *(_tier_line(tier.name, base.plan) for tier in base.tiers),
        "",
        *_other_blocks(base),
    ]
    return "\n".join(lines) + "\n"


def _plain_levers() -> tuple[Lever, ...]:
    return tuple(row for row in LEVERS if row.shape != "tier" and not row.group)


def _forms_help(base: Scenario) -> list[str]:
    first, sector = base.calendar.first, base.sectors[0].name
    return [
        "  ## 一个数 = 全程、各行业;{季度: 值} = 从该季起直到下一步;",
        "  ## {行业: 值} = 只改该行业;{times: 倍数} = 上级值的倍数",
        "  ## one value = everywhere, always; {quarter: value} = from then to the next step;",
        f"  ## {{sector: value}} = that sector alone, e.g. {sector}; {{times: factor}} = the base's × it",
        f"  ## 季度 quarters: {first} … {base.calendar.last}",
        "",
    ]


def _lever_lines(row: Lever, example: str) -> list[str]:
    """What a lever means, its bounds, unit and owner, then an example."""
    return [f"  ## {_told(row)}", f"  # {row.code}: {example}"]


def _told(row: Lever) -> str:
    bounds = "on / off" if row.kind == "switch" else f"{row.minimum:g}–{row.maximum:g}{_unit(row)}"
    return f"{row.words.zh} {row.words.en}: {bounds}; {_power(row)}"


def _unit(row: Lever) -> str:
    """The unit in both languages, without a range that the bounds say already."""
    said = [one.removesuffix("0–1").strip() for one in row.unit]
    return "" if said[0] in ("–", "比例") else f" ({said[0]}, {said[1]})"


def _as_in_base(row: Lever, base: Scenario) -> str:
    """An example that changes nothing: the base's first value, of one sector where sectors differ."""
    places = [place for code, place in base.plan if code == row.code]
    value = spelled(row, base.plan[row.code, places[0]][0])
    same = len({base.plan[row.code, place] for place in places}) == 1
    return value if same else f"{{{places[0]}: {value}}}"


def _power(row: Lever) -> str:
    """Who holds the power; above the district it is said."""
    above = "" if row.level == "区" else f",{row.level}级权限 power of a higher level"
    return f"{row.owner} {DEPARTMENTS[row.owner].en}{above}"


def _group_lines(group: str, base: Scenario) -> list[str]:
    parts = group_parts(group)
    first, second = base.calendar.label(1), base.calendar.label(3)
    values = ", ".join(f"{key}: {_example(row)}" for key, row in parts.items())
    told = [f"  ## {key}: {_told(row)}" for key, row in parts.items()]
    return [*told, f"  # {group}: {{{first}: {{{values}}}, {second}: off}}"]


def _example(row: Lever) -> str:
    """A figure worth trying: a quarter of the way from the neutral value to the highest."""
    low = row.default if isinstance(row.default, float) else row.minimum
    return f"{low + (row.maximum - low) / 4:g}"


def _tiers_help(base: Scenario) -> list[str]:
    titles = ", ".join(f"{tier.name} = {tier.title.zh}" for tier in base.tiers)
    return [f"  ## 品牌 Brands: {titles}", *(f"  ##   {row.code}: {_told(row)}" for row in levers_of("tier"))]


def _tier_line(tier: str, plan: Plan) -> str:
    values = ", ".join(f"{row.code}: {spelled(row, plan[row.code, tier][0])}" for row in levers_of("tier"))
    return f"  # {tier}: {{{values}}}"


def _other_blocks(base: Scenario) -> list[str]:
    year, owner = base.calendar.years[0], next(iter(DEPARTMENTS))
    return [
        "## 另加的目标 Targets to be added (indicator, year, figure, department; stated / added)",
        "targets:",
        f"  # - {_EXAMPLE}, year: {year}, at_least: 0.85, owner: {owner}, status: added}}",
        "## 改动假设条件须写理由 Assumptions: a change needs a reason (why)",
        "assumptions:",
        '  # tau: {median: 1.0, spread: 0.3, why: "写明理由 give the reason"}',
        "## 一同变动的假设 Assumptions that move together",
        "correlations:",
        '  # - {of: [tau, delta], size: 0.4, why: "写明理由 give the reason"}',
        "## 用历史校准过的假设(先运行 simlib calibrate) Assumptions learnt from a history (simlib calibrate)",
        "# calibration: 历史名称",
        "## 模拟次数 Number of runs: draws of the assumptions × replicates of chance",
        "runs:",
        f"  # draws: {base.runs.draws}",
        f"  # replicates: {base.runs.replicates}",
        f"  # precision: {base.runs.precision}    # 可能性的模拟误差不超过 largest simulation error of a chance",
        f"  # most_draws: {base.runs.most_draws}   # 最多增加到 draws at most, to reach it",
    ]


# --- a district


def district_text(name: str, sectors: Iterable[str], levers: Mapping[str, str], first: int = PLAN_YEAR) -> str:
    """A root whose own facts are to be filled in; `levers` that are known stand as written, the rest as examples.

    The plan's first year is `first`; it lasts five, after six of warm-up.
    """
    lines = [
        f"{_MODELINE}{SCENARIO_FILE}",
        f"# {name}:本区的统计数据。把每个 {MISSING} 换成数值,并写明来源和 status。",
        f"# {name}: the facts of a district. Replace each “{MISSING}” by the figure; give source and status.",
        "# status: published 公开发表 | derived 推算 | illustrative 示例 | missing 待填",
        f"name: {name}",
        f"title: {{zh: {name} 现行方案, en: Current plan of {name}}}",
        'purpose: {zh: "按现行方案继续下去会怎样。", en: "What if the current plan goes on?"}',
        f"district: {{zh: {name}, en: {name}}}",
        f"calendar: {{warm_up: {first - 6}Q1, first: {first}Q1, last: {first + 4}Q4}}",
        "facts:",
        *_fact_lines(facts_of("district", "price")),
        f"## 行业:每个一份文件,在 {SECTORS}/{name}/ 中填写;可增删。Sectors: a file each; add or delete.",
        "sectors:",
        *(f"  - {name}/{sector}" for sector in sectors),
        "## 品牌层级 Brand tiers (at most three)",
        "tiers:",
        "  famous_brands: {title: {zh: 名牌产品, en: Famous brands}, owner: 质监分局}",
        "  famous_trademarks: {title: {zh: 著名商标, en: Famous trademarks}, owner: 工商分局}",
        "## 工作措施:不写的用默认值。Levers: those not written keep their defaults.",
        "levers:",
        *(line for row in _plain_levers() for line in _known_lever_lines(row, levers)),
        "## 目标 Targets",
        "targets:",
        f"  # - {_EXAMPLE}, year: {first}, at_least: 0.80, owner: 质监分局, status: stated}}",
    ]
    return "\n".join(lines) + "\n"


def _known_lever_lines(row: Lever, levers: Mapping[str, str]) -> list[str]:
    if row.code in levers:
        return [f"  ## {_told(row)}", f"  {row.code}: {levers[row.code]}"]
    return _lever_lines(row, spelled(row, row.default))


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
        f"{_MODELINE}../{SECTOR_FILE}",
        "# 一类监管对象。可改名(文件名、name 和上级文件的 sectors 一起改)。",
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
