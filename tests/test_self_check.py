"""Simulation-based calibration, reduced: ranks of true values are uniform, and are not when data count too much."""

from __future__ import annotations

import numpy as np
import pytest

from simlib.learn import foretell
from simlib.learn.likelihood import log_likelihood
from simlib.learn.weights import effective, normalised
from simlib.validation.backtest import district_of
from simlib.validation.self_check import BINS, REPORTS, WORLDS, all_uniform, ranks_in, reported, self_check, table

TRUTHS = 160


@pytest.fixture(scope="module")
def worlds():
    """Worlds to learn from, made-up worlds of another seed to be learnt, and how likely each makes each."""
    plan = district_of("self_check")
    known, made = foretell(plan, REPORTS, draws=1500, seed=5), foretell(plan, REPORTS, draws=TRUTHS, seed=6)
    logs = [log_likelihood(known.expected, known.spread, reported(made, truth)) for truth in range(TRUTHS)]
    return known, made, logs


def ranks(worlds, count_data):
    """Ranks of every truth when the data are counted `count_data` times."""
    known, made, logs = worlds
    found, left = [], []
    for truth in range(TRUTHS):
        weights = normalised(count_data * logs[truth])
        left.append(effective(weights))
        found.append(ranks_in(known.scores, weights, made.scores[truth], truth))
    return table(made.unknowns, np.array(found)), np.array(left)


def test_ranks_are_uniform(worlds):
    """Talts et al. 2018: with the right likelihood every rank is equally likely; 80 of 100 truths lie in the middle
    80 of 100 (binomial, 4 standard errors)."""
    found, left = ranks(worlds, 1.0)
    assert np.median(left) > 100.0
    assert all_uniform(found)
    error = 4.0 * np.sqrt(0.16 / TRUTHS) + 1.0 / WORLDS
    assert all(abs(row.inside - 0.8) < error for row in found)


def test_data_counted_too_often_are_found_out(worlds):
    """Negative control: the same data counted eight times make answers too sure, and the ranks show it."""
    found, _ = ranks(worlds, 8.0)
    assert not all_uniform(found)
    aim = next(row for row in found if row.label.startswith("aim"))
    counts = np.bincount(aim.ranks * BINS // (WORLDS + 1), minlength=BINS)
    assert counts[[0, -1]].sum() > 1.5 * TRUTHS * 2 / BINS  # truth beyond the ends: too narrow


def test_the_whole_machinery_runs():
    """A few truths through calibrate() itself; the benchmark does 200."""
    found, left = self_check(3, 400)
    assert all(row.ranks.size == 3 for row in found)
    assert (left >= 99.0).all()
