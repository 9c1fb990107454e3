"""INDICATORS: what a plan is judged by. One row a read-out, computed from the counted sums, never a mean of means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .words import Words

# A read-out sees one object `c` with: c.total("counter") = sum over the sectors and quarters asked for,
# c.at_end("counter") = sum over sectors in the last quarter asked for, and the draw's
# constants c.assumption("code"); c.attention (mean over the quarters), c.list_noise (the year's, in points; 0 for
# quarters), c.cost() (money spent, 10,000 yuan).
Reading = Callable[[Any], Any]


SENSE_OF = {1: "at_least", -1: "at_most"}  # which way a level is a promise, by what is better


class Indicator(NamedTuple):
    """One read-out; `better` is +1 where more is better, −1 where less is, 0 where it depends.

    `form` tells how to print it: share (shown in per cent), number, money, rate_100 (per 100) or yes_no (chance).
    `programme` restricts it to the sectors of one programme, `tier` to districts that have that brand tier.

    `tested` marks read-outs that count what tests found. Of these, `expected` is the code of the same read-out before
    the luck of who is tested, what a test shows and the product list; "" where no counter holds that.
    `items` are the lines of the accounts that serve it; none: those of its tier, or of supervision in its sectors.
    """

    code: str
    words: Words
    unit: Words
    form: str
    better: int
    meaning: Words
    read: Reading
    programme: str = ""
    tier: str = ""
    tested: bool = False
    expected: str = ""
    items: tuple[str, ...] = ()


def _share(part: str, whole: str) -> Reading:
    return lambda c: c.ratio(c.total(part), c.total(whole))


def _sampled(c: Any) -> Any:
    return c.clip(c.ratio(c.total("planned_passes"), c.total("planned")) + c.list_noise / 100.0)


def _corrected(c: Any) -> Any:
    """Hájek mean of reported passes, then Rogan–Gladen for the stated sensitivity and specificity (equation 30)."""
    weight = c.total("hajek_weight")
    failed = 1.0 - c.ratio(c.total("hajek_passes"), weight)
    sensitivity, specificity = (c.weighted("hajek_weight", stated) for stated in c.stated_errors())
    return c.clip((sensitivity - failed) / (sensitivity + specificity - 1.0))


def _loss(c: Any) -> Any:
    bad = c.total("output") - c.total("output_conforming")
    return c.assumption("failure_cost") * c.ratio(bad, c.total("output"))


def _violations(c: Any) -> Any:
    tests = c.total("planned") + c.total("follow_ups") + c.total("complaints")
    return 100.0 * c.ratio(c.total("safety_fails"), tests)


def _titles(tier: str) -> Reading:
    return lambda c: c.at_end(f"titles:{tier}")


_PERCENT = Words("%", "%")
_WAN = Words("万元", "10,000 yuan")
_COUNT = Words("个", "number")

# fmt: off
INDICATORS: tuple[Indicator, ...] = (
    Indicator("true_pass_rate", Words("总体合格率（模型推算）", "True pass rate (modelled)"), _PERCENT, "share", 1,
          Words("全部监管对象批次合格的平均可能性", "mean chance that a batch of any unit conforms"),
          _share("conformity", "units")),
    Indicator("output_pass_rate", Words("按产值加权的总体合格率", "True pass rate, weighted by output"), _PERCENT,
          "share", 1, Words("按产值加权", "weighted by output"), _share("output_conforming", "output")),
    Indicator("expected_pass_rate", Words("按计划抽查加权的合格率", "Expected pass rate of planned tests"), _PERCENT,
          "share", 1, Words("按各单位被抽概率加权，与监督抽查合格率对照", "weighted by the chance of a planned test"),
          _share("expected_passes", "expected_tests")),
    Indicator("sampled_pass_rate", Words("监督抽查合格率", "Sampled pass rate"), _PERCENT, "share", 1,
          Words("全年计划抽查的合格批次比例，目标考核以此为准", "passes of the year’s planned tests"), _sampled,
          tested=True, expected="expected_pass_rate"),
    Indicator("core_pass_rate", Words("随机抽样合格率", "Pass rate of the random core"), _PERCENT, "share", 1,
          Words("只看随机抽取的批次", "randomly drawn tests alone"), _share("core_passes", "core"),
          tested=True),
    Indicator("corrected_pass_rate", Words("推算总体合格率（据抽查结果）", "Corrected pass rate (from the tests)"),
          _PERCENT, "share", 1,
          Words("按抽中概率还原，再校正检验误差", "weighted back by inclusion, corrected for test error"), _corrected,
          tested=True),
    Indicator("famous_brands", Words("名牌产品数", "Famous brands"), _COUNT, "number", 1,
          Words("年末有效名牌产品", "titles in force at the end of the year"), _titles("famous_brands"),
          tier="famous_brands"),
    Indicator("famous_trademarks", Words("著名商标数", "Famous trademarks"), _COUNT, "number", 1,
          Words("年末有效著名商标", "titles in force at the end of the year"), _titles("famous_trademarks"),
          tier="famous_trademarks"),
    Indicator("quality_loss_rate", Words("质量损失率", "Quality loss rate"), _PERCENT, "share", -1,
          Words("内部、外部质量损失占产值比例", "internal and external failure cost over output"), _loss),
    Indicator("safety_violations", Words("每百批次安全项不合格", "Safety fails per 100 tests"),
          Words("次/百批次", "per 100 tests"), "rate_100", -1,
          Words("非法添加等安全项不合格，须与真实水平对照", "reported safety fails; read beside the true level"),
          _violations, tested=True),
    Indicator("safety_faults", Words("每百批次安全隐患（模型推算）", "True safety faults per 100 batches (modelled)"),
          Words("次/百批次", "per 100 batches"), "rate_100", -1, Words("不论是否查到", "found or not"),
          lambda c: 100.0 * c.ratio(c.total("safety_faults"), c.total("units"))),
    Indicator("operating_rate", Words("治污设施正常运行率", "Operating rate of treatment facilities"), _PERCENT,
          "share", 1, Words("设施全程正常运行的排污单位比例", "share of polluters that run their facilities fully"),
          _share("complying", "units"), "environment"),
    Indicator("discharge_compliance", Words("达标排放率", "Discharge compliance"), _PERCENT, "share", 1,
          Words("排放达标的平均可能性", "mean chance that a discharge meets the standard"),
          _share("conformity", "units"), "environment"),
    Indicator("acceptance_rate", Words("工程一次验收合格率", "First-time acceptance"), _PERCENT, "share", 1,
          Words("工程一次验收合格的平均可能性", "mean chance that a project is accepted at once"),
          _share("conformity", "units"), "construction"),
    Indicator("all_accepted", Words("大中型工程全部一次合格", "All large and medium projects accepted"),
          Words("是/否", "yes/no"), "yes_no", 1,
          Words("全年大中型工程无一次验收不合格", "no large or medium project fails its acceptance in the year"),
          lambda c: c.none_of("projects_failed"), "construction"),
    Indicator("service_rate", Words("服务质量达标率", "Service quality rate"), _PERCENT, "share", 1,
          Words("服务达到规范的平均可能性", "mean chance that a service meets its standard"),
          _share("conformity", "units"), "service"),
    Indicator("certified_share", Words("认证企业比例", "Certified share"), _PERCENT, "share", 1,
          Words("年末通过管理体系认证的比例", "units with a certified management system at the end of the year"),
          lambda c: c.ratio(c.at_end("certified"), c.at_end("units")), items=("certificates",)),
    Indicator("awareness", Words("问题关注度", "Awareness"), _PERCENT, "share", 1,
          Words("质量问题被公众注意到的比例，质量意识的代用指标", "share of faults noticed, a proxy"),
          lambda c: c.attention, items=("publicity",)),
    Indicator("accidents", Words("事故数", "Accidents"), Words("起", "number"), "number", -1,
          Words("全年各类事故", "all accidents of the year"), lambda c: c.total("accidents")),
    Indicator("no_major_accident", Words("未发生较大以上事故", "No larger or major accident"),
          Words("是/否", "yes/no"), "yes_no", 1, Words("全年无较大及以上事故", "none of 较大 or worse in the year"),
          lambda c: c.none_of("accidents_larger")),
    Indicator("fiscal_cost", Words("财政支出", "Public money"), _WAN, "money", -1,
          Words("抽查、办案、培育、奖励、补助、宣传和人力", "tests, cases, brands, support, publicity, staff"),
          lambda c: c.cost(), tested=True),
    Indicator("fines", Words("罚没款", "Fines"), _WAN, "money", 0,
          Words("单列，不作收入", "shown apart, never as income"), lambda c: c.total("fined"), tested=True),
    Indicator("compliance_cost", Words("企业合规成本", "Compliance cost of units"), _WAN, "money", -1,
          Words("企业为守法付出的成本", "what units spend to comply"), lambda c: c.total("compliance_cost")),
)
# fmt: on

INDICATOR: dict[str, Indicator] = {row.code: row for row in INDICATORS}
