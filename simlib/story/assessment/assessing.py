"""The assessment on the page: points by item, chance of each grade, tasks, cheapest next points, the stress test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from markupsafe import Markup

from ...grammar.scoring import ScoringTable
from ...plots.scoring import GradeBar, grade_bars
from ...setting.assessment.next_points import NextPoint, cheapest_point
from ...setting.assessment.scoring import Score, score
from ...setting.assessment.scoring_file import table_of, tables_for
from ...setting.assessment.stress import Stress, stress_test
from ...text import chance_words, said
from ..aiming import Aims
from ..outcomes import runs_override
from ..showing import Shown, figure, html, sentence
from .assessing_tables import points_markup, steps_markup, stress_markup, tasks_markup
from .assessing_words import grade_words, grades_words, points_words, steps_words, stress_words, tasks_words

PLANS = ("combined", "standards", "brand_drive", "exposure_blacklist")  # tried as a whole beside single steps


class Assessed(NamedTuple):
    """A plan under its district's table: tasks as they stand, and all of them done."""

    table: ScoringTable
    now: Score
    done: Score


def assessed(aims: Aims, name: str = "") -> Assessed | None:
    """The plan's score, computed once; None where the district has no table."""
    if not name and not tables_for(aims.scenario):
        return None
    return aims.once(f"score {name}", lambda: _assessed(aims, table_of(aims.scenario, name)))


def with_table(tell: Callable[[Aims, Assessed], Shown]) -> Callable[[Aims], Shown]:
    """A cell that tells of the plan under its district's table, or says that there is none."""

    @wraps(tell)
    def told(aims: Aims) -> Shown:
        found = assessed(aims)
        return tell(aims, found) if found else sentence(said("score.no_table", aims.language), kind="note")

    return told


@with_table
def points_table(aims: Aims, found: Assessed) -> Shown:
    """Each item of the scoring table: points, what is expected, where points are lost, who answers for it."""
    return html(points_markup(found.now, aims.language))


@with_table
def about_points(aims: Aims, found: Assessed) -> Shown:
    """The expected total and the items that lose most."""
    return sentence(*points_words(found.now, aims.language))


@with_table
def grade_chances(aims: Aims, found: Assessed) -> Shown:
    """How likely each grade is, with all tasks done and as they stand."""
    language = aims.language
    bars = [
        GradeBar(
            grade_words(found.table, place, language),
            _length(now.chance.value), chance_words(now.chance.value, language, short=True),
            _length(done.chance.value), chance_words(done.chance.value, language, short=True),
        )
        for place, (now, done) in enumerate(zip(found.now.grades, found.done.grades, strict=True))
    ]  # fmt: skip
    label = said("score.bars.axis", language)
    labels = said("score.bars.done", language), said("score.bars.now", language)
    return figure(grade_bars(bars, labels, label), f"grades_{language}", label, aims.out)


@with_table
def about_grades(aims: Aims, found: Assessed) -> Shown:
    """The chance of the better half of grades, and of a veto."""
    return sentence(*grades_words(found.now, found.done, aims.language))


@with_table
def task_list(aims: Aims, found: Assessed) -> Shown:
    """The work that is not done: owner, date, points."""
    return html(tasks_markup(found.now, aims.language))


@with_table
def about_tasks(aims: Aims, found: Assessed) -> Shown:
    """How many points wait for work alone, and which is due first."""
    return sentence(*tasks_words(found.now, aims.language))


@with_table
def next_points(aims: Aims, found: Assessed) -> Shown:
    """Open tasks, then the steps that earn points for the least money."""
    notes = Markup('<p class="note">{}</p>').format(said("score.note.steps", aims.language))
    return html(steps_markup(found.now.open_tasks, steps(aims, found), aims.language) + notes)


@with_table
def about_next_points(aims: Aims, found: Assessed) -> Shown:
    """The cheapest point, and the steps that the table pays for on paper."""
    return sentence(*steps_words(found.now, steps(aims, found), aims.language))


@with_table
def stress_table(aims: Aims, found: Assessed) -> Shown:
    """What the table pays when easy units are sampled, judged by each kind of rate."""
    return html(stress_markup(stressed(aims, found), aims.language))


@with_table
def about_stress(aims: Aims, found: Assessed) -> Shown:
    """Points gained for nothing, and the rule that would not have paid them."""
    return sentence(*stress_words(stressed(aims, found), aims.language))


# --- what is computed once


def steps(aims: Aims, found: Assessed) -> tuple[NextPoint, ...]:
    """The cheapest next points of the plan."""
    return aims.once("next points", lambda: _steps(aims, found.table))


def stressed(aims: Aims, found: Assessed) -> Stress:
    """The plan and the plan with easy units sampled, under the table with all tasks done."""
    return aims.once("stress", lambda: _stressed(aims, found))


def _assessed(aims: Aims, rules: ScoringTable) -> Assessed:
    return Assessed(
        rules, score(aims.outcome, rules), score(aims.outcome, rules, done=[task.key for task in rules.tasks])
    )


def _steps(aims: Aims, rules: ScoringTable) -> tuple[NextPoint, ...]:
    from ...scenario import load, names

    known = () if aims.small else tuple(name for name in PLANS if name in names())
    plans = [plan for plan in map(load, known) if plan.root.digest == aims.scenario.root.digest]
    return cheapest_point(aims.scenario, rules, plans, **_size(aims))


def _stressed(aims: Aims, found: Assessed) -> Stress:
    from ...ensemble import simulate
    from ...setting.promise.gaming import easy_sampling

    easier = simulate(easy_sampling(aims.scenario), through=found.table.year, **_size(aims))
    return stress_test(aims.outcome, easier, found.done.table)


def _size(aims: Aims) -> dict[str, Any]:
    """As many runs as the plan asks for; a trial takes few."""
    runs = runs_override() or (aims.scenario.runs.draws, aims.scenario.runs.replicates)
    draws = min(runs[0], 10) if aims.small else runs[0]
    return {"draws": max(draws, 2), "replicates": runs[1]}


def _length(chance: float) -> float:
    """A bar's length in futures of 100; open-ended like its words."""
    return min(97.0, max(2.0, 100.0 * chance))
