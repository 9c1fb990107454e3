"""What more tests are worth, sector by sector, for the decision at hand: never what a sharper figure is worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import BadRequest, unknown_name
from ...facts import FACT
from ..asking import checked_scope
from .decisions import Decision, where_to_act
from .information import best_now, jackknife, surface, worth_of_knowing, worth_of_tests

if TYPE_CHECKING:
    from pandas import DataFrame

    from ...scenario import Scenario

Array = NDArray[np.float64]
SELDOM = 0.01  # tests that change the decision in fewer futures than this do not change it
LEAST = 0.05  # 10,000 yuan: a worth that cannot be told from less is next to nothing
LITTLE = 0.01  # of what the rate itself is worth: past this, more tests no longer matter
TIMES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)  # multiples of `tests` looked at for the point past which no more matter
CERTAIN = 2.0  # standard errors


class SectorWorth(NamedTuple):
    """What more tests in a sector are worth for one decision, in 10,000 yuan, each with its simulation error.

    `worth` of the tests ≤ `rate_worth` of knowing the sector's rate ≤ `all_worth` of knowing everything. `best` is the
    option taken without tests; `change` the share of futures in which the tests change it. `even`: worth of the tests
    if the best two options were level. `until`: tests past which as many again add next to nothing; nan if beyond
    what was looked at. `closeness`: 0 where the rate tells nothing that can be made out.
    """

    sector: str
    decision: str
    best: int
    tests: int
    worth: float
    error: float
    change: float
    rate_worth: float
    rate_error: float
    all_worth: float
    all_error: float
    even: float
    price: float
    until: float
    closeness: float

    @property
    def net(self) -> float:
        """What is left of the worth after paying for the tests (equation 73)."""
        return self.worth - self.price

    @property
    def told(self) -> bool:
        """False where the worth is too small to tell from nothing."""
        return self.closeness > 0 and self.worth > CERTAIN * self.error

    @property
    def is_nothing(self) -> bool:
        """True where the worth, with its simulation error, is next to nothing."""
        return self.worth + CERTAIN * self.error < LEAST

    @property
    def verdict(self) -> str:
        """The one rule, from the figures that are printed beside it: settled, below, pays or unclear.

        settled: worth next to nothing and the decision changed next to never; else below its price, pays, or unclear
        where the price lies within the simulation error of the worth.
        """
        if self.is_nothing and self.change < SELDOM:
            return "settled"
        if self.worth + CERTAIN * self.error < self.price or self.all_worth < self.price:
            return "below"
        return "pays" if self.worth - CERTAIN * self.error > self.price else "unclear"

    @property
    def stakes(self) -> float:
        """How many times as much would have to hang on the decision for the tests to pay."""
        return self.price / self.worth if self.worth > 0 else math.inf


def value_of_sampling(
    scenario: Scenario, tests: int = 100, *, decisions: Sequence[Decision] | Decision | None = None,
    sectors: Iterable[str] | None = None,
) -> DataFrame:  # fmt: skip
    """What `tests` more tests are worth for the decision at hand, by sector, the most worth having first.

    Decisions come from where_to_act (the default), which_plan or what_to_promise; `sectors` picks some. One row a
    decision and sector: SectorWorth, with net and verdict. Errors: no option to choose from, unknown sector, no sector,
    a sector that none of the decisions hangs on, tests < 1.
    """
    from pandas import DataFrame

    number, places = checked_tests(tests), _checked_sectors(scenario, sectors)
    rows = worth_by_sector(where_to_act(scenario) if decisions is None else decisions, number, places)
    table = DataFrame([(*row, row.net, row.verdict) for row in rows], columns=[*SectorWorth._fields, "net", "verdict"])
    return table.sort_values("worth", ascending=False, kind="stable", ignore_index=True)


def worth_by_sector(
    decisions: Sequence[Decision] | Decision, tests: int = 100, sectors: Iterable[str] | None = None
) -> tuple[SectorWorth, ...]:
    """What `tests` more tests in each sector are worth for each decision (equations 70 to 72)."""
    number, given = checked_tests(tests), (decisions,) if isinstance(decisions, Decision) else tuple(decisions)
    named = _checked_places(given, sectors)
    return tuple(_sector_worth(one, name, number) for one in given for name in one.sectors if name in named)


def worth_curve(decision: Decision, sector: str, numbers: Sequence[int]) -> Array:
    """What each number of tests in a sector is worth: [number]."""
    rates = _rates_of(decision, sector)
    values = surface(decision.payoffs, rates).values
    return np.array([worth_of_tests(values, rates, number).worth for number in numbers])


def price_of_tests(scenario: Scenario, sector: str, tests: int) -> float:
    """What so many tests in a sector cost, staff included, in 10,000 yuan."""
    found = next(one for one in scenario.sectors if one.name == sector)
    days, day = (_price(scenario, code) for code in ("days_test", "price_staff_day"))
    return float(tests * ((found.value("price_test") or 0.0) + days * day))


def checked_tests(tests: int) -> int:
    """A whole number of tests, at least one."""
    if isinstance(tests, (int, np.integer)) and not isinstance(tests, bool) and tests >= 1:
        return int(tests)
    raise BadRequest(
        f"检验批次 {tests} 不对，须是不小于 1 的整数。", f"The number of tests ({tests}) must be whole and at least 1.",
        value=tests,
    )  # fmt: skip


# --- one sector


def _sector_worth(decision: Decision, sector: str, tests: int) -> SectorWorth:
    rates, payoffs = _rates_of(decision, sector), decision.payoffs
    found = surface(payoffs, rates)
    sampled = worth_of_tests(found.values, rates, tests)
    two = found.values[np.argsort(-found.values.mean(axis=1), kind="stable")[:2]]
    level = two - two.mean(axis=1, keepdims=True)
    errors = jackknife(lambda kept: _figures(payoffs[:, kept], rates[kept], tests, found.closeness), rates.size)
    rate_worth = worth_of_knowing(found.values)
    return SectorWorth(
        sector, decision.code, best_now(payoffs), tests, sampled.worth, float(errors[0]), sampled.change,
        rate_worth, float(errors[1]), worth_of_knowing(payoffs), float(errors[2]),
        worth_of_tests(level, rates, tests).worth, price_of_tests(decision.scenario, sector, tests),
        _until(found.values, rates, tests, rate_worth) if sampled.change >= SELDOM else 0.0, found.closeness,
    )  # fmt: skip


def _figures(payoffs: Array, rates: Array, tests: int, closeness: float) -> Array:
    """Worth of the tests, of the rate and of everything, from some of the draws."""
    values = surface(payoffs, rates, closeness).values
    sampled = worth_of_tests(values, rates, tests)
    return np.array([sampled.worth, worth_of_knowing(values), worth_of_knowing(payoffs)])


def _until(values: Array, rates: Array, tests: int, rate_worth: float) -> float:
    """The least of some numbers of tests past which as many again add less than a hundredth of the rate's worth."""
    for times in TIMES:
        more = (
            worth_of_tests(values, rates, (times + 1) * tests).worth
            - worth_of_tests(values, rates, times * tests).worth
        )
        if more < LITTLE * rate_worth:
            return float(times * tests)
    return math.nan


def _rates_of(decision: Decision, sector: str) -> Array:
    if sector not in decision.sectors:
        raise unknown_name("行业", "sector", sector, decision.sectors)
    found: Array = decision.rates[decision.sectors.index(sector)]
    return found


def _price(scenario: Scenario, code: str) -> float:
    fact = scenario.facts.get(code)
    value = fact.value if fact is not None and fact.value is not None else FACT[code].default
    return float(value or 0.0)


def _checked_sectors(scenario: Scenario, sectors: Iterable[str] | None) -> tuple[str, ...] | None:
    if sectors is None:
        return None
    _, named = checked_scope(scenario, sectors=(sectors,) if isinstance(sectors, str) else tuple(sectors))
    _fail_if_nothing(named)
    return named


def _checked_places(decisions: Sequence[Decision], sectors: Iterable[str] | None) -> tuple[str, ...]:
    """The sectors asked for, each of which a decision hangs on; all of the decisions' by default."""
    known = tuple(dict.fromkeys(name for one in decisions for name in one.sectors))
    named = known if sectors is None else (sectors,) if isinstance(sectors, str) else tuple(sectors)
    _fail_if_nothing(named)
    for name in named:
        if name not in known:
            raise unknown_name("与所给决定有关的行业", "sector that the decisions hang on", name, known)
    return named


def _fail_if_nothing(sectors: tuple[str, ...]) -> None:
    if not sectors:
        raise BadRequest(
            "没有给出决定或行业，没有什么可算的。请至少给一个决定、一个行业；不写 sectors 就是全部行业。",
            "No decision or no sector is given: there is nothing to work out. Give one at least; without sectors= it "
            "is all of them.",
        )
