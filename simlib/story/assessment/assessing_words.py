"""Sentences of the assessment: where points are lost, what is likely, what is cheapest, what the rules pay for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...grammar.scoring import ScoringTable
from ...setting.assessment.next_points import NextPoint
from ...setting.assessment.scoring import Score
from ...setting.assessment.stress import Stress
from ...text import change, joined, money, said
from ..changes import value_words
from ..margins import beside, chance_with_error, margin
from ..tables import department

MOST_NAMED = 3
LEAST_LOST = 0.05  # points: less is printed as none


def points_words(now: Score, language: str) -> list[str]:
    """The total, what loses most, what waits."""
    rules, lost, waiting = now.table, lost_words(now, language), _waiting(now, language)
    return [
        said("score.about.total", language, table=rules.title.said(language), year=rules.year, total=f"{rules.total:g}",
             points=f"{now.expected.value:.1f}", error=beside(now.expected.error, "points", language)),
        said("score.about.lost", language, items=joined(lost, language)) if lost else "",
        said("score.about.waiting", language, points=f"{now.waiting:g}", items=waiting) if waiting else "",
    ]  # fmt: skip


def lost_words(now: Score, language: str) -> list[str]:
    """Where most points are lost, the most first: items, waiting ones too, and the open tasks together."""
    tasks = now.open_tasks
    worth = sum(task.points for task in tasks)
    lost = [(worth, said("score.about.open", language, count=len(tasks), points=f"{worth:g}"))]
    lost += [
        (row.lost, said("score.about.item", language, title=row.item.title.said(language), points=f"{row.lost:.1f}",
                        owner=owners_words(row.item.owners, language)))
        for row in now.items
    ]  # fmt: skip
    worst = sorted(lost, key=lambda pair: -pair[0])[:MOST_NAMED]
    return [words for points, words in worst if points >= LEAST_LOST]


def _waiting(now: Score, language: str) -> str:
    """The items that cannot be judged yet, by name; nothing where all can."""
    titles = [row.item.title.said(language) for row in now.items if row.waiting]
    return joined([said("score.about.named", language, title=title) for title in titles], language)


def grades_words(now: Score, done: Score, language: str) -> list[str]:
    """The chance of the better half of grades; what vetoes most."""
    best, today = done.aimed_at, now.aimed_at
    words = [
        said("score.about.grade", language, grade=best.grade.title.said(language),
             chance=chance_with_error(best.or_better.value, best.or_better.error, language),
             now=chance_with_error(today.or_better.value, today.or_better.error, language))
    ]  # fmt: skip
    known = [row for row in done.vetoes if row.chance is not None]
    if known:
        likely = max(known, key=lambda row: row.chance.value if row.chance else 0.0)
        chance = chance_with_error(done.vetoed.value, done.vetoed.error, language)
        words.append(said("score.about.veto", language, chance=chance, veto=likely.veto.title.said(language)))
    return words


def tasks_words(now: Score, language: str) -> list[str]:
    """Open tasks: how many, worth what, the first due; how many are late."""
    tasks = now.open_tasks
    if not tasks:
        return [said("score.about.no_tasks", language)]
    first, worth = tasks[0], sum(task.points for task in tasks)
    return [
        said("score.about.tasks", language, count=len(tasks), points=f"{worth:g}", first=first.title.said(language),
             due=first.due.isoformat(), owner=owners_words(first.owners, language)),
        said("score.about.overdue", language, count=len(now.overdue)) if now.overdue else "",
    ]  # fmt: skip


def steps_words(now: Score, found: Sequence[NextPoint], language: str) -> list[str]:
    """Tasks first, then the cheapest step that is real, then what is paid on paper."""
    open_points = sum(task.points for task in now.open_tasks)
    words = [said("score.about.task_first", language, points=f"{open_points:g}")] if open_points else []
    real = next((row for row in found if row.is_clear and not row.on_paper), None)
    if real is None:
        return [*words, said("score.about.no_step", language)]
    cost = said("score.free", language) if real.rate is None else said(
        "score.about.cost", language, money=money(real.cost.value, language))  # fmt: skip
    words.append(said("score.about.step", language, step=step_words(real, language), gain=f"{real.gain.value:.1f}",
                      error=beside(real.gain.error, "points", language), cost=cost))  # fmt: skip
    paper = [row for row in found if row.on_paper]
    if paper:
        words.append(said("score.about.paper", language, count=len(paper), step=step_words(paper[0], language)))
    return words


def stress_words(found: Stress, language: str) -> list[str]:
    """What easy sampling earns as drafted, and judged by tests that cannot be steered."""
    by = {row.by: row.gain for row in found.judgements}
    seen, true = (change(one.value, "share", language) for one in (found.sampled_rate, found.true_rate))
    return [
        said("score.about.stress", language, gain=f"{by['reported'].value:.1f}",
             error=beside(by["reported"].error, "points", language), seen=seen, true=true),
        said("score.about.remedy", language, core=points_with_error(by["core"], language),
             corrected=points_with_error(by["corrected"], language)),
    ]  # fmt: skip


# --- words


def step_words(row: NextPoint, language: str) -> str:
    """A step as it is said: lever, old and new value, or the plan's title."""
    dial, level = row.step.dial, row.step.level
    if dial is None or level is None:
        return said("score.step.plan", language, title=row.step.plan.title.said(language))
    name = dial.lever.words.said(language)
    if dial.place:
        titles = {tier.name: tier.title for tier in row.step.plan.tiers}
        name = said("score.step.tier", language, lever=name, tier=titles[dial.place].said(language))
    if level.times is not None:
        return said("score.step.times", language, lever=name, times=f"{level.times:g}")
    old, new = (value_words(value, dial.lever, language) for value in (dial.levels[dial.start].value, level.value))
    return said("score.step.value", language, lever=name, old=old, new=new)


def grade_words(rules: ScoringTable, place: int, language: str) -> str:
    """A grade with the points it takes."""
    grade = rules.grades[place]
    key = "score.grade" if grade.at_least > 0 else "score.grade.last"
    return said(key, language, grade=grade.title.said(language), points=f"{grade.at_least:g}")


def owners_words(owners: Sequence[str], language: str) -> str:
    """Departments in a row."""
    return ("、" if language == "zh" else "; ").join(department(owner, language) for owner in owners)


def points_with_error(one: Any, language: str) -> str:
    """10.2 ±0.2, with a minus sign that is one."""
    said_value = f"{one.value:.1f}".replace("-", "−")
    return f"{said_value} {margin(one.error, 'points', language)}".strip()
