"""Learning: exact likelihoods, weights, the normal guess against its closed form, and recovery through the engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from districts import district
from scipy import integrate, stats
from scipy.special import ndtri

from simlib import simulate
from simlib.assumptions import Prior
from simlib.learn import Observation, calibrate, calibration, update
from simlib.learn.learned import Learned
from simlib.learn.likelihood import CLUSTERING, log_density, log_likelihood
from simlib.learn.proposal import RIDGE, WIDER, fitted
from simlib.learn.weights import FEWEST, TooFewRuns, effective, fail_if_too_few, normalised, resampled, tempered
from simlib.learn.weights import weighted_quantiles as quantiles
from simlib.priors import Unknown, correlated

RATE = Observation("sampled_pass_rate", 2012, tests=400, passes=372)


# --- likelihood


def test_counts_are_beta_binomial():
    """A list without noise: ln P is scipy's beta-binomial (Skellam 1948), with the stated correlation of tests."""
    size = 1.0 / CLUSTERING - 1.0
    exact = stats.betabinom.logpmf(372, 400, 0.9 * size, 0.1 * size)
    assert log_density(np.array([0.9]), RATE)[0] == pytest.approx(exact, abs=1e-6)
    assert log_likelihood(np.array([[0.9]]), np.array([0.0]), [RATE])[0] == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(("tests", "passes"), [(40, 37), (400, 372), (20000, 18200)])
def test_the_list_is_integrated_out(tests, passes):
    """With list noise of 1.5 points ln P is the integral over N(0, 1.5), by adaptive quadrature."""
    row = replace_row(tests=tests, passes=passes)

    def density(noise):
        return np.exp(log_density(np.array([0.905 + 0.015 * noise]), row)[0]) * stats.norm.pdf(noise)

    near = (passes / tests - 0.905) / 0.015
    exact = integrate.quad(density, -4.5, 4.5, points=[near], limit=200)[0]
    assert log_likelihood(np.array([[0.905]]), np.array([1.5]), [row])[0] == pytest.approx(np.log(exact), abs=2e-5)


def test_quarters_of_a_year_share_their_list():
    """Two quarters of one year are judged by one list; two years by two: the joint density differs, by quadrature."""
    quarters = [RATE._replace(quarter=q, tests=200, passes=p) for q, p in ((1, 190), (2, 191))]

    def joint(noise):
        rate = np.array([0.9 + 0.02 * noise])
        return np.exp(sum(log_density(rate, row)[0] for row in quarters)) * stats.norm.pdf(noise)

    same = log_likelihood(np.array([[0.9, 0.9]]), np.array([2.0]), quarters)[0]
    assert same == pytest.approx(np.log(integrate.quad(joint, -4.5, 4.5)[0]), abs=1e-5)  # 7e-6 lies beyond
    apart = [quarters[0], quarters[1]._replace(year=2013)]
    assert log_likelihood(np.array([[0.9, 0.9]]), np.array([2.0]), apart)[0] < same - 0.1


def test_all_counts_together_have_probability_one():
    """Σ over every possible count of P(count | run) = 1."""
    rows = [replace_row(tests=30, passes=k) for k in range(31)]
    total = sum(np.exp(log_likelihood(np.array([[0.93]]), np.array([1.5]), [row])[0]) for row in rows)
    assert total == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("passes", [0, 400])
def test_a_rate_of_exactly_0_or_1_has_a_finite_likelihood(passes):
    """No fail in 400 tests, or nothing but fails: the correct limit, not an infinity."""
    values = log_likelihood(np.array([[0.0], [0.5], [1.0]]), np.full(3, 1.5), [replace_row(passes=passes)])
    assert np.isfinite(values).all()
    assert np.argmax(values) == (2 if passes else 0)


def test_numbers_are_poisson_and_stated_figures_normal():
    """Brand counts: Poisson; a rate with an error of its own: normal."""
    brands = Observation("famous_brands", 2012, value=30.0)
    assert log_density(np.array([25.0]), brands)[0] == pytest.approx(stats.poisson.logpmf(30, 25.0))
    rate = Observation("operating_rate", 2012, value=0.9, sd=0.02)
    assert log_density(np.array([0.88]), rate)[0] == pytest.approx(stats.norm.logpdf(0.9, 0.88, 0.02))


# --- weights


def test_effective_runs():
    """1/Σw² (Kong 1992): all alike n, a single one 1, half of them n/2."""
    assert effective(np.full(8, 1 / 8)) == pytest.approx(8.0)
    assert effective(np.eye(8)[2]) == 1.0
    assert effective(np.repeat([0.25, 0.0], 4)) == pytest.approx(4.0)


def test_tempering_stops_at_the_fewest_runs_and_refuses_beyond():
    """The weight given to the data is the largest that leaves FEWEST runs (monotone in t); below ½ no answer."""
    steps = np.linspace(0.0, 1.0, 2000)
    mild, sharp = -20.0 * steps, -5e4 * steps
    weights, temper, in_full = tempered(np.zeros(2000), mild)
    assert temper == 1.0
    assert in_full == effective(weights)
    np.testing.assert_allclose(weights, normalised(mild))
    weights, temper, in_full = tempered(np.zeros(2000), -60.0 * steps)
    assert 0.5 < temper < 1.0
    assert effective(weights) == pytest.approx(FEWEST, rel=1e-3)
    assert in_full < FEWEST
    with pytest.raises(TooFewRuns) as caught:
        fail_if_too_few(tempered(np.zeros(2000), sharp))
    assert caught.value.temper < 0.5
    assert "--draws" in caught.value.zh
    assert "--draws" in caught.value.en


def test_resampling_keeps_the_weights():
    """Systematic resampling (Kitagawa 1996): each run comes up ⌊nw⌋ or ⌈nw⌉ times."""
    weights = np.array([0.5, 0.25, 0.15, 0.1])
    counts = np.bincount(resampled(weights, 1000, 7), minlength=4)
    assert np.all(np.abs(counts - 1000 * weights) < 1.0)


def test_weighted_quantiles_of_equal_weights():
    """Equal weights give the usual quantiles (Hazen's)."""
    values = np.random.default_rng(3).normal(size=501)
    shares = np.array([0.1, 0.5, 0.9])
    exact = np.quantile(values, shares, method="hazen")
    np.testing.assert_allclose(quantiles(values, np.full(501, 1 / 501), shares), exact, atol=1e-12)


# --- the guess, and the whole of it on a model with a known answer


def linear(scores, slopes, level):
    return scores @ slopes.T + level


def test_the_guess_is_the_exact_posterior_of_a_linear_model():
    """Gaussian update (Tarantola 2005): y = a + Bz exactly, data error R: covariance (I + BᵀR⁻¹B)⁻¹."""
    rng, slopes = np.random.default_rng(5), np.array([[1.0, -0.5, 0.2], [0.0, 0.8, 0.4]])
    scores = rng.normal(size=(4000, 3))
    rows = [Observation("quality_loss_rate", 2012, value=0.7, sd=0.3), Observation("fines", 2012, value=-0.2, sd=0.2)]
    outputs = linear(scores, slopes, np.array([0.1, 0.0]))
    guess = fitted(scores, logit_share(outputs, 0), 1.5, [rows[1]._replace(value=0.6), rows[1]])
    noise = WIDER * np.diag([0.2**2, 0.2**2])
    precision = np.eye(3) + slopes.T @ np.linalg.solve(noise, slopes)
    mean = np.linalg.solve(precision, slopes.T @ np.linalg.solve(noise, np.array([0.5, -0.2])))
    np.testing.assert_allclose(guess.mean, mean, atol=5e-3 * RIDGE)
    np.testing.assert_allclose(guess.root @ guess.root.T, np.linalg.inv(precision), atol=5e-3)


def logit_share(values, _place):
    """Money indicators are taken as they are, so the linear model needs no other scale."""
    return values


def test_calibration_on_a_model_with_a_known_posterior(tmp_path, monkeypatch):
    """The whole machinery with the engine replaced by y = z₀ + z₁ + noise: mean, spread and their link are exact."""
    plan = district(tmp_path, {"food": {}})
    rows = [Observation("fines", 2012, value=2.5, sd=0.25)]

    def player(_plan, _wanted, seed, _workers):
        def play(scores, first, progress):
            luck = np.random.default_rng([seed, first]).normal(0.0, 0.2, len(scores))
            progress(first + len(scores))
            return calibration._Runs(scores, (scores[:, 1] + scores[:, 2] + luck)[:, None], np.full(len(scores), 1.5))

        return play

    monkeypatch.setattr(calibration, "_player", player)
    learned = calibrate(plan, rows, draws=6000)
    noise = 0.25**2 + 0.2**2
    mean, spread = 2.5 / (2.0 + noise), 1.0 - 1.0 / (2.0 + noise)
    got = learned.weights @ learned.scores[:, 1:3]
    error = 5.0 / np.sqrt(learned.effective)
    np.testing.assert_allclose(got, [mean, mean], atol=error * np.sqrt(spread))
    centred = learned.scores[:, 1:3] - got
    covariance = (learned.weights[:, None] * centred).T @ centred
    exact = np.array([[spread, spread - 1.0], [spread - 1.0, spread]])
    np.testing.assert_allclose(covariance, exact, atol=error)
    assert learned.effective > 1000
    moved = {row.code for row in learned.moved if row.moved}
    assert moved == {learned.unknowns[1].code, learned.unknowns[2].code}


# --- through the engine


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Two sectors, three years, a few assumptions free: quick enough to run a thousand worlds."""
    folder = tmp_path_factory.mktemp("learn")
    facts = dict(units=150, observed=0.88, tests_observed=400)
    return district(folder, {"food": facts, "toys": facts | {"observed": 0.8}}, last="2014Q4")


def truth_rows(outcome, draw, years=(2012, 2013), tests=1500):
    """What a world would have reported, on many tests of each sector."""
    rates = [
        (name, year, outcome.annual("expected_pass_rate", year, sectors=[name])[draw, 0])
        for name in ("food", "toys")
        for year in years
    ]
    return [
        Observation("sampled_pass_rate", year, sectors=(name,), tests=tests, passes=round(tests * rate))
        for name, year, rate in rates
    ]


def test_a_forecast_of_the_year_is_the_same_by_both_ways(plan):
    """update() on a plain outcome and calibrate() by rounds of proposals agree on the year ahead."""
    truth = simulate(plan, draws=40, replicates=1, seed=77)
    rows = truth_rows(truth, 7)
    outcome = simulate(plan, draws=1500, replicates=1)
    simple = update(outcome, rows)
    asked = [Observation("sampled_pass_rate", 2014, tests=400)]
    learned = calibrate(plan, rows, asked=asked, draws=1200)
    ahead = outcome.annual("expected_pass_rate", 2014)
    means = simple.mean(ahead), float(learned.weights @ learned.expected[:, len(rows)])
    spread = np.sqrt(simple.mean((ahead - means[0]) ** 2))
    error = spread * np.sqrt(1.0 / simple.effective + 1.0 / learned.effective)
    assert abs(means[0] - means[1]) < 4.0 * error
    assert learned.effective > 2.0 * 1200 / 1500 * simple.effective / 2.0  # the guess does not make things worse
    assert truth.annual("expected_pass_rate", 2014)[7, 0] == pytest.approx(means[1], abs=4.0 * spread)


def test_a_whole_posterior_goes_into_the_next_forecast(plan, tmp_path):
    """The worlds of a calibration, written and named by a scenario, have the posterior's means and links."""
    rows = truth_rows(simulate(plan, draws=3, replicates=1, seed=5), 2)
    learned = calibrate(plan, rows, draws=600)
    worlds = learned.worlds(400)
    tau = next(n for n, row in enumerate(learned.unknowns) if row.code == "tau")
    mean = float(learned.weights @ np.log(quantile_of(learned, tau)))
    assert np.log(worlds.scalars["tau"]).mean() == pytest.approx(mean, abs=0.02)
    folder = tmp_path / "calibrations"
    learned.write(folder / "mine.csv", 400, with_start=False)
    named = (folder / "mine.csv").read_text("utf-8").splitlines()
    assert len(named) == 401
    assert "drift@food" in named[0]
    assert "aim@food" not in named[0]


def quantile_of(learned: Learned, column: int) -> np.ndarray:
    from simlib.priors import quantile

    return quantile(learned.unknowns[column].prior, learned.luck[:, column])


def test_what_the_data_do_not_touch_has_not_moved(plan):
    """The value of a title says nothing about rates of sectors without brands: it is said not to have moved."""
    rows = truth_rows(simulate(plan, draws=3, replicates=1, seed=5), 1)
    learned = calibrate(plan, rows, draws=800)
    by_name = {(row.code, row.place): row for row in learned.moved}
    assert by_name["aim", "food"].moved or by_name["aim", "toys"].moved
    assert not by_name["judging_noise", ""].moved
    assert not by_name["title_value", ""].moved


def test_another_seed_or_plan_may_not_carry_the_weights(plan):
    """Weights belong to runs; runs of another seed are other runs."""
    outcome = simulate(plan, draws=300, replicates=1)
    known = update(outcome, [Observation("sampled_pass_rate", 2012, tests=100, passes=85)])
    carried = known.carried(outcome)
    assert carried.annual("true_pass_rate", 2013).shape == (300, 1)
    assert carried.annual("expected_pass_rate", 2012).mean() == pytest.approx(
        known.mean(outcome.annual("expected_pass_rate", 2012)), abs=0.003
    )
    with pytest.raises(Exception, match="seed"):
        known.carried(simulate(plan, draws=300, replicates=1, seed=9))


def test_data_beyond_all_runs_are_refused(plan):
    """A rate of 30 % on 4,000 tests fits no run: an error with the number of runs left, not an answer."""
    outcome = simulate(plan, draws=300, replicates=1)
    with pytest.raises(TooFewRuns) as caught:
        update(outcome, [Observation("sampled_pass_rate", 2012, tests=4000, passes=1200)])
    assert caught.value.effective < 5.0


def test_correlated_priors_have_their_margins_and_their_link():
    """A normal copula: every margin stays uniform, scores correlate as stated, the others do not change a bit."""
    from simlib.grammar.records import Correlation

    free = Prior("normal", (0.0, 1.0))
    rows = (Unknown("a", "", free), Unknown("b", "", free), Unknown("c", "", free))
    luck = np.random.default_rng(2).random((20000, 3))
    moved = correlated(luck, rows, (Correlation(("a", "c"), 0.6),))
    assert np.array_equal(moved[:, 1], luck[:, 1])
    assert stats.kstest(moved[:, 2], "uniform").pvalue > 0.001
    assert np.corrcoef(ndtri(moved[:, [0, 2]]).T)[0, 1] == pytest.approx(0.6, abs=0.02)


def test_correlations_reach_the_draws_and_bounds_hold(plan):
    """A district whose sectors' trends move together; beta and truncated priors stay inside their bounds."""
    from simlib.grammar.records import Correlation
    from simlib.priors import prior_sample

    linked = replace(plan, correlations=(Correlation(("drift",), 0.8), Correlation(("pi1", "pi0"), -0.5)))
    sample = prior_sample(linked, 3, range(1500))
    assert np.corrcoef(sample.own["drift"].T)[0, 1] == pytest.approx(0.8, abs=0.05)
    assert stats.spearmanr(sample.scalars["pi1"], sample.scalars["pi0"])[0] == pytest.approx(-0.48, abs=0.06)
    assert ((sample.scalars["pi1"] > 0.0) & (sample.scalars["pi1"] < 1.0)).all()
    assert ((sample.scalars["sigma_c"] >= 0.5) & (sample.scalars["sigma_c"] <= 2.0)).all()


def replace_row(**changes):
    return RATE._replace(**changes)


def test_what_moved_is_told_after_correlation(plan):
    """With assumptions that move together, the table tells what the worlds assume: as many below the told median as
    above, also for the second of a group."""
    from simlib.grammar.records import Correlation
    from simlib.priors import quantile

    linked = replace(plan, correlations=(Correlation(("pi1", "title_value"), 0.9),))
    rows = truth_rows(simulate(plan, draws=3, replicates=1, seed=5), 1)
    learned = calibrate(linked, rows, draws=600)
    told = next(row for row in learned.moved if row.code == "title_value")
    column = next(n for n, row in enumerate(learned.unknowns) if row.code == "title_value")
    values = quantile(learned.unknowns[column].prior, learned.luck[:, column])
    assert float(learned.weights @ (values < told.posterior[1])) == pytest.approx(0.5, abs=0.02)


def test_a_report_foretold_is_as_wide_as_the_likelihood(plan):
    """Reports of 25,345 tests scatter about a run's own rate by √(p(1 − p)(1/n + ρ)), as the likelihood has it."""
    from simlib.learn import foretell

    asked = Observation("sampled_pass_rate", 2012, tests=25345, passes=0)
    learned = foretell(plan, [asked], draws=3000)
    still = replace(learned, spread=np.zeros(3000))
    rate, seen = learned.expected[:, 0], still.foretold(0)
    exact = np.sqrt(rate * (1.0 - rate) * (1.0 / 25345 + CLUSTERING))
    assert np.std((seen - rate) / exact) == pytest.approx(1.0, abs=0.05)
