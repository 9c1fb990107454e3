"""What offices write for a result, a kind of inspection or a size, and what it is taken for."""

from __future__ import annotations

from typing import NamedTuple

from ..words import Words
from .columns import key_of


class Meaning(NamedTuple):
    """What a group of spellings is taken for; `remark` is shown to the planner where that is a decision."""

    code: str
    spellings: tuple[str, ...]
    remark: Words | None = None


PASS, FAIL, NO_RESULT = "pass", "fail", ""
PLANNED, FOLLOW_UP, COMPLAINT = "planned", "follow_up", "complaint"
SMALL, MEDIUM, LARGE = "small", "medium", "large"
KINDS = (PLANNED, FOLLOW_UP, COMPLAINT)
SIZES = (SMALL, MEDIUM, LARGE)

# fmt: off
RESULTS: tuple[Meaning, ...] = (
    Meaning(PASS, ("合格", "符合", "通过", "达标", "是", "符合要求", "符合规定", "检验合格", "复查合格", "整改合格",
        "综合判定合格",
                   "未发现问题", "pass", "passed", "p", "ok", "satisfactory", "compliant", "in compliance")),
    Meaning(PASS, ("基本合格", "基本符合", "有条件通过", "pass w/ conditions", "pass with conditions",
        "conditional pass"),
            Words("按合格计", "counted as a pass")),
    Meaning(FAIL, ("不合格", "不符合", "未通过", "不通过", "不达标", "未达标", "否", "不符合要求", "不符合规定",
        "检验不合格", "复查不合格",
                   "整改不合格", "综合判定不合格", "fail", "failed", "f", "unsatisfactory", "non compliant",
                   "noncompliant",
                   "out of compliance")),
    Meaning(NO_RESULT, ("未检", "未检出结果", "未抽检", "未抽到样", "未抽样", "无样品", "停业", "歇业", "停产", "关闭",
        "注销", "搬迁", "查无下落",
                        "无", "/", "n/a", "na", "none", "no entry", "out of business", "not ready", "not located",
                        "business not located", "closed")),
)
KIND_NAMES: tuple[Meaning, ...] = (
    Meaning(PLANNED, ("监督抽查", "监督抽检", "计划", "计划抽查", "抽查", "抽检", "例行", "例行抽查", "例行检查",
        "日常", "日常检查", "日常监督",
                      "日常监管", "定期检查", "定期抽查", "双随机", "双随机抽查", "随机抽查", "planned", "routine",
                      "scheduled", "random",
                      "canvass", "routine inspection", "cycle inspection")),
    Meaning(FOLLOW_UP, ("复查", "整改复查", "跟踪抽查", "跟踪检查", "跟踪", "回访", "后处理复查", "复检", "follow up",
        "followup",
                        "re-inspection", "reinspection", "canvass re-inspection", "complaint re-inspection",
                        "license re-inspection", "follow-up inspection")),
    Meaning(COMPLAINT, ("投诉", "举报", "投诉举报", "举报投诉", "投诉检查", "举报核查", "complaint", "complaints",
                        "short form complaint", "suspected food poisoning", "hotline")),
)
SIZE_NAMES: tuple[Meaning, ...] = (
    Meaning(SMALL, ("小", "小型", "微", "微型", "小微", "小微型", "小型企业", "微型企业", "小微企业", "个体", "个体户",
        "小作坊", "规下",
                    "small", "micro", "s")),
    Meaning(MEDIUM, ("中", "中型", "中型企业", "medium", "m")),
    Meaning(LARGE, ("大", "大型", "特大型", "大型企业", "large", "l")),
)
# fmt: on


def _by_spelling(rows: tuple[Meaning, ...]) -> dict[str, Meaning]:
    return {key_of(name): row for row in rows for name in row.spellings}


RESULT, KIND, SIZE = (_by_spelling(rows) for rows in (RESULTS, KIND_NAMES, SIZE_NAMES))


def meaning(text: str, known: dict[str, Meaning]) -> Meaning | None:
    """What a cell is taken for; None for a spelling that is not known."""
    return known.get(key_of(text))


def accepted(rows: tuple[Meaning, ...]) -> str:
    """The first spellings of each meaning, for messages."""
    return "、".join(row.spellings[0] for row in rows)
