"""Credit: which lever and which department is expected to bring about what a plan adds. A forecast, not a record."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup, escape

from ...differences import compare, on_common_draws
from ...ensemble import simulate
from ...plots import Step, waterfall
from ...scenario import ScenarioError, load, names, with_paths
from ...setting.asking import ScopeAsked
from ...setting.credit.attribution import EXACT, Credit, Share, credit
from ...targets import target_values
from ...text import indicator_words, joined, said, where_words
from ...words import lowered
from ..aiming import Aims
from ..margins import mean_of
from ..outcomes import outcome_of
from ..rows import form_of, sector_titles
from ..showing import Shown, figure, html, sentence
from ..tables import small, table

PLAN = "combined"  # what the current plan, which differs from nothing, is compared with
LEAST_GAIN, HOLLOW = 0.002, 0.5  # a reported gain worth a warning where less than half of it is true
NOTICEABLE = 0.1  # standard deviations of a year's figure
SHARES = ("share", "yes_no")
INDICATOR, PROGRAMME = "sampled_pass_rate", "product"


def credit_table(aims: Aims) -> Shown:
    """Each department with its levers: expected contribution, its error, 80 of 100 futures; the warning on its face."""
    found, language = found_credit(aims), aims.language
    if found is None:
        return sentence(said("credit.none", language))
    heads = [said(f"credit.head.{name}", language) for name in ("part", "mean", "band")]
    rows: list[Any] = []
    for whole in found.departments:
        value = said_change(whole, found, language)
        words = said("credit.department", language, department=whole.words.said(language), value=value)
        rows.append(Markup(escape(words)))
        rows += [_cells(one, found, language) for one in found.levers if one.department == whole.department]
    total = said("credit.department", language, department=said("credit.total", language),
                 value=said_change(found.total, found, language))  # fmt: skip
    rows.append(Markup("{} <small>({})</small>").format(total, said_band(found.total, found, language)))
    warning = Markup('<p class="banner">{}</p>').format(said("credit.warning", language))
    caption = Markup("<p>{}</p>").format(caption_words(found, language))
    body = table(heads, rows, "chosen", numbers=(1, 2))
    note = Markup('<p class="note">{}</p>').format(note_words(found, language))
    return html(warning + caption + body + note, said("credit.warning", language))


def credit_waterfall(aims: Aims) -> Shown:
    """From the current plan to the other one, lever by lever."""
    found, language = found_credit(aims), aims.language
    if found is None:
        return sentence(said("credit.none", language))
    form = form_of(found.indicator)
    scale = 100.0 if form in SHARES else 1.0
    steps = [
        Step(one.words.said(language), scale * one.mean, scale * one.low, scale * one.high,
             said_change(one, found, language))
        for one in sorted(found.levers, key=lambda one: -abs(one.mean))
    ]  # fmt: skip
    ends = (
        (said("credit.before", language), scale * found.before),
        (found.plan.title.said(language), scale * found.after),
    )
    title = said("credit.figure", language)
    axis = said("credit.axis", language, indicator=indicator_words(found.indicator, language),
                scope=scope_said(found, language), year=found.year)  # fmt: skip
    labels = title, "\n".join([axis, said("credit.bars", language), said("credit.warning", language)])
    drawn = waterfall(ends, steps, labels, lambda value: f"{value:.1f}%" if scale > 1 else f"{value:,.0f}")
    return figure(drawn, f"credit_{language}", title, aims.out)


def about_credit(aims: Aims) -> Shown:
    """The whole change, the lever that brings most of it, the departments – and that it is no ground for bonuses."""
    found, language = found_credit(aims), aims.language
    if found is None:
        return sentence()
    told = credit_words(found, language), *doubts(found, language), on_paper(found, language)
    return sentence(*told, said("credit.warning", language))


def on_paper(found: Credit, language: str) -> str:
    """A gain of the reported rate that is hardly one of the true rate, said so; nothing for other indicators."""
    if found.indicator != INDICATOR:
        return ""
    plan, before = on_common_draws(outcome_of(found.plan), outcome_of(found.baseline))
    true = compare(plan, before, "true_pass_rate", found.year, **found.scope).mean
    if found.total.mean < LEAST_GAIN or true > HOLLOW * found.total.mean:
        return ""
    return said("credit.on_paper", language, reported=points(found.total.mean, found, language).lstrip("+"),
                true=points(true, found, language))  # fmt: skip


def credit_words(found: Credit, language: str) -> str:
    """What the plan adds, and through what, in one sentence."""
    best = max(found.levers, key=lambda one: abs(one.mean))
    parts = [
        said("credit.by", language, department=one.words.said(language), value=said_change(one, found, language))
        for one in sorted(found.departments, key=lambda one: -abs(one.mean)) if not one.idle
    ] or [said("dash", language)]  # fmt: skip
    return said(
        "credit.about", language, plan=found.plan.title.said(language), year=found.year,
        scope=scope_said(found, language), indicator=lowered(indicator_words(found.indicator, language)),
        total=points(found.total.mean, found, language), error=margin_words(found.total.error, found, language),
        band=said_band(found.total, found, language),
        best=best.words.said(language), best_value=points(best.mean, found, language),
        best_error=margin_words(_error(best), found, language), departments=joined(parts, language),
    )  # fmt: skip


def doubts(found: Credit, language: str) -> list[str]:
    """Levers that may add or take away, for all the runs can tell; departments whose levers do nothing here."""
    unclear = [one.words.said(language) for one in found.levers if not one.idle and abs(one.mean) < 2.0 * _error(one)]
    idle = [one.words.said(language) for one in found.departments if one.idle]
    told = ("credit.unclear", unclear), ("credit.idle_departments", idle)
    return [said(key, language, names=joined(names, language)) for key, names in told if names]


def caption_words(found: Credit, language: str, scope: str = "") -> str:
    """What is shared out, and where; `scope` where there is more to say of it."""
    return said(
        "credit.caption", language, plan=found.plan.title.said(language), year=found.year,
        scope=scope or scope_said(found, language), indicator=lowered(indicator_words(found.indicator, language)),
    )  # fmt: skip


def note_words(found: Credit, language: str) -> str:
    """How it is shared out."""
    if found.exact:
        return said("credit.note.exact", language, count=found.coalitions)
    return said("credit.note.sampled", language, count=found.coalitions, most=EXACT)


def scope_said(found: Credit, language: str) -> str:
    """Where the indicator is read: a programme, sectors by name, or the district."""
    programme, sectors = found.scope.get("programme"), tuple(found.scope.get("sectors") or ())
    return where_words(ScopeAsked(programme or "", sectors, from_plan=False), sector_titles(found.baseline), language)


def said_change(one: Share, found: Credit, language: str) -> str:
    """A contribution with its sign and its simulation error; what does nothing is said to."""
    if one.idle:
        return said("credit.idle", language)
    return points(one.mean, found, language) + margin_words(_error(one), found, language)


def said_band(one: Share, found: Credit, language: str) -> str:
    """The middle 80 of 100 futures of a contribution."""
    if one.idle:
        return said("dash", language)
    return said("credit.range", language, low=_figure(one.low, found), high=points(one.high, found, language))


def points(value: float, found: Credit, language: str) -> str:
    """A contribution with its sign, shares to a hundredth of a point: parts are small."""
    form, size = form_of(found.indicator), _figure(value, found)
    return said("unit.points", language, number=size) if form in SHARES else size


def margin_words(error: float, found: Credit, language: str) -> str:
    """The simulation error of a contribution, ready to stand after it; never said to be nothing."""
    if not math.isfinite(error):
        return ""
    scaled = 100.0 * error if form_of(found.indicator) in SHARES else error
    return said("margin.beside", language, margin=f"±{max(0.01, math.ceil(100.0 * scaled) / 100.0):.2f}")


def _figure(value: float, found: Credit) -> str:
    """A signed number in the unit of the indicator, points for shares."""
    words = f"{100.0 * value if form_of(found.indicator) in SHARES else value:+.2f}".replace("-", "−")
    return words if any(digit in words for digit in "123456789") else words[1:]


def found_credit(aims: Aims) -> Credit | None:
    """What is shared out on the page: the plan against the levers of its root; of a root, another plan of it."""

    def find() -> Credit | None:
        plan = aims.scenario if aims.scenario.changes_from(aims.scenario.root) else _other(aims)
        if plan is None:
            return None
        both = levers_of_root(plan), plan
        indicator, scope = _moved_most(aims, *both)
        return credit(*both, indicator, aims.year, **scope, **aims.sizes())

    return aims.once("credit", find)


def _moved_most(aims: Aims, baseline: Any, plan: Any) -> tuple[str, dict[str, Any]]:
    """The pass rate that the plan is judged on, or whatever target the plan moves most if it hardly moves that."""
    before, after = (simulate(one, through=aims.year, **aims.sizes()) for one in (baseline, plan))
    found: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
    for target in aims.scenario.targets:
        if target.year == aims.year and form_of(target.indicator) != "yes_no":
            ours, theirs = target_values(after, target), target_values(before, target)
            scope = {"sectors": target.sectors} if target.sectors else {"programme": target.programme or None}
            found[target.indicator, target.programme] = abs(mean_of(ours - theirs).value) / (theirs.std() or 1.0), scope
    most = max(found, key=lambda key: found[key][0], default=(INDICATOR, PROGRAMME))
    usual = found.get((INDICATOR, PROGRAMME))
    chosen = (INDICATOR, PROGRAMME) if usual is None or usual[0] >= NOTICEABLE or found[most][0] == 0.0 else most
    return chosen[0], found[chosen][1] if chosen in found else {}


def levers_of_root(plan: Any) -> Any:
    """The current plan's levers in the world that this plan assumes, so that only levers differ."""
    before = {(one.lever, one.place): one.before for one in plan.changes_from(plan.root)}
    return with_paths(plan, before, plan.root.name) if before else plan.root


def _other(aims: Aims) -> Any:
    """A plan of the same district that sets levers otherwise: the combined one if there is one."""
    known = names()
    for name in dict.fromkeys([*([PLAN] if PLAN in known else []), *known]):
        try:
            plan = load(name)
        except ScenarioError:  # a broken file of somebody else's; `simlib check` tells
            continue
        if plan.root.digest == aims.scenario.root.digest and plan.changes_from(plan.root):
            return plan
    return None


def _cells(one: Share, found: Credit, language: str) -> list[Any]:
    if one.idle:
        return [one.words.said(language), said("credit.idle", language), said("dash", language)]
    value = Markup("<b>{}</b>").format(points(one.mean, found, language)) + small(
        margin_words(_error(one), found, language).strip()
    )
    return [one.words.said(language), value, said_band(one, found, language)]


def _error(one: Share) -> float:
    """Simulation error: few draws, and orders of the levers that were not tried."""
    return math.hypot(one.error, one.order_error)
