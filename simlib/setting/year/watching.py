"""The light: each quarter beside what was foretold, with limits that a quiet year seldom crosses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ...learn.history import Observation
from ...learn.likelihood import CLUSTERING, read_out
from ...outcome import QUARTERS, Outcome
from .lights import AMBER, LIGHTS, RED, both_figures, last_alarming, level_for
from .quarters import NODE_WEIGHTS, NODES, list_spread, places, planned_tests, scopes
from .reporting import Bands, bands, pass_law

Array = NDArray[np.float64]
NO_LOOK = -1  # no number of passes alarms where nothing is looked at


class Sight(NamedTuple):
    """One figure of a quarter: its tests and passes (None while not in), and the band foretold for its rate.

    `amber_at` and `red_at` are the most passes that turn the light. `odds` is the chance, in a year as foretold, of so
    few passes or fewer; `good_odds` of so many or more.
    """

    tests: int
    passes: int | None
    bands: Bands
    amber_at: int
    red_at: int
    odds: float | None
    good_odds: float | None

    @property
    def rate(self) -> float | None:
        """The observed rate."""
        return None if self.passes is None else self.passes / self.tests

    @property
    def light(self) -> str:
        """What this figure alone makes of the light."""
        if self.passes is None or self.passes > self.amber_at:
            return "quiet"
        return "amber" if self.passes > self.red_at else "red"


class Look(NamedTuple):
    """A quarter (1–4) under watch: its own figure, and that of the year so far."""

    quarter: int
    alone: Sight
    so_far: Sight

    @property
    def light(self) -> str:
        """The worse of the two."""
        return worst((self.alone.light, self.so_far.light))


@dataclass(frozen=True, eq=False)
class Foretold:
    """What the model foretold for the four quarters of one figure, before any of them came in.

    `rates` [draw, replicate, quarter], `spread` [draw, replicate] of the noise of the year's list, `tests` made or
    planned; `given` tells which quarters are looked at (a missing one is not).
    """

    rates: Array
    spread: Array
    tests: tuple[int, ...]
    given: tuple[bool, ...]

    def law(self, quarters: Sequence[int]) -> Array:
        """How likely each number of passes in some quarters (0–3) together is, [passes] (equation 75)."""
        parts = [self.tests[q] for q in quarters]
        rate = (self.rates[..., quarters] * np.array(parts)).sum(axis=-1) / sum(parts)
        rates = rate[..., None] + self.spread[..., None] * NODES
        weights = np.broadcast_to(NODE_WEIGHTS / rate.size, rates.shape)
        return pass_law(rates, weights, parts)

    def looked_at(self, quarter: int) -> list[int]:
        """The quarters that the rate so far is made of; a missing one is left out."""
        return [q for q in range(quarter + 1) if self.given[q]]

    @cached_property
    def covariance(self) -> Array:
        """How the quarters' rates move together: assumptions and the district's course, the list, the tests."""
        flat, tests = self.rates.reshape(-1, QUARTERS), np.array(self.tests, np.float64)
        sampling = (flat * (1.0 - flat)).mean(axis=0) / tests * (1.0 + (tests - 1.0) * CLUSTERING)
        shared = float((self.spread**2).mean())
        return np.asarray(np.cov(flat, rowvar=False, ddof=0) + shared + np.diag(sampling) + 1e-12 * np.eye(QUARTERS))


@dataclass(frozen=True, eq=False)
class Watched:
    """One figure under watch: its four looks, and the false alarms a year that its light was granted."""

    scope: tuple[str, tuple[str, ...], str]
    foretold: Foretold
    looks: tuple[Look, ...]
    levels: tuple[float, float]

    @property
    def seen(self) -> tuple[Look, ...]:
        """The looks at quarters that came in."""
        return tuple(look for look in self.looks if look.alone.passes is not None)

    @property
    def light(self) -> str:
        """The light as it stands: that of the last quarter that came in."""
        return self.seen[-1].light

    @property
    def better(self) -> bool:
        """True where the year so far is as far out on the good side as amber is on the bad; no alarm, but look why."""
        odds = self.seen[-1].so_far.good_odds
        return odds is not None and odds <= self.levels[0]

    @property
    def missing(self) -> tuple[int, ...]:
        """Quarters before the last one that did not come in."""
        last = self.seen[-1].quarter
        return tuple(look.quarter for look in self.looks if look.alone.passes is None and look.quarter < last)


def worst(lights: Sequence[str]) -> str:
    """The worst of some lights."""
    return max(lights, key=LIGHTS.index)


def watch(outcome: Outcome, rows: Sequence[Observation]) -> tuple[Watched, ...]:
    """A light for each figure that came in; the year's false alarms are shared among them (Bonferroni)."""
    found = scopes(rows)
    return tuple(_watched(outcome, [row for row in rows if row.scope == scope], len(found)) for scope in found)


def without_quarter(watched: Watched, quarter: int) -> Watched:
    """The same light if nothing comes in for a quarter (1–4): its limits stay those that were paid for."""
    gaps = tuple(given and place + 1 != quarter for place, given in enumerate(watched.foretold.given))
    foretold = replace(watched.foretold, given=gaps)
    looks = tuple(_look(foretold, place, {}, watched.levels) for place in range(QUARTERS))
    return replace(watched, foretold=foretold, looks=looks)


def _watched(outcome: Outcome, rows: Sequence[Observation], lights: int) -> Watched:
    foretold = _foretold(outcome, rows)
    figures = both_figures(foretold.covariance, np.array(foretold.tests, np.float64))
    levels = level_for(figures, AMBER / lights), level_for(figures, RED / lights)
    passes = {(row.quarter or 0) - 1: row.passes or 0 for row in rows}
    looks = tuple(_look(foretold, quarter, passes, levels) for quarter in range(QUARTERS))
    return Watched(rows[0].scope, foretold, looks, levels)


def _foretold(outcome: Outcome, rows: Sequence[Observation]) -> Foretold:
    first, when = rows[0], {row.quarter: row for row in rows}
    spots = places(outcome, first.indicator, first.sectors, first.programme)
    cells = np.zeros((QUARTERS, len(outcome.scenario.sectors)), bool)
    cells[:, list(spots)] = True
    planned = planned_tests(outcome, first.year, cells)
    tests = tuple(when[q + 1].tests or 0 if q + 1 in when else planned[q] for q in range(QUARTERS))
    rates = np.stack([read_out(outcome, first._replace(quarter=q + 1)) for q in range(QUARTERS)], axis=-1)
    if not spots or min(tests) < 1 or not np.isfinite(rates).all():
        raise BadRequest(
            f"方案在 {first.year} 年没有为“{first.indicator}”的这一范围安排每季抽查，无从预计。请删去这些行。",
            f"The plan has no tests of {first.indicator} in every quarter of {first.year} for this scope, so nothing "
            "was foretold. Delete these rows.",
        )
    last = max(row.quarter or 0 for row in rows)
    given = tuple(q + 1 in when or q + 1 > last for q in range(QUARTERS))
    return Foretold(rates, list_spread(outcome, first.indicator), tests, given)


def _look(foretold: Foretold, quarter: int, passes: Mapping[int, int], levels: tuple[float, float]) -> Look:
    """Both figures of a quarter; where it did not come in, only what was foretold."""
    used = foretold.looked_at(quarter)
    known = quarter in passes
    alone = _sight(foretold, [quarter], passes.get(quarter), levels)
    total = sum(passes[q] for q in used) if known else None
    so_far = alone if used in ([], [quarter]) else _sight(foretold, used, total, levels)
    if foretold.given[quarter]:
        return Look(quarter + 1, alone, so_far)
    return Look(quarter + 1, *(sight._replace(amber_at=NO_LOOK, red_at=NO_LOOK) for sight in (alone, so_far)))


def _sight(foretold: Foretold, quarters: list[int], passes: int | None, levels: tuple[float, float]) -> Sight:
    law = foretold.law(quarters)
    tests, amber_at, red_at = law.size - 1, *(last_alarming(law, level) for level in levels)
    if passes is None:
        return Sight(tests, None, bands(law), amber_at, red_at, None, None)
    below = min(1.0, float(law[: passes + 1].sum()))
    above = min(1.0, float(law[passes:].sum()))
    return Sight(tests, passes, bands(law), amber_at, red_at, below, above)
