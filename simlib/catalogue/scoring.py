"""What the assessment says: points, grades, cheapest next points, tasks, groups instead of ranks, the stress test."""

from __future__ import annotations

from ..words import Words

# fmt: off
SCORING: dict[str, Words] = {
    "score.head.item": Words("考核项", "Item"),
    "score.head.points": Words("分值", "Points"),
    "score.head.expected": Words("预计得分", "Expected"),
    "score.head.lost": Words("失分", "Lost"),
    "score.head.full": Words("得满分的可能性", "Full marks"),
    "score.head.owner": Words("责任单位", "Owner"),
    "score.head.due": Words("期限", "Due"),
    "score.head.task": Words("未完成的任务", "Open task"),
    "score.head.step": Words("下一步", "Next step"),
    "score.head.gain": Words("得分", "Points gained"),
    "score.head.cost": Words("当年多花", "Added cost in the year"),
    "score.head.rate": Words("每 10 万元得分", "Points per 100,000 yuan"),
    "score.head.real": Words("按真实状况计，得分", "Points, were the true state judged"),
    "score.head.unit": Words("单位", "Unit"),
    "score.head.tests": Words("批次", "Tests"),
    "score.head.rate_seen": Words("平均报出的合格率", "Mean reported rate"),
    "score.head.group": Words("分组", "Group"),
    "score.head.first": Words("排第一的可能性", "Named first"),
    "score.head.last": Words("排末位的可能性", "Named last"),
    "score.head.above": Words("归入“优”", "Put above"),
    "score.head.below": Words("归入“中”", "Put below"),
    "score.head.judged": Words("合格率按什么计", "Rate judged"),
    "score.head.honest": Words("如实抽查得分", "Points, honest sampling"),
    "score.head.gamed": Words("抽易避难多得", "Gained by sampling easy units"),
    "score.head.seen": Words("报出的合格率", "Reported rate"),
    "score.group.items": Words("考核项", "Items"),
    "score.group.bonus": Words("加分项（合计最多 {cap} 分）", "Bonus (at most {cap} in all)"),
    "score.group.tasks": Words("工作任务", "Tasks"),
    "score.group.sectors": Words("产品各行业", "Product sectors"),
    "score.group.departments": Words("各部门（所管各领域合计）", "Departments (all they supervise)"),
    "score.group.vetoes": Words("一票否决", "Vetoes"),
    "score.veto": Words("出现时等次最高为“{grade}”；可能性：{chance}", "then {grade} is the best grade left; chance: {chance}"),
    "score.total": Words("合计", "Total"),
    "score.done": Words("已完成", "done"),
    "score.open": Words("未完成，{due} 到期", "open, due {due}"),
    "score.overdue": Words("已逾期", "overdue"),
    "score.waiting": Words("对照数待填，计 0 分", "counts 0 until the figure to compare with is filled in"),
    "score.grade": Words("{grade}（{points} 分以上）", "{grade} ({points} and more)"),
    "score.grade.last": Words("{grade}（其余）", "{grade} (the rest)"),
    "score.bars.now": Words("任务照现在的完成情况", "tasks as they stand now"),
    "score.bars.done": Words("任务全部完成", "all tasks done"),
    "score.bars.axis": Words("100 种可能中有多少种得到这一等次", "In how many of 100 futures this grade is earned"),
    "score.funnel.axis_x": Words("全年检验批次", "Tests in the year"),
    "score.funnel.axis_y": Words("合格率", "Pass rate"),
    "score.funnel.title": Words("线内为“良”：抽查结果分不出高下", "Between the lines the tests tell nobody apart"),
    "score.funnel.pooled": Words("“良”合计 {rate}", "middle group {rate}"),
    "score.funnel.pooled_all": Words("合计 {rate}", "all together {rate}"),
    "score.funnel.figure": Words("合格率与批次，分组界线", "Pass rate against tests, with the edges of the groups"),
    "score.funnel.axis_futures": Words("全年检验批次（竖线为 100 种可能中 80 种的范围）",
                                       "Tests in the year (upright lines: 80 of 100 futures)"),
    "score.judged.reported": Words("监督抽查合格率（现行）", "Sampled rate (as drafted)"),
    "score.judged.core": Words("随机抽样合格率", "Random core"),
    "score.judged.corrected": Words("推算总体合格率", "Corrected rate"),
    "score.judged.true": Words("真实状况（模型推算）", "True state (modelled)"),
    "score.step.times": Words("{lever} ×{times}", "{lever} ×{times}"),
    "score.step.value": Words("{lever} {old} → {new}", "{lever} {old} → {new}"),
    "score.step.plan": Words("改用方案“{title}”", "Plan “{title}”"),
    "score.step.tier": Words("{lever}({tier})", "{lever} ({tier})"),
    "score.free": Words("不多花钱", "no added money"),
    "score.paper": Words("只在账面上", "on paper only"),
    "score.points": Words("{points} 分", "{points} points"),
    "score.note.example": Words("示例评分表：分值、档次均为自拟，请换成本区的考核办法。",
                                "An illustrative table: all points and levels are invented; put your own in their place."),
    "score.note.steps": Words("按每 10 万元得分从高到低选出；数字来自挑选时没有用过的另一批模拟。“只在账面上”：抽查报出的数字变好，"
                              "真实状况看不出变好。",
                              "Chosen by points for the money; figures come from futures that the choice has not seen. “On paper "
                              "only”: the reported figures improve, no better true state can be seen."),
    "score.note.groups": Words("“优”“中”只在运气解释不了时才给：若各单位水平其实相同，有单位被归入“良”以外的可能性：{risk}。",
                               "A unit leaves the middle group only where luck cannot explain it: were all equal, the chance "
                               "that any is put outside: {risk}."),
    "score.alone": Words("可比较的行业不足两个，无从分组。", "Fewer than two sectors to compare: there is nothing to group."),
    "score.no_table": Words("本区还没有评分表：在 scenarios/scoring/ 复制一份再改。",
                            "There is no scoring table for this district yet: copy one in scenarios/scoring/ and edit it."),
    "score.about.total": Words("按“{table}”，{year} 年预计得 {points} 分{error}，满分 {total} 分。", "By “{table}” the plan is "
                               "expected to earn {points}{error} of {total} points in {year}."),
    "score.about.lost": Words("失分最多的是：{items}。", "Most is lost on {items}."),
    "score.about.item": Words("{title}（失 {points} 分，{owner}）", "{title} ({points} points, {owner})"),
    "score.about.waiting": Words("有 {points} 分因对照数待填暂计 0 分。", "{points} points count 0 until a figure to "
                                 "compare with is filled in."),
    "score.about.tasks": Words("{count} 项任务未完成，共 {points} 分，不用花钱：最早到期的是“{first}”（{due}，{owner}）。",
                               "{count} tasks are open, {points} points that cost no money: the first due is “{first}” ({due}, "
                               "{owner})."),
    "score.about.overdue": Words("其中 {count} 项已逾期。", "{count} of them overdue."),
    "score.about.no_tasks": Words("没有未完成的任务。", "No task is open."),
    "score.about.grade": Words("任务全部完成后，得“{grade}”或更好：{chance}{error}；照现在的完成情况：{now}。",
                               "With all tasks done, {grade} or better: {chance}{error}; with the tasks as they stand: {now}."),
    "score.about.veto": Words("一票否决的可能性：{chance}{error}，多半因为“{veto}”。", "Chance of a veto: {chance}{error}, mostly "
                              "“{veto}”."),
    "score.about.task_first": Words("最便宜的分是办完任务：{points} 分，不花钱。", "The cheapest points are the open tasks: "
                                    "{points} points for no money."),
    "score.about.step": Words("工作措施中，最便宜的一步是“{step}”：多得 {gain} 分{error}，{cost}。",
                              "Of the levers the cheapest step is “{step}”: {gain} points{error}, {cost}."),
    "score.about.cost": Words("当年多花 {money}", "{money} more in the year"),
    "score.about.paper": Words("其中 {count} 步的分只在账面上，排在最前的是“{step}”：评分表会奖励它，质量却没有变好。",
                               "{count} of these steps earn points on paper only, first “{step}”: the table rewards it, quality "
                               "does not improve."),
    "score.about.no_step": Words("没有哪一步的得分能与零分清楚区别开。", "No step gains points that can be told from none."),
    "score.about.equals": Words("两个水平完全相同的部门（合格率 {rate}），各抽 {tests} 批次，排出先后的可能性：{ordered}；"
                                "{units} 个这样的部门，第一名与末名单凭运气平均相差 {gap} 个百分点，"
                                "每个部门每年平均挪动 {places} 个名次。",
                                "Two departments of exactly the same level ({rate}) with {tests} tests each are put in an order: "
                                "{ordered}. Of {units} such, luck alone sets the first {gap} points above the last on average, and "
                                "moves each by {places} places a year."),
    "score.about.ranked": Words("本区各行业若按全年抽查结果排名，每 100 对中约 {pairs} 对次序是反的；排在末位的确实最差：{last}{error}。",
                                "Were the sectors ranked by the year's tests, about {pairs} of 100 pairs would stand in the wrong "
                                "order; the one named last is truly the worst: {last}{error}."),
    "score.about.areas": Words("{count} 个区域分为：优 {above} 个，良 {middle} 个，中 {below} 个。",
                               "{count} areas: {above} above, {middle} in the middle, {below} below."),
    "score.about.few": Words("其中 {small} 个批次太少，什么结果都分不出高下。",
                             "{small} of them have too few tests to be told apart whatever they show."),
    "score.about.stress": Words("同一方案，只把定向抽查转向容易合格的单位，多得 {gain} 分{error}：报出的合格率{seen}，真实合格率{true}。",
                                "The same plan with its targeted tests sent to easy units earns {gain} points{error} for nothing: the "
                                "reported rate moves by {seen}, the true one by {true}."),
    "score.about.remedy": Words("若改按随机抽样合格率计，这样做的得分变化为 {core}；按推算总体合格率计，{corrected}。",
                                "Judged by the random core it would gain {core} points, by the corrected rate {corrected}."),
    "score.about.unequal": Words("按评分表的“{item}”一项，这样两个部门的得分平均相差 {points} 分（该项 {most} 分）。",
                                 "Under the item “{item}” two such departments differ by {points} of its {most} points on average."),
}
# fmt: on
