"""Which years are run: a plan cut after the last year asked for, or set back to start with a history's first year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..errors import BadRequest
from .history import Observation
from .likelihood import JUDGED_BY_LIST

_STEPS = 60  # halvings of the search for a common shift


def until(scenario: Any, rows: Sequence[Observation]) -> Any:
    """The plan as far as the last year that rows are about; an error for years it does not have."""
    fail_if_outside(rows, scenario.calendar.years)
    return _cut(scenario, max(row.year for row in rows))


def fail_if_outside(rows: Sequence[Observation], years: tuple[int, ...]) -> None:
    """An error for the first row that is about another year than these."""
    for row in rows:
        if row.year not in years:
            raise BadRequest(
                f"第 {row.line} 行的 {row.year} 年不在方案的 {years[0]}–{years[-1]} 年内。",
                f"Line {row.line}: {row.year} is not one of the plan's years {years[0]}–{years[-1]}.",
                year=row.year,
            )


def _cut(scenario: Any, last: int) -> Any:
    calendar = replace(scenario.calendar, last=f"{last}Q4")
    parent = _cut(scenario.parent, last) if scenario.parent is not None else None
    plan = {key: path[: calendar.quarters] for key, path in scenario.plan.items()}
    return replace(scenario, calendar=calendar, plan=plan, parent=parent)


def set_back(scenario: Any, observations: Sequence[Observation]) -> tuple[Any, tuple[Observation, ...]]:
    """A district as it stood in the first year of a history, and the rows after that year.

    The current plan's first-quarter levers are taken to have been in force all the time (nobody has written down the
    older ones); pass rates of the first year become the starting point, the tests behind them included.
    """
    first = min(row.year for row in observations)
    later = tuple(row for row in observations if row.year > first)
    start = [row for row in observations if row.year == first and row.indicator == JUDGED_BY_LIST]
    if not later or not start:
        raise BadRequest(
            "历史数据须从一年的监督抽查合格率（sampled_pass_rate）开始，并至少再有一年。只有一年的数据只能作起点。",
            "A history must begin with a year's sampled_pass_rate and go on for at least one more year. A single year "
            "can only be the starting point.",
        )
    root, shift = scenario.root, _shift(scenario.root, start)
    sectors = tuple(_started(sector, shift, start) for sector in root.sectors)
    last = max(row.year for row in later)
    years = root.calendar.years[0] - 1 - first
    calendar = replace(
        root.calendar, warm_up=_earlier(root.calendar.warm_up, years), first=f"{first + 1}Q1", last=f"{last}Q4"
    )
    quarters = 4 * (last - first)
    plan = {key: (path[0],) * quarters for key, path in root.plan.items()}
    return replace(root, calendar=calendar, sectors=sectors, plan=plan, targets=(), file=""), later


def _earlier(quarter: str, years: int) -> str:
    return f"{int(quarter[:4]) - years}{quarter[4:]}"


def _shift(root: Any, start: Sequence[Observation]) -> float:
    """The common shift in log odds that brings the sectors together to the district's first rate (equation 46)."""
    whole = next((row for row in start if not row.sectors), None)
    if whole is None:
        return 0.0
    low, high = -8.0, 8.0
    places = [s for s in root.sectors if s.within(whole.programme)]
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        tests = [float(s.value("tests_observed")) for s in places]
        passes = sum(n * _moved(s.value("observed"), middle) for s, n in zip(places, tests, strict=True))
        low, high = (middle, high) if passes / sum(tests) < whole.figure else (low, middle)
    return 0.5 * (low + high)


def _moved(rate: float, shift: float) -> float:
    inside = min(max(rate, 1e-4), 1.0 - 1e-4)
    return 1.0 / (1.0 + math.exp(-math.log(inside / (1.0 - inside)) - shift))


def _started(sector: Any, shift: float, start: Sequence[Observation]) -> Any:
    """A sector with its own first rate, or moved with the whole."""
    own = next((row for row in start if row.sectors == (sector.name,)), None)
    whole = next((row for row in start if not row.sectors), None)
    facts = dict(sector.facts)
    if own is not None:
        facts["observed"] = replace(facts["observed"], value=own.figure)
        if own.tests:
            facts["tests_observed"] = replace(facts["tests_observed"], value=float(own.tests))
    elif whole is not None and sector.within(whole.programme):
        facts["observed"] = replace(facts["observed"], value=_moved(sector.value("observed"), shift))
    return replace(sector, facts=facts)
