"""Required: the least level of one lever that reaches a target with a chance, on the futures that all plans share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest, TargetUnreachable, unknown_name
from ...estimators import Chance, mean_with_error, share_with_error
from ...indicators import INDICATOR
from ...scenario import checked_year
from ...targets import TOLERANCE, assess, target_values
from ..asking import RunsAsked, checked_chance, fail_if_misspelt
from ..futures import fresh_size, shared_worlds
from .crossing import Crossing, largest_fall, least_level
from .handles import Handle, at_level, fail_if_not_allowed, grid, handle, said_unit, step

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario, Target

SURE = 2.0  # a fall of the chance counts from two simulation errors on
Met = NDArray[np.bool_]  # [draw, replicate]


class Look(NamedTuple):
    """One level that was simulated: its chance and the simulation error of that."""

    level: float
    chance: float
    error: float


class Fall(NamedTuple):
    """A higher level with a lower chance: from where to where, by how much, and the error of that (paired)."""

    start: float
    stop: float
    size: float
    error: float


@dataclass(frozen=True)
class Required:
    """The least level of a lever that reaches a target with the chance asked.

    `level` and `present` are in the lever's own unit, or multiples of the plan's own values if `times`. `chance` was
    found on the futures that the level was chosen on, `fresh` on others: say that one. `already`: the plan as it is
    reaches it (`level` is then how far the lever could be cut). `lost` is the least higher level that misses again,
    `lasting` the least from which on it is reached for good (None if the highest allowed misses).
    `fall` is the largest fall of the chance towards a higher level, None while simulation error may explain it.
    `shared` is how many worlds `fresh` has in common with the search: 0 unless a calibration holds too few.
    """

    scenario: Scenario
    handle: Handle
    target: Target
    asked: float
    level: float
    chance: Chance
    fresh: Chance
    present_chance: Chance
    lost: float | None
    lasting: float | None
    fall: Fall | None
    curve: tuple[Look, ...]
    runs: int
    shared: int = 0

    @property
    def present(self) -> float:
        """Where the lever stands in the plan."""
        return self.handle.present

    @property
    def times(self) -> bool:
        """True if the level is a multiple of the plan's own values, which differ by sector or over time."""
        return self.handle.times

    @property
    def already(self) -> bool:
        """True if the plan as it is reaches the target with the chance asked."""
        return reached(self.present_chance, self.asked)

    @property
    def monotone(self) -> bool:
        """False where more of the lever lowers the chance by more than simulation error."""
        return self.fall is None


def required(
    scenario: Scenario, lever: str, target: Target, chance: float = 0.8, **asked: Unpack[RunsAsked]
) -> Required:
    """How much of a lever a target needs: its least level that reaches the target with this chance (equation 61).

    `lever` is named as in a scenario file (coverage, coverage.food, famous_brands.award, crackdown.tests); the level
    holds from the plan's first quarter on. Repeatable to the bit: all levels share draws and luck. The error of a
    higher level's loss is paired (equation 62). Raises TargetUnreachable with `best` and `level`.
    """
    fail_if_misspelt(asked, RunsAsked.__annotations__)
    turned, wanted = handle(scenario, lever), checked_chance(chance)
    _fail_if_not_askable(scenario, target)
    looks: dict[float, Met] = {}
    values: list[NDArray[np.float64]] = []

    def chance_at(level: float) -> float:
        outcome = _simulated(at_level(scenario, turned, level), target, asked)
        looks[level] = checked_met(outcome, target)
        if len(values) < 2 or np.array_equal(values[0], values[-1], equal_nan=True):
            values.append(target_values(outcome, target))  # kept only until two levels differ
        return float(looks[level].mean())

    found = least_level(chance_at, grid(turned), wanted, lambda low, high: step(turned, low, high))
    _fail_if_idle(turned, target, values, found)
    if found.level is None:
        raise _unreachable(turned, target, wanted, looks)
    plan = at_level(scenario, turned, found.level)
    again = fresh_size(scenario, asked)
    return Required(
        scenario=plan,
        handle=turned,
        target=target,
        asked=wanted,
        level=found.level,
        chance=share_with_error(looks[found.level]),
        fresh=share_with_error(checked_met(_simulated(plan, target, again), target)),
        present_chance=share_with_error(looks[turned.present]),
        lost=found.lost,
        lasting=found.lasting,
        fall=_certain(found.fall, looks),
        curve=tuple(_look(level, met) for level, met in sorted(looks.items())),
        runs=len(looks) + 1,
        shared=shared_worlds(scenario, asked),
    )


class Looked(NamedTuple):
    """The chance of a target at some levels of a lever, and the largest fall beyond simulation error."""

    handle: Handle
    curve: tuple[Look, ...]
    fall: Fall | None


def looked_at(
    scenario: Scenario, lever: str, target: Target, levels: Iterable[float] | None = None, **asked: Unpack[RunsAsked]
) -> Looked:
    """How the chance of a target goes with the level of a lever, whatever chance is wanted (grid by default)."""
    fail_if_misspelt(asked, RunsAsked.__annotations__)
    turned = handle(scenario, lever)
    _fail_if_not_askable(scenario, target)
    given = list(grid(turned) if levels is None else levels)
    fail_if_not_allowed(turned, given)
    chosen = sorted(set(given))
    plans = {level: at_level(scenario, turned, level) for level in chosen}
    looks = {level: checked_met(_simulated(plan, target, asked), target) for level, plan in plans.items()}
    fall = largest_fall({level: float(met.mean()) for level, met in looks.items()})
    return Looked(turned, tuple(_look(level, met) for level, met in looks.items()), _certain(fall, looks))


def reached(chance: Chance, asked: float) -> bool:
    """True if a share of runs is at least the chance asked."""
    return chance.value >= asked - TOLERANCE


def _simulated(scenario: Scenario, target: Target, asked: Mapping[str, Any]) -> Outcome:
    last = max(target.year, target.since or target.year)
    through = last if last in scenario.calendar.years else scenario.calendar.years[0]
    return simulate(scenario, through=through, **asked)


def checked_met(outcome: Outcome, target: Target) -> Met:
    """The runs in which a target is met; it must have the figure it is compared with."""
    met = assess(outcome, [target])[0].met
    if met is None:
        raise BadRequest(
            f"目标所对照的“{target.reference}”还没有数，无从判断。请先在 facts 中填写。",
            f"The figure that the target is compared with ({target.reference}) is missing. Fill it in under facts.",
        )
    return met


def _look(level: float, met: Met) -> Look:
    return Look(level, *mean_with_error(met))


def _certain(fall: tuple[float, float, float], looks: dict[float, Met]) -> Fall | None:
    """The largest fall, if simulation error does not explain it; error of the paired difference (equation 62)."""
    start, stop, size = fall
    if size <= 0.0:
        return None
    error = mean_with_error(looks[start].astype(float) - looks[stop]).error
    return Fall(start, stop, size, error) if size > SURE * error else None


# --- what cannot be asked or had


def _fail_if_not_askable(scenario: Scenario, target: Target) -> None:
    if target.indicator not in INDICATOR:
        raise unknown_name("指标", "indicator", target.indicator, INDICATOR)
    checked_year(scenario, target.year)


def _fail_if_idle(turned: Handle, target: Target, values: list[NDArray[np.float64]], found: Crossing) -> None:
    """A lever under which every run has the same value, to the bit, at every level."""
    if all(np.array_equal(values[0], other, equal_nan=True) for other in values[1:]):
        words, best = INDICATOR[target.indicator].words, found.best[1]
        raise BadRequest(
            f"“{turned.lever.words.zh}”（{turned.name}）无论多大，到 {target.year} 年{words.zh}都丝毫不变"
            f"（可能性 {best:.2f}）。请换一项措施。",
            f"{turned.name} changes nothing about {target.indicator} by {target.year}, at whatever level (chance "
            f"{best:.2f}). Ask for another lever.",
            best=best,
        )


def _unreachable(turned: Handle, target: Target, asked: float, looks: dict[float, Met]) -> TargetUnreachable:
    best, level = max((float(met.mean()), -level) for level, met in looks.items())
    level, words = -level, INDICATOR[target.indicator].words
    runs = looks[level].size
    kept, bounds = int(looks[level].sum()), f"{turned.low:g}–{turned.high:g}"
    unit = said_unit(turned)
    return TargetUnreachable(
        f"只靠“{turned.lever.words.zh}”（{turned.name}，允许 {bounds}{unit.zh}）达不到“{words.zh}”的目标："
        f"要求可能性 {asked:g}，最好时 {runs} 次模拟中也只有 {kept} 次完成（取 {level:g}）。"
        "请降低目标或可能性，或配合其他措施。",
        f"{turned.name} alone (allowed {bounds}{unit.en}) does not reach the target on {target.indicator}: asked "
        f"{asked:g}; at best, at {level:g}, {kept} of {runs} runs reach it. Lower the target or the chance, or add "
        "other levers.",
        best=best,
        level=level,
        curve=tuple((at, float(met.mean())) for at, met in sorted(looks.items())),
        asked=asked,
    )
