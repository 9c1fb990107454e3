"""What the page over all plans, the batch and the command line say."""

from __future__ import annotations

from ..words import Words

PAGE: dict[str, Words] = {
    "page.title": Words("质量强市先进区方案推演", "Quality plan of the district: what can be promised"),
    "page.question": Words("能兑现哪些目标", "which targets can it keep?"),
    "page.all": Words("全部方案", "all plans"),
    "page.code": Words("显示代码", "show code"),
    "page.first_link": Words("详见", "More in the "),
    "page.report": Words("现行方案报告", "report on the current plan"),
    "page.targets": Words("现行方案的各项目标", "The current plan, target by target"),
    "page.compare": Words("换一个方案会怎样", "What another plan would change"),
    "page.compare_note": Words(
        "每格是 100 种可能中能完成目标的种数；点方案名看它的报告。",
        "Each cell: in how many futures the target is kept. A plan's name leads to its report.",
    ),
    "page.comparison": Words("方案比较全文", "The comparison in full"),
    "page.money": Words("花多少钱，有多大效果", "Money and effect"),
    "page.plans": Words("各方案一览", "All plans"),
    "page.firm": Words("原有目标中较有把握的", "Own targets safe or likely"),
    "page.data": Words("数据", "Data"),
    "page.record": Words("运行记录", "run record"),
    "page.failed": Words("有 {count} 个方案没有算成", "{count} could not be computed"),
    "page.unfinished": Words("数据待填，暂不能模拟", "Figures still to be filled in, so not simulated yet"),
    "page.to_fill_in": Words("还有 {count} 项统计数据待填：{files}", "{count} figures are to be filled in: {files}"),
    "page.nothing": Words("没有一个方案算成。", "No plan could be computed."),
    "page.contents": Words("目录", "Contents"),
    "page.targets_link": Words(
        "目标定多高：能承诺什么、要多少钱、谁来办",
        "Setting targets: what can be promised, for what money, by whom",
    ),
    "page.targets_how": Words(
        "目标定多高、要多少钱、谁来办：运行 python run.py targets {plan}（几分钟），结果会链接在这里。",
        "How high to set the targets, for what money, by whom: run python run.py targets {plan} (some minutes); the page "
        "will be linked here.",
    ),
    "page.precise": Words(
        "各目标完成可能性的模拟误差都不超过要求的 {asked} 种（最大 {largest} 种）。",
        "Every chance is known to the {asked} futures of 100 asked for (largest error {largest}).",
    ),
    "page.imprecise": Words(
        "以下方案的模拟误差没有达到要求的 {asked} 种（最大 {largest} 种），可能性请看作大致数：{names}。",
        "Not to the {asked} futures of 100 asked for (largest error {largest}), so take the chances as rough: {names}.",
    ),
    "page.footer": Words(
        "每个方案模拟 {runs} 次。结果宜用来比较方案，不宜当作精确预报；模型与局限见 docs/model.md。",
        "{runs} runs a plan. Use the results to compare plans, not as exact forecasts; the model and its limits are in docs/model.md.",
    ),
}
