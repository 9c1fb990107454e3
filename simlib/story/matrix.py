"""The matrix of targets and plans: which plan can promise which target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from ..text import chance_words, said, verdict_words
from . import tables
from .rows import TargetRow


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
    body = [
        [_target_cell(row, language), *(_chance_cell(lookup.get((name, key)), language) for name, _ in titles)]
        for key, row in rows.items()
    ]
    return Markup('<div class="wide">{}</div>').format(tables.table(head, body, "matrix"))


def _target_cell(row: TargetRow, language: str) -> Markup:
    name = Markup(escape(row.name.said(language)))
    return name + tables.small(row.department.said(language))


def _chance_cell(row: TargetRow | None, language: str) -> Markup:
    if row is None:
        return Markup("")
    words = chance_words(row.chance, language, short=True) if row.chance is not None else said("figure.missing", language)
    verdict = verdict_words(row.verdict, language)
    return Markup('<span class="cell {}" title="{}">{}</span>').format(row.verdict, verdict, words)
