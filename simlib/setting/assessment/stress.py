"""A stress test of the scoring table: what it pays for when someone samples the easy units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...differences import on_common_draws
from ...estimators import Chance, Estimate, mean_with_error
from .scoring import JUDGED, judged_by, score

if TYPE_CHECKING:
    from ...grammar.scored import Item
    from ...grammar.scoring import ScoringTable
    from ...outcome import Outcome


class StressedItem(NamedTuple):
    """One item that reads tests: expected points as the plan is, and what is gained when easy units are sampled."""

    item: Item
    honest: Estimate
    gain: Estimate


class Judgement(NamedTuple):
    """The whole table, judged by one kind of rate: points as the plan is, points gained by sampling the easy units,
    and the chance of the better half of grades before and after."""

    by: str
    honest: Estimate
    gain: Estimate
    top_honest: Chance
    top_gamed: Chance


class Stress(NamedTuple):
    """What the rules pay for: items that move, the total by kind of rate judged, and what became of the true state.

    `true_rate` and `sampled_rate` are the changes of both rates in the year (shares).
    """

    items: tuple[StressedItem, ...]
    judgements: tuple[Judgement, ...]
    true_rate: Estimate
    sampled_rate: Estimate


def stress_test(outcome: Outcome, easier: Outcome, table: ScoringTable) -> Stress:
    """What the same plan earns when its targeted tests go to easy units, run by run on common draws.

    `easier` is the outcome of `gaming.easy_sampling(plan)`. Points gained while the true rate stands still are paid
    for nothing; the table judged by the random core, by the corrected rate and by the true state shows which rule
    would not have paid.
    """
    gamed, honest = on_common_draws(easier, outcome)
    before, after = score(honest, table), score(gamed, table)
    items = tuple(
        StressedItem(ours.item, ours.expected, mean_with_error(theirs.points - ours.points))
        for ours, theirs in zip((*before.items, *before.bonus), (*after.items, *after.bonus), strict=True)
        if not (theirs.points == ours.points).all()
    )
    return Stress(
        tuple(sorted(items, key=lambda row: -row.gain.value)),
        tuple(_judgement(honest, gamed, table, by) for by in JUDGED),
        *(_change(honest, gamed, table, code) for code in ("true_pass_rate", "sampled_pass_rate")),
    )


def _judgement(honest: Outcome, gamed: Outcome, table: ScoringTable, by: str) -> Judgement:
    before, after = (score(one, judged_by(table, JUDGED[by])) for one in (honest, gamed))
    tops = (one.aimed_at.or_better for one in (before, after))
    return Judgement(by, before.expected, mean_with_error(after.total - before.total), *tops)


def _change(honest: Outcome, gamed: Outcome, table: ScoringTable, indicator: str) -> Estimate:
    """How far a rate of the products moves, run by run."""
    values = [one.annual(indicator, table.year, programme="product") for one in (gamed, honest)]
    return mean_with_error(values[0] - values[1])
