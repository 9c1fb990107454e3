"""Adoption: what a leading group would sign – every target with its steps, its chance, its money and its owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...bills import money_at, serving, year_money
from ...estimators import Estimate, mean_with_error
from ...indicators import INDICATOR
from ...targets import Assessment, assess
from .steps import Binding, Steps, binding, steps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...outcome import Outcome
    from ...scenario import Target


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
    """One department's block of the breakdown: the proposals that it answers for, alone or with others."""

    department: str
    proposals: tuple[Proposal, ...]


def adoption(outcome: Outcome, targets: Iterable[Target] | None = None) -> tuple[Proposal, ...]:
    """The table that a leading group can adopt, one row a target of the plan."""
    found = assess(outcome, targets)
    places = [serving(outcome.scenario, row.target) for row in found]
    shared = [any(own & other for other in places if other is not own) for own in places]
    spent = {year: year_money(outcome, year) for year in {row.target.year for row in found}}
    sums = [money_at(spent[row.target.year], own) for row, own in zip(found, places, strict=True)]
    return tuple(_proposal(outcome, *row) for row in zip(found, sums, shared, strict=True))


def breakdown(proposals: Iterable[Proposal]) -> tuple[Share, ...]:
    """The same by department; a target with several owners stands in the block of each."""
    blocks: dict[str, list[Proposal]] = {}
    for row in proposals:
        for owner in row.assessed.target.owners:
            blocks.setdefault(owner, []).append(row)
    return tuple(Share(name, tuple(rows)) for name, rows in blocks.items())


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
