"""What the plans change against the current one: effects and reports, year by year, and money against effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ...differences import Difference, compare
from ...estimators import Estimate
from ...plots import Gap, gaps, scatter
from ...text import change, indicator_words, joined, said
from .. import tables
from ..margins import beside, largest_margin, margin, mean_of
from ..rows import form_of
from ..showing import Shown, figure, html, sentence
from .comparing import Comparison

MISLEADING = 0.01  # a report that differs from the truth by this much needs a word


def differences(both: Comparison, indicator: str, year: int | None = None, reported: str = "", **scope: Any) -> Shown:
    """Each plan minus the current one: the effect on an indicator, and what two yearly reports would differ by.

    `reported` is the indicator that the reports show, where it is another one (sampled instead of true pass rate).
    """
    language, year = both.language, year or both.year
    form = form_of(indicator)
    title = said("figure.gap", language, indicator=indicator_words(indicator, language), year=year)
    effect, report = (indicator_words(code, language) for code in (indicator, reported or indicator))
    labels = said("gap.effect", language, indicator=effect), said("gap.report", language, indicator=report)
    axis = said("gap.axis.points" if form == "share" else "gap.axis.number", language)
    rows = [_gap(pair, form, language) for pair in _pairs(both, indicator, year, reported, scope)]
    return figure(gaps(rows, title, axis, labels), f"gap_{indicator}_{year}_{language}", title, both.tale.out)


class Pair(NamedTuple):
    """A plan's title, its effect, and the difference of the yearly reports."""

    title: str
    effect: Difference
    report: Difference


def _pairs(both: Comparison, indicator: str, year: int, reported: str, scope: dict[str, Any]) -> list[Pair]:
    """Paired differences of all other plans, largest effect first."""
    found = []
    for one in both.outcomes[1:]:
        effect, report = (compare(*both.pair(one), code, year, **scope) for code in (indicator, reported or indicator))
        found.append(Pair(one.scenario.title.said(both.language), effect, report))
    return sorted(found, key=lambda pair: -pair.effect.mean)


def _gap(pair: Pair, form: str, language: str) -> Gap:
    factor = 100.0 if form == "share" else 1.0
    effect, report = pair.effect, pair.report
    return Gap(
        label=pair.title,
        mean=factor * effect.mean,
        low=factor * effect.low,
        high=factor * effect.high,
        report_low=factor * report.observed_low,
        report_high=factor * report.observed_high,
        words=change(effect.mean, form, language),
    )


def about_differences(
    both: Comparison, indicator: str, year: int | None = None, reported: str = "", **scope: Any
) -> Shown:
    """The largest effect, that luck in the reports is larger, and where reports mislead."""
    language, year, form = both.language, year or both.year, form_of(indicator)
    pairs = _pairs(both, indicator, year, reported, scope)
    if not pairs:
        return sentence(said("learnt.alone", language))
    title, effect, report = pairs[0]
    largest = said(
        "learnt.gap", language, title=title, year=year,
        change=change(effect.mean, form, language) + beside(effect.error, form, language),
        low=change(effect.low, form, language), high=change(effect.high, form, language),
        report_low=change(report.observed_low, form, language),
        report_high=change(report.observed_high, form, language),
    )  # fmt: skip
    errors = margin(max(pair.effect.error for pair in pairs), form, language)
    margins = said("learnt.gap_error", language, margin=errors, unit=said(f"margin.unit.{form}", language))
    return sentence(largest, _misleading(pairs, form, language) if reported else "", margins if errors else "")


def _misleading(pairs: Sequence[Pair], form: str, language: str) -> str:
    """The plan whose reports move most without the thing itself moving; "" if none does by a point."""
    pair = max(pairs, key=lambda one: abs(one.report.mean - one.effect.mean))
    if abs(pair.report.mean - pair.effect.mean) < MISLEADING:
        return ""
    report, effect = (change(one.mean, form, language) for one in (pair.report, pair.effect))
    return said("learnt.mislead", language, title=pair.title, report=report, effect=effect)


def yearly_differences(both: Comparison, indicator: str, **scope: Any) -> Shown:
    """Effect on an indicator in each year of the plan: which effects last and which fall back."""
    language, years = both.language, both.baseline.years[1:]
    head = [said("head.scenario", language), *(str(year) for year in years)]
    rows, errors = [], []
    for one in both.outcomes[1:]:
        cells: list[tables.Cell] = [one.scenario.title.said(language)]
        for year in years:
            gap = compare(*both.pair(one), indicator, year, **scope)
            errors.append(gap.error)
            words = change(gap.mean, form_of(indicator), language)
            certain = gap.low > 0 or gap.high < 0
            cells.append(Markup("<b>{}</b>").format(words) if certain else Markup(escape(words)))
        rows.append(cells)
    note = Markup('<p class="note">{}</p>').format(said("yearly.note", language))
    note += largest_margin(errors, form_of(indicator), language)
    return html(tables.table(head, rows, "yearly", tuple(range(1, len(head)))) + note)


def money_against_effect(both: Comparison, indicator: str, **scope: Any) -> Shown:
    """Money of the whole horizon (across) against the effect in its last year (up), one point a plan."""
    language, points = both.language, []
    for one in both.outcomes[1:]:
        gap = compare(*both.pair(one), indicator, both.last_year, **scope)
        factor = 100.0 if form_of(indicator) == "share" else 1.0
        points.append((_extra(both, one).value, factor * gap.mean, one.scenario.title.said(language)))
    title = said("figure.scatter", language, indicator=indicator_words(indicator, language), year=both.last_year)
    labels = (said("scatter.money", language), said("scatter.effect", language))
    return figure(scatter(points, title, labels), f"money_{indicator}_{language}", title, both.tale.out)


def _extra(both: Comparison, outcome: Any) -> Estimate:
    """Money of the whole horizon beyond the current plan's."""
    ours, theirs = both.pair(outcome)
    return mean_of(
        sum(ours.annual("fiscal_cost", year) - theirs.annual("fiscal_cost", year) for year in ours.years[1:])
    )


def about_money(both: Comparison, indicator: str, **scope: Any) -> Shown:
    """Which plans improve the indicator without costing more."""
    language, free, errors = both.language, [], [(0.0, 0.0)]
    for one in both.outcomes[1:]:
        gap = compare(*both.pair(one), indicator, both.last_year, **scope)
        extra = _extra(both, one)
        errors.append((gap.error, extra.error))
        own = sum(float(both.baseline.annual("fiscal_cost", year).mean()) for year in both.baseline.years[1:])
        if gap.low > 0 and extra.value <= 0.02 * own:
            free.append(one.scenario.title.said(language))
    key = "learnt.free" if free else "learnt.not_free"
    form = form_of(indicator)
    effect, spent = (max(column) for column in zip(*errors, strict=True))
    return sentence(
        said(key, language, names=joined(free, language), year=both.last_year),
        said("scatter.errors", language, effect=margin(effect, form, language), money=margin(spent, "money", language),
             unit=said(f"margin.unit.{form}", language), money_unit=said("margin.unit.money", language)),
    )  # fmt: skip
