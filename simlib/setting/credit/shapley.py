"""Shapley: a joint result shared among those who brought it about, fairly, and adding up to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...model.streams import name_key

Array = NDArray[np.float64]
Worth = Callable[[int], Array]  # coalition, as a bit mask of players → its value, of one run or of many


def shapley(values: Sequence[ArrayLike]) -> Array:
    """The Shapley value of each player of a game, from the value of every coalition (equation 65).

    `values[mask]` is the value of the players whose bits are set, [2^n] with any further axes (runs); result [n, ...].
    A player's share is his mean contribution over all orders in which they may come in (Shapley 1953).
    """
    table = np.asarray(values, dtype=np.float64)
    count = int(table.shape[0]).bit_length() - 1
    shares = np.zeros((count, *table.shape[1:]))
    for mask in range(table.shape[0] - 1):
        weight = _weight(mask.bit_count(), count)
        for player in range(count):
            if not mask >> player & 1:
                shares[player] += weight * (table[mask | 1 << player] - table[mask])
    return adding_up(shares, table[-1] - table[0])


def sampled_shapley(worth: Worth, count: int, orders: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """Shares from some orders of the players only: [n, ...], and those of each order [order, n, ...].

    Every order adds up, so their mean does. With orders in pairs, one the reverse of the other, the error is that of
    the means of pairs (Castro, Gómez & Tejada 2009; Mitchell et al. 2022).
    """
    total = worth((1 << count) - 1) - worth(0)
    each = np.stack([_along(worth, order) for order in orders])
    return adding_up(each.mean(axis=0), total), each


def orders_in_pairs(count: int, pairs: int, purpose: str) -> list[tuple[int, ...]]:
    """Random orders of the players and their reverses, the same for the same purpose."""
    found: list[tuple[int, ...]] = []
    for number in range(pairs):
        random = np.random.Generator(np.random.Philox(key=name_key("orders of levers", purpose, number)))
        order = tuple(int(player) for player in random.permutation(count))
        found += [order, order[::-1]]
    return found


def coalitions_of(orders: Iterable[Sequence[int]]) -> set[int]:
    """Every coalition that comes up along these orders, as bit masks."""
    found = {0}
    for order in orders:
        mask = 0
        for player in order:
            mask |= 1 << player
            found.add(mask)
    return found


def adding_up(shares: Array, total: ArrayLike) -> Array:
    """Shares made to add up to the total exactly, in whatever order they are added (equation 66).

    In each run all shares become whole multiples of one power of two, so fine that sums just stay exact; the few units
    that rounding leaves are dealt out evenly. Who has exactly 0 keeps it; the others move by about their last bit. (A
    total with bits finer than 2^-53 of the sum of all sizes is met to that.)
    """
    if shares.size == 0:
        return shares
    flat, wanted = shares.reshape(len(shares), -1), np.asarray(total, dtype=np.float64).reshape(-1)
    with np.errstate(invalid="ignore"):
        unit = np.ldexp(1.0, np.frexp(np.abs(flat).sum(axis=0))[1] - 53)
        scaled, moves = flat / unit, flat != 0.0
        whole = np.rint(scaled)
        left = np.where(moves.any(axis=0), np.rint(wanted / unit) - whole.sum(axis=0), 0.0)
        every = np.trunc(left / np.maximum(moves.sum(axis=0), 1))
        whole += every * moves
        rest = left - every * moves.sum(axis=0)
        short = np.where(moves, (scaled - whole) * np.sign(rest), -np.inf)
        rank = np.argsort(np.argsort(-short, axis=0, kind="stable"), axis=0)
        whole += np.sign(rest) * (rank < np.abs(rest))
    return np.asarray((whole * unit).reshape(shares.shape))


def _along(worth: Worth, order: Sequence[int]) -> Array:
    """What each player adds when they come in in this order: [n, ...]."""
    masks = [0]
    for player in order:
        masks.append(masks[-1] | 1 << player)
    added = {player: worth(new) - worth(old) for player, (old, new) in zip(order, pairwise(masks), strict=True)}
    return np.stack([added[player] for player in range(len(order))])


@cache
def _weight(before: int, count: int) -> float:
    """The share of orders in which exactly these come before a player: s! (n − s − 1)!/n!."""
    return factorial(before) * factorial(count - before - 1) / factorial(count)
