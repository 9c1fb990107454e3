"""Pairing: which two plans can be compared run by run, where, and on how many futures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import BadRequest, unknown_name
from ...indicators import INDICATOR
from ...scenario import Scenario
from ..asking import RunsAsked, checked_scope

if TYPE_CHECKING:
    from ...differences import Scope
    from ...outcome import Outcome


def plan_of(one: Scenario | Outcome) -> Scenario:
    """The plan itself, of a plan or of its outcome."""
    return one if isinstance(one, Scenario) else one.scenario


def scope_of(scenario: Scenario, indicator: str, programme: str | None, sectors: Any) -> Scope:
    """The scope as outcomes are asked for it, checked together with the indicator."""
    if indicator not in INDICATOR:
        raise unknown_name("指标", "indicator", indicator, INDICATOR)
    programme, named = checked_scope(scenario, programme, sectors)
    if named:
        return {"sectors": named}
    return {"programme": programme} if programme else {}


def sizes_of(baseline: Scenario | Outcome, plan: Scenario | Outcome, asked: RunsAsked) -> dict[str, int | None]:
    """Sizes and seed: what is asked for, else the outcomes' own (the draws that both have)."""
    given = [one for one in (baseline, plan) if not isinstance(one, Scenario)]
    sizes: dict[str, int | None] = {"workers": asked.get("workers")}
    if given:
        _fail_if_not_paired(given)
        sizes |= {"draws": min(one.draws for one in given), "replicates": given[0].replicates, "seed": given[0].seed}
    own = {"draws": asked.get("draws"), "replicates": asked.get("replicates"), "seed": asked.get("seed")}
    return sizes | {name: value for name, value in own.items() if value is not None}


def _fail_if_not_paired(outcomes: list[Outcome]) -> None:
    if len({(one.seed, one.replicates) for one in outcomes}) > 1:
        raise BadRequest(
            "两个结果的随机种子或重复次数不同，不能逐次配对。请用相同设置重新模拟。",
            "The two outcomes differ in seed or replicates and cannot be paired. Simulate both with the same settings.",
        )


def fail_if_not_comparable(baseline: Scenario, plan: Scenario) -> None:
    """Only levers may differ, or the difference would not be theirs."""
    names = f"“{baseline.name}”", f"“{plan.name}”"
    if baseline.root.digest != plan.root.digest:
        raise BadRequest(
            f"{names[0]}与{names[1]}不属于同一个区（起点方案不同），不能比较。",
            f"{names[0]} and {names[1]} are plans of different districts (their roots differ) and cannot be compared.",
        )
    worlds = [(dict(one.overrides), one.correlations, one.calibration) for one in (baseline, plan)]
    if worlds[0] != worlds[1]:
        raise BadRequest(
            f"{names[0]}与{names[1]}的假设条件也不同，差别不全是措施带来的。"
            "请用相同的 assumptions、correlations 和 calibration。",
            f"{names[0]} and {names[1]} differ in their assumptions too, so the difference is not the levers' alone. "
            "Give both the same assumptions, correlations and calibration.",
        )
    if dict(baseline.plan) == dict(plan.plan):
        raise BadRequest(
            f"{names[1]}与{names[0]}的措施完全相同，没有差别可分。请换一个方案。",
            f"{names[1]} has the same levers as {names[0]}; there is no difference to share. Name another plan.",
        )
