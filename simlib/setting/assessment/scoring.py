"""Assessment (目标考核): points by item, where they are lost, and how likely each grade is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest, unknown_name
from ...estimators import Chance, Estimate, mean_with_error, share_with_error
from ...grammar.scored import Item, Veto
from ...grammar.scoring import AwardGrade, ScoringTable, Task
from ...indicators import INDICATOR
from ...targets import TOLERANCE
from .earning import figure_of, known_facts, place_values, points_of, waits

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
# What an item may be judged by instead of the reported rate: the last one is known in a model alone.
JUDGED: dict[str, dict[str, str]] = {
    "reported": {},
    "core": {"sampled_pass_rate": "core_pass_rate"},
    "corrected": {"sampled_pass_rate": "corrected_pass_rate"},
    "true": {"sampled_pass_rate": "true_pass_rate", "safety_violations": "safety_faults"},
}


@dataclass(frozen=True)
class ItemScore:
    """One item: points of every run, what is expected, how often full marks; `waiting` while its figure is missing."""

    item: Item
    points: Runs = field(repr=False, compare=False)
    expected: Estimate
    full: Chance
    waiting: bool

    @property
    def lost(self) -> float:
        """Points expected to be missed."""
        return self.item.points - self.expected.value


class VetoScore(NamedTuple):
    """One veto and the chance that it bites; None while the figure to compare with is missing."""

    veto: Veto
    chance: Chance | None


class GradeChance(NamedTuple):
    """One grade: how likely exactly it, and how likely it or a better one."""

    grade: AwardGrade
    chance: Chance
    or_better: Chance


@dataclass(frozen=True)
class Score:
    """What a plan earns under a table. `total` is points of every run; a task counts once it is done, `vetoed` is the
    chance that any veto caps the grade. Items `waiting` for a missing figure count 0.
    """

    table: ScoringTable
    items: tuple[ItemScore, ...]
    bonus: tuple[ItemScore, ...]
    bonus_expected: Estimate
    vetoes: tuple[VetoScore, ...]
    vetoed: Chance
    grades: tuple[GradeChance, ...]
    total: Runs = field(repr=False, compare=False)
    expected: Estimate
    on: date | None

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks not done, the earliest due first."""
        return tuple(sorted((task for task in self.table.tasks if not task.done), key=lambda task: task.due))

    @property
    def overdue(self) -> tuple[Task, ...]:
        """Open tasks that were due before the day asked for (on its due day a task is not late yet); none without."""
        return tuple(task for task in self.open_tasks if self.on is not None and task.due < self.on)

    @property
    def aimed_at(self) -> GradeChance:
        """The least grade of the better half (良 of 优, 良, 中, 差): what the plan strives for."""
        return self.grades[max(0, len(self.grades) // 2 - 1)]

    @property
    def task_points(self) -> float:
        """Points of the tasks that are done."""
        return sum(task.points for task in self.table.tasks if task.done)

    @property
    def waiting(self) -> float:
        """Points of items that cannot be judged yet."""
        return sum(row.item.points for row in self.items if row.waiting)


def score(outcome: Outcome, table: ScoringTable, *, done: Iterable[str] = (), on: date | None = None) -> Score:
    """What a plan earns in the assessment: points by item, chance of each grade (equations 67, 68).

    `done` names tasks that count as done besides those marked in the table; `on` is the day on which open
    tasks due before it are called overdue. Errors of all figures are clustered by draw.
    """
    _fail_if_other_district(outcome.scenario, table)
    table = with_done(table, done)
    items = tuple(_item_score(outcome, item) for item in table.items)
    bonus = tuple(_item_score(outcome, item) for item in table.bonus)
    shape = outcome.draws, outcome.replicates
    extra = np.minimum(sum((row.points for row in bonus), np.zeros(shape)), table.bonus_cap)
    total = sum((row.points for row in items), extra) + sum(task.points for task in table.tasks if task.done)
    bites = [_bites(outcome, veto) for veto in table.vetoes]
    rank = _rank(total, bites, table)
    return Score(
        table=table,
        items=items,
        bonus=bonus,
        bonus_expected=mean_with_error(extra),
        vetoes=tuple(
            VetoScore(veto, None if bitten is None else share_with_error(bitten))
            for veto, bitten in zip(table.vetoes, bites, strict=True)
        ),
        vetoed=share_with_error(np.logical_or.reduce([np.zeros(shape, bool), *(b for b in bites if b is not None)])),
        grades=tuple(
            GradeChance(grade, share_with_error(rank == place), share_with_error(rank <= place))
            for place, grade in enumerate(table.grades)
        ),
        total=total,
        expected=mean_with_error(total),
        on=on,
    )


def with_done(table: ScoringTable, done: Iterable[str]) -> ScoringTable:
    """The table with more tasks marked as done; a task it does not have is an error."""
    names = tuple(done)
    known = {task.key: task for task in table.tasks}
    for name in names:
        if name not in known:
            raise unknown_name("任务", "task", name, known)
    return replace(table, tasks=tuple(replace(task, done=task.done or task.key in names) for task in table.tasks))


def judged_by(table: ScoringTable, other: Mapping[str, str]) -> ScoringTable:
    """The same table with some indicators put in the place of others, such as the random core for the sampled rate."""
    for code in (*other, *other.values()):
        if code not in INDICATOR:
            raise unknown_name("指标", "indicator", code, INDICATOR)
    return replace(table, items=_judged(table.items, other), bonus=_judged(table.bonus, other))


def lost_by_department(result: Score) -> dict[str, float]:
    """Expected points lost under each department (an item counts under its first owner), the most first."""
    lost: dict[str, float] = {}
    for row in result.items:
        lost[row.item.owners[0]] = lost.get(row.item.owners[0], 0.0) + row.lost
    for task in result.open_tasks:
        lost[task.owners[0]] = lost.get(task.owners[0], 0.0) + task.points
    return dict(sorted(lost.items(), key=lambda pair: -pair[1]))


# --- one row


def _item_score(outcome: Outcome, item: Item) -> ItemScore:
    facts = known_facts(outcome.scenario)
    waiting = waits((level for level, _ in item.rule.marks), facts)
    values = place_values(outcome, item.place)
    points = np.zeros(values.shape) if waiting else points_of(item.rule, values, item.place.better, facts)
    full = share_with_error(points >= item.points - TOLERANCE)
    return ItemScore(item, points, mean_with_error(points), full, waiting)


def _bites(outcome: Outcome, veto: Veto) -> NDArray[np.bool_] | None:
    """The runs in which a veto's condition fails; without a figure in a run it fails, too."""
    facts = known_facts(outcome.scenario)
    if waits([veto.level], facts):
        return None
    values, better = place_values(outcome, veto.place), veto.place.better
    kept: NDArray[np.bool_] = better * values >= better * figure_of(veto.level, facts) - TOLERANCE
    return ~kept


def _rank(total: Runs, bites: Collection[NDArray[np.bool_] | None], table: ScoringTable) -> NDArray[np.int64]:
    """Place of each run's grade, 0 the best: that of its points, or a veto's cap where that is worse (equation 68)."""
    least = [grade.at_least for grade in table.grades]
    rank = np.select([total >= level - TOLERANCE for level in least], range(len(least)), len(least) - 1)
    keys = [grade.key for grade in table.grades]
    for veto, bitten in zip(table.vetoes, bites, strict=True):
        if bitten is not None:
            rank = np.where(bitten, np.maximum(rank, keys.index(veto.caps_at)), rank)
    return np.asarray(rank, dtype=np.int64)


def _judged(items: Iterable[Item], other: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(
        replace(item, place=replace(item.place, indicator=other.get(item.place.indicator, item.place.indicator)))
        for item in items
    )


def _fail_if_other_district(scenario: Scenario, table: ScoringTable) -> None:
    if scenario.root.name != table.plan:
        raise BadRequest(
            f"评分表“{table.name}”是为 {table.plan} 的区定的，方案 {scenario.name} 属于 {scenario.root.name}。"
            f"请复制评分表，改写 plan: {scenario.root.name}。",
            f"The scoring table {table.name} is for the district of {table.plan}; {scenario.name} belongs to "
            f"{scenario.root.name}. Copy the table and write plan: {scenario.root.name}.",
        )
