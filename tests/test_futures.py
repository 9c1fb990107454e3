"""Fresh futures: of a calibration they are rows that the search has not used, as long as there are any."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simlib import required, simulate
from simlib.estimators import FEW_DRAWS
from simlib.posterior import sample_for, write_posterior
from simlib.priors import prior_sample
from simlib.setting.asking import promise
from simlib.setting.futures import fresh_seed, fresh_size, shared_worlds
from simlib.setting.search import fresh
from simlib.setting.search.mixes import frontier
from simlib.setting.together.joint import joint_promises
from simlib.story.margins import shared_words
from tests.districts import district

ROWS = 20


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("futures")
    return district(folder, {"toys": {}, "hats": {}}, levers="{coverage: 0.5}")


def learnt(plan, folder, rows=ROWS):
    """The plan with a calibration of so many rows, each with a tau of its own."""
    path = folder / f"learnt_{rows}.csv"
    write_posterior(path, prior_sample(plan, 1, range(rows)), plan, frozenset({"tau"}))
    return replace(plan, calibration=SimpleNamespace(name="learnt", path=path, digest=str(path), overrides={}))


def taus(plan, size):
    return sample_for(plan, size["seed"], range(size["draws"])).scalars["tau"]


def test_without_a_calibration_another_seed_is_enough(plan):
    assert fresh_size(plan, {"workers": 1}, 2) == {"workers": 1, "seed": fresh_seed(3), "draws": 20}
    assert shared_worlds(plan, {}, 2) == 0


@pytest.mark.parametrize("seed", [3, 9])
@pytest.mark.parametrize("times", [1, 2])
def test_the_rows_of_a_calibration_are_others(plan, tmp_path, seed, times):
    """Brute force over the rows; of any seed that was searched on, and of fresh futures of fresh futures."""
    known = learnt(plan, tmp_path)
    first = {"draws": 6, "seed": seed}
    other = fresh_size(known, first, times)
    assert other["draws"] == 6 * times
    assert not set(taus(known, first)) & set(taus(known, other))
    assert not set(taus(known, other)) & set(taus(known, fresh_size(known, other)))
    assert shared_worlds(known, first, times) == 0


def test_draws_keep_their_number_and_their_order(plan, tmp_path):
    """Own seed: rows as they stand; a draw of any seed is the same however many there are (so runs can be added)."""
    known = learnt(plan, tmp_path)
    rows = prior_sample(plan, 1, range(ROWS)).scalars["tau"]
    assert np.array_equal(taus(known, {"seed": 3, "draws": ROWS}), rows)
    far = fresh_size(known, {"draws": 8})["seed"]
    assert np.array_equal(taus(known, {"seed": far, "draws": ROWS}), rows[::-1])
    assert np.array_equal(sample_for(known, far, range(3, 7)).scalars["tau"], rows[::-1][3:7])


def test_a_short_calibration_gives_what_is_left_and_says_what_is_shared(plan, tmp_path):
    known = learnt(plan, tmp_path)
    for draws in range(1, ROWS + 1):
        size = {"draws": draws, "seed": 3}
        other = fresh_size(known, size, 2)
        both = set(taus(known, size)) & set(taus(known, other))
        assert len(both) == shared_worlds(known, size, 2)
        assert bool(both) == (ROWS - draws < min(2 * draws, FEW_DRAWS))
    assert shared_words(0, "zh") == ""
    assert "3" in shared_words(3, "en")


def test_a_search_on_most_rows_of_a_calibration_ends_well(plan, tmp_path, monkeypatch):
    """Regression: twice the draws of the search are more rows than there are; it failed after the search."""
    known, used = learnt(plan, tmp_path, 14), []
    made = fresh.trials_of
    monkeypatch.setattr(fresh, "trials_of", lambda *a, **size: used.append(size) or made(*a, **size))
    found = frontier(known, [150], [0.6], levers=["coverage"], draws=8, replicates=2)
    assert [size["draws"] for size in used] == [6]
    assert found.points[0].retested is not None
    assert found.shared == 0
    assert frontier(known, [150], [0.6], levers=["coverage"], draws=12, replicates=2).shared == 12


def test_what_was_required_and_promised_is_told_on_other_rows(plan, tmp_path):
    known, size = learnt(plan, tmp_path), {"draws": 6, "replicates": 2}
    target = promise(known, "sampled_pass_rate", 0.87)
    found = required(known, "fine", target, 0.5, **size)
    again = simulate(found.scenario, through=2012, **fresh_size(known, size) | {"replicates": 2})
    assert found.fresh.value == np.mean(again.annual("sampled_pass_rate", 2012) >= 0.87 - 1e-9)
    assert not set(again.assumptions["tau"]) & set(taus(known, {"draws": 6, "seed": 3}))
    together = joint_promises(simulate(known, through=2012, **size), [target], 0.6)
    assert (found.shared, together.shared) == (0, 0)
    assert joint_promises(simulate(known, through=2012, draws=18, replicates=2), [target], 0.6).shared == 18 + 18 - ROWS
