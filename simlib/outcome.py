"""What came out: counts of every run, quarter and sector, and the indicators read from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .counters import counter_names
from .errors import BadRequest, unknown_name
from .indicators import INDICATOR, Indicator, Reading
from .words import PROGRAMMES

if TYPE_CHECKING:
    from .scenario import Scenario

QUARTERS = 4
_BY_DRAW = ("counts", "attention", "list_noise", "assumptions", "sector_assumptions")  # arrays that begin with a draw


@dataclass(frozen=True, eq=False)
class Outcome:
    """The runs of one plan. `counts` is [draw, replicate, quarter, sector, counter]; its first four quarters are the
    year before the plan, so that a rise can be judged. Rates are 0–1, money in 10,000 yuan.
    """

    scenario: Scenario
    counts: np.ndarray
    attention: np.ndarray  # [draw, replicate, quarter]
    list_noise: np.ndarray  # [draw, replicate, year], in points
    assumptions: np.ndarray  # record array [draw]
    sector_assumptions: np.ndarray  # record array [draw, sector]
    seed: int

    @property
    def draws(self) -> int:
        """Number of draws of the assumptions."""
        return int(self.counts.shape[0])

    @property
    def replicates(self) -> int:
        """Number of replicates of chance for each draw."""
        return int(self.counts.shape[1])

    @property
    def years(self) -> tuple[int, ...]:
        """The year before the plan, then the plan's years as far as they were simulated."""
        plan = self.scenario.calendar.years
        return (plan[0] - 1, *plan)[: self.counts.shape[2] // QUARTERS]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the counters, in the order of the last axis of `counts`."""
        return counter_names(tuple(tier.name for tier in self.scenario.tiers))

    @cached_property
    def money(self) -> np.ndarray:
        """Public money [draw, replicate, quarter, sector], in 10,000 yuan."""
        from .accounts import money

        return np.asarray(money(self.counts, self.names, self.scenario).sum(axis=-1))

    def first(self, draws: int) -> Outcome:
        """The same plan on its first draws only: what it would be, had no more been simulated."""
        if not 1 <= draws <= self.draws:
            raise BadRequest(
                f"结果只有 {self.draws} 组假设条件，取不出前 {draws} 组。",
                f"The outcome has {self.draws} draws; the first {draws} cannot be taken.",
                best=self.draws,
            )
        kept: dict[str, Any] = {name: getattr(self, name)[:draws] for name in _BY_DRAW}
        return self if draws == self.draws else replace(self, **kept)

    def joined(self, more: Outcome) -> Outcome:
        """These draws, then those of `more`: further draws of the same plan from the same seed."""
        ours, theirs = ((one.scenario.digest, one.seed, one.replicates) for one in (self, more))
        if ours != theirs:
            raise BadRequest(
                "两批模拟的方案、随机种子或重复次数不同，不能合并。",
                "The two sets of runs differ in plan, seed or replicates and cannot be joined.",
            )
        both: dict[str, Any] = {name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in _BY_DRAW}
        return replace(self, **both)

    def annual(
        self, indicator: str, year: int, sectors: Iterable[str] | None = None, programme: str | None = None
    ) -> np.ndarray:
        """An indicator in one year for every run, [draw, replicate], over the sectors or programme asked for."""
        quarters = self.span(year)
        row, places = self._asked(indicator, sectors, programme)
        return self._read(row.read, places, quarters, self.list_noise[:, :, quarters.start // QUARTERS])

    def counted(self, counter: str, year: int) -> np.ndarray:
        """A counter in a year, [draw, replicate, quarter, sector]."""
        return np.asarray(self.counts[:, :, self.span(year), :, self.names.index(counter)])

    def span(self, year: int) -> slice:
        """The quarters of a year of the outcome."""
        if year not in self.years:
            raise BadRequest(
                f"结果中没有 {year} 年，可用：{self.years[0]}–{self.years[-1]}。",
                f"The outcome has no year {year}; it covers {self.years[0]}–{self.years[-1]}.",
                year=year,
            )
        y = self.years.index(year)
        return slice(QUARTERS * y, QUARTERS * (y + 1))

    def quarterly(
        self, indicator: str, sectors: Iterable[str] | None = None, programme: str | None = None
    ) -> np.ndarray:
        """An indicator in every quarter and run, [draw, replicate, quarter]; without the year's list noise."""
        row, places = self._asked(indicator, sectors, programme)
        return np.stack(
            [self._read(row.read, places, slice(q, q + 1), np.zeros(())) for q in range(self.counts.shape[2])], axis=-1
        )

    def without_list(
        self, indicator: str, year: int, sectors: Iterable[str] | None = None, programme: str | None = None
    ) -> np.ndarray:
        """What `annual` would show without the noise of the year's product list, [draw, replicate]."""
        row, places = self._asked(indicator, sectors, programme)
        return self._read(row.read, places, self.span(year), np.zeros(()))

    def without_sampling(
        self, indicator: str, year: int, sectors: Iterable[str] | None = None, programme: str | None = None
    ) -> np.ndarray | None:
        """What `annual` would show without product list and without the luck of who is tested, [draw, replicate]; None
        where the indicator is not read from tests, or no counter can tell."""
        row, _ = self._asked(indicator, sectors, programme)
        return self.annual(row.expected, year, sectors, programme) if row.expected else None

    def has(self, indicator: str, sectors: Iterable[str] | None = None, programme: str | None = None) -> bool:
        """True if the indicator has at least one sector to be read from."""
        row, places = self._asked(indicator, sectors, programme)
        return bool(places) and (not row.tier or f"titles:{row.tier}" in self.names)

    def _asked(
        self, indicator: str, sectors: Iterable[str] | None, programme: str | None
    ) -> tuple[Indicator, list[int]]:
        if indicator not in INDICATOR:
            raise unknown_name("指标", "indicator", indicator, INDICATOR)
        row = INDICATOR[indicator]
        if programme is not None and programme not in PROGRAMMES:
            raise unknown_name("领域", "programme", programme, PROGRAMMES)
        known = {sector.name: sector for sector in self.scenario.sectors}
        wanted = None if sectors is None else list(sectors)
        for name in wanted or ():
            if name not in known:
                raise unknown_name("行业", "sector", name, known)
        places = [
            s
            for s, sector in enumerate(self.scenario.sectors)
            if (wanted is None or sector.name in wanted)
            and (programme is None or sector.programme == programme)
            and (not row.programme or sector.programme == row.programme)
        ]
        return row, places

    def _read(self, reading: Reading, places: list[int], quarters: slice, noise: np.ndarray) -> np.ndarray:
        return np.asarray(reading(Pool(self, places, quarters, noise)), float)


@dataclass(frozen=True)
class Pool:
    """The counts of some sectors and quarters, as indicators read them."""

    outcome: Outcome
    places: list[int]
    quarters: slice
    list_noise: np.ndarray

    def _of(self, counter: str) -> np.ndarray:
        names = self.outcome.names
        if counter not in names:
            raise unknown_name(
                "品牌层级", "brand tier", counter.partition(":")[2], {t.name: t for t in self.outcome.scenario.tiers}
            )
        picked: np.ndarray = self.outcome.counts[:, :, self.quarters, :, names.index(counter)][..., self.places]
        return picked

    def total(self, counter: str) -> np.ndarray:
        """Sum over the sectors and quarters, [draw, replicate]."""
        return np.asarray(self._of(counter).sum(axis=(-1, -2)))

    def at_end(self, counter: str) -> np.ndarray:
        """Sum over the sectors in the last quarter."""
        return np.asarray(self._of(counter)[:, :, -1].sum(axis=-1))

    def none_of(self, counter: str) -> np.ndarray:
        """1 where nothing was counted, else 0."""
        return np.where(self.total(counter) == 0.0, 1.0, 0.0)

    @staticmethod
    def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        """part ÷ whole; not a number where there is nothing to divide by."""
        nothing = np.full(np.broadcast(part, whole).shape, np.nan)
        return np.asarray(np.divide(part, whole, out=nothing, where=whole != 0.0))

    @staticmethod
    def clip(share: np.ndarray) -> np.ndarray:
        """A share kept in 0–1."""
        return np.asarray(np.clip(share, 0.0, 1.0))

    @property
    def attention(self) -> np.ndarray:
        """Mean attention of the quarters."""
        return np.asarray(self.outcome.attention[:, :, self.quarters].mean(axis=-1))

    def assumption(self, code: str) -> np.ndarray:
        """The draw's value of an assumption, as a column against replicates."""
        return np.asarray(self.outcome.assumptions[code])[:, None]

    def weighted(self, counter: str, by_sector: np.ndarray) -> np.ndarray:
        """Mean of a figure of each sector, weighted by a counter."""
        weight = self._of(counter).sum(axis=-2)
        return self.ratio((weight * by_sector).sum(axis=-1), weight.sum(axis=-1))

    def stated_errors(self) -> tuple[np.ndarray, np.ndarray]:
        """Sensitivity and specificity of a test by sector, as the office states them: start values of the assumptions,
        over all laboratories, the plan's better testing counted in, at most half of the observed fails false."""
        from .model.meanfield import mean_sensitivity
        from .priors import central_value

        scenario = self.outcome.scenario
        se, sp, spread = (central_value(code, scenario.overrides) for code in ("se", "sp", "sigma_lab"))
        sectors = [scenario.sectors[place] for place in self.places]
        ahead = self.quarters.start < QUARTERS  # the year before the plan ran under the root's first step
        plan = scenario.root.plan if ahead else scenario.plan
        span = slice(0, 1) if ahead else slice(self.quarters.start - QUARTERS, self.quarters.stop - QUARTERS)
        better = np.array([np.mean(plan["sensitivity", sector.name][span]) for sector in sectors])
        false = np.array([0.5 * (1.0 - (sector.value("observed") or 0.0)) for sector in sectors])
        caught = np.array([mean_sensitivity(se, shift, spread) for shift in better])
        return caught, np.maximum(sp, 1.0 - false)

    def cost(self) -> np.ndarray:
        """Public money spent in the sectors and quarters."""
        return np.asarray(self.outcome.money[:, :, self.quarters][..., self.places].sum(axis=(-1, -2)))
