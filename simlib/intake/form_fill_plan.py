"""The rows of brands, levers, targets and assumptions of a form, as a root scenario has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..assumptions import Assumption
from ..facts import FACT
from ..grammar.dump import spelled
from ..grammar.records import Path, Scenario, Target, Tier, Value
from ..indicators import INDICATOR
from ..levers import LEVERS, Lever, levers_of
from ..words import DEPARTMENTS, OWNER_LEVELS, PROGRAMMES, Words
from .form_sheets import (
    OPTIONS,
    SENSES,
    SEPARATOR,
    SWITCH,
    Field,
    Row,
    figure_field,
    lever_field,
    said_bounds,
    said_value,
)


def titles(words: Words) -> dict[str, str]:
    """A title in the two columns that it takes."""
    return {"title_zh": words.zh, "title_en": words.en}


def tier_row(tier: Tier, scenario: Scenario, language: str) -> Row:
    values = {row.code: _shown(row, scenario.plan[row.code, tier.name][0], language) for row in levers_of("tier")}
    owner = DEPARTMENTS[tier.owner].said(language)
    return Row({"tier_name": tier.name, **titles(tier.title), "tier_owner": owner, **values})


def _shown(row: Lever, value: Value, language: str) -> float | str:
    """A value of a lever as a cell holds it."""
    if isinstance(value, tuple):
        return " / ".join(spelled(row, (one,)).strip("[]") for one in value)
    return SWITCH[spelled(row, value)].said(language) if row.kind == "switch" else value


def lever_rows(scenario: Scenario, names: Mapping[str, str], language: str) -> Iterator[Row]:
    """Every lever: one path where sectors agree (with the exceptions), else one for each sector."""
    for row in LEVERS:
        for place, path, skipped in _paths(row, scenario):
            for label, value in scenario.calendar.steps(path)[skipped:]:
                since = "" if label == scenario.calendar.first else label
                yield lever_row(row, names.get(place, ""), since, _shown(row, value, language), language)


def _paths(row: Lever, scenario: Scenario) -> Iterable[tuple[str, Path, int]]:
    """(place, path, steps told elsewhere): "" is every sector."""
    if row.shape == "district":
        return [("", scenario.plan[row.code, ""], 0)]
    if row.shape == "tier":
        return [(tier.name, scenario.plan[row.code, tier.name], 1) for tier in scenario.tiers]
    paths = {sector.name: scenario.plan[row.code, sector.name] for sector in scenario.sectors}
    common, count = Counter(paths.values()).most_common(1)[0]
    if 2 * count <= len(paths) and len(paths) > 1:
        return [(name, path, 0) for name, path in paths.items()]
    return [("", common, 0), *((name, path, 0) for name, path in paths.items() if path != common)]


def lever_row(row: Lever, place: str, since: str, value: float | str | None, language: str) -> Row:
    field = lever_field(row)
    cells = {
        "lever": row.words.said(language),
        "place": place,
        "since": since,
        "value": value,
        "unit": row.unit.said(language),
        "allowed": said_bounds(field, language),
        "default": said_value(field, field.default, language),
        "power": _power(row, language),
        "measure": row.measure.said(language),
    }
    return Row(cells, field)


def _power(row: Lever, language: str) -> str:
    """Who holds the power; above the district it is said."""
    level = "" if row.level == "区" else OWNER_LEVELS[row.level].said(language)
    return DEPARTMENTS[row.owner].said(language) + (f" ({level})" if level else "")


# --- targets and assumptions


def target_row(target: Target, names: Mapping[str, str], language: str) -> Row:
    sense = "rise_from" if target.sense == "rise" else target.sense
    row = INDICATOR[target.indicator]
    field = figure_field(row.form, rises=sense == "rise_from")
    cells = {
        "indicator": row.words.said(language),
        "goal": target.goal,
        "target_programme": PROGRAMMES[target.programme].said(language) if target.programme else "",
        "target_sectors": SEPARATOR.join(names[sector] for sector in target.sectors),
        "year": target.year,
        "sense": SENSES[sense].said(language),
        "figure": _level(target, field, language),
        "reference": FACT[target.reference].words.said(language) if target.reference else "",
        "base_year": target.since,
        "owners": SEPARATOR.join(DEPARTMENTS[owner].said(language) for owner in target.owners),
        "target_status": OPTIONS["target_statuses"][target.status].said(language),
    }
    return Row(cells, field)


def _level(target: Target, field: Field, language: str) -> float | str | None:
    """The figure of a target as a cell holds it; none for a bare rise and where a fact is its measure."""
    if target.sense == "rise":
        return per_cent(target.by) if target.by > 1.0 else target.by or None
    if target.reference or target.level is None:
        return None
    yes_no = OPTIONS["yes_no"].get(f"{target.level:g}")
    return yes_no.said(language) if field.options and yes_no else target.level


def per_cent(share: float) -> str:
    """A share written in per cent, to the last digit."""
    return f"{Decimal(repr(share)) * 100:f}%"


def assumption_row(row: Assumption, overrides: Mapping[str, Any], language: str) -> Row:
    own = overrides.get(row.code)
    numbers = ", ".join(f"{number:g}" for number in row.prior.numbers)
    cells = {
        "assumption": row.words.said(language),
        "unit": row.unit.said(language),
        "prior": f"{row.prior.law}({numbers})",
        **({"median": own.median, "spread": own.spread, "why": own.why} if own else {}),
    }
    return Row(cells)
