"""Steps: what can be assured, aimed for and ventured, beside what is known already; does a target ask for anything?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...errors import BadRequest
from ...estimators import Chance, median, share_with_error
from ...indicators import INDICATOR
from ...targets import TOLERANCE, assess, target_values
from ...words import Words
from .promises import Attainable, attainable

if TYPE_CHECKING:
    from ...outcome import Outcome
    from ...scenario import Scenario, Target

ANYWAY = 0.95  # met in so many futures of last year: nothing new is asked


class StepKind(NamedTuple):
    """A step of an office's promise: its name, and in which share of futures it is kept."""

    code: str
    words: Words
    chance: float


STEPS: tuple[StepKind, ...] = (
    StepKind("assured", Words("确保", "Assured"), 0.9),
    StepKind("aimed", Words("力争", "Aimed for"), 0.7),
    StepKind("ventured", Words("挑战", "Stretch"), 0.5),
)


class Published(NamedTuple):
    """Which facts tell where an indicator stands: of the sectors, of the city, of the province; "" for none."""

    sector: str
    city: str
    province: str


PUBLISHED: dict[str, Published] = {
    "sampled_pass_rate": Published("observed", "city_pass_rate", "province_pass_rate"),
    "operating_rate": Published("operating_rate", "", ""),
    "quality_loss_rate": Published("", "city_quality_loss_rate", ""),
}
COMPARED = ("", "product")  # programmes whose rate the city and the province publish


class Beside(NamedTuple):
    """Where an indicator stands: last year simulated (middle) and counted, the city, the province; None without one.

    `missing` names the figures that the district's files leave to be filled in.
    """

    last: float | None
    counted: float | None
    city: float | None
    province: float | None
    missing: tuple[str, ...] = ()


class Step(NamedTuple):
    """One step and its level; None where it `lacks` what would tell it: few_runs, untested or no_figure."""

    kind: StepKind
    found: Attainable | None
    lacks: str = ""


class Steps(NamedTuple):
    """The steps of an indicator in a year, beside what is known of it."""

    indicator: str
    year: int
    rows: tuple[Step, ...]
    beside: Beside


class Binding(NamedTuple):
    """Whether a target asks for anything; if not, `reasons`: last_year, counted, city, province.

    `last_chance` is how likely the year before the plan would have met it, None for a target to rise.
    """

    binding: bool
    reasons: tuple[str, ...]
    last_chance: Chance | None
    beside: Beside


def steps(outcome: Outcome, indicator: str, year: int | None = None, **scope: Any) -> Steps:
    """What can be assured (90 of 100 futures), aimed for (70) and ventured (50); scope as in `promise`."""
    when = outcome.scenario.calendar.years[0] if year is None else year
    rows = tuple(_step(outcome, indicator, kind, when, scope) for kind in STEPS)
    return Steps(indicator, when, rows, beside(outcome, indicator, **scope))


def beside(outcome: Outcome, indicator: str, programme: str | None = None, sectors: Any = None) -> Beside:
    """Where the indicator stands already, from the simulated year before the plan and from the facts."""
    named = (sectors,) if isinstance(sectors, str) else tuple(sectors or ())
    values = outcome.annual(indicator, outcome.years[0], named or None, programme or None)
    facts = PUBLISHED.get(indicator, Published("", "", ""))
    compared = not named and (programme or "") in COMPARED
    codes = {"city": facts.city, "province": facts.province} if compared else {}
    found = {name: _fact(outcome.scenario, code) for name, code in codes.items()}
    missing = tuple(name for name, code in codes.items() if code and found[name] is None)
    last = median(values)
    counted = _counted(outcome.scenario, facts.sector, INDICATOR[indicator].programme or programme or "", named)
    return Beside(None if np.isnan(last) else last, counted, found.get("city"), found.get("province"), missing)


def binding(outcome: Outcome, target: Target) -> Binding:
    """Whether a target asks for more than would come anyway.

    It does not if the plan keeps it safely and either the year before the plan would have met it in 95 of 100
    futures, or a figure of last year (counted here, of the city, of the province) is better than the target already.
    Targets to rise and yes-or-no targets always ask: they have no level that could be too low.
    """
    (found,) = assess(outcome, (target,))
    known = beside(outcome, target.indicator, target.programme or None, target.sectors)
    if target.sense == "rise" or found.level is None or INDICATOR[target.indicator].form == "yes_no":
        return Binding(True, (), None, known)
    sign = -1.0 if target.sense == "at_most" else 1.0
    before = target_values(outcome, target, outcome.years[0])
    last_chance = share_with_error(sign * (before - found.level) >= -TOLERANCE)
    figures = {"counted": known.counted, "city": known.city, "province": known.province}
    better = [
        name for name, value in figures.items()
        if value is not None and sign * (value - found.level) > TOLERANCE
    ]  # fmt: skip
    reasons = (*(["last_year"] if last_chance.value >= ANYWAY else []), *better) if found.verdict == "safe" else ()
    return Binding(not reasons, reasons, last_chance, known)


# --- what is known


def _step(outcome: Outcome, indicator: str, kind: StepKind, year: int, scope: dict[str, Any]) -> Step:
    """One step; without a level where the runs are too few for its chance, or nothing is tested."""
    try:
        return Step(kind, attainable(outcome, indicator, kind.chance, year, **scope))
    except BadRequest as error:
        if not {"runs", "lacks"} & error.values.keys():
            raise
        return Step(kind, None, error.values.get("lacks", "few_runs"))


def _fact(scenario: Scenario, code: str) -> float | None:
    fact = scenario.facts.get(code)
    return None if fact is None else fact.value


def _counted(scenario: Scenario, fact: str, programme: str, sectors: tuple[str, ...]) -> float | None:
    """Last year's figure of the scope: by tests where tests are counted, else by units; None if one is missing."""
    inside = [one for one in scenario.sectors if fact and one.within(programme, sectors)]
    weight = "tests_observed" if fact == "observed" else "units"
    pairs = [(one.value(fact), one.value(weight)) for one in inside]
    if not pairs or any(value is None or size is None for value, size in pairs):
        return None
    total = sum(size for _, size in pairs if size is not None)
    return sum(value * size for value, size in pairs if value is not None and size is not None) / total
