"""Numbers behind the sentences and tables of a report: targets, yearly bands, sectors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..basis import basis
from ..estimators import quantile_band
from ..indicators import INDICATOR
from ..targets import assess, rounded_chance, target_values
from ..text import both, distinct_names, goal_words, indicator_words, scope_words
from ..words import DEPARTMENTS, LANGUAGES, Words

STATED = "stated"
NO_WORDS = Words("", "")


class Hinge(NamedTuple):
    """The assumption that a chance hangs on most: its name and standing, the chance where it is low and where high."""

    words: Words
    status: str
    low: float
    high: float
    error: float


@dataclass(frozen=True)
class TargetRow:
    """One target as every page shows it; numbers are None where nothing can be said."""

    key: str
    indicator: str
    form: str
    name: Words
    label: Words
    goal: Words
    scope: Words
    year: int
    sense: str
    last: float | None
    median: float | None
    low: float | None
    high: float | None
    chance: float | None
    error: float | None
    level: float | None
    verdict: str
    department: Words
    status: str
    note: Words = NO_WORDS
    median_error: float | None = None
    basis: str = "none"
    hinge: Hinge | None = None

    @property
    def stated(self) -> bool:
        """True for a promise of the plan itself, False for one that was added where the plan gives no figure."""
        return self.status == STATED


@dataclass(frozen=True)
class Band:
    """One indicator over the years: the middle future, and the range of 80 and of 50 of 100 futures."""

    years: tuple[int, ...]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    inner_low: NDArray[np.float64]
    inner_high: NDArray[np.float64]


def in_order(targets: Iterable[Any]) -> tuple[Any, ...]:
    """The plan's own targets first, then the added ones; each group in the order of the plan."""
    return tuple(sorted(targets, key=lambda target: target.status != STATED))


def target_rows(outcome: Any) -> tuple[TargetRow, ...]:
    """Every target of the outcome's plan with its chance, the plan's own first."""
    plan = outcome.scenario
    targets, titles = in_order(plan.targets), sector_titles(plan)
    names = [distinct_names(targets, titles, language) for language in LANGUAGES]
    return tuple(
        _target_row(outcome, found, Words(*name))
        for found, name in zip(assess(outcome, targets), zip(*names, strict=True), strict=True)
    )


def judged_together(rows: Sequence[Any]) -> list[Any]:
    """What is judged as one promise: the plan's own targets, or all of them if it states none."""
    return [row for row in rows if row.status == STATED] or list(rows)


def _target_row(outcome: Any, found: Any, name: Words) -> TargetRow:
    target = found.target
    return TargetRow(
        key=target_key(target),
        indicator=target.indicator,
        form=form_of(target.indicator),
        name=name,
        label=_in_both(lambda language: indicator_words(target.indicator, language)),
        goal=_in_both(lambda language: goal_words(target, language)),
        scope=scope_words(target, sector_titles(outcome.scenario)) or Words("全区", "District"),
        year=target.year,
        sense=target.sense,
        last=_last(outcome, target),
        median=found.median,
        low=found.low,
        high=found.high,
        chance=found.chance,
        error=found.error,
        level=found.level,
        verdict=found.verdict,
        department=DEPARTMENTS[found.department],
        status=target.status,
        note=_why_not(outcome.scenario, target, found.chance) or _beside(outcome, target),
        median_error=found.median_error,
        **_basis(outcome, found),
    )


def _basis(outcome: Any, found: Any) -> dict[str, Any]:
    """What the chance rests on, and the assumption that it hangs on most."""
    rests = basis(outcome, found)
    if rests.driver is None or rests.swing is None:
        return {"basis": rests.kind}
    return {"basis": rests.kind, "hinge": Hinge(rests.driver.words, rests.driver.status, *rests.swing)}


def _why_not(plan: Any, target: Any, chance: float | None) -> Words | None:
    """Attention moves with publicity alone: a plan that adds none cannot raise it."""
    hopeless = chance is not None and rounded_chance(chance).almost_never
    if target.indicator != "awareness" or not hopeless or _adds_publicity(plan):
        return None
    return both("note.no_publicity", plan=both("this.current" if plan.base is None else "this.plan"))


def _beside(outcome: Any, target: Any) -> Words:
    """Reported safety fails stand beside the true level: testing nothing must not score best."""
    if target.indicator != "safety_violations":
        return NO_WORDS
    true = outcome.annual("safety_faults", target.year, target.sectors or None, target.programme or None).mean()
    return both("note.true_faults", value=Words(f"{true:.1f}", f"{true:.1f}"))


def _adds_publicity(plan: Any) -> bool:
    before = plan.root.plan["publicity", ""][0]
    return any(value > before for value in plan.plan["publicity", ""])


def row_as_json(row: TargetRow) -> dict[str, Any]:
    """A target row for the summary beside a report."""
    named = {name: value._asdict() for name, value in vars(row).items() if isinstance(value, Words)}
    hinge = None if row.hinge is None else row.hinge._asdict() | {"words": row.hinge.words._asdict()}
    return asdict(row) | named | {"hinge": hinge}


def row_from_json(values: Mapping[str, Any]) -> TargetRow:
    """The target row that `row_as_json` wrote."""
    fields: dict[str, Any] = dict(values)
    words = {name: Words(**fields[name]) for name in ("name", "label", "goal", "scope", "department", "note")}
    hinge = fields.get("hinge")
    return TargetRow(**fields | words | {"hinge": hinge and Hinge(**hinge | {"words": Words(**hinge["words"])})})


def target_key(target: Any) -> str:
    """What makes a target the same one in two plans, for tables of plans against targets."""
    where = "+".join(target.sectors) if target.sectors else target.programme or "district"
    return f"{target.indicator}|{where}|{target.year}|{target.sense}|{target.level}|{target.reference}|{target.by}"


def sector_titles(plan: Any) -> dict[str, Words]:
    """Titles of the plan's sectors by name."""
    return {sector.name: sector.title for sector in plan.sectors}


def form_of(indicator: str) -> str:
    """How an indicator is printed; brand tiers added as data are counts."""
    return INDICATOR[indicator].form if indicator in INDICATOR else "number"


def band(outcome: Any, indicator: str, **scope: Any) -> Band:
    """An indicator over the years of the outcome, the year before the plan first."""
    yearly = [np.asarray(outcome.annual(indicator, year, **scope)) for year in outcome.years]
    outer = np.array([quantile_band(values, 0.8) for values in yearly])
    inner = np.array([quantile_band(values, 0.5) for values in yearly])
    middle = np.array([float(np.nanmedian(values)) for values in yearly])
    return Band(tuple(outcome.years), middle, outer[:, 0], outer[:, 1], inner[:, 0], inner[:, 1])


def expected(outcome: Any, indicator: str, year: int, **scope: Any) -> float:
    """The average over all futures; nan where nothing was counted."""
    values = np.asarray(outcome.annual(indicator, year, **scope), dtype=np.float64)
    return float(np.nanmean(values)) if np.isfinite(values).any() else math.nan


def _last(outcome: Any, target: Any) -> float | None:
    """Where the target's indicator stood in the year before the plan; nothing for yes-or-no goals."""
    if form_of(target.indicator) == "yes_no":
        return None
    values = np.asarray(target_values(outcome, target, outcome.years[0]))
    return float(np.nanmedian(values)) if np.isfinite(values).any() else None


def _in_both(words: Any) -> Words:
    return Words(words("zh"), words("en"))
