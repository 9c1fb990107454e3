"""The shipped plans still say what they said: compared with tests/golden, remade by tools/make_golden.py."""

from __future__ import annotations

import csv

import pytest
from golden import FOLDER, golden_rows

from simlib import load, names


@pytest.mark.parametrize("name", names())
def test_plan_says_what_it_said(name):
    """Means of every indicator to one in a thousand; another processor may flip a few of a million decisions."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        expected = {(row["indicator"], row["scope"], row["year"]): float(row["mean"]) for row in csv.DictReader(file)}
    found = dict(golden_rows(load(name)))
    assert found == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_every_golden_file_has_its_plan():
    """No file is left over from a plan that is gone."""
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(names())
