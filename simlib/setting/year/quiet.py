"""How good the light is, by simulation: false alarms in quiet years, and how soon it sees a fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest
from ...estimators import Estimate
from ...learn.likelihood import CLUSTERING, EDGE
from ...model.streams import name_key
from ...outcome import QUARTERS
from .watching import Foretold, Watched

Array = NDArray[np.float64]
YEARS = 10_000
FALLS = (0.01, 0.02, 0.03, 0.05)  # of the rate, from a quarter on
FEWEST_YEARS = 1_000


class Alarms(NamedTuple):
    """Shares of simulated years with an alarm, each with its simulation error; `years` were simulated.

    `amber` counts amber or red, `by_quarter` the same up to each quarter; `delay` is how many quarters after the fall
    began the first alarm came, the first one counted as 1, in the years that had one (nan without any).
    """

    fall: float
    since: int
    amber: Estimate
    red: Estimate
    by_quarter: tuple[float, ...]
    delay: Estimate
    years: int


class FalseAlarms(NamedTuple):
    """Quiet years in which a light turned: any of the district's, and each one's, with simulation errors."""

    any_amber: Estimate
    any_red: Estimate
    each: tuple[Alarms, ...]
    years: int


class Years(NamedTuple):
    """Simulated years: passes [year, quarter], and the draw of the assumptions behind each, [year]."""

    passes: NDArray[np.int64]
    draw: NDArray[np.int64]


def false_alarms(watched: Sequence[Watched], years: int = YEARS, seed: int = 2012) -> FalseAlarms:
    """How often the light turns although the year is as foretold (equation 78).

    The lights of a year share its world and its product list, so all of them are simulated together. Errors are
    clustered by draw: few draws know little of what is usual, however many years are drawn from them.
    """
    _fail_if_few(years)
    _fail_if_nothing_is_watched(watched)
    drawn = [quarters_drawn(one.foretold, years, seed, n) for n, one in enumerate(watched)]
    turned = [_turned(one, found) for one, found in zip(watched, drawn, strict=True)]
    each = tuple(_alarms((0.0, 1), *pair, drawn[0].draw) for pair in turned)
    amber, red = (np.logical_or.reduce([pair[kind].any(axis=1) for pair in turned]) for kind in (0, 1))
    return FalseAlarms(_clustered(amber, drawn[0].draw), _clustered(red, drawn[0].draw), each, years)


def detection(
    watched: Watched, fall: float, since: int = 1, years: int = YEARS, seed: int = 2012
) -> Alarms:  # fmt: skip
    """How often and how soon the light turns if the rate falls by so much from a quarter (1–4) on (equation 78)."""
    _fail_if_few(years)
    if since not in range(1, QUARTERS + 1) or not 0.0 <= fall < 1.0:
        raise BadRequest(
            f"下降幅度 {fall} 须在 0 与 1 之间（3 个百分点写 0.03），起始季度 {since} 须为 1 到 4。",
            f"The fall {fall} must lie between 0 and 1 (3 points: 0.03), its first quarter {since} be 1 to 4.",
        )
    drawn = quarters_drawn(watched.foretold, years, seed, 0, _falling(fall, since))
    return _alarms((fall, since), *_turned(watched, drawn), drawn.draw)


def quarters_drawn(foretold: Foretold, years: int, seed: int, place: int, change: Array | None = None) -> Years:
    """Many years drawn from what was foretold.

    A year is a run drawn at random, its noise of the list, and tests one by one within laboratories; figures of one
    year share run and list, whatever their place. `change` [quarter] is added to the expected rate.
    """
    shared = np.random.Generator(np.random.Philox(key=name_key("quiet years", seed)))
    own = np.random.Generator(np.random.Philox(key=name_key("quiet tests", seed, place)))
    flat, spread = foretold.rates.reshape(-1, QUARTERS), foretold.spread.ravel()
    run = shared.integers(len(flat), size=years)
    noise = spread[run] * shared.standard_normal(years)
    rates = flat[run] + noise[:, None] + (0.0 if change is None else change)
    rates = np.clip(rates, EDGE, 1.0 - EDGE)
    size = 1.0 / CLUSTERING - 1.0
    passes = own.binomial(np.array(foretold.tests), own.beta(rates * size, (1.0 - rates) * size))
    return Years(passes, run // foretold.rates.shape[1])


def _turned(watched: Watched, drawn: Years) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """At which looks the light is amber or red, and red, [year, quarter]."""
    so_far = np.cumsum(drawn.passes * np.array(watched.foretold.given), axis=1)
    amber, red = (
        (drawn.passes <= [getattr(look.alone, name) for look in watched.looks])
        | (so_far <= [getattr(look.so_far, name) for look in watched.looks])
        for name in ("amber_at", "red_at")
    )
    return amber, red


def _falling(fall: float, since: int) -> Array:
    return np.where(np.arange(1, QUARTERS + 1) >= since, -fall, 0.0)


def _alarms(
    case: tuple[float, int], amber: NDArray[np.bool_], red: NDArray[np.bool_], draw: NDArray[np.int64]
) -> Alarms:  # fmt: skip
    """Alarms from the quarter of the fall on, in years that had none before it."""
    fall, since = case
    calm = np.asarray(~amber[:, : since - 1].any(axis=1))
    amber, red, draw = amber[calm, since - 1 :], red[calm, since - 1 :], draw[calm]
    by_quarter = np.maximum.accumulate(amber, axis=1).mean(axis=0)
    alarmed = np.asarray(amber.any(axis=1))
    waits = amber[alarmed].argmax(axis=1) + 1.0
    delay = _clustered(waits, draw[alarmed]) if waits.size > 1 else Estimate(math.nan, math.nan)
    quarters = (0.0,) * (since - 1) + tuple(float(share) for share in by_quarter)
    reds = _clustered(np.asarray(red.any(axis=1)), draw)
    return Alarms(fall, since, _clustered(alarmed, draw), reds, quarters, delay, len(draw))


def _clustered(values: NDArray[Any], draw: NDArray[np.int64]) -> Estimate:
    """A mean over years and its error; years of one draw count as one (a ratio's: Cochran 1977, chapter 6)."""
    mean = float(values.mean())
    away = np.bincount(draw, values - mean)
    draws = len(np.unique(draw))
    wider = draws / (draws - 1.0) if draws > 1 else math.nan
    return Estimate(mean, math.sqrt(wider * float(np.square(away).sum())) / values.size)


def _fail_if_nothing_is_watched(watched: Sequence[Watched]) -> None:
    if not watched:
        raise BadRequest(
            "没有要检验的灯：至少给一项，如 track(…).watched。",
            "There is no light to try: give at least one, such as those of track(…).watched.",
        )


def _fail_if_few(years: int) -> None:
    if years < FEWEST_YEARS:
        raise BadRequest(
            f"只模拟 {years} 年，误报率说不准；至少要 {FEWEST_YEARS} 年。",
            f"{years} simulated years cannot tell a false-alarm rate; take at least {FEWEST_YEARS}.",
        )
