"""Required on the engine: brute force over levels, repeatable, tests that spoil a target, and what cannot be asked."""

import numpy as np
import pytest
from districts import district

from simlib import TargetUnreachable, assess, required, simulate
from simlib.errors import BadRequest, SimlibError
from simlib.setting.asking import promise
from simlib.setting.effort.handles import at_level, grid, handle, handle_names, round_step, step
from simlib.setting.effort.requirement import looked_at
from simlib.setting.futures import fresh_seed

LEVERS = "{coverage: {goods: 0.5, wares: 1.0}, famous_brands: {award: 10, quality_weight: 0.6, reputation_weight: 0.1}}"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Two sectors that are tested unequally."""
    sectors = {"goods": {"units": 60, "observed": 0.9}, "wares": {"units": 60, "observed": 0.8}}
    return district(tmp_path_factory.mktemp("required"), sectors, levers=LEVERS)


def chance_of(plan, target):
    return float(assess(simulate(plan, through=2012), [target])[0].met.mean())


def test_the_level_is_the_one_brute_force_finds(plan):
    """Oracle: every tenth of the fine's range, one simulation each."""
    target = promise(plan, "true_pass_rate", 0.86)
    found = required(plan, "fine", target, 0.6)
    fine = handle(plan, "fine")
    reach = [level for level in np.arange(0, 101) / 10 if chance_of(at_level(plan, fine, float(level)), target) >= 0.6]
    assert found.level == pytest.approx(reach[0], abs=0.1)
    assert found.chance.value >= 0.6
    assert (found.monotone, found.already, found.times) == (True, found.level <= 1.0, False)
    assert found.runs < 25


def test_it_is_repeatable_to_the_bit_for_any_workers_and_told_on_fresh_futures(plan):
    target = promise(plan, "true_pass_rate", 0.86)
    one, two = (required(plan, "fine", target, 0.6, workers=workers) for workers in (1, 2))
    assert (one.level, one.curve, one.fresh) == (two.level, two.curve, two.fresh)
    other = simulate(one.scenario, through=2012, seed=fresh_seed(plan.runs.seed))
    assert one.fresh.value == assess(other, [target])[0].chance
    assert 0 < fresh_seed(3) < 2**63
    assert fresh_seed(3) != fresh_seed(4)


def test_more_tests_lower_the_chance_of_a_target_above_the_true_rate(plan):
    """The real engine: the chance falls from a handful of tests to many, and the report says so."""
    target = promise(plan, "sampled_pass_rate", 0.97, sectors=("goods",))
    seen = looked_at(plan, "coverage.goods", target, (0.05, 0.1, 0.5, 1.0, 2.0), draws=20)
    assert seen.fall is not None
    assert seen.fall.start < seen.fall.stop
    assert seen.fall.size > 2 * seen.fall.error
    found = required(plan, "coverage.goods", target, 0.25, draws=20)
    assert not found.monotone
    assert found.lost is not None
    assert found.level < found.lost


def test_a_lever_that_differs_by_sector_is_turned_by_a_multiple(plan):
    turned = handle(plan, "coverage")
    assert (turned.times, turned.present, turned.low, turned.high) == (True, 1.0, 0.0, 8.0)
    twice, most = at_level(plan, turned, 2.0), at_level(plan, turned, 8.0)
    assert [twice.plan["coverage", name][0] for name in ("goods", "wares")] == [1.0, 2.0]
    assert [most.plan["coverage", name][0] for name in ("goods", "wares")] == [4.0, 4.0]  # no further than the law
    assert at_level(plan, turned, 1.0) is plan


def test_levers_are_named_as_in_a_scenario_file(plan):
    assert handle(plan, "coverage.goods").present == 0.5
    assert handle(plan, "famous_brands.award").present == 10.0
    assert handle(plan, "famous_brands.quality_weight").high == 0.9  # the other weight has .1 already
    assert handle(plan, "publicity").lever.code == "publicity"
    crackdown = handle(plan, "crackdown.tests")
    assert crackdown.quarters == (1, 2)  # no campaign in the plan: the usual season
    assert set(at_level(plan, crackdown, 2.0).plan["crackdown_tests", "goods"]) == {1.0, 2.0}
    assert handle(plan, "crackdown.goods.tests").paths.keys() == {("crackdown_tests", "goods")}
    for name in handle_names(plan):
        if not name.startswith("grade_weights"):
            assert handle(plan, name).name == name


def test_grids_hold_the_bounds_and_the_present_level(plan):
    for name in ("coverage.goods", "famous_brands.award", "famous_brands.eligibility", "revocation", "coverage"):
        turned = handle(plan, name)
        points = grid(turned)
        assert {turned.low, turned.present, turned.high} <= set(points)
        assert list(points) == sorted(set(points))
        assert len(points) <= 12
    assert grid(handle(plan, "revocation")) == (0.0, 1.0)
    assert step(handle(plan, "famous_brands.eligibility"), 3.0, 9.0) == 1.0
    assert [round_step(size) for size in (0.04, 0.0199, 7.0, 10.0)] == [0.02, 0.01, 5.0, 10.0]


@pytest.mark.parametrize(
    ("lever", "target", "chance", "said"),
    [
        ("fin", ("true_pass_rate", 0.8), 0.8, "did you mean “fine”"),
        ("award", ("true_pass_rate", 0.8), 0.8, "famous_brands.award"),
        ("coverage.gods", ("true_pass_rate", 0.8), 0.8, "did you mean “goods”"),
        ("publicity.goods", ("true_pass_rate", 0.8), 0.8, "No lever"),
        ("grade_weights", ("true_pass_rate", 0.8), 0.8, "four numbers"),
        ("fine", ("true_pass_rate", 0.8), 80, "write 0.8"),
        ("fine", ("true_pass_rate", 0.8), 0.0, "above 0"),
        ("fine", ("true_pass_rate", 0.8), 1, "below 1"),
        ("famous_brands.renewal_paid", ("true_pass_rate", 0.8), 0.8, "changes nothing"),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(plan, lever, target, chance, said):
    with pytest.raises(SimlibError, match=said) as caught:
        required(plan, lever, promise(plan, *target), chance)
    assert caught.value.zh
    assert caught.value.en


def test_what_cannot_be_reached_carries_the_best_there_is(plan):
    target = promise(plan, "true_pass_rate", 0.999)
    with pytest.raises(TargetUnreachable, match="0 of 40 runs") as caught:
        required(plan, "follow_up", target)
    assert caught.value.best == 0.0
    assert isinstance(caught.value, BadRequest)
    assert "降低目标" in caught.value.zh


def test_levels_outside_the_law_are_refused(plan):
    with pytest.raises(BadRequest, match="allowed 0–4"):
        looked_at(plan, "coverage.goods", promise(plan, "true_pass_rate", 0.8), (1.0, 5.0))
    for wrong in (["a"], ["a", 1.0], [None], [True], []):
        with pytest.raises(BadRequest, match="allowed 0–4"):
            looked_at(plan, "coverage.goods", promise(plan, "true_pass_rate", 0.8), wrong)


def test_a_misspelt_keyword_is_an_error(plan):
    target = promise(plan, "true_pass_rate", 0.8)
    for asks in (required, looked_at):
        with pytest.raises(SimlibError, match="did you mean “draws”"):
            asks(plan, "fine", target, draw=2)


def test_enough_already_says_how_far_it_could_be_cut(plan):
    found = required(plan, "fine", promise(plan, "true_pass_rate", 0.5))
    assert found.already
    assert found.level <= found.present
    assert found.scenario.name.endswith("fine") or found.level == found.present
