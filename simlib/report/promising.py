"""simlib promise: what can be promised for one indicator, and what a chance that was asked for gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..indicators import INDICATOR, SENSE_OF, Indicator
from ..scenario import checked_year, load
from ..setting.asking import ScopeAsked, checked_chance, checked_indicator, scope_asked
from ..setting.promise.adoption import against
from ..setting.promise.promises import Attainable, attainable, yes_or_no
from ..setting.promise.steps import Beside, Binding, Steps, binding, steps
from ..story.margins import chance_with_error
from ..story.outcomes import outcome_of
from ..story.promise.stepping import above_words, reasons_words
from ..story.rows import sector_titles
from ..targets import Assessment, assess
from ..text import amount, goal_kind, goal_words, said, scope_said, spread, verdict_words, where_words
from ..words import lowered
from .terminal import banner_lines, table_lines
from .wrapping import wrapped_all

COUNTED = ("number", "rate_100")  # forms that a unit has to follow
NO_UNIT = "number"  # what the table of indicators says in English for a plain count


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
    row = checked_indicator(asked.indicator)
    chance = None if asked.chance is None else checked_chance(asked.chance)
    where = scope_asked(scenario, asked.indicator, asked.year, asked.programme, asked.sectors)
    if row.form == "yes_no":
        return _told_yes_or_no(scenario, asked, where, languages)
    scope: dict[str, Any] = {"programme": where.programme, "sectors": where.sectors}
    outcome = outcome_of(scenario)
    own = None if chance is None else attainable(outcome, asked.indicator, chance, asked.year, **scope)
    found = steps(outcome, asked.indicator, asked.year, **scope)
    goals = assess(outcome, _own(scenario, found.indicator, found.year, where))
    judged = [(one, binding(outcome, one.target)) for one in goals]
    return "\n\n".join(_told(scenario, where, (found, own), judged, language) for language in languages)


def _told(
    scenario: Any, where: ScopeAsked, levels: tuple[Steps, Attainable | None],
    judged: Sequence[tuple[Assessment, Binding]], language: str,
) -> str:  # fmt: skip
    """The plan's own targets first, then the steps beside what is known, then what asks for nothing new."""
    found, own = levels
    heads = [said(f"promise.terminal.{name}", language) for name in ("step", "chance", "level", "range")]
    rows = [(row.kind.words.said(language), row.kind.chance, row.found, row.lacks) for row in found.rows]
    rows += [] if own is None else [(said("promise.terminal.asked", language), own.chance, own, "")]
    title = said(
        "promise.terminal.title", language, title=scenario.title.said(language), year=found.year,
        scope=where_words(where, sector_titles(scenario), language),
        indicator=lowered(INDICATOR[found.indicator].words.said(language)),
    )  # fmt: skip
    look = _Look(found.beside, scenario.calendar.years[0] - 1, language)
    table = table_lines([[*heads, ""], *(_cells(row, look) for row in rows)])
    goals = wrapped_all(_own_words(one, language) for one, _ in judged)
    told = wrapped_all([_known(found, look), *_idle(judged, language)])
    return "\n".join([title, *banner_lines(scenario, language), *goals, "", *table, "", *told])


# --- the plan's own targets


def _own(scenario: Any, indicator: str, year: int, where: ScopeAsked | None) -> tuple[Any, ...]:
    """The plan's own targets for the same; in any scope if `where` is None."""
    same = [one for one in scenario.targets if (one.indicator, one.year) == (indicator, year)]
    return tuple(one for one in same if where is None or _scope(one) == _scope(where))


def _scope(asked: Any) -> tuple[str, frozenset[str]]:
    return asked.programme, frozenset(asked.sectors)


def _own_words(found: Assessment, language: str) -> str:
    """What the plan asks for itself, and how likely that is; of a rise the chance of the rise."""
    kind = goal_kind(found.target)
    name = "rise" if kind.startswith("rise") else "level" if kind in SENSE_OF.values() else "words"
    goal = goal_words(found.target, language)
    return said(f"promise.terminal.own.{name}", language, goal=goal, chance=_chance(found, language))


def _chance(found: Assessment, language: str) -> str:
    """A chance and its verdict; without a figure to compare with, that it is to be filled in."""
    if found.chance is None:
        return said("figure.missing_long", language)
    chance = chance_with_error(found.chance, found.error, language)
    return said("promise.terminal.chance_verdict", language, chance=chance,
                verdict=verdict_words(found.verdict, language))  # fmt: skip


def _told_yes_or_no(scenario: Any, asked: Question, where: ScopeAsked, languages: Sequence[str]) -> str:
    """An indicator without a level: the chance of each target of the plan for it, in the scope if one is named."""
    row = INDICATOR[asked.indicator]
    year = checked_year(scenario, asked.year)
    named = bool(asked.programme or asked.sectors)
    own = _own(scenario, row.code, year, where if named else None)
    if not own:
        raise yes_or_no(row)
    found, titles = assess(outcome_of(scenario), own), sector_titles(scenario)
    return "\n\n".join(_told_chances(scenario, found, titles, language) for language in languages)


def _told_chances(scenario: Any, found: Sequence[Assessment], titles: Any, language: str) -> str:
    target = found[0].target
    title = said(
        "promise.terminal.yes_title", language, title=scenario.title.said(language), year=target.year,
        indicator=lowered(INDICATOR[target.indicator].words.said(language)),
    )  # fmt: skip
    lines = []
    for one in found:
        words = scope_said(one.target, titles, language)
        lines.append(said("promise.terminal.own.yes", language, scope=words, chance=_chance(one, language)))
    return "\n".join([title, *banner_lines(scenario, language), "", *wrapped_all(lines)])


def _idle(judged: Sequence[tuple[Assessment, Binding]], language: str) -> list[str]:
    """The plan's own targets for the same, if they ask for nothing new."""
    return [
        said("promise.about_goal", language, goal=goal_words(one.target, language),
             reasons=reasons_words(asks, language))
        for one, asks in judged if not asks.binding
    ]  # fmt: skip


# --- the table of steps


class _Look(NamedTuple):
    """What a step is told beside: where the indicator stood, in which year, in which language."""

    beside: Beside
    since: int
    language: str


def _cells(row: tuple[str, float, Attainable | None, str], look: _Look) -> list[str]:
    """A step, its chance, its level (or what it lacks), the range that few runs leave, and whether it is growth."""
    name, chance, found, lacks = row
    of100 = f"{100 * chance:g}"
    if found is None:
        return [name, of100, said(f"promise.{lacks}", look.language), "", ""]
    of = INDICATOR[found.indicator]
    level = said(f"goal.{SENSE_OF[of.better]}", look.language, level=_with_unit(found.promised, of, look.language))
    return [name, of100, level, spread(found.low, found.high, of.form, look.language), _no_growth(found, of, look)]


def _with_unit(value: float, row: Indicator, language: str) -> str:
    """31 个, 1.8 次/百批次; what prints its own unit, or has none in English, stays as it is."""
    words, unit = amount(value, row.form, language), row.unit.said(language)
    return f"{words} {unit}" if row.form in COUNTED and unit != NO_UNIT else words


def _no_growth(found: Attainable, row: Indicator, look: _Look) -> str:
    """That a step is no better than the year before, modelled or counted; compared as printed, since so it is read."""
    figures = {"last": look.beside.last, "counted": look.beside.counted}
    known = {
        name: against(found.promised, value, row.code) for name, value in figures.items() if value is not None
    }  # fmt: skip
    worse, same = ([name for name, how in known.items() if how == kind] for kind in ("worse", "same"))
    failed = [*worse, *same]
    if not failed:
        return ""
    year = "last_year" if found.year == look.since + 1 else "year"
    since = said(f"promise.terminal.{year}", look.language, year=look.since)
    whose = "all" if len(failed) == len(known) else failed[0]
    than = said(f"promise.terminal.than.{whose}", look.language, since=since)
    kind = "same" if not worse else "below" if row.better > 0 else "worse"
    return said(f"promise.terminal.no_growth.{kind}", look.language, than=than)


def _known(found: Steps, look: _Look) -> str:
    """Where the indicator stands."""
    row, language, dash = INDICATOR[found.indicator], look.language, said("dash", look.language)
    last = dash if look.beside.last is None else _with_unit(look.beside.last, row, language)
    counted = said("promise.terminal.uncounted", language) if look.beside.counted is None else said(
        "promise.terminal.counted", language, value=_with_unit(look.beside.counted, row, language))  # fmt: skip
    above = above_words(found, row.form, language)
    known = said("promise.terminal.known", language, year=look.since, last=last, counted=counted)
    return known if above == dash else known + said("promise.terminal.above", language, above=above)
