"""Sentences about the best mix for a budget: the frontier, its plans, plans nearly as good, rate against titles."""

from __future__ import annotations

from ..words import Words

SEARCH: dict[str, Words] = {
    # --- the plan asked about, a target, a lever
    "search.plan.current": Words("现行方案", "the current plan"),
    "search.plan.this": Words("本方案", "this plan"),
    "search.target": Words("{year} 年{scope}{indicator} {goal}", "{indicator} {goal} ({scope}, {year})"),
    "search.lever": Words("{name}（{details}）", "{name} ({details})"),
    "search.unit.grades": Words("A / B / C / D 级", "grades A / B / C / D"),
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
    "search.figure.mix": Words(
        "{plan}与各档预算的最佳组合，钱花在哪里（{chance}）",
        "What {plan} and the best mix of each budget spend their money on ({chance})",
    ),
    "search.figure.front": Words("合格率与品牌数，同样的钱二者怎么换", "Pass rate against titles, for the same money"),
    "search.figure.titles": Words(
        "年末有效品牌数（名牌加商标，平均）", "titles in force at the end of the year (mean)"
    ),
    "search.figure.rate": Words("{indicator}（平均）", "{indicator} (mean)"),
    "search.chance": Words("100 种中 {of100} 种", "{of100} in 100"),
    # --- the table of winners
    "search.head.budget": Words("预算，万元", "Budget, 10,000 yuan"),
    "search.head.level": Words("能承诺", "Can promise"),
    "search.head.retested": Words("另一批模拟检验的可能性", "Chance on fresh futures"),
    "search.head.retested_note": Words("寻找时要求 100 种可能中 {of100} 种", "searched for {of100} in 100"),
    "search.note.level": Words(
        "“能承诺”是寻找组合时那批模拟得出的；用另一批模拟检验的可能性若低于所要求的，写进责任书时宜略低于它。模拟次数不同，"
        "这里的数与“能承诺到多少”一节会略有出入。",
        "“Can promise” comes from the futures that the search used; where the chance on fresh futures is below the one asked for, "
        "sign for a little less. Numbers of runs differ, so these figures may differ a little from those of the steps above.",
    ),
    "search.head.money": Words("实际要花，万元", "Costs, 10,000 yuan"),
    "search.head.turns": Words("与{plan}相比的改动", "What it changes in {plan}"),
    "search.head.besides": Words("同时", "Besides"),
    "search.head.marks": Words("备注", "Notes"),
    "search.besides": Words("总体合格率 {true}，有效品牌 {titles} 个", "true rate {true}, {titles} titles in force"),
    "search.no_change": Words("与{plan}相同，不用改动。", "As {plan}: nothing changes."),
    "search.mark.bound": Words("已调到头：{levers}", "at its bound: {levers}"),
    "search.mark.power": Words("须上级批准：{levers}", "not the district's power: {levers}"),
    "search.mark.staff": Words("最忙的一季人手用到 {share}", "busiest quarter takes {share} of the staff"),
    "search.mark.idle": Words("余下 {money}用不上", "{money} left with no use"),
    "search.mark.hollow": Words("报告数字升，实际质量没怎么升", "the report rises, quality hardly"),
    "search.count.bound": Words("{count} 项措施已调到头", "levers at their bounds: {count}"),
    "search.count.power": Words("{count} 项须上级批准", "beyond the district's power: {count}"),
    # --- a best plan on the terminal
    "search.block.version": Words("【{version}】", "== {version} =="),
    "search.block.head": Words(
        "预算 {budget}：能承诺 {level}，实际要花 {money}", "Budget {budget}: can promise {level}, costs {money}"
    ),
    "search.block.fresh": Words(
        "另一批模拟检验：{chance}能完成；寻找时要求的是 {asked}",
        "Chance on fresh futures: {chance}; searched for {asked}",
    ),
    "search.block.besides": Words(
        "同时：总体合格率平均 {true}，年末有效品牌平均 {titles} 个",
        "Besides: true rate {true}, {titles} titles in force at the end of the year (means)",
    ),
    "search.block.marks": Words("注意：{marks}", "Mind: {marks}"),
    "search.block.turns": Words("改动 {count} 项措施，其余不变：", "Levers changed: {count}; all others stay"),
    "search.block.same": Words("改动与预算 {budget}时相同。", "Changes the same as with {budget}."),
    "search.turn": Words("{lever}：从 {before} 到 {after}", "{lever}: from {before} to {after}"),
    "search.turn.mean": Words("{lever}：从平均 {before} 到 {after}", "{lever}: from {before} on average to {after}"),
    "search.turn.times": Words(
        "{lever}：调到{plan}的 {times} 倍，平均从 {before} 到 {after}",
        "{lever}: {times} times the values of {plan}, on average from {before} to {after}",
    ),
    "search.turn.notes": Words("【{notes}】", " [{notes}]"),
    "search.turn.campaign": Words("每年第二、三季度", "second and third quarter of each year"),
    "search.turn.bound": Words("已调到头", "at its bound"),
    "search.turn.power": Words("须{level}级批准", "power of the {level}"),
    # --- what was learnt
    "search.about": Words("{year} 年{scope}{indicator}", "{indicator} ({scope}, {year})"),
    "search.answer": Words(
        "{about}，按 {asked}能完成来定：{parts}；{plan}花 {now}，能承诺 {level}。",
        "{about}, for a chance of {asked}: {parts}; {plan} costs {now} and can promise {level}.",
    ),
    "search.answer.promise": Words("{budget}能承诺 {level}", "{budget} can promise {level}"),
    "search.answer.alike": Words("{low}到 {high}都能承诺 {level}", "{low} to {high} can all promise {level}"),
    "search.answer.priced": Words("只动要花钱的措施，{promises}", "with levers that cost money alone, {promises}"),
    "search.answer.all": Words("全部措施都可以动，{promises}", "with all levers, {promises}"),
    "search.about.enough": Words(
        "从 {budget}起，再加钱最多只多 {gain}：{why}。",
        "From {budget} on, more money adds {gain} at most: {why}.",
    ),
    "search.about.why.staff": Words("缺的是人手，不是钱", "staff is what lacks, not money"),
    "search.about.why.levers": Words(
        "能加的措施已加到头，或加了也没有多少作用", "the levers that help are at their bounds, and the others do little"
    ),
    "search.about.brands": Words(
        "单为这一项目标，{budget}的最佳组合（只动要花钱的措施）与{plan}相比：品牌经费从 {before}变为 {after}，"
        "监管经费从 {enforce_before}变为 {enforce_after}，有效品牌平均从 {titles_before} 个变为 {titles_after} 个。",
        "For this one target alone, the best mix for {budget} (levers that cost money) against {plan}: money for brands from {before} to {after}, for "
        "enforcement from {enforce_before} to {enforce_after}, titles in force from {titles_before} to {titles_after} on average.",
    ),
    "search.about.all": Words(
        "全部措施都可以动时，同样 {budget}能承诺 {level}，再改善 {gain}，主要靠不花钱的措施：{levers}。",
        "With all levers the same {budget} can promise {level}, {gain} better, mostly by levers that cost nothing: {levers}.",
    ),
    "search.about.all_same": Words("不花钱的措施再动也没有更好的。", "Levers that cost nothing have nothing to add."),
    "search.about.hollow": Words(
        "但报告的合格率平均 {reported}，总体合格率只 {true}：多出来的部分来自少抽风险高的单位，不是质量变好。",
        "But the reported rate changes by {reported} on average and the true one by {true} only: the rest comes from testing risky units "
        "less, not from better quality.",
    ),
    "search.about.fresh.lower": Words(
        "用另一批模拟检验，这些承诺平均每 100 种可能比要求的少完成 {size} 种。",
        "On fresh futures these promises are kept in {size} of 100 fewer than asked for, on average.",
    ),
    "search.about.fresh.higher": Words(
        "用另一批模拟检验，这些承诺平均每 100 种可能比要求的多完成 {size} 种。",
        "On fresh futures these promises are kept in {size} of 100 more than asked for, on average.",
    ),
    "search.about.fresh.none": Words(
        "用另一批模拟检验，这些承诺完成的平均与要求的相差不到 1 种（每 100 种可能）。",
        "On fresh futures these promises are kept as often as asked for, on average to 1 in 100.",
    ),
    "search.about.fresh.worst": Words("最差的一项少 {worst} 种。", "The worst falls short by {worst} in 100."),
    # --- near-equal plans
    "search.near.caption": Words(
        "预算 {budget}、只动要花钱的措施：下列方案能承诺的与最佳方案相差不到 {slack}，做法却不同，哪个好办用哪个。",
        "With {budget} and levers that cost money: these plans come within {slack} of the best and do it otherwise; choose by what can be done.",
    ),
    "search.near.best": Words("最佳", "best"),
    "search.near.other": Words("另一种做法 {number}", "other {number}"),
    "search.head.plan": Words("方案", "Plan"),
    "search.about.near": Words(
        "有 {count} 个做法不同的方案，能承诺的与最佳相差不超过 {gap}；模拟分不出高下，宜按手头的权限和人手来定。",
        "Plans that do it otherwise and promise within {gap} of the best: {count}; simulation cannot tell them apart, so let powers and staff decide.",
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
        "同样花 {budget}，有效品牌从 {few} 个增到 {many} 个，{indicator}平均要让出 {cost}{error}。",
        "For the same {budget}, going from {few} titles in force to {many} costs {cost}{error} of {indicator} on average.",
    ),
    "search.about.front_beats": Words(
        "{plan}花得不算最好：不多花钱，两样都可以更好，如{indicator}平均 {value}、品牌 {titles} 个。",
        "The money of {plan} can do better in both without more of it, such as {indicator} {value} on average with {titles} titles.",
    ),
    "search.about.front_none": Words("各档预算都找不到可以互换的方案。", "No budget has plans to choose between."),
    # --- saving, command
    "search.title": Words("{indicator}最佳组合，预算 {budget}", "Best mix for {indicator}, budget {budget}"),
    "search.purpose": Words(
        "由 simlib frontier 找到：{version}，按 {chance}能完成来定，能承诺 {level}。",
        "Found by simlib frontier: {version}, for a chance of {chance}, can promise {level}.",
    ),
    "search.saved": Words("已另存为 {path}，可接着修改。", "Saved as {path}; it can be edited further."),
}
