"""What the validation notebook says: how the model did on years it had not seen, on theory, and on published studies."""

from __future__ import annotations

from ..words import Words

PROOF: dict[str, Words] = {
    # --- the first paragraph
    "proof.verdict.better": Words(
        "在没有用来校准的 {years} 个公布数上，模型比“沿用上年数”好：预测误差综合得分（CRPS）低 {skill}。",
        "On {years} published figures that it had not learnt from, the model did better than carrying the last value forward: its score (CRPS) is {skill} lower.",
    ),
    "proof.verdict.worse": Words(
        "在没有用来校准的 {years} 个公布数上，模型不如“沿用上年数”：预测误差综合得分（CRPS）高 {skill}。"
        "要预测下一年的数字，直接沿用上年数更准；模型只宜用来比较方案。",
        "On {years} published figures that it had not learnt from, the model did worse than carrying the last value forward: its score (CRPS) is {skill} higher. To foretell next year's figure, take last year's; use the model to compare plans only.",
    ),
    "proof.verdict.lost": Words("其中不如沿用上年数的：{names}。", "It lost to the last value on: {names}."),
    "proof.verdict.inside": Words(
        "预测的 50、80、95% 范围，分别包含了 {years} 个中的 {half}、{most}、{nearly} 个。",
        "Its bands of 50, 80 and 95 % held {half}, {most} and {nearly} of the {years}.",
    ),
    "proof.verdict.tests": Words(
        "{theory} 个有精确解的情形全部吻合；公开研究的规律，{patterns} 项能检验，重现 {reproduced} 项；"
        "用虚拟数据自检{check}。",
        "{theory} settings with an exact answer agree; of {patterns} published patterns that can be tested {reproduced} are reproduced; the self-check on made-up data {check}.",
    ),
    "proof.verdict.tests_missed": Words(
        "{theory} 个有精确解的情形中有 {missed} 个不吻合；公开研究的规律，{patterns} 项能检验，"
        "重现 {reproduced} 项；用虚拟数据自检{check}。",
        "Of {theory} settings with an exact answer {missed} do not agree; of {patterns} published patterns that can be tested {reproduced} are reproduced; the self-check on made-up data {check}.",
    ),
    "proof.check.passed": Words("通过", "is passed"),
    "proof.check.failed": Words("没有通过", "is failed"),
    # --- theory
    "proof.about.theory": Words(
        "各图中的点共 {points} 个，离理论最远的为 {worst} 倍标准误（{title}）；这么多点中，偶然也会出现约 {usual} 倍。",
        "Of {points} points the farthest lies {worst} standard errors from theory ({title}); among so many, about {usual} is to be expected by chance.",
    ),
    # --- back-test
    "proof.about.forecasts": Words(
        "平均误差：模型 {model} 个百分点，沿用上年数 {rival} 个百分点。有趋势可比的 {trend_years} 个数上，"
        "得分比二项趋势外推{trend}。",
        "Mean error: the model {model} points, the last value {rival}. On the {trend_years} figures where a trend can be drawn, its score is {trend} than that of a binomial trend.",
    ),
    "proof.trend.better": Words("低 {skill}（好）", "{skill} lower (better)"),
    "proof.trend.worse": Words("高 {skill}（差）", "{skill} higher (worse)"),
    "proof.about.surprises": Words(
        "校准前就出乎模型意料的数据：{rows}。这说明相应的假设条件定得太窄，或者口径变了。",
        "Figures that surprised the model before learning: {rows}. The assumptions concerned are too narrow, or a definition changed.",
    ),
    "proof.head.series": Words("数列", "Series"),
    "proof.head.year": Words("年份", "Year"),
    "proof.head.seen": Words("公布", "Published"),
    "proof.head.forecast": Words("模型（居中 80%）", "Model (middle 80 %)"),
    "proof.head.inside": Words("50 / 80 / 95% 范围内", "in 50 / 80 / 95 %"),
    "proof.head.crps": Words("得分：模型", "CRPS: model"),
    "proof.head.persistence": Words("沿用上年", "last value"),
    "proof.head.trend": Words("二项趋势", "trend"),
    "proof.head.left": Words("有效次数", "Effective runs"),
    "proof.head.warning": Words("注意", "Mind"),
    "proof.refused": Words("未能校准", "not learnt"),
    "proof.yes": Words("是", "yes"),
    "proof.no": Words("否", "no"),
    "proof.note.scores": Words(
        "得分（CRPS，百分点）越小越好。沿用上年数的预测带有历年变动幅度；历史不足两年时只是一个数。",
        "CRPS in points, smaller is better. The last value carries the size of past yearly changes; with less than two years of history it is a bare figure.",
    ),
    "proof.head.checks": Words("没有用来校准的年份", "Years the model had not seen"),
    # --- earlier targets
    "proof.head.target": Words("当年的目标", "Target of the time"),
    "proof.head.chance": Words("模型当时会给的可能性", "Chance the model would have given"),
    "proof.head.outcome": Words("结果", "Outcome"),
    "proof.met": Words("实际 {level}，完成", "{level}: met"),
    "proof.missed": Words("实际 {level}，未完成", "{level}: missed"),
    "proof.about.earlier": Words(
        "三项目标不足以检验一个概率，只能看方向：给得高的完成、给得低的没完成，有 {right} 项。",
        "Three targets cannot test a probability, only its direction: {right} came out on the side that the model held likelier.",
    ),
    # --- learning and self-check
    "proof.about.learning": Words("全国数列：{sentence}", "The national series: {sentence}"),
    "proof.about.ranks": Words(
        "{truths} 个虚拟区，每个都已知真实假设：{result}。真值落在 80% 范围内的占 {low} 至 {high}（各项假设）。",
        "{truths} made-up districts with known assumptions: {result}. The truth lay in the 80 % range in {low} to {high} of them (by assumption).",
    ),
    "proof.ranks.uniform": Words(
        "名次均匀，说明校准的方法没有偏差", "ranks are uniform, so the method of learning is unbiased"
    ),
    "proof.ranks.not": Words(
        "名次不均匀，校准的方法有偏差，不可用",
        "ranks are not uniform: the method of learning is biased and must not be used",
    ),
    "proof.head.ranks": Words("自检：真实值排在第几", "Self-check: where the truth ranks"),
    # --- limits
    "proof.about.limits": Words(
        "没有重现的规律：{missed}。没有预测到的：{lost}。这些都写在报告的局限里，使用时不得隐去。",
        "Patterns not reproduced: {missed}. Not foretold: {lost}. These belong to the limits of every report and are not to be left out.",
    ),
    # --- headings of what is kept for the assurance page
    "validation.name": Words("项目", "What"),
    "validation.low": Words("接受范围下限", "accepted from"),
    "validation.high": Words("接受范围上限", "to"),
    "validation.value": Words("模型", "model"),
    "validation.error": Words("模拟误差", "simulation error"),
    "validation.verdict": Words("结论", "verdict"),
    "validation.years": Words("检验的数", "figures kept back"),
    "validation.inside_50": Words("50% 范围内", "in the 50 % band"),
    "validation.inside_80": Words("80% 范围内", "in the 80 % band"),
    "validation.inside_95": Words("95% 范围内", "in the 95 % band"),
    "validation.crps": Words("得分（百分点）", "CRPS (points)"),
    "validation.against_persistence": Words("胜过沿用上年数（1 为完美）", "skill against the last value"),
    "validation.effective": Words("有效次数", "effective runs"),
    "validation.temper": Words("数据分量", "weight of the data"),
    "validation.label": Words("假设条件", "assumption"),
    "validation.p": Words("名次均匀的可信程度（p）", "uniform ranks, p"),
    "validation.inside": Words("真值在 80% 范围内", "truth in the 80 % range"),
    "proof.none": Words("无", "none"),
    "proof.record": Words(
        "完成于 {made}，用时 {seconds} 秒；模拟 {draws} 次（每个数列），规律 {runs} 次，自检 {truths} 个虚拟区。",
        "Made {made} in {seconds} s; {draws} worlds a series, {runs} runs for the patterns, {truths} made-up districts.",
    ),
}
