"""Budgeting: what each budget can promise, by which mix, and what it costs elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from ...plots import Front, MoneyCurve, MoneyPanel, Stack, fronts, mix_bars, money_panels
from ...setting.search.mixes import Frontier, frontier
from ...setting.search.others import POINT
from ...setting.search.three_way import TradeOff, weighed
from ...setting.search.winners import ALL, PRICED, Point
from ...text import amount, change, indicator_words, money, said
from ..aiming import Aims
from ..margins import beside, chance_with_error
from ..rows import form_of
from ..showing import Shown, figure, html, sentence
from ..tables import Cell, small, table
from .mixing import about_mixes
from .naming import asked_words, plan_words
from .turning import mark_words, turn_words

CHANCE = 0.8
PARTS = {
    "planned_tests": "tests", "complaint_tests": "tests", "hotline": "tests", "sensitivity": "tests", "staff": "tests",
    "follow_up_tests": "cases", "cases": "cases", "exposures": "cases", "coaching": "brands", "awards": "brands",
    "coaching_staff": "brands", "entry_screening": "support", "tech_support": "support", "certificates": "support",
    "publicity": "publicity",
}  # fmt: skip
ESSENTIAL = ("coverage", "targeted_share", "follow_up", "fine", "award", "cultivation")  # levers of a trial
FEWER = (1.0, 1.2, 1.5)  # budgets of a trial, as shares of what the plan as it is costs


def best_mixes(aims: Aims) -> Frontier:
    """The frontier of the plan's sampled pass rate, found once."""

    def find() -> Frontier:
        now = float(np.mean(aims.outcome.annual("fiscal_cost", aims.year)))
        budgets = [10.0 * math.ceil(share * now / 10.0) for share in FEWER] if aims.small else None
        chances = (0.5, CHANCE) if aims.small else (0.5, CHANCE, 0.9, 0.95)
        levers = ESSENTIAL if aims.small else None
        return frontier(aims.scenario, budgets, chances, year=aims.year, levers=levers, **aims.sizes())

    return aims.once("frontier", find)


def money_frontier(aims: Aims) -> Shown:
    """Money across, target up, one curve a chance; both versions on one scale."""
    found, language = best_mixes(aims), aims.language
    form = form_of(found.indicator)
    panels = [
        MoneyPanel(
            said(f"search.version.{version}", language),
            [MoneyCurve(said("search.chance", language, of100=f"{100 * chance:g}"), found.budgets,
                        [point.level for point in found.curve(chance, version)]) for chance in found.chances],
            (found.present[0].money.value, [point.level for point in found.present]),
        )
        for version in found.versions
    ]  # fmt: skip
    fact = aims.scenario.facts.get("budget")
    budget = None if fact is None or fact.value is None else (fact.value, said("search.figure.budget", language))
    labels = (said("search.figure.money", language),
              said("search.figure.level", language, indicator=indicator_words(found.indicator, language)))  # fmt: skip
    drawn = money_panels(
        panels, budget, labels, plan_words(aims.scenario, language), lambda value: amount(value, form, language)
    )
    return figure(drawn, f"frontier_{language}", said("search.figure.name", language), aims.out)


def about_frontier(aims: Aims) -> Shown:
    """What more money buys, where that stops, what all levers add, and how hopeful the search was."""
    return sentence(*about_mixes(best_mixes(aims), CHANCE, aims.language))


def money_mix(aims: Aims) -> Shown:
    """Stacked bars: what the best mix of each budget spends its money on."""
    found, language = best_mixes(aims), aims.language
    codes = list(dict.fromkeys(PARTS.values()))

    def stack(label: str, point: Point) -> Stack:
        return Stack(label, [sum(v for item, v in point.spent.items() if PARTS[item] == code) for code in codes])

    own = plan_words(aims.scenario, language)
    now = stack(own, found.present[0])
    groups = [
        (said(f"search.version.{version}", language),
         [now, *(stack(f"{point.budget:.0f}", point) for point in found.curve(CHANCE, version))])
        for version in found.versions
    ]  # fmt: skip
    drawn = mix_bars(groups, [said(f"search.part.{code}", language) for code in codes],
                     (said("search.head.budget", language), said("search.figure.money", language)))  # fmt: skip
    words = said("search.figure.mix", language, plan=own, chance=asked_words(CHANCE, language))
    return figure(drawn, f"money_mix_{language}", words, aims.out)


def best_plans(aims: Aims) -> Shown:
    """The plan behind each point of the frontier, with its re-tested chance and what must be known about it."""
    found, language = best_mixes(aims), aims.language
    rows: list[Any] = []
    for version in found.versions:
        rows.append(Markup(escape(said(f"search.version.{version}", language))))
        for points in _alike(found.curve(CHANCE, version)):
            budgets = dict.fromkeys(f"{point.budget:.0f}" for point in (points[0], points[-1]))
            rows.append(["–".join(budgets), *_cells(found, points[-1], language)[1:]])
    note = Markup('<p class="note">{}</p>').format(said("search.note.level", language))
    return html(table(_heads(aims, "budget"), rows, "chosen", numbers=(0, 1, 3)) + note)


def nearly_best(aims: Aims) -> Shown:
    """Materially different plans nearly as good as the best for about the present money."""
    plans, language = _near(aims), aims.language
    rows = []
    for number, point in enumerate(plans):
        key = "search.near.best" if number == 0 else "search.near.other"
        rows.append([said(key, language, number=number), *_cells(best_mixes(aims), point, language)[1:]])
    slack = change(POINT, "share", language).lstrip("+")
    caption = said("search.near.caption", language, budget=money(plans[0].budget, language), slack=slack)
    body = table(_heads(aims, "plan"), rows, "chosen", numbers=(1, 3))
    return html(Markup("<p>{}</p>{}").format(caption, body), caption)


def about_nearly_best(aims: Aims) -> Shown:
    """How many ways there are to nearly the same promise."""
    plans, language = _near(aims), aims.language
    if len(plans) < 2:
        return sentence(said("search.about.near_none", language))
    gap = change(max(0.001, plans[0].level - min(point.level for point in plans)), "share", language).lstrip("+")
    return sentence(said("search.about.near", language, count=len(plans) - 1, gap=gap))


def rate_against_titles(aims: Aims) -> Shown:
    """Pass rate against titles at the same money, one curve a budget."""
    found, language = _trade(aims), aims.language
    form = form_of(found.indicator)
    rows = [
        Front(money(budget, language), [way.titles.value for way in ways],
              [way.value.value for way in ways])
        for budget in found.budgets if (ways := found.front(budget))
    ]  # fmt: skip
    now = found.present.titles.value, found.present.value.value, plan_words(aims.scenario, language)
    labels = (said("search.figure.titles", language),
              said("search.figure.rate", language, indicator=indicator_words(found.indicator, language)))  # fmt: skip
    drawn = fronts(rows, now, labels, lambda value: amount(value, form, language))
    return figure(drawn, f"rate_against_titles_{language}", said("search.figure.front", language), aims.out)


def about_rate_against_titles(aims: Aims) -> Shown:
    """What more titles cost in pass rate, and whether the plan as it is could do better in both."""
    found, language = _trade(aims), aims.language
    form, name = form_of(found.indicator), indicator_words(found.indicator, language)
    ways = found.front(found.budgets[-1])
    if len(ways) < 2:
        return sentence(said("search.about.front_none", language))
    few, many = ways[0], ways[-1]
    error = float(np.hypot(few.value.error, many.value.error))
    cost = change(few.value.value - many.value.value, form, language).lstrip("+")
    now = found.present
    better = [way for way in found.ways if way.money.value <= now.money.value and way.value.value > now.value.value
              and way.titles.value > now.titles.value]  # fmt: skip
    beats = max(better, key=lambda way: way.value.value, default=None)
    return sentence(
        said("search.about.front", language, budget=money(found.budgets[-1], language), few=f"{few.titles.value:.0f}",
             many=f"{many.titles.value:.0f}", indicator=name, cost=cost, error=beside(error, form, language)),
        "" if beats is None else said(
            "search.about.front_beats", language, indicator=name, titles=f"{beats.titles.value:.0f}",
            value=amount(beats.value.value, form, language), plan=plan_words(aims.scenario, language)),
    )  # fmt: skip


# --- parts


def _alike(points: Sequence[Point]) -> list[list[Point]]:
    """Budgets next to each other whose best plan is the same."""
    groups: list[list[Point]] = []
    for point in points:
        if groups and groups[-1][-1].setting == point.setting:
            groups[-1].append(point)
        else:
            groups.append([point])
    return groups


def _near(aims: Aims) -> tuple[Point, ...]:
    found = best_mixes(aims)
    now = found.present[0].money.value
    budget = min((one for one in found.budgets if one >= now), default=found.budgets[-1])
    plans: tuple[Point, ...] = aims.once("nearly_best", lambda: found.near(budget, CHANCE, _version(found)))
    return plans


def _trade(aims: Aims) -> TradeOff:
    found = best_mixes(aims)
    now = found.present[0].money.value
    within = [one for one in found.budgets if 0.5 * now <= one <= 1.3 * now] or list(found.budgets)
    chosen = tuple(dict.fromkeys((within[0], within[len(within) // 2], within[-1])))
    front: TradeOff = aims.once("trade_off", lambda: weighed(found.search, chosen, _version(found)))
    return front


def _version(found: Frontier) -> str:
    return PRICED if PRICED in found.versions else ALL


def _heads(aims: Aims, first: str) -> list[Cell]:
    language, plan = aims.language, plan_words(aims.scenario, aims.language)
    note = said("search.head.retested_note", language, of100=f"{100 * CHANCE:g}")
    rest = [said(f"search.head.{name}", language, plan=plan) for name in ("money", "turns", "besides", "marks")]
    retested = Markup(escape(said("search.head.retested", language))) + small(note)
    return [said(f"search.head.{first}", language), said("search.head.level", language), retested, *rest]


def _cells(found: Frontier, point: Point, language: str) -> list[Cell]:
    form = form_of(found.indicator)
    again = point.retested
    chance = ""
    if again is not None:
        chance = chance_with_error(again.value, again.error, language, short=True)
    besides = said("search.besides", language, true=amount(point.true.value, "share", language),
                   titles=f"{point.titles.value:.0f}")  # fmt: skip
    return [
        "", amount(point.level, form, language), chance, f"{point.money.value:.0f}",
        turn_words(found.scenario, point, language), besides,
        Markup("<br>").join(Markup('<span class="mark">{}</span>').format(one) for one in mark_words(point, language)),
    ]  # fmt: skip
