"""Simulated futures for notebooks: computed once in a process, stored for the comparison, read back."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..differences import scope_label
from ..errors import BadRequest
from ..indicators import INDICATORS
from .provenance import SCHEMA_VERSION, code_digest

if TYPE_CHECKING:
    from pandas import DataFrame

Runs = NDArray[np.float64]  # [draw, replicate]

FUTURES_FILE = "futures.parquet"
BRANDS = ("famous_brands", "famous_trademarks")  # indicators that need a tier of that name
RUNS_VARIABLE, WORKERS_VARIABLE = "SIMLIB_RUNS", "SIMLIB_WORKERS"
_KNOWN: dict[tuple[str, tuple[int, int] | None], Any] = {}


def outcome_of(plan: Any) -> Any:
    """The plan's simulated futures; asked for again in the same process they are not run again.

    As many as its targets need for the precision asked for, unless SIMLIB_RUNS says how many.
    """
    runs = runs_override()
    key = plan.digest, runs
    if key not in _KNOWN:
        _KNOWN[key] = _simulated(plan, runs)
    return _KNOWN[key]


def _simulated(plan: Any, runs: tuple[int, int] | None) -> Any:
    from ..ensemble import simulate
    from ..precision import simulate_until

    if runs is None:
        return simulate_until(plan, _workers())
    return simulate(plan, draws=runs[0], replicates=runs[1], workers=_workers())


def runs_override() -> tuple[int, int] | None:
    """Fewer (or more) runs than the scenario file says, from SIMLIB_RUNS=DRAWSxREPLICATES; for trials."""
    text = os.environ.get(RUNS_VARIABLE, "")
    if not text:
        return None
    parts = text.split("x")
    if len(parts) != 2 or not all(part.isdigit() and int(part) > 0 for part in parts):
        raise BadRequest(
            f"{RUNS_VARIABLE}={text} 无效，应写成 50x4（假设抽样次数 x 重复次数）。",
            f"{RUNS_VARIABLE}={text} cannot be read; write 50x4 (draws x replicates).",
        )
    return int(parts[0]), int(parts[1])


def _workers() -> int | None:
    text = os.environ.get(WORKERS_VARIABLE, "")
    return int(text) if text.isdigit() and int(text) > 0 else None


def scopes_of(plan: Any) -> dict[str, dict[str, Any]]:
    """Where results are stored for: the district, each programme and whatever a target is about."""
    scopes: list[dict[str, Any]] = [{}]
    scopes += [{"programme": name} for name in dict.fromkeys(sector.programme for sector in plan.sectors)]
    scopes += [{"sectors": (sector.name,)} for sector in plan.sectors]
    scopes += [{"sectors": tuple(target.sectors)} for target in plan.targets if target.sectors]
    return {scope_label(scope): scope for scope in scopes}  # type: ignore[arg-type]


class Yearly(NamedTuple):
    """Yearly values of an outcome: one key (indicator, scope, year) for each table of runs."""

    keys: list[tuple[str, str, int]]
    runs: NDArray[np.float64]  # [key, draw, replicate]


def yearly_values(outcome: Any) -> Yearly:
    """Every indicator in every scope and year, for every run; what has no sector to be read from is left out."""
    keys, values = [], []
    for label, scope in scopes_of(outcome.scenario).items():
        for code in indicator_codes(outcome.scenario):
            for year in outcome.years if outcome.has(code, **scope) else ():
                keys.append((code, label, year))
                values.append(np.asarray(outcome.annual(code, year, **scope), dtype=np.float64))
    return Yearly(keys, np.stack(values))


def futures_table(outcome: Any, values: Yearly) -> DataFrame:
    """Every run's yearly value of every indicator: one row a run, indicator, scope and year."""
    from pandas import Categorical, DataFrame

    draw, replicate = np.indices((outcome.draws, outcome.replicates))
    runs, many = draw.size, len(values.keys)
    return DataFrame({
        "scenario": Categorical.from_codes(np.zeros(runs * many, np.int8), [outcome.scenario.name]),
        "indicator": _repeated([key[0] for key in values.keys], runs),
        "scope": _repeated([key[1] for key in values.keys], runs),
        "year": np.repeat([key[2] for key in values.keys], runs),
        "draw": np.tile(draw.ravel(), many),
        "replicate": np.tile(replicate.ravel(), many),
        "value": values.runs.ravel(),
    })  # fmt: skip


def _repeated(names: list[str], times: int) -> Any:
    from pandas import Categorical

    column = Categorical(names)
    return Categorical.from_codes(np.repeat(column.codes, times), column.categories)


def indicator_codes(plan: Any) -> list[str]:
    """The indicators a plan has: those of the table, without brand tiers that its district has not."""
    tiers = {tier.name for tier in plan.tiers}
    return [row.code for row in INDICATORS if row.code not in BRANDS or row.code in tiers]


@dataclass(frozen=True)
class StoredOutcome:
    """Futures read back from a finished batch: answers `annual` as the simulated outcome does."""

    scenario: Any
    years: tuple[int, ...]
    draws: int
    replicates: int
    seed: int
    values: dict[tuple[str, str, int], Runs]

    @cached_property
    def assumptions(self) -> Any:
        """What each draw assumed: drawn again, since draws are kept by their number. Record array [draw]."""
        return self._sample.scalars

    @cached_property
    def sector_assumptions(self) -> Any:
        """What each draw assumed of each sector: record array [draw, sector]."""
        return self._sample.own

    @cached_property
    def _sample(self) -> Any:
        from ..posterior import sample_for

        return sample_for(self.scenario, self.seed, range(self.draws))

    def first(self, draws: int) -> StoredOutcome:
        """The same futures on the first draws only."""
        if draws == self.draws:
            return self
        return replace(self, draws=draws, values={key: runs[:draws] for key, runs in self.values.items()})

    def annual(
        self, indicator: str, year: int, sectors: Iterable[str] | None = None, programme: str | None = None
    ) -> Runs:
        """The stored values of one indicator, year and scope: [draw, replicate]."""
        label = scope_label({"sectors": tuple(sectors) if sectors else None, "programme": programme})
        try:
            return self.values[indicator, label, year]
        except KeyError:
            raise BadRequest(
                f"已存结果中没有 {indicator}（{label}，{year} 年）。",
                f"The stored results hold no {indicator} for {label} in {year}.",
            ) from None


def read_stored(plan: Any, folder: Path) -> StoredOutcome | None:
    """The futures that a batch stored for exactly this plan; None if there are none."""
    from pyarrow import parquet

    path = folder / FUTURES_FILE
    if not path.is_file():
        return None
    table = parquet.read_table(path)
    stamp = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    wanted = {"digest": plan.digest, "schema_version": str(SCHEMA_VERSION), "code": code_digest()}
    if any(stamp.get(name) != value for name, value in wanted.items()):
        return None
    frame = table.to_pandas()
    draws, replicates = int(frame["draw"].max()) + 1, int(frame["replicate"].max()) + 1
    size = draws * replicates
    flat = frame["value"].to_numpy().reshape(-1, draws, replicates)
    firsts = frame.iloc[::size]
    keys = zip(firsts["indicator"], firsts["scope"], firsts["year"].astype(int), strict=True)
    values = dict(zip(keys, flat, strict=True))
    years = tuple(sorted({key[2] for key in values}))
    return StoredOutcome(plan, years, draws, replicates, int(stamp["seed"]), values)
