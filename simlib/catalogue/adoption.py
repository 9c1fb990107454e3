"""The table to adopt, and the breakdown by department."""

from __future__ import annotations

from ..words import Words

ADOPTION: dict[str, Words] = {
    "adopt.head.indicator": Words("指标和口径", "Indicator and how it is counted"),
    "adopt.head.baseline": Words("基线（{year} 年）", "Baseline ({year})"),
    "adopt.head.plan": Words("方案目标", "The plan's target"),
    "adopt.head.money": Words("{year} 年经费", "Money in {year}"),
    "adopt.head.owner": Words("责任部门", "Owner"),
    "adopt.head.task": Words("没有指标的工作", "Work without an indicator"),
    "adopt.head.due": Words("期限", "Due"),
    "adopt.head.state": Words("是否办完", "Done"),
    "adopt.shared": Words("与其他指标共用", "shared with other rows"),
    "adopt.done": Words("已办完", "done"),
    "adopt.open": Words("未办完", "open"),
    "adopt.spent": Words("{year} 年支出约 {money}", "spends about {money} in {year}"),
    "adopt.note": Words(
        "确保、力争、挑战：按现行力度，100 种可能中分别约有 {chances} 种能达到的水平。是/否类目标没有档次，只看可能性。"
        "经费是为这项指标开支的检验、办案、人力、培育、奖励或宣传，同一笔钱常为几项指标服务，不能相加。",
        "Assured, aimed for, stretch: levels reached in about {chances} of 100 futures at the plan's effort. Yes-or-no targets "
        "have no steps, only a chance. Money is what tests, cases, staff, coaching, awards or publicity for the row cost; "
        "the same money often serves several rows, so the column does not add up.",
    ),
    "adopt.about": Words(
        "方案原有的 {count} 项目标：{safe} 项可以照原样写进责任书；{likely} 项有望完成、{open} 项没有把握，"
        "应改用“确保”或“力争”的水平，或者加大投入；"
        "{missing} 项缺对照数据，暂不能定。",
        "Of the plan's own {count} targets {safe} can be signed as they stand; {likely} are likely and {open} are not safe: sign "
        "the assured level or the one aimed for instead, or put in more; for {missing} the figure to compare with is missing.",
    ),
    "adopt.about_idle": Words(
        "不具约束的有：{names}；照原样写进去，不会促使任何人多做一点。",
        "Asking for nothing new: {names}; signed as they stand they move nobody.",
    ),
    "adopt.about_blocks": Words(
        "{count} 个部门各有一张。一项目标由几个部门共同承担的，在每个部门的表里都出现。",
        "One block for each of {count} departments. A target with several owners stands in the block of each.",
    ),
    "adopt.trial": Words(
        "试跑（模拟次数很少）：数字只供检查能否运行，不能拿到会上。正式结果请去掉 --effort small 和 --runs 再运行。",
        "Trial run with few simulations: not for the meeting. Run it again without --effort small and without --runs.",
    ),
    "adopt.illustrative": Words(
        "本表用的是示例数据，非本区实际，不能直接签发。",
        "These are illustrative data, not the district's own; do not sign this table.",
    ),
}
