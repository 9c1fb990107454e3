"""What still helps this year: paired on common draws, nothing before the next quarter, no gaming on offer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tracked import quarter, small

from simlib import simulate
from simlib.errors import BadRequest
from simlib.levers import LEVER
from simlib.setting.asking import promise
from simlib.setting.year import helping, measures
from simlib.setting.year.helping import what_helps
from simlib.setting.year.measures import MEASURES, Measure, changed_paths
from simlib.setting.year.tracking import track


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return small(tmp_path_factory.mktemp("help"))


@pytest.fixture(scope="module")
def outcome(plan):
    return simulate(plan, draws=30, replicates=4)


def followed(plan, outcome, quarters=2, level=0.85):
    """Quarters as the district foretold them, by the tests it makes."""
    rows = [quarter(n, 25, tests=30) for n in range(1, quarters + 1)]
    return track(outcome, rows, targets=[promise(plan, "sampled_pass_rate", level)])


def test_a_measure_that_changes_nothing_gains_exactly_nothing(plan, outcome, monkeypatch):
    """Negative control: the same plan on common draws differs by 0, without error."""
    still = Measure("fine", {"fine": lambda value: value + 1e-300}, "all")
    monkeypatch.setattr(helping, "MEASURES", (still,))
    assert what_helps(followed(plan, outcome)) == ()
    monkeypatch.setattr(measures, "_paths", lambda plan, *_: {("fine", "food"): plan.plan["fine", "food"]})
    row = what_helps(followed(plan, outcome))[0]
    assert (row.gain, row.earned, row.quality) == ((0.0, 0.0),) * 3
    assert not row.visible


def test_measures_are_sorted_and_told_with_their_errors(plan, outcome, monkeypatch):
    monkeypatch.setattr(
        helping, "MEASURES", [row for row in MEASURES if row.code in ("crackdown", "coverage", "hotline")]
    )
    rows = what_helps(followed(plan, outcome))
    assert {row.code for row in rows} == {"crackdown", "coverage", "hotline"}
    keys = [(not row.visible, -row.earned.value) for row in rows]
    assert keys == sorted(keys)
    crackdown = next(row for row in rows if row.code == "crackdown")
    assert crackdown.gain.value > 0.0
    assert crackdown.gain.error > 0.0
    assert crackdown.money.value > 0.0
    assert crackdown.days.value > 0.0
    assert crackdown.chance.value == pytest.approx(
        followed(plan, outcome).courses[0].now.value + crackdown.gain.value, abs=1e-9
    )


def test_measures_begin_with_the_next_quarter_and_end_with_the_year(plan, outcome):
    """What has been cannot be changed, and the year's emergency is not next year's plan."""
    found = followed(plan, outcome, quarters=3)
    for measure in MEASURES:
        _, paths = changed_paths(found, found.courses[0].target, measure)
        for (code, place), path in paths.items():
            assert path[:3] == plan.plan[code, place][:3]
            assert path[4:] == plan.plan[code, place][4:]
            assert LEVER[code].minimum <= path[3] <= LEVER[code].maximum


def test_tests_are_only_moved_to_where_most_fails_are(tmp_path):
    """Moving tests to a sector that passes easily would lift the figure alone; the tests stay as many."""
    from districts import district

    facts = dict(units=100, tests_observed=400)
    plan = district(tmp_path, {"food": facts | {"observed": 0.95}, "toys": facts | {"observed": 0.75, "units": 200}})
    found = followed(plan, simulate(plan, draws=30, replicates=4))
    move = next(row for row in MEASURES if row.where == "move")
    sector, paths = changed_paths(found, found.courses[0].target, move)
    assert sector == "toys"
    before, after = (
        sum(units * source["coverage", name][2] for name, units in (("food", 100), ("toys", 200)))
        for source in (plan.plan, plan.plan | paths)
    )
    assert after == pytest.approx(before)
    assert paths["coverage", "food"][2] < plan.plan["coverage", "food"][2]


def test_no_test_is_lost_where_the_worst_sector_is_full(tmp_path):
    """Two hundred units give to ten: only what those can take (4 tests a year each), none if they have it already."""
    from districts import district

    sectors = {"toys": dict(units=200, observed=0.95), "hats": dict(units=10, observed=0.75)}
    move = next(row for row in MEASURES if row.where == "move")
    for levers, moved in (("{coverage: 1}", 30.0), ("{coverage: {toys: 1, hats: 4}}", 0.0)):
        plan = district(tmp_path, sectors, levers=levers)
        found = followed(plan, simulate(plan, draws=30, replicates=4), quarters=1)
        sector, paths = changed_paths(found, found.courses[0].target, move)
        toys, hats = (np.array((plan.plan | paths)["coverage", name][1:]) for name in ("toys", "hats"))
        assert sector == "hats"
        assert toys == pytest.approx(np.full(3, 1.0 - moved / 200))
        assert hats.tolist() == [4.0] * 3
        assert bool(paths) == (moved > 0.0)


def test_more_tests_that_thin_out_bad_quarters_are_called_so(plan, outcome, monkeypatch):
    """After bad quarters twice the tests pull the year's rate up without any unit being better: said so."""
    monkeypatch.setattr(helping, "MEASURES", (Measure("coverage", {"coverage": lambda value: 3.0 * value}),))
    rows = [quarter(n, 22, tests=30) for n in (1, 2, 3)]
    found = track(outcome, rows, targets=[promise(plan, "sampled_pass_rate", 0.78)])
    row = what_helps(found)[0]
    assert row.gain.value > 0.05
    assert row.diluted
    assert np.isfinite(row.earned.error)


def test_of_many_draws_the_first_give_the_gains(plan, monkeypatch):
    """Paired gains need few draws; the chance they start from is that of all."""
    monkeypatch.setattr(helping, "MEASURES", [row for row in MEASURES if row.code == "crackdown"])
    outcome = simulate(plan, draws=60, replicates=4)
    on_all, on_few = (
        what_helps(followed(one, replace(outcome, scenario=one)))[0]
        for one in (replace(plan, runs=replace(plan.runs, draws=draws)) for draws in (60, 30))
    )
    found = followed(plan, outcome)
    assert on_few.gain.value == pytest.approx(on_all.gain.value, abs=4.0 * (on_few.gain.error + 0.01))
    assert on_few.chance.value == pytest.approx(found.courses[0].now.value + on_few.gain.value)


def test_when_the_year_is_over_nothing_helps(plan, outcome):
    with pytest.raises(BadRequest) as caught:
        what_helps(followed(plan, outcome, quarters=4))
    assert "四个季度" in caught.value.zh
    with pytest.raises(BadRequest) as caught:
        what_helps(followed(plan, outcome), promise(plan, "true_pass_rate", 0.2))
    assert "target" in caught.value.en
