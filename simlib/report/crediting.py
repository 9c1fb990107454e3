"""simlib required and simlib credit: what a target needs of one lever, and which lever brings what, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import BadRequest
from ..indicators import INDICATOR
from ..scenario import load
from ..setting.asking import promise
from ..setting.credit.attribution import Credit, credit
from ..setting.effort.requirement import Required, required
from ..story.assessment.crediting import (
    caption_words,
    credit_words,
    levers_of_root,
    note_words,
    on_paper,
    said_band,
    said_change,
)
from ..story.headline import illustrative_banner
from ..story.search.requiring import level_words, lever_words, requirement_words
from ..story.tables import department
from ..text import error_words, said
from .terminal import table_lines


def tell_required(
    name: str, lever: str, wanted: tuple[str, float, float], where: Mapping[str, object], languages: tuple[str, ...]
) -> str:
    """What a target (indicator, level, chance) requires of one lever; `where` holds year, programme or sectors."""
    plan = load(name)
    indicator, level, chance = wanted
    found = required(plan, lever, promise(plan, indicator, level, **where), chance)  # type: ignore[arg-type]
    parts = []
    for language in languages:
        words = " ".join(requirement_words(found, language)).replace("。 ", "。")
        parts += [*_heading(plan, language), words, "", *table_lines(_curve(found, language)), ""]
    return "\n".join(parts)


def tell_credit(name: str, indicator: str, scope: Mapping[str, object], languages: tuple[str, ...]) -> str:
    """What each lever of a plan is expected to add to an indicator, against the current plan."""
    plan = load(name)
    if plan.base is None:
        raise BadRequest(
            f"“{name}”就是现行方案，与自己没有差别可分。请写另一个方案，如 combined。",
            f"“{name}” is the current plan itself; nothing differs. Name another plan, such as combined.",
        )
    if not scope and indicator in INDICATOR and indicator == "sampled_pass_rate":
        scope = {"programme": "product"}  # as the plan's own target is judged
    found = credit(levers_of_root(plan), plan, indicator, **scope)  # type: ignore[arg-type]
    parts = []
    for language in languages:
        parts += [
            *_heading(plan, language), said("credit.warning", language), caption_words(found, language),
            credit_words(found, language), on_paper(found, language), "",
            *table_lines(_parts(found, language)), note_words(found, language), "",
        ]  # fmt: skip
    return "\n".join(parts)


def _heading(plan: object, language: str) -> list[str]:
    banner = illustrative_banner(plan.illustrative, language)  # type: ignore[attr-defined]
    return [plan.title.said(language), *([f"[{banner}]"] if banner else [])]  # type: ignore[attr-defined]


def _curve(found: Required, language: str) -> list[list[str]]:
    heads = [lever_words(found.handle, language), said("required.figure.chance", language)]
    rows = [
        [level_words(found.handle, look.level, language),
         f"{_of100(look.chance)} {error_words(look.error, language)}"]
        for look in found.curve
    ]  # fmt: skip
    return [heads, *rows]


def _of100(chance: float) -> str:
    """Futures of 100 as a number; the ends stay open."""
    return "<1" if chance < 0.005 else ">99" if chance > 0.995 else f"{100 * chance:.0f}"


def _parts(found: Credit, language: str) -> list[list[str]]:
    heads = [said(f"credit.head.{name}", language) for name in ("part", "mean", "band")]
    heads.append(said("head.department", language))
    rows = [
        [one.words.said(language), said_change(one, found, language), said_band(one, found, language),
         department(one.department, language)]
        for one in (*found.levers, found.total)
    ]  # fmt: skip
    return [heads, *rows]
