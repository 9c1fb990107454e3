"""LEVERS: what a plan can choose. One row a lever; files, kernels, labels, docs and tests derive from it."""

from __future__ import annotations

from typing import NamedTuple

from .words import Words


class Lever(NamedTuple):
    """One thing the district (or a level above it) can set; `default` is the value in the 2012 baseline.

    `shape`  sector = may differ by sector, tier = one value per brand tier, district = one value.
    `kind`   number, switch (on / off) or grades (four numbers, for credit grades A B C D).
    `group`  the key it stands under in a scenario file when it is one of several values (crackdown).
    `decides` True where firms foresee it in their choice, so that it needs decision tables of its own.
    `side`   what its money is for: enforcement, brands or support.
    `priced` True where raising it costs public money by itself; the others are decided, not paid for.
    `times`  multiples of a plan's own values worth trying in a search for the best mix, `tries` levels worth trying
             where the plan has none of it (or where multiples make no sense); neither: no matter of a search.
    """

    code: str
    words: Words
    unit: Words
    shape: str
    kind: str
    default: float | tuple[float, ...]
    minimum: float
    maximum: float
    owner: str
    level: str
    measure: Words
    group: str = ""
    decides: bool = False
    side: str = "enforcement"
    priced: bool = False
    times: tuple[float, ...] = ()
    tries: tuple[float | tuple[float, ...], ...] = ()


_PER_YEAR = Words("次/家·年", "tests per unit-year")
_SHARE = Words("比例 0–1", "share 0–1")
_WAN = Words("万元", "10,000 yuan")
_NONE = Words("–", "–")
_ON_OFF = Words("开/关", "on/off")
_LOG_ODDS = Words("对数几率", "log odds")
_SAMPLING = Words("监督抽查，扩大覆盖面", "Supervision sampling, wider coverage")
_GRADED = Words("分级分类监管，质量信用等级", "Graded supervision by credit grade")
_RECTIFY = Words("整改、吊销、“黑名单”", "Rectification, revocation, blacklist")
_PUNISH = Words("通报、曝光、行政处罚", "Naming, exposure, administrative penalty")
_CRACKDOWN = Words("联合打假、专项打假", "Joint and special crackdowns")
_BRANDS = Words("名牌战略，激励机制", "Brand strategy and incentives")

# fmt: off
LEVERS: tuple[Lever, ...] = (
    Lever("coverage", Words("监督抽查覆盖面", "Coverage of supervision sampling"), _PER_YEAR, "sector", "number", 0.6,
          0.0, 4.0, "质监分局", "区", _SAMPLING, decides=True,
          priced=True, times=(0.5, 0.75, 1.25, 1.5, 2.0, 3.0)),
    Lever("targeted_share", Words("定向抽查比例", "Targeted share of planned tests"), _SHARE, "sector", "number", 0.4,
          0.0, 1.0, "质监分局", "区", _GRADED, decides=True,
          tries=(0.0, 0.2, 0.4, 0.6, 0.8)),
    Lever("tilt", Words("风险倾斜度", "Tilt towards risk"), _NONE, "sector", "number", 1.0, 0.0, 3.0, "质监分局",
          "区", _GRADED,
          tries=(0.0, 1.0, 2.0, 3.0)),
    Lever("grade_weights", Words("各信用等级抽查权重", "Sampling weight by credit grade"), _NONE, "sector", "grades",
          (0.5, 1.0, 2.0, 4.0), 0.01, 100.0, "质监分局", "区", _GRADED, decides=True,
          tries=((1.0, 1.0, 1.0, 1.0), (0.5, 1.0, 2.0, 4.0), (0.25, 1.0, 4.0, 8.0))),
    Lever("exempt", Words("名牌免检", "Title holders exempt from inspection"), _ON_OFF, "sector", "switch", 0.0, 0.0,
          1.0, "质监分局", "省", _BRANDS,
          side="brands"),
    Lever("sensitivity", Words("检测能力提升", "Better testing (shift of sensitivity)"), _LOG_ODDS, "sector",
          "number", 0.0, -2.0, 2.0, "质监分局", "区", Words("检测能力", "Testing capability"), decides=True,
          priced=True, tries=(0.5, 1.0)),
    Lever("follow_up", Words("整改复查率", "Follow-up of ordered rectification"), _SHARE, "sector", "number", 0.6,
          0.0, 1.0, "质监分局", "区", _RECTIFY,
          priced=True, times=(0.0, 0.5, 1.25, 1.5, 2.0), tries=(0.5, 1.0)),
    Lever("revocation", Words("屡教不改吊销执照", "Revocation of repeat offenders"), _ON_OFF, "sector", "switch", 1.0,
          0.0, 1.0, "工商分局", "区", _RECTIFY,
          tries=(1.0,)),
    Lever("blacklist_years", Words("“黑名单”年限", "Years on the blacklist"), Words("年", "years"), "sector",
          "number", 2.0, 0.0, 10.0, "工商分局", "区", _RECTIFY,
          tries=(2.0, 5.0, 10.0)),
    Lever("fine", Words("罚款", "Fine"), Words("万元/单位规模", "10,000 yuan per unit of size"), "sector", "number",
          1.0, 0.0, 10.0, "质监分局", "区", _PUNISH, decides=True,
          times=(1.5, 2.0, 5.0, 10.0), tries=(1.0, 2.0, 5.0, 10.0)),
    Lever("exposure", Words("通报曝光比例", "Share of cases made public"), _SHARE, "sector", "number", 0.3, 0.0, 1.0,
          "质监分局", "区", _PUNISH, decides=True,
          times=(2.0, 3.0, 4.0), tries=(0.3, 0.6, 0.9)),
    Lever("crackdown_tests", Words("打假期间抽查倍数", "Crackdown: tests times"), Words("倍", "times"), "sector",
          "number", 1.0, 1.0, 5.0, "工商分局", "区", _CRACKDOWN, group="crackdown", decides=True,
          priced=True, tries=(1.5, 2.0, 3.0)),
    Lever("crackdown_sanction", Words("打假期间加重处罚", "Crackdown: added sanction"),
          Words("占平时处罚的比例", "share of the usual sanction"), "sector", "number", 0.0, 0.0, 3.0, "工商分局",
          "区", _CRACKDOWN, group="crackdown", decides=True,
          tries=(0.75, 1.5)),
    Lever("crackdown_exposure", Words("打假期间增加曝光", "Crackdown: added exposure"), _SHARE, "sector", "number",
          0.0, 0.0, 1.0, "公安分局", "区", _CRACKDOWN, group="crackdown", decides=True,
          tries=(0.3, 0.7)),
    Lever("hotline", Words("投诉举报渠道", "Complaint hotline"), Words("覆盖 0–1", "reach 0–1"), "sector", "number",
          0.3, 0.0, 1.0, "工商分局", "区", Words("投诉维权，奖励举报", "Complaints, rewarded reports"),
          priced=True, times=(0.0, 0.5, 2.0, 3.0), tries=(0.3, 0.6, 1.0)),
    Lever("entry_standard", Words("准入门槛", "Entry standard"), _LOG_ODDS, "sector", "number", 0.0, 0.0, 3.0,
          "质监分局", "省", Words("市场准入，生产许可证", "Market access, production permits"),
          side="support", priced=True, tries=(1.0, 2.0, 3.0)),
    Lever("tech_support", Words("技术改造补助", "Support for technical upgrading"),
          Words("万元/家·季", "10,000 yuan per unit-quarter"), "sector", "number", 0.0, 0.0, 10.0, "科技局", "区",
          Words("科技投入，技术改造", "Technology, technical upgrading"),
          side="support", priced=True, tries=(0.02, 0.05, 0.1)),
    Lever("certification_support", Words("认证扶持", "Support for certification"),
          Words("每季新增比例", "added hazard per quarter"), "sector", "number", 0.0, 0.0, 0.5, "质监分局", "区",
          Words("标准、计量、认证", "Standards, metrology, certification"),
          side="support", priced=True, tries=(0.01, 0.03)),
    Lever("publicity", Words("质量宣传", "Quality publicity"), Words("万元/季", "10,000 yuan per quarter"),
          "district", "number", 10.0, 0.0, 200.0, "外宣办", "区",
          Words("质量宣传，“质量月”", "Publicity, quality month"),
          side="support", priced=True, times=(0.0, 0.5, 2.0, 4.0), tries=(10.0, 40.0)),
    Lever("quota", Words("年度名额", "Titles a year"), Words("个/年", "titles per year"), "tier", "number", 8.0, 0.0,
          500.0, "发改委", "省", _BRANDS,
          side="brands", times=(1.5, 2.0)),
    Lever("award", Words("奖励金额", "Award"), _WAN, "tier", "number", 10.0, 0.0, 500.0, "财政局", "区", _BRANDS,
          side="brands", priced=True, times=(0.0, 0.5, 1.5, 2.0, 3.0), tries=(5.0, 10.0)),
    Lever("cultivation", Words("培育面", "Share of eligible units cultivated"), _SHARE, "tier", "number", 0.06, 0.0,
          1.0, "质监分局", "区", _BRANDS,
          side="brands", priced=True, times=(0.0, 0.5, 1.5, 2.0, 3.0), tries=(0.05, 0.1)),
    Lever("quality_weight", Words("质量评分权重", "Weight of quality in the score"), _SHARE, "tier", "number", 0.6,
          0.0, 1.0, "质监分局", "省", _BRANDS,
          side="brands"),
    Lever("reputation_weight", Words("信誉评分权重", "Weight of reputation in the score"), _SHARE, "tier", "number",
          0.1, 0.0, 1.0, "质监分局", "省", _BRANDS,
          side="brands"),
    Lever("loss_on_fail", Words("抽查不合格摘牌率", "Title lost on a reported fail"), _SHARE, "tier", "number", 0.8,
          0.0, 1.0, "质监分局", "省", _BRANDS, decides=True,
          side="brands", tries=(0.0, 0.4, 0.8, 1.0)),
    Lever("eligibility", Words("申报所需无不合格季数", "Clean quarters needed to apply"), Words("季", "quarters"),
          "tier", "number", 12.0, 0.0, 40.0, "质监分局", "省", _BRANDS,
          side="brands", tries=(4.0, 8.0, 12.0)),
    Lever("renewal_paid", Words("复评再奖", "Award paid again on renewal"), _ON_OFF, "tier", "switch", 0.0, 0.0, 1.0,
          "财政局", "区", _BRANDS,
          side="brands", priced=True, tries=(1.0,)),
)
# fmt: on

LEVER: dict[str, Lever] = {row.code: row for row in LEVERS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(row.group for row in LEVERS if row.group))


def levers_of(shape: str) -> tuple[Lever, ...]:
    """The levers of one shape (sector, tier or district), in table order."""
    return tuple(row for row in LEVERS if row.shape == shape)
