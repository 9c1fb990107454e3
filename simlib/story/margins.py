"""Margins: the simulation error beside every number a planner sees, as ± in the unit of the number."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from ..estimators import Estimate, draw_means
from ..spread import median_error
from ..targets import futures_of_100
from ..text import chance_count, chance_words, error_words, said
from .rows import form_of

_FACTOR = {"share": 100.0, "yes_no": 100.0, "percent": 100.0}
_LEAST = {
    "money": 1.0,
    "percent": 1.0,
    "days": 1.0,
}  # the last digit that is printed; an error is never said to be smaller


def margin(error: float | None, form: str, language: str) -> str:
    """±0.3 in the unit of a form (points, titles, 10,000 yuan), rounded up; "" where it cannot be known."""
    if error is None or not math.isfinite(error):
        return ""
    step = _LEAST.get(form, 0.1)
    size = max(1, math.ceil(error * _FACTOR.get(form, 1.0) / step - 0.5)) * step
    if form == "money" and language == "en":
        return f"±{size * 10.0:,.0f} thousand"
    return f"±{size:,.0f}" if step >= 1.0 else f"±{size:,.1f}"


def chance_known(chance: float | None, error: float | None, language: str, *, short: bool = False) -> str:
    """A chance to the future of 100 where its error is known and told nearby; else “about 8 in 10”."""
    if chance is None or error is None or not (math.isfinite(chance) and math.isfinite(error)):
        return chance_words(chance, language, short=short)
    return chance_count(chance, language, short=short)


def chance_with_error(chance: float | None, error: float | None, language: str, *, short: bool = False) -> str:
    """A chance with its simulation error: “100 种可能中 18 种（±2）” / 18 in 100 (±2); open ends have no ±."""
    words = chance_known(chance, error, language, short=short)
    if chance is None or error is None or not math.isfinite(error) or futures_of_100(chance) in (0, 100):
        return words
    return said("chance.with_error", language, chance=words, margin=error_words(error, language))


def beside(error: float | None, form: str, language: str) -> str:
    """The margin after a number inside a sentence: “ (±0.3)”."""
    words = margin(error, form, language)
    return said("margin.beside", language, margin=words) if words else ""


def largest_margin(errors: Iterable[float], form: str, language: str) -> Markup:
    """One line under a table whose cells would drown in ±: the largest simulation error among its numbers."""
    known = [error for error in errors if math.isfinite(error)]
    if not known:
        return Markup("")
    unit = said(f"margin.unit.{form}", language)
    words = said("margin.largest", language, margin=margin(max(known), form, language), unit=unit)
    return Markup('<p class="note">{}</p>').format(words)


def middle_margin(outcome: Any, indicator: str, year: int, language: str, **scope: Any) -> str:
    """The simulation error of an indicator's middle future, ready to stand after it."""
    return beside(median_error(outcome.annual(indicator, year, **scope)), form_of(indicator), language)


def mean_of(values: Any) -> Estimate:
    """The mean of all runs that have a figure, and its simulation error."""
    from numpy import isfinite

    means = draw_means(values)
    known = means[isfinite(means)]
    if known.size == 0:
        return Estimate(math.nan, math.nan)
    error = float(known.std(ddof=1)) / math.sqrt(known.size) if known.size > 1 else math.nan
    return Estimate(float(known.mean()), error)


def shared_words(shared: int, language: str) -> str:
    """That fresh futures are not quite fresh, because a calibration holds too few worlds; nothing where they are."""
    return said("search.shared", language, shared=shared) if shared else ""
