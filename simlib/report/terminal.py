"""One plan told on the terminal: the answer, then the targets in a plain table."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..story.headline import answer, illustrative_banner, tally
from ..story.rows import TargetRow
from ..story.session import Story
from ..text import amount, chance_words, money, said, spread, verdict_words


def tell(name: str, language: str) -> str:
    """Simulate a plan and say what it can promise, as text."""
    from ..scenario import load

    tale = Story(load(name), language, None)
    rows = tale.targets
    banner = illustrative_banner(tale.scenario.illustrative, language)
    spent = float(tale.outcome.annual("fiscal_cost", tale.year).mean())
    lines = [
        tale.scenario.title.said(language),
        f"[{banner}]" if banner else "",
        answer(rows, tale.year, language),
        tally(rows, language),
        f"{said('head.money', language)} {tale.year}: {money(spent, language)}",
        "",
        *_table(rows, tale.year, language),
    ]
    return "\n".join(line for line in lines if line is not None)


def _table(rows: Sequence[TargetRow], year: int, language: str) -> list[str]:
    heads = [said("head.target", language), said("head.expected", language, year=year),
             said("head.chance", language), said("head.verdict", language)]  # fmt: skip
    cells = [heads, *(_cells(row, language) for row in rows)]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(heads))]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    ]


def _cells(row: TargetRow, language: str) -> list[str]:
    expected = said("dash", language)
    if row.median is not None and row.low is not None and row.high is not None:
        range_words = spread(row.low, row.high, row.form, language)
        expected = f"{amount(row.median, row.form, language)} ({range_words})"
    return [row.name.said(language), expected, chance_words(row.chance, language), verdict_words(row.verdict, language)]


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
