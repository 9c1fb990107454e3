"""What a ledger measures: known answers for rates, persistence, lags and follow-ups; a public panel as a check."""

from __future__ import annotations

import math
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from ledgers import TODAY, panel, saved, text_of

from simlib.errors import SimlibError
from simlib.estimators import wilson
from simlib.intake.facts import ledger_facts, whole_facts
from simlib.intake.ledger import read_ledger
from simlib.intake.measures import lags, persistence, visits

AGAIN, ANEW = 0.5, 0.1  # P(fail | last fail), P(fail | last pass)
PANEL = Path(os.environ.get("SIMLIB_PANEL", "no such file"))  # firm-level records stay out of the project


def read(folder, rows, **more):
    return read_ledger(saved(folder, text_of(rows, **more)), TODAY)


@pytest.fixture(scope="module")
def markov(tmp_path_factory):
    """25,000 inspections of 2,500 units by a two-state chain."""
    return read(tmp_path_factory.mktemp("panel"), panel(2500, 10, AGAIN, ANEW, seed=2012))


def row(number, unit, day, result, kind="监督抽查", size="", grade=""):
    return [str(number), unit, "食品", day, kind, result, grade, size]


# --- the oracle: a chain whose transition probabilities are known


def test_persistence_is_that_of_the_chain(markov):
    """Transitions of a Markov chain are independent given the last state: binomial errors hold exactly."""
    found = whole_facts(markov).persistence
    assert found.pairs == 2500 * 9
    for part, true in ((found.after_fail, AGAIN), (found.after_pass, ANEW)):
        assert abs(part.value - true) < 4 * math.sqrt(true * (1 - true) / part.of)
        assert part.low < true < part.high
    assert found.interval.low < AGAIN / ANEW < found.interval.high
    assert found.gap == (360, 360, 360)


def test_correlation_of_lag_k_is_a_power(markov):
    for one in whole_facts(markov).lags:
        assert one.pairs == 2500 * (10 - one.lag)
        assert abs(one.correlation - (AGAIN - ANEW) ** one.lag) < 4 * one.error
        assert one.days == 360 * one.lag


def test_sectors_of_the_chain_agree_and_add_up(markov):
    parts, whole = ledger_facts(markov), whole_facts(markov)
    assert [part.sector for part in parts] == ["建材", "食品"]
    assert sum(part.units for part in parts) == whole.units == 2500
    assert sum(part.rate.of for part in parts) == whole.rate.of
    assert sum(part.persistence.pairs for part in parts) == whole.persistence.pairs


def test_negative_control_shuffled_results_show_no_persistence(markov):
    """The same results dealt out at random: the ratio is 1 and no lag correlates."""
    random = np.random.Generator(np.random.PCG64(7))
    shuffled = visits(markov.unit, markov.day, random.permutation(markov.failed))
    found = persistence(shuffled)
    assert found.interval.low < 1 < found.interval.high
    assert all(abs(one.correlation) < 4 * one.error for one in lags(shuffled))


def test_persistence_agrees_with_a_count_by_hand(markov):
    """Brute force over units, rows in any order, instead of arrays."""
    history = {}
    for unit, day, failed in zip(markov.unit, markov.day, markov.failed, strict=True):
        history.setdefault(int(unit), []).append((int(day), bool(failed)))
    counts = {(last, now): 0 for last in (True, False) for now in (True, False)}
    for seen in history.values():
        results = [failed for _, failed in sorted(seen)]
        for pair in pairwise(results):
            counts[pair] += 1
    found = whole_facts(markov).persistence
    assert found.after_fail[:2] == (counts[True, True], counts[True, True] + counts[True, False])
    assert found.after_pass[:2] == (counts[False, True], counts[False, True] + counts[False, False])


# --- small cases by hand


def test_rates_are_of_planned_tests_of_the_last_full_year(tmp_path):
    rows = [
        row(1, "甲", "2012-01-10", "合格"),
        row(2, "甲", "2013-01-05", "不合格"),
        row(3, "乙", "2013-06-05", "合格"),
        row(4, "甲", "2013-07-05", "合格", "复查"),
        row(5, "乙", "2013-12-20", "不合格", "投诉"),
        row(6, "丙", "2014-03-01", "合格"),
    ]
    (found,) = ledger_facts(read(tmp_path, rows))
    assert (found.year, found.whole_year) == (2013, True)
    assert found.rate == (1, 2, *wilson(1, 2))
    assert [(one.year, one.tests, one.passes) for one in found.years] == [(2012, 1, 1), (2013, 2, 1), (2014, 1, 1)]
    assert ledger_facts(read(tmp_path, rows), 2012)[0].rate[:2] == (1, 1)
    with pytest.raises(SimlibError, match="2012、2013、2014"):
        ledger_facts(read(tmp_path, rows), 2011)


def test_a_year_that_is_not_whole_is_said_to_be_a_part(tmp_path):
    rows = [row(i, "甲", f"2013-0{i}-05", "合格") for i in range(3, 8)]
    (found,) = ledger_facts(read(tmp_path, rows))
    assert (found.year, found.whole_year) == (2013, False)


def test_without_a_planned_test_there_is_no_rate(tmp_path):
    """No rate is made of nothing: the interval is anywhere, the value none."""
    (found,) = ledger_facts(read(tmp_path, [row(1, "甲", "2013-01-05", "合格", "投诉")]))
    assert found.rate == (0, 0, 0.0, 1.0)
    assert found.rate.value is None
    assert found.rate.few
    assert found.persistence.ratio is None
    assert found.persistence.gap is None
    assert all(math.isnan(one.correlation) for one in found.lags)


def test_two_tests_on_a_day_are_one_visit(tmp_path):
    rows = [
        row(1, "甲", "2013-01-05", "不合格"),
        row(2, "甲", "2013-01-05", "合格"),
        row(3, "甲", "2014-01-05", "不合格"),
    ]
    found = whole_facts(read(tmp_path, rows)).persistence
    assert found.after_fail[:2] == (1, 1)
    assert found.after_pass.of == 0


def test_a_follow_up_counts_within_half_a_year_and_late_fails_do_not(tmp_path):
    rows = [
        row(1, "甲", "2013-01-01", "不合格"),
        row(2, "甲", "2013-06-30", "合格", "复查"),  # 180 days later: in time
        row(3, "乙", "2013-01-01", "不合格"),
        row(4, "乙", "2013-07-01", "合格", "复查"),  # 181 days later: too late
        row(5, "丙", "2013-01-02", "不合格"),
        row(6, "丁", "2013-01-02", "合格", "复查"),  # of another unit
        row(7, "戊", "2013-12-01", "不合格"),  # its half-year is not over
        row(8, "己", "2013-12-31", "合格"),
    ]
    found = whole_facts(read(tmp_path, rows)).followed_up
    assert found[:2] == (1, 3)
    assert whole_facts(read(tmp_path, [one for one in rows if one[4] != "复查"])).followed_up is None


def test_sizes_and_grades_are_those_last_given(tmp_path):
    rows = [
        row(1, "甲", "2012-01-01", "合格", size="小型", grade="A"),
        row(2, "甲", "2013-01-01", "合格", size="中型", grade="B"),
        row(3, "甲", "2014-01-01", "合格"),
        row(4, "乙", "2013-01-01", "合格", size="大型", grade="B"),
        row(5, "丙", "2013-01-01", "合格", size="小", grade="C"),
        row(6, "丁", "2013-01-01", "合格"),
    ]
    found = whole_facts(read(tmp_path, rows))
    assert found.sizes == {"small": 1, "medium": 1, "large": 1}
    assert found.grades == {"A": 0, "B": 2, "C": 1}
    assert found.share_medium == pytest.approx(1 / 3)


def test_without_sizes_there_is_no_share(tmp_path):
    found = whole_facts(read(tmp_path, [row(1, "甲", "2013-01-01", "合格")]))
    assert found.share_large is None


# --- a public panel that the importer has not been tuned to


@pytest.mark.skipif(not PANEL.is_file(), reason="set SIMLIB_PANEL to the Chicago canvass panel")
def test_a_public_panel_gives_its_published_persistence():
    """City of Chicago, food canvass inspections 2011–14: .276, .160; lags .12, .06, .07 (docs/model.md, patterns)."""
    ledger = read_ledger(PANEL)
    assert (ledger.rows_read, ledger.rows_used) == (27600, 27600)
    found = whole_facts(ledger)
    assert found.units == 12367
    assert found.persistence.after_fail.value == pytest.approx(0.276, abs=0.001)
    assert found.persistence.after_pass.value == pytest.approx(0.160, abs=0.001)
    assert [round(one.correlation, 2) for one in found.lags] == [0.12, 0.06, 0.07]
