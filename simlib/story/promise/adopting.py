"""The last page of target setting: one table that a leading group can adopt, and the same by department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from ...estimators import Estimate, mean_with_error
from ...indicators import INDICATOR, SENSE_OF
from ...setting.promise.adoption import Proposal, Share, adoption, advice, baseline, breakdown, spending
from ...setting.promise.steps import STEPS, Step
from ...text import (
    amount,
    distinct_names,
    goal_words,
    indicator_words,
    joined,
    money,
    said,
    scope_words,
)
from .. import tables
from ..aiming import Aims
from ..assessment.assessing import assessed
from ..margins import beside, chance_with_error
from ..outcomes import runs_override
from ..rows import in_order, sector_titles
from ..showing import Shown, html, sentence
from .stepping import mark, rise_note, step_head, why
from .wording import wording

UNSAFE, ADVICE = ("likely", "open", "unlikely"), ("lower", "no_growth", "no_step", "untold")


def trial_note(aims: Aims) -> Shown:
    """A warning on top of a trial with few simulations; nothing otherwise."""
    few = aims.small or runs_override() is not None
    return sentence(said("adopt.trial", aims.language) if few else "", kind="banner" if few else "note")


def adoption_table(aims: Aims) -> Shown:
    """Indicator, how it is counted, baseline, the plan's target with its chance, three steps, money, owner."""
    rows = proposals(aims)
    warning = Markup('<p class="banner">{}</p>').format(said("adopt.illustrative", aims.language))
    body = tables.table(_heads(aims), [_cells(row, aims) for row in rows], "adopt", numbers=(1, 3, 4, 5, 6))
    return html((warning if aims.scenario.illustrative else Markup("")) + body + _note(aims))


def about_adoption(aims: Aims) -> Shown:
    """How many targets can be signed as they stand, what to do with the others, and which move nobody."""
    own = [row for row in proposals(aims) if row.assessed.target.status == "stated"]
    count = Counter(row.assessed.verdict for row in own)
    words = [
        said(
            "adopt.about",
            aims.language,
            count=len(own),
            safe=count["safe"],
            likely=count["likely"],
            open=count["open"] + count["unlikely"],
            missing=count["unknown"],
        )
    ]
    unsafe = [row for row in own if row.assessed.verdict in UNSAFE]
    words += [_named(f"adopt.about_{kind}", [row for row in unsafe if advice(row) == kind], aims) for kind in ADVICE]
    return sentence(*words, _named("adopt.about_idle", [row for row in own if not row.binding.binding], aims))


def department_blocks(aims: Aims) -> Shown:
    """The breakdown: one block a department, with its targets, its work without an indicator, and its money."""
    found = shares(aims)
    return html(Markup("").join([*(_block(share, aims) for share in found), _total(len(found), aims)]))


def about_blocks(aims: Aims) -> Shown:
    """How to read the blocks."""
    found, language = shares(aims), aims.language
    without = [tables.department(share.department, language) for share in found if not share.proposals]
    return sentence(
        said("adopt.about_blocks", language, count=len(found)),
        said("adopt.about_without", language, names=joined(without, language)) if without else "",
    )


def shares(aims: Aims) -> tuple[Share, ...]:
    """The blocks: every department that owns a target or a task of the scoring table, or pays in the year."""
    found = assessed(aims)
    tasks = found.table.tasks if found else ()
    return aims.once("shares", lambda: breakdown(proposals(aims), tasks, spending(aims.outcome, aims.year)))


def proposals(aims: Aims) -> tuple[Proposal, ...]:
    """The rows of the table, the plan's own targets first."""
    return aims.once("adoption", lambda: adoption(aims.outcome, in_order(aims.scenario.targets)))


# --- the table


def _heads(aims: Aims) -> list[tables.Cell]:
    language = aims.language
    return [
        said("adopt.head.indicator", language),
        said("adopt.head.baseline", language, year=aims.outcome.years[0]),
        said("adopt.head.plan", language),
        *(step_head(kind, language) for kind in STEPS),
        said("adopt.head.money", language, year=aims.year),
        said("adopt.head.owner", language),
    ]


def _cells(row: Proposal, aims: Aims) -> list[tables.Cell]:
    target, language = row.assessed.target, aims.language
    name = Markup("<b>{}</b>").format(indicator_words(target.indicator, language))
    owners = ("、" if language == "zh" else ", ").join(tables.department(one, language) for one in target.owners)
    return [name + tables.small(wording(target, aims.scenario, language)), *_levels(row, language), owners]


def _levels(row: Proposal, language: str) -> list[tables.Cell]:
    """Baseline, target with its chance, the three steps, money: what table and blocks have in common."""
    return [_baseline(row, language), _goal(row, language), *_steps(row, language), _money(row, language)]


def _baseline(row: Proposal, language: str) -> str:
    form, known = INDICATOR[row.assessed.target.indicator].form, row.binding.beside
    value = baseline(known)
    return said("dash", language) if value is None or form == "yes_no" else amount(value, form, language)


def _goal(row: Proposal, language: str) -> Markup:
    """The plan's target with its chance and verdict."""
    found = row.assessed
    goal = Markup("<b>{}</b>").format(goal_words(found.target, language))
    chance = chance_with_error(found.chance, found.error, language)
    chip = tables.chip(found.verdict, language) + tables.small(chance)
    return goal + Markup("<br>") + chip + why(row.binding, language)


def _steps(row: Proposal, language: str) -> list[tables.Cell]:
    if row.steps is None:
        return [said("dash", language)] * len(STEPS)
    return [_level(step, row, language) for step in row.steps.rows]


def _level(step: Step, row: Proposal, language: str) -> tables.Cell:
    """A level with the sign of its sense, as an office writes it."""
    if step.found is None:
        return said(f"promise.{step.lacks}", language)
    indicator = INDICATOR[row.assessed.target.indicator]
    level = amount(step.found.promised, indicator.form, language)
    words = Markup(escape(said(f"goal.{SENSE_OF[indicator.better]}", language, level=level)))
    return words + mark(step.found.promised, row.binding.beside, indicator.code, language)


def _money(row: Proposal, language: str) -> Markup:
    shared = said("adopt.shared", language) if row.shared else ""
    return Markup(escape(_paid(row.money, language))) + tables.small(shared)


def _note(aims: Aims) -> Markup:
    chances = joined([f"{100 * kind.chance:.0f}" for kind in STEPS], aims.language)
    words = said("adopt.note", aims.language, chances=chances)
    return _line(words + rise_note([row.assessed.target for row in proposals(aims)], aims.language))


def _line(words: str) -> Markup:
    return Markup('<p class="note">{}</p>').format(words)


def _named(key: str, rows: Sequence[Proposal], aims: Aims) -> str:
    """A sentence on some rows, by name; nothing where there are none."""
    names = distinct_names([row.assessed.target for row in rows], sector_titles(aims.scenario), aims.language)
    return said(key, aims.language, names=joined(names, aims.language)) if names else ""


def _paid(paid: Estimate, language: str) -> str:
    return money(paid.value, language) + beside(paid.error, "money", language)


# --- one department


def _block(share: Share, aims: Aims) -> Markup:
    title = Markup("<h4>{}</h4>").format(tables.department(share.department, aims.language))
    return title + _targets(share, aims) + _work(share, aims.language) + _line(_spent(share, aims))


def _targets(share: Share, aims: Aims) -> Markup:
    if not share.proposals:
        return _line(said("adopt.no_target", aims.language))
    rows = [_short_cells(row, aims) for row in share.proposals]
    return tables.table(_heads(aims)[:-1], rows, "adopt", numbers=(1, 3, 4, 5, 6))


def _spent(share: Share, aims: Aims) -> str:
    """What the department itself spends: not what is spent for its targets, which others may pay."""
    if share.money is None:
        return said("adopt.no_money", aims.language, year=aims.year)
    return said("adopt.spent", aims.language, year=aims.year, money=_paid(share.money, aims.language))


def _total(count: int, aims: Aims) -> Markup:
    """All that the year costs; the departments' own money adds up to it."""
    whole = mean_with_error(aims.outcome.annual("fiscal_cost", aims.year))
    paid = _paid(whole, aims.language)
    return Markup('<p class="note"><b>{}</b></p>').format(
        said("adopt.total", aims.language, count=count, year=aims.year, money=paid)
    )


def _short_cells(row: Proposal, aims: Aims) -> list[tables.Cell]:
    return [_title(row.assessed.target, aims), *_levels(row, aims.language)]


def _title(target: Any, aims: Aims) -> Markup:
    """The indicator with its scope."""
    scope = scope_words(target, sector_titles(aims.scenario))
    where = tables.small(scope.said(aims.language)) if scope else Markup("")
    return Markup(escape(indicator_words(target.indicator, aims.language))) + where


def _work(share: Share, language: str) -> Markup:
    """The department's tasks of the scoring table."""
    if not share.tasks:
        return Markup("")
    heads = [said(f"adopt.head.{name}", language) for name in ("task", "due", "state")]
    return tables.table(heads, _task_rows(share.tasks, language), "tasks")


def _task_rows(tasks: Sequence[Any], language: str) -> list[list[tables.Cell]]:
    return [
        [task.title.said(language), str(task.due), said("adopt.done" if task.done else "adopt.open", language)]
        for task in tasks
    ]
