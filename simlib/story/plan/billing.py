"""What a plan costs and needs, by item, quarter, sector and department, and which guesses its results hang on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from ...accounts import YEAR, staff_days
from ...bills import capacity_use, cost_table, department_costs
from ...estimators import quantile_band
from ...influence import Driver, drivers
from ...plots import Bar, amount_bars, load_bars
from ...spread import median_error
from ...targets import Assessment, assess, by_department, together
from ...text import amount, change, money, percent, said
from ...words import Words
from .. import tables
from ..margins import beside, chance_with_error, largest_margin, margin, mean_of
from ..rows import STATED, band, form_of, in_order
from ..session import Story
from ..showing import Shown, figure, html, sentence
from .telling import paired_gap

LEAST_SHOWN = 0.05  # 万元; an item that costs less in both plans is left out


def bill(tale: Story) -> Shown:
    """Public money of the plan year by item; a grey mark shows the current plan."""
    language, ours = tale.language, _by_item(tale.outcome, tale.year)
    before = {} if tale.is_baseline else _by_item(tale.compared[1], tale.year)
    shown = {
        code: item for code, item in ours.items()
        if item[1] >= LEAST_SHOWN or before.get(code, (None, 0.0))[1] >= LEAST_SHOWN
    }  # fmt: skip
    bars = [
        Bar(words.said(language), spent, money(spent, language), before=before[code][1] if code in before else None)
        for code, (words, spent) in sorted(shown.items(), key=lambda item: -item[1][1])
    ]
    title = said("figure.money", language, year=tale.year)
    drawn = amount_bars(bars, title, said("fan.baseline", language))
    return figure(drawn, f"money_{language}", title, tale.out)


def _by_item(outcome: Any, year: int) -> dict[str, tuple[Words, float]]:
    """Money by item, its departments added up."""
    table = cost_table(outcome, year)
    sums = table.groupby("item", sort=False).agg({"zh": "first", "en": "first", "mean": "sum"})
    return {str(row.Index): (Words(row.zh, row.en), float(row.mean)) for row in sums.itertuples()}


def about_bill(tale: Story) -> Shown:
    """Total, largest item, the difference from the current plan; fines apart."""
    language, year = tale.language, tale.year
    items = _by_item(tale.outcome, year)
    low, high = quantile_band(tale.outcome.annual("fiscal_cost", year))
    largest = max(items.values(), key=lambda item: item[1])
    gap = paired_gap(tale, "fiscal_cost")
    errors = margin(max(cost_table(tale.outcome, year)["error"]), "money", language)
    unit = said("margin.unit.money", language)
    return sentence(
        said("learnt.money", language, year=year, total=_mean_money(tale, "fiscal_cost"),
             range=f"{money(low, language)} – {money(high, language)}",
             largest=f"{largest[0].said(language)} ({money(largest[1], language)})"),
        "" if tale.is_baseline else said("learnt.money_against", language,
             change=change(gap.value, "money", language) + beside(gap.error, "money", language)),
        said("learnt.fines", language, fines=_mean_money(tale, "fines"),
             compliance=_mean_money(tale, "compliance_cost")),
        said("learnt.money_error", language, margin=errors, unit=unit) if errors else "",
    )  # fmt: skip


def _mean_money(tale: Story, indicator: str) -> str:
    """What is spent or paid in the plan year on average, with its simulation error."""
    found = mean_of(tale.outcome.annual(indicator, tale.year))
    return money(found.value, tale.language) + beside(found.error, "money", tale.language)


def capacity(tale: Story) -> Shown:
    """Staff-days that supervision and coaching take each quarter, against those there are."""
    language, outcome = tale.language, tale.outcome
    days = staff_days(outcome.counts, outcome.names, outcome.scenario)[:, :, YEAR:]
    flat = days.reshape(-1, days.shape[-1])
    low, middle, high = np.quantile(flat, [0.1, 0.5, 0.9], axis=0)
    there = capacity_use(outcome).capacity
    line = None if there is None else (there, said("capacity.line", language, days=f"{there:,.0f}"))
    quarters = [outcome.scenario.calendar.label(quarter) for quarter in range(days.shape[-1])]
    title = said("figure.capacity", language)
    return figure(load_bars(quarters, (middle, low, high), line), f"capacity_{language}", title, tale.out)


def about_capacity(tale: Story) -> Shown:
    """The busiest quarter, and whether it can be staffed."""
    language, use = tale.language, capacity_use(tale.outcome)
    peaks = staff_days(tale.outcome.counts, tale.outcome.names, tale.scenario)[:, :, YEAR:].max(axis=2)
    off = beside(mean_of(peaks).error, "days", language)
    if use.capacity is None or use.use is None or use.chance_over is None:
        words = said("learnt.capacity_missing", language, quarter=use.busiest, peak=f"{use.peak:,.0f}", off=off)
        return sentence(words)
    return sentence(
        said("learnt.capacity", language, quarter=use.busiest, peak=f"{use.peak:,.0f}", off=off,
             capacity=f"{use.capacity:,.0f}", use=percent(use.use, 0),
             chance=chance_with_error(use.chance_over.value, use.chance_over.error, language))
    )  # fmt: skip


# --- by sector and by department -------------------------------------------------------------------------------


def sectors(tale: Story) -> Shown:
    """Each sector: its true pass rate last year and in the plan year, its tests, its department."""
    language, outcome, years = tale.language, tale.outcome, tale.outcome.years
    head = [
        said("head.sector", language), said("head.department", language), said("head.planned", language),
        Markup(escape(said("head.true_rate", language))) + tables.small(str(years[0])),
        said("head.expected", language, year=years[1]), said("head.difference", language),
    ]  # fmt: skip
    rows = [_sector_cells(tale, one) for one in outcome.scenario.sectors]
    errors = [median_error(outcome.annual("true_pass_rate", year, (one.name,)))
              for one in outcome.scenario.sectors for year in years[:2]]  # fmt: skip
    note = largest_margin(errors, "share", language)
    return html(tables.table(head, rows, "sectors", (2, 3, 4, 5)) + note)


def _sector_cells(tale: Story, sector: Any) -> list[tables.Cell]:
    language, scope = tale.language, {"sectors": (sector.name,)}
    found = band(tale.outcome, "true_pass_rate", **scope)
    planned = tale.outcome.names.index("planned")
    place = [one.name for one in tale.scenario.sectors].index(sector.name)
    tests = tale.outcome.counts[:, :, YEAR : 2 * YEAR, place, planned].sum(axis=2).mean()
    gap = paired_gap(tale, "true_pass_rate", **scope).value
    return [
        sector.title.said(language),
        tables.department(sector.department, language),
        f"{tests:,.0f}",
        amount(found.median[0], "share", language),
        amount(found.median[1], "share", language),
        said("dash", language) if tale.is_baseline else change(gap, "share", language),
    ]


def about_sectors(tale: Story) -> Shown:
    """The weakest and the strongest sector, and why ranks mean little."""
    rates = {
        one.title.said(tale.language): float(band(tale.outcome, "true_pass_rate", sectors=(one.name,)).median[1])
        for one in tale.scenario.sectors
    }
    worst, best = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    return sentence(
        said("learnt.sectors", tale.language, year=tale.year, worst=worst, best=best,
             worst_rate=percent(rates[worst]), best_rate=percent(rates[best]))
    )  # fmt: skip


def departments(tale: Story) -> Shown:
    """Each department: how many targets, the chance that it keeps the plan's own ones, and what it spends."""
    language, year = tale.language, tale.year
    spent = department_costs(tale.outcome, year).set_index("department")
    promises = {row.department: row.assessments for row in by_department(assess(tale.outcome))}
    head = [
        said("head.department", language), said("head.targets_count", language), said("head.together", language),
        said("head.added_count", language), said("head.cost", language, year=year),
    ]  # fmt: skip
    rows = [
        _department_cells(name, promises.get(name, ()), spent, language)
        for name in dict.fromkeys([*promises, *spent.index])
    ]
    note = largest_margin(map(float, spent["error"]), "money", language)
    return html(tables.table(head, rows, "departments", (1, 3, 4)) + note)


def _department_cells(name: str, promised: Sequence[Assessment], spent: Any, language: str) -> list[tables.Cell]:
    own = [one for one in promised if one.target.status == STATED]
    chance = together(own)
    return [
        tables.department(name, language),
        str(len(own)),
        said("dash", language) if chance is None else _chance(chance, language),
        str(len(promised) - len(own)),
        _paid(spent.loc[name], language) if name in spent.index else said("dash", language),
    ]


def _chance(chance: Any, language: str) -> Markup:
    return Markup(escape(chance_with_error(chance.value, chance.error, language)))


def _paid(row: Any, language: str) -> tables.Cell:
    return tables.money_with_range(float(row["mean"]), float(row["low"]), float(row["high"]), language)


def about_departments(tale: Story) -> Shown:
    """How many departments answer for targets."""
    return sentence(said("learnt.departments", tale.language, count=len(by_department(assess(tale.outcome)))))


# --- guesses ---------------------------------------------------------------------------------------------------


def guesses(tale: Story) -> Shown:
    """For each judged target, the assumptions that its result hangs on, marked when they are guesses."""
    language = tale.language
    head = [said(f"head.{name}", language) for name in ("result", "hangs", "status", "low_high")]
    rows = [cells for target, row in zip(in_order(tale.scenario.targets), tale.targets, strict=True)
            for cells in _driver_cells(tale, target, row) if row.form != "yes_no"]  # fmt: skip
    return html(tables.table(head, rows, "drivers"))


def _driver_cells(tale: Story, target: Any, row: Any) -> list[list[tables.Cell]]:
    language = tale.language
    found = [one for one in drivers(tale.outcome, target, top=3) if one.visible]
    cells = [
        [row.name.said(language) if place == 0 else "", one.words.said(language), _status(one, language),
         _low_high(one, target, language)]
        for place, one in enumerate(found)
    ]  # fmt: skip
    return cells or [[row.name.said(language), said("drivers.none", language), "", ""]]


def _status(one: Driver, language: str) -> Markup:
    return Markup('<span class="basis {}">{}</span>').format(one.status, said(one.status, language))


def _low_high(one: Driver, target: Any, language: str) -> str:
    form = form_of(target.indicator)
    print_one = change if target.sense == "rise" else amount
    ends = f"{print_one(one.low_third, form, language)} → {print_one(one.high_third, form, language)}"
    return ends + beside(one.third_error, form, language)


def about_guesses(tale: Story) -> Shown:
    """What to make of the list: check guesses first."""
    seen = any(one.visible for target in tale.scenario.targets for one in drivers(tale.outcome, target, top=1))
    return sentence(said("learnt.drivers" if seen else "learnt.no_drivers", tale.language))
