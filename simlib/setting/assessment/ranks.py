"""Ranking the district's own sectors and departments: how often a year's report would put them in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest, unknown_name
from ...estimators import Chance, Estimate, mean_with_error, share_with_error
from ...scenario import checked_year
from ...words import DEPARTMENTS, PROGRAMMES, Words
from .grouping import RISK, set_aside

if TYPE_CHECKING:
    from ...outcome import Outcome

Array = NDArray[np.float64]
KINDS = ("sector", "department")


class UnitCounts(NamedTuple):
    """Some units of the district in one year, every run: tests, passes, and passes expected on average ([…, unit])."""

    names: tuple[str, ...]
    titles: tuple[Words, ...]
    tests: Array
    passes: Array
    expected: Array  # expected pass rate, before the luck of who is tested


class RankedUnit(NamedTuple):
    """A unit of the district: its tests, its rate, and how likely each group and each end of a ranking."""

    name: str
    title: Words
    tests: float
    rate: Estimate
    expected: Estimate
    above: Chance
    below: Chance
    named_first: Chance
    named_last: Chance


class Ranked(NamedTuple):
    """A published ranking of the district's units over all runs, against the order that more tests would show."""

    units: tuple[RankedUnit, ...]
    wrong_pairs: Estimate
    first_right: Chance
    last_right: Chance


def unit_counts(outcome: Outcome, year: int, by: str = "sector", programme: str = "product") -> UnitCounts:
    """Planned tests and passes of the district's sectors or departments in a year; programme "" is every one."""
    _fail_if_not_simulated(outcome, checked_year(outcome.scenario, year))
    if by not in KINDS:
        raise unknown_name("分组方式", "kind of unit", by, KINDS)
    if programme and programme not in PROGRAMMES:
        raise unknown_name("领域", "programme", programme, PROGRAMMES)
    sectors = [one for one in outcome.scenario.sectors if one.within(programme)]
    names = list(dict.fromkeys(one.name if by == "sector" else one.department for one in sectors))
    kept = [[one.name for one in sectors if name in (one.name, one.department)] for name in names]

    def total(counter: str) -> Array:
        return np.stack([_total(outcome, counter, year, group) for group in kept], axis=-1)

    tests, weight = total("planned"), total("expected_tests")
    found = [place for place in range(len(names)) if tests[..., place].min() > 0]  # nothing tested: nothing to rank
    titles = {one.name: one.title for one in sectors} | DEPARTMENTS
    return UnitCounts(
        tuple(names[place] for place in found),
        tuple(titles.get(names[place], Words(names[place], names[place])) for place in found),
        tests[..., found],
        total("planned_passes")[..., found],
        total("expected_passes")[..., found] / weight[..., found],
    )


def ranked(outcome: Outcome, year: int, by: str = "sector", programme: str = "product") -> Ranked:
    """What a ranking of the year's report would say, and how often luck would have turned it round.

    A pair is in the wrong order where the reported rates run against the rates expected from the same tests on
    average; a tie is half wrong. Groups as in `grouping`, run by run. Errors are clustered by draw.
    """
    counts = unit_counts(outcome, year, by, programme)
    _fail_if_alone(counts)
    rates = counts.passes / counts.tests
    group, _ = set_aside(counts.tests, counts.passes, RISK / (2 * len(counts.names)))
    first, last = _end(rates, 1), _end(rates, -1)
    units = tuple(
        RankedUnit(
            name, counts.titles[place], float(counts.tests[..., place].mean()), mean_with_error(rates[..., place]),
            mean_with_error(counts.expected[..., place]), share_with_error(group[..., place] > 0),
            share_with_error(group[..., place] < 0), share_with_error(first == place),
            share_with_error(last == place),
        )
        for place, name in enumerate(counts.names)
    )  # fmt: skip
    return Ranked(
        units,
        mean_with_error(_wrong_pairs(rates, counts.expected)),
        share_with_error(first == _end(counts.expected, 1)),
        share_with_error(last == _end(counts.expected, -1)),
    )


def _fail_if_not_simulated(outcome: Outcome, year: int) -> None:
    if year not in outcome.years:
        raise BadRequest(
            f"这次只模拟到 {outcome.years[-1]} 年，没有 {year} 年。请模拟到该年（through={year}）。",
            f"Only the years up to {outcome.years[-1]} were simulated, not {year}. Simulate through={year}.",
            year=year,
        )


def _fail_if_alone(counts: UnitCounts) -> None:
    if len(counts.names) < 2:
        raise BadRequest(
            f"要排名须至少有两个行业或部门，现在有 {len(counts.names)} 个。",
            f"A ranking needs at least two sectors or departments; there are {len(counts.names)}.",
        )


def _total(outcome: Outcome, counter: str, year: int, sectors: list[str]) -> Array:
    places = [place for place, one in enumerate(outcome.scenario.sectors) if one.name in sectors]
    return np.asarray(outcome.counted(counter, year)[..., places].sum(axis=(-1, -2)), dtype=np.float64)


def _end(rates: Array, side: int) -> NDArray[Any]:
    """Which unit stands at the top (+1) or the bottom (−1) of every run; of equals the first named."""
    return np.asarray((side * rates).argmax(axis=-1))


def _wrong_pairs(rates: Array, expected: Array) -> Array:
    """Share of pairs in the wrong order, every run; a tie counts half."""
    one, other = np.triu_indices(rates.shape[-1], 1)
    agree = np.sign(rates[..., one] - rates[..., other]) * np.sign(expected[..., one] - expected[..., other])
    return np.asarray((0.5 - 0.5 * agree).mean(axis=-1))
