"""What can be promised, told: the chance against the level, and the chance of the report at a known rate."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from markupsafe import Markup

from ...estimators import chance_on_sample
from ...indicators import INDICATOR
from ...plots import LevelLine, Mark, level_curve
from ...setting.promise.promises import by_tests, mixture_of_tests
from ...text import chance_count, level_words, percent, said
from .. import tables
from ..aiming import Aims
from ..plan.basing import of_100
from ..showing import Shown, figure, html, sentence
from .stepping import RATE, rate_target, scope_of, steps_of, where_words

ABOVE = (-0.01, 0.0, 0.005, 0.01, 0.02)  # true rates looked at, against the target
TIMES = (0.5, 1.0, 2.0, 4.0)
OTHERS = (0.5, 4.0)  # numbers of tests beside the planned one in the chart, as multiples
POINTS = 80


def promise_curve(aims: Aims) -> Shown:
    """The chance of each level of the sampled pass rate on the planned tests, on half and on four times as many."""
    target, language = rate_target(aims), aims.language
    if target is None:
        return sentence(said("learnt.not_here", language))
    lines = aims.once("promise_lines", lambda: _lines(aims, target))
    named = [
        LevelLine(said("promise.curve.planned" if own else "promise.curve.other", language, tests=f"{tests:,}"),
                  levels, chances, own) for tests, levels, chances, own in lines
    ]  # fmt: skip
    labels = (
        said("promise.curve.level", language, year=target.year, scope=where_words(aims, target),
             indicator=INDICATOR[RATE].words.said(language)),
        said("promise.curve.chance", language),
    )  # fmt: skip
    drawn = level_curve(named, _marks(aims, target), _known(aims, target), labels, lambda value: f"{100 * value:g}%")
    return figure(drawn, f"promise_curve_{language}", labels[0], aims.out)


def about_promise_curve(aims: Aims) -> Shown:
    """How far more tests would move what can be promised."""
    target, language = rate_target(aims), aims.language
    if target is None:
        return sentence()
    found = aims.once("promise_tests", lambda: by_tests(aims.outcome, RATE, 0.8, (0.5, 1.0, 4.0), year=target.year,
                                                        **scope_of(target)))  # fmt: skip
    few, planned, many = found
    return sentence(said(
        "promise.about_curve", language, few=f"{few.tests:,}", planned=f"{planned.tests:,}", many=f"{many.tests:,}",
        low=percent(few.level), level=percent(planned.level), high=percent(many.level),
    ))  # fmt: skip


def if_true_table(aims: Aims) -> Shown:
    """If the true rate were known: how likely the reported one passes, by number of tests; exact."""
    target, language = rate_target(aims), aims.language
    if target is None:
        return sentence()
    level, numbers = _proposed(aims, target), _numbers(aims, target)
    heads = [said("promise.if_true.head", language),
             *(said("promise.if_true.tests", language, tests=f"{tests:,}") for tests in numbers)]  # fmt: skip
    rows = [
        [
            percent(rate),
            *(of_100(chance_on_sample(rate, level, tests), language) for tests in numbers),
        ]
        for rate in (min(1.0, max(0.0, level + above)) for above in ABOVE)
    ]
    note = Markup('<p class="note">{}</p>').format(said("promise.if_true.note", language, level=percent(level)))
    return html(tables.table(heads, rows, "chosen", numbers=range(1, len(heads))) + note, percent(level))


def about_if_true(aims: Aims) -> Shown:
    """A rate half a point above the target is not yet a safe report."""
    target, language = rate_target(aims), aims.language
    if target is None:
        return sentence()
    level, numbers = _proposed(aims, target), _numbers(aims, target)
    chances = [chance_on_sample(min(1.0, level + 0.005), level, tests) for tests in (numbers[1], numbers[3])]
    words = [chance_count(chance, language) for chance in chances]  # exact: nothing to round
    return sentence(said("promise.about_if_true", language, tests=f"{numbers[1]:,}", more=f"{numbers[3]:,}",
                         chance=words[0], better=words[1]))  # fmt: skip


# --- what both need


def _proposed(aims: Aims, target: Any) -> float:
    """The level that stands as an example: what can be aimed for, else the plan's own."""
    aimed = next((row.found for row in steps_of(aims, target).rows if row.kind.code == "aimed"), None)
    level: float = target.level or 0.0
    return aimed.promised if aimed else level


def _numbers(aims: Aims, target: Any) -> list[int]:
    planned = aims.once(
        "promise_planned", lambda: mixture_of_tests(aims.outcome, RATE, target.year, **scope_of(target))[1]
    )
    return [max(1, round(times * planned)) for times in TIMES]


# --- the curve


def _lines(aims: Aims, target: Any) -> list[tuple[int, list[float], list[float], bool]]:
    """Levels and chances for other numbers of tests, the plan's own last, on top."""
    mixture, planned = mixture_of_tests(aims.outcome, RATE, target.year, **scope_of(target))
    least, most = (mixture.level(planned, chance) for chance in (0.995, 0.02))
    levels = [float(level) for level in np.linspace(least, most, POINTS)]
    numbers = [max(1, round(times * planned)) for times in (*OTHERS, 1.0)]
    return [
        (tests, levels, [100 * mixture.chance(tests, level) for level in levels], tests == planned) for tests in numbers
    ]


def _marks(aims: Aims, target: Any) -> list[Mark]:
    return [
        Mark(f"{row.kind.words.said(aims.language)} {percent(row.found.promised)}", row.found.level, row.found.low,
             row.found.high, 100 * row.kind.chance)
        for row in steps_of(aims, target).rows if row.found is not None
    ]  # fmt: skip


def _known(aims: Aims, target: Any) -> list[tuple[float, str]]:
    """The plan's target, last year's figure and the levels above, as far as they are known."""
    language, known = aims.language, steps_of(aims, target).beside
    figures = [
        (target.level, "promise.curve.goal"), (known.counted, "promise.curve.last"),
        (known.city, "promise.city"), (known.province, "promise.province"),
    ]  # fmt: skip
    return [
        (level, said(key, language, value=level_words(round(level, 3), "share")))
        for level, key in figures if level is not None and math.isfinite(level)
    ]  # fmt: skip
