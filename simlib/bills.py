"""Bills: what a year costs, by item, department and target, and whether the plan's busiest quarter can be staffed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .accounts import YEAR, Array, Line, lines, money, staff_days
from .estimators import Chance, mean_with_error, quantile_band, share_with_error
from .indicators import INDICATOR
from .levers import LEVER
from .words import Words

if TYPE_CHECKING:
    from pandas import DataFrame

    from .outcome import Outcome
    from .scenario import Scenario, Sector, Target

SUMMARY = ("mean", "error", "low", "high")


def cost_table(outcome: Outcome, year: int) -> DataFrame:
    """What the year costs by item and department: mean, its error, 80 of 100 futures (10,000 yuan)."""
    from pandas import DataFrame

    labels = {row.code: _label(outcome.scenario, row) for row in lines(outcome.scenario)}
    rows = [
        (outcome.scenario.name, year, item, *labels[item], department, *_summary(values))
        for (item, department), values in _by_payer(outcome, year).items()
    ]
    return DataFrame(rows, columns=["scenario", "year", "item", "zh", "en", "department", *SUMMARY])


def department_costs(outcome: Outcome, year: int) -> DataFrame:
    """What the year costs each department, with bands of its own (bands of items do not add up)."""
    from pandas import DataFrame

    totals: dict[str, Array] = {}
    for (_, department), values in _by_payer(outcome, year).items():
        totals[department] = totals.get(department, 0.0) + values
    rows = [(outcome.scenario.name, year, name, *_summary(values)) for name, values in totals.items()]
    return DataFrame(rows, columns=["scenario", "year", "department", *SUMMARY])


def _summary(values: Array) -> tuple[float, float, float, float]:
    return (*mean_with_error(values), *quantile_band(values))


def serving(scenario: Scenario, target: Target) -> frozenset[tuple[int, int]]:
    """Which money works for a target: (sector, line) places in `money`. Rows that share a place share that money.

    The indicator's own lines, those of its brand tier, or supervision in its sectors (tests, cases, staff).
    """
    row, rows = INDICATOR[target.indicator], lines(scenario)
    chosen = [
        place
        for place, line in enumerate(rows)
        if (line.item.code in row.items if row.items else line.tier == row.tier if row.tier
            else line.item.pays == "sector")
    ]  # fmt: skip
    sectors = [
        place for place, sector in enumerate(scenario.sectors) if row.items or row.tier or _within(sector, target)
    ]
    return frozenset((sector, line) for sector in sectors for line in chosen)


def year_money(outcome: Outcome, year: int) -> Array:
    """What a year costs by sector and line: [draw, replicate, sector, line], 10,000 yuan."""
    spent = money(outcome.counts, outcome.names, outcome.scenario)
    return np.asarray(spent[:, :, outcome.span(year)].sum(axis=2))


def money_at(spent: Array, places: Iterable[tuple[int, int]]) -> Array:
    """What is spent at some (sector, line) places of a year's money: [draw, replicate]."""
    total: Array = sum((spent[:, :, sector, line] for sector, line in sorted(places)), np.zeros(spent.shape[:2]))
    return total


def _within(sector: Sector, target: Target) -> bool:
    """True for a sector that the target is read from."""
    return sector.within(target.programme, target.sectors) and sector.within(INDICATOR[target.indicator].programme)


def _by_payer(outcome: Outcome, year: int) -> dict[tuple[str, str], Array]:
    """Money of a year by line and department: [draw, replicate] each."""
    spent = year_money(outcome, year)
    found: dict[tuple[str, str], Array] = {}
    for place, row in enumerate(lines(outcome.scenario)):
        for position, department in enumerate(_payers(outcome.scenario, row)):
            key = row.code, department
            found[key] = found.get(key, 0.0) + spent[:, :, position, place]
    return found


def _payers(scenario: Scenario, line: Line) -> list[str]:
    """The department that pays a line, for each sector."""
    if line.item.pays == "sector":
        return [sector.department for sector in scenario.sectors]
    owners = {tier.name: tier.owner for tier in scenario.tiers}
    owner = owners[line.tier] if line.item.pays == "tier" else LEVER[line.item.lever].owner
    return [owner] * len(scenario.sectors)


def _label(scenario: Scenario, line: Line) -> Words:
    titles = {tier.name: tier.title for tier in scenario.tiers}
    if not line.tier:
        return line.item.words
    zh, en = line.item.words
    return Words(f"{zh}({titles[line.tier].zh})", f"{en} ({titles[line.tier].en})")


class CapacityUse(NamedTuple):
    """Staff-days of a run's busiest quarter against what the district has (None while not filled in)."""

    peak: float
    low: float
    high: float
    busiest: str
    capacity: float | None
    use: float | None
    chance_over: Chance | None


def capacity_use(outcome: Outcome) -> CapacityUse:
    """Whether the plan's busiest quarter can be staffed; `chance_over` how often it cannot."""
    days = staff_days(outcome.counts, outcome.names, outcome.scenario)[:, :, YEAR:]
    peaks, busiest = days.max(axis=2), int(days.mean(axis=(0, 1)).argmax())
    fact = outcome.scenario.facts.get("staff_capacity")
    capacity = fact.value if fact else None
    peak, band = float(peaks.mean()), quantile_band(peaks)
    over = share_with_error(peaks > capacity) if capacity is not None else None
    label = outcome.scenario.calendar.label(busiest)
    return CapacityUse(peak, *band, label, capacity, peak / capacity if capacity else None, over)
