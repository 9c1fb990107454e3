"""Turning: what a best plan changes, lever by lever, and what must be known about it."""

from __future__ import annotations

from typing import Any

from ...levers import LEVER
from ...setting.search.winners import Point, Turn
from ...text import joined, money, said
from ...words import OWNER_LEVELS
from .naming import close_up, number_words, plan_words, unit_words, with_details


def turn_words(plan: Any, point: Point, language: str) -> str:
    """What a plan turns, in a row for a cell of a table: 整改复查率 60%→90%；…"""
    words = [_short_words(plan, turn, language) for turn in point.turns]
    return said("list.parts", language).join(words) if words else no_change(plan, language)


def turn_lines(plan: Any, point: Point, language: str) -> list[str]:
    """What a plan turns, a line a lever: 整改复查率：从 60% 到 90%（已调到头）."""
    return [close_up(_line(plan, turn, language)) for turn in point.turns]


def no_change(plan: Any, language: str) -> str:
    """That the best plan is the plan asked about."""
    return said("search.no_change", language, plan=plan_words(plan, language))


def mark_words(point: Point, language: str) -> list[str]:
    """What must be known about a plan, with the levers by name."""
    bound = [turn.lever for turn in point.turns if turn.bound]
    power = [turn.lever for turn in point.turns if turn.power]
    named = {"bound": lever_names(bound, language), "power": lever_names(power, language)}
    return [
        said(f"search.mark.{mark}", language, levers=named[mark]) if mark in named else _plain(point, mark, language)
        for mark in point.marks
    ]


def counted_marks(point: Point, language: str) -> list[str]:
    """The same where each lever has a line of its own that says its bound and its power."""
    counts = {"bound": sum(turn.bound for turn in point.turns), "power": sum(bool(turn.power) for turn in point.turns)}
    return [
        said(f"search.count.{mark}", language, count=counts[mark]) if mark in counts else _plain(point, mark, language)
        for mark in point.marks
    ]


def lever_names(codes: list[str], language: str) -> str:
    """Levers by name; after three of them only how many there are."""
    return joined([LEVER[code].words.said(language) for code in dict.fromkeys(codes)], language, most=3)


def _plain(point: Point, mark: str, language: str) -> str:
    share, left = f"{100.0 * (point.staff or 0.0):.0f}%", money(point.budget - point.money.value, language)
    return said(f"search.mark.{mark}", language, share=share, money=left)


def _line(plan: Any, turn: Turn, language: str) -> str:
    row = LEVER[turn.lever]
    before, after = (number_words(value, row, language) for value in (turn.before, turn.after))
    mixed = _differs(plan, turn)
    key = "search.turn" if not mixed else "search.turn.mean" if turn.times is None else "search.turn.times"
    words = said(key, language, lever=_name(plan, turn, language), before=before, after=after,
                 times=f"{turn.times or 0.0:g}", plan=plan_words(plan, language))  # fmt: skip
    notes = _notes(turn, language)
    return words + (said("search.turn.notes", language, notes=notes) if notes else "")


def _notes(turn: Turn, language: str) -> str:
    notes = [said("search.turn.campaign", language)] if LEVER[turn.lever].group else []
    notes += [said("search.turn.bound", language)] if turn.bound else []
    if turn.power:
        notes.append(said("search.turn.power", language, level=OWNER_LEVELS[turn.power].said(language)))
    return said("list.parts", language).join(notes)


def _short_words(plan: Any, turn: Turn, language: str) -> str:
    """How far a lever is turned: ×1.5 where the plan's values differ, else 60%→80%."""
    row, name = LEVER[turn.lever], _name(plan, turn, language)
    if turn.times is not None and _differs(plan, turn):
        return f"{name} ×{turn.times:g}"
    before, after = (number_words(value, row, language) for value in (turn.before, turn.after))
    return f"{name} {before}→{after}"


def _name(plan: Any, turn: Turn, language: str) -> str:
    """A lever with its brand tier and its unit: 奖励金额（名牌产品；万元）."""
    titles = {tier.name: tier.title for tier in plan.tiers}
    row, place = LEVER[turn.lever], titles[turn.place].said(language) if turn.place else ""
    return with_details(row, (place, unit_words(row, language)), language)


def _differs(plan: Any, turn: Turn) -> bool:
    """True where the plan's own values of this lever differ by sector or over time: what is told is their mean."""
    paths = [path for (code, place), path in plan.plan.items() if code == turn.lever and turn.place in ("", place)]
    return LEVER[turn.lever].kind != "grades" and len({value for path in paths for value in path}) > 1
