"""One answer in a sentence: which targets the plan can promise, and which it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from ..targets import GRADE
from ..text import joined, said
from .rows import TargetRow

FIRM, LIKELY, WEAK = ("safe",), ("likely",), ("open", "unlikely")
MOST_NAMED = 2


def answer(rows: Sequence[TargetRow], year: int, language: str) -> str:
    """The sentence that opens every page: what is safe first, then what is not.

    Speaks of the plan's own targets of the plan year, or of all targets if it states none.
    """
    told = sorted(spoken_of(rows, year), key=_weight)
    clauses = [clause for verdicts in (FIRM, LIKELY, WEAK) if (clause := _clause(told, verdicts, language))]
    if not clauses:
        return said("answer.nothing", language)
    sentence = said("list.parts", language).join(clauses)
    return said("answer.sentence", language, sentence=sentence[:1].upper() + sentence[1:])


def _clause(told: Sequence[TargetRow], verdicts: Sequence[str], language: str) -> str:
    """What is said of the targets with one verdict: the two best known by name, then how many more."""
    names = [row.name.said(language) for row in told if row.verdict in verdicts]
    if not names:
        return ""
    number = "one" if len(names) == 1 else "many"
    if verdicts == LIKELY and len(told) > len(names):
        return said(f"answer.likely.{number}", language, count=len(names), names=names[0])
    named = joined(names, language, most=MOST_NAMED)
    return said(f"answer.{'safe' if verdicts == FIRM else 'unsafe' if verdicts == WEAK else 'all_likely'}.{number}",
                language, names=named)  # fmt: skip


def _weight(row: TargetRow) -> int:
    """Targets with a figure of their own are named first, then those that ask for growth, then the others."""
    if row.sense == "rise":
        return 1
    return 0 if row.form == "share" else 2


def changed(rows: Sequence[TargetRow], base: Sequence[TargetRow], language: str) -> Markup:
    """Which stated targets another plan makes safe or likely, and which it gives up, against the current plan."""
    firm, before = (
        {row.key: row.name.said(language) for row in own if row.stated and row.verdict in FIRM + LIKELY}
        for own in (rows, base)
    )
    gained = [name for key, name in firm.items() if key not in before]
    lost = [name for key, name in before.items() if key not in firm]
    parts = [
        Markup('<span class="{}">{}</span> {}').format(code, said(f"answer.{code}", language), joined(names, language))
        for code, names in (("gained", gained), ("lost", lost))
        if names
    ]
    return Markup("<br>").join(parts) if parts else Markup(escape(said("answer.same", language)))


def tally(rows: Sequence[TargetRow], language: str) -> str:
    """How many targets stand how, the plan's own first: the line under the answer."""
    own, added = [row for row in rows if row.stated], [row for row in rows if not row.stated]
    if not own or not added:
        return _tallied("answer.tally", rows, language)
    return f"{_tallied('answer.tally_stated', own, language)} {_tallied('answer.tally_added', added, language)}"


def _tallied(key: str, rows: Sequence[TargetRow], language: str) -> str:
    counts = {code: sum(row.verdict == code for row in rows) for code in GRADE}
    parts = [
        said("answer.count", language, count=count, word=GRADE[code].words.said(language))
        for code, count in counts.items()
        if count
    ]
    return said(key, language, total=len(rows), parts=joined(parts, language))


def spoken_of(rows: Sequence[TargetRow], year: int) -> list[TargetRow]:
    """The targets that the answer names: stated in the plan and judged in the plan year, where there are any."""
    stated = [row for row in rows if row.stated and row.year == year]
    return stated or [row for row in rows if row.year == year] or list(rows)


def illustrative_banner(illustrative: Any, language: str) -> str:
    """The warning above every page while the facts are examples; "" once they are the district's own."""
    return said("banner.illustrative", language) if illustrative else ""
