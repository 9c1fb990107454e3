"""The least level that reaches a chance: exact crossings of known curves, falls, loss and what cannot be reached."""

from statistics import NormalDist

import pytest

from simlib import chance_on_sample
from simlib.setting.effort.crossing import least_level

GRID = tuple(k / 2 for k in range(-8, 9))


def fine(low, high):
    return 1e-6


def test_a_normal_curve_is_crossed_where_its_quantile_says():
    """Oracle: Φ(x) reaches .8 at x = .841621 (closed form); one step below it does not."""
    found = least_level(NormalDist().cdf, GRID, 0.8, fine)
    assert found.level == pytest.approx(NormalDist().inv_cdf(0.8), abs=1.1e-6)
    assert NormalDist().cdf(found.level) >= 0.8 > NormalDist().cdf(found.level - 2e-6)
    assert (found.lost, found.lasting, found.fall[2]) == (None, found.level, 0.0)
    assert len(found.curve) < len(GRID) + 25


@pytest.mark.parametrize("asked", [0.05, 0.35, 0.6, 0.9])
def test_brute_force_over_a_fine_grid_finds_the_same(asked):
    """Oracle: every multiple of .01, looked at one by one, on a curve of steps."""

    def steps(level):
        return round(NormalDist(0.3, 1.1).cdf(level) * 40) / 40

    found = least_level(steps, GRID, asked, lambda low, high: 0.01)
    brute = next(k / 100 for k in range(-400, 401) if steps(k / 100) >= asked - 1e-9)
    assert found.level == pytest.approx(brute, abs=1e-9)


def test_more_tests_lower_the_chance_of_a_target_above_the_true_rate():
    """Oracle: exact binomial chances of 96.5 % where the true rate is 96 %; the least number of tests wins by luck."""
    levels = [float(n) for n in (28, 56, 200, 400, 800, 1600)]  # 28: one fail still passes
    found = least_level(lambda n: chance_on_sample(0.96, 0.964, int(n)), levels, 0.3, lambda low, high: 1.0)
    start, stop, size = found.fall
    assert stop > start
    assert size == pytest.approx(
        chance_on_sample(0.96, 0.964, int(start)) - chance_on_sample(0.96, 0.964, int(stop)), abs=1e-12
    )
    assert found.lost is not None


def test_a_target_below_the_true_rate_is_the_negative_control():
    levels = [float(n) for n in (100, 200, 400, 800, 1600)]
    found = least_level(lambda n: chance_on_sample(0.97, 0.965, int(n)), levels, 0.8, lambda low, high: 100.0)
    assert found.fall[2] < 0.05  # only the jags of whole numbers
    assert found.lost is None


def test_what_is_reached_lost_and_reached_for_good():
    """Reached on [1, 2), lost on [2, 3), kept from 3 on."""
    found = least_level(lambda x: float(1 <= x < 2 or x >= 3), [0, 0.6, 1.2, 1.8, 2.4, 3.0, 3.6], 0.5, fine)
    assert (found.level, found.lost) == (pytest.approx(1.0, abs=2e-6), pytest.approx(2.0, abs=2e-6))
    assert found.lasting == pytest.approx(3.0, abs=2e-6)


def test_reached_at_the_lowest_level_or_never():
    falling = least_level(lambda x: 1.0 - 0.2 * x, [0.0, 1.0, 2.0], 0.75, fine)
    assert (falling.level, falling.lasting) == (0.0, None)
    assert falling.lost == pytest.approx(1.25, abs=2e-6)
    assert falling.fall == (0.0, 2.0, pytest.approx(0.4))
    never = least_level(lambda x: 0.1 * x, [0.0, 1.0, 2.0], 0.75, fine)
    assert (never.level, never.best) == (None, (2.0, 0.2))


def test_each_level_is_looked_at_once():
    seen = []
    least_level(lambda x: seen.append(x) or x, [0.0, 0.5, 1.0], 0.8, lambda low, high: 0.01)
    assert len(seen) == len(set(seen)) <= 3 + 6
