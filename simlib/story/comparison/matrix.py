"""The matrix of targets and plans: which plan can promise which target."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from ...text import error_words, said, verdict_words
from .. import tables
from ..margins import chance_known
from ..rows import TargetRow

NOTICEABLE = 0.10  # a chance that differs by this much is worth a mark


def matrix_table(
    titles: Sequence[tuple[str, str | Markup]], targets: Mapping[str, Sequence[TargetRow]], language: str
) -> Markup:
    """Targets down, plans across; each cell has the verdict's colour, and the chance in words."""
    rows: dict[str, TargetRow] = {}
    for name, _ in titles:
        for row in targets[name]:
            rows.setdefault(row.key, row)
    lookup = {(name, row.key): row for name, _ in titles for row in targets[name]}
    head: list[tables.Cell] = [said("head.target", language), *(title for _, title in titles)]
    first = titles[0][0]

    def line(row: TargetRow) -> list[tables.Cell]:
        base = lookup.get((first, row.key))
        return [
            _target_cell(row, language),
            *(_chance_cell(lookup.get((name, row.key)), base, language) for name, _ in titles),
        ]

    body: list[tables.Row] = []
    for heading, group in tables.grouped(list(rows.values()), language):
        body += [*heading, *map(line, group)]
    note = Markup('<p class="note">{} {}</p>').format(said("matrix.note", language), _errors(lookup.values(), language))
    note += Markup('<p class="note">{}</p>').format(said("basis.legend", language))
    return Markup('<div class="wide">{}</div>').format(tables.table(head, body, "matrix")) + note


def _target_cell(row: TargetRow, language: str) -> Markup:
    name = Markup(escape(row.name.said(language)))
    return name + tables.small(row.department.said(language))


def _chance_cell(row: TargetRow | None, base: TargetRow | None, language: str) -> Markup:
    if row is None:
        return Markup("")
    words = chance_known(row.chance, row.error, language, short=True)
    verdict = verdict_words(row.verdict, language)
    cell = Markup('<span class="cell {}" title="{}">{}{}{}</span>')
    return cell.format(row.verdict, verdict, words, _arrow(row, base), _tag(row, language))


def _tag(row: TargetRow, language: str) -> Markup:
    """What the chance rests on, in one short word under it."""
    if row.basis not in tables.TAGGED:
        return Markup("")
    return Markup('<small class="{}">{}</small>').format(row.basis, said(f"basis.short.{row.basis}", language))


def _errors(rows: Iterable[TargetRow], language: str) -> str:
    """The largest simulation error among the chances of the matrix."""
    known = [row.error for row in rows if row.error is not None and math.isfinite(row.error)]
    return said("matrix.errors", language, error=error_words(max(known), language)) if known else ""


def _arrow(row: TargetRow, base: TargetRow | None) -> Markup:
    """A mark where the chance differs from the first plan's by ten futures of 100 or more."""
    if base is None or row.chance is None or base.chance is None or abs(row.chance - base.chance) < NOTICEABLE:
        return Markup("")
    return Markup(" <b>{}</b>").format("▲" if row.chance > base.chance else "▼")
