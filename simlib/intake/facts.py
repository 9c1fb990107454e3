"""`ledger_facts`: what a ledger says of each sector, in figures with their uncertainty."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import ledger_mistake
from .ledger import Ledger
from .measures import Lag, Persistence, Rate, followed_up, lags, mix, persistence, rate, visits
from .vocabulary import FOLLOW_UP, LARGE, MEDIUM, PLANNED, SIZES

MONTH, QUARTER = 31, 92  # days


class YearCount(NamedTuple):
    """Planned tests and passes of a year; `whole` is False where the ledger does not cover all of it."""

    year: int
    tests: int
    passes: int
    whole: bool


class SectorFacts(NamedTuple):
    """What a ledger says of one sector (`sector` empty: of all together).

    `rate` is of the planned tests of `year`; persistence, lags and follow-ups are of all years. `followed_up`
    is None where the ledger tells no kinds or holds no follow-up; `sizes` and `grades` count units.
    """

    sector: str
    units: int
    year: int
    whole_year: bool
    rate: Rate
    persistence: Persistence
    lags: tuple[Lag, ...]
    followed_up: Rate | None
    sizes: dict[str, int]
    grades: dict[str, int]
    years: tuple[YearCount, ...]

    @property
    def share_medium(self) -> float | None:
        """Medium units among those whose size is given; None where no size is."""
        return self._share(MEDIUM)

    @property
    def share_large(self) -> float | None:
        """Large units among those whose size is given; None where no size is."""
        return self._share(LARGE)

    def _share(self, size: str) -> float | None:
        known = sum(self.sizes.values())
        return self.sizes[size] / known if known else None


def ledger_facts(ledger: Ledger, year: int | None = None) -> tuple[SectorFacts, ...]:
    """The facts of every sector, in order of name; rates of the last full year unless a `year` is given."""
    chosen = _checked_year(ledger, year)
    return tuple(_facts(ledger, name, ledger.sector == place, chosen) for place, name in enumerate(ledger.sectors))


def whole_facts(ledger: Ledger, year: int | None = None) -> SectorFacts:
    """The same for all sectors together."""
    return _facts(ledger, "", np.ones(ledger.rows_used, dtype=np.bool_), _checked_year(ledger, year))


def years_of(ledger: Ledger) -> tuple[int, ...]:
    """Every year from the first inspection to the last."""
    return tuple(range(ledger.first_day.year, ledger.last_day.year + 1))


def covers(ledger: Ledger, year: int) -> bool:
    """Whether the records go from the beginning of a year (or before) to its end (or beyond).

    A month may lack at either end; as many days as the longest pause within the ledger where inspections are
    rare, but at most a quarter.
    """
    pause = int(np.diff(np.unique(ledger.day)).max(initial=MONTH))
    slack = timedelta(days=min(pause, QUARTER))
    return ledger.first_day <= date(year, 1, 1) + slack and ledger.last_day >= date(year, 12, 31) - slack


def _checked_year(ledger: Ledger, year: int | None) -> int:
    """The year asked for, else the last full one, else the one with most planned tests."""
    tests = {one.year: one.tests for one in _counts(ledger, ledger.of_kind(PLANNED))}
    if year is None:
        full = [one for one in tests if covers(ledger, one) and tests[one]]
        return max(full) if full else max(tests, key=lambda one: (tests[one], one))
    if not tests.get(year):
        with_tests = [str(one) for one in tests if tests[one]]
        raise ledger_mistake(
            ledger.file,
            0,
            f"{year} 年没有监督抽查记录。有记录的年份：{'、'.join(with_tests) or '无'}。",
            f"there is no planned test in {year}. Years with tests: {', '.join(with_tests) or 'none'}.",
        )
    return year


def _facts(ledger: Ledger, name: str, rows: NDArray[np.bool_], year: int) -> SectorFacts:
    planned = rows & ledger.of_kind(PLANNED)
    years = _counts(ledger, planned)
    of_year = next(one for one in years if one.year == year)
    seen = visits(ledger.unit[planned], ledger.day[planned], ledger.failed[planned])
    return SectorFacts(
        sector=name,
        units=int(np.unique(ledger.unit[rows]).size),
        year=year,
        whole_year=of_year.whole,
        rate=rate(of_year.passes, of_year.tests),
        persistence=persistence(seen),
        lags=lags(seen),
        followed_up=_followed_up(ledger, rows),
        sizes=mix(ledger.unit[rows], ledger.size[rows], SIZES),
        grades=mix(ledger.unit[rows], ledger.grade[rows], ledger.grades),
        years=years,
    )


def _followed_up(ledger: Ledger, rows: NDArray[np.bool_]) -> Rate | None:
    later = ledger.of_kind(FOLLOW_UP)
    if not later.any():  # a ledger of planned tests alone does not say that nobody came back
        return None
    planned, later = rows & ledger.of_kind(PLANNED), rows & later
    tests = visits(ledger.unit[planned], ledger.day[planned], ledger.failed[planned])
    return followed_up(tests, ledger.unit[later], ledger.day[later], int(ledger.day.max()))


def _counts(ledger: Ledger, rows: NDArray[np.bool_]) -> tuple[YearCount, ...]:
    """Tests and passes of each year of the ledger among some rows."""
    years = years_of(ledger)
    of_row = ledger.day[rows].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970 - years[0]
    tests = np.bincount(of_row, minlength=len(years))
    passes = np.bincount(of_row[~ledger.failed[rows]], minlength=len(years))
    return tuple(
        YearCount(year, int(tests[at]), int(passes[at]), covers(ledger, year)) for at, year in enumerate(years)
    )
