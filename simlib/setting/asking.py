"""Asking: a target, a chance or a year as a planner gives it, checked before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, TypeGuard

from ..errors import BadRequest, unknown_name
from ..indicators import INDICATOR, SENSE_OF, Indicator
from ..scenario import Target, checked_year
from ..words import PROGRAMMES

if TYPE_CHECKING:
    from ..scenario import Scenario

SCOPE = ("programme", "sectors")


class RunsAsked(TypedDict, total=False):
    """How many futures: as `simulate` takes them; by default as many as the scenario says."""

    draws: int | None
    replicates: int | None
    seed: int | None
    workers: int | None


def promise(
    scenario: Scenario, indicator: str, level: float, *, year: int | None = None, **scope: Any
) -> Target:  # fmt: skip
    """A target that is not (yet) in the plan: the indicator reaches `level` in `year` (the plan's first by default).

    `scope` is programme="product" or sectors=("food",); neither is the district. Whether a level is a floor or a
    ceiling follows from the indicator. Rates are 0–1. Owner: the sectors' departments.
    """
    row = checked_indicator(indicator)
    when = checked_year(scenario, year)
    _fail_if_per_cent(row, level)
    programme, sectors = checked_scope(scenario, **scope)
    inside = [one for one in scenario.sectors if one.within(programme, sectors) and one.within(row.programme)]
    owners = dict.fromkeys(one.department for one in inside)
    if not owners:
        raise BadRequest(
            f"所选范围内没有“{row.words.zh}”（{indicator}）所考核的行业。请检查 programme 或 sectors。",
            f"No sector in this scope is judged by {indicator}. Check programme or sectors.",
        )
    sense = SENSE_OF[row.better]
    return Target(indicator, "", programme, sectors, when, sense, level, "", None, 0.0, tuple(owners), "added")


def checked_indicator(code: str) -> Indicator:
    """The indicator of that code, if it can be promised at all."""
    if code not in INDICATOR:
        raise unknown_name("指标", "indicator", code, INDICATOR)
    row = INDICATOR[code]
    if not row.better:
        raise BadRequest(
            f"“{row.words.zh}”（{code}）说不上多好还是少好，不能作目标。请换一个指标。",
            f"{code} is good neither high nor low and cannot be a target. Take another indicator.",
        )
    return row


def checked_chance(chance: float) -> float:
    """A chance above 0 and below 1; 80 meant as per cent, and certainties, are errors."""
    if is_number(chance) and 0.0 < chance < 1.0:
        return float(chance)
    raise BadRequest(
        f"可能性 {chance} 须大于 0 且小于 1：“100 种可能中 80 种”写 0.8。没有任何模拟能证明一件事必定成或必定不成。",
        f"The chance {chance} must lie above 0 and below 1: write 0.8 for 80 of 100 futures. No simulation proves a "
        "certainty.",
        value=chance,
    )


def checked_scope(
    scenario: Scenario, programme: str | None = None, sectors: Any = None, **misspelt: Any
) -> tuple[str, tuple[str, ...]]:  # fmt: skip
    """A programme or some sectors that the district has; neither is the whole district. No other keyword is known."""
    fail_if_misspelt(misspelt, SCOPE)
    named = (sectors,) if isinstance(sectors, str) else tuple(sectors or ())
    if programme and named:
        raise BadRequest("programme 与 sectors 只能写一个。", "Give programme or sectors, not both.")
    if programme and programme not in PROGRAMMES:
        raise unknown_name("领域", "programme", programme, PROGRAMMES)
    known = {one.name: one for one in scenario.sectors}
    for name in named:
        if name not in known:
            raise unknown_name("行业", "sector", name, known)
    return programme or "", named


class ScopeAsked(NamedTuple):
    """Where a question is asked: a programme, some sectors, or neither: the district."""

    programme: str
    sectors: tuple[str, ...]
    from_plan: bool  # nobody named a scope, so that it is the one of the plan's own target


def scope_asked(
    scenario: Scenario, indicator: str, year: int | None = None, programme: str | None = None, sectors: Any = None
) -> ScopeAsked:  # fmt: skip
    """The scope that was named; else that of the plan's own target for this indicator and year; else the district.

    Only if the plan's targets for it (by default those of its first year) agree on one scope: of several none is
    “the” target.
    """
    named = checked_scope(scenario, programme, sectors)
    if any(named):
        return ScopeAsked(*named, from_plan=False)
    when = scenario.calendar.years[0] if year is None else year
    asked = [one for one in scenario.targets if (one.indicator, one.year) == (indicator, when)]
    levels = [one for one in asked if one.sense != "rise"]  # what is asked for is a level
    own = {(one.programme, tuple(sorted(one.sectors))) for one in levels or asked}
    if len(own) != 1:
        return ScopeAsked("", (), from_plan=False)
    (scope,) = own
    return ScopeAsked(*scope, from_plan=any(scope))


def fail_if_misspelt(given: Iterable[str], known: Iterable[str]) -> None:
    """A keyword that a question does not know is an error that names the nearest, never left aside."""
    names = tuple(known)
    for name in given:
        if name not in names:
            raise unknown_name("参数", "keyword", name, names)


def is_number(value: object) -> TypeGuard[float]:
    """True for a finite number, of Python or numpy; not for yes or no, nor for a number written as text."""
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)


def _fail_if_per_cent(row: Indicator, level: float) -> None:
    if not is_number(level) or (row.form in ("share", "yes_no") and not 0.0 <= level <= 1.0):
        raise BadRequest(
            f"目标值 {level!r} 不对：须是一个数，比例写在 0 与 1 之间，96.5% 请写 0.965。",
            f"The level {level!r} is wrong: it must be a number, a share between 0 and 1; write 0.965 for 96.5 %.",
            value=level,
        )
