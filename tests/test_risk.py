"""The risk of a target by source: nested variances of a normal model, degenerate cases, exact chances."""

import math
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from simlib import assess, simulate, with_levers
from simlib.errors import BadRequest
from simlib.estimators import chance_on_sample
from simlib.setting.asking import promise
from simlib.setting.promise import risk
from simlib.setting.promise.design import sampling_design
from simlib.setting.promise.risk import if_true, risk_by_source
from simlib.spread import Split
from tests.districts import district

SOURCES = ("assumptions", "chance", "sampling", "product_list")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("risk")
    plan = district(folder, {"food": {"units": 60, "observed": 0.85}, "toys": {"units": 40, "observed": 0.9}})
    return simulate(plan, draws=30, replicates=4)


class Normal:
    """Stands for an outcome whose reports are a sum of four normal parts of known size, in points."""

    def __init__(self, sizes, draws=4000, replicates=4, level=0.85, seed=1):
        self.draws, self.replicates = draws, replicates
        generator = np.random.default_rng(seed)
        shape = draws, replicates
        known = 0.86 + sizes[0] * generator.normal(size=(draws, 1))
        self.split = Split(
            known + sizes[1] * generator.normal(size=shape),
            sizes[2] * generator.normal(size=shape),
            sizes[3] * generator.normal(size=shape),
        )
        self.assumptions = {"sigma_list": np.full(draws, 100 * sizes[3])}
        self.level = level

    def annual(self, *_, **__):
        return np.clip(sum(self.split[:3]), 0, 1)


def normal_risk(monkeypatch, *sizes, **more):
    """The risk of an 85 % pass rate in the normal model; its reports do not depend on the expected rate."""
    made = Normal(sizes, **more)
    target = SimpleNamespace(indicator="sampled_pass_rate", sense="at_least", level=made.level, year=2012, sectors=(),
                             programme="", owners=("x",), reference="", status="added")  # fmt: skip
    monkeypatch.setattr(risk, "split", lambda *_, **__: made.split)
    return risk_by_source(made, target)


def nested(sizes, level=0.85, mean=0.86):
    """The four parts in closed form: E[E[met | A]²] is a bivariate normal orthant with the shared share of variance."""
    total = sum(size**2 for size in sizes)
    h = (mean - level) / math.sqrt(total)
    shared = np.cumsum([size**2 for size in sizes]) / total
    squares = [multivariate_normal.cdf([h, h], cov=[[1, rho], [rho, 1]]) for rho in shared[:3]]
    steps = [norm.cdf(h) ** 2, *squares, norm.cdf(h)]
    return np.diff(steps)


@pytest.mark.parametrize("sizes", [(0.01, 0.008, 0.012, 0.015), (0.02, 0.004, 0.006, 0.01), (0.004, 0.01, 0.02, 0.004)])
def test_the_parts_are_the_nested_variances_of_a_normal_model(monkeypatch, sizes):
    """Oracle: bivariate normal orthant probabilities (Owen 1956); within 4 errors each, and a small allowance."""
    found = normal_risk(monkeypatch, *sizes)
    for source, exact in zip(SOURCES, nested(sizes), strict=True):
        part = getattr(found, source)
        assert abs(part.variance - exact) < 4 * part.error + 0.001, source
        assert 0 < part.error < 0.01
    assert sum(getattr(found, source).variance for source in SOURCES) == pytest.approx(found.total, abs=1e-12)
    assert sum(getattr(found, source).share for source in SOURCES) == pytest.approx(1)
    assert found.integrated.value == pytest.approx(norm.cdf(0.01 / math.sqrt(sum(s**2 for s in sizes))), abs=0.01)


@pytest.mark.parametrize("place", range(4))
def test_a_single_source_bears_all_of_the_risk(monkeypatch, place):
    sizes = [0.0] * 4
    sizes[place] = 0.015
    found = normal_risk(monkeypatch, *sizes, draws=400)
    for other, source in enumerate(SOURCES):
        part = getattr(found, source)
        assert abs(part.share - float(other == place)) <= 4 * part.share_error + 1e-9
    assert getattr(found, SOURCES[place]).variance == pytest.approx(found.total, rel=0.05)


def test_a_certain_target_has_no_risk(monkeypatch):
    found = normal_risk(monkeypatch, 0.001, 0.001, 0.001, 0.001, level=0.5, draws=20)
    assert found.met.value == 1.0
    assert [getattr(found, source).variance for source in SOURCES] == [0.0] * 4
    assert found.absent == dict.fromkeys(SOURCES, 1.0)


@pytest.mark.parametrize(("level", "met"), [(0.0, 1.0), (1.01, 0.0)])
def test_rates_end_at_0_and_1(monkeypatch, level, met):
    """A level of nothing is always met, one beyond 1 never, whatever the product list adds."""
    found = normal_risk(monkeypatch, 0.01, 0.01, 0.01, 0.5, level=level, draws=20)
    assert (found.met.value, found.integrated.value) == (met, met)


def test_without_a_source_the_chance_is_that_of_the_others(monkeypatch):
    """Oracle: normal; above the mean of the level, less luck makes a target surer."""
    sizes = (0.01, 0.008, 0.012, 0.015)
    found = normal_risk(monkeypatch, *sizes)
    for place, source in enumerate(SOURCES):
        left = math.sqrt(sum(size**2 for other, size in enumerate(sizes) if other != place))
        assert found.absent[source] == pytest.approx(norm.cdf(0.01 / left), abs=0.01)


def test_errors_are_those_of_repetition(monkeypatch):
    """The jackknife agrees with the spread over 40 repetitions, within what 40 can tell."""
    found = [normal_risk(monkeypatch, 0.01, 0.008, 0.012, 0.015, draws=50, seed=seed) for seed in range(40)]
    for source in ("sampling", "product_list"):
        spread = np.std([getattr(one, source).variance for one in found], ddof=1)
        assert 0.5 < np.mean([getattr(one, source).error for one in found]) / spread < 2


def test_one_draw_or_one_replicate_tells_nothing(monkeypatch):
    for size in (dict(draws=1), dict(draws=20, replicates=1)):
        found = normal_risk(monkeypatch, 0.01, 0.01, 0.01, 0.01, **size)
        assert math.isnan(found.assumptions.share)


# --- of an outcome


def test_the_parts_add_up_for_simulated_targets(outcome):
    plan = outcome.scenario
    targets = [promise(plan, "sampled_pass_rate", 0.87), promise(plan, "true_pass_rate", 0.88),
               promise(plan, "quality_loss_rate", 0.01), promise(plan, "safety_violations", 1.0)]  # fmt: skip
    for target in targets:
        found = risk_by_source(outcome, target)
        assert found.met.value == assess(outcome, [target])[0].chance
        assert sum(getattr(found, source).variance for source in SOURCES) == pytest.approx(found.total, abs=1e-12)
    rate, true, loss, safety = (risk_by_source(outcome, target) for target in targets)
    assert min(getattr(rate, source).variance for source in SOURCES[2:]) > 0
    assert (rate.folded, true.folded, loss.folded, safety.folded) == (False, False, False, True)
    for found in (true, loss, safety):
        assert found.sampling.variance == found.product_list.variance == 0.0
        assert found.absent == {}


def test_a_rise_of_the_sampled_rate_is_folded(outcome):
    target = replace(promise(outcome.scenario, "sampled_pass_rate", 0.5), sense="rise", level=None, since=2011)
    found = risk_by_source(outcome, target)
    assert found.folded
    assert found.sampling.variance == 0.0
    assert found.total > 0


def test_a_target_without_its_figure_has_no_risk_yet(outcome):
    target = promise(outcome.scenario, "quality_loss_rate", 0.01)
    missing = replace(target, level=None, reference="city_quality_loss_rate")
    assert risk_by_source(outcome, missing) is None


# --- if the true rate were known


def test_a_known_rate_passes_as_often_as_the_binomial_says():
    """Published example of the plan: true 97.0 %, target 96.5 % → .775 on 400 tests, .892 on 1,600."""
    assert chance_on_sample(0.97, 0.965, 400) == pytest.approx(0.775, abs=5e-4)
    assert chance_on_sample(0.97, 0.965, 1600) == pytest.approx(0.892, abs=5e-4)


def test_the_planned_tests_decide_how_sure_a_known_rate_is(outcome):
    target = promise(outcome.scenario, "sampled_pass_rate", 0.86)
    found = if_true(outcome, target, 0.88)
    design = sampling_design(outcome.scenario, 2012)
    assert found.tests == design.tests == 60
    assert found.chance == chance_on_sample(0.88, 0.86, 60)
    assert found.needed == 52
    assert 0.5 < found.spread_chance < found.chance  # what is not known makes a likely target less sure
    assert if_true(outcome.scenario, target, 0.88)._replace(spread_chance=found.spread_chance) == found


def test_what_is_not_judged_by_tests_cannot_be_asked(outcome):
    with pytest.raises(BadRequest, match="share of tests that pass"):
        if_true(outcome, promise(outcome.scenario, "quality_loss_rate", 0.02), 0.5)
    with pytest.raises(BadRequest, match="between 0 and 1"):
        if_true(outcome, promise(outcome.scenario, "sampled_pass_rate", 0.9), 97)
    for wrong in (None, "0.9"):
        with pytest.raises(BadRequest, match="must be a number between 0 and 1"):
            if_true(outcome, promise(outcome.scenario, "sampled_pass_rate", 0.9), wrong)


def test_one_draw_without_a_figure_does_not_hide_the_others(monkeypatch):
    """Regression: with the assumptions at their mean the chance was 0 if a single draw had no figure."""
    sizes = (0.01, 0.008, 0.012, 0.015)
    made, shifted = Normal(sizes), Normal(sizes)
    shifted.split = Split(*(np.where(np.arange(4000)[:, None] < 1, np.nan, part) for part in made.split[:3]))
    monkeypatch.setattr(sys.modules[__name__], "Normal", lambda *_, **__: shifted)
    found = normal_risk(monkeypatch, *sizes)
    left = math.sqrt(sum(size**2 for size in sizes[1:]))
    assert found.absent["assumptions"] == pytest.approx(norm.cdf(0.01 / left), abs=0.01)


def test_where_nothing_is_tested_it_says_so_without_warnings(tmp_path):
    plan = district(tmp_path, {"toys": {}, "hats": {}}, levers="{coverage: 0.5}")
    bare = with_levers(plan, {"coverage": {"hats": 0.0}})
    target = promise(bare, "sampled_pass_rate", 0.9, sectors=("hats",))
    found = risk_by_source(simulate(bare), target)
    assert (found.met.value, found.total, set(found.absent.values())) == (0.0, 0.0, {0.0})
    with pytest.raises(BadRequest, match="Nothing is tested in hats in 2012"):
        if_true(bare, target, 0.9)
