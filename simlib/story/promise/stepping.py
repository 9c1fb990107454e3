"""Steps told: what can be assured, aimed for and ventured for each target, beside what is known already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from ...indicators import INDICATOR
from ...setting.promise.adoption import standing
from ...setting.promise.steps import STEPS, Beside, Binding, Step, Steps, binding, steps
from ...targets import assess
from ...text import amount, goal_words, joined, said, scope_said, scope_words, spread
from .. import tables
from ..aiming import Aims
from ..margins import chance_with_error, margin
from ..rows import STATED, in_order, judged_together, sector_titles
from ..showing import Shown, html, sentence

RATE = "sampled_pass_rate"


def promise_steps(aims: Aims) -> Shown:
    """What can be assured, aimed for and ventured for each of the plan's targets, beside what is known already."""
    language, year = aims.language, aims.outcome.years[0]
    heads = [
        said("head.target", language), said("promise.head.counted", language, year=year),
        said("promise.head.last", language, year=year), said("promise.head.above", language),
        *(step_head(kind, language) for kind in STEPS),
    ]  # fmt: skip
    targets = _levelled(aims)
    rows = [_step_cells(aims, target) for target in targets]
    chances = joined([f"{100 * kind.chance:.0f}" for kind in STEPS], language)
    words = said("promise.steps_note", language, chances=chances) + rise_note(targets, language)
    note = Markup('<p class="note">{}</p>').format(words)
    return html(tables.table(heads, rows, "chosen", numbers=(1, 2, 4, 5, 6)) + note, chances)


def about_promise_steps(aims: Aims) -> Shown:
    """What the pass rate of tests can be promised at, and whether the plan's target asks for anything."""
    target, language = rate_target(aims), aims.language
    if target is None:
        return sentence(said("learnt.not_here", language))
    found = steps_of(aims, target)
    told = [_told(step, found, language) for step in found.rows if step.found is not None]
    if not told:
        untested = any(step.lacks == "untested" for step in found.rows)
        return sentence(said("promise.about_untested" if untested else "promise.about_few_runs", language))
    widest = max((one.found.high - one.found.low) / 2 for one in found.rows if one.found is not None)
    return sentence(
        said("promise.about_steps", language, scope=where_words(aims, target), steps=joined(told, language),
             indicator=INDICATOR[target.indicator].words.said(language),
             margin=margin(widest, "share", language) + said("margin.unit.share", language)),
        _about_goal(aims, target) if target.status == STATED else "",
    )  # fmt: skip


# --- what several calls need


def rise_note(targets: Iterable[Any], language: str) -> str:
    """What the steps of a target to rise are; nothing where there is none."""
    return said("promise.rise_note", language) if any(one.sense == "rise" for one in targets) else ""


def mark(level: float, known: Beside, indicator: str, language: str) -> Markup:
    """A small mark on a level that is no better than last year's figure."""
    found = standing(level, known, indicator)
    if found not in ("worse", "same"):
        return Markup("")
    below = found == "worse" and INDICATOR[indicator].better > 0
    return tables.small(said("promise.mark.below" if below else f"promise.mark.{found}", language))


def rate_target(aims: Aims) -> Any:
    """The plan's target for the pass rate of its tests: the one it states, or the first there is; None without."""
    return next((one for one in in_order(aims.scenario.targets) if one.indicator == RATE), None)


def steps_of(aims: Aims, target: Any) -> Steps:
    """The steps of a target's indicator, found once."""
    key = f"steps {target.indicator} {target.programme} {target.sectors} {target.year}"
    return aims.once(key, lambda: steps(aims.outcome, target.indicator, target.year, **scope_of(target)))


def scope_of(target: Any) -> dict[str, Any]:
    """The target's scope as simlib asks for it."""
    return {"programme": target.programme} if target.programme else {"sectors": target.sectors or None}


def where_words(aims: Aims, target: Any) -> str:
    """The target's scope in words."""
    return scope_said(target, sector_titles(aims.scenario), aims.language)


def _levelled(aims: Aims) -> list[Any]:
    """The plan's own targets that have a level to choose."""
    own = judged_together(in_order(aims.scenario.targets))
    return [one for one in own if INDICATOR[one.indicator].form != "yes_no" and one.year in aims.outcome.years]


# --- the table of steps


def step_head(kind: Any, language: str) -> Markup:
    """The heading of a step with its chance."""
    note = said("promise.head.step_note", language, of100=f"{100 * kind.chance:.0f}")
    return Markup(escape(kind.words.said(language))) + tables.small(note)


def _step_cells(aims: Aims, target: Any) -> list[tables.Cell]:
    language, form = aims.language, INDICATOR[target.indicator].form
    found, asks = steps_of(aims, target), binding(aims.outcome, target)
    label = INDICATOR[target.indicator].words.said(language)
    scope = scope_words(target, sector_titles(aims.scenario))
    goal = Markup("{} <b>{}</b>").format(label, goal_words(target, language))
    first = goal + tables.small(scope.said(language) if scope else "") + why(asks, language)
    return [
        first, _figure(found.beside.counted, form, language), _figure(found.beside.last, form, language),
        above_words(found, form, language), *(_level_cell(step, found, language) for step in found.rows),
    ]  # fmt: skip


def why(asks: Binding, language: str) -> Markup:
    """Why a target asks for nothing new, under its goal; nothing if it asks for something."""
    if asks.binding:
        return Markup("")
    words = said("promise.not_binding", language, reasons=reasons_words(asks, language))
    return Markup('<span class="why">{}</span>').format(words)


def reasons_words(asks: Binding, language: str) -> str:
    """Why a target asks for nothing new."""
    return joined([said(f"promise.reason.{reason}", language) for reason in asks.reasons], language)


def _figure(value: float | None, form: str, language: str) -> str:
    return said("dash", language) if value is None else amount(value, form, language)


def above_words(found: Steps, form: str, language: str) -> str:
    """The city's and the province's figure, to be filled in where it is missing."""
    parts = []
    for name, value in (("city", found.beside.city), ("province", found.beside.province)):
        if value is not None or name in found.beside.missing:
            words = said("figure.missing", language) if value is None else amount(value, form, language)
            parts.append(said(f"promise.{name}", language, value=words))
    return joined(parts, language) if parts else said("dash", language)


def _level_cell(step: Step, row: Steps, language: str) -> tables.Cell:
    if step.found is None:
        return said(f"promise.{step.lacks}", language)
    form = INDICATOR[row.indicator].form
    level = Markup("<b>{}</b>").format(amount(step.found.promised, form, language))
    bounds = tables.small(f"({spread(step.found.low, step.found.high, form, language)})")
    return level + bounds + mark(step.found.promised, row.beside, row.indicator, language)


def _told(step: Step, found: Steps, language: str) -> str:
    assert step.found is not None
    level = amount(step.found.promised, INDICATOR[found.indicator].form, language)
    return said("promise.about_step", language, name=step.kind.words.said(language), level=level)


def _about_goal(aims: Aims, target: Any) -> str:
    language, asks = aims.language, binding(aims.outcome, target)
    goal = goal_words(target, language)
    if not asks.binding:
        return said("promise.about_goal", language, goal=goal, reasons=reasons_words(asks, language))
    (found,) = assess(aims.outcome, (target,))
    return said("promise.about_binding", language, goal=goal,
                chance=chance_with_error(found.chance, found.error, language))  # fmt: skip
