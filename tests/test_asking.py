"""Asking: what a planner may ask for, and the two lines that say what is wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from simlib import BadRequest, UnknownName, load
from simlib.setting.asking import ScopeAsked, checked_chance, is_number, promise, scope_asked


@pytest.fixture(scope="module")
def plan():
    return load("baseline")


def test_a_promise_is_a_target_of_the_plan(plan):
    """The same fields as one written in the file; owners are the departments of its sectors."""
    asked = promise(plan, "sampled_pass_rate", 0.9, programme="product")
    assert (asked.sense, asked.year, asked.level) == ("at_least", 2012, 0.9)
    written = next(one for one in plan.targets if one.indicator == "sampled_pass_rate")
    assert set(written.owners) == set(asked.owners)


def test_a_ceiling_follows_from_the_indicator(plan):
    assert promise(plan, "safety_violations", 1.0, sectors="food").sense == "at_most"


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        (("sampled_pass_rate",), ("product", (), True)),
        (("sampled_pass_rate", 2012), ("product", (), True)),
        (("operating_rate",), ("", ("polluters",), True)),
        (("sampled_pass_rate", 2013), ("", (), False)),  # the plan asks for nothing in 2013
        (("safety_violations",), ("", (), False)),  # two targets with a scope each: none is “the” target
        (("famous_brands",), ("", (), False)),  # the plan's target is one of the whole district
        (("true_pass_rate",), ("", (), False)),  # no target
        (("sampled_pass_rate", None, "environment"), ("environment", (), False)),
        (("sampled_pass_rate", None, None, "food"), ("", ("food",), False)),
    ],
)
def test_without_a_scope_it_is_that_of_the_plans_own_target(plan, asked, scope):
    assert scope_asked(plan, *asked) == ScopeAsked(*scope)


def test_the_scope_of_levels_goes_before_that_of_rises_and_order_does_not_count(plan):
    """What is asked for is a level; sectors named in another order are the same scope."""
    level = promise(plan, "sampled_pass_rate", 0.8, programme="product")
    rise = replace(level, programme="", sectors=("food",), sense="rise")
    pair = [replace(level, programme="", sectors=names) for names in (("food", "toys"), ("toys", "food"))]
    assert scope_asked(replace(plan, targets=(level, rise)), "sampled_pass_rate").programme == "product"
    assert scope_asked(replace(plan, targets=(rise,)), "sampled_pass_rate").sectors == ("food",)
    assert scope_asked(replace(plan, targets=tuple(pair)), "sampled_pass_rate").sectors == ("food", "toys")


def test_a_scope_that_does_not_exist_is_never_replaced_by_the_plans(plan):
    with pytest.raises(UnknownName, match="toys"):
        scope_asked(plan, "sampled_pass_rate", sectors=("toys",))


@pytest.mark.parametrize("chance", [0, 1, 80, -0.1, 1.5, True, float("nan"), "0.8", None])
def test_certainties_and_per_cent_are_no_chances(chance):
    with pytest.raises(BadRequest, match=r"0\.8"):
        checked_chance(chance)


def test_numbers_of_python_and_numpy_are_numbers():
    assert all(map(is_number, (1, 0.5, np.float32(0.5), np.int64(3))))
    assert not any(map(is_number, (True, np.True_, "1", None, math.inf, math.nan, 1j)))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("pass_rate", 0.9, {}), "pass_rate"),
        (("fines", 0.9, {}), "cannot be a target"),
        (("sampled_pass_rate", 96.5, {}), "0.965"),
        (("sampled_pass_rate", float("nan"), {}), "0.965"),
        (("sampled_pass_rate", "0.9", {}), "must be a number"),
        (("sampled_pass_rate", None, {}), "must be a number"),
        (("sampled_pass_rate", True, {}), "must be a number"),
        (("sampled_pass_rate", 0.9, {"sector": "food"}), "did you mean “sectors”"),
        (("sampled_pass_rate", 0.9, {"program": "product"}), "did you mean “programme”"),
        (("sampled_pass_rate", 0.9, {"year": 2030}), "2012–2016"),
        (("sampled_pass_rate", 0.9, {"programme": "products"}), "product"),
        (("sampled_pass_rate", 0.9, {"sectors": "toys"}), "toys"),
        (("sampled_pass_rate", 0.9, {"sectors": "food", "programme": "product"}), "not both"),
        (("operating_rate", 0.9, {"sectors": "food"}), "No sector"),
    ],
)
def test_what_cannot_be_promised_says_what_can(plan, asked, words):
    """Both languages, and the remedy."""
    indicator, level, scope = asked
    with pytest.raises((BadRequest, UnknownName)) as caught:
        promise(plan, indicator, level, **scope)
    assert words in caught.value.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.zh)
