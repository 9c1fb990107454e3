"""Runs that grow: the same futures whatever way they were reached, no more than needed, honest where they do not do."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simlib import assess, ensemble, load, precision, simulate
from simlib.differences import compare, on_common_draws
from simlib.errors import BadRequest
from simlib.posterior import write_posterior
from simlib.precision import most_draws, reached, simulate_until
from simlib.priors import prior_sample
from simlib.story import outcomes
from simlib.story.outcomes import StoredOutcome
from simlib.story.precise import precision_record, precision_sentence

PARTS = ("counts", "attention", "list_noise", "assumptions", "sector_assumptions")


def small(**runs):
    """The shipped plan without most of its sectors, so that it runs in a moment."""
    plan = load("baseline")
    sectors = tuple(sector for sector in plan.sectors if sector.name in ("polluters", "food"))
    kept = {"polluters", "food", *(tier.name for tier in plan.tiers), ""}
    targets = tuple(one for one in plan.targets if one.sectors in (("polluters",), ("food",)))
    wanted = {"draws": 4, "replicates": 2, "precision": 0.05, "most_draws": 64} | runs
    levers = {key: path for key, path in plan.plan.items() if key[1] in kept}
    return replace(plan, sectors=sectors, plan=levers, targets=targets, runs=replace(plan.runs, **wanted))


def same(one, other) -> bool:
    return all((getattr(one, name) == getattr(other, name)).all() for name in PARTS)


@pytest.fixture(scope="module")
def grown():
    """Runs grown until one chance is known to 8 of 100."""
    return simulate_until(small(precision=0.08))


def test_grown_runs_are_the_same_to_the_bit_as_runs_made_at_once(grown):
    """Oracle: draw k never depends on how many there are, nor on the way there."""
    ensemble.forget()
    assert grown.draws > 8
    assert same(grown, simulate(small(precision=0.08), draws=grown.draws))
    assert same(grown.first(6), simulate(small(precision=0.08), draws=6))


def test_it_stops_at_the_first_size_that_meets_the_precision(grown):
    assert reached(grown)
    assert max(row.error for row in assess(grown) if row.error is not None) <= 0.08
    assert not reached(grown.first(grown.draws // 2))
    assert grown.draws in (8, 16, 32, 64)


def test_it_says_when_no_more_draws_are_allowed():
    short = simulate_until(small(precision=0.001, most_draws=10))
    assert short.draws == 10  # 4, 8, then the limit
    assert not reached(short)
    found = precision_record(short)
    assert (found["met"], found["draws"], found["fixed"]) == (False, 10, False)
    assert "没有达到要求" in precision_sentence(found, "zh")
    assert "not met" in precision_sentence(found, "en")


def test_one_draw_cannot_tell_and_no_target_needs_none():
    one = simulate(small(), draws=1)
    assert not reached(one)
    assert "无从得知" in precision_sentence(precision_record(one), "zh")
    assert reached(replace(one, scenario=replace(one.scenario, targets=())))


def test_a_calibration_with_few_rows_is_the_limit(tmp_path):
    plan = small(precision=0.001)
    path = tmp_path / "learnt.csv"
    write_posterior(path, prior_sample(plan, 1, range(6)), plan, frozenset({"tau"}))
    learnt = replace(plan, calibration=SimpleNamespace(name="learnt", path=path, digest="x", overrides={}))
    assert most_draws(learnt) == 6
    assert simulate_until(learnt).draws == 6


def test_a_number_of_runs_that_a_planner_fixed_does_not_grow(monkeypatch):
    monkeypatch.setenv(outcomes.RUNS_VARIABLE, "3x2")
    monkeypatch.setattr(precision, "simulate_until", None)
    found = outcomes.outcome_of(small(precision=0.001))
    assert (found.draws, found.replicates) == (3, 2)
    assert "由使用者指定" in precision_sentence(precision_record(found), "zh")


def test_plans_with_different_numbers_of_draws_are_compared_on_the_common_ones(grown):
    """A plan against itself is still exactly 0, and its own chances are not touched."""
    few = simulate(small(precision=0.08), draws=6)
    with pytest.raises(BadRequest, match="number of draws"):
        compare(few, grown, "true_pass_rate", 2012)
    ours, theirs = on_common_draws(few, grown)
    found = compare(ours, theirs, "true_pass_rate", 2012)
    assert (found.mean, found.error, found.draws) == (0.0, 0.0, 6)
    assert on_common_draws(grown, grown) == (grown, grown)
    with pytest.raises(BadRequest, match="first 9"):
        few.first(9)


def test_only_runs_of_the_same_plan_are_joined(grown):
    other = simulate(small(precision=0.08), draws=2, seed=3)
    with pytest.raises(BadRequest, match="cannot be joined"):
        grown.joined(other)


def test_stored_futures_can_be_cut_and_know_their_assumptions(grown):
    values = {("true_pass_rate", "district", 2012): grown.annual("true_pass_rate", 2012)}
    stored = StoredOutcome(grown.scenario, grown.years, grown.draws, grown.replicates, grown.seed, values)
    cut = stored.first(4)
    assert (cut.annual("true_pass_rate", 2012) == grown.first(4).annual("true_pass_rate", 2012)).all()
    assert (stored.assumptions == grown.assumptions).all()
    assert (cut.sector_assumptions == grown.sector_assumptions[:4]).all()
    assert np.array_equal(stored.first(stored.draws).draws, grown.draws)
