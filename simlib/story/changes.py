"""What a plan changes against the current plan: which lever, where, from when to when, old and new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..levers import LEVER, Lever
from ..text import joined, said
from ..words import Words

Value = Any  # a number, or four for grades


@dataclass(frozen=True)
class Period:
    """Some quarters in a row in which a lever stands at `new` instead of `old`."""

    first: int
    last: int
    old: Value
    new: Value


@dataclass(frozen=True)
class ChangeRow:
    """One changed lever with all places that it changes in alike; `notes` are catalogue keys."""

    lever: Lever
    places: tuple[str, ...]
    periods: tuple[Period, ...]
    notes: tuple[str, ...]


def change_rows(plan: Any) -> tuple[ChangeRow, ...]:
    """The levers a plan changes, places that change alike in one row; empty for the current plan."""
    found: dict[tuple[str, tuple[Period, ...]], list[str]] = {}
    for (code, place), values in plan.plan.items():
        spans = periods(plan.root.plan[code, place], values)
        if spans:
            found.setdefault((code, spans), []).append(place)
    return tuple(
        ChangeRow(LEVER[code], tuple(places), spans, _notes(LEVER[code], spans))
        for (code, spans), places in found.items()
    )


def periods(before: Sequence[Value], after: Sequence[Value]) -> tuple[Period, ...]:
    """Maximal stretches of quarters with the same old and new value, where these differ."""
    numbered = enumerate(zip(before, after, strict=True))
    spans = []
    for (old, new), group in groupby(numbered, key=lambda item: item[1]):
        quarters = [quarter for quarter, _ in group]
        if old != new:
            spans.append(Period(quarters[0], quarters[-1], old, new))
    return tuple(spans)


def _notes(lever: Lever, spans: Sequence[Period]) -> tuple[str, ...]:
    """Marks a power that is not the district's, and a value that cannot go further."""
    notes = [] if lever.level == "区" else [f"note.power.{'city' if lever.level == '市' else 'province'}"]
    reached = {
        "note.maximum" if part == lever.maximum else "note.minimum"
        for span in spans
        for part in (span.new if isinstance(span.new, tuple) else (span.new,))
        if lever.kind != "switch" and part in (lever.minimum, lever.maximum)
    }
    return tuple(notes + sorted(reached))


def value_words(value: Value, lever: Lever, language: str) -> str:
    """A lever's value: on/off, four weights, or a number."""
    if isinstance(value, tuple):
        return " / ".join(f"{part:g}" for part in value)
    if lever.kind == "switch":
        return said("unit.on" if value else "unit.off", language)
    return f"{value:g}"


def when_words(span: Period, plan: Any, language: str) -> str:
    """The quarters of a change; "" if it holds throughout."""
    calendar = plan.calendar
    if span.first == 0 and span.last == calendar.quarters - 1:
        return ""
    first, last = calendar.label(span.first), calendar.label(span.last)
    if span.last == calendar.quarters - 1:
        return said("when.from", language, first=first)
    return first if first == last else said("range", language, low=first, high=last)


def place_words(row: ChangeRow, plan: Any, language: str) -> str:
    """Where a change holds: all sectors, some by name, a brand tier, or the district."""
    titles: dict[str, Words] = {sector.name: sector.title for sector in plan.sectors}
    titles |= {tier.name: tier.title for tier in plan.tiers}
    if row.lever.shape == "district":
        return said("scope.district", language)
    if row.lever.shape == "sector" and len(row.places) == len(plan.sectors):
        return said("scope.all_sectors", language)
    return joined([titles[place].said(language) for place in row.places], language, most=4)
