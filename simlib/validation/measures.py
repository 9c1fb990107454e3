"""What the model itself gives for each published pattern: figures by draw, so that their error is known.

A bed plays each plan and each ledger once, all on the same draws and luck. A measure returns one figure a draw,
[draw, 1], replicates pooled; its docstring says what stands beside what.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ensemble import simulate
from ..grammar.records import Override
from ..scenario import Scenario, load, with_levers
from . import unit_panel

if TYPE_CHECKING:
    from ..outcome import Outcome

# What each plan of the bed changes against the current one. Doubled coverage adds random tests alone, as in the
# experiment of Duflo et al.: half the targeted share of twice the tests leaves the targeted tests as many as before.
PLANS: dict[str, Mapping[str, Any]] = {
    "plain": {},
    "doubled": {"coverage": {"times": 2.0}, "targeted_share": {"times": 0.5}},
    "named": {"exposure": 0.9},
    "campaign": {"crackdown": {"{first}Q1": {"tests": 2.0, "sanction": 0.75, "exposure": 0.3}, "{next}Q1": "off"}},
    "steep": {"targeted_share": 0.8, "tilt": 2.0, "grade_weights": [0.25, 1, 4, 10]},
    "random": {"targeted_share": 0.0},
    "recruitment": {tier: {"cultivation": {"times": 2.0}, "quota": {"times": 2.0}}
                    for tier in ("famous_brands", "famous_trademarks")},
}  # fmt: skip
CHICAGO_FAILS, CHICAGO_YEARLY = 0.1976, 365.25 / 341.9  # share of fails; one inspection every 341.9 days
CHICAGO_TESTS, CHICAGO_UNITS = 27600, 1500
_HOST = "retail_goods"  # the sector whose place the restaurants take
_STEADY = {"drift": 0.0, "innovation": 1e-9, "imitation": 1e-9}  # no trend: all years stand at Chicago's mean rate


@dataclass(frozen=True)
class Bed:
    """Where patterns are measured: a district, so many draws × replicates, and what has been played so far."""

    scenario: Scenario
    draws: int
    replicates: int
    workers: int | None = None
    _outcomes: dict[str, Any] = field(default_factory=dict)
    _panels: dict[str, unit_panel.Panels] = field(default_factory=dict)

    def outcome(self, plan: str) -> Outcome:
        """The runs of one of PLANS."""
        if plan not in self._outcomes:
            levers = _dated(PLANS[plan], self.scenario.calendar.years)
            changed = with_levers(self.scenario, levers, plan) if levers else self.scenario
            size = (self.draws, self.replicates)
            self._outcomes[plan] = simulate(changed, draws=size[0], replicates=size[1], workers=self.workers)
        found: Outcome = self._outcomes[plan]
        return found

    def panels(self, district: str) -> unit_panel.Panels:
        """The unit-level ledgers of one of DISTRICTS."""
        if district not in self._panels:
            played = DISTRICTS[district](self.scenario)
            self._panels[district] = unit_panel.play_units(played, self.draws, self.replicates, self.workers or 0)
        return self._panels[district]

    def year(self, number: int) -> int:
        """The plan's first year is number 1."""
        return self.scenario.calendar.years[number - 1]


def bed(draws: int, replicates: int, workers: int | None = None, overrides: Mapping[str, Any] | None = None) -> Bed:
    """The baseline district as a bed; `overrides` replaces priors, to see which one a pattern hangs on."""
    scenario = load("baseline")
    return Bed(replace(scenario, overrides={**scenario.overrides, **(overrides or {})}), draws, replicates, workers)


def _dated(levers: Mapping[str, Any], years: Any) -> dict[str, Any]:
    """The levers of a plan with the district's own first years in place of {first} and {next}."""
    names = {"{first}Q1": f"{years[0]}Q1", "{next}Q1": f"{years[1]}Q1"}
    return {
        code: {names.get(key, key): part for key, part in value.items()} if isinstance(value, Mapping) else value
        for code, value in levers.items()
    }


def steady(scenario: Scenario) -> Scenario:
    """The district without a background trend, as studies that control for the year see theirs."""
    still = {code: Override(code, value, None, "no trend") for code, value in _STEADY.items()}
    return replace(scenario, name="steady", parent=None, overrides={**scenario.overrides, **still})


def chicago(scenario: Scenario) -> Scenario:
    """A district of one sector that is like Chicago's restaurants of 2011–14 in what the model takes as facts: all
    small, 19.8 % of canvass inspections failed, each inspected every 342 days, none chosen by risk, no trend."""
    host = scenario.sector(_HOST)
    figures = {"units": CHICAGO_UNITS, "observed": 1.0 - CHICAGO_FAILS, "tests_observed": CHICAGO_TESTS,
               "share_medium": 0.0, "share_large": 0.0}  # fmt: skip
    facts = {code: replace(fact, value=figures.get(code, fact.value)) for code, fact in host.facts.items()}
    quarters = scenario.calendar.quarters
    ours = {("coverage", _HOST): (CHICAGO_YEARLY,) * quarters, ("targeted_share", _HOST): (0.0,) * quarters}
    plan = {key: ours.get(key, path) for key, path in scenario.plan.items() if key[1] in {_HOST, ""}}
    sectors = (replace(host, facts=facts, tiers=()),)
    return replace(steady(scenario), name="chicago", sectors=sectors, tiers=(), plan=plan, targets=())


DISTRICTS: dict[str, Callable[[Scenario], Scenario]] = {"as it is": lambda it: it, "steady": steady, "chicago": chicago}


# --- unit by unit


def persistence_ratio(on: Bed) -> np.ndarray:
    """P(fail | last fail) ÷ P(fail | last pass) over all consecutive planned tests, as counted in the panel."""
    return unit_panel.by_draw(on.panels("chicago"), unit_panel.persistence)


def fail_after_fail(on: Bed) -> np.ndarray:
    """P(fail | last fail)."""
    return unit_panel.by_draw(on.panels("chicago"), lambda runs: unit_panel.fail_after(runs, 1))


def fail_after_pass(on: Bed) -> np.ndarray:
    """P(fail | last pass)."""
    return unit_panel.by_draw(on.panels("chicago"), lambda runs: unit_panel.fail_after(runs, 0))


def lag_correlation(on: Bed, lag: int) -> np.ndarray:
    """Correlation with the result `lag` tests ago, tests about a year apart."""
    return unit_panel.by_draw(on.panels("chicago"), lambda runs: unit_panel.correlation(runs, lag))


def recency_excess(on: Bed) -> np.ndarray:
    """How much more the last test tells than the one before: lag-1 minus lag-2 correlation."""
    return np.asarray(lag_correlation(on, 1) - lag_correlation(on, 2))


def fall_after_fail(on: Bed) -> np.ndarray:
    """Fall of a caught unit's chance of failing, a year later, as a negative share."""
    return unit_panel.by_draw(on.panels("steady"), lambda runs: -unit_panel.caught(runs).fall)


def regression_share(on: Bed) -> np.ndarray:
    """Part of that fall that units which nobody looked at show too."""
    parts = [unit_panel.caught(runs) for runs in on.panels("steady")]
    return ratio_of_means(np.array([[one.unseen] for one in parts]), np.array([[one.fall] for one in parts]))


def first_to_second(on: Bed) -> np.ndarray:
    """Fail rate of newcomers at their second planned test against their first, as a share."""
    return unit_panel.by_draw(on.panels("steady"), unit_panel.first_to_second)


def size_ratio(on: Bed, size_class: int) -> np.ndarray:
    """Fail rate of medium (1) or large (2) units ÷ that of small ones, product sectors."""
    places = [n for n, sector in enumerate(on.scenario.sectors) if sector.programme == "product"]

    def ratio(runs: Any) -> float:
        return unit_panel.fail_rate(runs, size_class, places) / unit_panel.fail_rate(runs, 0, places)

    return unit_panel.by_draw(on.panels("as it is"), ratio)


def years_per_recognition(on: Bed) -> np.ndarray:
    """Famous trademarks in force at a year's end ÷ recognitions of the year, new and renewed."""
    tier = [tier.name for tier in on.scenario.tiers].index("famous_trademarks")
    return unit_panel.by_draw(on.panels("as it is"), lambda runs: unit_panel.years_per_title(runs, tier))


# --- the district's sums


def _by_draw(on: Bed, plan: str, indicator: str, year: int, programme: str | None = None) -> np.ndarray:
    """An indicator of one plan and year, mean of the replicates, [draw, 1]."""
    return np.asarray(on.outcome(plan).annual(indicator, on.year(year), programme=programme).mean(axis=1))[:, None]


def violations(on: Bed, plan: str, year: int, programme: str | None = None) -> np.ndarray:
    """True share of batches that do not conform."""
    return np.asarray(1.0 - _by_draw(on, plan, "true_pass_rate", year, programme))


def coverage_elasticity(on: Bed, year: int) -> np.ndarray:
    """ln(violations at doubled random coverage ÷ violations) ÷ ln 2, whole district."""
    ratio = np.log(violations(on, "doubled", year) / violations(on, "plain", year))
    return np.asarray(ratio / math.log(2.0))


def naming_effect(on: Bed, year: int) -> np.ndarray:
    """Change of the odds of a violation when 90 % of cases are named instead of 30 %, as a share."""
    ours, theirs = violations(on, "named", year), violations(on, "plain", year)
    return np.asarray(ours / (1.0 - ours) / (theirs / (1.0 - theirs)) - 1.0)


def campaign_reversion(on: Bed) -> np.ndarray:
    """Share of a campaign year's gain in the true pass rate that is gone in the next year."""
    gains = [violations(on, "plain", year) - violations(on, "campaign", year) for year in (1, 2)]
    return ratio_of_means(gains[0] - gains[1], gains[0])


def targeting_shift(on: Bed, plan: str, indicator: str) -> np.ndarray:
    """Change of a pass rate of the product sectors in the second year, in points, by how tests are aimed."""
    ours, theirs = (_by_draw(on, each, indicator, 2, "product") for each in (plan, "plain"))
    return np.asarray(100.0 * (ours - theirs))


def yearly_trend(on: Bed) -> np.ndarray:
    """Factor by which the product sectors' true fails change in a year under the current plan, over all its years."""
    last = len(on.scenario.calendar.years)
    ratio = violations(on, "plain", last, "product") / violations(on, "plain", 1, "product")
    return np.asarray(ratio ** (1.0 / (last - 1)))


def brand_reach(on: Bed) -> np.ndarray:
    """Of the titles that doubled recruitment adds by the plan's last year, the share that is there after the third."""
    last = len(on.scenario.calendar.years)
    return ratio_of_means(_titles_added(on, min(3, last)), _titles_added(on, last))


def _titles_added(on: Bed, year: int) -> np.ndarray:
    tiers = ("famous_brands", "famous_trademarks")
    ours, theirs = (sum(_by_draw(on, plan, tier, year) for tier in tiers) for plan in ("recruitment", "plain"))
    return np.asarray(np.asarray(ours) - np.asarray(theirs))


def misuse(on: Bed) -> np.ndarray:
    """Share of support that is misused: an assumption, read back from the draws."""
    return np.asarray(on.outcome("plain").assumptions["misuse"], dtype=np.float64)[:, None]


def ratio_of_means(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Mean of `part` ÷ mean of `whole`, as one figure a draw (linearised), so that single draws with hardly any whole
    do not blow up and the error stays that of a ratio (Cochran 1977, section 2.11)."""
    ratio = part.mean() / whole.mean()
    return np.asarray(ratio + (part - ratio * whole) / whole.mean())
