"""What a report's cells show, each in one call: the answer, the plan, the targets, what will happen, the bill."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ...estimators import Estimate
from ...indicators import INDICATOR
from ...plots import VERDICT_COLOURS, Bar, Panel, chance_bars, fans
from ...targets import GRADES, assess, together
from ...text import amount, chance_words, change, indicator_words, joined, said, spread, verdict_legend
from .. import tables
from ..changes import change_rows
from ..headline import answer as answer_words
from ..headline import illustrative_banner, tally
from ..margins import beside, chance_with_error, mean_of, middle_margin
from ..rows import TargetRow, band, form_of, judged_together
from ..session import Story
from ..showing import Shown, figure, html, sentence

HALF = 5.0  # of ten futures: a verdict begins where a chance is said as its ten, 85 as “about 90”


def answer(tale: Story) -> Shown:
    """The one sentence that the meeting needs, with the warning about example data above it."""
    language = tale.language
    banner = illustrative_banner(tale.scenario.illustrative, language)
    parts = [Markup('<p class="banner">{}</p>').format(said("banner.long", language))] if banner else []
    parts.append(Markup('<p class="answer">{}</p>').format(answer_words(tale.targets, tale.year, language)))
    parts.append(Markup('<p class="note">{}</p>').format(tally(tale.targets, language)))
    return html(Markup("").join(parts), answer_words(tale.targets, tale.year, language))


def plan_card(tale: Story) -> Shown:
    """What this plan is: title, purpose, and each lever that it changes."""
    plan, language = tale.scenario, tale.language
    title = said("plan.title", language, title=plan.title.said(language), district=plan.district.said(language))
    card = Markup('<div class="card"><h3>{}</h3><p>{}</p></div>').format(title, plan.purpose.said(language))
    if tale.is_baseline:
        note = Markup('<p class="note">{}</p>').format(said("plan.baseline", language, name=plan.name))
        return html(card + note, title)
    return html(card + tables.lever_table(plan, language), title)


def about_plan(tale: Story) -> Shown:
    """How many levers change, whether the district may do so, and what cannot go further."""
    language = tale.language
    rows = change_rows(tale.scenario)
    if tale.is_baseline:
        return sentence(tale.scenario.purpose.said(language))
    beyond = sum(any(note.startswith("note.power") for note in row.notes) for row in rows)
    bounds = sum("note.maximum" in row.notes or "note.minimum" in row.notes for row in rows)
    levers = said(f"plan.levers.{'one' if len(rows) == 1 else 'many'}", language, count=len(rows))
    return sentence(
        said("plan.changed", language, count=len(rows), levers=levers),
        said("plan.powers", language, count=beyond) if beyond else said("plan.within", language),
        said("plan.bounds", language, count=bounds) if bounds else "",
    )


def targets(tale: Story) -> Shown:
    """The table of targets: last year, what is expected, how likely each is kept."""
    table = tables.target_table(tale.targets, tale.outcome.years, tale.language)
    legends = verdict_legend(tale.language), said("basis.legend", tale.language)
    return html(table + Markup('<p class="note">{} {}</p>').format(*legends), tally(tale.targets, tale.language))


def chances(tale: Story) -> Shown:
    """The same chances as a picture: the plan's own targets, surest first, then the added ones."""
    language = tale.language
    judged = sorted((row for row in tale.targets if row.chance is not None), key=lambda r: (not r.stated, _sureness(r)))
    bars = [
        Bar(_bar_label(row, language), min(97.0, max(2.0, 100.0 * (row.chance or 0.0))),
            chance_words(row.chance, language, short=True), VERDICT_COLOURS[row.verdict])
        for row in judged
    ]  # fmt: skip
    marks = [(100.0 * grade.at_least - HALF, grade.words.said(language)) for grade in GRADES if grade.at_least > 0]
    label = said("figure.chances", language)
    return figure(chance_bars(bars, marks, label), f"chances_{language}", label, tale.out)


def _bar_label(row: TargetRow, language: str) -> str:
    name = row.name.said(language)
    return name if row.stated else said("name.scope", language, name=name, scope=said("added", language))


def about_targets(tale: Story) -> Shown:
    """The surest and the least sure of the plan's own targets, all at once, what is missing and what cannot be."""
    language = tale.language
    own = judged_together(tale.targets)
    judged = sorted((row for row in own if row.chance is not None), key=_sureness)
    missing = [row.name.said(language) for row in tale.targets if row.chance is None]
    gap = said("learnt.missing", language, names=joined(missing, language)) if missing else ""
    if not judged:
        return sentence(gap)
    best, worst = judged[0], judged[-1]
    at_once = together(assess(tale.outcome, judged_together(tale.scenario.targets)))
    which = said("group.stated" if best.stated else "group.all", language)
    return sentence(
        said("learnt.targets", language, best=best.name.said(language), worst=worst.name.said(language),
             best_chance=chance_words(best.chance, language), worst_chance=chance_words(worst.chance, language)),
        said("learnt.together", language, which=which, count=len(judged),
             chance=chance_with_error(at_once.value, at_once.error, language) if at_once else said("dash", language)),
        gap,
        *(said("learnt.why_not", language, name=row.name.said(language), reason=row.note.said(language))
          for row in tale.targets if row.note.zh),
    )  # fmt: skip


def fan(tale: Story, *indicators: str, programme: str = "") -> Shown:
    """Fan charts of some indicators over the years, the current plan in grey, targets dashed."""
    language, scope = tale.language, {"programme": programme} if programme else {}
    panels = [_panel(tale, code, scope) for code in indicators if has(tale.outcome, code)]
    if not panels:
        return sentence(said("learnt.not_here", language))
    words = joined([panel.title for panel in panels], language)
    drawn = fans(panels, said("fan.plan", language), said("fan.baseline", language))
    return figure(drawn, f"{'_'.join(indicators)}_{language}", words, tale.out)


def _panel(tale: Story, code: str, scope: dict[str, Any]) -> Panel:
    form, language = form_of(code), tale.language
    goal = next((row for row in tale.targets if row.indicator == code and row.level is not None), None)
    ours, theirs = tale.compared  # the same draws, so that a plan without an effect shows none
    return Panel(
        title=indicator_words(code, language),
        plan=band(ours, code, **scope),
        baseline=None if ours is theirs else band(theirs, code, **scope),
        goal=None if goal is None or goal.level is None else (goal.level, _goal_label(goal, language)),
        tick=lambda value: f"{100.0 * value:g}%" if form == "share" else f"{value:g}",
    )


def _goal_label(row: TargetRow, language: str) -> str:
    return said("fan.goal", language, goal=row.goal.said(language))


def about_pass_rate(tale: Story) -> Shown:
    """What the report of the plan year will show beside what is true."""
    language, year = tale.language, tale.year
    sampled = band(tale.outcome, "sampled_pass_rate", programme="product")
    true = band(tale.outcome, "true_pass_rate", programme="product")

    def off(code: str) -> str:
        return middle_margin(tale.outcome, code, year, language, programme="product")

    return sentence(
        said("learnt.pass_rate", language, year=year,
             sampled=amount(sampled.median[1], "share", language) + off("sampled_pass_rate"),
             range=spread(sampled.low[1], sampled.high[1], "share", language),
             true=amount(true.median[1], "share", language) + off("true_pass_rate")),
        against(tale, "true_pass_rate", programme="product"),
    )  # fmt: skip


def about_brands(tale: Story) -> Shown:
    """How many titles are in force at the end of the plan year."""
    language, items, before = tale.language, [], []
    for tier in tale.scenario.tiers:
        if not has(tale.outcome, tier.name):
            continue
        found = band(tale.outcome, tier.name)
        name, low_high = tier.title.said(language), spread(found.low[1], found.high[1], "number", language)
        number = f"{found.median[1]:.0f}" + middle_margin(tale.outcome, tier.name, tale.year, language)
        items.append(said("learnt.brand", language, name=name, number=number, range=low_high))
        before.append(f"{found.median[0]:.0f}")
    if not items:
        return sentence()
    return sentence(
        said("learnt.brands", language, year=tale.year, items=joined(items, language), before=joined(before, language)),
        against(tale, tale.scenario.tiers[0].name) if has(tale.outcome, tale.scenario.tiers[0].name) else "",
    )


def about_operating(tale: Story) -> Shown:
    """Where the operating rate of treatment facilities goes."""
    if not has(tale.outcome, "operating_rate"):
        return sentence()
    language, found = tale.language, band(tale.outcome, "operating_rate")
    off = middle_margin(tale.outcome, "operating_rate", tale.year, language)
    return sentence(
        said("learnt.operating", language, year_before=found.years[0], year=found.years[1],
             before=amount(found.median[0], "share", language), after=amount(found.median[1], "share", language) + off,
             range=spread(found.low[1], found.high[1], "share", language)),
        against(tale, "operating_rate"),
    )  # fmt: skip


def against(tale: Story, indicator: str, **scope: Any) -> str:
    """The paired difference from the current plan in words; "" for the current plan itself."""
    if tale.is_baseline:
        return ""
    gap, form = paired_gap(tale, indicator, **scope), form_of(indicator)
    words = change(gap.value, form, tale.language) + beside(gap.error, form, tale.language)
    return said("learnt.against", tale.language, indicator=indicator_words(indicator, tale.language), change=words)


def paired_gap(tale: Story, indicator: str, **scope: Any) -> Estimate:
    """What the plan changes on average in the plan year, run by run, with its simulation error."""
    ours, theirs = (outcome.annual(indicator, tale.year, **scope) for outcome in tale.compared)
    return mean_of(ours - theirs)


def has(outcome: Any, indicator: str, **scope: Any) -> bool:
    """True if the district has units or titles that the indicator can be read from."""
    return indicator in INDICATOR and bool(outcome.has(indicator, **scope))


def _sureness(row: TargetRow) -> float:
    return -(row.chance or 0.0)
