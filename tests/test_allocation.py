"""Spreading a year's tests over sectors: brute force, the known proportions, the limits."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from districts import district

from simlib import load, neyman
from simlib.errors import BadRequest, UnknownName
from simlib.setting.promise.design import sampling_design
from simlib.setting.worth.allocation import sharpest, variance


@pytest.mark.parametrize("total", [6, 9, 14])
@pytest.mark.parametrize("pull", [(0.3, 0.1, 0.05), (0.2, 0.2, 0.2), (0.5, 0.02, 0.4)])
def test_no_other_split_is_sharper(pull, total):
    """Oracle: brute force over every split in whole numbers."""
    pull, most = np.array(pull), (6, 5, 9)
    splits = [s for s in product(*(range(1, top + 1) for top in most)) if sum(s) == total]
    least = min(variance(pull, np.array(split)) for split in splits)
    found = sharpest(pull, total, 1, most)
    assert found.sum() == total
    assert variance(pull, found) == pytest.approx(least, rel=1e-12)


def test_without_limits_it_is_the_proportion_of_neyman():
    """Oracle: n_s ∝ W_s σ_s, variance (Σ W σ)²/n (Neyman 1934)."""
    pull = np.array([0.05, 0.1, 0.15])
    found = sharpest(pull, 6000, 0, (10_000,) * 3)
    assert found == pytest.approx([1000, 2000, 3000])
    assert variance(pull, found) == pytest.approx(pull.sum() ** 2 / 6000)


def test_with_prices_dear_sectors_get_fewer():
    """Oracle: n_s ∝ W_s σ_s/√c_s for a budget (Neyman 1934 with costs), and brute force over small budgets."""
    pull, prices = np.array([0.1, 0.1, 0.2]), np.array([1.0, 4.0, 1.0])
    assert sharpest(pull, 1000.0, 0, (10_000,) * 3, prices) == pytest.approx([200, 100, 400], abs=1)
    splits = [np.array(s) for s in product(range(1, 30), repeat=3) if np.dot(s, prices) <= 30]
    least = min(variance(pull, split) for split in splits)
    found = sharpest(pull, 30.0, 1, (99,) * 3, prices)
    assert found @ prices <= 30
    assert least <= variance(pull, found) <= 1.02 * least


def test_a_budget_buys_a_sharper_rate_than_the_plan_does():
    found = neyman(load("baseline"), budget=240.0)
    assert found.error_best <= min(found.error_now, found.error_proportional)
    with pytest.raises(BadRequest, match="cannot be split"):
        neyman(load("baseline"), budget=1.0)


def test_the_baseline_is_split_sharper_with_the_same_tests():
    plan = load("baseline")
    found = neyman(plan)
    assert sum(row.best for row in found.rows) == sum(row.now for row in found.rows) == found.tests == 1363
    assert found.error_best <= found.error_proportional
    assert found.error_best < found.error_now
    assert next(row.now for row in found.rows if row.sector == "food") == 160  # 160 units, once a year
    assert sum(row.weight for row in found.rows) == pytest.approx(1.0)


def test_campaigns_count_and_scopes_narrow(tmp_path):
    plan = district(
        tmp_path,
        {"one": {"units": 50, "observed": 0.8}, "two": {"units": 50, "observed": 0.8}},
        levers="{coverage: 0.8, crackdown: {2012Q1: {tests: 2}, 2012Q2: off}}",
    )
    found = neyman(plan)
    assert [row.now for row in found.rows] == [50, 50]  # 40 planned, one quarter of them doubled
    assert [row.best for row in found.rows] == [50, 50]  # alike in size and rate
    assert [row.sector for row in neyman(plan, 40, sectors="two").rows] == ["two"]


def test_what_cannot_be_split_is_said_with_the_nearest_that_can():
    plan = load("baseline")
    with pytest.raises(BadRequest, match="130 and") as found:
        neyman(plan, 100)
    assert found.value.best == 130
    with pytest.raises(UnknownName):
        neyman(plan, sectors=("foood",))
    with pytest.raises(BadRequest):
        neyman(plan, 10**6)


def test_the_planned_number_is_the_engines_own():
    """Oracle: sampling_design, which follows the engine; halves are rounded by quarter, not by year."""
    for name, tests in (("major_event", 1757), ("austerity", 955)):
        plan = load(name)
        assert neyman(plan).tests == sampling_design(plan, 2012).tests == tests


@pytest.mark.parametrize(("asked", "said"), [
    ({"tests": 400, "budget": 240.0}, "not both"),
    ({"programme": "service"}, "No sector in this scope"),
    ({"tests": "a"}, "at least 1"),
    ({"tests": 40.5}, "at least 1"),
    ({"budget": "a"}, "must be a number"),
    ({"budget": float("nan")}, "must be a number"),
    ({"least": "a"}, "least"),
])  # fmt: skip
def test_requests_without_sense_are_refused(tmp_path, asked, said):
    plan = district(tmp_path, {"toys": {}, "hats": {}}, levers="{coverage: 0.5}", last="2014Q4")
    with pytest.raises(BadRequest, match=said):
        neyman(plan, **asked)
