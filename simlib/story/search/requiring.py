"""Required: what one lever alone must be for a target to be kept, and where more of it makes the target harder."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from ...plots import Turned, requirement_curves
from ...setting.effort.handles import Handle, said_unit
from ...setting.effort.requirement import Required
from ...text import chance_words, error_words, goal_words, indicator_words, said, scope_words
from ..aiming import Aims
from ..margins import chance_margin, shared_words
from ..rows import sector_titles
from ..showing import Shown, figure, html, sentence
from ..tables import small, table
from .sought import ASKED, Sought, backfire, best_curve, expected, reached, sought


def required_table(aims: Aims) -> Shown:
    """For the target that is hardest to be sure of: how far each lever alone would have to go."""
    target, rows = sought(aims)
    language = aims.language
    if target is None:
        return sentence(said("joint.none", language))
    heads = [said(f"required.head.{name}", language) for name in ("lever", "present", "level", "chance", "note")]
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


def requirement_words(found: Required, language: str) -> tuple[str, ...]:
    """What is required, in sentences: the level, how sure, where it is lost again, where more does harm."""
    names = _names(found, language)
    if found.already:
        first = said("required.about.already", language, **{k: v for k, v in names.items() if k != "present"})
    elif found.level < found.present:
        first = said("required.told.down", language, **names)
    else:
        first = said("required.told", language, **names)
    rest = (*_lost_words(found, language), _fall_words(found, language), shared_words(found.shared, language))
    return tuple(words for words in (first, *rest) if words)


def _lost_words(found: Required, language: str) -> tuple[str, ...]:
    """Where a target that was reached is missed again, and from where on it is kept for good."""
    if found.lost is None:
        return ()
    lost = said("required.lost", language, lost=level_words(found.handle, found.lost, language))
    if found.lasting is None:
        return (lost,)
    return lost, said("required.lasting", language, lasting=level_words(found.handle, found.lasting, language))


def _fall_words(found: Required, language: str) -> str:
    """How much of the chance more of the lever costs, where it does."""
    if found.fall is None:
        return ""
    return said(
        "required.told.falls", language, lever=lever_words(found.handle, language),
        start=level_words(found.handle, found.fall.start, language),
        stop=level_words(found.handle, found.fall.stop, language),
        lost=f"{100 * found.fall.size:.0f}", error=error_words(found.fall.error, language),
    )  # fmt: skip


def level_words(lever: Handle, level: float, language: str) -> str:
    """A level in the unit that stands with the lever's name, or a multiple of the plan's own values."""
    if lever.times:
        return said("required.times", language, level=f"{level:g}")
    if lever.lever.kind == "switch":
        return said("unit.on" if level else "unit.off", language)
    return f"{level:g}"


# --- how it is said


def _cells(aims: Aims, row: Sought) -> list[Any]:
    language, dash = aims.language, said("dash", aims.language)
    lever = row.found.handle if row.found else _handle(aims, row.name)
    name, now = lever_words(lever, language), level_words(lever, lever.present, language)
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
    fresh = Markup(escape(chance_words(row.found.fresh.value, language))) + small(
        chance_margin(row.found.fresh.error, language).strip()
    )
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
        "required.caption", language, year=target.year, scope=_scope(aims, target, language),
        target=indicator_words(target.indicator, language), goal=goal_words(target, language),
        chance=chance_words(ASKED, language), now=chance_words(now.chance, language),
        error=chance_margin(now.error, language),
    )  # fmt: skip


def _answer(aims: Aims, target: Any, rows: tuple[Sought, ...]) -> str:
    language, best = aims.language, reached(rows)
    if best is not None and best.already:
        return requirement_words(best, language)[0]
    if best is not None:
        return said("required.about.least", language, **_names(best, language))
    nearest = max(rows, key=lambda row: row.best or 0.0)
    return said(
        "required.about.none", language, target=_named(target, language), chance=chance_words(ASKED, language),
        lever=lever_words(_handle(aims, nearest.name), language), best=chance_words(nearest.best, language),
    )  # fmt: skip


def _backfire_words(aims: Aims) -> str:
    found, language = backfire(aims), aims.language
    if found is None or found[1].fall is None:
        return ""
    target, seen = found
    fall, lever = found[1].fall, seen.handle
    return said(
        "required.about.falls", language, scope=_scope(aims, target, language),
        indicator=indicator_words(target.indicator, language), goal=goal_words(target, language),
        true=f"{100 * expected(aims, target.sectors[0]):.1f}%", lever=lever_words(lever, language),
        start=level_words(lever, fall.start, language), stop=level_words(lever, fall.stop, language),
        lost=f"{100 * fall.size:.0f}", error=error_words(fall.error, language),
    )  # fmt: skip


def _panel(aims: Aims, curve: tuple[Handle, Any, float | None], target: Any) -> Turned:
    lever, looks, level = curve
    language = aims.language
    name = lever_words(lever, language)
    axis = said("required.figure.times", language, lever=name) if lever.times else name
    found = None if level is None else (level, said("required.figure.found", language, level=f"{level:g}"))
    return Turned(
        title=said("required.figure.title", language, scope=_scope(aims, target, language),
                   indicator=indicator_words(target.indicator, language), goal=goal_words(target, language)),
        axis=axis,
        levels=[one.level for one in looks],
        chances=[100.0 * one.chance for one in looks],
        errors=[100.0 * one.error for one in looks],
        present=(lever.present, said("required.figure.present", language, level=f"{lever.present:g}")),
        found=found,
    )  # fmt: skip


def _names(found: Required, language: str) -> dict[str, str]:
    lever = found.handle
    return {
        "target": _named(found.target, language), "chance": chance_words(found.asked, language),
        "lever": lever_words(lever, language), "present": level_words(lever, lever.present, language),
        "level": level_words(lever, found.level, language), "fresh": chance_words(found.fresh.value, language),
        "error": chance_margin(found.fresh.error, language),
    }  # fmt: skip


def _named(target: Any, language: str) -> str:
    return f"{indicator_words(target.indicator, language)} {goal_words(target, language)}"


def lever_words(lever: Handle, language: str) -> str:
    """A lever's name with its unit, where its level has one."""
    name, unit = lever.lever.words.said(language), said_unit(lever).said(language).strip()
    return name if lever.times or not unit else said("required.lever", language, name=name, unit=unit)


def _scope(aims: Aims, target: Any, language: str) -> str:
    words = scope_words(target, sector_titles(aims.scenario))
    return words.said(language) if words else said("scope.district", language)
