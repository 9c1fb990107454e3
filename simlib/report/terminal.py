"""One plan told on the terminal: the answer, then the targets in a plain table."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from ..basis import KIND
from ..story.headline import answer, illustrative_banner, tally
from ..story.margins import beside, chance_with_error, mean_of
from ..story.precise import precision_record, precision_sentence
from ..story.rows import TargetRow
from ..story.session import Story
from ..text import amount, money, said, spread, verdict_words


def tell(name: str, language: str) -> str:
    """Simulate a plan and say what it can promise, as text."""
    from ..scenario import load

    tale = Story(load(name), language, None)
    rows = tale.targets
    lines = [
        *heading(tale.scenario, language),
        answer(rows, tale.year, language),
        tally(rows, language),
        f"{said('head.money', language)} {tale.year}: {_paid(tale, language)}",
        "",
        *_table(rows, tale.year, language),
        "",
        said("basis.legend", language),
        precision_sentence(precision_record(tale.outcome), language),
    ]
    return "\n".join(line for line in lines if line is not None)


def heading(plan: Any, language: str) -> list[str]:
    """The plan's title, and under it that its figures are made up, if they are."""
    return [plan.title.said(language), *banner_lines(plan, language)]


def banner_lines(plan: Any, language: str) -> list[str]:
    """That the figures are made up, on a line of its own; nothing where they are not."""
    banner = illustrative_banner(plan.illustrative, language)
    return [f"[{banner}]"] if banner else []


def _paid(tale: Story, language: str) -> str:
    spent = mean_of(tale.outcome.annual("fiscal_cost", tale.year))
    return money(spent.value, language) + beside(spent.error, "money", language)


def _table(rows: Sequence[TargetRow], year: int, language: str) -> list[str]:
    heads = [said("head.target", language), said("head.expected", language, year=year),
             said("head.chance", language), said("head.basis", language), said("head.verdict", language)]  # fmt: skip
    return table_lines([heads, *(_cells(row, language) for row in rows)])


def table_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Rows of text (the first is the heading) in columns that line up, Chinese letters counted as two."""
    widths = [max(width_of(line[column]) for line in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    ]


def _cells(row: TargetRow, language: str) -> list[str]:
    expected = said("dash", language)
    if row.median is not None and row.low is not None and row.high is not None:
        range_words = spread(row.low, row.high, row.form, language)
        middle = amount(row.median, row.form, language) + beside(row.median_error, row.form, language)
        expected = f"{middle} ({range_words})"
    chance = chance_with_error(row.chance, row.error, language)
    rests = KIND[row.basis].words.said(language)
    return [row.name.said(language), expected, chance, rests, verdict_words(row.verdict, language)]


def width_of(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
