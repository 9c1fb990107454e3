"""A scoring table (考核评分表): items, bonus, vetoes, tasks and grades, read strictly from a planner's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from simlib.words import STATUSES, Words

from .folders import SCORING, SUFFIX, is_plain, own_name
from .goals import read_owners
from .nodes import Mistakes, Node, mistake, short
from .records import Scenario
from .scored import Item, Veto, plain_text, read_day, read_item, read_veto
from .scored_rules import MOST_POINTS
from .values import NO_WORDS, Bounds, choice, entries, fields, number, switch, whole, words

HEADER = ("name", "title", "plan", "year", "total", "status", "source")
BLOCKS = ("items", "grades")
OPTIONAL = ("bonus", "bonus_cap", "vetoes", "tasks")
TASK_KEYS = ("title", "owner", "due", "done", "points")
GRADE_KEYS = ("title", "at_least")
STANDINGS = [name for name in STATUSES if name != "missing"]
Row = TypeVar("Row")
_CENT = 1e-6  # points are added as decimals


@dataclass(frozen=True)
class Task:
    """A piece of work without an indicator: it earns its points once it is done."""

    key: str
    title: Words
    owners: tuple[str, ...]
    due: date
    done: bool
    points: float


@dataclass(frozen=True)
class AwardGrade:
    """A grade of the award (优, 良 …) and the least total that earns it."""

    key: str
    title: Words
    at_least: float


@dataclass(frozen=True)
class ScoringTable:
    """The rules of an assessment; items and tasks add up to `total`, bonus points beyond count up to `bonus_cap`."""

    name: str
    title: Words
    plan: str
    year: int
    total: float
    status: str
    source: str
    items: tuple[Item, ...]
    bonus: tuple[Item, ...]
    bonus_cap: float
    vetoes: tuple[Veto, ...]
    tasks: tuple[Task, ...]
    grades: tuple[AwardGrade, ...]
    file: str = ""

    def grade(self, key: str) -> AwardGrade:
        """The grade of that key."""
        return next(row for row in self.grades if row.key == key)


def scoring_files_in(folder: Path) -> dict[str, Path]:
    """Every scoring table with a plain name, by name, in order."""
    found = (folder / SCORING).glob(f"*{SUFFIX}")
    return dict(sorted((path.stem, path) for path in found if is_plain(path.stem)))


def root_named(top: Node) -> Node:
    """The entry that says for which plan's district the table is written."""
    if "plan" not in top.entries:
        raise mistake(
            top,
            "缺少“plan”。请写明为哪个起点方案（区）而定，如 plan: baseline。",
            "“plan” is missing. Say for which plan's district the table is, such as plan: baseline.",
        )
    return top.entries["plan"]


def read_scoring(top: Node, path: Path, ground: Scenario) -> ScoringTable:
    """The table written in a file, checked against the district it is for; all mistakes at once, in order of lines."""
    mistakes = Mistakes()
    parts = fields(top, (*HEADER, *BLOCKS), OPTIONAL, mistakes)
    years = ground.calendar.years
    year = mistakes.attempt(lambda node: whole(node, Bounds(years[0], years[-1])), parts.get("year"), years[0])
    names = tuple(parts["grades"].entries) if "grades" in parts else ()
    table = ScoringTable(
        name=mistakes.attempt(lambda node: own_name(node, path.stem), parts.get("name"), path.stem),
        title=mistakes.attempt(lambda node: words(node, mistakes), parts.get("title"), NO_WORDS),
        plan=ground.name,
        year=year,
        total=mistakes.attempt(_points, parts.get("total"), 0.0),
        status=mistakes.attempt(
            lambda node: choice(node, STANDINGS, Words("数据状态", "status")), parts.get("status"), ""
        ),
        source=mistakes.attempt(plain_text, parts.get("source"), ""),
        items=_rows(parts.get("items"), lambda node: read_item(node, year, ground), mistakes),
        bonus=_rows(parts.get("bonus"), lambda node: read_item(node, year, ground), mistakes),
        bonus_cap=mistakes.attempt(_points, parts.get("bonus_cap"), 0.0),
        vetoes=_rows(parts.get("vetoes"), lambda node: read_veto(node, year, ground, names), mistakes),
        tasks=_rows(parts.get("tasks"), lambda node: _task(node, year), mistakes),
        grades=_grades(parts["grades"], mistakes) if "grades" in parts else (),
        file=top.file,
    )
    _fail_in_order(mistakes)
    for check in (_fail_if_bonus_uncapped, _fail_if_key_twice, _fail_if_wrong_sum):
        with mistakes.noted():
            check(parts, table)
    _fail_in_order(mistakes)
    return table


def _fail_in_order(mistakes: Mistakes) -> None:
    """Raise all mistakes from the first line down; what the file as a whole lacks comes last."""
    mistakes.found.sort(key=lambda error: (not error.key, error.line))
    mistakes.fail_if_any()


def _rows(node: Node | None, read: Callable[[Node], Row], mistakes: Mistakes) -> tuple[Row, ...]:
    """What `read` makes of each entry of a block, mistakes noted."""
    found = list[Row]()
    with mistakes.noted():
        for entry in entries(node).values():
            with mistakes.noted():
                found.append(read(entry))
    return tuple(found)


def _points(node: Node) -> float:
    return number(node, Bounds(0.0, MOST_POINTS))


def _task(node: Node, year: int) -> Task:
    own = Mistakes()
    parts = fields(node, TASK_KEYS, (), own)
    own.fail_if_any()
    found = Task(
        node.last_key,
        words(parts["title"], own),
        own.attempt(read_owners, parts["owner"], ()),
        own.attempt(lambda one: read_day(one, year), parts["due"], date.min),
        own.attempt(switch, parts["done"], 0.0) > 0.0,
        own.attempt(_points, parts["points"], 0.0),
    )
    own.fail_if_any()
    return found


def _grades(node: Node, mistakes: Mistakes) -> tuple[AwardGrade, ...]:
    """The grades from the best down; the last one is open to everybody."""
    found = _rows(node, _grade, mistakes)
    for entry, (better, worse) in zip(list(node.entries.values())[1:], pairwise(found), strict=False):
        if worse.at_least >= better.at_least:
            mistakes.add(
                mistake(
                    entry,
                    f"等次须从高到低排：{better.at_least:g} 之后不能是 {worse.at_least:g}。",
                    f"grades go from the best down: {worse.at_least:g} cannot follow {better.at_least:g}.",
                )
            )
    if found and found[-1].at_least != 0.0:
        mistakes.add(
            mistake(
                node,
                f"最低一等须为 at_least: 0（人人有等次），现为 {found[-1].at_least:g}。",
                f"the last grade must have at_least: 0, so that everybody has one; it has {found[-1].at_least:g}.",
            )
        )
    if not found:
        mistakes.add(mistake(node, "至少要有一个等次。", "there must be at least one grade."))
    return found


def _grade(node: Node) -> AwardGrade:
    own = Mistakes()
    parts = fields(node, GRADE_KEYS, (), own)
    own.fail_if_any()
    found = AwardGrade(node.last_key, words(parts["title"], own), own.attempt(_points, parts["at_least"], 0.0))
    own.fail_if_any()
    return found


def _fail_if_bonus_uncapped(parts: dict[str, Node], table: ScoringTable) -> None:
    if table.bonus and "bonus_cap" not in parts:
        raise mistake(
            parts["bonus"],
            "有加分项就须写明加分上限，如 bonus_cap: 3。",
            "with bonus items give the most that they may add, such as bonus_cap: 3.",
        )


def _fail_if_key_twice(parts: dict[str, Node], table: ScoringTable) -> None:
    """An item, a bonus and a task of the same key could not be told apart."""
    seen: set[str] = set()
    for block in ("items", "bonus", "tasks"):
        for key, entry in entries(parts.get(block)).items():
            if key in seen:
                raise mistake(
                    entry,
                    f"“{short(key)}”已用作另一项的键。请改名。",
                    f"“{short(key)}” is the key of another row. Rename it.",
                )
            seen.add(key)
    if not table.items:
        raise mistake(parts["items"], "至少要有一个考核项。", "there must be at least one item.")


def _fail_if_wrong_sum(parts: dict[str, Node], table: ScoringTable) -> None:
    found = sum(item.points for item in table.items) + sum(task.points for task in table.tasks)
    if abs(found - table.total) > _CENT:
        raise mistake(
            parts["total"],
            f"各项与任务的分值相加为 {found:g}，与 total: {table.total:g} 不符。请核对各项 points（加分项不计）。",
            f"the points of items and tasks add up to {found:g}, not to total: {table.total:g}. Check the points "
            "(bonus items do not count).",
        )
