"""FACTS: what the statistics say. One row a fact of the district, a sector or a brand tier."""

from __future__ import annotations

from typing import NamedTuple

from .words import Words


class FactRow(NamedTuple):
    """One published or counted figure; `default` None means a file must give it (or leave it `missing`)."""

    code: str
    words: Words
    unit: Words
    of: str  # district, sector or price
    default: float | None
    minimum: float
    maximum: float
    where: Words  # where an office finds it
    may_be_missing: bool = False
    staff_days: float = 0.0  # staff-days that one priced item takes (prices only)


_SHARE = Words("比例 0–1", "share 0–1")
_WAN = Words("万元", "10,000 yuan")
_STATISTICS = Words("统计年鉴、上年工作总结", "statistical yearbook, last year's report")
_REGISTER = Words("企业登记、监管台账", "business register, supervision ledger")
_LEDGER = Words("上年抽查台账", "last year's sampling ledger")
_FINANCE = Words("财政预算、采购合同", "budget, purchase contracts")

# fmt: off
FACTS: tuple[FactRow, ...] = (
    # --- district
    FactRow("city_quality_loss_rate", Words("全市质量损失率", "Quality loss rate of the city"), _SHARE, "district",
          None, 0.0, 1.0, Words("市统计局、市质监局", "city statistics or quality bureau"), may_be_missing=True),
    FactRow("city_pass_rate", Words("全市监督抽查合格率", "Sampled pass rate of the city"), _SHARE, "district", None,
          0.0, 1.0, Words("市质监局通报", "city quality bureau notice"), may_be_missing=True),
    FactRow("province_pass_rate", Words("全省监督抽查合格率", "Sampled pass rate of the province"), _SHARE,
          "district", None, 0.0, 1.0, Words("省质监局通报", "provincial quality bureau notice"), may_be_missing=True),
    FactRow("initial_certified_share", Words("起始认证企业比例", "Certified share at the start"), _SHARE, "district",
          0.15, 0.0, 1.0, Words("认证信息平台", "certification register")),
    FactRow("size_medium", Words("中型企业规模倍数", "Size multiplier of a medium unit"), Words("倍", "times"),
          "district", 6.0, 1.0, 1000.0, _STATISTICS),
    FactRow("size_large", Words("大型企业规模倍数", "Size multiplier of a large unit"), Words("倍", "times"),
          "district", 40.0, 1.0, 10000.0, _STATISTICS),
    FactRow("staff_capacity", Words("每季可用人力", "Staff-days available a quarter"),
          Words("人日/季", "staff-days per quarter"), "district", None, 0.0, 1e6,
          Words("编制与出勤", "establishment and attendance"), may_be_missing=True),
    FactRow("budget", Words("质量兴区年度经费", "Yearly budget of the programme"),
          Words("万元/年", "10,000 yuan per year"), "district", None, 0.0, 1e7, _FINANCE, may_be_missing=True),
    # --- prices (also of the district)
    FactRow("price_staff_day", Words("每人日成本", "Cost of a staff-day"), _WAN, "price", 0.02, 0.0, 10.0, _FINANCE),
    FactRow("price_follow_up", Words("每次复查附加费", "Extra cost of a follow-up test"), _WAN, "price", 0.0, 0.0,
          10.0, _FINANCE),
    FactRow("price_case", Words("每件处罚办案费", "Procedure of a penalty case"), _WAN, "price", 0.3, 0.0, 100.0,
          _FINANCE),
    FactRow("price_exposure", Words("每次曝光费用", "Cost of one exposure"), _WAN, "price", 0.05, 0.0, 100.0,
          _FINANCE),
    FactRow("price_hotline", Words("投诉热线每季全覆盖费用", "Hotline at full reach, a quarter"), _WAN, "price", 20.0,
          0.0, 10000.0, _FINANCE),
    FactRow("price_sensitivity", Words("检测能力每提升1每季费用", "Better testing by +1, a quarter"), _WAN, "price",
          8.0, 0.0, 10000.0, _FINANCE),
    FactRow("price_entry", Words("每个新企业准入审查（门槛+1）", "Entry screening of an entrant at +1"), _WAN, "price",
          0.2, 0.0, 100.0, _FINANCE),
    FactRow("price_coaching", Words("每家培育辅导费", "Coaching of one invited unit"), _WAN, "price", 0.8, 0.0, 100.0,
          _FINANCE),
    FactRow("price_certificate", Words("每张新认证补助", "Each new certificate while supported"), _WAN, "price", 1.5,
          0.0, 100.0, _FINANCE),
    FactRow("days_test", Words("每次抽查人日", "Staff-days of a test"), Words("人日", "staff-days"), "price", 1.5,
          0.0, 100.0, _LEDGER),
    FactRow("days_follow_up", Words("每次复查人日", "Staff-days of a follow-up"), Words("人日", "staff-days"),
          "price", 3.0, 0.0, 100.0, _LEDGER),
    FactRow("days_case", Words("每件案件人日", "Staff-days of a case"), Words("人日", "staff-days"), "price", 5.0,
          0.0, 100.0, _LEDGER),
    FactRow("days_coaching", Words("每家培育人日", "Staff-days of a coaching"), Words("人日", "staff-days"), "price",
          2.0, 0.0, 100.0, _LEDGER),
    # --- sector
    FactRow("units", Words("监管对象数", "Units"), Words("家", "units"), "sector", None, 1, 100000, _REGISTER),
    FactRow("share_medium", Words("中型占比", "Share of medium units"), _SHARE, "sector", 0.08, 0.0, 1.0, _REGISTER),
    FactRow("share_large", Words("大型占比", "Share of large units"), _SHARE, "sector", 0.02, 0.0, 1.0, _REGISTER),
    FactRow("observed", Words("上年抽查合格率", "Observed pass rate last year"), _SHARE, "sector", None, 0.0, 1.0,
          _LEDGER),
    FactRow("tests_observed", Words("上年抽查批次", "Tests behind it"), Words("批次", "batches"), "sector", None, 1,
          1e7, _LEDGER),
    FactRow("safety_share", Words("不合格中安全项占比", "Share of fails that are safety items"), _SHARE, "sector",
          0.1, 0.0, 1.0, _LEDGER),
    FactRow("output", Words("每单位规模产值", "Output per unit of size"), Words("相对值", "relative"), "sector", 1.0,
          0.0, 1e6, _STATISTICS),
    FactRow("price_test", Words("每批次检验费", "Price of a test"), _WAN, "sector", None, 0.0, 100.0, _FINANCE),
    FactRow("operating_rate", Words("上年设施正常运行率", "Observed operating rate"), _SHARE, "sector", None, 0.01,
          0.99, Words("环境监察记录", "environmental inspection records"), may_be_missing=True),
    FactRow("conformity_cutting", Words("偷工减料时合格率", "Conformity when cutting corners"), _SHARE, "sector",
          None, 0.01, 0.99, Words("专家判断", "expert judgement"), may_be_missing=True),
)
# fmt: on

FACT: dict[str, FactRow] = {row.code: row for row in FACTS}


def facts_of(*kinds: str) -> tuple[FactRow, ...]:
    """The facts of a district, sector or price list, in table order."""
    return tuple(row for row in FACTS if row.of in kinds)
