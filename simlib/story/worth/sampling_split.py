"""Which spread of a year's tests over the sectors makes the district's rate sharpest, beside the plan's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...setting.worth.allocation import Split, neyman
from ...text import joined, said
from .. import tables
from ..rows import sector_titles
from ..showing import Shown, html, sentence

if TYPE_CHECKING:
    from ..aiming import Aims

NAMED = 2  # sectors named on either side


def tests_split(aims: Aims) -> Shown:
    """The year's tests by sector: as planned, spread by units, and as they would make the district's rate sharpest."""
    head, *body = split_cells(neyman(aims.scenario), sector_titles(aims.scenario), aims.language)
    note = said("worth.split.note", aims.language)
    shown = tables.table(head, body, "split", tuple(range(1, len(head))))
    return html(shown + Markup('<p class="note">{}</p>').format(note))


def about_split(aims: Aims) -> Shown:
    """What spreading the same tests otherwise would gain, and where they would come from."""
    return sentence(split_sentence(neyman(aims.scenario), sector_titles(aims.scenario), aims.language))


def split_cells(split: Split, titles: Any, language: str) -> list[list[str]]:
    """Heading, one line a sector, and the error of the district's rate under each spread."""
    names = ("now", "units", "best", "change")
    head = [said("worth.head.sector", language), *(said(f"worth.split.head.{name}", language) for name in names)]
    lines = [
        [
            titles[row.sector].said(language),
            f"{row.now}",
            f"{row.proportional}",
            f"{row.best}",
            _signed(row.best - row.now),
        ]
        for row in split.rows
    ]
    errors = [_points(each) for each in (split.error_now, split.error_proportional, split.error_best)]
    return [head, *lines, [said("worth.split.error", language), *errors, ""]]


def split_sentence(split: Split, titles: Any, language: str) -> str:
    """What spreading the same tests otherwise would gain."""
    now, best = _points(split.error_now), _points(split.error_best)
    more = round(split.tests * ((split.error_now / split.error_best) ** 2 - 1.0))
    if more < 0.02 * split.tests:
        return said("worth.split.same", language, now=now, best=best)
    order = [titles[row.sector].said(language) for row in sorted(split.rows, key=lambda row: row.now - row.best)]
    up, down = joined(order[:NAMED], language), joined(order[: -NAMED - 1 : -1], language)
    return said(
        "worth.split.learnt", language, tests=f"{split.tests:,}", now=now, best=best, more=more, up=up, down=down
    )


def _points(error: float) -> str:
    return f"{100.0 * error:.2f}"


def _signed(change: int) -> str:
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"
