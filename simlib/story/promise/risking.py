"""Why targets may be missed, told: the risk by source, and what sampling the easy units would show."""

from __future__ import annotations

import math
from typing import Any

from ...indicators import INDICATOR
from ...plots import Gap, RiskBar, gaps, risk_bars
from ...setting.asking import promise
from ...setting.promise.gaming import GamedYear, easy_sampling, gaming
from ...setting.promise.risk import Risk, risk_by_source
from ...spread import SOURCES
from ...text import (
    change,
    distinct_names,
    error_words,
    indicator_words,
    joined,
    level_words,
    percent,
    said,
)
from ..aiming import Aims
from ..margins import beside, chance_with_error, margin
from ..outcomes import outcome_of
from ..rows import in_order, judged_together, sector_titles
from ..showing import Shown, figure, sentence
from .stepping import RATE, rate_target, scope_of, steps_of

WORTH_NAMING = 0.05  # parts of the uncertainty below this are left out of the sentence


def risks(aims: Aims) -> Shown:
    """In how many of 100 futures each target is missed, by what makes it uncertain."""
    language = aims.language
    found = _risks(aims)
    if not found:
        return sentence(said("risk.none", language))
    bars = [_bar(name, risk, language) for name, risk in zip(_names(aims, found), found, strict=True)]
    words = said("risk.axis", language)
    folded = [said("risk.folded", language)] if any(risk.folded for risk in found) else []
    sources = [said(f"risk.{source}", language) for source in SOURCES]
    return figure(risk_bars(bars, sources, "\n".join([words, *folded])), f"risks_{language}", words, aims.out)


def about_risks(aims: Aims) -> Shown:
    """What the risk of the pass rate that could be aimed for comes from, and what could be done about it."""
    language, found = aims.language, _risks(aims)
    named = [(name, one) for name, one in zip(_names(aims, found), found, strict=True) if one.target.indicator == RATE]
    if not named:
        return sentence()
    name, risk = named[-1]
    shares = [getattr(risk, source) for source in SOURCES]
    parts = [
        said("risk.part", language, source=said(f"risk.{source}", language), share=percent(part.share, 0))
        for source, part in zip(SOURCES, shares, strict=True) if part.share >= WORTH_NAMING
    ]  # fmt: skip
    if not parts:
        return sentence()
    largest = max((part.share_error for part in shares if math.isfinite(part.share_error)), default=math.nan)
    missed = f"{100 * (1 - risk.met.value):.0f}"
    return sentence(
        said("risk.about", language, name=name, missed=missed, parts=joined(parts, language),
             margin=margin(largest, "percent", language)),
        said("risk.about_knowledge", language), _without(risk, language),
    )  # fmt: skip


def _without(risk: Risk, language: str) -> str:
    """What the chance would be without the luck of sampling, and without doubt about the units."""
    if not risk.absent:
        return ""
    now, tests, known = (
        f"{100 * chance:.0f}" for chance in (risk.integrated.value, risk.absent["sampling"], risk.absent["assumptions"])
    )
    return said("risk.about_absent", language, now=now, tests=tests, known=known,
                margin=error_words(risk.integrated.error, language))  # fmt: skip


def easy_tests(aims: Aims) -> Shown:
    """What changes if the targeted tests go to units of good credit: each rate, and what two reports would show."""
    found, language = _gamed(aims), aims.language
    if found is None:
        return sentence(said("learnt.not_here", language))
    changes = [found.sampled, found.core, found.corrected, found.true]
    rows = [
        Gap(indicator_words(one.indicator, language), 100 * one.mean, 100 * one.low, 100 * one.high,
            100 * one.observed_low, 100 * one.observed_high,
            change(one.mean, "share", language) + beside(one.error, "share", language))
        for one in changes if math.isfinite(one.mean)
    ]  # fmt: skip
    labels = said("gaming.effect", language), said("gaming.report", language)
    title = said("gaming.title", language, year=found.year)
    return figure(gaps(rows, title, said("gaming.axis", language), labels), f"easy_tests_{language}", title, aims.out)


def about_easy_tests(aims: Aims) -> Shown:
    """The sampled rate rises, the true rate does not, and the corrected rate gives it away."""
    found, language = _gamed(aims), aims.language
    if found is None:
        return sentence()

    def moved(one: Any) -> str:
        return change(one.mean, "share", language) + beside(one.error, "share", language)

    gap, off = found.against_corrected, found.bias
    noticed = "" if gap.noticed is None else said(
        "gaming.noticed", language, honest=change(gap.honest.value, "share", language),
        gamed=change(gap.gamed.value, "share", language),
        chance=chance_with_error(gap.noticed.value, gap.noticed.error, language))  # fmt: skip
    return sentence(
        said("gaming.about", language, year=found.year, sampled=moved(found.sampled), true=moved(found.true),
             corrected=moved(found.corrected)),
        noticed,
        said("gaming.bias", language, bias=change(off.value, "share", language) + beside(off.error, "share", language)),
    )  # fmt: skip


# --- computed once


def _risks(aims: Aims) -> list[Risk]:
    """The risk of each of the plan's own targets, and of the pass rate that could be aimed for."""

    def found() -> list[Risk]:
        targets = [*judged_together(in_order(aims.scenario.targets)), *_aimed(aims)]
        known = [risk_by_source(aims.outcome, one) for one in targets if one.year in aims.outcome.years]
        return [risk for risk in known if risk is not None and not math.isnan(risk.assumptions.variance)]

    return aims.once("risks", found)


def _aimed(aims: Aims) -> list[Any]:
    """The target that “aimed for” would be."""
    target = rate_target(aims)
    if target is None:
        return []
    step = next(row.found for row in steps_of(aims, target).rows if row.kind.code == "aimed")
    if step is None:
        return []
    return [promise(aims.scenario, RATE, step.promised, year=target.year, **scope_of(target))]


def _names(aims: Aims, found: list[Risk]) -> list[str]:
    """Names of the targets, that of the proposed one saying so."""
    language = aims.language
    own = set(judged_together(in_order(aims.scenario.targets)))
    names = distinct_names([one.target for one in found], sector_titles(aims.scenario), language)
    return [
        name if one.target in own else said(
            "risk.proposed", language, short=said(f"short.{one.target.indicator}", language),
            level=level_words(one.target.level or 0.0, INDICATOR[one.target.indicator].form))
        for name, one in zip(names, found, strict=True)
    ]  # fmt: skip


def _bar(name: str, risk: Risk, language: str) -> RiskBar:
    missed = 100.0 * (1.0 - risk.met.value)
    shares = [getattr(risk, source).share for source in SOURCES]
    parts = [0.0 if math.isnan(share) else missed * share for share in shares]
    label = f"{name}*" if risk.folded else name
    words = chance_with_error(1.0 - risk.met.value, risk.met.error, language, short=True)
    return RiskBar(label, parts, words)


def _gamed(aims: Aims) -> GamedYear | None:
    """The plan year with easy units sampled, against the plan."""
    target = rate_target(aims)
    if target is None:
        return None

    def found() -> GamedYear:
        scope: dict[str, Any] = (
            {"programme": target.programme} if target.programme else {"sectors": target.sectors or None}
        )
        return gaming(aims.outcome, outcome_of(easy_sampling(aims.scenario)), (target.year,), **scope)[0]

    return aims.once("gamed", found)
