"""Sentences about promises: steps, what more tests change, the risk by source, easy sampling, the wording of a target."""

from __future__ import annotations

from ..words import Words

PROMISES: dict[str, Words] = {
    # --- steps of a promise
    "promise.head.counted": Words("{year} 年统计", "{year}, counted"),
    "promise.head.last": Words("{year} 年（模型推算）", "{year}, modelled"),
    "promise.head.above": Words("全市、全省", "City, province"),
    "promise.head.step_note": Words("100 种可能中 {of100} 种", "{of100} of 100 futures"),
    "promise.city": Words("全市 {value}", "city {value}"),
    "promise.province": Words("全省 {value}", "province {value}"),
    "promise.few_runs": Words("模拟次数不足", "too few runs"),
    "promise.untested": Words("几乎没有抽查", "hardly anything tested"),
    "promise.no_figure": Words("无数可考", "no figure"),
    "promise.not_binding": Words("不具约束：{reasons}", "asks for nothing new: {reasons}"),
    "promise.reason.last_year": Words("上年的力度就能完成", "last year's effort would meet it"),
    "promise.reason.counted": Words("本区上年统计已更好", "the district's own figure of last year is better"),
    "promise.reason.city": Words("全市已更好", "the city is better already"),
    "promise.reason.province": Words("全省已更好", "the province is better already"),
    "promise.steps_note": Words(
        "确保、力争、挑战：100 种可能中分别约有 {chances} 种能达到；“不超过”一类的目标，列出的是能守住的上限。"
        "括号内是模拟次数有限带来的范围。",
        "Assured, aimed for, stretch: reached in about {chances} of 100 futures; where less is better, the ceiling that holds. In "
        "brackets: the range left open because runs are few.",
    ),
    "promise.rise_note": Words(
        "要求“增长”的目标，三档写的是能达到的数值，不是增加多少；方案目标的完成可能性说的则是增长本身："
        "每次模拟各同自己的上年比，多出来才算完成。所以即使“挑战”与上年持平，完成的可能性也可能很小。",
        " For a target to rise the steps are levels, not rises; the chance of the plan's target is that of the rise itself, each run "
        "held against its own year before. So even where stretch equals last year, the chance of a rise may be very small.",
    ),
    "promise.mark.below": Words("低于上年", "below last year"),
    "promise.mark.worse": Words("差于上年", "worse than last year"),
    "promise.mark.same": Words("与上年持平", "same as last year"),
    "promise.about_steps": Words(
        "{scope}{indicator}，{steps}（模拟误差最大 {margin}）。",
        "{scope}, {indicator}: {steps} (simulation error at most {margin}).",
    ),
    "promise.about_step": Words("{name} {level}", "{name} {level}"),
    "promise.about_goal": Words(
        "方案定的 {goal} 不具约束：{reasons}。要让目标起作用，应定在“力争”与“挑战”之间，且不差于上年。",
        "The plan's {goal} asks for nothing new: {reasons}. To matter, a target should lie between “aimed for” and “stretch”, no worse than last year.",
    ),
    "promise.about_binding": Words(
        "方案定的 {goal} 有约束力，完成可能性为 {chance}。",
        "The plan's {goal} does ask for something; its chance is {chance}.",
    ),
    "promise.about_few_runs": Words(
        "模拟次数太少，说不出能承诺的水平。", "There are too few runs to tell what can be promised."
    ),
    "promise.about_untested": Words(
        "该范围（几乎）没有抽查，说不出能承诺的水平。",
        "Nothing, or hardly anything, is tested there, so what can be promised cannot be told.",
    ),
    # --- the chance against the level
    "promise.curve.planned": Words("按计划抽查 {tests} 批次", "{tests} planned tests"),
    "promise.curve.other": Words("若抽查 {tests} 批次", "with {tests} tests"),
    "promise.curve.level": Words("{year} 年{scope}{indicator}的目标值", "Target for {year}: {indicator}, {scope}"),
    "promise.curve.chance": Words("100 种可能中能完成的种数", "Futures of 100 that keep it"),
    "promise.curve.goal": Words("方案目标 {value}", "the plan's target {value}"),
    "promise.curve.last": Words("上年统计 {value}", "last year {value}"),
    "promise.about_curve": Words(
        "同样要在 100 种可能中完成 80 种：抽查 {few} 批次可承诺 {low}，按计划的 {planned} 批次 {level}，"
        "{many} 批次 {high}。"
        "多抽查只减少抽样的偶然性；产品目录变动和企业反应带来的波动还在。",
        "To be kept in 80 of 100 futures: {low} on {few} tests, {level} on the {planned} planned, {high} on {many}. More tests "
        "remove the luck of sampling only; what the product list and the firms' reactions may do remains.",
    ),
    # --- if the true rate were known
    "promise.if_true.head": Words("总体合格率", "True rate"),
    "promise.if_true.tests": Words("{tests} 批次", "{tests} tests"),
    "promise.if_true.note": Words(
        "目标 {level}。假定总体合格率已知，只剩抽样的偶然性，按二项分布精确计算。教科书算例："
        "总体 97%、目标 96.5%，抽 400 批次约 78 种可能通过，1600 批次约 89 种。",
        "Target {level}. If the true rate were known, only the luck of sampling is left: exact binomial. Textbook case: true 97%, "
        "target 96.5% – passed in about 78 of 100 futures on 400 tests, 89 on 1,600.",
    ),
    "promise.about_if_true": Words(
        "总体合格率即使比目标高半个百分点，公布的合格率也可能通不过：抽 {tests} 批次，{chance}能通过；"
        "抽 {more} 批次，{better}。",
        "Even with the true rate half a point above the target the report may fail: its chance to pass is {chance} on "
        "{tests} tests, {better} on {more}.",
    ),
    # --- the wording of a target
    "promise.wording.at_least": Words(
        "{year} 年{scope}{indicator}不低于 {level}（{how}）", "{indicator}, {scope}, {year}: at least {level} ({how})"
    ),
    "promise.wording.at_most": Words(
        "{year} 年{scope}{indicator}不高于 {level}（{how}）", "{indicator}, {scope}, {year}: at most {level} ({how})"
    ),
    "promise.wording.none": Words(
        "{year} 年{scope}{indicator}为零（{how}）", "{indicator}, {scope}, {year}: none ({how})"
    ),
    "promise.wording.rise": Words(
        "{year} 年{scope}{indicator}比 {since} 年有所增加（{how}）",
        "{indicator}, {scope}, {year}: above {since} ({how})",
    ),
    "promise.wording.rise_by": Words(
        "{year} 年{scope}{indicator}比 {since} 年增加 {by} 以上（{how}）",
        "{indicator}, {scope}, {year}: {by} above {since} ({how})",
    ),
    "promise.wording.yes": Words("{year} 年{scope}{indicator}（{how}）", "{indicator}, {scope}, {year} ({how})"),
    "promise.wording.missing": Words(
        "{year} 年{scope}{indicator}达到{reference}（待填；{how}）",
        "{indicator}, {scope}, {year}: {reference} (to be filled in; {how})",
    ),
    "promise.wording.district": Words("全区", "the district"),
    "promise.wording.tests": Words(
        "全年计划抽查 {tests} 批次，{drawn}；{how}", "{tests} planned tests in the year, {drawn}; {how}"
    ),
    "promise.wording.sampled_pass_rate": Words(
        "按计划抽查合格批次数÷计划抽查批次数计", "passes of planned tests ÷ planned tests"
    ),
    "promise.wording.core_pass_rate": Words(
        "只计随机抽取的批次，按合格批次数÷随机批次数计", "randomly drawn tests alone, passes ÷ tests"
    ),
    "promise.wording.corrected_pass_rate": Words(
        "按抽中概率还原，再校正漏检和误判", "weighted back by the chance of being drawn, corrected for test error"
    ),
    "promise.wording.other": Words("口径：{meaning}", "measured as: {meaning}"),
    "promise.drawn.mixed": Words("其中{random}随机、{targeted}定向", "{random} at random, {targeted} targeted"),
    "promise.drawn.random": Words("全部随机抽取", "all drawn at random"),
    "promise.drawn.targeted": Words("全部定向抽取", "all targeted"),
    "promise.about_wording": Words(
        "同一个“合格率”，换一种抽样或算法就是另一个数；目标要写明抽多少、怎样抽、怎样算。",
        "The same “pass rate” is another number under another sampling or formula; a target must say how many tests, how drawn, "
        "how computed.",
    ),
    # --- the risk by source
    "risk.assumptions": Words("企业如何反应（假设条件）", "how units react (assumptions)"),
    "risk.chance": Words("本区自身的起伏", "the district's own course"),
    "risk.sampling": Words("抽到哪些、检出什么", "who is tested, what tests show"),
    "risk.product_list": Words("当年抽查哪些产品", "the year's product list"),
    "risk.axis": Words(
        "100 种可能中完不成的种数，按原因划分", "Futures of 100 that miss the target, by what makes it uncertain"
    ),
    "risk.folded": Words(
        "* 抽样的偶然性计入本区自身的起伏", "* the luck of sampling lies within the district's own course"
    ),
    "risk.proposed": Words("力争 {level} {short}", "the {level} {short}, aimed for"),
    "risk.about": Words(
        "{name}：100 种可能中约 {missed} 种完不成。不确定性中，{parts}（模拟误差最大 {margin} 个百分点）。",
        "Missed in about {missed} of 100 futures: {name}. Of the uncertainty, {parts} (simulation error at most {margin} points).",
    ),
    "risk.part": Words("“{source}”占 {share}", "{share} comes from “{source}”"),
    "risk.about_knowledge": Words(
        "多了解企业能减少“企业如何反应”这一部分，多抽查能减少“抽到哪些、检出什么”；其余只能在定目标时留出余地。",
        "Knowing more of the units reduces what comes from how they react, more tests what comes from who is tested; for the rest a "
        "target must leave room.",
    ),
    "risk.about_absent": Words(
        "把抽样和产品目录的运气平均掉，100 种可能中 {now} 种能完成（{margin}）。假如抽样不靠运气，是 {tests} 种；"
        "假如完全清楚企业如何反应，且恰在中间，是 {known} 种。",
        "With the luck of sampling and of the product list averaged out, it is kept in {now} of 100 futures ({margin}). Were there no luck "
        "in sampling, {tests}; were the units' reactions known, and in the middle, {known}.",
    ),
    "risk.none": Words("没有可分解的目标。", "There is no target whose risk could be divided."),
    # --- easy sampling
    "gaming.title": Words("抽易避难：{year} 年各率的变化", "Sampling the easy units: changes in {year}"),
    "gaming.axis": Words("比原抽样办法，个百分点", "Against the plan's sampling, points"),
    "gaming.effect": Words("变化（80 种可能）", "change (80 of 100 futures)"),
    "gaming.report": Words("两份年报会显示的差（80 种可能）", "what two yearly reports would show (80 of 100)"),
    "gaming.about": Words(
        "同样的批次，定向部分改抽信用好的企业，{year} 年监督抽查合格率变化 {sampled}，"
        "总体合格率（模型推算）只变化 {true}，"
        "推算总体合格率（据抽查结果）变化 {corrected}。好看的是数字，不是质量。",
        "As many tests, the targeted ones sent to units of good credit: the sampled pass rate of {year} moves by {sampled}, the true "
        "rate (modelled) by only {true}, the corrected rate (from the tests) by {corrected}. The number improves, quality does not.",
    ),
    "gaming.noticed": Words(
        "监督抽查合格率与推算合格率之差由 {honest}变为 {gamed}；单凭一年的这项差值，"
        "{chance}会看出异常（误报不超过 5 种）。",
        "The gap between the sampled and the corrected rate goes from {honest} to {gamed}; chance that this gap alone gives one year's "
        "gaming away: {chance} (false alarms: 5 of 100 at most).",
    ),
    "gaming.bias": Words(
        "抽易避难后，推算合格率与模型中的总体合格率平均相差 {bias}。",
        "With easy sampling the corrected rate lies {bias} from the true one on average.",
    ),
    # --- the terminal
    "promise.terminal.title": Words(
        "{title}：{year} 年{indicator}能承诺到多少。范围：{scope}",
        "{title}: the {indicator} of {year}, and what can be promised. Scope: {scope}",
    ),
    "promise.terminal.step": Words("承诺", "Promise"),
    "promise.terminal.chance": Words("100 种可能中能完成的", "Kept in, of 100 futures"),
    "promise.terminal.level": Words("可承诺水平", "Level"),
    "promise.terminal.range": Words("模拟误差范围", "Range of simulation error"),
    "promise.terminal.asked": Words("所问", "Asked"),
    "promise.terminal.known": Words("{year} 年：模型推算 {last}，{counted}。", "{year}: modelled {last}, {counted}."),
    "promise.terminal.counted": Words("统计 {value}", "counted {value}"),
    "promise.terminal.uncounted": Words("统计：未填", "counted: not filled in"),
    "promise.terminal.own.level": Words("方案定的 {goal}：{chance}。", "The plan's own target, {goal}: {chance}."),
    "promise.terminal.own.words": Words(
        "方案定的目标（{goal}）：{chance}。", "The plan's own target ({goal}): {chance}."
    ),
    "promise.terminal.own.rise": Words("方案要求{goal}：{chance}。", "The plan asks for a figure {goal}: {chance}."),
    "promise.terminal.own.yes": Words(
        "方案的目标（{scope}）：{chance}。", "The plan's own target ({scope}): {chance}."
    ),
    "promise.terminal.chance_verdict": Words("{chance}，{verdict}", "{chance}, {verdict}"),
    "promise.terminal.yes_title": Words(
        "{title}：{year} 年“{indicator}”能否做到（只有是与否，没有高低可选）。",
        "{title}: {indicator} in {year} – yes or no, with no level to choose.",
    ),
    "promise.terminal.last_year": Words("上年", "last year"),
    "promise.terminal.year": Words(" {year} 年", "{year}"),
    "promise.terminal.than.all": Words("{since}", "{since}"),
    "promise.terminal.than.last": Words("{since}模型推算", "{since} as modelled"),
    "promise.terminal.than.counted": Words("{since}统计", "{since} as counted"),
    "promise.terminal.no_growth.below": Words("低于{than}，不是增长", "below {than}: no growth"),
    "promise.terminal.no_growth.worse": Words("比{than}差", "worse than {than}"),
    "promise.terminal.no_growth.same": Words("与{than}持平，没有改善", "the same as {than}: no improvement"),
    "promise.terminal.above": Words("{above}。", " For comparison: {above}."),
}
