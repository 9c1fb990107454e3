"""Required: what one lever alone must be for a target to be kept, and where more of it makes the target harder."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from ...plots import Turned, requirement_curves
from ...setting.effort.handles import Handle
from ...setting.effort.requirement import Required
from ...text import chance_words, error_words, goal_words, indicator_words, said
from ..aiming import Aims
from ..margins import chance_with_error, shared_words
from ..showing import Shown, figure, html, sentence
from ..tables import small, table
from .naming import (
    asked_words,
    close_up,
    is_share,
    number_words,
    plan_words,
    target_words,
    unit_words,
    where_words,
    with_details,
)
from .sought import ASKED, Sought, backfire, best_curve, expected, reached, sought


def required_table(aims: Aims) -> Shown:
    """For the target that is hardest to be sure of: how far each lever alone would have to go."""
    target, rows = sought(aims)
    language = aims.language
    if target is None:
        return sentence(said("joint.none", language))
    heads = [said(f"required.head.{name}", language) for name in ("lever", "level", "chance", "note")]
    heads.insert(1, said("required.head.present", language, plan=plan_words(aims.scenario, language)))
    marked = Markup(escape(heads[3])) + small(said("required.head.chance_note", language))
    body = table([*heads[:3], marked, heads[4]], [_cells(aims, row) for row in rows], "chosen", numbers=(1, 2))
    caption, note = _caption(aims, target), said("required.caption_note", language)
    return html(Markup('<p>{}</p>{}<p class="note">{}</p>').format(caption, body, note), caption)


def about_required(aims: Aims) -> Shown:
    """The lever that has to move least, or the best that one lever can do; and where more tests spoil a target."""
    target, rows = sought(aims)
    if target is None:
        return sentence()
    return sentence(_answer(aims, target, rows), _backfire_words(aims))


def required_curves(aims: Aims) -> Shown:
    """Chance against level: the lever that does most for the target, and a target that tests make harder."""
    target, rows = sought(aims)
    language, panels = aims.language, []
    if target is not None and rows:
        panels.append(_panel(aims, best_curve(aims, target, rows), target))
    spoilt = backfire(aims)
    if spoilt is not None:
        panels.append(_panel(aims, (spoilt[1].handle, spoilt[1].curve, None), spoilt[0]))
    if not panels:
        return sentence(said("joint.none", language))
    asked = 100.0 * ASKED, said("required.figure.asked", language, of100=f"{100 * ASKED:g}")
    name = said("required.figure.name", language)
    drawn = requirement_curves(panels, asked, said("required.figure.chance", language))
    return figure(drawn, f"required_{language}", name, aims.out)


def requirement_words(plan: Any, found: Required, language: str) -> tuple[str, ...]:
    """What is required, in sentences: the level, how sure, where it is lost again, where more does harm."""
    key = "about.already" if found.already else "told.down" if found.level < found.present else "told"
    first = said(f"required.{key}", language, **_names(plan, found, language))
    rest = (*_lost_words(found, language), _fall_words(plan, found, language), shared_words(found.shared, language))
    return tuple(close_up(words) for words in (first, *rest) if words)


def _lost_words(found: Required, language: str) -> tuple[str, ...]:
    """Where a target that was reached is missed again, and from where on it is kept for good."""
    if found.lost is None:
        return ()
    lost = said("required.lost", language, lost=level_words(found.handle, found.lost, language))
    if found.lasting is None:
        return (lost,)
    return lost, said("required.lasting", language, lasting=level_words(found.handle, found.lasting, language))


def _fall_words(plan: Any, found: Required, language: str) -> str:
    """How much of the chance more of the lever costs, where it does."""
    if found.fall is None:
        return ""
    return said(
        "required.told.falls", language, lever=lever_words(plan, found.handle, language),
        start=level_words(found.handle, found.fall.start, language),
        stop=level_words(found.handle, found.fall.stop, language),
        lost=f"{100 * found.fall.size:.0f}", error=error_words(found.fall.error, language),
    )  # fmt: skip


def level_words(lever: Handle, level: float, language: str) -> str:
    """A level in the unit that stands with the lever's name, or a multiple of what the plan itself has."""
    if not lever.times:
        return number_words(level, lever.lever, language)
    if level == 1.0:
        return said("required.times.one", language)
    return said("required.times", language, level=f"{level:.3g}")


# --- how it is said


def _cells(aims: Aims, row: Sought) -> list[Any]:
    language, dash = aims.language, said("dash", aims.language)
    lever = row.found.handle if row.found else _handle(aims, row.name)
    name, now = lever_words(aims.scenario, lever, language), level_words(lever, lever.present, language)
    if row.found is None:
        key = "required.note.idle" if row.best is None else "required.note.short"
        return [
            name,
            now,
            dash,
            chance_words(row.best, language) if row.best is not None else dash,
            said(key, language),
        ]
    notes = [
        *(["required.note.already"] if row.found.already else []),
        *(["required.note.falls"] if row.found.fall else []),
        *(["required.note.power"] if lever.lever.level != "区" else []),
    ]
    fresh = chance_with_error(row.found.fresh.value, row.found.fresh.error, language)
    level = Markup("<b>{}</b>").format(level_words(lever, row.found.level, language))
    separator = "；" if language == "zh" else "; "
    return [name, now, level, fresh, separator.join(said(key, language) for key in notes)]


def _handle(aims: Aims, name: str) -> Handle:
    from ...setting.effort.handles import handle

    return handle(aims.scenario, name)


def _caption(aims: Aims, target: Any) -> str:
    from ...targets import assess

    language, now = aims.language, assess(aims.outcome, [target])[0]
    return said(
        "required.caption", language, year=target.year, scope=where_words(aims.scenario, target, language),
        target=indicator_words(target.indicator, language), goal=goal_words(target, language),
        chance=asked_words(ASKED, language), plan=plan_words(aims.scenario, language),
        now=chance_with_error(now.chance, now.error, language),
    )  # fmt: skip


def _answer(aims: Aims, target: Any, rows: tuple[Sought, ...]) -> str:
    language, best = aims.language, reached(rows)
    if best is not None and best.already:
        return requirement_words(aims.scenario, best, language)[0]
    if best is not None:
        return close_up(said("required.about.least", language, **_names(aims.scenario, best, language)))
    nearest = max(rows, key=lambda row: row.best or 0.0)
    return said(
        "required.about.none", language, target=target_words(aims.scenario, target, language),
        chance=asked_words(ASKED, language),
        lever=lever_words(aims.scenario, _handle(aims, nearest.name), language),
        best=chance_words(nearest.best, language),
    )  # fmt: skip


def _backfire_words(aims: Aims) -> str:
    found, language = backfire(aims), aims.language
    if found is None or found[1].fall is None:
        return ""
    target, seen = found
    fall, lever = found[1].fall, seen.handle
    return said(
        "required.about.falls", language, scope=where_words(aims.scenario, target, language),
        indicator=indicator_words(target.indicator, language), goal=goal_words(target, language),
        true=f"{100 * expected(aims, target.sectors[0]):.1f}%", lever=lever_words(aims.scenario, lever, language),
        start=level_words(lever, fall.start, language), stop=level_words(lever, fall.stop, language),
        lost=f"{100 * fall.size:.0f}", error=error_words(fall.error, language),
    )  # fmt: skip


def _panel(aims: Aims, curve: tuple[Handle, Any, float | None], target: Any) -> Turned:
    lever, looks, level = curve
    language = aims.language
    name, of100 = lever_words(aims.scenario, lever, language), is_share(lever.lever) and not lever.times
    axis = said(f"required.figure.{'times' if lever.times else 'percent'}", language, lever=name)
    scale, own = 100.0 if of100 else 1.0, plan_words(aims.scenario, language)

    def marked(key: str, at: float) -> tuple[float, str]:
        words = said(f"required.figure.{key}", language, level=level_words(lever, at, language), plan=own)
        return scale * at, close_up(words)

    return Turned(
        title=said("required.figure.title", language, scope=where_words(aims.scenario, target, language),
                   indicator=indicator_words(target.indicator, language), goal=goal_words(target, language)),
        axis=axis if lever.times or of100 else name,
        levels=[scale * one.level for one in looks],
        chances=[100.0 * one.chance for one in looks],
        errors=[100.0 * one.error for one in looks],
        present=marked("present", lever.present),
        found=None if level is None else marked("found", level),
    )  # fmt: skip


def _names(plan: Any, found: Required, language: str) -> dict[str, str]:
    lever, now = found.handle, found.present_chance
    return {
        "target": target_words(plan, found.target, language), "chance": asked_words(found.asked, language),
        "plan": plan_words(plan, language), "now": chance_with_error(now.value, now.error, language),
        "lever": lever_words(plan, lever, language), "present": level_words(lever, lever.present, language),
        "level": level_words(lever, found.level, language),
        "fresh": chance_with_error(found.fresh.value, found.fresh.error, language),
    }  # fmt: skip


def lever_words(plan: Any, lever: Handle, language: str) -> str:
    """A lever's name with the one sector or tier it is turned in, and its unit: 监督抽查覆盖面（食品；次/家·年）."""
    titles = {one.name: one.title for one in (*plan.sectors, *plan.tiers)}
    places = [place for _, place in lever.paths if place]
    where = titles[places[0]].said(language) if len(places) == 1 and "." in lever.name else ""
    return with_details(lever.lever, (where, "" if lever.times else unit_words(lever.lever, language)), language)
