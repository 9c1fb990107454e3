"""Joint promises: what each department can promise so that all promises hold in the same future."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup, escape

from ...setting.together.joint import Joint, Margin, joint_promises
from ...text import chance_words, change, indicator_words, level_words, said, scope_words
from ..aiming import Aims
from ..margins import chance_with_error, shared_words
from ..rows import form_of, sector_titles
from ..showing import Shown, html, sentence
from ..tables import department, small, table

CHANCE, DRAWS = 0.8, 200  # fitted margins flatter few runs, so more are taken than elsewhere
_DIGITS = {"share": 3, "number": 0}  # a promise is written to a tenth of a per cent; numbers are whole


def joint_table(aims: Aims) -> Shown:
    """Each target with a figure: its middle future, what it could promise alone and what together, by department."""
    found, language = _joint(aims), aims.language
    if found is None:
        return sentence(said("joint.none", language))
    heads = [said(f"joint.head.{name}", language) for name in ("target", "middle", "alone", "level", "margin")]
    heads[4] = Markup(escape(heads[4])) + small(said("joint.head.margin_note", language))
    rows: list[Any] = []
    for name in dict.fromkeys(row.department for row in found.margins):
        rows.append(Markup(escape(department(name, language))))
        rows += [_cells(aims, row) for row in found.margins if row.department == name]
    note = said("joint.note", language, chance=chance_words(found.asked, language), runs=found.runs)
    body = table(heads, rows, "chosen", numbers=(1, 2, 3, 4))
    return html(body + Markup('<p class="note">{}</p>').format(note), note)


def about_joint(aims: Aims) -> Shown:
    """Why everybody's own 80 of 100 is too little, and what the common margin costs."""
    found, language = _joint(aims), aims.language
    if found is None:
        return sentence()
    count, naive = len(found.margins), found.naive_fresh
    return sentence(said(
        "joint.about", language, of100=f"{100 * found.asked:g}", count=count,
        naive=chance_with_error(naive.value, naive.error, language),
        fresh=chance_with_error(found.fresh.value, found.fresh.error, language),
        margin=f"{found.cost / count:.1f}", alone=f"{found.naive_cost / count:.1f}",
    ), shared_words(found.shared, language))  # fmt: skip


def said_level(row: Margin, level: float, language: str) -> str:
    """A promise as an office writes it, rounded to the safe side: ≥ 81.2 %, no more than 4.4, at most 3 below 2011."""
    form, target = form_of(row.target.indicator), row.target
    kept = _safe(level, form, at_most=target.sense == "at_most")
    if target.sense == "rise":
        return _floor(kept, row, language)
    sign = "≤" if target.sense == "at_most" else "≥"
    return f"{sign} {level_words(kept, form)}"


def _safe(level: float, form: str, *, at_most: bool) -> float:
    """Down for a floor, up for a ceiling."""
    digits = _DIGITS.get(form, 1)
    scaled = round(level * 10.0**digits, 6)
    return round((math.ceil(scaled) if at_most else math.floor(scaled)) / 10.0**digits, digits)


def _joint(aims: Aims) -> Joint | None:
    """The targets that have a figure; yes-or-no ones are told elsewhere."""
    chosen = [one for one in aims.scenario.targets if form_of(one.indicator) != "yes_no"]
    if not chosen:
        return None

    def find() -> Joint:
        from ...ensemble import simulate

        outcome = simulate(aims.scenario, through=max(one.year for one in chosen), **aims.sizes(DRAWS))
        return joint_promises(outcome, chosen, CHANCE)

    return aims.once("joint", find)


def _cells(aims: Aims, row: Margin) -> list[Any]:
    language, target = aims.language, row.target
    scope = scope_words(target, sector_titles(aims.scenario))
    name = Markup(escape(indicator_words(target.indicator, language)))
    middle = said_middle(row, language)
    return [
        name + (small(scope.said(language)) if scope else Markup("")),
        middle,
        said_level(row, row.alone, language),
        Markup("<b>{}</b>").format(said_level(row, row.level, language)),
        f"{row.deviations:.1f}",
    ]


def _floor(kept: float, row: Margin, language: str) -> str:
    """What a target to rise can promise: at least so much more; else that it falls by no more than so much."""
    if kept >= 0.0:
        return _rise("joint.floor", kept, row, language)
    form, since = form_of(row.target.indicator), row.target.since
    if form == "number":
        return said("joint.fewer", language, since=since, size=said("unit.count", language, number=f"{-kept:,.0f}"))
    size = change(-kept, form, language).lstrip("+")
    return said("joint.lower", language, since=since, size=size)


def said_middle(row: Margin, language: str) -> str:
    """The middle future of a target: a level, or a change."""
    form, target = form_of(row.target.indicator), row.target
    if target.sense == "rise":
        return _rise("joint.rise", row.median, row, language)
    return level_words(round(row.median, 3 if form == "share" else 1) + 0.0, form)  # no −0


def _rise(key: str, size: float, row: Margin, language: str) -> str:
    """An increase on an earlier year, with its sign; nothing is said to be the same."""
    form = form_of(row.target.indicator)
    words = f"{size:+.0f}".replace("-", "−") if form == "number" else change(size, form, language)
    if not any(digit in words for digit in "123456789"):
        return said("joint.floor_same" if key == "joint.floor" else "joint.same", language, since=row.target.since)
    return said(key, language, since=row.target.since, change=words)
