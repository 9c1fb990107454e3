"""Tables of the assessment as plain HTML: points, tasks, cheapest next points, the stress test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from ...grammar.scoring import Task
from ...setting.assessment.next_points import NextPoint
from ...setting.assessment.scoring import ItemScore, Score, VetoScore
from ...setting.assessment.stress import Stress
from ...text import chance_words, change, said
from ..margins import beside
from ..tables import Row, department, small, table
from .assessing_words import owners_words, points_with_error, step_words


def points_markup(now: Score, language: str) -> Markup:
    """Items, bonus and tasks in one table with the total under it."""
    names = ("item", "points", "expected", "lost", "full", "owner")
    head = [said(f"score.head.{name}", language) for name in names]
    rules = now.table
    rows: list[Row] = [escape(said("score.group.items", language))]
    rows += [item_cells(row, language) for row in now.items]
    if now.bonus:
        rows.append(escape(said("score.group.bonus", language, cap=f"{rules.bonus_cap:g}")))
        rows += [item_cells(row, language) for row in now.bonus]
    if rules.tasks:
        rows.append(escape(said("score.group.tasks", language)))
        rows += [task_cells(task, now, language) for task in rules.tasks]
    rows.append(total_cells(now, language))
    if now.vetoes:
        rows.append(escape(said("score.group.vetoes", language)))
        rows += [veto_cells(row, now, language) for row in now.vetoes]
    note = said("score.note.example", language) if rules.status == "illustrative" else ""
    return table(head, rows, "scoring", numbers=(1, 2, 3)) + Markup('<p class="note">{}</p>').format(note)


def item_cells(row: ItemScore, language: str) -> list[str | Markup]:
    """One item's line."""
    waiting = small(said("score.waiting", language)) if row.waiting else Markup("")
    dash = said("dash", language)
    full = dash if row.waiting else chance_words(row.full.value, language, short=True)
    title = escape(row.item.title.said(language)) + waiting
    return [
        title, f"{row.item.points:g}", points_with_error(row.expected, language),
        f"{row.lost:.1f}", full, owners_words(row.item.owners, language),
    ]  # fmt: skip


def task_cells(task: Task, now: Score, language: str) -> list[str | Markup]:
    """One task's line: done, or open with its date."""
    late = said("score.overdue", language) if task in now.overdue else ""
    state = said("score.done", language) if task.done else said("score.open", language, due=task.due.isoformat())
    earned = task.points if task.done else 0.0
    return [
        escape(task.title.said(language)) + small(state) + small(late), f"{task.points:g}", f"{earned:g}",
        f"{task.points - earned:g}", said("dash", language), owners_words(task.owners, language),
    ]  # fmt: skip


def total_cells(now: Score, language: str) -> list[str | Markup]:
    """The last line: all points."""
    lost = f"{now.table.total - now.expected.value:.1f}"
    total = Markup("<b>{}</b>").format(said("score.total", language))
    return [total, f"{now.table.total:g}", points_with_error(now.expected, language), lost, "", ""]


def veto_cells(row: VetoScore, now: Score, language: str) -> list[str | Markup]:
    """One veto's line: what it caps, and how likely it bites."""
    best = now.table.grade(row.veto.caps_at).title.said(language)
    chance = chance_words(row.chance.value if row.chance else None, language)
    note = small(said("score.veto", language, grade=best, chance=chance))
    owners = owners_words(row.veto.owners, language)
    return [escape(row.veto.title.said(language)) + note, "", "", "", "", owners]


def tasks_markup(now: Score, language: str) -> Markup:
    """Open tasks by date."""
    head = [said(f"score.head.{name}", language) for name in ("task", "due", "points", "owner")]
    rows = [
        [task.title.said(language), task.due.isoformat(), f"{task.points:g}", owners_words(task.owners, language)]
        for task in now.open_tasks
    ]
    return table(head, rows, "scoring", numbers=(2,))


def steps_markup(tasks: Sequence[Task], found: Sequence[NextPoint], language: str) -> Markup:
    """Tasks first: they cost work and no money; then steps as they were chosen."""
    head = [said(f"score.head.{name}", language) for name in ("step", "gain", "cost", "rate", "real", "owner")]
    dash, free = said("dash", language), said("score.free", language)
    rows: list[Row] = [
        [task.title.said(language), f"{task.points:g}", free, dash, dash, owners_words(task.owners, language)]
        for task in tasks
    ]
    rows += [step_cells(row, language) for row in found]
    return table(head, rows, "scoring", numbers=(1, 2, 3, 4))


def step_cells(row: NextPoint, language: str) -> list[str | Markup]:
    """One step's line."""
    dash = said("dash", language)
    paper = small(said("score.paper", language)) if row.on_paper else Markup("")
    cost = change(row.cost.value, "money", language) + beside(row.cost.error, "money", language)
    rate = dash if row.rate is None else points_with_error(row.rate, language)
    owner = department(row.step.dial.lever.owner, language) if row.step.dial else dash
    gain, real = (points_with_error(one, language) for one in (row.gain, row.real))
    return [escape(step_words(row, language)) + paper, gain, cost, rate, real, owner]


def stress_markup(found: Stress, language: str) -> Markup:
    """Points by the kind of rate that is judged; then the items that moved."""
    head = [said(f"score.head.{name}", language) for name in ("judged", "honest", "gamed")]

    def cells(name: str, row: Any) -> list[str]:
        return [name, *(points_with_error(one, language) for one in (row.honest, row.gain))]

    rows = [cells(said(f"score.judged.{row.by}", language), row) for row in found.judgements]
    clear = [row for row in found.items if row.gain.value > 2 * row.gain.error]
    moved = [cells(row.item.title.said(language), row) for row in clear]
    second = [said("score.head.item", language), *head[1:]]
    return table(head, rows, "scoring", numbers=(1, 2)) + table(second, moved, "scoring", numbers=(1, 2))
