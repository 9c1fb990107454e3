"""simlib promise: what can be promised for one indicator, and what a chance that was asked for gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..indicators import INDICATOR, Indicator
from ..scenario import checked_year, load
from ..setting.asking import BY_INDICATOR, ScopeAsked, checked_chance, checked_indicator, scope_asked
from ..setting.promise.promises import Attainable, attainable, yes_or_no
from ..setting.promise.steps import Beside, Steps, binding, steps
from ..story.headline import illustrative_banner
from ..story.margins import chance_with_error
from ..story.outcomes import outcome_of
from ..story.promise.stepping import above_words, reasons_words
from ..story.rows import sector_titles
from ..targets import Assessment, assess
from ..text import amount, goal_kind, goal_words, lowered, said, scope_words, spread, verdict_words, where_words
from .terminal import table_lines
from .wrapping import wrapped

COUNTED = ("number", "rate_100")  # forms that a unit has to follow
NO_UNIT = "number"  # what the table of indicators says in English for a plain count
FINE = "zh"  # the language whose figures show more digits: 673 万元 is “6.7 million” in English, as 666 is


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
    return "\n\n".join(_told(outcome, where, found, own, language) for language in languages)


def _told(outcome: Any, where: ScopeAsked, found: Steps, own: Attainable | None, language: str) -> str:
    heads = [said(f"promise.terminal.{name}", language) for name in ("step", "chance", "level", "range")]
    rows = [(row.kind.words.said(language), row.kind.chance, row.found, row.lacks) for row in found.rows]
    rows += [] if own is None else [(said("promise.terminal.asked", language), own.chance, own, "")]
    title = said(
        "promise.terminal.title", language, title=outcome.scenario.title.said(language), year=found.year,
        scope=where_words(where, sector_titles(outcome.scenario), language),
        indicator=lowered(INDICATOR[found.indicator].words.said(language)),
    )  # fmt: skip
    look = _Look(found.beside, outcome.years[0], language)
    table = table_lines([[*heads, ""], *(_cells(row, look) for row in rows)])
    own_targets = _own(outcome.scenario, found.indicator, found.year, where)
    goals = [_own_words(one, language) for one in assess(outcome, own_targets)]
    told = _known(found, look), *_idle(outcome, own_targets, language)
    opening = _opening(title, outcome.scenario, language)
    return "\n".join([*opening, *_lines(goals), "", *table, "", *_lines(told)])


def _opening(title: str, scenario: Any, language: str) -> list[str]:
    """What was asked, and under it that the figures are made up, if they are."""
    banner = illustrative_banner(scenario.illustrative, language)
    return [title, *([f"[{banner}]"] if banner else [])]


def _lines(sentences: Sequence[str]) -> list[str]:
    return [line for one in sentences for line in wrapped(one)]


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
    name = "rise" if kind.startswith("rise") else "level" if kind in BY_INDICATOR.values() else "words"
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
    year = scenario.calendar.years[0] if asked.year is None else checked_year(scenario, asked.year)
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
        scope = scope_words(one.target, titles)
        words = scope.said(language) if scope else said("scope.district", language)
        lines.append(said("promise.terminal.own.yes", language, scope=words, chance=_chance(one, language)))
    return "\n".join([*_opening(title, scenario, language), "", *_lines(lines)])


def _idle(outcome: Any, own: Sequence[Any], language: str) -> list[str]:
    """The plan's own targets for the same, if they ask for nothing new."""
    idle = [(goal_words(one, language), binding(outcome, one)) for one in own]
    return [
        said("promise.about_goal", language, goal=goal, reasons=reasons_words(asks, language))
        for goal, asks in idle if not asks.binding
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
    level = said(f"goal.{BY_INDICATOR[of.better]}", look.language, level=_with_unit(found.promised, of, look.language))
    return [name, of100, level, spread(found.low, found.high, of.form, look.language), _no_growth(found, of, look)]


def _with_unit(value: float, row: Indicator, language: str) -> str:
    """31 个, 1.8 次/百批次; what prints its own unit, or has none in English, stays as it is."""
    words, unit = amount(value, row.form, language), row.unit.said(language)
    return f"{words} {unit}" if row.form in COUNTED and unit != NO_UNIT else words


def _no_growth(found: Attainable, row: Indicator, look: _Look) -> str:
    """That a step is no better than the year before, modelled or counted; compared as printed, since so it is read."""
    figures = {"last": look.beside.last, "counted": look.beside.counted}
    known = {name: value for name, value in figures.items() if value is not None}
    level = amount(found.promised, row.form, FINE)
    same = [name for name, value in known.items() if amount(value, row.form, FINE) == level]
    worse = [name for name, value in known.items() if name not in same and row.better * (found.promised - value) < 0]
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
