"""Adoption: what a leading group would sign – every target with its steps, its chance, its money and its owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...bills import department_costs, money_at, serving, year_money
from ...estimators import Estimate, mean_with_error
from ...indicators import INDICATOR
from ...targets import TOLERANCE, Assessment, assess
from .steps import Beside, Binding, Steps, binding, steps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...grammar.scoring import Task
    from ...outcome import Outcome
    from ...scenario import Target

Item = TypeVar("Item")
_DIGITS = {"share": 3, "number": 0, "money": 0}  # as planners see them: a tenth of a per cent, whole numbers


class Proposal(NamedTuple):
    """One row of the table to adopt: the target as the plan has it, what could be promised instead, and the money.

    `steps` is None for yes-or-no targets. `money` is what is spent for it in its year (10,000 yuan), `shared` True if
    some of it works for other rows too, so that the column must not be added up.
    """

    assessed: Assessment
    binding: Binding
    steps: Steps | None
    money: Estimate
    shared: bool


class Share(NamedTuple):
    """One department's block of the breakdown: the proposals and the tasks that it answers for, alone or with others.

    `money` is what the department itself spends in the year (10,000 yuan), None if it pays for nothing.
    """

    department: str
    proposals: tuple[Proposal, ...]
    tasks: tuple[Task, ...] = ()
    money: Estimate | None = None


def adoption(outcome: Outcome, targets: Iterable[Target] | None = None) -> tuple[Proposal, ...]:
    """The table that a leading group can adopt, one row a target of the plan."""
    found = assess(outcome, targets)
    places = [serving(outcome.scenario, row.target) for row in found]
    shared = [any(own & other for other in places if other is not own) for own in places]
    spent = {year: year_money(outcome, year) for year in {row.target.year for row in found}}
    sums = [money_at(spent[row.target.year], own) for row, own in zip(found, places, strict=True)]
    return tuple(_proposal(outcome, *row) for row in zip(found, sums, shared, strict=True))


def breakdown(
    proposals: Iterable[Proposal], tasks: Iterable[Task] = (), spent: Mapping[str, Estimate] | None = None
) -> tuple[Share, ...]:
    """The same by department: whoever owns a target or a task, or pays; what has several owners stands with each."""
    targets = _by_owner((owner, row) for row in proposals for owner in row.assessed.target.owners)
    work = _by_owner((owner, task) for task in tasks for owner in task.owners)
    paid = {name: money for name, money in (spent or {}).items() if money.value > 0.0}
    names = dict.fromkeys([*targets, *work, *paid])
    return tuple(Share(name, targets.get(name, ()), work.get(name, ()), paid.get(name)) for name in names)


def spending(outcome: Outcome, year: int) -> dict[str, Estimate]:
    """What each department spends in a year, with its simulation error; together all that the year costs."""
    table = department_costs(outcome, year)
    rows = zip(table["department"], table["mean"], table["error"], strict=True)
    return {str(name): Estimate(float(mean), float(error)) for name, mean, error in rows}


def standing(level: float, known: Beside, indicator: str) -> str:
    """How a level compares with last year's figure as both are printed: worse, same, better; "" without a figure."""
    before = baseline(known)
    return "" if before is None else against(level, before, indicator)


def against(level: float, before: float, indicator: str) -> str:
    """How a level compares with one earlier figure as both are printed: worse, same, better; "" where neither is."""
    row = INDICATOR[indicator]
    if not row.better:
        return ""
    digits = _DIGITS.get(row.form, 1)
    gap = (round(level, digits) - round(before, digits)) * row.better
    return "same" if abs(gap) < TOLERANCE else "better" if gap > 0.0 else "worse"


def baseline(known: Beside) -> float | None:
    """Last year's figure: counted where there is one, else the middle of the simulated year."""
    return known.last if known.counted is None else known.counted


def advice(row: Proposal) -> str:
    """What to do with a row that is not safe: sign a lower step, or only more effort helps (no_growth, no_step).

    `untold` where runs or tests are too few for the assured level. A firmer step is never the better one: where a
    bolder one is no better than last year already, the assured one is not either.
    """
    if row.steps is None:
        return "no_step"
    firmest = next((step for step in row.steps.rows if step.found is not None), None)
    if firmest is None or firmest.found is None:
        return "untold"
    if standing(firmest.found.promised, row.steps.beside, row.steps.indicator) in ("worse", "same"):
        return "no_growth"
    return "lower" if firmest is row.steps.rows[0] else "untold"


def _by_owner(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    """What each owner answers for, in the order given."""
    found: dict[str, tuple[Item, ...]] = {}
    for owner, item in pairs:
        found[owner] = (*found.get(owner, ()), item)
    return found


def _proposal(outcome: Outcome, found: Assessment, spent: NDArray[np.float64], shared: bool) -> Proposal:  # noqa: FBT001
    target = found.target
    scope = {"programme": target.programme or None, "sectors": target.sectors or None}
    has_levels = INDICATOR[target.indicator].form != "yes_no"
    return Proposal(
        assessed=found,
        binding=binding(outcome, target),
        steps=steps(outcome, target.indicator, target.year, **scope) if has_levels else None,
        money=mean_with_error(spent),
        shared=shared,
    )
