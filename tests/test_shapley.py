"""Shapley values: games worked by hand, exact adding up, exact nothing, and sampled orders against all of them."""

from itertools import permutations

import numpy as np
import pytest

from simlib.setting.credit.shapley import adding_up, coalitions_of, orders_in_pairs, sampled_shapley, shapley


def game(worth, count):
    return [worth({player for player in range(count) if mask >> player & 1}) for mask in range(1 << count)]


def test_gloves():
    """One left glove, two right ones: 2/3, 1/6, 1/6 (Shapley 1953; Osborne & Rubinstein 1994)."""
    shares = shapley(game(lambda who: min(1.0 * (0 in who), len(who - {0})), 3))
    assert shares == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_airport():
    """Runway costs 1, 4, 5, 9 for four aeroplanes: 1/4, 1/4 + 1, 1/4 + 1 + 1/2, … + 4 (Littlechild & Owen 1973)."""
    costs = (1.0, 4.0, 5.0, 9.0)
    shares = shapley(game(lambda who: max((costs[one] for one in who), default=0.0), 4))
    assert shares == pytest.approx([0.25, 1.25, 1.75, 5.75])


def test_majority_and_additive():
    """Three of five votes: 1/5 each. An additive game gives everybody his own."""
    assert shapley(game(lambda who: float(len(who) >= 3), 5)) == pytest.approx([0.2] * 5)
    own = np.array([0.3, -1.0, 2.0])
    assert shapley(game(lambda who: sum(own[one] for one in who), 3)) == pytest.approx(own)


def test_no_player_and_one():
    assert shapley([np.ones((2, 2))]).shape == (0, 2, 2)
    assert shapley([0.25, 0.75]).tolist() == [0.5]


@pytest.mark.parametrize("count", [2, 5, 8])
def test_parts_add_up_exactly_in_every_run_and_in_any_order(count):
    """To the last bit, for rates as an indicator has them."""
    values = 0.85 + 0.02 * np.random.default_rng(count).normal(size=(1 << count, 40, 3))
    shares, total = shapley(values), values[-1] - values[0]
    for order in list(permutations(range(count)))[:20]:
        added = np.zeros_like(total)
        for player in order:
            added = added + shares[player]
        assert (added == total).all()


def test_who_changes_nothing_gets_exactly_nothing_and_equals_get_the_same():
    values = np.random.default_rng(1).normal(size=(4, 50))
    # player 2 changes nothing; players 3 and 4 are alike
    table = [values[mask & 3] + 0.1 * (mask >> 3).bit_count() for mask in range(32)]
    shares = shapley(table)
    assert not shares[2].any()
    assert shares[3] == pytest.approx(shares[4], abs=1e-15)


def test_against_the_mean_over_all_orders():
    """Oracle: brute force over 5! orders."""
    values = np.random.default_rng(3).normal(size=(32, 7))
    each = sampled_shapley(lambda mask: values[mask], 5, list(permutations(range(5))))[0]
    assert shapley(values) == pytest.approx(each, abs=1e-12)


def test_sampled_orders_add_up_and_come_near():
    values = 0.8 + 0.01 * np.random.default_rng(4).normal(size=(1 << 6, 30)).cumsum(axis=0) / 8
    orders = orders_in_pairs(6, 40, "test")
    mean, each = sampled_shapley(lambda mask: values[mask], 6, orders)
    total = values[-1] - values[0]
    assert (mean.sum(axis=0) == total).all()
    assert each.sum(axis=1) == pytest.approx(np.broadcast_to(total, (80, 30)), abs=1e-13)
    pairs = (each[0::2] + each[1::2]) / 2
    error = pairs.mean(axis=2).std(axis=0, ddof=1) / np.sqrt(40)
    assert (np.abs(mean - shapley(values)).mean(axis=1) < 5 * error + 1e-3).all()
    assert orders_in_pairs(6, 40, "test") == orders
    assert orders_in_pairs(6, 40, "other") != orders
    assert {0, 63} <= coalitions_of(orders) <= set(range(64))


def test_a_run_without_a_figure_stays_without():
    shares = adding_up(np.array([[0.1, np.nan], [0.2, 0.1]]), np.array([0.3, np.nan]))
    assert shares[:, 0].sum() == 0.3
    assert np.isnan(shares[0, 1])
