"""CATALOGUE: every sentence and label that a planner sees, in Chinese and in English, by key."""

from __future__ import annotations

from ..words import Words
from .assurance import ASSURANCE
from .comparison import COMPARISON
from .intake import INTAKE
from .labels import LABELS
from .learn import LEARN
from .page import PAGE
from .proof import PROOF
from .report import REPORT
from .validation import VALIDATION


def _merged(*parts: dict[str, Words]) -> dict[str, Words]:
    """One catalogue of all parts; a key that two parts share is a mistake of ours."""
    merged: dict[str, Words] = {}
    for part in parts:
        shared = merged.keys() & part.keys()
        if shared:
            raise ValueError(f"catalogue keys given twice: {sorted(shared)}")
        merged |= part
    return merged


CATALOGUE: dict[str, Words] = _merged(LABELS, REPORT, COMPARISON, PAGE, ASSURANCE, INTAKE, LEARN, PROOF, VALIDATION)
