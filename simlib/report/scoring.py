"""simlib score: a plan under the scoring table of its district, and areas in groups, told on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import BadRequest
from ..scenario import load
from ..setting.assessment.areas import read_areas
from ..setting.assessment.grouping import grouping
from ..setting.assessment.next_points import cheapest_point
from ..setting.assessment.scoring import ItemScore, Score, score
from ..setting.assessment.scoring_file import table_of
from ..story.assessment.apart import areas_lines, areas_words, equals_words, save_areas_funnel
from ..story.assessment.assessing_words import (
    LEAST_LOST,
    grade_words,
    grades_words,
    owners_words,
    points_with_error,
    points_words,
    step_words,
    steps_words,
    tasks_words,
)
from ..story.outcomes import outcome_of
from ..text import chance_words, money, said
from .terminal import table_lines
from .wrapping import wrapped_all


class Wish(NamedTuple):
    """What is asked for: plan, scoring table ("" = the district's first), day, areas, where figures go."""

    plan: str
    table: str = ""
    on: str = ""
    areas: Path | None = None
    out: Path = Path("out")


def tell_score(wish: Wish, languages: Sequence[str]) -> str:
    """Points by item, chance of each grade, open tasks; then the areas of the file, if one is given."""
    groups = grouping(read_areas(wish.areas)) if wish.areas else None  # a mistake in the file is told at once
    now, done = _scores(wish)
    told = []
    for language in languages:
        lines = _score_lines(now, done, language)
        if groups is not None:
            place = save_areas_funnel(groups, language, wish.out / "score" / wish.plan)
            lines += ["", *wrapped_all([areas_words(groups, language), equals_words(groups.rate, language, "areas")]),
                      *table_lines(areas_lines(groups, language)), str(place)]  # fmt: skip
        told.append("\n".join(lines))
    return "\n\n".join(told)


def tell_steps(wish: Wish, languages: Sequence[str]) -> str:
    """The cheapest next points, on the terminal."""
    plan = load(wish.plan)
    now, _ = _scores(wish)
    found = cheapest_point(plan, now.table)
    told = []
    for language in languages:
        head = [said(f"score.head.{name}", language) for name in ("step", "gain", "cost", "real")]
        rows = [
            [step_words(row, language), points_with_error(row.gain, language), money(row.cost.value, language),
             points_with_error(row.real, language)
             + (f" {said('score.paper', language)}" if row.on_paper else "")]
            for row in found
        ]  # fmt: skip
        told.append("\n".join([*wrapped_all(steps_words(now, found, language)), *table_lines([head, *rows])]))
    return "\n\n".join(told)


def _scores(wish: Wish) -> tuple[Score, Score]:
    """The plan's score with tasks as they stand, and with all of them done."""
    plan = load(wish.plan)
    rules, on = table_of(plan, wish.table), _day(wish.on)
    outcome = outcome_of(plan)
    every = [task.key for task in rules.tasks]
    return score(outcome, rules, on=on), score(outcome, rules, done=every, on=on)


def _score_lines(now: Score, done: Score, language: str) -> list[str]:
    heads = [said(f"score.head.{name}", language) for name in ("item", "points", "expected", "lost", "owner")]
    items = [_item(row, language) for row in now.items] + [_bonus(row, language) for row in now.bonus]
    items += _sums(now, language)
    grade_heads = [said(name, language) for name in ("score.head.grade", "score.bars.done", "score.bars.now")]
    grades = [
        [grade_words(now.table, place, language),
         *(chance_words(one.grades[place].chance.value, language) for one in (done, now))]
        for place in range(len(now.table.grades))
    ]  # fmt: skip
    note = said("score.note.example", language) if now.table.status == "illustrative" else ""
    return [
        now.table.title.said(language), *([f"[{note}]"] if note else []),
        *wrapped_all([*points_words(now, language), *grades_words(now, done, language)]),
        *wrapped_all(tasks_words(now, language)), "",
        *table_lines([heads, *items]), "",
        *_tasks(now, language), "", *table_lines([grade_heads, *grades]),
    ]  # fmt: skip


def _item(row: ItemScore, language: str) -> list[str]:
    """One item's line; an item without the figure to compare with says so."""
    expected = said("score.unfilled", language) if row.waiting else points_with_error(row.expected, language)
    owners = owners_words(row.item.owners, language)
    return [row.item.title.said(language), f"{row.item.points:g}", expected, f"{row.lost:.1f}", owners]


def _bonus(row: ItemScore, language: str) -> list[str]:
    """One bonus's line: what it earns makes up for what is lost, so that the column adds up."""
    title, points, expected, _, owners = _item(row, language)
    back = f"−{row.expected.value:.1f}" if row.expected.value >= LEAST_LOST else "0.0"
    return [said("score.bonus", language, title=title), f"+{points}", expected, back, owners]


def _sums(now: Score, language: str) -> list[list[str]]:
    """The tasks' points in one line, then the total as the headline says it."""
    tasks, total = now.table.tasks, now.table.total
    worth, left = sum(task.points for task in tasks), sum(task.points for task in now.open_tasks)
    name = said("score.tasks", language, all=len(tasks), done=len(tasks) - len(now.open_tasks))
    every = [said("score.total", language), f"{total:g}", points_with_error(now.expected, language),
             f"{total - now.expected.value:.1f}", ""]  # fmt: skip
    return [*([[name, f"{worth:g}", f"{worth - left:.1f}", f"{left:.1f}", ""]] if tasks else []), every]


def _tasks(now: Score, language: str) -> list[str]:
    """Open tasks as lines."""
    head = [said(f"score.head.{name}", language) for name in ("task", "due", "points", "owner")]
    rows = [
        [task.title.said(language), task.due.isoformat() + (f" {said('score.overdue', language)}"
         if task in now.overdue else ""), f"{task.points:g}", owners_words(task.owners, language)]
        for task in now.open_tasks
    ]  # fmt: skip
    return table_lines([head, *rows]) if rows else []


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            f"--on {text} 不是日期，请写成 2012-06-30。", f"--on {text} is not a date; write 2012-06-30."
        ) from None
