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
    "adopt.spent": Words("本部门 {year} 年支出 {money}。", "This department spends {money} in {year}."),
    "adopt.no_money": Words("本部门 {year} 年没有直接支出。", "No spending of its own in {year}."),
    "adopt.no_target": Words("没有承担指标目标。", "Owns no target with an indicator."),
    "adopt.total": Words(
        "{count} 个部门 {year} 年支出合计 {money}，即方案全年的支出。",
        "The {count} departments together spend {money} in {year}: all that the plan costs in the year.",
    ),
    "adopt.note": Words(
        "确保、力争、挑战：按现行力度，100 种可能中分别约有 {chances} 种能达到的水平。是/否类目标没有档次，只看可能性。"
        "经费是为这项指标开支的检验、办案、人力、培育、奖励或宣传，同一笔钱常为几项指标服务，不能相加。",
        "Assured, aimed for, stretch: levels reached in about {chances} of 100 futures at the plan's effort. Yes-or-no targets "
        "have no steps, only a chance. Money is what tests, cases, staff, coaching, awards or publicity for the row cost; "
        "the same money often serves several rows, so the column does not add up.",
    ),
    "adopt.about": Words(
        "方案原有的 {count} 项目标：{safe} 项可以照原样写进责任书，{likely} 项有望完成，{open} 项没有把握，"
        "{missing} 项缺对照数据，暂不能定。",
        "Of the plan's own {count} targets {safe} can be signed as they stand; {likely} are likely and {open} are not safe; for "
        "{missing} the figure to compare with is missing.",
    ),
    "adopt.about_lower": Words(
        "可改用“确保”或“力争”的水平，或者加大投入的：{names}。",
        "Sign the assured level or the one aimed for instead, or put in more: {names}.",
    ),
    "adopt.about_no_growth": Words(
        "“确保”的水平不比上年好的：{names}；按现行力度承诺不了增长或改善，应加大力度，或者先不定数，"
        "不要把退步写进责任书。",
        "Assured at no better than last year: {names}. With the present effort no growth or improvement can be promised: "
        "strengthen the effort or set no figure; do not sign a fall.",
    ),
    "adopt.about_no_step": Words(
        "没有较低水平可以改用，只能加大力度的：{names}。",
        "No lower level to sign; only more effort helps: {names}.",
    ),
    "adopt.about_untold": Words(
        "模拟次数不足或几乎没有抽查，说不出“确保”水平的：{names}。",
        "Too few runs or tests to tell the assured level: {names}.",
    ),
    "adopt.about_idle": Words(
        "不具约束的有：{names}；照原样写进去，不会促使任何人多做一点。",
        "Asking for nothing new: {names}; signed as they stand they move nobody.",
    ),
    "adopt.about_blocks": Words(
        "{count} 个部门各有一张。一项目标或工作由几个部门共同承担的，在每个部门的表里都出现。"
        "表中的经费是为这项指标花的钱，可能由别的部门支出；本部门自己的支出写在表下。",
        "One block for each of {count} departments. A target or task with several owners stands in the block of each. The money in "
        "a table is spent for the row, maybe by others; what the department itself spends stands below.",
    ),
    "adopt.about_without": Words(
        "没有指标目标、只有工作或支出的：{names}。", "With work or spending but no target of their own: {names}."
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
