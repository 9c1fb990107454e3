"""simlib track: how the year is going, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from ..learn import read_history
from ..scenario import load
from ..setting.asking import promise
from ..setting.year.helping import what_helps
from ..setting.year.quiet import YEARS
from ..setting.year.tracking import Track, track_until
from ..story.year import alarms
from ..story.year import following as words
from ..story.year import helps as helping
from ..story.year.tracking_year import least_sure
from .terminal import table_lines


class Question(NamedTuple):
    """What the command was asked: a file of quarters, a plan, draws, a level in the place of the plan's."""

    quarters: Path
    plan: str
    draws: int | None
    level: float | None


def tell_track(asked: Question, languages: Sequence[str]) -> str:
    """Track a year and say the light, how the chances moved, how good the light is, and what still helps."""
    rows = read_history(asked.quarters)
    plan = load(asked.plan)
    if asked.draws is not None:
        plan = replace(
            plan, runs=replace(plan.runs, draws=asked.draws, most_draws=max(asked.draws, plan.runs.most_draws))
        )
    targets = None if asked.level is None else _at_level(plan, rows, asked.level)
    found = track_until(plan, rows, targets=targets)
    helps = _helps(found)
    return "\n\n".join(_told(found, helps, language) for language in languages)


def _at_level(plan: Any, rows: Sequence[Any], level: float) -> list[Any]:
    """A floor of that level on what the first row is about."""
    first = rows[0]
    scope = {"sectors": first.sectors} if first.sectors else {"programme": first.programme or None}
    return [promise(plan, first.indicator, level, year=first.year, **scope)]


def _helps(found: Track) -> Any:
    open_ones = [row for row in words.bearing(found) if row.settled is None and row.now is not None]
    if not found.to_come or not open_ones:
        return None
    course = least_sure(open_ones)
    return what_helps(found, course.target), course


def _told(found: Track, helps: Any, language: str) -> str:
    tried = alarms.try_light(found, YEARS)
    lines = [
        *words.light_words(found, language), "",
        *table_lines([words.quarter_heads(language), *words.quarter_rows(found, language)]), "",
        *words.chance_sentences(found, language), "",
        *alarms.alarm_sentences(found, tried, language),
    ]  # fmt: skip
    if helps is not None:
        rows, course = helps
        table = table_lines([helping.help_heads(found, language), *helping.help_rows(found, rows, language)])
        lines += ["", *helping.help_sentences(found, rows, course, language), "", *table]
    return "\n".join(lines)
