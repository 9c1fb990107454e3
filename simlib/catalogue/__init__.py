"""CATALOGUE: every sentence and label that a planner sees, in Chinese and in English, by key."""

from __future__ import annotations

from ..words import Words
from .adoption import ADOPTION
from .assurance import ASSURANCE
from .comparison import COMPARISON
from .credits import CREDITS
from .intake import INTAKE
from .labels import LABELS
from .learn import LEARN
from .page import PAGE
from .promises import PROMISES
from .proof import PROOF
from .report import REPORT
from .scoring import SCORING
from .search import SEARCH
from .track import TRACK
from .validation import VALIDATION
from .worth import WORTH


def _merged(*parts: dict[str, Words]) -> dict[str, Words]:
    """One catalogue of all parts; a key that two parts share is a mistake of ours."""
    merged: dict[str, Words] = {}
    for part in parts:
        shared = merged.keys() & part.keys()
        if shared:
            raise ValueError(f"catalogue keys given twice: {sorted(shared)}")
        merged |= part
    return merged


CATALOGUE: dict[str, Words] = _merged(
    LABELS,
    CREDITS,
    ADOPTION,
    REPORT,
    COMPARISON,
    PAGE,
    ASSURANCE,
    INTAKE,
    LEARN,
    PROMISES,
    PROOF,
    SCORING,
    SEARCH,
    TRACK,
    VALIDATION,
    WORTH,
)
