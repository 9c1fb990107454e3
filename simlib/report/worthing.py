"""simlib worth: what more tests are worth for a decision, sector by sector, and how best to spread a year's tests."""

from __future__ import annotations

from ..scenario import load
from ..setting.worth.allocation import neyman
from ..setting.worth.sampling_value import checked_tests, worth_by_sector
from ..story.rows import sector_titles
from ..story.worth.sampling_split import split_cells, split_sentence
from ..story.worth.sampling_worth import (
    choose,
    decision_words,
    worth_cells,
    worth_sentences,
)
from ..text import said
from .terminal import heading, table_lines
from .wrapping import wrapped, wrapped_all


def tell_worth(name: str, tests: int, decision: str, languages: tuple[str, ...]) -> str:
    """What so many more tests are worth in each sector, as text; computed once for every language."""
    checked_tests(tests)
    plan = load(name)
    decisions = choose(plan, decision)
    rows, split, titles = worth_by_sector(decisions, tests), neyman(plan), sector_titles(plan)
    parts = []
    for language in languages:
        parts += [
            *heading(plan, language),
            *wrapped(decision_words(decisions[0], language)),
            *wrapped_all(worth_sentences(decisions, rows, language)), "",
            *table_lines(worth_cells(decisions, rows, language)),
            *wrapped(said("worth.note", language, draws=decisions[0].rates.shape[1])), "",
            *wrapped(split_sentence(split, titles, language)), "", *table_lines(split_cells(split, titles, language)),
            *wrapped(said("worth.split.note", language)), "",
        ]  # fmt: skip
    return "\n".join(parts)
