"""Trials: plans tried on the same futures, each simulated once, kept for every budget and every chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...accounts import ITEMS, lines, money, staff_days
from ...ensemble import simulate
from ...indicators import INDICATOR
from ...levers import LEVER
from .dials import YEAR, Dial, Setting, as_it_is, plan_at

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario

Runs = NDArray[np.float64]  # [draw, replicate]
Look = Callable[["Outcome"], Runs]  # what a search wants to know of every run, the more the better
STAFFED = 0.8  # the busiest quarter must be within capacity in at least this share of futures
SIDES = tuple(dict.fromkeys(row.side for row in LEVER.values()))


class Trial(NamedTuple):
    """One plan tried. `money` is the expected public money of its dearest year (10,000 yuan, `error` its simulation
    error), `spent` the same year's money by item of the accounts, `peaks` the staff-days of each run's busiest quarter,
    `seen` what each look saw.
    """

    setting: Setting
    money: float
    error: float
    spent: Mapping[str, float]
    peaks: Runs
    seen: Mapping[str, Runs]


@dataclass(frozen=True)
class Trials:
    """The plans tried so far. `limit` is the staff-days a quarter that a plan may take (None: not known)."""

    dials: tuple[Dial, ...]
    run: Callable[[Setting], Trial]
    limit: float | None = None
    kept: dict[Setting, Trial] = field(default_factory=dict)

    @property
    def start(self) -> Setting:
        """The plan as it is."""
        return as_it_is(self.dials)

    def at(self, setting: Setting) -> Trial:
        """The plan with this setting, simulated if it is new."""
        if setting not in self.kept:
            self.kept[setting] = self.run(setting)
        return self.kept[setting]

    def every(self, settings: Iterable[Setting]) -> list[Trial]:
        """Several plans; those that share decision tables are simulated one after another."""
        wanted = list(settings)
        deciding = [place for place, dial in enumerate(self.dials) if dial.lever.decides]
        for setting in sorted(wanted, key=lambda one: ([one[place] for place in deciding], one)):
            self.at(setting)
        return [self.kept[setting] for setting in wanted]

    def staffed(self, trial: Trial) -> bool:
        """True if the plan's busiest quarter can be staffed in 80 of 100 futures."""
        return self.limit is None or float(np.mean(trial.peaks <= self.limit)) >= STAFFED

    def affordable(self, budget: float) -> list[Trial]:
        """The plans tried that this money pays and the staff can carry out."""
        return [one for one in self.kept.values() if one.money <= budget and self.staffed(one)]


def cheapest(trials: Trials, holds: Callable[[Trial], bool]) -> Trial | None:
    """Of the plans tried that can be staffed and for which `holds`, the one that costs least; None without any."""
    fit = [one for one in trials.kept.values() if trials.staffed(one) and holds(one)]
    return min(fit, key=lambda one: (one.money, one.setting)) if fit else None


def trials_of(
    scenario: Scenario, dials: tuple[Dial, ...], looks: Mapping[str, Look], year: int, **size: Any
) -> Trials:  # fmt: skip
    """Trials of a plan's dials through `year`; `size` may hold draws, replicates, seed and workers of `simulate`.

    Staff: the district's capacity, or what the plan itself takes where that is more, so that the plan itself can
    always be kept.
    """

    def run(setting: Setting) -> Trial:
        outcome = simulate(plan_at(scenario, dials, setting), through=year, **size)
        return tried(outcome, setting, looks)

    first = run(as_it_is(dials))
    return Trials(dials, run, _limit(scenario, first), {first.setting: first})


def tried(outcome: Outcome, setting: Setting, looks: Mapping[str, Look]) -> Trial:
    """What is kept of an outcome."""
    spent = money(outcome.counts, outcome.names, outcome.scenario).sum(axis=3)[:, :, YEAR:]
    yearly = spent.reshape(*spent.shape[:2], -1, YEAR, spent.shape[-1]).sum(axis=3)
    dearest = yearly[:, :, int(yearly.sum(axis=-1).mean(axis=(0, 1)).argmax())]
    total = dearest.sum(axis=-1).mean(axis=1)
    peaks = staff_days(outcome.counts, outcome.names, outcome.scenario)[:, :, YEAR:].max(axis=2)
    return Trial(
        setting=setting,
        money=float(total.mean()),
        error=float(total.std(ddof=1) / np.sqrt(total.size)) if total.size > 1 else np.nan,
        spent=_by_item(outcome.scenario, dearest.mean(axis=(0, 1))),
        peaks=peaks,
        seen={name: np.asarray(look(outcome), dtype=np.float64) for name, look in looks.items()},
    )


def look_at(indicator: str, year: int, **scope: Any) -> Look:
    """A look at an indicator, turned so that more is better; a run without a figure is as bad as can be."""
    sign = INDICATOR[indicator].better

    def look(outcome: Outcome) -> Runs:
        values = sign * outcome.annual(indicator, year, **scope)
        return np.where(np.isfinite(values), values, -np.inf)

    return look


def by_side(spent: Mapping[str, float]) -> dict[str, float]:
    """Money by what it is for: enforcement, brands, support."""
    side_of = {item.code: LEVER[item.lever].side for item in ITEMS}
    found = dict.fromkeys(SIDES, 0.0)
    for code, amount in spent.items():
        found[side_of[code]] += amount
    return found


def _by_item(scenario: Scenario, spent: Runs) -> dict[str, float]:
    """Money by item of the accounts, brand tiers together."""
    found = dict.fromkeys((item.code for item in ITEMS), 0.0)
    for line, amount in zip(lines(scenario), spent, strict=True):
        found[line.item.code] += float(amount)
    return found


def _limit(scenario: Scenario, first: Trial) -> float | None:
    fact = scenario.facts.get("staff_capacity")
    if fact is None or fact.value is None:
        return None
    return max(fact.value, float(np.quantile(first.peaks, STAFFED, method="higher")))
