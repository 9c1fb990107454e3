"""Sampling the easy units: the reported rate rises, the true one does not, and the tests give it away."""

import numpy as np
import pytest

from simlib import UnknownName, simulate
from simlib.errors import BadRequest
from simlib.levers import LEVER
from simlib.scenario import with_paths
from simlib.setting.promise import gaming as game
from simlib.setting.promise.gaming import easy_sampling, gaming
from tests.districts import district

LEVERS = "{coverage: 1.5, targeted_share: 0.4}"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaming")
    return district(folder, {"food": {"units": 150, "observed": 0.8}}, last="2013Q4", levers=LEVERS)


@pytest.fixture(scope="module")
def pair(plan):
    return simulate(plan, draws=30, replicates=4), simulate(easy_sampling(plan), draws=30, replicates=4)


def test_easy_sampling_turns_three_levers_within_their_bounds(plan):
    made = easy_sampling(plan)
    assert {change.lever for change in made.changes} == {"targeted_share", "tilt", "grade_weights"}
    assert made.plan["grade_weights", "food"] == ((4.0, 2.0, 1.0, 0.5),) * 8
    assert made.plan["targeted_share", "food"] == (0.8,) * 8
    assert made.plan["coverage", "food"] == plan.plan["coverage", "food"]
    for (lever, _), path in made.plan.items():
        assert np.min(path) >= LEVER[lever].minimum
        assert np.max(path) <= LEVER[lever].maximum
    assert made.root.digest == plan.root.digest
    assert made.title.en.startswith(plan.title.en)


def test_a_plan_that_treats_all_grades_alike_can_be_gamed_as_well(plan):
    even = with_paths(plan, {("grade_weights", "food"): ((1.0,) * 4,) * 8})
    assert easy_sampling(even).plan["grade_weights", "food"][0] == (4.0, 2.0, 1.0, 0.5)


def test_the_sampled_rate_rises_and_the_true_rate_stands_still(pair):
    """Simulated: far beyond the error in the sampled rate, next to nothing in the true one, in each year."""
    for year in gaming(*pair):
        assert year.sampled.mean > 0.02 > 4 * year.sampled.error
        assert abs(year.true.mean) < 0.2 * year.sampled.mean
        assert abs(year.corrected.mean) < 0.25 * year.sampled.mean
        assert abs(year.core.mean) < 0.25 * year.sampled.mean + 3 * year.core.error


def test_the_gap_to_the_corrected_rate_gives_it_away(pair):
    for year in gaming(*pair, years=(2012,)):
        for telltale in (year.against_corrected, year.against_core):
            assert telltale.gamed.value > telltale.honest.value
            assert telltale.noticed.value > 3 * game.FALSE_ALARM


def test_an_honest_plan_is_suspected_no_more_than_allowed(pair):
    """Negative control: the plan against itself changes nothing, and the limit is its own."""
    (year,) = gaming(pair[0], pair[0], (2012,))
    assert (year.sampled.mean, year.true.mean, year.corrected.mean) == (0.0, 0.0, 0.0)
    assert year.against_corrected.noticed.value <= game.FALSE_ALARM


def test_without_a_random_core_there_is_nothing_to_hold_against(plan, pair):
    bare = simulate(easy_sampling(plan, share=1.0), draws=30, replicates=4)
    (year,) = gaming(pair[0], bare, (2012,))
    assert np.isnan(year.core.mean)
    assert year.against_core.noticed is None
    assert year.against_corrected.noticed is not None


def test_a_misspelt_scope_is_an_error(pair):
    with pytest.raises(UnknownName, match="did you mean “sectors”"):
        gaming(*pair, sector="food")


@pytest.mark.parametrize("share", [80, -1, -0.1, 1.01, float("nan"), True, "0.8", None])
def test_a_share_of_tests_lies_between_0_and_1(plan, share):
    with pytest.raises(BadRequest, match=r"write 0\.8 for 80 %"):
        easy_sampling(plan, share)
