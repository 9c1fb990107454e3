"""How well the chances are known: the precision asked for, the one reached, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..precision import precision
from ..text import error_words, said
from .outcomes import runs_override


def precision_record(outcome: Any) -> dict[str, Any]:
    """How well the chances are known: asked for, reached, and whether a planner fixed the number of runs."""
    found = precision(outcome)
    largest = None if math.isnan(found.largest) else found.largest
    most = outcome.scenario.runs.most_draws
    return {"asked": found.asked, "largest": largest, "met": found.met, "most_draws": most,
            "draws": outcome.draws, "fixed": runs_override() is not None}  # fmt: skip


def precision_sentence(found: Mapping[str, Any], language: str) -> str:
    """Whether the chances are known as well as was asked for, and if not, so in plain words."""
    asked = error_words(found["asked"], language)
    if found["largest"] is None:
        return said("precision.unknown", language, asked=asked)
    kind = "met" if found["met"] else "fixed" if found["fixed"] else "not_met"
    largest = error_words(found["largest"], language)
    return said(f"precision.{kind}", language, asked=asked, largest=largest, draws=found["draws"])
