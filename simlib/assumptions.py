"""ASSUMPTIONS: how units react. One row an uncertain constant: prior, unit, source, measured or guess."""

from __future__ import annotations

from typing import NamedTuple

from .words import Words


class Prior(NamedTuple):
    """A distribution by name: beta(a, b), lognormal(median, spread), normal(mean, sd), truncated(mean, sd, low,
    high), uniform(low, high) or fixed(value)."""

    law: str
    numbers: tuple[float, ...]


class Assumption(NamedTuple):
    """One constant that nobody in the district can measure; `status` says whether it was measured elsewhere.

    `shape` is scalar, or sector where each sector has its own draw.
    """

    code: str
    symbol: str
    words: Words
    unit: Words
    prior: Prior
    status: str
    source: str
    shape: str = "scalar"


_SHARE = Words("比例", "share")
_LO = Words("对数几率", "log odds")
_WAN = Words("万元", "10,000 yuan")
_NO = Words("–", "–")
_Q = Words("每季", "per quarter")


def _beta(a: float, b: float) -> Prior:
    return Prior("beta", (a, b))


def _logn(median: float, spread: float) -> Prior:
    return Prior("lognormal", (median, spread))


def _norm(mean: float, sd: float) -> Prior:
    return Prior("normal", (mean, sd))


def _trunc(mean: float, sd: float, low: float, high: float) -> Prior:
    return Prior("truncated", (mean, sd, low, high))


def _fixed(value: float) -> Prior:
    return Prior("fixed", (value,))


_INF = float("inf")

# fmt: off
ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption("compliance_start", "K*", Words("起点自觉守法比例", "Compliance share at the start"), _SHARE,
          _beta(13, 7), "guess", "judgement; sectors with an observed operating rate K use Beta(50K, 50(1−K))",
          "sector"),
    Assumption("sigma_c", "σ_c", Words("守法成本差异", "Spread of ln compliance cost"), _NO,
          _trunc(1.2, 0.2, 0.5, 2.0), "guess", "judgement"),
    Assumption("sigma_theta", "σ_θ", Words("质量能力差异", "Spread of capability"), _LO, _trunc(1.7, 0.2, 0.5, 2.5),
          "measured", "Chicago canvass inspections 2011–14: persistence of failure"),
    Assumption("phi", "φ", Words("质量能力的季度持续性", "Quarterly persistence of capability"), _NO, _beta(92, 8),
          "measured", "Chicago canvass inspections 2011–14: lags 1–3"),
    Assumption("pi1", "π1", Words("守法批次合格率（能力为零时）", "Conformity when complying"), _SHARE, _beta(98, 2),
          "guess", "judgement"),
    Assumption("pi0", "π0", Words("偷工减料批次合格率（能力为零时）", "Conformity when cutting corners"), _SHARE,
          _beta(42, 8), "guess", "judgement"),
    Assumption("shift_medium", "shift_M", Words("中型企业质量优势", "Advantage of medium units"), _LO,
          _norm(1.9, 0.3), "measured", "National sampling notice 2023: fails S 13.2, M 2.2, L 0.8 %"),
    Assumption("shift_large", "shift_L", Words("大型企业质量优势", "Advantage of large units"), _LO, _norm(2.9, 0.5),
          "measured", "National sampling notice 2023: fails S 13.2, M 2.2, L 0.8 %"),
    Assumption("se", "Se", Words("检验灵敏度", "Sensitivity of a test"), _SHARE, _beta(46, 4), "guess",
          "judgement, after Duflo et al. 2013"),
    Assumption("sp", "Sp", Words("检验特异度", "Specificity of a test"), _SHARE, _beta(198, 2), "guess", "judgement"),
    Assumption("sigma_lab", "σ_J", Words("检验机构间差异", "Spread between laboratories"), _LO,
          _trunc(0.5, 0.25, 0.0, 1.5), "measured", "Chicago inspector clusters, an upper bound"),
    Assumption("other_sanction", "F_o", Words("罚款以外的处罚损失", "Rest of the sanction"), _WAN, _logn(7.0, 0.6),
          "guess", "Product quality law: 0.5–3 × goods value; its value here is a guess"),
    Assumption("repeat", "rep", Words("再犯加重", "Step-up per grade"), _NO, Prior("uniform", (0.25, 1.0)), "guess",
          "judgement"),
    Assumption("ladder_cost", "C_ladder", Words("被责令整改的代价", "Cost of being on the ladder"), _WAN,
          _logn(2.0, 0.7), "guess", "judgement"),
    Assumption("exposure_loss", "V_R", Words("被曝光的损失", "Loss when exposed"), _WAN, _logn(4.0, 0.8), "guess",
          "judgement, checked against Johnson 2020"),
    Assumption("market_revenue", "m_R", Words("靠信誉的销售收入", "Revenue at stake in the market"), _WAN,
          _logn(30.0, 0.5), "guess", "judgement"),
    Assumption("nu", "ν", Words("信誉更新速度", "Speed of reputation"), _Q, _beta(12, 88), "guess", "judgement"),
    Assumption("attention_start", "ω_0", Words("问题关注度（起点）", "Share of faults noticed"), _SHARE, _beta(15, 85),
          "guess", "judgement"),
    Assumption("publicity_effect", "r_pub", Words("宣传效果", "Publicity's effect"),
          Words("每万元", "per 10,000 yuan"), _fixed(0.0004), "guess", "judgement"),
    Assumption("attention_decay", "d_ω", Words("关注度消退", "Decay of attention"), _Q, _fixed(0.15), "guess",
          "judgement"),
    Assumption("attention_ceiling", "ω_max", Words("关注度上限", "Ceiling of attention"), _SHARE, _fixed(0.45),
          "guess", "judgement"),
    Assumption("zeta", "ζ", Words("行业共同信誉比例", "Collective share of reputation"), _SHARE, _beta(2, 6),
          "guess", "Tirole 1996, size guessed"),
    Assumption("beta", "β", Words("季度折现", "Discount per quarter"), _NO, _fixed(0.98), "guess", "judgement"),
    Assumption("tau", "τ", Words("选择的随意性", "Choice noise, in units of c_s"), _NO, _logn(0.8, 0.3), "guess",
          "τ > 0: Clark, Friesen & Muller 2004; size guessed"),
    Assumption("delta", "δ", Words("监管印象的记忆", "Memory of beliefs"), _NO, _beta(47, 3), "guess",
          "judgement, from memory of the literature"),
    Assumption("peer_weight", "w", Words("公开案例的影响", "Weight of a public case, at 150 units"), _NO,
          _logn(0.1, 0.7), "guess", "pattern of naming, after Johnson 2020"),
    Assumption("alpha", "α", Words("公告本身的影响", "Weight of an announcement alone"), _NO, _beta(1, 9),
          "measured", "Telle 2013"),
    Assumption("upgrade", "u", Words("合格后升级概率", "Chance that a pass lifts the grade"), _SHARE, _beta(5, 5),
          "guess", "a rule of the office; its strictness is guessed"),
    Assumption("rectify", "ε_R", Words("整改见效比例", "Rectification complies"), _SHARE, _beta(14, 6), "measured",
          "Ko, Mendeloff & Gray 2010; Telle 2013"),
    Assumption("rectify_gain", "ξ_R", Words("整改的长期收益", "Lasting gain of rectification"), _LO,
          _trunc(0.2, 0.1, 0.0, _INF), "guess", "Ko et al. 2010 for the sign; size guessed"),
    Assumption("exit_hazard", "e0", Words("退出率", "Exit hazard"), _Q, _beta(8, 992), "guess", "judgement"),
    Assumption("complaint_rate", "λ_h", Words("投诉检查强度", "Complaint tests"), _NO, _fixed(0.3), "guess",
          "judgement: about 6 a year per 1,000 units"),
    Assumption("signal_quality", "σ_sig", Words("风险情报质量", "Quality of the intelligence signal"), _NO,
          _beta(10, 10), "guess", "seen in raw minus core rate"),
    Assumption("misuse", "μ", Words("补助被挪用比例", "Share of support misused"), _SHARE, _beta(21, 19), "measured",
          "Boeing & Peters 2022: 53 % of money"),
    Assumption("crowding_out", "κ_co", Words("挤出自有投入", "Crowding-out of own spending"), _SHARE, _beta(3, 7),
          "guess", "judgement"),
    Assumption("support_gain", "ψ_T", Words("技术改造成效", "Gain per quarter of support"), _LO, _logn(0.02, 0.6),
          "guess", "judgement"),
    Assumption("support_scale", "x0", Words("技术改造资金尺度", "Scale of support"), _WAN, _fixed(0.1), "guess",
          "judgement"),
    Assumption("coaching_gain", "ψ_C", Words("培育辅导成效", "Gain of a coached unit"), _LO, _logn(0.04, 0.6),
          "guess", "judgement"),
    Assumption("certification_gain", "Δ_ISO", Words("认证成效", "Gain when certified"), _LO, _norm(0.15, 0.10),
          "guess", "Levine & Toffel 2010 for the sign; size guessed"),
    Assumption("certification_saving", "κ_e", Words("认证降低守法成本", "Cost cut when certified"), _SHARE,
          _beta(3, 17), "guess", "Levine & Toffel 2010 for the sign; size guessed"),
    Assumption("innovation", "p_B", Words("认证扩散：自发", "Diffusion of certification, own"), _Q, _logn(0.0075, 0.5),
          "measured", "Bass averages ÷ 4"),
    Assumption("imitation", "q_B", Words("认证扩散：模仿", "Diffusion of certification, imitation"), _Q,
          _logn(0.095, 0.4), "measured", "Bass averages ÷ 4"),
    Assumption("title_pull", "ψ_L", Words("名牌带动同行", "Pull of titled firms on their sector"), _LO,
          _logn(0.01, 0.7), "guess", "judgement"),
    Assumption("effort_cost_quality", "χ_q", Words("争创名牌：质量努力成本", "Contest: cost of quality effort"), _NO,
          _logn(4.0, 0.5), "guess", "judgement"),
    Assumption("effort_cost_cosmetic", "χ_g", Words("争创名牌：包装努力成本", "Contest: cost of cosmetic effort"),
          _NO, _logn(4.0, 0.5), "guess", "judgement"),
    Assumption("judging_noise", "s", Words("评审随机性", "Judging noise"), _NO, _logn(1.0, 0.4), "guess",
          "judgement"),
    Assumption("contest_effort", "ψ_e", Words("争创努力对质量的作用", "Contest effort to quality"), _NO,
          _logn(0.1, 0.6), "guess", "sign: 谢繁宝 2021; size guessed"),
    Assumption("title_value", "V_B", Words("名牌的市场价值", "Value of a title"), _WAN, _logn(10.0, 0.8), "guess",
          "judgement"),
    Assumption("application_cost", "k_app", Words("申报成本", "Cost of applying"), _WAN, _logn(4.0, 0.5), "guess",
          "judgement"),
    Assumption("application_noise", "τ_b", Words("申报随意性", "Noise of applying"), _WAN, _fixed(1.0), "guess",
          "judgement"),
    Assumption("drift", "drift", Words("自然改善趋势", "Background improvement per quarter"), _LO,
          _norm(0.025, 0.010), "measured", "national sampling: failures × 0.94 a year", "sector"),
    Assumption("sigma_list", "σ_list", Words("产品目录差异", "Noise of the product list in a year's rate"),
          Words("百分点", "points"), _trunc(1.5, 0.5, 0.0, _INF), "measured", "national sampling 2011–17"),
    Assumption("accident_rate", "h0", Words("事故基础率", "Accidents per unit of size and quarter"), _Q,
          _fixed(0.0002), "guess", "judgement"),
    Assumption("accident_effect", "χ_a", Words("守法对事故的作用", "Compliance to ln accidents"), _NO,
          _norm(-0.25, 0.10), "measured", "Levine, Toffel & Johnson 2012, mapped by a guess"),
    Assumption("larger_share", "–", Words("较大事故占比", "Share of accidents that are 较大（larger）"), _SHARE,
          _fixed(0.09), "guess", "prototype: 较大 and above .1 of all"),
    Assumption("major_share", "–", Words("重特大事故占比", "Share of accidents that are 重特大（major）"), _SHARE,
          _fixed(0.01), "guess", "prototype: 较大 and above .1 of all"),
    Assumption("failure_cost", "–", Words("每单位不合格产值的损失", "Internal and external failure cost"), _SHARE,
          _fixed(0.08), "guess", "judgement"),
)
# fmt: on

ASSUMPTION: dict[str, Assumption] = {row.code: row for row in ASSUMPTIONS}


def assumptions_of(shape: str) -> tuple[Assumption, ...]:
    """The assumptions of one shape (scalar or sector), in table order."""
    return tuple(row for row in ASSUMPTIONS if row.shape == shape)
