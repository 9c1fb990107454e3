"""Naming: the plan asked about, a lever with its unit, a level and a chance asked for, as every search says them."""

from __future__ import annotations

import re
from typing import Any

from ...levers import Lever
from ...text import goal_words, indicator_words, said, scope_said
from ..changes import value_words
from ..rows import sector_titles

_CHINESE = r"[\u3000-\u9fff\uff00-\uffef]"
_LOOSE = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})")
_NO_UNIT = ("–", "对数几率")  # a unit that says nothing to a planner: the scale is said in its place


def plan_words(plan: Any, language: str) -> str:
    """The plan asked about: the current plan only if it is the root that others are compared with, else this plan."""
    return said("search.plan.current" if plan.base is None else "search.plan.this", language)


def asked_words(chance: float, language: str) -> str:
    """A chance that somebody asked for, exactly: 100 种可能中 80 种."""
    return said("chance.count", language, of100=f"{100.0 * chance:g}")


def target_words(plan: Any, target: Any, language: str) -> str:
    """A target with its scope and year: 2012 年产品质量监督抽查合格率 ≥ 83%."""
    return said("search.target", language, year=target.year, scope=where_words(plan, target, language),
                indicator=indicator_words(target.indicator, language), goal=goal_words(target, language))  # fmt: skip


def where_words(plan: Any, target: Any, language: str) -> str:
    """The scope of a target, the district where it has none."""
    return scope_said(target, sector_titles(plan), language)


def unit_words(lever: Lever, language: str) -> str:
    """What stands behind a lever's name so that its number can be read: a unit, a scale, the grades; "" for shares."""
    if lever.kind == "grades":
        return said("search.unit.grades", language)
    if lever.kind == "switch" or is_share(lever):
        return ""
    if lever.unit.zh in _NO_UNIT:
        return said("range", language, low=f"{lever.minimum:g}", high=f"{lever.maximum:g}")
    return lever.unit.said(language)


def with_details(lever: Lever, details: tuple[str, ...], language: str) -> str:
    """A lever's name with what must be known to read it: 奖励金额（名牌产品；万元）."""
    name, known = lever.words.said(language), said("list.parts", language).join(one for one in details if one)
    return said("search.lever", language, name=name, details=known) if known else name


def is_share(lever: Lever) -> bool:
    """True for a lever that is a share of a whole: said in per cent."""
    return "0–1" in lever.unit.zh


def number_words(value: Any, lever: Lever, language: str) -> str:
    """A lever's level without its unit: 60%, 1.5, on, four weights."""
    if isinstance(value, tuple):
        return value_words(value, lever, language)
    if is_share(lever):
        return f"{100.0 * value:.3g}%"
    return value_words(float(f"{value:.3g}"), lever, language)


def close_up(words: str) -> str:
    """No space between two Chinese letters, as where a number might have stood and a word does."""
    return _LOOSE.sub("", words)
