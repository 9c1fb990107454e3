"""Back-tests: scores against their definitions, rivals by hand, figures against the published rows, no peeking."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from simlib.learn import Observation, calibrate
from simlib.scenario import check
from simlib.validation import backtest
from simlib.validation.backtest import EARLIER, SERIES, district_of, examined, folder, history_of, summary
from simlib.validation.scores import Bell, binomial_trend, covered, crps, persistence, pit

DATA = Path(__file__).parent.parent / "data"


def rate(year, value, **more):
    return Observation("sampled_pass_rate", year, value=value, **more)


def test_crps_of_runs_is_its_definition():
    """Gneiting & Raftery 2007: E|X − y| − ½E|X − X'|, by the double sum over all pairs."""
    rng = np.random.default_rng(1)
    values, weights = rng.normal(size=60).round(1), rng.random(60)
    weights /= weights.sum()
    pairs = np.abs(values[:, None] - values) * weights[:, None] * weights
    exact = float(weights @ np.abs(values - 0.3)) - 0.5 * float(pairs.sum())
    assert crps(values, weights, 0.3) == pytest.approx(exact, abs=1e-12)


def test_crps_of_a_bell_is_the_integral():
    """CRPS = ∫ (F(x) − 1[x ≥ y])² dx for a normal forecast; of a bare figure the error."""
    bell, seen = Bell(0.9, 0.02), 0.93

    def squared(x):
        return (stats.norm.cdf(x, bell.mean, bell.spread) - (x >= seen)) ** 2

    exact = integrate.quad(squared, 0.7, 1.1, points=[seen], limit=200)[0]
    assert bell.crps(seen) == pytest.approx(exact, abs=1e-9)
    assert Bell(0.9, 0.0).crps(seen) == pytest.approx(0.03)


def test_a_sample_of_a_bell_scores_like_the_bell():
    """Many equal runs of a normal law have its CRPS, its coverage and a PIT at its quantile."""
    values = stats.norm.ppf((np.arange(20000) + 0.5) / 20000, 0.9, 0.02)
    weights = np.full(20000, 1 / 20000)
    assert crps(values, weights, 0.93) == pytest.approx(Bell(0.9, 0.02).crps(0.93), abs=1e-6)
    assert pit(values, weights, 0.93) == pytest.approx(stats.norm.cdf(1.5), abs=1e-4)
    assert covered(values, weights, 0.9 + 0.02 * 1.0) == (False, True, True)
    assert covered(values, weights, 0.9 + 0.02 * 1.97) == (False, False, False)


def test_persistence_by_hand():
    """Steps of +2, −1 and +2 over two years: a yearly variance of (4 + 1 + 2)/3, times the two years ahead."""
    known = [rate(2010, 0.80), rate(2011, 0.82), rate(2012, 0.81), rate(2014, 0.83)]
    bell = persistence(known, 2016)
    assert bell.mean == 0.83
    assert bell.spread == pytest.approx(0.01 * math.sqrt(2.0 * (4.0 + 1.0 + 2.0) / 3.0))
    assert persistence(known[:1], 2016) == Bell(0.80, 0.0)


def test_binomial_trend_finds_an_exact_line():
    """Rates that lie on a logistic line are found exactly; the variance is that of the Fisher information."""
    years, line = range(2010, 2015), (2.0, 0.1)
    known = [rate(y, 1.0 / (1.0 + math.exp(-line[0] - line[1] * (y - 2016))), sd=None, tests=400) for y in years]
    known = [row._replace(passes=None) for row in known]
    found = binomial_trend(known, 2016, 500.0)
    assert found.mean == pytest.approx(1.0 / (1.0 + math.exp(-2.0)), abs=1e-9)
    slope = found.mean * (1.0 - found.mean)
    weights = np.array([400 * row.value * (1.0 - row.value) for row in known])
    design = np.stack([np.ones(5), np.array(list(years)) - 2016.0], axis=1)
    unsure = np.linalg.inv(design.T @ (design * weights[:, None]))[0, 0]
    assert found.spread == pytest.approx(math.sqrt(unsure * slope**2 + slope / 500.0), rel=1e-6)
    assert binomial_trend(known[:2], 2016, 500.0) is None


def test_binomial_trend_widens_with_what_a_line_does_not_explain():
    """Over-dispersion: rates that jump about their line make the forecast wider than binomial luck alone."""
    smooth = [rate(2010 + n, 0.90, tests=2000) for n in range(5)]
    rough = [row._replace(value=0.90 + 0.03 * (-1) ** n) for n, row in enumerate(smooth)]
    assert binomial_trend(rough, 2016, 2000.0).spread > 3.0 * binomial_trend(smooth, 2016, 2000.0).spread


def published(source):
    """The published row that a figure names."""
    name, key = source.split("#")
    with (DATA.parent / name).open(encoding="utf-8", newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row["key"] == key)


@pytest.mark.parametrize("series", [row.code for row in SERIES])
def test_every_figure_of_a_series_is_published(series):
    """Rates and batches are those of the rows they name."""
    for row in history_of(series):
        source = published(row.note)
        assert 100.0 * row.figure == pytest.approx(float(source["value"]), abs=0.06)
        assert int(source["year"]) == row.year
        if row.tests:
            assert row.tests == int(source["n_batches"])


def test_earlier_targets_are_the_published_ones():
    """Level and outcome of each earlier target are those of the rows it names."""
    for row in EARLIER[:2]:
        name, first, second = row.source.replace(", ", "").partition("#")[0], *row.source.split("#")[1:]
        level, came = (published(f"{name}#{key.strip(', ')}") for key in (first, second))
        assert row.level == pytest.approx(float(level["value"]) / 100.0)
        assert row.came == pytest.approx(float(came["value"]) / 100.0)


def test_the_districts_of_the_series_have_no_mistakes():
    """validation/ holds scenarios like any other."""
    assert check(folder()) == []


def test_the_model_cannot_see_the_years_it_foretells():
    """Negative control: other outcomes in the held-out years change neither weights nor forecasts."""
    plan, rows = district_of("purifiers"), history_of("purifiers")
    fit, held = rows[1:2], rows[2]
    answers = [calibrate(plan, fit, asked=[held._replace(value=value)], draws=400) for value in (0.863, 0.30)]
    assert np.array_equal(answers[0].weights, answers[1].weights)
    assert np.array_equal(answers[0].expected, answers[1].expected)


def test_a_series_is_examined():
    """A short series end to end: bands in order, scores finite, one year known and one foretold."""
    found = examined(SERIES[-1], 400)
    held = found.held[0]
    assert list(held.bands) == sorted(held.bands)
    assert held.seen == pytest.approx(0.863)
    assert 0.0 <= held.pit <= 1.0
    assert held.crps > 0.0
    assert held.trend is None  # two known years leave no residual
    total = summary([found])
    assert total.years == 1
    assert total.against_persistence == pytest.approx(1.0 - held.crps / held.persistence.crps(held.seen))
    assert math.isnan(total.against_trend)


def test_a_later_year_than_the_plan_is_refused():
    """A target year the district does not have is an error that names the years it has."""
    with pytest.raises(Exception, match="2017") as caught:
        backtest.learn(district_of("purifiers"), (), [rate(2030, 0.9, sd=0.01)], 400)
    assert "2018" in caught.value.zh
