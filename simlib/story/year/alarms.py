"""How good the light is, in words and cells: false alarms in quiet years, falls seen and unseen."""

from __future__ import annotations

import math
from typing import NamedTuple

from ...setting.year.lights import AMBER, RED
from ...setting.year.quiet import FALLS, Alarms, FalseAlarms, detection, false_alarms
from ...setting.year.tracking import Track
from ...setting.year.watching import without_quarter
from ...text import said
from .following import name_of

LATE = (0.03, 0.05)  # falls from the third quarter on, shown beside those from the first
MISSING = 2  # the quarter that is left out to show what that does


class Tried(NamedTuple):
    """What the table of alarms is made of: quiet years, the same with a quarter missing, and falls."""

    quiet: FalseAlarms
    gap: Alarms
    falls: tuple[Alarms, ...]


def try_light(track: Track, years: int) -> Tried:
    """Quiet years and falls of the figure that is shown, so many years each."""
    one = track.watched[first_watched(track)]
    cases = [(fall, 1) for fall in FALLS] + [(fall, 3) for fall in LATE]
    falls = tuple(detection(one, fall, since, years) for fall, since in cases)
    gap = detection(without_quarter(one, MISSING), 0.0, 1, years)
    return Tried(false_alarms(track.watched, years), gap, falls)


def alarm_rows(track: Track, tried: Tried, language: str) -> list[list[str]]:
    """Years of 100 with an alarm up to each quarter: quiet ones, then falls of the first figure."""
    rates = tried.quiet
    found = [_alarm_cells(said("track.alarm.quiet", language), rates.each[first_watched(track)])]
    if len(track.watched) > 1:
        any_light = said("track.alarm.any", language)
        found.append([any_light, "", "", "", _of_100(rates.any_amber.value), _of_100(rates.any_red.value), ""])
    found.append(_alarm_cells(said("track.alarm.gap", language, quarter=MISSING), tried.gap))
    for row in tried.falls:
        case = said("track.alarm.fall", language, quarter=row.since, points=f"{100.0 * row.fall:g}")
        found.append(_alarm_cells(case, row))
    return found


def alarm_heads(language: str) -> list[str]:
    """Headings of the table of alarms."""
    by = [said("track.alarm.head.by", language, quarter=quarter) for quarter in (1, 2, 3, 4)]
    rest = [said(f"track.alarm.head.{name}", language) for name in ("red", "delay")]
    return [said("track.alarm.head.case", language), *by, *rest]


def first_watched(track: Track) -> int:
    """The figure whose falls are shown: one that the year's list moves, else the first."""
    for place, one in enumerate(track.watched):
        if one.scope[0] == "sampled_pass_rate":
            return place
    return 0


def _alarm_cells(case: str, row: Alarms) -> list[str]:
    """Shares up to each quarter (empty before the fall), red, and the delay of a fall."""
    shares = ["" if quarter < row.since else _of_100(share) for quarter, share in enumerate(row.by_quarter, 1)]
    delay = f"{row.delay.value:.1f}" if row.fall and math.isfinite(row.delay.value) else ""
    return [case, *shares, _of_100(row.red.value), delay]


def alarm_sentences(track: Track, tried: Tried, language: str) -> list[str]:
    """False alarms as measured beside what was granted, and what small falls go unseen."""
    rates = tried.quiet
    granted = said(
        "track.alarm.sentence", language, years=f"{rates.years:,}", lights=len(track.watched),
        amber=_of_100(rates.any_amber.value), amber_error=_of_100(rates.any_amber.error, least=0.1),
        red=_of_100(rates.any_red.value), red_error=_of_100(rates.any_red.error, least=0.1),
        most=f"{100.0 * AMBER:g}", most_red=f"{100.0 * RED:g}",
    )  # fmt: skip
    by_size = {round(row.fall, 4): row for row in tried.falls if row.since == 1}
    name = name_of(track.watched[first_watched(track)].scope, track.outcome.scenario, language)
    seen, seen5 = (f"{100.0 * by_size[fall].amber.value:.0f}" for fall in (0.03, 0.05))
    delay = f"{by_size[0.05].delay.value:.1f}"
    return [granted, said("track.alarm.small", language, name=name, seen=seen, seen5=seen5, delay=delay)]


def alarm_note(track: Track, tried: Tried, language: str) -> str:
    """What the table counts, how many years are behind it, and its largest error."""
    name = name_of(track.watched[first_watched(track)].scope, track.outcome.scenario, language)
    error = max(row.amber.error for row in (*tried.quiet.each, tried.gap, *tried.falls))
    return said("track.alarm.note", language, name=name, years=f"{tried.quiet.years:,}",
                error=_of_100(error, least=0.1))  # fmt: skip


def _of_100(share: float, least: float = 0.0) -> str:
    return f"{max(100.0 * share, least):.1f}"
