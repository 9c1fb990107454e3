"""simlib required and simlib credit: what a target needs of one lever, and which lever brings what, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import BadRequest
from ..scenario import load
from ..setting.asking import promise, scope_asked
from ..setting.credit.attribution import Credit, credit
from ..setting.effort.requirement import Required, required
from ..story.assessment.crediting import (
    caption_words,
    credit_words,
    doubts,
    levers_of_root,
    note_words,
    on_paper,
    said_band,
    said_change,
)
from ..story.rows import sector_titles
from ..story.search.naming import plan_words
from ..story.search.requiring import level_words, lever_words, requirement_words
from ..story.tables import department
from ..targets import futures_of_100
from ..text import error_words, said, where_words
from .terminal import banner_lines, heading, table_lines
from .wrapping import wrapped, wrapped_all


def tell_required(
    name: str, lever: str, wanted: tuple[str, float, float], where: Mapping[str, object], languages: tuple[str, ...]
) -> str:
    """What a target (indicator, level, chance) requires of one lever; `where` holds year, programme or sectors."""
    plan = load(name)
    indicator, level, chance = wanted
    scope = scope_asked(plan, indicator, **where)  # type: ignore[arg-type]
    named: Any = {"year": where.get("year"), "programme": scope.programme, "sectors": scope.sectors}
    found = required(plan, lever, promise(plan, indicator, level, **named), chance)
    parts = []
    for language in languages:
        told = wrapped_all(requirement_words(plan, found, language))
        parts += [*heading(plan, language), *told, "", *table_lines(_curve(plan, found, language)), ""]
    return "\n".join(parts)


def tell_credit(name: str, indicator: str, scope: Mapping[str, object], languages: tuple[str, ...]) -> str:
    """What each lever of a plan is expected to add to an indicator, against the current plan."""
    plan = load(name)
    if plan.base is None:
        raise BadRequest(
            f"“{name}”就是现行方案，与自己没有差别可分。请写另一个方案，如 combined。",
            f"“{name}” is the current plan itself; nothing differs. Name another plan, such as combined.",
        )
    where = scope_asked(plan, indicator, **scope)  # type: ignore[arg-type]
    named: Any = {"year": scope.get("year"), "programme": where.programme or None, "sectors": where.sectors or None}
    found = credit(levers_of_root(plan), plan, indicator, **named)
    parts = []
    for language in languages:
        told = credit_words(found, language), *doubts(found, language), on_paper(found, language)
        parts += [
            caption_words(found, language, where_words(where, sector_titles(plan), language)),
            *banner_lines(plan, language), said("credit.warning", language),
            *wrapped_all(told), "",
            *table_lines(_parts(found, language)), "", *wrapped(note_words(found, language)), "",
        ]  # fmt: skip
    return "\n".join(parts)


def _curve(plan: Any, found: Required, language: str) -> list[list[str]]:
    heads = [lever_words(plan, found.handle, language), said("required.figure.chance", language), ""]
    rows = [
        [level_words(found.handle, look.level, language),
         f"{_of100(look.chance)} {error_words(look.error, language)}", _place(plan, found, look.level, language)]
        for look in found.curve
    ]  # fmt: skip
    return [heads, *rows]


def _place(plan: Any, found: Required, level: float, language: str) -> str:
    """Which row of the table is the plan as it is, and which is the answer."""
    marks = [said("required.row.present", language, plan=plan_words(plan, language))] if level == found.present else []
    if level == found.level:
        way = "cut" if found.already else "down" if level < found.present else "found"
        marks.append(said(f"required.row.{way}", language))
    return said("list.parts", language).join(marks)


def _of100(chance: float) -> str:
    """Futures of 100 as a number; the ends stay open, as in text.chance_count."""
    count = futures_of_100(chance)
    return "<5" if count == 0 else ">95" if count == 100 else str(count)


def _parts(found: Credit, language: str) -> list[list[str]]:
    heads = [said(f"credit.head.{name}", language) for name in ("part", "mean", "band")]
    heads.append(said("head.department", language))
    rows = [
        [one.words.said(language), said_change(one, found, language), said_band(one, found, language),
         department(one.department, language)]
        for one in (*found.levers, found.total)
    ]  # fmt: skip
    return [heads, *rows]
