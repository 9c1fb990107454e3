"""Estimators against closed forms, published values and full enumeration."""

from itertools import combinations, product
from math import comb, prod, sqrt

import numpy as np
import pytest

from simlib import estimators as est
from simlib.errors import BadRequest

# --- O8


def test_wilson_and_clopper_pearson_meet_the_published_intervals():
    """O8: 372 of 400. Wilson 1927: (p + z²/2n ± z√(p(1−p)/n + z²/4n²))/(1 + z²/n);
    Clopper & Pearson 1934: beta quantiles B(.025; x, n−x+1), B(.975; x+1, n−x)."""
    assert est.wilson(372, 400) == pytest.approx((0.900691, 0.951128), abs=1e-6)
    assert est.clopper_pearson(372, 400) == pytest.approx((0.900417, 0.952985), abs=1e-6)


def test_clopper_pearson_never_covers_less_often_than_it_says():
    """Exact coverage Σ_x Bin(x; n, p)·[low ≤ p ≤ high] ≥ level (Clopper & Pearson 1934); that the
    Wilson interval sometimes falls below its level is the negative control."""
    bands = {kind: [kind(x, 30) for x in range(31)] for kind in (est.clopper_pearson, est.wilson)}

    def coverage(kind, p):
        inside = [x for x, (low, high) in enumerate(bands[kind]) if low <= p <= high]
        return sum(comb(30, x) * p**x * (1 - p) ** (30 - x) for x in inside)

    rates = np.linspace(0.01, 0.99, 99)
    assert min(coverage(est.clopper_pearson, p) for p in rates) >= 0.95
    assert min(coverage(est.wilson, p) for p in rates) < 0.95


def test_intervals_at_the_edges():
    assert est.wilson(0, 0) == (0.0, 1.0)
    assert est.wilson(0, 10).low == 0.0
    assert est.wilson(10, 10).high == 1.0
    assert est.clopper_pearson(0, 0) == (0.0, 1.0)
    assert est.clopper_pearson(10, 10).low == pytest.approx(0.025 ** (1 / 10))


OUTCOMES = np.array([1.0, 0.0, 1.0, 1.0, 0.0])


def _poisson_design():
    """Every sample of independent tests with unequal chances, and its probability."""
    chances = np.array([0.9, 0.2, 0.5, 0.7, 0.35])
    for picks in product((False, True), repeat=5):
        chosen = np.array(picks)
        yield chosen, prod(np.where(chosen, chances, 1 - chances)), chances


def _fixed_size_design():
    """Samples of two out of five with P(s) ∝ the product of weights (conditional Poisson)."""
    weights = np.array([3.0, 0.4, 1.0, 2.0, 0.7])
    pairs = list(combinations(range(5), 2))
    law = np.array([weights[list(pair)].prod() for pair in pairs])
    law /= law.sum()
    chances = sum(p * np.isin(range(5), pair) for p, pair in zip(law, pairs, strict=True))
    for pair, p in zip(pairs, law, strict=True):
        yield np.isin(range(5), pair), p, chances


@pytest.mark.parametrize("design", [_poisson_design, _fixed_size_design])
def test_horvitz_thompson_is_unbiased_over_every_sample(design):
    """O8: Σ_s P(s) Σ_{i∈s} y_i/I_i = Σ y_i exactly (Horvitz & Thompson 1952), all samples listed."""
    expected = sum(p * est.horvitz_thompson(OUTCOMES[s], chances[s]) for s, p, chances in design())
    assert expected == pytest.approx(OUTCOMES.sum(), abs=1e-12)


def test_hajek_has_exactly_the_bias_of_a_ratio_and_none_with_equal_chances():
    """O8: E[R] − mean = −cov(R, Σ 1/I)/N, the exact bias of a ratio (Hartley & Ross 1954), by
    listing every sample; 0 when Σ 1/I does not vary (equal chances, fixed size)."""
    rows = [(p, est.hajek(OUTCOMES[s], chances[s]), np.sum(1 / chances[s])) for s, p, chances in _fixed_size_design()]
    law, ratio, weight = map(np.array, zip(*rows, strict=True))
    covariance = np.sum(law * ratio * weight) - np.sum(law * ratio) * np.sum(law * weight)
    assert np.sum(law * weight) == pytest.approx(5)
    bias = np.sum(law * ratio) - OUTCOMES.mean()
    assert bias == pytest.approx(-covariance / 5, abs=1e-12)
    assert abs(bias) > 1e-3  # negative control: this small uneven design does have a bias
    equal = [est.hajek(OUTCOMES[list(pair)], [0.4, 0.4]) for pair in combinations(range(5), 2)]
    assert np.mean(equal) == pytest.approx(OUTCOMES.mean(), abs=1e-12)


def test_hajek_keeps_a_constant_and_knows_when_there_is_nothing():
    assert est.hajek([0.7, 0.7], [0.1, 0.9]) == pytest.approx(0.7, abs=1e-15)
    assert np.isnan(est.hajek([], []))
    with pytest.raises(BadRequest, match="Inclusion"):
        est.hajek([1.0], [0.0])


# --- O9


def test_rogan_gladen():
    """O9: (m + Sp − 1)/(Se + Sp − 1), error √(m(1−m)/n)/(Se + Sp − 1), Rogan & Gladen 1978."""
    value, error = est.rogan_gladen(0.10, 0.90, 0.98, 400)
    assert value == pytest.approx(0.090909, abs=1e-6)
    assert error == pytest.approx(0.017045, abs=1e-6)
    with pytest.raises(BadRequest, match="says nothing"):
        est.rogan_gladen(0.1, 0.5, 0.5, 10)


# --- O16


def test_operating_characteristic_of_a_sampling_plan():
    """O16: n = 80, Ac = 2 accepts 1.030 % fails with 95 % and 6.516 % with 10 % (binomial OC)."""
    assert est.operating_characteristic(80, 2, 0.01030) == pytest.approx(0.95, abs=2e-4)
    assert est.operating_characteristic(80, 2, 0.06516) == pytest.approx(0.10, abs=2e-4)
    by_hand = sum(comb(80, k) * 0.04**k * 0.96 ** (80 - k) for k in range(3))
    assert est.operating_characteristic(80, 2, 0.04) == pytest.approx(by_hand, rel=1e-12)


def test_operating_characteristic_of_one_lot_is_hypergeometric():
    """O16: lot of 10 with 3 bad, 4 tested, at most 1 bad: (C(7,4) + 3·C(7,3))/C(10,4) = 140/210."""
    assert est.operating_characteristic(4, 1, 0.3, lot=10) == pytest.approx(140 / 210)
    assert est.operating_characteristic(80, 2, 0.05, lot=10**6) == pytest.approx(
        est.operating_characteristic(80, 2, 0.05), abs=1e-4
    )


# --- O20


@pytest.mark.parametrize(("tests", "chance"), [(400, 0.775), (1600, 0.892)])
def test_chance_of_a_target_on_a_sample(tests, chance):
    """O20: true .970, target .965, exact binomial P(X ≥ ⌈.965 n⌉); also summed term by term."""
    from scipy.stats import binom

    found = est.chance_on_sample(0.970, 0.965, tests)
    assert round(found, 3) == chance
    needed = {400: 386, 1600: 1544}[tests]
    by_hand = sum(binom.pmf(k, tests, 0.970) for k in range(needed, tests + 1))
    assert found == pytest.approx(by_hand, rel=1e-9)
    assert found == pytest.approx(binom.sf(needed - 1, tests, 0.970), rel=1e-12)


def test_passes_needed_is_not_fooled_by_floating_numbers():
    for tests in (7, 80, 400, 1600, 99_991):
        for wanted in {0, 1, tests // 3, tests - 1, tests}:
            assert est.passes_needed(wanted / tests, tests) == wanted
    assert est.passes_needed(0.1 + 0.2, 10) == 3
    assert est.passes_needed(0.9651, 400) == 387


def test_chance_on_sample_at_the_edges():
    assert est.chance_on_sample(0.5, 0.0, 10) == 1.0
    assert est.chance_on_sample(1.0, 1.0, 10) == 1.0
    assert est.chance_on_sample(0.9, 1.0, 10) == pytest.approx(0.9**10)
    for call in ((97.0, 0.965, 400), (0.97, 96.5, 400), (0.97, 0.965, 0)):
        with pytest.raises(BadRequest):
            est.chance_on_sample(*call)


def test_chance_on_sample_with_an_uncertain_rate():
    """Beta-binomial: uniform rate makes every count equally likely, P(X ≥ k) = (n−k+1)/(n+1);
    a very sharp beta gives the binomial; otherwise the integral of the binomial over the beta."""
    from scipy.integrate import quad
    from scipy.stats import beta

    assert est.chance_on_sample_spread(1, 1, 0.8, 20) == pytest.approx(5 / 21)
    sharp = est.chance_on_sample_spread(0.97e8, 0.03e8, 0.965, 400)
    assert sharp == pytest.approx(est.chance_on_sample(0.97, 0.965, 400), abs=1e-5)
    mixed = quad(lambda p: est.chance_on_sample(p, 0.9, 40) * beta.pdf(p, 18, 2), 0, 1)[0]
    assert est.chance_on_sample_spread(18, 2, 0.9, 40) == pytest.approx(mixed, abs=1e-8)
    assert est.chance_on_sample_spread(2, 3, 0.0, 5) == 1.0


# --- averages over runs


def test_error_of_a_mean_is_that_of_its_draws():
    """Clustered error: sd of draw means (ddof 1) ÷ √D. Copying replicates adds no knowledge."""
    values = np.array([[1.0, 3.0], [4.0, 4.0], [9.0, 9.0]])
    mean, error = est.mean_with_error(values)
    assert mean == pytest.approx(5.0)
    assert error == pytest.approx(sqrt(((2 - 5) ** 2 + (4 - 5) ** 2 + (9 - 5) ** 2) / 2 / 3))
    copied = est.mean_with_error(np.repeat(values, 50, axis=1))
    assert copied == pytest.approx((mean, error))
    assert est.mean_with_error(np.full((7, 3), 0.1)).error == 0.0  # exactly, without rounding
    single = est.mean_with_error([[1.0, 2.0, 3.0]])
    assert single.value == 2.0
    assert np.isnan(single.error)


def test_clustered_error_has_the_right_size():
    """Over 2,000 ensembles of 30 × 4 with draw sd 1 and run sd 2 the error's mean square equals
    1/30 + 4/120; the plain error (negative control) is too small."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=(2000, 30, 1)) + 2 * rng.normal(size=(2000, 30, 4))
    squared = np.mean([est.mean_with_error(table).error ** 2 for table in values])
    assert squared == pytest.approx(1 / 30 + 4 / 120, rel=0.02)
    plain = np.mean(values.var(axis=(1, 2), ddof=1)) / 120
    assert plain < 0.7 * squared


def test_share_and_its_band_never_claim_certainty():
    every = np.ones((50, 4), dtype=bool)
    assert est.share_with_error(every) == pytest.approx((1.0, 0.06 / 3.92, 1 - 3 / 50, 1.0), rel=1e-4)
    assert est.share_with_error(~every) == pytest.approx((0.0, 0.06 / 3.92, 0.0, 3 / 50), rel=1e-4)
    one_miss = every.copy()
    one_miss[0, 0] = False
    assert est.share_with_error(one_miss).low < est.share_with_error(every).low
    assert est.share_with_error(one_miss).error > est.share_with_error(every).error > 0.0
    single = est.share_with_error(np.ones((1, 4), dtype=bool))
    assert (single.low, single.high) == (0.0, 1.0)


def test_share_band_counts_draws_when_draws_decide_all():
    """Whole draws agree: as many independent runs as draws; single runs vary freely: all runs."""
    rng = np.random.default_rng(2)
    by_draw = np.repeat(rng.random((100, 1)) < 0.7, 8, axis=1)
    by_run = rng.random((100, 8)) < 0.7
    low, high = est.share_with_error(by_draw)[2:]
    assert (low, high) == pytest.approx(est.wilson(by_draw.mean() * 99, 99))
    narrow = est.share_with_error(by_run)
    assert (narrow.high - narrow.low) < 0.5 * (high - low)


def test_share_band_covers_the_truth_about_as_often_as_it_says():
    """Beta(8, 2) chances by draw, 50 × 4 runs: truth .8 inside in about 95 of 100 ensembles."""
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(1000):
        _, _, low, high = est.share_with_error(rng.random((50, 4)) < rng.beta(8, 2, size=(50, 1)))
        inside += low <= 0.8 <= high
    assert 0.93 < inside / 1000 < 0.98


def test_quantile_band_and_median():
    values = np.arange(1, 12, dtype=float)[:, None]
    assert est.quantile_band(values) == pytest.approx((2.0, 10.0))
    assert est.median(np.append(values, np.nan)) == 6.0
    assert np.isnan(est.quantile_band([[np.nan]])).all()
    assert np.isnan(est.median([[np.nan]]))
    with pytest.raises(BadRequest, match=r"0\.8"):
        est.quantile_band(values, 80)


def test_runs_must_come_as_a_table():
    for wrong in ([1.0, 2.0], np.empty((0, 4))):
        with pytest.raises(BadRequest, match="draw, replicate"):
            est.mean_with_error(wrong)
    with pytest.raises(BadRequest, match="Passes"):
        est.wilson(11, 10)
