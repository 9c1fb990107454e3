"""Mixing: a best plan in words – what it turns, what must be known about it, and what was learnt from all of them."""

from __future__ import annotations

from typing import Any

from ...levers import LEVER, Lever
from ...setting.search.mixes import Frontier
from ...setting.search.trials import by_side
from ...setting.search.winners import ALL, PRICED, Point, Turn
from ...text import amount, chance_words, change, indicator_words, joined, money, said
from ..changes import value_words
from ..margins import shared_words
from ..rows import form_of

FLAT = 0.25  # a budget is enough when what it leaves to be gained is at most this share of all that money gains
MOST_TURNS = 12


def turn_words(plan: Any, point: Point, language: str) -> str:
    """What a plan turns: 抽查覆盖面 0.6→0.8, …"""
    tiers = {tier.name: tier.title for tier in plan.tiers}
    words = []
    for turn in point.turns:
        row = LEVER[turn.lever]
        place = said("search.place", language, place=tiers[turn.place].said(language)) if turn.place else ""
        words.append(row.words.said(language) + place + " " + _turned(turn, row, language))
    return joined(words, language, most=2 * MOST_TURNS) if words else said("search.no_change", language)


def _turned(turn: Turn, row: Lever, language: str) -> str:
    """How far a lever is turned: ×1.5 where the plan's values differ by sector, else 0.6→0.8."""
    if turn.times is not None and isinstance(turn.before, float) and round(turn.before, 2) != turn.before:
        return f"×{turn.times:g}"
    before, after = (value_words(_short(value), row, language) for value in (turn.before, turn.after))
    return f"{before}→{after}"


def _short(value: Any) -> Any:
    return value if isinstance(value, tuple) else round(value, 3)


def mark_words(point: Point, language: str) -> list[str]:
    """What must be known about a plan."""
    bound = [turn.lever for turn in point.turns if turn.bound]
    power = [turn.lever for turn in point.turns if turn.power]
    values = {
        "bound": {"levers": _names(bound, language)},
        "power": {"levers": _names(power, language)},
        "staff": {"share": f"{100.0 * (point.staff or 0.0):.0f}%"},
        "idle": {"money": money(point.budget - point.money.value, language)},
        "hollow": {},
    }
    return [said(f"search.mark.{mark}", language, **values[mark]) for mark in point.marks]


def _names(codes: list[str], language: str) -> str:
    return joined([LEVER[code].words.said(language) for code in dict.fromkeys(codes)], language, most=3)


def about_mixes(found: Frontier, chance: float, language: str) -> list[str]:
    """What more money buys, where that stops, what it does to brands, how hopeful the search was."""
    parts = [_optimism(found, language)]
    if PRICED in found.versions:
        parts = [
            _money(found, chance, language),
            _enough(found, chance, language),
            _brands(found, chance, language),
            *parts,
        ]
    if ALL in found.versions and PRICED in found.versions:
        parts.insert(-1, _all(found, chance, language))
    return [part for part in parts if part]


def _level(found: Frontier, value: float, language: str) -> str:
    return amount(value, form_of(found.indicator), language)


def _money(found: Frontier, chance: float, language: str) -> str:
    curve = found.curve(chance, PRICED)
    now = next(point for point in found.present if point.chance == chance)
    key = "search.about.flat" if len(curve) > 1 else "search.about.one"
    return said(
        key, language, chance=chance_words(chance, language), low=money(curve[0].budget, language),
        high=money(curve[-1].budget, language), indicator=indicator_words(found.indicator, language),
        level_low=_level(found, curve[0].level, language), level_high=_level(found, curve[-1].level, language),
        now=money(now.money.value, language), level_now=_level(found, now.level, language),
    )  # fmt: skip


def _enough(found: Frontier, chance: float, language: str) -> str:
    """The budget from which more money adds little, and why."""
    curve, form = found.curve(chance, PRICED), form_of(found.indicator)
    whole = abs(curve[-1].level - curve[0].level)
    enough = next(point for point in curve if abs(curve[-1].level - point.level) <= FLAT * whole)
    if enough is curve[-1] or enough is curve[0]:
        return ""
    why = "staff" if "staff" in curve[-1].marks else "levers"
    gain = change(abs(curve[-1].level - enough.level), form, language).lstrip("+")
    return said("search.about.enough", language, budget=money(enough.budget, language), gain=gain,
                why=said(f"search.about.why.{why}", language))  # fmt: skip


def _middle(found: Frontier, chance: float, version: str) -> Point:
    """The point whose budget comes nearest to what the plan as it is costs."""
    now = found.present[0].money.value
    return min(found.curve(chance, version), key=lambda point: abs(point.budget - now))


def _brands(found: Frontier, chance: float, language: str) -> str:
    point, now = _middle(found, chance, PRICED), found.present[0]
    sides, before = point.sides, by_side(now.spent)
    return said(
        "search.about.brands", language, budget=money(point.budget, language), before=money(before["brands"], language),
        after=money(sides["brands"], language), enforce_before=money(before["enforcement"], language),
        enforce_after=money(sides["enforcement"], language), titles_before=f"{now.titles.value:.0f}",
        titles_after=f"{point.titles.value:.0f}",
    )  # fmt: skip


def _all(found: Frontier, chance: float, language: str) -> str:
    point, priced = (_middle(found, chance, version) for version in (ALL, PRICED))
    form = form_of(found.indicator)
    free = [turn.lever for turn in point.turns if not LEVER[turn.lever].priced]
    words = said(
        "search.about.all", language, budget=money(point.budget, language), level=_level(found, point.level, language),
        gain=change(abs(point.level - priced.level), form, language).lstrip("+"), levers=_names(free, language),
    )  # fmt: skip
    if found.indicator != "sampled_pass_rate" or not free:
        return words
    return words + " " + _truth(found, point, language)


def _truth(found: Frontier, point: Point, language: str) -> str:
    """How much of what is reported is true."""
    trials = found.search.question.trials
    now, then = trials.at(trials.start), trials.at(point.setting)
    reported, true = (float((then.seen[look] - now.seen[look]).mean()) for look in ("reported", "true_pass_rate"))
    return said("search.about.hollow", language, reported=change(reported, "share", language).lstrip("+"),
                true=change(true, "share", language).lstrip("+"))  # fmt: skip


def _optimism(found: Frontier, language: str) -> str:
    gaps = [point.retested.value - point.chance for point in found.points if point.retested is not None]
    mean, worst = sum(gaps) / len(gaps), max(0.0, -min(gaps))
    way = said("search.about.lower" if mean < 0 else "search.about.higher", language)
    size, most = (f"{100 * abs(gap):.0f}" for gap in (mean, worst))
    words = said("search.about.optimism", language, direction=way, size=size, worst=most)
    return f"{words} {shared_words(found.shared, language)}".strip()
