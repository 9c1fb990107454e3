"""Exact answers for the firm's choice: Becker (O1), Harrington (O2–O4), and the reference tables (O21)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from engine import bench, central_assumptions, default_levers
from scipy.integrate import quad
from scipy.special import expit, ndtr, ndtri

from simlib.assumptions import ASSUMPTION
from simlib.model.behaviour import (
    BELIEFS,
    COSTS,
    fill_table,
    look_up,
    softmin,
    solve_choice,
)
from simlib.model.meanfield import mean_sensitivity, settle_grades, settle_sector
from simlib.model.records import DECIDED, OWN, SECTOR
from simlib.priors import central

REFERENCE = json.loads((Path(__file__).parent / "reference" / "reference_tables.json").read_text("utf-8"))
DISTRICT = json.loads((Path(__file__).parent / "reference" / "district_illustrative.json").read_text("utf-8"))


def choice(cost, chance, stake, rule, start=0.0):
    """Value and gap of one unit by the engine's solver."""
    size = len(chance)
    value, gap, work = np.full(size, float(start)), np.empty(size), np.empty((5, size))
    steps = solve_choice(cost, np.array(chance, float), np.array(stake, float), np.array(rule, float), value, gap, work)
    assert steps >= 0
    return value, gap


@pytest.mark.parametrize(("stake", "expected"), [(0.5, 0.193126), (1.0, 0.5), (2.0, 0.806874)])
def test_o1_supply_of_compliance(stake, expected):
    """O1, Becker 1968: with β = 0 and τ → 0 a unit complies iff c ≤ pF, so K = Φ((ln pF − μ)/σ); μ = 0, σ = 0.8."""
    nodes = 20001
    costs = np.exp(0.8 * ndtri((np.arange(nodes) + 0.5) / nodes))
    p, rule = 0.25, [0.0, 1.0, 0.0, 0.5, 0.0, 0.0]
    complies = [choice(c, [p] * 4, [stake / p] * 4, rule)[1][0] >= 0.0 for c in costs]
    assert np.mean(complies) == pytest.approx(expected, abs=1.0 / nodes + 5e-7)
    assert expected == pytest.approx(ndtr(np.log(stake) / 0.8), abs=5e-7)


HARRINGTON = dict(chance=[0.05, 0.5], stake=[10.0, 20.0])
FULL_COMPLIANCE = 43.731884
RULE = [0.0, 1.0, 0.0, 0.5, 0.98, 0.0]


def test_o2_threshold_of_the_bad_group():
    """O2, Harrington 1988: c̄ = p2F2 + βp2u(p2F2 − p1F1)/(1 − β + βp1); above it nobody complies anywhere."""
    p1, p2, f1, f2, u, beta = 0.05, 0.5, 10.0, 20.0, 0.5, 0.98
    exact = p2 * f2 + beta * p2 * u * (p2 * f2 - p1 * f1) / (1.0 - beta + beta * p1)
    assert exact == pytest.approx(FULL_COMPLIANCE, abs=1e-6)
    below, above = choice(exact - 1e-6, **HARRINGTON, rule=RULE)[1], choice(exact + 1e-6, **HARRINGTON, rule=RULE)[1]
    assert below[1] > 0.0 > above[1]
    assert (
        choice(p1 * f1 - 1e-9, **HARRINGTON, rule=RULE)[1][0]
        > 0.0
        > choice(p1 * f1 + 1e-9, **HARRINGTON, rule=RULE)[1][0]
    )


@pytest.mark.parametrize("tau", [0.0, 1e-5])
def test_o2_values_at_cost_ten(tau):
    """O2, Harrington 1988: at c = 10, V1 = 99.124204 and V2 = 129.378981 (τ = 0 or below 1e-4)."""
    value, gap = choice(10.0, **HARRINGTON, rule=[*RULE[:5], tau])
    np.testing.assert_allclose(value, [99.124204, 129.378981], atol=1e-6)
    assert gap[0] < 0.0 < gap[1]


def test_o2_by_brute_force():
    """O2 again by value iteration in plain Python, from other starting values, at several τ."""
    for tau in (0.0, 0.25, 1.0):
        for cost in (0.4, 10.0, 43.0, 60.0):
            v = np.zeros(2)
            for _ in range(4000):
                q = np.empty((2, 2))
                for g in range(2):
                    p, f = HARRINGTON["chance"][g], HARRINGTON["stake"][g]
                    q[g, 1] = cost + 0.98 * (p * 0.5 * v[max(g - 1, 0)] + (1 - p * 0.5) * v[g])
                    q[g, 0] = p * f + 0.98 * (p * v[1] + (1 - p) * v[g])
                v = np.array([softmin(q[g, 0], q[g, 1], tau)[0] for g in range(2)])
            value, gap = choice(cost, **HARRINGTON, rule=[*RULE[:5], tau], start=37.0)
            np.testing.assert_allclose(value, v, atol=1e-6)
            np.testing.assert_allclose(gap, q[:, 0] - q[:, 1], atol=1e-6)


def long_run_share(cost):
    """Compliance rate and inspections of units of one cost in the two-group game, by the engine's grade chain."""
    _, gap = choice(cost, **HARRINGTON, rule=RULE)
    comply, mix, work = (gap >= 0.0).astype(float), np.empty(2), np.empty((2, 2))
    settle_grades(np.array(HARRINGTON["chance"]), comply, np.array(RULE), 0.0, mix, work)
    return mix @ comply, mix


def test_o3_long_run_of_the_two_groups():
    """O3, Harrington 1988: share in the bad group = K = p1/(p1 + p2u) = 1/6; inspections I = K p2 (1 + u) = 0.125."""
    rate, mix = long_run_share(10.0)
    assert rate == pytest.approx(1.0 / 6.0, abs=1e-12)
    assert mix @ np.array(HARRINGTON["chance"]) == pytest.approx(0.125, abs=1e-12)


def test_o4_supply_with_two_groups():
    """O4: K = G(p1F1) + [G(c̄) − G(p1F1)] p1/(p1 + p2u), G lognormal with median 10 and σ = 1.2."""
    nodes = 4001
    costs = 10.0 * np.exp(1.2 * ndtri((np.arange(nodes) + 0.5) / nodes))
    rate = np.mean([long_run_share(c)[0] for c in costs])
    low, high = (ndtr(np.log(edge / 10.0) / 1.2) for edge in (0.5, FULL_COMPLIANCE))
    assert rate == pytest.approx(low + (high - low) / 6.0, abs=1.0 / nodes)


def test_o21_machinery_table():
    """O21: gap, value and P of the machinery sector at 18 nodes (prototype's reference tables), to 1e-8."""
    table = REFERENCE["machinery_table"]
    p0 = np.array(table["p0_g"])
    rule = [table["f1"], table["f0"], table["phi_s"], table["u"], table["beta"], table["tau_over_cs"]]
    for row in table["values"]:
        seen = np.minimum(1.0, (0.9 * row["mhat"] + 0.1) * p0)
        value, gap = choice(row["net_cost_over_cs"], seen, table["L_over_cs"], rule)
        np.testing.assert_allclose(gap, row["dQ_over_cs"], rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(value, row["V_over_cs"], rtol=1e-8)
        np.testing.assert_allclose([softmin(g, 0.0, rule[5])[1] for g in gap], row["P"], atol=1e-8)


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0, 1.5])
@pytest.mark.parametrize("better", [0.0, 1.0])
def test_mean_sensitivity_is_the_integral_over_laboratories(spread, better):
    """E[expit(logit Se + s + σ_J z)] by adaptive quadrature (no closed form: logistic-normal mean)."""
    centre = np.log(0.92 / 0.08) + better
    exact, _ = quad(lambda z: expit(centre + spread * z) * np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi), -9.0, 9.0)
    assert mean_sensitivity(0.92, better, spread) == pytest.approx(exact, abs=1e-5 if spread <= 1.0 else 1e-4)
    assert (
        mean_sensitivity(0.92, better, spread) <= expit(centre) + 1e-12
    )  # never better than the laboratory in the middle


@pytest.mark.parametrize("place", range(10))
def test_o21_mean_field(place):
    """O21: level⁰, c_s, p⁰_g and mean conformity of each sector of the illustrative district, to 1e-5."""
    facts, levers = DISTRICT["sectors"][place], DISTRICT["baseline_levers"]
    sector = np.zeros((), SECTOR)
    sector["units"], sector["safety_share"] = facts["N"], facts["phi_s"]
    sector["share_medium"], sector["share_large"] = facts["share_M"], facts["share_L"]
    own = np.zeros((), OWN)
    own["compliance_start"] = facts["K_star"] or central(ASSUMPTION["compliance_start"].prior)
    lever = default_levers(coverage=levers["cov"][place], targeted_share=levers["tsh"][place])
    # the prototype: another prior median of σ_θ, and every laboratory at Se
    decided, then = np.zeros(1, DECIDED), central_assumptions(sigma_theta=1.4, sigma_lab=0.0)
    assert settle_sector(sector[()], lever, then, own[()], facts["observed"], 0.99, decided[0]) > 0
    expected = REFERENCE["mean_field"]
    assert decided["level"][0] == pytest.approx(expected["level"][place], abs=1e-5)
    assert decided["cost"][0] == pytest.approx(expected["cs"][place], abs=1e-5)
    assert decided["conform1"][0] == pytest.approx(expected["pi1bar"][place], abs=1e-5)
    assert decided["conform0"][0] == pytest.approx(expected["pi0bar"][place], abs=1e-5)
    np.testing.assert_allclose(decided["chance"][0], expected["p0_g"][place], atol=1e-5)


def test_tables_agree_with_the_solver_between_nodes():
    """Bilinear look-up of the gap: where units are (belief below 3, cost below 8 c_s) P errs by at most .015 and by
    .002 on average; exact at the nodes."""
    table = REFERENCE["machinery_table"]
    p0, stake = np.array(table["p0_g"]), np.array(table["L_over_cs"])
    rule = np.array([table["f1"], table["f0"], table["phi_s"], table["u"], table["beta"], table["tau_over_cs"]])
    gaps, none = np.empty((4, 15, 33), np.float32), np.empty((0, 15, 33), np.float32)
    assert fill_table(p0, p0, stake, p0, stake, rule, 0.1, gaps, none) == 0
    errors = []
    for belief, cost in np.random.default_rng(1).uniform([0.0, -4.0], [3.0, 8.0], (400, 2)):
        exact = choice(cost, np.minimum(1.0, (0.9 * belief + 0.1) * p0), stake, rule)[1]
        near = [look_up(gaps, g, belief, cost) for g in range(4)]
        errors += [
            abs(softmin(a, 0.0, rule[5])[1] - softmin(b, 0.0, rule[5])[1]) for a, b in zip(exact, near, strict=True)
        ]
    assert max(errors) < 0.015
    assert np.mean(errors) < 0.002
    assert look_up(gaps, 2, BELIEFS[5], COSTS[7]) == pytest.approx(gaps[2, 5, 7], abs=1e-5)


def test_beyond_the_table_the_gap_falls_one_for_one():
    """Outside the costs of the table the slope is −1 (always or never complying), as the solver confirms."""
    table = REFERENCE["machinery_table"]
    rule = [table["f1"], table["f0"], table["phi_s"], table["u"], table["beta"], table["tau_over_cs"]]
    at = [choice(cost, table["p0_g"], table["L_over_cs"], rule)[1] for cost in (60.0, 61.0)]
    np.testing.assert_allclose(at[1] - at[0], -1.0, atol=1e-6)


def test_compliance_rises_in_chance_sanction_and_sensitivity():
    """Property of section 7: P(comply) rises in p, in the sanction and in Se, whatever the grade."""
    base = dict(chance=[0.1, 0.15, 0.2, 0.3], stake=[5.0, 7.0, 9.0, 11.0])
    rule = [0.08, 0.3, 0.15, 0.5, 0.98, 0.8]
    start = choice(1.0, **base, rule=rule)[1]
    more_tests = choice(1.0, [1.2 * p for p in base["chance"]], base["stake"], rule)[1]
    more_sanction = choice(1.0, base["chance"], [1.2 * s for s in base["stake"]], rule)[1]
    sharper = choice(1.0, **base, rule=[0.08, 0.36, *rule[2:]])[1]
    assert (more_tests > start).all()
    assert (more_sanction > start).all()
    assert (sharper > start).all()


def test_bench_is_what_it_says():
    """The bench gives one sector of small units at the start values."""
    assert bench(units=7).units.size.sum() == 7.0
