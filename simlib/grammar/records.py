"""What a scenario is once it is read: frozen, checked, complete. The rest of simlib sees no file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from simlib.assumptions import ASSUMPTION, Prior
from simlib.facts import FACT
from simlib.words import Words

Value = float | tuple[float, ...]
Path = tuple[Value, ...]  # one value for each quarter of the horizon
Plan = Mapping[tuple[str, str], Path]


def quarter_number(label: str) -> int:
    """Quarters since the year 0 of a label such as 2012Q1."""
    return int(label[:4]) * 4 + int(label[5]) - 1


@dataclass(frozen=True)
class Calendar:
    """The quarters of a plan: a warm-up that reproduces the past, then the horizon that the plan is about."""

    warm_up: str
    first: str
    last: str

    @property
    def warm_up_quarters(self) -> int:
        """Quarters before the plan (W)."""
        return quarter_number(self.first) - quarter_number(self.warm_up)

    @property
    def quarters(self) -> int:
        """Quarters of the horizon (T)."""
        return quarter_number(self.last) - quarter_number(self.first) + 1

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the horizon."""
        return tuple(range(int(self.first[:4]), int(self.last[:4]) + 1))

    def index(self, label: str) -> int:
        """Position of a quarter in the horizon: 0 for the first (negative in the warm-up)."""
        return quarter_number(label) - quarter_number(self.first)

    def label(self, index: int) -> str:
        """The quarter at a position of the horizon."""
        year, part = divmod(quarter_number(self.first) + index, 4)
        return f"{year}Q{part + 1}"

    def steps(self, path: Path) -> tuple[tuple[str, Value], ...]:
        """A path as a planner writes it: each quarter in which the value changes, with the new value."""
        changed = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(path)) if a != b)]
        return tuple((self.label(i), path[i]) for i in changed)


@dataclass(frozen=True)
class Fact:
    """One figure with its unit, source and standing; None is a figure still to be filled in."""

    code: str
    value: float | None
    unit: str
    source: str
    status: str


@dataclass(frozen=True)
class Sector:
    """The units that one department supervises under one programme; `file` is where its facts stand."""

    name: str
    title: Words
    programme: str
    department: str
    tiers: tuple[str, ...]
    facts: Mapping[str, Fact]
    file: str = ""

    def value(self, code: str) -> float | None:
        """The figure of one fact; None if it is missing."""
        return self.facts[code].value

    def within(self, programme: str, sectors: Collection[str] = ()) -> bool:
        """True if a scope has this sector: it is named in `sectors`; with none named, of the programme ("" is any)."""
        return self.name in sectors if sectors else programme in ("", self.programme)


@dataclass(frozen=True)
class Tier:
    """A brand title that units can win."""

    name: str
    title: Words
    owner: str


@dataclass(frozen=True)
class Target:
    """What must come out in a year, who answers for it, and whether the plan itself states the figure.

    `sense` is at_least, at_most or rise (above the stock of the year `since`, by at least the share `by`).
    `level` is None for a rise, and where the district fact named by `reference` is missing.
    """

    indicator: str
    goal: str
    programme: str
    sectors: tuple[str, ...]
    year: int
    sense: str
    level: float | None
    reference: str
    since: int | None
    by: float
    owners: tuple[str, ...]
    status: str

    @property
    def scope(self) -> tuple[str, tuple[str, ...], int]:
        """What it is about; two targets with the same are one."""
        return self.indicator, (self.programme, *sorted(self.sectors)), self.year


@dataclass(frozen=True)
class Override:
    """A prior that a scenario replaces, with the reason; without `spread` the value is fixed."""

    code: str
    median: float
    spread: float | None
    why: str

    @property
    def prior(self) -> Prior:
        """The distribution that takes the place of the one in ASSUMPTIONS."""
        law, numbers = ASSUMPTION[self.code].prior
        if self.spread is None:
            return Prior("fixed", (self.median,))
        if law == "beta":
            size = self.median * (1.0 - self.median) / self.spread**2 - 1.0
            return Prior(law, (self.median * size, (1.0 - self.median) * size))
        return Prior(law, (self.median, self.spread, *numbers[2:]))


@dataclass(frozen=True)
class Runs:
    """How many futures are simulated: draws of the assumptions × replicates of chance, from one seed.

    Draws are doubled, up to `most_draws`, until the simulation error of every target's chance is `precision` at most.
    """

    draws: int = 50
    replicates: int = 4
    seed: int = 2012
    precision: float = 0.05
    most_draws: int = 200


@dataclass(frozen=True)
class Correlation:
    """Assumptions that move together: one correlation (of their normal scores) between any two of them."""

    codes: tuple[str, ...]
    size: float
    why: str = field(compare=False, default="")


@dataclass(frozen=True)
class Calibration:
    """What was learnt from a history, in a file; `overrides` are those in force when it was named."""

    name: str
    path: FilePath = field(compare=False)
    digest: str
    overrides: Mapping[str, Override] = field(compare=False)


@dataclass(frozen=True)
class Change:
    """One lever at one place whose path differs from the base's."""

    lever: str
    place: str
    before: Path
    after: Path


@dataclass(frozen=True)
class Gap:
    """A required fact still to be filled in: which, of which sector ("" = the district), in which file."""

    code: str
    place: str
    file: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """A plan, complete and checked: facts of the district, each lever in each quarter, targets, assumptions.

    `plan[lever, place]` holds one value a quarter; place is a sector, a tier or "" (district levers).
    Two scenarios are the same plan when their `digest` is.
    """

    name: str
    title: Words
    purpose: Words
    base: str | None
    district: Words
    calendar: Calendar
    facts: Mapping[str, Fact]
    sectors: tuple[Sector, ...]
    tiers: tuple[Tier, ...]
    plan: Plan
    targets: tuple[Target, ...]
    overrides: Mapping[str, Override]
    runs: Runs
    correlations: tuple[Correlation, ...] = ()
    calibration: Calibration | None = None
    parent: Scenario | None = None
    file: str = ""

    @property
    def root(self) -> Scenario:
        """The scenario at the end of the base chain, whose facts and warm-up all others share."""
        return self if self.parent is None else self.parent.root

    def sector(self, name: str) -> Sector:
        """The sector of that name."""
        return next(sector for sector in self.sectors if sector.name == name)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the plan does otherwise than its base; empty for a root."""
        return () if self.parent is None else self.changes_from(self.parent)

    def changes_from(self, other: Scenario) -> tuple[Change, ...]:
        """What the plan does otherwise than another of the same district."""
        before = other.plan
        return tuple(Change(*key, before[key], path) for key, path in self.plan.items() if path != before[key])

    @cached_property
    def missing(self) -> tuple[Gap, ...]:
        """Required facts still to be filled in; with any, the scenario can be read but not simulated."""
        district = [Gap(fact.code, "", self.root.file) for fact in self.facts.values() if _is_gap(fact)]
        return tuple(district) + tuple(
            Gap(fact.code, sector.name, sector.file)
            for sector in self.sectors
            for fact in sector.facts.values()
            if _is_gap(fact)
        )

    @cached_property
    def illustrative(self) -> bool:
        """True while any fact it rests on is an illustration and not the district's own figure."""
        every = [
            *self.facts.values(),
            *(fact for sector in self.sectors for fact in sector.facts.values()),
        ]
        return any(fact.status == "illustrative" for fact in every)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the results depend on; not of names, titles, comments or the order of keys."""
        text = json.dumps(
            self._content() | {"root": _plan_content(self.root.plan)},
            sort_keys=True,
            allow_nan=True,
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def _content(self) -> dict[str, Any]:
        return {
            "calendar": asdict(self.calendar),
            "facts": _facts_content(self.facts),
            "sectors": [_sector_content(sector) for sector in self.sectors],
            "tiers": [[tier.name, tier.owner] for tier in self.tiers],
            "plan": _plan_content(self.plan),
            "targets": [asdict(replace(target, owners=tuple(sorted(target.owners)))) for target in self.targets],
            "overrides": {code: [one.median, one.spread] for code, one in self.overrides.items()},
            "runs": asdict(self.runs),
        } | self._learnt()

    def _learnt(self) -> dict[str, Any]:
        """Correlations and a calibration, where there are any: other plans keep the digest they always had."""
        together = {"correlations": [[list(one.codes), one.size] for one in self.correlations]}
        learnt = {"calibration": self.calibration.digest} if self.calibration else {}
        return (together if self.correlations else {}) | learnt


def _is_gap(fact: Fact) -> bool:
    return fact.value is None and not FACT[fact.code].may_be_missing


def _facts_content(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {code: [fact.value, fact.status] for code, fact in facts.items()}


def _sector_content(sector: Sector) -> list[Any]:
    return [
        sector.name,
        sector.programme,
        sector.department,
        list(sector.tiers),
        _facts_content(sector.facts),
    ]


def _plan_content(plan: Plan) -> dict[str, Any]:
    return {f"{lever}/{place}": path for (lever, place), path in plan.items()}
