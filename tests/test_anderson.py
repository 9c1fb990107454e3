"""Anderson's mixing: exact on a linear problem, the same point as plain steps on the mean field, and forgetful."""

from __future__ import annotations

import numpy as np
import pytest

from simlib.model.anderson import empty_memory, mixed_step
from simlib.posterior import sample_for
from simlib.scenario import load
from simlib.start import arrays, decide, settle


def walk(matrix, right, steps):
    """The points of x ← x + mixed(right − matrix·x), from 0."""
    point, memory = np.zeros(right.size), empty_memory(right.size)
    for _ in range(steps):
        step = right - matrix @ point
        mixed_step(memory, point, step, 10.0)
        point = point + step
    return point


def test_a_linear_problem_ends_after_as_many_steps_as_unknowns():
    """Walker & Ni 2011: on a linear problem the mixing is GMRES, which is exact after n + 1 steps; plain steps of the
    same number are still far off."""
    matrix = np.array([[0.5, 0.1, 0.0], [0.0, 0.3, 0.1], [0.1, 0.0, 0.2]])
    right = np.array([1.0, -0.5, 0.3])
    exact = np.linalg.solve(matrix, right)
    np.testing.assert_allclose(walk(matrix, right, 5), exact, atol=1e-9)
    plain = np.zeros(3)
    for _ in range(5):
        plain = plain + right - matrix @ plain
    assert np.abs(plain - exact).max() > 0.05


def test_the_first_step_is_plain():
    """Nothing is remembered yet."""
    point, memory, step = np.zeros(2), empty_memory(2), np.array([0.3, -0.2])
    mixed_step(memory, point, step, 10.0)
    assert step.tolist() == [0.3, -0.2]


def test_a_much_larger_step_makes_it_forget():
    """Old steps say nothing about a new region: the next one is plain again."""
    memory = empty_memory(1)
    for point, size in ((0.0, 0.1), (0.1, 0.05)):
        mixed_step(memory, np.array([point]), np.array([size]), 10.0)
    step = np.array([0.9])
    mixed_step(memory, np.array([0.15]), step, 10.0)
    assert step.tolist() == [0.9]


def test_a_leap_is_not_believed():
    """Two almost equal steps would extrapolate far away: the plain step stands."""
    memory = empty_memory(1)
    mixed_step(memory, np.array([0.0]), np.array([0.1]), 1.0)
    step = np.array([0.0999])
    mixed_step(memory, np.array([0.1]), step, 1.0)
    assert step.tolist() == [0.0999]


def test_plain_steps_lead_to_the_same_point():
    """Level, cost and chances of the default district's sectors, with the mixing and without: the same to 1e-6."""
    from simlib.model import meanfield

    plan = load("baseline")
    levers = arrays.first_step(arrays.plan_arrays(plan), plan.calendar.warm_up_quarters).sector[0]
    mixed = decide(plan, sample_for(plan, 5, range(3)))
    settle(plan, mixed, levers, 1)
    for draw in range(3):
        for s, sector in enumerate(plan.sectors):
            decided = mixed.decided[draw, s]
            rate = min(sector.value("observed"), 1.0 - 1.5 * (1.0 - decided["specificity"]))
            reached = plain_point(meanfield, mixed, levers, draw, s, rate)
            assert reached == pytest.approx((decided["level"], decided["cost"]), rel=1e-6, abs=1e-6)


def plain_point(meanfield, drawn, levers, draw, s, rate):
    """Level and cost by plain steps of equation 21 in Python, on the engine's own answer of the sector."""
    a, sector, own = drawn.scalars[draw], drawn.sectors[s], drawn.own[draw, s]
    specificity = float(drawn.decided[draw, s]["specificity"])
    field = meanfield.empty_field(4)
    meanfield.set_sizes(sector, a, field)
    field.chance[:] = min(levers[s]["coverage"] / 4.0, 1.0)
    level, cost = np.log(rate / (1.0 - rate)), 0.5
    for _ in range(400):
        _, _, market = meanfield.set_choice(sector, levers[s], a, specificity, level, cost, field)
        complying, passed = meanfield.respond(a, market, field)
        meanfield.planned_chances(
            levers[s]["coverage"] / 4.0, levers[s]["targeted_share"], levers[s]["grade_weights"], field.mix, field.fresh
        )
        up = 0.8 * (np.log(rate / (1.0 - rate)) - np.log(passed / (1.0 - passed)))
        dearer = 2.0 * (complying - own["compliance_start"])
        moved = np.abs(field.fresh - field.chance).max()
        if max(abs(up), abs(dearer), moved) < 1e-9:
            break
        level, cost = level + np.clip(up, -1.0, 1.0), cost * np.exp(np.clip(dearer, -0.7, 0.7))
        field.chance[:] += 0.5 * (field.fresh - field.chance)
    return level, cost
