"""What the assurance page says: fitness for use, who did what, the assumptions, what was verified, known limits."""

from __future__ import annotations

from typing import NamedTuple

from ..words import Words


class Verified(NamedTuple):
    """One exact answer that the program was held against, and the test that does so."""

    setting: Words
    answer: Words
    source: str
    test: str


# fmt: off
VERIFIED: tuple[Verified, ...] = (
    Verified(Words("只看眼前的企业是否守法", "Whether short-sighted units comply"),
             Words("守法比例的公式解", "closed form of the compliance share"), "Becker 1968", "test_oracles_behaviour"),
    Verified(Words("两级信用、固定罚款", "Two grades, fixed fines"),
             Words("守法门槛、长期守法比例、供给曲线", "threshold, long-run compliance, supply curve"), "Harrington 1988",
             "test_oracles_behaviour"),
    Verified(Words("两类企业分享抽查力量", "Two groups share a budget of tests"),
             Words("各组长期规模及其方差", "long-run sizes and their variance"), "Harrington 1988", "test_oracles_stages"),
    Verified(Words("已知入样概率", "Known chances of being tested"),
             Words("还原估计无偏，区间覆盖率", "weighted estimates unbiased, coverage of intervals"),
             "Horvitz & Thompson 1952; Hájek 1971; Wilson 1927; Clopper & Pearson 1934", "test_estimators"),
    Verified(Words("检验有误差", "Tests with errors"),
             Words("校正后的合格率及误差", "corrected rate and its error"), "Rogan & Gladen 1978", "test_estimators"),
    Verified(Words("监管印象", "Beliefs about supervision"),
             Words("均值、方差、力度加倍后的学习过程", "mean, variance, how a doubled plan is learnt"), "–",
             "test_oracles_stages"),
    Verified(Words("品牌评定、失效、复评", "Titles won, lost, renewed"),
             Words("从零起步和长期的数量", "stock from empty and in the long run"), "–", "test_oracles_stages"),
    Verified(Words("争创名牌的努力", "Effort in the contest for titles"),
             Words("均衡努力的公式解", "closed form of the effort"), "Lazear & Rosen 1981", "test_oracles_stages"),
    Verified(Words("责令整改、公告、停业的阶梯", "The ladder of orders"),
             Words("吊销概率", "chance of revocation"), "–", "test_oracles_stages"),
    Verified(Words("什么也不做", "Nothing done"),
             Words("质量能力的方差和相关", "variance and autocovariance of capability"), "AR(1)", "test_oracles_stages"),
    Verified(Words("按风险抽查的偏差", "Bias of targeted sampling"),
             Words("测得不合格率的公式解", "closed form of the measured fail rate"), "–", "test_oracles_theory"),
    Verified(Words("认证的扩散", "Diffusion of certification"),
             Words("扩散曲线", "the diffusion curve"), "Bass 1969", "test_oracles_theory"),
    Verified(Words("一批产品的抽样检验", "Sampling one lot"),
             Words("超几何分布和接收概率", "hypergeometric law, chance of acceptance"), "–", "test_estimators"),
    Verified(Words("从数据中学习", "Learning from data"),
             Words("线性模型的精确后验；已知真相的名次均匀", "exact posterior of a linear model; uniform ranks of known truths"),
             "Talts et al. 2018", "test_self_check"),
    Verified(Words("预测的得分", "Scores of forecasts"),
             Words("得分的定义和积分", "definition and integral of the score"), "Gneiting & Raftery 2007", "test_backtest"),
    Verified(Words("台账的读入", "Reading a ledger"),
             Words("已知转移概率的两状态链", "a two-state chain of known persistence"), "–", "test_intake_facts"),
    Verified(Words("方案与自己比较", "A plan against itself"), Words("差恰好为零", "a difference of exactly 0"), "–",
             "test_differences"),
    Verified(Words("一定批次下达到目标的可能性", "Chance of a target on so many tests"),
             Words("二项分布精确值", "exact binomial"), "–", "test_estimators"),
    Verified(Words("起点和决策表", "Start and decision tables"),
             Words("另一套独立程序的数值", "figures of an independent prototype"), "–", "test_oracles_behaviour"),
    Verified(Words("逐批增加的模拟", "Runs that grow"),
             Words("与一次模拟完全相同", "the same to the bit as runs made at once"), "–", "test_precision"),
    Verified(Words("出入按来源分解", "Spread by source"),
             Words("已知方差、二项和超几何方差", "known, binomial and hypergeometric variances"),
             "Searle, Casella & McCulloch 1992", "test_targets"),
    Verified(Words("可能性随一项条件变动", "A chance that moves with an assumption"),
             Words("已知函数；并把该条件固定在两端重新模拟", "a known function; and the engine with both ends fixed"), "–",
             "test_influence"),
)

LIMITS: tuple[Words, ...] = (
    Words("没有公开的企业层面数据；处罚、曝光、信誉和品牌价值的作用多为推测，范围给得很宽。凡是取决于推测的结果，报告都点名说明。",
          "No firm-level panel is public. Sanction, exposure, standing and the value of a title are mostly guesses with wide ranges; a "
          "result that hangs on one is named."),
    Words("监管效果的依据多来自环保和安全监管的国外研究。", "Most evidence on effects comes from environmental and safety regulation elsewhere."),
    Words("抽查合格率随当年产品目录变化；模型只有目录带来的起伏，没有目录本身。",
          "The sampled rate depends on the year's product list; the model has a noise for it, not the list."),
    Words("吊销和黑名单只使企业退出，不产生威慑；企业不预计复查。", "Revocation and blacklist remove units and do not deter; follow-up is not foreseen."),
    Words("认证比例在任何方案下都会上升，问题关注度只随宣传变化；这两项“增长”目标说明不了多少问题。",
          "The certified share rises under any plan, and attention moves with publicity alone: targets to raise these two say little."),
    Words("事故只取决于规模和守法程度，各方案差别很小。", "Accidents depend on size and compliance alone; plans hardly differ in them."),
    Words("街道和片区、召回和追溯、先进区评分表、事故损失和生态损失，本版没有。",
          "Not there: areas, recall and tracing, the scoring table, accident losses, ecological damage."),
)

SOURCES_ZH: dict[str, str] = {  # the sources of assumptions.py, for the Chinese page
    "judgement": "专家判断",
    "judgement; sectors with an observed operating rate K use Beta(50K, 50(1−K))":
        "专家判断；有上年运行率 K 的行业用 Beta(50K, 50(1−K))",
    "Bass averages ÷ 4": "Bass 扩散模型的平均值 ÷ 4",
    "Boeing & Peters 2022: 53 % of money": "Boeing & Peters 2022：资金的 53%",
    "Chicago canvass inspections 2011–14: lags 1–3": "芝加哥例行检查 2011–14 年：前后 1–3 次的相关",
    "Chicago canvass inspections 2011–14: persistence of failure": "芝加哥例行检查 2011–14 年：不合格的持续性",
    "Chicago inspector clusters, an upper bound": "芝加哥检查员之间的差异，取上限",
    "Ko et al. 2010 for the sign; size guessed": "方向据 Ko 等 2010，大小为推测",
    "Ko, Mendeloff & Gray 2010; Telle 2013": "Ko、Mendeloff & Gray 2010；Telle 2013",
    "Levine & Toffel 2010 for the sign; size guessed": "方向据 Levine & Toffel 2010，大小为推测",
    "Levine, Toffel & Johnson 2012, mapped by a guess": "Levine、Toffel & Johnson 2012，换算为推测",
    "National sampling notice 2023: fails S 13.2, M 2.2, L 0.8 %": "2023 年国家监督抽查通报：小、中、大型不合格 13.2%、2.2%、0.8%",
    "Product quality law: 0.5–3 × goods value; its value here is a guess": "产品质量法：货值 0.5–3 倍；此处数值为推测",
    "Tirole 1996, size guessed": "Tirole 1996，大小为推测",
    "Telle 2013": "Telle 2013",
    "a rule of the office; its strictness is guessed": "本部门的规定，宽严为推测",
    "judgement, after Duflo et al. 2013": "专家判断，参照 Duflo 等 2013",
    "judgement, checked against Johnson 2020": "专家判断，与 Johnson 2020 核对",
    "judgement, from memory of the literature": "专家判断，凭对文献的记忆",
    "judgement: about 6 a year per 1,000 units": "专家判断：每千家每年约 6 次",
    "national sampling 2011–17": "国家监督抽查 2011–17 年",
    "national sampling: failures × 0.94 a year": "国家监督抽查：不合格率每年 × 0.94",
    "pattern of naming, after Johnson 2020": "曝光的作用，参照 Johnson 2020",
    "prototype: 较大 and above .1 of all": "早期模型：较大以上占全部的 0.1",
    "seen in raw minus core rate": "由抽查合格率与随机抽样合格率之差看出",
    "sign: 谢繁宝 2021; size guessed": "方向据谢繁宝 2021，大小为推测",
    "τ > 0: Clark, Friesen & Muller 2004; size guessed": "τ > 0 据 Clark、Friesen & Muller 2004，大小为推测",
}
# fmt: on

ASSURANCE: dict[str, Words] = {
    "assurance.title": Words("质量保证页：这些结果能用来做什么", "Assurance: what these results are fit for"),
    "assurance.link": Words(
        "质量保证页（能用来做什么、谁核对过、依据什么假设）",
        "Assurance: fitness for use, who checked, which assumptions",
    ),
    "assurance.after": Words(
        "体例参照英国财政部 The Aqua Book（2015）：适用范围、责任人、假设条件清单、核对与验证、已知局限。",
        "After The Aqua Book (HM Treasury 2015): fitness for use, roles, assumptions log, verification and validation, known limits.",
    ),
    "assurance.fit": Words("适用范围", "Fitness for use"),
    "fit.illustrative": Words(
        "结果用的是示例数据，只能说明方法，不能作为本区决策的依据。",
        "The results rest on illustrative data: they show the method and are no basis for a decision.",
    ),
    "fit.own": Words("结果用的是本区数据和公开数据。", "The results rest on the district's own and published figures."),
    "fit.use": Words(
        "适合用来比较方案、看哪些目标留有余地、哪些要先核实；不适合当作某一年数字的精确预报，"
        "也不适合给企业或街道排名。",
        "Fit for comparing plans and for seeing which targets leave room and which need checking first; not for the exact figure of one year, "
        "nor for ranking firms or streets.",
    ),
    "fit.guess": Words(
        "现行方案中由假设决定的是：{names}；在核实有关条件之前不宜作为承诺。",
        "Guess-based under the current plan: {names}. Not to be promised before the guess is checked.",
    ),
    "fit.unclear": Words("尚不能判断的是：{names}。", "Not clear yet: {names}."),
    "fit.missing": Words(
        "有 {count} 项数据待填，有关目标没有判断。",
        "{count} figures are to be filled in; targets that need them are not judged.",
    ),
    "assurance.purpose": Words("用途", "To be used for"),
    "assurance.roles": Words("责任人", "Who did what"),
    "assurance.role": Words("责任", "Role"),
    "assurance.who": Words("姓名（单位）", "Name (office)"),
    "assurance.date": Words("日期", "Date"),
    "assurance.note": Words("说明", "Note"),
    "role.commissioned": Words("委托", "Commissioned by"),
    "role.analysed": Words("分析", "Analysed by"),
    "role.checked": Words("核对（不是分析人）", "Checked by (not the analyst)"),
    "role.approved": Words("批准使用", "Approved for use by"),
    "assurance.fill_in": Words(
        "空白处请打印后手填，或写在项目文件夹的 assurance.yml 中（commissioned、analysed、checked、approved，"
        "各含 who、date、note）。",
        "Fill in by hand after printing, or in assurance.yml in the project's folder (commissioned, analysed, checked, approved, each with "
        "who, date, note).",
    ),
    "assurance.assumptions": Words("假设条件清单", "Assumptions log"),
    "assurance.counts": Words(
        "共 {total} 项假设条件：{guess} 项为推测，{measured} 项有实测依据；其中 {fixed} 项固定不变。",
        "{total} assumptions: {guess} guesses, {measured} measured elsewhere; {fixed} of them are held fixed.",
    ),
    "assurance.middle": Words("取值（居中 80%）", "Value (middle 80 %)"),
    "assurance.source": Words("来源", "Source"),
    "assurance.fixed": Words("固定为 {value}", "fixed at {value}"),
    "assurance.range": Words("{middle}（{low} 至 {high}）", "{middle} ({low} to {high})"),
    "assurance.replaced": Words("本方案改为此值：{why}", "replaced by this plan: {why}"),
    "assurance.by_sector": Words("各行业分别取值", "one value a sector"),
    "assurance.correlated": Words(
        "同升同降（相关 {size}）：{names}。{why}", "Moving together (correlation {size}): {names}. {why}"
    ),
    "assurance.calibrated": Words(
        "假设条件取自校准“{name}”，上表仍是校准前的范围。",
        "The assumptions come from the calibration “{name}”; the table still shows their ranges before it.",
    ),
    "assurance.uncalibrated": Words("没有用本区历史数据校准。", "Not calibrated on a history of the district."),
    "assurance.facts": Words("数据依据", "Facts"),
    "assurance.fact_count": Words("项数", "Number"),
    "assurance.missing": Words("待填数据", "To be filled in"),
    "assurance.verified": Words("核对：程序与确切解一致", "Verified: the program gives the exact answers"),
    "assurance.verified_note": Words(
        "每一项都有自动检验，改动程序后重新运行；检验用的是模型本身的程序，不是另写的简化版。",
        "Each has an automatic test that is run again after every change; the tests run the model's own code, not a simpler copy.",
    ),
    "assurance.setting": Words("情形", "Setting"),
    "assurance.answer": Words("确切解", "Exact answer"),
    "assurance.test": Words("检验程序", "Test"),
    "assurance.validated": Words("验证：模型与公开数据", "Validated: the model against published data"),
    "assurance.not_run": Words(
        "未运行 python run.py validate，本页没有验证结果。",
        "python run.py validate was not run; there are no validation results here.",
    ),
    "assurance.patterns": Words("已发表的规律", "Published patterns"),
    "assurance.backtest": Words(
        "回测：用过去的年份预测已知的年份", "Back-tests: known years predicted from earlier ones"
    ),
    "assurance.sbc": Words("自检：已知真值能否找回", "Self-check: are known truths recovered"),
    "assurance.limits": Words("已知局限", "Known limits"),
    "assurance.made": Words(
        "本页由程序生成：{made}，代码版本 {commit}，方案指纹 {digest}。",
        "Made {made}, code {commit}, plan fingerprint {digest}.",
    ),
}
