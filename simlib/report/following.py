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
from ..story.headline import illustrative_banner
from ..story.year import alarms
from ..story.year import following as words
from ..story.year import helps as helping
from ..story.year.tracking_year import least_sure
from ..text import said
from .terminal import table_lines
from .wrapping import wrapped, wrapped_all

ON_PURPOSE = "有意调低"  # how the shipped example says, in its own first lines, that it was made to show amber
FIRST = 3  # targets whose chances stand above everything else
MADE_UP = ("自拟", ON_PURPOSE)


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
    tried = alarms.try_light(found, YEARS)
    file = asked.quarters.read_bytes().decode("utf-8", "ignore")
    return "\n\n".join(
        "\n".join([*_banner(plan, file, language), *_told(found, tried, helps, language)]) for language in languages
    )


def _banner(plan: Any, file: str, language: str) -> list[str]:
    """The warning where the plan or the quarters are examples, and that the shipped ones were made to show amber."""
    made_up = any(mark in file for mark in MADE_UP)
    lines = [f"[{illustrative_banner(True, language)}]"] if plan.illustrative or made_up else []
    return lines + (wrapped(said("track.banner", language)) if ON_PURPOSE in file else [])


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


def _told(found: Track, tried: Any, helps: Any, language: str) -> list[str]:
    """The chances first, then the lights with their quarters, what the lights are worth, and what still helps."""
    moved = words.moved_sentences(found, language)
    lines = [
        *wrapped_all(moved[:FIRST]), "",
        *wrapped_all(words.light_words(found, language)), *_quarters(found, language), "",
        *wrapped_all([*moved[FIRST:], *words.known_sentences(found, language)]), "",
        *wrapped_all(alarms.alarm_sentences(found, tried, language)),
    ]  # fmt: skip
    if helps is None:
        return lines
    rows, course = helps
    cells = helping.help_rows(found, rows, language)
    table = table_lines([helping.help_heads(found, language), *cells]) if cells else []
    legend = wrapped(said("track.help.legend", language)) if cells else []
    return [*lines, "", *wrapped_all(helping.help_sentences(found, rows, course, language)), "", *table, *legend]


def _quarters(found: Track, language: str) -> list[str]:
    """A table for each figure tracked, its name above."""
    heads, rows = words.quarter_heads(language)[1:], words.quarter_rows(found, language)
    lines = list[str]()
    for name in dict.fromkeys(row[0] for row in rows):
        lines += ["", name, *table_lines([heads, *(row[1:] for row in rows if row[0] == name)])]
    return lines
