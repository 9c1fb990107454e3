"""Design: how many tests a plan promises where and when, and how they are drawn; what a target's wording must name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...indicators import INDICATOR
from ..asking import checked_scope, checked_year

if TYPE_CHECKING:
    from ...scenario import Scenario, Sector

QUARTERS = 4


class Design(NamedTuple):
    """The planned tests of a scope in a year, and which share of them is drawn at random and which is targeted."""

    tests: int
    random: float
    targeted: float


def sampling_design(
    scenario: Scenario, year: int, *, programme: str | None = None, sectors: Any = None, indicator: str = ""
) -> Design:
    """How many tests the plan makes there in that year, and how they are drawn (equation 9).

    What is planned: where fewer units are left than tests are due, fewer can be made. `indicator` leaves out sectors
    that it is not read from.
    """
    first = QUARTERS * scenario.calendar.years.index(checked_year(scenario, year))
    named = checked_scope(scenario, programme, sectors)
    only = INDICATOR[indicator].programme if indicator else ""
    inside = [one for one in scenario.sectors if _inside(one, *named) and only in ("", one.programme)]
    made = [_quarter_design(scenario, one, first + quarter) for one in inside for quarter in range(QUARTERS)]
    tests = sum(number for number, _ in made)
    targeted = sum(number * share for number, share in made) / tests if tests else 0.0
    return Design(tests, 1.0 - targeted, targeted)


def planned_tests(units: float, coverage: float, crackdown: float, quarter: int) -> int:
    """Planned tests of a sector in a quarter, counted from the first of the warm-up: the year's number spread evenly,
    times a crackdown. The engine's own rule, model.sampling.planned_number."""
    yearly = units * coverage
    due = math.floor(yearly * (quarter + 1) / QUARTERS + 0.5) - math.floor(yearly * quarter / QUARTERS + 0.5)
    return math.floor(due * crackdown + 0.5)


def _inside(sector: Sector, programme: str, sectors: tuple[str, ...]) -> bool:
    return sector.name in sectors if sectors else programme in ("", sector.programme)


def _quarter_design(scenario: Scenario, sector: Sector, quarter: int) -> tuple[int, float]:
    """Planned tests of a sector in a quarter of the plan, and the targeted share of them."""
    coverage, crackdown, share = (
        scenario.plan[lever, sector.name][quarter] for lever in ("coverage", "crackdown_tests", "targeted_share")
    )
    assert isinstance(coverage, float | int)
    assert isinstance(crackdown, float | int)
    assert isinstance(share, float | int)
    since = scenario.calendar.warm_up_quarters + quarter
    return planned_tests(sector.value("units") or 0.0, coverage, crackdown, since), float(share)
