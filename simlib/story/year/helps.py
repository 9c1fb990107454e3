"""What still helps this year, in words and cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...estimators import Estimate
from ...setting.year.helping import LEAST, Help
from ...setting.year.tracking import Course, Track
from ...text import futures_error, joined, money, said
from ..margins import beside, chance_with_error, margin
from .following import target_label

FREE = 0.5  # 10,000 yuan: less is printed as none


def help_heads(track: Track, language: str) -> list[str]:
    """Headings of the table of measures."""
    first = said("track.help.head.measure", language, quarter=track.quarters[-1] + 1)
    rest = [
        said(f"track.help.head.{name}", language) for name in ("gain", "earned", "quality", "money", "days", "note")
    ]
    return [first, *rest]


def help_rows(track: Track, rows: Sequence[Help], language: str) -> list[list[str]]:
    """Each measure that does something: gain in chance, the earned part, quality, money, staff-days and a note."""
    return [_help_cells(row, track, language) for row in rows if not is_idle(row)]


def is_idle(row: Help) -> bool:
    """True for a measure whose effect is within its error, as printed: it is named after the table, not in it."""
    if row.diluted and row.gain.value >= LEAST:
        return False
    return not row.visible or all(_within_error(one) for one in (row.gain, row.earned))


def _within_error(found: Estimate) -> bool:
    return abs(round(100.0 * found.value)) <= futures_error(found.error)


def _help_cells(row: Help, track: Track, language: str) -> list[str]:
    return [
        help_name(row, track, language), _futures(row.gain), _futures(row.earned),
        f"{_points(row.quality)} {margin(row.quality.error, 'share', language)}", _money(row.money, language),
        f"{round(row.days.value):+,d}".replace("-", "−").replace("+0", "0"), _note_words(row, language),
    ]  # fmt: skip


def _money(found: Estimate, language: str) -> str:
    """Money in the unit of the heading; what rounds to nothing costs next to nothing."""
    if _is_free(found):
        return said("track.help.free", language)
    unit = 1.0 if language == "zh" else 10.0
    size, error = unit * found.value, max(1, math.ceil(unit * found.error - 0.5))
    return f"{size:,.0f} ±{error:,d}".replace("-", "−")


def _is_free(found: Estimate) -> bool:
    return abs(found.value) < FREE


def _points(found: Estimate) -> str:
    """A change of a rate in points."""
    size = f"{100.0 * found.value:+.1f}".replace("-", "−")
    return "0.0" if size[1:] == "0.0" else size


def _futures(found: Estimate) -> str:
    """A gain in futures of 100 with its error."""
    size = round(100.0 * found.value)
    shown = "0" if size == 0 else f"{size:+d}".replace("-", "−")
    return f"{shown} ±{futures_error(found.error)}"


def _note_words(row: Help, language: str) -> str:
    """A remark, where there is something to remark."""
    note = _note(row)
    return said(f"track.help.{note}", language) if note else ""


def _note(row: Help) -> str:
    if row.diluted and row.gain.value >= LEAST:
        return "diluted"
    return "lowers" if row.gain.value < 0.0 else ""


def help_name(row: Help, track: Track, language: str) -> str:
    """A measure in words, with its sector where it has one."""
    sector = track.outcome.scenario.sector(row.sector).title.said(language) if row.sector else ""
    return said(f"track.help.{row.code}", language, sector=sector)


def help_sentences(track: Track, rows: Sequence[Help], course: Course, language: str) -> list[str]:
    """The most useful measure for the target, or that none is; and what is not on the list."""
    name, left = target_label(course, track, language), track.to_come
    useful = [row for row in rows if row.visible and not is_idle(row) and row.earned.value > 0.0]
    idle = [help_name(row, track, language) for row in rows if is_idle(row)]
    last = [said("track.help.no_gaming", language)]
    last += [said("track.help.idle", language, names=joined(idle, language))] if idle else []
    if not useful or course.now is None:
        return [said("track.help.nothing", language, left=left, name=name), *last]
    best = useful[0]
    cost = said("track.help.free", language) if _is_free(best.money) else money(best.money.value, language)
    return [
        said("track.help.sentence", language, left=left, name=name, best=help_name(best, track, language),
             before=chance_with_error(course.now.value, course.now.error, language),
             after=chance_with_error(best.chance.value, best.chance.error, language),
             earned=f"{100.0 * best.earned.value:.0f}", error=beside(best.earned.error, "percent", language),
             money=cost),
        *last,
    ]  # fmt: skip
