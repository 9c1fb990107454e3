"""Titles beside codes: what a name the program knows is called by people, and which one a typed text means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from .words import Words

LIKE = 0.5  # how alike a name must be to be offered
BEHIND = 0.2  # one that is much less alike than the first would only confuse
WITHIN = 0.9  # a name that holds the text
SHORTEST_PART = 2  # one letter is part of nearly every title


def titles_of(known: Iterable[Any]) -> dict[str, Words | None]:
    """Every code with its title, where the table of what is known has one (Words, or a row with words or a title)."""
    rows = known if isinstance(known, Mapping) else dict.fromkeys(known)
    return {str(code): _title(row) for code, row in rows.items()}


def _title(row: Any) -> Words | None:
    found = (row, getattr(row, "words", None), getattr(row, "title", None))
    return next((words for words in found if isinstance(words, Words) and all(words)), None)


def folded(text: str) -> str:
    """A text as it is compared: full or half width, upper or lower case, blanks or none are all one."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def meant(text: str, titles: Mapping[str, Words | None]) -> list[str]:
    """The codes that a text may mean: its code, or its whole title in either language (what stands behind it in
    brackets may be left out). A part of a title is a guess: `nearest` offers it."""
    wanted = folded(text)
    labels = {code: _labels(code, words) for code, words in titles.items()}
    for fits in (lambda label: wanted == label, lambda label: wanted == label.partition("(")[0]):
        found = [code for code, said in labels.items() if any(map(fits, said))]
        if found:
            return found
    return []


def nearest(text: str, titles: Mapping[str, Words | None], most: int = 1) -> list[str]:
    """The codes that a misspelt text comes nearest to, by code or by title; none if nothing is like it."""
    likeness = {code: _likeness(folded(text), _labels(code, words)) for code, words in titles.items()}
    ordered = sorted(likeness, key=lambda code: likeness[code], reverse=True)
    least = max(LIKE, max(likeness.values(), default=(0.0,))[0] - BEHIND)
    return [code for code in ordered[:most] if likeness[code][0] >= least]


def _labels(code: str, words: Words | None) -> list[str]:
    """The code first, then the titles, as they are compared."""
    return [folded(label) for label in (code, *(words or ()))]


def _likeness(wanted: str, labels: list[str]) -> tuple[float, float]:
    """How alike a text and a name are, 0 to 1; a name that holds the text is as good as one slip of the pen, and among
    those the rest of it counts."""
    alike = max(SequenceMatcher(None, label, wanted).ratio() for label in labels)
    part = len(wanted) >= SHORTEST_PART and any(wanted in label for label in labels)
    return (max(alike, WITHIN) if part else alike), alike
