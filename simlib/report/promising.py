"""simlib promise: what can be promised for one indicator, and what a chance that was asked for gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..indicators import INDICATOR
from ..scenario import load
from ..setting.asking import ScopeAsked, checked_chance, checked_indicator, scope_asked
from ..setting.promise.promises import Attainable, attainable
from ..setting.promise.steps import Steps, binding, steps
from ..story.headline import illustrative_banner
from ..story.outcomes import outcome_of
from ..story.promise.stepping import above_words, reasons_words
from ..story.rows import sector_titles
from ..text import amount, goal_words, lowered, said, spread, where_words
from .terminal import table_lines
from .wrapping import wrapped


class Question(NamedTuple):
    """What a planner asks: an indicator, in a year and scope if named, at a chance of the planner's own if wished."""

    indicator: str
    programme: str | None = None
    sectors: tuple[str, ...] = ()
    year: int | None = None
    chance: float | None = None


def tell_promise(plan: str, asked: Question, languages: Sequence[str]) -> str:
    """The steps of an indicator, the level at the chance asked for, and what is known of it already."""
    scenario = load(plan)
    checked_indicator(asked.indicator)
    chance = None if asked.chance is None else checked_chance(asked.chance)
    where = scope_asked(scenario, asked.indicator, asked.year, asked.programme, asked.sectors)
    scope: dict[str, Any] = {"programme": where.programme, "sectors": where.sectors}
    outcome = outcome_of(scenario)
    own = None if chance is None else attainable(outcome, asked.indicator, chance, asked.year, **scope)
    found = steps(outcome, asked.indicator, asked.year, **scope)
    return "\n\n".join(_told(outcome, where, found, own, language) for language in languages)


def _told(outcome: Any, where: ScopeAsked, found: Steps, own: Attainable | None, language: str) -> str:
    form = INDICATOR[found.indicator].form
    heads = [said(f"promise.terminal.{name}", language) for name in ("step", "chance", "level", "range")]
    rows = [(row.kind.words.said(language), row.kind.chance, row.found, row.lacks) for row in found.rows]
    rows += [] if own is None else [(said("promise.terminal.asked", language), own.chance, own, "")]
    title = said(
        "promise.terminal.title", language, title=outcome.scenario.title.said(language), year=found.year,
        scope=where_words(where, sector_titles(outcome.scenario), language),
        indicator=lowered(INDICATOR[found.indicator].words.said(language)),
    )  # fmt: skip
    table = table_lines([heads, *(_cells(row, (form, language)) for row in rows)])
    banner = illustrative_banner(outcome.scenario.illustrative, language)
    told = _known(outcome, found, form, language), *_goals(outcome, found, where, language)
    known = [line for one in told for line in wrapped(one)]
    return "\n".join([title, *([f"[{banner}]"] if banner else []), "", *table, "", *known])


def _cells(row: tuple[str, float, Attainable | None, str], look: tuple[str, str]) -> list[str]:
    """A step, its chance in futures of 100, its level (or what it lacks) and the range that few runs leave."""
    name, chance, found, lacks = row
    of100 = f"{100 * chance:g}"
    if found is None:
        return [name, of100, said(f"promise.{lacks}", look[1]), ""]
    return [name, of100, amount(found.promised, *look), spread(found.low, found.high, *look)]


def _known(outcome: Any, found: Steps, form: str, language: str) -> str:
    """Where the indicator stands."""
    last, counted = (
        said("dash", language) if value is None else amount(value, form, language)
        for value in (found.beside.last, found.beside.counted)
    )
    above = above_words(found, form, language)
    known = said("promise.terminal.known", language, year=outcome.years[0], last=last, counted=counted)
    return known if above == said("dash", language) else known + said("promise.terminal.above", language, above=above)


def _goals(outcome: Any, found: Steps, where: ScopeAsked, language: str) -> list[str]:
    """The plan's own targets for the same, if they ask for nothing new."""
    same = [
        one for one in outcome.scenario.targets
        if (one.indicator, one.year, one.programme, one.sectors) == (found.indicator, found.year, *where[:2])
    ]  # fmt: skip
    idle = [(goal_words(one, language), binding(outcome, one)) for one in same]
    return [
        said("promise.about_goal", language, goal=goal, reasons=reasons_words(asks, language))
        for goal, asks in idle if not asks.binding
    ]  # fmt: skip
