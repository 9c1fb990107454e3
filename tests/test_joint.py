"""Joint promises on the engine: they hold together as often as asked, naive ones do not; the cheapest plan is found."""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from districts import district

from simlib import TargetUnreachable, assess, joint_promises, simulate, with_levers
from simlib.errors import BadRequest, SimlibError, UnknownName
from simlib.scenario import Target
from simlib.setting.asking import promise
from simlib.setting.search.dials import dials_of, plan_at
from simlib.setting.together.joint_cost import Costed, cheapest_together, costed, distance_look, from_trials, least_cost


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    sectors = {"goods": {"units": 60, "observed": 0.9}, "wares": {"units": 60, "observed": 0.8}}
    return district(tmp_path_factory.mktemp("joint"), sectors)


@pytest.fixture(scope="module")
def targets(plan):
    rise = Target("true_pass_rate", "", "", ("wares",), 2012, "rise", None, "", 2011, 0.0, ("质监分局",), "added")
    return (
        promise(plan, "sampled_pass_rate", 0.9, sectors=("goods",)),
        promise(plan, "quality_loss_rate", 0.02),
        rise,
    )


@pytest.fixture(scope="module")
def outcome(plan):
    return simulate(plan, draws=20)


@pytest.fixture(scope="module")
def joint(outcome, targets):
    return joint_promises(outcome, targets)


def oriented(outcome):
    """What the three targets are judged on, by hand."""
    rise = outcome.annual("true_pass_rate", 2012, ("wares",)) - outcome.annual("true_pass_rate", 2011, ("wares",))
    sampled, loss = outcome.annual("sampled_pass_rate", 2012, ("goods",)), outcome.annual("quality_loss_rate", 2012)
    return np.stack([sampled, -loss, rise]).reshape(3, -1)


def test_all_hold_together_as_often_as_asked_and_less_margin_would_not_do(joint, outcome):
    """80 runs: exactly 64 keep all three, counted by hand; each level is the value of a run that keeps it."""
    values = oriented(outcome)
    levels = np.array([joint.margins[0].level, -joint.margins[1].level, joint.margins[2].level])
    kept = (values >= levels[:, None] - 1e-9).all(axis=0)
    assert kept.sum() == 64
    assert joint.chance.value == 0.8
    for place in range(3):  # the next better figure of any one target alone breaks the promise
        higher = levels.copy()
        higher[place] = values[place, kept & (values[place] > levels[place] + 1e-12)].min()
        assert (values >= higher[:, None] - 1e-12).all(axis=0).sum() < 64


def test_each_alone_at_80_is_too_little_together(joint):
    assert joint.naive.value < 0.8
    assert joint.naive_cost < joint.cost
    assert joint.gap == 0.0
    for row in joint.margins:
        assert row.kept >= 0.8
        sign = -1 if row.target.sense == "at_most" else 1
        assert sign * row.level <= sign * row.alone <= sign * row.median


def test_dearer_margins_are_given_to_others(outcome, targets, joint):
    dear = joint_promises(outcome, targets, weights=(50.0, 1.0, 1.0), fresh=outcome)
    assert dear.margins[0].margin <= joint.margins[0].margin
    assert dear.margins[0].level == pytest.approx(dear.margins[0].alone)
    assert dear.fresh == dear.chance  # the same futures were given as fresh ones
    for wrong in ((1.0, 1.0), (1.0, -1.0, 1.0), ("a", 1.0, 1.0), (None, 1.0, 1.0)):
        with pytest.raises(BadRequest, match="3 positive numbers"):
            joint_promises(outcome, targets, weights=wrong)


def test_a_promised_rise_is_the_increase_on_its_year_whatever_is_asked(outcome, targets):
    """Asked to rise by a tenth, the middle run still rose by what it rose, not by that less a tenth."""
    asked = replace(targets[2], by=0.1)
    row = joint_promises(outcome, [asked], fresh=outcome).margins[0]
    rise = np.sort(oriented(outcome)[2])
    assert (row.level, row.median) == (pytest.approx(rise[16]), pytest.approx(np.median(rise)))
    assert row.level > -0.05


def test_a_joint_target_that_cannot_be_judged_is_refused_in_words(plan, outcome, targets):
    sure = replace(promise(plan, "no_major_accident", 1), reference="province_pass_rate", level=None)
    cases = [
        (replace(targets[2], since=None), "the year it rises from"),
        (replace(targets[2], sense="rises"), "did you mean “rise”"),
        (sure, "province_pass_rate"),
    ]
    for wrong, said in cases:
        with pytest.raises(SimlibError, match=said) as caught:
            joint_promises(outcome, (targets[0], wrong))
        assert caught.value.zh


def test_runs_without_a_figure_count_against_the_promise_alone(tmp_path):
    """So few tests that some runs have none in the random core: what is promised alone is kept as often as asked."""
    few = simulate(district(tmp_path, {"goods": {"units": 40}}, levers="{coverage: 0.05}"), draws=20)
    target, values = promise(few.scenario, "core_pass_rate", 0.9), few.annual("core_pass_rate", 2012)
    missing = float(np.isnan(values).mean())
    assert 0.0 < missing < 0.4
    alone = joint_promises(few, [target], 1.0 - missing, fresh=few).margins[0].alone
    assert alone == np.nanmin(values)
    assert np.mean(values >= alone - 1e-9) >= 1.0 - missing - 1e-9
    with pytest.raises(TargetUnreachable) as caught:
        joint_promises(few, [target], 1.0 - missing / 2.0)
    assert caught.value.best == pytest.approx(1.0 - missing)


def test_fresh_futures_are_others(joint, outcome, targets):
    assert joint.fresh != joint.chance
    assert joint_promises(outcome, targets).fresh == joint.fresh


def test_a_target_without_a_margin_uses_up_the_allowance(plan, outcome, targets):
    sure = promise(plan, "no_major_accident", 1)
    held = outcome.annual("no_major_accident", 2012) == 1
    together = joint_promises(outcome, (*targets, sure), 0.5, fresh=outcome)
    assert together.fixed == (sure,)
    assert together.chance.value >= 0.5
    asked = min(0.99, float(held.mean()) + 0.005)
    if held.mean() < asked:
        with pytest.raises(TargetUnreachable) as caught:
            joint_promises(outcome, (*targets, sure), asked)
        assert caught.value.best == pytest.approx(held.mean())
    with pytest.raises(BadRequest, match="margin"):
        joint_promises(outcome, [sure])


# --- money


def made(name, cost, kept):
    return Costed(name, cost, np.arange(10).reshape(5, 2) < kept)


def test_the_cheapest_plan_that_keeps_all_within_the_money():
    """By hand: a is cheap and fails, b and c keep 8 of 10, d keeps all but is dear."""
    plans = [made("a", 100.0, 5), made("c", 130.0, 8), made("b", 120.0, 8), made("d", 200.0, 10)]
    found = least_cost(plans, 0.8)
    assert (found.plan.name, found.chance.value, found.tried) == ("b", 0.8, 4)
    assert least_cost(plans, 0.95).plan.name == "d"
    with pytest.raises(TargetUnreachable) as caught:
        least_cost(plans, 0.95, budget=150.0)
    assert (caught.value.best, caught.value.plan) == (0.8, "b")
    with pytest.raises(BadRequest, match="cheapest takes 100"):
        least_cost(plans, 0.8, budget=50.0)
    with pytest.raises(BadRequest, match="No plan was given"):
        least_cost([])


def test_simulated_plans_and_trials_are_taken_as_they_are(plan, outcome, targets):
    more = simulate(with_levers(plan, {"coverage": 1.5}, "more"), draws=20)
    every = [costed(one, targets[:2]) for one in (outcome, more)]
    assert every[1].cost > every[0].cost
    assert every[0].cost == pytest.approx(outcome.annual("fiscal_cost", 2012).mean())
    seen = {str(place): distance_look(one)(outcome) for place, one in enumerate(targets[:2])}
    trials = SimpleNamespace(kept={(0, 1): SimpleNamespace(setting=(0, 1), money=5.0, seen=seen)}, staffed=bool)
    (taken,) = from_trials(trials)
    assert (taken.met == every[0].met).all()
    assert (taken.name, taken.cost) == ("0/1", 5.0)
    with pytest.raises(BadRequest, match="none is given"):
        costed(outcome, ())


def test_a_look_is_at_least_nothing_exactly_where_the_target_is_met(outcome, targets):
    for target in targets:
        met = assess(outcome, [target])[0].met
        if met is not None:
            assert ((distance_look(target)(outcome) >= -1e-9) == met).all()


def test_the_cheapest_plan_of_a_search_is_the_brute_force_one(plan):
    """Oracle: two levers, every mix of their levels simulated by hand."""
    together = (promise(plan, "true_pass_rate", 0.858), promise(plan, "sampled_pass_rate", 0.8, sectors=("wares",)))
    found = cheapest_together(plan, together, 0.6, levers=("fine", "follow_up"))
    dials = dials_of(plan, ("fine", "follow_up"))
    mixes = product(*(range(len(dial.levels)) for dial in dials))
    plans = [costed(simulate(plan_at(plan, dials, mix), through=2012), together) for mix in mixes]
    best = least_cost(plans, 0.6)
    assert found.cost == pytest.approx(best.plan.cost)
    assert found.chance == best.chance
    assert found.tried <= len(plans)


def test_the_best_plan_of_a_search_in_vain_is_named_and_can_be_used(plan):
    high = (promise(plan, "true_pass_rate", 0.9999),)
    with pytest.raises(TargetUnreachable, match="Follow-up of ordered rectification ×0") as caught:
        cheapest_together(plan, high, levers=("follow_up",), draws=4, replicates=2)
    assert "整改复查率" in caught.value.zh
    best = simulate(caught.value.plan, draws=4, replicates=2)
    assert {change.lever for change in best.scenario.changes_from(plan)} == {"follow_up"}
    assert costed(best, high).met.mean() == caught.value.best


def test_a_search_that_may_turn_nothing_or_is_misspelt_is_refused(plan, targets):
    with pytest.raises(BadRequest, match="None of the levers"):
        cheapest_together(plan, targets, levers=[])
    with pytest.raises(UnknownName, match="did you mean “levers”"):
        cheapest_together(plan, targets, lever=("fine",))
    with pytest.raises(UnknownName, match="did you mean “rise”"):
        cheapest_together(plan, [replace(targets[2], sense="rises")], levers=("fine",))
