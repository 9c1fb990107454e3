"""How the year is going: the cells of a notebook that follow the quarters as they come in."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup

from ...errors import SimlibError
from ...learn import read_history
from ...project import project_file
from ...setting.year.helping import Help, what_helps
from ...setting.year.quiet import YEARS
from ...setting.year.tracking import Course, Track, track
from ...text import joined, percent, said
from .. import tables
from ..aiming import Aims
from ..showing import Shown, figure, html, sentence
from . import alarms, following
from . import helps as helping

EXAMPLE = "data/examples/quarters_example.csv"
SMALL_YEARS = 2_000  # simulated on trial


def _tracked(aims: Aims) -> Track | SimlibError:
    """The example's quarters on this plan, or why they do not fit it."""

    def make() -> Track | SimlibError:
        try:
            return track(aims.outcome, read_history(project_file(EXAMPLE)))
        except SimlibError as error:
            return error

    return aims.once("track", make)


def _not_there(found: SimlibError, language: str) -> Shown:
    return sentence(said("track.none", language, reason=found.zh if language == "zh" else found.en))


def year_light(aims: Aims) -> Shown:
    """The light of the year and what it means, then every quarter beside what was foretold for it."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return _not_there(found, language)
    words = [*following.moved_sentences(found, language)[:1], *following.light_words(found, language)]
    parts = [
        Markup('<p class="banner">{}</p>').format(said("track.banner", language)),
        Markup('<p class="answer">{}</p>').format(words[0] + " " * (language == "en") + words[1]),
        Markup('<p class="learnt">{}</p>').format(" ".join(words[2:])),
        tables.table(
            following.quarter_heads(language), following.quarter_rows(found, language), "levers", numbers=(2, 3, 4)
        ),
    ]
    return html(Markup("").join(parts), " ".join(words))


def year_course(aims: Aims) -> Shown:
    """The rate so far by quarter within what was foretold, the target as a line, the light as colour and word."""
    from ...plots import year_chart

    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return _not_there(found, language)
    labels = [said(f"track.figure.{name}", language) for name in ("so_far", "alone", "band80", "band95")]
    drawn = year_chart([_panel(found, one, language) for one in found.watched[:2]], tuple(labels))  # type: ignore[arg-type]
    words = said("track.figure", language, year=found.year)
    return figure(drawn, f"year_course_{language}", words, aims.out)


def _panel(found: Track, one: Any, language: str) -> Any:
    from ...plots import YearPanel

    name = following.name_of(one.scope, found.outcome.scenario, language)
    goal = next((row.target for row in found.courses if _same(row, one.scope) and row.target.level), None)
    label = "" if goal is None else said("track.figure.goal", language, goal=f"{100.0 * goal.level:g}%")
    return YearPanel(
        title=said("track.figure.title", language, name=name, light=said(f"track.light.{one.light}", language)),
        quarters=[said("track.quarter", language, quarter=look.quarter) for look in one.looks],
        bands=[tuple(look.so_far.bands) for look in one.looks],
        so_far=[_or_nan(look.so_far.rate) for look in one.looks],
        alone=[_or_nan(look.alone.rate) for look in one.looks],
        lights=[look.light for look in one.looks],
        light=one.light,
        goal=None if goal is None else (goal.level, label),
    )


def _same(row: Course, scope: tuple[str, tuple[str, ...], str]) -> bool:
    return (row.target.indicator, tuple(row.target.sectors), row.target.programme) == scope


def _or_nan(rate: float | None) -> float:
    return math.nan if rate is None else rate


def about_year_course(aims: Aims) -> Shown:
    """How many figures lie within their range, and how wide such a range is."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    sights = [look.alone for one in found.watched for look in one.seen]
    inside = sum(sight.bands.low95 <= (sight.rate or 0.0) <= sight.bands.high95 for sight in sights)
    one = found.watched[alarms.first_watched(found)]
    alone = one.seen[-1].alone
    width = percent(alone.bands.high95 - alone.bands.low95, 0).removesuffix("%")
    return sentence(
        said("track.about_bands.inside", language, all=len(sights), inside=inside),
        said("track.about_bands.note", language, tests=alone.tests, width=width,
             name=following.name_of(one.scope, found.outcome.scenario, language)),
    )  # fmt: skip


def year_chances(aims: Aims) -> Shown:
    """The chance of each target that the quarters bear on, before any and after each."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    rows = following.chance_rows(found, language)
    words = joined([row[0] for row in rows], language)
    return html(tables.table(following.chance_heads(found, language), rows, "levers"), words)


def about_year_chances(aims: Aims) -> Shown:
    """How the chances moved, in sentences."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    return sentence(*following.chance_sentences(found, language))


# --- how good the light is


def _alarms(aims: Aims, found: Track) -> alarms.Tried:
    years = SMALL_YEARS if aims.small else YEARS
    return aims.once("track alarms", lambda: alarms.try_light(found, years))


def alarm_table(aims: Aims) -> Shown:
    """Years of 100 in which the light turns: when nothing is wrong, and after falls of several sizes."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    tried = _alarms(aims, found)
    rows = alarms.alarm_rows(found, tried, language)
    table = tables.table(alarms.alarm_heads(language), rows, "levers", numbers=(1, 2, 3, 4, 5, 6))
    note = alarms.alarm_note(found, tried, language)
    return html(table + Markup('<p class="note">{}</p>').format(note), note)


def about_alarms(aims: Aims) -> Shown:
    """False alarms beside what was granted, and the falls that go unseen."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    return sentence(*alarms.alarm_sentences(found, _alarms(aims, found), language))


# --- what still helps


def _helps(aims: Aims, found: Track) -> tuple[tuple[Help, ...], Course] | None:
    """The measures tried for the least sure rate that the quarters bear on; None once the year is over."""
    open_ones = [row for row in following.bearing(found) if row.settled is None and row.now is not None]
    if not found.to_come or not open_ones:
        return None
    course = least_sure(open_ones)

    return aims.once("track helps", lambda: what_helps(found, course.target)), course


def least_sure(courses: list[Course]) -> Course:
    """The course with the lowest chance."""
    return min(courses, key=lambda row: row.now.value if row.now else 1.0)


def still_helps(aims: Aims) -> Shown:
    """What can be done in the quarters that remain: gain, how much of it is earned, money and staff."""
    found, language = _tracked(aims), aims.language
    if isinstance(found, SimlibError):
        return sentence("")
    helps = _helps(aims, found)
    if helps is None:
        return sentence(said("track.help.over", language))
    rows = helping.help_rows(found, helps[0], language)
    head = helping.help_heads(found, language)
    if not rows:  # the sentences below name what was tried
        return sentence("")
    legend = said("track.help.legend", language)
    shown = tables.table(head, rows, "levers", numbers=(1, 2, 3, 4, 5))
    return html(shown + Markup('<p class="note">{}</p>').format(legend), head[0])


def about_still_helps(aims: Aims) -> Shown:
    """The most useful measure, and what is not on offer."""
    found, language = _tracked(aims), aims.language
    helps = None if isinstance(found, SimlibError) else _helps(aims, found)
    if isinstance(found, SimlibError) or helps is None:
        return sentence("")
    return sentence(*helping.help_sentences(found, *helps, language))
