"""What the chances of the targets rest on: data, or one guess that is named with both of its ends."""

from __future__ import annotations

from collections.abc import Sequence

from ...basis import KIND
from ...text import error_words, joined, said
from .. import tables
from ..rows import TargetRow
from ..session import Story
from ..showing import Shown, sentence

MOST_NAMED = 4


def about_basis(tale: Story) -> Shown:
    """How many chances rest on data and on a guess; for each guess, the chance at its low and at its high end."""
    language = tale.language
    named = [row for row in tale.targets if row.basis == "guess"] + [
        row for row in tale.targets if row.basis == "unclear" and row.hinge and row.hinge.status == "guess"
    ]
    return sentence(counted(tale.targets, language), *(hinge_sentence(row, language) for row in named[:MOST_NAMED]))


def counted(rows: Sequence[TargetRow], language: str) -> str:
    """How many of the chances rest on what, in one sentence; "" where none can be judged."""
    counts = {kind: sum(row.basis == kind for row in rows) for kind in tables.TAGGED}
    if not any(counts.values()):
        return ""
    parts = [
        said("basis.count", language, count=count, kind=KIND[kind].words.said(language))
        for kind, count in counts.items()
        if count
    ]
    return said("basis.tally", language, total=sum(counts.values()), parts=joined(parts, language))


def hinge_sentence(row: TargetRow, language: str) -> str:
    """The assumption that a chance hangs on, and the chance where it is low and where it is high."""
    if row.hinge is None:
        return ""
    low, high = (of_100(chance, language) for chance in (row.hinge.low, row.hinge.high))
    return said(
        f"basis.hinge.{row.basis}", language, name=row.name.said(language), assumption=row.hinge.words.said(language),
        status=said(row.hinge.status, language), low=low, high=high, error=error_words(row.hinge.error, language),
    )  # fmt: skip


def of_100(chance: float, language: str) -> str:
    """A chance in futures of 100, to the nearest one, the ends left open."""
    whole = round(100.0 * chance)
    if whole < 1 or whole > 99:
        return said("of100.least" if whole < 1 else "of100.most", language)
    return said("of100", language, number=whole)
