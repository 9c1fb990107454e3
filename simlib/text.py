"""Words for numbers: how chances, goals, amounts and lists are said to a planner, in Chinese and English.

The sentences themselves are in `catalogue/`; this module only fills them in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from .catalogue import CATALOGUE
from .errors import unknown_name
from .facts import FACT
from .indicators import INDICATOR
from .targets import GRADE, GRADES, futures_of_100, rounded_chance
from .words import LANGUAGES, PROGRAMMES, Words, lowered


def check_language(language: str) -> str:
    """The language if it is one we write in; else an error that names both."""
    if language not in LANGUAGES:
        raise unknown_name("语言", "language", language, LANGUAGES)
    return language


def said(key: str, language: str, **values: Any) -> str:
    """The catalogue's sentence `key` in one language with its values filled in."""
    if key not in CATALOGUE:
        raise unknown_name("文句", "catalogue sentence", key, CATALOGUE)
    return CATALOGUE[key].said(language).format(**values)


def both(key: str, **values: Words) -> Words:
    """The catalogue's sentence in both languages, for values that are themselves words."""
    return Words(
        said(key, "zh", **{name: value.zh for name, value in values.items()}),
        said(key, "en", **{name: value.en for name, value in values.items()}),
    )


# --- numbers ---------------------------------------------------------------------------------------------------


def percent(value: float, digits: int = 1) -> str:
    """0.834 as 83.4%, without a useless .0 for whole goals when `digits` is 0."""
    return f"{100.0 * value:.{digits}f}%"


def level_words(value: float, form: str) -> str:
    """A goal as the plan writes it: 80%, 0, 2.5."""
    return f"{100.0 * value:g}%" if form == "share" else f"{value:g}"


def money(amount: float, language: str) -> str:
    """万元 in Chinese; yuan in thousands or millions in English."""
    if language == "zh":
        unit, number = "unit.wan", f"{amount:,.0f}"
    elif abs(amount) >= 100.0:
        unit, number = "unit.million", f"{amount / 100.0:,.1f}"
    else:
        unit, number = "unit.thousand", f"{amount * 10.0:,.0f}"
    return said(unit, language, number=number.replace("-", "−"))


def amount(value: float, form: str, language: str) -> str:
    """One value of an indicator in its own form: 83.4%, 31, 412 万元, 1.8."""
    if not math.isfinite(value):
        return said("dash", language)
    if form == "share":
        return percent(value)
    if form == "money":
        return money(value, language)
    if form == "number":
        return f"{value:,.0f}"
    return f"{value:.1f}"


def change(value: float, form: str, language: str) -> str:
    """A difference with its sign: +1.2 points, −3, +85 万元; yes-or-no goals differ in futures of 100."""
    sign = "+" if value > 0 else "−"
    if form in ("share", "yes_no"):
        return said("unit.points", language, number=_signed(sign, f"{abs(100.0 * value):.1f}"))
    return _signed(sign, amount(abs(value), "rate_100" if form == "number" else form, language))


def _signed(sign: str, size: str) -> str:
    """The sign before a size; none before what is printed as nothing."""
    return sign + size if any(digit in size for digit in "123456789") else size


def spread(low: float, high: float, form: str, language: str) -> str:
    """The range that 80 of 100 futures fall into; one number where both ends print alike."""
    ends = amount(low, form, language), amount(high, form, language)
    return ends[0] if ends[0] == ends[1] else said("range", language, low=ends[0], high=ends[1])


def joined(items: Sequence[str], language: str, most: int = 99) -> str:
    """Items in a row: 甲、乙 / a, b and c; after `most` of them only how many there are."""
    shown = list(items[:most])
    separator = "、" if language == "zh" else ", "
    if len(items) > most:
        return said("list.and_more", language, items=separator.join(shown), count=len(items), more=len(items) - most)
    if language == "zh" or len(shown) < 2:
        return separator.join(shown)
    return f"{separator.join(shown[:-1])} and {shown[-1]}"


# --- chances ---------------------------------------------------------------------------------------------------


def chance_words(chance: float | None, language: str, *, short: bool = False) -> str:
    """“100 种可能中约 80 种” / about 8 in 10; the ends stay open, since no run proves a certainty."""
    if chance is None or not math.isfinite(chance):
        return said("figure.missing_short" if short else "figure.missing", language)
    rounded = rounded_chance(chance)
    style = "chance.short" if short else "chance"
    if rounded.almost_surely or rounded.almost_never:
        return said(f"{style}.{'high' if rounded.almost_surely else 'low'}", language)
    return said(f"{style}.about", language, of100=10 * rounded.tenths, of10=rounded.tenths)


def chance_count(chance: float, language: str, *, short: bool = False) -> str:
    """“100 种可能中 18 种” / 18 in 100: a chance that is said with its ± is not rounded.

    Where all runs agree there is no ± to say, and a few hundred runs do not prove 99 of 100: open, as in `chance_words`
    (3 in the number of independent draws are left over, Hanley & Lippman-Hand 1983).
    """
    count = futures_of_100(chance)
    if count in (0, 100):
        return chance_words(chance, language, short=short)
    return said(f"chance.{'short.' if short else ''}count", language, of100=count)


def verdict_words(code: str, language: str) -> str:
    """A verdict's word: 把握很大 / safe ..."""
    return GRADE[code].words.said(language)


def verdict_legend(language: str) -> str:
    """What each verdict means in futures of 100, from the table of grades."""
    parts = [
        said("verdict.from", language, word=row.words.said(language), of100=f"{100.0 * row.at_least:.0f}")
        for row in GRADES
        if row.at_least > 0
    ]
    last = said(
        "verdict.below", language, word=GRADES[-1].words.said(language), of100=f"{100.0 * GRADES[-2].at_least:.0f}"
    )
    return said("verdict.legend", language, parts=said("list.parts", language).join([*parts, last]))


def error_words(error: float, language: str) -> str:
    """The simulation error of a chance, in futures of 100, never less than one."""
    return said("chance.error", language, points=futures_error(error))


def futures_error(error: float) -> int:
    """A simulation error of a chance in whole futures of 100, rounded up, never nothing."""
    return max(1, math.ceil(100.0 * error - 0.5))


# --- goals -----------------------------------------------------------------------------------------------------


def scope_words(target: Any, titles: dict[str, Words]) -> Words | None:
    """Which sectors a target is about: a programme, named sectors, or None for the whole district."""
    if target.sectors:
        known = [titles.get(name, Words(name, name)) for name in target.sectors]
        return Words("、".join(w.zh for w in known), ", ".join(w.en for w in known))
    return PROGRAMMES[target.programme] if target.programme else None


def scope_said(target: Any, titles: dict[str, Words], language: str) -> str:
    """The same in one language, 全区 where it is the whole district."""
    words = scope_words(target, titles)
    return words.said(language) if words else said("scope.district", language)


def where_words(asked: Any, titles: dict[str, Words], language: str) -> str:
    """Where a question was asked, for its first line: 全区, 产品质量领域, 食品行业; says so if the plan gave it."""
    scope = scope_words(asked, titles)
    kind = "district" if scope is None else "sectors" if asked.sectors else "programme"
    name = "" if scope is None else lowered(scope.said(language))
    return said(f"where.{kind}", language, name=name) + (said("where.from_plan", language) if asked.from_plan else "")


def goal_kind(target: Any) -> str:
    """Which turn of phrase fits a goal: a level, none at all, all year, another's figure, or growth."""
    form = INDICATOR[target.indicator].form
    if target.sense == "rise":
        return "rise_by" if target.by else "rise"
    if target.reference:
        return "reference"
    if form == "yes_no":
        return "all"
    return "none" if target.sense == "at_most" and target.level == 0 else str(target.sense)


def _reference_words(fact: str, language: str) -> str:
    """Whose figure a target is compared with: the city's level, the province's, or the fact's own name."""
    whose = fact.partition("_")[0]
    if whose in ("city", "province"):
        return said(f"reference.{whose}", language)
    return FACT[fact].words.said(language) if fact in FACT else fact


def _goal_values(target: Any, language: str) -> dict[str, str]:
    form = INDICATOR[target.indicator].form
    reference = _reference_words(target.reference or "", language)
    return {
        "level": level_words(target.level, form) if target.level is not None else "",
        "since": str(target.since or ""),
        "by": f"{100.0 * (target.by or 0.0):g}%",
        "reference": reference,
        "short": said(f"short.{target.indicator}", language),
    }


def goal_words(target: Any, language: str) -> str:
    """The goal alone: ≥ 80%, above 2011, none."""
    kind = goal_kind(target)
    if kind == "reference" and target.sense == "at_least":
        kind = "reference_least"
    return said(f"goal.{kind}", language, **_goal_values(target, language))


def target_name(target: Any, language: str) -> str:
    """The target inside a sentence: 80% 合格率, growth in famous brands."""
    return said(f"name.{goal_kind(target)}", language, **_goal_values(target, language))


def indicator_words(code: str, language: str) -> str:
    """An indicator's full label; brand tiers added later are called by their code."""
    return INDICATOR[code].words.said(language) if code in INDICATOR else code


def distinct_names(targets: Iterable[Any], titles: dict[str, Words], language: str) -> list[str]:
    """Names of targets, with the sectors added where two would otherwise be called alike."""
    targets = list(targets)
    names = [target_name(target, language) for target in targets]
    return [
        _with_scope(name, target, titles, language) if names.count(name) > 1 else name
        for name, target in zip(names, targets, strict=True)
    ]


def _with_scope(name: str, target: Any, titles: dict[str, Words], language: str) -> str:
    scope = scope_words(target, titles)
    words = scope.said(language) if scope else said("scope.district", language)
    return said("name.scope", language, name=name, scope=words)
