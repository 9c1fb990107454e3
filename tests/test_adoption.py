"""Adoption: whose money serves a target, what is shared, and that no owner is forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from simlib import load, simulate
from simlib.bills import cost_table, money_at, serving, year_money
from simlib.setting.asking import promise
from simlib.setting.promise.adoption import adoption, breakdown


@pytest.fixture(scope="module")
def outcome():
    return simulate(load("baseline"), draws=12, replicates=2, through=2012)


@pytest.fixture(scope="module")
def rows(outcome):
    return adoption(outcome)


def money_serving(outcome, target):
    return money_at(year_money(outcome, target.year), serving(outcome.scenario, target))


def test_publicity_is_the_money_for_awareness(outcome):
    """The plan spends 10 a quarter on publicity, whatever happens."""
    spent = money_serving(outcome, promise(outcome.scenario, "awareness", 0.1))
    assert np.allclose(spent, 40.0)


def test_a_tier_is_served_by_its_own_lines(outcome):
    """Coaching, awards and coaching staff of the tier, as the bill has them."""
    bill = cost_table(outcome, 2012)
    own = bill[bill["item"].str.endswith(":famous_brands")]["mean"].sum()
    assert money_serving(outcome, promise(outcome.scenario, "famous_brands", 20)).mean() == pytest.approx(own)


def test_supervision_of_all_sectors_adds_up_to_the_bill(outcome):
    """Sectors do not overlap, so that their money is all that the sectors' own lines cost."""
    plan = outcome.scenario
    parts = [money_serving(outcome, promise(plan, "true_pass_rate", 0.9, sectors=one.name)) for one in plan.sectors]
    whole = money_serving(outcome, promise(plan, "true_pass_rate", 0.9))
    bill = cost_table(outcome, 2012)
    lines = ("planned_tests", "follow_up_tests", "complaint_tests", "cases", "exposures", "staff")
    assert np.allclose(sum(parts), whole)
    assert whole.mean() == pytest.approx(bill[bill["item"].isin(lines)]["mean"].sum())


def test_money_that_serves_two_rows_is_marked(rows):
    """Food is one of the products; nothing but awareness rests on publicity."""
    by_name = {row.assessed.target.indicator: row for row in rows}
    assert by_name["safety_violations"].shared
    assert by_name["quality_loss_rate"].shared
    assert not by_name["awareness"].shared
    assert not by_name["famous_brands"].shared


def test_yes_or_no_targets_have_no_steps(rows):
    assert {row.assessed.target.indicator for row in rows if row.steps is None} == {"no_major_accident", "all_accepted"}


def test_every_owner_has_a_block_with_all_its_targets(rows):
    """The blocks together hold each target once for each owner."""
    blocks = breakdown(rows)
    held = sorted((share.department, row.assessed.target.scope) for share in blocks for row in share.proposals)
    wanted = sorted((owner, row.assessed.target.scope) for row in rows for owner in row.assessed.target.owners)
    assert held == wanted
    assert len({share.department for share in blocks}) == len(blocks)
