"""The year under way, in words and cells that pages and terminals share."""

from __future__ import annotations

from typing import Any

from ...estimators import Estimate
from ...indicators import INDICATOR
from ...setting.year.tracking import Course, Track, bears_on
from ...setting.year.watching import Look, Sight, Watched
from ...text import distinct_names, indicator_words, joined, percent, said, spread
from ...words import PROGRAMMES
from ..margins import chance_with_error
from ..rows import sector_titles

FEW_LEFT = 100.0  # effective runs below which the page says so


def name_of(scope: tuple[str, tuple[str, ...], str], scenario: Any, language: str) -> str:
    """What is tracked: indicator, and where if not the whole district."""
    indicator, sectors, programme = scope
    where = [scenario.sector(name).title.said(language) for name in sectors]
    if programme:
        where = [PROGRAMMES[programme].said(language)]
    label = indicator_words(indicator, language)
    if not where or INDICATOR[indicator].programme:
        return label
    return said("name.scope", language, name=label, scope=joined(where, language))


def light_words(track: Track, language: str) -> list[str]:
    """The light and what it means: what is too low, what is better than foretold, what is missing."""
    lines = [_headline(track, language), said("track.meaning", language)]
    if track.light == "quiet":
        lines.append(said("track.all_quiet", language))
    lines += [_alarm(one, track, language) for one in track.watched if one.light != "quiet"]
    lines += [
        said("track.better", language, name=name_of(one.scope, track.outcome.scenario, language),
             rate=percent(one.seen[-1].so_far.rate or 0.0))
        for one in track.watched if one.better
    ]  # fmt: skip
    if track.missing:
        quarters = "、".join(map(str, track.missing)) if language == "zh" else ", ".join(map(str, track.missing))
        lines.append(said("track.missing", language, quarters=quarters))
    return lines


def _headline(track: Track, language: str) -> str:
    """How many of the figures tracked show red or amber: never one light for a district of which little is tracked."""
    lights = [one.light for one in track.watched]
    lit = [
        said("track.lit", language, count=lights.count(light), light=said(f"track.light.{light}", language))
        for light in ("red", "amber") if light in lights
    ]  # fmt: skip
    return said("track.headline" if lit else "track.headline.quiet", language, year=track.year,
                quarter=track.quarters[-1], all=len(lights), lit=joined(lit, language))  # fmt: skip


def _alarm(one: Watched, track: Track, language: str) -> str:
    """Which figure turned the light, and how seldom a year as foretold shows so little."""
    look = one.seen[-1]
    kind = "so_far" if look.so_far.light == look.light else "alone"
    sight = look.so_far if kind == "so_far" else look.alone
    return said(
        f"track.alarm.{kind}", language, name=name_of(one.scope, track.outcome.scenario, language),
        quarter=look.quarter, rate=percent(sight.rate or 0.0), passes=sight.passes, tests=sight.tests,
        odds=_seldom(sight.odds or 0.0),
    )  # fmt: skip


def _seldom(odds: float) -> str:
    return f"{1000.0 * odds:.0f}" if odds >= 0.0015 else "1"


# --- the quarters


def quarter_heads(language: str) -> list[str]:
    """Headings of the table of quarters."""
    own, far = said("track.head.rate", language), said("track.head.so_far", language)
    heads = [said(f"track.head.{name}", language) for name in ("figure", "quarter", "tests")]
    banded = [said("track.head.banded", language, what=what) for what in (own, far)]
    return [*heads, *banded, *(said(f"track.head.{n}", language) for n in ("limit", "light"))]


def quarter_rows(track: Track, language: str) -> list[list[str]]:
    """Each quarter of each figure: counts, own rate, rate so far, each with what was foretold, limit and light."""
    return [
        _quarter_cells(look, name_of(one.scope, track.outcome.scenario, language), language)
        for one in track.watched
        for look in one.looks
    ]


def _quarter_cells(look: Look, name: str, language: str) -> list[str]:
    known, dash = look.alone.passes is not None, said("dash", language)
    return [
        name, said("track.quarter", language, quarter=look.quarter),
        f"{look.alone.passes}/{look.alone.tests}" if known else dash,
        _with_band(look.alone, language), _with_band(look.so_far, language),
        _limits(look, language),
        said(f"track.light.{look.light if known else 'none'}", language),
    ]  # fmt: skip


def _limits(look: Look, language: str) -> str:
    """The rates at which the light turns amber; a dash where a quarter did not come in."""
    if look.alone.amber_at < 0:
        return said("dash", language)
    alone, so_far = (percent(sight.amber_at / sight.tests) for sight in (look.alone, look.so_far))
    return said("track.limits", language, alone=alone, so_far=so_far)


def _with_band(sight: Sight, language: str) -> str:
    rate = said("dash", language) if sight.rate is None else percent(sight.rate)
    band = spread(sight.bands.low80, sight.bands.high80, "share", language)
    return said("track.banded", language, rate=rate, band=band)


# --- the targets


def bearing(track: Track) -> list[Course]:
    """Courses of the targets that the quarters bear on, or all of them."""
    open_ones = [row for row in track.courses if row.now is not None]
    return [row for row in open_ones if bears_on(track.outcome, row.target, track.rows)] or open_ones


def target_label(course: Course, track: Track, language: str) -> str:
    """A target's name inside a sentence, with its place where two are called alike."""
    targets = [row.target for row in bearing(track)]
    names = distinct_names(targets, sector_titles(track.outcome.scenario), language)
    return names[targets.index(course.target)]


def chance_heads(track: Track, language: str) -> list[str]:
    """Headings of the table of chances: the start, then each quarter that came in."""
    quarters = [said("track.after", language, quarter=quarter) for quarter in track.quarters]
    return [said("track.head.target", language), said("track.head.start", language), *quarters]


def chance_rows(track: Track, language: str) -> list[list[str]]:
    """Chances of the targets that the quarters bear on, as they moved."""
    return [
        [target_label(row, track, language), *(_chance(one, language) for one in row.chances)] for row in bearing(track)
    ]


def _chance(found: Estimate | None, language: str) -> str:
    if found is None:
        return said("dash", language)
    return chance_with_error(found.value, found.error, language)


def chance_sentences(track: Track, language: str) -> list[str]:
    """How each target's chance moved, how many are left out, and how well it is known."""
    return [*moved_sentences(track, language), *known_sentences(track, language)]


def moved_sentences(track: Track, language: str) -> list[str]:
    """How the chance of each target of the year moved, the least sure first."""
    rows = sorted(bearing(track), key=lambda row: row.now.value if row.now else 1.0)
    return [_moved(row, track, language) for row in rows]


def known_sentences(track: Track, language: str) -> list[str]:
    """How many targets are left out, and how well the chances are known."""
    rows, lines = bearing(track), list[str]()
    if len(track.courses) > len(rows):
        lines.append(said("track.others", language, count=len(track.courses) - len(rows)))
    belief = track.belief
    if belief.effective < FEW_LEFT:
        left, runs = f"{belief.effective:.0f}", belief.weights.size
        lines.append(said("track.thin", language, all=runs, left=left))
    if belief.temper < 1.0:
        lines.append(said("track.tempered", language, weight=percent(belief.temper, 0)))
    return lines


def _moved(row: Course, track: Track, language: str) -> str:
    name = target_label(row, track, language)
    if row.settled is not None:
        return said(f"track.settled.{'yes' if row.settled else 'no'}", language, name=name)
    before, now = row.chances[0], row.chances[-1]
    assert before is not None
    assert now is not None
    return said("track.chance.sentence", language, name=name,
                before=chance_with_error(before.value, before.error, language),
                now=chance_with_error(now.value, now.error, language))  # fmt: skip
