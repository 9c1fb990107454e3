"""The scoring table of another district: small, whole and marked as an example, to be replaced line by line."""

from __future__ import annotations

from collections.abc import Collection

from ..grammar.folders import SCORING
from ..schema import SCORING_FILE
from .district_file import quoted
from .lever_lines import MODELINE


def scoring_text(name: str, year: int, programmes: Collection[str]) -> str:
    """Two items, a veto, two tasks and four grades for the district of `name`; every point is invented."""
    programme = next((one for one in ("product", "farm") if one in programmes), "")
    lines = [
        f"{MODELINE}{SCORING_FILE}",
        f"## {name} 考核评分表（示例）：分值、档次、任务全部自拟。换成本区的考核办法后，把 status 改为 published。",
        f"## Scoring table of {name}, an example: all points, levels and tasks are invented. Put your own rules in",
        "## their place, then set status to published.",
        f"## 试算 Try it: python run.py score {name}    检查 Check it: python run.py check",
        f"## 更多写法见 More ways of writing: scenarios/{SCORING}/advanced_district.yml",
        f"name: {name}",
        f"title: {{zh: {quoted(f'{name} 考核评分表（示例）')}, en: {quoted(f'Scoring table of {name} (example)')}}}",
        f"plan: {name}",
        f"year: {year}",
        "total: 100    ## 各项与任务的分值之和 points of items and tasks together",
        "status: illustrative",
        'source: "自拟示例，待换成考核办法的名称和文号 | Invented; name and number of the rules to be given"',
        "",
        *_item_lines(programme),
        "",
        "## 一票否决：不满足时，等次最高只能到 caps_at Vetoes: where one fails, caps_at is the best grade left",
        "vetoes:",
        "  accident: {title: {zh: 发生较大以上事故, en: A larger accident}, indicator: no_major_accident, at_least: 1,",
        "    caps_at: fair, owner: 安监局}",
        "",
        *_task_lines(year),
        "",
        "## 等次从高到低写，最后一等从 0 分起 Grades from the best down, the last from 0 on",
        "grades:",
        "  excellent: {title: {zh: 优, en: excellent}, at_least: 80}",
        "  good: {title: {zh: 良, en: good}, at_least: 70}",
        "  fair: {title: {zh: 中, en: fair}, at_least: 60}",
        "  poor: {title: {zh: 差, en: poor}, at_least: 0}",
    ]
    return "\n".join(lines) + "\n"


def _item_lines(programme: str) -> list[str]:
    place = f"indicator: sampled_pass_rate{f', programme: {programme}' if programme else ''}"
    return [
        "## 考核项：linear 从 zero（0 分）到 full（满分）按比例得分；steps 分档得分，最后一档为满分。80% 写 0.80",
        "## Items: linear earns from zero (no points) to full (all) in proportion; steps earn level by level, the last",
        "## has full marks. Write 80 % as 0.80",
        "items:",
        "  pass_rate: {title: {zh: 监督抽查合格率, en: Sampled pass rate}, points: 50,",
        f"    {place}, owner: 质监分局,",
        "    scoring: {linear: {zero: 0.75, full: 0.90}}}",
        "  accidents: {title: {zh: 未发生较大以上事故, en: No larger accident}, points: 20,",
        "    indicator: no_major_accident, owner: 安监局, scoring: {steps: [{at_least: 1, points: 20}]}}",
    ]


def _task_lines(year: int) -> list[str]:
    return [
        "## 没有指标的工作：责任部门、期限；办完后把 done 改成 yes Work without an indicator; done: yes when finished",
        "tasks:",
        "  assessment_rules: {title: {zh: 制定质量考核办法, en: Draw up the rules of assessment},",
        f"    owner: 领导小组办公室, due: {year}-06-30, done: no, points: 20}}",
        "  quality_month: {title: {zh: 制定“质量月”宣传方案, en: Draw up the plan of the quality month},",
        f"    owner: 外宣办, due: {year}-08-31, done: no, points: 10}}",
    ]
