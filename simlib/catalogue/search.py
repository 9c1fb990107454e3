"""Sentences about the best mix for a budget: the frontier, its plans, plans nearly as good, rate against titles."""

from __future__ import annotations

from ..words import Words

SEARCH: dict[str, Words] = {
    # --- versions and parts of the money
    "search.version.priced": Words("只动要花钱的措施", "Only levers that cost money"),
    "search.version.all": Words("全部措施", "All levers"),
    "search.part.tests": Words("抽查与人力", "Tests and staff"),
    "search.part.cases": Words("复查与办案", "Follow-up and cases"),
    "search.part.brands": Words("品牌培育奖励", "Brands"),
    "search.part.support": Words("准入、技改、认证", "Entry, technology, certification"),
    "search.part.publicity": Words("宣传", "Publicity"),
    # --- figures
    "search.figure.money": Words("一年的财政支出，万元（预计）", "public money a year, 10,000 yuan (expected)"),
    "search.figure.level": Words("能承诺的{indicator}", "{indicator} that can be promised"),
    "search.figure.name": Words("多少钱能承诺多高", "What each budget can promise"),
    "search.figure.budget": Words("预算", "budget"),
    "search.figure.present": Words("现行力度", "plan as it is"),
    "search.figure.now": Words("现行", "now"),
    "search.figure.mix": Words(
        "各档预算的最佳组合，钱花在哪里（{chance}）", "What the best mix of each budget spends its money on ({chance})"
    ),
    "search.figure.front": Words("合格率与品牌数，同样的钱二者怎么换", "Pass rate against titles, for the same money"),
    "search.figure.titles": Words(
        "年末有效品牌数（名牌加商标，平均）", "titles in force at the end of the year (mean)"
    ),
    "search.figure.rate": Words("{indicator}（平均）", "{indicator} (mean)"),
    "search.chance": Words("100 种中 {of100} 种", "{of100} in 100"),
    # --- the table of winners
    "search.head.version": Words("可动的措施", "Levers"),
    "search.head.budget": Words("预算，万元", "Budget, 10,000 yuan"),
    "search.head.level": Words("能承诺", "Can promise"),
    "search.head.retested": Words("换一批模拟的可能性", "Chance on fresh futures"),
    "search.head.retested_note": Words("按 100 种可能中 {of100} 种搜索", "searched for {of100} in 100"),
    "search.head.money": Words("实际要花", "Costs"),
    "search.head.turns": Words("相对现行方案的改动", "What it changes"),
    "search.head.besides": Words("同时", "Besides"),
    "search.head.marks": Words("备注", "Notes"),
    "search.place": Words("（{place}）", " ({place})"),
    "search.besides": Words("总体合格率 {true}，品牌 {titles} 个", "true rate {true}, {titles} titles"),
    "search.no_change": Words("与现行方案相同", "the plan as it is"),
    "search.mark.bound": Words("已调到头：{levers}", "at its bound: {levers}"),
    "search.mark.power": Words("须上级批准：{levers}", "not the district's power: {levers}"),
    "search.mark.staff": Words("人手已用到 {share}", "staff used to {share}"),
    "search.mark.idle": Words("余钱 {money}用不上", "{money} left with no use"),
    "search.mark.hollow": Words("报告数字升，实际质量没怎么升", "the report rises, quality hardly"),
    # --- what was learnt
    "search.about.flat": Words(
        "只动要花钱的措施，按{chance}能完成来定，预算 {low}能承诺{indicator} {level_low}，"
        "{high}能承诺 {level_high}；现行方案花 {now}，能承诺 {level_now}。",
        "With levers that cost money alone, and for a chance of {chance}, {low} can promise {level_low} ({indicator}), {high} can promise "
        "{level_high}; the plan as it is costs {now} and can promise {level_now}.",
    ),
    "search.about.one": Words(
        "只动要花钱的措施，按{chance}能完成来定，预算 {high}能承诺{indicator} {level_high}；现行方案花 {now}，"
        "能承诺 {level_now}。",
        "With levers that cost money alone, and for a chance of {chance}, {high} can promise {level_high} ({indicator}); the plan as it is "
        "costs {now} and can promise {level_now}.",
    ),
    "search.about.enough": Words(
        "从 {budget}起，再加钱最多只多 {gain}：{why}。",
        "From {budget} on, more money adds {gain} at most: {why}.",
    ),
    "search.about.why.staff": Words("缺的是人手，不是钱", "staff is what lacks, not money"),
    "search.about.why.levers": Words(
        "能加的措施已加到头，或加了也没有多少作用", "the levers that help are at their bounds, and the others do little"
    ),
    "search.about.brands": Words(
        "单为这一项目标，{budget}的最佳组合把品牌经费从 {before}改为 {after}，"
        "把监管经费从 {enforce_before}改为 {enforce_after}；品牌数平均从 {titles_before} 个变为 {titles_after} 个。",
        "For this one target, the best mix for {budget} changes the money for brands from {before} to {after} and for enforcement from "
        "{enforce_before} to {enforce_after}; titles go from {titles_before} to {titles_after} on average.",
    ),
    "search.about.all": Words(
        "全部措施都可以动时，同样 {budget}能承诺 {level}，多 {gain}；靠的多是不花钱的措施，如{levers}。",
        "With all levers the same {budget} can promise {level}, {gain} more, mostly by levers that cost nothing: {levers}.",
    ),
    "search.about.hollow": Words(
        "但报告数字平均升 {reported}，实际质量只升 {true}：其余来自少抽风险高的单位。",
        "But the reported rate rises by {reported} on average and the true one by {true}: the rest comes from testing risky units less.",
    ),
    "search.about.optimism": Words(
        "换一批没用来挑选的模拟再看，这些承诺的可能性平均比搜索时要求的{direction}，100 种可能中差 {size} 种，"
        "最差的一项低 {worst} 种；表中写的都是换批之后的。",
        "On fresh futures these promises are kept {direction} often than the search asked for: by {size} in 100 on average, the worst by {worst}; the "
        "table shows the fresh figures.",
    ),
    "search.about.lower": Words("低", "less"),
    "search.about.higher": Words("高", "more"),
    # --- near-equal plans
    "search.near.caption": Words(
        "预算 {budget}、只动要花钱的措施：下列方案与最佳方案相差不到 {slack}，做法却不同，可按可行与否选用。",
        "With {budget} and levers that cost money: these plans come within {slack} of the best and do it otherwise; choose by what can be done.",
    ),
    "search.near.best": Words("最佳", "best"),
    "search.near.other": Words("另案 {number}", "other {number}"),
    "search.head.plan": Words("方案", "Plan"),
    "search.about.near": Words(
        "有 {count} 个做法不同的方案，能承诺的与最佳相差不超过 {gap}；模拟分不出高下，宜按手头的权限和人手来定。",
        "{count} plans that do it otherwise promise within {gap} of the best; simulation cannot tell them apart, so let powers and staff decide.",
    ),
    "search.about.near_none": Words(
        "没有做法明显不同而效果相近的方案。", "No materially different plan comes as near."
    ),
    # --- rate against titles
    "search.shared": Words(
        "校准文件的组数不够：检验所用的假设条件中有 {shared} 组在寻找时已经用过（只是运气不同），"
        "检验出的可能性可能偏高。",
        "The calibration holds too few worlds: {shared} of those behind the fresh futures were searched on too (with other luck), so "
        "the fresh chances may flatter.",
    ),
    "search.about.front": Words(
        "同样 {budget}，品牌从 {few} 个增到 {many} 个，{indicator}平均要让出 {cost}{error}。",
        "For the same {budget}, going from {few} titles to {many} costs {cost}{error} of {indicator} on average.",
    ),
    "search.about.front_beats": Words(
        "现行方案不在前沿上：同样的钱可以两样都更好，如{indicator} {value}、品牌 {titles} 个。",
        "The plan as it is does not lie on the front: the same money can do better in both, as {indicator} {value} with {titles} titles.",
    ),
    "search.about.front_none": Words("各档预算都找不到可以互换的方案。", "No budget has plans to choose between."),
    # --- saving, command
    "search.title": Words("{indicator}最佳组合，预算 {budget}", "Best mix for {indicator}, budget {budget}"),
    "search.purpose": Words(
        "由 simlib frontier 找到：{version}，{chance}，能承诺 {level}。",
        "Found by simlib frontier: {version}, {chance}, can promise {level}.",
    ),
    "search.saved": Words("已另存为 {path}，可接着修改。", "Saved as {path}; it can be edited further."),
}
