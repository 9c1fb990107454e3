"""What must hold whatever the numbers are: properties of model.md section 7 that have no closed form."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pytest
from districts import district

from simlib import BadRequest, UnknownName, ensemble, load, simulate, with_levers
from simlib.estimators import mean_with_error
from simlib.levers import LEVERS
from simlib.scenario import with_paths

SIZE = {"draws": 3, "replicates": 2}
# A value of each lever that differs from the baseline and is allowed beside its other levers.
OTHER = {
    "cultivation": 0.5,
    "loss_on_fail": 0.2,
    "eligibility": 4,
    "quality_weight": 0.2,
    "reputation_weight": 0.3,
    "quota": 2,
    "award": 60,
    "grade_weights": [0.1, 0.5, 5.0, 20.0],
    "tilt": 3.0,
}


def changed(row):
    """The levers block that moves one lever of the baseline."""
    value = OTHER.get(row.code, row.maximum if row.maximum != row.default else row.minimum)
    if row.kind == "switch":
        value = "off" if row.default else "on"
    if row.shape == "tier":
        return {"famous_brands": {row.code: value}}
    if row.group:
        return {row.group: {row.code.removeprefix(row.group + "_"): value}}
    return {row.code: value}


@pytest.fixture(scope="module")
def baseline():
    return simulate(load("baseline"), **SIZE)


@pytest.mark.parametrize("row", LEVERS, ids=lambda row: row.code)
def test_every_lever_moves_something(row, baseline):
    """A lever that changes nothing is not wired to the engine."""
    moved = simulate(with_levers(load("baseline"), changed(row)), **SIZE)
    different = [
        name for n, name in enumerate(moved.names) if not np.array_equal(moved.counts[..., n], baseline.counts[..., n])
    ]
    assert different or not np.array_equal(moved.money, baseline.money)
    assert np.array_equal(moved.counts[:, :, :4], baseline.counts[:, :, :4]), "the past moved"
    before = [one.annual("corrected_pass_rate", one.years[0]) for one in (moved, baseline)]
    assert np.array_equal(*before), "what was inferred of the past moved"


@pytest.mark.parametrize("workers", [2, 3])
def test_results_do_not_depend_on_threads(workers, baseline):
    """The same to the bit on any number of threads, warm-up and tables included."""
    ensemble.forget()
    other = simulate(load("baseline"), workers=workers, **SIZE)
    assert np.array_equal(other.counts, baseline.counts)
    assert np.array_equal(other.attention, baseline.attention)
    assert np.array_equal(other.list_noise, baseline.list_noise)


def test_more_draws_leave_the_first_ones_as_they_were(baseline):
    """Draw 2 is the same among 3 and among 5, replicate 1 among 2 and among 3."""
    more = simulate(load("baseline"), draws=5, replicates=3)
    assert np.array_equal(more.counts[:3, :2], baseline.counts)


def test_o18_a_plan_against_itself_is_exactly_zero(baseline):
    """O18: the same plan under another name differs by exactly 0; a support of 0 is no support, bit for bit."""
    same = simulate(with_levers(load("baseline"), {"tech_support": 0, "certification_support": 0.0}), **SIZE)
    assert np.array_equal(same.counts, baseline.counts)
    assert np.array_equal(same.money, baseline.money)


def test_another_seed_is_other_luck(baseline):
    """Negative control for the tests of equality above: another seed gives other numbers."""
    assert not np.array_equal(simulate(load("baseline"), seed=7, **SIZE).counts, baseline.counts)


def test_relabelling_units_with_their_keys_changes_nothing(baseline, monkeypatch):
    """Units of a sector in another order, each with its own key: every count is the same."""
    ordered = ensemble.arrays.unit_arrays

    def shuffled(scenario):
        units, rng = ordered(scenario), np.random.default_rng(4)
        spans = np.cumsum([0, *(len(list(own)) for _, own in groupby(units.sector))])
        order = np.concatenate([a + rng.permutation(b - a) for a, b in pairwise(spans)])
        return type(units)(*(np.ascontiguousarray(column[order]) for column in units))

    monkeypatch.setattr(ensemble.arrays, "unit_arrays", shuffled)
    ensemble.forget()
    other = simulate(load("baseline"), **SIZE)
    ensemble.forget()
    for n, name in enumerate(other.names):
        np.testing.assert_allclose(other.counts[..., n], baseline.counts[..., n], rtol=1e-9, atol=1e-9, err_msg=name)


def test_a_random_sample_with_perfect_tests_is_unbiased(tmp_path):
    """With a targeted share of 0 and Se = Sp = 1 the sampled rate estimates the true one without bias."""
    perfect = (
        "{se: {median: 0.999999, why: test}, sp: {median: 0.999999, why: test}, sigma_lab: {median: 0.0, why: test}}"
    )
    small = district(
        tmp_path,
        {"a": {"units": 400, "observed": 0.85}},
        last="2015Q4",
        levers="{targeted_share: 0, coverage: 2, follow_up: 0, hotline: 0}",
        assumptions=perfect,
    )
    outcome = simulate(small, draws=40, replicates=4)
    total = [
        outcome.counts[..., 0, outcome.names.index(name)].sum(axis=-1)
        for name in ("planned_passes", "planned", "conformity", "units")
    ]
    gap = total[0] / total[1] - total[2] / total[3]
    assert abs(gap.mean()) < 4.0 * gap.std() / np.sqrt(gap.size)


def test_the_expected_rate_is_what_unlike_laboratories_report_on_average(tmp_path):
    """With σ_J = 1 six laboratories miss more than one at Se does: the mean of what they report is the expected rate,
    and the start still meets the observed one. Negative control: with every laboratory at Se the expected rate would
    lie below by (Se − S̄e) of the bad batches."""
    spread = "{sigma_lab: {median: 1.0, why: test}, se: {median: 0.92, why: test}, sp: {median: 0.99, why: test}}"
    sectors = {f"s{n}": {"units": 200, "observed": 0.85} for n in range(8)}  # each with laboratories of its own
    small = district(tmp_path, sectors, levers="{coverage: 2, hotline: 0}", assumptions=spread)
    outcome = simulate(small, draws=60, replicates=4, through=2012)
    expected = outcome.annual("expected_pass_rate", 2011)
    gap = mean_with_error(outcome.without_list("sampled_pass_rate", 2011) - expected)
    assert abs(gap.value) < 4.0 * gap.error
    assert gap.error < 0.1 * (0.92 - 0.8896)
    assert mean_with_error(expected).value == pytest.approx(0.85, abs=0.01)
    true, inferred = (outcome.annual(code, 2011) for code in ("true_pass_rate", "corrected_pass_rate"))
    away = mean_with_error(inferred - true)
    assert abs(away.value) < 4.0 * away.error
    assert 6.0 * away.error < (0.92 / 0.8896 - 1.0) * 0.15  # Rogan–Gladen with Se in place of S̄e would be seen
    bad = 1.0 - outcome.annual("true_pass_rate", 2011).mean()
    assert (0.92 - 0.8896) * bad > 6.0 * gap.error


def test_targeting_lowers_the_sampled_rate_not_the_true_one(tmp_path):
    """Negative control of the test above: with risk targeting the sampled rate lies below the true rate."""
    small = district(tmp_path, {"a": {"units": 400, "observed": 0.85}}, levers="{targeted_share: 0.8, tilt: 2}")
    outcome = simulate(small, draws=20, replicates=4)
    sampled, true = (outcome.annual(code, 2012) for code in ("expected_pass_rate", "true_pass_rate"))
    assert (sampled - true).mean() < -0.01


def test_error_of_district_rates_falls_with_the_root_of_n(tmp_path):
    """The spread of chance falls as N^(−1/2): slope −0.5 ± 0.05 over N = 500–8,000. Laboratories are alike here: six of
    them keep a spread of their own however large a sector is."""
    sizes, spreads = [500, 1000, 2000, 4000, 8000], []
    for n in sizes:
        small = district(
            tmp_path / str(n),
            {"a": {"units": n, "observed": 0.85}},
            last="2014Q4",
            assumptions="{sigma_lab: {median: 0.0, why: test}}",
        )
        outcome = simulate(small, draws=1, replicates=200)
        passes, tests = (
            outcome.counts[0, :, 4:, 0, outcome.names.index(code)].reshape(200, 3, 4).sum(axis=-1)
            for code in ("planned_passes", "planned")
        )
        spreads.append(np.sqrt((passes / tests).var(axis=0, ddof=1).mean()))
    slope = np.polyfit(np.log(sizes), np.log(spreads), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.05)


def test_the_warm_up_ends_at_the_observed_rate(tmp_path):
    """The frozen level gives the observed planned rate within .01 on average, and no run strays further than a year's
    sampling error, for observed rates of .70–.985 and 60–1,500 units."""
    cases = {
        f"s{n}_{int(1000 * rate)}": {"units": n, "observed": rate}
        for n in (60, 300, 1500)
        for rate in (0.70, 0.85, 0.95, 0.985)
    }
    outcome = simulate(district(tmp_path, cases), draws=20, replicates=3)
    names = outcome.names
    for s, (name, facts) in enumerate(cases.items()):
        passes, tests = (
            outcome.counts[:, :, :4, s, names.index(code)].sum(axis=-1)
            for code in ("expected_passes", "expected_tests")
        )
        rate = passes / tests
        assert abs(rate.mean() - facts["observed"]) < 0.01, name
        yearly = 0.6 * facts["units"]
        assert rate.std() < np.sqrt(facts["observed"] * (1.0 - facts["observed"]) / yearly), name


@pytest.mark.parametrize("tiers", [0, 1, 3])
def test_a_district_may_have_any_number_of_brand_tiers(tmp_path, tiers):
    """No tier, one, or three: the district runs, and has as many counters of each kind as tiers."""
    own = [f"tier_{n}" for n in range(tiers)]
    rows = ", ".join(f"{name}: {{title: {{zh: 品牌, en: Brand}}, owner: 质监分局}}" for name in own)
    small = district(tmp_path, {"a": {"tiers": f"[{', '.join(own)}]"}}, tiers=f"{{{rows}}}")
    outcome = simulate(small, draws=2, replicates=2)
    assert outcome.counts.shape[-1] == len(outcome.names)
    stocks = [outcome.counts[..., outcome.names.index(f"titles:{name}")].sum() for name in own]
    assert all(stock > 0 for stock in stocks)
    assert outcome.annual("fiscal_cost", 2012).min() > 0


def test_more_of_a_good_thing_never_harms_in_expectation(baseline):
    """Doubled coverage, all cases exposed and full follow-up each raise the true pass rate of 2015."""
    base = baseline.annual("true_pass_rate", 2015)
    for levers in ({"coverage": {"times": 2}}, {"exposure": 1.0}, {"fine": 5.0}):
        plan = simulate(with_levers(load("baseline"), levers), **SIZE)
        assert plan.annual("true_pass_rate", 2015).mean() > base.mean(), levers


def test_early_years_are_the_same_however_far_a_plan_is_simulated():
    """`through` cuts the runs short and changes nothing that they show, money included."""
    plan = load("crackdown")
    whole = simulate(plan, draws=3, replicates=2)
    early = simulate(plan, draws=3, replicates=2, through=2013)
    assert early.years == (2011, 2012, 2013)
    assert np.array_equal(early.counts, whole.counts[:, :, :12])
    for code in ("sampled_pass_rate", "corrected_pass_rate", "fiscal_cost", "awareness"):
        assert np.array_equal(early.annual(code, 2013), whole.annual(code, 2013))
    with pytest.raises(BadRequest, match="2012–2016"):
        simulate(plan, draws=1, replicates=1, through=2017)


def test_a_plan_put_together_from_two_is_the_one_or_the_other():
    """All paths of the other plan make the other plan; none leave it as it is (O18)."""
    plan, other = load("baseline"), load("crackdown")
    changed = {(row.lever, row.place): row.after for row in other.changes_from(plan)}
    sizes = {"draws": 2, "replicates": 2, "through": 2012}
    assert np.array_equal(simulate(with_paths(plan, changed), **sizes).counts, simulate(other, **sizes).counts)
    assert np.array_equal(simulate(with_paths(plan, {}), **sizes).counts, simulate(plan, **sizes).counts)
    with pytest.raises(UnknownName, match="coverage/food"):
        with_paths(plan, {("coverage", "foood"): (1.0,)})


def test_a_sector_that_the_root_never_tests_is_refused(tmp_path):
    """Its level has nothing to be brought to; every figure would be lost without a word."""
    with pytest.raises(BadRequest, match=r"hats.*coverage 0"):
        simulate(district(tmp_path, {"toys": {}, "hats": {}}, levers="{coverage: {toys: 0.5, hats: 0.0}}"), **SIZE)
