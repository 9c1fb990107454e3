"""The `assumptions` and `runs` blocks: a prior replaced with a reason, and how many futures are run."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from simlib.assumptions import ASSUMPTION, Assumption
from simlib.words import Words

from .nodes import Mistakes, Node, mistake
from .records import Override, Runs
from .values import Bounds, entries, fields, key_choice, number, text, whole

TINY = 1e-9
RUN_BOUNDS = {
    "draws": Bounds(1, 5000, Words("种假设", "draws")),
    "replicates": Bounds(1, 500, Words("次重复", "replicates")),
    "seed": Bounds(0, 2**32 - 1),
    "most_draws": Bounds(1, 5000, Words("种假设", "draws")),
}
PRECISION = Bounds(0.005, 0.5, Words("（0.05 即 100 种可能中误差约 5 种）", "(0.05: an error of 5 in 100 futures)"))


def read_overrides(node: Node | None, base: dict[str, Override], mistakes: Mistakes) -> dict[str, Override]:
    """The base's overrides, with these put in their place."""
    overrides = dict(base)
    with mistakes.noted():
        for code, entry in entries(node).items():
            with mistakes.noted():
                row = ASSUMPTION[key_choice(entry, code, ASSUMPTION, Words("假设条件", "assumption"))]
                overrides[code] = _override(row, entry)
    return overrides


def _override(row: Assumption, node: Node) -> Override:
    own = Mistakes()
    parts = fields(node, ("median", "why"), ("spread",), own)
    own.fail_if_any()
    median = number(parts["median"], median_bounds(row))
    spread = None
    if "spread" in parts:
        _fail_if_without_spread(row, parts["spread"])
        spread = number(parts["spread"], spread_bounds(row, median))
    return Override(row.code, median, spread, text(parts["why"]))


def median_bounds(row: Assumption) -> Bounds:
    """What the middle of a prior may be: the range of its law (of a fixed share, 0 to 1; else ten-fold)."""
    law, numbers = row.prior
    if law == "beta":
        return Bounds(TINY, 1.0 - TINY, row.unit)
    if law == "lognormal":
        return Bounds(TINY, 1e6, row.unit)
    if law == "truncated":
        return Bounds(numbers[2], min(numbers[3], 1e6), row.unit)
    if law == "uniform":
        return Bounds(numbers[0], numbers[1], row.unit)
    if law == "normal":
        return Bounds(-10.0, 10.0, row.unit)
    return Bounds(0.0, 1.0 - TINY if numbers[0] < 1.0 else 10.0 * numbers[0], row.unit)


def spread_bounds(row: Assumption, median: float) -> Bounds:
    """What the spread of a prior may be; of a share, less than the widest that a mean allows."""
    widest = (median * (1.0 - median)) ** 0.5 * 0.999 if row.prior.law == "beta" else 10.0
    return Bounds(TINY, widest)


def _fail_if_without_spread(row: Assumption, node: Node) -> None:
    if row.prior.law in ("fixed", "uniform"):
        raise mistake(
            node,
            f"{row.code} 只写 median（取定值），不写 spread。",
            f"{row.code} takes median alone (a fixed value), no spread.",
        )


def read_runs(node: Node | None, base: Runs, mistakes: Mistakes) -> Runs:
    """The base's numbers of runs, with these put in their place."""
    if node is None or node.is_empty:
        return base
    values = asdict(base)
    with mistakes.noted():
        for key, entry in fields(node, (), (*RUN_BOUNDS, "precision"), mistakes).items():
            read = partial(whole, bounds=RUN_BOUNDS[key]) if key in RUN_BOUNDS else partial(number, bounds=PRECISION)
            values[key] = mistakes.attempt(read, entry, values[key])
    return Runs(**values)
