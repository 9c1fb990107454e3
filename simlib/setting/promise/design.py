"""Design: how many tests a plan promises where and when, and how they are drawn; what a target's wording must name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import BadRequest
from ...indicators import INDICATOR, Indicator
from ...scenario import checked_year
from ..asking import checked_scope

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
    inside = [one for one in scenario.sectors if one.within(*named) and one.within(only)]
    made = [_quarter_design(scenario, one, first + quarter) for one in inside for quarter in range(QUARTERS)]
    tests = sum(number for number, _ in made)
    targeted = sum(number * share for number, share in made) / tests if tests else 0.0
    return Design(tests, 1.0 - targeted, targeted)


def no_figure(row: Indicator, year: int, where: Mapping[str, Any], share: float = 0.0) -> BadRequest:
    """The error for a scope where nothing, or too little, is tested for a figure.

    `where` holds programme or sectors; `share` is in which share of the runs there is a figure all the same.
    """
    zh, en = _place(where.get("programme"), where.get("sectors"))
    if share > 0.0:
        some, untested = math.floor(100 * share), ("没有抽查、", " (nothing is tested in the others)")
        why = untested if row.tested else ("", "")
        said = (
            f"{zh} {year} 年 100 次模拟中只有 {some} 次有“{row.words.zh}”（{row.code}）的数，其余{why[0]}无数可考",
            f"Only {some} of 100 runs have a figure of {row.code} in {en} in {year}{why[1]}",
        )
    elif row.tested:
        said = (
            f"{zh} {year} 年没有抽查，“{row.words.zh}”（{row.code}）无数可考",
            f"Nothing is tested in {en} in {year} that {row.code} could be read from",
        )
    else:
        said = f"{zh} {year} 年没有“{row.words.zh}”（{row.code}）的数", f"{row.code} has no figure in {en} in {year}"
    more = ("提高该范围的 coverage，或", "Raise coverage there, or take") if row.tested else ("", "Take")
    lacks = "untested" if row.tested else "no_figure"
    return BadRequest(
        f"{said[0]}。请{more[0]}换一个范围。", f"{said[1]}. {more[1]} another scope.", lacks=lacks, best=share
    )


def _place(programme: str | None, sectors: Any) -> tuple[str, str]:
    """A scope in both languages."""
    named = (sectors,) if isinstance(sectors, str) else tuple(sectors or ())
    if named:
        return f"行业 {'、'.join(named)}", ", ".join(named)
    return (f"领域 {programme}", f"the programme {programme}") if programme else ("全区", "the district")


def planned_tests(units: float, coverage: float, crackdown: float, quarter: int) -> int:
    """Planned tests of a sector in a quarter, counted from the first of the warm-up: the year's number spread evenly,
    times a crackdown. The engine's own rule, model.sampling.planned_number."""
    yearly = units * coverage
    due = math.floor(yearly * (quarter + 1) / QUARTERS + 0.5) - math.floor(yearly * quarter / QUARTERS + 0.5)
    return math.floor(due * crackdown + 0.5)


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
