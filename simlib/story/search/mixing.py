"""Mixing: the best plans in words – what each budget can promise, and what was learnt from all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from types import SimpleNamespace

from ...levers import LEVER
from ...setting.search.mixes import Frontier
from ...setting.search.trials import by_side
from ...setting.search.winners import ALL, PRICED, Point
from ...text import amount, change, indicator_words, joined, money, said
from ..margins import shared_words
from ..rows import form_of
from .naming import asked_words, close_up, plan_words, where_words
from .turning import lever_names

FLAT = 0.25  # a budget is enough when what it leaves to be gained is at most this share of all that money gains
MOST_BUDGETS = 3  # in one sentence; of more the first, the last and the one nearest to the plan's own cost


def answer_words(found: Frontier, chance: float, language: str) -> str:
    """The answer in one sentence: what the budgets can promise, version by version, beside the plan as it is."""
    now, separator = _present(found, chance), said("list.parts", language)
    parts = [_version_words(found, chance, version, language) for version in found.versions]
    return close_up(said(
        "search.answer", language, about=about_words(found, language), asked=asked_words(chance, language),
        parts=separator.join(parts), plan=plan_words(found.scenario, language), now=money(now.money.value, language),
        level=_level(found, now.level, language),
    ))  # fmt: skip


def about_words(found: Frontier, language: str) -> str:
    """The indicator with its scope and year."""
    where = found.search.question.where
    asked = SimpleNamespace(programme=where["programme"] or "", sectors=where["sectors"] or ())
    return said("search.about", language, year=found.year, scope=where_words(found.scenario, asked, language),
                indicator=indicator_words(found.indicator, language))  # fmt: skip


def about_mixes(found: Frontier, chance: float, language: str) -> list[str]:
    """The answer, and what was learnt beside it."""
    return [answer_words(found, chance, language), *learnt_words(found, chance, language)]


def learnt_words(found: Frontier, chance: float, language: str) -> list[str]:
    """Where more money stops to help, what it does to brands, what all levers add, how hopeful the search was."""
    parts = []
    if PRICED in found.versions:
        parts += [_enough(found, chance, language), _brands(found, chance, language)]
        if ALL in found.versions:
            parts += [_all(found, chance, language), _truth(found, chance, language)]
    return [close_up(part) for part in (*parts, _optimism(found, language)) if part]


def _version_words(found: Frontier, chance: float, version: str, language: str) -> str:
    """What some budgets can promise by one version."""
    curve = found.curve(chance, version)
    if len(curve) > MOST_BUDGETS:
        chosen = {one.budget: one for one in (curve[0], _middle(found, chance, version), curve[-1])}
        curve = tuple(chosen.values())
    told = [(point.budget, _level(found, point.level, language)) for point in curve]
    groups = [(level, [one for one, _ in alike]) for level, alike in groupby(told, key=lambda pair: pair[1])]
    promises = [_promise_words(level, budgets, language) for level, budgets in groups]
    words = "，".join(promises) if language == "zh" else joined(promises, language)
    return said(f"search.answer.{version}", language, promises=words)


def _promise_words(level: str, budgets: Sequence[float], language: str) -> str:
    """What one budget, or several next to each other, can promise."""
    low, high = money(budgets[0], language), money(budgets[-1], language)
    if low == high:
        return said("search.answer.promise", language, budget=low, level=level)
    return said("search.answer.alike", language, low=low, high=high, level=level)


def _level(found: Frontier, value: float, language: str) -> str:
    return amount(value, form_of(found.indicator), language)


def _gain(found: Frontier, size: float, language: str) -> str:
    return change(abs(size), form_of(found.indicator), language).lstrip("+")


def _present(found: Frontier, chance: float) -> Point:
    return next(point for point in found.present if point.chance == chance)


def _enough(found: Frontier, chance: float, language: str) -> str:
    """The budget from which more money adds little, and why."""
    curve = found.curve(chance, PRICED)
    whole = abs(curve[-1].level - curve[0].level)
    enough = next(point for point in curve if abs(curve[-1].level - point.level) <= FLAT * whole)
    if enough is curve[-1] or enough is curve[0]:
        return ""
    why = "staff" if "staff" in curve[-1].marks else "levers"
    return said("search.about.enough", language, budget=money(enough.budget, language),
                gain=_gain(found, curve[-1].level - enough.level, language),
                why=said(f"search.about.why.{why}", language))  # fmt: skip


def _middle(found: Frontier, chance: float, version: str) -> Point:
    """The point whose budget comes nearest to what the plan as it is costs."""
    now = found.present[0].money.value
    return min(found.curve(chance, version), key=lambda point: abs(point.budget - now))


def _brands(found: Frontier, chance: float, language: str) -> str:
    point, now = _middle(found, chance, PRICED), found.present[0]
    sides, before = point.sides, by_side(now.spent)
    return said(
        "search.about.brands", language, budget=money(point.budget, language),
        plan=plan_words(found.scenario, language),
        before=money(before["brands"], language), after=money(sides["brands"], language),
        enforce_before=money(before["enforcement"], language), enforce_after=money(sides["enforcement"], language),
        titles_before=f"{now.titles.value:.0f}", titles_after=f"{point.titles.value:.0f}",
    )  # fmt: skip


def _all(found: Frontier, chance: float, language: str) -> str:
    """What levers that cost nothing add to those that do."""
    point, priced = (_middle(found, chance, version) for version in (ALL, PRICED))
    free = [turn.lever for turn in point.turns if not LEVER[turn.lever].priced]
    if not free:
        return said("search.about.all_same", language)
    return said(
        "search.about.all", language, budget=money(point.budget, language), level=_level(found, point.level, language),
        gain=_gain(found, point.level - priced.level, language), levers=lever_names(free, language),
    )  # fmt: skip


def _truth(found: Frontier, chance: float, language: str) -> str:
    """How much of what is reported is true, where the report rises by more."""
    point = _middle(found, chance, ALL)
    if found.indicator != "sampled_pass_rate" or all(LEVER[turn.lever].priced for turn in point.turns):
        return ""
    trials = found.search.question.trials
    now, then = trials.at(trials.start), trials.at(point.setting)
    reported, true = (float((then.seen[look] - now.seen[look]).mean()) for look in ("reported", "true_pass_rate"))
    if true >= reported:
        return ""
    return said("search.about.hollow", language, reported=change(reported, "share", language),
                true=change(true, "share", language))  # fmt: skip


def _optimism(found: Frontier, language: str) -> str:
    """How the fresh futures differ from what was asked for in the search."""
    gaps = [100.0 * (point.retested.value - point.chance) for point in found.points if point.retested is not None]
    mean, worst = round(sum(gaps) / len(gaps)), round(max(0.0, -min(gaps)))
    key = "none" if mean == 0 else "lower" if mean < 0 else "higher"
    words = said(f"search.about.fresh.{key}", language, size=abs(mean))
    worst_words = said("search.about.fresh.worst", language, worst=worst) if worst > 0 else ""
    return " ".join(part for part in (words, worst_words, shared_words(found.shared, language)) if part)
