"""The wording of a target: what is counted, over which tests, drawn how; so that it means one thing only."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ...indicators import INDICATOR
from ...setting.promise.design import Design, sampling_design
from ...text import level_words, said, scope_words
from ..aiming import Aims
from ..rows import in_order, judged_together, sector_titles
from ..showing import Shown, html, sentence

DIGITS = "零一二三四五六七八九十"
ESTIMATORS = ("sampled_pass_rate", "core_pass_rate", "corrected_pass_rate")


def wording(target: Any, scenario: Any, language: str) -> str:
    """A target as an office would write it, with its estimator and its sampling design."""
    row = INDICATOR[target.indicator]
    scope = scope_words(target, sector_titles(scenario))
    kind = "yes" if row.form == "yes_no" else "missing" if _is_missing(target, scenario) else _sense(target)
    level = _level(target, scenario)
    return said(
        f"promise.wording.{kind}", language, year=target.year, since=target.since, by=f"{100 * target.by:g}%",
        scope=scope.said(language) if scope else said("promise.wording.district", language),
        indicator=_called(row.words, scope, language), how=_how(target, scenario, language),
        level="" if level is None else level_words(level, row.form),
        reference=said(f"reference.{target.reference.partition('_')[0]}", language) if target.reference else "",
    )  # fmt: skip


def wordings(aims: Aims) -> Shown:
    """The plan's own targets, worded so that nobody has to ask how they are measured."""
    language = aims.language
    lines = [wording(target, aims.scenario, language) for target in in_order(judged_together(aims.scenario.targets))]
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return html(Markup('<ol class="wordings">{}</ol>').format(items), "\n".join(lines))


def about_wordings(aims: Aims) -> Shown:
    """Why a target names its estimator and its sampling design."""
    return sentence(said("promise.about_wording", aims.language))


# --- parts


def _called(words: Any, scope: Any, language: str) -> str:
    """The indicator's label, without what the scope ends with already (产品质量 + 质量损失率 = 产品质量损失率)."""
    name: str = words.said(language)
    before = scope.said(language) if scope else ""
    shared = (size for size in range(len(name), 0, -1) if before.endswith(name[:size]))
    return name[next(shared, 0) :]


def _sense(target: Any) -> str:
    if target.sense == "rise":
        return "rise_by" if target.by else "rise"
    return "none" if target.sense == "at_most" and target.level == 0 else str(target.sense)


def _level(target: Any, scenario: Any) -> float | None:
    """The level, that of the fact it refers to where it does."""
    fact = scenario.facts.get(target.reference) if target.reference else None
    found: float | None = target.level if fact is None else fact.value
    return found


def _is_missing(target: Any, scenario: Any) -> bool:
    return target.sense != "rise" and _level(target, scenario) is None


def _how(target: Any, scenario: Any, language: str) -> str:
    """Estimator, and where it is read from tests how many there are and how they are drawn."""
    row = INDICATOR[target.indicator]
    named = row.code in ESTIMATORS
    how = said(f"promise.wording.{row.code}", language) if named else said(
        "promise.wording.other", language, meaning=row.meaning.said(language))  # fmt: skip
    if not row.tested or row.form == "money":
        return how
    where = {"programme": target.programme or None, "sectors": target.sectors or None}
    design = sampling_design(scenario, target.year, indicator=row.code, **where)
    return said("promise.wording.tests", language, tests=f"{design.tests:,}", drawn=_drawn(design, language), how=how)


def _drawn(design: Design, language: str) -> str:
    kind = "random" if design.targeted < 0.005 else "targeted" if design.random < 0.005 else "mixed"
    shares = {"random": _share(design.random, language), "targeted": _share(design.targeted, language)}
    return said(f"promise.drawn.{kind}", language, **shares)


def _share(share: float, language: str) -> str:
    """Six tenths as 六成 in Chinese; otherwise per cent."""
    tenths = round(10 * share)
    if language == "zh" and abs(10 * share - tenths) < 1e-6:
        return f"{DIGITS[tenths]}成"
    return f"{100 * share:.0f}%"
