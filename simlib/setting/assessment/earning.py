"""Points: how one figure of the year becomes points under a rule of the scoring table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import BadRequest
from ...grammar.scored_rules import Level, Place, Rule
from ...targets import TOLERANCE

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]


def points_of(rule: Rule, values: ArrayLike, better: int, facts: Mapping[str, float] | None = None) -> Runs:
    """Points that figures earn under a rule (equation 67); no figure (nan) earns nothing.

    `better` is +1 where more is better; `facts` holds the district facts that levels may name. A level is reached
    when it is met to a billionth, as with targets.
    """
    figures = better * np.asarray(values, dtype=np.float64)
    marks = [(better * figure_of(level, facts or {}), points) for level, points in rule.marks]
    known = np.where(np.isnan(figures), -np.inf, figures)
    if rule.way == "linear":
        (zero, _), (full, points) = marks
        if full <= zero:
            raise _levels_crossed(rule)
        earned: Runs = points * np.clip((known - zero) / (full - zero), 0.0, 1.0)
        return np.where(known >= full - TOLERANCE, points, earned)
    gained = np.zeros(known.shape)
    for level, points in marks:
        gained = np.where(known >= level - TOLERANCE, points, gained)
    return gained


def place_values(outcome: Outcome, place: Place) -> Runs:
    """The figure that a row of the table is read from, [draw, replicate]: the year's, or its rise since another."""

    def read(year: int) -> Runs:
        scope = {"sectors": place.sectors or None, "programme": place.programme or None}
        return np.asarray(outcome.annual(place.indicator, year, **scope), dtype=np.float64)  # type: ignore[arg-type]

    return read(place.year) if place.since is None else read(place.year) - read(place.since)


def known_facts(scenario: Scenario) -> dict[str, float]:
    """Facts of the district that have a figure."""
    return {code: fact.value for code, fact in scenario.facts.items() if fact.value is not None}


def waits(levels: Iterable[Level], facts: Mapping[str, float]) -> bool:
    """True while a level names a district fact that has no figure."""
    return any(isinstance(level, str) and level not in facts for level in levels)


def figure_of(level: Level, facts: Mapping[str, float]) -> float:
    """A level's figure, its own or that of the district fact that it names."""
    return facts[level] if isinstance(level, str) else level


def _levels_crossed(rule: Rule) -> BadRequest:
    levels = " – ".join(str(level) for level, _ in rule.marks)
    return BadRequest(
        f"评分档次 {levels}：填入的统计数据使满分档不高于零分档。请改评分表。",
        f"With the district's figures full marks take no better a level than none ({levels}). Mend the table.",
    )
