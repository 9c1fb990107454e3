"""One answer in a sentence: which targets the plan can promise, and which it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..text import joined, said
from .rows import TargetRow

CLAUSES = (("safe", ("safe",)), ("likely", ("likely",)), ("unsafe", ("open", "unlikely")))
MOST_NAMED = 3


def answer(rows: Sequence[TargetRow], year: int, language: str) -> str:
    """The sentence that opens every page: what is safe first, then what is not.

    Speaks of the plan's own targets of the plan year, or of all targets if it states none.
    """
    told = spoken_of(rows, year)
    clauses = [
        said(f"answer.{code}", language, names=_names(told, verdicts, language))
        for code, verdicts in CLAUSES
        if any(row.verdict in verdicts for row in told)
    ]
    if not clauses:
        return said("answer.nothing", language)
    sentence = said("list.parts", language).join(clauses)
    return said("answer.sentence", language, sentence=sentence[:1].upper() + sentence[1:])


def tally(rows: Sequence[TargetRow], language: str) -> str:
    """How many targets stand how: the line under the answer."""
    from ..targets import GRADE

    counts = {code: sum(row.verdict == code for row in rows) for code in GRADE}
    parts = [
        said("answer.count", language, count=count, word=GRADE[code].words.said(language))
        for code, count in counts.items()
        if count
    ]
    return said("answer.tally", language, total=len(rows), parts=joined(parts, language))


def spoken_of(rows: Sequence[TargetRow], year: int) -> list[TargetRow]:
    """The targets that the answer names: stated in the plan and judged in the plan year, where there are any."""
    stated = [row for row in rows if row.status == "stated" and row.year == year]
    return stated or [row for row in rows if row.year == year] or list(rows)


def _names(rows: Sequence[TargetRow], verdicts: Sequence[str], language: str) -> str:
    """Names in a verdict, the clearest cases first."""
    chosen = [row for row in rows if row.verdict in verdicts]
    return joined([row.name.said(language) for row in chosen], language, most=MOST_NAMED)


def illustrative_banner(illustrative: Any, language: str) -> str:
    """The warning above every page while the facts are examples; "" once they are the district's own."""
    return said("banner.illustrative", language) if illustrative else ""
