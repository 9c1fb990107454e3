"""Tables of a report as plain HTML: targets, changed levers, money, sectors, departments."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from ..basis import KIND
from ..text import amount, money, said, spread, verdict_words
from ..words import OWNER_LEVELS
from .changes import change_rows, place_words, value_words, when_words
from .margins import chance_with_error, margin
from .rows import TargetRow

TAGGED = ("data", "guess", "unclear")
Cell = str | Markup
Row = Sequence[Cell] | Markup


def table(head: Sequence[Cell], rows: Iterable[Row], kind: str, numbers: Sequence[int] = ()) -> Markup:
    """An HTML table; cells that are plain text are escaped, columns in `numbers` stand to the right.

    A row that is itself markup stands over the following rows as their heading.
    """
    classes = ['class="number"' if column in numbers else "" for column in range(len(head))]
    parts = [Markup('<table class="{}"><thead><tr>').format(kind)]
    parts += [Markup("<th {}>{}</th>").format(Markup(css), cell) for css, cell in zip(classes, head, strict=True)]
    parts.append(Markup("</tr></thead><tbody>"))
    for row in rows:
        if isinstance(row, Markup):
            parts.append(Markup('<tr class="group"><th colspan="{}">{}</th></tr>').format(len(head), row))
            continue
        cells = [Markup("<td {}>{}</td>").format(Markup(css), cell) for css, cell in zip(classes, row, strict=True)]
        parts.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    parts.append(Markup("</tbody></table>"))
    return Markup("").join(parts)


def small(words: str) -> Markup:
    """Small print inside a cell."""
    return Markup(" <small>{}</small>").format(words) if words else Markup("")


def chip(verdict: str, language: str) -> Markup:
    """A verdict as colour and word."""
    return Markup('<span class="verdict {}">{}</span>').format(verdict, verdict_words(verdict, language))


def meter(row: TargetRow) -> Markup:
    """The chance as a bar of 100; open-ended at the ends like its words."""
    if row.chance is None:
        return Markup("")
    width = min(97.0, max(3.0, 100.0 * row.chance))
    return Markup('<span class="meter"><i class="{}" style="width:{:.0f}%"></i></span>').format(row.verdict, width)


def target_table(rows: Sequence[TargetRow], years: tuple[int, ...], language: str) -> Markup:
    """Each target: goal, last year, what is expected, how likely it is kept, by whom."""
    year = rows[0].year if rows else years[1]
    head = [
        said("head.target", language),
        said("head.last", language, year=years[0]),
        Markup(escape(said("head.expected", language, year=year))) + small(said("head.expected_note", language)),
        Markup(escape(said("head.chance", language))) + small(said("head.chance_note", language)),
        said("head.verdict", language),
        said("head.department", language),
    ]
    body: list[Row] = []
    for heading, group in grouped(rows, language):
        body += [*heading, *(_target_cells(row, language) for row in group)]
    return table(head, body, "targets", numbers=(1, 2))


def grouped(rows: Sequence[TargetRow], language: str) -> list[tuple[list[Markup], list[TargetRow]]]:
    """The plan's own targets, then the added ones, each under a heading; no heading over a single group."""
    parts = [("group.stated", [row for row in rows if row.stated]), ("group.added", [r for r in rows if not r.stated])]
    filled = [(key, group) for key, group in parts if group]
    return [([Markup(escape(said(key, language)))] if len(filled) > 1 else [], group) for key, group in filled]


def _target_cells(row: TargetRow, language: str) -> list[Cell]:
    goal = Markup("{} <b>{}</b>").format(row.label.said(language), row.goal.said(language))
    scope = small(row.scope.said(language)) if row.scope.en != "District" else Markup("")
    why_not = Markup('<br><span class="why">{}</span>').format(row.note.said(language)) if row.note.zh else ""
    return [
        goal + scope + why_not,
        said("dash", language) if row.last is None else amount(row.last, row.form, language),
        expected_words(row, language),
        _chance_cell(row, language),
        chip(row.verdict, language),
        row.department.said(language),
    ]


def expected_words(row: TargetRow, language: str) -> Cell:
    """The middle future with its range; a dash for yes-or-no goals."""
    if row.median is None or row.low is None or row.high is None:
        return said("dash", language)
    range_words = spread(row.low, row.high, row.form, language)
    off = Markup(' <span class="off">{}</span>').format(margin(row.median_error, row.form, language))
    middle = Markup(escape(amount(row.median, row.form, language))) + off
    return middle + small(f"({range_words})")


def _chance_cell(row: TargetRow, language: str) -> Cell:
    if row.chance is None:
        return said("figure.missing_long", language)
    words = Markup(" {}").format(chance_with_error(row.chance, row.error, language))
    return meter(row) + words + basis_tag(row, language)


def basis_tag(row: TargetRow, language: str) -> Markup:
    """What the chance rests on, in a small frame: data, a guess, or too few runs to tell; nothing without a chance."""
    if row.basis not in TAGGED:
        return Markup("")
    return Markup(' <span class="tag {}">{}</span>').format(row.basis, KIND[row.basis].words.said(language))


def lever_table(plan: Any, language: str) -> Markup:
    """What the plan changes: lever, where, when, old and new, whose work, and marks."""
    head = [said(f"head.{name}", language) for name in ("lever", "place", "old", "new", "department", "mark")]
    rows = [
        [
            Markup(escape(row.lever.words.said(language))) + small(unit_words(row.lever.unit.said(language))),
            place_words(row, plan, language),
            _values(row, plan, language, new=False),
            _values(row, plan, language, new=True),
            department(row.lever.owner, language),
            Markup("<br>").join([Markup('<span class="mark">{}</span>').format(said(n, language)) for n in row.notes]),
        ]
        for row in change_rows(plan)
    ]
    return table(head, rows, "levers", numbers=(2,))


def _values(row: Any, plan: Any, language: str, *, new: bool) -> Cell:
    lines = []
    for span in row.periods:
        value = value_words(span.new if new else span.old, row.lever, language)
        lines.append(Markup("<b>{}</b>").format(value) + small(when_words(span, plan, language)) if new
                     else Markup(escape(value)))  # fmt: skip
    return Markup("<br>").join(lines if new else dict.fromkeys(lines))


def unit_words(unit: str) -> str:
    """A unit in brackets; nothing for pure numbers."""
    return "" if unit in ("–", "") else f"({unit})"


def department(name: str, language: str) -> str:
    """A department's name; names outside the vocabulary stay as they are."""
    from ..words import DEPARTMENTS

    return DEPARTMENTS[name].said(language) if name in DEPARTMENTS else name


def level(name: str, language: str) -> str:
    """A level of government in words."""
    return OWNER_LEVELS[name].said(language)


def money_with_range(mean: float, low: float, high: float, language: str) -> Cell:
    """An amount and the range of 80 of 100 futures."""
    if math.isclose(low, high, abs_tol=0.5):
        return money(mean, language)
    return Markup(escape(money(mean, language))) + small(f"({money(low, language)} – {money(high, language)})")
