"""A scenario file that says nothing yet, with every lever as an example to uncomment."""

from __future__ import annotations

from ..grammar.dump import spelled
from ..grammar.levers import group_parts
from ..grammar.records import Plan, Scenario
from ..levers import GROUPS, Lever, levers_of
from ..schema import SCENARIO_FILE
from ..words import DEPARTMENTS
from .lever_lines import EXAMPLE, MODELINE, as_in_base, lever_lines, plain_levers, told


def scenario_text(name: str, base: Scenario) -> str:
    """A scenario that says nothing yet; each lever stands in it as an example to uncomment."""
    lines = [
        f"{MODELINE}{SCENARIO_FILE}",
        f"# 方案“{name}”：只写与“{base.name}”不同之处，没写的都照旧。",
        f"# Scenario “{name}”: only what differs from “{base.name}”; all else stays as it is there.",
        "# 用法：删去例子行首的“# ”，改数值，保存，再运行 python run.py。以“##”开头的是说明。",
        "# How to: delete the “# ” before an example, change the figure, save, python run.py. “##” explains.",
        f"name: {name}",
        f"base: {base.name}",
        f"title: {{zh: {name}, en: {name}}}",
        'purpose: {zh: "用一句话写明这个方案要看什么。", en: "In one sentence: what is this plan to show?"}',
        "",
        "levers:",
        *_forms_help(base),
        *(line for row in plain_levers() for line in lever_lines(row, as_in_base(row, base))),
        *(line for group in GROUPS for line in _group_lines(group, base)),
        *_tiers_help(base),
        *(_tier_line(tier.name, base.plan) for tier in base.tiers),
        "",
        *_other_blocks(base),
    ]
    return "\n".join(lines) + "\n"


def _forms_help(base: Scenario) -> list[str]:
    first, sector = base.calendar.first, base.sectors[0].name
    return [
        "  ## 一个数 = 全程、各行业；{季度: 值} = 从该季起直到下一步；",
        "  ## {行业: 值} = 只改该行业；{times: 倍数} = 上级值的倍数",
        "  ## one value = everywhere, always; {quarter: value} = from then to the next step;",
        f"  ## {{sector: value}} = that sector alone, e.g. {sector}; {{times: factor}} = the base's × it",
        f"  ## 季度 quarters: {first} … {base.calendar.last}",
        "",
    ]


def _group_lines(group: str, base: Scenario) -> list[str]:
    parts = group_parts(group)
    first, second = base.calendar.label(1), base.calendar.label(3)
    values = ", ".join(f"{key}: {_example(row)}" for key, row in parts.items())
    lines = [f"  ## {key}: {told(row)}" for key, row in parts.items()]
    return [*lines, f"  # {group}: {{{first}: {{{values}}}, {second}: off}}"]


def _example(row: Lever) -> str:
    """A figure worth trying: a quarter of the way from the neutral value to the highest."""
    low = row.default if isinstance(row.default, float) else row.minimum
    return f"{low + (row.maximum - low) / 4:g}"


def _tiers_help(base: Scenario) -> list[str]:
    titles = ", ".join(f"{tier.name} = {tier.title.zh}" for tier in base.tiers)
    return [f"  ## 品牌 Brands: {titles}", *(f"  ##   {row.code}: {told(row)}" for row in levers_of("tier"))]


def _tier_line(tier: str, plan: Plan) -> str:
    values = ", ".join(f"{row.code}: {spelled(row, plan[row.code, tier][0])}" for row in levers_of("tier"))
    return f"  # {tier}: {{{values}}}"


def _other_blocks(base: Scenario) -> list[str]:
    year, owner = base.calendar.years[0], next(iter(DEPARTMENTS))
    return [
        "## 另加的目标 Targets to be added (indicator, year, figure, department; stated / added)",
        "targets:",
        f"  # - {EXAMPLE}, year: {year}, at_least: 0.85, owner: {owner}, status: added}}",
        "## 改动假设条件须写理由 Assumptions: a change needs a reason (why)",
        "assumptions:",
        '  # tau: {median: 1.0, spread: 0.3, why: "写明理由 give the reason"}',
        "## 一同变动的假设 Assumptions that move together",
        "correlations:",
        '  # - {of: [tau, delta], size: 0.4, why: "写明理由 give the reason"}',
        "## 用历史校准过的假设（先运行 simlib calibrate） Assumptions learnt from a history (simlib calibrate)",
        "# calibration: 历史名称",
        "## 模拟次数 Number of runs: draws of the assumptions × replicates of chance",
        "runs:",
        f"  # draws: {base.runs.draws}",
        f"  # replicates: {base.runs.replicates}",
        f"  # precision: {base.runs.precision}    # 可能性的模拟误差不超过 largest simulation error of a chance",
        f"  # most_draws: {base.runs.most_draws}   # 最多增加到 draws at most, to reach it",
    ]
