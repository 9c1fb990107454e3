"""PATTERNS: what published studies found, how it is measured on the model, and whether the model shows it too.

A row that was put into the model as an input, or that no published figure can judge, is never called reproduced.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import partial

import numpy as np

from ..estimators import mean_with_error, quantile_band
from ..words import Words
from . import measures
from .measures import Bed, bed
from .verdicts import Measured, Pattern, Source, judge

INF = math.inf
NOTHING = Words("–", "–")
CHICAGO = Source("City of Chicago, food inspections 2011–14: 27,600 canvass inspections of 12,367 licences", "derived")
DUFLO = Source("Duflo, Greenstone, Pande & Ryan 2018, Econometrica 86", "memory")
KO = Source("Ko, Mendeloff & Gray 2010, Regulation & Governance 4(1)", "read")
JOHNSON = Source("Johnson 2020, American Economic Review 110(6)", "read")
KARPLUS = Source("Karplus & Wu 2023", "read")
NATIONAL = Source("国家市场监督管理总局 2022–24", "read")
SIZES = Source("国家市场监督管理总局 2023; 国家质检总局 2011, 2017", "read")
TREND = Source("国家质检总局 2011–17", "derived")
SHAANXI = Source("陕西省工商局 2013-04-08", "derived")
STOCKS = Source("商务部办公厅 2006-04-12; 榆林市 2014; 陕西省“十三五”质量发展规划", "read")
LEAK = Source("Boeing & Peters 2022", "read")
TWO_ERRORS = Words("抽样误差的两倍", "two sampling errors each way")
FALL = Words(
    "从第一次到第二次检查，违规减少 28%—48%", "violations fall by 28–48 % from the first to the second inspection"
)
AS_PUBLISHED = Words("公开数的范围", "the published range")
MOVES = Words("不超过全国同期变化", "no more than the national change")

# fmt: off
PATTERNS: tuple[Pattern, ...] = (
    Pattern("persistence", Words("不合格的持续性", "Persistence of failure"),
            Words("上次不合格的，本次不合格率为上次合格的 1.72 倍（27.6% 比 16.0%）",
                  "a unit that failed its last test fails 1.72 times as often (27.6 % against 16.0 %)"),
            1.58, 1.86, Words("抽样误差 0.07（按单位重抽样）的两倍", "two sampling errors of .07 (bootstrap of units)"),
            CHICAGO, "ratio", "input", measures.persistence_ratio,
            Words("在与芝加哥餐馆相仿的一个行业上测量。", "Measured on a sector like Chicago's restaurants.")),
    Pattern("after_fail", Words("上次不合格后的不合格率", "Fail rate after a fail"), Words("27.6%", "27.6 %"),
            0.26, 0.292, TWO_ERRORS, CHICAGO, "share", "shown", measures.fail_after_fail),
    Pattern("after_pass", Words("上次合格后的不合格率", "Fail rate after a pass"), Words("16.0%", "16.0 %"),
            0.153, 0.167, TWO_ERRORS, CHICAGO, "share", "shown", measures.fail_after_pass),
    Pattern("lag_1", Words("与上一次结果的相关", "Correlation with the last result"),
            Words("0.12（约隔一年）", ".12 (about a year apart)"), 0.10, 0.14,
            Words("全部相邻检查 0.116、约隔一年的 0.124，各加减两倍抽样误差 0.008",
                  ".116 over all consecutive inspections, .124 about a year apart, two errors of .008 each way"),
            CHICAGO, "ratio", "input", partial(measures.lag_correlation, lag=1)),
    Pattern("lag_2", Words("与前两次结果的相关", "Correlation with the result before last"),
            Words("0.06", ".06"), 0.03, 0.08, TWO_ERRORS, CHICAGO, "ratio", "input",
            partial(measures.lag_correlation, lag=2)),
    Pattern("lag_3", Words("与前三次结果的相关", "Correlation with the result three before"),
            Words("0.07", ".07"), 0.025, 0.115, TWO_ERRORS, CHICAGO, "ratio", "input",
            partial(measures.lag_correlation, lag=3)),
    Pattern("recency", Words("最近一次结果的额外作用", "What the last result tells beyond the one before"),
            Words("隔一次与隔两次的相关相差 0.06", "lag-1 minus lag-2 correlation: .06"), 0.03, 0.09, TWO_ERRORS,
            CHICAGO, "ratio", "input", measures.recency_excess,
            Words("质量能力在模型中变化慢，两年前的结果几乎与一年前的一样有用；缺少变化快的部分。",
                  "Capability moves slowly in the model, so that a result of two years ago tells nearly as much as one "
                  "of a year ago; a part that moves faster is missing.")),
    Pattern("coverage_2", Words("随机抽查加倍：违规的弹性，第二年", "Random coverage doubled: elasticity, year 2"),
            Words("−0.13（标准差 0.08）", "−.13 (sd .08)"), -0.21, -0.05,
            Words("一个标准差；两个标准差会包括“毫无作用”，无法证伪",
                  "one sd each way: two would include no effect at all, and could not fail"),
            DUFLO, "ratio", "judged", partial(measures.coverage_elasticity, year=2)),
    Pattern("coverage_1", Words("同上，第一年", "The same, year 1"), NOTHING, -INF, INF, NOTHING, DUFLO, "ratio",
            "shown", partial(measures.coverage_elasticity, year=1)),
    Pattern("coverage_4", Words("同上，第四年", "The same, year 4"), NOTHING, -INF, INF, NOTHING, DUFLO, "ratio",
            "shown", partial(measures.coverage_elasticity, year=4)),
    Pattern("caught", Words("被查出的单位，一年后不合格的可能性", "A caught unit's chance of failing, a year later"),
            FALL, -0.48, -0.28, AS_PUBLISHED, KO, "share", "judged", measures.fall_after_fail,
            Words("公开数是全部工厂第一、二次检查之比，这里是被查出单位的前后之比，并非同一口径；不计自然趋势。",
                  "Published: all plants, first against second inspection; here: units found failing, before and "
                  "after. Not the same count. Without the background trend.")),
    Pattern("regression", Words("其中回归均值的部分", "Of this, regression to the mean"), Words("约一半", "about half"),
            0.35, 0.65, Words("“约一半”的读法", "how we read “half”"), KO, "share", "judged",
            measures.regression_share),
    Pattern("first_second", Words("新单位：第二次抽查比第一次", "Newcomers: second test against the first"),
            FALL, -0.48, -0.28, AS_PUBLISHED, KO, "share", "judged", measures.first_to_second,
            Words("口径与公开数相同。模型中的新单位起初并不比老单位差，没有“查过一次才知道规矩”。",
                  "Counted as published. In the model newcomers start no worse than others; nobody learns the rules at "
                  "the first inspection.")),
    Pattern("naming_4", Words("曝光由 30% 提高到 90%：违规几率，第四年", "Naming 90 % instead of 30 %: odds, year 4"),
            Words("四年内减少 5%—25%", "−5 to −25 % within four years"), -0.25, -0.05,
            Words("原文结果打折后换算", "the published effect, shrunk and mapped by a guess"), JOHNSON, "share",
            "judged", partial(measures.naming_effect, year=4)),
    Pattern("naming_2", Words("同上，第二年", "The same, year 2"), NOTHING, -INF, INF, NOTHING, JOHNSON, "share",
            "shown", partial(measures.naming_effect, year=2)),
    Pattern("campaign", Words("集中整治：成效次年回落", "A campaign year's gain that is gone the next year"),
            Words("54%—62%", "54–62 %"), 0.54, 0.62, AS_PUBLISHED, KARPLUS, "share", "judged",
            measures.campaign_reversion,
            Words("整治持续四个季度；只整治两个季度的不可比。",
                  "A campaign of four quarters; one of two quarters cannot be compared.")),
    Pattern("steep_sampled", Words("加重定向抽查：监督抽查合格率", "Steep targeting: sampled pass rate"),
            Words("全国 2022—2024 年定向抽查不合格率升 4.9 个百分点，而总体不降",
                  "national targeted sampling 2022–24: fails +4.9 points while the survey rate rises"),
            -5.0, -1.0, Words("最多为全国的变化，至少看得出", "at most the national change, at least one that shows"),
            NATIONAL, "points", "judged",
            partial(measures.targeting_shift, plan="steep", indicator="sampled_pass_rate")),
    Pattern("steep_true", Words("加重定向抽查：总体合格率", "Steep targeting: true pass rate"),
            Words("同期总体升 0.6 个百分点", "survey rate +0.6 points"), -0.6, 0.6, MOVES, NATIONAL, "points", "judged",
            partial(measures.targeting_shift, plan="steep", indicator="true_pass_rate")),
    Pattern("random_sampled", Words("全部随机抽样：监督抽查合格率", "All random: sampled pass rate"),
            Words("与加重定向相反", "the opposite of steep targeting"), 1.0, 5.0,
            Words("与加重定向对称", "as for steep targeting, with the other sign"), NATIONAL, "points", "judged",
            partial(measures.targeting_shift, plan="random", indicator="sampled_pass_rate")),
    Pattern("random_true", Words("全部随机抽样：总体合格率", "All random: true pass rate"),
            Words("总体基本不变", "the true level hardly moves"), -0.6, 0.6, MOVES, NATIONAL, "points", "judged",
            partial(measures.targeting_shift, plan="random", indicator="true_pass_rate")),
    Pattern("brand_years", Words("著名商标：一次认定平均管几年", "Famous trademarks: years that a recognition lasts"),
            Words("有效期 3 年；陕西 2012 年末存量 1865、当年认定 742，合 2.5 年",
                  "valid for 3 years; Shaanxi 2012: stock 1,865, 742 recognised in the year, hence 2.5"),
            2.5, 3.0, Words("2012 年所见至有效期", "from the year seen to the rule"), SHAANXI, "ratio", "judged",
            measures.years_per_recognition,
            Words("只比存量与认定数之比；存量 308（2005）、623（2013）、591（2015）没有逐年认定数，走势无法比较。",
                  "Only stock against recognitions; the stocks 308 (2005), 623 (2013), 591 (2015) come without yearly "
                  "recognitions, so their path cannot be compared.")),
    Pattern("brand_reach", Words("认定加倍：末年增量第三年已有的比例", "Recruitment doubled: gain reached in year 3"),
            Words("陕西 2013 年后不再上升", "Shaanxi's stock rises no more after 2013"), -INF, INF, NOTHING, STOCKS,
            "share", "shown", measures.brand_reach),
    Pattern("trend", Words("自然趋势：每年不合格为上年的倍数", "Background trend: fails ÷ those of the year before"),
            Words("全国每年 ×0.94", "× .94 a year nationally"), 0.90, 0.97,
            Words("2011—2017 年由 12.5% 降到 8.5%，目录波动 1.5 个百分点",
                  "12.5 to 8.5 % over 2011–17, product-list noise 1.5 points"), TREND, "ratio", "input",
            measures.yearly_trend,
            Words("趋势假设由此而来；认证扩散使其略快。", "The drift was set from it; certification makes it faster.")),
    Pattern("size_medium", Words("中型不合格率 ÷ 小型", "Fails of medium units ÷ small"),
            Words("0.17（2023 年 2.2% ÷ 13.2%）；2011 年 0.56，2017 年 0.62",
                  ".17 (2023: 2.2 ÷ 13.2 %); .56 in 2011, .62 in 2017"), 0.17, 0.62,
            Words("三份公告之间的范围", "between the three notices"), SIZES, "ratio", "input",
            partial(measures.size_ratio, size_class=1),
            Words("假设取自 2023 年；模型较平缓，因为优势加在每个单位上，单位之间又有差异。",
                  "The prior was set from 2023; the model is flatter, as the advantage acts within units that "
                  "differ.")),
    Pattern("size_large", Words("大型不合格率 ÷ 小型", "Fails of large units ÷ small"),
            Words("0.06（2023 年 0.8% ÷ 13.2%）；2011 年 0.30，2017 年 0.33",
                  ".06 (2023: .8 ÷ 13.2 %); .30 in 2011, .33 in 2017"), 0.06, 0.33,
            Words("三份公告之间的范围", "between the three notices"), SIZES, "ratio", "input",
            partial(measures.size_ratio, size_class=2)),
    Pattern("leak", Words("补助被挪用的比例", "Subsidies: share of the money misused"), Words("53%", "53 %"),
            0.45, 0.61,
            Words("公开数上下 8 个百分点", "8 points either side"), LEAK, "share", "input", measures.misuse),
)
# fmt: on
PATTERN: dict[str, Pattern] = {row.code: row for row in PATTERNS}


def measure_patterns(draws: int = 50, replicates: int = 4, workers: int | None = None) -> tuple[Measured, ...]:
    """Every pattern measured on the baseline district, on the same draws and luck."""
    return measured_on(bed(draws, replicates, workers))


def measured_on(on: Bed, codes: Collection[str] | None = None) -> tuple[Measured, ...]:
    """The patterns (all, or those named) measured on a bed."""
    return tuple(_measured(row, row.measure(on), on) for row in PATTERNS if codes is None or row.code in codes)


def _measured(row: Pattern, values: np.ndarray, on: Bed) -> Measured:
    """One row from its figure in each draw."""
    mean = mean_with_error(values)
    band = quantile_band(values)
    verdict = judge(row, mean.value, mean.error)
    return Measured(row, mean.value, mean.error, band.low, band.high, verdict, on.draws, on.replicates)
