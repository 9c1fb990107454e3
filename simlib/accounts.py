"""Accounts: what a plan costs, who pays, which staff it takes.

Fines are no income and stand in no item; they are the indicator `fines`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .facts import FACT
from .words import Words

if TYPE_CHECKING:
    from .scenario import Scenario

Array = NDArray[np.float64]
YEAR = 4  # quarters; the counts begin with the last year before the plan


class Books(NamedTuple):
    """The counted sums of all runs beside the prices and levers that turn them into money."""

    counts: NDArray[Any]  # [draw, replicate, quarter, sector, counter]
    names: tuple[str, ...]
    scenario: Scenario

    def counted(self, code: str) -> NDArray[Any]:
        """One counter: [draw, replicate, quarter, sector]."""
        found: NDArray[Any] = self.counts[..., self.names.index(code)]
        return found

    def price(self, code: str) -> float:
        """A price or a number of staff-days of the district."""
        fact = self.scenario.facts.get(code)
        value = FACT[code].default if fact is None or fact.value is None else fact.value
        assert value is not None, code  # every price has a default
        return value

    def fact(self, code: str) -> Array:
        """A fact of each sector: [sector]; nan where it is missing, so that nothing is free by silence."""
        return np.array([sector.value(code) for sector in self.scenario.sectors], dtype=np.float64)

    def lever(self, code: str) -> Array:
        """A sector lever in force: [quarter, sector]; the first year is the root's first step."""
        places = [sector.name for sector in self.scenario.sectors]
        return np.stack([self.in_force(code, place) for place in places], axis=1)

    def in_force(self, code: str, place: str) -> Array:
        """A lever at one place through the last year before the plan and the plan as far as counted: [quarter]."""
        before = self.scenario.root.plan[code, place][0]
        path = [before] * YEAR + list(self.scenario.plan[code, place])
        return np.array(path[: self.counts.shape[2]], dtype=np.float64)

    def share(self) -> Array:
        """Each sector's share of the units, by which district-wide money is spread: [sector]."""
        units = self.fact("units")
        share: Array = units / units.sum()
        return share


class Item(NamedTuple):
    """One line of the accounts; `pays` says whose money: the sector's, the lever's or the tier's owner.

    `lever` is what the line hangs on. `amount` gives money by quarter and sector; `tier` marks one
    line for each brand tier.
    """

    code: str
    words: Words
    lever: str
    pays: str
    amount: Callable[[Books, str], Any]
    tier: bool = False


def _days(books: Books, _: str = "") -> Array:
    """Staff-days of supervision: tests (on complaint too), follow-ups, cases."""
    tests = books.counted("planned") + books.counted("complaints")
    days: Array = (
        tests * books.price("days_test")
        + books.counted("follow_ups") * books.price("days_follow_up")
        + books.counted("fails") * books.price("days_case")
    )
    return days


def _coaching_days(books: Books, tier: str) -> Array:
    days: Array = books.counted(f"coached:{tier}") * books.price("days_coaching")
    return days


def _follow_ups(books: Books, _: str) -> Any:
    return books.counted("follow_ups") * (books.fact("price_test") + books.price("price_follow_up"))


def _certificates(books: Books, _: str) -> Any:
    supported = books.lever("certification_support") > 0
    return books.counted("newly_certified") * supported * books.price("price_certificate")


def _awards(books: Books, tier: str) -> Any:
    return books.counted(f"awards:{tier}") * books.in_force("award", tier)[:, None]


def _entry(books: Books, _: str) -> Any:
    return books.counted("entrants") * books.lever("entry_standard") * books.price("price_entry")


ITEMS: tuple[Item, ...] = (
    Item("planned_tests", Words("计划抽查检验费", "Planned tests"), "coverage", "sector",
         lambda b, _: b.counted("planned") * b.fact("price_test")),
    Item("follow_up_tests", Words("整改复查费", "Follow-up tests"), "follow_up", "sector", _follow_ups),
    Item("complaint_tests", Words("投诉检验费", "Complaint tests"), "hotline", "sector",
         lambda b, _: b.counted("complaints") * b.fact("price_test")),
    Item("cases", Words("处罚办案费", "Penalty cases"), "fine", "sector",
         lambda b, _: b.counted("fails") * b.price("price_case")),
    Item("exposures", Words("通报曝光费", "Naming and exposure"), "exposure", "sector",
         lambda b, _: b.counted("exposed") * b.price("price_exposure")),
    Item("hotline", Words("投诉热线", "Hotline"), "hotline", "lever",
         lambda b, _: b.lever("hotline") * b.share() * b.price("price_hotline")),
    Item("sensitivity", Words("检测能力", "Testing capability"), "sensitivity", "lever",
         lambda b, _: np.maximum(b.lever("sensitivity"), 0) * b.share() * b.price("price_sensitivity")),
    Item("entry_screening", Words("准入审查", "Entry screening"), "entry_standard", "lever", _entry),
    Item("tech_support", Words("技术改造补助", "Technical upgrading"), "tech_support", "lever",
         lambda b, _: b.counted("support")),
    Item("certificates", Words("认证补助", "Certification"), "certification_support", "lever", _certificates),
    Item("coaching", Words("品牌培育辅导", "Brand coaching"), "cultivation", "tier",
         lambda b, tier: b.counted(f"coached:{tier}") * b.price("price_coaching"), tier=True),
    Item("awards", Words("品牌奖励", "Brand awards"), "award", "lever", _awards, tier=True),
    Item("publicity", Words("质量宣传", "Publicity"), "publicity", "lever",
         lambda b, _: b.in_force("publicity", "")[:, None] * b.share()),
    Item("staff", Words("监管人力", "Supervision staff"), "coverage", "sector",
         lambda b, _: _days(b) * b.price("price_staff_day")),
    Item("coaching_staff", Words("培育人力", "Coaching staff"), "cultivation", "tier",
         lambda b, tier: _coaching_days(b, tier) * b.price("price_staff_day"), tier=True),
)  # fmt: skip


class Line(NamedTuple):
    """An item as it stands in one plan's accounts: once, or once for each brand tier."""

    item: Item
    tier: str  # "" for none

    @property
    def code(self) -> str:
        """The item's code, with the tier where there is one."""
        return f"{self.item.code}:{self.tier}" if self.tier else self.item.code


def lines(scenario: Scenario) -> tuple[Line, ...]:
    """The lines of a plan's accounts, in the order of the last axis of `money`."""
    tiers = [tier.name for tier in scenario.tiers]
    return tuple(Line(item, tier) for item in ITEMS for tier in (tiers if item.tier else [""]))


def money(counts: NDArray[Any], names: Sequence[str], scenario: Scenario) -> Array:
    """What everything costs, in 10,000 yuan: [draw, replicate, quarter, sector, line] (model 3.12).

    Quarters as in `counts`: four before the plan, then the plan. What is paid for the whole district
    is spread over the sectors by their units, so that sums over sectors are right.
    """
    books, rows = Books(counts, tuple(names), scenario), lines(scenario)
    spent = np.empty((len(rows), *counts.shape[:-1]))
    for place, row in enumerate(rows):
        spent[place] = row.item.amount(books, row.tier)
    return np.moveaxis(spent, 0, -1)


def staff_days(counts: NDArray[Any], names: Sequence[str], scenario: Scenario) -> Array:
    """Staff-days that supervision and coaching take: [draw, replicate, quarter]."""
    books = Books(counts, tuple(names), scenario)
    days = _days(books) + sum(_coaching_days(books, tier.name) for tier in scenario.tiers)
    total: Array = days.sum(axis=-1)
    return total
