"""What the comparison of all plans says."""

from __future__ import annotations

from ..words import Words

COMPARISON: dict[str, Words] = {
    "head.changed": Words("目标把握的变化", "What changes for the targets"),
    "learnt.answers": Words(
        "方案原有的目标中，把握很大或有望完成的以{best}为最多，{count} 项；现行方案为 {own} 项。",
        "Most of the plan's own targets safe or likely: {best}, with {count}; the current plan has {own}.",
    ),
    "learnt.matrix": Words("各方案之间差别最大的是{most}。", "Plans differ most on: {most}."),
    "learnt.stuck": Words(
        "无论采用哪个方案都没有把握的是：{names}。",
        "Not safe under any plan: {names}.",
    ),
    "matrix.note": Words(
        "▲ ▼：比现行方案多或少 10 种以上。颜色：深蓝把握很大，浅蓝有望完成，橙尚无把握，红难以完成，斜纹待填。"
        "小字：数据决定、假设决定、未定（尚不能判断）。",
        "▲ ▼: at least 10 of 100 futures more or fewer than under the current plan. Dark blue safe, light blue likely, "
        "orange open, red unlikely, hatched figure missing. Small print: data-based, guess-based, not clear yet.",
    ),
    "matrix.errors": Words("各格的模拟误差最大为 {error} 种。", "Largest simulation error of a cell: {error} of 100."),
    "basis.short.data": Words("数据", "data"),
    "basis.short.guess": Words("假设", "guess"),
    "basis.short.unclear": Words("未定", "unclear"),
    "figure.gap": Words(
        "{year} 年{indicator}：与现行方案之差", "{indicator} in {year}: difference from the current plan"
    ),
    "gap.axis.points": Words("百分点", "points"),
    "gap.axis.number": Words("个", "number"),
    "gap.effect": Words("方案的效果：{indicator}（100 种可能中 80 种）", "effect: {indicator} (80 of 100 futures)"),
    "gap.report": Words("两份年度通报之差：{indicator}（含运气）", "two yearly reports: {indicator} (with luck)"),
    "learnt.gap": Words(
        "效果最大的是{title}：{year} 年 {change}（{low} 至 {high}）。"
        "但两份年度通报之差会在 {report_low} 至 {report_high} 之间："
        "一年的通报高一点低一点，不足以说明方案好坏。",
        "Largest effect: {title}, {change} in {year} ({low} to {high}). Two yearly reports may still differ by {report_low} to "
        "{report_high}: one year's report alone does not tell a good plan from a bad one.",
    ),
    "learnt.gap_error": Words(
        "图中各方案效果的模拟误差最大为 {margin}{unit}。",
        "Largest simulation error of an effect in the figure: {margin}{unit}.",
    ),
    "learnt.mislead": Words(
        "只看通报容易误判：{title}使通报平均变化 {report}，实际只变化 {effect}，因为变的是抽样办法。",
        "Reports can mislead: under {title} they change by {report} on average while the thing itself changes by {effect}, "
        "because it is the way of sampling that changed.",
    ),
    "learnt.alone": Words("只有一个方案，没有可比较的。", "There is only one plan, so nothing to compare."),
    "yearly.note": Words(
        "粗体：100 种可能中居中的 80 种都在零的同一侧。",
        "Bold: the middle 80 of 100 futures all lie on the same side of zero.",
    ),
    "figure.scatter": Words(
        "多花的钱与 {year} 年{indicator}的变化",
        "Extra money, and the change of {indicator} by {year}",
    ),
    "scatter.money": Words(
        "整个规划期比现行方案多花（万元）", "Money of the whole period beyond the current plan (10,000 yuan)"
    ),
    "scatter.effect": Words("变化（百分点）", "change (points)"),
    "scatter.errors": Words(
        "图中各点的模拟误差最大为：变化 {effect}{unit}，多花的钱 {money}{money_unit}。",
        "Largest simulation errors of the points: change {effect}{unit}, extra money {money}{money_unit}.",
    ),
    "learnt.free": Words(
        "不多花钱而到 {year} 年仍有改善的是：{names}。",
        "Better by {year} without more money: {names}.",
    ),
    "learnt.not_free": Words(
        "没有一个方案能不多花钱就在 {year} 年带来可靠的改善。",
        "No plan is reliably better by {year} without more money.",
    ),
}
