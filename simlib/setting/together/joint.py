"""Joint promises: a margin for each department's target, so that all of them hold in the same future."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...ensemble import simulate
from ...errors import BadRequest, TargetUnreachable, unknown_name
from ...estimators import Chance, share_with_error
from ...indicators import INDICATOR
from ...targets import TOLERANCE, checked_sense, since_of, target_values
from ..asking import checked_chance, is_number
from ..effort.requirement import checked_met
from ..futures import fresh_size, shared_worlds
from .margins import allowed, best_levels, levels_alone

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Target

Runs = NDArray[np.float64]  # [draw, replicate]
Table = NDArray[np.float64]  # [target, draw, replicate], the more the better


class Margin(NamedTuple):
    """One target's promise. `level` is what to promise when all must hold together, `alone` what could be promised if
    it stood alone, both in the indicator's unit (of a rise: the increase on the year it rises from, whatever increase
    is asked; at 0 or below it is no rise). `margin` is how far `level` lies on the safe side of the `median`,
    `deviations` the same in standard deviations of a year's figure; `kept` how often it holds.
    """

    target: Target
    median: float
    alone: float
    level: float
    margin: float
    deviations: float
    kept: float
    department: str


@dataclass(frozen=True)
class Joint:
    """Promises that hold together. `chance` is that of the futures the margins were fitted to, `fresh` that of others:
    say that one. `naive` (and `naive_fresh`) is what comes of promising each target as if it stood alone.

    `cost` is the sum of weight × margin in standard deviations, `naive_cost` that of the promises alone; `gap` how far
    the cost may lie above the least possible (0: proven least). `fixed` targets have no margin. `shared` is how many
    worlds `fresh` has in common with the fit: 0 unless a calibration holds too few.
    """

    asked: float
    margins: tuple[Margin, ...]
    fixed: tuple[Target, ...]
    chance: Chance
    fresh: Chance
    naive: Chance
    naive_fresh: Chance
    cost: float
    naive_cost: float
    gap: float
    runs: int
    shared: int = 0


def joint_promises(
    outcome: Outcome, targets: Iterable[Target] | None = None, chance: float = 0.8, *,
    weights: Sequence[float] | None = None, fresh: Outcome | None = None,
) -> Joint:  # fmt: skip
    """What every department can promise so that *all* promises hold in 80 of 100 futures, at least cost (equation 63).

    Default: the plan's own targets. Yes-or-no targets have no margin and enter as they are; a run without a figure
    keeps nothing. `weights` (by target that has a margin, default 1) say how dear a standard deviation of margin is.
    Judged again on `fresh` futures (default: as many, of another seed); few runs flatter the fitted chance. Raises
    TargetUnreachable with `best`.
    """
    asked, chosen = checked_chance(chance), _chosen(outcome, targets)
    moved = [one for one in chosen if not _is_yes_no(one)]
    fixed = tuple(one for one in chosen if _is_yes_no(one))
    table, held = _table(outcome, moved), _held(outcome, fixed)
    flat, lost = table.reshape(len(moved), -1), ~(held & np.isfinite(table).all(axis=0)).reshape(-1)
    allowance = allowed(lost.size, asked)
    if lost.sum() > allowance:
        raise _impossible(asked, 1.0 - float(lost.mean()), fixed)
    spread, price = _spread(flat[:, ~lost]), _weights(weights, len(moved))
    scale = np.divide(price, spread, out=np.zeros_like(spread), where=spread > 0)
    best = best_levels(flat[:, ~lost], scale, allowance - int(lost.sum()))
    alone = levels_alone(flat, allowed(lost.size, asked))
    other = fresh if fresh is not None else _again(outcome, chosen)
    middle = np.median(flat[:, ~lost], axis=1)
    return Joint(
        asked=asked,
        margins=_margins(outcome, moved, (middle, alone, best.levels, spread)),
        fixed=fixed,
        chance=_together(outcome, moved, fixed, best.levels),
        fresh=_together(other, moved, fixed, best.levels),
        naive=_together(outcome, moved, fixed, alone),
        naive_fresh=_together(other, moved, fixed, alone),
        cost=float(scale @ (middle - best.levels)),
        naive_cost=float(scale @ (middle - alone)),
        gap=best.gap,
        runs=lost.size,
        shared=0 if fresh is not None else shared_worlds(outcome.scenario, _size(outcome)),
    )


def sign_of(target: Target) -> float:
    """+1 where more is promised, −1 where less is."""
    return -1.0 if target.sense == "at_most" else 1.0


def _table(outcome: Outcome, targets: Sequence[Target]) -> Table:
    """What is promised of each target, the more the better; of a rise the increase on the year it rises from."""
    return np.array([_values(outcome, one) for one in targets]).reshape(-1, outcome.draws, outcome.replicates)


def _values(outcome: Outcome, target: Target) -> Runs:
    values = target_values(outcome, target)
    if target.sense == "rise":
        values = values - target_values(outcome, target, since_of(target))
    return sign_of(target) * values


def _held(outcome: Outcome, fixed: Sequence[Target]) -> NDArray[np.bool_]:
    """Runs in which all fixed targets hold: [draw, replicate]."""
    held = np.ones((outcome.draws, outcome.replicates), dtype=bool)
    for one in fixed:
        held &= checked_met(outcome, one)
    return held


def _together(
    outcome: Outcome, moved: Sequence[Target], fixed: Sequence[Target], levels: NDArray[np.float64]
) -> Chance:
    """The chance that every target keeps its level and every fixed one holds."""
    reached = _table(outcome, moved) >= levels[:, None, None] - TOLERANCE
    return share_with_error(reached.all(axis=0) & _held(outcome, fixed))


def _margins(outcome: Outcome, targets: Sequence[Target], found: tuple[NDArray[np.float64], ...]) -> tuple[Margin, ...]:
    table, rows = _table(outcome, targets), []
    for place, target in enumerate(targets):
        sign = sign_of(target)
        middle, alone, level, spread = (float(one[place]) for one in found)
        margin = middle - level
        kept = float(np.mean(table[place] >= level - TOLERANCE))
        deviations = margin / spread if spread > 0 else 0.0
        rows.append(
            Margin(target, sign * middle, sign * alone, sign * level, margin, deviations, kept, target.owners[0])
        )
    return tuple(rows)


def _again(outcome: Outcome, targets: Sequence[Target]) -> Outcome:
    """The same plan on other futures, as many."""
    last = max(max(one.year, one.since or one.year) for one in targets)
    return simulate(outcome.scenario, through=last, **fresh_size(outcome.scenario, _size(outcome)))


def _size(outcome: Outcome) -> dict[str, int]:
    return {"draws": outcome.draws, "replicates": outcome.replicates, "seed": outcome.seed}


def _spread(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(flat.std(axis=1)) if flat.size else np.zeros(len(flat))


# --- what is asked


def _is_yes_no(target: Target) -> bool:
    return INDICATOR[target.indicator].form == "yes_no"


def _chosen(outcome: Outcome, targets: Iterable[Target] | None) -> tuple[Target, ...]:
    chosen = tuple(outcome.scenario.targets if targets is None else targets)
    for one in chosen:
        if one.indicator not in INDICATOR:
            raise unknown_name("指标", "indicator", one.indicator, INDICATOR)
        if checked_sense(one.sense) == "rise":
            since_of(one)
    if not any(not _is_yes_no(one) for one in chosen):
        raise BadRequest(
            "没有可以留余地的目标（只有“是否”类目标，或没有目标）。请至少给一个有数值的目标。",
            "No target here can have a margin (all are yes-or-no, or there is none). Give one with a figure at least.",
        )
    return chosen


def _weights(weights: Sequence[float] | None, count: int) -> NDArray[np.float64]:
    given = [1.0] * count if weights is None else list(weights)
    if len(given) != count or not all(is_number(one) and one > 0 for one in given):
        raise BadRequest(
            f"weights 须是 {count} 个正数，有数值的目标每个一个；得到 {given}。",
            f"Weights must be {count} positive numbers, one for each target that has a margin; got {given}.",
        )
    return np.asarray(given, dtype=np.float64)


def _impossible(asked: float, best: float, fixed: Sequence[Target]) -> TargetUnreachable:
    names = [INDICATOR[one.indicator].words for one in fixed]
    zh, en = "、".join(dict.fromkeys(one.zh for one in names)), ", ".join(dict.fromkeys(one.en for one in names))
    share = math.floor(100 * best)
    return TargetUnreachable(
        f"要求 {asked:g}，"
        f"但没有余地可留的目标（{zh or '有的行业没有数'}）本身同时成立的只有 100 种可能中约 {share} 种。"
        "请降低可能性，或把这些目标另行承诺。",
        f"Asked {asked:g}, but the targets without a margin ({en or 'some have no figure'}) hold together in about "
        f"{share} of 100 futures only. Lower the chance, or promise these apart.",
        best=best,
        asked=asked,
    )
