"""Credit on the engine: adds up to the bit in every run, exactly nothing for idle levers, the same in any order."""

from dataclasses import replace

import numpy as np
import pytest
from districts import district

from simlib import credit, simulate, with_levers
from simlib.errors import BadRequest, SimlibError
from simlib.setting.credit import attribution
from simlib.setting.credit.players import players_of
from simlib.words import Words


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    sectors = {"goods": {"units": 50, "tiers": "[famous_brands]"}, "wares": {"units": 50, "observed": 0.8}}
    return district(tmp_path_factory.mktemp("credit"), sectors, last="2013Q4")


@pytest.fixture(scope="module")
def changed(plan):
    return with_levers(plan, {
        "coverage": 1.2, "fine": 2.0, "follow_up": 0.9, "crackdown": {"2012Q2": {"tests": 2.0}, "2012Q4": "off"},
        "famous_brands": {"award": 30, "quality_weight": 0.2, "reputation_weight": 0.8}, "hotline": {"2013Q1": 0.6},
    })  # fmt: skip


@pytest.fixture(scope="module")
def shared(plan, changed):
    return credit(plan, changed, "sampled_pass_rate", 2012, draws=5, replicates=2)


def test_the_parts_add_up_to_the_difference_of_the_plans_in_every_run(plan, changed, shared):
    ours, theirs = (simulate(one, draws=5, replicates=2).annual("sampled_pass_rate", 2012) for one in (changed, plan))
    assert (sum(one.runs for one in shared.levers) == ours - theirs).all()
    assert (sum(one.runs for one in reversed(shared.levers)) == shared.total.runs).all()
    assert sum(one.mean for one in shared.departments) == pytest.approx(shared.total.mean, abs=1e-12)
    assert (shared.after, shared.before) == (pytest.approx(ours.mean()), pytest.approx(theirs.mean()))


def test_levers_are_parts_whatever_their_sectors_and_dates(plan, changed, shared):
    codes = [one.code for one in shared.levers]
    assert codes == ["coverage", "follow_up", "fine", "crackdown", "hotline", "award", "score_weights"]
    assert [one.decides for one in players_of(plan, changed)] == [True, False, True, True, False, False, False]
    assert (shared.exact, shared.coalitions) == (True, 64)  # without the hotline, which comes later


def test_what_changes_nothing_gets_exactly_nothing(plan, shared):
    """The hotline is widened in 2013, so in 2012 it has done nothing – and simulating it says the same."""
    idle = {one.code for one in shared.levers if one.idle}
    assert "hotline" in idle
    later = simulate(with_levers(plan, {"hotline": {"2013Q1": 0.6}}), draws=5, replicates=2, through=2012)
    assert (later.counts == simulate(plan, draws=5, replicates=2, through=2012).counts).all()
    hotline = next(one for one in shared.levers if one.code == "hotline")
    assert (hotline.mean, hotline.error, hotline.low, hotline.high) == (0.0, 0.0, 0.0, 0.0)


def test_a_single_lever_gets_the_whole_difference(plan):
    one = credit(plan, with_levers(plan, {"fine": 3.0}), "true_pass_rate", 2013, draws=4, replicates=2)
    assert (one.levers[0].runs == one.total.runs).all()
    assert one.levers[0].department == "质监分局"


def test_orders_are_sampled_beyond_the_limit_and_still_add_up(plan, changed, shared, monkeypatch):
    monkeypatch.setattr(attribution, "EXACT", 3)
    monkeypatch.setattr(attribution, "PAIRS", 4)
    found = credit(plan, changed, "sampled_pass_rate", 2012, draws=5, replicates=2)
    assert not found.exact
    assert (sum(one.runs for one in found.levers) == shared.total.runs).all()
    assert next(one for one in found.levers if one.code == "hotline").idle
    for rough, fine in zip(found.levers, shared.levers, strict=True):
        assert abs(rough.mean - fine.mean) <= 6 * rough.order_error + 1e-12


def test_outcomes_bring_their_sizes_and_seed(plan, changed, shared):
    both = [simulate(one, draws=5, replicates=2, through=2012) for one in (plan, changed)]
    found = credit(*both, "sampled_pass_rate", 2012)
    assert (found.total.runs == shared.total.runs).all()
    with pytest.raises(BadRequest, match="paired"):
        credit(both[0], simulate(changed, draws=5, replicates=2, seed=9, through=2012), "sampled_pass_rate")


def test_a_run_without_a_figure_makes_no_lever_active():
    """What is 0 in every run that has its figure is idle; a single other figure is not."""
    for last, idle in ((0.0, True), (1e-15, False)):
        runs = np.array([[0.0, np.nan], [0.0, last]])
        share = attribution.Share("fine", Words("罚款", "Fine"), "", 0.0, 0.0, 0.0, 0.0, 0.0, runs)
        assert share.idle is idle


def test_it_says_on_its_face_that_it_is_a_forecast(shared):
    assert "不是兑现奖金的依据" in shared.warning.zh
    assert "not a ground for bonuses" in shared.warning.en


def test_bad_questions(plan, changed, tmp_path):
    other = district(tmp_path, {"goods": {"units": 40}})
    cases = [
        ((plan, plan, "fines", 2012), {}, "no difference"),
        ((plan, other, "fines", 2012), {}, "different districts"),
        ((plan, replace(changed, overrides={"tau": 1}), "fines", 2012), {}, "assumptions"),
        ((plan, changed, "fine", 2012), {}, "No indicator"),
        ((plan, changed, "fines", 2030), {}, "no year 2030"),
        ((plan, changed, "fines", 2012), {"sectors": ("gods",)}, "goods"),
        ((plan, changed, "fines", 2012), {"sector": "goods"}, "did you mean “sectors”"),
    ]
    for asked, scope, said in cases:
        with pytest.raises(SimlibError, match=said) as caught:
            credit(*asked, **scope, draws=2, replicates=1)
        assert caught.value.zh


def test_an_indicator_without_a_figure_is_refused(plan):
    none = with_levers(plan, {"coverage": 0.0, "fine": 2.0})
    with pytest.raises(BadRequest, match="no figure"):
        credit(plan, none, "sampled_pass_rate", 2013, draws=2, replicates=2)


def test_parts_of_a_draw_are_means_of_its_runs(shared):
    fine = next(one for one in shared.levers if one.code == "fine")
    assert fine.mean == pytest.approx(fine.runs.mean())
    assert fine.low <= np.median(fine.runs.mean(axis=1)) <= fine.high
