"""The draft of a scenario that a ledger gives: each sector's figures with their sources, and the levers in force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..levers import LEVER
from ..template import Draft, Figure
from ..words import Words
from .facts import SectorFacts
from .ledger import Ledger
from .measures import FOLLOW_UP_DAYS, Rate
from .names import Home

COUNTED = "derived"  # the standing of a figure counted from an office's own records
MOST_COVERAGE = LEVER["coverage"].maximum


def draft(ledger: Ledger, one: SectorFacts, home: Home) -> Draft:
    """The sector file that a ledger can fill in; what it cannot know stays to be filled in."""
    figures = {code: figure for code, figure in _figures(ledger, one).items() if figure is not None}
    remarks = tuple(_remarks(ledger, one, home))
    return Draft(home.name, home.title, home.programme, home.department, home.tiers, figures, remarks)


def _figures(ledger: Ledger, one: SectorFacts) -> dict[str, Figure | None]:
    span, tests, sized = _span(ledger), _tests(ledger, one), _sized(one)
    units = Words(
        f"{span} 出现过的单位，可能少于登记数，请核对", f"units seen {span}; the register may hold more: check"
    )
    return {
        "units": _counted(ledger, one.units, units),
        "share_medium": _counted(ledger, one.share_medium, sized),
        "share_large": _counted(ledger, one.share_large, sized),
        "observed": _counted(ledger, one.rate.value, tests),
        "tests_observed": _counted(ledger, one.rate.of or None, tests),
    }


def _counted(ledger: Ledger, value: float | None, said: Words) -> Figure | None:
    """A figure counted from the ledger; None where there was nothing to count."""
    if value is None:
        return None
    return Figure(_to_digits(value), f"台账 {ledger.file}:{said.zh} | Ledger: {said.en}", COUNTED)


def _tests(ledger: Ledger, one: SectorFacts) -> Words:
    part = Words("", "") if one.whole_year else Words(f"（不满一年，{_span(ledger)}）", f" (part: {_span(ledger)})")
    band = f"{100 * one.rate.low:.1f}%–{100 * one.rate.high:.1f}%"
    few = Words("，样本少", ", few tests") if one.rate.few else Words("", "")
    return Words(
        f"{one.year} 年{part.zh}监督抽查 {one.rate.of} 批次，合格 {one.rate.hits} 批次，95% 区间 {band}{few.zh}",
        f"{one.year}{part.en}, {one.rate.of} planned tests, {one.rate.hits} passes, 95 % interval {band}{few.en}",
    )


def _sized(one: SectorFacts) -> Words:
    known = sum(one.sizes.values())
    return Words(f"填写了规模的 {known} 家单位", f"among the {known} units whose size is given")


def _span(ledger: Ledger) -> str:
    return f"{ledger.first_day:%Y-%m-%d}—{ledger.last_day:%Y-%m-%d}"


def _to_digits(value: float) -> float:
    """Shares to six digits, rounded down so that shares of a whole never add up to more than it."""
    return math.floor(value * 1e6) / 1e6 if value < 1 else value


def _band(part: Rate) -> str:
    few = "，样本少 few" if part.few else ""
    return f"95% 区间 interval {100 * part.low:.1f}%—{100 * part.high:.1f}%{few}"


def part_of_year(ledger: Ledger) -> str:
    """What is said of a year that the ledger does not cover from January to December."""
    return f"不满一年 part of a year: {_span(ledger)}"


def _remarks(ledger: Ledger, one: SectorFacts, home: Home) -> Iterable[str]:
    """What the model has no figure for, for the reader of the file; and what is only a first guess."""
    yield f"由台账 {ledger.file} 的“{home.label}”生成 Made from “{home.label}” of the ledger"
    if not home.known:
        yield (
            "programme、department、tiers 是初拟，请核对 programme, department and tiers are a first guess: check them"
        )
    lasting = one.persistence
    yield f"上次不合格者，这次不合格 Fails after a fail: {_said(lasting.after_fail)}"
    yield f"上次合格者，这次不合格 Fails after a pass: {_said(lasting.after_pass)}"
    if lasting.ratio is not None and lasting.interval is not None:
        low, high = lasting.interval
        yield f"前者是后者的倍数 Ratio: {lasting.ratio:.2f} ({low:.2f}—{high:.2f})"
    if one.followed_up is not None:
        yield f"不合格后 {FOLLOW_UP_DAYS} 天内复查 Followed up within {FOLLOW_UP_DAYS} days: {_said(one.followed_up)}"
    if one.grades and any(one.grades.values()):
        yield f"等级 Grades (units): {', '.join(f'{grade} {count}' for grade, count in one.grades.items())}"


def _said(part: Rate) -> str:
    if part.value is None:
        return "无记录 no case"
    return f"{100 * part.value:.1f}% ({part.hits}/{part.of};{_band(part)})"


# --- the levers in force


def levers(facts: Sequence[SectorFacts], placed: dict[str, Home]) -> dict[str, str]:
    """The effort that the ledger shows, as levers of the root: tests a unit-year, follow-ups of fails."""
    coverage = {placed[one.sector].name: one.rate.of / one.units for one in facts if one.whole_year and one.rate.of}
    again = {placed[one.sector].name: _a_quarter(one.followed_up) for one in facts if one.followed_up is not None}
    known = {name: share for name, share in again.items() if share is not None}
    why = {
        "coverage": "台账：监督抽查批次 ÷ 出现过的单位 planned tests ÷ units seen",
        "follow_up": f"台账：{FOLLOW_UP_DAYS} 天内复查率 s 折成每季 1−√(1−s) share s within two quarters, a quarter",
    }
    values = {"coverage": {name: min(value, MOST_COVERAGE) for name, value in coverage.items()}, "follow_up": known}
    return {code: f"{_flow(parts)}  # {why[code]}" for code, parts in values.items() if parts}


def _a_quarter(part: Rate) -> float | None:
    """The chance of a follow-up a quarter that two quarters' share amounts to; None where there are few fails."""
    return None if part.few or part.value is None else 1 - math.sqrt(1 - part.value)


def _flow(parts: dict[str, float]) -> str:
    return "{" + ", ".join(f"{name}: {value:.3g}" for name, value in parts.items()) + "}"
